/* SPDX-License-Identifier: MIT */
/* What the server, as a resource of OAuth, publishes of itself (Vault Enterprise). Follows the page "OAuth Resource Server HTTP API", RFC 9396 and RFC 9728. */
#include "sys.h"

#define SINCE .since = "vault-2.0.."
#define TYPES(below) "/sys/oauth-resource-server/authorization-details-types" below
#define TYPE HVAC_PATH("type", STRING, .flags = HVAC_REQUIRED, .help = "Which type: vault:path_access")

static const struct hvac_operation operations[] = {
	{ .name = "read_protected_resource_metadata", .verb = HVAC_GET, .path = "/sys/oauth-resource-server/protected-resource-metadata", .help = "Read what the server is as a resource, and which issuers it trusts",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "list_authorization_details_types", .verb = HVAC_LIST, .path = TYPES(""), .help = "List the names of what access tokens may be narrowed by",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_authorization_details_types", .verb = HVAC_GET, .path = TYPES(""), .help = "Read what each is for, and its version and status",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_authorization_details_type", .verb = HVAC_GET, .path = TYPES("/{type}"), .help = "Read the fields of one, how they are matched, and examples",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TYPE) },
	{ .name = "read_authorization_details_type_schema", .verb = HVAC_GET, .path = TYPES("/{type}/schema"), .help = "Read the JSON Schema that one is held against",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TYPE) },
};

const struct hvac_area hvac_sys_oauth_resource_server = HVAC_AREA(operations, .name = "oauth_resource_server", .help = "What the server publishes as a resource of OAuth (Vault Enterprise)");
