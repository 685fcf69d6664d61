/* SPDX-License-Identifier: MIT */
/* BEHAVIOUR, "Configuration": every option by its name, from a program, from the environment, in a derived client. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <hvac/call.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include "client.h"
#include "clock.h"
#include "environment.h"
#include "memory.h"
#include "option.h"
#include "suite.h"

/* Settings of what is given as name and value in turn; NULL with the sentence. */
static struct settings *settings_of(const char *const *given, char **error)
{
	struct option_texts texts = { .list = { NULL } };
	struct settings *settings = NULL;
	hvac_status status = HVAC_OK;

	for (size_t i = 0; given[i]; i += 2) {
		enum option_index index = option_find(given[i]);

		ck_assert_msg(index != OPTIONS, "no option %s", given[i]);
		texts.list[index] = strdup(given[i + 1]);
		if (status == HVAC_OK)
			*error = option_check(index, given[i + 1], &status);
	}
	if (status == HVAC_OK)
		status = settings_new(&texts, &settings, error);
	ck_assert(status == HVAC_OK || (status == HVAC_CONFIG_ERROR && *error && !settings));
	option_texts_free(&texts);
	return settings;
}

#define SETTINGS(...) good_settings((const char *const[]){ __VA_ARGS__, NULL })
#define ERROR(...) bad_settings((const char *const[]){ __VA_ARGS__, NULL })

static struct settings *good_settings(const char *const *given)
{
	char *error = NULL;
	struct settings *settings = settings_of(given, &error);

	ck_assert_msg(settings != NULL, "%s", error ? error : "");
	return settings;
}

static char *bad_settings(const char *const *given)
{
	char *error = NULL;

	ck_assert_ptr_null(settings_of(given, &error));
	return error;
}

static void assert_error(char *error, const char *named)
{
	ck_assert_msg(strstr(error, named) != NULL, "\"%s\" does not name %s", error, named);
	text_free(error);
}

START_TEST(every_option_has_name_type_and_help_of_its_own)
{
	size_t count = 0;

	for (; hvac_option_at(count); count++) {
		const hvac_option *option = hvac_option_at(count);

		ck_assert(option->name && option->type && option->help);
		ck_assert_uint_eq(option_find(option->name), count);
		if (option->alias)
			ck_assert_uint_eq(option_find(option->alias), count);
	}
	ck_assert_uint_eq(count, OPTIONS);
	ck_assert_ptr_null(hvac_option_at(SIZE_MAX));
}
END_TEST

START_TEST(every_default_parses)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		const char *dflt = hvac_option_at(i)->dflt;
		hvac_status status;
		char *error = dflt ? option_check((enum option_index)i, dflt, &status) : NULL;

		ck_assert_msg(!error, "%s", error);
	}
}
END_TEST

START_TEST(a_wrong_value_of_any_option_is_refused_by_its_name)
{
	static const struct { const char *type, *wrong; } wrongs[] = {
		{ "address", "nonsense" }, { "text", "a\nb" }, { "file", " /x" }, { "directory", "/x\x01" }, { "flag", "maybe" }, { "count", "-1" },
		{ "size", "12k" }, { "duration", "soon" }, { "rate", "fast" }, { "headers", "[1]" }, { "policy", "everybody" },
	};

	for (size_t i = 0; i < OPTIONS; i++) {
		const hvac_option *option = hvac_option_at(i);
		hvac_config *config = hvac_config_new();
		bool tried = false;

		for (size_t j = 0; j < sizeof wrongs / sizeof wrongs[0]; j++) {
			if (strcmp(wrongs[j].type, option->type) != 0)
				continue;
			tried = true;
			if (strstr(option->name, "_bytes"))
				continue;
			ck_assert_msg(hvac_config_set(config, option->name, wrongs[j].wrong) == HVAC_CONFIG_ERROR, "%s takes %s", option->name, wrongs[j].wrong);
			ck_assert_msg(strstr(hvac_config_error(config), option->name) != NULL, "%s", hvac_config_error(config));
			if (option->environment)
				ck_assert_msg(strstr(hvac_config_error(config), option->environment) != NULL, "%s", hvac_config_error(config));
		}
		ck_assert_msg(tried, "no wrong value is known for type %s", option->type);
		hvac_config_free(config);
	}
}
END_TEST

START_TEST(a_secret_value_is_never_in_a_sentence)
{
	static const char marked[] = "hunter2\x01" "hunter2";

	for (size_t i = 0; i < OPTIONS; i++) {
		hvac_config *config = hvac_config_new();

		hvac_config_set(config, hvac_option_at(i)->name, marked);
		ck_assert_msg(!strstr(hvac_config_error(config), "hunter2"), "%s", hvac_config_error(config));
		hvac_config_free(config);
	}
}
END_TEST

START_TEST(an_unknown_name_suggests_the_nearest)
{
	hvac_config *config = hvac_config_new();

	ck_assert_int_eq(hvac_config_set(config, "namespase", "x"), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "namespase"));
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "did you mean namespace?"));
	hvac_config_free(config);
	config = hvac_config_new();
	ck_assert_int_eq(hvac_config_set(config, NULL, "x"), HVAC_CONFIG_ERROR);
	hvac_config_free(config);
	config = hvac_config_new();
	ck_assert_int_eq(hvac_config_set(config, "", "x"), HVAC_CONFIG_ERROR);
	hvac_config_free(config);
}
END_TEST

START_TEST(the_first_mistake_is_kept_until_a_client_is_made)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	ck_assert_str_eq(hvac_config_error(config), "");
	hvac_config_set(config, "timeout", "soon");
	hvac_config_set(config, "deadline", "later");
	ck_assert_int_eq(hvac_config_set(config, "namespace", "team"), HVAC_OK);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "timeout"));
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(client);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "timeout"));
	hvac_config_free(config);
}
END_TEST

