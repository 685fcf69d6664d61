/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "failure.h"
#include "target.h"

static bool is_variable(const char *name)
{
	const char *c = name;
	while (isascii((unsigned char)*c) && (isalnum((unsigned char)*c) || *c == '_'))
		c++;
	return *name && !*c && !isdigit((unsigned char)*name);
}

/* Within the directory. */
static bool is_file_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int read_one(struct targets *targets, const struct command_line *line, const struct repeated *given)
{
	struct target *target = &targets->list[targets->count++];
	const char *equals = strchr(given->value, '='), *flag = given->bit == FLAG_FILE ? "file" : "secret";
	target->is_file = given->bit == FLAG_FILE;
	if (!equals)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--%s is NAME=ENGINE:NAME#POINTER", flag);
	target->name = strndup(given->value, (size_t)(equals - given->value));
	if (!target->name)
		return failure_local(line, "memory ran out");
	if (!(target->is_file ? is_file_name : is_variable)(target->name))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--%s: \"%s\" is no name of a %s", flag, target->name,
		               target->is_file ? "file in a directory" : "variable");
	for (size_t i = 0; i + 1 < targets->count; i++)
		/* false [core.NonNullParamChecker]: the ones before it have names, or reading would have ended */
		if (targets->list[i].is_file == target->is_file && strcmp(targets->list[i].name, target->name) == 0)
			return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--%s: %s is given twice", flag, target->name);
	return reference_read(&target->reference, line, equals + 1);
}

int targets_read(struct targets *targets, const struct command_line *line)
{
	int code = EXIT_OK;
	targets->count = 0;
	targets->list = calloc(line->n_repeated + 1, sizeof(*targets->list));
	if (!targets->list)
		return failure_local(line, "memory ran out");
	for (size_t i = 0; i < line->n_repeated && code == EXIT_OK; i++)
		code = read_one(targets, line, &line->repeated[i]);
	return code;
}

void targets_free(struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++) {
		free(targets->list[i].name);
		reference_free(&targets->list[i].reference);
		secret_wipe(&targets->list[i].secret);
	}
	free(targets->list);
	memset(targets, 0, sizeof(*targets));
}

static bool reads_same(const struct target *one, const struct target *other)
{
	return strcmp(one->reference.source, other->reference.source) == 0;
}

bool targets_is_first(const struct targets *targets, const struct target *target)
{
	for (const struct target *other = targets->list; other < target; other++)
		if (reads_same(other, target))
			return false;
	return true;
}

/* A sentence; NULL: no memory. */
HVAC_FORMAT(1, 2)
static char *sentence(const char *format, ...)
{
	va_list arguments;
	char *text;
	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	return text;
}

/* The kernel takes none that is longer, with its name, "=" and the NUL: its MAX_ARG_STRLEN, in pages. */
enum { VARIABLE_PAGES = 32 };

static bool fits_variable(const struct target *target)
{
	return strlen(target->name) + 1 + target->fresh.length + 1 <= VARIABLE_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

static bool read_fresh(struct target *target, const hvac_response *response, char **message)
{
	const hvac_value *value = hvac_response_value(response, target->reference.pointer);
	size_t length;
	const char *string = hvac_value_string(value, &length);
	if (!value)
		*message = sentence("%s has no %s", target->reference.source, *target->reference.pointer ? target->reference.pointer : "answer");
	else if (!target->is_file && string && strlen(string) != length)
		*message = sentence("%s#%s has a NUL within, which no variable can hold: make it a --file", target->reference.source,
		                    target->reference.pointer);
	else if (secret_read(&target->fresh, value) && !target->is_file && !fits_variable(target))
		*message = sentence("%s#%s has %zu bytes, which no variable can hold: make it a --file", target->reference.source,
		                    target->reference.pointer, target->fresh.length);
	else
		return target->fresh.bytes;
	return false;
}

bool targets_take(struct targets *targets, const struct target *first, const hvac_response *response, char **message)
{
	bool complete = true;
	*message = NULL;
	for (size_t i = 0; i < targets->count && complete; i++)
		if (reads_same(&targets->list[i], first))
			complete = read_fresh(&targets->list[i], response, message);
	for (size_t i = 0; i < targets->count; i++) {
		struct target *target = &targets->list[i];
		if (complete && target->fresh.bytes && secret_replace(&target->secret, &target->fresh))
			target->changed = true;
		secret_wipe(&target->fresh);
	}
	return complete;
}

bool targets_have_changed(const struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		if (targets->list[i].changed)
			return true;
	return false;
}

void targets_settle(struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		targets->list[i].changed = false;
}

bool targets_have_files(const struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		if (targets->list[i].is_file)
			return true;
	return false;
}

bool targets_write(struct targets *targets, const struct private_directory *directory, const char **name)
{
	bool complete = true;
	int reason = 0;
	for (size_t i = 0; i < targets->count; i++) {
		struct target *target = &targets->list[i];
		if (!target->is_file || !target->changed)
			continue;
		target->changed = !private_directory_write(directory, target->name, target->secret.bytes, target->secret.length);
		if (target->changed) {
			reason = errno;
			*name = target->name;
			complete = false;
		}
	}
	errno = reason;
	return complete;
}

void targets_set(const struct targets *targets, struct environment *environment)
{
	for (size_t i = 0; i < targets->count; i++)
		if (!targets->list[i].is_file)
			environment_set(environment, targets->list[i].name, targets->list[i].secret.bytes);
}
