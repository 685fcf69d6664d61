# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "hvac has a colon behind it": [("create_or_update_tokenization_store", "body", "supported_transformations")],
    "on the API page, in no server's own list": [
        ("create_or_update_fpe_transformation", "body", "max_tweak_len"),
        ("import_fpe_transformation", "body", "max_tweak_len"),
        ("rewrap", "body", "value", "transformation", "decode_transformation", "tweak", "decode_tweak", "batch_input"),
        ("delete_token", "query", "token", "transformation"),
        ("delete_tokens_of_value", "query", "value", "transformation", "expiration", "min_expiration", "max_expiration"),
    ],
}
EXTRA_OPERATIONS = {
    "hvac's path, which no server lists": ["create_or_update_tokenization_store"],
    "on the API page, in no server's own list": ["rewrap"],
}
OTHER_PLACES = {
    "hvac has a colon behind one": [("create_or_update_tokenization_store", "body")],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("update_tokenization_key_config", "transform_name")],
}
# the key leads to the step: the test here has that
IMPORTS = {
    "import_fpe_transformation": "/{mount_point}/transformations/fpe/{name}/import",
    "import_tokenization_transformation": "/{mount_point}/transformations/tokenization/{name}/import",
    "import_tokenization_key_version": "/{mount_point}/transformations/tokenization/{name}/import_version",
}
STEPS = {
    "the server's key, in which a key travels": [(operation, "GET", "/{mount_point}/wrapping_key") for operation in IMPORTS],
}
WAYS = {operation: [("POST", path, {}, ["key"])] for operation, path in IMPORTS.items()}