START_TEST(without_a_config_there_is_no_memory)
{
	hvac_client *client;

	ck_assert_int_eq(hvac_config_set(NULL, "timeout", "1"), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_config_from_env(NULL), HVAC_NO_MEMORY);
	ck_assert_str_ne(hvac_config_error(NULL), "");
	hvac_config_adapter(NULL, NULL);
	hvac_config_log(NULL, HVAC_LOG_DEBUG, NULL, NULL);
	hvac_config_clock(NULL, NULL);
	hvac_config_passphrase(NULL, NULL, NULL);
	hvac_config_free(NULL);
	ck_assert_int_eq(hvac_client_new(NULL, &client), HVAC_NO_MEMORY);
	ck_assert_ptr_null(client);
}
END_TEST

START_TEST(defaults_are_those_of_the_book)
{
	struct settings *settings = good_settings((const char *const[]){ NULL });

	ck_assert_uint_eq(settings->addresses.count, 1);
	ck_assert_str_eq(settings->addresses.list[0].base, "https://127.0.0.1:8200");
	ck_assert_uint_eq(settings->timeout, 30 * SECOND);
	ck_assert_uint_eq(settings->connect_timeout, 10 * SECOND);
	ck_assert_uint_eq(settings->stall_timeout, 60 * SECOND);
	ck_assert_uint_eq(settings->deadline, 120 * SECOND);
	ck_assert_uint_eq(settings->max_retries, 2);
	ck_assert_uint_eq(settings->retry_wait_min, SECOND);
	ck_assert_uint_eq(settings->retry_wait_max, 1500 * MILLISECOND);
	ck_assert_uint_eq(settings->body_max, 32u << 20);
	ck_assert_uint_eq(settings->headers_max, 64u << 10);
	ck_assert_int_eq(settings->depth_max, 64);
	ck_assert(settings->allow_redirects);
	ck_assert(!settings->retry_writes && !settings->strict_http && !settings->empty_list && !settings->skip_verify);
	ck_assert(!settings->namespace_name && !settings->wrap_ttl && !settings->proxy && !settings->ca_cert && !settings->n_headers);
	settings_unref(settings);
	settings_unref(NULL);
}
END_TEST

START_TEST(the_deadline_leaves_room_for_the_time_limit_unless_it_is_given)
{
	static const struct { const char *timeout, *deadline; uint64_t wanted; } cases[] = {
		{ "5s", NULL, 120 * SECOND }, { "30s", NULL, 120 * SECOND }, { "31s", NULL, 121 * SECOND }, { "10m", NULL, 690 * SECOND },
		{ "10m", "120s", 120 * SECOND }, { "10m", "1s", SECOND }, { "5s", "10m", 600 * SECOND },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct settings *settings = cases[i].deadline ? SETTINGS("timeout", cases[i].timeout, "deadline", cases[i].deadline) : SETTINGS("timeout", cases[i].timeout);

		ck_assert_msg(settings->deadline == cases[i].wanted, "%s: %ju", cases[i].timeout, (uintmax_t)settings->deadline);
		settings_unref(settings);
	}
}
END_TEST

START_TEST(a_duration_is_a_number_with_units_or_of_seconds)
{
	static const struct { const char *text; uint64_t wanted; } good[] = {
		{ "1", SECOND }, { "90", 90 * SECOND }, { "90s", 90 * SECOND }, { "500ms", 500 * MILLISECOND }, { "2m", 120 * SECOND }, { "1h", 3600 * SECOND },
		{ "1d", 86400 * SECOND }, { "1h30m", 5400 * SECOND }, { "1m1s1ms", 61 * SECOND + MILLISECOND },
		{ "1.5h", 5400 * SECOND }, { ".5s", 500 * MILLISECOND }, { "2.s", 2 * SECOND }, { "+1s", SECOND }, { "+1", SECOND }, { "1.5d", 36 * 3600 * SECOND },
		{ "1500us", 1500000 }, { "1ms1\xc2\xb5s", 1001000 }, { "1ms1\xce\xbcs", 1001000 }, { "1ms7ns", 1000007 }, { "0.001000001s", 1000001 }, { "1.25m0.5s", 75500 * MILLISECOND },
		{ "9223372036854775807ns", INT64_MAX }, { "0s5s", 5 * SECOND },
	};
	static const char *const bad[] = {
		"", "0", "0s", "s", "-1", "-1s", "1.5", ".", ".s", "1..5s", "1.5.s", "+", "++1", "+-1s", "1s+1s", "0.9ms", "999us", "9223372036854775808ns", "9223372036.9s", "1\xb5s", "1e3s", "1S", "1 s", " 1", "1 ", "1x", "1h30", "30m1", "1sec", "99999999999999999999", "300000000d", "0x10", "0s5",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct settings *settings = SETTINGS("deadline", good[i].text);

		ck_assert_msg(settings->deadline == good[i].wanted, "%s", good[i].text);
		settings_unref(settings);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		hvac_status status;
		char *error = option_check(OPTION_DEADLINE, bad[i], &status);

		ck_assert_msg(error, "\"%s\" is taken for a duration", bad[i]);
		text_free(error);
	}
}
END_TEST

START_TEST(a_flag_is_said_in_many_ways)
{
	static const char *const yes[] = { "true", "TRUE", "1", "t", "yes", "on" }, *const no[] = { "false", "False", "0", "f", "no", "off" };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
		struct settings *settings = SETTINGS("strict_http", yes[i]);

		ck_assert(settings->strict_http);
		settings_unref(settings);
	}
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
		struct settings *settings = SETTINGS("allow_redirects", no[i]);

		ck_assert(!settings->allow_redirects);
		settings_unref(settings);
	}
}
END_TEST

