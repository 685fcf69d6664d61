/* SPDX-License-Identifier: MIT */
/* hvac login okta: a login that lasts until somebody has answered on the telephone. */
#ifndef CLI_OKTA_H
#define CLI_OKTA_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

#define OKTA_ENGINE "auth/okta"

/* Logs in, and meanwhile shows the number to tap, should Okta ask for one. EXIT_OK and *response, good or bad, to be freed; else the
 * failure has been told, and this is its exit code. */
int okta_log_in(const struct command_line *line, hvac_client *client, struct arguments *arguments, hvac_response **response);

#endif
