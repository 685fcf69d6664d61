# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "the secret itself, whose members are the user's": [("create_or_update_secret", "body", "")],
}
EXTRA_OPERATIONS = {
    "OpenBao's SCAN, which its servers up to 2.7 refuse here": ["scan_secrets"],
}
