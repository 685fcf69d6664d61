/* SPDX-License-Identifier: MIT */
/* The hooks of the login. */
#ifndef HVAC_AUTH_ALICLOUD_LOGIN_H
#define HVAC_AUTH_ALICLOUD_LOGIN_H

#include "cloud.h"

int alicloud_prepare(struct hvac_task *task, void *state);
int alicloud_finish(struct hvac_task *task, void *state, const hvac_response *response);

#endif
