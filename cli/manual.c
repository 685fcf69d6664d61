/* SPDX-License-Identifier: MIT */
/* Prints descriptions of engines for people. `hvac help` and `hvac engines` both end here. */
#define _GNU_SOURCE 1
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "failure.h"
#include "manual.h"
#include "member.h"
#include "output.h"
#include "table.h"

enum { INDENT = 2 };

/* A cell that is put together from pieces. */
struct writing {
	FILE *stream;
	char *bytes;
	size_t length;
};

/* False: no memory, which the table keeps in mind. */
static bool writing_begin(struct writing *writing, struct table *table)
{
	writing->bytes = NULL;
	writing->stream = open_memstream(&writing->bytes, &writing->length);
	table->out_of_memory = table->out_of_memory || !writing->stream;
	return writing->stream;
}

/* It becomes the table's next cell. */
static void writing_add(struct writing *writing, struct table *table)
{
	if (fclose(writing->stream) == 0)
		table_add(table, writing->bytes, writing->length);
	else
		table->out_of_memory = true;
	free(writing->bytes);
}

static void put_words(FILE *stream, const hvac_value *words, const char *quote)
{
	for (size_t i = 0; i < hvac_value_count(words); i++)
		fprintf(stream, "%s%s%s%s", i ? ", " : "", quote, hvac_value_string(hvac_value_item(words, i), NULL), quote);
}

int manual_engines(const struct command_line *line, const hvac_value *list)
{
	struct table table;
	table_begin(&table, 3, 0);
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i);
		const char *error = member_string(engine, "error");
		size_t operations = hvac_value_count(hvac_value_member(engine, "operations"));
		table_add_string(&table, member_string(engine, "engine"));
		if (error)
			table_add_styled(&table, STYLE_ERROR, "refused");
		else
			table_add_format(&table, "%zu operation%s", operations, operations == 1 ? "" : "s");
		table_add_string(&table, error ? error : member_string(engine, "help"));
	}
	return output_rows(line, &table);
}

static bool has_same(const hvac_value *one, const hvac_value *other, const char *name)
{
	return hvac_value_equal(hvac_value_member(one, name), hvac_value_member(other, name));
}

static bool begins_area(const hvac_value *operations, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (has_same(hvac_value_item(operations, i), hvac_value_item(operations, index), "area"))
			return false;
	return true;
}

static void add_area(struct table *table, const hvac_value *operations, size_t first)
{
	for (size_t i = first; i < hvac_value_count(operations); i++)
		if (has_same(hvac_value_item(operations, first), hvac_value_item(operations, i), "area")) {
			table_add_string(table, member_string(hvac_value_item(operations, i), "name"));
			table_add_string(table, member_string(hvac_value_item(operations, i), "help"));
		}
}

/* By area, where the engine has more than one. */
static int print_operations(const struct command_line *line, const hvac_value *engine)
{
	const hvac_value *operations = hvac_value_member(engine, "operations");
	size_t n_areas = 0;
	struct table table;
	for (size_t i = 0; i < hvac_value_count(operations); i++)
		n_areas += begins_area(operations, i);
	table_begin(&table, 2, INDENT);
	for (size_t i = 0; i < hvac_value_count(operations); i++) {
		if (!begins_area(operations, i))
			continue;
		if (n_areas > 1) {
			table_add_string(&table, "");
			table_add_string(&table, "");
			table_add_styled(&table, STYLE_HEADING, member_string(hvac_value_item(operations, i), "area"));
			table_add_string(&table, "");
		}
		add_area(&table, operations, i);
	}
	return output_rows(line, &table);
}

/* Never wrapped: it is there to be pasted. */
static void print_example(const char *example)
{
	terminal_heading("example");
	for (size_t length; *example; example += length + (example[length] == '\n')) {
		length = strcspn(example, "\n");
		fprintf(output, "  %.*s\n", (int)length, example);
	}
}

