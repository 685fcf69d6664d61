/* SPDX-License-Identifier: MIT */
/* What a token may do. Follows the pages "/sys/capabilities", "/sys/capabilities-accessor" and "/sys/capabilities-self". */
#include "sys.h"

#define PATHS HVAC_BODY("paths", LIST, .flags = HVAC_REQUIRED, .help = "Paths without /v1: secret/data/app")
#define TOKEN HVAC_BODY("token", STRING, .flags = HVAC_SECRET, .help = "The token in question; the client's own by default")
#define ACCESSOR HVAC_BODY("accessor", STRING, .help = "Accessor of the token in question, instead of the token")
#define OF_TOKEN HVAC_BODY("token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The token in question")
#define OF_ACCESSOR HVAC_BODY("accessor", STRING, .flags = HVAC_REQUIRED, .help = "Accessor of the token in question")
#define PATH HVAC_BODY("path", LIST, .help = "Deprecated: use paths")

/* The first two rows list what may be given with them, so that token and accessor together are refused, as hvac does. The
 * last, which neither reaches, lists both to keep them in hvac's order. */
static const struct hvac_operation operations[] = {
	{ .name = "get_capabilities", .when = "token", .verb = HVAC_POST, .path = "/sys/capabilities", .help = "Tell what another token may do on paths",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATHS, TOKEN, PATH) },
	{ .name = "get_capabilities", .when = "accessor", .verb = HVAC_POST, .path = "/sys/capabilities-accessor", .help = "Tell what the token behind an accessor may do on paths",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATHS, ACCESSOR, PATH) },
	{ .name = "get_capabilities", .verb = HVAC_POST, .path = "/sys/capabilities-self", .help = "Tell what a token may do on paths: create, read, update, delete, list, sudo, deny ...",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATHS, TOKEN, ACCESSOR, PATH,
	    HVAC_BODY("namespace_path", STRING, .wire = "namespace", .help = "Namespace that the paths are of, below the client's (Vault 2 only)")) },

	{ .name = "get_token_capabilities", .verb = HVAC_POST, .path = "/sys/capabilities", .help = "As get_capabilities of another token, which must be given",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATHS, OF_TOKEN, PATH) },

	{ .name = "get_accessor_capabilities", .verb = HVAC_POST, .path = "/sys/capabilities-accessor", .help = "As get_capabilities by an accessor, which must be given",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATHS, OF_ACCESSOR, PATH) },
};

const struct hvac_area hvac_sys_capabilities = HVAC_AREA(operations, .name = "capabilities", .help = "What a token may do on a path");