START_TEST(numbers_have_bounds)
{
	static const struct { const char *name, *value; bool good; } cases[] = {
		{ "max_retries", "0", true }, { "max_retries", "1000000", true }, { "max_retries", "1000001", false }, { "max_retries", "1x", false },
		{ "max_retries", "", false }, { "max_retries", " 1", false }, { "max_retries", "18446744073709551617", false },
		{ "body_max", "1024", true }, { "body_max", "1023", false }, { "body_max", "2147483647", true }, { "body_max", "2147483648", false },
		{ "headers_max", "1024", true }, { "headers_max", "0", false }, { "depth_max", "1", true }, { "depth_max", "0", false }, { "depth_max", "00", false },
		{ "depth_max", "1000", true }, { "depth_max", "1001", false }, { "queue_connections", "1", true }, { "queue_connections", "0", false },
		{ "queue_max", "1000000", true }, { "queue_max", "0", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		hvac_config *config = hvac_config_new();

		ck_assert_msg((hvac_config_set(config, cases[i].name, cases[i].value) == HVAC_OK) == cases[i].good, "%s=%s", cases[i].name, cases[i].value);
		hvac_config_free(config);
	}
}
END_TEST

START_TEST(hvacs_names_are_accepted_beside)
{
	struct settings *settings = SETTINGS("url", "http://a:1", "cert", "/c.pem", "client_key", "/k.pem", "proxies", "http://p:3128");

	ck_assert_str_eq(settings->addresses.list[0].base, "http://a:1");
	ck_assert_str_eq(settings->client_cert, "/c.pem");
	ck_assert_str_eq(settings->proxy, "http://p:3128");
	settings_unref(settings);
}
END_TEST

START_TEST(a_certificate_without_its_key_is_an_error_and_the_other_way_round)
{
	assert_error(ERROR("client_cert", "/c.pem"), "client_key");
	assert_error(ERROR("client_key", "/k.pem"), "client_cert");
	assert_error(ERROR("client_cert_bytes", "PEM"), "client_key");
	assert_error(ERROR("client_key_bytes", "PEM"), "client_cert");
	settings_unref(SETTINGS("client_cert", "/c.pem", "client_key", "/k.pem"));
	settings_unref(SETTINGS("client_cert_bytes", "PEM\n", "client_key_bytes", "PEM\n"));
	settings_unref(SETTINGS("client_cert", "/c.pem", "client_key_bytes", "PEM\n"));
}
END_TEST

START_TEST(the_shortest_wait_must_not_be_above_the_longest)
{
	assert_error(ERROR("retry_wait_min", "3s"), "retry_wait_min");
	settings_unref(SETTINGS("retry_wait_min", "3s", "retry_wait_max", "3s"));
}
END_TEST

START_TEST(the_agents_address_wins)
{
	struct settings *settings = SETTINGS("address", "https://a:1", "agent_address", "http://127.0.0.1:8100");

	ck_assert_str_eq(settings->addresses.list[0].base, "http://127.0.0.1:8100");
	settings_unref(settings);
}
END_TEST

START_TEST(of_several_cas_the_file_wins_then_the_text)
{
	struct settings *settings = SETTINGS("ca_cert", "/ca", "ca_cert_bytes", "PEM", "ca_path", "/dir");

	ck_assert(settings->ca_cert && !settings->ca_cert_bytes && !settings->ca_path);
	settings_unref(settings);
	settings = SETTINGS("ca_cert_bytes", "PEM", "ca_path", "/dir");
	ck_assert(!settings->ca_cert && settings->ca_cert_bytes && !settings->ca_path);
	settings_unref(settings);
}
END_TEST

START_TEST(of_two_proxies_proxy_address_wins)
{
	struct settings *settings = SETTINGS("http_proxy", "http://a:1", "proxy_address", "http://b:2", "no_proxy", "localhost");

	ck_assert_str_eq(settings->proxy, "http://b:2");
	ck_assert_str_eq(settings->no_proxy, "localhost");
	settings_unref(settings);
}
END_TEST

START_TEST(a_proxy_is_told_with_or_without_scheme_name_and_password)
{
	static const char *const good[] = {
		"127.0.0.1:3128", "proxy", "[::1]:3128", "http://proxy:3128/", "HTTPS://proxy", "user:word@proxy:3128", "http://user:pa%2fword%23@proxy:3128",
		"socks4://proxy:1080", "socks4a://proxy:1080", "socks5://user:word@proxy:1080", "socks5h://localhost/run/proxy.socket",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		settings_unref(SETTINGS("http_proxy", good[i], "proxy_address", good[i]));
}
END_TEST

/* libcurl quotes what it cannot read as a proxy. */
START_TEST(what_is_no_proxys_address_is_refused_without_a_word_of_it)
{
	static const char *const bad[] = {
		"http://user:hunter2/hunter2@127.0.0.1:3128", "http://user:hunter2#hunter2@127.0.0.1:3128", "http://user:hunter2?hunter2@127.0.0.1:3128",
		"http://hunter2:12/hunter2@127.0.0.1:3128", "hunter2:12#hunter2@127.0.0.1:3128", "hunter2:12?hunter2@127.0.0.1:3128",
		"htp://user:hunter2@127.0.0.1:3128", "ftp://user:hunter2@127.0.0.1", "http://user:hunter2 2@127.0.0.1:3128", "http://user:hunter2@", "://hunter2",
	};
	static const char *const options[] = { "http_proxy", "proxy_address" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		for (size_t j = 0; j < sizeof options / sizeof options[0]; j++) {
			char *error = ERROR(options[j], bad[i]);

			ck_assert_msg(!strstr(error, "hunter2") && strstr(error, "percent-encoded"), "%s", error);
			assert_error(error, options[j]);
		}
}
END_TEST

START_TEST(the_name_of_a_certificate_is_a_hosts)
{
	static const char *const good[] = { "vault.test", "VAULT", "x_y", "1.vault.test.", "127.0.0.1", "::1", "[::1]", "fe80::1:2", "" };
	static const char *const bad[] = {
		"vault.test:8200", "https://vault.test", "a b", "a/b", "a%41", "*.vault.test", "ex@mple", "127.0.0.1:8200", "[::1]:8200", "[::1", "::1]", "[]",
		"[vault]", "fe80::1%lo", "1:2", ":", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		settings_unref(SETTINGS("tls_server_name", good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_error(ERROR("tls_server_name", bad[i]), "option tls_server_name must be a host's name");
}
END_TEST

START_TEST(verify_is_hvacs_three_in_one)
{
	struct settings *settings = SETTINGS("verify", "true");

	ck_assert(!settings->skip_verify && !settings->ca_cert);
	settings_unref(settings);
	settings = SETTINGS("verify", "False");
	ck_assert(settings->skip_verify);
	settings_unref(settings);
	settings = SETTINGS("verify", "/ca.pem");
	ck_assert(!settings->skip_verify);
	ck_assert_str_eq(settings->ca_cert, "/ca.pem");
	settings_unref(settings);
}
END_TEST

START_TEST(an_empty_verify_does_not_switch_verification_off)
{
	char *error = NULL;
	struct settings *settings = settings_of((const char *const[]){ "verify", "", NULL }, &error);

	ck_assert_msg(!settings || !settings->skip_verify, "verify=\"\" accepts any certificate");
	text_free(error);
	settings_unref(settings);
}
END_TEST

START_TEST(disable_redirects_is_the_opposite_and_the_plain_name_wins)
{
	struct settings *settings = SETTINGS("disable_redirects", "true");

	ck_assert(!settings->allow_redirects);
	settings_unref(settings);
	settings = SETTINGS("disable_redirects", "true", "allow_redirects", "true");
	ck_assert(settings->allow_redirects);
	settings_unref(settings);
}
END_TEST

START_TEST(a_rate_is_requests_a_second_and_how_many_at_once)
{
	static const struct { const char *text; uint64_t interval, burst; } good[] = {
		{ "20", SECOND / 20, 20 }, { "0.5", 2 * SECOND, 1 }, { "0.5:10", 2 * SECOND, 10 }, { "2.5", 400 * MILLISECOND, 2 }, { "1000000:1", 1000, 1 },
	};
	static const char *const bad[] = { "0", "-1", "fast", "1:", "1:0", "1:x", ":5", "1e7", "0.0001", "20:30:40", "[1]", "1:-1" };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct settings *settings = SETTINGS("rate_limit", good[i].text);

		ck_assert_uint_eq(settings->rate_interval, good[i].interval);
		ck_assert_uint_eq(settings->rate_burst, good[i].burst);
		settings_unref(settings);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_error(ERROR("rate_limit", bad[i]), "rate_limit");
}
END_TEST

START_TEST(headers_are_a_map_of_strings)
{
	struct settings *settings = SETTINGS("headers", "{\"X-Team\":\"a b\",\"Empty\":\"\"}");

	ck_assert_uint_eq(settings->n_headers, 2);
	ck_assert_str_eq(settings->headers[0].name, "X-Team");
	ck_assert_str_eq(settings->headers[0].value, "a b");
	ck_assert_str_eq(settings->headers[1].value, "");
	settings_unref(settings);
}
END_TEST

START_TEST(headers_that_must_not_be_sent_are_refused)
{
	static const char *const texts[] = {
		"{\"X-Vault-Token\":\"t\"}", "{\"x-vault-namespace\":\"n\"}", "{\"A\":1}", "{\"A\":null}", "{\"A\":[\"b\"]}", "{\"A B\":\"c\"}", "{\"\":\"c\"}",
		"{\"A:\":\"c\"}", "{\"A\":\"b\\r\\nC: d\"}", "{\"A\":\"b\\u0000\"}", "{\"A\":\" b\"}", "{\"A\":\"b \"}", "{\"A\":\"\xc3\xa4\"}", "[]", "null", "\"A: b\"", "{",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_error(ERROR("headers", texts[i]), "headers");
}
END_TEST

START_TEST(unprintable_bytes_are_refused_in_what_is_sent)
{
	static const char *const names[] = { "token", "namespace", "wrap_ttl", "http_proxy", "tls_server_name" };
	static const char *const values[] = { "a\nb", "a\rb", "\x7f", "\x01", "a\tb", "\xc3\xa4", " a", "a " };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		for (size_t j = 0; j < sizeof values / sizeof values[0]; j++)
			assert_error(ERROR(names[i], values[j]), names[i]);
}
END_TEST

START_TEST(an_empty_value_is_none)
{
	struct settings *settings = SETTINGS("namespace", "", "wrap_ttl", "", "ca_cert", "", "client_cert", "", "headers", "");

	ck_assert(!settings->namespace_name && !settings->wrap_ttl && !settings->ca_cert && !settings->client_cert && !settings->n_headers);
	settings_unref(settings);
}
END_TEST

START_TEST(null_takes_an_option_back_to_its_default)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	ck_assert_int_eq(hvac_config_set(config, "client_cert", "/nowhere"), HVAC_OK);
	ck_assert_int_eq(hvac_config_set(config, "client_cert", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_client_free(client);
	hvac_config_free(config);
}
END_TEST

/* The environment */

static void clean_environment(void)
{
	char home[] = "/tmp/hvac-config-XXXXXX", name[64];

	for (size_t i = 0; i < OPTIONS; i++) {
		const char *variable = hvac_option_at(i)->environment;

		if (!variable)
			continue;
		snprintf(name, sizeof name, "VAULT_%s", variable);
		unsetenv(name);
		snprintf(name, sizeof name, "BAO_%s", variable);
		unsetenv(name);
	}
	unsetenv("NO_PROXY");
	unsetenv("no_proxy");
	ck_assert_ptr_nonnull(mkdtemp(home));
	setenv("HOME", home, 1);
}

static void remove_home(void)
{
	char path[256];

	snprintf(path, sizeof path, "%s/.vault-token", getenv("HOME"));
	unlink(path);
	rmdir(getenv("HOME"));
}

static hvac_client *client_from_environment(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	ck_assert_msg(hvac_config_from_env(config) == HVAC_OK, "%s", hvac_config_error(config));
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static void assert_token_of(hvac_client *client, const char *wanted)
{
	char *token = hvac_client_token(client);

	if (wanted)
		ck_assert_str_eq(token, wanted);
	else
		ck_assert_ptr_null(token);
	hvac_text_free(token);
}

START_TEST(nothing_is_read_from_the_environment_unasked)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	clean_environment();
	setenv("VAULT_TOKEN", "from-vault", 1);
	setenv("VAULT_ADDR", "nonsense", 1);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	assert_token_of(client, NULL);
	hvac_client_free(client);
	hvac_config_free(config);
	remove_home();
}
END_TEST

START_TEST(bao_wins_over_vault)
{
	hvac_client *client;

	clean_environment();
	setenv("VAULT_TOKEN", "from-vault", 1);
	setenv("BAO_TOKEN", "from-bao", 1);
	client = client_from_environment();
	assert_token_of(client, "from-bao");
	hvac_client_free(client);
	setenv("BAO_TOKEN", "", 1);
	client = client_from_environment();
	assert_token_of(client, "from-vault");
	hvac_client_free(client);
	remove_home();
}
END_TEST

START_TEST(an_option_already_set_stays)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	clean_environment();
	setenv("VAULT_TOKEN", "from-vault", 1);
	hvac_config_set(config, "token", "own");
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	assert_token_of(client, "own");
	hvac_client_free(client);
	hvac_config_free(config);
	remove_home();
}
END_TEST

START_TEST(each_variable_of_the_environment_is_read)
{
	char name[64];

	for (size_t i = 0; i < OPTIONS; i++) {
		const hvac_option *option = hvac_option_at(i);

		if (!option->environment)
			continue;
		for (int bao = 0; bao < 2; bao++) {
			hvac_config *config = hvac_config_new();

			clean_environment();
			snprintf(name, sizeof name, "%s_%s", bao ? "BAO" : "VAULT", option->environment);
			setenv(name, "\x01", 1);
			if (strstr(option->name, "_bytes")) {
				ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
			} else {
				ck_assert_msg(hvac_config_from_env(config) == HVAC_CONFIG_ERROR, "%s is not read", name);
				ck_assert_msg(strstr(hvac_config_error(config), option->name) != NULL, "%s", hvac_config_error(config));
			}
			hvac_config_free(config);
			remove_home();
		}
	}
}
END_TEST

static void write_file(const char *path, const char *content, size_t length, mode_t mode)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(content, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

START_TEST(the_token_file_comes_last)
{
	char path[256];
	hvac_client *client;

	clean_environment();
	client = client_from_environment();
	assert_token_of(client, NULL);
	hvac_client_free(client);
	snprintf(path, sizeof path, "%s/.vault-token", getenv("HOME"));
	write_file(path, "from-file\n", 10, 0600);
	client = client_from_environment();
	assert_token_of(client, "from-file");
	hvac_client_free(client);
	setenv("VAULT_TOKEN", "from-vault", 1);
	client = client_from_environment();
	assert_token_of(client, "from-vault");
	hvac_client_free(client);
	remove_home();
}
END_TEST

struct token_file {
	const char *content;
	size_t length;
	mode_t mode;
	const char *policy;     /* NULL: the default */
	const char *token;      /* NULL: refused */
};

static unsigned warnings;

static void count_warning(void *context, hvac_log_level level, const char *line)
{
	ck_assert_int_eq(level, HVAC_LOG_WARNING);
	ck_assert_ptr_null(strstr(line, "hunter2"));
	ck_assert_ptr_nonnull(strstr(line, context));
	warnings++;
}

static unsigned assert_token_file(const struct token_file *file)
{
	char path[] = "/tmp/hvac-token-XXXXXX", *token, *error;
	int descriptor = mkstemp(path);
	struct logger logger = { HVAC_LOG_DEBUG, count_warning, path };
	hvac_status status;

	ck_assert_int_ge(descriptor, 0);
	close(descriptor);
	write_file(path, file->content, file->length, file->mode);
	warnings = 0;
	status = token_file_read(path, FILE_ONCE, file->policy, &logger, &token, &error);
	unlink(path);
	if (file->token) {
		ck_assert_msg(status == HVAC_OK, "%s", error ? error : "");
		ck_assert_str_eq(token, file->token);
	} else {
		ck_assert_msg(status == HVAC_CONFIG_ERROR, "mode %o: \"%s\" is taken", (unsigned)file->mode, file->content);
		ck_assert_ptr_null(token);
		ck_assert_ptr_nonnull(strstr(error, path));
		ck_assert_ptr_null(strstr(error, "hunter2"));
	}
	text_free(token);
	text_free(error);
	return warnings;
}

#define CONTENT(text) text, sizeof text - 1

START_TEST(a_token_file_is_raw_or_a_logins_answer)
{
	static const struct token_file files[] = {
		{ CONTENT("hunter2"), 0600, NULL, "hunter2" },
		{ CONTENT("hunter2\n"), 0600, NULL, "hunter2" },
		{ CONTENT("hunter2\r\n\r\n"), 0600, NULL, "hunter2" },
		{ CONTENT("{\"auth\":{\"client_token\":\"hunter2\",\"policies\":[]}}\n"), 0600, NULL, "hunter2" },
		{ CONTENT("{\n  \"auth\": {\n    \"client_token\": \"hunter2\"\n  }\n}\n"), 0600, NULL, "hunter2" },
	};

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		ck_assert_uint_eq(assert_token_file(&files[i]), 0);
}
END_TEST

START_TEST(a_token_file_without_a_token_is_refused)
{
	static const struct token_file files[] = {
		{ CONTENT(""), 0600, NULL, NULL }, { CONTENT("\n"), 0600, NULL, NULL }, { CONTENT("hunter2\nhunter2"), 0600, NULL, NULL },
		{ CONTENT(" hunter2"), 0600, NULL, NULL }, { CONTENT("hunter2 "), 0600, NULL, NULL }, { CONTENT("hun\0ter2"), 0600, NULL, NULL },
		{ CONTENT("hunter2\xc3\xa4"), 0600, NULL, NULL }, { CONTENT("{\"auth\":{\"client_token\":\"hunter2"), 0600, NULL, NULL },
		{ CONTENT("{}"), 0600, NULL, NULL }, { CONTENT("{\"auth\":null}"), 0600, NULL, NULL }, { CONTENT("{\"auth\":{\"client_token\":\"\"}}"), 0600, NULL, NULL },
		{ CONTENT("{\"auth\":{\"client_token\":\"hunter2\\n\"}}"), 0600, NULL, NULL }, { CONTENT("{\"auth\":{\"client_token\":1}}"), 0600, NULL, NULL },
	};

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		assert_token_file(&files[i]);
}
END_TEST

START_TEST(who_else_may_read_a_token_file_is_a_matter_of_policy)
{
	static const struct { mode_t mode; const char *policy; bool good; unsigned warned; } cases[] = {
		{ 0600, NULL, true, 0 }, { 0640, NULL, true, 0 }, { 0660, NULL, true, 0 }, { 0644, NULL, false, 0 }, { 0604, NULL, false, 0 }, { 0602, NULL, false, 0 },
		{ 0600, "nobody", true, 0 }, { 0640, "nobody", false, 0 }, { 0620, "nobody", false, 0 }, { 0604, "nobody", false, 0 }, { 0400, "nobody", true, 0 },
		{ 0640, "group", true, 0 }, { 0644, "group", false, 0 },
		{ 0600, "warn", true, 0 }, { 0640, "warn", true, 1 }, { 0644, "warn", true, 1 }, { 0666, "warn", true, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct token_file file = { CONTENT("hunter2"), cases[i].mode, cases[i].policy, cases[i].good ? "hunter2" : NULL };

		ck_assert_uint_eq(assert_token_file(&file), cases[i].warned);
	}
}
END_TEST

START_TEST(a_token_file_that_is_not_there_is_an_error_that_names_it)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_set(config, "token_file", "/nonexistent/token");
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "/nonexistent/token"));
	hvac_config_free(config);
}
END_TEST

START_TEST(a_client_that_could_not_be_made_can_be_when_the_reason_is_gone)
{
	char path[] = "/tmp/hvac-token-XXXXXX";
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	close(mkstemp(path));
	hvac_config_set(config, "token_file", path);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), path));
	write_file(path, "own\n", 4, 0600);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_str_eq(hvac_config_error(config), "");
	assert_token_of(client, "own");
	hvac_client_free(client);
	unlink(path);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	hvac_config_set(config, "token_file", NULL);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_client_free(client);
	/* a mistake in what was set is none of the client's */
	hvac_config_set(config, "timeout", "soon");
	hvac_config_set(config, "timeout", "1s");
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "timeout"));
	hvac_config_free(config);
}
END_TEST

START_TEST(a_token_file_set_by_the_program_is_not_beaten_by_the_environment)
{
	char path[] = "/tmp/hvac-token-XXXXXX";
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	clean_environment();
	close(mkstemp(path));
	write_file(path, "own\n", 4, 0600);
	setenv("VAULT_TOKEN", "from-vault", 1);
	hvac_config_set(config, "token_file", path);
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	unlink(path);
	assert_token_of(client, "own");
	hvac_client_free(client);
	hvac_config_free(config);
	remove_home();
}
END_TEST

/* Options that say the same thing */

#define TOKEN_FILE "config-token"

static hvac_client *client_of_file(const char *token, bool file_first)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	if (file_first)
		hvac_config_set(config, "token_file", TOKEN_FILE);
	hvac_config_set(config, "token", token);
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	hvac_config_set(config, "token_file", TOKEN_FILE);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	return client;
}