int manual_engine(const struct command_line *line, const hvac_value *engine)
{
	static const char *const facts[] = { "version", "file", "reference" };
	const char *id = member_string(engine, "engine"), *help = member_string(engine, "help"), *example = member_string(engine, "example");
	struct table table;
	table_begin(&table, 2, 0);
	table_add_styled(&table, STYLE_HEADING, id);
	table_add_string(&table, help);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (member_string(engine, facts[i])) {
			table_add_string(&table, facts[i]);
			table_add_string(&table, member_string(engine, facts[i]));
		}
	int code = output_rows(line, &table);
	terminal_heading("operations");
	if (code == EXIT_OK)
		code = print_operations(line, engine);
	if (example)
		print_example(example);
	fprintf(output, "\nhvac help %s OPERATION: what one takes and does\n", id);
	return code;
}

/* The arguments that must be given; secret ones not on the command line. */
static int print_usage(const struct command_line *line, const hvac_value *engine, const hvac_value *operation)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters");
	struct writing usage;
	struct table table;
	bool has_more = false;
	table_begin(&table, 2, 0);
	table_add_styled(&table, STYLE_HEADING, "usage");
	if (!writing_begin(&usage, &table))
		return output_rows(line, &table);
	fprintf(usage.stream, "hvac call %s %s", member_string(engine, "engine"), member_string(operation, "name"));
	for (size_t i = 0; i < hvac_value_count(parameters); i++) {
		const hvac_value *parameter = hvac_value_item(parameters, i);
		if (member_is_true(parameter, "required"))
			fprintf(usage.stream, " %s=%s", member_string(parameter, "name"), member_is_true(parameter, "secret") ? "@FILE" : "VALUE");
		else
			has_more = true;
	}
	fputs(has_more ? " [NAME=VALUE ...]" : "", usage.stream);
	writing_add(&usage, &table);
	return output_rows(line, &table);
}

/* "role_name method=GET" is "where role_name is given and method is GET"; "@step" is what a hook sends. */
static void add_condition(struct table *table, const char *when)
{
	struct writing writing;
	if (!when || *when == '@') {
		table_add_string(table, when ? "sent where needed" : "");
		return;
	}
	if (!writing_begin(&writing, table))
		return;
	for (const char *before = "where "; *when; before = " and ") {
		size_t length = strcspn(when, " "), name = strcspn(when, " =");
		fprintf(writing.stream, "%s%.*s is ", before, (int)name, when);
		if (name < length)
			fprintf(writing.stream, "%.*s", (int)(length - name - 1), when + name + 1);
		else
			fputs("given", writing.stream);
		when += length + (when[length] == ' ');
	}
	writing_add(&writing, table);
}

static void add_request(struct table *table, const hvac_value *request)
{
	table_add_string(table, member_string(request, "verb"));
	table_add_string(table, member_string(request, "path"));
	add_condition(table, member_string(request, "when"));
}

static bool is_step(const hvac_value *request)
{
	const char *when = member_string(request, "when");
	return when && *when == '@';
}

static bool is_same_request(const hvac_value *one, const hvac_value *other)
{
	return has_same(one, other, "verb") && has_same(one, other, "path") && (has_same(one, other, "when") || (is_step(one) && is_step(other)));
}

static bool is_same_rule(const hvac_value *one, const hvac_value *other)
{
	return has_same(one, other, "path") && has_same(one, other, "capabilities");
}

/* Whether a further request says nothing that an earlier one did not. */
static bool is_repeated(const hvac_value *operation, size_t index, bool (*is_same)(const hvac_value *one, const hvac_value *other))
{
	const hvac_value *also = hvac_value_member(operation, "also"), *request = hvac_value_item(also, index);
	for (size_t i = 0; i < index; i++)
		if (is_same(request, hvac_value_item(also, i)))
			return true;
	return is_same(request, operation);
}

static int print_requests(const struct command_line *line, const hvac_value *operation)
{
	const hvac_value *also = hvac_value_member(operation, "also");
	struct table table;
	terminal_heading(also ? "requests" : "request");
	table_begin(&table, 3, INDENT);
	add_request(&table, operation);
	for (size_t i = 0; i < hvac_value_count(also); i++)
		if (!is_repeated(operation, i, is_same_request))
			add_request(&table, hvac_value_item(also, i));
	return output_rows(line, &table);
}

/* What there is to say of a parameter besides its help: "(required; secret)". */
struct facts {
	FILE *stream;
	size_t count;
};

