/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "query.h"
#include "text.h"

/* The value of a hexadecimal digit, -1: it is none. */
static int digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *place = c ? strchr(digits, c) : NULL;
	return place ? (int)(place - digits) % 16 : -1;
}

/* Percent signs and plus signs, in place. */
static bool decode(char *text)
{
	char *out = text;
	for (; *text; text++) {
		int high = *text == '%' ? digit(text[1]) : 0, low = *text == '%' && high >= 0 ? digit(text[2]) : 0;
		if (high < 0 || low < 0 || (*text == '%' && high + low == 0))
			return false;
		*out++ = *text == '%' ? (char)(high * 16 + low) : *text == '+' ? ' ' : *text;
		text += *text == '%' ? 2 : 0;
	}
	*out = '\0';
	return true;
}

char *query_parameter(const char *url, const char *name)
{
	const char *place = url + strcspn(url, "?#");
	size_t name_length = strlen(name);
	while (*place == '?' || *place == '&') {
		size_t length = strcspn(++place, "&#");
		if (length > name_length && strncmp(place, name, name_length) == 0 && place[name_length] == '=') {
			char *value = strndup(place + name_length + 1, length - name_length - 1);
			if (value && decode(value))
				return value;
			text_discard(value);
			return NULL;
		}
		place += length;
	}
	return NULL;
}
