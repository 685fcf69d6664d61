/* SPDX-License-Identifier: MIT */
/*
 * An adapter that holds any number of requests until the test gives answers to them, and the clock that goes with it: what is
 * waited for passes at once. A wait without a limit lasts until the lane is woken, or there is an answer to what it holds.
 */
#ifndef TESTS_UNIT_HOLDING_H
#define TESTS_UNIT_HOLDING_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <hvac/adapter.h>
#include <hvac/config.h>
#include <hvac/value.h>

struct holding {
	hvac_adapter adapter;
	hvac_clock clock;
	_Atomic uint64_t now;           /* the clock's; nanoseconds */
	hvac_status open_status, start_status;
	bool patient;                   /* other threads are at work: no wait passes before they have woken the lane */
	/* what follows is under the mutex */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct holding_answer *answers;
	unsigned certificates;          /* a lane that was opened with other ones is not fresh */
	unsigned opened, closed, started, cancelled, resumed, woken, freed;
	unsigned under_way, most;       /* now; at any time */
	hvac_value *seen;               /* a list of maps, see scripted.h */
	int64_t timeout_ms;             /* of the request that was started last */
};

/* Given to a config as &holding->adapter and &holding->clock; it belongs to the test. */
struct holding *holding_new(void);
/* After its clients are gone, which is checked. */
void holding_free(struct holding *holding);
/* The next so many requests whose path matches the pattern of fnmatch(3), held or to come, get this answer. */
void holding_answer(struct holding *holding, const char *pattern, unsigned times, int http_status, const char *body);
/* The same for those that are lost on the way. */
void holding_lose(struct holding *holding, const char *pattern, unsigned times);
/* And for those of which nothing left, because one side did not like the other's certificate. */
void holding_refuse(struct holding *holding, const char *pattern, unsigned times);
/* Waits until lanes were woken so often. */
void holding_wait_woken(struct holding *holding, unsigned woken);
/* Waits until other threads have begun so many. */
void holding_wait(struct holding *holding, unsigned started);

#endif
