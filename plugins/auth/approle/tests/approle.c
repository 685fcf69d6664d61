/* SPDX-License-Identifier: MIT */
/* auth/approle against the real server: every operation that it has, each effect seen a second way, and logging in. */
#include "calls.h"

#include <stdlib.h>
#include <string.h>

#define ENGINE "auth/approle"
#define ABSENT "auth/approle/tests/not-in-openbao-2.7.2-approle.json"

/* The method at approle/, once for all tests of the program. */
static void enable(void)
{
	int status;

	ask(server, server->token, "POST", "sys/auth/approle", "{\"type\":\"approle\"}", &status);
	ck_assert_int_eq(status, 204);
}

/* A role whose tokens may read a secret of its name. */
static const char *role(const char *name)
{
	set_up("PUT", format("sys/policies/acl/%s", name), format("{\"policy\":\"path \\\"secret/data/%s\\\" { capabilities = [\\\"read\\\"] }\"}", name));
	set_up("POST", format("secret/data/%s", name), "{\"data\":{\"user\":\"web\"}}");
	set_up("POST", format("auth/approle/role/%s", name), format("{\"token_policies\":\"%s\"}", name));
	return name;
}

static const hvac_value *role_seen(const char *name)
{
	return hvac_value_at(look(format("auth/approle/role/%s", name)), "/data");
}

static const char *role_id_of(const char *name)
{
	return text_at(look(format("auth/approle/role/%s/role-id", name)), "/data/role_id");
}

/* A new secret id past the library: its data. */
static const hvac_value *new_secret_id(const char *name)
{
	return hvac_value_at(set_up("POST", format("auth/approle/role/%s/secret-id", name), "{}"), "/data");
}

static const hvac_value *accessors_of(const char *name)
{
	return hvac_value_at(look_list(format("auth/approle/role/%s/secret-id", name)), "/data/keys");
}

/* Whether the server takes role id and secret id: asked past the library. */
static bool logs_in(const char *name, const char *secret_id)
{
	int status;

	ask(server, NULL, "POST", "auth/approle/login", format("{\"role_id\":\"%s\",\"secret_id\":\"%s\"}", role_id_of(name), secret_id), &status);
	ck_assert(status == 200 || status == 400);
	return status == 200;
}

/* Roles */

START_TEST(a_role_is_made_with_all_its_settings)
{
	const hvac_value *seen;

	CALL("create_or_update_approle", hvac_string("role_name", "made"), hvac_boolean("bind_secret_id", true),
	     hvac_json("secret_id_bound_cidrs", "[\"127.0.0.0/8\",\"10.0.0.0/8\"]"), hvac_integer("secret_id_num_uses", 3), hvac_string("secret_id_ttl", "10m"),
	     hvac_string("token_ttl", "20m"), hvac_string("token_max_ttl", "30m"), hvac_json("token_policies", "[\"a\",\"b\"]"),
	     hvac_string("token_explicit_max_ttl", "40m"), hvac_boolean("token_no_default_policy", true),
	     hvac_integer("token_num_uses", 9), hvac_string("token_period", "15m"), hvac_string("token_type", "service"), hvac_string("role_id", "made-by-hand"),
	     hvac_boolean("local_secret_ids", true), hvac_boolean("token_strictly_bind_ip", true));
	seen = role_seen("made");
	ck_assert(truth_at(seen, "/bind_secret_id"));
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(seen, "/secret_id_bound_cidrs")), 2);
	ck_assert_int_eq(number_at(seen, "/secret_id_num_uses"), 3);
	ck_assert_int_eq(number_at(seen, "/secret_id_ttl"), 600);
	ck_assert_int_eq(number_at(seen, "/token_ttl"), 1200);
	ck_assert_int_eq(number_at(seen, "/token_max_ttl"), 1800);
	ck_assert(list_has(hvac_value_at(seen, "/token_policies"), "a") && list_has(hvac_value_at(seen, "/token_policies"), "b"));
	ck_assert_int_eq(number_at(seen, "/token_explicit_max_ttl"), 2400);
	ck_assert(truth_at(seen, "/token_no_default_policy"));
	ck_assert_int_eq(number_at(seen, "/token_num_uses"), 9);
	ck_assert_int_eq(number_at(seen, "/token_period"), 900);
	ck_assert_str_eq(text_at(seen, "/token_type"), "service");
	ck_assert(truth_at(seen, "/local_secret_ids"));
	ck_assert(truth_at(seen, "/token_strictly_bind_ip"));
	ck_assert_str_eq(role_id_of("made"), "made-by-hand");
}
END_TEST

