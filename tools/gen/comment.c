/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "comment.h"

enum { WIDTH = 120 };

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* A word of a comment, which must neither end it nor begin another. */
static void print_word(const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		putchar(word[i]);
		if (i + 1 < length && ((word[i] == '*' && word[i + 1] == '/') || (word[i] == '/' && word[i + 1] == '*')))
			putchar(' ');
	}
}

void comment_words(const char *indent, const char *text, size_t column)
{
	while (*text) {
		size_t length = 0;
		while (is_blank(*text) && *text)
			text++;
		while (!is_blank(text[length]))
			length++;
		if (length && column + 1 + length > WIDTH) {
			printf("\n%s *", indent);
			column = strlen(indent) + 2;
		}
		if (length)
			putchar(' ');
		print_word(text, length);
		column += 1 + length;
		text += length;
	}
}

void comment_print(const char *indent, const char *text)
{
	printf("%s/*", indent);
	comment_words(indent, text, strlen(indent) + 2);
	printf(" */\n");
}
