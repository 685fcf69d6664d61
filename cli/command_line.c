/* SPDX-License-Identifier: MIT */
/* Takes the command line apart by getopt_long. Knows the flags, not the commands; opens nothing and prints nothing. */
#define _GNU_SOURCE 1
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include "command_line.h"
#include "guess.h"

/* What getopt_long returns: an own flag is FIRST_FLAG and its place in the table, an option of the library FIRST_OPTION and its index. */
enum { FIRST_FLAG = 256, FIRST_OPTION = 512 };

static const struct flag flags[] = {
	{ "args", "FILE|-", FLAG_ARGS, "One JSON object of typed arguments from a file or from standard input; null is an explicit null" },
	{ "format", "table|json|raw", FLAG_FORMAT, "json: the body of the last answer byte for byte; raw: a string without quotes; table (the default): for people" },
	{ "field", "POINTER", FLAG_FIELD, "Print one value of the answer alone: password, keys/0" },
	{ "meta", "FILE", FLAG_META, "Write the status and headers of the last answer as JSON to a file that only its owner may read" },
	{ "output", "FILE", FLAG_OUTPUT, "Write what the server sends as a stream, or new keys, to a file of its owner's, which is there when it is whole" },
	{ "no-check", NULL, FLAG_NO_CHECK, "Keep or send a snapshot that has not been checked" },
	{ "dry-run", NULL, FLAG_DRY_RUN, "Send nothing: print each request as one JSON object a line" },
	{ "redact", NULL, FLAG_REDACT, "With --dry-run: hide secret arguments" },
	{ "output-curl", NULL, FLAG_OUTPUT_CURL, "Send nothing: print each request as a line for a shell, without secret arguments" },
	{ "show-secrets", NULL, FLAG_SHOW_SECRETS, "With --output-curl: secret arguments too; never the token" },
	{ "output-policy", NULL, FLAG_OUTPUT_POLICY, "Send nothing: print the policy that the call needs" },
	{ "store", NULL, FLAG_STORE, "Keep the new token in the token file (~/.vault-token)" },
	{ "operation", "NAME", FLAG_OPERATION, "The login operation, where it is not called login" },
	{ "secret", "NAME=REFERENCE", FLAG_SECRET, "A variable of the program's environment and the secret that it gets, ENGINE:PATH#POINTER; may be repeated" },
	{ "file", "NAME=REFERENCE", FLAG_FILE, "The same for a file in the directory of which CREDENTIALS_DIRECTORY tells the program" },
	{ "files-in", "DIRECTORY", FLAG_FILES_IN, "The directory to make for these files, on a tmpfs; by default a new one in XDG_RUNTIME_DIR or /dev/shm" },
	{ "on-change", "restart|nothing|SIGNAL", FLAG_ON_CHANGE, "What the program gets when a secret has changed: a restart (the default), nothing, or a signal, HUP" },
	{ "kill-after", "TIME", FLAG_KILL_AFTER, "A program that is to be restarted is killed when it has not ended by then; by default 10s" },
	{ "login", "METHOD", FLAG_LOGIN, "Log in so instead of using a token that is there; NAME=VALUE are the login's" },
	{ "wait", "TIME", FLAG_WAIT, "Give up when the secrets are not there by then; by default a server that is away is waited for" },
	{ "keep-token", NULL, FLAG_KEEP_TOKEN, "Leave in the program's environment what is secret of the settings: the token" },
	{ "no-revoke", NULL, FLAG_NO_REVOKE, "Leave leases, and the token of a login, to their end" },
	{ "help", NULL, FLAG_HELP, "Say how a command is used" },
	{ "version", NULL, FLAG_VERSION, "Print the version" },
};
enum { N_FLAGS = sizeof(flags) / sizeof(flags[0]) };

const struct flag *command_line_flag(size_t index)
{
	return index < N_FLAGS ? &flags[index] : NULL;
}

char *command_line_flag_name(const char *option)
{
	char *name = strdup(option);
	for (char *c = name; c && *c; c++)
		if (*c == '_')
			*c = '-';
	return name;
}