START_TEST(a_change_of_a_role_leaves_what_is_not_given)
{
	const hvac_value *seen;

	CALL("create_or_update_approle", hvac_string("role_name", "changed"), hvac_json("token_bound_cidrs", "[\"127.0.0.1/32\"]"), hvac_integer("token_ttl", 60));
	CALL("create_or_update_approle", hvac_string("role_name", "changed"), hvac_integer("token_ttl", 0));
	seen = role_seen("changed");
	ck_assert_str_eq(text_at(seen, "/token_bound_cidrs/0"), "127.0.0.1");
	ck_assert_int_eq(number_at(seen, "/token_ttl"), 0);
}
END_TEST

START_TEST(a_role_is_read)
{
	hvac_response *response = CALL("read_role", hvac_string("role_name", role("reader")));

	ck_assert(hvac_value_equal(hvac_response_answer(response), role_seen("reader")));
	ck_assert_str_eq(hvac_response_string(response, "token_policies/0"), "reader");
}
END_TEST

START_TEST(roles_are_listed)
{
	hvac_response *response;

	role("listed-a");
	role("listed-b");
	response = CALL_BARE("list_roles");
	ck_assert(list_has(hvac_response_value(response, "keys"), "listed-a"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(look_list("auth/approle/role"), "/data/keys")));
	response = CALL("list_roles", hvac_string("after", "listed-a"), hvac_integer("limit", 1));
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), "listed-b");
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
}
END_TEST

START_TEST(a_role_is_removed)
{
	role("removed");
	ck_assert_int_eq(look_status("auth/approle/role/removed"), 200);
	CALL("delete_role", hvac_string("role_name", "removed"));
	ck_assert_int_eq(look_status("auth/approle/role/removed"), 404);
}
END_TEST

START_TEST(a_role_id_is_read_and_replaced)
{
	hvac_response *response = CALL("read_role_id", hvac_string("role_name", role("renamed")));

	ck_assert_str_eq(hvac_response_string(response, "role_id"), role_id_of("renamed"));
	CALL("update_role_id", hvac_string("role_name", "renamed"), hvac_string("role_id", "a-name-of-its-own"));
	ck_assert_str_eq(role_id_of("renamed"), "a-name-of-its-own");
}
END_TEST

START_TEST(local_secret_ids_are_read)
{
	hvac_response *response;
	bool local = false;

	set_up("POST", "auth/approle/role/local", "{\"local_secret_ids\":true}");
	response = CALL("read_local_secret_ids", hvac_string("role_name", "local"));
	ck_assert(hvac_response_boolean(response, "local_secret_ids", &local));
	ck_assert(local && truth_at(role_seen("local"), "/local_secret_ids"));
}
END_TEST

