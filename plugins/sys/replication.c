/* SPDX-License-Identifier: MIT */
/*
 * Replication between clusters (Vault Enterprise): for disaster recovery (dr) and for performance. Follows the pages
 * "/sys/replication", "/sys/replication/dr" and "/sys/replication/performance". The paths without either are those of before
 * Vault 0.9, of performance; their operations end in _legacy.
 */
#include "sys.h"

#define SINCE .since = "vault-1.15.."
#define SECONDARY_ID(in, text) in("id", STRING, .flags = HVAC_REQUIRED, .help = text)
#define PRIMARY_CLUSTER_ADDR HVAC_BODY("primary_cluster_addr", STRING, \
	.help = "Address for secondaries, where the primary's own cluster address does not lead to it: https://lb.example.com:8201")
#define FORCE_PROMOTION HVAC_BODY("force", BOOLEAN, .help = "Whether to go on where a safety check fails, which may lose data; false by default")
#define DR_OPERATION_TOKEN HVAC_BODY("dr_operation_token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, \
	.help = "What generate_replication_dr_operation_token gave, decoded by decode_root_token")

/* How a secondary reaches the primary, to take its credentials out of the activation token. */
#define ACTIVATION_TOKEN(flag) HVAC_BODY("token", STRING, .flags = HVAC_SECRET | (flag), .help = "Activation token that the primary made for this secondary")
#define PRIMARY_API_ADDR HVAC_BODY("primary_api_addr", STRING, .help = "API address of the primary, in place of that in the token: https://vault.example.com:8200")
#define PRIMARY_TLS \
	HVAC_BODY("ca_file", STRING, .help = "Path on the server of CA certificates in PEM that the primary is held against; the system's by default"), \
	HVAC_BODY("ca_path", STRING, .help = "Path on the server of a directory of such files"), \
	HVAC_BODY("client_cert_pem", STRING, .help = "Certificate in PEM to show to the primary"), \
	HVAC_BODY("client_key_pem", STRING, .flags = HVAC_SECRET, .help = "Private key in PEM of client_cert_pem")
#define NEW_PRIMARY \
	HVAC_BODY("token", STRING, .flags = HVAC_SECRET, .help = "Activation token of the new primary; \"\" to follow none"), \
	PRIMARY_API_ADDR, PRIMARY_TLS
#define UPDATE_PRIMARY_ADDRS HVAC_BODY("update_primary_addrs", LIST, .help = "Instead of a token: cluster addresses to try in turn: 10.0.0.2:8201")

#define REINDEXING \
	HVAC_BODY("diff", BOOLEAN, .help = "Whether to compare key by key, which is slower and tells what was wrong; false by default"), \
	HVAC_BODY("force", BOOLEAN, .help = "Whether to build the index anew from storage alone; false by default"), \
	HVAC_BODY("skip_flush", BOOLEAN, .help = "Whether to write the index out later, which locks it for less time; false by default")

/* What a primary and a secondary of either kind have; `of` and `end` are the kind in names, `at` in paths, `text` and `more` in help. */
#define PRIMARY(of, end, at, text, more) \
	{ .name = "enable_replication_" of "primary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/primary/enable", \
	  .help = "Make a cluster that does not replicate the primary of " text more, SINCE, HVAC_PARAMETERS(PRIMARY_CLUSTER_ADDR) }, \
	{ .name = "demote_replication_" of "primary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/primary/demote", \
	  .help = "Make the primary of " text " a secondary that follows nobody, data kept" more, SINCE }, \
	{ .name = "disable_replication_" of "primary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/primary/disable", \
	  .help = "End " text " on its primary: all secondaries are cut off for good" more, SINCE }, \
	/* wrap_info, or data for a public key */ \
	{ .name = "generate_replication_" of "secondary_token" end, .verb = HVAC_POST, .path = "/sys/replication" at "/primary/secondary-token", \
	  .help = "Make an activation token for a new secondary of " text more, SINCE, .answer = "", .flags = HVAC_SUDO, \
	  HVAC_PARAMETERS(SECONDARY_ID(HVAC_BODY, "What to call the secondary from now on; unique: us-east"), \
	    HVAC_BODY("secondary_public_key", STRING, .help = "Public key of the secondary, to which the token is encrypted; else it is a wrapping token"), \
	    HVAC_BODY("ttl", DURATION, .help = "Life of the token: 600, \"10m\"; 30m by default")) }, \
	{ .name = "revoke_replication_" of "secondary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/primary/revoke-secondary", \
	  .help = "Cut a secondary of " text " off, until it has another activation token" more, SINCE, \
	  HVAC_PARAMETERS(SECONDARY_ID(HVAC_BODY, "What the secondary was called when its token was made")) }
