/* SPDX-License-Identifier: MIT */
/* Hooks of operations that send a list of keys, one request each, until the server has enough of them. */
#ifndef HVAC_SYS_KEYS_H
#define HVAC_SYS_KEYS_H

#include <stdbool.h>
#include "sys.h"

struct sys_keys {
	const char *list;                /* the argument that holds the keys */
	const char *member;              /* the member of the body that takes one */
	const char *pointer;             /* where an answer tells whether more are wanted */
	bool ends;                       /* what stands there when none is */
};

/* The state of such an operation: .state_size = sizeof(struct sys_keys_state). */
struct sys_keys_state {
	size_t sent;
};

/* For .prepare and .finish, behind a function of the operation's own which says what its keys are. Every key is checked
 * to be a string before the first is sent; what its row sends is the same for each key, but for the key. An answer that is a
 * failure ends the task; so does the last key's. */
SYS_HIDDEN int hvac_sys_keys_prepare(struct hvac_task *task, struct sys_keys_state *state, const struct sys_keys *keys);
SYS_HIDDEN int hvac_sys_keys_finish(struct hvac_task *task, struct sys_keys_state *state, const struct sys_keys *keys, const hvac_response *response);

#endif
