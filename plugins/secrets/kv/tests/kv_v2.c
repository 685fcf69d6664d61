/* SPDX-License-Identifier: MIT */
/* secrets/kv_v2 against the real server: every operation, each effect seen a second way. */
#include "calls.h"

#include <stdlib.h>
#include <string.h>

#define ENGINE "secrets/kv_v2"

/* A secret with so many versions, whose member n is the version's number. */
static const char *made(const char *path, int versions)
{
	for (int i = 1; i <= versions; i++)
		set_up("POST", format("secret/data/%s", path), format("{\"data\":{\"n\":%d}}", i));
	return path;
}

static const hvac_value *version_metadata(const char *path, int version)
{
	return hvac_value_at(look(format("secret/metadata/%s", path)), format("/data/versions/%d", version));
}

static bool is_deleted(const char *path, int version)
{
	return *text_at(version_metadata(path, version), "/deletion_time");
}

static bool is_destroyed(const char *path, int version)
{
	return truth_at(version_metadata(path, version), "/destroyed");
}

START_TEST(a_written_secret_is_there)
{
	hvac_response *response = CALL("create_or_update_secret", hvac_string("path", "written/whole"),
	                               hvac_json("secret", "{\"user\":\"web\",\"ports\":[80,443],\"nested\":{\"a\":null}}"));
	int64_t version;

	ck_assert(hvac_response_integer(response, "version", &version));
	ck_assert_int_eq(version, 1);
	ck_assert_str_eq(text_at(look("secret/data/written/whole"), "/data/data/user"), "web");
	ck_assert_int_eq(number_at(look("secret/data/written/whole"), "/data/data/ports/1"), 443);
	ck_assert_int_eq(hvac_value_kind(hvac_value_at(look("secret/data/written/whole"), "/data/data/nested/a")), HVAC_KIND_NULL);
}
END_TEST

START_TEST(a_secret_is_read_with_its_metadata)
{
	hvac_response *response = CALL("read_secret", hvac_string("path", made("read/latest", 3)));
	int64_t n;

	ck_assert(hvac_response_integer(response, "n", &n));
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(number_at(hvac_response_data(response), "/metadata/version"), 3);
	ck_assert_str_eq(text_at(hvac_response_data(response), "/metadata/created_time"),
	                 text_at(look("secret/data/read/latest"), "/data/metadata/created_time"));
}
END_TEST

START_TEST(an_earlier_version_is_read_by_its_number)
{
	hvac_response *response = CALL("read_secret_version", hvac_string("path", made("read/earlier", 3)), hvac_integer("version", 2));
	int64_t n;

	ck_assert(hvac_response_integer(response, "n", &n));
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(number_at(look("secret/data/read/earlier?version=2"), "/data/data/n"), 2);
}
END_TEST

START_TEST(a_version_that_never_was_is_an_invalid_path)
{
	says(REFUSED(HVAC_INVALID_PATH, "read_secret_version", hvac_string("path", made("read/never", 1)), hvac_integer("version", 7)), "404");
}
END_TEST

START_TEST(cas_0_writes_only_what_is_not_there_yet)
{
	CALL("create_or_update_secret", hvac_string("path", "cas/new"), hvac_json("secret", "{\"n\":1}"), hvac_integer("cas", 0));
	ck_assert_int_eq(number_at(look("secret/data/cas/new"), "/data/data/n"), 1);

	says(REFUSED(HVAC_INVALID_REQUEST, "create_or_update_secret", hvac_string("path", "cas/new"), hvac_json("secret", "{\"n\":2}"),
	             hvac_integer("cas", 0)), "check-and-set");
	ck_assert_int_eq(number_at(look("secret/data/cas/new"), "/data/metadata/version"), 1);
}
END_TEST

START_TEST(the_right_cas_writes_the_next_version)
{
	CALL("create_or_update_secret", hvac_string("path", made("cas/right", 2)), hvac_json("secret", "{\"n\":9}"), hvac_integer("cas", 2));
	ck_assert_int_eq(number_at(look("secret/data/cas/right"), "/data/data/n"), 9);
	ck_assert_int_eq(number_at(look("secret/data/cas/right"), "/data/metadata/version"), 3);
}
END_TEST

