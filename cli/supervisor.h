/* SPDX-License-Identifier: MIT */
/* Watches secrets and runs a program meanwhile, in one loop: passes signals on, waits for the end of the program, and, as the first process
 * of a container, of everybody else. What is done when a secret has come is the command's own. */
#ifndef CLI_SUPERVISOR_H
#define CLI_SUPERVISOR_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include "program.h"
#include "vigil.h"

struct supervisor {
	const struct command_line *line;
	struct vigil vigil;
	struct program program;
	int signals;                     /* where they are read from */
	int output;                      /* it ends when nobody reads any more what is written there; -1: that is not looked at */
	sigset_t mask;                   /* those that were blocked before */
	int ending;                      /* the last signal that asked for an end; SIGTERM, which asks for nothing else, stays; 0: none */
	bool over;
	int code;                        /* how it ends */
	int64_t due;                     /* when `look` is to be called although nothing has happened, in milliseconds of duration_now */

	/* Something has happened. */
	void (*look)(struct supervisor *supervisor);
	/* The program has ended with this wait status. */
	void (*ended)(struct supervisor *supervisor, int status);
};

/* From here on no core is dumped: to be called before the first secret is there. To be ended. */
void supervisor_begin(struct supervisor *supervisor, const struct command_line *line);
/* Takes the signals and runs until it is stopped, or a failure has been told that ends it. Its exit code. */
int supervisor_run(struct supervisor *supervisor);
void supervisor_stop(struct supervisor *supervisor, int code);
/* Whether somebody reads `output`; if not, it stops by itself. */
bool supervisor_is_read(const struct supervisor *supervisor);
/* Gives the signals back, revokes and frees. Where revoking takes too long it ends the process, with this exit code. */
void supervisor_end(struct supervisor *supervisor, int code);

#endif