/* The settings that have paths of their own: written as text, seen as JSON in the member of the whole role. */
static const struct setting {
	const char *read, *write, *remove;
	const char *member, *value;     /* a parameter's name is its member's */
	const char *json;
} settings[] = {
#define OPERATIONS(name) "read_" name, "create_or_update_" name, "delete_" name
	{ OPERATIONS("secret_id_bound_cidrs"), "secret_id_bound_cidrs", "127.0.0.0/8,10.0.0.0/8", "[\"127.0.0.0/8\",\"10.0.0.0/8\"]" },
	{ OPERATIONS("secret_id_num_uses"), "secret_id_num_uses", "5", "5" },
	{ OPERATIONS("secret_id_ttl"), "secret_id_ttl", "10m", "600" },
	{ OPERATIONS("policies"), "token_policies", "one,two", "[\"one\",\"two\"]" },
	{ OPERATIONS("period"), "token_period", "1h", "3600" },
	{ OPERATIONS("token_bound_cidrs"), "token_bound_cidrs", "127.0.0.1/32", "[\"127.0.0.1\"]" },
	{ OPERATIONS("token_ttl"), "token_ttl", "20m", "1200" },
	{ OPERATIONS("token_max_ttl"), "token_max_ttl", "2h", "7200" },
	{ OPERATIONS("token_num_uses"), "token_num_uses", "7", "7" },
};

static bool is_nothing(const hvac_value *value)
{
	int64_t number = 0;

	hvac_value_integer(value, &number);
	return !hvac_value_count(value) && !number;
}

START_TEST(a_setting_is_written_read_and_removed)
{
	const struct setting *setting = &settings[_i];
	const char *name = format("setting-%d", _i);
	hvac_value *expected;
	hvac_response *response;

	hvac_value_parse(setting->json, strlen(setting->json), &expected);
	keep_value(expected);
	set_up("POST", format("auth/approle/role/%s", name), "{}");
	ck_assert(is_nothing(hvac_value_member(role_seen(name), setting->member)));

	CALL(setting->write, hvac_string("role_name", name), hvac_typed(setting->member, setting->value));
	ck_assert_msg(hvac_value_equal(hvac_value_member(role_seen(name), setting->member), expected), "%s", setting->write);

	response = CALL(setting->read, hvac_string("role_name", name));
	ck_assert_msg(hvac_value_equal(hvac_response_value(response, setting->member), expected), "%s", setting->read);

	CALL(setting->remove, hvac_string("role_name", name));
	ck_assert_msg(is_nothing(hvac_value_member(role_seen(name), setting->member)), "%s", setting->remove);
}
END_TEST

/* The server sets the newer name's member, and clears and shows only the older one's, which it never fills. */
START_TEST(networks_are_set_by_their_former_name)
{
	hvac_response *response;

	set_up("POST", "auth/approle/role/former", "{}");
	CALL("create_or_update_bound_cidr_list", hvac_string("role_name", "former"), hvac_json("bound_cidr_list", "[\"127.0.0.0/16\"]"));
	ck_assert_str_eq(text_at(role_seen("former"), "/secret_id_bound_cidrs/0"), "127.0.0.0/16");
	response = CALL("read_bound_cidr_list", hvac_string("role_name", "former"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("auth/approle/role/former/bound-cidr-list"), "/data")));
	ck_assert_ptr_nonnull(strstr(text_at(hvac_response_warnings(response), "/0"), "deprecated"));
	CALL("delete_bound_cidr_list", hvac_string("role_name", "former"));
	ck_assert(is_nothing(hvac_value_at(look("auth/approle/role/former/bound-cidr-list"), "/data/bound_cidr_list")));
}
END_TEST

/* Secret ids */

START_TEST(a_secret_id_is_made_and_logs_in)
{
	hvac_response *response = CALL("generate_secret_id", hvac_string("role_name", role("generated")), hvac_json("metadata", "{\"host\":\"a\"}"),
	                               hvac_integer("num_uses", 2), hvac_string("ttl", "5m"));
	const hvac_value *seen;

	ck_assert(logs_in("generated", hvac_response_string(response, "secret_id")));
	ck_assert(list_has(accessors_of("generated"), hvac_response_string(response, "secret_id_accessor")));
	seen = set_up("POST", "auth/approle/role/generated/secret-id-accessor/lookup",
	              format("{\"secret_id_accessor\":\"%s\"}", hvac_response_string(response, "secret_id_accessor")));
	ck_assert_str_eq(text_at(seen, "/data/metadata/host"), "a");
	ck_assert_int_eq(number_at(seen, "/data/secret_id_ttl"), 300);
	ck_assert_int_eq(number_at(seen, "/data/secret_id_num_uses"), 1);
}
END_TEST

