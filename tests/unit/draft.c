/* SPDX-License-Identifier: MIT */
/* From arguments to the request: every place and flag of a parameter, seen through a dry run. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hvac/call.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include "suite.h"

#define BODY_OF(n, t, ...) HVAC_BODY(n, t, .help = n, __VA_ARGS__)
#define PLAIN .flags = 0

static int add_query(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_query(task, "added", "by hook");
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "path", .verb = HVAC_GET, .path = "/{mount_point}/a/{name}/b/{plain}", .help = "Path",
	  HVAC_PARAMETERS(HVAC_MOUNT("mnt"), HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "name"), HVAC_PATH("plain", STRING, .flags = HVAC_REQUIRED, .help = "plain")) },
	{ .name = "number", .verb = HVAC_GET, .path = "/n/{n}/{flag}", .help = "Not text",
	  HVAC_PARAMETERS(HVAC_PATH("n", INTEGER, .flags = HVAC_REQUIRED, .help = "n"), HVAC_PATH("flag", BOOLEAN, .dflt = "true", .help = "flag")) },
	{ .name = "follows", .verb = HVAC_POST, .path = "/f/{path}", .help = "A path that is another argument's value",
	  HVAC_PARAMETERS(BODY_OF("type", STRING, PLAIN), HVAC_PATH("path", STRING, .dflt = "{type}", .help = "path")) },
	{ .name = "secret_path", .verb = HVAC_GET, .path = "/s/{key}", .help = "A secret in the path",
	  HVAC_PARAMETERS(HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "key")) },
	{ .name = "list", .verb = HVAC_LIST, .path = "/l/{path}", .help = "Lists", HVAC_PARAMETERS(HVAC_PATH("path", STRING, .dflt = "\"\"", .flags = HVAC_SLASHES, .help = "path")) },
	{ .name = "list_within", .verb = HVAC_LIST, .path = "/l/{path}/x", .help = "Lists", HVAC_PARAMETERS(HVAC_PATH("path", STRING, .dflt = "\"\"", .flags = HVAC_SLASHES, .help = "path")) },
	{ .name = "list_segment", .verb = HVAC_LIST, .path = "/l/{path}", .help = "Lists", HVAC_PARAMETERS(HVAC_PATH("path", STRING, .dflt = "\"\"", .help = "path")) },
	{ .name = "scan", .verb = HVAC_SCAN, .path = "/l/{path}", .help = "Scans", .prepare = add_query, HVAC_PARAMETERS(HVAC_PATH("path", STRING, .flags = HVAC_SLASHES | HVAC_REQUIRED, .help = "path")) },
	{ .name = "query", .verb = HVAC_GET, .path = "/q", .help = "Query",
	  HVAC_PARAMETERS(HVAC_QUERY("text", STRING, .help = "text"), HVAC_QUERY("number", INTEGER, .wire = "n", .help = "number"), HVAC_QUERY("flag", BOOLEAN, .help = "flag"),
	                  HVAC_QUERY("list", LIST, .help = "list"), HVAC_QUERY("fixed", STRING, .dflt = "\"f\"", .help = "fixed"), HVAC_QUERY("map", ANY, .help = "map")) },
	{ .name = "header", .verb = HVAC_POST, .path = "/h", .help = "Headers",
	  HVAC_PARAMETERS(HVAC_WRAP_TTL, HVAC_HEADER("list", LIST, .wire = "X-List", .help = "list"), HVAC_HEADER("secret", STRING, .wire = "X-Secret", .flags = HVAC_SECRET, .help = "secret"),
	                  HVAC_HEADER("type", STRING, .wire = "Content-Type", .help = "type"), BODY_OF("x", STRING, PLAIN)) },
	{ .name = "body", .verb = HVAC_POST, .path = "/b", .help = "Bodies",
	  HVAC_PARAMETERS(BODY_OF("plain", STRING, PLAIN), BODY_OF("deep", INTEGER, .wire = "options.cas"), BODY_OF("deeper", STRING, .wire = "options.more.deep"),
	                  BODY_OF("options", MAP, PLAIN), BODY_OF("comma", LIST, .flags = HVAC_COMMA), BODY_OF("text", MAP, .flags = HVAC_TEXT),
	                  BODY_OF("pretty", MAP, .flags = HVAC_TEXT | HVAC_PRETTY), BODY_OF("same", STRING, .dflt = "{plain}"), BODY_OF("fixed", LIST, .dflt = "[1,{\"a\":null}]"),
	                  BODY_OF("policy", STRING, .flags = HVAC_TEXT), HVAC_LOCAL("local", STRING, .help = "local")) },
	{ .name = "nested_first", .verb = HVAC_POST, .path = "/b", .help = "Bodies", HVAC_PARAMETERS(BODY_OF("options", MAP, PLAIN), BODY_OF("cas", INTEGER, .wire = "options.cas")) },
	{ .name = "whole", .verb = HVAC_POST, .path = "/w", .help = "The whole", HVAC_PARAMETERS(HVAC_WHOLE("data", .help = "data"), BODY_OF("x", STRING, PLAIN)) },
	{ .name = "rest", .verb = HVAC_POST, .path = "/r", .help = "The rest", HVAC_PARAMETERS(BODY_OF("x", STRING, PLAIN), HVAC_MORE) },
	{ .name = "raw", .verb = HVAC_PUT, .path = "/raw", .help = "Bytes", HVAC_PARAMETERS(HVAC_RAW_BODY("data", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "data")) },
	{ .name = "patch", .verb = HVAC_PATCH, .path = "/p", .help = "Patches", .flags = HVAC_MERGE_PATCH, HVAC_PARAMETERS(BODY_OF("x", STRING, PLAIN)) },
	{ .name = "delete", .verb = HVAC_DELETE, .path = "/d", .help = "Deletes", HVAC_PARAMETERS(BODY_OF("x", STRING, PLAIN)) },
	{ .name = "none", .verb = HVAC_POST, .path = "/none", .help = "No parameters" },
	{ .name = "login", .verb = HVAC_POST, .path = "/login", .help = "Logs in", .flags = HVAC_LOGIN, HVAC_PARAMETERS(BODY_OF("password", STRING, .flags = HVAC_SECRET), BODY_OF("user", STRING, PLAIN)) },
};
HVAC_PLUGIN_OF(secrets, x_test_draft, operations, .version = "1", .help = "For tests");

static hvac_client *client_with(const char *name, const char *value)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	char *error;

	if (hvac_plugin_register(&hvac1_secrets_x_test_draft, &error) != HVAC_OK)
		hvac_text_free(error);
	hvac_config_set(config, "token", "hunter2token");
	if (name)
		hvac_config_set(config, name, value);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

/* The one request of a dry run; NULL with the sentence, to be freed. */
static hvac_value *request_of(hvac_client *client, const char *operation, const hvac_argument *arguments, bool redact, char **message)
{
	hvac_value *requests, *request = NULL;
	hvac_response *response;
	hvac_task *task;
	hvac_status status;

	hvac_task_new(client, "secrets/x_test_draft", operation, arguments, NULL, &task);
	status = hvac_task_dry_run(task, redact, &requests);
	response = hvac_task_take(task);
	*message = strdup(hvac_response_message(response));
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	hvac_response_free(response);
	hvac_task_free(task);
	if (status == HVAC_OK) {
		ck_assert_uint_eq(hvac_value_count(requests), 1);
		request = hvac_value_copy(hvac_value_item(requests, 0));
	} else {
		ck_assert_int_eq(status, HVAC_PARAM_VALIDATION_ERROR);
		ck_assert_ptr_null(requests);
	}
	hvac_value_free(requests);
	return request;
}

