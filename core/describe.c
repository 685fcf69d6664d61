/* SPDX-License-Identifier: MIT */
/* An engine's table as JSON: what the command's listing, its help, hvac-gen and the coverage check are made from. */
#include "json.h"
#include "loader.h"
#include "memory.h"
#include "registry.h"
#include "builtin.h"
#include "verb.h"

#include <stdlib.h>
#include <string.h>
#include <hvac/engine.h>

static const char *const types[] = { "", "string", "integer", "boolean", "number", "duration", "bytes", "list", "map", "any" };
static const char *const places[] = { "", "path", "query", "header", "body", "whole", "raw", "tls", "local" };

/* The first failure stands for all that follow. */
struct writer {
	hvac_status status;
};

static void put(struct writer *writer, hvac_value *map, const char *name, hvac_value *value)
{
	hvac_status status = map ? hvac_value_adopt_member(map, name, value) : HVAC_NO_MEMORY;

	if (!map)
		hvac_value_free(value);
	if (status != HVAC_OK)
		writer->status = status;
}

/* Of a table, or a file's name: in one that is not UTF-8, a question mark stands for each byte that no ASCII has. NULL: no memory. */
static hvac_value *text_value(const char *text, size_t length)
{
	char *shown;
	hvac_value *value;

	if (json_is_utf8(text, length))
		return hvac_value_new_text(text, length);
	shown = text_copy(text, length);
	if (!shown)
		return NULL;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)shown[i] > 0x7f)
			shown[i] = '?';
	value = hvac_value_new_text(shown, length);
	text_free(shown);
	return value;
}

static void put_text(struct writer *writer, hvac_value *map, const char *name, const char *text)
{
	if (text)
		put(writer, map, name, text_value(text, strlen(text)));
}

static void append(struct writer *writer, hvac_value *list, hvac_value *item)
{
	hvac_status status = list ? hvac_value_adopt_item(list, item) : HVAC_NO_MEMORY;

	if (!list)
		hvac_value_free(item);
	if (status != HVAC_OK)
		writer->status = status;
}

static void put_true(struct writer *writer, hvac_value *map, const char *name, bool value)
{
	if (value)
		put(writer, map, name, hvac_value_new_boolean(true));
}

/* Words that are separated by blanks, as a list. */
static hvac_value *words_of(struct writer *writer, const char *words)
{
	hvac_value *list = hvac_value_new_list();

	for (size_t span; *words; words += span + (words[span] == ' ')) {
		span = strcspn(words, " ");
		append(writer, list, text_value(words, span));
	}
	return list;
}

/* A default as JSON; one that is another argument's value as the text "{other}". NULL when memory ran out. */
static hvac_value *default_of(const struct hvac_parameter *parameter)
{
	hvac_value *value;

	if (default_reference(parameter->dflt))
		return hvac_value_new_string(parameter->dflt);
	hvac_value_parse(parameter->dflt, strlen(parameter->dflt), &value);
	return value;
}

static bool required_everywhere(const struct engine *engine, const struct operation_rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = engine_row(engine, rows, i);
		size_t index;

		if (row_is_step(row) || row->refused)
			continue;
		index = row_find_parameter(engine, row, name);
		if (index == SIZE_MAX || !(row_parameter(engine, row, index)->flags & HVAC_REQUIRED))
			return false;
	}
	return true;
}

static hvac_value *describe_parameter(struct writer *writer, const struct engine *engine, const struct operation_rows *rows,
                                      const struct hvac_parameter *parameter)
{
	hvac_value *map = hvac_value_new_map();

	put_text(writer, map, "name", parameter->flags & HVAC_REST ? "more" : parameter->name);
	if (parameter->wire && strcmp(parameter->wire, parameter->name) != 0)
		put_text(writer, map, "wire", parameter->wire);
	put_text(writer, map, "type", types[parameter->type]);
	put_text(writer, map, "in", places[parameter->in]);
	put(writer, map, "required", hvac_value_new_boolean(required_everywhere(engine, rows, parameter->name)));
	if (parameter->dflt)
		put(writer, map, "default", default_of(parameter));
	put(writer, map, "secret", hvac_value_new_boolean(parameter->flags & HVAC_SECRET));
	put_true(writer, map, "rest", parameter->flags & HVAC_REST);
	put_true(writer, map, "slashes", parameter->in == HVAC_IN_PATH && parameter->flags & HVAC_SLASHES);
	if (parameter->values)
		put(writer, map, "values", words_of(writer, parameter->values));
	put_text(writer, map, "wrapped_path", parameter->wrapped_path);
	put_text(writer, map, "help", parameter->help);
	return map;
}

