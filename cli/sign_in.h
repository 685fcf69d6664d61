/* SPDX-License-Identifier: MIT */
/* What logins share for which a person has to do something elsewhere. */
#ifndef CLI_SIGN_IN_H
#define CLI_SIGN_IN_H

#include <stdbool.h>
#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"

/* A login of several calls, by its engine. `hvac login` takes the arguments of the operation that it begins with and what every login
 * takes, as the one that it ends with does: that one's parameters say which are secret. */
struct sign_in {
	const char *engine, *begins_with, *ends_with;
	const char *shared[4];           /* arguments that more than one of the calls gets, NULL behind them */
	/* Adds arguments that were not given. EXIT_OK, or the failure has been told and this is its exit code. */
	int (*prepare)(const struct command_line *line, struct arguments *arguments);
	/* Has somebody sign in, and logs in with what comes of it. EXIT_OK and *response, good or bad, to be freed; else the failure has
	 * been told, and this is its exit code. */
	int (*log_in)(const struct command_line *line, hvac_client *client, struct arguments *arguments, hvac_response **response);
};

/* oidc.c, okta.c, saml.c. NULL: the engine's login is one call. */
extern const struct sign_in sign_in_oidc, sign_in_okta, sign_in_saml;
const struct sign_in *sign_in_of(const char *engine);

/* Prepares, and reads what is shared: a pipe can be read only once. EXIT_OK, or the failure has been told and this is its exit code. */
int sign_in_prepare(const struct sign_in *sign_in, const struct command_line *line, struct arguments *arguments);

/* Adds an argument unless it was given; `text` is owned, and NULL where it could not be made. */
int sign_in_add(const struct command_line *line, struct arguments *arguments, const char *name, char *text);

/* What was given: for the call that begins the login, and what every login takes, for the one that ends it. */
enum { SIGN_IN_EXTRAS = 3 };
struct sign_in_split {
	hvac_argument *first;            /* to be freed; NULL: no memory */
	hvac_argument last[SIGN_IN_EXTRAS + 1];
};
void sign_in_split(struct sign_in_split *split, const struct arguments *arguments);

/* Tells where to sign in, on standard error: standard output is for the login's result; and opens a browser there. `code` (may be NULL)
 * is to be typed there. */
int sign_in_show(const struct command_line *line, const char *url, const char *code);

/* How long people may take, as a duration: --deadline, or what servers give them. */
const char *sign_in_patience(const struct command_line *line);

/* A client whose calls may take so long. NULL: the failure has been told. */
hvac_client *sign_in_patient(const struct command_line *line, hvac_client *client);

#endif
