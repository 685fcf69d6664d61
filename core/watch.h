/* SPDX-License-Identifier: MIT */
/* One thing that a watcher keeps alive: the token, or a secret. Only the thread that works for the watcher comes here. */
#ifndef HVAC_CORE_WATCH_H
#define HVAC_CORE_WATCH_H

#include <pthread.h>
#include <stdatomic.h>
#include <hvac/watcher.h>
#include "lease.h"
#include "task.h"
#include "token.h"

struct watch {
	struct watch *next;
	hvac_watcher *watcher;
	hvac_task *model;               /* what reads the secret, never run itself; NULL: it is the token */
	hvac_secret_function *secret;
	void *context;
	struct lease lease;
	bool begun;
	hvac_response *current;         /* the secret */
	struct token *maker;            /* the token that it was read with; NULL: none */
	hvac_task *running;             /* changed under the watcher's mutex */
	enum lease_step step;           /* what is running */
	uint64_t asked;
	unsigned tokens;                /* as the watcher's when it was asked */
};

struct hvac_watcher {
	hvac_client *client;
	hvac_queue *queue;
	struct watch token;
	_Atomic(struct watch *) secrets; /* only ever grows, at its begin */
	bool login_first;               /* although there is a token when it begins */
	struct token *known;            /* the token that was looked at last; NULL: none */
	unsigned tokens;                /* that were looked at */
	hvac_event_function *event;
	void *event_context;
	struct token_listener listener;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool stop, woken;               /* under the mutex */
	hvac_status failure;            /* the first of what is taken back */
};

/* Looks at the token that is in use now. */
void watch_token(struct hvac_watcher *watcher);
/* Does what is due. */
void watch_look(struct watch *watch, uint64_t now);
/* A task that ends its lease, *task NULL when memory ran out; false: there is none that lives, as far as is known. */
bool watch_revocation(struct watch *watch, uint64_t now, hvac_task **task);
/* When it is to be looked at; UINT64_MAX: never. */
uint64_t watch_due(const struct watch *watch);
void watch_say(struct watch *watch, hvac_event_kind kind, const hvac_response *response);

#endif