#define SECONDARY(of, end, at, text, more, ...) \
	{ .name = "enable_replication_" of "secondary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/secondary/enable", \
	  .help = "Make a cluster a secondary of " text ": all its own data is gone at once" more, SINCE, \
	  HVAC_PARAMETERS(ACTIVATION_TOKEN(HVAC_REQUIRED), PRIMARY_API_ADDR, PRIMARY_TLS) }, \
	{ .name = "promote_replication_" of "secondary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/secondary/promote", \
	  .help = "Make a secondary of " text " the primary, when there is no other any more" more, SINCE, \
	  HVAC_PARAMETERS(__VA_ARGS__ PRIMARY_CLUSTER_ADDR, FORCE_PROMOTION) }
#define UPDATE_PRIMARY(of, end, at, text, more, ...) \
	{ .name = "update_replication_" of "primary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/secondary/update-primary", \
	  .help = "Have a secondary of " text " follow another primary, its data kept" more, SINCE, HVAC_PARAMETERS(__VA_ARGS__ NEW_PRIMARY) }
#define PUBLIC_KEY(of, at, text) \
	{ .name = "generate_replication_" of "public_key", .verb = HVAC_POST, .path = "/sys/replication" at "/secondary/generate-public-key", \
	  .help = "Make a key pair on what will be a secondary of " text ", for secondary_public_key", SINCE }
#define DISABLE_SECONDARY(of, end, at, text, more) .name = "disable_replication_" of "secondary" end, .verb = HVAC_POST, .path = "/sys/replication" at "/secondary/disable", \
	  .help = "End " text " on a secondary, which is then a cluster of its own" more, SINCE
#define STATUS(of, at, text) \
	{ .name = "read_replication_" of "status", .verb = HVAC_GET, .path = "/sys/replication" at "/status", .help = text, \
	  SINCE, .flags = HVAC_IDEMPOTENT }

#define DR "dr_", "", "/dr", "disaster recovery", ""
#define PERFORMANCE "performance_", "", "/performance", "performance replication", ""
#define LEGACY "", "_legacy", "", "performance replication", " (old path)"
/* Lists of arguments become arguments. */
#define OF(macro, ...) macro(__VA_ARGS__)

#define ATTEMPT .path = "/sys/replication/dr/secondary/generate-operation-token/attempt"
#define PATHS_FILTER .path = "/sys/replication/performance/primary/paths-filter/{id}"