START_TEST(an_empty_token_keeps_the_environments_out_and_no_token_file)
{
	hvac_client *client, *derived;

	clean_environment();
	write_file(TOKEN_FILE, "own\n", 4, 0600);
	setenv("VAULT_TOKEN", "from-vault", 1);
	for (int file_first = 0; file_first < 2; file_first++) {
		client = client_of_file("", file_first);
		assert_token_of(client, "own");
		hvac_client_free(client);
		client = client_of_file("mine", file_first);
		assert_token_of(client, "mine");
		ck_assert_int_eq(hvac_client_derive(client, &derived, "token", "", "token_file", TOKEN_FILE, NULL), HVAC_OK);
		assert_token_of(derived, "own");
		hvac_client_free(derived);
		hvac_client_free(client);
	}
	/* what it was derived from is a weaker place */
	client = client_of_file("", true);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "token", "", NULL), HVAC_OK);
	assert_token_of(derived, NULL);
	hvac_client_free(derived);
	hvac_client_free(client);
	unlink(TOKEN_FILE);
	remove_home();
}
END_TEST

START_TEST(an_empty_token_keeps_the_file_of_the_home_out)
{
	char path[256];
	hvac_config *config;
	hvac_client *client;

	clean_environment();
	snprintf(path, sizeof path, "%s/.vault-token", getenv("HOME"));
	write_file(path, "from-file\n", 10, 0600);
	for (int before = 0; before < 2; before++) {
		config = hvac_config_new();
		if (before)
			hvac_config_set(config, "token", "");
		ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
		if (!before)
			hvac_config_set(config, "token", "");
		ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
		assert_token_of(client, NULL);
		hvac_client_free(client);
		hvac_config_free(config);
	}
	remove_home();
}
END_TEST

