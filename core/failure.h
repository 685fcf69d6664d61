/* SPDX-License-Identifier: MIT */
/* The sentence of a failed call: what was asked, what was answered, what to do; never a secret. */
#ifndef HVAC_CORE_FAILURE_H
#define HVAC_CORE_FAILURE_H

#include "task.h"

/* By malloc; `why` says what the answer does not (may be NULL). NULL when memory ran out. */
char *failure_text(const struct hvac_task *task, const hvac_response *response, const char *why);
/* Blots out every secret of the task that the server has echoed; after the body was parsed. False when memory ran out. */
bool failure_blot(struct hvac_task *task, hvac_response *response);
/* Whether what the server has said elsewhere has none of them; false also when memory ran out. */
bool failure_may_show(struct hvac_task *task, const char *text, size_t length);
/* The text, or "***" where that may not be shown. */
const char *failure_shown(struct hvac_task *task, const char *text);

#endif
