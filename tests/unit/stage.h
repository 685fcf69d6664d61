/* SPDX-License-Identifier: MIT */
/*
 * A server as far as tokens go, without a network and on a clock of its own: it knows one token at a time, and each login makes the
 * next. Each test is a process of its own, so there is one.
 *
 * Tokens are hvs.swordfish-N; a secret id is tunafish-N, which the wrapping token hvs.codfish-N wraps once. No fish may be told:
 * every line that the library logs and every message is looked at.
 */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include <stdatomic.h>
#include <stdint.h>
#include <hvac/hvac.h>
#include "memory.h"
#include "scripted.h"

#define STAGE_ENGINE "auth/x_test_stage"        /* login (role, id), elsewhere, once, up (a source), down (a sink) */
#define STAGE_START (1000 * UINT64_C(1000000000))
#define SECONDS(n) ((n) * UINT64_C(1000000000))

extern struct stage {
	struct scripted *scripted;
	hvac_client *client;            /* freed by stage_close, unless it is NULL */
	hvac_response *response;        /* of stage_read and stage_write */
	_Atomic uint64_t now;
	int living;                     /* the token that is known; 0: none. A path with "denied" is refused all the same */
	int64_t lease, uses;            /* of the tokens that logins make: seconds, or 0 for ever; 0: any number */
	const struct scripted_answer *probe, *login; /* what it says instead of the truth; NULL: the truth */
	unsigned made, logins, probes, lookups, unwraps, others;
	hvac_value *unwrapped;          /* wrapping tokens that were */
	struct buffer log;
} stage;

extern const struct scripted_answer stage_says_nothing, stage_lost, stage_down, stage_refuses, stage_timed_out;

/* A client of it, by names and values of options in turn; waits pass at once, by the stage's clock. */
void stage_open(const char *const *options);
#define STAGE(...) stage_open((const char *const[]){ __VA_ARGS__, NULL })
/* One that has logged in, with role web and the secret id tunafish-0; makes hvs.swordfish-1. */
#define LOGGED_IN(...) do { STAGE(__VA_ARGS__); stage_log_in(); } while (0)
void stage_log_in(void);
/* Waits are real: for tests with threads, which know how to wake those that wait. */
void stage_waits(void);
void stage_close(void);

/* A call, and its response. */
hvac_status stage_read(hvac_client *client, const char *path);
hvac_status stage_write(hvac_client *client, const char *path);
hvac_status stage_keep(hvac_status status, hvac_response *response);
void stage_assert_says(const char *words);
bool stage_logged(const char *words);
/* The number of the client's token. */
unsigned stage_token(void);
/* How often it was asked about the token, and how many logins were made. */
#define assert_asked(n_probes, n_logins) do { ck_assert_uint_eq(stage.probes, n_probes); ck_assert_uint_eq(stage.logins, n_logins); } while (0)

/* The count of requests of a path, and a member of the one of that index among them. */
unsigned stage_count(const char *path);
const char *stage_seen(const char *path, unsigned index, const char *pointer);

/* A file that is gone when the test is, however it ends well; its content is replaced as a whole. Its path. */
const char *stage_file(const char *content);

/* A call in a thread of its own. */
struct stage_call {
	pthread_t thread;
	hvac_task *task;
	hvac_status status;
};
void stage_start(struct stage_call *call, hvac_client *client, const char *path);
/* Any other task. */
void stage_run(struct stage_call *call, hvac_task *task);
/* Its end: the status. */
hvac_status stage_join(struct stage_call *call);

#endif
