/* SPDX-License-Identifier: MIT */
/* Words of names and of help texts. */
#ifndef HVAC_LINT_WORDS_H
#define HVAC_LINT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word {
	const char *text;
	size_t length;
};

/* The next run of letters and digits, and moves behind it; false when there is none. */
bool next_word(const char **text, struct word *word);
/* The word as it stands in a list of words separated by blanks; letters' case does not count. */
bool word_is_in(struct word word, const char *list);
/* Whether both are the same but for letters' case and number: policies and policy. */
bool same_word(struct word a, struct word b);
/* The same of whole names, underscores aside. */
bool same_letters(const char *a, const char *b);
bool same_but_for_number(const char *a, const char *b);

#endif
