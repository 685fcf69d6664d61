/* SPDX-License-Identifier: MIT */
/* A plugin's table: its rows, their parameters, and what is complained of at them. */
#include "lint.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void out_of_memory(void)
{
	errx(EXIT_FAILURE, "memory ran out");
}

size_t row_count(const struct hvac_plugin *plugin)
{
	size_t count = 0;

	for (size_t i = 0; i < plugin->n_areas; i++)
		count += plugin->areas[i]->n_operations;
	return count;
}

const struct hvac_operation *row_at(const struct hvac_plugin *plugin, size_t index)
{
	size_t area = 0;

	while (index >= plugin->areas[area]->n_operations)
		index -= plugin->areas[area++]->n_operations;
	return (const void *)((const char *)plugin->areas[area]->operations + index * plugin->operation_size);
}

const struct hvac_parameter *parameter_at(const struct lint *lint, const struct hvac_operation *row, size_t index)
{
	return (const void *)((const char *)row->parameters + index * lint->plugin->parameter_size);
}

const struct hvac_parameter *parameter_named(const struct lint *lint, const struct hvac_operation *row, const char *name, size_t length)
{
	for (size_t i = 0; i < row->n_parameters; i++) {
		const struct hvac_parameter *parameter = parameter_at(lint, row, i);

		if (strlen(parameter->name) == length && strncmp(parameter->name, name, length) == 0)
			return parameter;
	}
	return NULL;
}

bool is_step(const struct hvac_operation *row)
{
	return row->when && row->when[0] == '@';
}

/* "RULE", "RULE:OPERATION" or "RULE:OPERATION.PARAMETER" allows what begins with it. */
static bool is_allowed(const struct lint *lint, const char *place)
{
	size_t rule = strlen(lint->rule->name);

	for (char *const *allowed = lint->allowed; *allowed; allowed++) {
		const char *at = *allowed + rule;
		size_t length;

		if (strncmp(*allowed, lint->rule->name, rule) != 0 || (*at && *at != ':'))
			continue;
		length = *at ? strlen(++at) : 0;
		if (!length || (strncmp(place, at, length) == 0 && (!place[length] || place[length] == '.')))
			return true;
	}
	return false;
}

/* Rows of one name share most of their parameters: what is wrong with one is told once. */
static bool is_new(struct lint *lint, const char *line)
{
	for (size_t i = 0; i < hvac_value_count(lint->findings); i++)
		if (strcmp(hvac_value_string(hvac_value_item(lint->findings, i), NULL), line) == 0)
			return false;
	if (hvac_value_adopt_item(lint->findings, hvac_value_new_string(line)) != HVAC_OK)
		out_of_memory();
	return true;
}

void complain(struct lint *lint, const char *format, ...)
{
	char *place = NULL, *line = NULL;
	size_t length;
	va_list list;
	FILE *text = open_memstream(&line, &length);

	if (!text || asprintf(&place, "%s%s%s", lint->operation ? lint->operation->name : "", lint->parameter ? "." : "",
	                      lint->parameter ? lint->parameter->name : "") < 0)
		out_of_memory();
	fprintf(text, "%s%s%s: %s: ", lint->engine, *place ? " " : "", place, lint->rule->name);
	va_start(list, format);
	vfprintf(text, format, list);
	va_end(list);
	if (fclose(text) != 0)
		out_of_memory();
	if (!is_allowed(lint, place) && is_new(lint, line))
		puts(line);
	free(line);
	free(place);
}
