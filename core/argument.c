/* SPDX-License-Identifier: MIT */
/* One argument from what the caller gave to a value of its parameter's type, and from there to what is sent. */
#include "argument.h"
#include "base64.h"
#include "engine.h"
#include "file.h"
#include "memory.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>

#define SOURCE_FIRST ((size_t)4096)
#define SOURCE_TRIES 8

static const char *const type_names[] = {
	"", "text", "an integer of 64 bits", "true or false", "a number", "a duration (text or seconds)", "bytes or text", "a list", "a map", "JSON",
};

/* A phrase for a person; memory running out is the caller's HVAC_NO_MEMORY. */
#define FAIL(...) ((*error = arena_format(arena, __VA_ARGS__)) ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY)

/* From a tree: a string becomes text of the arena, so that each value has one shape. The tree is taken. */
static hvac_status take_tree(struct arena *arena, struct bound *bound, struct json_object *tree)
{
	if (!tree) {
		bound->kind = BOUND_NULL;
	} else if (json_object_is_type(tree, json_type_string)) {
		bound->kind = BOUND_TEXT;
		bound->length = (size_t)json_object_get_string_len(tree);
		bound->text = arena_copy(arena, json_object_get_string(tree), bound->length);
		json_free(tree);
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	} else {
		bound->kind = BOUND_TREE;
		bound->tree = tree;
	}
	return HVAC_OK;
}

static hvac_status take_json(struct arena *arena, struct bound *bound, const char *text, size_t length, const char **error)
{
	struct json_object *tree;
	hvac_status status = json_parse(NULL, text, length, JSON_DEPTH_MAX, &tree);

	if (status == HVAC_NO_MEMORY)
		return status;
	if (status != HVAC_OK)
		return FAIL("argument %s is not JSON (or nested too deep, or with numbers beyond 64 bits)", bound->name);
	return take_tree(arena, bound, tree);
}

/* "a,b,c" as a list of strings. */
static hvac_status take_list(struct arena *arena, struct bound *bound, const char *text, size_t length)
{
	struct json_object *list = json_object_new_array();
	const char *end = text + length;

	while (list && text < end) {
		const char *comma = memchr(text, ',', (size_t)(end - text));
		struct json_object *item = json_object_new_string_len(text, (int)((comma ? comma : end) - text));

		if (!item || json_object_array_add(list, item) < 0) {
			json_free(item);
			json_free(list);
			list = NULL;
		}
		text = comma ? comma + 1 : end;
	}
	if (!list)
		return HVAC_NO_MEMORY;
	return take_tree(arena, bound, list);
}

/* Text whose parameter says how to read it: from a command line, or out of a file. */
static hvac_status take_typed(struct arena *arena, struct bound *bound, const char *text, size_t length, const char **error)
{
	unsigned type = bound->parameter ? bound->parameter->type : HVAC_TYPE_STRING;
	size_t begin = 0;
	hvac_status status;

	if (length >= INT32_MAX)
		return FAIL("argument %s is larger than 2 GiB", bound->name);
	switch (type) {
	case HVAC_TYPE_LIST:
		while (begin < length && memchr(" \t\r\n", text[begin], 4))
			begin++;
		if (begin == length || (text[begin] != '[' && text[begin] != '"'))
			return take_list(arena, bound, text, length);
		/* fall through */
	case HVAC_TYPE_INTEGER:
	case HVAC_TYPE_BOOLEAN:
	case HVAC_TYPE_NUMBER:
	case HVAC_TYPE_MAP:
	case HVAC_TYPE_ANY:
		status = take_json(arena, bound, text, length, error);
		if (status == HVAC_PARAM_VALIDATION_ERROR && type != HVAC_TYPE_ANY)
			return FAIL("argument %s must be %s%s", bound->name, type_names[type],
			            type == HVAC_TYPE_MAP ? " as JSON: {\"name\":\"value\"}" : "");
		if (status == HVAC_PARAM_VALIDATION_ERROR)
			return FAIL("argument %s must be JSON; text stands in quotes: \"text\"", bound->name);
		return status;
	default:
		bound->kind = BOUND_TEXT;
		bound->text = arena_copy(arena, text, length);
		bound->length = length;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	}
}

static bool is_empty_by_default(const struct hvac_parameter *parameter)
{
	return parameter->dflt && !strcmp(parameter->dflt, "\"\"");
}

