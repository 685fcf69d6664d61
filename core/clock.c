/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <unistd.h>

#define ENTROPY_MAX 256u        /* getentropy gives no more at once */
#define SPAN_MAX ((uint64_t)INT32_MAX / 2 * SECOND)

static uint64_t system_monotonic(void *context)
{
	struct timespec now;

	(void)context;
	/* what the server counts goes on while the machine is suspended; cannot fail for a clock that is there */
#ifdef CLOCK_BOOTTIME
	clock_gettime(CLOCK_BOOTTIME, &now);
#else
	clock_gettime(CLOCK_MONOTONIC, &now);
#endif
	return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

static int64_t system_real(void *context)
{
	(void)context;
	return time(NULL);
}

/* The system's own: OpenSSL may have been taken down when a program ends. */
static int system_random(void *context, void *bytes, size_t length)
{
	(void)context;
	for (size_t at = 0; at < length; at += ENTROPY_MAX)
		if (getentropy((char *)bytes + at, length - at < ENTROPY_MAX ? length - at : ENTROPY_MAX) < 0)
			return -1;
	return 0;
}

/* A caller's context belongs to the caller's functions; the system's need none, so one context serves a mixture. */
void clock_fill(hvac_clock *clock, const hvac_clock *given)
{
	*clock = given ? *given : (hvac_clock){ 0 };
	if (!clock->monotonic)
		clock->monotonic = system_monotonic;
	if (!clock->real)
		clock->real = system_real;
	if (!clock->random)
		clock->random = system_random;
}

uint64_t clock_system(void)
{
	return system_monotonic(NULL);
}

uint64_t clock_now(const hvac_clock *clock)
{
	/* 0 says that something never was */
	return clock->monotonic(clock->context) + 1;
}

struct timespec clock_span(uint64_t nanoseconds)
{
	if (nanoseconds > SPAN_MAX)
		nanoseconds = SPAN_MAX;
	return (struct timespec){ .tv_sec = (time_t)(nanoseconds / SECOND), .tv_nsec = (long)(nanoseconds % SECOND) };
}

struct timespec clock_end(uint64_t nanoseconds)
{
	struct timespec now, span = clock_span(nanoseconds);
	long rest;

	clock_gettime(CLOCK_MONOTONIC, &now);
	rest = now.tv_nsec + span.tv_nsec;
	return (struct timespec){ .tv_sec = now.tv_sec + span.tv_sec + rest / (long)SECOND, .tv_nsec = rest % (long)SECOND };
}
