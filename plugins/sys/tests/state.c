/* SPDX-License-Identifier: MIT */
/*
 * The areas health, init, seal and leader of sys: a real server in each of its states. Every test has a server of its own
 * that is not initialised.
 */
#include "calls.h"

#include <string.h>

#define ENGINE "sys"

static struct server *own;
static const char *root_token;                  /* once it is initialised */
static const hvac_value *unseal_keys;           /* three, of which two are needed */

static void start(const char *storage)
{
	own = server_start(storage, SERVER_HTTP, "");
	ck_assert_ptr_nonnull(own);
	client = client_of(own, "max_retries", "0", NULL);
}

static void begin_alone(void)
{
	start("inmem");
}

/* With a lock for its leader, as in a cluster. */
static void begin_cluster(void)
{
	start("inmem_ha");
}

static void end(void)
{
	server_stop(own);
}

static const hvac_value *state(const char *path)
{
	return ask(own, NULL, "GET", path, NULL, NULL);
}

static int health(void)
{
	int status;

	ask(own, NULL, "GET", "sys/health", NULL, &status);
	return status;
}

/* A server goes from state to state after it has answered. */
static void becomes(int status)
{
	for (int i = 0; i < SERVER_LOOKS && health() != status; i++)
		server_pause();
	ck_assert_int_eq(health(), status);
}

/* Past the library. */
static void initialised(void)
{
	int status;
	const hvac_value *answer = ask(own, NULL, "PUT", "sys/init", "{\"secret_shares\":3,\"secret_threshold\":2}", &status);

	ck_assert_int_eq(status, 200);
	unseal_keys = hvac_value_at(answer, "/keys_base64");
	root_token = text_at(answer, "/root_token");
	client = client_of(own, "token", root_token, "max_retries", "0", NULL);
}

static void unsealed(void)
{
	initialised();
	for (size_t i = 0; i < 2; i++)
		ask(own, NULL, "PUT", "sys/unseal", format("{\"key\":\"%s\"}", text_at(hvac_value_item(unseal_keys, i), "")), NULL);
	becomes(200);
}

static bool sealed(void)
{
	return truth_at(state("sys/seal-status"), "/sealed");
}

/* Health */

/* Asks for the health: a success in each state. */
static hvac_response *health_is(int status)
{
	hvac_response *response = CALL_BARE("read_health_status");

	ck_assert_int_eq(health(), status);
	ck_assert_int_eq(hvac_response_http_status(response), status);
	return response;
}

static bool is_true(const hvac_response *response, const char *pointer)
{
	bool truth = false;

	ck_assert_msg(hvac_response_boolean(response, pointer, &truth), "no boolean at %s", pointer);
	return truth;
}

START_TEST(health_of_a_server_that_is_not_initialised_is_501_and_a_success)
{
	hvac_response *response = health_is(501);

	ck_assert(!is_true(response, "initialized"));
	ck_assert(is_true(response, "sealed"));
}
END_TEST

START_TEST(health_of_a_sealed_server_is_503_and_a_success)
{
	hvac_response *response;

	initialised();
	response = health_is(503);
	ck_assert(is_true(response, "initialized"));
	ck_assert(is_true(response, "sealed"));
}
END_TEST

START_TEST(health_of_an_active_server_is_200)
{
	hvac_response *response;

	unsealed();
	response = health_is(200);
	ck_assert(!is_true(response, "sealed"));
	ck_assert_str_eq(hvac_response_string(response, "version"), text_at(state("sys/health"), "/version"));
}
END_TEST

START_TEST(health_without_a_body_is_the_http_status)
{
	hvac_response *response = CALL("read_health_status", hvac_string("method", "HEAD"));

	ck_assert_int_eq(hvac_response_http_status(response), 501);
	ck_assert_str_eq(hvac_response_method(response), "HEAD");
	ck_assert_ptr_null(hvac_response_json(response));
	response = CALL("read_health_status", hvac_string("method", "HEAD"), hvac_integer("uninit_code", 299));
	ck_assert_int_eq(hvac_response_http_status(response), 299);
}
END_TEST

START_TEST(a_state_that_is_there_is_not_waited_for)
{
	hvac_response *response = CALL("wait_for_state", hvac_string("state", "uninitialized"), hvac_integer("timeout", 0));

	ck_assert(!is_true(response, "initialized"));
	unsealed();
	ck_assert(!is_true(CALL("wait_for_state", hvac_string("state", "unsealed"), hvac_integer("timeout", 0)), "sealed"));
}
END_TEST

