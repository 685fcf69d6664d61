/* SPDX-License-Identifier: MIT */
/* Arguments held against a table's rows: names, types, nulls, files, sources, conditions, secrets. */
#include "bind.h"
#include "file.h"
#include "memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

#define BODY_OF(n, t, ...) HVAC_BODY(n, t, .help = n, __VA_ARGS__)

static const struct hvac_operation operations[] = {
	{ .name = "types", .verb = HVAC_POST, .path = "/t/{path}", .help = "One of each",
	  HVAC_PARAMETERS(HVAC_PATH("path", STRING, .dflt = "\"p\"", .help = "path"), BODY_OF("string", STRING, .flags = 0), BODY_OF("integer", INTEGER, .flags = 0),
	                  BODY_OF("boolean", BOOLEAN, .flags = 0), BODY_OF("number", NUMBER, .flags = 0), BODY_OF("duration", DURATION, .flags = 0),
	                  BODY_OF("bytes", BYTES, .flags = 0), BODY_OF("list", LIST, .flags = 0), BODY_OF("map", MAP, .flags = 0), BODY_OF("any", ANY, .flags = 0),
	                  BODY_OF("text", STRING, .flags = HVAC_TEXT), HVAC_LOCAL("local", STRING, .help = "local"), HVAC_QUERY("query", STRING, .help = "query"),
	                  HVAC_HEADER("header", STRING, .help = "header")) },
	{ .name = "required", .verb = HVAC_POST, .path = "/r", .help = "Needs one", HVAC_PARAMETERS(BODY_OF("name", STRING, .flags = HVAC_REQUIRED)) },
	{ .name = "needs_map", .verb = HVAC_POST, .path = "/m", .help = "Needs one of JSON", HVAC_PARAMETERS(BODY_OF("map", MAP, .flags = HVAC_REQUIRED)) },
	{ .name = "rest", .verb = HVAC_POST, .path = "/rest", .help = "Takes what comes", HVAC_PARAMETERS(BODY_OF("name", STRING, .flags = 0), HVAC_MORE) },
	{ .name = "secret", .verb = HVAC_POST, .path = "/s", .help = "Secrets",
	  HVAC_PARAMETERS(BODY_OF("text", STRING, .flags = HVAC_SECRET), BODY_OF("map", MAP, .flags = HVAC_SECRET), BODY_OF("list", LIST, .flags = HVAC_SECRET),
	                  BODY_OF("bytes", BYTES, .flags = HVAC_SECRET), BODY_OF("number", INTEGER, .flags = HVAC_SECRET), BODY_OF("open", STRING, .flags = 0),
	                  BODY_OF("null", STRING, .flags = HVAC_SECRET)) },
	{ .name = "rows", .when = "@step", .verb = HVAC_POST, .path = "/step", .help = "A hook's", HVAC_PARAMETERS(BODY_OF("x", STRING, .flags = 0)) },
	{ .name = "rows", .when = "a b", .verb = HVAC_POST, .path = "/ab", .help = "Both", HVAC_PARAMETERS(BODY_OF("a", STRING, .flags = 0), BODY_OF("b", STRING, .flags = 0)) },
	{ .name = "rows", .when = "a", .verb = HVAC_POST, .path = "/a", .help = "One", HVAC_PARAMETERS(BODY_OF("a", STRING, .flags = 0)) },
	{ .name = "rows", .when = "method=GET", .verb = HVAC_POST, .path = "/get", .help = "Equal", HVAC_PARAMETERS(BODY_OF("method", STRING, .flags = 0)) },
	{ .name = "rows", .when = "n=3", .verb = HVAC_POST, .path = "/n3", .help = "Equal to a number", HVAC_PARAMETERS(BODY_OF("n", INTEGER, .flags = 0)) },
	{ .name = "rows", .verb = HVAC_POST, .path = "/none", .help = "The last", HVAC_PARAMETERS(BODY_OF("method", STRING, .flags = 0), BODY_OF("c", STRING, .flags = 0)) },
	{ .name = "cas", .when = "cas", .verb = HVAC_POST, .path = "/cas", .help = "At a version", HVAC_PARAMETERS(BODY_OF("cas", INTEGER, .flags = 0)) },
	{ .name = "cas", .verb = HVAC_POST, .path = "/any", .help = "At any", HVAC_PARAMETERS(BODY_OF("cas", INTEGER, .flags = 0)) },
	{ .name = "chosen", .when = "mode=fast", .verb = HVAC_POST, .path = "/fast", .help = "By default no", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "chosen", .when = "mode=slow", .verb = HVAC_POST, .path = "/slow", .help = "By default", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "chosen", .verb = HVAC_POST, .path = "/other", .help = "Else", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "stays", .when = "mode=fast", .verb = HVAC_POST, .path = "/fast", .help = "By default no", HVAC_PARAMETERS(HVAC_LOCAL("mode", ANY, .dflt = "\"usual\"", .help = "mode")) },
	{ .name = "stays", .when = "mode=usual", .verb = HVAC_POST, .path = "/usual", .help = "By default", HVAC_PARAMETERS(HVAC_LOCAL("mode", ANY, .dflt = "\"usual\"", .help = "mode")) },
	{ .name = "stays", .verb = HVAC_POST, .path = "/else", .help = "Else", HVAC_PARAMETERS(HVAC_LOCAL("mode", ANY, .dflt = "\"usual\"", .help = "mode")) },
	{ .name = "given", .when = "mode=fast", .verb = HVAC_POST, .path = "/fast", .help = "By default no", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "given", .when = "mode", .verb = HVAC_POST, .path = "/given", .help = "Only when given", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "given", .verb = HVAC_POST, .path = "/not", .help = "Else", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"slow\"")) },
	{ .name = "defaults", .when = "@step", .verb = HVAC_POST, .path = "/step", .help = "A hook's", HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"step\"")) },
	{ .name = "defaults", .verb = HVAC_POST, .path = "/d", .help = "Defaults",
	  HVAC_PARAMETERS(BODY_OF("mode", STRING, .dflt = "\"usual\""), BODY_OF("same", STRING, .dflt = "{mode}"), BODY_OF("number", INTEGER, .dflt = "7"),
	                  BODY_OF("map", MAP, .dflt = "{\"a\":1}"), BODY_OF("spaced", MAP, .dflt = "{ \"a\": 1 }"), BODY_OF("empty", MAP, .dflt = "{}"),
	                  BODY_OF("escaped", STRING, .dflt = "\"a\\\"b\""), BODY_OF("nothing", STRING, .flags = 0)) },
	{ .name = "durations", .verb = HVAC_POST, .path = "/l", .help = "Durations",
	  HVAC_PARAMETERS(BODY_OF("ttl", DURATION, .dflt = "\"\""), BODY_OF("period", DURATION, .dflt = "\"1h\"")) },
	{ .name = "values", .verb = HVAC_POST, .path = "/v", .help = "Allowed values",
	  HVAC_PARAMETERS(HVAC_LOCAL("own", STRING, .values = "1 2 auto", .help = "own"), HVAC_LOCAL("number", INTEGER, .values = "1 2", .help = "number"),
	                  BODY_OF("sent", STRING, .values = "a b")) },
	{ .name = "differs", .when = "old=true", .verb = HVAC_POST, .path = "/old", .help = "By the hook",
	  HVAC_PARAMETERS(HVAC_LOCAL("old", BOOLEAN, .help = "old"), HVAC_LOCAL("way", STRING, .values = "a b", .help = "way")) },
	{ .name = "differs", .verb = HVAC_POST, .path = "/new", .help = "By the server", HVAC_PARAMETERS(HVAC_LOCAL("old", BOOLEAN, .help = "old"), BODY_OF("way", STRING, .flags = 0)) },
};

