/* SPDX-License-Identifier: MIT */
/* The areas mount and auth of sys against the real server: every operation, each effect seen a second way. */
#include "calls.h"

#include <string.h>

#define ENGINE "sys"

static const char *mounted(const char *path)
{
	set_up("POST", format("sys/mounts/%s", path), "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
	return path;
}

static const char *enabled(const char *path)
{
	set_up("POST", format("sys/auth/%s", path), "{\"type\":\"approle\"}");
	return path;
}

static const hvac_value *mount_seen(const char *path)
{
	return hvac_value_member(hvac_value_member(look("sys/mounts"), "data"), format("%s/", path));
}

static const hvac_value *method_seen(const char *path)
{
	return hvac_value_member(hvac_value_member(look("sys/auth"), "data"), format("%s/", path));
}

/* Secrets engines */

START_TEST(an_engine_is_mounted_as_asked)
{
	const hvac_value *seen;

	CALL("enable_secrets_engine", hvac_string("backend_type", "kv"), hvac_string("path", "teams/a"), hvac_string("description", "of team \"a\""),
	     hvac_json("options", "{\"version\":\"2\"}"), hvac_json("config", "{\"default_lease_ttl\":\"10m\",\"max_lease_ttl\":\"1h\"}"),
	     hvac_boolean("local", true), hvac_boolean("seal_wrap", true));
	seen = mount_seen("teams/a");
	ck_assert_str_eq(text_at(seen, "/type"), "kv");
	ck_assert_str_eq(text_at(seen, "/description"), "of team \"a\"");
	ck_assert_str_eq(text_at(seen, "/options/version"), "2");
	ck_assert_int_eq(number_at(seen, "/config/default_lease_ttl"), 600);
	ck_assert_int_eq(number_at(seen, "/config/max_lease_ttl"), 3600);
	ck_assert(truth_at(seen, "/local"));
	ck_assert(truth_at(seen, "/seal_wrap"));
}
END_TEST

START_TEST(an_engine_without_a_path_is_mounted_at_its_type)
{
	CALL("enable_secrets_engine", hvac_string("backend_type", "transit"));
	ck_assert_str_eq(text_at(mount_seen("transit"), "/type"), "transit");
	says(REFUSED(HVAC_INVALID_REQUEST, "enable_secrets_engine", hvac_string("backend_type", "transit")), "path is already in use");
}
END_TEST

START_TEST(an_engine_is_unmounted_with_its_data)
{
	set_up("POST", format("%s/x", mounted("unmounted")), "{\"n\":1}");
	ck_assert_int_eq(look_status("unmounted/x"), 200);
	CALL("disable_secrets_engine", hvac_string("path", "unmounted"));
	ck_assert_ptr_null(mount_seen("unmounted"));
	ck_assert_int_eq(look_status("unmounted/x"), 404);
}
END_TEST

START_TEST(mounts_are_listed)
{
	hvac_response *response;

	mounted("listed");
	response = CALL_BARE("list_mounted_secrets_engines");
	ck_assert(hvac_value_equal(hvac_value_member(hvac_response_answer(response), "listed/"), mount_seen("listed")));
	ck_assert_ptr_nonnull(hvac_value_member(hvac_response_answer(response), "sys/"));
}
END_TEST

START_TEST(one_mount_is_read)
{
	hvac_response *response = CALL("read_mounted_secrets_engine", hvac_string("path", mounted("one")));

	ck_assert_str_eq(hvac_response_string(response, "accessor"), text_at(mount_seen("one"), "/accessor"));
	ck_assert_str_eq(hvac_response_string(response, "uuid"), text_at(mount_seen("one"), "/uuid"));
}
END_TEST

START_TEST(an_option_of_a_mount_is_looked_up)
{
	hvac_response *response = CALL("retrieve_mount_option", hvac_string("mount_point", mounted("optional")), hvac_string("option_name", "version"));

	ck_assert_str_eq(hvac_value_string(hvac_response_answer(response), NULL), "1");
	response = CALL("retrieve_mount_option", hvac_string("mount_point", "optional/"), hvac_string("option_name", "no such"), hvac_json("default_value", "7"));
	ck_assert_int_eq(number_at(hvac_response_answer(response), ""), 7);
	response = CALL("retrieve_mount_option", hvac_string("mount_point", "sys"), hvac_string("option_name", "version"));
	ck_assert_int_eq(hvac_value_kind(hvac_response_answer(response)), HVAC_KIND_NULL);
	says(REFUSED(HVAC_INVALID_PATH, "retrieve_mount_option", hvac_string("mount_point", "nowhere"), hvac_string("option_name", "version")), "nowhere");
}
END_TEST

START_TEST(a_mount_is_tuned_and_keeps_what_is_not_given)
{
	hvac_response *response;
	const hvac_value *seen;

	CALL("tune_mount_configuration", hvac_string("path", mounted("tuned")), hvac_string("default_lease_ttl", "15m"), hvac_string("max_lease_ttl", "2h"),
	     hvac_string("description", "tuned"), hvac_json("audit_non_hmac_request_keys", "[\"a\",\"b\"]"), hvac_json("audit_non_hmac_response_keys", "[\"c\"]"),
	     hvac_string("listing_visibility", "unauth"), hvac_json("passthrough_request_headers", "[\"X-One\"]"),
	     hvac_json("allowed_response_headers", "[\"X-Two\"]"));
	CALL("tune_mount_configuration", hvac_string("path", "tuned"), hvac_string("default_lease_ttl", "20m"));
	seen = mount_seen("tuned");
	ck_assert_int_eq(number_at(seen, "/config/default_lease_ttl"), 1200);
	ck_assert_int_eq(number_at(seen, "/config/max_lease_ttl"), 7200);
	ck_assert_str_eq(text_at(seen, "/description"), "tuned");
	ck_assert(list_has(hvac_value_at(seen, "/config/audit_non_hmac_request_keys"), "b"));
	ck_assert(list_has(hvac_value_at(seen, "/config/audit_non_hmac_response_keys"), "c"));
	ck_assert_str_eq(text_at(seen, "/config/listing_visibility"), "unauth");
	ck_assert(list_has(hvac_value_at(seen, "/config/passthrough_request_headers"), "X-One"));
	ck_assert(list_has(hvac_value_at(seen, "/config/allowed_response_headers"), "X-Two"));

	response = CALL("read_mount_configuration", hvac_string("path", "tuned"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("sys/mounts/tuned/tune"), "/data")));
}
END_TEST