/* Keeps the first mistake. */
HVAC_FORMAT(2, 3)
static void mistake(struct command_line *line, const char *format, ...)
{
	va_list arguments;
	if (line->mistake || line->out_of_memory)
		return;
	va_start(arguments, format);
	if (vasprintf(&line->mistake, format, arguments) < 0) {
		line->mistake = NULL;
		line->out_of_memory = true;
	}
	va_end(arguments);
}

static size_t count_options(void)
{
	size_t count = 0;
	while (hvac_option_at(count))
		count++;
	return count;
}

static bool add_option(struct option *list, size_t *count, const char *name, bool is_switch, int value)
{
	char *flag_name = command_line_flag_name(name);
	if (!flag_name)
		return false;
	list[*count].name = flag_name;
	list[*count].has_arg = is_switch ? optional_argument : required_argument;
	list[*count].flag = NULL;
	list[*count].val = value;
	/* false [analyzer-malloc-leak]: free_options() frees it */
	(*count)++;
	return true;
}

static void free_options(struct option *list)
{
	for (size_t i = 0; list && list[i].name; i++)
		free((void *)(uintptr_t)list[i].name);
	free(list);
}

/* The table for getopt_long: own flags first, then every option of the library by its name and by hvac's. A secret option
 * takes its value or leaves it: it is refused either way. NULL: no memory. */
static struct option *make_options(void)
{
	size_t n_options = count_options(), count = 0;
	struct option *list = calloc(N_FLAGS + 2 * n_options + 1, sizeof(*list));
	if (!list)
		return NULL;
	for (size_t i = 0; i < N_FLAGS; i++) {
		if (!add_option(list, &count, flags[i].name, false, FIRST_FLAG + (int)i))
			goto no_memory;
		list[count - 1].has_arg = flags[i].value ? required_argument : no_argument;
	}
	for (size_t i = 0; i < n_options; i++) {
		const hvac_option *option = hvac_option_at(i);
		bool is_switch = option->secret || strcmp(option->type, "flag") == 0;
		if (!add_option(list, &count, option->name, is_switch, FIRST_OPTION + (int)i) ||
		    (option->alias && !add_option(list, &count, option->alias, is_switch, FIRST_OPTION + (int)i)))
			goto no_memory;
	}
	return list;
no_memory:
	free_options(list);
	return NULL;
}

/* Whether the library has an option of this name. */
static bool is_option(const char *name)
{
	const hvac_option *option;
	for (size_t i = 0; (option = hvac_option_at(i)) != NULL; i++)
		if (strcmp(option->name, name) == 0)
			return true;
	return false;
}

/* A secret on the command line can be read by every process of the machine. */
static void refuse_secret(struct command_line *line, const hvac_option *option)
{
	char *flag = command_line_flag_name(option->name), *file = NULL, *environment = NULL;
	if (!flag || asprintf(&file, "%s_file", option->name) < 0) {
		line->out_of_memory = true;
		free(flag);
		return;
	}
	if (option->environment && asprintf(&environment, "; set BAO_%s or VAULT_%s", option->environment, option->environment) < 0)
		environment = NULL;
	mistake(line, "--%s is not taken from the command line, where every process sees it%s%s%s%s", flag,
	        environment ? environment : "", is_option(file) ? (environment ? ", or name a file with --" : "; name a file with --") : "",
	        is_option(file) ? flag : "", is_option(file) ? "-file" : "");
	free(environment);
	free(file);
	free(flag);
}

static bool is_spelling_of(const char *flag, const char *option)
{
	while (*flag && (*flag == *option || (*flag == '-' && *option == '_'))) {
		flag++;
		option++;
	}
	return !*flag && !*option;
}

static void take_setting(struct command_line *line, size_t index, const char *used, const char *value)
{
	const hvac_option *option = hvac_option_at(index);
	if (option->secret) {
		refuse_secret(line, option);
		return;
	}
	/* hvac's name may mean the opposite (verify, skip_verify): the library is told the one that was used */
	line->settings[line->n_settings].name = is_spelling_of(used, option->name) ? option->name : option->alias;
	line->settings[line->n_settings].value = value ? value : "true";
	line->n_settings++;
	line->flags |= FLAG_SETTINGS;
}

