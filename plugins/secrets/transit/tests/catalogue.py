# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

UNSENT = {
    "in the address, from which alone OpenBao takes it": [
        ("POST", "/{mount_point}/hash", "urlalgorithm"),
        ("POST", "/{mount_point}/hmac/{name}", "urlalgorithm"),
        ("POST", "/{mount_point}/sign/{name}", "urlalgorithm"),
        ("POST", "/{mount_point}/verify/{name}", "urlalgorithm"),
        ("POST", "/{mount_point}/random", "source", "urlbytes"),
        ("POST", "/{mount_point}/random/{source}", "source", "urlbytes"),
        ("POST", "/{mount_point}/restore", "name"),
    ],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("verify_signed_data", "name")],
}
STEPS = {
    "the server's key, in which a key travels": [
        ("import_key", "GET", "/{mount_point}/wrapping_key"), ("import_key_version", "GET", "/{mount_point}/wrapping_key")],
}
# the key leads to the step: the tests here have that
WAYS = {
    "import_key": [("POST", "/{mount_point}/keys/{name}/import", {}, ["key"])],
    "import_key_version": [("POST", "/{mount_point}/keys/{name}/import_version", {}, ["key"])],
}
