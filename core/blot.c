/* SPDX-License-Identifier: MIT */
#include "blot.h"

#include <stdint.h>
#include <string.h>

void blots_add(struct blots *blots, const char *text, size_t length)
{
	struct blot *blot;

	if (length < BLOT_MIN)
		return;
	blot = arena_alloc(blots->arena, sizeof *blot);
	if (!blot) {
		blots->no_memory = true;
		return;
	}
	*blot = (struct blot){ .text = text, .length = length, .next = blots->first };
	blots->first = blot;
	blots->count++;
}

/* By the first bytes, of which there are BLOT_MIN. */
static size_t place_of(const struct blots *blots, const char *text)
{
	uint32_t beginning;

	memcpy(&beginning, text, sizeof beginning);
	return (size_t)(beginning * UINT32_C(2654435761) >> 8) & blots->mask;
}

bool blots_prepare(struct blots *blots)
{
	size_t size = 16;

	while (size < 2 * blots->count)
		size *= 2;
	blots->table = blots->no_memory ? NULL : arena_alloc(blots->arena, size * sizeof *blots->table);
	if (!blots->table)
		return false;
	blots->mask = size - 1;
	for (struct blot *blot = blots->first; blot; blot = blot->next) {
		struct blot **place = &blots->table[place_of(blots, blot->text)];

		blot->same = *place;
		*place = blot;
	}
	return true;
}

/* The length of the longest that begins here; 0 for none. */
static size_t longest(const struct blots *blots, const char *text, size_t left, size_t shortest)
{
	size_t length = 0;

	for (const struct blot *blot = blots->table[place_of(blots, text)]; blot; blot = blot->same)
		if (blot->length > length && blot->length >= shortest && blot->length <= left && !memcmp(blot->text, text, blot->length))
			length = blot->length;
	return length;
}

bool blots_overwrite(const struct blots *blots, char *text, size_t length, size_t shortest)
{
	size_t end = 0;

	/* what lies behind the current byte is still as it was: secrets may overlap */
	for (size_t i = 0; i < length; i++) {
		size_t found = length - i < BLOT_MIN ? 0 : longest(blots, text + i, length - i, shortest);

		if (found && i + found > end)
			end = i + found;
		if (i < end)
			text[i] = '*';
	}
	return end;
}
