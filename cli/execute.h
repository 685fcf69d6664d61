/* SPDX-License-Identifier: MIT */
/* What becomes of a task: shown by --dry-run and its like, or made and its answer told. */
#ifndef CLI_EXECUTE_H
#define CLI_EXECUTE_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

/* Carries the task out as the flags say and frees it; NULL: memory ran out when it was made. Returns the exit code. */
int execute_task(const struct command_line *line, hvac_task *task);

/* The same for an engine's operation. */
int execute_call(const struct command_line *line, hvac_client *client, const char *engine, const char *operation,
                 const struct arguments *arguments);

#endif
