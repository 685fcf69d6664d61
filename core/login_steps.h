/* SPDX-License-Identifier: MIT */
/*
 * What the library does around every login, whatever engine it is of: a wrapping token is exchanged for what it wraps
 * before it, a second factor is given after it. Hooks around the engine's own, under the same rules.
 */
#ifndef HVAC_CORE_LOGIN_STEPS_H
#define HVAC_CORE_LOGIN_STEPS_H

#include <hvac/plugin.h>

/* What every login takes besides its own parameters. */
enum login_parameter { LOGIN_MFA, LOGIN_MFA_METHOD, LOGIN_MFA_PASSCODE, LOGIN_UNWRAP, LOGIN_PARAMETERS };
extern const struct hvac_parameter login_parameters[LOGIN_PARAMETERS];

/* Reads the wrapping token before the other arguments, if it comes from a file or a source: a login that is repeated needs it no more,
 * and takes the last one for one that is gone. Returns as bound_read. */
hvac_status login_read(struct hvac_task *task, const char **error);
/* As an operation's hooks. */
int login_prepare(struct hvac_task *task);
int login_finish(struct hvac_task *task, const hvac_response *response);

#endif
