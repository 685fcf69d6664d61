/* SPDX-License-Identifier: MIT */
/*
 * One server and its clients, for one test: begun with a script, clients made by the listeners' names, and ended before what
 * was sent is looked at. A test's second stand ends its first.
 */
#ifndef HVAC_FAULT_STAND_H
#define HVAC_FAULT_STAND_H

#include <check.h>
#include <hvac/hvac.h>

#include "server.h"

#define TOKEN "hvs.the-token-of-this-test"
#define SECRET "the-secret-of-this-test"
/* The waits are short, and so is what is given to a server that stays silent; each test may say otherwise. */
#define TIMEOUT "500ms"

struct request {
	const char *name, *engine, *operation;
	const char *arguments[3][2];     /* names and JSON */
};
/* A read, a write that sets a state, one that does not, and what may be used once: a login, an unwrapping. */
extern const struct request request_read, request_idempotent, request_write, request_login, request_unwrap;

/* The script's lines, by printf. */
void stand_begin(const char *script, ...) HVAC_FORMAT(1, 2);
const char *stand_url(const char *name);
/* Whom to trust, as PEM. */
const char *stand_authority(void);
/* A client of these listeners ("a,b"), with TOKEN, and options as name and value in turn, ended by NULL. */
hvac_client *stand_client(const char *names, ...) HVAC_SENTINEL;
/* Makes a call; its response lasts as long as the stand. */
const hvac_response *stand_call(hvac_client *client, const struct request *request);
/* What the clients have logged so far, a line each. */
const char *stand_log(void);
/* Time as the clients see it stands still but when they wait: then it is over at once. Before the first client. */
void stand_fake_clock(int64_t seconds_since_1970);
/* So much of it has passed, in milliseconds. */
uint64_t stand_elapsed(void);
/* Frees the clients, in the order in which they were made, and ends the server. */
void stand_finish(void);

size_t stand_requests(const char *name);
size_t stand_connections(const char *name);
/* How often these bytes were sent to the listener. NULL: to any. */
size_t stand_sightings(const char *name, const char *bytes);

/* Tests, each run for so many lines of a table (_i), or once. */
struct promise {
	const TTest *test;
	size_t lines;
};
#define STAND_MAIN(name, ...) \
	int main(void) \
	{ \
		const struct promise promises[] = { __VA_ARGS__ }; \
		return stand_run(name, promises, sizeof promises / sizeof promises[0]); \
	}
int stand_run(const char *name, const struct promise *promises, size_t count);

#endif
