/* SPDX-License-Identifier: MIT */
#include "bind.h"
#include "base64.h"
#include "file.h"
#include "memory.h"
#include "nearest.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>

#define SOURCE_FIRST ((size_t)4096)

static const char *const type_names[] = {
	"", "text", "an integer", "true or false", "a number", "a duration (text or seconds)", "bytes or text", "a list", "a map", "JSON",
};

/* A phrase for a person; memory running out is the caller's HVAC_NO_MEMORY. */
#define FAIL(...) ((*error = arena_format(binding->arena, __VA_ARGS__)) ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY)

static const struct hvac_parameter *find_parameter(const struct binding *binding, const char *name)
{
	for (size_t i = 0; i < binding->rows.count; i++) {
		const struct row *row = engine_row(binding->engine, &binding->rows, i);
		size_t index = row->refused ? SIZE_MAX : row_find_parameter(binding->engine, row, name);

		if (index != SIZE_MAX && !(row_parameter(binding->engine, row, index)->flags & HVAC_REST))
			return row_parameter(binding->engine, row, index);
	}
	return NULL;
}

static const struct hvac_parameter *rest_of(const struct binding *binding, const struct row *row)
{
	for (size_t i = 0; i < row->operation->n_parameters; i++)
		if (row_parameter(binding->engine, row, i)->flags & HVAC_REST)
			return row_parameter(binding->engine, row, i);
	return NULL;
}

static bool takes_rest(const struct binding *binding)
{
	for (size_t i = 0; i < binding->rows.count; i++)
		if (rest_of(binding, engine_row(binding->engine, &binding->rows, i)))
			return true;
	return false;
}

static hvac_status unknown(struct binding *binding, const char *name, const char **error)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < binding->rows.count; i++) {
		const struct row *row = engine_row(binding->engine, &binding->rows, i);

		for (size_t j = 0; !row->refused && j < row->operation->n_parameters; j++)
			nearest_offer(&nearest, row_parameter(binding->engine, row, j)->name);
	}
	return nearest.name ? FAIL("there is no argument %.64s; did you mean %s?", name, nearest.name)
	                    : FAIL("there is no argument %.64s", name);
}

/* From a tree: a string becomes text of the arena, so that each value has one shape. The tree is taken. */
static hvac_status take_tree(struct binding *binding, struct bound *bound, struct json_object *tree)
{
	if (!tree) {
		bound->kind = BOUND_NULL;
	} else if (json_object_is_type(tree, json_type_string)) {
		bound->kind = BOUND_TEXT;
		bound->length = (size_t)json_object_get_string_len(tree);
		bound->text = arena_copy(binding->arena, json_object_get_string(tree), bound->length);
		json_free(tree);
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	} else {
		bound->kind = BOUND_TREE;
		bound->tree = tree;
	}
	return HVAC_OK;
}

static hvac_status take_json(struct binding *binding, struct bound *bound, const char *text, size_t length, const char **error)
{
	struct json_object *tree;
	hvac_status status = json_parse(text, length, JSON_DEPTH_MAX, &tree);

	if (status == HVAC_NO_MEMORY)
		return status;
	if (status != HVAC_OK)
		return FAIL("argument %s is not JSON (or nested too deep, or with numbers beyond 64 bits)", bound->name);
	return take_tree(binding, bound, tree);
}

/* "a,b,c" as a list of strings. */
static hvac_status take_list(struct binding *binding, struct bound *bound, const char *text, size_t length)
{
	struct json_object *list = json_object_new_array();
	const char *end = text + length;

	while (list && text < end) {
		const char *comma = memchr(text, ',', (size_t)(end - text));
		struct json_object *item = json_object_new_string_len(text, (int)((comma ? comma : end) - text));

		if (!item || json_object_array_add(list, item) < 0) {
			json_object_put(item);
			json_free(list);
			list = NULL;
		}
		text = comma ? comma + 1 : end;
	}
	if (!list)
		return HVAC_NO_MEMORY;
	return take_tree(binding, bound, list);
}

