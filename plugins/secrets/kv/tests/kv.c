/* SPDX-License-Identifier: MIT */
/*
 * secrets/kv against the real server: which version a call means, and what becomes of it. What the operations of either
 * version do is tried by kv_v1.c and kv_v2.c.
 */
#include "calls.h"

#include <string.h>

#define ENGINE "secrets/kv"
#define AT(where) hvac_string("mount_point", where)
#define VERSION(text) hvac_string("kv_version", text)
#define NAME hvac_string("path", "app")
#define SECRET(n) hvac_json("secret", "{\"n\":" #n "}")

/* Mounts of both versions below one folder, one that names no version, and one of another engine. */
static void mount(void)
{
	if (look_status("sys/mounts/other") == 200)
		return;
	set_up("POST", "sys/mounts/team/a/one", "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
	mount_kv_v2(client, "team/a/two");
	set_up("POST", "sys/mounts/bare", "{\"type\":\"kv\"}");
	set_up("POST", "sys/mounts/other", "{\"type\":\"transit\"}");
}

static int64_t n_of(hvac_response *response)
{
	int64_t n;

	ck_assert(hvac_response_integer(response, "n", &n));
	return n;
}

START_TEST(version_2_is_meant_by_default)
{
	CALL("create_or_update_secret", NAME, SECRET(1));
	ck_assert_int_eq(number_at(look("secret/data/app"), "/data/data/n"), 1);
	ck_assert_int_eq(n_of(CALL("read_secret", NAME)), 1);
	ck_assert_int_eq(n_of(CALL("read_secret_version", NAME, hvac_integer("version", 1), hvac_null("kv_version"))), 1);
}
END_TEST

START_TEST(version_1_is_meant_on_request)
{
	CALL("create_or_update_secret", AT("team/a/one"), VERSION("1"), NAME, SECRET(11));
	ck_assert_int_eq(number_at(look("team/a/one/app"), "/data/n"), 11);
	ck_assert_int_eq(n_of(CALL("read_secret", AT("team/a/one"), VERSION("1"), NAME)), 11);
	ck_assert(list_has(hvac_response_value(CALL("list_secrets", AT("team/a/one"), VERSION("1"), hvac_string("path", "")), "keys"), "app"));
	CALL("delete_secret", AT("team/a/one"), VERSION("1"), NAME);
	ck_assert_int_eq(look_status("team/a/one/app"), 404);
}
END_TEST

START_TEST(auto_finds_the_version_of_a_mount)
{
	hvac_response *response;

	for (int i = 0; i < 2; i++) {
		CALL("create_or_update_secret", AT("team/a/one"), VERSION("auto"), NAME, SECRET(1));
		CALL("create_or_update_secret", AT("team/a/two"), VERSION("auto"), NAME, SECRET(2));
		ck_assert_int_eq(number_at(look("team/a/one/app"), "/data/n"), 1);
		ck_assert_int_eq(number_at(look("team/a/two/data/app"), "/data/data/n"), 2);
		ck_assert_int_eq(number_at(look("team/a/two/data/app"), "/data/metadata/version"), i + 1);
		ck_assert_int_eq(n_of(CALL("read_secret", AT("team/a/one"), VERSION("auto"), NAME)), 1);
		ck_assert_int_eq(n_of(CALL("read_secret", AT("team/a/two"), VERSION("auto"), NAME)), 2);
	}
	response = CALL("list_secrets", AT("team/a/two"), VERSION("auto"), hvac_string("path", ""));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(look_list("team/a/two/metadata"), "/data/keys")));
	response = CALL("scan_secrets", AT("team/a/one"), VERSION("auto"), hvac_string("path", ""));
	ck_assert(list_has(hvac_response_value(response, "keys"), "app"));
	CALL("delete_secret", AT("team/a/one"), VERSION("auto"), NAME);
	ck_assert_int_eq(look_status("team/a/one/app"), 404);
}
END_TEST

START_TEST(auto_takes_a_mount_without_options_for_version_1)
{
	CALL("create_or_update_secret", AT("bare"), VERSION("auto"), NAME, SECRET(3));
	ck_assert_int_eq(number_at(look("bare/app"), "/data/n"), 3);
	ck_assert_int_eq(n_of(CALL("read_secret", AT("bare"), VERSION("auto"), NAME)), 3);
}
END_TEST