struct expected {
	const char *pointer, *json;     /* of the request; NULL json: absent */
};

static void assert_request_of(hvac_client *client, const char *operation, const hvac_argument *arguments, bool redact, struct expected expected)
{
	char *message, *text;
	hvac_value *request = request_of(client, operation, arguments, redact, &message), *wanted = NULL;
	const hvac_value *there;

	ck_assert_msg(request != NULL, "%s", message);
	there = hvac_value_at(request, expected.pointer);
	text = hvac_value_to_text(there, NULL);
	if (expected.json)
		ck_assert_msg(hvac_value_parse(expected.json, strlen(expected.json), &wanted) == HVAC_OK, "%s", expected.json);
	ck_assert_msg(hvac_value_equal(there, wanted), "%s: %s is %s instead of %s", operation, expected.pointer, there ? text : "absent", expected.json ? expected.json : "absent");
	hvac_text_free(text);
	hvac_value_free(wanted);
	hvac_value_free(request);
	free(message);
}

static void assert_request(const char *operation, const hvac_argument *arguments, const char *pointer, const char *json)
{
	hvac_client *client = client_with(NULL, NULL);

	assert_request_of(client, operation, arguments, false, (struct expected){ pointer, json });
	hvac_client_free(client);
}

static void assert_refused(const char *operation, const hvac_argument *arguments, const char *words)
{
	hvac_client *client = client_with(NULL, NULL);
	char *message;
	hvac_value *request = request_of(client, operation, arguments, false, &message);

	ck_assert_msg(request == NULL, "%s is taken (expected: %s)", operation, words);
	ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
	free(message);
	hvac_client_free(client);
}

