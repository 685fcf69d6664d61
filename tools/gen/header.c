/* SPDX-License-Identifier: MIT */
/*
 * The typed header of an engine: for each operation a struct of its parameters, a function that makes the arguments of
 * them, and two calls, each behind a macro that lets the parameters be given by name.
 */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "comment.h"
#include "gen.h"
#include "names.h"

/* Of C up to C23 and C++20, and the two members that every call has. */
static const char *const keywords[] = {
	"_Alignas", "_Alignof", "_Atomic", "_BitInt", "_Bool", "_Complex", "_Decimal128", "_Decimal32", "_Decimal64", "_Generic",
	"_Imaginary", "_Noreturn", "_Static_assert", "_Thread_local", "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand",
	"bitor", "bool", "break", "case", "catch", "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return",
	"co_yield", "compl", "concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default",
	"delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "goto",
	"if", "inline", "int", "linux", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq",
	"private", "protected", "public", "register", "reinterpret_cast", "requires", "response", "restrict", "return", "short", "signed",
	"sizeof", "static", "static_assert", "static_cast", "struct", "switch", "task", "template", "this", "thread_local", "throw",
	"true", "try", "typedef", "typeid", "typename", "typeof", "typeof_unqual", "union", "unix", "unsigned", "using", "virtual", "void",
	"volatile", "wchar_t", "while", "xor", "xor_eq",
};

/* How a parameter's type is declared, and which function makes its argument. */
static const struct shape {
	const char *type, *declaration, *maker;
} shapes[] = {
	{ "string", "const char *", "hvac_string" },
	{ "duration", "const char *", "hvac_string" },
	{ "integer", "hvac_optional_integer ", "hvac_argument_of_integer_" },
	{ "boolean", "hvac_optional_boolean ", "hvac_argument_of_boolean_" },
	{ "number", "hvac_optional_number ", "hvac_argument_of_number_" },
	{ "bytes", "hvac_optional_bytes ", "hvac_argument_of_bytes_" },
	{ "list", "hvac_optional_value ", "hvac_argument_of_value_" },
	{ "map", "hvac_optional_value ", "hvac_argument_of_value_" },
	{ "any", "hvac_optional_value ", "hvac_argument_of_value_" },
};

static const struct shape *shape_of(const hvac_value *parameter)
{
	size_t i = 0;
	while (strcmp(shapes[i].type, string_of(parameter, "type")) != 0)
		i++;
	return &shapes[i];
}

static bool is_keyword(const char *name)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcmp(keywords[i], name) == 0)
			return true;
	return false;
}

/* A member's name is the parameter's with one of these before it and one behind it, both mostly empty. */
static const char *before_member(const char *name)
{
	return isdigit((unsigned char)*name) ? "_" : "";
}

static const char *behind_member(const char *name)
{
	return is_keyword(name) ? "_" : "";
}

/* What each operation defines besides the macro of its own name. */
static const char *const suffixes[] = { "", "_args", "_list_", "_with", "_task", "_task_with" };
enum { N_SUFFIXES = sizeof(suffixes) / sizeof(suffixes[0]) };

static bool operations_differ(const struct engine *engine)
{
	struct names names = names_new(operation_count(engine) * N_SUFFIXES);
	bool differ;
	for (size_t i = 0; i < operation_count(engine); i++)
		for (size_t j = 0; j < N_SUFFIXES; j++)
			names_add(&names, "", string_of(operation_at(engine, i), "name"), suffixes[j]);
	differ = names_differ(&names, engine->id, "things that belong to operations");
	names_free(&names);
	return differ;
}

static bool parameters_differ(const struct engine *engine, const hvac_value *operation)
{
	struct names names = names_new(parameter_count(operation));
	bool differ;
	for (size_t i = 0; i < parameter_count(operation); i++) {
		const char *name = string_of(parameter_at(operation, i), "name");
		names_add(&names, before_member(name), name, behind_member(name));
	}
	differ = names_differ(&names, engine->id, "parameters of one operation");
	names_free(&names);
	return differ;
}

/* "POST /auth/{mount_point}/login", and what stands for other arguments. */
static bool print_operation_comment(const hvac_value *operation)
{
	const hvac_value *also = hvac_value_member(operation, "also");
	const char *answer = string_of(operation, "answer");
	char *request = NULL;
	if (asprintf(&request, "%s %s; the answer: %s", string_of(operation, "verb"), string_of(operation, "path"),
	             *answer ? answer : "all of the body") < 0)
		return false;
	printf("\n/*\n *");
	comment_words("", string_of(operation, "help"), 2);
	printf("\n *");
	comment_words("", request, 2);
	for (size_t i = 0; i < hvac_value_count(also); i++) {
		const hvac_value *row = hvac_value_item(also, i);
		if (*string_of(row, "when") == '@')
			continue;
		printf("\n * %s", string_of(row, "verb"));
		comment_words("", string_of(row, "path"), 0);
		comment_words("", "with", 0);
		comment_words("", string_of(row, "when"), 0);
	}
	if (is_true(operation, "login"))
		printf("\n * Sets the client's token, no more; hvac_login also keeps what it is given, for logging in again.");
	printf("\n */\n");
	free(request);
	return true;
}

