# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

EXTRA_OPERATIONS = {
    "hvac's, which no server lists": ["delete_config"],
}
# the library itself judges what is not sent
WAYS = {
    "login": [("POST", "/auth/{mount_point}/login", {"type": "iam"}, [])],
    "create_role": [("POST", "/auth/{mount_point}/role/{name}", {}, [projects]) for projects in ("bound_projects", "project_id")],
}
