# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "Vault's own client sends it, in no server's own list": [("start_certificate_generation", "body", "ak_params")],
}
# of the handshake, and held against each other before it
IDENTITY = ["cacert", "cert_pem", "key_pem"]
WAYS = {
    "login": [("POST", "/auth/{mount_point}/login", {}, IDENTITY)],
}