START_TEST(a_wrong_cas_is_refused_and_writes_nothing)
{
	hvac_response *response = REFUSED(HVAC_INVALID_REQUEST, "create_or_update_secret", hvac_string("path", made("cas/wrong", 2)),
	                                  hvac_json("secret", "{\"n\":9}"), hvac_integer("cas", 1));

	says(response, "check-and-set");
	ck_assert_int_eq(hvac_response_http_status(response), 400);
	ck_assert_int_eq(number_at(look("secret/data/cas/wrong"), "/data/data/n"), 2);
}
END_TEST

START_TEST(names_of_any_script_and_values_with_nul_are_kept)
{
	static const char path[] = "g\xc3\xbcnther/\xe6\x97\xa5\xe6\x9c\xac 50%?#";
	hvac_value *secret = hvac_value_new_map();
	hvac_response *response;
	const char *text;
	size_t length;

	hvac_value_adopt_member(secret, "schl\xc3\xbcssel \"{", hvac_value_new_text("a\0b", 3));
	CALL("create_or_update_secret", hvac_string("path", path), hvac_value_argument("secret", secret));
	hvac_value_free(secret);

	text = hvac_value_string(hvac_value_member(hvac_value_at(look("secret/data/g%C3%BCnther/%E6%97%A5%E6%9C%AC%2050%25%3F%23"), "/data/data"),
	                                           "schl\xc3\xbcssel \"{"), &length);
	ck_assert_uint_eq(length, 3);
	ck_assert_mem_eq(text, "a\0b", 3);
	response = CALL("read_secret", hvac_string("path", path));
	text = hvac_value_string(hvac_value_member(hvac_response_answer(response), "schl\xc3\xbcssel \"{"), &length);
	ck_assert_uint_eq(length, 3);
	ck_assert_mem_eq(text, "a\0b", 3);
}
END_TEST

static int64_t cas_sent_by(const char *operation, const char *data)
{
	hvac_value *requests = NULL;
	hvac_task *task;
	int64_t cas;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, operation,
	                               HVAC_ARGS(hvac_string("path", "x"), hvac_json(data, "{}"), hvac_integer("cas", 0), hvac_null("options")), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	cas = number_at(requests, "/0/body/options/cas");
	hvac_value_free(requests);
	hvac_task_free(task);
	return cas;
}

/* The tables have them in either order. */
START_TEST(options_of_null_take_no_cas_away)
{
	ck_assert_int_eq(cas_sent_by("create_or_update_secret", "secret"), 0);
	ck_assert_int_eq(cas_sent_by("patch_data", "data"), 0);
}
END_TEST

/* What servers make of numbers beyond 2^53 is their matter: this is what they are sent. */
START_TEST(integers_of_64_bits_are_sent_exactly)
{
	hvac_value *requests = NULL;
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "create_or_update_secret",
	                               HVAC_ARGS(hvac_string("path", "x"), hvac_json("secret", "{\"high\":9223372036854775807,\"low\":-9223372036854775808}")),
	                               NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	ck_assert(number_at(requests, "/0/body/data/high") == INT64_MAX);
	ck_assert(number_at(requests, "/0/body/data/low") == INT64_MIN);
	hvac_value_free(requests);
	hvac_task_free(task);
}
END_TEST

START_TEST(a_deleted_version_is_an_invalid_path_that_tells_when)
{
	hvac_response *response;

	CALL("delete_latest_version_of_secret", hvac_string("path", made("deleted/latest", 2)));
	ck_assert(is_deleted("deleted/latest", 2));
	ck_assert(!is_deleted("deleted/latest", 1));

	response = REFUSED(HVAC_INVALID_PATH, "read_secret", hvac_string("path", "deleted/latest"));
	says(response, "version 2");
	says(response, "was deleted at");
	says(response, text_at(version_metadata("deleted/latest", 2), "/deletion_time"));
	ck_assert_int_eq(hvac_response_http_status(response), 404);
	ck_assert_int_eq(number_at(hvac_response_json(response), "/data/metadata/version"), 2);
}
END_TEST

