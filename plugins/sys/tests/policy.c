/* SPDX-License-Identifier: MIT */
/* The areas policy, policies and capabilities of sys against the real server: every operation that it has. */
#include "calls.h"

#include <string.h>

#define ENGINE "sys"
#define ABSENT "sys/tests/not-in-openbao-2.7.2-policies.json"
#define RULES "path \"secret/data/x\" { capabilities = [\"read\"] }"
#define RULES_AS_JSON "path \\\"secret/data/x\\\" { capabilities = [\\\"read\\\"] }"
#define PASSWORD_RULES "length = 24\nrule \"charset\" {\n\tcharset = \"abc\"\n}\n"

static const char *made(const char *name)
{
	set_up("PUT", format("sys/policies/acl/%s", name), "{\"policy\":\"" RULES_AS_JSON "\"}");
	return name;
}

static const hvac_value *seen(const char *name)
{
	return hvac_value_at(look(format("sys/policies/acl/%s", name)), "/data");
}

/* By the older path */

START_TEST(a_policy_is_made_read_and_removed)
{
	hvac_response *response;

	CALL("create_or_update_policy", hvac_string("name", "old"), hvac_string("policy", RULES));
	ck_assert_str_eq(text_at(seen("old"), "/policy"), RULES);
	response = CALL("read_policy", hvac_string("name", "old"));
	ck_assert_str_eq(hvac_response_string(response, "rules"), RULES);
	CALL("delete_policy", hvac_string("name", "old"));
	ck_assert_int_eq(look_status("sys/policies/acl/old"), 404);
}
END_TEST

START_TEST(a_policy_given_as_a_map_is_sent_as_text)
{
	CALL("create_or_update_policy", hvac_string("name", "map"), hvac_json("policy", "{\"path\":{\"secret/*\":{\"capabilities\":[\"list\"]}}}"));
	ck_assert_ptr_nonnull(strchr(text_at(seen("map"), "/policy"), '\n'));
	CALL("create_or_update_policy", hvac_string("name", "map"), hvac_json("policy", "{\"path\":{\"secret/*\":{\"capabilities\":[\"list\"]}}}"),
	     hvac_boolean("pretty_print", false));
	ck_assert_str_eq(text_at(seen("map"), "/policy"), "{\"path\":{\"secret/*\":{\"capabilities\":[\"list\"]}}}");
}
END_TEST

START_TEST(policies_are_listed_by_reading_and_by_listing)
{
	hvac_response *response;

	made("listed-old");
	response = CALL_BARE("list_policies");
	ck_assert(list_has(hvac_response_value(response, "policies"), "listed-old"));
	response = CALL_BARE("list_policies_by_list");
	ck_assert(list_has(hvac_response_value(response, "keys"), "listed-old"));
	ck_assert(list_has(hvac_value_at(look_list("sys/policies/acl"), "/data/keys"), "listed-old"));
}
END_TEST

/* ACL policies */

START_TEST(an_acl_policy_works_as_soon_as_it_is_made)
{
	const char *token;
	int status;

	set_up("POST", "secret/data/x", "{\"data\":{}}");
	CALL("create_or_update_acl_policy", hvac_string("name", "acl/new"), hvac_string("policy", RULES), hvac_string("ttl", "1h"));
	ck_assert_str_eq(text_at(seen("acl/new"), "/policy"), RULES);
	ck_assert(*text_at(seen("acl/new"), "/expiration"));
	token = text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"acl/new\"]}"), "/auth/client_token");
	ask(server, token, "GET", "secret/data/x", NULL, &status);
	ck_assert_int_eq(status, 200);

	CALL("delete_acl_policy", hvac_string("name", "acl/new"));
	ask(server, token, "GET", "secret/data/x", NULL, &status);
	ck_assert_int_eq(status, 403);
	ck_assert_int_eq(look_status("sys/policies/acl/acl/new"), 404);
}
END_TEST

