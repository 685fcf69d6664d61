/* SPDX-License-Identifier: MIT */
/* hvac engines [ENGINE [OPERATION]]: what is installed, what it can do, what that takes. */
#include "command.h"
#include "failure.h"
#include "manual.h"
#include "member.h"
#include "guess.h"
#include "output.h"
#include "parameters.h"

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

static int refuse_operation(const struct command_line *line, const char *engine, const char *name, const hvac_value *operations)
{
	struct guess nearest;
	guess_begin(&nearest, name);
	for (size_t i = 0; i < hvac_value_count(operations); i++)
		guess_offer(&nearest, member_string(hvac_value_item(operations, i), "name"));
	if (nearest.name)
		return failure(line, HVAC_NO_SUCH_OPERATION, "%s has no operation %s; did you mean %s?", engine, name, nearest.name);
	return failure(line, HVAC_NO_SUCH_OPERATION, "%s has no operation %s; hvac engines %s lists them", engine, name, engine);
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
	const hvac_value *operations = hvac_value_member(description, "operations");
	if (name)
		operation = parameters_named(operations, name);
	if (name && !operation)
		code = refuse_operation(line, engine, name, operations);
	else if (line->format != FORMAT_TABLE)
		code = print_json(line, description, operation);
	else
		code = operation ? manual_operation(line, description, operation) : manual_engine(line, description);
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
	int code = line->format == FORMAT_TABLE ? manual_engines(line, list) : output_json_line(line, list);
	hvac_value_free(list);
	return code;
}
