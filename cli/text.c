/* SPDX-License-Identifier: MIT */
/* Text from outside: checked and shown. Knows nothing of where it came from or goes to. */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "text.h"

enum { SHOWN_MAX = 6 };                  /* bytes that one byte can become: \u001b */

/* The length of the UTF-8 character at `text` and its code point; 0 when there is none (RFC 3629). */
static size_t character(const unsigned char *text, size_t length, unsigned *code)
{
	static const unsigned smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t need = text[0] < 0x80 ? 1 : text[0] < 0xc0 ? 0 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : text[0] < 0xf8 ? 4 : 0;
	if (need == 0 || need > length)
		return 0;
	*code = need == 1 ? text[0] : text[0] & (0xffu >> (need + 1));
	for (size_t i = 1; i < need; i++) {
		if ((text[i] & 0xc0u) != 0x80u)
			return 0;
		*code = *code << 6 | (text[i] & 0x3fu);
	}
	if (*code < smallest[need] || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return need;
}

bool text_is_utf8(const char *text, size_t length)
{
	unsigned code;
	for (size_t i = 0, step; i < length; i += step)
		if ((step = character((const unsigned char *)text + i, length - i, &code)) == 0)
			return false;
	return true;
}

static bool is_control(unsigned code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Writes what is shown, or only counts it when `shown` is NULL. */
static size_t show(char *shown, const char *text, size_t length, const char *kept)
{
	size_t used = 0;
	for (size_t i = 0, step; i < length; i += step) {
		char escape[] = "\\u0000";
		unsigned code = 0;
		const char *piece = text + i;
		size_t piece_length = step = character((const unsigned char *)piece, length - i, &code);
		if (step == 0 || (is_control(code) && (code == 0 || code >= 0x80 || !strchr(kept, (int)code)))) {
			code = step ? code : (unsigned char)*piece;
			piece_length = (size_t)snprintf(escape, sizeof(escape), step ? "\\u%04x" : "\\x%02x", code);
			piece = escape;
			step = step ? step : 1;
		}
		if (shown)
			memcpy(shown + used, piece, piece_length);
		used += piece_length;
	}
	return used;
}

char *text_for_people(const char *text, size_t length, const char *kept)
{
	if (length > SIZE_MAX / SHOWN_MAX - 1)
		return NULL;
	size_t size = show(NULL, text, length, kept);
	char *shown = malloc(size + 1);
	if (!shown)
		return NULL;
	show(shown, text, length, kept);
	shown[size] = '\0';
	return shown;
}

/* wcwidth says -1 for what the locale does not have. */
size_t text_width(const char *text, size_t length)
{
	size_t width = 0;
	for (size_t i = 0, step; i < length; i += step) {
		unsigned code = 0;
		step = character((const unsigned char *)text + i, length - i, &code);
		int columns = step ? wcwidth((wchar_t)code) : 1;
		width += columns < 0 ? 1 : (size_t)columns;
		step = step ? step : 1;
	}
	return width;
}

void text_discard(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}
