/* SPDX-License-Identifier: MIT */
/* Completion. What may stand at a place is read from the usage of commands and flags ("ENGINE OPERATION [NAME=VALUE ...]",
 * "table|json|raw"): words in small letters stand for themselves, those in capitals are the kinds of the table below. */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "complete.h"
#include "member.h"
#include "operator.h"
#include "output.h"
#include "parameters.h"
#include "reference.h"
#include "sign_in.h"
#include "signals.h"
#include "text.h"
#include "verb.h"

struct completion {
	struct command_line line;        /* what stands before the word */
	const char *word;                /* as far as it was typed */
	size_t prefix;                   /* bytes of the word that stand before every candidate: "--format=" */
};

static bool has_control(const char *text)
{
	while (*text && !iscntrl((unsigned char)*text))
		text++;
	return *text;
}

static void offer(const struct completion *completion, const char *name, const char *suffix, const char *help)
{
	char *candidate = NULL, *shown = help ? text_for_people(help, strlen(help), "\n\t") : NULL;
	if (asprintf(&candidate, "%.*s%s%s", (int)completion->prefix, completion->word, name, suffix) < 0)
		candidate = NULL;
	if (candidate && strncmp(candidate, completion->word, strlen(completion->word)) == 0 && !has_control(candidate))
		fprintf(output, "%s\t%.*s\n", candidate, shown ? (int)strcspn(shown, "\n\t") : 0, shown ? shown : "");
	free(shown);
	free(candidate);
}

static bool is_command(const struct completion *completion, const char *name)
{
	return completion->line.command && strcmp(completion->line.command, name) == 0;
}

/* The part of hvac operator that the line names; NULL: none. */
static const struct part *part_of(const struct completion *completion)
{
	size_t n_words;
	return is_command(completion, "operator") ? operator_part_of(&completion->line, &n_words) : NULL;
}

/* The engine that the line names, to be freed; NULL: none, or no memory. */
static char *engine_of(const struct completion *completion)
{
	const struct command_line *line = &completion->line;
	const char *name = is_command(completion, "exec") ? line->login : line->n_words > 0 ? line->words[0] : NULL;
	char *engine = NULL;
	if (!name)
		return NULL;
	if (is_command(completion, "operator"))
		return strdup(OPERATOR_ENGINE);
	bool is_method = (is_command(completion, "login") || is_command(completion, "exec")) && strncmp(name, "auth/", 5) != 0;
	return asprintf(&engine, "%s%s", is_method ? "auth/" : "", name) < 0 ? NULL : engine;
}

/* The description of the engine that the line names; NULL: there is none. */
static hvac_value *describe(const struct completion *completion)
{
	hvac_value *description = NULL;
	char *engine = engine_of(completion);
	if (engine && hvac_plugin_describe(engine, &description, NULL) != HVAC_OK)
		description = NULL;
	free(engine);
	return description;
}

static bool has_login(const hvac_value *engine)
{
	const hvac_value *operations = hvac_value_member(engine, "operations");
	for (size_t i = 0; i < hvac_value_count(operations); i++)
		if (member_is_true(hvac_value_item(operations, i), "login"))
			return true;
	return strcmp(member_string(engine, "engine"), "auth/token") == 0;
}

static void offer_engines_of(const struct completion *completion, bool methods)
{
	hvac_value *list = NULL;
	if (hvac_plugin_list(&list) != HVAC_OK)
		return;
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i);
		const char *name = member_string(engine, "engine"), *help = member_string(engine, "help");
		if (hvac_value_member(engine, "error"))
			continue;
		if (!methods)
			offer(completion, name, "", help);
		else if (strncmp(name, "auth/", 5) == 0 && has_login(engine))
			offer(completion, name + 5, "", help);
	}
	hvac_value_free(list);
}

static void offer_engines(const struct completion *completion)
{
	offer_engines_of(completion, false);
	if (is_command(completion, "call"))
		offer(completion, "raw", "", "Plain paths");
}

static void offer_methods(const struct completion *completion)
{
	offer_engines_of(completion, true);
}

/* The engines of which a name alone says what is read. */
static void offer_references(const struct completion *completion)
{
	hvac_value *list = NULL;
	if (strchr(completion->word + completion->prefix, ':') || hvac_plugin_list(&list) != HVAC_OK)
		return;
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i);
		if (reference_usual(hvac_value_member(engine, "operations")))
			offer(completion, member_string(engine, "engine"), ":", member_string(engine, "help"));
	}
	hvac_value_free(list);
}

