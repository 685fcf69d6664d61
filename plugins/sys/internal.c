/* SPDX-License-Identifier: MIT */
/*
 * What servers keep for their own tools, and may change. Follows the pages "/sys/internal/counters", "/sys/internal/inspect",
 * "/sys/internal/specs/openapi" and "/sys/internal/ui".
 */
#include "sys.h"

#define START HVAC_QUERY("start_time", STRING, .help = "From which month on: 2030-01-01T00:00:00Z or seconds since 1970; the billing period's by default")
#define END HVAC_QUERY("end_time", STRING, .help = "Up to which month, in the same form; this one by default")
#define ACTIVITY "/sys/internal/counters/activity"
#define CONTEXT(place) place("context", STRING, .help = "Where it is wanted, which some plugins describe otherwise: ui")
#define GENERIC_HELP "Whether paths have {mount_path} instead of the mount's own; server's default false"

static const struct hvac_operation operations[] = {
	{ .name = "read_census_snapshot", .verb = HVAC_GET, .path = "/sys/internal/census/snapshot", .help = "Read what the server reports of its use to its maker (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_client_activity", .verb = HVAC_GET, .path = ACTIVITY, .help = "Count the clients of some months, by namespace and mount",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(START, END,
	    HVAC_QUERY("limit_namespaces", INTEGER, .help = "At most so many namespaces; all by default (Vault 2 only)"),
	    HVAC_QUERY("current_billing_period", BOOLEAN, .help = "Deprecated: leave start_time and end_time out (Vault 2 only)")) },
	{ .name = "read_cumulative_client_activity", .verb = HVAC_GET, .path = ACTIVITY "/cumulative", .help = "Count the clients of some months, of all clusters with the same license (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(START, END) },
	{ .name = "read_monthly_client_activity", .verb = HVAC_GET, .path = ACTIVITY "/monthly", .help = "Count the clients of this month so far",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "export_client_activity", .verb = HVAC_GET, .path = ACTIVITY "/export", .help = "Have one line for each client of some months",
	  .since = "vault-1.15..", .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(START, END, HVAC_QUERY("format", STRING, .values = "json csv", .help = "Of the lines; server's default json")) },
	{ .name = "write_client_activity", .verb = HVAC_POST, .path = ACTIVITY "/write", .help = "Make clients up, in servers that were built for tests",
	  .since = "vault-2.1..", HVAC_PARAMETERS(HVAC_BODY("input", STRING, .help = "The clients, in JSON as text")) },
	{ .name = "read_client_activity_configuration", .verb = HVAC_GET, .path = "/sys/internal/counters/config", .help = "Read whether clients are counted, and for how long that is kept",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_QUERY("enabled", STRING, .help = "Listed by Vault 2, of configure_client_activity"),
	    HVAC_QUERY("retention_months", INTEGER, .help = "Listed by Vault 2, of configure_client_activity"),
	    HVAC_QUERY("default_report_months", INTEGER, .help = "Deprecated: listed by Vault 2, of configure_client_activity")) },
	{ .name = "configure_client_activity", .verb = HVAC_POST, .path = "/sys/internal/counters/config", .help = "Set whether clients are counted, and for how long that is kept",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", STRING, .values = "enable disable default", .help = "Whether to count; server's default: Enterprise does"),
	    HVAC_BODY("retention_months", INTEGER, .help = "Months that it is kept for; 24 by the makers, in Vault 2 48 at least"),
	    HVAC_BODY("default_report_months", INTEGER, .help = "Months that are counted when no times are given; server's default 12")) },

	{ .name = "count_entities", .verb = HVAC_GET, .path = "/sys/internal/counters/entities", .help = "Count the entities of all namespaces", .flags = HVAC_IDEMPOTENT },
	{ .name = "count_tokens", .verb = HVAC_GET, .path = "/sys/internal/counters/tokens", .help = "Count the service tokens that live", .since = "vault-1.15..1.15 openbao-2.6..",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "count_requests", .verb = HVAC_GET, .path = "/sys/internal/counters/requests", .help = "Deprecated: servers of today answer 404 and that it is gone", .flags = HVAC_IDEMPOTENT },

	{ .name = "inspect_request", .verb = HVAC_GET, .path = "/sys/internal/inspect/request", .help = "Read this very request as the server's engines see it",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "inspect_router", .verb = HVAC_GET, .path = "/sys/internal/inspect/router/{tree}", .help = "Read the table by which requests find their mount, where introspection_endpoint is on",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(HVAC_PATH("tree", STRING, .flags = HVAC_REQUIRED, .values = "root uuid accessor storage", .help = "By what it is ordered")) },
	{ .name = "read_request_limiter_status", .verb = HVAC_GET, .path = "/sys/internal/request-limiter/status", .help = "Read how many requests the server lets in at a time (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },

	/* A document of its own, without the envelope. */
	{ .name = "generate_openapi_document", .verb = HVAC_GET, .path = "/sys/internal/specs/openapi", .help = "Have all paths that the token may use described, in OpenAPI 3",
	  .answer = "", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("generic_mount_paths", BOOLEAN, .help = GENERIC_HELP), CONTEXT(HVAC_QUERY)) },
	{ .name = "generate_openapi_document_by_write", .verb = HVAC_POST, .path = "/sys/internal/specs/openapi", .help = "As generate_openapi_document, with the parameters in the body",
	  .answer = "", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("generic_mount_paths", BOOLEAN, .help = GENERIC_HELP), CONTEXT(HVAC_BODY),
	    HVAC_QUERY("query_generic_mount_paths", BOOLEAN, .wire = "generic_mount_paths", .help = "Listed by OpenBao, which reads the body's")) },

	{ .name = "list_visible_mounts", .verb = HVAC_GET, .path = "/sys/internal/ui/mounts", .help = "List the mounts that the token has any right to",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "read_mount_information", .verb = HVAC_GET, .path = "/sys/internal/ui/mounts/{path}", .help = "Read type, options and path of the mount that a path belongs to, for tokens with any right to it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Any path: secret/data/app; auth/ldap for an auth method")) },
	{ .name = "list_visible_namespaces", .verb = HVAC_GET, .path = "/sys/internal/ui/namespaces", .help = "List the namespaces that the token can see", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_resultant_acl", .verb = HVAC_GET, .path = "/sys/internal/ui/resultant-acl", .help = "Read all that the token may do, of all its policies together",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "list_feature_flags", .verb = HVAC_GET, .path = "/sys/internal/ui/feature-flags", .help = "List what the user interface is to offer",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_ui_settings", .verb = HVAC_GET, .path = "/sys/internal/ui/settings", .help = "Read the settings of the user interface",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_ui_default_logins", .verb = HVAC_GET, .path = "/sys/internal/ui/default-auth-methods", .help = "Read what the user interface offers at login to this namespace",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_authenticated_messages", .verb = HVAC_GET, .path = "/sys/internal/ui/authenticated-messages", .help = "Read the messages that are shown now, after logging in",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_unauthenticated_messages", .verb = HVAC_GET, .path = "/sys/internal/ui/unauthenticated-messages", .help = "Read the messages that are shown now, before logging in",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_internal = HVAC_AREA(operations, .name = "internal", .help = "What servers keep for their own tools");
