/* SPDX-License-Identifier: MIT */
/* What a hook may do, tried through the engine secrets/x_test_hooks and a client whose requests go nowhere. */
#include "canned.h"
#include "place.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/plugin.h>

#define ENGINE "secrets/x_test_hooks"

static struct place *place;
static struct canned *canned;

static void enter(void)
{
	unsetenv("HVAC_PLUGIN_PATH");
	place = place_new();
	place_copy(place, "x_test_hooks", ENGINE ".so");
	ck_assert_int_eq(hvac_plugin_path(place_path(place)), HVAC_OK);
	canned = canned_new();
}

static void leave(void)
{
	canned_free(canned);
	place_free(place);
}

/* To be freed; ends with this status. */
static hvac_response *call(const char *operation, const hvac_argument *arguments, hvac_status expected)
{
	hvac_response *response;
	hvac_status status = hvac_call(canned_client(canned), ENGINE, operation, arguments, &response);

	ck_assert_ptr_nonnull(response);
	ck_assert_msg(status == expected, "%s: %s", hvac_status_name(status), hvac_response_message(response));
	return response;
}

static void demand_answer(const hvac_response *response, const char *json)
{
	hvac_value *expected;

	ck_assert_int_eq(hvac_value_parse(json, strlen(json), &expected), HVAC_OK);
	if (!hvac_value_equal(hvac_response_answer(response), expected)) {
		char *text = hvac_value_to_text(hvac_response_answer(response), NULL);

		ck_abort_msg("the answer is %s instead of %s", text ? text : "nothing", json);
	}
	hvac_value_free(expected);
}

static void demand_request(size_t index, const char *method, const char *path, const char *body)
{
	const struct asked *asked = canned_asked(canned, index);

	ck_assert_str_eq(asked->method, method);
	ck_assert_str_eq(asked->path, path);
	if (!body)
		ck_assert_ptr_null(asked->body);
	else
		ck_assert_str_eq(asked->body, body);
}

static bool has_header(size_t index, const char *line)
{
	const char *headers = canned_asked(canned, index)->headers, *at = headers;

	while ((at = strstr(at, line))) {
		if ((at == headers || at[-1] == '\n') && (line[strlen(line) - 1] == ':' || at[strlen(line)] == '\n'))
			return true;
		at++;
	}
	return false;
}

static void demand_in_message(const hvac_response *response, const char *part)
{
	ck_assert_msg(strstr(hvac_response_message(response), part) != NULL, "\"%s\" says nothing of \"%s\"", hvac_response_message(response), part);
}

