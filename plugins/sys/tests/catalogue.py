# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

import recorder

ADDITIONS = {
    "on the API page": [("read_health_status", "query", "perfstandbyok", "haunhealthycode", "removedcode")],
    "on the API page; hvac sends it when asked by GET": [
        ("read_health_status", "query", "standbyok", "activecode", "standbycode", "drsecondarycode", "performancestandbycode", "sealedcode",
         "uninitcode"),
    ],
    "on the API page, in no server's own list": [
        (None, "query", "mount", "secret_name", "purge", "force_delete"),  # of associations of secrets
        (None, "query", "compressed", "encoding"),  # of reading raw storage
        ("list_irrevocable_leases", "query", "include_child_namespaces"),
        ("count_irrevocable_leases", "query", "include_child_namespaces"),
        ("delete_sealed_namespace", "query", "force"),
        ("read_plugin", "query", "version"),
        ("deregister_plugin", "query", "version"),
        ("read_plugin_reload_status", "query", "reload_id"),
        ("list_locked_users", "query", "mount_accessor"),
    ],
    "on the API page; without it servers answer 404": [("list_irrevocable_leases", "query", "type"), ("count_irrevocable_leases", "query", "type")],
    "on the API page; no server lists the path": [("join_raft_cluster", "body", "auto_join", "auto_join_scheme", "auto_join_port", "non_voter")],
    "on the API page; servers list it of writing alone": [("read_ui_header", "query", "multivalue")],
    "the snapshot itself": [
        ("load_raft_snapshot", "body", ""),
        ("restore_raft_snapshot", "body", ""),
        ("force_restore_raft_snapshot", "body", ""),
    ],
    "Go's own, which servers pass on": [
        (None, "query", "debug", "seconds"),  # of profiles
        ("read_pprof_heap", "query", "gc"),
    ],
    "what else a KMS plugin reads": [(None, "body", "settings-name")],
    "what the workflow asks for": [
        ("execute_workflow", "body", ""),
        ("execute_workflow_unauthenticated", "body", ""),
        ("trace_workflow", "body", ""),
    ],
}
EXTRA_OPERATIONS = {
    "OpenBao's own list has it as ?list=true, Vault's without the top": ["list_raw"],
    "OpenBao's SCAN, which its own list calls ?scan=true": ["scan_namespaces", "scan_workflows"],
    "on the API page, in the server's own list only where its configuration allows it": ["execute_workflow_unauthenticated"],
    "Python hvac has it; every server has the path and none lists it": ["join_raft_cluster"],
}
UNSENT = {
    "a token that is given leads to /sys/capabilities, as in hvac": [("POST", "/sys/capabilities-self", "token")],
    "in the address, from which alone OpenBao takes it": [
        ("POST", "/sys/namespaces/api-lock/lock", "path"),
        ("POST", "/sys/namespaces/api-lock/unlock", "path"),
        ("POST", "/sys/tools/hash", "urlalgorithm"),
        ("POST", "/sys/tools/random", "source", "urlbytes"),
        ("POST", "/sys/tools/random/{source}", "source", "urlbytes"),
    ],
}
SILENT = {
    "it decodes by itself": ["decode_root_token"],
}
OTHER_VERBS = {
    "so that the body is there": [("read_health_status", "HEAD", "GET")],
}
REPEATED_IN_BODY = {
    "in the path, where servers read it": [("create_or_update_quota", "name"), ("revoke_prefix", "prefix"), ("revoke_force", "prefix")],
}
UNRECORDED = {
    "of the header what is recorded has wrap_ttl alone, and ttl is another argument": [("wrap", "x-vault-wrap-ttl")],
}

