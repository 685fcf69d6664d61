/* SPDX-License-Identifier: MIT */
/*
 * What the library does around a login, against the real server: a wrapped secret id, a second factor (TOTP, by the server's own
 * generator in another mount and its login enforcement), a login that travels with each request.
 */
#include "calls.h"

#include <stdlib.h>
#include <string.h>

#define POLICY "path \\\"secret/data/web\\\" { capabilities = [\\\"read\\\"] }"

static const char *role_id;

/* Both methods, a policy, a user and a role, once for all tests of the program. */
static void prepare(void)
{
	int status;

	ask(server, server->token, "POST", "sys/auth/approle", "{\"type\":\"approle\"}", &status);
	ck_assert_int_eq(status, 204);
	ask(server, server->token, "POST", "sys/auth/userpass", "{\"type\":\"userpass\"}", &status);
	ck_assert_int_eq(status, 204);
	ask(server, server->token, "PUT", "sys/policies/acl/web", "{\"policy\":\"" POLICY "\"}", &status);
	ck_assert_int_eq(status, 204);
	ask(server, server->token, "POST", "secret/data/web", "{\"data\":{\"user\":\"web\"}}", &status);
	ck_assert_int_eq(status, 200);
	ask(server, server->token, "POST", "auth/approle/role/web", "{\"token_policies\":\"web\"}", &status);
	ck_assert_int_eq(status, 204);
	ask(server, server->token, "POST", "auth/userpass/users/ann", "{\"password\":\"pw\",\"token_policies\":\"web\"}", &status);
	ck_assert_int_eq(status, 204);
	ask(server, server->token, "POST", "auth/userpass/users/bob", "{\"password\":\"pw\",\"token_policies\":\"web\"}", &status);
	ck_assert_int_eq(status, 204);
}

/* A wrapping token for what a path answers, past the library. */
static const char *wrapped(const char *path, const char *body)
{
	hvac_client *wrapping = client_of(server, "token", server->token, "wrap_ttl", "60s", NULL);
	hvac_value *data;
	hvac_response *response;

	ck_assert_int_eq(hvac_value_parse(body, strlen(body), &data), HVAC_OK);
	ck_assert_int_eq(hvac_write(wrapping, path, keep_value(data), &response), HVAC_OK);
	return text_at(hvac_response_wrap_info(keep_response(response)), "/token");
}

static const hvac_value *whoami(hvac_client *who)
{
	hvac_response *response = keep_response(NULL);

	ck_assert_int_eq(hvac_read(who, "auth/token/lookup-self", &response), HVAC_OK);
	return hvac_response_data(keep_response(response));
}

static const char *own_role_id(void)
{
	role_id = text_at(look("auth/approle/role/web/role-id"), "/data/role_id");
	return role_id;
}

START_TEST(a_wrapped_secret_id_logs_in_once)
{
	hvac_client *who = client_with_token(NULL);
	const char *token = wrapped("auth/approle/role/web/secret-id", "{}");

	call_as(who, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", token), hvac_string("unwrap", "secret_id")));
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "web"));
	says(refused_as(who, HVAC_INVALID_REQUEST, "auth/approle", "login",
	                HVAC_ARGS(hvac_string("role_id", role_id), hvac_string("secret_id", token), hvac_string("unwrap", "secret_id"))), "somebody has used it before");
}
END_TEST