static void offer_named_references(const struct completion *completion)
{
	struct completion reference = *completion;
	const char *equals = strchr(completion->word + completion->prefix, '=');
	if (!equals)
		return;
	reference.prefix = (size_t)(equals - completion->word) + 1;
	offer_references(&reference);
}

static void offer_signals(const struct completion *completion)
{
	const char *name;
	for (size_t i = 0; (name = signals_name_at(i)) != NULL; i++)
		offer(completion, name, "", NULL);
}

static void offer_commands(const struct completion *completion)
{
	const struct command *command;
	for (size_t i = 0; (command = command_at(i)) != NULL; i++)
		offer(completion, command->name, "", command->help);
}

static void offer_operations_of(const struct completion *completion, bool logins)
{
	hvac_value *engine = describe(completion);
	const hvac_value *list = hvac_value_member(engine, "operations");
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *operation = hvac_value_item(list, i);
		if (!logins || member_is_true(operation, "login"))
			offer(completion, member_string(operation, "name"), "", member_string(operation, "help"));
	}
	hvac_value_free(engine);
}

static bool is_raw(const struct completion *completion)
{
	return is_command(completion, "call") && strcmp(completion->line.words[0], "raw") == 0;
}

static void offer_operations(const struct completion *completion)
{
	const struct command *command;
	if (!is_raw(completion)) {
		offer_operations_of(completion, false);
		return;
	}
	for (size_t i = 0; (command = command_at(i)) != NULL; i++)
		if (verb_named(command->name))
			offer(completion, command->name, "", command->help);
}

static void offer_logins(const struct completion *completion)
{
	offer_operations_of(completion, true);
}

static void offer_files(const struct completion *completion)
{
	if (strncmp(completion->word, "-", 1) != 0 || completion->prefix > 0)
		fprintf(output, "\t%.*s\n", (int)completion->prefix, completion->word);
}

/* The parameters of the operation that the line names, and the engine's description which they are of. */
static const hvac_value *parameters_of(const struct completion *completion, hvac_value **engine)
{
	const struct command_line *line = &completion->line;
	const struct part *part = part_of(completion);
	const char *operation = (is_command(completion, "call") || is_command(completion, "watch")) ? line->words[1] : part ? part->operation : line->operation;
	*engine = describe(completion);
	const struct sign_in *sign_in = *engine ? sign_in_of(member_string(*engine, "engine")) : NULL;
	if (!operation)
		operation = sign_in ? sign_in->begins_with : "login";
	const hvac_value *row = parameters_named(hvac_value_member(*engine, "operations"), operation);
	return hvac_value_member(row, "parameters");
}

static bool is_given(const struct command_line *line, const char *name)
{
	size_t length = strlen(name);
	for (size_t i = 0; i < line->n_words; i++)
		if (strncmp(line->words[i], name, length) == 0 && line->words[i][length] == '=')
			return true;
	return false;
}

/* What may stand behind "name=". */
static void offer_values(struct completion *completion, const hvac_value *parameters)
{
	char *name = strndup(completion->word, completion->prefix - 1);
	const hvac_value *parameter = name ? parameters_named(parameters, name) : NULL, *values = hvac_value_member(parameter, "values");
	free(name);
	if (!parameter)
		return;
	for (size_t i = 0; i < hvac_value_count(values); i++)
		offer(completion, hvac_value_string(hvac_value_item(values, i), NULL), "", NULL);
	if (strcmp(member_string(parameter, "type"), "boolean") == 0) {
		offer(completion, "true", "", NULL);
		offer(completion, "false", "", NULL);
	}
	if (member_is_true(parameter, "secret")) {
		offer(completion, "@", "", "From a file");
		offer(completion, "-", "", "From standard input");
	}
}

/* Required ones first. */
static void offer_names(const struct completion *completion, const hvac_value *parameters)
{
	for (int required = 1; required >= 0; required--)
		for (size_t i = 0; i < hvac_value_count(parameters); i++) {
			const hvac_value *parameter = hvac_value_item(parameters, i);
			const char *name = member_string(parameter, "name");
			if (member_is_true(parameter, "required") == required && !member_is_true(parameter, "rest") && !is_given(&completion->line, name))
				offer(completion, name, "=", member_string(parameter, "help"));
		}
}