START_TEST(a_deleted_version_is_its_metadata_when_told_not_to_raise)
{
	hvac_response *response;
	int64_t version;

	made("deleted/quiet", 1);
	set_up("DELETE", "secret/data/deleted/quiet", NULL);
	response = CALL("read_secret_version", hvac_string("path", "deleted/quiet"), hvac_boolean("raise_on_deleted_version", false));
	ck_assert(hvac_response_integer(response, "metadata/version", &version));
	ck_assert_int_eq(version, 1);
	ck_assert_ptr_null(hvac_response_string(response, "data/n"));
	CALL("read_secret", hvac_string("path", "deleted/quiet"), hvac_boolean("raise_on_deleted_version", false));
}
END_TEST

START_TEST(given_versions_are_deleted_and_brought_back)
{
	made("deleted/some", 3);
	CALL("delete_secret_versions", hvac_string("path", "deleted/some"), hvac_json("versions", "[1,3]"));
	ck_assert(is_deleted("deleted/some", 1));
	ck_assert(!is_deleted("deleted/some", 2));
	ck_assert(is_deleted("deleted/some", 3));

	CALL("undelete_secret_versions", hvac_string("path", "deleted/some"), hvac_json("versions", "[3]"));
	ck_assert(is_deleted("deleted/some", 1));
	ck_assert(!is_deleted("deleted/some", 3));
	ck_assert_int_eq(number_at(look("secret/data/deleted/some"), "/data/data/n"), 3);
}
END_TEST

START_TEST(a_destroyed_version_is_told_from_a_deleted_one)
{
	hvac_response *response;

	made("ended/one", 2);
	CALL("destroy_secret_versions", hvac_string("path", "ended/one"), hvac_json("versions", "[1]"));
	ck_assert(is_destroyed("ended/one", 1));
	ck_assert(!is_destroyed("ended/one", 2));

	response = REFUSED(HVAC_INVALID_PATH, "read_secret_version", hvac_string("path", "ended/one"), hvac_integer("version", 1));
	says(response, "version 1");
	says(response, "is destroyed");
	ck_assert(truth_at(hvac_response_json(response), "/data/metadata/destroyed"));
	response = CALL("read_secret_version", hvac_string("path", "ended/one"), hvac_integer("version", 1), hvac_boolean("raise_on_deleted_version", false));
	ck_assert(truth_at(hvac_response_answer(response), "/metadata/destroyed"));
}
END_TEST

START_TEST(metadata_is_written_read_and_changed)
{
	hvac_response *response;
	const hvac_value *seen;

	CALL("update_metadata", hvac_string("path", "described"), hvac_integer("max_versions", 7), hvac_boolean("cas_required", true),
	     hvac_string("delete_version_after", "1h0m0s"), hvac_json("custom_metadata", "{\"owner\":\"web\",\"stage\":\"test\"}"));
	seen = hvac_value_at(look("secret/metadata/described"), "/data");
	ck_assert_int_eq(number_at(seen, "/max_versions"), 7);
	ck_assert(truth_at(seen, "/cas_required"));
	ck_assert_str_eq(text_at(seen, "/delete_version_after"), "1h0m0s");
	ck_assert_str_eq(text_at(seen, "/custom_metadata/owner"), "web");

	CALL("patch_metadata", hvac_string("path", "described"), hvac_json("custom_metadata", "{\"owner\":null,\"team\":\"a\"}"));
	seen = hvac_value_at(look("secret/metadata/described"), "/data");
	ck_assert_ptr_null(hvac_value_at(seen, "/custom_metadata/owner"));
	ck_assert_str_eq(text_at(seen, "/custom_metadata/team"), "a");
	ck_assert_int_eq(number_at(seen, "/max_versions"), 7);

	response = CALL("read_secret_metadata", hvac_string("path", "described"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), seen));
}
END_TEST

START_TEST(a_secret_goes_with_all_its_versions)
{
	made("gone", 3);
	ck_assert_int_eq(look_status("secret/metadata/gone"), 200);
	CALL("delete_metadata_and_all_versions", hvac_string("path", "gone"));
	ck_assert_int_eq(look_status("secret/metadata/gone"), 404);
	ck_assert_int_eq(look_status("secret/data/gone?version=1"), 404);
}
END_TEST

