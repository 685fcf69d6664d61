/* SPDX-License-Identifier: MIT */
/* The command `hvac`: the table of its commands, and the way to one. Uses the library as any stranger would. */
#include <stdio.h>
#include <string.h>
#include <hvac/hvac.h>
#include "command.h"
#include "failure.h"
#include "output.h"

static const struct command commands[] = {
	{ "call", "ENGINE OPERATION [NAME=VALUE ...]", "Call an operation of an engine; the engine raw has read, list, scan, write, patch, delete",
	  FLAGS_OF_A_CALL, 2, command_call },
	{ "read", "PATH [NAME=VALUE ...]", "Read a path of the server; NAME=VALUE goes into the query", FLAGS_OF_A_CALL, 1, command_path },
	{ "list", "PATH [NAME=VALUE ...]", "List a path", FLAGS_OF_A_CALL, 1, command_path },
	{ "scan", "PATH [NAME=VALUE ...]", "List a path and all below it (OpenBao)", FLAGS_OF_A_CALL, 1, command_path },
	{ "write", "PATH [NAME=VALUE ...]", "Write to a path: a map of strings, or what --args has", FLAGS_OF_A_CALL, 1, command_path },
	{ "patch", "PATH [NAME=VALUE ...]", "Change members of what a path has", FLAGS_OF_A_CALL, 1, command_path },
	{ "delete", "PATH [NAME=VALUE ...]", "Delete a path; NAME=VALUE goes into the query", FLAGS_OF_A_CALL, 1, command_path },
	{ "login", "METHOD [NAME=VALUE ...]", "Log in by an auth method: approle role_id=web secret_id=@FILE",
	  FLAGS_OF_A_CALL | FLAG_STORE | FLAG_OPERATION, 1, command_login },
	{ "engines", "[ENGINE [OPERATION]]", "What is installed, an engine's operations, an operation's parameters", FLAG_FORMAT, 0, command_engines },
	{ "help", "[COMMAND | config]", "How a command is used; config: every setting", 0, 0, command_help },
};

const struct command *command_at(size_t index)
{
	return index < sizeof(commands) / sizeof(commands[0]) ? &commands[index] : NULL;
}

const struct command *command_named(const char *name)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* `hvac COMMAND --help` is `hvac help COMMAND`. */
static int help(const struct command_line *line)
{
	struct command_line asked = { .command = "help", .format = line->format };
	char *words[] = { (char *)(uintptr_t)line->command };
	asked.words = words;
	asked.n_words = line->command && strcmp(line->command, "help") != 0;
	return command_help(&asked);
}

static int run(struct command_line *line)
{
	const struct command *command = line->command ? command_named(line->command) : NULL;
	if (command)
		command_line_check(line, command->name, command->flags);
	if (line->out_of_memory)
		return failure_local(line, "memory ran out");
	if (line->mistake)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s", line->mistake);
	if (line->flags & FLAG_VERSION) {
		printf("hvac %s\n", hvac_version());
		return EXIT_OK;
	}
	if (line->flags & FLAG_HELP)
		return help(line);
	if (!line->command)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "no command is given; hvac help lists them");
	if (!command)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is no command %s; hvac help lists them", line->command);
	if (line->n_words < command->least_words)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "usage: hvac %s %s", command->name, command->words);
	return command->run(line);
}

int main(int argc, char **argv)
{
	struct command_line line;
	hvac_status wiping = hvac_wipe_transport();
	int code;
	output_begin();
	command_line_read(&line, argc, argv);
	if (wiping != HVAC_OK)
		code = failure(&line, wiping, "what the transport frees cannot be wiped");
	else
		code = run(&line);
	code = output_end(&line, code);
	command_line_free(&line);
	return code;
}
