/* SPDX-License-Identifier: MIT */
/* How many requests a second may begin: a token bucket, kept as one number (generic cell rate algorithm), from any thread. */
#ifndef HVAC_CORE_LIMITER_H
#define HVAC_CORE_LIMITER_H

#include <stdatomic.h>
#include <stdint.h>

struct limiter {
	uint64_t interval;              /* nanoseconds between requests; 0: no limit */
	uint64_t burst;                 /* requests that may begin at once */
	_Atomic uint64_t next;          /* when the bucket would be full again: monotonic */
};

/* When the request may begin, which takes its place; UINT64_MAX, and takes none, when that would not be before `limit`. */
uint64_t limiter_take(struct limiter *limiter, uint64_t now, uint64_t limit);

#endif
