/* SPDX-License-Identifier: MIT */
/* The system backend: the list of its areas. */
#include "sys.h"

#define AREA(name) &hvac_sys_##name,
static const struct hvac_area *const areas[] = { SYS_AREAS(AREA) };

HVAC_PLUGIN_SYS(areas, .version = "1.0", .help = "The server itself: its state, mounts, policies, leases and wrapped answers");