static bool is_earlier(const struct engine *engine, const struct operation_rows *rows, const size_t *order, size_t row, const char *name)
{
	for (size_t i = 0; i < row; i++) {
		const struct row *other = engine_row(engine, rows, order[i]);

		if (!other->refused && row_find_parameter(engine, other, name) != SIZE_MAX)
			return true;
	}
	return false;
}

/* The parameters of all rows united by name, those of the unconditional row first. */
static hvac_value *describe_parameters(struct writer *writer, const struct engine *engine, const struct operation_rows *rows,
                                       const size_t *order, size_t count)
{
	hvac_value *list = hvac_value_new_list();

	for (size_t i = 0; i < count; i++) {
		const struct row *row = engine_row(engine, rows, order[i]);

		for (size_t j = 0; !row->refused && j < row_n_parameters(row); j++) {
			const struct hvac_parameter *parameter = row_parameter(engine, row, j);

			if (!is_earlier(engine, rows, order, i, parameter->name))
				append(writer, list, describe_parameter(writer, engine, rows, parameter));
		}
	}
	return list;
}

/* What of a row differs from row to row: the request, and what a policy must allow for it: nothing where no token is sent, or where
 * to be denied is an answer, too. */
static void put_request(struct writer *writer, hvac_value *map, const struct row *row)
{
	const struct hvac_operation *operation = row->operation;
	hvac_value *capabilities;
	bool needs_none;

	put_text(writer, map, "verb", row->refused ? "" : verb_name(operation->verb));
	put_text(writer, map, "path", operation->path);
	put_text(writer, map, "when", operation->when);
	if (row->refused)
		return;
	needs_none = operation->flags & (HVAC_LOGIN | HVAC_NO_TOKEN) || (operation->ok_status && is_word_of(operation->ok_status, "403", 3));
	capabilities = words_of(writer, needs_none ? "" : verb_capabilities(operation->verb));
	if (operation->flags & HVAC_SUDO)
		append(writer, capabilities, hvac_value_new_string("sudo"));
	put(writer, map, "capabilities", capabilities);
}

static hvac_value *describe_operation(struct writer *writer, const struct engine *engine, const struct operation_rows *rows)
{
	hvac_value *map = hvac_value_new_map(), *also;
	size_t *order = calloc(rows->count, sizeof *order), count = 1, main_row = 0;
	const struct row *row;

	if (!order) {
		writer->status = HVAC_NO_MEMORY;
		return map;
	}
	for (size_t i = 0; i < rows->count; i++)
		if (!row_is_step(engine_row(engine, rows, i)) && !engine_row(engine, rows, i)->operation->when)
			main_row = i;
	order[0] = main_row;
	for (size_t i = 0; i < rows->count; i++)
		if (i != main_row)
			order[count++] = i;
	row = engine_row(engine, rows, main_row);
	put_text(writer, map, "name", row->operation->name);
	put_text(writer, map, "area", row->area->name);
	put_request(writer, map, row);
	put(writer, map, "parameters", describe_parameters(writer, engine, rows, order, count));
	put_text(writer, map, "help", row->operation->help);
	put_text(writer, map, "since", row->operation->since);
	put_text(writer, map, "refused", row->refused);
	put_true(writer, map, "login", row->operation->flags & HVAC_LOGIN);
	put_true(writer, map, "stream_in", row->operation->flags & HVAC_STREAM_IN);
	put_true(writer, map, "stream_out", row->operation->flags & HVAC_STREAM_OUT);
	put_true(writer, map, "hooks", row->operation->prepare || row->operation->finish);
	put_text(writer, map, "answer", row_answer(row));
	also = count > 1 ? hvac_value_new_list() : NULL;
	for (size_t i = 1; i < count; i++) {
		hvac_value *other = hvac_value_new_map();

		put_request(writer, other, engine_row(engine, rows, order[i]));
		append(writer, also, other);
	}
	if (count > 1)
		put(writer, map, "also", also);
	free(order);
	return map;
}

