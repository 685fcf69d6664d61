/* SPDX-License-Identifier: MIT */
/* The environment of a program: the command's own, without its secrets, and what is added. */
#ifndef CLI_ENVIRONMENT_H
#define CLI_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

struct environment {
	char **variables;                /* NULL last */
	size_t count, room;
	size_t n_kept;                   /* the first ones are the command's own memory */
	bool out_of_memory;
};

/* `keeps_token`: also the settings that are secret. To be freed, whatever it says. */
void environment_begin(struct environment *environment, bool keeps_token, size_t n_more);
/* Sets a variable, for one of that name that is there already. The value is copied. */
void environment_set(struct environment *environment, const char *name, const char *value);
/* Wipes what was added. */
void environment_free(struct environment *environment);

#endif
