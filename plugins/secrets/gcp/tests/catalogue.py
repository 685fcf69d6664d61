# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

# with method=GET they take no ttl
WAYS = {
    operation: [("POST", path, {"method": "POST"}, []), ("GET", path, {"method": "GET"}, ["ttl"])] for operation, path in [
        ("generate_service_account_key", "/{mount_point}/key/{roleset}"),
        ("generate_static_account_service_account_key", "/{mount_point}/static-account/{name}/key")]
}