START_TEST(a_wait_that_is_given_up_says_why_and_has_the_health)
{
	hvac_response *response;

	initialised();
	response = REFUSED(HVAC_TIMEOUT, "wait_for_state", hvac_string("state", "active"), hvac_number("timeout", 0.1), hvac_number("interval", 0.05));
	says(response, "the node is still sealed, not active");
	ck_assert_int_eq(hvac_response_http_status(response), 503);
	ck_assert(is_true(response, "initialized"));
}
END_TEST

/* Initialisation */

START_TEST(a_server_is_initialised)
{
	hvac_response *response = CALL_BARE("is_initialized");
	bool initialised_now = true;

	ck_assert(hvac_value_boolean(hvac_response_answer(response), &initialised_now));
	ck_assert(!initialised_now);
	ck_assert(!is_true(CALL_BARE("read_init_status"), "initialized"));

	response = CALL("initialize", hvac_integer("secret_shares", 5), hvac_integer("secret_threshold", 3));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 5);
	ck_assert_ptr_nonnull(hvac_response_string(response, "root_token"));

	ck_assert(truth_at(state("sys/init"), "/initialized"));
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/t"), 3);
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/n"), 5);
	ck_assert(hvac_value_boolean(hvac_response_answer(CALL_BARE("is_initialized")), &initialised_now));
	ck_assert(initialised_now);
}
END_TEST

START_TEST(a_server_is_initialised_once)
{
	initialised();
	says(REFUSED(HVAC_INVALID_REQUEST, "initialize", hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)), "already initialized");
}
END_TEST

START_TEST(a_server_that_is_not_initialised_says_so)
{
	hvac_response *response;

	/* this server calls itself sealed then; who asks for its state learns which it is */
	ck_assert_int_eq(hvac_read(client, "secret/x", &response), HVAC_VAULT_DOWN);
	keep_response(response);
	says(response, "sealed");
	says(response, "read_seal_status");
	ck_assert(hvac_response_retryable(response));
	ck_assert(!is_true(CALL_BARE("read_seal_status"), "initialized"));
}
END_TEST

/* Seal */

START_TEST(a_server_is_unsealed_key_by_key)
{
	hvac_response *response;
	int64_t progress;

	initialised();
	response = CALL("submit_unseal_key", hvac_string("key", text_at(hvac_value_item(unseal_keys, 0), "")));
	ck_assert(hvac_response_integer(response, "progress", &progress));
	ck_assert_int_eq(progress, 1);
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/progress"), 1);

	CALL("submit_unseal_key", hvac_boolean("reset", true));
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/progress"), 0);

	CALL("submit_unseal_key", hvac_string("key", text_at(hvac_value_item(unseal_keys, 1), "")));
	response = CALL("submit_unseal_key", hvac_string("key", text_at(hvac_value_item(unseal_keys, 2), "")));
	ck_assert(!is_true(response, "sealed"));
	ck_assert(!sealed());
}
END_TEST

START_TEST(a_server_is_unsealed_with_as_many_keys_as_it_wants)
{
	hvac_response *response;

	initialised();
	response = CALL("submit_unseal_keys", hvac_value_argument("keys", unseal_keys));
	ck_assert(!is_true(response, "sealed"));
	ck_assert(!sealed());
	/* the third was not needed: it would have begun anew */
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/progress"), 0);
}
END_TEST

START_TEST(too_few_keys_leave_a_server_sealed)
{
	initialised();
	ck_assert(is_true(CALL("submit_unseal_keys", hvac_json("keys", format("[\"%s\"]", text_at(hvac_value_item(unseal_keys, 0), "")))), "sealed"));
	ck_assert(sealed());
	ck_assert_int_eq(number_at(state("sys/seal-status"), "/progress"), 1);
}
END_TEST

START_TEST(a_wrong_key_is_refused_and_not_shown)
{
	hvac_response *response;

	initialised();
	response = REFUSED(HVAC_INVALID_REQUEST, "submit_unseal_keys", hvac_json("keys", "[\"bWFya2VkLWtleQ==\"]"));
	ck_assert_ptr_null(strstr(hvac_response_message(response), "bWFya2VkLWtleQ"));
	says(response, "unseal");
}
END_TEST