START_TEST(a_secret_id_of_ones_own_logs_in)
{
	CALL("create_custom_secret_id", hvac_string("role_name", role("custom")), hvac_string("secret_id", "chosen \"by hand\""),
	     hvac_json("cidr_list", "[\"127.0.0.0/8\"]"), hvac_json("token_bound_cidrs", "[\"127.0.0.0/8\"]"));
	ck_assert(logs_in("custom", "chosen \\\"by hand\\\""));
	ck_assert(!logs_in("custom", "another"));
}
END_TEST

START_TEST(accessors_of_secret_ids_are_listed)
{
	const char *accessor = text_at(new_secret_id(role("accessors")), "/secret_id_accessor");
	hvac_response *response = CALL("list_secret_id_accessors", hvac_string("role_name", "accessors"));

	ck_assert_str_eq(hvac_response_string(response, "keys/0"), accessor);
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
}
END_TEST

START_TEST(a_secret_id_is_looked_up_by_itself_and_by_its_accessor)
{
	const hvac_value *secret_id = new_secret_id(role("looked-up"));
	hvac_response *response = CALL("read_secret_id", hvac_string("role_name", "looked-up"), hvac_string("secret_id", text_at(secret_id, "/secret_id")));

	ck_assert_str_eq(hvac_response_string(response, "secret_id_accessor"), text_at(secret_id, "/secret_id_accessor"));
	response = CALL("read_secret_id_accessor", hvac_string("role_name", "looked-up"),
	                hvac_string("secret_id_accessor", text_at(secret_id, "/secret_id_accessor")));
	ck_assert_str_eq(hvac_response_string(response, "secret_id_accessor"), text_at(secret_id, "/secret_id_accessor"));
}
END_TEST

START_TEST(looking_up_a_secret_id_that_is_not_there_is_204)
{
	hvac_response *response = CALL("read_secret_id", hvac_string("role_name", role("unknown-id")), hvac_string("secret_id", "nobody's"));

	ck_assert_int_eq(hvac_response_http_status(response), 204);
	ck_assert_ptr_null(hvac_response_answer(response));
}
END_TEST

/* The four ways to make a secret id worthless, and what the second time comes of it. */
static const struct { const char *operation, *parameter, *pointer; hvac_status again; } ends[] = {
	{ "destroy_secret_id", "secret_id", "/secret_id", HVAC_OK },
	{ "destroy_secret_id_accessor", "secret_id_accessor", "/secret_id_accessor", HVAC_INTERNAL_SERVER_ERROR },
	{ "delete_secret_id", "secret_id", "/secret_id", HVAC_OK },
	{ "delete_secret_id_accessor", "secret_id_accessor", "/secret_id_accessor", HVAC_INTERNAL_SERVER_ERROR },
};

START_TEST(a_secret_id_is_made_worthless)
{
	const char *name = role(format("ended-%d", _i));
	const hvac_value *ended = new_secret_id(name), *other = new_secret_id(name);

	ck_assert(logs_in(name, text_at(ended, "/secret_id")));
	CALL(ends[_i].operation, hvac_string("role_name", name), hvac_string(ends[_i].parameter, text_at(ended, ends[_i].pointer)));
	ck_assert_msg(!logs_in(name, text_at(ended, "/secret_id")), "%s", ends[_i].operation);
	ck_assert_msg(logs_in(name, text_at(other, "/secret_id")), "%s", ends[_i].operation);
	REFUSED(ends[_i].again, ends[_i].operation, hvac_string("role_name", name), hvac_string(ends[_i].parameter, text_at(ended, ends[_i].pointer)));
}
END_TEST

