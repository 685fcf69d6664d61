/* SPDX-License-Identifier: MIT */
/* --output-policy: what a token needs to be allowed for a call. */
#ifndef CLI_POLICY_H
#define CLI_POLICY_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

/* Prints the policy for the requests of a dry run, and for those that the operation's hooks may send besides; `call` is NULL
 * for a plain path. Returns the exit code. */
int policy_print(const struct command_line *line, const hvac_value *requests, const struct call *call);

#endif
