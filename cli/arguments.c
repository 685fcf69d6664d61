/* SPDX-License-Identifier: MIT */
/* Turns words into arguments. Types are the library's affair; secrets on the command line and a second reader of standard
 * input are refused here, before a server is asked for anything. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "arguments.h"
#include "failure.h"
#include "member.h"
#include "parameters.h"
#include "text.h"

/* The forms of what stands behind NAME=. */
enum form {
	FORM_TEXT, FORM_FILE, FORM_STANDARD_INPUT
};

/* One word, taken apart: `text` is the value, or the file's name. */
struct word {
	char *name;                      /* to be freed */
	enum form form;
	const char *text;
};

/* Takes a word apart. It is named by its place: what was mistyped may be a secret. */
static int take_apart(const struct command_line *line, size_t index, size_t first, struct word *word)
{
	const char *text = line->words[index], *equals = strchr(text, '=');
	word->name = NULL;
	if (!equals || equals == text)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "argument %zu is not NAME=VALUE, NAME=@FILE or NAME=-", index - first + 1);
	word->form = FORM_TEXT;
	word->text = equals + 1;
	if (strcmp(equals, "=-") == 0)
		word->form = FORM_STANDARD_INPUT;
	else if (strncmp(equals, "=@@", 3) == 0)
		word->text = equals + 2;
	else if (strncmp(equals, "=@", 2) == 0) {
		word->form = FORM_FILE;
		word->text = equals + 2;
	}
	if (word->form == FORM_FILE && !*word->text)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "argument %zu names no file after \"@\"", index - first + 1);
	word->name = strndup(text, (size_t)(equals - text));
	return word->name ? EXIT_OK : failure_local(line, "memory ran out");
}

static int refuse_file(const struct command_line *line, const char *what, const char *path)
{
	if (errno == ENOMEM)
		return failure_local(line, "memory ran out");
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s: cannot read %s: %s", what,
	               strcmp(path, "-") == 0 ? "standard input" : path, strerror(errno));
}

/* One reader alone gets what standard input has; the others would get nothing. */
static int check_readers(const struct command_line *line, size_t first)
{
	const char *reader = line->args && strcmp(line->args, "-") == 0 ? "--args" : NULL;
	for (size_t i = first; i < line->n_words; i++) {
		const char *equals = strchr(line->words[i], '=');
		if (!equals || strcmp(equals, "=-") != 0)
			continue;
		if (reader)
			return failure(line, HVAC_PARAM_VALIDATION_ERROR, "standard input is read only once: %.*s and %.*s both ask for it",
			               (int)strcspn(reader, "="), reader, (int)(equals - line->words[i]), line->words[i]);
		reader = line->words[i];
	}
	return EXIT_OK;
}

/* --args: one JSON object, NULL when the flag was not given. */
static int read_object(const struct command_line *line, hvac_value **object)
{
	struct input input;
	*object = NULL;
	if (!line->args)
		return EXIT_OK;
	if (*line->args == '{')
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--args takes the name of a file, or - for standard input: every process sees the command line");
	if (!input_read(&input, line->args))
		return refuse_file(line, "--args", line->args);
	hvac_status status = hvac_value_parse(input.bytes, input.length, object);
	input_free(&input);
	if (status == HVAC_NO_MEMORY)
		return failure_local(line, "memory ran out");
	if (hvac_value_kind(*object) == HVAC_KIND_MAP)
		return EXIT_OK;
	hvac_value_free(*object);
	*object = NULL;
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--args: %s is not one JSON object, or not one that can be kept exactly",
	               strcmp(line->args, "-") == 0 ? "standard input" : line->args);
}

static bool add_member(const char *name, const hvac_value *value, void *context)
{
	struct arguments *arguments = context;
	arguments->list[arguments->count++] =
	    hvac_value_kind(value) == HVAC_KIND_NULL ? hvac_null(name) : hvac_value_argument(name, value);
	return true;
}

