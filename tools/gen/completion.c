/* SPDX-License-Identifier: MIT */
/* What a shell completes, for scripts that know nothing of JSON; and the description as it is. */
#include <stdio.h>
#include <stdlib.h>
#include "gen.h"

/* A field of a line. */
static void print_field(const char *text)
{
	for (; text && *text; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text);
}

static bool print_parameter(const char *operation, const hvac_value *parameter)
{
	char *values = joined(hvac_value_member(parameter, "values"), " ");
	printf("%s\t%s\t%s\t", operation, string_of(parameter, "name"), string_of(parameter, "type"));
	print_field(values);
	putchar('\t');
	print_field(string_of(parameter, "help"));
	putchar('\n');
	free(values);
	return values != NULL;
}

bool print_completion(const struct request *request)
{
	bool printed = true;
	for (size_t i = 0; i < operation_count(&request->engine); i++) {
		const hvac_value *operation = operation_at(&request->engine, i);
		const char *name = string_of(operation, "name");
		printf("%s\t\t\t\t", name);
		print_field(string_of(operation, "help"));
		putchar('\n');
		for (size_t j = 0; j < parameter_count(operation); j++)
			printed = print_parameter(name, parameter_at(operation, j)) && printed;
	}
	if (!printed)
		complain("memory ran out");
	return printed;
}

/* A list of one, as `hvac engines ENGINE --format json` has it. */
bool print_json(const struct request *request)
{
	char *text = hvac_value_to_text(request->engine.description, NULL);
	if (text)
		printf("[%s]\n", text);
	else
		complain("memory ran out");
	hvac_text_free(text);
	return text != NULL;
}
