# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

# servers list some paths and parameters of jwt alone
SAME_TABLE = {
    "auth/oidc": "auth/jwt",
}
ADDITIONS = {
    "hvac sends it": [("oidc_callback", "query", "nonce")],
    "OpenBao's own help of the path has it, its list of paths leaves it out": [
        ("create_role", "body", "callback_mode", "poll_interval", "oidc_disable_confirmation", "oauth2_metadata", "token_policies_template_claims",
         "token_strictly_bind_ip"),
    ],
}
UNSENT = {
    "in the form that is posted, as Vault lists it": [("POST", "/auth/{mount_point}/oidc/callback", "state", "code", "client_nonce")],
}
SILENT = {
    "it gives back what it is given": ["resolve_path"],
}
OTHER_PLACES = {
    "hvac writes it into the route": [("oidc_callback", "query")],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_role", "name")],
}
