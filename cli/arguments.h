/* SPDX-License-Identifier: MIT */
/* NAME=VALUE words and --args: the arguments of a call, or the members of a plain path's data. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include <stdbool.h>
#include <hvac/hvac.h>
#include "command_line.h"
#include "input.h"

struct arguments {
	hvac_argument *list;             /* ends with a zeroed one */
	size_t count;
	char **names;                    /* of the words, cut off before '=' */
	size_t n_names;
	hvac_value *object;              /* what --args gave; NULL: nothing */
	struct input standard_input;     /* what NAME=- read */
};

/* Makes the arguments of an engine's operation from --args and the words from `first` on. EXIT_OK, or the failure has been
 * told and this is its exit code. To be freed either way, and not before the call is over. */
int arguments_read(struct arguments *arguments, const struct command_line *line, size_t first, const char *engine, const char *operation);
void arguments_free(struct arguments *arguments);

/* The same for a plain path: one map, in which the words are strings. `*members` is the caller's; NULL when none were given. */
int arguments_read_map(const struct command_line *line, size_t first, hvac_value **members);

/* Reads --args: one JSON object, NULL when the flag was not given. */
int arguments_read_object(const struct command_line *line, hvac_value **object);

#endif
