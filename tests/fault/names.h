/* SPDX-License-Identifier: MIT */
/* A name server at a free port of loopback, by UDP and TCP, which this process asks instead of the system's. */
#ifndef HVAC_FAULT_NAMES_H
#define HVAC_FAULT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names_record {
	unsigned priority, weight, port;
	const char *host;
};

struct names_reply {
	enum { NAMES_RECORDS, NAMES_ALIAS_OF_ITSELF, NAMES_GARBAGE, NAMES_SILENCE } manner;
	int code;                       /* of the answer; 0: no error */
	const struct names_record *records;
	size_t count;
};

struct names;

/* Answers every question so, until it is stopped; the reply has to last as long. NULL when it cannot be. One at a time. */
struct names *names_start(const struct names_reply *reply);
/* Ends it, and tells how many questions came whole, by UDP and by TCP. */
void names_stop(struct names *names, size_t *by_udp, size_t *by_tcp);

#endif
