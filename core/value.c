/* SPDX-License-Identifier: MIT */
/* Values as programs see them. */
#include "json.h"
#include "memory.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>

hvac_value *hvac_value_new_null(void)
{
	return json_value(NULL);
}

/* json-c has no object for null, so a NULL here is a failed allocation. */
static hvac_value *made(struct json_object *object)
{
	return object ? json_value(object) : NULL;
}

hvac_value *hvac_value_new_boolean(bool value)
{
	return made(json_object_new_boolean(value));
}

hvac_value *hvac_value_new_integer(int64_t value)
{
	return made(json_object_new_int64(value));
}

hvac_value *hvac_value_new_number(double value)
{
	return isfinite(value) ? made(json_object_new_double(value)) : NULL;
}

hvac_value *hvac_value_new_text(const char *text, size_t length)
{
	return length < INT_MAX ? made(json_object_new_string_len(text, (int)length)) : NULL;
}

hvac_value *hvac_value_new_string(const char *text)
{
	return text ? hvac_value_new_text(text, strlen(text)) : NULL;
}

hvac_value *hvac_value_new_list(void)
{
	return made(json_object_new_array());
}

hvac_value *hvac_value_new_map(void)
{
	return made(json_object_new_object());
}

hvac_value *hvac_value_copy(const hvac_value *value)
{
	struct json_object *copy;

	return value && json_copy(json_of(value), &copy) ? json_value(copy) : NULL;
}

void hvac_value_free(hvac_value *value)
{
	if (value)
		json_free(json_of(value));
}

hvac_status hvac_value_parse(const char *text, size_t length, hvac_value **value)
{
	struct json_object *tree;
	hvac_status status = json_parse(NULL, text, length, JSON_DEPTH_MAX, &tree);

	*value = status == HVAC_OK ? json_value(tree) : NULL;
	return status == HVAC_TOO_LARGE ? HVAC_MALFORMED_ANSWER : status;
}

/* json-c writes into a buffer within the tree: on a copy, so that threads may write one value at once. */
static char *write_copy(const hvac_value *value, bool pretty, size_t *length)
{
	hvac_value *copy = hvac_value_copy(value ? value : json_value(NULL));
	char *text = copy ? json_write(json_of(copy), pretty, length) : NULL;

	hvac_value_free(copy);
	return text;
}

char *hvac_value_to_text(const hvac_value *value, size_t *length)
{
	return write_copy(value, false, length);
}

char *hvac_value_to_pretty_text(const hvac_value *value, size_t *length)
{
	return write_copy(value, true, length);
}

void hvac_text_free(char *text)
{
	text_free(text);
}

void hvac_value_remove(hvac_value *map, const char *name)
{
	struct json_object *object = map ? json_of(map) : NULL;
	struct json_object *member;

	if (!json_object_is_type(object, json_type_object) || !json_object_object_get_ex(object, name, &member))
		return;
	json_wipe(member);
	json_object_object_del(object, name);
}

hvac_status hvac_value_adopt_member(hvac_value *map, const char *name, hvac_value *child)
{
	struct json_object *object = map ? json_of(map) : NULL, *before;

	if (!map || !child || !json_object_is_type(object, json_type_object)) {
		hvac_value_free(child);
		return map && child ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY;
	}
	/* json-c puts the new one in its place and frees it */
	if (json_object_object_get_ex(object, name, &before))
		json_wipe(before);
	if (json_object_object_add(object, name, json_of(child)) < 0) {
		hvac_value_free(child);
		return HVAC_NO_MEMORY;
	}
	return HVAC_OK;
}

hvac_status hvac_value_adopt_item(hvac_value *list, hvac_value *child)
{
	struct json_object *object = list ? json_of(list) : NULL;

	if (!list || !child || !json_object_is_type(object, json_type_array)) {
		hvac_value_free(child);
		return list && child ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY;
	}
	if (json_object_array_add(object, json_of(child)) < 0) {
		hvac_value_free(child);
		return HVAC_NO_MEMORY;
	}
	return HVAC_OK;
}

hvac_kind hvac_value_kind(const hvac_value *value)
{
	if (!value)
		return HVAC_KIND_ABSENT;
	switch (json_object_get_type(json_of(value))) {
	case json_type_null: return HVAC_KIND_NULL;
	case json_type_boolean: return HVAC_KIND_BOOLEAN;
	case json_type_double: return HVAC_KIND_NUMBER;
	case json_type_int: return HVAC_KIND_INTEGER;
	case json_type_string: return HVAC_KIND_STRING;
	case json_type_array: return HVAC_KIND_LIST;
	case json_type_object: return HVAC_KIND_MAP;
	}
	return HVAC_KIND_ABSENT;
}

size_t hvac_value_count(const hvac_value *value)
{
	switch (hvac_value_kind(value)) {
	case HVAC_KIND_STRING: return (size_t)json_object_get_string_len(json_of(value));
	case HVAC_KIND_LIST: return json_object_array_length(json_of(value));
	case HVAC_KIND_MAP: return (size_t)json_object_object_length(json_of(value));
	default: return 0;
	}
}

const hvac_value *hvac_value_member(const hvac_value *map, const char *name)
{
	struct json_object *member;

	if (hvac_value_kind(map) != HVAC_KIND_MAP || !json_object_object_get_ex(json_of(map), name, &member))
		return NULL;
	return json_value(member);
}

const hvac_value *hvac_value_item(const hvac_value *list, size_t index)
{
	if (hvac_value_kind(list) != HVAC_KIND_LIST || index >= json_object_array_length(json_of(list)))
		return NULL;
	return json_value(json_object_array_get_idx(json_of(list), index));
}

