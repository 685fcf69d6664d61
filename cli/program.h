/* SPDX-License-Identifier: MIT */
/* A program that is run, and does not outlive the command. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include <signal.h>
#include <sys/types.h>
#include "command_line.h"
#include "inherited.h"

struct program {
	char **arguments;                /* its own name first, NULL last */
	char *path;
	struct inherited inherited;
	pid_t pid;                       /* 0: it does not run */
};

/* Looks for it as a shell does, and notes which descriptors it is to have: before a client opens more. EXIT_OK, or the failure has been told and this is its exit code. To be freed either way. */
int program_find(struct program *program, const struct command_line *line, char **arguments);
void program_free(struct program *program);

/* Starts it with this environment and these signals blocked. `input` becomes its standard input; -1: it has the command's. As above. */
int program_start(struct program *program, const struct command_line *line, char *const *environment, int input, const sigset_t *mask);

/* The exit status that tells of a wait status: 128 and its number for a signal. */
int program_exit_code(int status);

#endif
