/* SPDX-License-Identifier: MIT */
/* Namespaces, with their locks and their own seals. Follows the page "/sys/namespaces". */
#include "sys.h"

#define PATH_OF(where) HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = where "path below the client's namespace: team")
#define PATH PATH_OF("Its ")
#define BELOW PATH_OF("Another than the client's own: its ")
#define CUSTOM_METADATA(more) HVAC_BODY("custom_metadata", MAP, .help = "What to know of it, strings by name" more)
#define SEAL HVAC_BODY("seal", STRING, .help = "A seal of its own, in HCL or JSON: seal \"shamir\" { shares = 5 threshold = 3 } (OpenBao)")
#define PGP_KEYS HVAC_BODY("pgp_keys", LIST, .help = "PGP keys in base64, one for each share of its seal: key_shares comes out encrypted by them (OpenBao)")
#define UNLOCK_KEY HVAC_BODY("unlock_key", STRING, .flags = HVAC_SECRET, .help = "What lock_namespace answered; tokens with sudo need none")

static const struct hvac_operation operations[] = {
	{ .name = "create_namespace", .verb = HVAC_POST, .path = "/sys/namespaces/{path}", .help = "Make a namespace; with a seal of its own its unseal keys come in key_shares, this once",
	  HVAC_PARAMETERS(PATH, CUSTOM_METADATA(""), SEAL, PGP_KEYS) },

	{ .name = "list_namespaces", .verb = HVAC_LIST, .path = "/sys/namespaces", .help = "List the namespaces right below the client's",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("scan", STRING, .values = "true", .help = "Listed by OpenBao, which goes by the verb: use scan_namespaces")) },
	{ .name = "scan_namespaces", .verb = HVAC_SCAN, .path = "/sys/namespaces", .help = "List the namespaces below the client's and those below them",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_namespace", .verb = HVAC_GET, .path = "/sys/namespaces/{path}", .help = "Read a namespace's id and metadata, and whether it is locked",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH) },

	{ .name = "patch_namespace", .verb = HVAC_PATCH, .path = "/sys/namespaces/{path}", .help = "Change some of a namespace's metadata and leave the rest as it is",
	  .since = "vault-2.1.. openbao-2.6..", .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH,
	  HVAC_PARAMETERS(PATH, CUSTOM_METADATA("; a null takes one away"), SEAL, PGP_KEYS) },

	{ .name = "delete_namespace", .verb = HVAC_DELETE, .path = "/sys/namespaces/{path}", .help = "Start to remove a namespace with all that is in it; one with others below it is refused",
	  HVAC_PARAMETERS(PATH) },
	{ .name = "delete_sealed_namespace", .verb = HVAC_DELETE, .path = "/sys/namespaces/{path}/delete-sealed",
	  .help = "Start to remove a sealed namespace whose keys are lost; nothing is revoked outside of the server",
	  .since = "openbao-2.6..", .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(PATH, HVAC_QUERY("force", BOOLEAN, .help = "Whether the namespaces below it go, too; server's default false")) },

	{ .name = "lock_namespace", .when = "path", .verb = HVAC_POST, .path = "/sys/namespaces/api-lock/lock/{path}", .help = "Refuse all requests to a namespace below the client's",
	  HVAC_PARAMETERS(BELOW) },
	{ .name = "lock_namespace", .verb = HVAC_POST, .path = "/sys/namespaces/api-lock/lock", .help = "Refuse all requests to a namespace and those below; the answer's unlock_key ends it" },

	{ .name = "unlock_namespace", .when = "path", .verb = HVAC_POST, .path = "/sys/namespaces/api-lock/unlock/{path}", .help = "Let requests to a namespace below the client's through again",
	  HVAC_PARAMETERS(UNLOCK_KEY, BELOW) },
	{ .name = "unlock_namespace", .verb = HVAC_POST, .path = "/sys/namespaces/api-lock/unlock", .help = "Let requests to a namespace through again",
	  HVAC_PARAMETERS(UNLOCK_KEY) },

	{ .name = "seal_namespace", .verb = HVAC_POST, .path = "/sys/namespaces/{path}/seal", .help = "Make the server forget the keys of a namespace that has a seal of its own",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH) },
	{ .name = "read_namespace_seal_status", .verb = HVAC_GET, .path = "/sys/namespaces/{path}/seal-status", .help = "Read whether a namespace is sealed, and how many keys it wants and has",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH) },
	/* A key that is given twice counts once. */
	{ .name = "unseal_namespace", .verb = HVAC_POST, .path = "/sys/namespaces/{path}/unseal", .help = "Give one unseal key of a namespace; the answer tells how many are still wanted",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATH,
	    HVAC_BODY("key", STRING, .flags = HVAC_SECRET, .help = "One of key_shares, in hex or base64"),
	    HVAC_BODY("reset", BOOLEAN, .help = "Whether to forget the keys given so far, whatever key is given besides")) },
};

const struct hvac_area hvac_sys_namespace = HVAC_AREA(operations, .name = "namespace", .help = "Namespaces, with their locks and seals");
