/* SPDX-License-Identifier: MIT */
/* auth/token against the real server: every operation, each effect seen a second way. */
#include "calls.h"

#include <string.h>

#define ENGINE "auth/token"

/* A new token past the library: its auth. */
static const hvac_value *made(const char *parameters)
{
	return hvac_value_at(set_up("POST", "auth/token/create", parameters), "/auth");
}

static const hvac_value *seen(const char *token)
{
	return hvac_value_at(set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", token)), "/data");
}

static bool lives(const char *token)
{
	int status;

	ask(server, token, "GET", "auth/token/lookup-self", NULL, &status);
	ck_assert(status == 200 || status == 403);
	return status == 200;
}

static const char *token_in(const hvac_response *response)
{
	const char *token = hvac_response_string(response, "client_token");

	ck_assert_ptr_nonnull(token);
	return token;
}

START_TEST(a_token_is_made_as_asked)
{
	hvac_response *response = CALL("create", hvac_json("policies", "[\"default\"]"), hvac_json("meta", "{\"team\":\"web\"}"), hvac_string("ttl", "30m"),
	                               hvac_string("explicit_max_ttl", "2h"), hvac_string("display_name", "shop"), hvac_integer("num_uses", 5),
	                               hvac_boolean("renewable", false), hvac_string("id", "chosen-by-root"));
	const hvac_value *token = seen("chosen-by-root");

	ck_assert_str_eq(token_in(response), "chosen-by-root");
	ck_assert(list_has(hvac_value_at(token, "/policies"), "default") && !list_has(hvac_value_at(token, "/policies"), "root"));
	ck_assert_str_eq(text_at(token, "/meta/team"), "web");
	ck_assert_int_eq(number_at(token, "/creation_ttl"), 1800);
	ck_assert_int_eq(number_at(token, "/explicit_max_ttl"), 7200);
	ck_assert_str_eq(text_at(token, "/display_name"), "token-shop");
	ck_assert_int_eq(number_at(token, "/num_uses"), 5);
	ck_assert(!truth_at(token, "/renewable"));
	ck_assert(!truth_at(token, "/orphan"));
}
END_TEST

/* One text is one member, whatever commas it has. */
START_TEST(the_meta_of_a_token_is_a_map_or_a_list)
{
	static const char *const forms[] = { "{\"team\":\"web\",\"stage\":\"test\"}", "[\"team=web\",\"stage=test\"]", "\"team=web,stage=test\"" };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const hvac_value *meta = hvac_value_at(seen(token_in(CALL("create", hvac_json("meta", forms[i])))), "/meta");

		ck_assert_uint_eq(hvac_value_count(meta), i < 2 ? 2 : 1);
		ck_assert_str_eq(text_at(meta, "/team"), i < 2 ? "web" : "web,stage=test");
	}
}
END_TEST

START_TEST(a_periodic_token_and_a_batch_token_are_made)
{
	const char *periodic = token_in(CALL("create", hvac_string("period", "10m"), hvac_boolean("no_parent", true)));
	const char *batch = token_in(CALL("create", hvac_string("type", "batch"), hvac_string("ttl", "10m"), hvac_json("policies", "[\"default\"]")));

	ck_assert_int_eq(number_at(seen(periodic), "/period"), 600);
	ck_assert(truth_at(seen(periodic), "/orphan"));
	ck_assert_str_eq(text_at(seen(batch), "/type"), "batch");
}
END_TEST

