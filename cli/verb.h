/* SPDX-License-Identifier: MIT */
/* What can be done with a plain path. */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include <stdbool.h>

struct verb {
	const char *name;
	const char *method;
	bool has_body;                   /* its data is the body; of the others it is the query */
};

/* "read", "list", "scan", "write", "patch", "delete"; NULL for any other name. */
const struct verb *verb_named(const char *name);

#endif
