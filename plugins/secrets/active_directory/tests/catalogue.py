# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

EXTRA_OPERATIONS = {
    "Python hvac has it, for Vault before 1.19": [
        "configure", "read_config", "create_or_update_role", "read_role", "list_roles", "delete_role", "generate_credentials"],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_or_update_role", "name")],
}
