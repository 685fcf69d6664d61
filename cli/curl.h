/* SPDX-License-Identifier: MIT */
/* --output-curl: requests as lines for a shell. */
#ifndef CLI_CURL_H
#define CLI_CURL_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

/* Prints a line for each request of a dry run: address, TLS and proxy from flags and environment, the token from the shell's
 * own environment. `call` is NULL for a plain path. Returns the exit code. */
int curl_print(const struct command_line *line, const hvac_value *requests, const struct call *call);

#endif
