/* SPDX-License-Identifier: MIT */
/*
 * An adapter as a program might bring one: answers each request with the next line of a script, and keeps what it was
 * asked. It waits for nothing but being woken. A test that does not know the order of requests answers each by a function.
 */
#ifndef TESTS_UNIT_SCRIPTED_H
#define TESTS_UNIT_SCRIPTED_H

#include <pthread.h>
#include <stdbool.h>
#include <hvac/adapter.h>
#include <hvac/value.h>

struct scripted_answer {
	int http_status;                /* 0, or with a `kind`: a failure of that */
	const char *headers, *body;     /* may be NULL */
	hvac_outcome_kind kind;
	bool sent;
};

struct scripted {
	hvac_adapter adapter;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	const struct scripted_answer *script; /* past its end, and without one: no answer ever comes */
	size_t count, next;
	/* instead of a script, called by one thread at a time; NULL: no answer, until scripted_release gives it */
	const struct scripted_answer *(*answer)(const hvac_request *request);
	void (*pass)(int timeout_ms);   /* lets a test's own clock go on instead of waiting, where no answer is awaited; NULL: it is waited */
	const struct scripted_answer *late;
	unsigned idle;                  /* calls that wait, and not for an answer */
	hvac_value *seen;               /* a list of maps: method, base, path, query, headers, body */
	unsigned opened, closed, drives, cancelled, started, freed; /* freed: how often `free` was called */
};

/* It belongs to the test, and is given to a config as &scripted->adapter. */
struct scripted *scripted_new(const struct scripted_answer *script, size_t count);
/* After its clients are gone. */
void scripted_free(struct scripted *scripted);
/* Waits until `count` requests were started. */
void scripted_wait(struct scripted *scripted, unsigned count);
/* Waits until `count` calls wait for something other than an answer. */
void scripted_wait_idle(struct scripted *scripted, unsigned count);
/* The answer for one of the requests that have none. */
void scripted_release(struct scripted *scripted, const struct scripted_answer *answer);
/* A member of the request of that index ("/headers/X-Vault-Token"), NULL when it was not there. */
const char *scripted_seen(const struct scripted *scripted, size_t index, const char *pointer);

/* What a request says, as such a map. */
hvac_value *request_value(const hvac_request *request);

#endif