/* Asks for the state of the move until it is over. */
static const char *moved(const char *migration)
{
	for (int i = 0; i < SERVER_LOOKS; i++) {
		hvac_response *response = CALL("read_remount_status", hvac_string("migration_id", migration));
		const char *state = hvac_response_string(response, "migration_info/status");

		ck_assert_ptr_nonnull(state);
		if (strcmp(state, "in-progress") != 0)
			return state;
		server_pause();
	}
	return "in-progress";
}

START_TEST(a_mount_is_moved_with_its_data)
{
	hvac_response *response;

	set_up("POST", format("%s/x", mounted("before")), "{\"n\":1}");
	response = CALL("move_backend", hvac_string("from_path", "before"), hvac_string("to_path", "after/ward"));
	ck_assert_str_eq(moved(hvac_response_string(response, "migration_id")), "success");
	ck_assert_ptr_null(mount_seen("before"));
	ck_assert_int_eq(number_at(look("after/ward/x"), "/data/n"), 1);
}
END_TEST

/* Auth methods */

START_TEST(a_method_is_enabled_as_asked)
{
	const hvac_value *seen;

	CALL("enable_auth_method", hvac_string("method_type", "approle"), hvac_string("path", "machines"), hvac_string("description", "for machines"),
	     hvac_json("config", "{\"default_lease_ttl\":\"10m\",\"token_type\":\"batch\"}"), hvac_boolean("local", true), hvac_boolean("seal_wrap", true));
	seen = method_seen("machines");
	ck_assert_str_eq(text_at(seen, "/type"), "approle");
	ck_assert_str_eq(text_at(seen, "/description"), "for machines");
	ck_assert_int_eq(number_at(seen, "/config/default_lease_ttl"), 600);
	ck_assert_str_eq(text_at(seen, "/config/token_type"), "batch");
	ck_assert(truth_at(seen, "/local"));
	ck_assert(truth_at(seen, "/seal_wrap"));
}
END_TEST

START_TEST(a_method_without_a_path_is_enabled_at_its_type)
{
	CALL("enable_auth_method", hvac_string("method_type", "userpass"));
	ck_assert_str_eq(text_at(method_seen("userpass"), "/type"), "userpass");
}
END_TEST

START_TEST(a_method_is_disabled_and_its_tokens_end)
{
	const hvac_value *login;
	int status;

	enabled("ended");
	set_up("POST", "auth/ended/role/web", "{\"role_id\":\"of-ended\",\"bind_secret_id\":false,\"token_bound_cidrs\":\"127.0.0.0/8\"}");
	login = set_up("POST", "auth/ended/login", "{\"role_id\":\"of-ended\"}");
	CALL("disable_auth_method", hvac_string("path", "ended"));
	ck_assert_ptr_null(method_seen("ended"));
	ask(server, text_at(login, "/auth/client_token"), "GET", "auth/token/lookup-self", NULL, &status);
	ck_assert_int_eq(status, 403);
}
END_TEST

