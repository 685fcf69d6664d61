/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <errno.h>
#include <string.h>
#include "failure.h"
#include "operator_keys.h"
#include "prompt.h"
#include "text.h"

#define PREFIX "key="

/* Moves the word to the front and the line behind it. NULL: there is none. */
static const char *take_word(struct command_line *line)
{
	for (size_t i = 0; i < line->n_words; i++) {
		char *word = line->words[i];
		if (strncmp(word, PREFIX, sizeof(PREFIX) - 1) != 0)
			continue;
		memmove(line->words + 1, line->words, i * sizeof(*line->words));
		*line->words++ = word;
		line->n_words--;
		return word + sizeof(PREFIX) - 1;
	}
	return NULL;
}

/* What else wants to read standard input. */
static bool is_read_elsewhere(const struct command_line *line)
{
	if (line->args && strcmp(line->args, "-") == 0)
		return true;
	for (size_t i = 0; i < line->n_words; i++) {
		const char *equals = strchr(line->words[i], '=');
		if (equals && strcmp(equals, "=-") == 0)
			return true;
	}
	return false;
}

int operator_keys_begin(struct operator_keys *keys, struct command_line *line)
{
	memset(keys, 0, sizeof(*keys));
	const char *given = take_word(line), *path = given;
	if (!given)
		return EXIT_OK;
	if (strcmp(given, "-") != 0 && *path++ != '@')
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "key is secret and every process sees the command line: give key=@FILE or key=- "
		               "(standard input), one key a line, or none at a terminal, which is asked");
	if (strcmp(given, "-") == 0 && is_read_elsewhere(line))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "standard input is read only once: key and another both ask for it");
	if (!input_read(&keys->file, path))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "key: cannot read %s: %s", strcmp(path, "-") == 0 ? "standard input" : path,
		               strerror(errno));
	keys->next = keys->file.bytes;
	keys->are_given = true;
	return EXIT_OK;
}

void operator_keys_free(struct operator_keys *keys)
{
	input_free(&keys->file);
	text_discard(keys->asked);
	memset(keys, 0, sizeof(*keys));
}

bool operator_keys_are_asked_for(const struct operator_keys *keys)
{
	return !keys->are_given && prompt_is_possible();
}

/* The next line that is not empty, without the blanks around it. */
static const char *next_line(struct operator_keys *keys)
{
	char *line = keys->next + strspn(keys->next, " \t\r\n"), *end = line + strcspn(line, " \t\r\n");
	keys->next = *end ? end + 1 : end;
	*end = '\0';
	return *line ? line : NULL;
}

int operator_keys_next(struct operator_keys *keys, const struct command_line *line, const char *label, const char **key)
{
	*key = keys->are_given ? next_line(keys) : NULL;
	if (!operator_keys_are_asked_for(keys))
		return EXIT_OK;
	text_discard(keys->asked);
	keys->asked = NULL;
	int code = prompt_read(line, "key", label, true, &keys->asked);
	*key = code == EXIT_OK && *keys->asked ? keys->asked : NULL;
	return code;
}
