/* SPDX-License-Identifier: MIT */
#include "blot.h"

#include <stdint.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void blots_add(struct blots *blots, const char *text, size_t length)
{
	struct blot *blot;

	for (; length && is_blank(*text); length--)
		text++;
	while (length && is_blank(text[length - 1]))
		length--;
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

/* By the first bytes, of which there are BLOT_MIN, up to a blank. */
static size_t place_of(const struct blots *blots, const char *text)
{
	uint32_t beginning = 0;

	for (size_t i = 0; i < BLOT_MIN && !is_blank(text[i]); i++)
		beginning = beginning << 8 | (unsigned char)text[i];
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

/* How much of the text it takes; 0: it is another. Blanks are as good as any others: a message folds them. */
static size_t taken_by(const struct blot *blot, const char *text, size_t left)
{
	size_t taken = 0;

	for (size_t i = 0; i < blot->length;) {
		if (taken == left)
			return 0;
		if (!is_blank(blot->text[i]) || !is_blank(text[taken])) {
			if (blot->text[i++] != text[taken++])
				return 0;
			continue;
		}
		while (i < blot->length && is_blank(blot->text[i]))
			i++;
		while (taken < left && is_blank(text[taken]))
			taken++;
	}
	return taken;
}

/* The length of the longest that begins here; 0 for none. */
static size_t longest(const struct blots *blots, const char *text, size_t left, size_t shortest)
{
	size_t length = 0;

	for (const struct blot *blot = blots->table[place_of(blots, text)]; blot; blot = blot->same) {
		size_t taken = blot->length >= shortest ? taken_by(blot, text, left) : 0;

		if (taken > length)
			length = taken;
	}
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
