/* SPDX-License-Identifier: MIT */
/* auth/userpass against the real server: every operation, each effect seen a second way, and logging in. */
#include "calls.h"

#include <stdlib.h>
#include <string.h>

#define ENGINE "auth/userpass"

/* The method at userpass/, once for all tests of the program. */
static void enable(void)
{
	int status;

	ask(server, server->token, "POST", "sys/auth/userpass", "{\"type\":\"userpass\"}", &status);
	ck_assert_int_eq(status, 204);
}

/* A user whose password is "open-NAME". */
static const char *user(const char *name)
{
	set_up("POST", format("auth/userpass/users/%s", name), format("{\"password\":\"open-%s\"}", name));
	return name;
}

static const hvac_value *user_seen(const char *name)
{
	return hvac_value_at(look(format("auth/userpass/users/%s", name)), "/data");
}

/* The auth that the server answers to username and password, asked past the library; NULL when it refuses them. */
static const hvac_value *login_seen(const char *name, const char *password)
{
	int status;
	const hvac_value *answer = ask(server, NULL, "POST", format("auth/userpass/login/%s", name), format("{\"password\":\"%s\"}", password), &status);

	ck_assert(status == 200 || status == 400);
	return status == 200 ? hvac_value_at(answer, "/auth") : NULL;
}

static const hvac_value *token_seen(const char *token)
{
	return hvac_value_at(set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", token)), "/data");
}

/* Users */

START_TEST(a_user_is_made_with_all_settings)
{
	const hvac_value *seen, *auth;

	CALL("create_or_update_user", hvac_string("username", "made"), hvac_string("password", "as told"), hvac_json("token_policies", "[\"a\",\"b\"]"),
	     hvac_string("token_ttl", "20m"), hvac_string("token_max_ttl", "30m"), hvac_string("token_explicit_max_ttl", "40m"),
	     hvac_string("token_period", "15m"), hvac_integer("token_num_uses", 9),
	     hvac_boolean("token_no_default_policy", true), hvac_string("token_type", "service"), hvac_boolean("token_strictly_bind_ip", true));
	seen = user_seen("made");
	ck_assert(list_has(hvac_value_at(seen, "/token_policies"), "a") && list_has(hvac_value_at(seen, "/token_policies"), "b"));
	ck_assert_int_eq(number_at(seen, "/token_ttl"), 1200);
	ck_assert_int_eq(number_at(seen, "/token_max_ttl"), 1800);
	ck_assert_int_eq(number_at(seen, "/token_explicit_max_ttl"), 2400);
	ck_assert_int_eq(number_at(seen, "/token_period"), 900);
	ck_assert_int_eq(number_at(seen, "/token_num_uses"), 9);
	ck_assert(truth_at(seen, "/token_no_default_policy"));
	ck_assert_str_eq(text_at(seen, "/token_type"), "service");
	ck_assert(truth_at(seen, "/token_strictly_bind_ip"));
	auth = login_seen("made", "as told");
	ck_assert_int_eq(number_at(auth, "/num_uses"), 9);
	ck_assert(!list_has(hvac_value_at(auth, "/policies"), "default"));
}
END_TEST

START_TEST(a_change_of_a_user_leaves_what_is_not_given)
{
	CALL("create_or_update_user", hvac_string("username", user("changed")), hvac_integer("token_ttl", 60),
	     hvac_json("token_bound_cidrs", "[\"127.0.0.0/8\",\"10.0.0.0/8\"]"));
	CALL("create_or_update_user", hvac_string("username", "changed"), hvac_json("token_policies", "[\"a\"]"));
	ck_assert_int_eq(number_at(user_seen("changed"), "/token_ttl"), 60);
	ck_assert_str_eq(text_at(user_seen("changed"), "/token_bound_cidrs/1"), "10.0.0.0/8");
	ck_assert_ptr_nonnull(login_seen("changed", "open-changed"));
}
END_TEST

START_TEST(settings_are_taken_by_their_former_names)
{
	const hvac_value *seen;

	CALL("create_or_update_user", hvac_string("username", "former"), hvac_string("password", "p"), hvac_string("policies", "a,b"), hvac_string("ttl", "1m"),
	     hvac_string("max_ttl", "2m"), hvac_string("bound_cidrs", "127.0.0.1/32"));
	seen = user_seen("former");
	ck_assert(list_has(hvac_value_at(seen, "/token_policies"), "a") && list_has(hvac_value_at(seen, "/token_policies"), "b"));
	ck_assert_int_eq(number_at(seen, "/token_ttl"), 60);
	ck_assert_int_eq(number_at(seen, "/token_max_ttl"), 120);
	ck_assert_str_eq(text_at(seen, "/token_bound_cidrs/0"), "127.0.0.1");
}
END_TEST

START_TEST(a_new_user_needs_a_password)
{
	says(REFUSED(HVAC_INVALID_REQUEST, "create_or_update_user", hvac_string("username", "open")), "must provide either password or password_hash");
	ck_assert_int_eq(look_status("auth/userpass/users/open"), 404);
}
END_TEST

START_TEST(a_user_is_read_without_the_password)
{
	hvac_response *response = CALL("read_user", hvac_string("username", user("reader")));

	ck_assert(hvac_value_equal(hvac_response_answer(response), user_seen("reader")));
	ck_assert_ptr_null(strstr(hvac_response_body(response, NULL), "open-reader"));
}
END_TEST

START_TEST(users_are_listed)
{
	hvac_response *response;

	user("listed-a");
	user("listed-b");
	response = CALL_BARE("list_user");
	ck_assert(list_has(hvac_response_value(response, "keys"), "listed-a"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(look_list("auth/userpass/users"), "/data/keys")));
	response = CALL("list_user", hvac_string("after", "listed-a"), hvac_integer("limit", 1));
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), "listed-b");
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
}
END_TEST