HVAC_PLUGIN_OF(secrets, x_test_bind, operations, .version = "1", .help = "For tests");

static const struct hvac_operation circle[] = {
	{ .name = "circle", .verb = HVAC_POST, .path = "/c", .help = "Defaults that name each other",
	  HVAC_PARAMETERS(BODY_OF("a", STRING, .dflt = "{b}"), BODY_OF("b", STRING, .dflt = "{a}")) },
};
HVAC_PLUGIN_OF(secrets, x_circle, circle, .version = "1", .help = "For tests");

static const struct hvac_operation wrong[] = {
	{ .name = "wrong", .verb = HVAC_POST, .path = "/w", .help = "A whole body of 3", HVAC_PARAMETERS(HVAC_WHOLE("all", .dflt = "3", .help = "all")) },
};
HVAC_PLUGIN_OF(secrets, x_wrong, wrong, .version = "1", .help = "For tests");

struct bound_call {
	struct arena arena;
	struct engine *engine;
	struct binding binding;
	hvac_status status;
	const char *error;
};

static struct engine *engine_of(const struct hvac_plugin *plugin, const char *id)
{
	struct engine *engine;
	char *error;

	ck_assert_msg(engine_new(plugin, id, NULL, &engine, &error) == HVAC_OK, "%s", error);
	return engine;
}

static struct bound_call bind_call(const char *operation, const hvac_argument *arguments)
{
	struct bound_call call = { .engine = engine_of(&hvac1_secrets_x_test_bind, "secrets/x_test_bind") };
	struct operation_rows rows;

	ck_assert(engine_find(call.engine, operation, &rows));
	call.status = binding_new(&call.binding, &call.arena, call.engine, &rows, arguments, false, &call.error);
	ck_assert(call.status == HVAC_OK || call.error);
	return call;
}

/* The binding points to the arena, which has moved with the call. */
static struct bound_call *settled(struct bound_call *call)
{
	call->binding.arena = &call->arena;
	return call;
}

static void done(struct bound_call *call)
{
	settled(call);
	binding_free(&call->binding);
	arena_free(&call->arena);
	engine_free(call->engine);
}

static void assert_refused(const char *operation, const hvac_argument *arguments, const char *words)
{
	struct bound_call call = bind_call(operation, arguments);

	ck_assert_msg(call.status == HVAC_PARAM_VALIDATION_ERROR, "%s is taken (expected: %s)", arguments ? arguments->name : "nothing", words);
	ck_assert_msg(strstr(call.error, words) != NULL, "\"%s\" does not say \"%s\"", call.error, words);
	done(&call);
}

/* The value of an argument as JSON, once bound. */
static void assert_bound(const char *operation, hvac_argument argument, const char *wanted)
{
	struct bound_call call = bind_call(operation, HVAC_ARGS(argument));
	struct json_object *tree;
	const char *error = NULL;
	char *text;

	ck_assert_msg(call.status == HVAC_OK, "%s", call.error);
	ck_assert_msg(binding_read(&settled(&call)->binding, &error) == HVAC_OK, "%s", error);
	ck_assert_int_eq(bound_tree(binding_given(&call.binding, argument.name), &tree), HVAC_OK);
	text = json_write(tree, false, NULL);
	ck_assert_str_eq(text, wanted);
	text_free(text);
	done(&call);
}

