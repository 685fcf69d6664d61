/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "roff.h"

/* What would mean something else, or come out as another character than the one to be typed. */
static const char *escape_of(char c)
{
	switch (c) {
	case '\\': return "\\e";
	case '-': return "\\-";
	case '\'': return "\\(aq";
	case '`': return "\\(ga";
	case '^': return "\\(ha";
	case '~': return "\\(ti";
	case '"': return "\\(dq";
	default: return NULL;
	}
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

void roff_bytes(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char *escape = escape_of(text[i]);
		if (escape)
			fputs(escape, stdout);
		else
			putchar(is_blank(text[i]) ? ' ' : text[i]);
	}
}

void roff_text(const char *text)
{
	roff_bytes(text, strlen(text));
}

/* No full stop at the beginning of a line is a macro's. */
static void begin_line(const char *text)
{
	if (*text == '.')
		fputs("\\&", stdout);
}

/* How much of a text is its first sentence, with the full stop; the next one begins with a capital behind a blank. */
static size_t sentence_span(const char *text, size_t length)
{
	for (size_t i = 0; i + 2 < length; i++)
		if (strchr(".!?", text[i]) && text[i] && is_blank(text[i + 1]) && isupper((unsigned char)text[i + 2]))
			return i + 1;
	return length;
}

void roff_sentences(const char *text)
{
	size_t length = strlen(text), span;
	while (length && is_blank(text[length - 1]))
		length--;
	for (; length; text += span, length -= span) {
		for (; is_blank(*text); text++)
			length--;
		span = sentence_span(text, length);
		begin_line(text);
		roff_bytes(text, span);
		fputs(strchr(".!?", text[span - 1]) ? "\n" : ".\n", stdout);
	}
}

/* A path may be longer than a line: it can be broken behind each slash. */
void roff_argument(const char *text)
{
	fputs(" \"\\&", stdout);
	for (size_t span; *text; text += span) {
		span = strcspn(text, "/");
		span += text[span] == '/';
		roff_bytes(text, span);
		if (text[span - 1] == '/' && text[span])
			fputs("\\:", stdout);
	}
	putchar('"');
}

void roff_literal(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		begin_line(text);
		roff_bytes(text, length);
		putchar('\n');
		text += length + (text[length] == '\n');
	}
}