static bool type_fits(const struct bound *bound)
{
	const struct hvac_parameter *parameter = bound->parameter;
	enum json_type type = bound->kind == BOUND_TREE ? json_object_get_type(bound->tree) : json_type_null;
	bool text = bound->kind == BOUND_TEXT;
	/* json-c keeps what is beyond as unsigned */
	bool is_int64 = type == json_type_int && json_object_get_uint64(bound->tree) <= INT64_MAX;

	if (!parameter || parameter->type == HVAC_TYPE_ANY)
		return true;
	switch (parameter->type) {
	case HVAC_TYPE_STRING: return text || (bound->kind == BOUND_TREE && parameter->flags & HVAC_TEXT && (type == json_type_object || type == json_type_array));
	case HVAC_TYPE_INTEGER: return is_int64;
	case HVAC_TYPE_BOOLEAN: return type == json_type_boolean;
	case HVAC_TYPE_NUMBER: return type == json_type_int || type == json_type_double;
	case HVAC_TYPE_DURATION: return (text && (bound->length || is_empty_by_default(parameter))) || (is_int64 && json_object_get_int64(bound->tree) >= 0);
	case HVAC_TYPE_BYTES: return text || bound->kind == BOUND_BYTES;
	case HVAC_TYPE_LIST: return text || type == json_type_array;
	case HVAC_TYPE_MAP: return type == json_type_object;
	default: return false;
	}
}

/* Only of what the library itself acts on: servers gain values that no table knows. */
static bool is_allowed(const struct bound *bound)
{
	const struct hvac_parameter *parameter = bound->parameter;
	const char *text;

	if (!parameter || !parameter->values || parameter->in != HVAC_IN_LOCAL)
		return true;
	/* json-c keeps the text that it makes here, and does not wipe it */
	text = bound->kind == BOUND_TREE ? json_object_get_string(bound->tree) : bound->text;
	return text && is_word_of(parameter->values, text, strlen(text));
}

/* Hooks and libcurl take these up to their NUL. */
static bool is_cut(const struct bound *bound)
{
	const struct hvac_parameter *parameter = bound->parameter;

	return bound->kind == BOUND_TEXT && parameter && (parameter->in == HVAC_IN_LOCAL || parameter->in == HVAC_IN_TLS) &&
	       parameter->type != HVAC_TYPE_BYTES && memchr(bound->text, '\0', bound->length);
}

/* What is known of a value without its row: type, encoding, null only where JSON can say it. */
hvac_status bound_check(struct arena *arena, const struct bound *bound, const char **error)
{
	if (bound->kind == BOUND_NULL) {
		if (bound->parameter && bound->parameter->in != HVAC_IN_BODY && bound->parameter->in != HVAC_IN_LOCAL)
			return FAIL("argument %s cannot be null: it is not in the body", bound->name);
		if (bound->parameter && bound->parameter->flags & HVAC_REQUIRED)
			return FAIL("argument %s is missing: %s", bound->name, bound->parameter->help);
		return HVAC_OK;
	}
	if (!type_fits(bound))
		return FAIL("argument %s must be %s", bound->name, type_names[bound->parameter->type]);
	if (!is_allowed(bound))
		return FAIL("argument %s must be one of: %s", bound->name, bound->parameter->values);
	if (bound->kind == BOUND_TEXT ? !json_is_utf8(bound->text, bound->length) : bound->kind == BOUND_TREE && !json_is_utf8_throughout(bound->tree))
		return FAIL("argument %s is not UTF-8 text%s", bound->name,
		            bound->parameter && bound->parameter->type == HVAC_TYPE_BYTES ? ": give it as bytes" : "");
	if (is_cut(bound))
		return FAIL("argument %s has a NUL within", bound->name);
	return HVAC_OK;
}