static hvac_client *client_with(const char *name, const char *value)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_set(config, "token", "mine");
	hvac_config_set(config, name, value);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static const struct { const char *variable, *theirs, *option, *beaten, *value; } alike[] = {
	{ "VAULT_AGENT_ADDR", "http://agent:1", "address", "agent_address", "http://own:1" },
	{ "VAULT_ADDR", "http://env:1", "agent_address", "address", "http://own:1" },
	{ "VAULT_TOKEN", "from-vault", "token_file", "token", TOKEN_FILE },
	{ "VAULT_CACERT", "/env.pem", "ca_cert_bytes", "ca_cert", "own" },
	{ "VAULT_CACERT", "/env.pem", "ca_path", "ca_cert", "/own" },
	{ "VAULT_CACERT_BYTES", "env", "ca_path", "ca_cert_bytes", "/own" },
	{ "VAULT_CACERT", "/env.pem", "verify", "ca_cert", "/own.pem" },
	{ "VAULT_SKIP_VERIFY", "true", "verify", "skip_verify", "/own.pem" },
	{ "VAULT_CLIENT_CERT", "/env.crt", "client_cert_bytes", "client_cert", "own" },
	{ "VAULT_CLIENT_KEY", "/env.key", "client_key_bytes", "client_key", "own" },
	{ "VAULT_PROXY_ADDR", "http://env:1", "http_proxy", "proxy_address", "http://own:1" },
	{ "VAULT_DISABLE_REDIRECTS", "true", "allow_redirects", "disable_redirects", "true" },
};

