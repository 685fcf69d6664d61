/* SPDX-License-Identifier: MIT */
#include "blot.h"

#include <stdlib.h>
#include <string.h>

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

void blots_add(struct blots *blots, const char *text, size_t length)
{
	char *folded = NULL;
	struct blot *blot;

	if (length < BLOT_MIN)
		return;
	if (!is_folded(text, length)) {
		folded = arena_alloc(blots->arena, length);
		length = folded ? fold(folded, text, length) : 0;
		text = folded;
		blots->no_memory |= !folded;
	}
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

	blots->sorted = blots->no_memory ? NULL : arena_alloc(blots->arena, (blots->count + 1) * sizeof *blots->sorted);
	if (!blots->sorted)
		return false;
	for (struct blot *blot = blots->first; blot; blot = blot->next)
		blots->sorted[n++] = blot;
	qsort(blots->sorted, n, sizeof *blots->sorted, order);
	for (size_t i = 1; i < n; i++) {
		struct blot *before = blots->sorted[i - 1];

		while (before && !begins_with(blots->sorted[i], before))
			before = before->beginning;
		blots->sorted[i]->beginning = before;
	}
	return true;
}

/* How a text stands to a secret: below 0 before it, else behind it or begun by it. `same`: how much of the secret it begins with, in
 * `taken` bytes. */
static int compare(const char *text, size_t left, const struct blot *blot, size_t *same, size_t *taken)
{
	*same = *taken = 0;
	while (*same < blot->length && *taken < left) {
		bool blank = is_blank(text[*taken]);
		int difference = (unsigned char)(blank ? ' ' : text[*taken]) - (unsigned char)blot->text[*same];

		if (difference)
			return difference;
		++*same;
		do
			++*taken;
		while (blank && *taken < left && is_blank(text[*taken]));
	}
	return *same == blot->length ? 0 : -1;
}

/* The length of the longest that begins here; 0 for none. The last that is not behind the text, and what that begins with, are all that
 * the text can begin with. */
static size_t longest(const struct blots *blots, const char *text, size_t left, size_t shortest)
{
	size_t low = 0, high = blots->count, same, taken;
	const struct blot *blot;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare(text, left, blots->sorted[middle], &same, &taken) < 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (!low)
		return 0;
	blot = blots->sorted[low - 1];
	compare(text, left, blot, &same, &taken);
	while (blot && blot->length > same)
		blot = blot->beginning;
	if (!blot || blot->length < shortest)
		return 0;
	compare(text, left, blot, &same, &taken);
	return taken;
}

bool blots_overwrite(const struct blots *blots, char *text, size_t length, size_t shortest)
{
	size_t end = 0;

	/* what lies behind the current byte is still as it was: secrets may overlap */
	for (size_t i = 0; i < length; i++) {
		size_t found = longest(blots, text + i, length - i, shortest);

		if (found && i + found > end)
			end = i + found;
		if (i < end)
			text[i] = '*';
	}
	return end;
}