START_TEST(a_wrapped_token_comes_out_of_its_wrapping)
{
	hvac_response *response = CALL("create", hvac_string("wrap_ttl", "1m"), hvac_string("display_name", "inside"));
	const hvac_value *unwrapped;
	int status;

	ck_assert_ptr_null(hvac_response_string(response, "client_token"));
	unwrapped = ask(server, text_at(hvac_response_wrap_info(response), "/token"), "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_int_eq(status, 200);
	ck_assert_str_eq(text_at(seen(text_at(unwrapped, "/auth/client_token")), "/display_name"), "token-inside");
}
END_TEST

START_TEST(an_orphan_outlives_its_maker)
{
	const char *maker = text_at(made("{\"policies\":[\"root\"]}"), "/client_token");
	hvac_client *who = client_with_token(maker);
	const char *orphan = token_in(call_as(who, ENGINE, "create_orphan", HVAC_ARGS(hvac_string("ttl", "5m"))));
	const char *child = token_in(call_as(who, ENGINE, "create", HVAC_ARGS(hvac_string("ttl", "5m"))));

	ck_assert(truth_at(seen(orphan), "/orphan"));
	set_up("POST", "auth/token/revoke", format("{\"token\":\"%s\"}", maker));
	ck_assert(lives(orphan));
	ck_assert(!lives(child));
}
END_TEST

START_TEST(a_token_of_a_role_is_as_the_role_says)
{
	hvac_response *response;

	set_up("POST", "auth/token/roles/shop", "{\"allowed_policies\":\"default\",\"orphan\":true,\"token_period\":\"20m\",\"path_suffix\":\"of-shop\"}");
	response = CALL("create", hvac_string("role_name", "shop"));
	ck_assert_str_eq(text_at(seen(token_in(response)), "/role"), "shop");
	ck_assert_int_eq(number_at(seen(token_in(response)), "/creation_ttl"), 1200);

	response = CALL("create_against_role", hvac_string("role_name", "shop"), hvac_string("display_name", "till"));
	ck_assert_str_eq(text_at(seen(token_in(response)), "/path"), "auth/token/create/shop/of-shop");
	ck_assert_str_eq(text_at(seen(token_in(response)), "/display_name"), "token-till");
}
END_TEST

START_TEST(a_token_is_looked_up_in_every_way)
{
	const hvac_value *token = made("{\"ttl\":\"10m\",\"policies\":[\"default\"],\"display_name\":\"found\"}");
	const char *id = text_at(token, "/client_token"), *accessor = text_at(token, "/accessor");
	hvac_client *own = client_with_token(id);

	ck_assert_str_eq(text_at(seen(id), "/accessor"), accessor);
	ck_assert_str_eq(hvac_response_string(CALL("lookup", hvac_string("token", id)), "accessor"), accessor);
	ck_assert_str_eq(hvac_response_string(CALL("lookup_by_query", hvac_string("token", id)), "accessor"), accessor);
	ck_assert_str_eq(hvac_response_string(CALL("lookup_accessor", hvac_string("accessor", accessor)), "display_name"), "token-found");
	ck_assert_str_eq(hvac_response_string(call_as(own, ENGINE, "lookup_self", NULL), "accessor"), accessor);
	ck_assert_str_eq(hvac_response_string(call_as(client_allowed("path \"auth/token/lookup-self\" { capabilities = [\"update\"] }"), ENGINE,
	                                              "lookup_self_by_post", NULL), "path"), "auth/token/create");
}
END_TEST

START_TEST(a_token_that_is_there_is_used)
{
	const char *token = text_at(made("{\"policies\":[\"default\"]}"), "/client_token");
	hvac_client *who = client_with_token(NULL);

	call_as(who, ENGINE, "login", HVAC_ARGS(hvac_string("token", token)));
	ck_assert_str_eq(text_at(hvac_response_data(call_as(who, ENGINE, "lookup_self", NULL)), "/id"), token);
}
END_TEST

START_TEST(a_token_in_the_address_is_not_shown)
{
	hvac_response *response = REFUSED(HVAC_FORBIDDEN, "lookup_by_query", hvac_string("token", "marked-token"));

	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-token"));
	ck_assert_ptr_null(strstr(hvac_response_url(response), "marked-token"));
}
END_TEST

/* Whether the token has at least so many seconds left, which it had not before. */
static void lives_longer(const char *token, int64_t seconds)
{
	ck_assert_int_gt(number_at(seen(token), "/ttl"), seconds);
}

START_TEST(a_token_is_renewed_in_every_way)
{
	const hvac_value *token = made("{\"ttl\":\"60s\",\"policies\":[\"default\"]}");
	const char *id = text_at(token, "/client_token");
	hvac_response *response;
	int64_t duration;

	response = CALL("renew", hvac_string("token", id), hvac_string("increment", "10m"));
	ck_assert(hvac_response_integer(response, "lease_duration", &duration));
	ck_assert_int_eq(duration, 600);
	lives_longer(id, 300);
	CALL("renew_accessor", hvac_string("accessor", text_at(token, "/accessor")), hvac_integer("increment", 3600));
	lives_longer(id, 3000);
	call_as(client_with_token(id), ENGINE, "renew_self", HVAC_ARGS(hvac_string("increment", "3h")));
	lives_longer(id, 10000);
}
END_TEST

START_TEST(a_token_is_revoked)
{
	const char *token = text_at(made("{}"), "/client_token");

	ck_assert(lives(token));
	CALL("revoke", hvac_string("token", token));
	ck_assert(!lives(token));
}
END_TEST

START_TEST(a_token_is_revoked_by_its_accessor)
{
	const hvac_value *token = made("{}");

	CALL("revoke_accessor", hvac_string("accessor", text_at(token, "/accessor")));
	ck_assert(!lives(text_at(token, "/client_token")));
}
END_TEST

START_TEST(a_token_is_revoked_and_its_children_live_on)
{
	const char *parent = text_at(made("{\"policies\":[\"root\"]}"), "/client_token"), *child;
	int status;

	child = text_at(ask(server, parent, "POST", "auth/token/create", "{}", &status), "/auth/client_token");
	CALL("revoke_and_orphan_children", hvac_string("token", parent));
	ck_assert(!lives(parent));
	ck_assert(lives(child));
	ck_assert(truth_at(seen(child), "/orphan"));
	REFUSED(HVAC_INVALID_REQUEST, "revoke_and_orphan_children", hvac_string("token", parent));
}
END_TEST

START_TEST(a_token_revokes_itself)
{
	const char *token = text_at(made("{}"), "/client_token");
	hvac_client *own = client_with_token(token);
	bool authenticated = true;

	call_as(own, ENGINE, "revoke_self", NULL);
	ck_assert(!lives(token));
	ck_assert_int_eq(hvac_is_authenticated(own, &authenticated, NULL), HVAC_OK);
	ck_assert(!authenticated);
}
END_TEST

START_TEST(accessors_are_listed)
{
	const char *accessor = text_at(made("{}"), "/accessor");
	hvac_response *response = CALL_BARE("list_accessors");

	ck_assert(list_has(hvac_response_value(response, "keys"), accessor));
	ck_assert(list_has(hvac_value_at(look_list("auth/token/accessors"), "/data/keys"), accessor));
}
END_TEST

START_TEST(a_role_is_made_read_listed_and_removed)
{
	hvac_response *response;
	const hvac_value *role;

	CALL("create_or_update_role", hvac_string("role_name", "whole"), hvac_json("allowed_policies", "[\"a\",\"b\"]"), hvac_json("disallowed_policies", "[\"c\"]"),
	     hvac_boolean("orphan", true), hvac_boolean("renewable", false), hvac_string("path_suffix", "end"), hvac_json("allowed_entity_aliases", "[\"web-*\"]"),
	     hvac_string("token_period", "1h"), hvac_string("token_explicit_max_ttl", "2h"), hvac_json("allowed_policies_glob", "[\"d*\"]"),
	     hvac_json("token_bound_cidrs", "[\"127.0.0.1\"]"), hvac_boolean("token_no_default_policy", true), hvac_integer("token_num_uses", 4),
	     hvac_string("token_type", "service"));
	role = hvac_value_at(look("auth/token/roles/whole"), "/data");
	ck_assert(list_has(hvac_value_at(role, "/allowed_policies"), "b"));
	ck_assert(list_has(hvac_value_at(role, "/disallowed_policies"), "c"));
	ck_assert(truth_at(role, "/orphan"));
	ck_assert(!truth_at(role, "/renewable"));
	ck_assert_str_eq(text_at(role, "/path_suffix"), "end");
	ck_assert(list_has(hvac_value_at(role, "/allowed_entity_aliases"), "web-*"));
	ck_assert_int_eq(number_at(role, "/token_period"), 3600);
	ck_assert_int_eq(number_at(role, "/token_explicit_max_ttl"), 7200);
	ck_assert(list_has(hvac_value_at(role, "/allowed_policies_glob"), "d*"));
	ck_assert(list_has(hvac_value_at(role, "/token_bound_cidrs"), "127.0.0.1"));
	ck_assert(truth_at(role, "/token_no_default_policy"));
	ck_assert_int_eq(number_at(role, "/token_num_uses"), 4);
	ck_assert_str_eq(text_at(role, "/token_type"), "service");

	response = CALL("read_role", hvac_string("role_name", "whole"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), role));
	response = CALL_BARE("list_roles");
	ck_assert(list_has(hvac_response_value(response, "keys"), "whole"));
	CALL("delete_role", hvac_string("role_name", "whole"));
	ck_assert_int_eq(look_status("auth/token/roles/whole"), 404);
}
END_TEST

