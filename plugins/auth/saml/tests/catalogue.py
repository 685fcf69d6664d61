# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

# the library itself judges what is not sent
WAYS = {
    "login": [("POST", "/auth/{mount_point}/token", {"poll_interval": 1}, [])],
}
