# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

EXTRA_OPERATIONS = {
    "Python hvac has it, for Vault before 1.13": ["create_or_update_key", "delete_key"],
}
UNSENT = {
    "a name that is given leads to the path with it, the only one that is read": [("POST", "/{mount_point}/issuers/import", "issuer_name")],
}