START_TEST(tidying_is_started)
{
	hvac_response *response = CALL_BARE("tidy");

	ck_assert_int_eq(hvac_response_http_status(response), 202);
	ck_assert(server_log_says(server, "token: finished tidy operation on tokens"));
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth/token, live");
	TCase *tests = live_case(suite, "making");

	tcase_add_test(tests, a_token_is_made_as_asked);
	tcase_add_test(tests, the_meta_of_a_token_is_a_map_or_a_list);
	tcase_add_test(tests, a_periodic_token_and_a_batch_token_are_made);
	tcase_add_test(tests, a_wrapped_token_comes_out_of_its_wrapping);
	tcase_add_test(tests, an_orphan_outlives_its_maker);
	tcase_add_test(tests, a_token_of_a_role_is_as_the_role_says);
	tcase_add_test(tests, a_role_is_made_read_listed_and_removed);

	tests = live_case(suite, "living");
	tcase_add_test(tests, a_token_is_looked_up_in_every_way);
	tcase_add_test(tests, a_token_that_is_there_is_used);
	tcase_add_test(tests, a_token_in_the_address_is_not_shown);
	tcase_add_test(tests, a_token_is_renewed_in_every_way);
	tcase_add_test(tests, accessors_are_listed);
	tcase_add_test(tests, tidying_is_started);

	tests = live_case(suite, "revoking");
	tcase_add_test(tests, a_token_is_revoked);
	tcase_add_test(tests, a_token_is_revoked_by_its_accessor);
	tcase_add_test(tests, a_token_is_revoked_and_its_children_live_on);
	tcase_add_test(tests, a_token_revokes_itself);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
