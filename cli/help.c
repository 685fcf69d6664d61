/* SPDX-License-Identifier: MIT */
/* hvac help [COMMAND | config]: everything here comes from the tables of commands, flags and options. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include "command.h"
#include "failure.h"
#include "table.h"

static const char outline[] =
	"A client for HashiCorp Vault and OpenBao\n"
	"\n"
	"usage: hvac COMMAND [ARGUMENT ...] [--FLAG ...]\n";

static const char values[] =
	"\n"
	"NAME=VALUE is read as the parameter's type asks: 3, true, 1h30m, a,b,c or [\"a\",\"b\"], {\"k\":\"v\"}. NAME=@FILE is a file's\n"
	"content, NAME=- standard input, NAME=@@x a literal @x. A secret parameter takes no VALUE: others see the command line.\n"
	"read, list, scan, write, patch and delete cannot know what is secret: give them NAME=@FILE too.\n";

static const char codes[] =
	"\n"
	"exit status: 0 success; 1 output that cannot be written, or no memory; 2 arguments or settings; 3 connection, TLS or timeout;\n"
	"4 not found; 5 denied; 6 any other refusal by the server, an answer that cannot be used, or no such field in it;\n"
	"7 engine not installed, or refused\n";

static int print(struct table *table, const struct command_line *line)
{
	bool printed = table_print(table, stdout);
	table_free(table);
	return printed ? EXIT_OK : failure_local(line, "memory ran out");
}

/* "--name=VALUE", or the name alone. */
static void add_name(struct table *table, const char *dashes, const char *name, const char *value)
{
	char *cell = NULL;
	if (asprintf(&cell, "  %s%s%s%s", dashes, name, value ? "=" : "", value ? value : "") < 0)
		cell = NULL;
	if (cell)
		table_add_string(table, cell);
	else
		table->out_of_memory = true;
	free(cell);
}

static int print_flags(const struct command_line *line, unsigned taken)
{
	const struct flag *flag;
	struct table table;
	table_begin(&table, 2);
	for (size_t i = 0; (flag = command_line_flag(i)) != NULL; i++)
		if (flag->bit & taken) {
			add_name(&table, "--", flag->name, flag->value);
			table_add_string(&table, flag->help);
		}
	return print(&table, line);
}

void command_print_usage(const struct command *command)
{
	printf("usage: hvac %s%s%s%s\n%s\n", command->name, *command->words ? " " : "", command->words,
	       command->flags ? " [--FLAG ...]" : "", command->help);
}

static int help_command(const struct command_line *line, const struct command *command)
{
	command_print_usage(command);
	if (command->flags)
		printf("\nflags:\n");
	int code = print_flags(line, command->flags);
	if (command->flags & FLAG_SETTINGS)
		printf("and every setting of hvac help config\n");
	if (command->flags & FLAG_ARGS)
		fputs(values, stdout);
	fputs(codes, stdout);
	return code;
}

static int help_all(const struct command_line *line)
{
	const struct command *command;
	struct table table;
	fputs(outline, stdout);
	printf("\ncommands:\n");
	table_begin(&table, 2);
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		char *cell = NULL;
		if (asprintf(&cell, "  %s %s", command->name, command->words) < 0)
			return failure_local(line, "memory ran out");
		table_add_string(&table, cell);
		table_add_string(&table, command->help);
		free(cell);
	}
	int code = print(&table, line);
	printf("\nflags, before or after words:\n");
	if (code == EXIT_OK)
		code = print_flags(line, ~0u);
	printf("and every setting of hvac help config\n");
	fputs(values, stdout);
	fputs(codes, stdout);
	return code;
}

static void add_environment(struct table *table, const hvac_option *option)
{
	char *cell = NULL;
	if (!option->environment) {
		table_add_string(table, "");
		return;
	}
	if (asprintf(&cell, "BAO_%s, VAULT_%s", option->environment, option->environment) < 0)
		cell = NULL;
	if (cell)
		table_add_string(table, cell);
	else
		table->out_of_memory = true;
	free(cell);
}

/* A secret option is no flag; it stands there by its name, for the environment. */
static void add_option(struct table *table, const hvac_option *option)
{
	char *flag = command_line_flag_name(option->name);
	if (!flag)
		table->out_of_memory = true;
	else
		add_name(table, option->secret ? "" : "--", option->secret ? option->name : flag, NULL);
	free(flag);
	table_add_string(table, option->type);
	table_add_string(table, option->dflt ? option->dflt : "-");
	add_environment(table, option);
	table_add_string(table, option->help);
}

static int help_config(const struct command_line *line)
{
	const hvac_option *option;
	struct table table;
	printf("Settings as flags, --name=value, and from the environment (BAO_ wins over VAULT_, a flag over both).\n"
	       "Those without -- are secret and never taken from the command line.\n\n");
	table_begin(&table, 5);
	table_add_string(&table, "  setting");
	table_add_string(&table, "type");
	table_add_string(&table, "default");
	table_add_string(&table, "environment");
	table_add_string(&table, "");
	for (size_t i = 0; (option = hvac_option_at(i)) != NULL; i++)
		add_option(&table, option);
	return print(&table, line);
}

int command_help(const struct command_line *line)
{
	if (line->n_words > 1)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac help takes one command, or config");
	if (line->n_words == 0)
		return help_all(line);
	if (strcmp(line->words[0], "config") == 0)
		return help_config(line);
	const struct command *command = command_named(line->words[0]);
	if (!command)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is no command %s; hvac help lists them", line->words[0]);
	return help_command(line, command);
}