static const char *text_of(const hvac_client *client, const char *option)
{
	return client->settings->texts.list[option_find(option)];
}

/* In the environment stand one line's variable, and a certificate with its key. */
static hvac_config *config_of_line(size_t line)
{
	hvac_config *config = hvac_config_new();

	clean_environment();
	setenv("VAULT_CLIENT_CERT", "/env.crt", 1);
	setenv("VAULT_CLIENT_KEY", "/env.key", 1);
	setenv(alike[line].variable, alike[line].theirs, 1);
	ck_assert_int_eq(hvac_config_from_env(config), HVAC_OK);
	return config;
}

static void assert_own(size_t line, hvac_client *client)
{
	ck_assert_str_eq(text_of(client, alike[line].option), alike[line].value);
	ck_assert_msg(!text_of(client, alike[line].beaten), "%s beats %s", alike[line].variable, alike[line].option);
	hvac_client_free(client);
}

START_TEST(what_a_program_sets_beats_all_that_says_the_same_in_the_environment)
{
	write_file(TOKEN_FILE, "own\n", 4, 0600);
	for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
		hvac_config *config = config_of_line(i);
		hvac_client *client;

		ck_assert_int_eq(hvac_config_set(config, alike[i].option, alike[i].value), HVAC_OK);
		ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
		hvac_config_free(config);
		assert_own(i, client);
		remove_home();
	}
	unlink(TOKEN_FILE);
}
END_TEST