START_TEST(a_folder_is_listed_with_its_folders)
{
	hvac_response *response;

	made("folder/a", 1);
	made("folder/b/c", 1);
	response = CALL("list_secrets", hvac_string("path", "folder"));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 2);
	ck_assert(list_has(hvac_response_value(response, "keys"), "a"));
	ck_assert(list_has(hvac_response_value(response, "keys"), "b/"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"), hvac_value_at(look_list("secret/metadata/folder"), "/data/keys")));

	response = CALL("list_secrets", hvac_string("path", "folder"), hvac_string("after", "a"), hvac_integer("limit", 1));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), "b/");
}
END_TEST

START_TEST(the_topmost_folder_is_listed_by_an_empty_path)
{
	made("topmost", 1);
	ck_assert(list_has(hvac_response_value(CALL("list_secrets", hvac_string("path", "")), "keys"), "topmost"));
}
END_TEST

START_TEST(a_folder_is_scanned_to_its_depth)
{
	hvac_response *response;

	made("scanned/a", 1);
	made("scanned/b/c/d", 1);
	response = CALL("scan_secrets", hvac_string("path", "scanned"));
	ck_assert(list_has(hvac_response_value(response, "keys"), "a"));
	ck_assert(list_has(hvac_response_value(response, "keys"), "b/c/d"));
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"),
	                           hvac_value_at(set_up("SCAN", "secret/metadata/scanned", NULL), "/data/keys")));
}
END_TEST

START_TEST(scanning_asks_for_a_right_of_its_own)
{
	hvac_client *lister = client_allowed("path \"secret/metadata/*\" { capabilities = [\"list\"] }");
	hvac_client *scanner = client_allowed("path \"secret/metadata/*\" { capabilities = [\"scan\"] }");

	made("scan/right", 1);
	refused_as(lister, HVAC_FORBIDDEN, ENGINE, "scan_secrets", HVAC_ARGS(hvac_string("path", "scan")));
	ck_assert(list_has(hvac_response_value(call_as(scanner, ENGINE, "scan_secrets", HVAC_ARGS(hvac_string("path", "scan"))), "keys"), "right"));
}
END_TEST

START_TEST(a_folder_is_listed_with_details)
{
	hvac_response *response;

	made("detailed/a", 2);
	made("detailed/b/c", 1);
	response = CALL("list_detailed_metadata", hvac_string("path", "detailed"));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/key_info/a/current_version"),
	                 number_at(look("secret/metadata/detailed/a"), "/data/current_version"));
	ck_assert(list_has(hvac_response_value(response, "keys"), "b/"));

	response = CALL("scan_detailed_metadata", hvac_string("path", "detailed"));
	ck_assert_str_eq(text_at(hvac_response_answer(response), "/key_info/b~1c/created_time"),
	                 text_at(look("secret/metadata/detailed/b/c"), "/data/created_time"));
}
END_TEST

START_TEST(an_empty_folder_is_an_invalid_path_or_an_empty_list)
{
	hvac_client *lenient = client_of(server, "token", server->token, "empty_list", "true", NULL);
	hvac_response *response;

	REFUSED(HVAC_INVALID_PATH, "list_secrets", hvac_string("path", "nothing/here"));
	response = call_as(lenient, ENGINE, "list_secrets", HVAC_ARGS(hvac_string("path", "nothing/here")));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 0);
	refused_as(lenient, HVAC_INVALID_PATH, ENGINE, "list_secrets", HVAC_ARGS(hvac_string("path", "x"), hvac_string("mount_point", "no-mount")));
}
END_TEST

START_TEST(members_are_read_without_their_values)
{
	hvac_response *response;

	set_up("POST", "secret/data/sub", "{\"data\":{\"a\":\"marked\",\"b\":{\"c\":1}}}");
	response = CALL("read_subkeys", hvac_string("path", "sub"));
	ck_assert_int_eq(hvac_value_kind(hvac_response_value(response, "subkeys/a")), HVAC_KIND_NULL);
	ck_assert_int_eq(hvac_value_kind(hvac_response_value(response, "subkeys/b/c")), HVAC_KIND_NULL);
	ck_assert_ptr_null(strstr(hvac_response_body(response, NULL), "marked"));
	response = CALL("read_subkeys", hvac_string("path", "sub"), hvac_integer("depth", 1));
	ck_assert_int_eq(hvac_value_kind(hvac_response_value(response, "subkeys/b")), HVAC_KIND_NULL);
}
END_TEST

