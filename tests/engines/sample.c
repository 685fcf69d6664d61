/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool sample_is_true(const hvac_value *map, const char *name)
{
	bool value = false;

	hvac_value_boolean(hvac_value_member(map, name), &value);
	return value;
}

const char *sample_text(const hvac_value *map, const char *name)
{
	const char *text = hvac_value_string(hvac_value_member(map, name), NULL);

	return text ? text : "";
}

/* Something of the parameter's type; what it allows where it says so. */
static hvac_argument argument_of(const hvac_value *parameter)
{
	const char *name = sample_text(parameter, "name"), *type = sample_text(parameter, "type");
	const char *first = hvac_value_string(hvac_value_item(hvac_value_member(parameter, "values"), 0), NULL);
	bool secret = sample_is_true(parameter, "secret");

	if (first)
		return hvac_typed(name, first);
	if (!strcmp(type, "integer") || !strcmp(type, "number"))
		return hvac_integer(name, 3);
	if (!strcmp(type, "boolean"))
		return hvac_boolean(name, true);
	if (!strcmp(type, "duration"))
		return hvac_string(name, "1h");
	if (!strcmp(type, "list"))
		return hvac_json(name, secret ? "[\"" SAMPLE_SECRET "\",\"" SAMPLE_SECRET "\"]" : "[\"a\",\"b\"]");
	if (!strcmp(type, "map") || !strcmp(type, "any"))
		return hvac_json(name, secret ? "{\"k\":\"" SAMPLE_SECRET "\"}" : "{\"k\":\"v\"}");
	return hvac_string(name, secret ? SAMPLE_SECRET : "text");
}

bool sample_arguments(hvac_argument arguments[SAMPLES_MAX], const hvac_value *operation, bool all)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters");
	size_t count = 0;
	bool secret = false;

	for (size_t i = 0; i < hvac_value_count(parameters) && count + 1 < SAMPLES_MAX; i++) {
		const hvac_value *parameter = hvac_value_item(parameters, i);

		/* unwrap names an argument; what stands for further ones has no name of its own */
		if (sample_is_true(parameter, "rest") || !strcmp(sample_text(parameter, "name"), "unwrap"))
			continue;
		if (!all && !sample_is_true(parameter, "required"))
			continue;
		arguments[count++] = argument_of(parameter);
		secret = secret || sample_is_true(parameter, "secret");
	}
	arguments[count] = (hvac_argument){ .kind = HVAC_ARGUMENT_END };
	return secret;
}

bool sample_with_null(hvac_argument arguments[SAMPLES_MAX], const hvac_value *operation, size_t index)
{
	const hvac_value *parameter = hvac_value_item(hvac_value_member(operation, "parameters"), index);
	const char *name = sample_text(parameter, "name");
	hvac_argument *argument = arguments;

	sample_arguments(arguments, operation, false);
	while (argument->kind != HVAC_ARGUMENT_END && strcmp(argument->name, name))
		argument++;
	if (argument->kind == HVAC_ARGUMENT_END)
		argument[1] = *argument;
	*argument = hvac_null(name);
	return parameter;
}

void sample_leave_the_world_alone(void)
{
	static const char *const names[] = { "AWS_", "AZURE_", "GOOGLE_", "ALIBABA_", "OCI_", "VAULT_", "BAO_", "KRB5" };
	extern char **environ;

	for (char **variable = environ; *variable;) {
		char *name = strndup(*variable, strcspn(*variable, "="));
		bool ours = false;

		for (size_t i = 0; i < sizeof names / sizeof names[0] && name; i++)
			ours = ours || !strncmp(name, names[i], strlen(names[i]));
		if (ours)
			unsetenv(name);
		else
			variable++;
		free(name);
	}
	setenv("HOME", "/nonexistent", 1);
	setenv("KRB5_CONFIG", "/dev/null", 1);
}
