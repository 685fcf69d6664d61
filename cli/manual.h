/* SPDX-License-Identifier: MIT */
/* What a person is told of engines and operations: all of it comes from the engine's table. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include <hvac/hvac.h>
#include "command_line.h"

/* Each takes what hvac_plugin_list or hvac_plugin_describe gave, and returns the exit code. */
int manual_engines(const struct command_line *line, const hvac_value *list);
int manual_engine(const struct command_line *line, const hvac_value *engine);
int manual_operation(const struct command_line *line, const hvac_value *engine, const hvac_value *operation);

#endif