START_TEST(an_acl_policy_is_replaced_at_its_version_only)
{
	CALL("create_or_update_acl_policy", hvac_string("name", "versioned"), hvac_string("policy", RULES), hvac_integer("cas", -1));
	says(REFUSED(HVAC_INVALID_REQUEST, "create_or_update_acl_policy", hvac_string("name", "versioned"), hvac_string("policy", "# none"), hvac_integer("cas", -1)),
	     "check-and-set");
	ck_assert_str_eq(text_at(seen("versioned"), "/policy"), RULES);
	CALL("create_or_update_acl_policy", hvac_string("name", "versioned"), hvac_string("policy", "# none"), hvac_integer("cas", 1));
	ck_assert_str_eq(text_at(seen("versioned"), "/policy"), "# none");
	ck_assert_int_eq(number_at(seen("versioned"), "/version"), 2);
}
END_TEST

START_TEST(an_acl_policy_is_read)
{
	hvac_response *response = CALL("read_acl_policy", hvac_string("name", made("read-acl")));

	ck_assert(hvac_value_equal(hvac_response_answer(response), seen("read-acl")));
}
END_TEST

START_TEST(an_acl_policy_is_changed_in_part)
{
	made("patched");
	CALL("patch_acl_policy", hvac_string("name", "patched"), hvac_boolean("cas_required", true));
	ck_assert(truth_at(seen("patched"), "/cas_required"));
	ck_assert_str_eq(text_at(seen("patched"), "/policy"), RULES);
}
END_TEST

START_TEST(acl_policies_are_listed_briefly_and_in_detail)
{
	hvac_response *response;

	made("detail/a");
	made("detail/b");
	made("elsewhere");
	response = CALL_BARE("list_acl_policies");
	ck_assert(list_has(hvac_response_value(response, "keys"), "detail/a"));
	ck_assert(list_has(hvac_value_at(look_list("sys/policies/acl"), "/data/keys"), "detail/a"));
	response = CALL_BARE("list_detailed_acl_policies");
	ck_assert_str_eq(hvac_response_string(response, "key_info/elsewhere/policy"), RULES);
	response = CALL("list_detailed_acl_policies_below", hvac_string("name", "detail"));
	ck_assert_str_eq(text_at(hvac_response_answer(response), "/key_info/detail~1b/modified"), text_at(seen("detail/b"), "/modified"));
	ck_assert_ptr_null(hvac_response_value(response, "key_info/elsewhere"));
}
END_TEST

/* Password policies */

START_TEST(a_password_policy_is_made_read_listed_and_removed)
{
	hvac_response *response;

	CALL("create_or_update_password_policy", hvac_string("name", "long"), hvac_string("policy", PASSWORD_RULES));
	ck_assert_str_eq(text_at(look("sys/policies/password/long"), "/data/policy"), PASSWORD_RULES);
	response = CALL("read_password_policy", hvac_string("name", "long"));
	ck_assert_str_eq(hvac_response_string(response, "policy"), PASSWORD_RULES);
	response = CALL_BARE("list_password_policies");
	ck_assert(list_has(hvac_response_value(response, "keys"), "long"));
	CALL("delete_password_policy", hvac_string("name", "long"));
	ck_assert_int_eq(look_status("sys/policies/password/long"), 404);
}
END_TEST

START_TEST(a_password_is_made_by_its_policy)
{
	hvac_response *response;
	const char *password, *other;

	set_up("POST", "sys/policies/password/abc", "{\"policy\":\"length = 24\\nrule \\\"charset\\\" { charset = \\\"abc\\\" }\"}");
	response = CALL("generate_password", hvac_string("name", "abc"));
	password = hvac_response_string(response, "password");
	other = text_at(look("sys/policies/password/abc/generate"), "/data/password");
	ck_assert_uint_eq(strspn(password, "abc"), 24);
	ck_assert_uint_eq(strlen(password), strlen(other));
	ck_assert_str_ne(password, other);
}
END_TEST

/* Capabilities */

