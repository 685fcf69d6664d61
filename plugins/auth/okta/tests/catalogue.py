# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

REPEATED_IN_BODY = {
    "in the path, where servers read it": [("login", "username"), ("register_user", "username")],
}