START_TEST(auto_goes_on_with_all_that_the_version_does)
{
	set_up("POST", "team/a/two/data/deleted", "{\"data\":{\"n\":1}}");
	set_up("DELETE", "team/a/two/data/deleted", NULL);
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", AT("team/a/two"), VERSION("auto"), hvac_string("path", "deleted")), "was deleted at");
	CALL("read_secret", AT("team/a/two"), VERSION("auto"), hvac_string("path", "deleted"), hvac_boolean("raise_on_deleted_version", false));

	set_up("POST", "team/a/two/data/patched", "{\"data\":{\"a\":1,\"b\":2}}");
	call_as(client_allowed("path \"team/a/two/data/*\" { capabilities = [\"create\", \"read\", \"update\"] }"), ENGINE, "patch",
	        HVAC_ARGS(AT("team/a/two"), VERSION("auto"), hvac_string("path", "patched"), hvac_json("secret", "{\"a\":null}")));
	ck_assert_ptr_null(hvac_value_at(look("team/a/two/data/patched"), "/data/data/a"));
	ck_assert_int_eq(number_at(look("team/a/two/data/patched"), "/data/data/b"), 2);
}
END_TEST

START_TEST(auto_drops_no_argument_that_the_version_lacks)
{
	set_up("POST", "bare/kept", "{\"n\":1}");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "create_or_update_secret", AT("bare"), VERSION("auto"), hvac_string("path", "kept"), SECRET(2),
	             hvac_integer("cas", 7)), "cas");
	ck_assert_int_eq(number_at(look("bare/kept"), "/data/n"), 1);
}
END_TEST

START_TEST(auto_needs_no_right_but_those_of_the_call)
{
	hvac_client *reader = client_allowed("path \"bare/public\" { capabilities = [\"read\"] }");

	set_up("POST", "bare/public", "{\"n\":5}");
	set_up("POST", "bare/private", "{\"n\":6}");
	ck_assert_int_eq(n_of(call_as(reader, ENGINE, "read_secret", HVAC_ARGS(AT("bare"), VERSION("auto"), hvac_string("path", "public")))), 5);
	says(refused_as(reader, HVAC_FORBIDDEN, ENGINE, "read_secret", HVAC_ARGS(AT("bare"), VERSION("auto"), hvac_string("path", "private"))), "bare/private");
}
END_TEST

START_TEST(auto_says_that_the_version_is_not_told)
{
	hvac_client *stranger = client_allowed("path \"bare/*\" { capabilities = [\"read\"] }");

	says(refused_as(stranger, HVAC_FORBIDDEN, ENGINE, "read_secret", HVAC_ARGS(AT("team/a/two"), VERSION("auto"), NAME)),
	     "the version of the mount team/a/two is not told");
	says(REFUSED(HVAC_FORBIDDEN, "read_secret", AT("nowhere"), VERSION("auto"), NAME), "there is no such mount");
}
END_TEST

START_TEST(auto_says_that_the_mount_is_of_another_engine)
{
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", AT("other"), VERSION("auto"), NAME), "the mount other is not of type kv but transit");
}
END_TEST

START_TEST(an_operation_of_one_version_fails_under_the_other)
{
	set_up("POST", "team/a/two/data/stays", "{\"data\":{\"n\":1}}");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "delete_secret", NAME), "only version 1 has this operation");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "delete_secret", AT("team/a/two"), VERSION("auto"), hvac_string("path", "stays")), "team/a/two is taken for version 2");
	ck_assert_int_eq(look_status("team/a/two/data/stays"), 200);
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "read_configuration", VERSION("1")), "only version 2 has this operation");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "read_configuration", AT("bare"), VERSION("auto")), "bare is taken for version 1");
}
END_TEST

START_TEST(a_mount_of_the_other_version_is_said_to_be_one)
{
	set_up("POST", "bare/app", "{\"n\":1}");
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", AT("bare"), NAME), "version 1: use kv_version=1");
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", AT("team/a/two"), VERSION("1"), NAME), "version 2: use kv_version=2");
}
END_TEST

START_TEST(another_version_is_refused)
{
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "read_secret", VERSION("3"), NAME), "1 2 auto");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/kv, live");
	TCase *tests = live_case(suite, "versions");

	tcase_add_checked_fixture(tests, mount, NULL);
	tcase_add_test(tests, version_2_is_meant_by_default);
	tcase_add_test(tests, version_1_is_meant_on_request);
	tcase_add_test(tests, auto_finds_the_version_of_a_mount);
	tcase_add_test(tests, auto_takes_a_mount_without_options_for_version_1);
	tcase_add_test(tests, auto_goes_on_with_all_that_the_version_does);
	tcase_add_test(tests, auto_drops_no_argument_that_the_version_lacks);
	tcase_add_test(tests, auto_needs_no_right_but_those_of_the_call);
	tcase_add_test(tests, auto_says_that_the_version_is_not_told);
	tcase_add_test(tests, auto_says_that_the_mount_is_of_another_engine);
	tcase_add_test(tests, an_operation_of_one_version_fails_under_the_other);
	tcase_add_test(tests, a_mount_of_the_other_version_is_said_to_be_one);
	tcase_add_test(tests, another_version_is_refused);
	return live_main(suite);
}