/* What the library asks on the way is for itself alone; the login's own answer is wrapped. */
START_TEST(a_client_that_wants_its_answers_wrapped_unwraps_all_the_same)
{
	hvac_client *who = client_of(server, "wrap_ttl", "60s", NULL);
	const char *token = wrapped("auth/approle/role/web/secret-id", "{}");
	hvac_response *response = call_as(who, "auth/approle", "login",
	                                  HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", token), hvac_string("unwrap", "secret_id")));
	int status;

	ask(server, text_at(hvac_response_wrap_info(response), "/token"), "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_int_eq(status, 200);
}
END_TEST

START_TEST(a_wrapped_custom_secret_id_logs_in)
{
	hvac_client *who = client_with_token(NULL);
	const char *token = wrapped("auth/approle/role/web/custom-secret-id", "{\"secret_id\":\"chosen-by-hand\"}");

	call_as(who, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", token), hvac_string("unwrap", "secret_id")));
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "web"));
}
END_TEST

START_TEST(a_wrapping_token_of_something_else_stays_unused)
{
	hvac_client *who = client_with_token(NULL);
	const char *token = wrapped("sys/wrapping/wrap", "{\"secret_id\":\"slipped in\"}");
	int status;

	says(refused_as(who, HVAC_PARAM_VALIDATION_ERROR, "auth/approle", "login",
	                HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", token), hvac_string("unwrap", "secret_id"))), "was made at sys/wrapping/wrap");
	ask(server, token, "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_int_eq(status, 200);
}
END_TEST

START_TEST(a_token_that_is_there_becomes_the_clients)
{
	const char *token = text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"web\"]}"), "/auth/client_token");
	hvac_client *who = client_with_token(server->token);
	hvac_response *response = call_as(who, "auth/token", "login", HVAC_ARGS(hvac_string("token", token)));

	ck_assert_str_eq(hvac_response_string(response, "id"), token);
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "web"));
	/* one that the server does not know changes nothing */
	refused_as(who, HVAC_FORBIDDEN, "auth/token", "login", HVAC_ARGS(hvac_string("token", "hvs.nobodys")));
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "web"));
	refused_as(who, HVAC_PARAM_VALIDATION_ERROR, "auth/token", "login", HVAC_ARGS(hvac_string("token", "two lines\nof it")));
	call_as(who, "auth/token", "login", HVAC_ARGS(hvac_string("token", server->token), hvac_boolean("use_token", false)));
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "web"));
}
END_TEST

START_TEST(a_server_that_is_down_is_told_and_leaves_the_token)
{
	hvac_config *config = hvac_config_new();
	hvac_client *who;

	hvac_config_set(config, "address", "http://127.0.0.1:1");
	hvac_config_set(config, "max_retries", "0");
	hvac_config_set(config, "token", "kept");
	who = client_from(config);
	refused_as(who, HVAC_CONNECTION_ERROR, "auth/token", "login", HVAC_ARGS(hvac_string("token", "t")));
	refused_as(who, HVAC_CONNECTION_ERROR, "auth/userpass", "login", HVAC_ARGS(hvac_string("username", "ann"), hvac_string("password", "pw")));
	refused_as(who, HVAC_CONNECTION_ERROR, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "r"), hvac_string("secret_id", "s")));
	ck_assert_str_eq(keep_text(hvac_client_token(who)), "kept");
}
END_TEST

START_TEST(a_token_that_has_ended_is_refused)
{
	const char *token = text_at(set_up("POST", "auth/token/create", "{\"ttl\":\"1s\",\"policies\":[\"web\"]}"), "/auth/client_token");
	hvac_client *who = client_with_token(server->token);
	int status = 200;

	while (status == 200)
		ask(server, token, "GET", "auth/token/lookup-self", NULL, &status);
	refused_as(who, HVAC_FORBIDDEN, "auth/token", "login", HVAC_ARGS(hvac_string("token", token)));
	ck_assert(list_has(hvac_value_member(whoami(who), "policies"), "root"));
}
END_TEST