START_TEST(a_path_is_filled_and_encoded)
{
	assert_request("path", HVAC_ARGS(hvac_string("name", "x/y z"), hvac_string("plain", "p/q")), "/url", "\"/v1/mnt/a/x/y%20z/b/p%2fq\"");
	assert_request("path", HVAC_ARGS(hvac_string("mount_point", "/team/kv/"), hvac_string("name", "/x//y/"), hvac_string("plain", "%?#")), "/url",
	               "\"/v1/team/kv/a/x/y/b/%25%3f%23\"");
	assert_request("number", HVAC_ARGS(hvac_integer("n", -5)), "/url", "\"/v1/n/-5/true\"");
	assert_request("number", HVAC_ARGS(hvac_integer("n", INT64_MAX), hvac_boolean("flag", false)), "/url", "\"/v1/n/9223372036854775807/false\"");
}
END_TEST

START_TEST(an_empty_path_value_is_refused_where_it_would_make_another_path)
{
	assert_refused("path", HVAC_ARGS(hvac_string("name", ""), hvac_string("plain", "p")), "argument name must not be empty");
	assert_refused("path", HVAC_ARGS(hvac_string("name", "//"), hvac_string("plain", "p")), "argument name must not be empty");
	assert_refused("path", HVAC_ARGS(hvac_string("name", "n"), hvac_string("plain", "")), "argument plain must not be empty");
	assert_refused("path", HVAC_ARGS(hvac_string("mount_point", "/"), hvac_string("name", "n"), hvac_string("plain", "p")), "mount_point must not be empty");
	assert_refused("list_within", NULL, "must not be empty");
	assert_refused("list_segment", NULL, "must not be empty");
	assert_refused("scan", HVAC_ARGS(hvac_string("path", NULL)), "missing");
}
END_TEST

START_TEST(a_list_of_the_root_has_no_slash_at_its_end)
{
	assert_request("list", NULL, "/url", "\"/v1/l\"");
	assert_request("list", HVAC_ARGS(hvac_string("path", "/")), "/url", "\"/v1/l\"");
	assert_request("list", HVAC_ARGS(hvac_string("path", "a/")), "/url", "\"/v1/l/a\"");
}
END_TEST

START_TEST(a_path_that_climbs_or_hides_something_is_refused)
{
	assert_refused("path", HVAC_ARGS(hvac_string("name", "../sys"), hvac_string("plain", "p")), "argument name has a segment");
	assert_refused("path", HVAC_ARGS(hvac_string("name", "n"), hvac_string("plain", "..")), "argument plain has a segment");
	assert_refused("path", HVAC_ARGS(hvac_text("name", "a\0b", 3), hvac_string("plain", "p")), "control character");
	assert_refused("path", HVAC_ARGS(hvac_string("name", "a\nb"), hvac_string("plain", "p")), "control character");
}
END_TEST

