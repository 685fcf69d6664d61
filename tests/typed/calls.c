/* SPDX-License-Identifier: MIT */
/* Typed calls send what hvac_call would, and what is not named is not given. */
#include "../plugins/canned.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "x_test_typed.h"

static struct canned *canned;
static hvac_client *client;

static void enter(void)
{
	char *directory;

	ck_assert_int_ge(asprintf(&directory, "%s/stage/tests", getenv("HVAC_BUILD")), 0);
	ck_assert_int_eq(hvac_plugin_path(directory), HVAC_OK);
	free(directory);
	canned = canned_new();
	client = canned_client(canned);
}

static void leave(void)
{
	canned_free(canned);
}

/* The response is read only after the call that sets it. */
static void expect_ok(hvac_status status, hvac_response **response)
{
	ck_assert_msg(status == HVAC_OK, "%s", hvac_response_message(*response));
	hvac_response_free(*response);
}

/* The last request's body is this JSON. */
static void expect_body(const char *expected)
{
	const struct asked *asked = canned_asked(canned, canned_count(canned) - 1);
	hvac_value *a, *b;

	ck_assert_ptr_nonnull(asked->body);
	ck_assert_int_eq(hvac_value_parse(asked->body, asked->body_length, &a), HVAC_OK);
	ck_assert_int_eq(hvac_value_parse(expected, strlen(expected), &b), HVAC_OK);
	ck_assert_msg(hvac_value_equal(a, b), "sent %s", asked->body);
	hvac_value_free(a);
	hvac_value_free(b);
}

static void expect_path(const char *method, const char *path)
{
	const struct asked *asked = canned_asked(canned, canned_count(canned) - 1);

	ck_assert_str_eq(asked->method, method);
	ck_assert_str_eq(asked->path, path);
}

START_TEST(each_type_of_member_is_sent_as_itself)
{
	hvac_value *value = hvac_value_new_list();
	hvac_response *response;

	ck_assert_int_eq(hvac_value_adopt_item(value, hvac_value_new_integer(1)), HVAC_OK);
	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it", .text = "t", .time = "1h30m", .integer = HVAC_I(INT64_MIN),
	          .truth = HVAC_TRUE, .number = HVAC_N(0.5), .bytes = HVAC_B("a\0b", 3), .list = HVAC_J("a,b"), .map = HVAC_J("{\"k\":[1]}"),
	          .any = HVAC_V(value)), &response);
	expect_path("POST", "/v1/typed/all/it");
	expect_body("{\"text\":\"t\",\"time\":\"1h30m\",\"options\":{\"integer\":-9223372036854775808},\"truth\":true,\"number\":0.5,"
	            "\"bytes\":\"YQBi\",\"list\":[\"a\",\"b\"],\"map\":{\"k\":[1]},\"any\":[1]}");
	hvac_value_free(value);
}
END_TEST

START_TEST(what_is_not_named_is_not_sent)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it"), &response);
	expect_body("{}");
	ck_assert_str_eq(canned_asked(canned, 0)->query, "sent=7");
}
END_TEST

START_TEST(zero_false_and_empty_are_sent)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it", .text = "", .integer = HVAC_I(0), .truth = HVAC_BOOL(1 > 2),
	          .number = HVAC_N(0), .bytes = HVAC_B("", 0), .list = HVAC_J("[]"), .map = HVAC_J("{}"), .any = HVAC_J("null"),
	          .sent = HVAC_I(0)), &response);
	expect_body("{\"text\":\"\",\"options\":{\"integer\":0},\"truth\":false,\"number\":0,\"bytes\":\"\",\"list\":[],\"map\":{},\"any\":null}");
	ck_assert_str_eq(canned_asked(canned, 0)->query, "sent=0");
}
END_TEST

START_TEST(null_in_a_macro_is_not_given)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it", .text = NULL, .bytes = HVAC_B(NULL, 0), .list = HVAC_J(NULL),
	          .any = HVAC_V(NULL)), &response);
	expect_body("{}");
}
END_TEST

START_TEST(encoded_bytes_are_not_encoded_again)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it", .bytes = HVAC_S("YQBi")), &response);
	expect_body("{\"bytes\":\"YQBi\"}");
}
END_TEST

