/* SPDX-License-Identifier: MIT */
/* The command `hvac`: the table of its commands, and the way to one. Uses the library as any stranger would. */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include "command.h"
#include "complete.h"
#include "dispositions.h"
#include "failure.h"
#include "guess.h"
#include "output.h"
#include "terminal.h"

static const struct command commands[] = {
	{ "call", "ENGINE OPERATION [NAME=VALUE ...]", "Call an operation of an engine; the engine raw has read, list, scan, write, patch, delete",
	  FLAGS_OF_A_CALL | FLAG_OUTPUT, 2, command_call },
	{ "read", "PATH [NAME=VALUE ...]", "Read a path of the server; NAME=VALUE goes into the query", FLAGS_OF_A_CALL, 1, command_path },
	{ "list", "PATH [NAME=VALUE ...]", "List a path", FLAGS_OF_A_CALL, 1, command_path },
	{ "scan", "PATH [NAME=VALUE ...]", "List a path and all below it (OpenBao)", FLAGS_OF_A_CALL, 1, command_path },
	{ "write", "PATH [NAME=VALUE ...]", "Write to a path: a map of strings, or what --args has", FLAGS_OF_A_CALL, 1, command_path },
	{ "patch", "PATH [NAME=VALUE ...]", "Change members of what a path has", FLAGS_OF_A_CALL, 1, command_path },
	{ "delete", "PATH [NAME=VALUE ...]", "Delete a path; NAME=VALUE goes into the query", FLAGS_OF_A_CALL, 1, command_path },
	{ "login", "METHOD [NAME=VALUE ...]", "Log in by an auth method: approle role_id=web secret_id=@FILE; token: try a token. A terminal is asked for what is missing",
	  FLAGS_OF_A_CALL | FLAG_STORE | FLAG_OPERATION, 1, command_login },
	{ "status", "", "The server and its seal, the token and the time that is left of it, the engines that are installed",
	  FLAG_FORMAT | FLAG_FIELD | FLAG_SETTINGS, 0, command_status },
	{ "operator", "PART ...", "Operate a server or a cluster: init, unseal, seal, rotate, generate-root, snapshot, raft, step-down",
	  FLAGS_OF_A_CALL | FLAG_OUTPUT | FLAG_NO_CHECK, 1, command_operator },
	{ "watch", "REFERENCE|ENGINE [OPERATION [NAME=VALUE ...]] [-- PROGRAM [ARGUMENT ...]]",
	  "Print a secret at first and whenever it has changed, or have a program read it from its standard input",
	  FLAG_ARGS | FLAG_FORMAT | FLAG_FIELD | FLAG_WAIT | FLAG_KEEP_TOKEN | FLAG_NO_REVOKE | FLAG_SETTINGS, 1, command_watch },
	{ "exec", "[NAME=VALUE ...] -- PROGRAM [ARGUMENT ...]", "Run a program with secrets in its environment and in files, and bring it new ones when they change",
	  FLAG_SECRET | FLAG_FILE | FLAG_FILES_IN | FLAG_ON_CHANGE | FLAG_KILL_AFTER | FLAG_LOGIN | FLAG_OPERATION | FLAG_ARGS | FLAG_WAIT |
	  FLAG_KEEP_TOKEN | FLAG_NO_REVOKE | FLAG_SETTINGS, 0, command_exec },
	{ "engines", "[ENGINE [OPERATION]]", "What is installed, an engine's operations, an operation's parameters", FLAG_FORMAT, 0, command_engines },
	{ "completion", "bash|zsh|fish", "Print the shell's script that completes hvac: bash: . <(hvac completion bash)", 0, 1, command_completion },
	{ "help", "[COMMAND | config | ENGINE [OPERATION]]", "How a command is used; config: every setting; of an engine what it does, of an "
	  "operation what it takes, sends and needs", 0, 0, command_help },
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

int command_refuse(const struct command_line *line, const char *name)
{
	struct guess nearest;
	guess_begin(&nearest, name);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		guess_offer(&nearest, commands[i].name);
	char *engine = nearest.name ? NULL : guess_engine(name);
	const char *meant = engine ? engine : nearest.name;
	/* it may be a token */
	bool told = meant || !name[strspn(name, "abcdefghijklmnopqrstuvwxyz-")];
	int code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is no command %s; %s%s%s%s", told ? name : "***", meant ? "did you mean " : "hvac help lists them",
	                   engine ? "the engine " : "", meant ? meant : "", meant ? "?" : "");
	free(engine);
	return code;
}

/* `hvac COMMAND --help` is `hvac help COMMAND`, `hvac call ENGINE OPERATION ... --help` is `hvac help ENGINE OPERATION`. */
static int help(const struct command_line *line)
{
	struct command_line asked = { .command = "help", .format = line->format };
	char *words[] = { (char *)(uintptr_t)line->command };
	bool calls = line->command && strcmp(line->command, "call") == 0 && line->n_words > 0 && strcmp(line->words[0], "raw") != 0;
	asked.words = calls ? line->words : words;
	asked.n_words = calls ? (line->n_words > 1 ? 2 : 1) : line->command && strcmp(line->command, "help") != 0;
	return calls ? command_engines(&asked) : command_help(&asked);
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
		fprintf(output, "hvac %s\n", hvac_version());
		return EXIT_OK;
	}
	if (line->flags & FLAG_HELP)
		return help(line);
	if (!line->command)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "no command is given; hvac help lists them");
	if (!command)
		return command_refuse(line, line->command);
	if (line->n_words < command->least_words)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "usage: hvac %s %s", command->name, command->words);
	return command->run(line);
}

/* What is opened later, as a connection, must be no standard stream. One that was closed still can be neither read nor written. */
static bool fill_streams(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", modes[stream]) != stream)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct command_line line;
	/* a core would have secrets; what is run from here may dump its own */
	prctl(PR_SET_DUMPABLE, 0);
	bool filled = fill_streams();
	hvac_status wiping = hvac_wipe_transport();
	bool has_output = output_begin();
	int code;
	if (has_output && argc > 1 && strcmp(argv[1], COMPLETE) == 0) {
		complete(argc - 2, argv + 2);
		output_flush();
		return EXIT_OK;
	}
	dispositions_begin();
	/* how wide characters are */
	setlocale(LC_CTYPE, "");
	command_line_read(&line, argc, argv);
	if (line.format != FORMAT_TABLE)
		terminal_plain();
	if (!has_output) {
		code = failure_local(&line, "memory ran out");
		command_line_free(&line);
		return code;
	}
	if (!filled)
		code = failure_local(&line, "a standard stream is closed, and /dev/null cannot be opened in its place");
	else if (wiping != HVAC_OK)
		code = failure(&line, wiping, "what the transport frees cannot be wiped");
	else
		code = run(&line);
	code = output_end(&line, code);
	command_line_free(&line);
	return code;
}