START_TEST(lists_and_scans_are_verbs_unless_http_is_strict)
{
	hvac_client *client = client_with("strict_http", "true");

	assert_request("list", NULL, "/method", "\"LIST\"");
	assert_request("scan", HVAC_ARGS(hvac_string("path", "a")), "/method", "\"SCAN\"");
	assert_request("scan", HVAC_ARGS(hvac_string("path", "a")), "/url", "\"/v1/l/a?added=by%20hook\"");
	assert_request_of(client, "list", NULL, false, (struct expected){ "/method", "\"GET\"" });
	assert_request_of(client, "list", NULL, false, (struct expected){ "/url", "\"/v1/l?list=true\"" });
	assert_request_of(client, "scan", HVAC_ARGS(hvac_string("path", "a")), false, (struct expected){ "/url", "\"/v1/l/a?added=by%20hook&scan=true\"" });
	hvac_client_free(client);
}
END_TEST

START_TEST(a_query_shows_every_type)
{
	assert_request("query", HVAC_ARGS(hvac_string("text", "a&b=c+d/\xc3\xa4"), hvac_integer("number", -1), hvac_boolean("flag", true), hvac_json("list", "[\"x\",2,true]")), "/url",
	               "\"/v1/q?text=a%26b%3dc%2bd%2f%c3%a4&n=-1&flag=true&list=x%2c2%2ctrue&fixed=f\"");
	assert_request("query", HVAC_ARGS(hvac_string("text", ""), hvac_string("fixed", "")), "/url", "\"/v1/q?text=&fixed=\"");
	assert_request("query", HVAC_ARGS(hvac_string("list", "a,b")), "/url", "\"/v1/q?list=a%2cb&fixed=f\"");
	assert_request("query", NULL, "/body", "null");
}
END_TEST

START_TEST(what_a_query_cannot_show_is_refused)
{
	assert_refused("query", HVAC_ARGS(hvac_json("map", "{\"a\":1}")), "argument map");
	assert_refused("query", HVAC_ARGS(hvac_json("list", "[[1]]")), "argument list");
	assert_refused("query", HVAC_ARGS(hvac_json("list", "[null]")), "argument list");
}
END_TEST

START_TEST(a_header_shows_its_value)
{
	assert_request("header", HVAC_ARGS(hvac_integer("wrap_ttl", 60)), "/headers/X-Vault-Wrap-TTL", "\"60\"");
	assert_request("header", HVAC_ARGS(hvac_json("list", "[\"a\",\"b\"]")), "/headers/X-List", "\"a,b\"");
	assert_request("header", NULL, "/headers/X-Vault-Wrap-TTL", NULL);
}
END_TEST

START_TEST(a_calls_own_header_wins_over_the_clients)
{
	hvac_client *client = client_with("wrap_ttl", "5m");

	assert_request_of(client, "header", NULL, false, (struct expected){ "/headers/X-Vault-Wrap-TTL", "\"5m\"" });
	assert_request_of(client, "header", HVAC_ARGS(hvac_string("wrap_ttl", "60s")), false, (struct expected){ "/headers/X-Vault-Wrap-TTL", "\"60s\"" });
	assert_request_of(client, "header", HVAC_ARGS(hvac_string("type", "text/plain")), false, (struct expected){ "/headers/Content-Type", "\"text/plain\"" });
	hvac_client_free(client);
}
END_TEST