START_TEST(words_of_c_and_cplusplus_have_an_underscore_behind_them)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_keywords(client, &response, .default_ = "d", .template_ = "t", .and_eq_ = "a", .nullptr_ = "n",
	          .response_ = "r", .task_ = HVAC_I(1), ._7z = "z"), &response);
	expect_body("{\"default\":\"d\",\"template\":\"t\",\"and_eq\":\"a\",\"nullptr\":\"n\",\"response\":\"r\",\"task\":1,\"7z\":\"z\"}");
}
END_TEST

START_TEST(more_goes_into_the_body)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_open(client, &response, .known = "k", .more = HVAC_J("{\"other\":{\"a\":1}}")), &response);
	expect_body("{\"known\":\"k\",\"other\":{\"a\":1}}");
}
END_TEST

START_TEST(rows_of_one_name_are_one_call)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_united(client, &response, .role = "r", .ttl = "1h"), &response);
	expect_path("POST", "/v1/typed/united/r");
	expect_ok(hvac_secrets_x_test_typed_united(client, &response, .uses = HVAC_I(2)), &response);
	expect_path("PUT", "/v1/typed/united");
	ck_assert_int_eq(hvac_secrets_x_test_typed_united(client, &response, .role = "r", .uses = HVAC_I(2)), HVAC_PARAM_VALIDATION_ERROR);
	hvac_response_free(response);
	ck_assert_uint_eq(canned_count(canned), 2);
}
END_TEST

START_TEST(a_call_without_parameters_needs_no_more_than_its_response)
{
	hvac_response *response;

	expect_ok(hvac_secrets_x_test_typed_status(client, &response), &response);
	expect_path("GET", "/v1/typed/status");
	ck_assert_int_eq(hvac_secrets_x_test_typed_status(client, NULL), HVAC_OK);
}
END_TEST

START_TEST(a_missing_argument_fails_before_anything_is_sent)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_secrets_x_test_typed_write(client, &response, .text = "t"), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "name"));
	hvac_response_free(response);
	ck_assert_uint_eq(canned_count(canned), 0);
}
END_TEST

START_TEST(a_task_is_made_now_and_sent_when_it_runs)
{
	char name[] = "it";
	hvac_task *task;

	ck_assert_int_eq(hvac_secrets_x_test_typed_write_task(client, &task, .name = name, .integer = HVAC_I(3)), HVAC_OK);
	name[0] = 'x';
	ck_assert_uint_eq(canned_count(canned), 0);
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	expect_path("POST", "/v1/typed/all/it");
	expect_body("{\"options\":{\"integer\":3}}");
	hvac_response_free(hvac_task_take(task));
	hvac_task_free(task);
}
END_TEST

START_TEST(a_login_gives_the_client_its_token)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"auth\":{\"client_token\":\"s.new\"}}");
	expect_ok(hvac_secrets_x_test_typed_login(client, &response, .key = "k"), &response);
	expect_ok(hvac_secrets_x_test_typed_write(client, &response, .name = "it"), &response);
	ck_assert_ptr_nonnull(strstr(canned_asked(canned, 1)->headers, "s.new"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("typed calls");
	TCase *tests = tcase_create("calls");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, each_type_of_member_is_sent_as_itself);
	tcase_add_test(tests, what_is_not_named_is_not_sent);
	tcase_add_test(tests, zero_false_and_empty_are_sent);
	tcase_add_test(tests, null_in_a_macro_is_not_given);
	tcase_add_test(tests, encoded_bytes_are_not_encoded_again);
	tcase_add_test(tests, words_of_c_and_cplusplus_have_an_underscore_behind_them);
	tcase_add_test(tests, more_goes_into_the_body);
	tcase_add_test(tests, rows_of_one_name_are_one_call);
	tcase_add_test(tests, a_call_without_parameters_needs_no_more_than_its_response);
	tcase_add_test(tests, a_missing_argument_fails_before_anything_is_sent);
	tcase_add_test(tests, a_task_is_made_now_and_sent_when_it_runs);
	tcase_add_test(tests, a_login_gives_the_client_its_token);
	suite_add_tcase(suite, tests);
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
