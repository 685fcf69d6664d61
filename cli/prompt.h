/* SPDX-License-Identifier: MIT */
/* Asks a person at the terminal for one line. */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include <stdbool.h>
#include "command_line.h"

/* Whether there is somebody to ask: standard input and standard error are a terminal. */
bool prompt_is_possible(void);

/* Writes "LABEL: " to standard error and reads a line, which the terminal does not show when it is `secret`. The terminal is as
 * it was on every way out, a signal's too. EXIT_OK and `*text` (to be wiped and freed by text_discard), or the failure has been
 * told, by `name`, and this is its exit code. */
int prompt_read(const struct command_line *line, const char *name, const char *label, bool secret, char **text);

#endif