START_TEST(a_wrapped_token_becomes_the_clients_once)
{
	hvac_client *who = client_with_token(NULL);
	const char *made = wrapped("auth/token/create", "{\"policies\":[\"web\"]}"), *of_login = wrapped("auth/userpass/login/ann", "{\"password\":\"pw\"}");
	const char *of_data = wrapped("sys/wrapping/wrap", "{\"token\":\"slipped in\"}"), *deep, *of_no_login;
	int status;

	set_up("POST", "sys/auth/team/people", "{\"type\":\"userpass\"}");
	set_up("POST", "auth/team/people/users/ann", "{\"password\":\"correct horse\"}");
	deep = wrapped("auth/team/people/login/ann", "{\"password\":\"correct horse\"}");
	of_no_login = wrapped("auth/token/lookup", format("{\"token\":\"%s\"}", server->token));

	call_as(who, "auth/token", "login", HVAC_ARGS(hvac_string("token", made), hvac_string("unwrap", "token")));
	ck_assert_str_eq(text_at(whoami(who), "/path"), "auth/token/create");
	says(refused_as(who, HVAC_INVALID_REQUEST, "auth/token", "login", HVAC_ARGS(hvac_string("token", made), hvac_string("unwrap", "token"))),
	     "somebody has used it before");
	call_as(who, "auth/token", "login", HVAC_ARGS(hvac_string("token", of_login), hvac_string("unwrap", "token")));
	ck_assert_str_eq(text_at(whoami(who), "/path"), "auth/userpass/login/ann");
	call_as(who, "auth/token", "login", HVAC_ARGS(hvac_string("token", deep), hvac_string("unwrap", "token")));
	ck_assert_str_eq(text_at(whoami(who), "/path"), "auth/team/people/login/ann");
	says(refused_as(who, HVAC_PARAM_VALIDATION_ERROR, "auth/token", "login", HVAC_ARGS(hvac_string("token", of_no_login), hvac_string("unwrap", "token"))),
	     "was made at auth/token/lookup, not at /auth/token/create or");
	says(refused_as(who, HVAC_PARAM_VALIDATION_ERROR, "auth/token", "login", HVAC_ARGS(hvac_string("token", of_data), hvac_string("unwrap", "token"))),
	     "was made at sys/wrapping/wrap");
	ask(server, of_data, "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_int_eq(status, 200);
}
END_TEST

/* Users of the mount must give a code of their own key, too; the server's TOTP engine stands for their authenticators. */
static const char *method;

static void give_key(const char *name, const char *accessor)
{
	const char *entity = text_at(set_up("POST", "identity/entity", format("{\"name\":\"%s\"}", name)), "/data/id");
	const hvac_value *key;

	set_up("POST", "identity/entity-alias", format("{\"name\":\"%s\",\"canonical_id\":\"%s\",\"mount_accessor\":\"%s\"}", name, entity, accessor));
	key = set_up("POST", "identity/mfa/method/totp/admin-generate", format("{\"method_id\":\"%s\",\"entity_id\":\"%s\"}", method, entity));
	set_up("POST", format("totp/keys/%s", name), format("{\"url\":\"%s\"}", text_at(key, "/data/url")));
}

static void enforce(void)
{
	const char *accessor = text_at(look("sys/auth"), "/data/userpass~1/accessor");

	set_up("POST", "sys/mounts/totp", "{\"type\":\"totp\"}");
	method = text_at(set_up("POST", "identity/mfa/method/totp", "{\"issuer\":\"libhvac\",\"period\":30}"), "/data/method_id");
	give_key("ann", accessor);
	give_key("bob", accessor);
	set_up("POST", "identity/mfa/login-enforcement/all", format("{\"mfa_method_ids\":\"%s\",\"auth_method_accessors\":\"%s\"}", method, accessor));
}

/* Good once. */
static const char *code(const char *name)
{
	return text_at(look(format("totp/code/%s", name)), "/data/code");
}

#define LOGIN "auth/userpass", "login"
#define USER(name, ...) HVAC_ARGS(hvac_string("username", name), hvac_string("password", "pw"), __VA_ARGS__)

START_TEST(a_second_factor_is_given_in_a_request_of_its_own_or_with_the_login)
{
	hvac_client *who = client_with_token(NULL);
	hvac_response *response;

	enforce();
	says(refused_as(who, HVAC_UNAUTHORIZED, LOGIN, USER("ann", hvac_string(NULL, NULL))), method);
	refused_as(who, HVAC_FORBIDDEN, LOGIN, USER("ann", hvac_string("mfa_passcode", "000000")));
	call_as(who, LOGIN, USER("ann", hvac_string("mfa_passcode", code("ann"))));
	ck_assert_str_eq(text_at(whoami(who), "/display_name"), "userpass-ann");
	call_as(who, LOGIN, USER("bob", hvac_string("mfa", format("%s:%s", method, code("bob")))));
	ck_assert_str_eq(text_at(whoami(who), "/display_name"), "userpass-bob");
	/* by hand: the answer as it is, and what it asks for */
	response = call_as(who, LOGIN, USER("ann", hvac_boolean("use_token", false)));
	ck_assert_str_eq(text_at(hvac_response_answer(response), "/mfa_requirement/mfa_constraints/all/any/0/id"), method);
}
END_TEST

START_TEST(a_login_travels_with_each_request)
{
	hvac_client *one;
	hvac_response *response;
	const char *secret_id = text_at(set_up("POST", "auth/approle/role/web/secret-id", "{}"), "/data/secret_id");
	int64_t before = (int64_t)hvac_value_count(hvac_value_at(look_list("auth/token/accessors"), "/data/keys"));

	ck_assert_int_eq(hvac_client_inline(client, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", secret_id)), &one),
	                 HVAC_OK);
	response = call_as(one, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "web")));
	ck_assert_str_eq(hvac_response_string(response, "user"), "web");
	refused_as(one, HVAC_FORBIDDEN, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "other")));
	/* and the server keeps no token of it */
	ck_assert_int_eq((int64_t)hvac_value_count(hvac_value_at(look_list("auth/token/accessors"), "/data/keys")), before);
	/* nor does the client, of a login that it makes */
	call_as(one, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", secret_id)));
	call_as(one, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "web")));
	hvac_client_free(one);
}
END_TEST

