/* SPDX-License-Identifier: MIT */
/* Rules on values: allowed ones, defaults, and those that nobody reads. */
#include "lint.h"
#include "names.h"
#include "words.h"

#include <ctype.h>
#include <string.h>

/* "{other}" */
static bool is_reference(const char *dflt)
{
	return dflt[0] == '{' && (isalpha((unsigned char)dflt[1]) || dflt[1] == '_');
}

static bool is_sent_by_hvac(const struct lint *lint)
{
	const char *name = lint->parameter->name, *wire = lint->parameter->wire ? lint->parameter->wire : name;
	const hvac_value *method;

	for (size_t i = 0; (method = names_next(lint->names, &i, lint->engine, lint->operation->name));) {
		const hvac_value *sent = hvac_value_member(method, "sends");

		if (names_list(sent, name) || names_list(sent, wire))
			return true;
	}
	return false;
}

void check_default(struct lint *lint)
{
	const struct hvac_parameter *parameter = lint->parameter;

	if (!parameter->dflt || is_reference(parameter->dflt) || parameter->in == HVAC_IN_PATH || parameter->in == HVAC_IN_LOCAL)
		return;
	/* a hook stands in for what hvac requires */
	if (parameter->flags & HVAC_REQUIRED && lint->operation->prepare)
		return;
	/* what has one allowed value is a constant of the request */
	if (parameter->values && !strchr(parameter->values, ' '))
		return;
	if (!is_step(lint->operation) && !is_sent_by_hvac(lint))
		complain(lint, "do not send %s unasked, which resets what was set; a default of the server's is for the help", parameter->dflt);
}

static size_t count_in(const char *values, struct word word)
{
	size_t count = 0;

	while (*values) {
		size_t length = strcspn(values, " ");

		count += length == word.length && strncmp(values, word.text, length) == 0;
		values += length + (values[length] == ' ');
	}
	return count;
}

static void check_value_default(struct lint *lint)
{
	const char *dflt = lint->parameter->dflt, *values = lint->parameter->values;
	hvac_value *value = NULL;
	const char *text;

	if (!dflt || is_reference(dflt) || hvac_value_parse(dflt, strlen(dflt), &value) != HVAC_OK)
		return;
	text = hvac_value_string(value, NULL);
	if (text && !count_in(values, (struct word){ text, strlen(text) }))
		complain(lint, "add the default \"%s\" to the values, or give another", text);
	hvac_value_free(value);
}

void check_values(struct lint *lint)
{
	const char *values = lint->parameter->values;
	uint16_t type = lint->parameter->type;

	if (!values)
		return;
	if (type == HVAC_TYPE_BOOLEAN || type == HVAC_TYPE_BYTES || type == HVAC_TYPE_MAP || type == HVAC_TYPE_DURATION) {
		complain(lint, "leave out .values: its type says what is allowed");
		return;
	}
	for (const char *value = values; *value;) {
		struct word word = { value, strcspn(value, " ") };

		if (count_in(value, word) > 1)
			complain(lint, "say %.*s once", (int)word.length, word.text);
		value += word.length + (value[word.length] == ' ');
	}
	check_value_default(lint);
}

static const char *skip_value(const char *text)
{
	while (isalnum((unsigned char)*text) || *text == '_' || *text == '-')
		text++;
	return text;
}

/* "a or b", "a, b or c", "a, b, or c", up to the clause's end. */
static bool lists_values(const char *text)
{
	const char *end = skip_value(text);

	while (end > text && strncmp(end, ", ", 2) == 0 && strncmp(end + 2, "or ", 3) != 0) {
		text = end + 2;
		end = skip_value(text);
	}
	if (end == text)
		return false;
	end += *end == ',';
	if (strncmp(end, " or ", 4) != 0)
		return false;
	text = end + 4;
	end = skip_value(text);
	return end > text && (!*end || strchr(",;:(", *end) || strncmp(end, " (", 2) == 0);
}

/* At the beginning of a help text, or behind a colon or "one of". */
void check_values_in_help(struct lint *lint)
{
	static const char *const before[] = { ": ", "one of ", "One of ", "either " };
	const char *help = lint->parameter->help;
	bool listed = lists_values(help);

	if (lint->parameter->values || (lint->parameter->type != HVAC_TYPE_STRING && lint->parameter->type != HVAC_TYPE_LIST))
		return;
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
		for (const char *found = help; !listed && (found = strstr(found, before[i])); found++)
			listed = lists_values(found + strlen(before[i]));
	if (listed)
		complain(lint, "put the allowed values into .values, where completion finds them");
}

static bool is_condition(const char *when, const char *name)
{
	size_t length = strlen(name);

	for (; when && *when && *when != '@'; when += strcspn(when, " "), when += *when == ' ')
		if (strncmp(when, name, length) == 0 && (!when[length] || when[length] == '=' || when[length] == ' '))
			return true;
	return false;
}

static bool is_default_of_another(const struct lint *lint)
{
	size_t length = strlen(lint->parameter->name);

	for (size_t i = 0; i < lint->operation->n_parameters; i++) {
		const char *dflt = parameter_at(lint, lint->operation, i)->dflt;

		if (dflt && is_reference(dflt) && strncmp(dflt + 1, lint->parameter->name, length) == 0 && dflt[1 + length] == '}')
			return true;
	}
	return false;
}

/* A row may take an argument that decides between the rows of its name, or that another one of them sends. */
static bool is_read_by_rows(const struct lint *lint)
{
	const char *name = lint->parameter->name;

	for (size_t i = 0; i < row_count(lint->plugin); i++) {
		const struct hvac_operation *row = row_at(lint->plugin, i);
		const struct hvac_parameter *parameter = parameter_named(lint, row, name, strlen(name));

		if (strcmp(row->name, lint->operation->name) == 0 &&
		    (row->prepare || row->finish || is_condition(row->when, name) || (parameter && parameter->in != HVAC_IN_LOCAL)))
			return true;
	}
	return false;
}

void check_unused(struct lint *lint)
{
	bool login = lint->operation->flags & HVAC_LOGIN;

	if (lint->parameter->in == HVAC_IN_LOCAL && !(login && strcmp(lint->parameter->name, "use_token") == 0) && !is_default_of_another(lint) &&
	    !is_read_by_rows(lint))
		complain(lint, "leave it out: it is not sent, and there is no hook that reads it");
}
