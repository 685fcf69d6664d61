/* SPDX-License-Identifier: MIT */
/* Time and chance, the system's or a caller's. */
#ifndef HVAC_CORE_CLOCK_H
#define HVAC_CORE_CLOCK_H

#include <time.h>
#include <hvac/config.h>

#define MILLISECOND ((uint64_t)1000000)
#define SECOND (1000 * MILLISECOND)

/* Every member set, with the system's where `given` (may be NULL) has none. */
void clock_fill(hvac_clock *clock, const hvac_clock *given);
/* The system's monotonic time. */
uint64_t clock_system(void);
/* Never 0, with which a caller's clock may begin. */
uint64_t clock_now(const hvac_clock *clock);
/* So long, for the system's calls: at most 34 years, with which no time_t is at its end. */
struct timespec clock_span(uint64_t nanoseconds);
/* When so long will have passed by CLOCK_MONOTONIC, which wakes threads. */
struct timespec clock_end(uint64_t nanoseconds);

#endif
