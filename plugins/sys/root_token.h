/* SPDX-License-Identifier: MIT */
/* A root token as servers hand it out: hidden behind the OTP that its generation began with. */
#ifndef HVAC_SYS_ROOT_TOKEN_H
#define HVAC_SYS_ROOT_TOKEN_H

#include "sys.h"

/* A .prepare: ends the task with the token that the arguments encoded_token and otp make; nothing is sent. */
SYS_HIDDEN int hvac_sys_root_token_prepare(struct hvac_task *task, void *state);

#endif
