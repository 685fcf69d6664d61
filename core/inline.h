/* SPDX-License-Identifier: MIT */
/*
 * Inline authentication (OpenBao 2.4 and later): a login that travels in the headers of each request, so that no token is made.
 * The login is a task that stops before it would be sent.
 */
#ifndef HVAC_CORE_INLINE_H
#define HVAC_CORE_INLINE_H

#include "task.h"

/* The login that the task's request is to carry; *login NULL when its client has none or the request needs none. */
hvac_status inline_new(struct hvac_task *task, struct hvac_task **login);
/* Whether the request that is filled in is the login itself, at which such a task stops. */
bool inline_is_complete(const struct hvac_task *login);
/* Puts the login into the headers that the task sends. HVAC_PARAM_VALIDATION_ERROR: *why is a static sentence. */
hvac_status inline_take(struct hvac_task *task, const char **why);

#endif
