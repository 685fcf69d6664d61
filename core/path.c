/* SPDX-License-Identifier: MIT */
#include "path.h"
#include "json.h"

#include <string.h>

static bool is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
}

void encoded_append(struct buffer *to, const char *text, size_t length)
{
	/* small ones, which libcurl would make of them anyway */
	static const char digits[] = "0123456789abcdef";

	if (!buffer_reserve(to, 3 * length))
		return;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (is_unreserved(c)) {
			to->bytes[to->length++] = (char)c;
		} else {
			to->bytes[to->length++] = '%';
			to->bytes[to->length++] = digits[c >> 4];
			to->bytes[to->length++] = digits[c & 15];
		}
	}
	to->bytes[to->length] = '\0';
}

const char *path_append(struct buffer *path, const char *value, size_t length, bool slashes)
{
	const char *end = value + length;
	bool first = true;

	for (size_t i = 0; i < length; i++)
		if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f)
			return "has a control character, which no path may hold";
	if (!json_is_utf8(value, length))
		return "is not UTF-8";
	while (value < end) {
		const char *slash = memchr(value, '/', (size_t)(end - value));
		size_t n = (size_t)((slash ? slash : end) - value);

		if ((n == 1 && value[0] == '.') || (n == 2 && value[0] == '.' && value[1] == '.'))
			return "has a segment \".\" or \"..\", which would lead to another path";
		if (n || !slashes) {
			if (!first)
				buffer_text(path, slashes ? "/" : "%2f");
			encoded_append(path, value, n);
			first = false;
		}
		if (!slash)
			break;
		value = slash + 1;
		if (value == end && !slashes)
			buffer_text(path, "%2f");
	}
	return NULL;
}

void query_append(struct buffer *query, const char *name, const char *value, size_t length)
{
	if (query->length)
		buffer_text(query, "&");
	encoded_append(query, name, strlen(name));
	buffer_text(query, "=");
	encoded_append(query, value, length);
}
