/* SPDX-License-Identifier: MIT */
#include "given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "builtin.h"
#include "memory.h"
#include "registry.h"

static size_t number_of(const char *text)
{
	size_t number = 0;

	while (*text)
		number = number * 31 + (unsigned char)*text++;
	return number;
}

/* Its own library asks others. */
static const struct engine *usable(const struct engine *engine)
{
	return engine && strcmp(engine->id, "auth/kerberos") ? engine : NULL;
}

static const struct engine *engine_named(const char *id)
{
	const struct engine *engine = NULL;
	char *error = NULL, *builtin;
	size_t count = 0;

	if (registry_find(id, &engine, &error) != HVAC_OK && builtin_at(0)) {
		while (builtin_at(count))
			count++;
		text_free(error);
		builtin = engine_id(builtin_at(number_of(id) % count));
		demand(builtin && registry_find(builtin, &engine, &error) == HVAC_OK);
		text_free(builtin);
	}
	text_free(error);
	return usable(engine);
}

static void find_operation(struct given *given, const char *text)
{
	size_t length = strcspn(text, " ");
	char *id = text_copy(text, length);
	const char *operation = text + length + (text[length] == ' ');

	demand(id);
	given->engine = engine_named(id);
	if (given->engine && !engine_find(given->engine, operation, &given->rows))
		demand(engine_find(given->engine, given->engine->rows[number_of(operation) % given->engine->n_rows].operation->name, &given->rows));
	free(id);
}

static const char *name_of(const struct given *given, const char *name)
{
	const struct row *row = given->engine ? engine_row(given->engine, &given->rows, given->rows.count - 1) : NULL;
	size_t count = row ? row_n_parameters(row) : 0;

	return *name && !name[strspn(name, "0123456789")] && count ? row_parameter(given->engine, row, decimal(name) % count)->name : name;
}

static int64_t give(void *context, char *buffer, size_t size)
{
	const char *text = context;
	size_t length = strlen(text);

	if (length <= size)
		memcpy(buffer, text, length);
	return (int64_t)length;
}

static hvac_argument argument_of(struct given *given, char kind, const char *name, const char *value)
{
	hvac_value **made = &given->values[given->count];

	switch (kind) {
	case 's': return hvac_string(name, value);
	case 'x': return hvac_bytes(name, value, strlen(value));
	case 'j': return hvac_json(name, value);
	case 'v':
		return hvac_value_parse(value, strlen(value), made) == HVAC_OK ? hvac_value_argument(name, *made) : hvac_null(name);
	case 'i': return hvac_integer(name, strtoll(value, NULL, 10));
	case 'n': return hvac_number(name, strtod(value, NULL));
	case 'b': return hvac_boolean(name, *value == 't');
	case 'c': return hvac_source(name, give, (void *)(uintptr_t)value);
	case '0': return hvac_null(name);
	default: return hvac_typed(name, value);
	}
}

void given_read(struct given *given, struct sample *sample, const char *operation)
{
	const char *line;

	*given = (struct given){ .count = 0 };
	find_operation(given, operation);
	while (*(line = sample_line(sample))) {
		char *equals = line[1] == ' ' ? strchr(line, '=') : NULL;

		if (!equals || given->count == GIVEN_MAX)
			continue;
		/* it is ours */
		*equals = '\0';
		given->list[given->count] = argument_of(given, *line, name_of(given, line + 2), equals + 1);
		given->count++;
	}
}

void given_free(struct given *given)
{
	for (size_t i = 0; i < given->count; i++)
		hvac_value_free(given->values[i]);
}

const char *given_operation(const struct given *given)
{
	return engine_row(given->engine, &given->rows, 0)->operation->name;
}
