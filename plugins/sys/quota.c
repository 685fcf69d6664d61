/* SPDX-License-Identifier: MIT */
/* Limits of requests and leases. Follows the pages "/sys/quotas/rate-limit", "/sys/quotas/lease-count" and "/sys/quotas/config". */
#include "sys.h"

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the quota")
#define OF_PATH HVAC_BODY("path", STRING, .help = "What it is for: a namespace or a mount, with a role or a path in it if need be; all by default")
#define ROLE HVAC_BODY("role", STRING, .help = "Logins of this role of the auth method at path; all by default")
#define INHERITABLE HVAC_BODY("inheritable", BOOLEAN, .help = "Whether it holds in the namespaces below path, too; server's default false, true for the root namespace")

static const struct hvac_operation operations[] = {
	{ .name = "read_quota", .verb = HVAC_GET, .path = "/sys/quotas/rate-limit/{name}", .help = "Read one limit of requests",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },

	{ .name = "list_quotas", .verb = HVAC_LIST, .path = "/sys/quotas/rate-limit", .help = "List the names of all limits of requests",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "create_or_update_quota", .verb = HVAC_POST, .path = "/sys/quotas/rate-limit/{name}", .help = "Let each client make only so many requests in a time; more are answered by 429",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("rate", NUMBER, .flags = HVAC_REQUIRED, .help = "Requests in each interval, above 0: 10, 0.5"),
	    OF_PATH,
	    HVAC_BODY("interval", DURATION, .help = "Time that rate counts for: 60, \"1m\"; server's default 1 second"),
	    HVAC_BODY("block_interval", DURATION, .help = "How long a client that went past it is refused: 300, \"5m\"; until the next interval by default"),
	    ROLE,
	    HVAC_BODY("rate_limit_type", STRING, .wire = "type", .values = "rate-limit", .help = "Kind of the quota; servers know no other here"),
	    INHERITABLE,
	    HVAC_BODY("group_by", STRING, .values = "ip none entity_then_ip entity_then_none", .help = "What counts as one client; server's default ip (Vault 2 only; the last two Enterprise)"),
	    HVAC_BODY("secondary_rate", NUMBER, .help = "With entity_then_...: requests in each interval of those without an entity; rate by default (Vault Enterprise)")) },

	{ .name = "delete_quota", .verb = HVAC_DELETE, .path = "/sys/quotas/rate-limit/{name}", .help = "Remove a limit of requests",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },

	{ .name = "read_quotas_configuration", .verb = HVAC_GET, .path = "/sys/quotas/config", .help = "Read what is exempt from quotas and what they report",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_quotas", .verb = HVAC_POST, .path = "/sys/quotas/config", .help = "Set what is exempt from quotas and what they report; what is not given is off, or empty",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enable_rate_limit_audit_logging", BOOLEAN, .help = "Whether refused requests are audited, too; server's default false"),
	    HVAC_BODY("enable_rate_limit_response_headers", BOOLEAN, .help = "Whether answers tell what is left, in X-Ratelimit-*; server's default false"),
	    HVAC_BODY("rate_limit_exempt_paths", LIST, .help = "Paths without limit in every namespace; on a new server those of health, unsealing and root tokens"),
	    HVAC_BODY("absolute_rate_limit_exempt_paths", LIST, .help = "Paths without limit, each with its namespace: team/sys/health (Vault 2 only)")) },

	{ .name = "list_lease_count_quotas", .verb = HVAC_LIST, .path = "/sys/quotas/lease-count", .help = "List the names of all limits of leases (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_lease_count_quota", .verb = HVAC_GET, .path = "/sys/quotas/lease-count/{name}", .help = "Read one limit of leases, and how many there are (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
	{ .name = "create_or_update_lease_count_quota", .verb = HVAC_POST, .path = "/sys/quotas/lease-count/{name}", .help = "Let there be only so many leases at a time (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("max_leases", INTEGER, .help = "Leases at a time, above 0; the server wants it"),
	    OF_PATH, ROLE, INHERITABLE,
	    HVAC_BODY("quota_type", STRING, .wire = "type", .values = "lease-count", .help = "Kind of the quota; servers know no other here")) },
	{ .name = "delete_lease_count_quota", .verb = HVAC_DELETE, .path = "/sys/quotas/lease-count/{name}", .help = "Remove a limit of leases (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
};

const struct hvac_area hvac_sys_quota = HVAC_AREA(operations, .name = "quota", .help = "Limits of requests and leases");
