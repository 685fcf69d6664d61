/* SPDX-License-Identifier: MIT */
/* What goes wrong: each failure has its status and a message that tells a person what to do. */
#define _GNU_SOURCE
#include "calls.h"
#include "listener.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KV "secrets/kv_v2"

static hvac_response *read_fails(hvac_client *who, hvac_status status, const char *path)
{
	return refused_as(who, status, KV, "read_secret", HVAC_ARGS(hvac_string("path", path)));
}

/* The server refuses */

START_TEST(a_wrong_token_is_forbidden)
{
	hvac_response *response = read_fails(client_with_token("marked-wrong-token"), HVAC_FORBIDDEN, "x");

	ck_assert_int_eq(hvac_response_http_status(response), 403);
	says(response, "permission denied");
	says(response, "the token is not valid");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-wrong-token"));
	ck_assert(!hvac_response_retryable(response));
}
END_TEST

START_TEST(no_token_is_refused)
{
	hvac_response *response;
	hvac_status status = hvac_read(client_with_token(NULL), "secret/data/x", &response);

	keep_response(response);
	ck_assert_int_eq(status, HVAC_FORBIDDEN);
	says(response, "no token was given");
}
END_TEST

START_TEST(a_path_that_is_not_allowed_is_forbidden_and_named)
{
	hvac_response *response;

	set_up("POST", "secret/data/denied", "{\"data\":{}}");
	response = read_fails(client_allowed("path \"secret/data/other\" { capabilities = [\"read\"] }"), HVAC_FORBIDDEN, "denied");
	says(response, "secret/data/denied");
	says(response, "policies");
	says(response, KV);
	says(response, "read_secret");
	says(response, "GET");
	ck_assert_str_eq(hvac_value_string(hvac_value_item(hvac_response_errors(response), 0), NULL), "1 error occurred:\n\t* permission denied\n\n");
	/* in the sentence on one line */
	says(response, "1 error occurred: * permission denied");
	ck_assert_ptr_null(strchr(hvac_response_message(response), '\n'));
}
END_TEST

START_TEST(a_missing_path_is_an_invalid_path)
{
	hvac_response *response = read_fails(client, HVAC_INVALID_PATH, "missing/secret");

	ck_assert_int_eq(hvac_response_http_status(response), 404);
	says(response, "/v1/secret/data/missing/secret");
	says(response, "nothing");
}
END_TEST

START_TEST(a_mount_that_is_not_there_is_an_invalid_path)
{
	hvac_response *response = refused_as(client, HVAC_INVALID_PATH, KV, "read_secret", HVAC_ARGS(hvac_string("path", "x"), hvac_string("mount_point", "nowhere")));

	says(response, "nowhere");
}
END_TEST

START_TEST(a_cas_mismatch_is_an_invalid_request)
{
	hvac_response *response;

	set_up("POST", "secret/data/cas", "{\"data\":{}}");
	response = refused_as(client, HVAC_INVALID_REQUEST, KV, "create_or_update_secret",
	                      HVAC_ARGS(hvac_string("path", "cas"), hvac_json("secret", "{\"password\":\"marked-secret\"}"), hvac_integer("cas", 5)));
	ck_assert_int_eq(hvac_response_http_status(response), 400);
	says(response, "check-and-set");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-secret"));
	ck_assert(!hvac_response_may_have_been_carried_out(response));
}
END_TEST

START_TEST(a_verb_that_a_path_does_not_take_is_an_unsupported_operation)
{
	hvac_response *response;
	hvac_status status = hvac_delete(client, "auth/token/lookup-self", &response);

	keep_response(response);
	ck_assert_int_eq(status, HVAC_UNSUPPORTED_OPERATION);
	ck_assert_int_eq(hvac_response_http_status(response), 405);
	says(response, "DELETE");
}
END_TEST

START_TEST(a_namespace_is_named_in_a_failure)
{
	hvac_client *team;
	hvac_response *response;

	ck_assert_int_eq(hvac_client_derive(client, &team, "namespace", "no-such-team", NULL), HVAC_OK);
	hvac_read(team, "secret/data/x", &response);
	keep_response(response);
	says(response, "no-such-team");
	ck_assert_str_eq(hvac_response_namespace(response), "no-such-team");
	hvac_client_free(team);
}
END_TEST

/* The client refuses, and sends nothing */

