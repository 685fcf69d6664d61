/* SPDX-License-Identifier: MIT */
/*
 * An adapter as a program might bring one: answers each request with the next line of a script, and keeps what it was
 * asked. It waits for nothing but being woken.
 */
#ifndef TESTS_UNIT_SCRIPTED_H
#define TESTS_UNIT_SCRIPTED_H

#include <pthread.h>
#include <stdbool.h>
#include <hvac/adapter.h>
#include <hvac/value.h>

struct scripted_answer {
	int http_status;                /* 0: a failure of `kind` */
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
	hvac_value *seen;               /* a list of maps: method, base, path, query, headers, body */
	unsigned opened, closed, drives, cancelled, started, freed; /* freed: how often `free` was called */
};

/* It belongs to the test, and is given to a config as &scripted->adapter. */
struct scripted *scripted_new(const struct scripted_answer *script, size_t count);
/* After its clients are gone. */
void scripted_free(struct scripted *scripted);
/* Waits until `count` requests were started. */
void scripted_wait(struct scripted *scripted, unsigned count);
/* A member of the request of that index ("/headers/X-Vault-Token"), NULL when it was not there. */
const char *scripted_seen(const struct scripted *scripted, size_t index, const char *pointer);

/* What a request says, as such a map. */
hvac_value *request_value(const hvac_request *request);

#endif
