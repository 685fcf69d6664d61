/* SPDX-License-Identifier: MIT */
/* What the answer to a task's request says. */
#ifndef HVAC_CORE_ANSWER_H
#define HVAC_CORE_ANSWER_H

#include "task.h"

/* A response with what is known of the request, and the outcome's memory; what is no answer has no HTTP status from here on. NULL when
 * memory ran out. */
hvac_response *answer_new(struct hvac_task *task, hvac_outcome *outcome);
/* Parses it: a success must be what was promised, an error's body is read if it can be. HVAC_MALFORMED_ANSWER, HVAC_TOO_LARGE:
 * *why is a static sentence; HVAC_NO_MEMORY. */
hvac_status answer_read(struct hvac_task *task, bool success, const char **why);
bool answer_is_success(const struct hvac_task *task, int http_status);
bool answer_is_empty_list(const struct hvac_task *task);
bool answer_says_no_active_node(const hvac_response *response);
int64_t answer_retry_after(struct hvac_task *task, const hvac_response *response);
/* Whether a login's token becomes the client's: its argument use_token, true without one; never that of an inline client. */
bool answer_wants_token(struct hvac_task *task);
/* What `auth` of a login or a renewal, or else `data` of a look-up, says of the token's life since it was asked for. */
struct token_life answer_life(const hvac_value *auth, const hvac_value *data, uint64_t asked);
/* A login that succeeded: its token becomes the client's. *why is a static sentence where it fails. */
hvac_status answer_take_login(struct hvac_task *task, const char **why);

#endif
