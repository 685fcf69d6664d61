/* SPDX-License-Identifier: MIT */
/* The machine that the server runs on. Follows the page "/sys/host-info". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_host_information", .verb = HVAC_GET, .path = "/sys/host-info", .help = "Read the processors, memory, disks and system of the active node's machine",
	  .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_host_info = HVAC_AREA(operations, .name = "host_info", .help = "The server's machine");
