/* SPDX-License-Identifier: MIT */
/* Failures: how each is told to people and to scripts, and the exit code it becomes. */
#ifndef CLI_FAILURE_H
#define CLI_FAILURE_H

#include <hvac/hvac.h>
#include "command_line.h"

/* Exit codes: part of the command's contract. */
enum {
	EXIT_OK = 0,             /* also whatever state a server says it is in */
	EXIT_LOCAL = 1,          /* output that cannot be written, no memory */
	EXIT_ARGUMENTS = 2,      /* arguments, settings, an operation that does not exist */
	EXIT_CONNECTION = 3,     /* connection, TLS, timeout */
	EXIT_NOT_FOUND = 4,
	EXIT_DENIED = 5,
	EXIT_REFUSED = 6,        /* any other refusal by the server, and an answer that cannot be used */
	EXIT_NO_ENGINE = 7,      /* not installed, or refused by the loader */
	EXIT_CANNOT_RUN = 126,   /* a program; and where there is none, as shells and env have it */
	EXIT_NO_PROGRAM = 127
};

/* Tells of a call that failed on standard error and returns the exit code. NULL means that memory ran out. */
int failure_of_response(const struct command_line *line, const hvac_response *response);

/* The same for what the command itself found wrong. */
HVAC_FORMAT(3, 4)
int failure(const struct command_line *line, hvac_status status, const char *format, ...);

/* The same where no status fits: something of this machine failed. Exit code EXIT_LOCAL. */
HVAC_FORMAT(2, 3)
int failure_local(const struct command_line *line, const char *format, ...);

/* Tells people of something that is no failure, on standard error. */
void failure_warn(const char *text);

#endif
