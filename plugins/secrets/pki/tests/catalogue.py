# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "what is no JSON, and the map that hvac's set_urls takes": [(None, "body", "")],
    "what else a CEL program or an external policy reads": [(None, "body", "extra_params-name")],
    "RFC 8894 (SCEP) has it": [(None, "query", "operation", "message")],
}
UNSENT = {
    "given, it leads to the issuer's own path": [("POST", "/{mount_point}/root/sign-self-issued", "issuer_ref")],
}
STEPS = {
    "with name=True, which hvac writes into the path as Python prints it: tests/golden/vectors has that": [
        ("sign_verbatim", "POST", "/{mount_point}/sign-verbatim/True")],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_or_update_role", "name")],
}

# Of ACME's paths, by the arguments that lead there.
SCOPES = {
    "": [],
    "roles/{role}/": ["role"],
    "external-policy/": ["external_policy"],
    "external-policy/{policy}/": ["policy", "external_policy"],
    "issuer/{issuer_ref}/": ["issuer_ref"],
    "issuer/{issuer_ref}/roles/{role}/": ["issuer_ref", "role"],
    "issuer/{issuer_ref}/external-policy/": ["issuer_ref", "external_policy"],
    "issuer/{issuer_ref}/external-policy/{policy}/": ["issuer_ref", "policy", "external_policy"],
}
ACME = {
    "acme_read_directory": ("GET", "directory"),
    "acme_new_nonce": ("GET", "new-nonce"),
    "generate_eab_key": ("POST", "new-eab"),
    "acme_create_account": ("POST", "new-account"),
    "acme_update_account": ("POST", "account/{kid}"),
    "acme_create_order": ("POST", "new-order"),
    "acme_list_orders": ("POST", "orders"),
    "acme_read_order": ("POST", "order/{order_id}"),
    "acme_read_authorization": ("POST", "authorization/{auth_id}"),
    "acme_answer_challenge": ("POST", "challenge/{auth_id}/{challenge_type}"),
    "acme_finalize_order": ("POST", "order/{order_id}/finalize"),
    "acme_read_certificate": ("POST", "order/{order_id}/cert"),
    "acme_revoke_certificate": ("POST", "revoke-cert"),
}


def others(given):
    return [name for name in ("issuer_ref", "role", "policy", "external_policy") if name not in given]


WAYS = {
    "sign_verbatim": [
        ("POST", "/{mount_point}/sign-verbatim", {}, ["issuer_ref", "name"]),
        ("POST", "/{mount_point}/sign-verbatim/{name}", {}, ["issuer_ref", "role"]),
        ("POST", "/{mount_point}/issuer/{issuer_ref}/sign-verbatim", {}, ["name"]),
        ("POST", "/{mount_point}/issuer/{issuer_ref}/sign-verbatim/{name}", {}, ["role"]),
    ],
    **{operation: [(verb, f"/{{mount_point}}/{scope}acme/{below}", {}, others(given)) for scope, given in SCOPES.items()]
       for operation, (verb, below) in ACME.items()},
}