START_TEST(a_header_that_cannot_be_sent_is_refused_without_its_value)
{
	static const char *const values[] = { "hunter2\r\nX: y", "hunter2\n", "hunter2\x7f", "hunter2\xc3\xa4", " hunter2", "hunter2 " };

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		hvac_client *client = client_with(NULL, NULL);
		char *message;

		ck_assert_ptr_null(request_of(client, "header", HVAC_ARGS(hvac_string("secret", values[i])), false, &message));
		ck_assert_ptr_nonnull(strstr(message, "argument secret"));
		ck_assert_ptr_null(strstr(message, "hunter2"));
		free(message);
		hvac_client_free(client);
	}
	assert_refused("header", HVAC_ARGS(hvac_text("secret", "a\0b", 3)), "argument secret");
}
END_TEST

START_TEST(body_parameters_are_members_at_their_places)
{
	assert_request("body", HVAC_ARGS(hvac_string("plain", "p")), "/body", "{\"plain\":\"p\",\"same\":\"p\",\"fixed\":[1,{\"a\":null}]}");
	assert_request("body", HVAC_ARGS(hvac_integer("deep", 0)), "/body/options", "{\"cas\":0}");
	assert_request("body", HVAC_ARGS(hvac_integer("deep", 0), hvac_string("deeper", "d")), "/body/options", "{\"cas\":0,\"more\":{\"deep\":\"d\"}}");
	assert_request("body", HVAC_ARGS(hvac_null("plain"), hvac_null("deep")), "/body", "{\"plain\":null,\"same\":null,\"options\":{\"cas\":null},\"fixed\":[1,{\"a\":null}]}");
	assert_request("body", HVAC_ARGS(hvac_text("plain", "a\0b", 3)), "/body/plain", "\"a\\u0000b\"");
}
END_TEST

START_TEST(a_map_and_its_nested_members_go_together_in_either_order)
{
	assert_request("body", HVAC_ARGS(hvac_integer("deep", 1), hvac_json("options", "{\"other\":null,\"cas\":9}")), "/body/options", "{\"cas\":1,\"other\":null}");
	assert_request("nested_first", HVAC_ARGS(hvac_integer("cas", 1), hvac_json("options", "{\"other\":2,\"cas\":9}")), "/body/options", "{\"cas\":1,\"other\":2}");
}
END_TEST

START_TEST(a_null_takes_no_nested_member_away_in_either_order)
{
	assert_request("body", HVAC_ARGS(hvac_integer("deep", 0), hvac_null("options")), "/body/options", "{\"cas\":0}");
	assert_request("nested_first", HVAC_ARGS(hvac_integer("cas", 0), hvac_null("options")), "/body/options", "{\"cas\":0}");
	assert_request("body", HVAC_ARGS(hvac_null("options")), "/body", "{\"options\":null,\"fixed\":[1,{\"a\":null}]}");
}
END_TEST

START_TEST(the_default_of_another_argument_follows_it)
{
	assert_request("body", HVAC_ARGS(hvac_string("plain", "")), "/body/same", "\"\"");
	assert_request("body", HVAC_ARGS(hvac_string("plain", "p"), hvac_string("same", "s")), "/body/same", "\"s\"");
	assert_request("body", NULL, "/body/same", NULL);
}
END_TEST

START_TEST(a_path_follows_an_argument_that_is_still_to_be_read)
{
	char file[] = "/tmp/hvac-draft-XXXXXX";
	int descriptor = mkstemp(file);

	ck_assert_int_eq(write(descriptor, "a b\n", 4), 4);
	close(descriptor);
	assert_request("follows", HVAC_ARGS(hvac_string("type", "a b")), "/url", "\"/v1/f/a%20b\"");
	assert_request("follows", HVAC_ARGS(hvac_file("type", file)), "/url", "\"/v1/f/a%20b\"");
	unlink(file);
	assert_refused("follows", NULL, "argument path is missing");
}
END_TEST

