/* SPDX-License-Identifier: MIT */
/*
 * No secret is left behind: marked ones, unique to this process, go through logins, writes, reads and failures, and are
 * then looked for in the process's own memory, in every log line and every message.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "certificates.h"
#include "marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARK_VALUE, MARK_SECRET_ID, MARK_TOKEN, MARK_WRONG_SECRET_ID, MARK_LOGIN_TOKEN, MARKS };
static const char *const mark_names[MARKS] = {
	"the secret's value", "the secret id", "the chosen token", "the wrong secret id", "the login's token",
};

static struct area {
	char marks[MARKS][256];
	char json[512];
	unsigned seen_in_log, lines;
} *area;

static struct identity authority, identity;
static struct server *tls_server;

static bool holds_a_mark(const char *text)
{
	for (size_t i = 0; i < MARKS; i++)
		if (*area->marks[i] && strstr(text, area->marks[i]))
			return true;
	return false;
}

static void begin(void)
{
	area = marks_begin(sizeof *area);
	for (size_t i = 0; i < MARK_LOGIN_TOKEN; i++)
		mark_make(area->marks[i]);
}

static void nothing_is_left(void)
{
	for (size_t i = 0; i < MARKS; i++)
		if (*area->marks[i])
			ck_assert_msg(!mark_is_in_memory(area->marks[i]), "%s was found in %s", mark_names[i], mark_where());
	ck_assert_uint_gt(area->lines, 0);
	ck_assert_uint_eq(area->seen_in_log, 0);
}

START_TEST(the_search_finds_what_is_there)
{
	char *copy = strdup(area->marks[MARK_VALUE]);

	ck_assert(mark_is_in_memory(area->marks[MARK_VALUE]));
	explicit_bzero(copy, strlen(copy));
	free(copy);
	ck_assert_msg(!mark_is_in_memory(area->marks[MARK_VALUE]), "%s", mark_where());
}
END_TEST

/* What the secrets go through */

static void note_line(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)level;
	area->lines++;
	area->seen_in_log += holds_a_mark(line);
}

static hvac_client *new_client(const struct server *where, const char *token)
{
	hvac_config *config = hvac_config_new();
	hvac_client *made;

	hvac_config_set(config, "address", where->address);
	if (where == tls_server)
		hvac_config_set(config, "ca_cert_bytes", authority.certificate);
	if (token)
		hvac_config_set(config, "token", token);
	hvac_config_log(config, HVAC_LOG_DEBUG, note_line, NULL);
	ck_assert_int_eq(hvac_client_new(config, &made), HVAC_OK);
	hvac_config_free(config);
	return made;
}

/* A call whose end is `status` and whose message tells no mark. */
static hvac_response *ends(hvac_client *who, hvac_status status, const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status ended = hvac_call(who, engine, operation, arguments, &response);

	ck_assert_msg(!holds_a_mark(hvac_response_message(response)), "a message of %s tells a secret", operation);
	ck_assert_msg(ended == status, "%s: %s", operation, hvac_response_message(response));
	return response;
}

static void ends_freed(hvac_client *who, hvac_status status, const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response_free(ends(who, status, engine, operation, arguments));
}

/* A role with the marked secret id, and the marked token. */
static void set_secrets(const struct server *where)
{
	hvac_client *root = new_client(where, where->token);

	ends_freed(root, HVAC_OK, "sys", "create_or_update_acl_policy",
	           HVAC_ARGS(hvac_string("name", "web"), hvac_string("policy", "path \"secret/*\" { capabilities = [\"create\", \"read\", \"update\"] }")));
	ends_freed(root, HVAC_OK, "auth/approle", "create_or_update_approle",
	           HVAC_ARGS(hvac_string("role_name", "web"), hvac_string("role_id", "of-web"), hvac_json("token_policies", "[\"web\"]")));
	ends_freed(root, HVAC_OK, "auth/approle", "create_custom_secret_id",
	           HVAC_ARGS(hvac_string("role_name", "web"), hvac_string("secret_id", area->marks[MARK_SECRET_ID])));
	ends_freed(root, HVAC_OK, "auth/token", "create",
	           HVAC_ARGS(hvac_string("id", area->marks[MARK_TOKEN]), hvac_json("policies", "[\"web\"]")));
	hvac_client_free(root);
}

static void log_in(hvac_client *who)
{
	hvac_response *response;
	char *token;

	ck_assert_int_eq(hvac_login(who, "auth/approle", "login",
	                            HVAC_ARGS(hvac_string("role_id", "of-web"), hvac_string("secret_id", area->marks[MARK_SECRET_ID])), &response), HVAC_OK);
	hvac_response_free(response);
	token = hvac_client_token(who);
	ck_assert_uint_lt(strlen(token), sizeof area->marks[0]);
	strcpy(area->marks[MARK_LOGIN_TOKEN], token);
	hvac_text_free(token);
}

static void write_and_read(hvac_client *who)
{
	hvac_response *response;

	snprintf(area->json, sizeof area->json, "{\"password\":\"%s\"}", area->marks[MARK_VALUE]);
	ends_freed(who, HVAC_OK, "secrets/kv_v2", "create_or_update_secret", HVAC_ARGS(hvac_string("path", "marked"), hvac_json("secret", area->json)));
	response = ends(who, HVAC_OK, "secrets/kv_v2", "read_secret", HVAC_ARGS(hvac_string("path", "marked")));
	ck_assert(!strcmp(hvac_response_string(response, "password"), area->marks[MARK_VALUE]));
	hvac_response_free(response);
}

