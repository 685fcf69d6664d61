/* SPDX-License-Identifier: MIT */
/* What a server can do that is not finished. Follows the page "/sys/experiments". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "list_experimental_features", .verb = HVAC_GET, .path = "/sys/experiments", .help = "List what the server was started with that may still change, and what there is",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_experiments = HVAC_AREA(operations, .name = "experiments", .help = "What a server can do that is not finished");