START_TEST(a_mount_is_configured)
{
	hvac_response *response;
	const hvac_value *seen;

	mount_kv_v2(client, "configured");
	CALL("configure", hvac_string("mount_point", "configured"), hvac_integer("max_versions", 3), hvac_boolean("cas_required", true),
	     hvac_string("delete_version_after", "2h"));
	seen = hvac_value_at(look("configured/config"), "/data");
	ck_assert_int_eq(number_at(seen, "/max_versions"), 3);
	ck_assert(truth_at(seen, "/cas_required"));
	ck_assert_str_eq(text_at(seen, "/delete_version_after"), "2h0m0s");
	response = CALL("read_configuration", hvac_string("mount_point", "configured"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), seen));

	says(REFUSED(HVAC_INVALID_REQUEST, "create_or_update_secret", hvac_string("mount_point", "configured"), hvac_string("path", "x"),
	             hvac_json("secret", "{}")), "check-and-set");
}
END_TEST

START_TEST(a_patch_changes_members_and_null_removes_one)
{
	hvac_response *response;
	const hvac_value *seen;

	set_up("POST", "secret/data/patched", "{\"data\":{\"a\":1,\"b\":2,\"deep\":{\"x\":1,\"y\":2}}}");
	response = CALL("patch", hvac_string("path", "patched"), hvac_json("secret", "{\"a\":null,\"c\":3,\"deep\":{\"x\":null}}"));
	ck_assert_str_eq(hvac_response_method(response), "PATCH");
	seen = hvac_value_at(look("secret/data/patched"), "/data/data");
	ck_assert_ptr_null(hvac_value_member(seen, "a"));
	ck_assert_int_eq(number_at(seen, "/b"), 2);
	ck_assert_int_eq(number_at(seen, "/c"), 3);
	ck_assert_ptr_null(hvac_value_at(seen, "/deep/x"));
	ck_assert_int_eq(number_at(seen, "/deep/y"), 2);

	CALL("patch_data", hvac_string("path", "patched"), hvac_json("data", "{\"b\":null}"), hvac_integer("cas", 2));
	seen = look("secret/data/patched");
	ck_assert_ptr_null(hvac_value_at(seen, "/data/data/b"));
	ck_assert_int_eq(number_at(seen, "/data/metadata/version"), 3);
}
END_TEST

static hvac_client *without_patch(void)
{
	return client_allowed("path \"secret/data/*\" { capabilities = [\"create\", \"read\", \"update\"] }");
}

START_TEST(a_patch_without_the_right_to_patch_reads_merges_and_writes)
{
	hvac_response *response;
	const hvac_value *seen;

	set_up("POST", "secret/data/merged", "{\"data\":{\"a\":1,\"b\":2,\"deep\":{\"x\":1,\"y\":2}}}");
	response = call_as(without_patch(), ENGINE, "patch",
	                   HVAC_ARGS(hvac_string("path", "merged"), hvac_json("secret", "{\"a\":null,\"c\":3,\"deep\":{\"x\":null,\"z\":{\"n\":null}}}")));
	ck_assert_str_eq(hvac_response_method(response), "POST");
	seen = look("secret/data/merged");
	ck_assert_int_eq(number_at(seen, "/data/metadata/version"), 2);
	ck_assert_ptr_null(hvac_value_at(seen, "/data/data/a"));
	ck_assert_int_eq(number_at(seen, "/data/data/b"), 2);
	ck_assert_int_eq(number_at(seen, "/data/data/c"), 3);
	ck_assert_ptr_null(hvac_value_at(seen, "/data/data/deep/x"));
	ck_assert_int_eq(number_at(seen, "/data/data/deep/y"), 2);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(seen, "/data/data/deep/z")), 0);
}
END_TEST

