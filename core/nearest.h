/* SPDX-License-Identifier: MIT */
/* "Did you mean": which known name is nearest to a misspelt one, and what may be told of that. */
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

/* What may be told of a name that is none, of an argument or an engine: itself if it looks like one, else ***, as it may be a secret that was put
 * into a name's place. */
const char *nearest_told(const char *wanted);

#endif
