/* SPDX-License-Identifier: MIT */
/* Where a browser is sent back to after its person has signed in: an address of loopback, listened at for one answer. */
#ifndef CLI_CALLBACK_H
#define CLI_CALLBACK_H

#include <stdbool.h>
#include <stdint.h>
#include "command_line.h"

struct callback;

/* Listens at `url`, "http://localhost:8250/oidc/callback". EXIT_OK and *callback, or the failure has been told and this is its exit
 * code. */
int callback_open(const struct command_line *line, const char *url, struct callback **callback);

/* Waits at most so long for a browser that brings `state`; whoever else comes is turned away. What it asked for, with its query, is
 * secret and belongs to the callback. NULL: nobody came. */
const char *callback_wait(struct callback *callback, const char *state, int64_t milliseconds);

/* Tells the one who came a sentence, once. */
void callback_answer(struct callback *callback, const char *sentence);

/* NULL is fine. */
void callback_close(struct callback *callback);

#endif
