/* SPDX-License-Identifier: MIT */
/* Where secrets go: variables of a program's environment, and files. */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <hvac/hvac.h>
#include "command_line.h"
#include "environment.h"
#include "private_directory.h"
#include "reference.h"
#include "secret.h"

struct target {
	bool is_file;
	char *name;
	struct reference reference;
	struct secret secret, fresh;     /* what it has; what it gets if all that is read at once is there */
	bool changed;                    /* since it was handed over */
};

struct targets {
	struct target *list;
	size_t count;
};

/* Reads --secret and --file. EXIT_OK, or the failure has been told and this is its exit code. To be freed either way. */
int targets_read(struct targets *targets, const struct command_line *line);
void targets_free(struct targets *targets);

/* Those that read the same are read at once, by the first of them. */
bool targets_is_first(const struct targets *targets, const struct target *target);

/* What has been read for the first goes to all that have asked for the same. False: not all of it was there, and they keep what they have;
 * `*message` says what was not, to be freed; NULL: no memory. */
bool targets_take(struct targets *targets, const struct target *first, const hvac_response *response, char **message);

/* Whether one has changed since it was handed over; and that they now have been. */
bool targets_have_changed(const struct targets *targets);
void targets_settle(struct targets *targets);

bool targets_have_files(const struct targets *targets);
/* Writes the files that have changed: those are handed over then. False: not all; errno says why, `*name` which one. */
bool targets_write(struct targets *targets, const struct private_directory *directory, const char **name);
void targets_set(const struct targets *targets, struct environment *environment);

#endif
