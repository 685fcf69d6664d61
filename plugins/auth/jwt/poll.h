/* SPDX-License-Identifier: MIT */
/* Asking again and again until a person has signed in, with the argument poll_interval. Here for auth/jwt and auth/saml alike. */
#ifndef HVAC_AUTH_POLL_H
#define HVAC_AUTH_POLL_H

#include <hvac/plugin.h>

struct poll {
	unsigned interval;               /* seconds */
};

/* Before anything is sent. */
static inline int poll_begin(struct hvac_task *task, struct poll *poll, int longest)
{
	int64_t interval = 0;

	if (!hvac_task_integer(task, "poll_interval", &interval) || interval < 1 || interval > longest)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "poll_interval must be 1 to %d seconds", longest);
	poll->interval = (unsigned)interval;
	return HVAC_HOOK_AGAIN;
}

static inline int poll_again(struct hvac_task *task, const struct poll *poll)
{
	hvac_again_after(task, poll->interval * 1000);
	return HVAC_HOOK_AGAIN;
}

#endif
