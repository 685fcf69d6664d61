# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

WAYS = {
    "create_static_role": [("POST", "/{mount_point}/static-roles/{name}", {}, without) for without in ([], ["rotation_schedule"])],
}
