# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

OTHER_PLACES = {
    "of endpoint sts": [("generate_credentials", "body")],
}
WAYS = {
    "create_or_update_role": [
        ("POST", "/{mount_point}/roles/{name}", {"legacy_params": False}, []),
        # one of several policy_arns arrives: tests/golden/vectors has that
        ("POST", "/{mount_point}/roles/{name}", {}, [
            "policy_arns", "iam_groups", "user_path", "permissions_boundary_arn", "session_tags", "external_id", "mfa_serial_number", "arn", "policy"]),
    ],
    "generate_credentials": [
        ("GET", "/{mount_point}/creds/{name}", {"endpoint": "creds"}, ["mfa_code"]),
        ("POST", "/{mount_point}/creds/{name}", {"endpoint": "creds"}, []),
        ("POST", "/{mount_point}/sts/{name}", {"endpoint": "sts"}, []),
    ],
}
