# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "on the API page, in no server's own list": [("read_static_migration", "query", "include_role_names")],
}
LISTED_TWICE = {
    "Vault's list has it once more, the slash being a part of the path": [
        ("LIST", "/{mount_point}/static-role{path}", "/{mount_point}/role{path}", "/{mount_point}/library{path}")],
}