START_TEST(a_list_with_commas_is_one_text)
{
	assert_request("body", HVAC_ARGS(hvac_json("comma", "[\"a\",\"b\",3]")), "/body/comma", "\"a,b,3\"");
	assert_request("body", HVAC_ARGS(hvac_json("comma", "[]")), "/body/comma", "\"\"");
	/* a text is the server's to split, an item of a list is one */
	assert_request("body", HVAC_ARGS(hvac_string("comma", "a,b")), "/body/comma", "\"a,b\"");
	assert_refused("body", HVAC_ARGS(hvac_json("comma", "[\"default\",\"a,root\"]")), "none with a comma");
	assert_refused("query", HVAC_ARGS(hvac_json("list", "[\"a,b\"]")), "argument list cannot be shown");
	assert_refused("body", HVAC_ARGS(hvac_json("comma", "[{}]")), "argument comma");
}
END_TEST

START_TEST(a_map_as_text_is_one_string_of_json)
{
	assert_request("body", HVAC_ARGS(hvac_json("text", "{\"a\": [1, \"b\"]}")), "/body/text", "\"{\\\"a\\\":[1,\\\"b\\\"]}\"");
	assert_request("body", HVAC_ARGS(hvac_string("policy", "path {}")), "/body/policy", "\"path {}\"");
	assert_request("body", HVAC_ARGS(hvac_json("policy", "{\"path\":{}}")), "/body/policy", "\"{\\\"path\\\":{}}\"");
}
END_TEST

START_TEST(a_pretty_text_has_line_ends)
{
	hvac_client *client = client_with(NULL, NULL);
	char *message;
	hvac_value *request = request_of(client, "body", HVAC_ARGS(hvac_json("pretty", "{\"a\":[1]}")), false, &message);
	const char *text = hvac_value_string(hvac_value_at(request, "/body/pretty"), NULL);

	ck_assert_ptr_nonnull(strchr(text, '\n'));
	hvac_value_free(request);
	free(message);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_whole_bodys_members_are_the_bodys)
{
	assert_request("whole", HVAC_ARGS(hvac_json("data", "{\"a\":1,\"b\":null}"), hvac_string("x", "y")), "/body", "{\"a\":1,\"b\":null,\"x\":\"y\"}");
	assert_request("whole", NULL, "/body", "{}");
}
END_TEST

START_TEST(the_rest_goes_into_the_body_as_it_is)
{
	assert_request("rest", HVAC_ARGS(hvac_string("x", "y"), hvac_integer("n", 5), hvac_null("z"), hvac_json("m", "{\"a\":[]}")), "/body",
	               "{\"x\":\"y\",\"n\":5,\"z\":null,\"m\":{\"a\":[]}}");
	assert_request("rest", HVAC_ARGS(hvac_json("more", "{\"p\":1}"), hvac_string("q", "r")), "/body", "{\"p\":1,\"q\":\"r\"}");
	assert_request("rest", HVAC_ARGS(hvac_string("a.b", "c")), "/body", "{\"a.b\":\"c\"}");
}
END_TEST

START_TEST(a_raw_body_is_its_bytes)
{
	assert_request("raw", HVAC_ARGS(hvac_bytes("data", "\0\xff\xfe", 3)), "/data", "\"AP/+\"");
	assert_request("raw", HVAC_ARGS(hvac_string("data", "text")), "/data", "\"dGV4dA==\"");
	assert_request("raw", HVAC_ARGS(hvac_bytes("data", "x", 1)), "/headers/Content-Type", "\"application/octet-stream\"");
	assert_request("raw", HVAC_ARGS(hvac_bytes("data", "x", 1)), "/body", NULL);
}
END_TEST

START_TEST(a_body_has_its_content_type)
{
	assert_request("body", NULL, "/headers/Content-Type", "\"application/json\"");
	assert_request("patch", HVAC_ARGS(hvac_string("x", "y")), "/headers/Content-Type", "\"application/merge-patch+json\"");
	assert_request("none", NULL, "/headers/Content-Type", NULL);
	assert_request("none", NULL, "/body", "null");
	assert_request("delete", HVAC_ARGS(hvac_string("x", "y")), "/body", "{\"x\":\"y\"}");
}
END_TEST