static void offer_parameters(const struct completion *completion)
{
	struct completion value = *completion;
	hvac_value *engine = NULL;
	const char *equals = strchr(completion->word, '=');
	value.prefix = equals ? (size_t)(equals - completion->word) + 1 : 0;
	if (equals && equals[1] == '@') {
		value.prefix++;
		offer_files(&value);
	} else if (is_command(completion, "login") && !completion->line.operation && strcmp(completion->line.words[0], "token") == 0) {
		offer(completion, equals ? "token=@" : "token=", "", "From a file; token=- from standard input");
	} else if (!is_raw(completion)) {
		const hvac_value *parameters = parameters_of(completion, &engine);
		if (equals)
			offer_values(&value, parameters);
		else
			offer_names(completion, parameters);
		hvac_value_free(engine);
	}
}

/* The next words of those parts whose names begin like the line; once, where several go on with the same. */
static void offer_part_names(const struct completion *completion)
{
	const struct command_line *line = &completion->line;
	const struct part *part, *before = NULL;
	for (size_t i = 0; (part = operator_part_at(i)) != NULL; before = part, i++) {
		const char *word = operator_part_rest(part, line), *last = before ? operator_part_rest(before, line) : NULL;
		size_t length = word ? strcspn(word, " ") : 0;
		if (length == 0 || (last && strcspn(last, " ") == length && strncmp(last, word, length) == 0))
			continue;
		char *name = strndup(word, length);
		if (name)
			offer(completion, name, "", word[length] ? "More than one; a further word says which" : part->help);
		free(name);
	}
}

/* Of a part that takes keys, where the operation that its other arguments are of takes none. */
static void offer_key(const struct completion *completion)
{
	struct completion value = { .word = completion->word, .prefix = sizeof("key=") - 1 };
	hvac_value *engine = NULL;
	bool takes_one = parameters_named(parameters_of(completion, &engine), "key");
	hvac_value_free(engine);
	if (takes_one)
		return;
	if (strncmp(completion->word, "key=", value.prefix) == 0) {
		offer(&value, "@", "", "From a file");
		offer(&value, "-", "", "From standard input");
	} else if (!is_given(&completion->line, "key")) {
		offer(completion, "key", "=", "Keys, one a line");
	}
}

static void offer_parts(const struct completion *completion)
{
	const struct command_line *line = &completion->line;
	size_t n_words;
	const struct part *part = operator_part_of(line, &n_words);
	offer_part_names(completion);
	if (part && strcmp(part->words, "FILE") == 0 && line->n_words == n_words)
		offer_files(completion);
	if (part && strcmp(part->words, "...") == 0) {
		if (part->ceremony)
			offer_key(completion);
		offer_parameters(completion);
	}
}

static const struct kind {
	const char *name;
	void (*offer)(const struct completion *completion);
} kinds[] = {
	{ "COMMAND", offer_commands }, { "ENGINE", offer_engines }, { "FILE", offer_files }, { "METHOD", offer_methods },
	{ "NAME", offer_logins }, { "NAME=REFERENCE", offer_named_references }, { "NAME=VALUE", offer_parameters },
	{ "OPERATION", offer_operations }, { "PART", offer_parts },
	{ "REFERENCE", offer_references }, { "SIGNAL", offer_signals },
};

static void offer_alternative(const struct completion *completion, const char *text, size_t length)
{
	char *name = strndup(text, length);
	for (size_t i = 0; name && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			kinds[i].offer(completion);
	if (name && !isupper((unsigned char)*name))
		offer(completion, name, "", NULL);
	free(name);
}

/* What the usage has at a place, counted from 0; "..." is what stands before it, again and again. */
static void offer_place(const struct completion *completion, const char *usage, size_t place)
{
	static const char between[] = " []|";
	const char *last = usage;
	size_t at = 0, last_length = 0, length;
	while ((length = strcspn(usage += strspn(usage, between), between)) > 0) {
		if (strncmp(usage, "...", 3) == 0) {
			if (place >= at)
				offer_alternative(completion, last, last_length);
			return;
		}
		if (at == place)
			offer_alternative(completion, usage, length);
		last = usage;
		last_length = length;
		usage += length;
		at += usage[strspn(usage, " ")] != '|';
	}
}

/* The values of a setting, in the manner of a flag's. */
static const char *values_of_type(const char *type)
{
	static const char *const types[][2] = {
		{ "flag", "true|false" }, { "file", "FILE" }, { "directory", "FILE" }, { "policy", "nobody|group|warn" },
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i][0], type) == 0)
			return types[i][1];
	return "";
}

