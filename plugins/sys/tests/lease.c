/* SPDX-License-Identifier: MIT */
/*
 * The areas lease and wrapping of sys against the real server: every operation that it has. Leases are those of the
 * server's rabbitmq engine, whose broker is the test itself and sees its users come and go.
 */
#include "calls.h"
#include "listener.h"

#include <string.h>
#include <unistd.h>

#define ENGINE "sys"
#define ABSENT "sys/tests/not-in-openbao-2.7.2-lease.json"
#define TAPED "rabbitmq/creds/web/fZ4rZ0kR7dWmNqU2xYbT1cAe"

static struct broker broker;
static const char *mount;                       /* of this test's own */

/* The engine of this test, with a role "web". */
static void begin_leases(void)
{
	static unsigned count;

	mount = format("broker-%u-%u", (unsigned)getpid(), count++);
	ck_assert(broker_start(&broker));
	set_up("POST", format("sys/mounts/%s", mount), "{\"type\":\"rabbitmq\"}");
	set_up("POST", format("%s/config/connection", mount), format("{\"connection_uri\":\"http://127.0.0.1:%d\",\"username\":\"a\",\"password\":\"b\","
	                                                             "\"verify_connection\":false}", broker.port));
	set_up("POST", format("%s/config/lease", mount), "{\"ttl\":\"60s\",\"max_ttl\":\"4h\"}");
	set_up("POST", format("%s/roles/web", mount), "{\"tags\":\"management\"}");
}

static void end_leases(void)
{
	broker_stop(&broker);
}

/* A lease of 60 seconds. */
static const char *lease(void)
{
	int before = atomic_load(&broker.users);
	const char *id = text_at(look(format("%s/creds/web", mount)), "/lease_id");

	ck_assert_int_eq(atomic_load(&broker.users), before + 1);
	return id;
}

static int64_t seconds_left(const char *id)
{
	int status;
	const hvac_value *seen = ask(server, server->token, "PUT", "sys/leases/lookup", format("{\"lease_id\":\"%s\"}", id), &status);

	ck_assert(status == 200 || status == 400);
	return status == 200 ? number_at(seen, "/data/ttl") : -1;
}

static bool is_over(const char *id)
{
	return seconds_left(id) < 0;
}

START_TEST(a_lease_is_read)
{
	const char *id = lease();
	hvac_response *response = CALL("read_lease", hvac_string("lease_id", id));

	ck_assert_str_eq(hvac_response_string(response, "id"), id);
	ck_assert_str_eq(hvac_response_string(response, "issue_time"),
	                 text_at(set_up("PUT", "sys/leases/lookup", format("{\"lease_id\":\"%s\"}", id)), "/data/issue_time"));
}
END_TEST

START_TEST(leases_are_listed_below_a_prefix)
{
	const char *id = lease();
	hvac_response *response = CALL_BARE("list_lease_prefixes");

	ck_assert(list_has(hvac_response_value(response, "keys"), format("%s/", mount)));
	response = CALL("list_leases", hvac_string("prefix", format("%s/creds/web", mount)));
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), strrchr(id, '/') + 1);
	ck_assert(hvac_value_equal(hvac_response_value(response, "keys"),
	                           hvac_value_at(look_list(format("sys/leases/lookup/%s/creds/web", mount)), "/data/keys")));
}
END_TEST

START_TEST(a_lease_is_renewed)
{
	const char *id = lease();
	hvac_response *response = CALL("renew_lease", hvac_string("lease_id", id), hvac_string("increment", "1h"));

	ck_assert_str_eq(hvac_response_lease_id(response), id);
	ck_assert_int_eq(hvac_response_lease_duration(response), 3600);
	ck_assert(hvac_response_renewable(response));
	ck_assert_int_gt(seconds_left(id), 3000);
}
END_TEST

START_TEST(a_lease_is_renewed_by_its_path)
{
	const char *id = lease();

	CALL("renew_lease_by_path", hvac_string("url_lease_id", id), hvac_integer("increment", 7200));
	ck_assert_int_gt(seconds_left(id), 6000);
}
END_TEST

START_TEST(a_lease_is_revoked)
{
	const char *id = lease(), *other = lease();

	CALL("revoke_lease", hvac_string("lease_id", id), hvac_boolean("sync", true));
	ck_assert(is_over(id));
	ck_assert(!is_over(other));
	ck_assert_int_eq(atomic_load(&broker.users), 1);
}
END_TEST