# Both paths, each of unseal keys or of recovery keys, and the operations.
KEYS = [
    ("PUT", "/sys/rekey/init", "/sys/rekey-recovery-key/init", ["start_rekey"]),
    ("GET", "/sys/rekey/init", "/sys/rekey-recovery-key/init", ["read_rekey_progress"]),
    ("DELETE", "/sys/rekey/init", "/sys/rekey-recovery-key/init", ["cancel_rekey"]),
    ("PUT", "/sys/rekey/update", "/sys/rekey-recovery-key/update", ["rekey", "rekey_multi"]),
    ("GET", "/sys/rekey/verify", "/sys/rekey-recovery-key/verify", ["read_rekey_verify_progress"]),
    ("DELETE", "/sys/rekey/verify", "/sys/rekey-recovery-key/verify", ["cancel_rekey_verify"]),
    ("PUT", "/sys/rekey/verify", "/sys/rekey-recovery-key/verify", ["rekey_verify", "rekey_verify_multi"]),
    ("GET", "/sys/rekey/backup", "/sys/rekey/recovery-key-backup", ["read_backup_keys"]),
    ("DELETE", "/sys/rekey/backup", "/sys/rekey/recovery-key-backup", ["delete_backup_keys"]),
    ("POST", "/sys/rotate/root/init", "/sys/rotate/recovery/init", ["start_rotate"]),
    ("GET", "/sys/rotate/root/init", "/sys/rotate/recovery/init", ["read_rotate_progress"]),
    ("DELETE", "/sys/rotate/root/init", "/sys/rotate/recovery/init", ["cancel_rotate"]),
    ("POST", "/sys/rotate/root/update", "/sys/rotate/recovery/update", ["rotate", "rotate_multi"]),
    ("GET", "/sys/rotate/root/verify", "/sys/rotate/recovery/verify", ["read_rotate_verify_progress"]),
    ("DELETE", "/sys/rotate/root/verify", "/sys/rotate/recovery/verify", ["cancel_rotate_verify"]),
    ("POST", "/sys/rotate/root/verify", "/sys/rotate/recovery/verify", ["rotate_verify", "rotate_verify_multi"]),
    ("GET", "/sys/rotate/root/backup", "/sys/rotate/recovery/backup", ["read_rotate_backup_keys"]),
    ("DELETE", "/sys/rotate/root/backup", "/sys/rotate/recovery/backup", ["delete_rotate_backup_keys"]),
]


def of_keys(verb, unseal, recovery, operation):
    """Starting takes a nonce for the unseal keys alone."""
    without = ["nonce"] if operation == "start_rekey" else []
    return [(verb, unseal, {"recovery_key": False}, []), (verb, recovery, {"recovery_key": True}, without)]


def of_policies(path):
    return [("PUT", path, {"pretty_print": pretty}, without) for pretty in (True, False) for without in ([], ["cas"])]


WAYS = {
    "get_capabilities": [
        ("POST", "/sys/capabilities-self", {}, ["token", "accessor"]),
        ("POST", "/sys/capabilities", {}, ["accessor", "namespace_path"]),
        ("POST", "/sys/capabilities-accessor", {}, ["token", "namespace_path"]),
    ],
    **{operation: of_keys(verb, unseal, recovery, operation) for verb, unseal, recovery, operations in KEYS for operation in operations},
    "wait_for_state": [("GET", "/sys/health", {"state": "active", "timeout": 1, "interval": 1}, [])],
    # the token that it decodes: its own test has more
    "decode_root_token": [("POST", "/sys/decode-token", {"encoded_token": "AAAA", "otp": "hvs"}, [])],
    "submit_unseal_key": [("PUT", "/sys/unseal", {"reset": False}, []), ("PUT", "/sys/unseal", {"reset": True}, [])],
    "create_or_update_policy": of_policies("/sys/policy/{name}"),
    "create_or_update_acl_policy": of_policies("/sys/policies/acl/{name}"),
    "create_or_update_workflow": [("POST", "/sys/workflows/manage/{path}", {}, without) for without in ([], ["cas"])],
}

# Answers without which a hook ends in a failure.
TEXTS = ["monitor", "read_metrics", "export_client_activity", *(f"read_pprof_{profile}" for profile in (
    "index", "allocs", "block", "cmdline", "goroutine", "heap", "mutex", "profile", "symbol", "threadcreate", "trace"))]
ANSWERS = {
    "take_raft_snapshot": lambda arguments: recorder.answer(200, "snapshot", content_type="application/gzip"),
    "retrieve_mount_option": lambda arguments: recorder.answer(200, {"data": {f"{arguments['mount_point']}/": {"options": {}}}}),
    **{operation: lambda arguments: recorder.answer(200, "text", content_type="text/plain") for operation in TEXTS},
}