static hvac_client *wrapping(hvac_client *of)
{
	hvac_client *client_that_wraps;

	ck_assert_int_eq(hvac_client_derive(of, &client_that_wraps, "wrap_ttl", "60s", NULL), HVAC_OK);
	return client_that_wraps;
}

/* Neither what a hook goes on with, nor a 404, which would be a success then. */
START_TEST(a_patch_is_not_answered_wrapped)
{
	hvac_client *merging = wrapping(without_patch()), *patching = wrapping(client);
	hvac_response *response;

	made("merged/wrapped", 1);
	response = call_as(merging, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/wrapped"), hvac_json("secret", "{\"more\":9}")));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/version"), 2);
	ck_assert_int_eq(number_at(look("secret/data/merged/wrapped"), "/data/data/n"), 1);
	ck_assert_int_eq(number_at(look("secret/data/merged/wrapped"), "/data/data/more"), 9);
	response = call_as(patching, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/wrapped"), hvac_json("secret", "{\"n\":2}")));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/version"), 3);

	set_up("DELETE", "secret/data/merged/wrapped", NULL);
	refused_as(patching, HVAC_INVALID_PATH, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/wrapped"), hvac_json("secret", "{\"n\":9}")));
	refused_as(patching, HVAC_INVALID_PATH, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/unborn"), hvac_json("secret", "{\"n\":9}")));
	refused_as(patching, HVAC_INVALID_PATH, ENGINE, "patch_data", HVAC_ARGS(hvac_string("path", "merged/wrapped"), hvac_json("data", "{\"n\":9}")));
	refused_as(patching, HVAC_INVALID_PATH, ENGINE, "patch_metadata", HVAC_ARGS(hvac_string("path", "merged/unborn"), hvac_integer("max_versions", 9)));
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(look("secret/metadata/merged/wrapped"), "/data/versions")), 3);
	hvac_client_free(patching);
	hvac_client_free(merging);
}
END_TEST

START_TEST(a_merged_patch_keeps_to_its_cas)
{
	hvac_client *who = without_patch();

	made("merged/cas", 2);
	says(refused_as(who, HVAC_INVALID_REQUEST, ENGINE, "patch",
	                HVAC_ARGS(hvac_string("path", "merged/cas"), hvac_json("secret", "{\"n\":9}"), hvac_integer("cas", 1))), "version 2");
	ck_assert_int_eq(number_at(look("secret/data/merged/cas"), "/data/data/n"), 2);
	call_as(who, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/cas"), hvac_json("secret", "{\"n\":9}"), hvac_integer("cas", 2)));
	ck_assert_int_eq(number_at(look("secret/data/merged/cas"), "/data/data/n"), 9);
}
END_TEST

START_TEST(a_patch_without_cas_reads_merges_and_writes_where_cas_is_required)
{
	hvac_response *response;
	const hvac_value *seen;

	set_up("POST", "secret/data/merged/required", "{\"data\":{\"a\":1,\"b\":2}}");
	set_up("POST", "secret/metadata/merged/required", "{\"cas_required\":true}");
	response = CALL("patch", hvac_string("path", "merged/required"), hvac_json("secret", "{\"a\":null,\"c\":3}"));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/version"), 2);
	seen = look("secret/data/merged/required");
	ck_assert_int_eq(number_at(seen, "/data/metadata/version"), 2);
	ck_assert_ptr_null(hvac_value_at(seen, "/data/data/a"));
	ck_assert_int_eq(number_at(seen, "/data/data/b"), 2);
	ck_assert_int_eq(number_at(seen, "/data/data/c"), 3);

	says(REFUSED(HVAC_INVALID_REQUEST, "patch", hvac_string("path", "merged/required"), hvac_json("secret", "{\"c\":9}"), hvac_integer("cas", 1)),
	     "check-and-set");
	says(REFUSED(HVAC_INVALID_REQUEST, "patch_data", hvac_string("path", "merged/required"), hvac_json("data", "{\"c\":9}")), "check-and-set");
	ck_assert_int_eq(number_at(look("secret/data/merged/required"), "/data/data/c"), 3);
}
END_TEST