START_TEST(a_user_is_removed_and_the_tokens_live_on)
{
	const char *token = text_at(login_seen(user("removed"), "open-removed"), "/client_token");

	CALL("delete_user", hvac_string("username", "removed"));
	ck_assert_int_eq(look_status("auth/userpass/users/removed"), 404);
	ck_assert_ptr_null(login_seen("removed", "open-removed"));
	ck_assert_str_eq(text_at(token_seen(token), "/meta/username"), "removed");
}
END_TEST

START_TEST(a_password_is_replaced)
{
	CALL("update_password_on_user", hvac_string("username", user("renewed")), hvac_string("password", "another"));
	ck_assert_ptr_null(login_seen("renewed", "open-renewed"));
	ck_assert_ptr_nonnull(login_seen("renewed", "another"));
}
END_TEST

/* A well-known test vector of bcrypt: the password U*U. */
#define HASH "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

START_TEST(a_password_is_taken_over_by_its_hash)
{
	CALL("create_or_update_user", hvac_string("username", "hashed"), hvac_string("password_hash", HASH));
	ck_assert_ptr_nonnull(login_seen("hashed", "U*U"));
	CALL("update_password_hash_on_user", hvac_string("username", user("rehashed")), hvac_string("password_hash", HASH));
	ck_assert_ptr_null(login_seen("rehashed", "open-rehashed"));
	ck_assert_ptr_nonnull(login_seen("rehashed", "U*U"));
}
END_TEST

START_TEST(policies_are_replaced)
{
	CALL("update_policies_on_user", hvac_string("username", user("policed")), hvac_json("token_policies", "[\"a\",\"b\"]"));
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(user_seen("policed"), "/token_policies")), 2);
	ck_assert(list_has(hvac_value_at(login_seen("policed", "open-policed"), "/policies"), "b"));
	CALL("update_policies_on_user", hvac_string("username", "policed"), hvac_string("policies", "c"));
	ck_assert_str_eq(text_at(user_seen("policed"), "/token_policies/0"), "c");
}
END_TEST

/* Logging in */

static hvac_response *log_in(hvac_client *who, const hvac_argument *arguments, hvac_status expected)
{
	hvac_response *response;
	hvac_status status = hvac_login(who, ENGINE, "login", arguments, &response);

	keep_response(response);
	ck_assert_msg(status == expected, "login: %s: %s", hvac_status_name(status), hvac_response_message(response));
	return response;
}

static const char *token_of(hvac_client *who)
{
	return keep_text(hvac_client_token(who));
}

START_TEST(a_login_gives_the_client_a_token_that_works)
{
	hvac_client *who = client_with_token(NULL);
	hvac_response *response = log_in(who, HVAC_ARGS(hvac_string("username", user("ann")), hvac_string("password", "open-ann")), HVAC_OK);

	ck_assert_str_eq(token_of(who), hvac_response_string(response, "client_token"));
	ck_assert_str_eq(text_at(token_seen(token_of(who)), "/meta/username"), "ann");
	ck_assert_str_eq(hvac_response_string(call_as(who, "auth/token", "lookup_self", NULL), "path"), "auth/userpass/login/ann");
}
END_TEST

