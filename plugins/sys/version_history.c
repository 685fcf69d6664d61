/* SPDX-License-Identifier: MIT */
/* Which versions of the server the storage has seen. Follows the page "/sys/version-history". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "list_version_history", .verb = HVAC_LIST, .path = "/sys/version-history", .help = "List the versions that have run on this storage, with the time of their first start in key_info",
	  .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_version_history = HVAC_AREA(operations, .name = "version_history", .help = "Versions that have run");