/* Text whose parameter says how to read it: from a command line, or out of a file. */
static hvac_status take_typed(struct binding *binding, struct bound *bound, const char *text, size_t length, const char **error)
{
	unsigned type = bound->parameter ? bound->parameter->type : HVAC_TYPE_STRING;
	bool quoted = length && text[0] == '"';
	hvac_status status;

	if (length >= INT32_MAX)
		return FAIL("argument %s is larger than 2 GiB", bound->name);
	switch (type) {
	case HVAC_TYPE_LIST:
		if (!length || (text[0] != '[' && !quoted))
			return take_list(binding, bound, text, length);
		/* fall through */
	case HVAC_TYPE_INTEGER:
	case HVAC_TYPE_BOOLEAN:
	case HVAC_TYPE_NUMBER:
	case HVAC_TYPE_MAP:
	case HVAC_TYPE_ANY:
		status = take_json(binding, bound, text, length, error);
		if (status == HVAC_PARAM_VALIDATION_ERROR && type != HVAC_TYPE_ANY)
			return FAIL("argument %s must be %s%s", bound->name, type_names[type],
			            type == HVAC_TYPE_MAP ? " as JSON: {\"name\":\"value\"}" : "");
		if (status == HVAC_PARAM_VALIDATION_ERROR)
			return FAIL("argument %s must be JSON; text stands in quotes: \"text\"", bound->name);
		return status;
	default:
		bound->kind = BOUND_TEXT;
		bound->text = arena_copy(binding->arena, text, length);
		bound->length = length;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	}
}

static bool type_fits(const struct bound *bound)
{
	const struct hvac_parameter *parameter = bound->parameter;
	enum json_type type = bound->kind == BOUND_TREE ? json_object_get_type(bound->tree) : json_type_null;
	bool text = bound->kind == BOUND_TEXT;

	if (!parameter || parameter->type == HVAC_TYPE_ANY)
		return true;
	switch (parameter->type) {
	case HVAC_TYPE_STRING: return text || (bound->kind == BOUND_TREE && parameter->flags & HVAC_TEXT && (type == json_type_object || type == json_type_array));
	case HVAC_TYPE_INTEGER: return type == json_type_int;
	case HVAC_TYPE_BOOLEAN: return type == json_type_boolean;
	case HVAC_TYPE_NUMBER: return type == json_type_int || type == json_type_double;
	case HVAC_TYPE_DURATION: return (text && bound->length) || (type == json_type_int && json_object_get_int64(bound->tree) >= 0);
	case HVAC_TYPE_BYTES: return text || bound->kind == BOUND_BYTES;
	case HVAC_TYPE_LIST: return text || type == json_type_array;
	case HVAC_TYPE_MAP: return type == json_type_object;
	default: return false;
	}
}

/* What is known of a value without its row: type, encoding, null only where JSON can say it. */
static hvac_status check_value(struct binding *binding, const struct bound *bound, const char **error)
{
	if (bound->kind == BOUND_NULL) {
		if (bound->parameter && bound->parameter->in != HVAC_IN_BODY && bound->parameter->in != HVAC_IN_LOCAL)
			return FAIL("argument %s cannot be null: it is not in the body", bound->name);
		return HVAC_OK;
	}
	if (!type_fits(bound))
		return FAIL("argument %s must be %s", bound->name, type_names[bound->parameter->type]);
	if (bound->kind == BOUND_TEXT && !json_is_utf8(bound->text, bound->length))
		return FAIL("argument %s is not UTF-8 text%s", bound->name,
		            bound->parameter && bound->parameter->type == HVAC_TYPE_BYTES ? ": give it as bytes" : "");
	return HVAC_OK;
}