START_TEST(a_login_that_travels_is_refused_as_itself)
{
	hvac_client *one;
	hvac_response *response;

	ck_assert_int_eq(hvac_client_inline(client, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", own_role_id()), hvac_string("secret_id", "wrong")), &one), HVAC_OK);
	refused_as(one, HVAC_INVALID_REQUEST, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "web")));
	hvac_client_free(one);
	ck_assert_int_eq(hvac_client_inline(client, "auth/userpass", "login", HVAC_ARGS(hvac_string("username", "ann"), hvac_string("password", "pw"),
	                 hvac_string("mount_point", "nowhere")), &one), HVAC_OK);
	response = refused_as(one, HVAC_FORBIDDEN, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "web")));
	says(response, "the login that goes along was refused, no such method is enabled at its path");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "token"));
	hvac_client_free(one);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("login_steps");
	TCase *group = live_case(suite, "login");

	tcase_add_unchecked_fixture(group, prepare, NULL);
	tcase_add_test(group, a_wrapped_secret_id_logs_in_once);
	tcase_add_test(group, a_client_that_wants_its_answers_wrapped_unwraps_all_the_same);
	tcase_add_test(group, a_wrapped_custom_secret_id_logs_in);
	tcase_add_test(group, a_wrapping_token_of_something_else_stays_unused);
	tcase_add_test(group, a_token_that_is_there_becomes_the_clients);
	tcase_add_test(group, a_server_that_is_down_is_told_and_leaves_the_token);
	tcase_add_test(group, a_token_that_has_ended_is_refused);
	tcase_add_test(group, a_wrapped_token_becomes_the_clients_once);
	tcase_add_test(group, a_second_factor_is_given_in_a_request_of_its_own_or_with_the_login);
	tcase_add_test(group, a_login_travels_with_each_request);
	tcase_add_test(group, a_login_that_travels_is_refused_as_itself);
	return live_main(suite);
}
