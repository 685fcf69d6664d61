/* SPDX-License-Identifier: MIT */
/* hvac help [COMMAND | config | ENGINE [OPERATION]]: everything here comes from the tables of commands, flags, options and engines. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include "command.h"
#include "failure.h"
#include "operator.h"
#include "output.h"
#include "table.h"

enum { INDENT = 2 };

static const char values[] =
	"NAME=VALUE is read as the parameter's type asks: 3, true, 1h30m, a,b,c or [\"a\",\"b\"], {\"k\":\"v\"}. NAME=@FILE is a file's "
	"content, NAME=- standard input, NAME=@@x a literal @x. A secret parameter takes no VALUE: others see the command line. "
	"read, list, scan, write, patch and delete cannot know what is secret: give them NAME=@FILE too.";

static const struct {
	int code;
	const char *meaning;
} codes[] = {
	{ EXIT_OK, "success, also whatever state a server says it is in" },
	{ EXIT_LOCAL, "output that cannot be written, or no memory" },
	{ EXIT_ARGUMENTS, "arguments or settings" },
	{ EXIT_CONNECTION, "connection, TLS or timeout" },
	{ EXIT_NOT_FOUND, "not found" },
	{ EXIT_DENIED, "denied" },
	{ EXIT_REFUSED, "any other refusal by the server, an answer that cannot be used, or no such field in it" },
	{ EXIT_NO_ENGINE, "engine not installed, or refused" },
	{ EXIT_CANNOT_RUN, "exec and watch: the program cannot be run" },
	{ EXIT_NO_PROGRAM, "exec and watch: there is no such program" },
};

static int print_text(const struct command_line *line, const char *text)
{
	struct table table;
	table_begin(&table, 1, 0);
	table_add_string(&table, text);
	return output_rows(line, &table);
}

static int print_codes(const struct command_line *line)
{
	struct table table;
	terminal_heading("exit status");
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		table_add_format(&table, "%d", codes[i].code);
		table_add_string(&table, codes[i].meaning);
	}
	return output_rows(line, &table);
}

static int print_flags(const struct command_line *line, unsigned taken)
{
	const struct flag *flag;
	struct table table;
	terminal_heading("flags, before or after words");
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; (flag = command_line_flag(i)) != NULL; i++)
		if (flag->bit & taken) {
			table_add_format(&table, "--%s%s%s", flag->name, flag->value ? "=" : "", flag->value ? flag->value : "");
			table_add_string(&table, flag->help);
		}
	int code = output_rows(line, &table);
	if (taken & FLAG_SETTINGS)
		fputs("and every setting of hvac help config\n", output);
	return code;
}

/* Of hvac operator: what it consists of. */
static int print_parts(const struct command_line *line)
{
	const struct part *part;
	struct table table;
	terminal_heading("parts");
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; (part = operator_part_at(i)) != NULL; i++) {
		table_add_format(&table, "%s%s%s", part->name, *part->words ? " " : "", part->words);
		table_add_string(&table, part->help);
	}
	return output_rows(line, &table);
}

static int help_command(const struct command_line *line, const struct command *command)
{
	struct table table;
	table_begin(&table, 2, 0);
	table_add_styled(&table, STYLE_HEADING, "usage");
	table_add_format(&table, "hvac %s%s%s%s", command->name, *command->words ? " " : "", command->words, command->flags ? " [--FLAG ...]" : "");
	int code = output_rows(line, &table);
	putc('\n', output);
	if (code == EXIT_OK)
		code = print_text(line, command->help);
	if (code == EXIT_OK && command->run == command_operator)
		code = print_parts(line);
	if (code == EXIT_OK && command->flags)
		code = print_flags(line, command->flags);
	if (command->flags & FLAG_ARGS) {
		terminal_heading("values");
		if (code == EXIT_OK)
			code = print_text(line, values);
	}
	return code == EXIT_OK ? print_codes(line) : code;
}

static int help_all(const struct command_line *line)
{
	const struct command *command;
	struct table table;
	fputs("A client for HashiCorp Vault and OpenBao\n\n", output);
	terminal_print(output, STYLE_HEADING, "usage");
	fputs("  hvac COMMAND [ARGUMENT ...] [--FLAG ...]\n", output);
	terminal_heading("commands");
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		table_add_string(&table, command->name);
		table_add_string(&table, command->help);
	}
	int code = output_rows(line, &table);
	putc('\n', output);
	if (code == EXIT_OK)
		code = print_text(line, "hvac help COMMAND says more of one, and which flags it takes; hvac help ENGINE and hvac help ENGINE OPERATION "
		                  "of what is installed; hvac help config of every setting.");
	return code == EXIT_OK ? print_codes(line) : code;
}

/* A secret option is no flag; it stands there by its name, for the environment. */
static void add_option(struct table *table, const hvac_option *option)
{
	char *flag = command_line_flag_name(option->name), *facts = NULL;
	if (!flag || asprintf(&facts, "%s%s%s%s%s", option->type, option->dflt ? "; default " : "", option->dflt ? option->dflt : "",
	                      option->environment ? "; VAULT_" : "", option->environment ? option->environment : "") < 0) {
		table->out_of_memory = true;
		facts = NULL;
	}
	if (facts) {
		table_add_format(table, "%s%s", option->secret ? "" : "--", option->secret ? option->name : flag);
		table_add_format(table, "%s (%s)", option->help, facts);
	}
	free(facts);
	free(flag);
}

static int help_config(const struct command_line *line)
{
	const hvac_option *option;
	struct table table;
	int code = print_text(line, "Settings as flags, --name=value, and from the environment: every VAULT_NAME is also read as BAO_NAME, "
	                      "which wins, and a flag wins over both. Those without -- are secret and never taken from the command line.");
	terminal_heading("settings");
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; (option = hvac_option_at(i)) != NULL; i++)
		add_option(&table, option);
	return code == EXIT_OK ? output_rows(line, &table) : code;
}

/* An engine's id has a kind, but for sys. */
static bool is_engine(const char *word)
{
	return strchr(word, '/') || strcmp(word, "sys") == 0;
}

int command_help(const struct command_line *line)
{
	if (line->n_words == 0)
		return help_all(line);
	if (is_engine(line->words[0]))
		return command_engines(line);
	if (line->n_words > 1)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac help takes one command, or config, or an engine and its operation");
	if (strcmp(line->words[0], "config") == 0)
		return help_config(line);
	const struct command *command = command_named(line->words[0]);
	return command ? help_command(line, command) : command_refuse(line, line->words[0]);
}
