/* SPDX-License-Identifier: MIT */
/* What there is once in a process: libcurl's initialisation, its number, and whether it is set-id. */
#ifndef HVAC_CORE_PROCESS_H
#define HVAC_CORE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <hvac/status.h>

/* From whichever thread is first; HVAC_NO_MEMORY when it cannot be, and may be the next time. */
hvac_status process_init(void);
/* Which process this is: a child's is another than those of all that it comes from. Each call of ours asks several times, and makes no
 * system call for it. */
uint64_t process_number(void);
/* Whether it has privileges that its caller has not. */
bool process_is_set_id(void);

#endif
