/* SPDX-License-Identifier: MIT */
/* hvac operator snapshot: a snapshot is kept, and sent, when it is whole. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "arguments.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "operator.h"
#include "output.h"
#include "snapshot.h"

static int check_taken(const struct command_line *line, const char *path, int descriptor)
{
	return snapshot_check(line, path, descriptor, HVAC_MALFORMED_ANSWER, NULL);
}

static int check_given(const struct command_line *line, const char *path, int descriptor)
{
	return snapshot_check(line, path, descriptor, HVAC_PARAM_VALIDATION_ERROR, NULL);
}

typedef int check_function(const struct command_line *line, const char *path, int descriptor);

/* The call, as `hvac call` makes it, of a stream that is checked. */
static int call(const struct command_line *line, const struct part *part, check_function *check)
{
	struct arguments arguments;
	hvac_client *client = NULL;
	bool unchecked = line->flags & (FLAG_NO_CHECK | FLAGS_OF_A_PREVIEW);
	if (!unchecked && !snapshot_can_be_checked())
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac cannot check a snapshot without libarchive, which is not there: --no-check does without");
	int code = arguments_read(&arguments, line, 0, OPERATOR_ENGINE, part->operation);
	arguments.check = unchecked ? NULL : check;
	if (code == EXIT_OK)
		code = connect_client(line, false, &client);
	if (code == EXIT_OK)
		code = execute_call(line, client, OPERATOR_ENGINE, part->operation, &arguments);
	hvac_client_free(client);
	arguments_free(&arguments);
	return code;
}

static int refuse_words(const struct command_line *line, const struct part *part)
{
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "usage: hvac operator %s %s", part->name, part->words);
}

int operator_save_snapshot(const struct command_line *line, const struct part *part)
{
	struct command_line saving = *line;
	if (line->n_words != 1)
		return refuse_words(line, part);
	if (strcmp(line->words[0], "-") == 0)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "a snapshot is checked in a file: name one; hvac call %s %s writes to standard output",
		               OPERATOR_ENGINE, part->operation);
	saving.output = line->words[0];
	saving.n_words = 0;
	return call(&saving, part, check_taken);
}

int operator_restore_snapshot(const struct command_line *line, const struct part *part)
{
	struct command_line restoring = *line;
	char *word = NULL;
	if (line->n_words != 1)
		return refuse_words(line, part);
	/* a name that begins with "@" would be a text that does */
	const char *file = line->words[0], *before = strcmp(file, "-") == 0 ? "" : *file == '@' ? "@./" : "@";
	if (asprintf(&word, "snapshot=%s%s", before, file) < 0)
		return failure_local(line, "memory ran out");
	restoring.words = &word;
	int code = call(&restoring, part, check_given);
	free(word);
	return code;
}

static int print(const struct command_line *line, const hvac_value *about)
{
	const hvac_value *value = line->field ? hvac_value_at(about, line->field) : about;
	if (!value)
		return failure(line, HVAC_UNEXPECTED_ERROR, "a snapshot has no field %s", line->field);
	if (line->field)
		return output_value(line, value);
	return line->format == FORMAT_TABLE ? output_table(line, about) : output_json_line(line, about);
}

int operator_check_snapshot(const struct command_line *line, const struct part *part)
{
	hvac_value *about = NULL;
	if (line->n_words != 1)
		return refuse_words(line, part);
	int descriptor = open(line->words[0], O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "cannot read %s: %s", line->words[0], strerror(errno));
	int code = snapshot_check(line, line->words[0], descriptor, HVAC_PARAM_VALIDATION_ERROR, &about);
	close(descriptor);
	if (code == EXIT_OK)
		code = print(line, about);
	hvac_value_free(about);
	return code;
}
