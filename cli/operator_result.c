/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <errno.h>
#include <string.h>
#include "failure.h"
#include "operator_result.h"
#include "output.h"
#include "private_file.h"
#include "table.h"

/* What people get to see, and what each is called; lists by their number. */
static const struct {
	const char *member, *name;
} shown[] = {
	{ "keys_base64", "key" }, { "recovery_keys_base64", "recovery key" }, { "root_token", "root token" }, { "otp", "OTP" },
};

int operator_result_check(const struct command_line *line)
{
	if (!output_is_open())
		return failure_local(line, "standard output is closed: what cannot be written elsewhere goes there");
	if (!line->output || private_file_can_make(line->output))
		return EXIT_OK;
	if (errno == EEXIST)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output: %s is there already; what may be other keys is not written over", line->output);
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output: cannot write %s: %s", line->output, strerror(errno));
}

static void add_rows(struct table *table, const char *name, const hvac_value *value)
{
	const char *text = hvac_value_string(value, NULL);
	if (text && *text) {
		table_add_string(table, name);
		table_add_string(table, text);
	}
	for (size_t i = 0; hvac_value_kind(value) == HVAC_KIND_LIST && i < hvac_value_count(value); i++) {
		const char *item = hvac_value_string(hvac_value_item(value, i), NULL);
		table_add_format(table, "%s %zu", name, i + 1);
		table_add_string(table, item ? item : "");
	}
}

/* What else the answer says is shown only where there is none of that. */
static int print_table(const struct command_line *line, const hvac_value *result)
{
	struct table table;
	table_begin(&table, 2, 0);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		add_rows(&table, shown[i].name, hvac_value_member(result, shown[i].member));
	if (table.n_cells > 0 || table.out_of_memory)
		return output_rows(line, &table);
	table_free(&table);
	return output_table(line, result);
}

/* `value` is the field that is asked for. One that is not there loses nothing of what is. */
static int print(const struct command_line *line, const hvac_value *result, const hvac_value *value)
{
	if (value)
		return output_value(line, value);
	return line->format == FORMAT_TABLE ? print_table(line, result) : output_json_line(line, result);
}

static int keep(const struct command_line *line, const hvac_value *result)
{
	size_t length;
	char *text = hvac_value_to_text(result, &length);
	int code = EXIT_OK;
	if (!text)
		code = failure_local(line, "memory ran out");
	else if (!private_file_make(line->output, text, length))
		code = failure_local(line, "cannot write %s: %s; standard output gets it instead", line->output, strerror(errno));
	hvac_text_free(text);
	return code;
}

static int first_of(int code, int later)
{
	return code == EXIT_OK ? later : code;
}

int operator_result_print(const struct command_line *line, const hvac_value *result)
{
	int code = line->output ? keep(line, result) : EXIT_OK;
	if (line->output && code == EXIT_OK)
		return EXIT_OK;
	const hvac_value *value = line->field ? hvac_value_at(result, line->field) : NULL;
	code = first_of(code, print(line, result, value));
	int written = output_flush_or_divert(line);
	if (written != EXIT_OK)
		print(line, result, value);
	code = first_of(code, written);
	if (line->field && !value)
		code = first_of(code, failure(line, HVAC_UNEXPECTED_ERROR, "the answer has no field %s: all of it is shown", line->field));
	return code;
}
