# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "on the API page; Vault's own list has the parameters of its auth method instead": [
        ("configure", "body", "key_lifetime", "bundle_refresh_hint", "jwt_issuer_url", "jwt_signing_algorithm", "jwt_oidc_compatibility_mode"),
        ("create_or_update_role", "body", "template", "ttl", "use_jti_claim"),
    ],
}
EXTRA_OPERATIONS = {
    "on the API page, in no server's own list": ["read_well_known_configurations", "read_active_public_keys"],
}