START_TEST(a_lease_is_revoked_by_its_path)
{
	const char *id = lease();

	CALL("revoke_lease_by_path", hvac_string("url_lease_id", id), hvac_boolean("sync", true));
	ck_assert(is_over(id));
	ck_assert_int_eq(atomic_load(&broker.users), 0);
}
END_TEST

START_TEST(leases_are_revoked_below_a_prefix)
{
	const char *one = lease(), *two = lease();

	CALL("revoke_prefix", hvac_string("prefix", format("%s/creds", mount)), hvac_boolean("sync", true));
	ck_assert(is_over(one) && is_over(two));
	ck_assert_int_eq(atomic_load(&broker.users), 0);
}
END_TEST

START_TEST(leases_that_cannot_be_revoked_are_forgotten_by_force)
{
	const char *id = lease();

	atomic_store(&broker.refuses, true);
	REFUSED(HVAC_INVALID_REQUEST, "revoke_lease", hvac_string("lease_id", id), hvac_boolean("sync", true));
	ck_assert(!is_over(id));
	CALL("revoke_force", hvac_string("prefix", format("%s/creds", mount)));
	ck_assert(is_over(id));
	ck_assert_int_eq(atomic_load(&broker.users), 1);
}
END_TEST

/* A server gives a lease up as irrevocable only after many tries: here there is none. */
START_TEST(irrevocable_leases_are_listed_and_counted)
{
	hvac_response *response = CALL_BARE("list_irrevocable_leases");

	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("sys/leases?type=irrevocable"), "/data")));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/lease_count"), 0);
	response = CALL("count_irrevocable_leases", hvac_boolean("include_child_namespaces", true));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look("sys/leases/count?type=irrevocable"), "/data")));
}
END_TEST

START_TEST(tidying_is_started)
{
	ck_assert_int_eq(hvac_response_http_status(CALL_BARE("tidy_leases")), 202);
	ck_assert(server_log_says(server, "finished tidy operation on leases"));
}
END_TEST

/* By the paths of before Vault 0.8 */

START_TEST(renew_lease_legacy)
{
	hvac_response *response = replayed(ABSENT, ENGINE, "renew_lease_legacy", HVAC_ARGS(hvac_string("lease_id", TAPED), hvac_integer("increment", 1800)));

	ck_assert_int_eq(hvac_response_lease_duration(response), 1800);
}
END_TEST

START_TEST(renew_lease_by_path_legacy)
{
	hvac_response *response = replayed(ABSENT, ENGINE, "renew_lease_by_path_legacy",
	                                   HVAC_ARGS(hvac_string("url_lease_id", TAPED), hvac_string("increment", "30m")));

	ck_assert_str_eq(hvac_response_lease_id(response), TAPED);
}
END_TEST

START_TEST(revoke_lease_legacy)
{
	replayed(ABSENT, ENGINE, "revoke_lease_legacy", HVAC_ARGS(hvac_string("lease_id", TAPED), hvac_boolean("sync", true)));
}
END_TEST

START_TEST(revoke_lease_by_path_legacy)
{
	replayed(ABSENT, ENGINE, "revoke_lease_by_path_legacy", HVAC_ARGS(hvac_string("url_lease_id", TAPED)));
}
END_TEST

START_TEST(revoke_prefix_legacy)
{
	replayed(ABSENT, ENGINE, "revoke_prefix_legacy", HVAC_ARGS(hvac_string("prefix", "rabbitmq/creds"), hvac_boolean("sync", true)));
}
END_TEST

START_TEST(revoke_force_legacy)
{
	replayed(ABSENT, ENGINE, "revoke_force_legacy", HVAC_ARGS(hvac_string("prefix", "rabbitmq/creds")));
}
END_TEST

START_TEST(the_server_does_not_have_what_was_replayed)
{
	says(REFUSED(HVAC_INVALID_PATH, "renew_lease_legacy", hvac_string("lease_id", TAPED)), "unsupported path");
	says(REFUSED(HVAC_INVALID_PATH, "revoke_prefix_legacy", hvac_string("prefix", "x")), "not every server has this operation");
}
END_TEST

/* Wrapping */