static void assert_path(const char *operation, const hvac_argument *arguments, const char *path)
{
	struct bound_call call = bind_call(operation, arguments);

	ck_assert_msg(call.status == HVAC_OK, "%s", call.error);
	ck_assert_str_eq(call.binding.row->operation->path, path);
	done(&call);
}

START_TEST(an_unknown_name_is_refused_with_the_nearest)
{
	assert_refused("types", HVAC_ARGS(hvac_string("strin", "x")), "there is no argument strin; did you mean string?");
	assert_refused("types", HVAC_ARGS(hvac_string("completely_other", "x")), "there is no argument completely_other");
	assert_refused("types", HVAC_ARGS(hvac_string("", "x")), "no name");
}
END_TEST

START_TEST(what_may_be_a_secret_in_a_names_place_is_not_told)
{
	assert_refused("types", HVAC_ARGS(hvac_typed("q8fKJ2mZt1eSxV0oY3uWnB4cD5gH6iL7pR9aQwErTy0", "")), "there is no argument ***");
	assert_refused("types", HVAC_ARGS(hvac_typed("7f3a9c5e1b2d4f6a8c0e7f3a9c5e1b2d4f6a8c0e7f3a9c5e1b2d4f6a8c0e1122", "x")), "there is no argument ***");
	assert_refused("types", HVAC_ARGS(hvac_string("Strin", "x")), "there is no argument ***; did you mean string?");
}
END_TEST

START_TEST(a_name_given_twice_is_refused)
{
	assert_refused("types", HVAC_ARGS(hvac_string("string", "x"), hvac_string("string", "x")), "given twice");
	assert_refused("rest", HVAC_ARGS(hvac_string("other", "x"), hvac_integer("other", 1)), "given twice");
}
END_TEST

START_TEST(what_is_missing_is_named)
{
	assert_refused("required", NULL, "argument name is missing");
	assert_refused("required", HVAC_ARGS(hvac_null("name")), "argument name is missing");
	assert_refused("required", HVAC_ARGS(hvac_string("name", NULL)), "argument name is missing");
}
END_TEST

START_TEST(a_null_pointer_is_not_given)
{
	struct bound_call call = bind_call("types", HVAC_ARGS(hvac_string("string", NULL), hvac_bytes("bytes", NULL, 0), hvac_value_argument("map", NULL),
	                                                      hvac_json("any", NULL), hvac_file("list", NULL)));

	ck_assert_int_eq(call.status, HVAC_OK);
	ck_assert_uint_eq(call.binding.given, 0);
	done(&call);
}
END_TEST

START_TEST(an_empty_text_is_given)
{
	assert_bound("types", hvac_string("string", ""), "\"\"");
	assert_bound("types", hvac_bytes("bytes", "", 0), "\"\"");
}
END_TEST

enum given { STRING, INTEGER, BOOLEAN, NUMBER, BYTES, LIST, MAP, JSON_TEXT, GIVEN };

static hvac_argument argument_of(enum given given, const char *name, const hvac_value *list, const hvac_value *map)
{
	switch (given) {
	case STRING: return hvac_string(name, "text");
	case INTEGER: return hvac_integer(name, 5);
	case BOOLEAN: return hvac_boolean(name, true);
	case NUMBER: return hvac_number(name, 1.5);
	case BYTES: return hvac_bytes(name, "\xff", 1);
	case LIST: return hvac_value_argument(name, list);
	case MAP: return hvac_value_argument(name, map);
	default: return hvac_json(name, "\"json\"");
	}
}

START_TEST(each_type_takes_its_kinds_and_refuses_the_others)
{
	static const struct { const char *name; bool takes[GIVEN]; } types[] = {
		/*             text   int    bool   number bytes  list   map    "json" */
		{ "string",   { true,  false, false, false, false, false, false, true } },
		{ "integer",  { false, true,  false, false, false, false, false, false } },
		{ "boolean",  { false, false, true,  false, false, false, false, false } },
		{ "number",   { false, true,  false, true,  false, false, false, false } },
		{ "duration", { true,  true,  false, false, false, false, false, true } },
		{ "bytes",    { true,  false, false, false, true,  false, false, true } },
		{ "list",     { true,  false, false, false, false, true,  false, true } },
		{ "map",      { false, false, false, false, false, false, true,  false } },
		{ "any",      { true,  true,  true,  true,  true,  true,  true,  true } },
		{ "text",     { true,  false, false, false, false, true,  true,  true } },
		{ "path",     { true,  false, false, false, false, false, false, true } },
		{ "query",    { true,  false, false, false, false, false, false, true } },
	};
	hvac_value *list = hvac_value_new_list(), *map = hvac_value_new_map();

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		for (int given = 0; given < GIVEN; given++) {
			struct bound_call call = bind_call("types", HVAC_ARGS(argument_of((enum given)given, types[i].name, list, map)));

			ck_assert_msg((call.status == HVAC_OK) == types[i].takes[given], "%s and kind %d: %s", types[i].name, given, call.error ? call.error : "taken");
			if (call.status != HVAC_OK)
				ck_assert_ptr_nonnull(strstr(call.error, types[i].name));
			done(&call);
		}
	hvac_value_free(list);
	hvac_value_free(map);
}
END_TEST

