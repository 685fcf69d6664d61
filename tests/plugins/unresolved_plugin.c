/* SPDX-License-Identifier: MIT */
/* Engine secrets/x_unresolved: needs a function that nobody has. */
#include <hvac/plugin.h>

int hvac_function_that_nobody_has(struct hvac_task *task, void *state);

static const struct hvac_operation operations[] = {
	{ .name = "read", .verb = HVAC_GET, .path = "/{mount_point}/thing", .help = "Reads a thing",
	  .prepare = hvac_function_that_nobody_has, HVAC_PARAMETERS(HVAC_MOUNT("unresolved")) },
};
HVAC_PLUGIN_OF(secrets, x_unresolved, operations, .version = "1.0", .help = "Needs what nobody has");
