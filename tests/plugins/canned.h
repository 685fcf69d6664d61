/* SPDX-License-Identifier: MIT */
/*
 * A client whose requests go nowhere: each gets the next of the answers that a test has prepared, and is kept to be looked
 * at. Time passes only when the client waits, chance is always the same. For one thread at a time.
 */
#ifndef HVAC_TESTS_CANNED_H
#define HVAC_TESTS_CANNED_H

#include <hvac/hvac.h>

#define CANNED_TOKEN "s.canned-token"
#define CANNED_NOW 1700000000           /* real time */
#define CANNED_CHANCE 0xa5              /* each random byte */

struct asked {
	char *method, *base, *path, *query; /* query: "" for none */
	char *headers;                      /* lines "Name: value\n" */
	char *body;                         /* NULL: none; a NUL stands behind it */
	size_t body_length;
	bool external;
	int64_t connect_ms;
	uint64_t at;                        /* milliseconds since the client was made */
};

struct canned;

struct canned *canned_new(void);
void canned_free(struct canned *canned);
hvac_client *canned_client(struct canned *canned);
/* The next answer; past the last one it is 204 without a body. `headers` may be NULL: then the body is JSON. */
void canned_answer(struct canned *canned, int status, const char *headers, const char *body);
size_t canned_count(const struct canned *canned);
/* A request by its index from 0; it must have been made. */
const struct asked *canned_asked(const struct canned *canned, size_t index);
/* From here on there is no chance to be had. */
void canned_no_chance(struct canned *canned);
/* From here on each look at the clock takes three milliseconds of everybody else's time. */
void canned_dawdle(struct canned *canned);

#endif
