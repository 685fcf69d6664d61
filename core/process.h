/* SPDX-License-Identifier: MIT */
/* What there is once in a process: libcurl's initialisation. */
#ifndef HVAC_CORE_PROCESS_H
#define HVAC_CORE_PROCESS_H

#include <hvac/status.h>

/* Once, from whichever thread is first. */
hvac_status process_init(void);

#endif