static bool is_flag_of(const char *word, size_t length, const char *option)
{
	char *name = command_line_flag_name(option);
	bool same = name && strlen(name) == length && strncmp(name, word, length) == 0;
	free(name);
	return same;
}

/* What the flag "--name" takes, as a usage; NULL: there is no such flag. `*alone`: it may stand without a value. */
static const char *values_of_flag(const char *word, bool *alone)
{
	size_t length = strcspn(word + 2, "=");
	const struct flag *flag;
	const hvac_option *option;
	for (size_t i = 0; (flag = command_line_flag(i)) != NULL; i++)
		if (is_flag_of(word + 2, length, flag->name)) {
			*alone = !flag->value;
			return flag->value ? flag->value : "";
		}
	for (size_t i = 0; (option = hvac_option_at(i)) != NULL; i++)
		if (is_flag_of(word + 2, length, option->name) || (option->alias && is_flag_of(word + 2, length, option->alias))) {
			*alone = option->secret || strcmp(option->type, "flag") == 0;
			return values_of_type(option->type);
		}
	return NULL;
}

static void offer_flags(const struct completion *completion, unsigned taken)
{
	struct completion flags = { .word = completion->word, .prefix = 2 };
	const struct flag *flag;
	const hvac_option *option;
	if (completion->word[1] == '\0')
		flags.word = "--";
	for (size_t i = 0; (flag = command_line_flag(i)) != NULL; i++)
		if (flag->bit & taken)
			offer(&flags, flag->name, flag->value ? "=" : "", flag->help);
	for (size_t i = 0; taken & FLAG_SETTINGS && (option = hvac_option_at(i)) != NULL; i++) {
		char *name = command_line_flag_name(option->name);
		if (name && !option->secret)
			offer(&flags, name, strcmp(option->type, "flag") == 0 ? "" : "=", option->help);
		free(name);
	}
}

/* The word stands behind "--name", with a blank between. False: it does not, or the flag takes no value. */
static bool offer_value_of_flag(const struct completion *completion, const char *before)
{
	bool alone = true;
	const char *values = before && strncmp(before, "--", 2) == 0 && !strchr(before, '=') ? values_of_flag(before, &alone) : NULL;
	if (!values || alone)
		return false;
	offer_place(completion, values, 0);
	return true;
}

static void offer_word(struct completion *completion)
{
	const struct command *command = completion->line.command ? command_named(completion->line.command) : NULL;
	const char *word = completion->word, *equals = strchr(word, '='), *values;
	bool alone;
	if (strncmp(word, "--", 2) == 0 && equals) {
		completion->prefix = (size_t)(equals - word) + 1;
		if ((values = values_of_flag(word, &alone)) != NULL)
			offer_place(completion, values, 0);
	} else if (strcmp(word, "-") == 0 || strncmp(word, "--", 2) == 0) {
		offer_flags(completion, (command ? command->flags : ~0u) | FLAG_HELP);
	} else if (!completion->line.command) {
		offer_commands(completion);
	} else if (command) {
		offer_place(completion, command->words, completion->line.n_words);
	}
}

/* What is typed belongs to the program that a command is to run. */
static bool is_program(const struct completion *completion)
{
	const struct command *command = completion->line.command ? command_named(completion->line.command) : NULL;
	return completion->line.ends_flags && command && strstr(command->words, "-- ");
}

void complete(int n_words, char **words)
{
	struct completion completion = { .word = n_words > 0 ? words[n_words - 1] : "" };
	const char *before = n_words > 1 ? words[n_words - 2] : NULL;
	/* getopt wants a name of the program first: the argument that stands before the words will do */
	command_line_read(&completion.line, n_words > 0 ? n_words : 1, words - 1);
	/* behind "--" */
	if (is_program(&completion))
		offer_files(&completion);
	else if (!completion.line.out_of_memory && !offer_value_of_flag(&completion, before))
		offer_word(&completion);
	command_line_free(&completion.line);
}
