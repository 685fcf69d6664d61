/* SPDX-License-Identifier: MIT */
#include "consistency.h"
#include "memory.h"

#include <string.h>

bool consistency_note(struct consistency *consistency, const char *index)
{
	char *copy = text_copy(index, strlen(index));
	void *block = copy ? guard_enter(&consistency->guard, sizeof(struct guard_block)) : NULL;

	if (!block) {
		text_free(copy);
		return false;
	}
	copy = atomic_exchange(&consistency->index, copy);
	guard_leave(block);
	text_free(copy);
	return true;
}

bool consistency_copy(struct consistency *consistency, struct arena *arena, const char **index)
{
	const char *current;
	void *block;

	*index = NULL;
	if (!atomic_load(&consistency->index))
		return true;
	block = guard_enter(&consistency->guard, sizeof(struct guard_block));
	if (!block)
		return false;
	current = atomic_load(&consistency->index);
	*index = arena_copy(arena, current, strlen(current));
	guard_leave(block);
	return *index;
}

void consistency_free(struct consistency *consistency)
{
	text_free(atomic_load(&consistency->index));
	guard_free(&consistency->guard);
}
