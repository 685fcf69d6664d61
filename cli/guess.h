/* SPDX-License-Identifier: MIT */
/* What a mistyped name may have meant. */
#ifndef CLI_GUESS_H
#define CLI_GUESS_H

#include <stddef.h>

/* The nearest of the names that were offered; NULL: none is near. */
struct guess {
	const char *wanted, *name;
	size_t edits;                    /* as many are too many */
};

void guess_begin(struct guess *nearest, const char *wanted);
void guess_offer(struct guess *nearest, const char *name);

/* The installed engine that a name may have meant, also one of the right name and the wrong kind: its id, to be freed. NULL: none. */
char *guess_engine(const char *wanted);

#endif
