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
	char **answers;                  /* what was asked for */
	size_t n_answers;
	const char *body;                /* the file that the body is streamed from, "-" standard input; NULL: none */
	bool gives_stream;               /* the answer can be streamed */
	/* Looks at what is streamed from or to a file before it is sent or kept; NULL: nobody does. EXIT_OK, or it has been told. */
	int (*check)(const struct command_line *line, const char *path, int descriptor);
};

/* The call of an operation. */
struct call {
	const char *engine, *operation;
	const struct arguments *arguments;
};

/* Makes the arguments of an engine's operation from --args and the words from `first` on. EXIT_OK, or the failure has been
 * told and this is its exit code. To be freed either way, and not before the call is over. */
int arguments_read(struct arguments *arguments, const struct command_line *line, size_t first, const char *engine, const char *operation);
void arguments_free(struct arguments *arguments);

/* Adds one that was asked for; `text` is owned from here on, and wiped. */
int arguments_add(struct arguments *arguments, const struct command_line *line, const char *name, char *text);
/* Adds one that is asked for when it is needed. `name` is not copied. */
int arguments_add_source(struct arguments *arguments, const struct command_line *line, const char *name, hvac_source_function *function,
                         void *context);

/* Whether an argument of this name was given. */
bool arguments_have(const struct arguments *arguments, const char *name);

/* One argument as text; a file is read. To be freed, by text_discard where it may be secret. NULL: not given, null, unreadable,
 * or no memory. */
char *arguments_text(const struct arguments *arguments, const char *name);

/* Reads one now, as text, where it is needed more than once: a pipe can be read only once. Nothing happens when it was not given. */
int arguments_read_now(struct arguments *arguments, const struct command_line *line, const char *name);

/* The same for a plain path: one map, in which the words are strings. `*members` is the caller's; NULL when none were given. */
int arguments_read_map(const struct command_line *line, size_t first, hvac_value **members);

#endif
