# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "RFC 6750 has it": [("oidc_provider_user_info", "header", "authorization")],
    "the SCIM resource itself, whose members are the user's": [(None, "body", "", "resource-name")],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_named_key", "name")],
}
# the first of them that is given is looked up
WAYS = {
    f"lookup_{what}": [
        ("POST", f"/{{mount_point}}/lookup/{what}", {}, ["name", f"{what}_id", "alias_id"][:left_out]) for left_out in range(4)]
    for what in ("entity", "group")
}
