/* SPDX-License-Identifier: MIT */
/* A checked engine: the plugin's table, indexed. Immutable from the moment it is in the registry, and never freed then. */
#ifndef HVAC_CORE_ENGINE_H
#define HVAC_CORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <hvac/plugin.h>
#include "login_steps.h"

struct row {
	const struct hvac_operation *operation; /* in the plugin's memory; its parameters by row_parameter */
	const struct hvac_area *area;
	const char *refused;                    /* why this row cannot be used by this library; NULL */
	struct row *next;                       /* of the same name, in the table's order; NULL */
};

struct engine {
	struct engine *next;
	char *id;                               /* "secrets/kv_v2" */
	char *file;                             /* NULL: linked in or registered */
	const struct hvac_plugin *plugin;
	size_t n_rows;
	struct row *rows;                       /* in the table's order */
	struct row **by_name;                   /* the first rows of their names, by hash, in the next free slot; NULL in free ones */
	size_t n_slots;                         /* of those; a power of 2 */
};

/* Most names that are compared differ in their first character. */
static inline bool same_name(const char *a, const char *b)
{
	return a == b || (*a == *b && !strcmp(a, b));
}

/* The length of the ASCII letters, digits and "_" that a text begins with. */
static inline size_t identifier_span(const char *text)
{
	static const uint32_t letters[8] = { 0, 0x03ff0000, 0x87fffffe, 0x07fffffe, 0, 0, 0, 0 };
	const unsigned char *c = (const unsigned char *)text;

	while (letters[*c / 32] >> *c % 32 & 1)
		c++;
	return (size_t)(c - (const unsigned char *)text);
}

/* The rows of one operation; `first` is an index of engine->rows. */
struct operation_rows {
	size_t first, count;
};

/* The parameters of a row: the table's, and behind them, of a login, those that every login has (login_steps.h). */
size_t row_n_parameters(const struct row *row);

static inline const struct hvac_parameter *row_parameter(const struct engine *engine, const struct row *row, size_t index)
{
	if (index >= row->operation->n_parameters)
		return &login_parameters[index - row->operation->n_parameters];
	return (const struct hvac_parameter *)(const void *)((const char *)row->operation->parameters + index * engine->plugin->parameter_size);
}

/* The index of the row's parameter of that name; SIZE_MAX when it has none. */
size_t row_find_parameter(const struct engine *engine, const struct row *row, const char *name);
/* The length of the name in a default of the form "{other}"; 0 for any other default. */
size_t default_reference(const char *dflt);
/* Whether a word stands in a list of words that are separated by blanks. */
bool is_word_of(const char *list, const char *word, size_t length);
/* False when there is no such operation. */
bool engine_find(const struct engine *engine, const char *operation, struct operation_rows *rows);
const struct row *engine_row(const struct engine *engine, const struct operation_rows *rows, size_t index);
/* The JSON pointer of what a caller wants of its answer. */
const char *row_answer(const struct row *row);
/* Whether a row is what a hook sends ("@step"), never chosen by arguments. */
bool row_is_step(const struct row *row);

/* Reads and checks a plugin's table as engine `id` ("auth/approle"). HVAC_PLUGIN_REFUSED: *error is a sentence by malloc that
 * names the rule; HVAC_NO_MEMORY. */
hvac_status engine_new(const struct hvac_plugin *plugin, const char *id, const char *file, struct engine **engine, char **error);
void engine_free(struct engine *engine);

/* "secrets" of "secrets/kv_v2", NULL when the id is none: kinds and names are checked here before any use. */
bool engine_id_is_valid(const char *id);
/* The id that a descriptor claims, by malloc, of sys its kind alone; and whether it is of this one. Kind and name must be there. */
char *engine_id(const struct hvac_plugin *plugin);
bool engine_id_is_of(const char *id, const struct hvac_plugin *plugin);

#endif
