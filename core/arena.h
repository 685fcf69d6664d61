/* SPDX-License-Identifier: MIT */
/* Memory of one call: allocated piece by piece, wiped and freed at once. */
#ifndef HVAC_CORE_ARENA_H
#define HVAC_CORE_ARENA_H

#include <stddef.h>
#include <hvac/status.h>

struct arena_block;
struct arena {
	struct arena_block *blocks;
};

/* Zeroed and aligned for any type; NULL when memory ran out. */
void *arena_alloc(struct arena *arena, size_t size);
/* With a NUL behind it. */
char *arena_copy(struct arena *arena, const void *bytes, size_t length);
/* Three texts in a row. */
char *arena_join(struct arena *arena, const char *a, const char *b, const char *c);
char *arena_format(struct arena *arena, const char *format, ...) HVAC_FORMAT(2, 3);
void arena_free(struct arena *arena);

#endif
