# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

EXTRA_OPERATIONS = {
    "Python hvac has it, for Vault before 1.11": [
        "configure", "read_configuration", "configure_duo_access", "configure_duo_behavior", "read_duo_behavior_configuration"],
}
