/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool next_word(const char **text, struct word *word)
{
	const char *c = *text;

	while (*c && !isalnum((unsigned char)*c))
		c++;
	word->text = c;
	while (isalnum((unsigned char)*c))
		c++;
	word->length = (size_t)(c - word->text);
	*text = c;
	return word->length > 0;
}

static bool equal(struct word a, struct word b)
{
	return a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

bool word_is_in(struct word word, const char *list)
{
	while (*list) {
		struct word one = { list, strcspn(list, " ") };

		if (equal(word, one))
			return true;
		list += one.length + (list[one.length] == ' ');
	}
	return false;
}

/* "policies" is one letter longer than what its singular has in common with it. */
static struct word stem(struct word word)
{
	if (word.length > 3 && strncasecmp(word.text + word.length - 3, "ies", 3) == 0)
		word.length -= 3;
	else if (word.length > 2 && tolower((unsigned char)word.text[word.length - 1]) == 's')
		word.length--;
	else if (word.length > 2 && tolower((unsigned char)word.text[word.length - 1]) == 'y')
		word.length--;
	return word;
}

bool same_word(struct word a, struct word b)
{
	return equal(stem(a), stem(b));
}

bool same_letters(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "_");
		b += strspn(b, "_");
		if (*a != *b)
			return false;
		if (!*a)
			return true;
	}
}

bool same_but_for_number(const char *a, const char *b)
{
	struct word one, other;
	bool more;

	do {
		more = next_word(&a, &one);
		if (more != next_word(&b, &other) || (more && !same_word(one, other)))
			return false;
	} while (more);
	return true;
}
