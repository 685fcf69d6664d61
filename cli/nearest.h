/* SPDX-License-Identifier: MIT */
/* What a mistyped name may have meant. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* The nearest of the names that were offered; NULL: none is near. */
struct nearest {
	const char *wanted, *name;
	size_t edits;                    /* as many are too many */
};

void nearest_begin(struct nearest *nearest, const char *wanted);
void nearest_offer(struct nearest *nearest, const char *name);

/* The installed engine that a name may have meant, also one of the right name and the wrong kind: its id, to be freed. NULL: none. */
char *nearest_engine(const char *wanted);

#endif
