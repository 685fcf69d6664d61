/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "description.h"

const char *string_of(const hvac_value *map, const char *name)
{
	return hvac_value_string(hvac_value_member(map, name), NULL);
}

bool is_true(const hvac_value *map, const char *name)
{
	bool value = false;
	hvac_value_boolean(hvac_value_member(map, name), &value);
	return value;
}

size_t operation_count(const struct engine *engine)
{
	return hvac_value_count(hvac_value_member(engine->description, "operations"));
}

const hvac_value *operation_at(const struct engine *engine, size_t index)
{
	return hvac_value_item(hvac_value_member(engine->description, "operations"), index);
}

size_t parameter_count(const hvac_value *operation)
{
	return hvac_value_count(hvac_value_member(operation, "parameters"));
}

const hvac_value *parameter_at(const hvac_value *operation, size_t index)
{
	return hvac_value_item(hvac_value_member(operation, "parameters"), index);
}

const hvac_value *parameter_named(const hvac_value *operation, const char *name, size_t length)
{
	for (size_t i = 0; i < parameter_count(operation); i++) {
		const char *other = string_of(parameter_at(operation, i), "name");
		if (strlen(other) == length && memcmp(other, name, length) == 0)
			return parameter_at(operation, i);
	}
	return NULL;
}

char *default_of(const hvac_value *parameter)
{
	const hvac_value *value = hvac_value_member(parameter, "default");
	return value ? hvac_value_to_text(value, NULL) : NULL;
}

char *joined(const hvac_value *list, const char *between)
{
	char *text = strdup("");
	for (size_t i = 0; text && i < hvac_value_count(list); i++) {
		char *longer = NULL;
		if (asprintf(&longer, "%s%s%s", text, i ? between : "", hvac_value_string(hvac_value_item(list, i), NULL)) < 0)
			longer = NULL;
		free(text);
		text = longer;
	}
	return text;
}
