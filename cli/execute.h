/* SPDX-License-Identifier: MIT */
/* What becomes of a task: shown by --dry-run, or made and its answer told. */
#ifndef CLI_EXECUTE_H
#define CLI_EXECUTE_H

#include <hvac/hvac.h>
#include "command_line.h"

/* Carries the task out as the flags say and frees it; NULL: memory ran out when it was made. Returns the exit code. */
int execute_task(const struct command_line *line, hvac_task *task);

#endif
