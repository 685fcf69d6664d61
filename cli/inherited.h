/* SPDX-License-Identifier: MIT */
/* The descriptors that the command was given, and that a program which it starts is to have; libraries open others, not all of which close
 * by themselves. */
#ifndef CLI_INHERITED_H
#define CLI_INHERITED_H

#include <stdbool.h>
#include <stddef.h>

struct inherited {
	int *list;                       /* in ascending order */
	size_t count;
};

/* Looks which are open; before anything opens more. False: errno says why. To be freed either way. */
bool inherited_note(struct inherited *inherited);
void inherited_free(struct inherited *inherited);

/* All others but the standard streams are closed by the next exec. System calls alone: it may stand between fork and exec. */
void inherited_keep_alone(const struct inherited *inherited);

#endif