static const char *wrapped(void)
{
	return text_at(hvac_response_answer(CALL("wrap", hvac_json("payload", "{\"user\":\"web\",\"n\":[1]}"), hvac_integer("ttl", 120))), "/token");
}

/* Past the library: what is inside, NULL when the token is used up. */
static const hvac_value *taken_out(const char *token)
{
	int status;
	const hvac_value *answer = ask(server, server->token, "POST", "sys/wrapping/unwrap", format("{\"token\":\"%s\"}", token), &status);

	ck_assert(status == 200 || status == 400);
	return status == 200 ? hvac_value_at(answer, "/data") : NULL;
}

START_TEST(a_map_is_wrapped)
{
	const char *token = wrapped();
	const hvac_value *about = set_up("POST", "sys/wrapping/lookup", format("{\"token\":\"%s\"}", token)), *inside;

	ck_assert_int_eq(number_at(about, "/data/creation_ttl"), 120);
	inside = taken_out(token);
	ck_assert_str_eq(text_at(inside, "/user"), "web");
	ck_assert_int_eq(number_at(inside, "/n/0"), 1);
}
END_TEST

static int64_t life_of(hvac_client *who, const hvac_argument *arguments)
{
	return number_at(hvac_response_answer(call_as(who, ENGINE, "wrap", arguments)), "/ttl");
}

START_TEST(the_life_of_a_wrapping_token_is_the_arguments_then_the_clients)
{
	hvac_client *wrapping = client_of(server, "token", server->token, "wrap_ttl", "300", NULL);

	ck_assert_int_eq(life_of(wrapping, NULL), 300);
	ck_assert_int_eq(life_of(wrapping, HVAC_ARGS(hvac_string("ttl", "2m"))), 120);
	ck_assert_int_eq(life_of(client_of(server, "token", server->token, "wrap_ttl", "0s", NULL), NULL), 60);
	ck_assert_int_eq(life_of(client, NULL), 60);
}
END_TEST

START_TEST(a_wrapped_map_is_taken_out_once)
{
	const char *token = wrapped();
	hvac_response *response = CALL("unwrap", hvac_string("token", token));

	ck_assert_str_eq(hvac_response_string(response, "data/user"), "web");
	ck_assert_ptr_null(taken_out(token));
	says(REFUSED(HVAC_INVALID_REQUEST, "unwrap", hvac_string("token", token)), "wrapping token is not valid");
}
END_TEST

/* An engine with a certificate. */
static const char *certificates(void)
{
	const char *path = format("pki-%u", (unsigned)getpid());

	set_up("POST", format("sys/mounts/%s", path), "{\"type\":\"pki\"}");
	set_up("POST", format("%s/root/generate/internal", path), "{\"common_name\":\"Root\",\"key_type\":\"ec\"}");
	return path;
}

static const char *wrapped_read(hvac_client *wrapping, const char *path)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_read(wrapping, path, &response), HVAC_OK);
	return text_at(hvac_response_wrap_info(keep_response(response)), "/token");
}

static void assert_same_body(const hvac_response *one, const hvac_response *other)
{
	size_t length, other_length;
	const char *body = hvac_response_body(one, &length), *other_body = hvac_response_body(other, &other_length);

	ck_assert_uint_gt(length, 0);
	ck_assert_uint_eq(length, other_length);
	ck_assert_mem_eq(body, other_body, length);
}

/* Servers give back the bytes of what is no JSON, with their own Content-Type. */
START_TEST(a_wrapped_certificate_is_taken_out_as_it_is)
{
	static const char *const methods[] = { "POST", "PUT" };
	hvac_client *wrapping = client_of(server, "token", server->token, "wrap_ttl", "60s", NULL);
	const char *path = format("%s/ca", certificates()), *token;
	hvac_response *plain, *response;

	ck_assert_int_eq(hvac_read(client, path, &plain), HVAC_OK);
	keep_response(plain);
	assert_same_body(CALL("unwrap", hvac_string("token", wrapped_read(wrapping, path))), plain);
	for (size_t i = 0; i < 2; i++) {
		hvac_value *data = keep_value(hvac_value_new_map());

		token = wrapped_read(wrapping, path);
		hvac_value_adopt_member(data, "token", hvac_value_new_string(token));
		ck_assert_int_eq(hvac_request_path(client, methods[i], "sys/wrapping/unwrap", NULL, data, &response), HVAC_OK);
		assert_same_body(keep_response(response), plain);
		ck_assert_ptr_null(taken_out(token));
	}
}
END_TEST

