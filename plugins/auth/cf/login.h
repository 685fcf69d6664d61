/* SPDX-License-Identifier: MIT */
/* The hook of the login. */
#ifndef HVAC_AUTH_CF_LOGIN_H
#define HVAC_AUTH_CF_LOGIN_H

#include <hvac/plugin.h>

int cf_prepare(struct hvac_task *task, void *state);

#endif
