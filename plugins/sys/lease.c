/* SPDX-License-Identifier: MIT */
/* Leases of secrets and tokens. Follows the page "/sys/leases". */
#include "sys.h"

#define LEASE_ID(flag) HVAC_BODY("lease_id", STRING, .flags = (flag), .help = "The lease_id of the answer that made the lease: database/creds/web/0f3c...")
#define URL_LEASE_ID HVAC_PATH("url_lease_id", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "The lease's id: database/creds/web/0f3c...")
#define LEASE_ID_TOO HVAC_BODY("lease_id", STRING, .help = "Leave it out: servers take this lease instead of the path's")
#define URL_LEASE_ID_TOO HVAC_BODY("url_lease_id", STRING, .help = "Listed by OpenBao, which reads lease_id only")
#define INCREMENT HVAC_BODY("increment", DURATION, .help = "How long it shall live from now: 3600, \"1h\"; the engine may give less; its former life by default")
#define PREFIX HVAC_PATH("prefix", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Beginning of the leases' ids, whole segments: database/creds/web")
#define SYNC HVAC_BODY("sync", BOOLEAN, .help = "Whether to answer only when it is done; server's default true")
#define INCLUDE_CHILD_NAMESPACES HVAC_QUERY("include_child_namespaces", BOOLEAN, .help = "Whether namespaces below count too; server's default false")
#define LEASE_TYPE HVAC_QUERY("type", STRING, .dflt = "\"irrevocable\"", .values = "irrevocable", .help = "Kind of leases; servers know no other")

/* A lease that is revoked twice is revoked; the server says 204 both times. */
static const struct hvac_operation operations[] = {
	{ .name = "read_lease", .verb = HVAC_PUT, .path = "/sys/leases/lookup", .help = "Read when a lease was made and renewed and when it ends",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_ID(HVAC_REQUIRED)) },

	{ .name = "list_leases", .verb = HVAC_LIST, .path = "/sys/leases/lookup/{prefix}", .help = "List the next segments of lease ids below a prefix",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PREFIX) },
	{ .name = "list_lease_prefixes", .verb = HVAC_LIST, .path = "/sys/leases/lookup", .help = "List the first segments of all lease ids",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO },

	/* lease_id, lease_duration and renewable stand beside data. */
	{ .name = "renew_lease", .verb = HVAC_PUT, .path = "/sys/leases/renew", .help = "Make a lease live longer; a token's own lease is renewed in auth/token only",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_ID(HVAC_REQUIRED), INCREMENT, URL_LEASE_ID_TOO) },
	{ .name = "renew_lease_by_path", .verb = HVAC_POST, .path = "/sys/leases/renew/{url_lease_id}", .help = "As renew_lease, with the id in the path, for policies that allow some leases",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(URL_LEASE_ID, INCREMENT, LEASE_ID_TOO) },
	{ .name = "renew_lease_legacy", .verb = HVAC_POST, .path = "/sys/renew", .help = "As renew_lease, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_ID(0), INCREMENT) },
	{ .name = "renew_lease_by_path_legacy", .verb = HVAC_POST, .path = "/sys/renew/{url_lease_id}", .help = "As renew_lease_by_path, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(URL_LEASE_ID, INCREMENT, LEASE_ID_TOO) },

	{ .name = "revoke_lease", .verb = HVAC_PUT, .path = "/sys/leases/revoke", .help = "End a lease: its credentials stop working",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_ID(HVAC_REQUIRED), SYNC, URL_LEASE_ID_TOO) },
	{ .name = "revoke_lease_by_path", .verb = HVAC_POST, .path = "/sys/leases/revoke/{url_lease_id}", .help = "As revoke_lease, with the id in the path, for policies that allow some leases",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(URL_LEASE_ID, LEASE_ID_TOO, SYNC) },
	{ .name = "revoke_lease_legacy", .verb = HVAC_POST, .path = "/sys/revoke", .help = "As revoke_lease, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_ID(0), SYNC) },
	{ .name = "revoke_lease_by_path_legacy", .verb = HVAC_POST, .path = "/sys/revoke/{url_lease_id}", .help = "As revoke_lease_by_path, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(URL_LEASE_ID, LEASE_ID_TOO, SYNC) },

	{ .name = "revoke_prefix", .verb = HVAC_PUT, .path = "/sys/leases/revoke-prefix/{prefix}", .help = "End all leases and tokens below a prefix",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PREFIX, SYNC) },
	{ .name = "revoke_prefix_legacy", .verb = HVAC_POST, .path = "/sys/revoke-prefix/{prefix}", .help = "As revoke_prefix, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PREFIX, SYNC) },

	{ .name = "revoke_force", .verb = HVAC_PUT, .path = "/sys/leases/revoke-force/{prefix}", .help = "Forget all leases below a prefix, also where ending them fails and credentials live on",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PREFIX) },
	{ .name = "revoke_force_legacy", .verb = HVAC_POST, .path = "/sys/revoke-force/{prefix}", .help = "As revoke_force, by the path of before Vault 0.8",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PREFIX) },

	/* Without a type, servers answer 404. */
	{ .name = "list_irrevocable_leases", .verb = HVAC_GET, .path = "/sys/leases", .help = "List leases that could not be revoked, with the reasons",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(LEASE_TYPE, INCLUDE_CHILD_NAMESPACES, HVAC_QUERY("limit", STRING, .help = "At most so many, or none for all; server's default 10000")) },
	{ .name = "count_irrevocable_leases", .verb = HVAC_GET, .path = "/sys/leases/count", .help = "Count leases that could not be revoked, for each mount",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEASE_TYPE, INCLUDE_CHILD_NAMESPACES) },

	{ .name = "tidy_leases", .verb = HVAC_POST, .path = "/sys/leases/tidy", .help = "Start to clear away leases that broke; only the server's log tells the outcome",
	  .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_lease = HVAC_AREA(operations, .name = "lease", .help = "Leases: look up, renew, revoke");
