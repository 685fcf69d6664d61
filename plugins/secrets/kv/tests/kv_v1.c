/* SPDX-License-Identifier: MIT */
/* secrets/kv_v1 against the real server: every operation, each effect seen a second way. */
#include "calls.h"

#include <string.h>

#define ENGINE "secrets/kv_v1"
#define PLAIN hvac_string("mount_point", "plain")

static void mount(void)
{
	if (look_status("sys/mounts/plain") != 200)
		set_up("POST", "sys/mounts/plain", "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
}

static const char *made(const char *path)
{
	set_up("POST", format("plain/%s", path), "{\"n\":1}");
	return path;
}

START_TEST(a_written_secret_is_there)
{
	CALL("create_or_update_secret", PLAIN, hvac_string("path", "written/whole"), hvac_json("secret", "{\"user\":\"web\",\"ports\":[80,443],\"data\":{\"a\":null}}"));
	ck_assert_str_eq(text_at(look("plain/written/whole"), "/data/user"), "web");
	ck_assert_int_eq(number_at(look("plain/written/whole"), "/data/ports/1"), 443);
	ck_assert_int_eq(hvac_value_kind(hvac_value_at(look("plain/written/whole"), "/data/data/a")), HVAC_KIND_NULL);
}
END_TEST

START_TEST(a_write_replaces_all_members)
{
	CALL("create_or_update_secret", PLAIN, hvac_string("path", made("replaced")), hvac_json("secret", "{\"m\":2}"));
	ck_assert_int_eq(number_at(look("plain/replaced"), "/data/m"), 2);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(look("plain/replaced"), "/data")), 1);
}
END_TEST

START_TEST(a_write_is_put_when_asked_and_post_else)
{
	hvac_response *response = CALL("create_or_update_secret", PLAIN, hvac_string("path", made("put")), hvac_json("secret", "{\"n\":2}"), hvac_string("method", "PUT"));

	ck_assert_str_eq(hvac_response_method(response), "PUT");
	ck_assert_int_eq(number_at(look("plain/put"), "/data/n"), 2);
	response = CALL("create_or_update_secret", PLAIN, hvac_string("path", "put"), hvac_json("secret", "{\"n\":3}"));
	ck_assert_str_eq(hvac_response_method(response), "POST");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "create_or_update_secret", PLAIN, hvac_string("path", "put"), hvac_json("secret", "{}"),
	             hvac_string("method", "PATCH")), "POST PUT");
	ck_assert_int_eq(number_at(look("plain/put"), "/data/n"), 3);
}
END_TEST

START_TEST(a_read_answers_with_the_members)
{
	hvac_response *response;
	int64_t n;

	set_up("POST", "plain/read", "{\"n\":7,\"ttl\":\"90s\"}");
	response = CALL("read_secret", PLAIN, hvac_string("path", "read"));
	ck_assert(hvac_response_integer(response, "n", &n));
	ck_assert_int_eq(n, 7);
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("plain/read"), "/data")));
	ck_assert_int_eq(number_at(hvac_response_json(response), "/lease_duration"), 90);
}
END_TEST

START_TEST(a_removed_secret_is_gone)
{
	CALL("delete_secret", PLAIN, hvac_string("path", made("removed")));
	ck_assert_int_eq(look_status("plain/removed"), 404);
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", PLAIN, hvac_string("path", "removed")), "nothing at this path");
}
END_TEST

START_TEST(a_folder_is_listed_with_its_folders)
{
	hvac_response *response;

	made("folder/a");
	made("folder/b/c");
	response = CALL("list_secrets", PLAIN, hvac_string("path", "folder"));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 2);
	ck_assert(list_has(hvac_response_value(response, "keys"), "b/"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(look_list("plain/folder"), "/data/keys")));
	ck_assert(list_has(hvac_response_value(CALL("list_secrets", PLAIN, hvac_string("path", "")), "keys"), "folder/"));
}
END_TEST

START_TEST(a_folder_is_scanned_to_its_depth)
{
	hvac_response *response;

	made("scanned/a");
	made("scanned/b/c/d");
	response = CALL("scan_secrets", PLAIN, hvac_string("path", "scanned"));
	ck_assert(list_has(hvac_response_value(response, "keys"), "b/c/d"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(set_up("SCAN", "plain/scanned", NULL), "/data/keys")));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"),
	                           hvac_response_value(CALL("read_secret", PLAIN, hvac_string("path", "scanned"), hvac_string("scan", "true")), "keys")));
}
END_TEST

START_TEST(a_token_without_rights_is_denied)
{
	hvac_client *reader = client_allowed("path \"plain/*\" { capabilities = [\"read\"] }");

	call_as(reader, ENGINE, "read_secret", HVAC_ARGS(PLAIN, hvac_string("path", made("denied"))));
	refused_as(reader, HVAC_FORBIDDEN, ENGINE, "create_or_update_secret", HVAC_ARGS(PLAIN, hvac_string("path", "denied"), hvac_json("secret", "{\"n\":2}")));
	refused_as(reader, HVAC_FORBIDDEN, ENGINE, "delete_secret", HVAC_ARGS(PLAIN, hvac_string("path", "denied")));
	ck_assert_int_eq(number_at(look("plain/denied"), "/data/n"), 1);
}
END_TEST

START_TEST(a_mount_of_version_2_is_said_to_be_one)
{
	static const char *const operations[] = { "read_secret", "list_secrets", "scan_secrets", "delete_secret" };
	hvac_client *reader = client_allowed("path \"secret/app\" { capabilities = [\"read\"] }");

	set_up("POST", "secret/data/app", "{\"data\":{\"n\":1}}");
	for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
		says(REFUSED(HVAC_INVALID_PATH, operations[i], hvac_string("path", "app")), "version 2: use secrets/kv_v2");
	says(REFUSED(HVAC_INVALID_PATH, "create_or_update_secret", hvac_string("path", "app"), hvac_json("secret", "{\"n\":2}")), "version 2");
	says(REFUSED(HVAC_INVALID_PATH, "create_or_update_secret", hvac_string("path", "app"), hvac_json("secret", "{\"n\":2}"), hvac_string("method", "PUT")),
	     "version 2");
	says(refused_as(reader, HVAC_INVALID_PATH, ENGINE, "read_secret", HVAC_ARGS(hvac_string("path", "app"))), "version 2");
	ck_assert_int_eq(number_at(look("secret/data/app"), "/data/data/n"), 1);
	ck_assert_int_eq(number_at(look("secret/data/app"), "/data/metadata/version"), 1);
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/kv_v1, live");
	TCase *tests = live_case(suite, "secrets");

	tcase_add_checked_fixture(tests, mount, NULL);
	tcase_add_test(tests, a_written_secret_is_there);
	tcase_add_test(tests, a_write_replaces_all_members);
	tcase_add_test(tests, a_write_is_put_when_asked_and_post_else);
	tcase_add_test(tests, a_read_answers_with_the_members);
	tcase_add_test(tests, a_removed_secret_is_gone);
	tcase_add_test(tests, a_folder_is_listed_with_its_folders);
	tcase_add_test(tests, a_folder_is_scanned_to_its_depth);
	tcase_add_test(tests, a_token_without_rights_is_denied);
	tcase_add_test(tests, a_mount_of_version_2_is_said_to_be_one);
	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
