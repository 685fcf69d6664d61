/* SPDX-License-Identifier: MIT */
/* Stands in front of what libhvac and its engines call of the system, of OpenSSL and of libcurl: counts these calls, and lets one
 * of them fail. */
#ifndef TESTS_TORTURE_OUTAGE_H
#define TESTS_TORTURE_OUTAGE_H

#include <stdint.h>

/* One of them, and what a call that met its failure may end with. */
struct call {
	const char *name;
	int error;                      /* errno, 0: it sets none */
	uint64_t statuses;              /* bits by hvac_status */
	const char *says;               /* is in the sentence then, unless memory ran out; NULL: the sentence is free */
};

/* From here on the call of that number fails, counted from 1; 0: none. */
void outage_arm(unsigned long number);
/* The end of that: how many there were. */
unsigned long outage_disarm(void);
/* The one that has failed, NULL: none. */
const struct call *outage_of(void);

/* Where the resolver says that a server is. */
extern unsigned outage_port;

#endif