/* What it clears away takes days to come about: that it ran is in its answer, and a living secret id lives on. */
START_TEST(tidying_is_started_and_spares_what_lives)
{
	const char *secret_id = text_at(new_secret_id(role("tidied")), "/secret_id");
	hvac_response *response = CALL_BARE("tidy_secret_id");

	ck_assert_int_eq(hvac_response_http_status(response), 202);
	ck_assert_ptr_nonnull(strstr(hvac_value_string(hvac_value_item(hvac_response_warnings(response), 0), NULL), "Tidy operation"));
	ck_assert(logs_in("tidied", secret_id));
}
END_TEST

START_TEST(a_wrapped_secret_id_is_unwrapped_and_logs_in)
{
	hvac_response *response = CALL("generate_secret_id", hvac_string("role_name", role("wrapped")), hvac_string("wrap_ttl", "60s"));
	const hvac_value *wrap = hvac_response_wrap_info(response);

	ck_assert_ptr_null(hvac_response_string(response, "secret_id"));
	ck_assert_str_eq(text_at(wrap, "/creation_path"), "auth/approle/role/wrapped/secret-id");
	ck_assert_int_eq(number_at(wrap, "/ttl"), 60);
	response = call_as(client_with_token(text_at(wrap, "/token")), "sys", "unwrap", NULL);
	ck_assert(logs_in("wrapped", hvac_response_string(response, "data/secret_id")));
	says(refused_as(client, HVAC_INVALID_REQUEST, "sys", "unwrap", HVAC_ARGS(hvac_string("token", text_at(wrap, "/token")))), "wrapping token is not valid");
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
	const char *secret_id = text_at(new_secret_id(role("web")), "/secret_id"), *token;
	bool authenticated = true;
	hvac_response *response;

	ck_assert_int_eq(hvac_is_authenticated(who, &authenticated, NULL), HVAC_OK);
	ck_assert(!authenticated);
	response = log_in(who, HVAC_ARGS(hvac_string("role_id", role_id_of("web")), hvac_string("secret_id", secret_id)), HVAC_OK);

	token = token_of(who);
	ck_assert_str_eq(token, hvac_response_string(response, "client_token"));
	ck_assert_int_eq(hvac_is_authenticated(who, &authenticated, NULL), HVAC_OK);
	ck_assert(authenticated);
	ck_assert_str_eq(text_at(set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", token)), "/data/meta/role_name"), "web");
	response = call_as(who, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "web")));
	ck_assert_str_eq(hvac_response_string(response, "user"), "web");
	refused_as(who, HVAC_FORBIDDEN, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "other")));
}
END_TEST

START_TEST(a_login_takes_its_secret_id_from_a_file)
{
	hvac_client *who = client_with_token(NULL);
	char *directory = keep(server_directory_new(), free);
	const char *secret_id = text_at(new_secret_id(role("file")), "/secret_id");
	char *path = keep(server_file(directory, "secret-id", format("%s\n", secret_id)), free);

	log_in(who, HVAC_ARGS(hvac_string("role_id", role_id_of("file")), hvac_file("secret_id", path)), HVAC_OK);
	call_as(who, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "file")));
}
END_TEST

START_TEST(a_login_names_the_file_that_is_not_there)
{
	says(log_in(client_with_token(NULL), HVAC_ARGS(hvac_string("role_id", "x"), hvac_file("secret_id", "/nowhere/secret-id")), HVAC_PARAM_VALIDATION_ERROR),
	     "/nowhere/secret-id");
}
END_TEST

struct asked {
	const char *text;
	int times;
};

static int64_t give(void *context, char *buffer, size_t size)
{
	struct asked *asked = context;
	size_t length = strlen(asked->text);

	asked->times++;
	if (length <= size)
		memcpy(buffer, asked->text, length);
	return (int64_t)length;
}

