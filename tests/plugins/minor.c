/* SPDX-License-Identifier: MIT */
/* The plugin interface over time: plugins of ABI 1.0 go on working, newer ones lose only what needs a newer library. */
#include "canned.h"
#include "place.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/plugin.h>
#include "abi-1.0/layout.h"

static struct place *place;
static struct canned *canned;

static void enter(void)
{
	unsetenv("HVAC_PLUGIN_PATH");
	place = place_new();
	place_copy(place, "frozen", "secrets/x_frozen.so");
	place_copy(place, "newer", "secrets/x_newer.so");
	place_copy(place, "x_acme_licence", "secrets/x_acme_licence.so");
	ck_assert_int_eq(hvac_plugin_path(place_path(place)), HVAC_OK);
	canned = canned_new();
}

static void leave(void)
{
	canned_free(canned);
	place_free(place);
}

static hvac_value *describe(const char *engine)
{
	hvac_value *description;
	char *error;
	hvac_status status = hvac_plugin_describe(engine, &description, &error);

	ck_assert_msg(status == HVAC_OK, "%s: %s", hvac_status_name(status), error ? error : "no error");
	return description;
}

static const char *text_at(const hvac_value *value, const char *pointer)
{
	const char *text = hvac_value_string(hvac_value_at(value, pointer), NULL);

	return text ? text : "(nothing)";
}

static const hvac_value *find_named(const hvac_value *list, const char *name)
{
	for (size_t i = 0; i < hvac_value_count(list); i++)
		if (!strcmp(text_at(hvac_value_item(list, i), "/name"), name))
			return hvac_value_item(list, i);
	return NULL;
}

static void call(const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status status = hvac_call(canned_client(canned), engine, operation, arguments, &response);

	ck_assert_msg(status == HVAC_OK, "%s: %s", hvac_status_name(status), hvac_response_message(response));
	hvac_response_free(response);
}

static void demand_request(const char *method, const char *path, const char *query, const char *body)
{
	const struct asked *asked = canned_asked(canned, canned_count(canned) - 1);

	ck_assert_str_eq(asked->method, method);
	ck_assert_str_eq(asked->path, path);
	ck_assert_str_eq(asked->query, query);
	ck_assert_str_eq(asked->body ? asked->body : "", body);
}

/* ABI 1.0. That today's structs have its layout is checked by the compiler, above. */
START_TEST(a_plugin_of_abi_1_0_loads)
{
	hvac_value *description = describe("secrets/x_frozen");

	ck_assert_str_eq(text_at(description, "/abi"), "1.0");
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(description, "/operations")), 3);
	ck_assert_str_eq(text_at(description, "/operations/1/name"), "write_thing");
	ck_assert_str_eq(text_at(description, "/operations/1/verb"), "POST");
	ck_assert_str_eq(text_at(description, "/operations/1/since"), "vault-1.0.. openbao-2.0..");
	ck_assert_str_eq(text_at(description, "/operations/1/parameters/2/name"), "size");
	ck_assert_str_eq(text_at(description, "/operations/1/parameters/2/wire"), "options.size");
	ck_assert_str_eq(text_at(description, "/operations/2/also/0/verb"), "LIST");
	hvac_value_free(description);
}
END_TEST

START_TEST(each_function_of_abi_1_0_is_still_there)
{
	hvac_response *response;
	int64_t functions;

	/* they were bound when it was loaded, or it would not be */
	ck_assert_int_eq(hvac_call(canned_client(canned), "secrets/x_frozen", "count_functions", NULL, &response), HVAC_OK);
	ck_assert(hvac_response_integer(response, "functions", &functions));
	ck_assert_int_eq(functions, 76);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_table_of_abi_1_0_means_what_it_meant)
{
	call("secrets/x_frozen", "write_thing", HVAC_ARGS(hvac_string("name", "box"), hvac_integer("version", 2), hvac_string("colour", "red")));
	demand_request("POST", "/v1/frozen/thing/box", "version=2", "{\"options\":{\"size\":7},\"colour\":\"red\"}");
}
END_TEST

START_TEST(a_condition_of_abi_1_0_means_what_it_meant)
{
	call("secrets/x_frozen", "read_thing", HVAC_ARGS(hvac_boolean("all", true)));
	demand_request("LIST", "/v1/frozen/thing", "", "");
	canned_answer(canned, 200, NULL, "{}");
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_frozen", "read_thing", HVAC_ARGS(hvac_string("name", "box")));
	demand_request("GET", "/v1/frozen/thing/box", "", "");
}
END_TEST