/* Operations stand in the table's order, each at its first row. */
static hvac_value *describe_engine(struct writer *writer, const struct engine *engine)
{
	hvac_value *map = hvac_value_new_map(), *list = hvac_value_new_list();
	struct operation_rows rows;
	struct buffer abi = { 0 };

	buffer_format(&abi, "%u.%u", engine->plugin->abi_major, engine->plugin->abi_minor);
	put_text(writer, map, "engine", engine->id);
	put_text(writer, map, "version", engine->plugin->version);
	put_text(writer, map, "abi", abi.bytes ? abi.bytes : "");
	if (engine->file)
		put_text(writer, map, "file", engine->file);
	else
		put(writer, map, "file", hvac_value_new_null());
	put_text(writer, map, "help", engine->plugin->help);
	put_text(writer, map, "reference", engine->plugin->reference);
	put_text(writer, map, "example", engine->plugin->example);
	for (size_t i = 0; i < engine->n_rows; i++) {
		engine_find(engine, engine->rows[i].operation->name, &rows);
		if (engine_row(engine, &rows, 0) == &engine->rows[i])
			append(writer, list, describe_operation(writer, engine, &rows));
	}
	put(writer, map, "operations", list);
	buffer_free(&abi);
	return map;
}

hvac_status hvac_plugin_describe(const char *id, hvac_value **description, char **error)
{
	struct writer writer = { HVAC_OK };
	const struct engine *engine;
	char *why = NULL;

	*description = NULL;
	if (!error)
		error = &why;
	writer.status = registry_find(id ? id : "", &engine, error);
	if (writer.status == HVAC_OK)
		*description = describe_engine(&writer, engine);
	if (writer.status != HVAC_OK) {
		hvac_value_free(*description);
		*description = NULL;
	}
	text_free(why);
	return writer.status;
}

/* An engine that can be found, and in which file; NULL: loaded or linked in. */
struct found {
	char *id, *file;
};

struct list {
	struct found *entries;
	size_t count, room;
};

/* The first place that has an id is the one that counts. */
static bool add(const char *id, const char *file, void *context)
{
	struct list *list = context;
	struct found *found;

	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->entries[i].id, id))
			return true;
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		struct found *entries = reallocarray(list->entries, room, sizeof *entries);

		if (!entries)
			return false;
		list->entries = entries;
		list->room = room;
	}
	found = &list->entries[list->count++];
	found->id = text_copy(id, strlen(id));
	found->file = file ? text_copy(file, strlen(file)) : NULL;
	return found->id && (!file || found->file);
}

static int compare_found(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->id, ((const struct found *)b)->id);
}

static bool add_builtins(struct list *list)
{
	for (size_t i = 0; builtin_at(i); i++) {
		char *id = engine_id(builtin_at(i));
		bool added = id && add(id, NULL, list);

		text_free(id);
		if (!added)
			return false;
	}
	return true;
}

static hvac_value *describe_refused(struct writer *writer, const struct found *found, const char *error)
{
	hvac_value *map = hvac_value_new_map();

	put_text(writer, map, "engine", found->id);
	put_text(writer, map, "file", found->file);
	put_text(writer, map, "error", error);
	return map;
}

hvac_status hvac_plugin_list(hvac_value **result)
{
	struct writer writer = { HVAC_OK };
	struct list list = { 0 };
	bool complete = true;

	*result = hvac_value_new_list();
	for (size_t i = 0; complete && registry_id(i); i++)
		complete = add(registry_id(i), NULL, &list);
	complete = complete && add_builtins(&list) && loader_scan(add, &list) == HVAC_OK;
	if (!complete || !*result)
		writer.status = HVAC_NO_MEMORY;
	else if (list.count)
		qsort(list.entries, list.count, sizeof *list.entries, compare_found);
	for (size_t i = 0; writer.status == HVAC_OK && i < list.count; i++) {
		hvac_value *entry;
		char *error;
		hvac_status status = hvac_plugin_describe(list.entries[i].id, &entry, &error);

		if (status == HVAC_NO_MEMORY)
			writer.status = status;
		else if (status != HVAC_OK)
			entry = describe_refused(&writer, &list.entries[i], error);
		if (entry)
			append(&writer, *result, entry);
		text_free(error);
	}
	for (size_t i = 0; i < list.count; i++) {
		text_free(list.entries[i].id);
		text_free(list.entries[i].file);
	}
	free(list.entries);
	if (writer.status != HVAC_OK) {
		hvac_value_free(*result);
		*result = NULL;
	}
	return writer.status;
}