static int64_t give_nothing(void *context, char *buffer, size_t size)
{
	(void)context;
	(void)buffer;
	(void)size;
	return -1;
}

START_TEST(a_login_asks_a_callback_for_its_secret_id)
{
	hvac_client *who = client_with_token(NULL);
	struct asked asked = { text_at(new_secret_id(role("source")), "/secret_id"), 0 };

	log_in(who, HVAC_ARGS(hvac_string("role_id", role_id_of("source")), hvac_source("secret_id", give, &asked)), HVAC_OK);
	ck_assert_int_ge(asked.times, 1);
	call_as(who, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "source")));
	says(log_in(who, HVAC_ARGS(hvac_string("role_id", "x"), hvac_source("secret_id", give_nothing, NULL)), HVAC_PARAM_VALIDATION_ERROR), "secret_id");
}
END_TEST

START_TEST(a_wrong_secret_id_is_refused_and_leaves_the_token)
{
	hvac_client *who = client_with_token("kept");
	hvac_response *response = log_in(who, HVAC_ARGS(hvac_string("role_id", role_id_of(role("wrong"))), hvac_string("secret_id", "marked-secret-id")),
	                                 HVAC_INVALID_REQUEST);

	says(response, "invalid role or secret ID");
	says(response, "auth/approle login");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-secret-id"));
	ck_assert_str_eq(token_of(who), "kept");
}
END_TEST

START_TEST(a_role_that_is_not_there_and_a_secret_id_that_has_ended_are_refused)
{
	hvac_client *who = client_with_token("kept");
	const char *role_id = role_id_of(role("ended")), *secret_id = text_at(new_secret_id("ended"), "/secret_id");
	const char *short_lived = text_at(set_up("POST", "auth/approle/role/ended/secret-id", "{\"ttl\":\"1s\"}"), "/data/secret_id");
	int status = 200;

	log_in(who, HVAC_ARGS(hvac_string("role_id", "of-nobody"), hvac_string("secret_id", secret_id)), HVAC_INVALID_REQUEST);
	while (status == 200)
		ask(server, server->token, "POST", "auth/approle/role/ended/secret-id/lookup", format("{\"secret_id\":\"%s\"}", short_lived), &status);
	log_in(who, HVAC_ARGS(hvac_string("role_id", role_id), hvac_string("secret_id", short_lived)), HVAC_INVALID_REQUEST);
	ck_assert_str_eq(token_of(who), "kept");
}
END_TEST

START_TEST(a_login_without_use_token_leaves_the_clients_token)
{
	hvac_client *who = client_with_token("kept");
	const char *secret_id = text_at(new_secret_id(role("unused")), "/secret_id");
	hvac_response *response = call_as(who, ENGINE, "login", HVAC_ARGS(hvac_string("role_id", role_id_of("unused")),
	                                                                  hvac_string("secret_id", secret_id), hvac_boolean("use_token", false)));

	ck_assert_str_eq(token_of(who), "kept");
	set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", hvac_response_string(response, "client_token")));
}
END_TEST

