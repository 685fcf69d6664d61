/* SPDX-License-Identifier: MIT */
#include "blot.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BITS_EACH 16u           /* of what begins no secret, one in so many is compared */
#define BITS_LEAST 65536u

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Each run of blanks is one: a message has them so. */
static size_t fold(char *to, const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		if (!is_blank(text[i]))
			to[n++] = text[i];
		else if (n && to[n - 1] != ' ')
			to[n++] = ' ';
	return n && to[n - 1] == ' ' ? n - 1 : n;
}

static bool is_folded(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (is_blank(text[i]) && (text[i] != ' ' || i == 0 || i == length - 1 || is_blank(text[i + 1])))
			return false;
	return true;
}

/* The byte that is next, as it is folded; there is one. */
static unsigned char next(const char *text, size_t left, size_t *taken)
{
	bool blank = is_blank(text[*taken]);
	unsigned char byte = blank ? ' ' : (unsigned char)text[*taken];

	do
		++*taken;
	while (blank && *taken < left && is_blank(text[*taken]));
	return byte;
}

/* The bit of its first BLOT_MIN bytes; false where it has fewer. */
static bool bit_of(const struct beginnings *beginnings, const char *text, size_t left, size_t *bit)
{
	uint64_t key = 0;
	size_t taken = 0;

	for (unsigned n = 0; n < BLOT_MIN; n++) {
		if (taken == left)
			return false;
		key = key << 8 | next(text, left, &taken);
	}
	*bit = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & beginnings->mask;
	return true;
}

static bool make_room(struct beginnings *beginnings, struct arena *arena, size_t count)
{
	for (beginnings->mask = BITS_LEAST - 1; beginnings->mask < BITS_EACH * count; )
		beginnings->mask = beginnings->mask << 1 | 1;
	beginnings->bits = arena_alloc(arena, beginnings->mask / 8 + 1);
	return beginnings->bits;
}

static void note(struct beginnings *beginnings, const char *text, size_t left)
{
	size_t bit;

	if (bit_of(beginnings, text, left, &bit))
		beginnings->bits[bit / 8] |= (unsigned char)(1u << bit % 8);
}

static bool may_be_there(const struct beginnings *beginnings, const char *text, size_t left)
{
	size_t bit;

	return !beginnings->bits || (bit_of(beginnings, text, left, &bit) && beginnings->bits[bit / 8] >> bit % 8 & 1);
}

bool blots_expect(struct blots *blots, size_t length)
{
	return make_room(&blots->in_texts, blots->arena, length);
}

static void add_piece(struct blots *blots, const char *text, size_t length)
{
	struct blot *blot;

	if (!may_be_there(&blots->in_texts, text, length))
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

void blots_add(struct blots *blots, const char *text, size_t length)
{
	char *folded = NULL;

	if (length < BLOT_MIN)
		return;
	if (!is_folded(text, length)) {
		folded = arena_alloc(blots->arena, length);
		length = folded ? fold(folded, text, length) : 0;
		text = folded;
		blots->no_memory |= !folded;
	}
	for (size_t i = 0; i + BLOT_MAX < length; i += BLOT_MAX)
		add_piece(blots, text + i, BLOT_MAX);
	if (length >= BLOT_MAX)
		add_piece(blots, text + length - BLOT_MAX, BLOT_MAX);
	else if (length >= BLOT_MIN)
		add_piece(blots, text, length);
}

static bool begins_with(const struct blot *blot, const struct blot *beginning)
{
	return beginning->length <= blot->length && !memcmp(blot->text, beginning->text, beginning->length);
}

static int order(const void *one, const void *other)
{
	const struct blot *a = *(const struct blot *const *)one, *b = *(const struct blot *const *)other;
	int result = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);

	return result ? result : (a->length > b->length) - (a->length < b->length);
}

bool blots_prepare(struct blots *blots)
{
	size_t n = 0;

	if (blots->no_memory || !make_room(&blots->of_secrets, blots->arena, blots->count))
		return false;
	blots->sorted = arena_alloc(blots->arena, (blots->count + 1) * sizeof *blots->sorted);
	if (!blots->sorted)
		return false;
	for (struct blot *blot = blots->first; blot; blot = blot->next) {
		blots->sorted[n++] = blot;
		note(&blots->of_secrets, blot->text, blot->length);
	}
	qsort(blots->sorted, n, sizeof *blots->sorted, order);
	blots->count = 0;
	for (size_t i = 0; i < n; i++) {
		struct blot *blot = blots->sorted[i], *before = blots->count ? blots->sorted[blots->count - 1] : NULL;

		if (before && order(&before, &blot) == 0)
			continue;
		while (before && !begins_with(blot, before))
			before = before->beginning;
		blot->beginning = before;
		blots->sorted[blots->count++] = blot;
	}
	return true;
}

/* How a text stands to a secret: below 0 before it, else behind it or begun by it. `same`: how much of the secret it begins with, in
 * `taken` bytes. */
static int compare(const char *text, size_t left, const struct blot *blot, size_t *same, size_t *taken)
{
	*same = *taken = 0;
	for (; *same < blot->length && *taken < left; ++*same) {
		int difference = next(text, left, taken) - (unsigned char)blot->text[*same];

		if (difference)
			return difference;
	}
	return *same == blot->length ? 0 : -1;
}

/* The length of the longest that begins here; 0 for none. The last that is not behind the text, and what that begins with, are all that
 * the text can begin with. */
static size_t longest(const struct blots *blots, const char *text, size_t left, size_t shortest)
{
	size_t low = 0, high = blots->count, same = 0, taken = 0, same_here, taken_here;
	const struct blot *blot;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare(text, left, blots->sorted[middle], &same_here, &taken_here) < 0) {
			high = middle;
		} else {
			low = middle + 1;
			same = same_here;
			taken = taken_here;
		}
	}
	if (!low || same < BLOT_MIN)
		return 0;
	blot = blots->sorted[low - 1];
	if (blot->length > same) {
		while (blot && blot->length > same)
			blot = blot->beginning;
		if (blot)
			compare(text, left, blot, &same, &taken);
	}
	return blot && blot->length >= shortest ? taken : 0;
}

bool blots_overwrite(struct blots *blots, char *text, size_t length, size_t shortest)
{
	size_t end = 0;

	if (!blots->sorted) {
		for (size_t i = 0; i < length; i++)
			note(&blots->in_texts, text + i, length - i);
		return false;
	}
	/* what lies behind the current byte is still as it was: secrets may overlap */
	for (size_t i = 0; i < length; i++) {
		size_t found = may_be_there(&blots->of_secrets, text + i, length - i) ? longest(blots, text + i, length - i, shortest) : 0;

		if (found && i + found > end)
			end = i + found;
		if (i < end)
			text[i] = '*';
	}
	return end;
}
