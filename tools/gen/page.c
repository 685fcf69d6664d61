/* SPDX-License-Identifier: MIT */
/* The manual page of an engine, mdoc(7). */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "gen.h"
#include "policy.h"
#include "roff.h"

enum { POLICY_WIDTH = 66 };              /* what is left of 80 columns inside the list of operations */

static void print_head(const struct request *request)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September",
	                                      "October", "November", "December" };
	printf(".\\\" SPDX-License-Identifier: MIT\n.\\\" Made by hvac-gen from the table of %s.\n", request->engine.id);
	printf(".Dd %s %d, %d\n.Dt ", months[request->date.tm_mon], request->date.tm_mday, request->date.tm_year + 1900);
	for (const char *c = request->engine.page; *c; c++)
		putchar(toupper((unsigned char)*c));
	printf(" 7\n.Os libhvac\n.Sh NAME\n.Nm %s\n.Nd ", request->engine.page);
	roff_text(string_of(request->engine.description, "help"));
	putchar('\n');
}

static bool has_login(const struct engine *engine)
{
	for (size_t i = 0; i < operation_count(engine); i++)
		if (is_true(operation_at(engine, i), "login"))
			return true;
	return false;
}

static void print_prototype(const struct engine *engine, const char *suffix, const char *result)
{
	printf("hvac_status hvac_%s_OPERATION%s(client, %s,\n    .NAME = VALUE, ...);\n", engine->symbol, suffix, result);
}

static void print_synopsis(const struct engine *engine)
{
	printf(".Sh SYNOPSIS\n.Nm hvac\n.Cm call\n.Ar %s OPERATION\n.Op Ar NAME Ns = Ns Ar VALUE ...\n", engine->id);
	if (has_login(engine))
		printf(".Nm hvac\n.Cm login\n.Ar %s\n.Op Ar NAME Ns = Ns Ar VALUE ...\n", strchr(engine->id, '/') + 1);
	printf(".Bd -literal\n#include <hvac/hvac.h>\n#include <hvac/%s.h>\n\n", engine->id);
	print_prototype(engine, "", "&response");
	print_prototype(engine, "_task", "&task");
	printf(".Ed\n");
}

/* The mount that all operations take for granted; NULL: there is none, or more than one. */
static const char *mount_of(const struct engine *engine)
{
	const char *mount = NULL;
	for (size_t i = 0; i < operation_count(engine); i++) {
		const hvac_value *parameter = parameter_named(operation_at(engine, i), "mount_point", strlen("mount_point"));
		const char *dflt = parameter ? string_of(parameter, "default") : NULL;
		if (dflt && mount && strcmp(dflt, mount) != 0)
			return NULL;
		mount = dflt ? dflt : mount;
	}
	return mount;
}

static void print_description(const struct request *request)
{
	const char *mount = mount_of(&request->engine);
	printf(".Sh DESCRIPTION\n");
	roff_sentences(string_of(request->engine.description, "help"));
	if (mount) {
		printf("The mount point is\n.Ql");
		roff_argument(mount);
		printf("\nunless\n.Ar mount_point\nsays otherwise.\n");
	}
	if (request->text && *request->text)
		printf("%s%s", request->text, request->text[strlen(request->text) - 1] == '\n' ? "" : "\n");
}

static void print_example(const hvac_value *description)
{
	const char *example = string_of(description, "example");
	if (!example)
		return;
	printf(".Sh EXAMPLES\n.Bd -literal\n");
	roff_literal(example);
	printf(".Ed\n");
}

static bool print_policy(const hvac_value *operation, const hvac_value *row)
{
	char *policy = policy_of(operation, row, POLICY_WIDTH);
	if (policy && *policy) {
		printf(".Bd -literal\n");
		roff_literal(policy);
		printf(".Ed\n");
	} else if (policy) {
		printf("It needs no token.\n");
	}
	free(policy);
	return policy != NULL;
}

static void print_request(const hvac_value *row)
{
	printf(".Li");
	roff_argument(string_of(row, "verb"));
	roff_argument(string_of(row, "path"));
	printf(" .\n");
}

static void print_answer(const hvac_value *operation)
{
	const char *answer = string_of(operation, "answer");
	if (!*answer) {
		printf("The answer is the whole body.\n");
	} else if (strcmp(answer, is_true(operation, "login") ? "/auth" : "/data") != 0) {
		printf("The answer is what lies at\n.Li");
		roff_argument(answer);
		printf(" .\n");
	}
}