START_TEST(values_arrive_as_they_were_given)
{
	assert_bound("types", hvac_string("string", "a\"\xc3\xa4"), "\"a\\\"\xc3\xa4\"");
	assert_bound("types", hvac_text("string", "a\0b", 3), "\"a\\u0000b\"");
	assert_bound("types", hvac_integer("integer", INT64_MIN), "-9223372036854775808");
	assert_bound("types", hvac_integer("integer", INT64_MAX), "9223372036854775807");
	assert_bound("types", hvac_integer("duration", 0), "0");
	assert_bound("types", hvac_string("duration", "1h"), "\"1h\"");
	assert_bound("types", hvac_bytes("bytes", "\0\xff\xfe", 3), "\"AP/+\"");
	assert_bound("types", hvac_string("bytes", "AP/+"), "\"AP/+\"");
	assert_bound("types", hvac_json("any", " {\"a\":[1,null]} "), "{\"a\":[1,null]}");
	assert_bound("types", hvac_json("any", "18446744073709551615"), "18446744073709551615");
	assert_bound("types", hvac_json("any", "null"), "null");
}
END_TEST

START_TEST(what_was_given_is_copied)
{
	hvac_value *map = hvac_value_new_map();
	char text[] = "before";
	struct bound_call call;
	struct json_object *tree;

	hvac_value_adopt_member(map, "k", hvac_value_new_string("before"));
	call = bind_call("types", HVAC_ARGS(hvac_string("string", text), hvac_value_argument("map", map)));
	memset(text, 'x', 6);
	hvac_value_free(map);
	ck_assert_str_eq(binding_given(&call.binding, "string")->text, "before");
	bound_tree(binding_given(&call.binding, "map"), &tree);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(json_value(tree), "k"), NULL), "before");
	done(&call);
}
END_TEST

START_TEST(an_empty_duration_may_be_given_where_it_is_the_default)
{
	assert_bound("durations", hvac_string("ttl", ""), "\"\"");
	assert_refused("durations", HVAC_ARGS(hvac_string("period", "")), "duration");
}
END_TEST

START_TEST(a_number_that_is_none_is_refused)
{
	assert_refused("types", HVAC_ARGS(hvac_number("number", (double)NAN)), "number");
	assert_refused("types", HVAC_ARGS(hvac_number("number", (double)INFINITY)), "number");
}
END_TEST

START_TEST(a_duration_is_not_negative_and_not_empty)
{
	assert_refused("types", HVAC_ARGS(hvac_integer("duration", -1)), "duration");
	assert_refused("types", HVAC_ARGS(hvac_string("duration", "")), "duration");
}
END_TEST

START_TEST(a_value_that_the_library_acts_on_must_be_an_allowed_one)
{
	assert_bound("values", hvac_string("own", "auto"), "\"auto\"");
	assert_refused("values", HVAC_ARGS(hvac_string("own", "aut")), "argument own must be one of: 1 2 auto");
	assert_refused("values", HVAC_ARGS(hvac_string("own", "1 2")), "must be one of");
	assert_refused("values", HVAC_ARGS(hvac_string("own", "")), "must be one of");
	assert_bound("values", hvac_integer("number", 2), "2");
	assert_refused("values", HVAC_ARGS(hvac_integer("number", 3)), "argument number must be one of: 1 2");
	assert_refused("differs", HVAC_ARGS(hvac_string("way", "c"), hvac_boolean("old", true)), "argument way must be one of: a b");
	assert_bound("differs", hvac_string("way", "c"), "\"c\"");
}
END_TEST

/* A newer server may have more of them. */
START_TEST(a_value_that_is_sent_is_the_servers_to_judge)
{
	assert_bound("values", hvac_string("sent", "c"), "\"c\"");
}
END_TEST

START_TEST(text_that_is_not_utf8_is_refused)
{
	assert_refused("types", HVAC_ARGS(hvac_string("string", "\xff")), "UTF-8");
	assert_refused("types", HVAC_ARGS(hvac_string("bytes", "\xff")), "give it as bytes");
	assert_refused("rest", HVAC_ARGS(hvac_string("other", "\xff")), "UTF-8");
	/* however deep */
	assert_refused("types", HVAC_ARGS(hvac_json("map", "{\"a\":[{\"b\":\"\xff\"}]}")), "UTF-8");
	assert_refused("types", HVAC_ARGS(hvac_json("map", "{\"a\":{\"\xff\":null}}")), "UTF-8");
	assert_refused("types", HVAC_ARGS(hvac_typed("list", "a,\xff")), "UTF-8");
}
END_TEST

START_TEST(what_is_read_up_to_a_nul_must_have_none)
{
	assert_refused("types", HVAC_ARGS(hvac_text("local", "a\0b", 3)), "argument local has a NUL");
	assert_refused("types", HVAC_ARGS(hvac_json("local", "\"a\\u0000b\"")), "argument local has a NUL");
	assert_bound("types", hvac_text("string", "a\0b", 3), "\"a\\u0000b\"");
}
END_TEST

START_TEST(json_that_does_not_parse_is_refused)
{
	assert_refused("types", HVAC_ARGS(hvac_json("map", "{")), "map");
	assert_refused("types", HVAC_ARGS(hvac_json("any", "18446744073709551616")), "any");
	assert_refused("types", HVAC_ARGS(hvac_json("any", "NaN")), "any");
	assert_refused("types", HVAC_ARGS(hvac_json("integer", "18446744073709551615")), "integer");
	assert_refused("types", HVAC_ARGS(hvac_json("duration", "18446744073709551615")), "duration");
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	hvac_argument argument = hvac_string("string", "x");

	argument.kind = 99;
	assert_refused("types", HVAC_ARGS(argument), "kind");
}
END_TEST