START_TEST(a_client_whose_token_is_the_wrapping_one_takes_it_out)
{
	const char *token = wrapped();

	ck_assert_str_eq(hvac_response_string(call_as(client_with_token(token), ENGINE, "unwrap", NULL), "data/user"), "web");
	ck_assert_ptr_null(taken_out(token));
}
END_TEST

START_TEST(a_wrapping_token_is_exchanged_for_a_fresh_one)
{
	const char *token = wrapped(), *fresh = hvac_response_string(CALL("rewrap", hvac_string("token", token)), "token");

	ck_assert_ptr_nonnull(fresh);
	ck_assert_str_ne(fresh, token);
	ck_assert_ptr_null(taken_out(token));
	ck_assert_str_eq(text_at(taken_out(fresh), "/user"), "web");
}
END_TEST

START_TEST(a_wrapping_token_is_looked_up_without_being_used)
{
	const char *token = wrapped();
	hvac_response *response = CALL("lookup_wrapping_token", hvac_string("token", token));

	ck_assert_str_eq(hvac_response_string(response, "creation_path"), "sys/wrapping/wrap");
	response = CALL("read_wrapping_properties", hvac_string("token", token));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/creation_ttl"), 120);
	ck_assert_ptr_nonnull(taken_out(token));
}
END_TEST

static const char *const absent[] = { "renew_lease_legacy", "renew_lease_by_path_legacy", "revoke_lease_legacy", "revoke_lease_by_path_legacy",
                                      "revoke_prefix_legacy", "revoke_force_legacy", NULL };

START_TEST(every_operation_on_leases_was_called)
{
	all_were_called(ENGINE, "lease", absent);
}
END_TEST

START_TEST(every_operation_on_wrapping_was_called)
{
	all_were_called(ENGINE, "wrapping", (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sys: lease and wrapping, live");
	TCase *tests = live_case(suite, "leases");

	tcase_add_checked_fixture(tests, begin_leases, end_leases);
	tcase_add_test(tests, a_lease_is_read);
	tcase_add_test(tests, leases_are_listed_below_a_prefix);
	tcase_add_test(tests, a_lease_is_renewed);
	tcase_add_test(tests, a_lease_is_renewed_by_its_path);
	tcase_add_test(tests, a_lease_is_revoked);
	tcase_add_test(tests, a_lease_is_revoked_by_its_path);
	tcase_add_test(tests, leases_are_revoked_below_a_prefix);
	tcase_add_test(tests, leases_that_cannot_be_revoked_are_forgotten_by_force);
	tcase_add_test(tests, irrevocable_leases_are_listed_and_counted);
	tcase_add_test(tests, tidying_is_started);

	tests = live_case(suite, "replayed: not in OpenBao 2.7.2");
	tcase_add_test(tests, renew_lease_legacy);
	tcase_add_test(tests, renew_lease_by_path_legacy);
	tcase_add_test(tests, revoke_lease_legacy);
	tcase_add_test(tests, revoke_lease_by_path_legacy);
	tcase_add_test(tests, revoke_prefix_legacy);
	tcase_add_test(tests, revoke_force_legacy);
	tcase_add_test(tests, the_server_does_not_have_what_was_replayed);

	tests = live_case(suite, "wrapping");
	tcase_add_test(tests, a_map_is_wrapped);
	tcase_add_test(tests, the_life_of_a_wrapping_token_is_the_arguments_then_the_clients);
	tcase_add_test(tests, a_wrapped_map_is_taken_out_once);
	tcase_add_test(tests, a_wrapped_certificate_is_taken_out_as_it_is);
	tcase_add_test(tests, a_client_whose_token_is_the_wrapping_one_takes_it_out);
	tcase_add_test(tests, a_wrapping_token_is_exchanged_for_a_fresh_one);
	tcase_add_test(tests, a_wrapping_token_is_looked_up_without_being_used);

	tests = live_case(suite, "completeness");
	tcase_add_test(tests, every_operation_on_leases_was_called);
	tcase_add_test(tests, every_operation_on_wrapping_was_called);
	return live_main(suite);
}
