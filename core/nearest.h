/* SPDX-License-Identifier: MIT */
/* "Did you mean": which known name is nearest to a misspelt one. */
#ifndef HVAC_CORE_NEAREST_H
#define HVAC_CORE_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *wanted;
	const char *name;       /* the nearest so far; NULL while none is near enough */
	size_t distance;
};

void nearest_begin(struct nearest *nearest, const char *wanted);
void nearest_offer(struct nearest *nearest, const char *name);

#endif
