/* SPDX-License-Identifier: MIT */
/* Credentials that Vault Enterprise rotates by a schedule. In Vault's own list only. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_rotation_orphans", .verb = HVAC_GET, .path = "/sys/rotation/orphans", .help = "List scheduled rotations whose mount or role is gone (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_rotation = HVAC_AREA(operations, .name = "rotation", .help = "Scheduled rotation of credentials");
