# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "the token in question looks itself up": [("login", "header", "x-vault-token")],
}