START_TEST(a_misspelt_operation_is_told_the_right_name)
{
	says(refused_as(client, HVAC_NO_SUCH_OPERATION, KV, "read_secret_versoin", NULL), "did you mean read_secret_version?");
}
END_TEST

START_TEST(an_engine_that_is_not_installed_is_told)
{
	says(refused_as(client, HVAC_PLUGIN_NOT_FOUND, "secrets/nothing_of_the_kind", "read", NULL), "secrets/nothing_of_the_kind");
}
END_TEST

START_TEST(a_wrong_argument_is_named)
{
	says(refused_as(client, HVAC_PARAM_VALIDATION_ERROR, KV, "read_secret", HVAC_ARGS(hvac_string("pth", "x"))), "path");
	says(refused_as(client, HVAC_PARAM_VALIDATION_ERROR, KV, "read_secret", NULL), "path");
	says(refused_as(client, HVAC_PARAM_VALIDATION_ERROR, KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "x"), hvac_boolean("version", true))), "version");
	says(refused_as(client, HVAC_PARAM_VALIDATION_ERROR, KV, "read_secret", HVAC_ARGS(hvac_string("path", "../../sys/seal"))), "..");
}
END_TEST

/* Nobody answers */

START_TEST(a_refused_connection_is_told_with_its_address)
{
	hvac_config *config = hvac_config_new();
	const char *address = format("http://127.0.0.1:%d", listener_free_port());
	hvac_response *response;

	hvac_config_set(config, "address", address);
	hvac_config_set(config, "max_retries", "0");
	response = read_fails(client_from(config), HVAC_CONNECTION_ERROR, "x");
	says(response, address);
	says(response, "option address");
	ck_assert(hvac_response_retryable(response));
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	ck_assert_int_eq(hvac_response_http_status(response), 0);
}
END_TEST

/* A name of a part so long that no name server has to be asked for it, and none is. */
START_TEST(https_where_the_server_speaks_http_is_told)
{
	says(refused_as(client_of(server, "address", format("https%s", strstr(server->address, "://")), NULL), HVAC_TLS_ERROR, "sys", "read_health_status", NULL),
	     "https where the server speaks http");
	says(refused_as(client_of(server, "http_proxy", format("https%s", strstr(server->address, "://")), NULL), HVAC_TLS_ERROR, "sys", "read_health_status", NULL),
	     "https where the proxy speaks http");
}
END_TEST

START_TEST(a_name_that_is_not_known_is_told)
{
	static const char name[] = "vault-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789.invalid";
	hvac_config *config = hvac_config_new();
	hvac_response *response;

	hvac_config_set(config, "address", format("http://%s:8200", name));
	hvac_config_set(config, "max_retries", "0");
	response = read_fails(client_from(config), HVAC_CONNECTION_ERROR, "x");
	says(response, name);
	says(response, "option address");
}
END_TEST

START_TEST(a_unix_socket_that_is_not_there_is_told)
{
	hvac_config *config = hvac_config_new();

	hvac_config_set(config, "address", "unix:///nowhere/vault.sock");
	hvac_config_set(config, "max_retries", "0");
	says(read_fails(client_from(config), HVAC_CONNECTION_ERROR, "x"), "/nowhere/vault.sock");
}
END_TEST

START_TEST(a_server_that_stays_silent_is_a_timeout)
{
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	int port, silent = listener_silent(&port);

	ck_assert_int_ge(silent, 0);
	hvac_config_set(config, "address", format("http://127.0.0.1:%d", port));
	hvac_config_set(config, "timeout", "100ms");
	hvac_config_set(config, "max_retries", "0");
	response = read_fails(client_from(config), HVAC_TIMEOUT, "x");
	ck_assert(hvac_response_retryable(response));
	close(silent);
}
END_TEST

static void *write_secret(void *context)
{
	hvac_response *response;

	hvac_call(context, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "x"), hvac_json("secret", "{}")), &response);
	return response;
}