HVAC_FORMAT(2, 3)
static void put_fact(struct facts *facts, const char *format, ...)
{
	va_list arguments;
	fputs(facts->count++ ? "; " : " (", facts->stream);
	va_start(arguments, format);
	vfprintf(facts->stream, format, arguments);
	va_end(arguments);
}

static void put_facts(FILE *stream, const hvac_value *parameter)
{
	const hvac_value *dflt = hvac_value_member(parameter, "default"), *values = hvac_value_member(parameter, "values");
	const char *wrapped_path = member_string(parameter, "wrapped_path");
	struct facts facts = { stream, 0 };
	if (member_is_true(parameter, "required"))
		put_fact(&facts, "required");
	if (member_is_true(parameter, "secret"))
		put_fact(&facts, "secret");
	if (values) {
		put_fact(&facts, "one of ");
		put_words(stream, values, "");
	}
	if (dflt) {
		char *text = hvac_value_to_text(dflt, NULL);
		put_fact(&facts, "default %s", text ? text : "?");
		hvac_text_free(text);
	}
	if (wrapped_path)
		put_fact(&facts, "or a token that wraps it");
	fputs(facts.count ? ")" : "", stream);
}

static int print_parameters(const struct command_line *line, const hvac_value *operation)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters");
	struct table table;
	if (hvac_value_count(parameters) == 0)
		return EXIT_OK;
	terminal_heading("parameters");
	table_begin(&table, 3, INDENT);
	for (size_t i = 0; i < hvac_value_count(parameters); i++) {
		const hvac_value *parameter = hvac_value_item(parameters, i);
		const char *help = member_string(parameter, "help");
		struct writing writing;
		table_add_string(&table, member_string(parameter, "name"));
		table_add_string(&table, member_string(parameter, "type"));
		if (!writing_begin(&writing, &table))
			break;
		fputs(help ? help : "", writing.stream);
		put_facts(writing.stream, parameter);
		writing_add(&writing, &table);
	}
	return output_rows(line, &table);
}

static void add_rule(struct table *table, const hvac_value *request)
{
	const hvac_value *capabilities = hvac_value_member(request, "capabilities");
	struct writing rule;
	if (hvac_value_count(capabilities) == 0 || !writing_begin(&rule, table))
		return;
	fprintf(rule.stream, "path \"%s\" { capabilities = [", member_string(request, "path") + 1);
	put_words(rule.stream, capabilities, "\"");
	fputs("] }", rule.stream);
	writing_add(&rule, table);
}

/* What a policy must say for the token to be allowed all of it; nothing where no token is sent. */
static int print_policy(const struct command_line *line, const hvac_value *operation)
{
	const hvac_value *also = hvac_value_member(operation, "also");
	struct table table;
	terminal_heading("policy");
	table_begin(&table, 1, INDENT);
	add_rule(&table, operation);
	for (size_t i = 0; i < hvac_value_count(also); i++)
		if (!is_repeated(operation, i, is_same_rule))
			add_rule(&table, hvac_value_item(also, i));
	if (table.n_cells == 0)
		table_add_string(&table, "none: it is sent without a token");
	return output_rows(line, &table);
}

static int print_answer(const struct command_line *line, const hvac_value *operation)
{
	const char *answer = member_string(operation, "answer"), *since = member_string(operation, "since");
	(void)line;
	terminal_heading("answer");
	fprintf(output, "  %s: --field begins there\n", answer && *answer ? answer : "the whole body");
	if (since) {
		terminal_heading("servers");
		fprintf(output, "  %s\n", since);
	}
	return EXIT_OK;
}

int manual_operation(const struct command_line *line, const hvac_value *engine, const hvac_value *operation)
{
	static int (*const parts[])(const struct command_line *, const hvac_value *) = { print_requests, print_parameters, print_policy, print_answer };
	struct table table;
	int code = print_usage(line, engine, operation);
	putc('\n', output);
	table_begin(&table, 1, 0);
	table_add_string(&table, member_string(operation, "help"));
	if (member_string(operation, "refused"))
		table_add_styled(&table, STYLE_ERROR, member_string(operation, "refused"));
	if (code == EXIT_OK)
		code = output_rows(line, &table);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && code == EXIT_OK; i++)
		code = parts[i](line, operation);
	return code;
}
