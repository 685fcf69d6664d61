/* SPDX-License-Identifier: MIT */
#include "consistency.h"
#include "base64.h"
#include "memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What a state says: it is base64 of "v1:CLUSTER:LOCAL:REPLICATED:MAC". */
struct state {
	char *text;
	size_t length, cluster;         /* of the text, and of its part before the numbers */
	uint64_t local, replicated;
};

static bool read_number(const char **text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(*text, &end, 10);
	if (**text < '0' || **text > '9' || errno || *end != ':')
		return false;
	*text = end + 1;
	return true;
}

static bool read_state(const char *index, struct state *state)
{
	const char *number;

	state->text = (char *)base64_decode(index, strlen(index), &state->length);
	if (!state->text || strncmp(state->text, "v1:", 3) != 0 || !(number = strchr(state->text + 3, ':')))
		return false;
	number++;
	state->cluster = (size_t)(number - state->text);
	return read_number(&number, &state->local) && read_number(&number, &state->replicated);
}

/* Answers may overtake each other: an earlier state is no news. What cannot be compared is not behind. */
static bool is_behind(const char *index, const char *current)
{
	struct state a = { .text = NULL }, b = { .text = NULL };
	bool behind = read_state(index, &a) && read_state(current, &b) && a.cluster == b.cluster && !memcmp(a.text, b.text, a.cluster) &&
	              a.local <= b.local && a.replicated <= b.replicated;

	wipe_free(a.text, a.length);
	wipe_free(b.text, b.length);
	return behind;
}

bool consistency_note(struct consistency *consistency, const char *index)
{
	char *copy = text_copy(index, strlen(index));
	void *block = copy ? guard_enter(&consistency->guard, sizeof(struct guard_block)) : NULL;
	const char *current;

	if (!block) {
		text_free(copy);
		return false;
	}
	current = atomic_load(&consistency->index);
	if (!current || !is_behind(index, current))
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