static void take_format(struct command_line *line, const char *value)
{
	if (strcmp(value, "table") == 0)
		line->format = FORMAT_TABLE;
	else if (strcmp(value, "json") == 0)
		line->format = FORMAT_JSON;
	else if (strcmp(value, "raw") == 0)
		line->format = FORMAT_RAW;
	else
		mistake(line, "--format is table, json or raw, not \"%s\"", value);
}

static void take_flag(struct command_line *line, const struct flag *flag, const char *value)
{
	line->flags |= flag->bit;
	if ((flag->bit & (FLAG_OUTPUT | FLAG_META)) && strcmp(value, "-") == 0)
		mistake(line, "--%s takes a file, not -: standard output is /dev/stdout", flag->name);
	switch (flag->bit) {
	case FLAG_ARGS: line->args = value; break;
	case FLAG_FORMAT: take_format(line, value); break;
	case FLAG_FIELD: line->field = value; break;
	case FLAG_META: line->meta = value; break;
	case FLAG_OPERATION: line->operation = value; break;
	case FLAG_OUTPUT: line->output = value; break;
	case FLAG_FILES_IN: line->files_in = value; break;
	case FLAG_ON_CHANGE: line->on_change = value; break;
	case FLAG_KILL_AFTER: line->kill_after = value; break;
	case FLAG_LOGIN: line->login = value; break;
	case FLAG_WAIT: line->wait = value; break;
	case FLAG_SECRET: case FLAG_FILE:
		line->repeated[line->n_repeated++] = (struct repeated){ flag->bit, value };
		break;
	default: break;
	}
}

static void take_word(struct command_line *line, char *word)
{
	if (!line->command)
		line->command = word;
	else
		line->words[line->n_words++] = word;
}

/* A flag that does not exist, and the one that may have been meant. `length` of its bytes are the name with its dashes. */
static void refuse_unknown(struct command_line *line, const char *what, int length, const struct option *list)
{
	char *wanted = strndup(what + 2, (size_t)length - 2);
	struct guess nearest;
	if (!wanted) {
		line->out_of_memory = true;
		return;
	}
	guess_begin(&nearest, wanted);
	for (size_t i = 0; list[i].name; i++)
		guess_offer(&nearest, list[i].name);
	if (nearest.name)
		mistake(line, "there is no flag %.*s; did you mean --%s?", length, what, nearest.name);
	else
		mistake(line, "there is no flag %.*s; hvac help and hvac help config list the flags", length, what);
	free(wanted);
}

/* What getopt_long did not understand: named without its value, which may be a secret. */
static void refuse_flag(struct command_line *line, const char *what, int code, const struct option *list)
{
	int length = (int)strcspn(what, "=");
	bool begins_others = false;
	/* a byte above ASCII is below 0 */
	if (optopt != 0 && optopt < FIRST_FLAG) {
		mistake(line, "there is no flag -%c; hvac help lists the flags", optopt >= ' ' && optopt < 0x7f ? optopt : '?');
		return;
	}
	for (size_t i = 0; length > 2 && list[i].name; i++)
		begins_others = begins_others || strncmp(list[i].name, what + 2, (size_t)length - 2) == 0;
	if (code == ':')
		mistake(line, "%.*s needs a value", length, what);
	else if (optopt >= FIRST_FLAG)
		mistake(line, "%.*s takes no value", length, what);
	else if (begins_others)
		mistake(line, "there is no flag %.*s, but more than one begins like it", length, what);
	else
		refuse_unknown(line, what, length, list);
}

/* getopt_long takes what a flag begins with for the flag; a script that did would break when a flag is added. */
static bool is_whole(struct command_line *line, char **argv, const char *name)
{
	const char *word = optarg && optarg == argv[optind - 1] ? argv[optind - 2] : argv[optind - 1];
	size_t length = strcspn(word, "=");
	if (length == strlen(name) + 2)
		return true;
	mistake(line, "there is no flag %.*s; did you mean --%s?", (int)length, word, name);
	return false;
}