START_TEST(a_login_works_where_the_method_is_mounted_elsewhere)
{
	hvac_client *who = client_with_token(NULL);

	set_up("POST", "sys/auth/deep/er", "{\"type\":\"approle\"}");
	set_up("POST", "auth/deep/er/role/web", "{\"role_id\":\"there\",\"bind_secret_id\":false,\"token_bound_cidrs\":\"127.0.0.0/8\"}");
	log_in(who, HVAC_ARGS(hvac_string("role_id", "there"), hvac_string("mount_point", "deep/er")), HVAC_OK);
	ck_assert_str_eq(text_at(set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", token_of(who))), "/data/path"), "auth/deep/er/login");
}
END_TEST

/* What OpenBao 2.7.2 answers with "unsupported path", though it lists it. */

START_TEST(read_bind_secret_id)
{
	hvac_response *response = replayed(ABSENT, ENGINE, "read_bind_secret_id", HVAC_ARGS(hvac_string("role_name", "web")));
	bool bind = false;

	ck_assert(hvac_response_boolean(response, "bind_secret_id", &bind));
	ck_assert(bind);
}
END_TEST

START_TEST(create_or_update_bind_secret_id)
{
	replayed(ABSENT, ENGINE, "create_or_update_bind_secret_id", HVAC_ARGS(hvac_string("role_name", "web"), hvac_boolean("bind_secret_id", false)));
}
END_TEST

START_TEST(delete_bind_secret_id)
{
	replayed(ABSENT, ENGINE, "delete_bind_secret_id", HVAC_ARGS(hvac_string("role_name", "web")));
}
END_TEST

static const char *const absent[] = { "read_bind_secret_id", "create_or_update_bind_secret_id", "delete_bind_secret_id", NULL };

START_TEST(the_server_does_not_have_what_was_replayed)
{
	role("absent");
	for (size_t i = 0; absent[i]; i++)
		says(REFUSED(HVAC_INVALID_PATH, absent[i], hvac_string("role_name", "absent")), "unsupported path");
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, absent);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth/approle, live");
	TCase *tests = live_case(suite, "roles");

	tcase_add_unchecked_fixture(tests, enable, NULL);
	tcase_add_test(tests, a_role_is_made_with_all_its_settings);
	tcase_add_test(tests, a_role_is_read);
	tcase_add_test(tests, roles_are_listed);
	tcase_add_test(tests, a_role_is_removed);
	tcase_add_test(tests, a_role_id_is_read_and_replaced);
	tcase_add_test(tests, local_secret_ids_are_read);
	tcase_add_test(tests, a_change_of_a_role_leaves_what_is_not_given);
	tcase_add_test(tests, networks_are_set_by_their_former_name);
	tcase_add_loop_test(tests, a_setting_is_written_read_and_removed, 0, sizeof settings / sizeof settings[0]);

	tests = live_case(suite, "secret ids");
	tcase_add_test(tests, a_secret_id_is_made_and_logs_in);
	tcase_add_test(tests, a_secret_id_of_ones_own_logs_in);
	tcase_add_test(tests, accessors_of_secret_ids_are_listed);
	tcase_add_test(tests, a_secret_id_is_looked_up_by_itself_and_by_its_accessor);
	tcase_add_test(tests, looking_up_a_secret_id_that_is_not_there_is_204);
	tcase_add_loop_test(tests, a_secret_id_is_made_worthless, 0, sizeof ends / sizeof ends[0]);
	tcase_add_test(tests, tidying_is_started_and_spares_what_lives);
	tcase_add_test(tests, a_wrapped_secret_id_is_unwrapped_and_logs_in);

	tests = live_case(suite, "logging in");
	tcase_add_test(tests, a_login_gives_the_client_a_token_that_works);
	tcase_add_test(tests, a_login_takes_its_secret_id_from_a_file);
	tcase_add_test(tests, a_login_names_the_file_that_is_not_there);
	tcase_add_test(tests, a_login_asks_a_callback_for_its_secret_id);
	tcase_add_test(tests, a_wrong_secret_id_is_refused_and_leaves_the_token);
	tcase_add_test(tests, a_role_that_is_not_there_and_a_secret_id_that_has_ended_are_refused);
	tcase_add_test(tests, a_login_without_use_token_leaves_the_clients_token);
	tcase_add_test(tests, a_login_works_where_the_method_is_mounted_elsewhere);

	tests = live_case(suite, "replayed: not in OpenBao 2.7.2");
	tcase_add_test(tests, read_bind_secret_id);
	tcase_add_test(tests, create_or_update_bind_secret_id);
	tcase_add_test(tests, delete_bind_secret_id);
	tcase_add_test(tests, the_server_does_not_have_what_was_replayed);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
