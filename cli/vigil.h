/* SPDX-License-Identifier: MIT */
/* Secrets that are watched: a client and a watcher, how both are told of, and how long the first answers are waited for. */
#ifndef CLI_VIGIL_H
#define CLI_VIGIL_H

#include <stdbool.h>
#include <stdint.h>
#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

struct vigil {
	const struct command_line *line;
	hvac_client *client;
	hvac_watcher *watcher;
	struct arguments login;          /* those of --login */
	bool logged_in;
	size_t n_missing;                /* secrets that have not come yet */
	int64_t gives_up;                /* when they must be there */
	int code;                        /* EXIT_OK, or that of what makes it pointless to go on, which has been told */
};

/* Makes the client, and takes the login from the flags and the words of `line`, which must live on. EXIT_OK, or the failure has been told
 * and this is its exit code. To be ended either way. */
int vigil_begin(struct vigil *vigil, const struct command_line *line);
/* Adds a secret; `task` is owned from here on. As above. */
int vigil_add(struct vigil *vigil, hvac_task *task, hvac_secret_function *secret, void *context);
/* To be called when one has come for the first time. */
void vigil_came(struct vigil *vigil);

/* When vigil_work is to be called, in milliseconds of duration_now. */
int64_t vigil_due(const struct vigil *vigil);
void vigil_work(struct vigil *vigil);

/* Revokes what was made, unless --no-revoke. Where that takes too long it ends the process, with this exit code. */
void vigil_end(struct vigil *vigil, int code);

#endif
