/* SPDX-License-Identifier: MIT */
/* Identifiers of one header that must differ. */
#ifndef GEN_NAMES_H
#define GEN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
	char **list;
	size_t count;
	bool complete;           /* false: memory ran out */
};

struct names names_new(size_t room);
void names_free(struct names *names);
/* At most as many as there is room for. */
void names_add(struct names *names, const char *before, const char *name, const char *behind);
/* Whether no two are the same; if not, that has been told, as a thing `of` the engine. Sorts them. */
bool names_differ(struct names *names, const char *engine, const char *of);

#endif
