/* SPDX-License-Identifier: MIT */
/* The client that flags, environment and token file describe. */
#ifndef CLI_CONNECT_H
#define CLI_CONNECT_H

#include <stdbool.h>
#include <hvac/hvac.h>
#include "command_line.h"

/* An option that was given, by a flag or by the environment. */
struct given {
	const char *name, *value;
	char variable[64];               /* the environment's, whose names are all ours; empty: it was a flag */
};

/* One that the caller knows there is. */
const hvac_option *connect_option(const char *name);

/* BAO_ wins over VAULT_; an empty one is none. */
bool connect_in_environment(const char *name, struct given *given);

/* The first option of the list that a flag gave, else the first that the environment gives. False: none. */
bool connect_given(const struct command_line *line, const char *const *names, struct given *given);

/* What a flag says of one option, else the environment; NULL: neither does. */
const char *connect_setting(const struct command_line *line, const char *name);

/* Makes the client; opens no connection. `anonymous`: no token is read from anywhere, as for a login, which may be what
 * mends a broken token file. EXIT_OK, or the failure has been told and this is its exit code. */
int connect_client(const struct command_line *line, bool anonymous, hvac_client **client);

/* One like it, none of whose answers is wrapped: for what is read here. To be freed; NULL: no memory. */
hvac_client *connect_unwrapped(hvac_client *client);

/* A client as connect_client makes it, for a command that reads the answers itself: none of them is wrapped, whatever the environment says,
 * and a flag that would have them wrapped is refused. */
int connect_reader(const struct command_line *line, bool anonymous, hvac_client **client);

/* Whether that is a time for which answers are wrapped, not none. */
bool connect_wraps(const char *wrap_ttl);

/* Where the token is kept: to be freed. NULL: there is no place, or no memory. */
char *connect_token_file(const struct command_line *line);

#endif