static const hvac_value *item_named(const hvac_value *list, const char *token, size_t length)
{
	char *end;
	unsigned long index = strtoul(token, &end, 10);

	/* RFC 6901: digits, no leading zero */
	return end == token + length && *token >= '0' && *token <= '9' && (*token != '0' || length == 1) ? hvac_value_item(list, index) : NULL;
}

/* Whether a member's name is what a token says, whose ~0 and ~1 are ~ and /. */
static bool is_named(const char *name, const char *token, size_t length)
{
	const char *end = token + length;

	for (; *name && token < end; name++, token++) {
		char c = *token;

		if (c == '~' && token + 1 < end && (token[1] == '0' || token[1] == '1'))
			c = *++token == '0' ? '~' : '/';
		if (*name != c)
			return false;
	}
	return !*name && token == end;
}

/* One reference token of a pointer. The last one, which is most, is looked up where it stands; no other is copied, since who asks could
 * not tell that memory ran out from that there is nothing. */
static const hvac_value *step(const hvac_value *value, const char *token, size_t length)
{
	if (hvac_value_kind(value) == HVAC_KIND_LIST)
		return item_named(value, token, length);
	if (!token[length] && !memchr(token, '~', length))
		return hvac_value_member(value, token);
	if (hvac_value_kind(value) == HVAC_KIND_MAP)
		JSON_MEMBERS(json_of(value), member)
			if (is_named(lh_entry_k(member), token, length))
				return json_value(lh_entry_v(member));
	return NULL;
}

const hvac_value *hvac_value_at(const hvac_value *value, const char *pointer)
{
	if (!pointer)
		return NULL;
	if (*pointer && *pointer != '/') {
		size_t length = strcspn(pointer, "/");

		value = step(value, pointer, length);
		pointer += length;
	}
	while (value && *pointer == '/') {
		size_t length = strcspn(++pointer, "/");

		value = step(value, pointer, length);
		pointer += length;
	}
	return value;
}

void hvac_value_each(const hvac_value *map, bool (*each)(const char *name, const hvac_value *value, void *context), void *context)
{
	if (hvac_value_kind(map) != HVAC_KIND_MAP)
		return;
	JSON_MEMBERS(json_of(map), member)
		if (!each(lh_entry_k(member), json_value(lh_entry_v(member)), context))
			return;
}

const char *hvac_value_string(const hvac_value *value, size_t *length)
{
	if (hvac_value_kind(value) != HVAC_KIND_STRING)
		return NULL;
	if (length)
		*length = (size_t)json_object_get_string_len(json_of(value));
	return json_object_get_string(json_of(value));
}

bool hvac_value_integer(const hvac_value *value, int64_t *result)
{
	if (hvac_value_kind(value) != HVAC_KIND_INTEGER)
		return false;
	/* json-c keeps what is beyond int64 as unsigned, and saturates here */
	if (json_object_get_uint64(json_of(value)) > INT64_MAX)
		return false;
	*result = json_object_get_int64(json_of(value));
	return true;
}

bool hvac_value_number(const hvac_value *value, double *result)
{
	hvac_kind kind = hvac_value_kind(value);

	if (kind != HVAC_KIND_NUMBER && kind != HVAC_KIND_INTEGER)
		return false;
	*result = json_object_get_double(json_of(value));
	return true;
}

bool hvac_value_boolean(const hvac_value *value, bool *result)
{
	if (hvac_value_kind(value) != HVAC_KIND_BOOLEAN)
		return false;
	*result = json_object_get_boolean(json_of(value));
	return true;
}

static bool members_equal(const hvac_value *a, const hvac_value *b)
{
	JSON_MEMBERS(json_of(a), member) {
		const hvac_value *other = hvac_value_member(b, lh_entry_k(member));

		if (!other || !hvac_value_equal(json_value(lh_entry_v(member)), other))
			return false;
	}
	return true;
}

/* Without rounding the integer: a double that is one has its exact value within 64 bits. */
static bool integer_equals_number(const hvac_value *integer, const hvac_value *number)
{
	int64_t exact;
	double x, whole;

	/* false [incorrectLogicOperator]: cppcheck does not read 0x1p63 */
	if (!hvac_value_integer(integer, &exact) || !hvac_value_number(number, &x) || x < -0x1p63 || x >= 0x1p63)
		return false;
	whole = (double)(int64_t)x;
	return !(x < whole) && !(x > whole) && (int64_t)x == exact;
}

bool hvac_value_equal(const hvac_value *a, const hvac_value *b)
{
	hvac_kind kind = hvac_value_kind(a), other = hvac_value_kind(b);

	if (kind == HVAC_KIND_INTEGER && other == HVAC_KIND_NUMBER)
		return integer_equals_number(a, b);
	if (kind == HVAC_KIND_NUMBER && other == HVAC_KIND_INTEGER)
		return integer_equals_number(b, a);
	if (kind != other)
		return false;
	switch (kind) {
	case HVAC_KIND_MAP:
		return hvac_value_count(a) == hvac_value_count(b) && members_equal(a, b);
	case HVAC_KIND_LIST:
		if (hvac_value_count(a) != hvac_value_count(b))
			return false;
		for (size_t i = 0; i < hvac_value_count(a); i++)
			if (!hvac_value_equal(hvac_value_item(a, i), hvac_value_item(b, i)))
				return false;
		return true;
	case HVAC_KIND_ABSENT:
	case HVAC_KIND_NULL:
		return true;
	default:
		return json_object_equal(json_of(a), json_of(b));
	}
}