/* The next minor version */
START_TEST(a_plugin_of_a_newer_minor_loads)
{
	hvac_value *description = describe("secrets/x_newer");
	const char *abi = place_text(place, "1.%d", HVAC_ABI_MINOR + 1);

	ck_assert_str_eq(text_at(description, "/abi"), abi);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(description, "/operations")), 13);
	hvac_value_free(description);
}
END_TEST

START_TEST(what_a_newer_plugin_does_as_before_works)
{
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_newer", "read", HVAC_ARGS(hvac_string("name", "box"), hvac_integer("version", 3)));
	demand_request("GET", "/v1/newer/thing/box", "version=3", "");
	call("secrets/x_newer", "write", HVAC_ARGS(hvac_string("name", "box")));
	demand_request("POST", "/v1/newer/thing/box", "", "");
}
END_TEST

static const char *const beyond[] = {
	"uses_field", "uses_verb", "uses_flag", "uses_parameter_field", "uses_parameter_type", "uses_parameter_place", "uses_parameter_flag"
};
#define N_BEYOND ((int)(sizeof beyond / sizeof beyond[0]))

START_TEST(what_is_beyond_this_library_is_described_as_refused)
{
	hvac_value *description = describe("secrets/x_newer");
	const hvac_value *operation = find_named(hvac_value_at(description, "/operations"), beyond[_i]);

	ck_assert_ptr_nonnull(operation);
	ck_assert_str_eq(text_at(operation, "/refused"), "needs a newer libhvac");
	ck_assert_str_eq(text_at(operation, "/help"), "Does something with a thing");
	hvac_value_free(description);
}
END_TEST

START_TEST(the_others_are_not_described_as_refused)
{
	static const char *const known[] = { "read", "in_part", "write" };
	hvac_value *description = describe("secrets/x_newer");

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		const hvac_value *operation = find_named(hvac_value_at(description, "/operations"), known[i]);

		ck_assert_ptr_nonnull(operation);
		ck_assert_ptr_null(hvac_value_member(operation, "refused"));
	}
	hvac_value_free(description);
}
END_TEST

static void demand_newer(const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status status = hvac_call(canned_client(canned), "secrets/x_newer", operation, arguments, &response);

	ck_assert_int_eq(status, HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_msg(strstr(hvac_response_message(response), "needs a newer libhvac") != NULL, "%s", hvac_response_message(response));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), operation));
	ck_assert_uint_eq(canned_count(canned), 0);
	hvac_response_free(response);
}

START_TEST(a_call_beyond_this_library_says_so)
{
	demand_newer(beyond[_i], NULL);
}
END_TEST

START_TEST(a_call_beyond_this_library_says_so_whatever_its_arguments)
{
	demand_newer(beyond[_i], HVAC_ARGS(hvac_string("name", "box")));
}
END_TEST

START_TEST(a_row_beyond_this_library_leaves_the_other_rows)
{
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_newer", "in_part", HVAC_ARGS(hvac_string("name", "box"), hvac_integer("version", 3)));
	demand_request("GET", "/v1/newer/thing/box", "version=3", "");
}
END_TEST

START_TEST(a_last_row_beyond_this_library_leaves_the_other_rows)
{
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_newer", "in_the_main", HVAC_ARGS(hvac_string("name", "box"), hvac_boolean("fast", true)));
	demand_request("GET", "/v1/newer/thing/box", "", "");
}
END_TEST

START_TEST(a_last_row_beyond_this_library_says_so)
{
	demand_newer("in_the_main", HVAC_ARGS(hvac_string("name", "box")));
}
END_TEST

/* The row would be meant by a default that only a newer library can read. */
START_TEST(a_row_beyond_this_library_is_not_passed_over_for_its_default)
{
	demand_newer("by_default", HVAC_ARGS(hvac_string("name", "box")));
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_newer", "by_default", HVAC_ARGS(hvac_string("name", "box"), hvac_string("mode", "slow")));
	demand_request("GET", "/v1/newer/thing/box", "", "");
}
END_TEST

