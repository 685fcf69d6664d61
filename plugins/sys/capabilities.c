/* SPDX-License-Identifier: MIT */
/* What a token may do. Follows the pages "/sys/capabilities", "/sys/capabilities-accessor" and "/sys/capabilities-self". */
#include "sys.h"

#define PATHS HVAC_BODY("paths", LIST, .flags = HVAC_REQUIRED, .help = "Paths without /v1: secret/data/app")
#define PATH HVAC_BODY("path", LIST, .help = "Deprecated: use paths")

/* A row lists what may be given with it, so that token and accessor together are refused, as hvac does. */
static const struct hvac_operation operations[] = {
	{ .name = "get_capabilities", .when = "token", .verb = HVAC_POST, .path = "/sys/capabilities", .help = "Tell what another token may do on paths",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATHS, HVAC_BODY("token", STRING, .flags = HVAC_SECRET, .help = "The token in question; the client's own by default"), PATH) },
	{ .name = "get_capabilities", .when = "accessor", .verb = HVAC_POST, .path = "/sys/capabilities-accessor", .help = "Tell what the token behind an accessor may do on paths",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATHS, HVAC_BODY("accessor", STRING, .help = "Accessor of the token in question; the client's own token by default"), PATH) },
	{ .name = "get_capabilities", .verb = HVAC_POST, .path = "/sys/capabilities-self", .help = "Tell what a token may do on paths: create, read, update, delete, list, sudo, deny ...",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATHS, PATH, HVAC_BODY("namespace", STRING, .help = "Namespace that the paths are of, below the client's (Vault 2 only)")) },
};

const struct hvac_area hvac_sys_capabilities = HVAC_AREA(operations, .name = "capabilities", .help = "What a token may do on a path");
