/* SPDX-License-Identifier: MIT */
#include "json.h"
#include "memory.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>
#include <json-c/printbuf.h>

#define ESCAPED_MAX 6u   /* "\u0000" */
#define SCALAR_MAX 32u   /* longest number, true, false, null */
#define EXACT_DIGITS 19u /* shorter numbers fit into 64 bits */
#define PARSER_KEPT 65536 /* bytes of a parser's buffer that are worth keeping */

static char null_value;

struct json_object *json_of(const hvac_value *value)
{
	const void *pointer = value;

	return pointer == &null_value ? NULL : (struct json_object *)(uintptr_t)pointer;
}

hvac_value *json_value(const struct json_object *tree)
{
	return tree ? (hvac_value *)(uintptr_t)tree : (hvac_value *)(void *)&null_value;
}

static hvac_status check_finite(const char *text, size_t length)
{
	char *copy = text_copy(text, length);
	hvac_status status = !copy ? HVAC_NO_MEMORY : isfinite(strtod(copy, NULL)) ? HVAC_OK : HVAC_MALFORMED_ANSWER;

	text_free(copy);
	return status;
}

/* json-c saturates integers beyond 64 bits, and numbers beyond a double. */
static hvac_status check_number(const char *text, size_t length)
{
	char digits[24] = { 0 };
	size_t sign = *text == '-';

	/* what is beyond a double would become infinity; the text behind the number ends it for strtod */
	if (memchr(text, '.', length) || memchr(text, 'e', length) || memchr(text, 'E', length))
		return check_finite(text, length);
	if (length >= sizeof digits)
		return HVAC_MALFORMED_ANSWER;
	memcpy(digits, text, length);
	errno = 0;
	if (sign)
		strtoll(digits, NULL, 10);
	else
		strtoull(digits, NULL, 10);
	return errno == 0 ? HVAC_OK : HVAC_MALFORMED_ANSWER;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of "\uXXXX", -1 for anything else. */
static int escaped_unit(const char *c, const char *end)
{
	int unit = 0;

	if (end - c < (ptrdiff_t)ESCAPED_MAX || c[0] != '\\' || c[1] != 'u')
		return -1;
	for (size_t i = 2; i < ESCAPED_MAX; i++) {
		int digit = hex_digit(c[i]);

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* The length of a string with its quotes; 0 when it does not end, or has half a surrogate pair, which no UTF-8 can say. `escapes`: there
 * are any in the text. */
static size_t string_span(const char *text, const char *end, bool escapes, bool *has_nul)
{
	const char *c = text + 1, *quote = memchr(c, '"', (size_t)(end - c));

	*has_nul = false;
	if (quote && (!escapes || !memchr(c, '\\', (size_t)(quote - c))))
		return (size_t)(quote - text) + 1;
	while (c < end && *c != '"') {
		int unit = *c == '\\' ? escaped_unit(c, end) : -1;

		if (unit >= 0xdc00 && unit <= 0xdfff)
			return 0;
		if (unit >= 0xd800 && unit <= 0xdbff) {
			c += ESCAPED_MAX;
			unit = escaped_unit(c, end);
			if (unit < 0xdc00 || unit > 0xdfff)
				return 0;
		}
		*has_nul = *has_nul || unit == 0;
		c += unit >= 0 ? ESCAPED_MAX : *c == '\\' ? 2 : 1;
	}
	return c < end ? (size_t)(c - text) + 1 : 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* json-c takes "-01", "-.5", "1." and "1.e5", too, and writes the last three as they came. */
static bool number_is_well_formed(const char *text, size_t length)
{
	const char *point = memchr(text, '.', length), *digits = text + (*text == '-'), *end = text + length;

	return is_digit(end[-1]) && is_digit(*digits) && (!point || is_digit(point[1])) && (end - digits < 2 || *digits != '0' || !is_digit(digits[1]));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_of_number(char c)
{
	return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

/* json-c takes NaN, Infinity, numbers that are none and names in apostrophes, saturates integers, mends half surrogate pairs and
 * cuts a member's name at NUL: looks for these alone, everything else is the parser's. Counts the members' names: of several of
 * one name json-c keeps the last. */
static hvac_status check_text(const char *text, size_t length, int depth_max, size_t *names)
{
	const char *c = text, *end = text + length, *after;
	bool escapes = memchr(text, '\\', length);
	hvac_status status = HVAC_OK;
	int depth = 0;

	*names = 0;
	while (c < end) {
		bool has_nul;
		size_t span = 1;

		switch (*c) {
		case '"':
			span = string_span(c, end, escapes, &has_nul);
			if (!span)
				return HVAC_MALFORMED_ANSWER;
			after = c + span;
			while (after < end && is_blank(*after))
				after++;
			if (after < end && *after == ':') {
				if (has_nul)
					return HVAC_MALFORMED_ANSWER;
				++*names;
			}
			break;
		case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
			while (c + span < end && is_of_number(c[span]))
				span++;
			if (!number_is_well_formed(c, span))
				return HVAC_MALFORMED_ANSWER;
			if (span >= EXACT_DIGITS || memchr(c, 'e', span) || memchr(c, 'E', span))
				status = check_number(c, span);
			if (status != HVAC_OK)
				return status;
			break;
		case '[': case '{':
			if (++depth > depth_max)
				return HVAC_TOO_LARGE;
			break;
		case ']': case '}':
			depth--;
			break;
		case 'n':
			if (end - c < 4 || memcmp(c, "null", 4))
				return HVAC_MALFORMED_ANSWER;
			span = 4;
			break;
		case 'N': case 'I': case 'i': case '\'': case '\0':
			return HVAC_MALFORMED_ANSWER;
		default:
			break;
		}
		c += span;
	}
	return HVAC_OK;
}

void json_parser_free(struct json_parser *parser)
{
	if (parser->tokener)
		json_tokener_free(parser->tokener);
	parser->tokener = NULL;
}

/* A tokener with room for the longest string there can be, so that it never moves one. */
static bool prepare(struct json_parser *parser, size_t length, int depth_max)
{
	if (parser->tokener && parser->depth_max != depth_max)
		json_parser_free(parser);
	if (!parser->tokener) {
		/* json-c counts a value within the innermost list too; lists and maps were counted before */
		parser->tokener = json_tokener_new_ex(depth_max + 1);
		parser->depth_max = depth_max;
		if (!parser->tokener)
			return false;
		json_tokener_set_flags(parser->tokener, JSON_TOKENER_STRICT);
	}
	json_tokener_reset(parser->tokener);
	return (size_t)parser->tokener->pb->size > length + 1 || printbuf_memset(parser->tokener->pb, (int)length, 0, 2) >= 0;
}

static size_t count_names(const struct json_object *tree)
{
	size_t count = 0;

	switch (json_object_get_type(tree)) {
	case json_type_object:
		count = (size_t)json_object_object_length(tree);
		JSON_MEMBERS(tree, member)
			count += count_names(lh_entry_v(member));
		return count;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			count += count_names(json_object_array_get_idx(tree, i));
		return count;
	default:
		return 0;
	}
}

/* json-c calls it a success when memory runs out, and gives what it was at: it stopped short, or there is nothing. */
static bool is_whole(const char *text, size_t length, size_t read, const struct json_object *tree)
{
	while (length && is_blank(*text))
		text++, length--, read--;
	return read == length && (tree || *text == 'n');
}

static hvac_status parse(struct json_tokener *tokener, const char *text, size_t length, struct json_object **tree)
{
	enum json_tokener_error error;
	size_t read;

	*tree = json_tokener_parse_ex(tokener, text, (int)length);
	read = json_tokener_get_parse_end(tokener);
	/* a number may go on until a blank ends it; of what the text's own end ends json-c does not tell that memory ran out */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*tree = json_tokener_parse_ex(tokener, " ", 1);
	error = json_tokener_get_error(tokener);
	if (error == json_tokener_success && is_whole(text, length, read, *tree))
		return HVAC_OK;
	/* what was built so far */
	json_free(*tree);
	*tree = NULL;
	for (int i = tokener->depth; i >= 0; i--)
		json_wipe(tokener->stack[i].current);
	if (error == json_tokener_success)
		return HVAC_NO_MEMORY;
	return error == json_tokener_error_depth ? HVAC_TOO_LARGE : HVAC_MALFORMED_ANSWER;
}

/* json-c writes and reads numbers by the thread's locale, which it copies for each text, under a lock of the C library's that a
 * fork may leave locked in the child. The C locale is static: of that neither copy nor lock is made. */
struct c_locale { locale_t plain, before; };

static bool c_locale_enter(struct c_locale *locale)
{
	locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!locale->plain)
		return false;
	locale->before = uselocale(locale->plain);
	return true;
}

static void c_locale_leave(const struct c_locale *locale)
{
	uselocale(locale->before);
	freelocale(locale->plain);
}

hvac_status json_parse(struct json_parser *parser, const char *text, size_t length, int depth_max, struct json_object **tree)
{
	struct json_parser own = { NULL, 0 };
	struct printbuf *buffer;
	struct c_locale locale;
	hvac_status status;
	size_t names;

	*tree = NULL;
	if (length >= INT_MAX - 2)
		return HVAC_TOO_LARGE;
	if (!parser)
		parser = &own;
	if (!prepare(parser, length, depth_max) || !c_locale_enter(&locale)) {
		json_parser_free(parser);
		return HVAC_NO_MEMORY;
	}
	status = check_text(text, length, depth_max, &names);
	if (status == HVAC_OK)
		status = parse(parser->tokener, text, length, tree);
	c_locale_leave(&locale);
	if (status == HVAC_OK && count_names(*tree) != names) {
		json_free(*tree);
		*tree = NULL;
		status = HVAC_MALFORMED_ANSWER;
	}
	buffer = parser->tokener->pb;
	wipe(buffer->buf, length < (size_t)buffer->size ? length : (size_t)buffer->size);
	if (parser == &own || buffer->size > PARSER_KEPT)
		json_parser_free(parser);
	return status;
}

/* A number that was parsed keeps its text, of any length, which json-c writes only as far as there is memory; NULL for all else. */
static const char *text_of_number(const struct json_object *tree)
{
	return json_object_is_type(tree, json_type_double) ? json_object_get_userdata((struct json_object *)(uintptr_t)tree) : NULL;
}

void json_wipe(const struct json_object *tree)
{
	struct json_object *object = (struct json_object *)(uintptr_t)tree;
	const char *text = text_of_number(tree);

	switch (json_object_get_type(tree)) {
	case json_type_string:
		wipe((char *)(uintptr_t)json_object_get_string(object), (size_t)json_object_get_string_len(tree));
		break;
	case json_type_int:
		json_object_set_int64(object, 0);
		break;
	case json_type_double:
		if (text)
			wipe((char *)(uintptr_t)text, strlen(text));
		json_object_set_double(object, 0);
		break;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			json_wipe(json_object_array_get_idx(tree, i));
		break;
	case json_type_object:
		JSON_MEMBERS(tree, member)
			json_wipe(lh_entry_v(member));
		break;
	default:
		break;
	}
}

void json_free(struct json_object *tree)
{
	json_wipe(tree);
	json_object_put(tree);
}

static bool copy_items(const struct json_object *list, struct json_object *copy)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item;

		if (!json_copy(json_object_array_get_idx(list, i), &item))
			return false;
		if (json_object_array_add(copy, item) < 0) {
			json_free(item);
			return false;
		}
	}
	return true;
}

static bool copy_members(const struct json_object *map, struct json_object *copy)
{
	JSON_MEMBERS(map, entry) {
		struct json_object *member;

		if (!json_copy(lh_entry_v(entry), &member))
			return false;
		if (json_object_object_add(copy, lh_entry_k(entry), member) < 0) {
			json_free(member);
			return false;
		}
	}
	return true;
}

/* json-c's own, when memory runs out, loses one part of the copy, and frees the other without wiping it. */
bool json_copy(const struct json_object *tree, struct json_object **copy)
{
	enum json_type type = json_object_get_type(tree);
	bool copied;

	*copy = NULL;
	if (!tree)
		return true;
	if (type != json_type_array && type != json_type_object)
		return json_object_deep_copy((struct json_object *)(uintptr_t)tree, copy, NULL) == 0;
	*copy = type == json_type_array ? json_object_new_array() : json_object_new_object();
	copied = *copy && (type == json_type_array ? copy_items(tree, *copy) : copy_members(tree, *copy));
	if (!copied) {
		json_free(*copy);
		*copy = NULL;
	}
	return copied;
}

/* Bytes that the written text can need at most. */
static size_t written_max(const struct json_object *tree, bool pretty, size_t depth)
{
	size_t sum = SCALAR_MAX, line = pretty ? 2 * depth + 4 : 2;
	const char *text = text_of_number(tree);

	switch (json_object_get_type(tree)) {
	case json_type_string:
		return sum + ESCAPED_MAX * (size_t)json_object_get_string_len(tree);
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			sum += line + written_max(json_object_array_get_idx(tree, i), pretty, depth + 1);
		return sum + line;
	case json_type_object:
		JSON_MEMBERS(tree, member)
			sum += line + ESCAPED_MAX * strlen(lh_entry_k(member)) + 8 + written_max(lh_entry_v(member), pretty, depth + 1);
		return sum + line;
	default:
		return sum + (text ? strlen(text) : 0);
	}
}

/* Stands in for a serializer once, to give the print buffer its room: json-c would grow it by realloc. */
static int make_room(struct json_object *tree, struct printbuf *buffer, int level, int flags)
{
	size_t room = written_max(tree, flags & JSON_C_TO_STRING_PRETTY, 0);

	(void)level;
	return room < INT_MAX ? printbuf_memset(buffer, (int)room, 0, 1) : -1;
}

static char *write_tree(const struct json_object *tree, bool pretty, size_t *length)
{
	struct json_object *object = (struct json_object *)(uintptr_t)tree;
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE | (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN);
	enum json_type type = json_object_get_type(object);
	const char *kept = tree ? text_of_number(tree) : "null", *text = kept;
	char *copy;
	size_t n = kept ? strlen(kept) : 0;

	if (!kept) {
		if (type == json_type_object || type == json_type_array || type == json_type_string) {
			json_object_set_serializer(object, make_room, NULL, NULL);
			text = json_object_to_json_string_length(object, flags, &n);
			json_object_set_serializer(object, NULL, NULL, NULL);
			if (!text)
				return NULL;
		}
		text = json_object_to_json_string_length(object, flags, &n);
		if (!text)
			return NULL;
	}
	copy = text_copy(text, n);
	if (!kept)
		wipe((char *)(uintptr_t)text, n);
	if (length)
		*length = n;
	return copy;
}

char *json_write(const struct json_object *tree, bool pretty, size_t *length)
{
	struct c_locale locale;
	char *text;

	if (!c_locale_enter(&locale))
		return NULL;
	text = write_tree(tree, pretty, length);
	c_locale_leave(&locale);
	return text;
}

bool json_is_utf8(const char *text, size_t length)
{
	const unsigned char *c = (const unsigned char *)text, *end = c + length;

	while (c < end) {
		unsigned first = *c++, more, smallest, point;

		if (first < 0x80)
			continue;
		if (first >= 0xc2 && first <= 0xdf)
			more = 1, smallest = 0x80, point = first & 0x1f;
		else if (first >= 0xe0 && first <= 0xef)
			more = 2, smallest = 0x800, point = first & 0x0f;
		else if (first >= 0xf0 && first <= 0xf4)
			more = 3, smallest = 0x10000, point = first & 0x07;
		else
			return false;
		for (; more; more--, c++) {
			if (c == end || (*c & 0xc0) != 0x80)
				return false;
			point = point << 6 | (*c & 0x3fu);
		}
		if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
			return false;
	}
	return true;
}

bool json_is_utf8_throughout(const struct json_object *tree)
{
	switch (json_object_get_type(tree)) {
	case json_type_string:
		return json_is_utf8(json_object_get_string((struct json_object *)(uintptr_t)tree), (size_t)json_object_get_string_len(tree));
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			if (!json_is_utf8_throughout(json_object_array_get_idx(tree, i)))
				return false;
		return true;
	case json_type_object:
		JSON_MEMBERS(tree, member)
			if (!json_is_utf8(lh_entry_k(member), strlen(lh_entry_k(member))) || !json_is_utf8_throughout(lh_entry_v(member)))
				return false;
		return true;
	default:
		return true;
	}
}