hvac_status bound_take(struct arena *arena, struct bound *bound, const hvac_argument *argument, const char **error)
{
	bool is_text = argument->kind == HVAC_ARGUMENT_STRING || argument->kind == HVAC_ARGUMENT_BYTES || argument->kind == HVAC_ARGUMENT_JSON ||
	               argument->kind == HVAC_ARGUMENT_FILE || argument->kind == HVAC_ARGUMENT_TYPED;
	const char *start = is_text ? argument->content.text.start : NULL;
	size_t length = is_text ? argument->content.text.length : 0;
	struct json_object *tree = NULL;

	if (length > FILE_SIZE_MAX)
		return FAIL("argument %s is larger than 64 MiB", bound->name);
	switch (argument->kind) {
	case HVAC_ARGUMENT_NULL:
		bound->kind = BOUND_NULL;
		return HVAC_OK;
	case HVAC_ARGUMENT_STRING:
	case HVAC_ARGUMENT_BYTES:
	case HVAC_ARGUMENT_FILE:
		bound->kind = argument->kind == HVAC_ARGUMENT_STRING ? BOUND_TEXT : argument->kind == HVAC_ARGUMENT_BYTES ? BOUND_BYTES : BOUND_FILE;
		bound->text = arena_copy(arena, start, length);
		bound->length = length;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	case HVAC_ARGUMENT_INTEGER:
		bound->tree = json_object_new_int64(argument->content.integer);
		break;
	case HVAC_ARGUMENT_BOOLEAN:
		bound->tree = json_object_new_boolean(argument->content.boolean);
		break;
	case HVAC_ARGUMENT_NUMBER:
		if (!isfinite(argument->content.number))
			return FAIL("argument %s is no number that JSON can say", bound->name);
		bound->tree = json_object_new_double(argument->content.number);
		break;
	case HVAC_ARGUMENT_JSON:
		return take_json(arena, bound, start, length, error);
	case HVAC_ARGUMENT_TYPED:
		return take_typed(arena, bound, start, length, error);
	case HVAC_ARGUMENT_VALUE:
		if (!json_copy(json_of(argument->content.value), &tree))
			return HVAC_NO_MEMORY;
		return take_tree(arena, bound, tree);
	case HVAC_ARGUMENT_SOURCE:
		if (!argument->content.source.function)
			return FAIL("argument %s has no source", bound->name);
		bound->kind = BOUND_SOURCE;
		bound->source = argument->content.source.function;
		bound->context = argument->content.source.context;
		return HVAC_OK;
	default:
		return FAIL("argument %s is of a kind that this library does not know", bound->name);
	}
	bound->kind = BOUND_TREE;
	return bound->tree ? HVAC_OK : HVAC_NO_MEMORY;
}

/* Plain text in quotes and truth, which nearly all are, need no parser. */
hvac_status bound_take_default(struct arena *arena, struct bound *bound, const char *dflt)
{
	size_t length = strlen(dflt);
	bool is_true = !strcmp(dflt, "true");
	const char *error = NULL;

	if (is_true || !strcmp(dflt, "false"))
		return bound_take(arena, bound, HVAC_ARGS(hvac_boolean(bound->name, is_true)), &error);
	if (length >= 2 && dflt[0] == '"' && !strchr(dflt, '\\')) {
		bound->kind = BOUND_TEXT;
		bound->text = arena_copy(arena, dflt + 1, length - 2);
		bound->length = length - 2;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	}
	return take_json(arena, bound, dflt, length, &error);
}

static hvac_status read_source(struct arena *arena, struct bound *bound, char **content, size_t *length, const char **error)
{
	size_t size = SOURCE_FIRST;

	for (int tries = 0; tries < SOURCE_TRIES; tries++) {
		char *buffer = malloc(size + 1);
		int64_t n = buffer ? bound->source(bound->context, buffer, size) : 0;

		if (!buffer)
			return HVAC_NO_MEMORY;
		if (n >= 0 && (uint64_t)n <= size) {
			*content = buffer;
			*length = (size_t)n;
			buffer[n] = '\0';
			return HVAC_OK;
		}
		wipe_free(buffer, size);
		if (n < 0)
			return FAIL("the source of argument %s has nothing to give", bound->name);
		if ((uint64_t)n > FILE_SIZE_MAX)
			return FAIL("the source of argument %s gives more than 64 MiB", bound->name);
		size = (size_t)n;
	}
	return FAIL("the source of argument %s never agrees on a size", bound->name);
}

static hvac_status read_file(struct arena *arena, struct bound *bound, const struct file_way *way, char **content, size_t *length, const char **error)
{
	char *sentence;
	hvac_status status = file_read(bound->text, way, content, length, NULL, &sentence);

	if (sentence) {
		*error = arena_format(arena, "argument %s: %s", bound->name, sentence);
		status = *error ? status : HVAC_NO_MEMORY;
	}
	text_free(sentence);
	return status;
}

hvac_status bound_read(struct arena *arena, struct bound *bound, const struct file_way *way, const char **error)
{
	size_t length = 0;
	char *content = NULL;
	hvac_status status;

	if (bound->kind != BOUND_FILE && bound->kind != BOUND_SOURCE)
		return HVAC_OK;
	status = bound->kind == BOUND_FILE ? read_file(arena, bound, way, &content, &length, error) : read_source(arena, bound, &content, &length, error);
	if (status == HVAC_OK && bound->parameter && bound->parameter->type == HVAC_TYPE_BYTES) {
		bound->kind = BOUND_BYTES;
		bound->text = arena_copy(arena, content, length);
		bound->length = length;
		if (!bound->text)
			status = HVAC_NO_MEMORY;
	} else if (status == HVAC_OK) {
		status = take_typed(arena, bound, content, file_trimmed(content, length), error);
		if (status == HVAC_OK)
			status = bound_check(arena, bound, error);
	}
	wipe_free(content, length);
	return status;
}

bool bound_is_pending(const struct bound *bound)
{
	return bound->kind == BOUND_FILE || bound->kind == BOUND_SOURCE;
}