START_TEST(a_server_is_sealed)
{
	bool is_sealed = true;

	unsealed();
	ck_assert(hvac_value_boolean(hvac_response_answer(CALL_BARE("is_sealed")), &is_sealed));
	ck_assert(!is_sealed);
	ck_assert(!is_true(CALL_BARE("read_seal_status"), "sealed"));
	CALL_BARE("seal");
	ck_assert(sealed());
	ck_assert(hvac_value_boolean(hvac_response_answer(CALL_BARE("is_sealed")), &is_sealed));
	ck_assert(is_sealed);
}
END_TEST

START_TEST(a_sealed_server_is_down_and_says_what_to_do)
{
	hvac_response *response;

	initialised();
	response = refused_as(client, HVAC_VAULT_DOWN, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "x")));
	ck_assert_int_eq(hvac_response_http_status(response), 503);
	ck_assert(hvac_response_retryable(response));
	says(response, "sealed");
	says(response, "read_seal_status");
}
END_TEST

/* Leader */

START_TEST(a_leader_steps_down)
{
	hvac_response *response;

	unsealed();
	response = CALL_BARE("read_leader_status");
	ck_assert(is_true(response, "is_self") && truth_at(state("sys/leader"), "/is_self"));
	ck_assert_str_eq(hvac_response_string(response, "leader_address"), own->address);
	response = CALL_BARE("read_ha_status");
	ck_assert(is_true(response, "nodes/0/active_node"));
	ck_assert_str_eq(hvac_response_string(response, "nodes/0/api_address"), own->address);

	CALL_BARE("step_down");
	becomes(429);
	ck_assert(!truth_at(state("sys/leader"), "/is_self"));
	ck_assert(is_true(health_is(429), "standby"));
	response = CALL("read_health_status", hvac_boolean("standby_ok", true));
	ck_assert_int_eq(hvac_response_http_status(response), 200);
	response = CALL("read_health_status", hvac_integer("standby_code", 210));
	ck_assert_int_eq(hvac_response_http_status(response), 210);
}
END_TEST

START_TEST(every_operation_on_health_was_called)
{
	all_were_called(ENGINE, "health", (const char *const[]){ NULL });
}
END_TEST

START_TEST(every_operation_on_initialisation_was_called)
{
	all_were_called(ENGINE, "init", (const char *const[]){ NULL });
}
END_TEST

START_TEST(every_operation_on_the_seal_was_called)
{
	all_were_called(ENGINE, "seal", (const char *const[]){ NULL });
}
END_TEST

START_TEST(every_operation_on_the_leader_was_called)
{
	all_were_called(ENGINE, "leader", (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sys: health, init, seal and leader, live");
	TCase *tests = live_case(suite, "states");

	tcase_add_checked_fixture(tests, begin_alone, end);
	tcase_add_test(tests, health_of_a_server_that_is_not_initialised_is_501_and_a_success);
	tcase_add_test(tests, health_of_a_sealed_server_is_503_and_a_success);
	tcase_add_test(tests, health_of_an_active_server_is_200);
	tcase_add_test(tests, health_without_a_body_is_the_http_status);
	tcase_add_test(tests, a_state_that_is_there_is_not_waited_for);
	tcase_add_test(tests, a_wait_that_is_given_up_says_why_and_has_the_health);
	tcase_add_test(tests, a_server_is_initialised);
	tcase_add_test(tests, a_server_is_initialised_once);
	tcase_add_test(tests, a_server_that_is_not_initialised_says_so);
	tcase_add_test(tests, a_server_is_unsealed_key_by_key);
	tcase_add_test(tests, a_server_is_unsealed_with_as_many_keys_as_it_wants);
	tcase_add_test(tests, too_few_keys_leave_a_server_sealed);
	tcase_add_test(tests, a_wrong_key_is_refused_and_not_shown);
	tcase_add_test(tests, a_server_is_sealed);
	tcase_add_test(tests, a_sealed_server_is_down_and_says_what_to_do);

	tests = live_case(suite, "a cluster");
	tcase_add_checked_fixture(tests, begin_cluster, end);
	tcase_add_test(tests, a_leader_steps_down);

	tests = live_case(suite, "completeness");
	tcase_add_test(tests, every_operation_on_health_was_called);
	tcase_add_test(tests, every_operation_on_initialisation_was_called);
	tcase_add_test(tests, every_operation_on_the_seal_was_called);
	tcase_add_test(tests, every_operation_on_the_leader_was_called);
	return live_main_alone(suite);
}
