# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

REPEATED_IN_BODY = {
    "in the path, where servers read it": [
        ("create_certificate_configuration", "cert_name"),
        ("create_role", "role"),
        ("create_sts_role", "account_id"),
    ],
}
# the library itself judges what is not sent
WAYS = {
    "login": [("POST", "/auth/{mount_point}/login", {"type": "iam", "document": "pkcs7"}, [])],
    "ec2_login": [("POST", "/auth/{mount_point}/login", {"document": "pkcs7"}, [])],
    "iam_login": [("POST", "/auth/{mount_point}/login", {"region": "us-east-1"}, ["sts_endpoint"])],
}