static int add_word(struct arguments *arguments, const struct command_line *line, const struct parameters *parameters, struct word *word)
{
	hvac_argument *argument = &arguments->list[arguments->count];
	arguments->names[arguments->n_names++] = word->name;
	if (word->form == FORM_TEXT && parameters_is_secret(parameters, word->name))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s is secret and every process sees the command line: give %s=@FILE, %s=- "
		               "(standard input) or --args FILE", word->name, word->name, word->name);
	if (word->form != FORM_TEXT && !arguments->body && !(line->flags & FLAGS_OF_A_PREVIEW) && parameters_is_stream(parameters, word->name)) {
		arguments->body = word->form == FORM_FILE ? word->text : "-";
		return EXIT_OK;
	}
	if (word->form == FORM_STANDARD_INPUT && !input_read(&arguments->standard_input, "-"))
		return refuse_file(line, word->name, "-");
	if (word->form == FORM_TEXT)
		*argument = hvac_typed(word->name, word->text);
	else if (word->form == FORM_FILE)
		*argument = hvac_file(word->name, word->text);
	else
		*argument = hvac_source(word->name, input_source, &arguments->standard_input);
	arguments->count++;
	return EXIT_OK;
}

int arguments_read(struct arguments *arguments, const struct command_line *line, size_t first, const char *engine, const char *operation)
{
	struct parameters parameters;
	memset(arguments, 0, sizeof(*arguments));
	int code = check_readers(line, first);
	if (code == EXIT_OK)
		code = read_object(line, &arguments->object);
	if (code != EXIT_OK)
		return code;
	size_t n_words = line->n_words - first;
	arguments->list = calloc(n_words + hvac_value_count(arguments->object) + 1, sizeof(*arguments->list));
	arguments->names = calloc(n_words + 1, sizeof(*arguments->names));
	if (!arguments->list || !arguments->names)
		return failure_local(line, "memory ran out");
	hvac_value_each(arguments->object, add_member, arguments);
	parameters_find(&parameters, engine, operation);
	arguments->gives_stream = member_is_true(parameters.operation, "stream_out");
	for (size_t i = first; i < line->n_words && code == EXIT_OK; i++) {
		struct word word;
		code = take_apart(line, i, first, &word);
		if (code == EXIT_OK)
			code = add_word(arguments, line, &parameters, &word);
	}
	parameters_free(&parameters);
	return code;
}

static bool append(struct arguments *arguments, hvac_argument argument)
{
	hvac_argument *list = reallocarray(arguments->list, arguments->count + 2, sizeof(*list));
	if (!list)
		return false;
	arguments->list = list;
	list[arguments->count++] = argument;
	memset(&list[arguments->count], 0, sizeof(*list));
	return true;
}

int arguments_add_source(struct arguments *arguments, const struct command_line *line, const char *name, hvac_source_function *function,
                         void *context)
{
	return append(arguments, hvac_source(name, function, context)) ? EXIT_OK : failure_local(line, "memory ran out");
}

/* Owns the text from here on; false when memory ran out. */
static bool keep_answer(struct arguments *arguments, char *text)
{
	char **answers = reallocarray(arguments->answers, arguments->n_answers + 1, sizeof(*answers));
	if (!answers) {
		text_discard(text);
		return false;
	}
	arguments->answers = answers;
	answers[arguments->n_answers++] = text;
	return true;
}

int arguments_add(struct arguments *arguments, const struct command_line *line, const char *name, char *text)
{
	char **names = reallocarray(arguments->names, arguments->n_names + 1, sizeof(*names)), *copy = strdup(name);
	bool kept = keep_answer(arguments, text);
	arguments->names = names ? names : arguments->names;
	if (!names || !copy || !kept || !append(arguments, hvac_typed(copy, text))) {
		free(copy);
		return failure_local(line, "memory ran out");
	}
	names[arguments->n_names++] = copy; /* false [analyzer-malloc-leak, memleak]: arguments_free() frees the list and what stands in it */
	return EXIT_OK;
}

static hvac_argument *argument_named(const struct arguments *arguments, const char *name)
{
	for (size_t i = 0; i < arguments->count; i++)
		if (strcmp(arguments->list[i].name, name) == 0)
			return &arguments->list[i];
	return NULL;
}

bool arguments_have(const struct arguments *arguments, const char *name)
{
	return argument_named(arguments, name) != NULL;
}

