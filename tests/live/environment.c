/* SPDX-License-Identifier: MIT */
/* Settings from the environment and from the token file, as the server sees them. */
#define _GNU_SOURCE
#include "calls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *home;

/* The test's process has an environment without any setting, and a home of its own. */
static void begin_clean(void)
{
	home = keep(server_directory_new(), free);
	for (size_t i = 0; hvac_option_at(i); i++)
		if (hvac_option_at(i)->environment) {
			unsetenv(format("VAULT_%s", hvac_option_at(i)->environment));
			unsetenv(format("BAO_%s", hvac_option_at(i)->environment));
		}
	unsetenv("NO_PROXY");
	unsetenv("no_proxy");
	setenv("HOME", home, 1);
	setenv("VAULT_ADDR", server->address, 1);
}

static hvac_client *from_environment(void)
{
	hvac_config *config = hvac_config_new();

	ck_assert_msg(hvac_config_from_env(config) == HVAC_OK, "%s", hvac_config_error(config));
	return client_from(config);
}

/* The server's own word on whose the client's token is. */
static const char *policy_of(hvac_client *who)
{
	hvac_response *response = call_as(who, "auth/token", "lookup_self", NULL);

	return hvac_response_string(response, "policies/0");
}

static const char *new_token(const char *parameters)
{
	return text_at(set_up("POST", "auth/token/create", parameters), "/auth/client_token");
}

