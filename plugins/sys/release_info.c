/* SPDX-License-Identifier: MIT */
/* Vault's releases. No API page has it: the server's own list does. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_release_info", .verb = HVAC_GET, .path = "/sys/release-info", .help = "Read what changed from release to release, and what is known to be wrong with each",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_release_info = HVAC_AREA(operations, .name = "release_info", .help = "What is known of Vault's releases");
