/* SPDX-License-Identifier: MIT */
/* A transport: the adapter, the lanes that are kept between calls, and the calls that are in flight on them. */
#ifndef HVAC_CORE_POOL_H
#define HVAC_CORE_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <hvac/adapter.h>
#include "configuration.h"
#include "consistency.h"
#include "guard.h"
#include "json.h"
#include "limiter.h"

struct hvac_task;
struct hvac_client;

struct lane {
	struct lane *next;
	void *handle;
	struct json_parser parser;
	atomic_bool woken;              /* something was said to one of its tasks */
};

struct transport {
	atomic_uint references;
	hvac_adapter *adapter;
	struct transport *owner;        /* whose adapter it is; NULL: its own */
	bool given;                     /* the adapter is a program's */
	struct settings *settings;      /* of the client that made it: addresses, TLS, proxy */
	atomic_size_t address;          /* index of the one that answered last */
	struct limiter limiter;
	struct consistency consistency;
	struct guard guard;
};

/* Shares the settings and takes the adapter (NULL: libcurl's), unless it fails. HVAC_CONFIG_ERROR: *error is a sentence by
 * malloc; HVAC_NO_MEMORY. */
hvac_status transport_new(struct settings *settings, const struct passphrase *passphrase, hvac_adapter *adapter,
                          struct transport **transport, char **error);
/* One with other settings; the same adapter if a program gave it. Returns as transport_new. */
hvac_status transport_derive(struct transport *from, struct settings *settings, const struct passphrase *passphrase,
                             struct transport **transport, char **error);
struct transport *transport_ref(struct transport *transport);
void transport_unref(struct transport *transport);

/* Takes a kept lane or opens one. HVAC_CONFIG_ERROR (*detail is a static sentence) or HVAC_NO_MEMORY. */
hvac_status pool_open(struct transport *transport, struct lane **lane, const char **detail);
/* Gives it back, with nothing under way on it. */
void pool_close(struct transport *transport, struct lane *lane);
/* A descriptor that is readable whenever the lane has something to do, -1 without; and the milliseconds until it has even so, -1 for
 * never. */
int pool_descriptor(const struct transport *transport, const struct lane *lane);
int pool_due(const struct transport *transport, const struct lane *lane);
bool pool_is_fresh(const struct transport *transport, const struct lane *lane);
/* Notes the task as in flight on the lane (NULL: on none yet); once more with another lane moves it there. False when memory ran out. */
bool pool_enter(struct transport *transport, struct hvac_task *task, struct lane *lane);
/* The same for one that waits for a change of the block. */
bool pool_enter_waiting(struct transport *transport, struct hvac_task *task, struct guard_block *block);
/* Does nothing for one that is not in flight. */
void pool_leave(struct transport *transport, struct hvac_task *task);
/* Makes the task's lane return from driving, if it is on one, or wakes it where it waits without; from any thread, outside of what is
 * waited on. */
void pool_wake(struct transport *transport, struct hvac_task *task);
/* Cancels the client's tasks and waits until none is in flight; those of a queue end when that runs. */
void pool_cancel_all(struct transport *transport, const struct hvac_client *client);

#endif
