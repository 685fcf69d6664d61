/* SPDX-License-Identifier: MIT */
/* Vault's checks of itself. In Vault's own list only. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_health_check", .verb = HVAC_GET, .path = "/sys/health-check/exec/{path}", .help = "Run one of the server's checks of itself and read what it found (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Which check")) },
};

const struct hvac_area hvac_sys_health_check = HVAC_AREA(operations, .name = "health_check", .help = "The server's checks of itself");
