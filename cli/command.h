/* SPDX-License-Identifier: MIT */
/* The commands: what each is called, takes and does. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "command_line.h"

struct command {
	const char *name;
	const char *words;               /* of the usage: "ENGINE OPERATION [NAME=VALUE ...]" */
	const char *help;                /* one line */
	unsigned flags;                  /* those that it takes */
	size_t least_words;
	int (*run)(const struct command_line *line);
};

/* In the order of the help, NULL past the last; by name, NULL when there is none. */
const struct command *command_at(size_t index);
const struct command *command_named(const char *name);

int command_call(const struct command_line *line);
int command_raw(const struct command_line *line);        /* hvac call raw OPERATION */
int command_path(const struct command_line *line);       /* read, list, scan, write, patch, delete */
int command_login(const struct command_line *line);
int command_operator(const struct command_line *line);
int command_exec(const struct command_line *line);
int command_engines(const struct command_line *line);
int command_completion(const struct command_line *line);
int command_help(const struct command_line *line);
int command_status(const struct command_line *line);
int command_watch(const struct command_line *line);

/* Tells that there is no such command and which may have been meant. */
int command_refuse(const struct command_line *line, const char *name);

#endif
