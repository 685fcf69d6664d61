/* SPDX-License-Identifier: MIT */
/* hvac login oidc: a login by browser, whichever way its role says that the provider's answer takes. */
#ifndef CLI_OIDC_H
#define CLI_OIDC_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

/* The engine, and the operations that begin such a login and, where the browser comes back, end it. `hvac login oidc` takes the
 * arguments of the first and what every login takes, as the last does: its parameters say of both which are secret. */
#define OIDC_ENGINE "auth/oidc"
#define OIDC_BEGIN "oidc_authorization_url_request"
#define OIDC_END "oidc_callback"

/* Adds the arguments of OIDC_BEGIN that were not given. EXIT_OK, or the failure has been told and this is its exit code. */
int oidc_prepare(const struct command_line *line, struct arguments *arguments);

/* Has somebody sign in, and logs in with what comes of it. EXIT_OK and *response, good or bad, to be freed; else the failure has been
 * told, and this is its exit code. */
int oidc_log_in(const struct command_line *line, hvac_client *client, const struct arguments *arguments, hvac_response **response);

#endif