START_TEST(null_stands_where_json_can_say_it)
{
	static const char *const good[] = { "string", "integer", "map", "list", "any" }, *const bad[] = { "path", "query", "header" };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_bound("types", hvac_null(good[i]), "null");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_refused("types", HVAC_ARGS(hvac_null(bad[i])), "cannot be null");
	assert_bound("rest", hvac_null("other"), "null");
}
END_TEST

START_TEST(typed_text_is_read_as_the_parameter_says)
{
	assert_bound("types", hvac_typed("string", "3"), "\"3\"");
	assert_bound("types", hvac_typed("string", "{\"a\":1}"), "\"{\\\"a\\\":1}\"");
	assert_bound("types", hvac_typed("integer", "3"), "3");
	assert_bound("types", hvac_typed("boolean", "true"), "true");
	assert_bound("types", hvac_typed("number", "1.5"), "1.5");
	assert_bound("types", hvac_typed("duration", "3600"), "\"3600\"");
	assert_bound("types", hvac_typed("bytes", "raw"), "\"raw\"");
	assert_bound("types", hvac_typed("list", "a,b,c"), "[\"a\",\"b\",\"c\"]");
	assert_bound("types", hvac_typed("list", "[\"a,b\",1]"), "[\"a,b\",1]");
	assert_bound("types", hvac_typed("list", "one"), "[\"one\"]");
	assert_bound("types", hvac_typed("list", ""), "[]");
	assert_bound("types", hvac_typed("map", "{\"k\":\"v\"}"), "{\"k\":\"v\"}");
	assert_bound("types", hvac_typed("any", "\"text\""), "\"text\"");
	assert_bound("types", hvac_typed("any", "[1]"), "[1]");
	assert_bound("rest", hvac_typed("other", "3"), "\"3\"");
}
END_TEST

START_TEST(typed_text_of_another_type_is_refused)
{
	assert_refused("types", HVAC_ARGS(hvac_typed("integer", "three")), "argument integer must be an integer");
	assert_refused("types", HVAC_ARGS(hvac_typed("integer", "")), "integer");
	assert_refused("types", HVAC_ARGS(hvac_typed("integer", "1.5")), "integer");
	assert_refused("types", HVAC_ARGS(hvac_typed("integer", "3 4")), "integer");
	assert_refused("types", HVAC_ARGS(hvac_typed("boolean", "yes")), "true or false");
	assert_refused("types", HVAC_ARGS(hvac_typed("map", "a=b")), "as JSON");
	assert_refused("types", HVAC_ARGS(hvac_typed("map", "[1]")), "map");
	assert_refused("types", HVAC_ARGS(hvac_typed("any", "text")), "quotes");
	assert_refused("types", HVAC_ARGS(hvac_typed("list", "[1")), "list");
}
END_TEST

/* Files and sources */

static char *file_with(const char *content, size_t length)
{
	char *path = strdup("/tmp/hvac-bind-XXXXXX");
	int descriptor = mkstemp(path);

	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(write(descriptor, content, length), (ssize_t)length);
	close(descriptor);
	return path;
}

static void assert_file(const char *name, const char *content, size_t length, const char *wanted)
{
	char *path = file_with(content, length);

	assert_bound("types", hvac_file(name, path), wanted);
	unlink(path);
	free(path);
}

START_TEST(a_file_is_read_as_the_parameter_says)
{
	assert_file("string", "line\n", 5, "\"line\"");
	assert_file("string", "line\r\n", 6, "\"line\"");
	assert_file("string", "line\n\n", 6, "\"line\\n\"");
	assert_file("string", "", 0, "\"\"");
	assert_file("bytes", "a\n", 2, "\"YQo=\"");
	assert_file("bytes", "\0\xff\n", 3, "\"AP8K\"");
	assert_file("map", "{\"a\":1}\n", 8, "{\"a\":1}");
	assert_file("list", "[1,2]\n", 6, "[1,2]");
	assert_file("list", "\n[\n \"a\"\n]\n", 10, "[\"a\"]");
	assert_file("list", " a, b", 5, "[\" a\",\" b\"]");
	assert_file("list", "\n", 1, "[]");
	assert_file("integer", "12\n", 3, "12");
	assert_file("any", "[null]\n", 7, "[null]");
}
END_TEST

static hvac_status read_status_of(const char *operation, hvac_argument argument, char *why, size_t size)
{
	struct bound_call call = bind_call(operation, HVAC_ARGS(argument));
	const char *error = NULL;
	hvac_status status;

	ck_assert_int_eq(call.status, HVAC_OK);
	status = binding_read(&settled(&call)->binding, &error);
	snprintf(why, size, "%s", error ? error : "");
	done(&call);
	return status;
}

static hvac_status read_status(hvac_argument argument, char *why, size_t size)
{
	return read_status_of("types", argument, why, size);
}

