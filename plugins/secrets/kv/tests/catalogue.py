# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

FACADES = {
    "it is the other two: tests/golden/facade": ["secrets/kv"],
}
ADDITIONS = {
    "on the API page, in no server's own list": [("read_subkeys", "query", "version", "depth")],
}
EXTRA_OPERATIONS = {
    "OpenBao's SCAN, which its own list calls ?scan=true": ["scan_secrets", "scan_detailed_metadata"],
}
STEPS = {
    "to explain a 404 by the mount's version": [(None, "GET", "/sys/internal/ui/mounts/{mount_point}")],
    "the server's own PATCH comes first; hvac reads, merges and writes": [
        ("patch", "GET", "/{mount_point}/data/{path}"), ("patch", "POST", "/{mount_point}/data/{path}")],
}
