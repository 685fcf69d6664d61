# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

EXTRA_OPERATIONS = {
    "hvac's own route has the default mount in it": ["list_certificate_roles"],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_ca_certificate_role", "name")],
}
# of the handshake, and held against each other before it
IDENTITY = ["cacert", "cert_pem", "key_pem"]
WAYS = {
    "login": [("POST", "/auth/{mount_point}/login", {}, IDENTITY)],
}