/* The leading '-' has words come one by one wherever they stand, whatever POSIXLY_CORRECT says. */
static void read_all(struct command_line *line, int argc, char **argv, const struct option *list)
{
	int code, index = 0;
	opterr = 0;
	while ((code = getopt_long(argc, argv, "-:h", list, &index)) != -1) {
		if (code == 1)
			take_word(line, optarg);
		else if (code == 'h')
			line->flags |= FLAG_HELP;
		else if (code >= FIRST_FLAG && !is_whole(line, argv, list[index].name))
			continue;
		else if (code >= FIRST_OPTION)
			take_setting(line, (size_t)(code - FIRST_OPTION), list[index].name, optarg);
		else if (code >= FIRST_FLAG)
			/* false [arrayIndexOutOfBoundsCond]: what getopt_long returns was put into its list with a place in this table */
			take_flag(line, &flags[code - FIRST_FLAG], optarg);
		else
			refuse_flag(line, argv[optind - 1], code, list);
	}
	line->n_before = line->n_words;
	line->ends_flags = optind > 1 && strcmp(argv[optind - 1], "--") == 0;
	while (optind < argc)
		take_word(line, argv[optind++]);
}

/* One preview at a time, and what goes with none or with another does not go with it. */
static void check_combinations(struct command_line *line)
{
	const struct flag *first = NULL;
	for (size_t i = 0; i < N_FLAGS; i++) {
		if (!(line->flags & flags[i].bit & FLAGS_OF_A_PREVIEW))
			continue;
		if (first)
			mistake(line, "--%s and --%s do not go together", first->name, flags[i].name);
		first = &flags[i];
	}
	if ((line->flags & FLAG_REDACT) && !(line->flags & FLAG_DRY_RUN))
		mistake(line, "--redact belongs to --dry-run");
	if ((line->flags & FLAG_SHOW_SECRETS) && !(line->flags & FLAG_OUTPUT_CURL))
		mistake(line, "--show-secrets belongs to --output-curl");
	if (first && (line->flags & (FLAG_FIELD | FLAG_META | FLAG_STORE | FLAG_OUTPUT)))
		mistake(line, "--%s has no answer: --field, --meta, --output and --store do not go with it", first->name);
	if ((line->flags & FLAG_OUTPUT) && (line->flags & FLAG_FIELD))
		mistake(line, "--output keeps all of the answer: --field does not go with it");
}

void command_line_read(struct command_line *line, int argc, char **argv)
{
	struct option *list = make_options();
	size_t room = argc > 0 ? (size_t)argc : 1;
	memset(line, 0, sizeof(*line));
	line->words = calloc(room, sizeof(*line->words));
	line->settings = calloc(room, sizeof(*line->settings));
	line->repeated = calloc(room, sizeof(*line->repeated));
	if (list && line->words && line->settings && line->repeated)
		read_all(line, argc, argv, list);
	else
		line->out_of_memory = true;
	check_combinations(line);
	free_options(list);
}

void command_line_free(struct command_line *line)
{
	free(line->words);
	free(line->settings);
	free(line->repeated);
	free(line->mistake);
	memset(line, 0, sizeof(*line));
}

void command_line_check(struct command_line *line, const char *name, unsigned takes)
{
	unsigned wrong = line->flags & ~(takes | FLAG_HELP | FLAG_VERSION);
	for (size_t i = 0; i < N_FLAGS; i++)
		if (wrong & flags[i].bit)
			mistake(line, "hvac %s does not take --%s", name, flags[i].name);
	if (wrong & FLAG_SETTINGS)
		mistake(line, "hvac %s makes no connection: it takes no settings of one", name);
}

const char *command_line_setting(const struct command_line *line, const char *name)
{
	const char *value = NULL;
	for (size_t i = 0; i < line->n_settings; i++)
		if (strcmp(line->settings[i].name, name) == 0)
			value = line->settings[i].value;
	return value;
}