START_TEST(a_dry_run_hides_the_token_always_and_secrets_on_demand)
{
	hvac_client *client = client_with(NULL, NULL);
	const hvac_argument *arguments = HVAC_ARGS(hvac_string("password", "hunter2"), hvac_string("user", "u"));

	assert_request("none", NULL, "/headers/X-Vault-Token", "\"***\"");
	assert_request("login", arguments, "/headers/X-Vault-Token", NULL);
	assert_request("login", arguments, "/body", "{\"password\":\"hunter2\",\"user\":\"u\"}");
	assert_request_of(client, "login", arguments, true, (struct expected){ "/body", "{\"password\":\"***\",\"user\":\"u\"}" });
	assert_request_of(client, "header", HVAC_ARGS(hvac_string("secret", "hunter2")), true, (struct expected){ "/headers/X-Secret", "\"***\"" });
	assert_request_of(client, "raw", HVAC_ARGS(hvac_bytes("data", "hunter2", 7)), true, (struct expected){ "/data", "\"Kioq\"" });
	assert_request_of(client, "secret_path", HVAC_ARGS(hvac_string("key", "hunter2")), true, (struct expected){ "/url", "\"/v1/s/%2a%2a%2a\"" });
	hvac_client_free(client);
}
END_TEST

START_TEST(a_dry_run_of_a_login_leaves_the_token_alone)
{
	hvac_client *client = client_with(NULL, NULL);
	char *message, *token;

	hvac_value_free(request_of(client, "login", NULL, false, &message));
	free(message);
	token = hvac_client_token(client);
	ck_assert_str_eq(token, "hunter2token");
	hvac_text_free(token);
	hvac_client_free(client);
}
END_TEST

START_TEST(nothing_is_opened_when_another_argument_is_wrong)
{
	char path[] = "/tmp/hvac-draft-XXXXXX";

	close(mkstemp(path));
	unlink(path);
	/* if it were opened, that would be the complaint */
	assert_refused("path", HVAC_ARGS(hvac_file("name", path), hvac_integer("plain", 1)), "argument plain");
	assert_refused("raw", HVAC_ARGS(hvac_file("data", path), hvac_string("other", "x")), "other");
	assert_refused("login", HVAC_ARGS(hvac_file("password", path), hvac_integer("user", 1)), "argument user");
}
END_TEST

START_TEST(nothing_is_opened_when_a_header_is_wrong)
{
	assert_refused("header", HVAC_ARGS(hvac_file("x", "/nonexistent"), hvac_string("secret", "a\nb")), "argument secret");
}
END_TEST

START_TEST(a_plain_path_takes_any_method_query_and_data)
{
	hvac_client *client = client_with(NULL, NULL);
	hvac_value *query = hvac_value_new_map(), *data = hvac_value_new_map(), *requests;
	hvac_task *task;
	char *text;

	hvac_value_adopt_member(query, "a", hvac_value_new_string("b c"));
	hvac_value_adopt_member(data, "x", hvac_value_new_integer(1));
	ck_assert_int_eq(hvac_task_new_path(client, "POST", "/secret//data/x y", query, data, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	text = hvac_value_to_text(hvac_value_at(requests, "/0/url"), NULL);
	ck_assert_str_eq(text, "\"/v1/secret/data/x%20y?a=b%20c\"");
	hvac_text_free(text);
	text = hvac_value_to_text(hvac_value_at(requests, "/0/body"), NULL);
	ck_assert_str_eq(text, "{\"x\":1}");
	hvac_text_free(text);
	hvac_value_free(requests);
	hvac_task_free(task);
	hvac_value_free(query);
	hvac_value_free(data);
	hvac_client_free(client);
}
END_TEST

/* Nobody knows what they are there. */
START_TEST(a_plain_paths_query_and_data_are_hidden_on_demand)
{
	hvac_client *client = client_with(NULL, NULL);
	hvac_value *query = hvac_value_new_map(), *data = hvac_value_new_map(), *requests;
	hvac_task *task;
	char *text;

	hvac_value_adopt_member(query, "token", hvac_value_new_string("hunter2"));
	hvac_value_adopt_member(data, "x", hvac_value_new_string("hunter2"));
	ck_assert_int_eq(hvac_task_new_path(client, "POST", "a", query, data, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, true, &requests), HVAC_OK);
	text = hvac_value_to_text(requests, NULL);
	ck_assert_msg(!strstr(text, "hunter2"), "%s", text);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/url"), NULL), "/v1/a?token=%2a%2a%2a");
	hvac_text_free(text);
	hvac_value_free(requests);
	hvac_task_free(task);
	hvac_value_free(query);
	hvac_value_free(data);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_plain_paths_query_is_text_that_nothing_cuts)
{
	hvac_value *bad[] = { hvac_value_new_text("a\0b", 3), hvac_value_new_integer(1), hvac_value_new_null(), hvac_value_new_list() };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		hvac_client *client = client_with(NULL, NULL);
		hvac_value *query = hvac_value_new_map(), *requests;
		hvac_task *task;

		ck_assert_int_eq(hvac_value_adopt_member(query, "a", bad[i]), HVAC_OK);
		hvac_task_new_path(client, "GET", "x", query, NULL, &task);
		ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_PARAM_VALIDATION_ERROR);
		hvac_task_free(task);
		hvac_value_free(query);
		hvac_client_free(client);
	}
}
END_TEST