START_TEST(what_a_derived_client_is_given_beats_all_that_says_the_same)
{
	write_file(TOKEN_FILE, "own\n", 4, 0600);
	for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
		hvac_config *config = config_of_line(i);
		hvac_client *client, *derived;

		ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
		hvac_config_free(config);
		ck_assert_msg(hvac_client_derive(client, &derived, alike[i].option, alike[i].value, NULL) == HVAC_OK, "%s", hvac_client_error(derived));
		ck_assert_str_eq(text_of(client, alike[i].beaten), alike[i].theirs);
		hvac_client_free(client);
		assert_own(i, derived);
		remove_home();
	}
	unlink(TOKEN_FILE);
}
END_TEST

START_TEST(what_was_given_together_stays_together)
{
	hvac_client *client = client_with("address", "http://first:1"), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "agent_address", "http://agent:1", "address", "http://own:1", "token", "x",
	                                    "token_file", NULL, NULL), HVAC_OK);
	ck_assert_str_eq(text_of(derived, "agent_address"), "http://agent:1");
	ck_assert_str_eq(text_of(derived, "address"), "http://own:1");
	assert_token_of(derived, "x");
	hvac_client_free(derived);
	hvac_client_free(client);
}
END_TEST

START_TEST(whether_to_verify_leaves_the_authorities_to_trust)
{
	hvac_client *client = client_with("verify", "/own.pem"), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "skip_verify", "false", NULL), HVAC_OK);
	ck_assert_str_eq(derived->settings->ca_cert, "/own.pem");
	hvac_client_free(derived);
	hvac_client_free(client);
	client = client_with("verify", "false");
	ck_assert_int_eq(hvac_client_derive(client, &derived, "skip_verify", "false", NULL), HVAC_OK);
	ck_assert(!derived->settings->skip_verify);
	hvac_client_free(derived);
	hvac_client_free(client);
}
END_TEST

START_TEST(null_takes_back_one_option_alone)
{
	hvac_config *config;
	hvac_client *client, *derived;

	clean_environment();
	setenv("VAULT_ADDR", "http://env:1", 1);
	setenv("VAULT_AGENT_ADDR", "http://agent:1", 1);
	client = client_from_environment();
	ck_assert_int_eq(hvac_client_derive(client, &derived, "agent_address", NULL, NULL), HVAC_OK);
	hvac_client_free(client);
	ck_assert(!text_of(derived, "agent_address"));
	ck_assert_str_eq(text_of(derived, "address"), "http://env:1");
	hvac_client_free(derived);
	config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_config_set(config, "agent_address", NULL);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	ck_assert_str_eq(text_of(client, "address"), "http://env:1");
	hvac_client_free(client);
	remove_home();
}
END_TEST

START_TEST(what_keeps_the_environments_token_out_is_an_empty_one)
{
	static const struct { const char *token, *variable, *wanted; } cases[] = {
		{ NULL, "from-vault", "from-vault" }, { NULL, "", "from-file" }, { "", "from-vault", NULL }, { "", "", NULL },
	};
	char path[256];

	clean_environment();
	snprintf(path, sizeof path, "%s/.vault-token", getenv("HOME"));
	write_file(path, "from-file\n", 10, 0600);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		hvac_config *config = hvac_config_new();
		hvac_client *client;

		setenv("VAULT_TOKEN", cases[i].variable, 1);
		hvac_config_set(config, "token", cases[i].token);
		hvac_config_from_env(config);
		ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
		hvac_config_free(config);
		assert_token_of(client, cases[i].wanted);
		hvac_client_free(client);
	}
	remove_home();
}
END_TEST

START_TEST(a_derived_client_without_a_token_reads_no_token_file)
{
	hvac_client *client, *derived;

	write_file(TOKEN_FILE, "own\n", 4, 0600);
	client = client_with("token_file", TOKEN_FILE);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(hvac_client_derive(client, &derived, i ? "token_file" : "token", NULL, NULL), HVAC_OK);
		assert_token_of(derived, NULL);
		hvac_client_free(derived);
	}
	hvac_client_free(client);
	unlink(TOKEN_FILE);
}
END_TEST

