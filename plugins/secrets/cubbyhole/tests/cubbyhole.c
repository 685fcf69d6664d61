/* SPDX-License-Identifier: MIT */
/* secrets/cubbyhole against the real server: every operation that it has, each effect seen a second way, by the same token. */
#include "calls.h"

#include <string.h>

#define ENGINE "secrets/cubbyhole"
#define ABSENT "secrets/cubbyhole/tests/not-in-openbao-2.7.2-cubbyhole.json"

static const char *new_token(void)
{
	return text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"default\"]}"), "/auth/client_token");
}

/* What lies in a token's cubbyhole, asked past the library: its data, NULL when there is none. */
static const hvac_value *seen(const char *token, const char *method, const char *path)
{
	int status;
	const hvac_value *answer = ask(server, token, method, format("cubbyhole/%s", path), NULL, &status);

	ck_assert(status == 200 || status == 404);
	return status == 200 ? hvac_value_at(answer, "/data") : NULL;
}

static void put_away(const char *token, const char *path, const char *secret)
{
	int status;

	ask(server, token, "POST", format("cubbyhole/%s", path), secret, &status);
	ck_assert_int_eq(status, 204);
}

START_TEST(a_secret_is_written_whole_and_replaced_whole)
{
	hvac_response *response = CALL("create_or_update_secret", hvac_string("path", "deep/er"),
	                               hvac_json("secret", "{\"user\":\"web\",\"n\":9007199254740993,\"none\":null,\"in\":{\"a\":[1]}}"));
	const hvac_value *secret;

	ck_assert_ptr_nonnull(strstr(hvac_response_url(response), "/v1/cubbyhole/deep/er"));
	secret = seen(server->token, "GET", "deep/er");
	ck_assert_uint_eq(hvac_value_count(secret), 4);
	ck_assert_str_eq(text_at(secret, "/user"), "web");
	ck_assert_int_eq(number_at(secret, "/n"), 9007199254740993);
	ck_assert_int_eq(hvac_value_kind(hvac_value_at(secret, "/none")), HVAC_KIND_NULL);
	ck_assert_int_eq(number_at(secret, "/in/a/0"), 1);
	CALL("create_or_update_secret", hvac_string("path", "deep/er"), hvac_json("secret", "{\"path\":\"mine\",\"mount_point\":\"too\"}"));
	secret = seen(server->token, "GET", "deep/er");
	ck_assert_uint_eq(hvac_value_count(secret), 2);
	ck_assert_str_eq(text_at(secret, "/path"), "mine");
}
END_TEST

START_TEST(a_secret_is_read)
{
	put_away(server->token, "read", "{\"user\":\"web\"}");
	ck_assert_str_eq(hvac_response_string(CALL("read_secret", hvac_string("path", "read")), "user"), "web");
	REFUSED(HVAC_INVALID_PATH, "read_secret", hvac_string("path", "not-there"));
}
END_TEST

START_TEST(a_folder_is_listed)
{
	hvac_response *response;

	put_away(server->token, "list/a", "{\"k\":1}");
	put_away(server->token, "list/below/b", "{\"k\":1}");
	response = CALL("list_secrets", hvac_string("path", "list"));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 2);
	ck_assert(list_has(hvac_response_value(response, "keys"), "a") && list_has(hvac_response_value(response, "keys"), "below/"));
	response = CALL("list_secrets", hvac_string("path", ""));
	ck_assert(hvac_value_equal(hvac_response_answer(response), seen(server->token, "LIST", "")));
	REFUSED(HVAC_INVALID_PATH, "list_secrets", hvac_string("path", "not-there"));
}
END_TEST

START_TEST(a_secret_is_removed)
{
	put_away(server->token, "removed", "{\"k\":1}");
	CALL("delete_secret", hvac_string("path", "removed"));
	ck_assert_ptr_null(seen(server->token, "GET", "removed"));
	CALL("delete_secret", hvac_string("path", "removed"));
}
END_TEST

START_TEST(no_other_token_sees_a_secret)
{
	const char *one = new_token(), *other = new_token();

	call_as(client_with_token(one), ENGINE, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "own"), hvac_json("secret", "{\"of\":\"one\"}")));
	ck_assert_str_eq(text_at(seen(one, "GET", "own"), "/of"), "one");
	refused_as(client_with_token(other), HVAC_INVALID_PATH, ENGINE, "read_secret", HVAC_ARGS(hvac_string("path", "own")));
	refused_as(client_with_token(other), HVAC_INVALID_PATH, ENGINE, "list_secrets", HVAC_ARGS(hvac_string("path", "")));
	/* not even root */
	REFUSED(HVAC_INVALID_PATH, "read_secret", hvac_string("path", "own"));
}
END_TEST

/* A token may be chosen: its namesake of later is another token. */
START_TEST(a_secret_goes_with_its_token)
{
	static const char chosen[] = "{\"id\":\"chosen-by-root\",\"policies\":[\"default\"]}";
	hvac_client *who = client_with_token("chosen-by-root");

	set_up("POST", "auth/token/create", chosen);
	call_as(who, ENGINE, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "own"), hvac_json("secret", "{\"k\":\"v\"}")));
	set_up("POST", "auth/token/revoke", "{\"token\":\"chosen-by-root\"}");
	refused_as(who, HVAC_FORBIDDEN, ENGINE, "read_secret", HVAC_ARGS(hvac_string("path", "own")));
	set_up("POST", "auth/token/create", chosen);
	refused_as(who, HVAC_INVALID_PATH, ENGINE, "read_secret", HVAC_ARGS(hvac_string("path", "own")));
	ck_assert_ptr_null(seen("chosen-by-root", "GET", "own"));
}
END_TEST

START_TEST(an_empty_secret_is_refused)
{
	says(REFUSED(HVAC_INTERNAL_SERVER_ERROR, "create_or_update_secret", hvac_string("path", "empty"), hvac_json("secret", "{}")), "missing data fields");
	ck_assert_ptr_null(seen(server->token, "GET", "empty"));
}
END_TEST

/* What OpenBao 2.7.2 answers with "unsupported operation". */

START_TEST(scan_secrets)
{
	hvac_response *response = replayed(ABSENT, ENGINE, "scan_secrets", HVAC_ARGS(hvac_string("path", "web")));

	ck_assert_str_eq(hvac_response_string(response, "keys/1"), "below/b");
}
END_TEST

static const char *const absent[] = { "scan_secrets", NULL };

START_TEST(the_server_does_not_have_what_was_replayed)
{
	says(REFUSED(HVAC_UNSUPPORTED_OPERATION, "scan_secrets", hvac_string("path", "web")), "unsupported operation");
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, absent);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/cubbyhole, live");
	TCase *tests = live_case(suite, "secrets");

	tcase_add_test(tests, a_secret_is_written_whole_and_replaced_whole);
	tcase_add_test(tests, a_secret_is_read);
	tcase_add_test(tests, a_folder_is_listed);
	tcase_add_test(tests, a_secret_is_removed);
	tcase_add_test(tests, an_empty_secret_is_refused);

	tests = live_case(suite, "tokens");
	tcase_add_test(tests, no_other_token_sees_a_secret);
	tcase_add_test(tests, a_secret_goes_with_its_token);

	tests = live_case(suite, "replayed: not in OpenBao 2.7.2");
	tcase_add_test(tests, scan_secrets);
	tcase_add_test(tests, the_server_does_not_have_what_was_replayed);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