static void print_traits(const hvac_value *parameter)
{
	printf(" Pq %s%s%s%s%s\n", string_of(parameter, "type"), is_true(parameter, "required") ? ", required" : "",
	       is_true(parameter, "secret") ? ", secret" : "", strcmp(string_of(parameter, "in"), "whole") == 0 ? ", the members of the body" : "",
	       strcmp(string_of(parameter, "in"), "raw") == 0 ? ", the body" : "");
}

/* "Sent as options.cas." */
static void print_fact(const char *words, const char *text)
{
	printf("%s\n.Li", words);
	roff_argument(text);
	printf(" .\n");
}

static bool print_parameter(const hvac_value *parameter)
{
	const char *wire = string_of(parameter, "wire");
	char *value = default_of(parameter), *values = joined(hvac_value_member(parameter, "values"), ", ");
	printf(".It Ar");
	roff_argument(string_of(parameter, "name"));
	print_traits(parameter);
	roff_sentences(string_of(parameter, "help"));
	if (values && *values)
		print_fact("One of", values);
	if (value)
		print_fact("Sent when not given:", value);
	if (wire)
		print_fact(strcmp(string_of(parameter, "in"), "header") == 0 ? "Sent as the header" : "Sent as", wire);
	hvac_text_free(value);
	free(values);
	return values != NULL;
}

static bool print_parameters(const hvac_value *operation)
{
	bool printed = true;
	if (parameter_count(operation) == 0)
		return true;
	printf(".Pp\n.Bl -tag -width Ds -compact\n");
	for (size_t i = 0; printed && i < parameter_count(operation); i++)
		printed = print_parameter(parameter_at(operation, i));
	printf(".El\n");
	return printed;
}

/* What other arguments choose, and what a hook may send besides. */
static bool print_also(const hvac_value *operation)
{
	const hvac_value *also = hvac_value_member(operation, "also");
	bool printed = true;
	for (size_t i = 0; printed && i < hvac_value_count(also); i++) {
		const hvac_value *row = hvac_value_item(also, i);
		const char *when = string_of(row, "when");
		printf(".Pp\n");
		if (*when == '@') {
			printf("May send besides\n");
		} else {
			printf("With\n.Li");
			roff_argument(when);
			printf(" :\n");
		}
		print_request(row);
		printed = print_policy(operation, row);
	}
	return printed;
}

static bool print_operation(const hvac_value *operation)
{
	const char *since = string_of(operation, "since"), *refused = string_of(operation, "refused");
	printf(".It Ic");
	roff_argument(string_of(operation, "name"));
	putchar('\n');
	roff_sentences(string_of(operation, "help"));
	if (refused) {
		roff_sentences(refused);
		return true;
	}
	printf(".Pp\n");
	print_request(operation);
	print_answer(operation);
	if (since)
		print_fact("Servers that have it:", since);
	return print_policy(operation, operation) && print_parameters(operation) && print_also(operation);
}

/* An engine of one area needs no heading for it. */
static bool print_operations(const struct engine *engine)
{
	const char *area = NULL;
	bool printed = true, headings = false;
	for (size_t i = 1; i < operation_count(engine); i++)
		headings = headings || strcmp(string_of(operation_at(engine, i), "area"), string_of(operation_at(engine, 0), "area")) != 0;
	printf(".Sh OPERATIONS\n");
	for (size_t i = 0; printed && i < operation_count(engine); i++) {
		const char *here = string_of(operation_at(engine, i), "area");
		if (!area || strcmp(area, here) != 0) {
			printf("%s", area ? ".El\n" : "");
			if (headings) {
				printf(".Ss");
				roff_argument(here);
				putchar('\n');
			}
			printf(".Bl -tag -width Ds\n");
			area = here;
		}
		printed = print_operation(operation_at(engine, i));
	}
	printf("%s", area ? ".El\n" : "");
	return printed;
}

bool print_page(const struct request *request)
{
	const char *reference = string_of(request->engine.description, "reference");
	bool printed;
	print_head(request);
	print_synopsis(&request->engine);
	print_description(request);
	print_example(request->engine.description);
	printed = print_operations(&request->engine);
	if (reference) {
		printf(".Sh REFERENCES\n");
		roff_sentences(reference);
	}
	printf(".Sh SEE ALSO\n.Xr hvac 1 ,\n.Xr libhvac 3 ,\n.Xr hvac-plugin 7\n");
	if (!printed)
		complain("memory ran out");
	return printed;
}
