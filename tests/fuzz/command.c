/* SPDX-License-Identifier: MIT */
/* The command's arguments: taken apart, held against an operation's parameters. A secret among them is never told.
 * Input: words up to an empty line; what standard input has. */
#include "fuzz.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../../cli/arguments.h"
#include "../../cli/command_line.h"
#include "../../cli/failure.h"
#include "../../cli/text.h"
#include "told.h"

#define WORDS_MAX 32
#define SECRET "hvs.secret"

/* A file's name is never opened; standard input is ours. */
static char *word_of(const char *line)
{
	char *word = strdup(line), *at;

	demand(word);
	while ((at = strstr(word, "=@")))
		at[1] = '_';
	return word;
}

static void give_input(struct sample *sample)
{
	size_t length;
	const char *bytes = sample_rest(sample, &length);
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	demand(descriptor >= 0 && write(descriptor, bytes, length) == (ssize_t)length && lseek(descriptor, 0, SEEK_SET) == 0);
	demand(dup2(descriptor, STDIN_FILENO) == STDIN_FILENO);
	close(descriptor);
}

/* Behind a "=" it may be one; how an answer is to be shown ("--format", or "--fo") is none. */
static bool holds_secret(char **words, size_t count)
{
	bool holds = false;

	for (size_t i = 0; i < count; i++) {
		const char *secret = strstr(words[i], SECRET), *equals = strchr(words[i], '=');

		if (!strncmp(words[i], "--f", strlen("--f")) || (secret && (!equals || equals > secret)))
			return false;
		holds = holds || secret;
	}
	return holds;
}

static void read_arguments(struct command_line *line)
{
	struct arguments arguments;
	hvac_value *members;

	if (line->n_words >= 2) {
		if (arguments_read(&arguments, line, 2, line->words[0], line->words[1]) == EXIT_OK)
			for (size_t i = 0; i < arguments.count; i++)
				text_discard(arguments_text(&arguments, arguments.list[i].name));
		arguments_free(&arguments);
	}
	demand(lseek(STDIN_FILENO, 0, SEEK_SET) == 0);
	if (line->n_words >= 1 && arguments_read_map(line, 1, &members) == EXIT_OK)
		hvac_value_free(members);
}

void fuzz(struct sample *sample)
{
	struct command_line line;
	char *words[WORDS_MAX + 2] = { strdup("hvac") }, *given[WORDS_MAX + 2];
	int count = 1;
	const char *word;

	demand(words[0]);
	while (*(word = sample_line(sample)))
		if (count <= WORDS_MAX)
			words[count++] = word_of(word);
	give_input(sample);
	/* getopt_long moves them */
	memcpy(given, words, sizeof given);
	told_never(holds_secret(words, (size_t)count) ? SECRET : NULL);
	optind = 0;
	shortage_begin(sample->shortage);
	command_line_read(&line, count, given);
	command_line_check(&line, "call", FLAG_ARGS | FLAG_FORMAT | FLAG_FIELD | FLAGS_OF_A_PREVIEW);
	if (line.mistake)
		failure(&line, HVAC_PARAM_VALIDATION_ERROR, "%s", line.mistake);
	if (line.args)
		line.args = "-";
	if (!line.out_of_memory)
		read_arguments(&line);
	demand(shortage_end() || !line.out_of_memory);
	command_line_free(&line);
	while (count)
		free(words[--count]);
}
