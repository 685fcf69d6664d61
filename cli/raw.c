/* SPDX-License-Identifier: MIT */
/* hvac call raw read|list|scan|write|patch|delete: plain paths in the manner of an engine, with the parameters path, data and
 * wrap_ttl. "raw" is a word of this command alone; the library has no such engine. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "arguments.h"
#include "command.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "verb.h"

enum { FIRST_ARGUMENT = 2 };

static bool is_parameter(const char *name, const struct verb *verb)
{
	return strcmp(name, "path") == 0 || strcmp(name, "wrap_ttl") == 0 || (strcmp(name, "data") == 0 && verb->has_body);
}

/* A string that may stand where C text must: NULL when it has a NUL within. */
static const char *text_of(const hvac_value *value)
{
	size_t length;
	const char *text = hvac_value_string(value, &length);
	return text && strlen(text) == length ? text : NULL;
}

struct check {
	const struct command_line *line;
	const struct verb *verb;
	int code;
};

static bool check_member(const char *name, const hvac_value *value, void *context)
{
	struct check *check = context;
	(void)value;
	if (!is_parameter(name, check->verb))
		check->code = failure(check->line, HVAC_PARAM_VALIDATION_ERROR, "raw %s has no parameter %s; it has path, wrap_ttl%s", check->verb->name,
		                      name, check->verb->has_body ? ", data" : "");
	return check->code == EXIT_OK;
}

/* Words are strings; data among them is JSON. */
static int read_data(const struct command_line *line, hvac_value *members)
{
	const hvac_value *data = hvac_value_member(members, "data");
	hvac_value *parsed = NULL;
	size_t length;
	const char *text = hvac_value_string(data, &length);
	if (text) {
		hvac_status status = hvac_value_parse(text, length, &parsed);
		if (status != HVAC_NO_MEMORY && hvac_value_kind(parsed) != HVAC_KIND_MAP) {
			hvac_value_free(parsed);
			return failure(line, HVAC_PARAM_VALIDATION_ERROR, "data is not one JSON object, or not one that can be kept exactly");
		}
		if (hvac_value_adopt_member(members, "data", parsed) != HVAC_OK)
			return failure_local(line, "memory ran out");
	} else if (data && hvac_value_kind(data) != HVAC_KIND_MAP && hvac_value_kind(data) != HVAC_KIND_NULL) {
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "data is not a JSON object");
	}
	return EXIT_OK;
}

/* A client of which every answer is wrapped; seconds may be a number. */
static int wrap(const struct command_line *line, hvac_client *client, const hvac_value *wrap_ttl, hvac_client **wrapping)
{
	char *seconds = NULL;
	int64_t number;
	const char *text = text_of(wrap_ttl);
	if (!text && hvac_value_integer(wrap_ttl, &number)) {
		if (asprintf(&seconds, "%lld", (long long)number) < 0)
			return failure_local(line, "memory ran out");
		text = seconds;
	}
	if (!text)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "wrap_ttl is a duration: 60, \"5m\"");
	hvac_status status = hvac_client_derive(client, wrapping, "wrap_ttl", text, NULL);
	free(seconds);
	if (status == HVAC_OK)
		return EXIT_OK;
	return failure(line, status, "%s", *wrapping ? hvac_client_error(*wrapping) : "memory ran out");
}

static int make_call(const struct command_line *line, const struct verb *verb, hvac_client *client, const hvac_value *members)
{
	const hvac_value *wrap_ttl = hvac_value_member(members, "wrap_ttl"), *data = hvac_value_member(members, "data");
	hvac_client *wrapping = NULL;
	hvac_task *task = NULL;
	int code = EXIT_OK;
	if (hvac_value_kind(wrap_ttl) != HVAC_KIND_ABSENT && hvac_value_kind(wrap_ttl) != HVAC_KIND_NULL)
		code = wrap(line, client, wrap_ttl, &wrapping);
	if (code == EXIT_OK) {
		hvac_task_new_path(wrapping ? wrapping : client, verb->method, text_of(hvac_value_member(members, "path")), NULL,
		                   hvac_value_kind(data) == HVAC_KIND_NULL ? NULL : data, &task);
		code = execute_task(line, task);
	}
	hvac_client_free(wrapping);
	return code;
}

int command_raw(const struct command_line *line)
{
	const struct verb *verb = verb_named(line->words[1]);
	hvac_value *members = NULL;
	hvac_client *client = NULL;
	if (!verb)
		return failure(line, HVAC_NO_SUCH_OPERATION, "raw has no operation %s; it has read, list, scan, write, patch, delete", line->words[1]);
	struct check check = { line, verb, arguments_read_map(line, FIRST_ARGUMENT, &members) };
	if (check.code == EXIT_OK)
		hvac_value_each(members, check_member, &check);
	if (check.code == EXIT_OK && !text_of(hvac_value_member(members, "path")))
		check.code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "raw %s needs path=PATH, a string without NUL", verb->name);
	if (check.code == EXIT_OK)
		check.code = read_data(line, members);
	if (check.code == EXIT_OK)
		check.code = connect_client(line, false, &client);
	if (check.code == EXIT_OK)
		check.code = make_call(line, verb, client, members);
	hvac_client_free(client);
	hvac_value_free(members);
	return check.code;
}
