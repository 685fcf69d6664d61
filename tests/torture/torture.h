/* SPDX-License-Identifier: MIT */
/* What is tortured: scenarios, each a small use of the public interface. */
#ifndef TESTS_TORTURE_TORTURE_H
#define TESTS_TORTURE_TORTURE_H

#include <stdint.h>
#include <hvac/hvac.h>

#include "stage.h"

enum {
	/* Each run in a process of its own: what it does to the process can be done once. */
	SCENARIO_FRESH = 1,
	/* It makes its clients itself. */
	SCENARIO_BARE = 2,
	/* It has more than one thread, or sockets: which allocation a number names is not always the same. */
	SCENARIO_LOOSE = 4,
	/* Each of its points takes a while: a fifth of as many is taken. */
	SCENARIO_SLOW = 8,
	/* One of many of its kind: a fifteenth. */
	SCENARIO_ALIKE = 16
};

struct scenario {
	const char *name;
	/* HVAC_OK when everything has come about, or the first failure; with DEMAND for what holds in any case. */
	hvac_status (*run)(void);
	const struct line *lines;
	const char *const *options;     /* of the client, in pairs, then NULL; may be NULL */
	unsigned flags;
	uint64_t also;                  /* what it may end with besides, if it is not libhvac that lacks memory: bits by hvac_status */
	/* Around both runs of a point, where nothing fails; either may be NULL. */
	void (*before)(void), (*after)(void);
	void *context;                  /* is stage.context meanwhile */
};

/* The operations with hooks, and the logins, of the engines that are there: ends as the others do; lives as long as the program. */
const struct scenario *operation_scenarios(void);
/* Each ends with a scenario without a name. */
extern const struct scenario client_scenarios[], call_scenarios[], engine_scenarios[], lasting_scenarios[], refusal_scenarios[], value_scenarios[],
	transport_scenarios[];

#endif