bool bound_is_secret(const struct bound *bound)
{
	return bound->parameter && bound->parameter->flags & HVAC_SECRET;
}

hvac_status bound_tree(struct bound *bound, struct json_object **tree)
{
	size_t length = bound->length;
	char *text = NULL;

	if (!bound->tree && bound->kind == BOUND_TEXT)
		bound->tree = json_object_new_string_len(bound->text, (int)length);
	if (!bound->tree && bound->kind == BOUND_BYTES) {
		text = base64_encode(bound->text, bound->length, &length);
		bound->tree = text ? json_object_new_string_len(text, (int)length) : NULL;
		wipe_free(text, text ? length : 0);
	}
	*tree = bound->tree;
	return bound->tree || bound->kind == BOUND_NULL ? HVAC_OK : HVAC_NO_MEMORY;
}

/* An item of a list, or a scalar; false when memory ran out. */
static bool append_shown(struct buffer *text, struct json_object *tree)
{
	size_t length = 0;
	char *written;
	bool appended;

	if (json_object_is_type(tree, json_type_string))
		return buffer_append(text, json_object_get_string(tree), (size_t)json_object_get_string_len(tree));
	written = json_write(tree, false, &length);
	appended = written && buffer_append(text, written, length);
	text_free(written);
	return appended;
}

static bool is_scalar(const struct json_object *tree)
{
	return tree && !json_object_is_type(tree, json_type_array) && !json_object_is_type(tree, json_type_object);
}

/* Within a list, where commas separate: one in a text would make two items of it. */
static bool is_item(struct json_object *tree)
{
	return is_scalar(tree) && !(json_object_is_type(tree, json_type_string) &&
	                            memchr(json_object_get_string(tree), ',', (size_t)json_object_get_string_len(tree)));
}

/* Of a list or a scalar. */
static const char *shown_tree(struct json_object *tree, struct arena *arena, size_t *length, hvac_status *status)
{
	bool is_list = json_object_is_type(tree, json_type_array);
	size_t count = is_list ? json_object_array_length(tree) : 1;
	struct buffer text = { 0 };
	const char *copy = NULL;
	bool written = buffer_text(&text, "");

	for (size_t i = 0; i < count && written; i++) {
		struct json_object *item = is_list ? json_object_array_get_idx(tree, i) : tree;

		if (is_list ? !is_item(item) : !is_scalar(item))
			goto done;
		written = (!i || buffer_text(&text, ",")) && append_shown(&text, item);
	}
	copy = written ? arena_copy(arena, text.bytes, text.length) : NULL;
	*length = text.length;
	if (!copy)
		*status = HVAC_NO_MEMORY;
done:
	buffer_free(&text);
	return copy;
}

const char *bound_shown(struct bound *bound, struct arena *arena, size_t *length, hvac_status *status)
{
	struct json_object *tree;

	if (bound->kind == BOUND_TEXT) {
		*length = bound->length;
		return bound->text;
	}
	if (bound->kind == BOUND_NULL)
		return NULL;
	if (bound_tree(bound, &tree) == HVAC_OK)
		return shown_tree(tree, arena, length, status);
	*status = HVAC_NO_MEMORY;
	return NULL;
}

/* Every scalar becomes "***"; the members' names, which tell a person what there is, stay. */
static struct json_object *redacted(const struct json_object *tree)
{
	enum json_type type = json_object_get_type(tree);
	struct json_object *copy, *child;

	if (type != json_type_object && type != json_type_array)
		return json_object_new_string("***");
	copy = type == json_type_object ? json_object_new_object() : json_object_new_array();
	if (!copy)
		return NULL;
	if (type == json_type_object)
		JSON_MEMBERS(tree, member) {
			child = redacted(lh_entry_v(member));
			if (!child || json_object_object_add(copy, lh_entry_k(member), child) < 0)
				goto failed;
		}
	else
		for (size_t i = 0; i < json_object_array_length(tree); i++) {
			child = redacted(json_object_array_get_idx(tree, i));
			if (!child || json_object_array_add(copy, child) < 0)
				goto failed;
		}
	return copy;
failed:
	json_object_put(child);
	json_object_put(copy);
	return NULL;
}

hvac_status bound_redact(struct bound *bound)
{
	struct json_object *copy = NULL;

	if (bound->kind == BOUND_NULL)
		return HVAC_OK;
	if (bound->kind == BOUND_TREE) {
		copy = redacted(bound->tree);
		if (!copy)
			return HVAC_NO_MEMORY;
	} else {
		bound->kind = BOUND_TEXT;
		bound->text = "***";
		bound->length = 3;
	}
	json_free(bound->tree);
	bound->tree = copy;
	return HVAC_OK;
}
