/* SPDX-License-Identifier: MIT */
/* Paths and queries: whatever is encoded is what was given when it is decoded, and leads nowhere else.
 * Input: "s" where slashes separate, or nothing; the value. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "json.h"
#include "path.h"

static bool is_plain(char c)
{
	return c && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~", c);
}

static void decode(struct buffer *text, const char *encoded, bool slashes)
{
	for (; *encoded; encoded++) {
		char digits[3] = { 0 }, byte = *encoded, *end;

		if (*encoded == '%') {
			strncpy(digits, encoded + 1, 2);
			byte = (char)strtoul(digits, &end, 16);
			demand(end == digits + 2);
			encoded += 2;
		} else {
			demand(is_plain(*encoded) || (slashes && *encoded == '/'));
		}
		demand(buffer_append(text, &byte, 1));
	}
}

/* Leading, trailing and doubled ones away. */
static void fold(struct buffer *text, const char *value, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (value[i] != '/' || (text->length && i + 1 < length && value[i + 1] != '/'))
			demand(buffer_append(text, &value[i], 1));
	while (text->length && text->bytes[text->length - 1] == '/')
		text->bytes[--text->length] = '\0';
}

static void demand_same(const char *encoded, bool slashes, const char *value, size_t length)
{
	struct buffer decoded = { 0 }, folded = { 0 };

	decode(&decoded, encoded, slashes);
	if (slashes)
		fold(&folded, value, length);
	else
		demand(buffer_append(&folded, value, length));
	demand(decoded.length == folded.length && (!decoded.length || !memcmp(decoded.bytes, folded.bytes, decoded.length)));
	buffer_free(&decoded);
	buffer_free(&folded);
}

static bool is_dots(const char *segment, size_t length)
{
	return length && length < 3 && strspn(segment, ".") >= length;
}

void fuzz(struct sample *sample)
{
	bool slashes = *sample_line(sample) == 's';
	size_t length;
	const char *value = sample_rest(sample, &length), *why;
	struct buffer path = { 0 }, query = { 0 };

	demand(buffer_text(&path, ""));
	why = path_append(&path, value, length, slashes);
	demand(!path.failed);
	if (!why) {
		demand(json_is_utf8(value, length));
		demand_same(path.bytes, slashes, value, length);
		for (const char *segment = path.bytes; *segment; segment += strcspn(segment, "/"), segment += *segment == '/')
			demand(!is_dots(segment, strcspn(segment, "/")));
	}
	query_append(&query, "a", value, length);
	query_append(&query, "b", value, length);
	demand(!query.failed && !strncmp(query.bytes, "a=", 2) && strchr(query.bytes, '&') == strstr(query.bytes, "&b="));
	*strchr(query.bytes, '&') = '\0';
	demand_same(query.bytes + 2, false, value, length);
	buffer_free(&path);
	buffer_free(&query);
}
