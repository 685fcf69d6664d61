/* SPDX-License-Identifier: MIT */
/* Secrets that may come back in an answer, and their overwriting there: all of them in one go over a text. */
#ifndef HVAC_CORE_BLOT_H
#define HVAC_CORE_BLOT_H

#include <stdbool.h>
#include <stddef.h>
#include "arena.h"

#define BLOT_MIN 4u     /* shorter ones occur by chance */
#define BLOT_MAX 64u    /* longer ones are looked for piece by piece, lest those that repeat themselves take long */

struct blot {
	const char *text;
	size_t length;
	struct blot *next;
	struct blot *beginning;         /* the longest other that it begins with */
};

/* Of BLOT_MIN bytes, by their hash. */
struct beginnings {
	unsigned char *bits;            /* NULL: there may be any */
	size_t mask;
};

/* Begins zeroed but for the arena, which holds it all. */
struct blots {
	struct arena *arena;
	struct blot *first, **sorted;
	size_t count;
	struct beginnings in_texts, of_secrets;
	bool no_memory;
};

/* Before secrets are added, lest there are too many to sort: only what begins like a part of the texts, of so many bytes in all, is kept.
 * To note them blots_overwrite is called with each, which changes nothing until blots_prepare. False when memory ran out. */
bool blots_expect(struct blots *blots, size_t length);
/* `text` may be kept where it is; blanks around it do not count. */
void blots_add(struct blots *blots, const char *text, size_t length);
/* Once all are there; false when memory ran out, now or before. */
bool blots_prepare(struct blots *blots);
/* Overwrites every occurrence of those, and of pieces of long ones, of at least `shortest` bytes, whatever blanks are between its words; whether there was any. */
bool blots_overwrite(struct blots *blots, char *text, size_t length, size_t shortest);

#endif
