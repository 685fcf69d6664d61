/* SPDX-License-Identifier: MIT */
/* Prints answers. With --format json nothing is added to what the server sent, not even a line end. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "failure.h"
#include "output.h"
#include "table.h"
#include "text.h"

/* stdio would leave what it printed in memory that it frees. */
static char buffer[64 * 1024];

void output_begin(void)
{
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
}

int output_end(const struct command_line *line, int code)
{
	errno = 0;
	bool written = fflush(stdout) == 0 && !ferror(stdout);
	int reason = errno;
	explicit_bzero(buffer, sizeof(buffer));
	if (written || code != EXIT_OK)
		return code;
	return failure_local(line, "cannot write to standard output%s%s", reason ? ": " : "", reason ? strerror(reason) : "");
}

static int no_memory(const struct command_line *line)
{
	return failure_local(line, "memory ran out");
}

/* Values that stand at the end of a program's $(...) need no line end; a person's prompt does. */
static void end_line(const struct command_line *line)
{
	if (line->format != FORMAT_RAW || isatty(STDOUT_FILENO))
		putchar('\n');
}

int output_value(const struct command_line *line, const hvac_value *value)
{
	size_t length;
	const char *string = hvac_value_string(value, &length);
	if (string && line->format == FORMAT_TABLE && isatty(STDOUT_FILENO))
		return output_table(line, value);
	if (string && line->format != FORMAT_JSON) {
		fwrite(string, 1, length, stdout);
		end_line(line);
		return EXIT_OK;
	}
	char *text = hvac_value_to_text(value, &length);
	if (!text)
		return no_memory(line);
	fwrite(text, 1, length, stdout);
	end_line(line);
	hvac_text_free(text);
	return EXIT_OK;
}

int output_json_line(const struct command_line *line, const hvac_value *value)
{
	size_t length;
	char *text = hvac_value_to_text(value, &length);
	if (!text)
		return no_memory(line);
	fwrite(text, 1, length, stdout);
	putchar('\n');
	hvac_text_free(text);
	return EXIT_OK;
}

static void add_value(struct table *table, const hvac_value *value)
{
	size_t length;
	const char *string = hvac_value_string(value, &length);
	if (string) {
		table_add(table, string, length);
		return;
	}
	char *text = hvac_value_to_text(value, &length);
	if (text)
		table_add(table, text, length);
	else
		table->out_of_memory = true;
	hvac_text_free(text);
}

static bool add_member(const char *name, const hvac_value *value, void *context)
{
	table_add_string(context, name);
	add_value(context, value);
	return true;
}

int output_table(const struct command_line *line, const hvac_value *value)
{
	struct table table;
	hvac_kind kind = hvac_value_kind(value);
	table_begin(&table, kind == HVAC_KIND_MAP ? 2 : 1);
	if (kind == HVAC_KIND_MAP)
		hvac_value_each(value, add_member, &table);
	else if (kind == HVAC_KIND_LIST)
		for (size_t i = 0; i < hvac_value_count(value); i++)
			add_value(&table, hvac_value_item(value, i));
	else if (kind != HVAC_KIND_NULL && kind != HVAC_KIND_ABSENT)
		add_value(&table, value);
	bool printed = table_print(&table, stdout);
	table_free(&table);
	return printed ? EXIT_OK : no_memory(line);
}

/* The answer; where its place is empty, what else the server gave: a wrapping token, a new token, a body without envelope. */
static const hvac_value *shown_value(const hvac_response *response)
{
	const hvac_value *choices[] = { hvac_response_answer(response), hvac_response_wrap_info(response), hvac_response_auth(response) };
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (hvac_value_kind(choices[i]) != HVAC_KIND_ABSENT && hvac_value_kind(choices[i]) != HVAC_KIND_NULL)
			return choices[i];
	return hvac_response_request_id(response) ? NULL : hvac_response_json(response);
}

static int output_field(const struct command_line *line, const hvac_response *response)
{
	const hvac_value *value = hvac_value_at(shown_value(response), line->field);
	if (hvac_value_kind(value) == HVAC_KIND_ABSENT)
		return failure(line, HVAC_UNEXPECTED_ERROR, "the answer has no field %s", line->field);
	return output_value(line, value);
}

/* Byte for byte; for people safe to show, and with a line end. */
static int output_body(const struct command_line *line, const hvac_response *response)
{
	size_t length = 0;
	const char *body = hvac_response_body(response, &length);
	if (!body || length == 0)
		return EXIT_OK;
	if (line->format != FORMAT_TABLE) {
		fwrite(body, 1, length, stdout);
		return EXIT_OK;
	}
	char *shown = text_for_people(body, length);
	if (!shown)
		return no_memory(line);
	fputs(shown, stdout);
	if (body[length - 1] != '\n')
		putchar('\n');
	text_discard(shown);
	return EXIT_OK;
}

static void warn_of(const hvac_response *response)
{
	const hvac_value *warnings = hvac_response_warnings(response);
	for (size_t i = 0; i < hvac_value_count(warnings); i++) {
		size_t length;
		const char *warning = hvac_value_string(hvac_value_item(warnings, i), &length);
		char *shown = warning ? text_for_people(warning, length) : NULL;
		if (shown)
			fprintf(stderr, "hvac: warning: %s\n", shown);
		text_discard(shown);
	}
}

int output_response(const struct command_line *line, const hvac_response *response)
{
	const hvac_value *value = shown_value(response);
	if (line->format == FORMAT_TABLE)
		warn_of(response);
	if (line->field)
		return output_field(line, response);
	if (line->format == FORMAT_JSON || (!value && !hvac_response_json(response)))
		return output_body(line, response);
	if (line->format == FORMAT_TABLE)
		return output_table(line, value);
	return value ? output_value(line, value) : EXIT_OK;
}