START_TEST(a_write_whose_connection_is_lost_may_have_been_carried_out)
{
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	int port, rude = listener_silent(&port);
	pthread_t thread;
	void *result;

	ck_assert_int_ge(rude, 0);
	hvac_config_set(config, "address", format("http://127.0.0.1:%d", port));
	ck_assert_int_eq(pthread_create(&thread, NULL, write_secret, client_from(config)), 0);
	ck_assert(listener_hang_up(rude));
	pthread_join(thread, &result);
	response = keep_response(result);
	ck_assert_int_eq(hvac_response_status(response), HVAC_CONNECTION_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	says(response, "may have been carried out");
	close(rude);
}
END_TEST

/* More than one address, other ways to reach one */

START_TEST(the_next_address_is_asked_when_one_is_dead)
{
	hvac_config *config = hvac_config_new();
	hvac_client *who;

	set_up("POST", "secret/data/addresses", "{\"data\":{\"n\":1}}");
	hvac_config_set(config, "address", format("http://127.0.0.1:%d,%s", listener_free_port(), server->address));
	hvac_config_set(config, "token", server->token);
	who = client_from(config);
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(hvac_response_url(call_as(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", "addresses")))),
		                 format("%s/v1/secret/data/addresses", server->address));
	call_as(who, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "addresses"), hvac_json("secret", "{\"n\":2}")));
	ck_assert_int_eq(number_at(look("secret/data/addresses"), "/data/data/n"), 2);
	ck_assert_int_eq(number_at(look("secret/data/addresses"), "/data/metadata/version"), 2);
}
END_TEST

START_TEST(a_sealed_server_is_left_for_the_next)
{
	struct server *sealed = server_start("inmem", SERVER_HTTP, "");
	hvac_config *config = hvac_config_new();
	hvac_response *response;

	ck_assert_ptr_nonnull(sealed);
	set_up("POST", "secret/data/unsealed", "{\"data\":{\"n\":1}}");
	hvac_config_set(config, "address", format("%s,%s", sealed->address, server->address));
	hvac_config_set(config, "token", server->token);
	response = call_as(client_from(config), KV, "read_secret", HVAC_ARGS(hvac_string("path", "unsealed")));
	ck_assert_str_eq(hvac_response_url(response), format("%s/v1/secret/data/unsealed", server->address));
	server_stop(sealed);
}
END_TEST

START_TEST(a_server_at_a_unix_socket_is_reached)
{
	struct server *local = server_start("inmem", SERVER_UNIX, "");
	hvac_response *response;
	int status;

	ck_assert_ptr_nonnull(local);
	response = call_as(client_of(local, NULL), "sys", "initialize", HVAC_ARGS(hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)));
	ck_assert_ptr_nonnull(hvac_response_string(response, "root_token"));
	ck_assert(truth_at(ask(local, NULL, "GET", "sys/init", NULL, &status), "/initialized"));
	server_stop(local);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("failures, live");
	TCase *tests = live_case(suite, "the server refuses");

	tcase_add_test(tests, a_wrong_token_is_forbidden);
	tcase_add_test(tests, no_token_is_refused);
	tcase_add_test(tests, a_path_that_is_not_allowed_is_forbidden_and_named);
	tcase_add_test(tests, a_missing_path_is_an_invalid_path);
	tcase_add_test(tests, a_mount_that_is_not_there_is_an_invalid_path);
	tcase_add_test(tests, a_cas_mismatch_is_an_invalid_request);
	tcase_add_test(tests, a_verb_that_a_path_does_not_take_is_an_unsupported_operation);
	tcase_add_test(tests, a_namespace_is_named_in_a_failure);

	tests = live_case(suite, "the client refuses");
	tcase_add_test(tests, a_misspelt_operation_is_told_the_right_name);
	tcase_add_test(tests, an_engine_that_is_not_installed_is_told);
	tcase_add_test(tests, a_wrong_argument_is_named);

	tests = live_case(suite, "nobody answers");
	tcase_add_test(tests, a_refused_connection_is_told_with_its_address);
	tcase_add_test(tests, https_where_the_server_speaks_http_is_told);
	tcase_add_test(tests, a_name_that_is_not_known_is_told);
	tcase_add_test(tests, a_unix_socket_that_is_not_there_is_told);
	tcase_add_test(tests, a_server_that_stays_silent_is_a_timeout);
	tcase_add_test(tests, a_write_whose_connection_is_lost_may_have_been_carried_out);

	tests = live_case(suite, "addresses");
	tcase_add_test(tests, the_next_address_is_asked_when_one_is_dead);
	tcase_add_test(tests, a_sealed_server_is_left_for_the_next);
	tcase_add_test(tests, a_server_at_a_unix_socket_is_reached);
	return live_main(suite);
}
