/* SPDX-License-Identifier: MIT */
/* Builds the index over a plugin's table; the rules themselves are in check.c. */
#include "engine.h"
#include "check.h"
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_LENGTH_MAX 48u

static bool name_is_valid(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return *name >= 'a' && *name <= 'z' && !name[length] && length <= NAME_LENGTH_MAX;
}

bool engine_id_is_valid(const char *id)
{
	if (!strncmp(id, "auth/", 5))
		return name_is_valid(id + 5);
	if (!strncmp(id, "secrets/", 8))
		return name_is_valid(id + 8);
	return !strcmp(id, "sys");
}

char *engine_id(const struct hvac_plugin *plugin)
{
	struct buffer id = { 0 };

	buffer_text(&id, plugin->kind);
	if (strcmp(plugin->kind, "sys") != 0)
		buffer_format(&id, "/%s", plugin->name);
	return buffer_take(&id);
}

bool engine_id_is_of(const char *id, const struct hvac_plugin *plugin)
{
	size_t kind = strlen(plugin->kind);

	if (!strcmp(plugin->kind, "sys"))
		return !strcmp(id, "sys") && !strcmp(plugin->name, "sys");
	return !strncmp(id, plugin->kind, kind) && id[kind] == '/' && !strcmp(id + kind + 1, plugin->name);
}

size_t row_n_parameters(const struct row *row)
{
	return row->operation->n_parameters + (row->operation->flags & HVAC_LOGIN ? (size_t)LOGIN_PARAMETERS : 0);
}

size_t row_find_parameter(const struct engine *engine, const struct row *row, const char *name)
{
	for (size_t i = 0; i < row_n_parameters(row); i++)
		if (same_name(row_parameter(engine, row, i)->name, name))
			return i;
	return SIZE_MAX;
}

bool is_word_of(const char *list, const char *word, size_t length)
{
	for (size_t span; *list; list += span + (list[span] == ' ')) {
		span = strcspn(list, " ");
		if (span == length && !strncmp(list, word, length))
			return true;
	}
	return false;
}

size_t default_reference(const char *dflt)
{
	size_t length = dflt[0] == '{' ? identifier_span(dflt + 1) : 0;

	return length && dflt[length + 1] == '}' && !dflt[length + 2] ? length : 0;
}

const char *row_answer(const struct row *row)
{
	if (row->operation->answer)
		return row->operation->answer;
	return row->operation->flags & HVAC_LOGIN ? "/auth" : "/data";
}

bool row_is_step(const struct row *row)
{
	return row->operation->when && row->operation->when[0] == '@';
}

const struct row *engine_row(const struct engine *engine, const struct operation_rows *rows, size_t index)
{
	const struct row *row = &engine->rows[rows->first];

	while (index--)
		row = row->next;
	return row;
}

/* Where the first row of that name is, or would be. */
static struct row **find_slot(const struct engine *engine, const char *name)
{
	size_t slot = 0;

	for (const char *c = name; *c; c++)
		slot = slot * 33 + (unsigned char)*c;
	for (slot &= engine->n_slots - 1; engine->by_name[slot]; slot = (slot + 1) & (engine->n_slots - 1))
		if (same_name(engine->by_name[slot]->operation->name, name))
			break;
	return &engine->by_name[slot];
}

bool engine_find(const struct engine *engine, const char *operation, struct operation_rows *rows)
{
	const struct row *first = *find_slot(engine, operation);

	if (!first)
		return false;
	*rows = (struct operation_rows){ (size_t)(first - engine->rows), 0 };
	for (const struct row *row = first; row; row = row->next)
		rows->count++;
	return true;
}

/* From the last row to the first: each is put before those that came later. */
static void index_names(struct engine *engine)
{
	for (size_t i = engine->n_rows; i-- > 0;) {
		struct row *row = &engine->rows[i], **slot = find_slot(engine, row->operation->name);

		row->next = *slot;
		*slot = row;
	}
}

/* Tables are read in place. A plugin's structs are never shorter than this library's: ABI 1.0 has the shortest. */
static void index_rows(struct engine *engine)
{
	const struct hvac_plugin *plugin = engine->plugin;
	size_t row = 0;

	for (size_t i = 0; i < plugin->n_areas; i++)
		for (size_t j = 0; j < plugin->areas[i]->n_operations; j++, row++) {
			engine->rows[row].operation = (const void *)((const char *)plugin->areas[i]->operations + j * plugin->operation_size);
			engine->rows[row].area = plugin->areas[i];
		}
}

hvac_status engine_new(const struct hvac_plugin *plugin, const char *id, const char *file, struct engine **result, char **error)
{
	struct verdict verdict = { HVAC_OK, NULL };
	struct engine *engine = NULL;
	size_t count;

	*result = NULL;
	if (!check_descriptor(plugin, id, &count, &verdict))
		goto refused;
	engine = calloc(1, sizeof *engine);
	if (!engine)
		goto no_memory;
	engine->plugin = plugin;
	engine->n_rows = count;
	engine->id = text_copy(id, strlen(id));
	engine->file = file ? text_copy(file, strlen(file)) : NULL;
	engine->rows = calloc(count, sizeof *engine->rows);
	/* never more than three quarters of them taken */
	for (engine->n_slots = 4; engine->n_slots / 4 * 3 < count;)
		engine->n_slots *= 2;
	engine->by_name = calloc(engine->n_slots, sizeof(struct row *));
	if (!engine->id || (file && !engine->file) || !engine->rows || !engine->by_name)
		goto no_memory;
	index_rows(engine);
	if (!check_rows(engine, &verdict))
		goto refused;
	index_names(engine);
	if (!check_operations(engine, &verdict))
		goto refused;
	*result = engine;
	*error = NULL;
	return HVAC_OK;
no_memory:
	verdict.status = HVAC_NO_MEMORY;
refused:
	engine_free(engine);
	*error = verdict.error;
	return verdict.status;
}

void engine_free(struct engine *engine)
{
	if (!engine)
		return;
	free(engine->id);
	free(engine->file);
	free(engine->rows);
	free(engine->by_name);
	free(engine);
}
