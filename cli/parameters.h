/* SPDX-License-Identifier: MIT */
/* What an engine says of an operation's parameters. */
#ifndef CLI_PARAMETERS_H
#define CLI_PARAMETERS_H

#include <stdbool.h>
#include <hvac/hvac.h>

struct parameters {
	hvac_value *description;         /* the engine's */
	const hvac_value *operation, *list; /* what it says of the operation, and of its parameters; NULL: there is no such operation */
};

/* Loads the engine. Where engine or operation do not exist nothing is found: the call itself says why. */
void parameters_find(struct parameters *parameters, const char *engine, const char *operation);
void parameters_free(struct parameters *parameters);

/* False also for a parameter that does not exist. */
bool parameters_is_secret(const struct parameters *parameters, const char *name);

/* Whether the parameter is a body that may come from a stream. */
bool parameters_is_stream(const struct parameters *parameters, const char *name);

/* A list's member whose "name" is this; NULL: none. */
const hvac_value *parameters_named(const hvac_value *list, const char *name);

#endif
