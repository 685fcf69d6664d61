/* SPDX-License-Identifier: MIT */
/* The hooks of the login, and of roles. */
#ifndef HVAC_AUTH_GCP_LOGIN_H
#define HVAC_AUTH_GCP_LOGIN_H

#include <stdbool.h>
#include <hvac/plugin.h>

struct gcp_login {
	/* What takes the answer that is being waited for; NULL: it is the server's own. */
	int (*take)(struct hvac_task *task, struct gcp_login *login, const hvac_response *response);
	const char *account;                    /* e-mail address of the service account that logs in */
	const char *access_token;               /* for the IAM credentials API */
	bool is_made_here;                      /* the JWT, with this machine's clock */
};

int gcp_prepare(struct hvac_task *task, void *state);
int gcp_finish(struct hvac_task *task, void *state, const hvac_response *response);

#endif
