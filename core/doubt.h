/* SPDX-License-Identifier: MIT */
/*
 * What a task does when its token was refused: it asks the server whether the token lives, and logs in anew if not, for all
 * who use the token. The requests of both are a task of their own, which goes before the task's next request.
 */
#ifndef HVAC_CORE_DOUBT_H
#define HVAC_CORE_DOUBT_H

#include "task.h"

enum doubt_step { DOUBT_NONE, DOUBT_WAITS, DOUBT_PROBES, DOUBT_LOGS_IN };

/* What comes of it. */
enum doubt_result {
	DOUBT_GOES_ON,          /* *step says what is wanted */
	DOUBT_ASKS_AGAIN,       /* there is another token */
	DOUBT_ENDS              /* the refusal stands */
};

/* Whether the task's request carried a token for which another may be got. */
bool doubt_is_possible(const struct hvac_task *task);
/* The task's token was refused just now, or a wait for it is over. */
enum doubt_result doubt_go_on(struct hvac_task *task, uint64_t now, struct task_step *step);
/* The task of its own wants something, or it is done. */
enum doubt_result doubt_after(struct hvac_task *task, uint64_t now, struct task_step *step);
/* Ends all of it: somebody else may find out. */
void doubt_end(struct hvac_task *task);

#endif
