/* SPDX-License-Identifier: MIT */
/*
 * Integrated storage. Follows the pages "/sys/storage/raft", "/sys/storage/raft/autopilot", "/sys/storage/raft/snapshot-auto"
 * and "/sys/storage/raft/snapshot-load".
 */
#include "sys.h"

#define SERVER_ID HVAC_BODY("server_id", STRING, .flags = HVAC_REQUIRED, .help = "The node's id, as read_raft_config lists it")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the configuration")
#define SNAPSHOT_ID HVAC_PATH("id", STRING, .flags = HVAC_REQUIRED, .help = "The snapshot_id that loading answered")
/* A dump of gigabytes: in and out as a stream. */
#define SNAPSHOT HVAC_RAW_BODY("snapshot", .flags = HVAC_REQUIRED, .help = "What take_raft_snapshot gave")

#define ENTERPRISE "vault-1.15.."
#define LOADING "vault-2.1.."

static const struct hvac_operation operations[] = {
	/* The node that joins has no tokens yet. */
	{ .name = "join_raft_cluster", .verb = HVAC_POST, .path = "/sys/storage/raft/join", .help = "Make a node that is not initialized a member of a cluster; it joins once it is unsealed",
	  .answer = "", .flags = HVAC_NO_TOKEN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("leader_api_addr", STRING, .flags = HVAC_REQUIRED, .help = "Address of the leader: https://node1:8200; \"\" with auto_join"),
	    HVAC_BODY("retry", BOOLEAN, .dflt = "false", .help = "Whether the node goes on trying when the leader does not answer"),
	    HVAC_BODY("leader_ca_cert", STRING, .help = "Certificates to trust at the leader (PEM); the system's by default"),
	    HVAC_BODY("leader_client_cert", STRING, .help = "Certificate to show to the leader (PEM)"),
	    HVAC_BODY("leader_client_key", STRING, .flags = HVAC_SECRET, .help = "Private key of leader_client_cert (PEM)"),
	    HVAC_BODY("auto_join", STRING, .flags = HVAC_SECRET, .help = "Where to find leaders in a cloud, and with which key, in place of leader_api_addr: \"provider=aws tag_key=...\""),
	    HVAC_BODY("auto_join_scheme", STRING, .values = "https http", .help = "How to speak with those that auto_join finds; server's default https"),
	    HVAC_BODY("auto_join_port", INTEGER, .help = "Port of those that auto_join finds; server's default 8200"),
	    HVAC_BODY("non_voter", BOOLEAN, .help = "Whether the node only takes copies and does not vote (OpenBao, Vault Enterprise); server's default false")) },

	{ .name = "read_raft_config", .verb = HVAC_GET, .path = "/sys/storage/raft/configuration", .help = "List the members: id, address, whether it leads and votes",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "remove_raft_node", .verb = HVAC_POST, .path = "/sys/storage/raft/remove-peer", .help = "Take a node out of the cluster; an id that is not there is a success too",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SERVER_ID) },
	/* both are refused to a node that is so already, so a repeat would fail */
	{ .name = "promote_raft_node", .verb = HVAC_POST, .path = "/sys/storage/raft/promote", .help = "Have autopilot make a node a voter in its next round",
	  .since = "openbao-2.6..", HVAC_PARAMETERS(SERVER_ID) },
	{ .name = "demote_raft_node", .verb = HVAC_POST, .path = "/sys/storage/raft/demote", .help = "Have autopilot take a node its vote in its next round; it goes on taking copies",
	  .since = "openbao-2.6..", HVAC_PARAMETERS(SERVER_ID) },

	/* What a joining node asks of the leader by itself. */
	{ .name = "request_raft_bootstrap_challenge", .verb = HVAC_POST, .path = "/sys/storage/raft/bootstrap/challenge", .help = "Ask the leader for a secret that only a node with the cluster's seal can decrypt",
	  HVAC_PARAMETERS(HVAC_BODY("server_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that the new node gives itself")) },
	{ .name = "answer_raft_bootstrap_challenge", .verb = HVAC_POST, .path = "/sys/storage/raft/bootstrap/answer", .help = "Become a member by the decrypted challenge; the answer has peers and TLS keys",
	  HVAC_PARAMETERS(
	    HVAC_BODY("answer", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What the challenge decrypts to, in base64"),
	    HVAC_BODY("cluster_addr", STRING, .flags = HVAC_REQUIRED, .help = "Where the new node talks with the others: 10.0.0.4:8201"),
	    HVAC_BODY("server_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that the challenge was for"),
	    HVAC_BODY("non_voter", BOOLEAN, .help = "Whether the new node does not vote; server's default false")) },

	{ .name = "read_raft_autopilot_configuration", .verb = HVAC_GET, .path = "/sys/storage/raft/autopilot/configuration", .help = "Read by which rules nodes count as healthy, become voters and are removed",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_raft_autopilot", .verb = HVAC_POST, .path = "/sys/storage/raft/autopilot/configuration", .help = "Change some of autopilot's rules and leave the others as they are",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("cleanup_dead_servers", BOOLEAN, .help = "Whether dead nodes are removed; needs min_quorum; server's default false"),
	    HVAC_BODY("dead_server_last_contact_threshold", DURATION, .help = "How long a node may be silent before it is dead: 86400, \"24h\", the server's default; at least a minute"),
	    HVAC_BODY("disable_upgrade_migration", BOOLEAN, .help = "Whether upgrades leave voters of the older version as they are (Vault Enterprise); server's default false"),
	    HVAC_BODY("last_contact_threshold", DURATION, .help = "How long a node may be silent before it is unhealthy: 10, \"10s\", the server's default"),
	    HVAC_BODY("max_trailing_logs", INTEGER, .help = "Log entries that a healthy node may be behind; server's default 1000"),
	    HVAC_BODY("min_quorum", INTEGER, .help = "Voters below which no dead node is removed, 3 or more"),
	    HVAC_BODY("server_stabilization_time", DURATION, .help = "How long a new node must be healthy before it votes: 10, \"10s\", the server's default")) },
	{ .name = "read_raft_autopilot_state", .verb = HVAC_GET, .path = "/sys/storage/raft/autopilot/state", .help = "Read each node's health as the leader sees it, and how many failures the cluster stands",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "take_raft_snapshot", .verb = HVAC_GET, .path = "/sys/storage/raft/snapshot", .help = "Have a snapshot of all data: a tar file under gzip, encrypted within",
	  .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT },

	{ .name = "restore_raft_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot", .help = "Replace all data by a snapshot of this cluster",
	  .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(SNAPSHOT) },

	{ .name = "force_restore_raft_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot-force", .help = "Replace all data by a snapshot of any cluster, whose keys unseal this one from then on",
	  .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(SNAPSHOT) },

	/* Snapshots that the server takes by itself */
	{ .name = "list_raft_auto_snapshot_configs", .verb = HVAC_LIST, .path = "/sys/storage/raft/snapshot-auto/config", .help = "List the names of automatic snapshots (Vault Enterprise)",
	  .since = ENTERPRISE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "read_raft_auto_snapshot_config", .verb = HVAC_GET, .path = "/sys/storage/raft/snapshot-auto/config/{name}", .help = "Read when automatic snapshots are taken and where they go (Vault Enterprise)",
	  .since = ENTERPRISE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(NAME) },
	{ .name = "create_or_update_raft_auto_snapshot_config", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot-auto/config/{name}", .help = "Have snapshots taken regularly (Vault Enterprise)",
	  .since = ENTERPRISE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("interval", DURATION, .flags = HVAC_REQUIRED, .help = "Time between snapshots: 3600, \"24h\""),
	    HVAC_BODY("storage_type", STRING, .flags = HVAC_REQUIRED, .values = "local azure-blob aws-s3 google-gcs", .help = "Where snapshots go; the parameters of the others are left out"),
	    HVAC_BODY("retain", INTEGER, .dflt = "1", .help = "How many snapshots are kept"),
	    HVAC_BODY("path_prefix", STRING, .help = "Folder of the snapshots: an absolute path with local, else the beginning of the objects' names"),
	    HVAC_BODY("file_prefix", STRING, .help = "Beginning of the files' names; server's default vault-snapshot"),
	    HVAC_BODY("autoload_enabled", BOOLEAN, .help = "Whether the newest is loaded too, for reading single secrets; not with local (Vault 1.21 and later)"),
	    HVAC_BODY("local_max_space", INTEGER, .help = "With local: bytes that all snapshots together may take"),
	    HVAC_BODY("aws_s3_bucket", STRING, .help = "Bucket to write to"),
	    HVAC_BODY("aws_s3_region", STRING, .help = "Region of the bucket: eu-central-1"),
	    HVAC_BODY("aws_access_key_id", STRING, .help = "Id of the access key; the server's own environment by default"),
	    HVAC_BODY("aws_secret_access_key", STRING, .flags = HVAC_SECRET, .help = "The access key itself"),
	    HVAC_BODY("aws_session_token", STRING, .flags = HVAC_SECRET, .help = "Goes with an access key that is a temporary one"),
	    HVAC_BODY("aws_s3_endpoint", STRING, .help = "Address of the storage, where it is not AWS's"),
	    HVAC_BODY("aws_s3_disable_tls", BOOLEAN, .help = "Whether to speak with it without TLS; server's default false"),
	    HVAC_BODY("aws_s3_force_path_style", BOOLEAN, .help = "Whether the bucket stands in the path, not in the host's name; server's default false"),
	    HVAC_BODY("aws_s3_enable_kms", BOOLEAN, .help = "Whether the bucket encrypts with KMS; server's default false"),
	    HVAC_BODY("aws_s3_kms_key", STRING, .help = "Name of the KMS key"),
	    HVAC_BODY("aws_s3_server_side_encryption", BOOLEAN, .help = "Whether the bucket encrypts with AES-256; server's default false"),
	    HVAC_BODY("azure_container_name", STRING, .help = "Container to write to"),
	    HVAC_BODY("azure_account_name", STRING, .help = "To which account the container belongs"),
	    HVAC_BODY("azure_account_key", STRING, .flags = HVAC_SECRET, .help = "What proves to Azure that it may be used"),
	    HVAC_BODY("azure_auth_mode", STRING, .values = "shared managed environment", .help = "How to log in: by azure_account_key, by the host's managed identity, or by the server's environment"),
	    HVAC_BODY("azure_client_id", STRING, .help = "Id of the managed identity, where the host has several"),
	    HVAC_BODY("azure_blob_environment", STRING, .help = "Cloud of the storage; server's default AZUREPUBLICCLOUD"),
	    HVAC_BODY("azure_endpoint", STRING, .help = "Address of the storage, where it is not that cloud's"),
	    HVAC_BODY("google_gcs_bucket", STRING, .help = "Bucket to write to"),
	    HVAC_BODY("google_service_account_key", STRING, .flags = HVAC_SECRET, .help = "JSON key of a service account, from a file; the server's own environment by default"),
	    HVAC_BODY("google_endpoint", STRING, .help = "Address of the storage, where it is not Google's"),
	    HVAC_BODY("google_disable_tls", BOOLEAN, .help = "Whether to speak with it without TLS; server's default false"),
	    HVAC_MORE) },
	{ .name = "delete_raft_auto_snapshot_config", .verb = HVAC_DELETE, .path = "/sys/storage/raft/snapshot-auto/config/{name}", .help = "End automatic snapshots; those that are there stay (Vault Enterprise)",
	  .since = ENTERPRISE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(NAME) },
	{ .name = "read_raft_auto_snapshot_status", .verb = HVAC_GET, .path = "/sys/storage/raft/snapshot-auto/status/{name}", .help = "Read when the last automatic snapshot was taken, and its error (Vault Enterprise)",
	  .since = ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },

	/* Snapshots beside the data, from which single secrets are read */
	{ .name = "load_raft_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot-load", .help = "Load a snapshot beside the data, to read or recover single secrets (Vault Enterprise)",
	  .since = LOADING, .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(SNAPSHOT) },
	{ .name = "load_raft_auto_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot-auto/snapshot-load/{name}", .help = "As load_raft_snapshot, of one that was taken automatically (Vault Enterprise)",
	  .since = LOADING, HVAC_PARAMETERS(NAME, HVAC_BODY("url", STRING, .help = "Where the snapshot is, as read_raft_auto_snapshot_status has it")) },
	{ .name = "list_loaded_raft_snapshots", .verb = HVAC_LIST, .path = "/sys/storage/raft/snapshot-load", .help = "List the ids of loaded snapshots (Vault Enterprise)",
	  .since = LOADING, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_loaded_raft_snapshot", .verb = HVAC_GET, .path = "/sys/storage/raft/snapshot-load/{id}", .help = "Read whether a snapshot is ready, and when it is unloaded by itself (Vault Enterprise)",
	  .since = LOADING, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SNAPSHOT_ID) },
	{ .name = "unload_raft_snapshot", .verb = HVAC_DELETE, .path = "/sys/storage/raft/snapshot-load/{id}", .help = "Forget a loaded snapshot (Vault Enterprise)",
	  .since = LOADING, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SNAPSHOT_ID) },
};

const struct hvac_area hvac_sys_raft = HVAC_AREA(operations, .name = "raft", .help = "Integrated storage: its members and snapshots");
