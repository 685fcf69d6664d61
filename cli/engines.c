/* SPDX-License-Identifier: MIT */
/* hvac engines [ENGINE [OPERATION]]: what is installed, what it can do, what that takes. */
#include <stdio.h>
#include <string.h>
#include "command.h"
#include "failure.h"
#include "output.h"
#include "parameters.h"
#include "table.h"

static const char *string_of(const hvac_value *map, const char *name)
{
	return hvac_value_string(hvac_value_member(map, name), NULL);
}

static bool is_true(const hvac_value *map, const char *name)
{
	bool value = false;
	hvac_value_boolean(hvac_value_member(map, name), &value);
	return value;
}

static int print(const struct command_line *line, struct table *table)
{
	bool printed = table_print(table, stdout);
	table_free(table);
	return printed ? EXIT_OK : failure_local(line, "memory ran out");
}

static int print_engines(const struct command_line *line, const hvac_value *list)
{
	struct table table;
	table_begin(&table, 3);
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i);
		const char *error = string_of(engine, "error");
		char count[40];
		size_t operations = hvac_value_count(hvac_value_member(engine, "operations"));
		snprintf(count, sizeof(count), "%zu operation%s", operations, operations == 1 ? "" : "s");
		table_add_string(&table, string_of(engine, "engine"));
		table_add_string(&table, error ? "refused" : count);
		table_add_string(&table, error ? error : string_of(engine, "help"));
	}
	return print(line, &table);
}

static int print_operations(const struct command_line *line, const hvac_value *engine)
{
	const hvac_value *operations = hvac_value_member(engine, "operations");
	struct table table;
	table_begin(&table, 2);
	for (size_t i = 0; i < hvac_value_count(operations); i++) {
		table_add_string(&table, string_of(hvac_value_item(operations, i), "name"));
		table_add_string(&table, string_of(hvac_value_item(operations, i), "help"));
	}
	return print(line, &table);
}

static const char *kind_of(const hvac_value *parameter)
{
	if (is_true(parameter, "secret"))
		return is_true(parameter, "required") ? "required, secret" : "secret";
	return is_true(parameter, "required") ? "required" : "";
}

static int print_operation(const struct command_line *line, const hvac_value *operation)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters");
	const char *help = string_of(operation, "help");
	struct table table;
	printf("%s %s\n", string_of(operation, "verb"), string_of(operation, "path"));
	if (help)
		printf("%s\n", help);
	table_begin(&table, 4);
	for (size_t i = 0; i < hvac_value_count(parameters); i++) {
		const hvac_value *parameter = hvac_value_item(parameters, i);
		table_add_string(&table, string_of(parameter, "name"));
		table_add_string(&table, string_of(parameter, "type"));
		table_add_string(&table, kind_of(parameter));
		table_add_string(&table, string_of(parameter, "help"));
	}
	if (table.n_cells)
		putchar('\n');
	return print(line, &table);
}

/* A list of one thing, as the whole list has it: scripts read one shape. With an operation the description has that one alone. */
static int print_json(const struct command_line *line, const hvac_value *description, const hvac_value *operation)
{
	hvac_value *list = hvac_value_new_list(), *one = hvac_value_copy(description);
	bool made = true;
	if (operation) {
		hvac_value *operations = hvac_value_new_list();
		made = hvac_value_adopt_item(operations, hvac_value_copy(operation)) == HVAC_OK;
		made = hvac_value_adopt_member(one, "operations", operations) == HVAC_OK && made;
	}
	made = hvac_value_adopt_item(list, one) == HVAC_OK && made;
	int code = made ? output_json_line(line, list) : failure_local(line, "memory ran out");
	hvac_value_free(list);
	return code;
}

static int print_one(const struct command_line *line, const char *engine, const char *name)
{
	hvac_value *description = NULL;
	const hvac_value *operation = NULL;
	char *error = NULL;
	int code;
	hvac_status status = hvac_plugin_describe(engine, &description, &error);
	if (status != HVAC_OK) {
		code = failure(line, status, "%s", error ? error : "memory ran out");
		hvac_text_free(error);
		return code;
	}
	if (name)
		operation = parameters_named(hvac_value_member(description, "operations"), name);
	if (name && !operation)
		code = failure(line, HVAC_NO_SUCH_OPERATION, "%s has no operation %s; hvac engines %s lists them", engine, name, engine);
	else if (line->format == FORMAT_JSON)
		code = print_json(line, description, operation);
	else
		code = operation ? print_operation(line, operation) : print_operations(line, description);
	hvac_value_free(description);
	return code;
}

int command_engines(const struct command_line *line)
{
	hvac_value *list = NULL;
	if (line->n_words > 2)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac engines takes an engine and an operation, and nothing after them");
	if (line->n_words > 0)
		return print_one(line, line->words[0], line->n_words > 1 ? line->words[1] : NULL);
	if (hvac_plugin_list(&list) != HVAC_OK)
		return failure_local(line, "memory ran out");
	int code = line->format == FORMAT_JSON ? output_json_line(line, list) : print_engines(line, list);
	hvac_value_free(list);
	return code;
}