/* Another's memory is wiped by another function. */
static char *value_text(const hvac_value *value)
{
	const char *string = hvac_value_string(value, NULL);
	char *json = string ? NULL : hvac_value_to_text(value, NULL), *text = string || json ? strdup(string ? string : json) : NULL;
	hvac_text_free(json);
	return text;
}

/* NULL also when it has a NUL within: nothing is cut off. */
static char *input_text(const struct input *input)
{
	size_t length = input_text_length(input);
	return strlen(input->bytes) >= length ? strndup(input->bytes, length) : NULL;
}

static char *file_text(const char *path)
{
	struct input input;
	char *text = input_read(&input, path) ? input_text(&input) : NULL;
	input_free(&input);
	return text;
}

char *arguments_text(const struct arguments *arguments, const char *name)
{
	const hvac_argument *argument = argument_named(arguments, name);
	switch (argument ? argument->kind : HVAC_ARGUMENT_END) {
	case HVAC_ARGUMENT_TYPED:
		return strdup(argument->content.text.start);
	case HVAC_ARGUMENT_FILE:
		return file_text(argument->content.text.start);
	case HVAC_ARGUMENT_SOURCE:
		return input_text(&arguments->standard_input);
	case HVAC_ARGUMENT_VALUE:
		return value_text(argument->content.value);
	default:
		return NULL;
	}
}

int arguments_read_now(struct arguments *arguments, const struct command_line *line, const char *name)
{
	hvac_argument *argument = argument_named(arguments, name);
	if (!argument || argument->kind == HVAC_ARGUMENT_NULL)
		return EXIT_OK;
	char *text = arguments_text(arguments, name);
	if (!text)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s cannot be read, or has a NUL within", name);
	if (!keep_answer(arguments, text))
		return failure_local(line, "memory ran out");
	*argument = hvac_typed(argument->name, text);
	return EXIT_OK;
}

void arguments_free(struct arguments *arguments)
{
	free(arguments->list);
	for (size_t i = 0; i < arguments->n_answers; i++)
		text_discard(arguments->answers[i]);
	free(arguments->answers);
	for (size_t i = 0; i < arguments->n_names; i++)
		free(arguments->names[i]);
	free(arguments->names);
	hvac_value_free(arguments->object);
	input_free(&arguments->standard_input);
	memset(arguments, 0, sizeof(*arguments));
}

/* The value of a plain path's word: always a string. */
static int word_value(const struct command_line *line, const struct word *word, hvac_value **value)
{
	struct input input;
	*value = NULL;
	/* false [core.UndefinedBinaryOperatorResult]: take_apart() has succeeded, as failure() is never EXIT_OK */
	if (word->form == FORM_TEXT) {
		*value = hvac_value_new_string(word->text);
		return EXIT_OK;
	}
	const char *path = word->form == FORM_FILE ? word->text : "-";
	if (!input_read(&input, path))
		return refuse_file(line, word->name, path);
	*value = hvac_value_new_text(input.bytes, input_text_length(&input));
	input_free(&input);
	return EXIT_OK;
}

static int add_to_map(const struct command_line *line, hvac_value *map, const struct word *word)
{
	hvac_value *value;
	if (hvac_value_member(map, word->name))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s is given twice", word->name);
	int code = word_value(line, word, &value);
	if (code == EXIT_OK && hvac_value_adopt_member(map, word->name, value) != HVAC_OK)
		return failure_local(line, "memory ran out");
	return code;
}

int arguments_read_map(const struct command_line *line, size_t first, hvac_value **members)
{
	*members = NULL;
	int code = check_readers(line, first);
	if (code == EXIT_OK)
		code = read_object(line, members);
	if (code == EXIT_OK && !*members && line->n_words > first && !(*members = hvac_value_new_map()))
		return failure_local(line, "memory ran out");
	for (size_t i = first; i < line->n_words && code == EXIT_OK; i++) {
		struct word word;
		code = take_apart(line, i, first, &word);
		if (code == EXIT_OK)
			code = add_to_map(line, *members, &word);
		free(word.name);
	}
	if (code != EXIT_OK) {
		hvac_value_free(*members);
		*members = NULL;
	}
	return code;
}