START_TEST(who_may_only_patch_is_told_that_cas_is_required)
{
	const char *path = made(_i ? "strict/read" : "strict/unread", 1);
	hvac_client *who = client_allowed(_i ? "path \"secret/data/*\" { capabilities = [\"patch\", \"read\"] }" : "path \"secret/data/*\" { capabilities = [\"patch\"] }");

	set_up("POST", format("secret/metadata/%s", path), "{\"cas_required\":true}");
	says(refused_as(who, HVAC_INVALID_REQUEST, ENGINE, "patch", HVAC_ARGS(hvac_string("path", path), hvac_json("secret", "{\"a\":2}"))), "cas_required");
	call_as(who, ENGINE, "patch", HVAC_ARGS(hvac_string("path", path), hvac_json("secret", "{\"a\":2}"), hvac_integer("cas", 1)));
}
END_TEST

#define NO_SECRET "there is no secret at merged/missing; patch works on existing data"
START_TEST(a_patch_needs_a_secret_that_is_there)
{
	hvac_client *who = without_patch();
	const char *when;

	made("merged/gone", 1);
	set_up("DELETE", "secret/data/merged/gone", NULL);
	says(REFUSED(HVAC_INVALID_PATH, "patch", hvac_string("path", "merged/missing"), hvac_json("secret", "{\"n\":1}")), NO_SECRET);
	says(REFUSED(HVAC_INVALID_PATH, "patch_data", hvac_string("path", "merged/missing"), hvac_json("data", "{\"n\":1}")), NO_SECRET);
	says(REFUSED(HVAC_INVALID_PATH, "patch_metadata", hvac_string("path", "merged/missing"), hvac_integer("max_versions", 1)), NO_SECRET);
	when = format("version 1 of secret merged/gone was deleted at %s", text_at(version_metadata("merged/gone", 1), "/deletion_time"));
	says(REFUSED(HVAC_INVALID_PATH, "patch", hvac_string("path", "merged/gone"), hvac_json("secret", "{\"n\":1}")), when);
	says(REFUSED(HVAC_INVALID_PATH, "patch_data", hvac_string("path", "merged/gone"), hvac_json("data", "{\"n\":1}")), when);
	says(refused_as(who, HVAC_INVALID_PATH, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/missing"), hvac_json("secret", "{\"n\":1}"))),
	     NO_SECRET);
	says(refused_as(who, HVAC_INVALID_PATH, ENGINE, "patch", HVAC_ARGS(hvac_string("path", "merged/gone"), hvac_json("secret", "{\"n\":1}"))), when);
	ck_assert_int_eq(look_status("secret/data/merged/missing"), 404);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(look("secret/metadata/merged/gone"), "/data/versions")), 1);
}
END_TEST

START_TEST(a_patch_is_denied_when_nothing_is_allowed)
{
	made("merged/denied", 1);
	refused_as(client_allowed("path \"secret/data/*\" { capabilities = [\"read\"] }"), HVAC_FORBIDDEN, ENGINE, "patch",
	           HVAC_ARGS(hvac_string("path", "merged/denied"), hvac_json("secret", "{\"n\":9}")));
	refused_as(without_patch(), HVAC_FORBIDDEN, ENGINE, "patch_data", HVAC_ARGS(hvac_string("path", "merged/denied"), hvac_json("data", "{\"n\":9}")));
	ck_assert_int_eq(number_at(look("secret/data/merged/denied"), "/data/data/n"), 1);
}
END_TEST