/* Of what is not sent, null is no value of its own. */
START_TEST(null_of_what_stays_here_is_its_default)
{
	hvac_status status = HVAC_OK;
	const char *error = NULL;
	char *path = file_with("null\n", 5);
	const hvac_argument nulls[] = { hvac_null("mode"), hvac_json("mode", "null"), hvac_file("mode", path) };

	for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++) {
		struct bound_call call = bind_call("stays", HVAC_ARGS(nulls[i]));
		struct binding *binding = &settled(&call)->binding;

		ck_assert_msg(call.status == HVAC_OK, "%s", call.error);
		ck_assert_int_eq(binding_read(binding, &error), HVAC_OK);
		ck_assert_str_eq(binding_value(binding, binding->row, "mode", &status)->text, "usual");
		ck_assert_ptr_null(binding_given(binding, "mode"));
		ck_assert_int_eq(binding_choose(binding, "mode", "fast", &error), HVAC_OK);
		ck_assert_str_eq(binding_given(binding, "mode")->text, "fast");
		ck_assert_str_eq(binding->row->operation->path, "/fast");
		done(&call);
	}
	assert_path("stays", HVAC_ARGS(hvac_null("mode")), "/usual");
	assert_refused("stays", HVAC_ARGS(hvac_null("mode"), hvac_string("mode", "fast")), "given twice");
	unlink(path);
	free(path);
}
END_TEST