static void fail_with_secrets(hvac_client *who)
{
	hvac_response *response;

	ends_freed(who, HVAC_INVALID_REQUEST, "auth/approle", "login",
	           HVAC_ARGS(hvac_string("role_id", "of-web"), hvac_string("secret_id", area->marks[MARK_WRONG_SECRET_ID])));
	ends_freed(who, HVAC_INVALID_REQUEST, "secrets/kv_v2", "create_or_update_secret",
	           HVAC_ARGS(hvac_string("path", "marked"), hvac_json("secret", area->json), hvac_integer("cas", 99)));
	ends_freed(who, HVAC_PARAM_VALIDATION_ERROR, "secrets/kv_v2", "create_or_update_secret", HVAC_ARGS(hvac_json("secret", area->json)));
	ends_freed(who, HVAC_PARAM_VALIDATION_ERROR, "secrets/kv_v2", "read_secret_version",
	           HVAC_ARGS(hvac_string("path", "x"), hvac_typed("version", area->marks[MARK_VALUE])));
	ck_assert_int_eq(hvac_list(who, "sys/policies/acl", &response), HVAC_FORBIDDEN);
	ck_assert(!holds_a_mark(hvac_response_message(response)));
	hvac_response_free(response);
}

/* A patch without the right to: the secret is read, merged and written. */
static void patch(hvac_client *who)
{
	ends_freed(who, HVAC_OK, "secrets/kv_v2", "patch", HVAC_ARGS(hvac_string("path", "marked"), hvac_json("secret", "{\"more\":1}")));
}

static void go_through(const struct server *where)
{
	hvac_client *who = new_client(where, NULL), *derived, *other;

	set_secrets(where);
	log_in(who);
	write_and_read(who);
	ck_assert_int_eq(hvac_client_derive(who, &derived, "timeout", "20s", NULL), HVAC_OK);
	patch(derived);
	fail_with_secrets(derived);
	hvac_client_free(derived);
	hvac_client_free(who);

	other = new_client(where, area->marks[MARK_TOKEN]);
	write_and_read(other);
	hvac_client_free(other);
	nothing_is_left();
}

START_TEST(nothing_is_left_of_what_went_over_http)
{
	set_up("POST", "sys/auth/approle", "{\"type\":\"approle\"}");
	go_through(server);
}
END_TEST

/* Makes the server what a dev server is. */
static void open_tls_server(void)
{
	hvac_client *who = client_of(tls_server, "ca_cert_bytes", authority.certificate, NULL);
	hvac_response *response = call_as(who, "sys", "initialize", HVAC_ARGS(hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)));

	tls_server->token = strdup(hvac_response_string(response, "root_token"));
	call_as(who, "sys", "submit_unseal_keys", HVAC_ARGS(hvac_value_argument("keys", hvac_response_value(response, "keys"))));
	hvac_client_set_token(who, tls_server->token);
	mount_kv_v2(who, "secret");
	call_as(who, "sys", "enable_auth_method", HVAC_ARGS(hvac_string("method_type", "approle")));
}

START_TEST(nothing_is_left_of_what_went_over_tls)
{
	open_tls_server();
	go_through(tls_server);
}
END_TEST

/* The mark stays in the library while the config lives: freed without ever having been used, it goes too. */
START_TEST(nothing_is_left_of_a_config_and_a_task_that_were_not_used)
{
	hvac_client *who = new_client(server, NULL);
	hvac_config *config = hvac_config_new();
	hvac_value *requests, *value;
	hvac_task *task;

	area->lines = 1;
	hvac_config_set(config, "token", area->marks[MARK_TOKEN]);
	ck_assert(mark_is_in_memory(area->marks[MARK_TOKEN]));
	hvac_config_set(config, "token", "another");
	hvac_config_set(config, "client_key_bytes", area->marks[MARK_VALUE]);
	hvac_config_free(config);

	ck_assert_int_eq(hvac_task_new(who, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "x"), hvac_string("secret_id", area->marks[MARK_SECRET_ID])),
	                               NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	hvac_value_free(requests);
	hvac_task_free(task);
	value = hvac_value_new_string(area->marks[MARK_WRONG_SECRET_ID]);
	hvac_text_free(hvac_value_to_pretty_text(value, NULL));
	hvac_value_free(value);
	hvac_client_free(who);
	nothing_is_left();
}
END_TEST

/* A TLS server with secret/ and approle/, and its root token. */
static struct server *start_tls(void)
{
	char *directory = server_directory_new(), *certificate, *key, *lines = NULL;
	struct server *started = NULL;

	authority = authority_new("the authority");
	identity = identity_new(&authority, "server", "IP:127.0.0.1");
	certificate = server_file(directory, "server.pem", identity.certificate);
	key = server_file(directory, "server-key.pem", identity.key);
	if (certificate && key && asprintf(&lines, "tls_cert_file = \"%s\"\ntls_key_file = \"%s\"", certificate, key) > 0)
		started = server_start("inmem", SERVER_HTTPS, lines);
	free(directory);
	free(certificate);
	free(key);
	free(lines);
	return started;
}

int main(void)
{
	Suite *suite = suite_create("secrets in memory, live");
	TCase *tests = live_case(suite, "memory");
	int result;

	if (hvac_wipe_transport() != HVAC_OK)
		return 1;
	tls_server = start_tls();
	if (!tls_server)
		return 1;
	tcase_add_checked_fixture(tests, begin, marks_end);
	tcase_add_test(tests, the_search_finds_what_is_there);
	tcase_add_test(tests, nothing_is_left_of_what_went_over_http);
	tcase_add_test(tests, nothing_is_left_of_what_went_over_tls);
	tcase_add_test(tests, nothing_is_left_of_a_config_and_a_task_that_were_not_used);
	result = live_main(suite);
	server_stop(tls_server);
	identity_free(&identity);
	identity_free(&authority);
	return result;
}