static void fails_with(const char *word)
{
	hvac_config *config = hvac_config_new();
	hvac_client *made = NULL;

	hvac_config_from_env(config);
	ck_assert_int_eq(hvac_client_new(config, &made), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(made);
	ck_assert_msg(strstr(hvac_config_error(config), word), "\"%s\" is not in: %s", word, hvac_config_error(config));
	hvac_config_free(config);
}

START_TEST(address_and_token_are_taken_from_vaults_names)
{
	setenv("VAULT_TOKEN", server->token, 1);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

START_TEST(address_and_token_are_taken_from_openbaos_names)
{
	unsetenv("VAULT_ADDR");
	setenv("BAO_ADDR", server->address, 1);
	setenv("BAO_TOKEN", server->token, 1);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

START_TEST(openbaos_names_win)
{
	setenv("VAULT_ADDR", "http://127.0.0.1:1", 1);
	setenv("VAULT_TOKEN", "wrong", 1);
	setenv("BAO_ADDR", server->address, 1);
	setenv("BAO_TOKEN", server->token, 1);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

START_TEST(what_the_program_set_wins)
{
	hvac_config *config = hvac_config_new();

	setenv("VAULT_TOKEN", "wrong", 1);
	hvac_config_set(config, "token", server->token);
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	ck_assert_str_eq(policy_of(client_from(config)), "root");
}
END_TEST

START_TEST(nothing_is_taken_unasked)
{
	hvac_config *config = hvac_config_new();

	setenv("VAULT_TOKEN", server->token, 1);
	free(server_file(home, ".vault-token", server->token));
	hvac_config_set(config, "address", server->address);
	ck_assert_ptr_null(hvac_client_token(client_from(config)));
}
END_TEST

START_TEST(an_agents_address_wins)
{
	setenv("VAULT_ADDR", "http://127.0.0.1:1", 1);
	setenv("VAULT_AGENT_ADDR", server->address, 1);
	setenv("VAULT_TOKEN", server->token, 1);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

START_TEST(a_wrapping_time_wraps_every_answer)
{
	hvac_response *response;
	const hvac_value *inside;
	int status;

	set_up("POST", "secret/data/wrapped", "{\"data\":{\"n\":1}}");
	setenv("VAULT_TOKEN", server->token, 1);
	setenv("VAULT_WRAP_TTL", "90s", 1);
	ck_assert_int_eq(hvac_read(from_environment(), "secret/data/wrapped", &response), HVAC_OK);
	keep_response(response);
	ck_assert_int_eq(number_at(hvac_response_wrap_info(response), "/ttl"), 90);
	inside = ask(server, text_at(hvac_response_wrap_info(response), "/token"), "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_int_eq(number_at(inside, "/data/data/n"), 1);
}
END_TEST

START_TEST(a_namespace_is_asked_in)
{
	hvac_response *response;

	set_up("POST", "sys/namespaces/from-environment", "{}");
	setenv("VAULT_TOKEN", server->token, 1);
	setenv("VAULT_NAMESPACE", "from-environment", 1);
	response = call_as(from_environment(), "sys", "list_mounted_secrets_engines", NULL);
	ck_assert_str_eq(hvac_response_namespace(response), "from-environment");
	ck_assert_ptr_null(hvac_value_member(hvac_response_answer(response), "secret/"));
	ck_assert_ptr_nonnull(hvac_value_member(look("sys/mounts"), "secret/"));
}
END_TEST

START_TEST(further_headers_are_sent)
{
	hvac_response *response;

	/* a header that the server answers with another */
	set_up("POST", "sys/config/cors", "{\"allowed_origins\":[\"http://web.test\"]}");
	setenv("VAULT_TOKEN", server->token, 1);
	setenv("VAULT_HEADERS", "{\"Origin\":\"http://web.test\"}", 1);
	response = call_as(from_environment(), "auth/token", "lookup_self", NULL);
	ck_assert_str_eq(hvac_response_header(response, "access-control-allow-origin"), "http://web.test");
	setenv("VAULT_HEADERS", "{\"X-Vault-Token\":\"other\"}", 1);
	fails_with("X-Vault-");
}
END_TEST

START_TEST(a_setting_that_does_not_parse_is_named)
{
	setenv("BAO_CLIENT_TIMEOUT", "soon", 1);
	fails_with("CLIENT_TIMEOUT");
	unsetenv("BAO_CLIENT_TIMEOUT");
	setenv("VAULT_SKIP_VERIFY", "perhaps", 1);
	fails_with("SKIP_VERIFY");
	unsetenv("VAULT_SKIP_VERIFY");
	setenv("VAULT_RATE_LIMIT", "fast", 1);
	fails_with("rate_limit");
	unsetenv("VAULT_RATE_LIMIT");
	setenv("VAULT_ADDR", "ftp://127.0.0.1", 1);
	fails_with("address");
}
END_TEST

START_TEST(a_certificate_without_its_key_is_an_error)
{
	setenv("VAULT_CLIENT_CERT", "/nowhere/client.pem", 1);
	fails_with("client_key");
	unsetenv("VAULT_CLIENT_CERT");
	setenv("VAULT_CLIENT_KEY", "/nowhere/client-key.pem", 1);
	fails_with("client_cert");
}
END_TEST

/* The token file */

static const char *token_file(const char *content, mode_t mode)
{
	char *path = server_file(home, ".vault-token", content);

	ck_assert_ptr_nonnull(path);
	ck_assert_int_eq(chmod(path, mode), 0);
	return keep(path, free);
}

START_TEST(a_token_file_is_read_last)
{
	token_file(format("%s\n", server->token), 0600);
	ck_assert_str_eq(policy_of(from_environment()), "root");
	setenv("VAULT_TOKEN", new_token("{\"policies\":[\"default\"]}"), 1);
	ck_assert_str_eq(policy_of(from_environment()), "default");
}
END_TEST

START_TEST(a_token_file_may_be_the_answer_of_a_login)
{
	token_file(format("{\"auth\":{\"client_token\":\"%s\",\"renewable\":true}}", server->token), 0600);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

START_TEST(a_token_file_that_others_may_read_is_refused)
{
	const char *path = token_file(server->token, 0604);

	fails_with("chmod o-rw");
	fails_with(path);
	token_file(server->token, 0640);
	ck_assert_str_eq(policy_of(from_environment()), "root");
}
END_TEST

static hvac_config *with_policy(const char *policy)
{
	hvac_config *config = hvac_config_new();

	ck_assert_int_eq(hvac_config_set(config, "token_file_policy", policy), HVAC_OK);
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	return config;
}

static void note_warning(void *context, hvac_log_level level, const char *line)
{
	if (level == HVAC_LOG_WARNING && strstr(line, ".vault-token"))
		++*(int *)context;
}

START_TEST(the_policy_says_who_may_read_the_token_file)
{
	hvac_config *config;
	hvac_client *made;
	int warnings = 0;

	token_file(server->token, 0640);
	config = with_policy("nobody");
	ck_assert_int_eq(hvac_client_new(config, &made), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "chmod g-rw"));
	hvac_config_free(config);

	token_file(server->token, 0644);
	config = with_policy("warn");
	hvac_config_log(config, HVAC_LOG_WARNING, note_warning, &warnings);
	ck_assert_str_eq(policy_of(client_from(config)), "root");
	ck_assert_int_eq(warnings, 1);
}
END_TEST

START_TEST(a_token_file_without_a_token_is_told)
{
	token_file("", 0600);
	fails_with("empty");
	token_file("{\"auth\":null}", 0600);
	fails_with("auth.client_token");
	token_file("a\tb", 0600);
	fails_with("unprintable");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("environment, live");
	TCase *tests = live_case(suite, "variables");

	tcase_add_checked_fixture(tests, begin_clean, NULL);
	tcase_add_test(tests, address_and_token_are_taken_from_vaults_names);
	tcase_add_test(tests, address_and_token_are_taken_from_openbaos_names);
	tcase_add_test(tests, openbaos_names_win);
	tcase_add_test(tests, what_the_program_set_wins);
	tcase_add_test(tests, nothing_is_taken_unasked);
	tcase_add_test(tests, an_agents_address_wins);
	tcase_add_test(tests, a_wrapping_time_wraps_every_answer);
	tcase_add_test(tests, a_namespace_is_asked_in);
	tcase_add_test(tests, further_headers_are_sent);
	tcase_add_test(tests, a_setting_that_does_not_parse_is_named);
	tcase_add_test(tests, a_certificate_without_its_key_is_an_error);

	tests = live_case(suite, "token file");
	tcase_add_checked_fixture(tests, begin_clean, NULL);
	tcase_add_test(tests, a_token_file_is_read_last);
	tcase_add_test(tests, a_token_file_may_be_the_answer_of_a_login);
	tcase_add_test(tests, a_token_file_that_others_may_read_is_refused);
	tcase_add_test(tests, the_policy_says_who_may_read_the_token_file);
	tcase_add_test(tests, a_token_file_without_a_token_is_told);
	return live_main(suite);
}