static hvac_status take_argument(struct binding *binding, struct bound *bound, const hvac_argument *argument, const char **error)
{
	const char *start = argument->content.text.start;
	size_t length = argument->content.text.length;
	struct json_object *tree = NULL;

	switch (argument->kind) {
	case HVAC_ARGUMENT_NULL:
		bound->kind = BOUND_NULL;
		return HVAC_OK;
	case HVAC_ARGUMENT_STRING:
	case HVAC_ARGUMENT_BYTES:
	case HVAC_ARGUMENT_FILE:
		bound->kind = argument->kind == HVAC_ARGUMENT_STRING ? BOUND_TEXT : argument->kind == HVAC_ARGUMENT_BYTES ? BOUND_BYTES : BOUND_FILE;
		bound->text = arena_copy(binding->arena, start, length);
		bound->length = length;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	case HVAC_ARGUMENT_INTEGER:
		bound->tree = json_object_new_int64(argument->content.integer);
		break;
	case HVAC_ARGUMENT_BOOLEAN:
		bound->tree = json_object_new_boolean(argument->content.boolean);
		break;
	case HVAC_ARGUMENT_NUMBER:
		bound->tree = json_object_new_double(argument->content.number);
		break;
	case HVAC_ARGUMENT_JSON:
		return take_json(binding, bound, start, length, error);
	case HVAC_ARGUMENT_TYPED:
		return take_typed(binding, bound, start, length, error);
	case HVAC_ARGUMENT_VALUE:
		if (json_of(argument->content.value) && json_object_deep_copy(json_of(argument->content.value), &tree, NULL) < 0)
			return HVAC_NO_MEMORY;
		return take_tree(binding, bound, tree);
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

static bool is_given(const hvac_argument *argument)
{
	return argument->name || !argument->reserved;
}

static hvac_status take_all(struct binding *binding, const hvac_argument *arguments, const char **error)
{
	for (; arguments && arguments->kind != HVAC_ARGUMENT_END; arguments++) {
		struct bound *bound = &binding->list[binding->count];
		hvac_status status;

		if (!is_given(arguments))
			continue;
		if (!arguments->name || !*arguments->name)
			return FAIL("an argument has no name");
		bound->parameter = find_parameter(binding, arguments->name);
		if (!bound->parameter && (!takes_rest(binding) || !json_is_utf8(arguments->name, strlen(arguments->name))))
			return unknown(binding, arguments->name, error);
		if (binding_given(binding, arguments->name))
			return FAIL("argument %.64s is given twice", arguments->name);
		bound->name = bound->parameter ? bound->parameter->name : arena_copy(binding->arena, arguments->name, strlen(arguments->name));
		if (!bound->name)
			return HVAC_NO_MEMORY;
		binding->count++;
		status = take_argument(binding, bound, arguments, error);
		if (status == HVAC_OK && bound->kind != BOUND_FILE && bound->kind != BOUND_SOURCE)
			status = check_value(binding, bound, error);
		if (status != HVAC_OK)
			return status;
	}
	return HVAC_OK;
}

/* "name" is given, or "name=value" equal, what was given or by default. What stands in a file is not known yet. */
static bool condition_holds(struct binding *binding, const struct row *row, const char *condition, size_t length, hvac_status *status)
{
	size_t name = strcspn(condition, "= "), shown_length;
	char *copy = arena_copy(binding->arena, condition, name);
	struct bound *bound;
	const char *shown;

	if (!copy) {
		*status = HVAC_NO_MEMORY;
		return false;
	}
	bound = binding_given(binding, copy);
	if (name >= length)
		return bound && bound->kind != BOUND_NULL;
	if (!bound)
		bound = binding_value(binding, row, copy, status);
	if (!bound || bound->kind == BOUND_FILE || bound->kind == BOUND_SOURCE)
		return false;
	shown = bound_shown(bound, binding->arena, &shown_length);
	return shown && shown_length == length - name - 1 && !memcmp(shown, condition + name + 1, shown_length);
}

static bool row_holds(struct binding *binding, const struct row *row, hvac_status *status)
{
	const char *when = row->operation->when;

	while (when && *when && *status == HVAC_OK) {
		size_t length = strcspn(when, " ");

		if (!condition_holds(binding, row, when, length, status))
			return false;
		when += length + (when[length] == ' ');
	}
	return *status == HVAC_OK;
}

static hvac_status choose_row(struct binding *binding, const char **error)
{
	hvac_status status = HVAC_OK;

	for (size_t i = 0; i < binding->rows.count && !binding->row; i++) {
		const struct row *row = engine_row(binding->engine, &binding->rows, i);

		if (!row_is_step(row) && row_holds(binding, row, &status))
			binding->row = row;
		if (status != HVAC_OK)
			return status;
	}
	if (binding->row->refused)
		return FAIL("the operation %s", binding->row->refused);
	return HVAC_OK;
}

/* Given arguments must stand in the row, and what the row requires must be given. */
static hvac_status check_row(struct binding *binding, const char **error)
{
	const struct row *row = binding->row;

	for (size_t i = 0; i < binding->given; i++) {
		const struct bound *bound = &binding->list[i];

		if (bound->parameter ? row_find_parameter(binding->engine, row, bound->name) == SIZE_MAX : !rest_of(binding, row))
			return FAIL("argument %.64s does not go together with %s", bound->name, row->operation->when ? row->operation->when : "the others");
	}
	for (size_t i = 0; i < row->operation->n_parameters; i++) {
		const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);
		const struct bound *bound = binding_given(binding, parameter->name);

		if (parameter->flags & HVAC_REQUIRED && (!bound || bound->kind == BOUND_NULL))
			return FAIL("argument %s is missing: %s", parameter->name, parameter->help);
	}
	return HVAC_OK;
}

hvac_status binding_new(struct binding *binding, struct arena *arena, const struct engine *engine, const struct operation_rows *rows,
                        const hvac_argument *arguments, const char **error)
{
	hvac_status status;

	*binding = (struct binding){ .arena = arena, .engine = engine, .rows = *rows };
	*error = NULL;
	for (const hvac_argument *a = arguments; a && a->kind != HVAC_ARGUMENT_END; a++)
		binding->room++;
	for (size_t i = 0; i < rows->count; i++)
		binding->room += engine_row(engine, rows, i)->operation->n_parameters;
	binding->list = arena_alloc(arena, (binding->room + 1) * sizeof *binding->list);
	if (!binding->list)
		return HVAC_NO_MEMORY;
	status = take_all(binding, arguments, error);
	binding->given = binding->count;
	if (status == HVAC_OK)
		status = choose_row(binding, error);
	return status == HVAC_OK ? check_row(binding, error) : status;
}

static hvac_status read_source(struct binding *binding, struct bound *bound, char **content, size_t *length, const char **error)
{
	size_t size = SOURCE_FIRST;

	for (int tries = 0; tries < 8; tries++) {
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

static hvac_status read_file(struct binding *binding, struct bound *bound, char **content, size_t *length, const char **error)
{
	char *sentence;
	hvac_status status = file_read(bound->text, content, length, NULL, &sentence);

	if (status == HVAC_PARAM_VALIDATION_ERROR)
		status = FAIL("argument %s: %s", bound->name, sentence);
	text_free(sentence);
	return status;
}

hvac_status binding_read(struct binding *binding, const char **error)
{
	*error = NULL;
	for (size_t i = 0; i < binding->given; i++) {
		struct bound *bound = &binding->list[i];
		size_t length = 0;
		char *content = NULL;
		hvac_status status;

		if (bound->kind != BOUND_FILE && bound->kind != BOUND_SOURCE)
			continue;
		status = bound->kind == BOUND_FILE ? read_file(binding, bound, &content, &length, error)
		                                   : read_source(binding, bound, &content, &length, error);
		if (status == HVAC_OK && bound->parameter && bound->parameter->type == HVAC_TYPE_BYTES) {
			bound->kind = BOUND_BYTES;
			bound->text = arena_copy(binding->arena, content, length);
			bound->length = length;
			if (!bound->text)
				status = HVAC_NO_MEMORY;
		} else if (status == HVAC_OK) {
			status = take_typed(binding, bound, content, file_trimmed(content, length), error);
			if (status == HVAC_OK)
				status = check_value(binding, bound, error);
		}
		wipe_free(content, length);
		if (status != HVAC_OK)
			return status;
	}
	return HVAC_OK;
}

void binding_free(struct binding *binding)
{
	for (size_t i = 0; i < binding->count; i++)
		json_free(binding->list[i].tree);
	binding->count = binding->given = 0;
}

struct bound *binding_given(const struct binding *binding, const char *name)
{
	size_t given = binding->given ? binding->given : binding->count;

	for (size_t i = 0; i < given; i++)
		if (!strcmp(binding->list[i].name, name))
			return &binding->list[i];
	return NULL;
}

/* Plain text in quotes needs no parser. */
static hvac_status take_default(struct binding *binding, struct bound *bound, const char *dflt)
{
	size_t length = strlen(dflt);
	const char *error = NULL;

	if (length >= 2 && dflt[0] == '"' && !strchr(dflt, '\\')) {
		bound->kind = BOUND_TEXT;
		bound->text = arena_copy(binding->arena, dflt + 1, length - 2);
		bound->length = length - 2;
		return bound->text ? HVAC_OK : HVAC_NO_MEMORY;
	}
	return take_json(binding, bound, dflt, length, &error);
}

struct bound *binding_value(struct binding *binding, const struct row *row, const char *name, hvac_status *status)
{
	struct bound *bound = binding_given(binding, name);
	const struct hvac_parameter *parameter;
	size_t index, length;
	char *other;

	if (bound)
		return bound;
	index = row_find_parameter(binding->engine, row, name);
	parameter = index == SIZE_MAX ? NULL : row_parameter(binding->engine, row, index);
	if (!parameter || !parameter->dflt)
		return NULL;
	length = strlen(parameter->dflt);
	if (parameter->dflt[0] == '{' && length > 2 && parameter->dflt[1] != '"') {
		other = arena_copy(binding->arena, parameter->dflt + 1, length - 2);
		if (!other)
			*status = HVAC_NO_MEMORY;
		return other && strcmp(other, name) != 0 ? binding_value(binding, row, other, status) : NULL;
	}
	for (size_t i = binding->given; i < binding->count; i++)
		if (binding->list[i].parameter == parameter)
			return &binding->list[i];
	if (binding->count >= binding->room)
		return NULL;
	bound = &binding->list[binding->count];
	*bound = (struct bound){ .name = parameter->name, .parameter = parameter };
	*status = take_default(binding, bound, parameter->dflt);
	if (*status != HVAC_OK)
		return NULL;
	binding->count++;
	return bound;
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

static const char *shown_list(const struct json_object *list, struct arena *arena, size_t *length)
{
	struct buffer text = { 0 };
	const char *copy = NULL;

	buffer_text(&text, "");
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);

		if (json_object_is_type(item, json_type_array) || json_object_is_type(item, json_type_object) || !item)
			goto done;
		if (i)
			buffer_text(&text, ",");
		if (json_object_is_type(item, json_type_string))
			buffer_append(&text, json_object_get_string(item), (size_t)json_object_get_string_len(item));
		else
			buffer_text(&text, json_object_get_string(item));
	}
	if (!text.failed)
		copy = arena_copy(arena, text.bytes, text.length);
	*length = text.length;
done:
	buffer_free(&text);
	return copy;
}

const char *bound_shown(struct bound *bound, struct arena *arena, size_t *length)
{
	struct json_object *tree;

	if (bound->kind == BOUND_TEXT) {
		*length = bound->length;
		return bound->text;
	}
	if (bound->kind == BOUND_NULL || bound_tree(bound, &tree) != HVAC_OK)
		return NULL;
	switch (json_object_get_type(tree)) {
	case json_type_array:
		return shown_list(tree, arena, length);
	case json_type_object:
		return NULL;
	default:
		*length = strlen(json_object_get_string(tree));
		return arena_copy(arena, json_object_get_string(tree), *length);
	}
}

/* Every scalar becomes "***"; the members' names, which tell a person what there is, stay. */
static struct json_object *redacted(const struct json_object *tree)
{
	struct json_object *copy = NULL, *child;

	switch (json_object_get_type(tree)) {
	case json_type_object:
		copy = json_object_new_object();
		JSON_MEMBERS(tree, member) {
			child = redacted(lh_entry_v(member));
			if (copy && (!child || json_object_object_add(copy, lh_entry_k(member), child) < 0)) {
				json_object_put(child);
				json_object_put(copy);
				return NULL;
			}
		}
		return copy;
	case json_type_array:
		copy = json_object_new_array();
		for (size_t i = 0; copy && i < json_object_array_length(tree); i++) {
			child = redacted(json_object_array_get_idx(tree, i));
			if (!child || json_object_array_add(copy, child) < 0) {
				json_object_put(child);
				json_object_put(copy);
				return NULL;
			}
		}
		return copy;
	default:
		return json_object_new_string("***");
	}
}

hvac_status binding_redact(struct binding *binding)
{
	for (size_t i = 0; i < binding->count; i++) {
		struct bound *bound = &binding->list[i];
		struct json_object *copy;

		if (!bound_is_secret(bound) || bound->kind == BOUND_NULL)
			continue;
		if (bound->kind != BOUND_TREE) {
			json_free(bound->tree);
			bound->tree = NULL;
			bound->kind = BOUND_TEXT;
			bound->text = "***";
			bound->length = 3;
			continue;
		}
		copy = redacted(bound->tree);
		if (!copy)
			return HVAC_NO_MEMORY;
		json_free(bound->tree);
		bound->tree = copy;
	}
	return HVAC_OK;
}