START_TEST(methods_are_listed_and_one_is_read)
{
	hvac_response *response;

	enabled("found");
	response = CALL_BARE("list_auth_methods");
	ck_assert(hvac_value_equal(hvac_value_member(hvac_response_answer(response), "found/"), method_seen("found")));
	response = CALL("read_auth_method", hvac_string("path", "found"));
	ck_assert_str_eq(hvac_response_string(response, "accessor"), text_at(method_seen("found"), "/accessor"));
}
END_TEST

START_TEST(a_method_is_tuned)
{
	hvac_response *response;
	const hvac_value *seen;

	CALL("tune_auth_method", hvac_string("path", enabled("tuned-method")), hvac_integer("default_lease_ttl", 900), hvac_string("max_lease_ttl", "2h"),
	     hvac_string("description", "tuned"), hvac_json("audit_non_hmac_request_keys", "[\"a\",\"b\"]"), hvac_json("audit_non_hmac_response_keys", "[\"c\"]"),
	     hvac_string("listing_visibility", "unauth"), hvac_json("passthrough_request_headers", "[\"X-One\",\"X-Three\"]"), hvac_string("token_type", "batch"),
	     hvac_json("user_lockout_config", "{\"lockout_threshold\":\"7\"}"));
	seen = method_seen("tuned-method");
	ck_assert_int_eq(number_at(seen, "/config/default_lease_ttl"), 900);
	ck_assert_int_eq(number_at(seen, "/config/max_lease_ttl"), 7200);
	ck_assert_str_eq(text_at(seen, "/description"), "tuned");
	ck_assert(list_has(hvac_value_at(seen, "/config/audit_non_hmac_request_keys"), "b"));
	ck_assert(list_has(hvac_value_at(seen, "/config/audit_non_hmac_response_keys"), "c"));
	ck_assert_str_eq(text_at(seen, "/config/listing_visibility"), "unauth");
	ck_assert(list_has(hvac_value_at(seen, "/config/passthrough_request_headers"), "X-Three"));
	ck_assert_str_eq(text_at(seen, "/config/token_type"), "batch");
	ck_assert_int_eq(number_at(look("sys/auth/tuned-method/tune"), "/data/user_lockout_threshold"), 7);

	response = CALL("read_auth_method_tuning", hvac_string("path", "tuned-method"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("sys/auth/tuned-method/tune"), "/data")));
}
END_TEST

START_TEST(a_method_is_tuned_as_a_mount)
{
	hvac_response *response;

	CALL("tune_auth_mount_configuration", hvac_string("path", enabled("tuned-mount")), hvac_string("default_lease_ttl", "25m"),
	     hvac_string("description", "as a mount"));
	ck_assert_int_eq(number_at(method_seen("tuned-mount"), "/config/default_lease_ttl"), 1500);
	ck_assert_str_eq(text_at(method_seen("tuned-mount"), "/description"), "as a mount");
	response = CALL("read_auth_mount_configuration", hvac_string("path", "tuned-mount"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("sys/auth/tuned-mount/tune"), "/data")));
}
END_TEST

START_TEST(every_operation_on_mounts_was_called)
{
	all_were_called(ENGINE, "mount", (const char *const[]){ NULL });
}
END_TEST

START_TEST(every_operation_on_auth_methods_was_called)
{
	all_were_called(ENGINE, "auth", (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sys: mount and auth, live");
	TCase *tests = live_case(suite, "secrets engines");

	tcase_add_test(tests, an_engine_is_mounted_as_asked);
	tcase_add_test(tests, an_engine_without_a_path_is_mounted_at_its_type);
	tcase_add_test(tests, an_engine_is_unmounted_with_its_data);
	tcase_add_test(tests, mounts_are_listed);
	tcase_add_test(tests, one_mount_is_read);
	tcase_add_test(tests, an_option_of_a_mount_is_looked_up);
	tcase_add_test(tests, a_mount_is_tuned_and_keeps_what_is_not_given);
	tcase_add_test(tests, a_mount_is_moved_with_its_data);

	tests = live_case(suite, "auth methods");
	tcase_add_test(tests, a_method_is_enabled_as_asked);
	tcase_add_test(tests, a_method_without_a_path_is_enabled_at_its_type);
	tcase_add_test(tests, a_method_is_disabled_and_its_tokens_end);
	tcase_add_test(tests, methods_are_listed_and_one_is_read);
	tcase_add_test(tests, a_method_is_tuned);
	tcase_add_test(tests, a_method_is_tuned_as_a_mount);

	tests = live_case(suite, "completeness");
	tcase_add_test(tests, every_operation_on_mounts_was_called);
	tcase_add_test(tests, every_operation_on_auth_methods_was_called);
	return live_main(suite);
}