static bool print_member_comment(const hvac_value *parameter)
{
	char *value = default_of(parameter), *values = joined(hvac_value_member(parameter, "values"), ", "), *text = NULL;
	bool made = values && asprintf(&text, "%s%s%s%s%s%s%s%s", is_true(parameter, "required") ? "Required. " : "",
	                               value ? "Sent when not given: " : "", value ? value : "", value ? ". " : "",
	                               string_of(parameter, "help"), *values ? " (" : "", values, *values ? ")" : "") >= 0;
	if (made) {
		comment_print("\t", text);
		free(text);
	}
	free(values);
	hvac_text_free(value);
	return made;
}

static bool print_struct(const char *name, const hvac_value *operation)
{
	bool printed = true;
	printf("struct %s_args {\n\thvac_response **response HVAC_UNSET_;\n\thvac_task **task HVAC_UNSET_;\n", name);
	for (size_t i = 0; printed && i < parameter_count(operation); i++) {
		const hvac_value *parameter = parameter_at(operation, i);
		const char *member = string_of(parameter, "name");
		printed = print_member_comment(parameter);
		printf("\t%s%s%s%s HVAC_UNSET_;\n", shape_of(parameter)->declaration, before_member(member), member, behind_member(member));
	}
	printf("};\n");
	return printed;
}

static void print_list(const char *name, const hvac_value *operation)
{
	printf("static inline void %s_list_(hvac_argument *list, const struct %s_args *args)\n{\n", name, name);
	for (size_t i = 0; i < parameter_count(operation); i++) {
		const hvac_value *parameter = parameter_at(operation, i);
		const char *member = string_of(parameter, "name");
		printf("\tlist[%zu] = %s(\"%s\", args->%s%s%s);\n", i, shape_of(parameter)->maker, member, before_member(member), member,
		       behind_member(member));
	}
	printf("\tlist[%zu] = hvac_arguments_end_();\n}\n", parameter_count(operation));
}

/* The function, and the macro that lets what it takes be given by name. */
static void print_call(const struct engine *engine, const char *name, const hvac_value *operation, bool task)
{
	const char *suffix = task ? "_task" : "", *list = parameter_count(operation) ? "list" : "NULL";
	printf("static inline hvac_status %s%s_with(hvac_client *client, struct %s_args args)\n{\n", name, suffix, name);
	if (parameter_count(operation))
		printf("\thvac_argument list[%zu];\n\t%s_list_(list, &args);\n", parameter_count(operation) + 1, name);
	printf("\treturn %s(client, \"%s\", \"%s\", %s%s);\n}\n", task ? "hvac_task_new" : "hvac_call", engine->id,
	       string_of(operation, "name"), list, task ? ", NULL, args.task" : ", args.response");
	printf("#define %s%s(client, ...) \\\n\t%s%s_with((client), HVAC_STRUCT_(%s_args){ .%s = __VA_ARGS__ })\n", name, suffix, name, suffix,
	       name, task ? "task" : "response");
}

static bool print_operation(const struct engine *engine, const hvac_value *operation)
{
	char *name = NULL;
	bool printed = asprintf(&name, "hvac_%s_%s", engine->symbol, string_of(operation, "name")) >= 0;
	if (printed) {
		printed = print_operation_comment(operation) && print_struct(name, operation);
		if (parameter_count(operation))
			print_list(name, operation);
		print_call(engine, name, operation, false);
		print_call(engine, name, operation, true);
		free(name);
	}
	if (!printed)
		complain("memory ran out");
	return printed;
}

static void print_guard(const char *directive, const struct engine *engine)
{
	printf("%s HVAC_", directive);
	for (const char *c = engine->symbol; *c; c++)
		putchar(toupper((unsigned char)*c));
	printf("_H\n");
}

bool print_header(const struct request *request)
{
	const struct engine *engine = &request->engine;
	bool printed = operations_differ(engine);
	for (size_t i = 0; printed && i < operation_count(engine); i++)
		printed = parameters_differ(engine, operation_at(engine, i));
	if (!printed)
		return false;
	printf("/* SPDX-License-Identifier: MIT */\n/* Typed calls of %s, made by hvac-gen from its table: see <hvac/typed.h>. */\n", engine->id);
	print_guard("#ifndef", engine);
	print_guard("#define", engine);
	printf("\n#include <hvac/call.h>\n#include <hvac/typed.h>\n");
	for (size_t i = 0; printed && i < operation_count(engine); i++)
		if (!string_of(operation_at(engine, i), "refused"))
			printed = print_operation(engine, operation_at(engine, i));
	printf("\n#endif\n");
	return printed;
}