START_TEST(a_hook_reads_each_type_of_argument)
{
	hvac_response *response = call("show_arguments", HVAC_ARGS(hvac_string("text", "a text"), hvac_integer("integer", INT64_MIN),
		hvac_boolean("truth", false), hvac_bytes("bytes", "a\0b", 3), hvac_json("map", "{\"k\":[1,null]}")), HVAC_OK);

	demand_answer(response, "{\"text\":\"a text\",\"integer\":-9223372036854775808,\"truth\":false,\"bytes\":\"a\\u0000b\",\"map\":{\"k\":[1,null]}}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_reads_a_duration_as_text_however_it_was_given)
{
	hvac_response *text = call("show_arguments", HVAC_ARGS(hvac_string("period", "1h30m")), HVAC_OK);
	hvac_response *integer = call("show_arguments", HVAC_ARGS(hvac_integer("period", 5400)), HVAC_OK);
	hvac_response *nothing = call("show_arguments", HVAC_ARGS(hvac_null("period")), HVAC_OK);

	demand_answer(text, "{\"period\":\"1h30m\"}");
	demand_answer(integer, "{\"period\":\"5400\"}");
	demand_answer(nothing, "{}");
	hvac_response_free(text);
	hvac_response_free(integer);
	hvac_response_free(nothing);
}
END_TEST

START_TEST(a_hook_sees_nothing_of_what_was_not_given)
{
	hvac_response *response = call("show_arguments", NULL, HVAC_OK);

	demand_answer(response, "{}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_sees_nothing_of_a_null)
{
	hvac_response *response = call("show_arguments", HVAC_ARGS(hvac_null("text"), hvac_null("integer"), hvac_null("truth"),
		hvac_null("bytes"), hvac_null("map")), HVAC_OK);

	demand_answer(response, "{}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_sees_defaults_as_given)
{
	hvac_response *response = call("show_defaults", NULL, HVAC_OK);

	demand_answer(response, "{\"text\":\"default\",\"integer\":42,\"truth\":true,\"bytes\":\"default\",\"map\":{\"a\":1}}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_that_answers_by_itself_sends_nothing)
{
	hvac_response *response = call("show_arguments", NULL, HVAC_OK);

	ck_assert_uint_eq(canned_count(canned), 0);
	ck_assert_int_eq(hvac_response_http_status(response), 0);
	ck_assert_str_eq(hvac_response_message(response), "");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_adds_to_what_the_row_filled)
{
	hvac_response_free(call("fill", HVAC_ARGS(hvac_string("own", "mine"), hvac_string("a", "1 2")), HVAC_OK));
	demand_request(0, "POST", "/v1/hooks/fill", "{\"own\":\"mine\",\"added\":\"by the hook\"}");
	ck_assert(has_header(0, "X-Hook: value"));
	ck_assert_str_eq(canned_asked(canned, 0)->query, "a=1%202&b%20c=d%26e%3df");
}
END_TEST

START_TEST(a_bad_header_of_a_hook_ends_the_task_and_sends_nothing)
{
	hvac_response *response = call("fill", HVAC_ARGS(hvac_string("header", "two\r\nX-Vault-Token: lines")), HVAC_PARAM_VALIDATION_ERROR);

	demand_in_message(response, "X-Hook");
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_sends_bytes_as_they_are)
{
	static const unsigned char bytes[] = { 0, 255, '{', '\r', '\n', 0 };
	const struct asked *asked;

	hvac_response_free(call("send_raw", HVAC_ARGS(hvac_bytes("bytes", bytes, sizeof bytes)), HVAC_OK));
	asked = canned_asked(canned, 0);
	ck_assert_uint_eq(asked->body_length, sizeof bytes);
	ck_assert_mem_eq(asked->body, bytes, sizeof bytes);
}
END_TEST

START_TEST(a_hook_that_gives_nothing_ends_the_task_and_sends_nothing)
{
	static const char *const places[] = {
		"path", "URL", "name of a header", "value of a header", "name of a query", "value of a query", "body",
	};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		hvac_response *response = call("give_nothing", HVAC_ARGS(hvac_string("what", places[i])), HVAC_UNEXPECTED_ERROR);

		demand_in_message(response, "its hook gives no");
		demand_in_message(response, places[i]);
		ck_assert_uint_eq(canned_count(canned), 0);
		hvac_response_free(response);
	}
}
END_TEST

START_TEST(a_hook_sends_another_request_to_the_server)
{
	hvac_response_free(call("send_method", HVAC_ARGS(hvac_string("path", "a b/c%d")), HVAC_OK));
	demand_request(0, "PUT", "/v1/a%20b/c%25d", "{\"made\":true}");
	ck_assert_str_eq(canned_asked(canned, 0)->query, "");
	ck_assert(has_header(0, "X-Vault-Token: " CANNED_TOKEN));
	ck_assert(has_header(0, "X-Vault-Namespace: team"));
	ck_assert(!canned_asked(canned, 0)->external);
}
END_TEST

START_TEST(a_hook_cannot_leave_its_path_by_dots)
{
	hvac_response *response = call("send_method", HVAC_ARGS(hvac_string("path", "a/../../sys/seal")), HVAC_PARAM_VALIDATION_ERROR);

	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(an_external_request_carries_neither_token_nor_namespace)
{
	const struct asked *asked;

	canned_answer(canned, 200, "Content-Type: text/plain\r\n", "identity of a machine");
	hvac_response_free(call("ask_outside", HVAC_ARGS(hvac_string("url", "http://169.254.169.254/latest/identity?audience=vault")), HVAC_OK));
	asked = canned_asked(canned, 0);
	ck_assert(asked->external);
	ck_assert_str_eq(asked->method, "GET");
	ck_assert_str_eq(asked->base, "http://169.254.169.254:80");
	ck_assert_str_eq(asked->path, "/latest/identity");
	ck_assert_str_eq(asked->query, "audience=vault");
	ck_assert(has_header(0, "Metadata-Flavor: Test"));
	ck_assert(!strstr(asked->headers, "X-Vault-"));
	ck_assert(!strstr(asked->headers, CANNED_TOKEN));
	ck_assert_ptr_null(asked->body);
}
END_TEST

START_TEST(an_external_request_has_a_connect_time_of_its_own)
{
	hvac_response_free(call("ask_outside", HVAC_ARGS(hvac_string("url", "https://metadata.example.com/")), HVAC_OK));
	ck_assert_int_eq(canned_asked(canned, 0)->connect_ms, 250);
	ck_assert_int_eq(canned_asked(canned, 1)->connect_ms, 10000);
}
END_TEST

START_TEST(what_an_external_request_brought_is_for_the_next_one)
{
	canned_answer(canned, 200, "Content-Type: text/plain\r\n", "identity of a machine");
	hvac_response_free(call("ask_outside", HVAC_ARGS(hvac_string("url", "http://169.254.169.254/"), hvac_string("name", "web")), HVAC_OK));
	ck_assert_uint_eq(canned_count(canned), 2);
	demand_request(1, "POST", "/v1/hooks/identity/web", "{\"identity\":\"identity of a machine\"}");
	ck_assert(!canned_asked(canned, 1)->external);
	ck_assert(has_header(1, "X-Vault-Token: " CANNED_TOKEN));
	ck_assert(!has_header(1, "Metadata-Flavor:"));
}
END_TEST

START_TEST(the_token_is_not_blamed_for_what_another_server_refuses)
{
	hvac_response *response;

	canned_answer(canned, 403, "Content-Type: application/json\r\n", "{\"errors\":[\"not from there\"]}");
	response = call("ask_outside", HVAC_ARGS(hvac_string("url", "http://169.254.169.254/")), HVAC_FORBIDDEN);
	demand_in_message(response, "not from there");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "token"));
	ck_assert_uint_eq(canned_count(canned), 1);
	hvac_response_free(response);
}
END_TEST

START_TEST(an_external_request_needs_a_whole_url)
{
	hvac_response *response = call("ask_outside", HVAC_ARGS(hvac_string("url", "file:///etc/passwd")), HVAC_PARAM_VALIDATION_ERROR);

	demand_in_message(response, "http or https");
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_asks_again_after_a_time)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":false}}");
	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":false}}");
	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":true,\"result\":5}}");
	response = call("wait_until_done", HVAC_ARGS(hvac_integer("pause", 700)), HVAC_OK);
	ck_assert_uint_eq(canned_count(canned), 3);
	ck_assert_uint_eq(canned_asked(canned, 1)->at, 700);
	ck_assert_uint_eq(canned_asked(canned, 2)->at, 1400);
	demand_request(2, "GET", "/v1/hooks/job", NULL);
	demand_answer(response, "{\"done\":true,\"result\":5}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_wait_is_as_long_as_told_on_a_busy_machine)
{
	canned_dawdle(canned);
	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":false}}");
	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":true}}");
	hvac_response_free(call("wait_until_done", HVAC_ARGS(hvac_integer("pause", 700)), HVAC_OK));
	ck_assert_uint_eq(canned_asked(canned, 1)->at, 700);
}
END_TEST

START_TEST(waits_do_not_count_as_steps)
{
	for (int i = 0; i < 40; i++)
		canned_answer(canned, 200, NULL, "{\"data\":{\"done\":false}}");
	canned_answer(canned, 200, NULL, "{\"data\":{\"done\":true}}");
	hvac_response_free(call("wait_until_done", NULL, HVAC_OK));
	ck_assert_uint_eq(canned_count(canned), 41);
}
END_TEST

START_TEST(a_wait_past_the_deadline_is_not_begun)
{
	hvac_response *response;

	for (int i = 0; i < 10; i++)
		canned_answer(canned, 200, NULL, "{\"data\":{\"done\":false}}");
	response = call("wait_until_done", HVAC_ARGS(hvac_integer("pause", 50000)), HVAC_TIMEOUT);
	/* at 0, 50 and 100 seconds; the deadline is at 120 */
	ck_assert_uint_eq(canned_count(canned), 3);
	demand_in_message(response, "deadline");
	hvac_response_free(response);
}
END_TEST

START_TEST(the_answer_that_is_kept_is_the_task_s)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"size\":3}}");
	response = call("take", HVAC_ARGS(hvac_string("name", "box")), HVAC_OK);
	demand_request(0, "GET", "/v1/hooks/thing/box", NULL);
	demand_request(1, "DELETE", "/v1/hooks/thing/box", NULL);
	demand_answer(response, "{\"size\":3}");
	ck_assert_int_eq(hvac_response_http_status(response), 200);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_step_row_is_not_chosen_by_arguments)
{
	canned_answer(canned, 404, NULL, "{\"errors\":[]}");
	hvac_response_free(call("take", NULL, HVAC_INVALID_PATH));
	ck_assert_uint_eq(canned_count(canned), 1);
	demand_request(0, "GET", "/v1/hooks/thing/thing", NULL);
}
END_TEST