START_TEST(a_plain_path_takes_the_servers_methods_alone)
{
	static const char *const methods[] = { "GET", "HEAD", "LIST", "SCAN", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "" };

	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		hvac_client *client = client_with(NULL, NULL);
		hvac_status wanted = i < 8 ? HVAC_OK : HVAC_NO_SUCH_OPERATION;
		hvac_task *task;

		ck_assert_msg(hvac_task_new_path(client, methods[i], "a/b", NULL, NULL, &task) == wanted, "%s", methods[i]);
		hvac_task_free(task);
		hvac_client_free(client);
	}
}
END_TEST

START_TEST(a_plain_path_that_is_empty_or_climbs_is_refused)
{
	static const char *const paths[] = { "", "/", "../sys/seal", "a/../b", "a\nb", "\xff" };

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		hvac_client *client = client_with(NULL, NULL);
		hvac_response *response;

		ck_assert_int_eq(hvac_read(client, paths[i], &response), HVAC_PARAM_VALIDATION_ERROR);
		ck_assert_str_ne(hvac_response_message(response), "");
		hvac_response_free(response);
		hvac_client_free(client);
	}
}
END_TEST

SUITE("draft", a_path_is_filled_and_encoded, an_empty_path_value_is_refused_where_it_would_make_another_path,
      a_list_of_the_root_has_no_slash_at_its_end, a_path_that_climbs_or_hides_something_is_refused,
      lists_and_scans_are_verbs_unless_http_is_strict, a_query_shows_every_type, what_a_query_cannot_show_is_refused,
      a_header_shows_its_value, a_calls_own_header_wins_over_the_clients, a_header_that_cannot_be_sent_is_refused_without_its_value,
      body_parameters_are_members_at_their_places, a_map_and_its_nested_members_go_together_in_either_order,
      a_null_takes_no_nested_member_away_in_either_order,
      the_default_of_another_argument_follows_it, a_path_follows_an_argument_that_is_still_to_be_read, a_list_with_commas_is_one_text, a_map_as_text_is_one_string_of_json,
      a_pretty_text_has_line_ends, a_whole_bodys_members_are_the_bodys, the_rest_goes_into_the_body_as_it_is, a_raw_body_is_its_bytes,
      a_body_has_its_content_type, a_dry_run_hides_the_token_always_and_secrets_on_demand, a_dry_run_of_a_login_leaves_the_token_alone,
      nothing_is_opened_when_another_argument_is_wrong, nothing_is_opened_when_a_header_is_wrong,
      a_plain_path_takes_any_method_query_and_data, a_plain_paths_query_and_data_are_hidden_on_demand,
      a_plain_paths_query_is_text_that_nothing_cuts,
      a_plain_path_takes_the_servers_methods_alone, a_plain_path_that_is_empty_or_climbs_is_refused)
