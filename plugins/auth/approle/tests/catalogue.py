# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

WAYS = {
    "create_or_update_approle": [("POST", "/auth/{mount_point}/role/{role_name}", {}, without) for without in ([], ["local_secret_ids"])],
}
