/* SPDX-License-Identifier: MIT */
/* The hooks of the logins. Linked names begin with the engine's: it may stand beside others in one library. */
#ifndef HVAC_AUTH_AWS_LOGIN_H
#define HVAC_AUTH_AWS_LOGIN_H

#include "cloud.h"

struct login {
	struct cloud_identity identity;
	bool is_ec2;
	const char *document, *signature;
};

int aws_prepare(struct hvac_task *task, void *state);
int aws_prepare_iam(struct hvac_task *task, void *state);
int aws_prepare_ec2(struct hvac_task *task, void *state);
int aws_finish(struct hvac_task *task, void *state, const hvac_response *response);

#endif
