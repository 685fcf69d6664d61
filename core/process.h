/* SPDX-License-Identifier: MIT */
/* What there is once in a process: libcurl's initialisation, and its number. */
#ifndef HVAC_CORE_PROCESS_H
#define HVAC_CORE_PROCESS_H

#include <sys/types.h>
#include <hvac/status.h>

/* Once, from whichever thread is first. */
hvac_status process_init(void);
/* As getpid, which each call of ours asks several times, without the system call. */
pid_t process_id(void);

#endif