/* Derived clients */

START_TEST(a_derived_client_shares_the_token_both_ways)
{
	hvac_client *client = client_with("namespace", "a"), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "namespace", "team-a", "wrap_ttl", "60s", NULL), HVAC_OK);
	ck_assert_str_eq(hvac_client_error(derived), "");
	assert_token_of(derived, "mine");
	ck_assert_int_eq(hvac_client_set_token(derived, "new"), HVAC_OK);
	assert_token_of(client, "new");
	hvac_client_free(client);
	assert_token_of(derived, "new");
	hvac_client_free(derived);
}
END_TEST

START_TEST(a_derived_client_with_a_token_has_its_own)
{
	hvac_client *client = client_with("namespace", "a"), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "token", "other", NULL), HVAC_OK);
	assert_token_of(derived, "other");
	assert_token_of(client, "mine");
	hvac_client_free(derived);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "token", NULL, NULL), HVAC_OK);
	assert_token_of(derived, NULL);
	hvac_client_free(derived);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_mistake_in_deriving_makes_a_client_that_tells_it)
{
	hvac_client *client = client_with("namespace", "a"), *derived, *again;
	char *token;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "timeout", "soon", NULL), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_client_error(derived), "timeout"));
	ck_assert_int_eq(hvac_client_derive(derived, &again, "namespace", "x", NULL), HVAC_CONFIG_ERROR);
	ck_assert_str_eq(hvac_client_error(again), hvac_client_error(derived));
	token = hvac_client_token(derived);
	ck_assert_ptr_null(token);
	ck_assert_int_eq(hvac_client_set_token(derived, "x"), HVAC_CONFIG_ERROR);
	hvac_client_free(again);
	hvac_client_free(derived);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "nmespace", "x", NULL), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_client_error(derived), "did you mean namespace?"));
	hvac_client_free(derived);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "client_cert", "/c", NULL), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_client_error(derived), "client_key"));
	hvac_client_free(derived);
	ck_assert_str_eq(hvac_client_error(client), "");
	ck_assert_str_eq(hvac_client_error(NULL), "");
	hvac_client_free(client);
}
END_TEST

START_TEST(a_derived_client_with_a_mistake_fails_every_call_with_it)
{
	hvac_client *client = client_with("namespace", "a"), *derived;
	hvac_response *response;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "deadline", "never", NULL), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_read(derived, "secret/x", &response), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_response_status(response), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "deadline"));
	hvac_response_free(response);
	hvac_client_free(derived);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_token_that_cannot_be_sent_is_refused)
{
	hvac_client *client = client_with("namespace", "a");

	ck_assert_int_eq(hvac_client_set_token(client, "a\nb"), HVAC_CONFIG_ERROR);
	assert_token_of(client, "mine");
	ck_assert_int_eq(hvac_client_set_token(client, ""), HVAC_OK);
	assert_token_of(client, NULL);
	ck_assert_int_eq(hvac_client_set_token(client, "again"), HVAC_OK);
	ck_assert_int_eq(hvac_client_set_token(client, NULL), HVAC_OK);
	assert_token_of(client, NULL);
	hvac_client_free(client);
}
END_TEST

SUITE("config", every_option_has_name_type_and_help_of_its_own, every_default_parses, a_wrong_value_of_any_option_is_refused_by_its_name,
      a_secret_value_is_never_in_a_sentence, an_unknown_name_suggests_the_nearest, the_first_mistake_is_kept_until_a_client_is_made,
      without_a_config_there_is_no_memory, defaults_are_those_of_the_book,
      the_deadline_leaves_room_for_the_time_limit_unless_it_is_given, a_duration_is_a_number_with_units_or_of_seconds,
      a_flag_is_said_in_many_ways, numbers_have_bounds, hvacs_names_are_accepted_beside,
      a_certificate_without_its_key_is_an_error_and_the_other_way_round, the_shortest_wait_must_not_be_above_the_longest,
      the_agents_address_wins, of_several_cas_the_file_wins_then_the_text, of_two_proxies_proxy_address_wins,
      a_proxy_is_told_with_or_without_scheme_name_and_password, what_is_no_proxys_address_is_refused_without_a_word_of_it, the_name_of_a_certificate_is_a_hosts, verify_is_hvacs_three_in_one,
      an_empty_verify_does_not_switch_verification_off, disable_redirects_is_the_opposite_and_the_plain_name_wins,
      a_rate_is_requests_a_second_and_how_many_at_once, headers_are_a_map_of_strings, headers_that_must_not_be_sent_are_refused,
      unprintable_bytes_are_refused_in_what_is_sent, an_empty_value_is_none, null_takes_an_option_back_to_its_default,
      nothing_is_read_from_the_environment_unasked, bao_wins_over_vault, an_option_already_set_stays,
      each_variable_of_the_environment_is_read, the_token_file_comes_last, a_token_file_is_raw_or_a_logins_answer,
      a_token_file_without_a_token_is_refused, who_else_may_read_a_token_file_is_a_matter_of_policy,
      a_token_file_that_is_not_there_is_an_error_that_names_it, a_client_that_could_not_be_made_can_be_when_the_reason_is_gone,
      a_token_file_set_by_the_program_is_not_beaten_by_the_environment, an_empty_token_keeps_the_environments_out_and_no_token_file,
      an_empty_token_keeps_the_file_of_the_home_out,
      what_a_program_sets_beats_all_that_says_the_same_in_the_environment, what_a_derived_client_is_given_beats_all_that_says_the_same,
      what_was_given_together_stays_together, whether_to_verify_leaves_the_authorities_to_trust, null_takes_back_one_option_alone,
      what_keeps_the_environments_token_out_is_an_empty_one,
      a_derived_client_without_a_token_reads_no_token_file,
      a_derived_client_shares_the_token_both_ways, a_derived_client_with_a_token_has_its_own, a_mistake_in_deriving_makes_a_client_that_tells_it,
      a_derived_client_with_a_mistake_fails_every_call_with_it, a_token_that_cannot_be_sent_is_refused)