START_TEST(null_in_a_file_is_nothing_where_something_is_required)
{
	char *path = file_with("null\n", 5), why[200];

	assert_refused("needs_map", HVAC_ARGS(hvac_null("map")), "argument map is missing");
	ck_assert_int_eq(read_status_of("needs_map", hvac_file("map", path), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(why, "argument map is missing"));
	ck_assert_int_eq(read_status(hvac_file("map", path), why, sizeof why), HVAC_OK);
	unlink(path);
	free(path);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_refused_when_it_is_read)
{
	char why[512];

	ck_assert_int_eq(read_status(hvac_file("string", "/nonexistent/file"), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(why, "string"));
	ck_assert_ptr_nonnull(strstr(why, "/nonexistent/file"));
	ck_assert_int_eq(read_status(hvac_file("string", "/tmp"), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
}
END_TEST

START_TEST(a_files_content_of_another_type_is_refused_without_showing_it)
{
	char *path = file_with("hunter2", 7), why[512];

	ck_assert_int_eq(read_status(hvac_file("integer", path), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(why, "integer"));
	ck_assert_ptr_null(strstr(why, "hunter2"));
	unlink(path);
	free(path);
	path = file_with("\xff", 1);
	ck_assert_int_eq(read_status(hvac_file("string", path), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	unlink(path);
	free(path);
}
END_TEST

START_TEST(a_pipe_is_read_to_its_end)
{
	int ends[2];
	char path[64];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "through a pipe\n", 15), 15);
	close(ends[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	assert_bound("types", hvac_file("string", path), "\"through a pipe\"");
	close(ends[0]);
}
END_TEST

START_TEST(a_file_beyond_the_limit_is_refused)
{
	char *path = file_with("", 0), why[512];

	ck_assert_int_eq(truncate(path, (off_t)FILE_SIZE_MAX + 1), 0);
	ck_assert_int_eq(read_status(hvac_file("string", path), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(why, "64 MiB"));
	unlink(path);
	free(path);
}
END_TEST

struct source {
	const char *text;
	size_t length, asked;
	int64_t always;         /* not 0: what it returns whatever is asked */
};

static int64_t give(void *context, char *buffer, size_t size)
{
	struct source *source = context;

	source->asked++;
	if (source->always)
		return source->always > 0 && source->asked > 1 ? (int64_t)size + 1 : source->always;
	if (source->length <= size)
		memcpy(buffer, source->text, source->length);
	return (int64_t)source->length;
}

START_TEST(a_source_gives_the_value)
{
	struct source source = { .text = "credential\n", .length = 11 };

	assert_bound("types", hvac_source("string", give, &source), "\"credential\"");
	ck_assert_uint_eq(source.asked, 1);
	/* which is no line end */
	source = (struct source){ .text = "credential\r", .length = 11 };
	assert_bound("types", hvac_source("string", give, &source), "\"credential\\r\"");
}
END_TEST

START_TEST(a_source_that_needs_more_room_is_asked_again)
{
	char text[10000];
	struct source source = { .text = text, .length = sizeof text };
	struct bound_call call;
	const char *error;

	memset(text, 'x', sizeof text);
	call = bind_call("types", HVAC_ARGS(hvac_source("string", give, &source)));
	ck_assert_int_eq(binding_read(&settled(&call)->binding, &error), HVAC_OK);
	ck_assert_uint_eq(binding_given(&call.binding, "string")->length, sizeof text);
	ck_assert_uint_eq(source.asked, 2);
	done(&call);
}
END_TEST

START_TEST(a_source_that_has_nothing_or_never_enough_is_refused)
{
	struct source none = { .always = -1 }, ever_more = { .always = 5000 }, huge = { .always = INT64_MAX };
	char why[512];

	ck_assert_int_eq(read_status(hvac_source("string", give, &none), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(why, "string"));
	ck_assert_int_eq(read_status(hvac_source("string", give, &ever_more), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_uint_lt(ever_more.asked, 100);
	ck_assert_int_eq(read_status(hvac_source("string", give, &huge), why, sizeof why), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_uint_eq(huge.asked, 1);
	assert_refused("types", HVAC_ARGS(hvac_source("string", NULL, NULL)), "no source");
}
END_TEST

START_TEST(binding_opens_nothing)
{
	struct source source = { .text = "x", .length = 1 };
	struct bound_call call = bind_call("types", HVAC_ARGS(hvac_file("bytes", "/nonexistent"), hvac_source("string", give, &source)));

	ck_assert_int_eq(call.status, HVAC_OK);
	ck_assert_uint_eq(source.asked, 0);
	done(&call);
	assert_refused("types", HVAC_ARGS(hvac_source("string", give, &source), hvac_string("integer", "wrong")), "integer");
	ck_assert_uint_eq(source.asked, 0);
}
END_TEST

/* Rows */

START_TEST(the_first_row_whose_conditions_hold_is_meant)
{
	assert_path("rows", HVAC_ARGS(hvac_string("a", "1"), hvac_string("b", "2")), "/ab");
	assert_path("rows", HVAC_ARGS(hvac_string("a", "1")), "/a");
	assert_path("rows", HVAC_ARGS(hvac_string("method", "GET")), "/get");
	assert_path("rows", HVAC_ARGS(hvac_string("method", "GETS")), "/none");
	assert_path("rows", HVAC_ARGS(hvac_string("method", "GE")), "/none");
	assert_path("rows", HVAC_ARGS(hvac_integer("n", 3)), "/n3");
	assert_path("rows", NULL, "/none");
}
END_TEST

START_TEST(null_is_not_given_to_a_condition)
{
	assert_refused("rows", HVAC_ARGS(hvac_null("a")), "does not go together");
}
END_TEST

START_TEST(a_default_counts_where_a_condition_compares)
{
	assert_path("chosen", NULL, "/slow");
	assert_path("chosen", HVAC_ARGS(hvac_string("mode", "fast")), "/fast");
	assert_path("chosen", HVAC_ARGS(hvac_string("mode", "odd")), "/other");
}
END_TEST

/* The argument comes from a source that gives this text. */
static struct bound_call read_call(const char *operation, const char *name, const char *text)
{
	struct source source = { .text = text, .length = strlen(text) };
	struct bound_call call = bind_call(operation, HVAC_ARGS(hvac_source(name, give, &source)));

	ck_assert_msg(call.status == HVAC_OK, "%s", call.error);
	ck_assert_uint_eq(source.asked, 0);
	call.status = binding_read(&settled(&call)->binding, &call.error);
	return call;
}

static void assert_path_read(const char *operation, const char *name, const char *text, const char *path)
{
	struct bound_call call = read_call(operation, name, text);

	ck_assert_msg(call.status == HVAC_OK, "%s", call.error);
	ck_assert_str_eq(call.binding.row->operation->path, path);
	done(&call);
}

START_TEST(what_is_read_counts_where_a_condition_compares)
{
	struct bound_call call = read_call("rows", "n", "4");

	ck_assert_int_eq(call.status, HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(call.error, "argument n does not go together"));
	done(&call);
	assert_path_read("rows", "n", "3", "/n3");
	assert_path_read("rows", "method", "GET\n", "/get");
	assert_path_read("rows", "method", "POST\n", "/none");
	assert_path_read("chosen", "mode", "fast", "/fast");
	assert_path_read("chosen", "mode", "slow", "/slow");
	assert_path_read("chosen", "mode", "odd", "/other");
	assert_path_read("differs", "old", "true", "/old");
	assert_path_read("differs", "old", "false", "/new");
}
END_TEST

START_TEST(null_that_is_read_is_not_given_to_a_condition)
{
	assert_path_read("cas", "cas", "1", "/cas");
	assert_path_read("cas", "cas", "null", "/any");
}
END_TEST

START_TEST(a_default_is_not_given_to_a_condition)
{
	assert_path("given", HVAC_ARGS(hvac_string("mode", "odd")), "/given");
	assert_path("given", NULL, "/not");
}
END_TEST

START_TEST(an_argument_of_another_row_is_refused)
{
	assert_refused("rows", HVAC_ARGS(hvac_string("a", "1"), hvac_string("method", "GET")), "method");
	assert_refused("rows", HVAC_ARGS(hvac_integer("n", 4)), "argument n does not go together");
}
END_TEST

START_TEST(rest_takes_what_the_row_does_not_name)
{
	struct bound_call call = bind_call("rest", HVAC_ARGS(hvac_string("name", "n"), hvac_integer("other", 1), hvac_string("third", "x")));

	ck_assert_int_eq(call.status, HVAC_OK);
	ck_assert_ptr_nonnull(binding_given(&call.binding, "name")->parameter);
	ck_assert_ptr_null(binding_given(&call.binding, "other")->parameter);
	done(&call);
	assert_refused("rest", HVAC_ARGS(hvac_string("\xff", "x")), "no argument");
}
END_TEST

/* Defaults */

static void assert_default(const char *name, const char *wanted)
{
	struct bound_call call = bind_call("defaults", NULL);
	hvac_status status = HVAC_OK;
	struct json_object *tree;
	struct bound *bound = binding_value(&settled(&call)->binding, call.binding.row, name, &status);
	char *text;

	ck_assert_int_eq(status, HVAC_OK);
	if (wanted) {
		ck_assert_msg(bound, "%s has no default", name);
		ck_assert_int_eq(bound_tree(bound, &tree), HVAC_OK);
		text = json_write(tree, false, NULL);
		ck_assert_str_eq(text, wanted);
		text_free(text);
	} else {
		ck_assert_ptr_null(bound);
	}
	done(&call);
}

START_TEST(a_default_is_json_or_another_arguments_value)
{
	assert_default("mode", "\"usual\"");
	assert_default("same", "\"usual\"");
	assert_default("number", "7");
	assert_default("map", "{\"a\":1}");
	assert_default("empty", "{}");
	assert_default("escaped", "\"a\\\"b\"");
	assert_default("nothing", NULL);
}
END_TEST

START_TEST(a_default_of_json_may_begin_with_a_blank)
{
	assert_default("spaced", "{\"a\":1}");
}
END_TEST

START_TEST(each_row_has_its_own_defaults)
{
	struct bound_call call = bind_call("defaults", NULL);
	struct binding *binding = &settled(&call)->binding;
	const struct row *step = engine_row(call.engine, &binding->rows, 0);
	hvac_status status = HVAC_OK;

	ck_assert(row_is_step(step));
	ck_assert_str_eq(binding_value(binding, binding->row, "mode", &status)->text, "usual");
	ck_assert_str_eq(binding_value(binding, step, "mode", &status)->text, "step");
	done(&call);
}
END_TEST

START_TEST(defaults_that_name_each_other_are_refused_with_the_table)
{
	struct engine *engine;
	char *error;

	ck_assert_int_eq(engine_new(&hvac1_secrets_x_circle, "secrets/x_circle", NULL, &engine, &error), HVAC_PLUGIN_REFUSED);
	text_free(error);
}
END_TEST

START_TEST(a_default_of_another_type_is_refused_with_the_table)
{
	struct engine *engine;
	char *error;

	ck_assert_int_eq(engine_new(&hvac1_secrets_x_wrong, "secrets/x_wrong", NULL, &engine, &error), HVAC_PLUGIN_REFUSED);
	text_free(error);
}
END_TEST

/* Secrets */

START_TEST(redaction_hides_every_secret_and_nothing_else)
{
	static const struct { const char *name, *wanted; } cases[] = {
		{ "text", "\"***\"" }, { "map", "{\"user\":\"***\",\"deep\":{\"n\":\"***\",\"null\":\"***\"}}" }, { "list", "[\"***\",\"***\"]" }, { "bytes", "\"***\"" },
		{ "number", "\"***\"" }, { "open", "\"visible\"" }, { "null", "null" },
	};
	struct bound_call call = bind_call("secret", HVAC_ARGS(hvac_string("text", "hunter2"), hvac_json("map", "{\"user\":\"hunter2\",\"deep\":{\"n\":1,\"null\":null}}"),
	                                                       hvac_json("list", "[\"hunter2\",true]"), hvac_bytes("bytes", "hunter2", 7), hvac_integer("number", 42),
	                                                       hvac_string("open", "visible"), hvac_null("null")));

	ck_assert_int_eq(call.status, HVAC_OK);
	ck_assert_int_eq(binding_redact(&settled(&call)->binding), HVAC_OK);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json_object *tree;
		char *text;

		bound_tree(binding_given(&call.binding, cases[i].name), &tree);
		text = json_write(tree, false, NULL);
		ck_assert_str_eq(text, cases[i].wanted);
		text_free(text);
	}
	done(&call);
}
END_TEST

START_TEST(a_refused_secret_is_not_in_the_sentence)
{
	static const char *const names[] = { "text", "map", "list", "number" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct bound_call call = bind_call("secret", HVAC_ARGS(hvac_text(names[i], "hunter2\xff", 8)));

		ck_assert_int_eq(call.status, HVAC_PARAM_VALIDATION_ERROR);
		ck_assert_ptr_null(strstr(call.error, "hunter2"));
		done(&call);
		call = bind_call("secret", HVAC_ARGS(hvac_typed(names[i], "{hunter2")));
		if (call.status != HVAC_OK)
			ck_assert_ptr_null(strstr(call.error, "hunter2"));
		done(&call);
	}
}
END_TEST

SUITE("bind", an_unknown_name_is_refused_with_the_nearest, what_may_be_a_secret_in_a_names_place_is_not_told,
      a_name_given_twice_is_refused, what_is_missing_is_named, a_null_pointer_is_not_given,
      an_empty_text_is_given, each_type_takes_its_kinds_and_refuses_the_others, values_arrive_as_they_were_given, what_was_given_is_copied,
      a_number_that_is_none_is_refused, a_duration_is_not_negative_and_not_empty,
      an_empty_duration_may_be_given_where_it_is_the_default,
      a_value_that_the_library_acts_on_must_be_an_allowed_one, a_value_that_is_sent_is_the_servers_to_judge,
      text_that_is_not_utf8_is_refused, what_is_read_up_to_a_nul_must_have_none, json_that_does_not_parse_is_refused,
      an_unknown_kind_is_refused, null_stands_where_json_can_say_it, typed_text_is_read_as_the_parameter_says,
      typed_text_of_another_type_is_refused, a_file_is_read_as_the_parameter_says, null_of_what_stays_here_is_its_default,
      null_in_a_file_is_nothing_where_something_is_required,
      a_file_that_cannot_be_read_is_refused_when_it_is_read,
      a_files_content_of_another_type_is_refused_without_showing_it, a_pipe_is_read_to_its_end, a_file_beyond_the_limit_is_refused,
      a_source_gives_the_value, a_source_that_needs_more_room_is_asked_again, a_source_that_has_nothing_or_never_enough_is_refused,
      binding_opens_nothing, the_first_row_whose_conditions_hold_is_meant, null_is_not_given_to_a_condition,
      a_default_counts_where_a_condition_compares, what_is_read_counts_where_a_condition_compares, null_that_is_read_is_not_given_to_a_condition, a_default_is_not_given_to_a_condition, an_argument_of_another_row_is_refused,
      rest_takes_what_the_row_does_not_name, a_default_is_json_or_another_arguments_value, a_default_of_json_may_begin_with_a_blank,
      each_row_has_its_own_defaults, defaults_that_name_each_other_are_refused_with_the_table, a_default_of_another_type_is_refused_with_the_table,
      redaction_hides_every_secret_and_nothing_else, a_refused_secret_is_not_in_the_sentence)
