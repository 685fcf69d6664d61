/* SPDX-License-Identifier: MIT */
/* The hooks of the login. */
#ifndef HVAC_AUTH_AZURE_LOGIN_H
#define HVAC_AUTH_AZURE_LOGIN_H

#include <hvac/plugin.h>

enum azure_question { AZURE_NOTHING, AZURE_TOKEN, AZURE_INSTANCE };

struct azure_login {
	enum azure_question asked;              /* of the instance metadata service, which is to answer */
	const char *jwt;
};

int azure_prepare(struct hvac_task *task, void *state);
int azure_finish(struct hvac_task *task, void *state, const hvac_response *response);

#endif
