/* SPDX-License-Identifier: MIT */
/* The client that flags, environment and token file describe. */
#ifndef CLI_CONNECT_H
#define CLI_CONNECT_H

#include <stdbool.h>
#include <hvac/hvac.h>
#include "command_line.h"

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