START_TEST(a_result_of_the_hook_s_own_is_the_answer)
{
	hvac_response *response;
	int64_t count;

	canned_answer(canned, 200, NULL, "{\"data\":{\"keys\":[\"a\",\"b\",\"c\"]}}");
	response = call("count_keys", NULL, HVAC_OK);
	ck_assert(hvac_response_integer(response, "count", &count));
	ck_assert_int_eq(count, 3);
	/* the body stays what it was */
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(hvac_response_data(response), "keys")), 3);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_fails_with_a_status_and_a_sentence)
{
	hvac_response *response = call("fail_before", NULL, HVAC_FORBIDDEN);

	demand_in_message(response, "the moon is 7 days old");
	demand_in_message(response, ENGINE);
	demand_in_message(response, "fail_before");
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(the_answer_stays_readable_when_a_hook_fails)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"x\":1}}");
	response = call("fail_after", NULL, HVAC_PRECONDITION_FAILED);
	demand_in_message(response, "the server says 200");
	ck_assert_int_eq(hvac_response_http_status(response), 200);
	ck_assert_uint_eq(hvac_value_count(hvac_response_data(response)), 1);
	hvac_response_free(response);
}
END_TEST

START_TEST(sixteen_immediate_steps_are_taken)
{
	hvac_response_free(call("repeat", HVAC_ARGS(hvac_integer("times", HVAC_HOOK_STEPS_MAX)), HVAC_OK));
	ck_assert_uint_eq(canned_count(canned), HVAC_HOOK_STEPS_MAX);
}
END_TEST

