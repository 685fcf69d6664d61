/* SPDX-License-Identifier: MIT */
/* A third party's engine, whole: what somebody with a compiler and the installed headers writes. */
#include <hvac/plugin.h>

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the licence")

static const struct hvac_operation operations[] = {
	{ .name = "read_licence", .verb = HVAC_GET, .path = "/{mount_point}/licence/{name}", .help = "Read a licence key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HVAC_MOUNT("licences"), NAME) },
	{ .name = "check_out", .verb = HVAC_POST, .path = "/{mount_point}/licence/{name}/check-out", .help = "Borrow a licence for a time",
	  HVAC_PARAMETERS(HVAC_MOUNT("licences"), NAME, HVAC_BODY("ttl", DURATION, .help = "How long; the role's own when not given")) },
};
HVAC_PLUGIN_OF(secrets, x_acme_licence, operations, .version = "1.0", .help = "Licences of ACME tools");
