/* SPDX-License-Identifier: MIT */
/* Where the keys of an operator come from: the lines of a file or of standard input, or people at the terminal, one by one. */
#ifndef CLI_OPERATOR_KEYS_H
#define CLI_OPERATOR_KEYS_H

#include <stdbool.h>
#include "command_line.h"
#include "input.h"

struct operator_keys {
	struct input file;
	char *next;                      /* the rest of it */
	bool are_given;                  /* by a file or standard input; else they are asked for */
	char *asked;                     /* the last that was */
};

/* Takes key=@FILE or key=- off the line. EXIT_OK, or the failure has been told; operator_keys_free either way. */
int operator_keys_begin(struct operator_keys *keys, struct command_line *line);
void operator_keys_free(struct operator_keys *keys);

/* The next key, which lives until the one after it; `label` is what it is asked for by. EXIT_OK and NULL: there are no more, or there
 * is nobody to ask. */
int operator_keys_next(struct operator_keys *keys, const struct command_line *line, const char *label, const char **key);

/* Whether people are asked, who may try again. */
bool operator_keys_are_asked_for(const struct operator_keys *keys);

#endif