START_TEST(a_login_takes_its_password_from_a_file)
{
	hvac_client *who = client_with_token(NULL);
	char *path = keep(server_file(keep(server_directory_new(), free), "password", "open-file\n"), free);

	log_in(who, HVAC_ARGS(hvac_string("username", user("file")), hvac_file("password", path)), HVAC_OK);
	ck_assert_str_eq(text_at(token_seen(token_of(who)), "/meta/username"), "file");
}
END_TEST

START_TEST(a_wrong_password_and_an_unknown_user_are_refused_and_leave_the_token)
{
	hvac_client *who = client_with_token("kept");
	hvac_response *response = log_in(who, HVAC_ARGS(hvac_string("username", user("wrong")), hvac_string("password", "marked-password")), HVAC_INVALID_REQUEST);

	says(response, "invalid username or password");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-password"));
	log_in(who, HVAC_ARGS(hvac_string("username", "nobody"), hvac_string("password", "marked-password")), HVAC_INVALID_REQUEST);
	ck_assert_str_eq(token_of(who), "kept");
}
END_TEST

START_TEST(too_many_wrong_passwords_lock_a_user_out)
{
	user("locked");
	for (int i = 0; i < 5; i++)
		log_in(client, HVAC_ARGS(hvac_string("username", "locked"), hvac_string("password", "wrong")), HVAC_INVALID_REQUEST);
	log_in(client, HVAC_ARGS(hvac_string("username", "locked"), hvac_string("password", "open-locked")), HVAC_FORBIDDEN);
}
END_TEST

START_TEST(a_login_without_use_token_leaves_the_clients_token)
{
	hvac_client *who = client_with_token("kept");
	hvac_response *response = call_as(who, ENGINE, "login", HVAC_ARGS(hvac_string("username", user("unused")), hvac_string("password", "open-unused"),
	                                                                  hvac_boolean("use_token", false)));

	ck_assert_str_eq(token_of(who), "kept");
	ck_assert_str_eq(text_at(token_seen(hvac_response_string(response, "client_token")), "/meta/username"), "unused");
}
END_TEST

START_TEST(a_login_works_where_the_method_is_mounted_elsewhere)
{
	hvac_client *who = client_with_token(NULL);

	set_up("POST", "sys/auth/deep/er", "{\"type\":\"userpass\"}");
	CALL("create_or_update_user", hvac_string("username", "there"), hvac_string("password", "p"), hvac_string("mount_point", "deep/er"));
	log_in(who, HVAC_ARGS(hvac_string("username", "there"), hvac_string("password", "p"), hvac_string("mount_point", "deep/er")), HVAC_OK);
	ck_assert_str_eq(text_at(token_seen(token_of(who)), "/path"), "auth/deep/er/login/there");
	ck_assert_ptr_null(login_seen("there", "p"));
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth/userpass, live");
	TCase *tests = live_case(suite, "users");

	tcase_add_unchecked_fixture(tests, enable, NULL);
	tcase_add_test(tests, a_user_is_made_with_all_settings);
	tcase_add_test(tests, a_change_of_a_user_leaves_what_is_not_given);
	tcase_add_test(tests, settings_are_taken_by_their_former_names);
	tcase_add_test(tests, a_new_user_needs_a_password);
	tcase_add_test(tests, a_user_is_read_without_the_password);
	tcase_add_test(tests, users_are_listed);
	tcase_add_test(tests, a_user_is_removed_and_the_tokens_live_on);
	tcase_add_test(tests, a_password_is_replaced);
	tcase_add_test(tests, a_password_is_taken_over_by_its_hash);
	tcase_add_test(tests, policies_are_replaced);

	tests = live_case(suite, "logging in");
	tcase_add_test(tests, a_login_gives_the_client_a_token_that_works);
	tcase_add_test(tests, a_login_takes_its_password_from_a_file);
	tcase_add_test(tests, a_wrong_password_and_an_unknown_user_are_refused_and_leave_the_token);
	tcase_add_test(tests, too_many_wrong_passwords_lock_a_user_out);
	tcase_add_test(tests, a_login_without_use_token_leaves_the_clients_token);
	tcase_add_test(tests, a_login_works_where_the_method_is_mounted_elsewhere);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
