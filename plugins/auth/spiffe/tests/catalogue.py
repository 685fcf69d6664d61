# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

# of the handshake, and held against each other before it
IDENTITY = ["cacert", "cert_pem", "key_pem"]
WAYS = {
    # the jwt arrives behind another word
    "login": [("POST", "/auth/{mount_point}/login", {}, ["jwt", *IDENTITY])],
}