START_TEST(the_seventeenth_immediate_step_is_refused)
{
	hvac_response *response = call("repeat", HVAC_ARGS(hvac_integer("times", HVAC_HOOK_STEPS_MAX + 1)), HVAC_UNEXPECTED_ERROR);

	ck_assert_uint_eq(canned_count(canned), HVAC_HOOK_STEPS_MAX);
	demand_in_message(response, "more requests");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_list_of_keys_brings_a_step_each)
{
	const hvac_argument *arguments = HVAC_ARGS(hvac_integer("times", 20), hvac_json("keys", "[\"a\",\"b\",\"c\",\"d\"]"));

	hvac_response_free(call("repeat", arguments, HVAC_OK));
	ck_assert_uint_eq(canned_count(canned), 20);
}
END_TEST

START_TEST(a_body_that_is_changed_in_place_is_sent_as_changed)
{
	hvac_response_free(call("repeat", HVAC_ARGS(hvac_integer("times", 3)), HVAC_OK));
	demand_request(1, "POST", "/v1/hooks/repeat", "{\"number\":1}");
	demand_request(2, "POST", "/v1/hooks/repeat", "{\"number\":2}");
}
END_TEST

START_TEST(a_retry_never_runs_prepare_again)
{
	hvac_response *response;

	canned_answer(canned, 503, NULL, "{\"errors\":[\"sealed\"]}");
	canned_answer(canned, 429, "Retry-After: 1\r\n", "{}");
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	response = call("count_answers", NULL, HVAC_OK);
	ck_assert_uint_eq(canned_count(canned), 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert(has_header(i, "X-Prepared: 1"));
	demand_answer(response, "{\"prepared\":1,\"finished\":1,\"http_status\":200}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_redirect_never_reaches_a_hook)
{
	hvac_response *response;

	canned_answer(canned, 307, "Location: http://127.0.0.1:8200/v1/hooks/elsewhere\r\n", NULL);
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	response = call("count_answers", NULL, HVAC_OK);
	ck_assert_uint_eq(canned_count(canned), 2);
	ck_assert_str_eq(canned_asked(canned, 1)->path, "/v1/hooks/elsewhere");
	demand_answer(response, "{\"prepared\":1,\"finished\":1,\"http_status\":200}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_final_failure_reaches_the_hook)
{
	hvac_response *response;

	canned_answer(canned, 403, NULL, "{\"errors\":[\"permission denied\"]}");
	response = call("count_answers", NULL, HVAC_OK);
	demand_answer(response, "{\"prepared\":1,\"finished\":1,\"http_status\":403}");
	hvac_response_free(response);
}
END_TEST

START_TEST(time_and_chance_are_the_client_s)
{
	hvac_response *response = call("show_chance", NULL, HVAC_OK);

	demand_answer(response, "{\"chance\":\"a5a5a5a5\",\"now\":1700000000}");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_hears_that_there_is_no_chance)
{
	hvac_response *response;

	canned_no_chance(canned);
	response = call("show_chance", NULL, HVAC_UNEXPECTED_ERROR);
	demand_in_message(response, "there is no chance");
	hvac_response_free(response);
}
END_TEST

START_TEST(memory_of_a_hook_is_zeroed_each_time)
{
	for (int i = 0; i < 3; i++) {
		hvac_response *response = call("show_memory", NULL, HVAC_OK);

		demand_answer(response, "{\"zeroed\":true}");
		hvac_response_free(response);
	}
}
END_TEST

START_TEST(another_row_takes_the_task_s_arguments_of_its_names)
{
	hvac_response_free(call("use", HVAC_ARGS(hvac_string("row", "store_identity"), hvac_string("name", "a/b")), HVAC_OK));
	demand_request(0, "POST", "/v1/hooks/identity/a%2fb", NULL);
}
END_TEST

START_TEST(another_row_s_defaults_hold)
{
	hvac_response_free(call("use", HVAC_ARGS(hvac_string("row", "store_identity")), HVAC_OK));
	demand_request(0, "POST", "/v1/hooks/identity/thing", NULL);
}
END_TEST

START_TEST(using_another_row_drops_what_was_filled_before)
{
	hvac_response_free(call("use", HVAC_ARGS(hvac_string("row", "store_identity")), HVAC_OK));
	ck_assert(!has_header(0, "X-Dropped:"));
}
END_TEST

START_TEST(its_own_row_needs_no_name)
{
	hvac_response_free(call("use", NULL, HVAC_OK));
	demand_request(0, "GET", "/v1/hooks/use", NULL);
	ck_assert(!has_header(0, "X-Dropped:"));
}
END_TEST

START_TEST(a_step_s_own_finish_chooses_the_row)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"shape\":\"round\"}}");
	canned_answer(canned, 200, NULL, "{\"data\":{\"inner\":{\"drawn\":true}}}");
	response = call("draw", HVAC_ARGS(hvac_string("name", "sun")), HVAC_OK);
	demand_request(0, "GET", "/v1/hooks/shape", NULL);
	demand_request(1, "POST", "/v1/hooks/round/sun", "{\"radius\":1}");
	ck_assert(has_header(1, "X-Prepared: round"));
	demand_answer(response, "{\"drawn\":true}");
	hvac_response_free(response);
}
END_TEST

START_TEST(the_row_that_asked_may_be_chosen)
{
	canned_answer(canned, 200, NULL, "{\"data\":{\"shape\":\"square\"}}");
	hvac_response_free(call("draw", HVAC_ARGS(hvac_string("shape", "unknown"), hvac_integer("edge", 2)), HVAC_OK));
	ck_assert_uint_eq(canned_count(canned), 2);
	demand_request(1, "PUT", "/v1/hooks/square/thing", "{\"edge\":2}");
}
END_TEST

START_TEST(arguments_are_held_against_the_row_that_is_chosen)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"shape\":\"round\"}}");
	response = call("draw", HVAC_ARGS(hvac_integer("edge", 2)), HVAC_PARAM_VALIDATION_ERROR);
	demand_in_message(response, "argument edge does not go together with shape=round");
	ck_assert_uint_eq(canned_count(canned), 1);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_chooses_among_the_values_of_the_table)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"shape\":\"flat\"}}");
	response = call("draw", NULL, HVAC_PARAM_VALIDATION_ERROR);
	demand_in_message(response, "shape must be one of");
	ck_assert_uint_eq(canned_count(canned), 1);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_row_that_is_not_there_ends_the_task)
{
	hvac_response *response = call("use", HVAC_ARGS(hvac_string("row", "nowhere")), HVAC_NO_SUCH_OPERATION);

	demand_in_message(response, "nowhere");
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_step_of_another_operation_is_not_there)
{
	hvac_response *response = call("use", HVAC_ARGS(hvac_string("row", "@delete")), HVAC_NO_SUCH_OPERATION);

	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_hook_that_returns_nonsense_ends_the_task)
{
	hvac_response *response = call("return_nonsense", NULL, HVAC_UNEXPECTED_ERROR);

	ck_assert_uint_eq(canned_count(canned), 0);
	ck_assert_str_ne(hvac_response_message(response), "");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_dry_run_shows_all_that_hooks_send_in_any_case)
{
	hvac_value *requests = NULL;
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(canned_client(canned), ENGINE, "ask_outside", HVAC_ARGS(hvac_string("url", "https://metadata.example.com/x?y=z")),
	                               NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(requests), 2);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/url"), NULL), "https://metadata.example.com:443/x?y=z");
	ck_assert_ptr_null(hvac_value_at(requests, "/0/headers/X-Vault-Token"));
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/1/url"), NULL), "/v1/hooks/identity/thing");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/1/headers/X-Vault-Token"), NULL), "***");
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_value_free(requests);
	hvac_task_free(task);
}
END_TEST

