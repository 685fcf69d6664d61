/* SPDX-License-Identifier: MIT */
/* Time and chance, the system's or a caller's. */
#ifndef HVAC_CORE_CLOCK_H
#define HVAC_CORE_CLOCK_H

#include <hvac/config.h>

#define MILLISECOND ((uint64_t)1000000)
#define SECOND (1000 * MILLISECOND)

/* Every member set, with the system's where `given` (may be NULL) has none. */
void clock_fill(hvac_clock *clock, const hvac_clock *given);
/* The system's monotonic time. */
uint64_t clock_system(void);
/* Never 0, with which a caller's clock may begin. */
uint64_t clock_now(const hvac_clock *clock);

#endif
