# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

UNSENT = {
    "it is in the address, as with hvac": [("POST", "/auth/{mount_point}/login/{urlusername}", "username")],
}
