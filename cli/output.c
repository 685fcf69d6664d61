/* SPDX-License-Identifier: MIT */
/* Prints answers. With --format json nothing is added to what the server sent, not even a line end. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>
#include "descriptor.h"
#include "failure.h"
#include "output.h"
#include "table.h"
#include "text.h"

FILE *output;
/* stdio would leave what it printed in memory that it frees. */
static char buffer[64 * 1024];
/* Why something could not be written: nothing is from then on. */
static int failure_reason;

static ssize_t write_out(void *context, const char *bytes, size_t length)
{
	(void)context;
	if (!failure_reason && !descriptor_write(STDOUT_FILENO, bytes, length))
		failure_reason = errno;
	errno = failure_reason;
	return failure_reason ? 0 : (ssize_t)length;
}

bool output_begin(void)
{
	output = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = write_out });
	return output && setvbuf(output, buffer, _IOFBF, sizeof(buffer)) == 0;
}

bool output_is_open(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

bool output_flush(void)
{
	fflush(output);
	int reason = failure_reason;
	failure_reason = 0;
	__fpurge(output);
	clearerr(output);
	explicit_bzero(buffer, sizeof(buffer));
	errno = reason;
	return !reason;
}

static int tell(const struct command_line *line, const char *remedy)
{
	return failure_local(line, "cannot write to standard output: %s%s", strerror(errno), remedy);
}

int output_refused(const struct command_line *line)
{
	return tell(line, "");
}

int output_flush_or_divert(const struct command_line *line)
{
	if (output_flush())
		return EXIT_OK;
	int code = tell(line, "; standard error gets it instead");
	dup2(STDERR_FILENO, STDOUT_FILENO);
	return code;
}

int output_end(const struct command_line *line, int code)
{
	bool written = output_flush();
	return written || code != EXIT_OK ? code : output_refused(line);
}

static int no_memory(const struct command_line *line)
{
	return failure_local(line, "memory ran out");
}

/* Values that stand at the end of a program's $(...) need no line end; a person's prompt does. */
static void end_line(const struct command_line *line)
{
	if (line->format != FORMAT_RAW || isatty(STDOUT_FILENO))
		putc('\n', output);
}

int output_value(const struct command_line *line, const hvac_value *value)
{
	size_t length;
	const char *string = hvac_value_string(value, &length);
	if (line->format == FORMAT_TABLE && isatty(STDOUT_FILENO))
		return output_table(line, value);
	if (string && line->format != FORMAT_JSON) {
		fwrite(string, 1, length, output);
		end_line(line);
		return EXIT_OK;
	}
	char *text = hvac_value_to_text(value, &length);
	if (!text)
		return no_memory(line);
	fwrite(text, 1, length, output);
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
	fwrite(text, 1, length, output);
	putc('\n', output);
	hvac_text_free(text);
	return EXIT_OK;
}

static void add_cell(struct table *table, const hvac_value *value)
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

static void add_item(struct table *table, const hvac_value *value)
{
	add_cell(table, value);
	table_hang(table);
}

int output_rows(const struct command_line *line, struct table *table)
{
	bool printed = table_print(table, output);
	table_free(table);
	return printed ? EXIT_OK : no_memory(line);
}

/* Where members become rows: those of a map within a map are indented. */
struct rows {
	struct table *table;
	int depth;
};

/* Empty ones fit a cell: {}, []. */
static bool is_nested(const hvac_value *value)
{
	hvac_kind kind = hvac_value_kind(value);
	return (kind == HVAC_KIND_MAP || kind == HVAC_KIND_LIST) && hvac_value_count(value) > 0;
}

static bool is_list_of_cells(const hvac_value *value)
{
	for (size_t i = 0; i < hvac_value_count(value); i++)
		if (is_nested(hvac_value_item(value, i)))
			return false;
	return hvac_value_kind(value) == HVAC_KIND_LIST;
}

static void add_rows(const struct rows *rows, const hvac_value *value);

/* A name begins where its depth says, and is there: else its row could pass for a member of another map, or for an item of a list. */
static void add_name(const struct rows *rows, const char *name)
{
	bool is_indented = *name == ' ';
	table_add_format(rows->table, "%*s%s%s", 2 * rows->depth, "", is_indented ? "\\u0020" : *name ? "" : "\"\"", name + is_indented);
}

/* A list of plain values stands below itself; what holds more becomes rows of its own. */
static bool add_member(const char *name, const hvac_value *value, void *context)
{
	const struct rows *rows = context, below = { rows->table, rows->depth + 1 };
	add_name(rows, name);
	if (!is_nested(value)) {
		add_cell(rows->table, value);
	} else if (is_list_of_cells(value)) {
		for (size_t i = 0; i < hvac_value_count(value); i++) {
			if (i > 0)
				table_add_string(rows->table, "");
			add_item(rows->table, hvac_value_item(value, i));
		}
	} else {
		table_add_string(rows->table, "");
		add_rows(&below, value);
	}
	return true;
}

/* The items of a list are named by their place, as a pointer does. Recursion is as deep as JSON may be, 64. */
static void add_rows(const struct rows *rows, const hvac_value *value)
{
	struct rows context = *rows;
	if (hvac_value_kind(value) == HVAC_KIND_MAP)
		hvac_value_each(value, add_member, &context);
	for (size_t i = 0; i < hvac_value_count(value) && hvac_value_kind(value) == HVAC_KIND_LIST; i++) {
		char place[3 * sizeof(size_t) + 1];
		snprintf(place, sizeof(place), "%zu", i);
		add_member(place, hvac_value_item(value, i), &context);
	}
}

int output_table(const struct command_line *line, const hvac_value *value)
{
	struct table table;
	struct rows rows = { &table, 0 };
	bool column = is_list_of_cells(value);
	table_begin(&table, is_nested(value) && !column ? 2 : 1, 0);
	if (is_nested(value) && !column)
		add_rows(&rows, value);
	for (size_t i = 0; i < hvac_value_count(value) && column; i++)
		add_item(&table, hvac_value_item(value, i));
	if (hvac_value_kind(value) > HVAC_KIND_NULL && hvac_value_kind(value) < HVAC_KIND_LIST)
		add_cell(&table, value);
	return output_rows(line, &table);
}

/* The answer; where its place is empty, what else the server gave: a wrapping token, a new token, a body without envelope. */
const hvac_value *output_shown(const hvac_response *response)
{
	const hvac_value *choices[] = { hvac_response_answer(response), hvac_response_wrap_info(response), hvac_response_auth(response) };
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (hvac_value_kind(choices[i]) != HVAC_KIND_ABSENT && hvac_value_kind(choices[i]) != HVAC_KIND_NULL)
			return choices[i];
	return hvac_response_request_id(response) ? NULL : hvac_response_json(response);
}

/* With the option empty_list: the body has errors alone, none. */
static bool is_empty_list(const hvac_response *response)
{
	return hvac_response_http_status(response) == 404 && !hvac_response_request_id(response) &&
	       hvac_value_kind(hvac_response_answer(response)) <= HVAC_KIND_NULL;
}

static int output_no_keys(const struct command_line *line)
{
	hvac_value *keys = hvac_value_new_list();
	int code = keys ? output_value(line, keys) : no_memory(line);
	hvac_value_free(keys);
	return code;
}

static int output_field(const struct command_line *line, const hvac_response *response)
{
	const hvac_value *value = hvac_value_at(output_shown(response), line->field);
	if (is_empty_list(response) && strcmp(line->field + (*line->field == '/'), "keys") == 0)
		return output_no_keys(line);
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
		fwrite(body, 1, length, output);
		return EXIT_OK;
	}
	char *shown = text_for_people(body, length, "\n\t");
	if (!shown)
		return no_memory(line);
	fputs(shown, output);
	if (body[length - 1] != '\n')
		putc('\n', output);
	text_discard(shown);
	return EXIT_OK;
}

static void warn_of(const hvac_response *response)
{
	const hvac_value *warnings = hvac_response_warnings(response);
	for (size_t i = 0; i < hvac_value_count(warnings); i++) {
		const char *warning = hvac_value_string(hvac_value_item(warnings, i), NULL);
		if (warning)
			failure_warn(warning);
	}
}

int output_response(const struct command_line *line, const hvac_response *response)
{
	const hvac_value *value = output_shown(response);
	if (line->format == FORMAT_TABLE)
		warn_of(response);
	if (line->field)
		return output_field(line, response);
	if (line->format == FORMAT_JSON || (!value && !hvac_response_json(response)))
		return output_body(line, response);
	if (is_empty_list(response))
		return EXIT_OK;
	if (line->format == FORMAT_TABLE)
		return output_table(line, value);
	return value ? output_value(line, value) : EXIT_OK;
}
