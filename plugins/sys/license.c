/* SPDX-License-Identifier: MIT */
/* The licence of a Vault Enterprise. Follows the page "/sys/license/status". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_license_status", .verb = HVAC_GET, .path = "/sys/license/status", .help = "Tell what the licence allows and when it ends, the stored one and the one in use",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_license = HVAC_AREA(operations, .name = "license", .help = "The licence of a Vault Enterprise");