START_TEST(a_dry_run_does_not_wait)
{
	hvac_value *requests = NULL;
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(canned_client(canned), ENGINE, "wait_until_done", HVAC_ARGS(hvac_integer("pause", 50000)), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	/* as often as it would ask before its deadline */
	ck_assert_uint_eq(hvac_value_count(requests), 3);
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_value_free(requests);
	hvac_task_free(task);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hooks");
	TCase *tests = tcase_create("hooks");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, a_hook_reads_each_type_of_argument);
	tcase_add_test(tests, a_hook_reads_a_duration_as_text_however_it_was_given);
	tcase_add_test(tests, a_hook_sees_nothing_of_what_was_not_given);
	tcase_add_test(tests, a_hook_sees_nothing_of_a_null);
	tcase_add_test(tests, a_hook_sees_defaults_as_given);
	tcase_add_test(tests, a_hook_that_answers_by_itself_sends_nothing);
	tcase_add_test(tests, a_hook_adds_to_what_the_row_filled);
	tcase_add_test(tests, a_bad_header_of_a_hook_ends_the_task_and_sends_nothing);
	tcase_add_test(tests, a_hook_sends_bytes_as_they_are);
	tcase_add_test(tests, a_hook_that_gives_nothing_ends_the_task_and_sends_nothing);
	tcase_add_test(tests, a_hook_sends_another_request_to_the_server);
	tcase_add_test(tests, a_hook_cannot_leave_its_path_by_dots);
	tcase_add_test(tests, an_external_request_carries_neither_token_nor_namespace);
	tcase_add_test(tests, an_external_request_has_a_connect_time_of_its_own);
	tcase_add_test(tests, what_an_external_request_brought_is_for_the_next_one);
	tcase_add_test(tests, the_token_is_not_blamed_for_what_another_server_refuses);
	tcase_add_test(tests, an_external_request_needs_a_whole_url);
	tcase_add_test(tests, a_hook_asks_again_after_a_time);
	tcase_add_test(tests, a_wait_is_as_long_as_told_on_a_busy_machine);
	tcase_add_test(tests, waits_do_not_count_as_steps);
	tcase_add_test(tests, a_wait_past_the_deadline_is_not_begun);
	tcase_add_test(tests, the_answer_that_is_kept_is_the_task_s);
	tcase_add_test(tests, a_step_row_is_not_chosen_by_arguments);
	tcase_add_test(tests, a_result_of_the_hook_s_own_is_the_answer);
	tcase_add_test(tests, a_hook_fails_with_a_status_and_a_sentence);
	tcase_add_test(tests, the_answer_stays_readable_when_a_hook_fails);
	tcase_add_test(tests, sixteen_immediate_steps_are_taken);
	tcase_add_test(tests, the_seventeenth_immediate_step_is_refused);
	tcase_add_test(tests, a_list_of_keys_brings_a_step_each);
	tcase_add_test(tests, a_body_that_is_changed_in_place_is_sent_as_changed);
	tcase_add_test(tests, a_retry_never_runs_prepare_again);
	tcase_add_test(tests, a_redirect_never_reaches_a_hook);
	tcase_add_test(tests, a_final_failure_reaches_the_hook);
	tcase_add_test(tests, time_and_chance_are_the_client_s);
	tcase_add_test(tests, a_hook_hears_that_there_is_no_chance);
	tcase_add_test(tests, memory_of_a_hook_is_zeroed_each_time);
	tcase_add_test(tests, another_row_takes_the_task_s_arguments_of_its_names);
	tcase_add_test(tests, another_row_s_defaults_hold);
	tcase_add_test(tests, using_another_row_drops_what_was_filled_before);
	tcase_add_test(tests, its_own_row_needs_no_name);
	tcase_add_test(tests, a_step_s_own_finish_chooses_the_row);
	tcase_add_test(tests, the_row_that_asked_may_be_chosen);
	tcase_add_test(tests, arguments_are_held_against_the_row_that_is_chosen);
	tcase_add_test(tests, a_hook_chooses_among_the_values_of_the_table);
	tcase_add_test(tests, a_row_that_is_not_there_ends_the_task);
	tcase_add_test(tests, a_step_of_another_operation_is_not_there);
	tcase_add_test(tests, a_hook_that_returns_nonsense_ends_the_task);
	tcase_add_test(tests, a_dry_run_shows_all_that_hooks_send_in_any_case);
	tcase_add_test(tests, a_dry_run_does_not_wait);
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