START_TEST(capabilities_are_told_of_oneself_of_a_token_and_of_an_accessor)
{
	hvac_client *who = client_allowed("path \"secret/data/x\" { capabilities = [\"read\", \"update\"] }");
	char *token = keep_text(hvac_client_token(who));
	const hvac_value *about = set_up("POST", "auth/token/lookup", format("{\"token\":\"%s\"}", token));
	hvac_response *response;

	response = call_as(client_with_token(token), ENGINE, "get_capabilities", HVAC_ARGS(hvac_json("paths", "[\"secret/data/x\",\"sys/mounts\"]")));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "secret/data/x"), "update"));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "sys/mounts"), "deny"));
	response = CALL("get_capabilities", hvac_json("paths", "[\"secret/data/x\"]"), hvac_string("token", token));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "secret/data/x"), "read"));
	response = CALL("get_capabilities", hvac_json("paths", "[\"secret/data/x\"]"), hvac_string("accessor", text_at(about, "/data/accessor")));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "secret/data/x"), "read"));
	response = CALL("get_token_capabilities", hvac_json("paths", "[\"secret/data/x\"]"), hvac_string("token", token));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "secret/data/x"), "read"));
	response = CALL("get_accessor_capabilities", hvac_json("paths", "[\"secret/data/x\"]"), hvac_string("accessor", text_at(about, "/data/accessor")));
	ck_assert(list_has(hvac_value_member(hvac_response_answer(response), "secret/data/x"), "read"));
	/* root's own differ: so it was the other token that was asked about */
	ck_assert(list_has(hvac_value_member(hvac_response_answer(CALL("get_capabilities", hvac_json("paths", "[\"secret/data/x\"]"))), "secret/data/x"), "root"));
}
END_TEST

/* Sentinel and rotation policies are Vault Enterprise's. */

static hvac_response *from_tape(const char *operation, const hvac_argument *arguments)
{
	return replayed(ABSENT, ENGINE, operation, arguments);
}
#define NAMED(name) HVAC_ARGS(hvac_string("name", name))

START_TEST(list_egp_policies)
{
	ck_assert_str_eq(hvac_response_string(from_tape("list_egp_policies", NULL), "keys/0"), "office");
}
END_TEST

START_TEST(read_egp_policy)
{
	ck_assert_str_eq(hvac_response_string(from_tape("read_egp_policy", NAMED("office")), "enforcement_level"), "hard-mandatory");
}
END_TEST

START_TEST(create_or_update_egp_policy)
{
	from_tape("create_or_update_egp_policy", HVAC_ARGS(hvac_string("name", "office"), hvac_string("policy", "main = rule { true }"),
	                                                   hvac_string("enforcement_level", "hard-mandatory"), hvac_json("paths", "[\"secret/*\"]")));
}
END_TEST

START_TEST(delete_egp_policy)
{
	from_tape("delete_egp_policy", NAMED("office"));
}
END_TEST

START_TEST(list_rgp_policies)
{
	ck_assert_str_eq(hvac_response_string(from_tape("list_rgp_policies", NULL), "keys/0"), "shift");
}
END_TEST

START_TEST(read_rgp_policy)
{
	ck_assert_str_eq(hvac_response_string(from_tape("read_rgp_policy", NAMED("shift")), "policy"), "main = rule { true }");
}
END_TEST

START_TEST(create_or_update_rgp_policy)
{
	from_tape("create_or_update_rgp_policy", HVAC_ARGS(hvac_string("name", "shift"), hvac_string("policy", "main = rule { true }"),
	                                                   hvac_string("enforcement_level", "advisory")));
}
END_TEST

START_TEST(delete_rgp_policy)
{
	from_tape("delete_rgp_policy", NAMED("shift"));
}
END_TEST

START_TEST(read_rotation_policy)
{
	int64_t retries;

	ck_assert(hvac_response_integer(from_tape("read_rotation_policy", NAMED("nightly")), "max_retries_per_cycle", &retries));
	ck_assert_int_eq(retries, 3);
}
END_TEST