/* What was carried out is refused, or means something else, when it is repeated. */
static const struct hvac_operation operations[] = {
	STATUS("", "", "Tell what a cluster is in each kind of replication, and how far its peers are"),
	STATUS("dr_", "/dr", "Tell what a cluster is in disaster recovery, and how far its peers are"),
	STATUS("performance_", "/performance", "Tell what a cluster is in performance replication, and how far its peers are"),

	{ .name = "recover_replication", .verb = HVAC_POST, .path = "/sys/replication/recover", .help = "Try to get replication going again after an error",
	  SINCE },
	{ .name = "reindex_replication", .verb = HVAC_POST, .path = "/sys/replication/reindex", .help = "Build the index of all data anew, which can take very long",
	  SINCE, .flags = HVAC_SUDO, HVAC_PARAMETERS(REINDEXING) },
	{ .name = "check_replication_merkle_tree", .verb = HVAC_POST, .path = "/sys/replication/merkle-check", .help = "Look for damage in the index, which reindex_replication would mend",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "force_replication_corruption", .verb = HVAC_POST, .path = "/sys/replication/force-corruption", .help = "Damage the index on purpose, to see it found and mended: never where data matters",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(
	    HVAC_BODY("composite_root_hash", BOOLEAN, .help = "Whether to damage the hash at the root of all"),
	    HVAC_BODY("page", INTEGER, .help = "Page to damage, by its number"),
	    HVAC_BODY("subpage", INTEGER, .help = "Part of that page, by its number"),
	    HVAC_BODY("subtree", STRING, .help = "Which subtree of the index is meant"),
	    HVAC_BODY("subtree_root_hash", BOOLEAN, .help = "Whether to damage the hash at the root of the subtree")) },

	OF(PRIMARY, DR),
	OF(SECONDARY, DR, DR_OPERATION_TOKEN,),
	OF(UPDATE_PRIMARY, DR, DR_OPERATION_TOKEN, UPDATE_PRIMARY_ADDRS,),
	PUBLIC_KEY("dr_", "/dr", "disaster recovery"),
	{ OF(DISABLE_SECONDARY, DR), HVAC_PARAMETERS(DR_OPERATION_TOKEN) },

	{ .name = "recover_replication_dr_secondary", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/recover", .help = "As recover_replication, on a secondary of disaster recovery",
	  SINCE, HVAC_PARAMETERS(DR_OPERATION_TOKEN) },
	{ .name = "reindex_replication_dr_secondary", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/reindex", .help = "As reindex_replication, on a secondary of disaster recovery",
	  SINCE, HVAC_PARAMETERS(DR_OPERATION_TOKEN, REINDEXING) },
	{ .name = "check_replication_dr_secondary_merkle_tree", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/merkle-check", .help = "As check_replication_merkle_tree, on a secondary of disaster recovery",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DR_OPERATION_TOKEN) },
	{ .name = "reload_replication_dr_secondary_subsystem", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/config/reload/{subsystem}", .help = "Have a secondary of disaster recovery read a part of its configuration again",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("subsystem", STRING, .values = "license", .flags = HVAC_REQUIRED, .help = "Which part")) },
	{ .name = "read_replication_dr_secondary_license_status", .verb = HVAC_GET, .path = "/sys/replication/dr/secondary/license/status", .help = "Tell which licence a secondary of disaster recovery runs under, and until when",
	  SINCE, .flags = HVAC_IDEMPOTENT },

	/* Like that of a root token. */
	{ .name = "start_replication_dr_operation_token_generation", .verb = HVAC_POST, ATTEMPT, .help = "Begin to make a token for what is done on a secondary of disaster recovery",
	  SINCE, .answer = "",
	  HVAC_PARAMETERS(HVAC_BODY("pgp_key", STRING, .help = "PGP public key in base64 to which the token is encrypted; else it is masked by the otp of the answer")) },
	{ .name = "read_replication_dr_operation_token_generation_progress", .verb = HVAC_GET, ATTEMPT, .help = "Tell how many keys are given and needed, and the nonce of the attempt",
	  SINCE, .answer = "", .flags = HVAC_IDEMPOTENT },
	{ .name = "cancel_replication_dr_operation_token_generation", .verb = HVAC_DELETE, ATTEMPT, .help = "Give the attempt up: the keys given so far count no more",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "generate_replication_dr_operation_token", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/generate-operation-token/update", .help = "As generate_root, for such a token, which decode_root_token decodes as well",
	  SINCE, .answer = "",
	  HVAC_PARAMETERS(
	    HVAC_BODY("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "One unseal key, or recovery key, of the primary"),
	    HVAC_BODY("nonce", STRING, .flags = HVAC_REQUIRED, .help = "The nonce that the attempt began with")) },
	{ .name = "delete_replication_dr_operation_token", .verb = HVAC_POST, .path = "/sys/replication/dr/secondary/operation-token/delete", .help = "End a token for what is done on a secondary of disaster recovery: it never ends by itself",
	  SINCE, HVAC_PARAMETERS(DR_OPERATION_TOKEN) },

	OF(PRIMARY, PERFORMANCE),
	OF(SECONDARY, PERFORMANCE,),
	OF(UPDATE_PRIMARY, PERFORMANCE, UPDATE_PRIMARY_ADDRS,),
	PUBLIC_KEY("performance_", "/performance", "performance replication"),
	{ OF(DISABLE_SECONDARY, PERFORMANCE) },

	{ .name = "create_or_update_replication_performance_paths_filter", .verb = HVAC_POST, PATHS_FILTER, .help = "Set which mounts and namespaces a secondary has; what it loses is deleted there",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(SECONDARY_ID(HVAC_PATH, "Which secondary"),
	    HVAC_BODY("mode", STRING, .values = "allow deny", .help = "Whether the secondary has these paths alone, the default, or all the others"),
	    HVAC_BODY("paths", LIST, .help = "Paths of mounts, and of namespaces: secret/, auth/approle/, team/")) },
	{ .name = "read_replication_performance_paths_filter", .verb = HVAC_GET, PATHS_FILTER, .help = "Read which mounts and namespaces a secondary was given",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SECONDARY_ID(HVAC_PATH, "Which secondary")) },
	{ .name = "delete_replication_performance_paths_filter", .verb = HVAC_DELETE, PATHS_FILTER, .help = "Let a secondary have all mounts and namespaces again",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SECONDARY_ID(HVAC_PATH, "Which secondary")) },
	{ .name = "read_replication_performance_dynamic_filter", .verb = HVAC_GET, .path = "/sys/replication/performance/primary/dynamic-filter/{id}", .help = "Ask the primary which mounts the paths filter leaves out for a secondary, as of now",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SECONDARY_ID(HVAC_PATH, "Which secondary")) },
	{ .name = "read_replication_performance_secondary_dynamic_filter", .verb = HVAC_GET, .path = "/sys/replication/performance/secondary/dynamic-filter/{id}", .help = "Ask a secondary which mounts the paths filter leaves out for it, as of now",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SECONDARY_ID(HVAC_PATH, "Which secondary")) },

	OF(PRIMARY, LEGACY),
	OF(SECONDARY, LEGACY,),
	OF(UPDATE_PRIMARY, LEGACY,),
	{ OF(DISABLE_SECONDARY, LEGACY) },
};

const struct hvac_area hvac_sys_replication = HVAC_AREA(operations, .name = "replication", .help = "Replication between clusters (Vault Enterprise)");