START_TEST(a_hook_that_sends_a_row_beyond_this_library_is_told_so_as_a_caller_is)
{
	demand_newer("use", HVAC_ARGS(hvac_string("name", "box"), hvac_string("with", "@next")));
	demand_newer("use", HVAC_ARGS(hvac_string("name", "box"), hvac_string("with", "uses_field")));
	canned_answer(canned, 200, NULL, "{\"data\":{}}");
	call("secrets/x_newer", "use", HVAC_ARGS(hvac_string("name", "box"), hvac_string("with", "write")));
	demand_request("POST", "/v1/newer/thing/box", "", "");
}
END_TEST

START_TEST(the_rows_that_are_left_are_described_with_all_their_parameters)
{
	hvac_value *description = describe("secrets/x_newer");
	const hvac_value *operation = find_named(hvac_value_at(description, "/operations"), "in_the_main");
	const hvac_value *parameters = hvac_value_at(operation, "/parameters");

	ck_assert_ptr_nonnull(find_named(parameters, "mount_point"));
	ck_assert_ptr_nonnull(find_named(parameters, "name"));
	ck_assert_ptr_nonnull(find_named(parameters, "fast"));
	hvac_value_free(description);
}
END_TEST

/* A third party's engine */
START_TEST(a_third_party_s_engine_is_described)
{
	hvac_value *description = describe("secrets/x_acme_licence");
	const hvac_value *operation = find_named(hvac_value_at(description, "/operations"), "check_out");

	ck_assert_str_eq(text_at(description, "/engine"), "secrets/x_acme_licence");
	ck_assert_str_eq(text_at(description, "/version"), "1.0");
	ck_assert_str_eq(text_at(description, "/help"), "Licences of ACME tools");
	ck_assert_str_eq(text_at(operation, "/path"), "/{mount_point}/licence/{name}/check-out");
	ck_assert_str_eq(text_at(find_named(hvac_value_at(operation, "/parameters"), "ttl"), "/type"), "duration");
	ck_assert_str_eq(text_at(find_named(hvac_value_at(operation, "/parameters"), "mount_point"), "/default"), "licences");
	hvac_value_free(description);
}
END_TEST

START_TEST(a_third_party_s_engine_is_called)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"data\":{\"key\":\"ABC\"}}");
	ck_assert_int_eq(hvac_call(canned_client(canned), "secrets/x_acme_licence", "read_licence", HVAC_ARGS(hvac_string("name", "router")),
	                           &response), HVAC_OK);
	ck_assert_str_eq(hvac_response_string(response, "key"), "ABC");
	hvac_response_free(response);
	demand_request("GET", "/v1/licences/licence/router", "", "");
	call("secrets/x_acme_licence", "check_out", HVAC_ARGS(hvac_string("name", "router"), hvac_string("ttl", "1h")));
	demand_request("POST", "/v1/licences/licence/router/check-out", "", "{\"ttl\":\"1h\"}");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("minor");
	TCase *tests = tcase_create("minor");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, a_plugin_of_abi_1_0_loads);
	tcase_add_test(tests, each_function_of_abi_1_0_is_still_there);
	tcase_add_test(tests, a_table_of_abi_1_0_means_what_it_meant);
	tcase_add_test(tests, a_condition_of_abi_1_0_means_what_it_meant);
	tcase_add_test(tests, a_plugin_of_a_newer_minor_loads);
	tcase_add_test(tests, what_a_newer_plugin_does_as_before_works);
	tcase_add_loop_test(tests, what_is_beyond_this_library_is_described_as_refused, 0, N_BEYOND);
	tcase_add_test(tests, the_others_are_not_described_as_refused);
	tcase_add_loop_test(tests, a_call_beyond_this_library_says_so, 0, N_BEYOND);
	tcase_add_loop_test(tests, a_call_beyond_this_library_says_so_whatever_its_arguments, 0, N_BEYOND);
	tcase_add_test(tests, a_row_beyond_this_library_leaves_the_other_rows);
	tcase_add_test(tests, a_last_row_beyond_this_library_leaves_the_other_rows);
	tcase_add_test(tests, a_last_row_beyond_this_library_says_so);
	tcase_add_test(tests, a_row_beyond_this_library_is_not_passed_over_for_its_default);
	tcase_add_test(tests, a_hook_that_sends_a_row_beyond_this_library_is_told_so_as_a_caller_is);
	tcase_add_test(tests, the_rows_that_are_left_are_described_with_all_their_parameters);
	tcase_add_test(tests, a_third_party_s_engine_is_described);
	tcase_add_test(tests, a_third_party_s_engine_is_called);
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
