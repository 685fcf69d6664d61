/* SPDX-License-Identifier: MIT */
/* The areas of the system backend: one file each, and one line here. */
#ifndef HVAC_SYS_H
#define HVAC_SYS_H

#include <hvac/plugin.h>

#define SYS_AREAS(AREA) \
	AREA(health) \
	AREA(init) \
	AREA(seal) \
	AREA(leader) \
	AREA(mount) \
	AREA(auth) \
	AREA(policy) \
	AREA(policies) \
	AREA(capabilities) \
	AREA(wrapping) \
	AREA(lease) \
	AREA(raft)

/* Not seen outside the shared object. */
#define SYS_HIDDEN __attribute__((visibility("hidden")))

#define SYS_DECLARE(area) extern SYS_HIDDEN const struct hvac_area hvac_sys_##area;
SYS_AREAS(SYS_DECLARE)
#undef SYS_DECLARE

#endif
