/* SPDX-License-Identifier: MIT */
/* Signals that come by a descriptor instead of at any moment, for a process that runs another and passes them on. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* The names, without "SIG", of those that may be asked for; NULL past the last. */
const char *signals_name_at(size_t index);
/* By name, also "SIGHUP"; 0: there is none. */
int signals_named(const char *name);
/* Whether one asks for an end. */
bool signals_is_end(int number);

/* From here on they, and SIGCHLD, are read from the descriptor that is returned; `before` gets the process's mask. -1: errno says why.
 * Those that the process ignores, as under nohup, stay ignored. */
int signals_open(sigset_t *before);

/* In between `output` may wait for its reader without end: a signal that asks for one has nothing more written there, now or later, and is
 * read from the descriptor afterwards. False: one has come. */
void signals_output_begin(int output);
bool signals_output_end(void);

#endif
