/* SPDX-License-Identifier: MIT */
/* What a login was given, kept for logging in again. */
#ifndef HVAC_CORE_LOGIN_H
#define HVAC_CORE_LOGIN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <hvac/call.h>
#include "arena.h"

struct hvac_task;
struct settings;
struct token;
struct transport;

/* A wrapping token that was used up, which happens once, and what it wrapped. */
struct unwrapped {
	char *wrapping, *wrapped;
};

struct stored_login {
	atomic_uint references;
	struct arena arena;
	const char *engine, *operation;
	hvac_argument *arguments;
	/* of the client that logged in: its namespace, its server */
	struct settings *settings;
	struct transport *transport;
	atomic_bool begun;              /* its files may have been read */
	struct unwrapped *unwrapped;    /* the last; under the token slot's lock; NULL: none */
};

/* A deep copy; files and sources stay unread. NULL when memory ran out. */
struct stored_login *stored_login_new(const hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments);
struct stored_login *stored_login_ref(struct stored_login *login);
void stored_login_unref(struct stored_login *login);
/* From here on the task is this login, for the first time or again, and the reference is the task's. */
void stored_login_give(struct stored_login *login, struct hvac_task *task);
/* A task that logs in anew, for the tokens of `client`, as the client did that logged in first; `replaces`: the token for which it does,
 * or NULL. *task NULL when memory ran out. */
hvac_status stored_login_task(struct stored_login *login, const hvac_client *client, struct token *replaces, struct hvac_task **task);
/* One that asks the server about the token, likewise: "GET" "auth/token/lookup-self". */
hvac_status stored_login_ask(struct stored_login *login, const hvac_client *client, const char *method, const char *path, struct hvac_task **task);
/* NULL when memory ran out. */
struct unwrapped *unwrapped_new(const char *wrapping, const char *wrapped);
void unwrapped_free(struct unwrapped *unwrapped);

#endif
