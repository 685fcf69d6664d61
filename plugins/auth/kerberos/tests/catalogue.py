# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "servers list it as a member of the body, and read the header": [("login", "header", "authorization")],
}
UNSENT = {
    "servers read the header of that name alone": [("POST", "/auth/{mount_point}/login", "authorization")],
}
STEPS = {
    "those that ask a KDC first: the test kerberos here has one": [("login", "POST", "/auth/{mount_point}/login")],
}
WAYS = {
    "login": [("POST", "/auth/{mount_point}/login", {}, ["service", "username", "password", "keytab_path", "credential_cache"])],
}