START_TEST(create_or_update_rotation_policy)
{
	from_tape("create_or_update_rotation_policy", HVAC_ARGS(hvac_string("name", "nightly"), hvac_integer("max_retries_per_cycle", 3),
	                                                        hvac_integer("max_retry_cycles", 2), hvac_string("rotation_schedule", "0 2 * * 6")));
}
END_TEST

START_TEST(delete_rotation_policy)
{
	from_tape("delete_rotation_policy", NAMED("nightly"));
}
END_TEST

static const char *const absent[] = {
	"list_egp_policies", "read_egp_policy", "create_or_update_egp_policy", "delete_egp_policy",
	"list_rgp_policies", "read_rgp_policy", "create_or_update_rgp_policy", "delete_rgp_policy",
	"read_rotation_policy", "create_or_update_rotation_policy", "delete_rotation_policy", NULL,
};

START_TEST(the_server_does_not_have_what_was_replayed)
{
	says(refused_as(client, HVAC_INVALID_PATH, ENGINE, "list_egp_policies", NULL), "unsupported path");
	says(refused_as(client, HVAC_INVALID_PATH, ENGINE, "list_rgp_policies", NULL), "not every server has this operation");
	says(REFUSED(HVAC_INVALID_PATH, "read_rotation_policy", hvac_string("name", "x")), "vault-2.1");
}
END_TEST

START_TEST(every_operation_on_policies_by_the_older_path_was_called)
{
	all_were_called(ENGINE, "policy", (const char *const[]){ NULL });
}
END_TEST

START_TEST(every_operation_on_policies_was_called)
{
	all_were_called(ENGINE, "policies", absent);
}
END_TEST

START_TEST(every_operation_on_capabilities_was_called)
{
	all_were_called(ENGINE, "capabilities", (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sys: policy, policies and capabilities, live");
	TCase *tests = live_case(suite, "policy");

	tcase_add_test(tests, a_policy_is_made_read_and_removed);
	tcase_add_test(tests, a_policy_given_as_a_map_is_sent_as_text);
	tcase_add_test(tests, policies_are_listed_by_reading_and_by_listing);

	tests = live_case(suite, "policies");
	tcase_add_test(tests, an_acl_policy_works_as_soon_as_it_is_made);
	tcase_add_test(tests, an_acl_policy_is_replaced_at_its_version_only);
	tcase_add_test(tests, an_acl_policy_is_read);
	tcase_add_test(tests, an_acl_policy_is_changed_in_part);
	tcase_add_test(tests, acl_policies_are_listed_briefly_and_in_detail);
	tcase_add_test(tests, a_password_policy_is_made_read_listed_and_removed);
	tcase_add_test(tests, a_password_is_made_by_its_policy);

	tests = live_case(suite, "capabilities");
	tcase_add_test(tests, capabilities_are_told_of_oneself_of_a_token_and_of_an_accessor);

	tests = live_case(suite, "replayed: not in OpenBao 2.7.2");
	tcase_add_test(tests, list_egp_policies);
	tcase_add_test(tests, read_egp_policy);
	tcase_add_test(tests, create_or_update_egp_policy);
	tcase_add_test(tests, delete_egp_policy);
	tcase_add_test(tests, list_rgp_policies);
	tcase_add_test(tests, read_rgp_policy);
	tcase_add_test(tests, create_or_update_rgp_policy);
	tcase_add_test(tests, delete_rgp_policy);
	tcase_add_test(tests, read_rotation_policy);
	tcase_add_test(tests, create_or_update_rotation_policy);
	tcase_add_test(tests, delete_rotation_policy);
	tcase_add_test(tests, the_server_does_not_have_what_was_replayed);

	tests = live_case(suite, "completeness");
	tcase_add_test(tests, every_operation_on_policies_by_the_older_path_was_called);
	tcase_add_test(tests, every_operation_on_policies_was_called);
	tcase_add_test(tests, every_operation_on_capabilities_was_called);
	return live_main(suite);
}