START_TEST(a_mount_of_version_1_is_said_to_be_one)
{
	hvac_client *reader = client_allowed("path \"first/*\" { capabilities = [\"read\", \"list\"] }");

	set_up("POST", "sys/mounts/first", "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
	set_up("POST", "first/app", "{\"n\":1}");
	says(REFUSED(HVAC_INVALID_PATH, "read_secret", hvac_string("path", "app"), hvac_string("mount_point", "first")), "version 1");
	says(REFUSED(HVAC_INVALID_PATH, "list_secrets", hvac_string("path", "app"), hvac_string("mount_point", "first")), "secrets/kv_v1");
	says(REFUSED(HVAC_INVALID_PATH, "list_detailed_metadata", hvac_string("path", "app"), hvac_string("mount_point", "first")), "secrets/kv_v1");
	says(REFUSED(HVAC_INVALID_PATH, "read_configuration", hvac_string("mount_point", "first")), "secrets/kv_v1");
	says(refused_as(reader, HVAC_INVALID_PATH, ENGINE, "read_secret_version", HVAC_ARGS(hvac_string("path", "app"), hvac_string("mount_point", "first"))),
	     "version 1");
	/* what says nothing cannot be told from an empty folder */
	ck_assert_uint_eq(hvac_value_count(hvac_response_answer(CALL("scan_secrets", hvac_string("path", "x"), hvac_string("mount_point", "first")))), 0);
}
END_TEST

START_TEST(a_missing_secret_is_not_taken_for_a_version_1_mount)
{
	hvac_response *response = REFUSED(HVAC_INVALID_PATH, "read_secret", hvac_string("path", "no/such/secret"));

	ck_assert_ptr_null(strstr(hvac_response_message(response), "version 1"));
	says(response, "secret/data/no/such/secret");
	says(response, "nothing at this path");
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/kv_v2, live");
	TCase *tests = live_case(suite, "secrets");

	tcase_add_test(tests, a_written_secret_is_there);
	tcase_add_test(tests, a_secret_is_read_with_its_metadata);
	tcase_add_test(tests, an_earlier_version_is_read_by_its_number);
	tcase_add_test(tests, a_version_that_never_was_is_an_invalid_path);
	tcase_add_test(tests, cas_0_writes_only_what_is_not_there_yet);
	tcase_add_test(tests, the_right_cas_writes_the_next_version);
	tcase_add_test(tests, a_wrong_cas_is_refused_and_writes_nothing);
	tcase_add_test(tests, names_of_any_script_and_values_with_nul_are_kept);
	tcase_add_test(tests, options_of_null_take_no_cas_away);
	tcase_add_test(tests, integers_of_64_bits_are_sent_exactly);
	tcase_add_test(tests, a_deleted_version_is_an_invalid_path_that_tells_when);
	tcase_add_test(tests, a_deleted_version_is_its_metadata_when_told_not_to_raise);
	tcase_add_test(tests, given_versions_are_deleted_and_brought_back);
	tcase_add_test(tests, a_destroyed_version_is_told_from_a_deleted_one);
	tcase_add_test(tests, metadata_is_written_read_and_changed);
	tcase_add_test(tests, a_secret_goes_with_all_its_versions);
	tcase_add_test(tests, a_folder_is_listed_with_its_folders);
	tcase_add_test(tests, the_topmost_folder_is_listed_by_an_empty_path);
	tcase_add_test(tests, a_folder_is_scanned_to_its_depth);
	tcase_add_test(tests, scanning_asks_for_a_right_of_its_own);
	tcase_add_test(tests, a_folder_is_listed_with_details);
	tcase_add_test(tests, an_empty_folder_is_an_invalid_path_or_an_empty_list);
	tcase_add_test(tests, members_are_read_without_their_values);
	tcase_add_test(tests, a_mount_is_configured);

	tests = live_case(suite, "patches");
	tcase_add_test(tests, a_patch_changes_members_and_null_removes_one);
	tcase_add_test(tests, a_patch_without_the_right_to_patch_reads_merges_and_writes);
	tcase_add_test(tests, a_patch_is_not_answered_wrapped);
	tcase_add_test(tests, a_merged_patch_keeps_to_its_cas);
	tcase_add_test(tests, a_patch_without_cas_reads_merges_and_writes_where_cas_is_required);
	tcase_add_loop_test(tests, who_may_only_patch_is_told_that_cas_is_required, 0, 2);
	tcase_add_test(tests, a_patch_needs_a_secret_that_is_there);
	tcase_add_test(tests, a_patch_is_denied_when_nothing_is_allowed);

	tests = live_case(suite, "other mounts");
	tcase_add_test(tests, a_mount_of_version_1_is_said_to_be_one);
	tcase_add_test(tests, a_missing_secret_is_not_taken_for_a_version_1_mount);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
