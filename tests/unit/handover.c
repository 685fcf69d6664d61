/* SPDX-License-Identifier: MIT */
/* A token's way to another process: as text, by the clock that both share. */
#include "client.h"
#include "clock.h"
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hvac/hvac.h>

#include "suite.h"

#define NOW 1800000000          /* seconds since 1970 */
#define TOKEN "hvs.swordfish"

static uint64_t monotonic_now = 1000 * SECOND;
static int64_t real_time = NOW;

static uint64_t monotonic(void *context)
{
	(void)context;
	return monotonic_now;
}

static int64_t real(void *context)
{
	(void)context;
	return real_time;
}

static hvac_client *client_at(uint64_t start)
{
	hvac_clock clock = { .monotonic = monotonic, .real = real };
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	/* processes of different machines count from elsewhere */
	monotonic_now = start;
	hvac_config_set(config, "token", "hvs.own");
	hvac_config_clock(config, &clock);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	return client;
}

static struct token_life life_of(hvac_client *client)
{
	struct token_life life;
	struct token *token;

	ck_assert_int_eq(token_get(client->slot, &token), HVAC_OK);
	life = token->life;
	token_release(token);
	return life;
}

static void assert_token(hvac_client *client, const char *wanted)
{
	char *token = hvac_client_token(client);

	ck_assert_str_eq(token, wanted);
	hvac_text_free(token);
}

static char *exported(uint64_t lasts, uint64_t passed)
{
	hvac_client *client = client_at(1000 * SECOND);
	struct token_life life = { .known = true, .renewable = true, .made = true, .lasts = lasts, .expires_at = clock_now(&client->clock) + lasts };
	char *text;

	ck_assert_int_eq(token_set(client->slot, TOKEN, "accessor-1", &life), HVAC_OK);
	monotonic_now += passed;
	real_time += (int64_t)(passed / SECOND);
	text = hvac_client_export_token(client);
	hvac_client_free(client);
	return text;
}

START_TEST(a_token_is_exported_with_what_is_left_of_its_life)
{
	char *text = exported(3600 * SECOND, 600 * SECOND);

	ck_assert_str_eq(text, "{\"auth\":{\"client_token\":\"" TOKEN "\",\"accessor\":\"accessor-1\",\"lease_duration\":3000,\"renewable\":true},\"expires_at\":1800003600}");
	hvac_text_free(text);
}
END_TEST

START_TEST(one_of_which_nothing_is_known_is_exported_without)
{
	hvac_client *client = client_at(0);
	char *text = hvac_client_export_token(client);

	ck_assert_str_eq(text, "{\"auth\":{\"client_token\":\"hvs.own\"}}");
	ck_assert_int_eq(hvac_client_set_token(client, "hvs.other"), HVAC_OK);
	ck_assert_int_eq(hvac_client_import_token(client, text), HVAC_OK);
	ck_assert(!life_of(client).known);
	hvac_text_free(text);
	ck_assert_int_eq(hvac_client_set_token(client, NULL), HVAC_OK);
	ck_assert_ptr_null(hvac_client_export_token(client));
	ck_assert_ptr_null(hvac_client_export_token(NULL));
	hvac_client_free(client);
}
END_TEST

START_TEST(another_process_takes_over_the_token_and_its_end)
{
	char *text = exported(3600 * SECOND, 600 * SECOND), *again;
	hvac_client *client = client_at(5 * SECOND);
	struct token_life life;

	real_time += 1000;
	ck_assert_int_eq(hvac_client_import_token(client, text), HVAC_OK);
	assert_token(client, TOKEN);
	life = life_of(client);
	ck_assert(life.known && life.renewable);
	/* no login of this process made it */
	ck_assert(!life.made);
	ck_assert_uint_eq(life.expires_at, 2005 * SECOND + 1);
	again = hvac_client_export_token(client);
	ck_assert_ptr_nonnull(strstr(again, "\"lease_duration\":2000,"));
	ck_assert_ptr_nonnull(strstr(again, "\"expires_at\":1800003600}"));
	hvac_text_free(again);
	hvac_text_free(text);
	hvac_client_free(client);
}
END_TEST

/* Who imports it must not ask the server about it either. */
START_TEST(one_of_limited_uses_is_one_there)
{
	hvac_client *client = client_at(0), *other = client_at(0);
	char *text;

	ck_assert_int_eq(hvac_client_import_token(client, "{\"auth\":{\"client_token\":\"" TOKEN "\",\"lease_duration\":60,\"renewable\":false,\"num_uses\":5}}"), HVAC_OK);
	text = hvac_client_export_token(client);
	ck_assert_ptr_nonnull(strstr(text, "\"num_uses\":5"));
	ck_assert_int_eq(hvac_client_import_token(other, text), HVAC_OK);
	ck_assert_int_eq(life_of(other).uses, 5);
	hvac_text_free(text);
	hvac_client_free(client);
	hvac_client_free(other);
}
END_TEST

START_TEST(a_token_that_never_ends_never_ends_there)
{
	char *text = exported(0, 600 * SECOND);
	hvac_client *client = client_at(0);

	ck_assert_ptr_null(strstr(text, "expires_at"));
	ck_assert_int_eq(hvac_client_import_token(client, text), HVAC_OK);
	ck_assert(life_of(client).known);
	ck_assert_uint_eq(life_of(client).lasts, 0);
	hvac_text_free(text);
	hvac_client_free(client);
}
END_TEST

START_TEST(one_that_has_expired_is_refused)
{
	char *text = exported(3600 * SECOND, 600 * SECOND);
	hvac_client *client = client_at(0);

	real_time = NOW + 3600;
	ck_assert_int_eq(hvac_client_import_token(client, text), HVAC_UNAUTHORIZED);
	assert_token(client, "hvs.own");
	hvac_text_free(text);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_logins_answer_is_taken_too)
{
	hvac_client *client = client_at(7 * SECOND);

	ck_assert_int_eq(hvac_client_import_token(client, "{\"auth\":{\"client_token\":\"" TOKEN "\",\"lease_duration\":60,\"renewable\":false}}"), HVAC_OK);
	ck_assert_uint_eq(life_of(client).expires_at, 67 * SECOND + 1);
	hvac_client_free(client);
}
END_TEST

static const char *const no_tokens[] = {
	"", "hvs.swordfish", "[]", "{}", "null", "{\"auth\":null}", "{\"auth\":\"hvs.swordfish\"}", "{\"auth\":{\"client_token\":\"\"}}",
	"{\"auth\":{\"client_token\":7}}", "{\"auth\":{\"client_token\":\"a\\nb\"}}", "{\"auth\":{\"client_token\":\"a\\u0000b\"}}",
	"{\"auth\":{\"client_token\":\"hvs.swordfish\"}", "{\"auth\":{\"client_token\":\"hvs.swordfish\"},\"expires_at\":9223372036854775807}",
};

START_TEST(what_is_no_token_is_refused)
{
	hvac_client *client = client_at(0);

	ck_assert_int_eq(hvac_client_import_token(client, no_tokens[_i]), HVAC_CONFIG_ERROR);
	assert_token(client, "hvs.own");
	ck_assert_int_eq(hvac_client_import_token(client, NULL), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_client_import_token(NULL, "{}"), HVAC_CONFIG_ERROR);
	hvac_client_free(client);
}
END_TEST

START_TEST(the_end_of_time_is_past)
{
	hvac_client *client = client_at(0);

	ck_assert_int_eq(hvac_client_import_token(client, "{\"auth\":{\"client_token\":\"a\"},\"expires_at\":-9223372036854775808}"), HVAC_UNAUTHORIZED);
	ck_assert_int_eq(hvac_client_import_token(client, "{\"auth\":{\"client_token\":\"a\"},\"expires_at\":0}"), HVAC_UNAUTHORIZED);
	hvac_client_free(client);
}
END_TEST

START_TEST(it_is_a_token_file_too)
{
	char path[] = "handover-token-XXXXXX", *text = exported(3600 * SECOND, 0), *token, *error;
	int file = mkstemp(path);

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	ck_assert_int_eq(token_file_read(path, FILE_ONCE, NULL, &(struct logger){ 0 }, &token, &error), HVAC_OK);
	ck_assert_str_eq(token, TOKEN);
	hvac_text_free(token);
	hvac_text_free(text);
	ck_assert_int_eq(unlink(path), 0);
}
END_TEST

TABLE_SUITE("handover", what_is_no_token_is_refused, sizeof no_tokens / sizeof no_tokens[0], a_token_is_exported_with_what_is_left_of_its_life,
            one_of_which_nothing_is_known_is_exported_without, another_process_takes_over_the_token_and_its_end, one_of_limited_uses_is_one_there,
            a_token_that_never_ends_never_ends_there,
            one_that_has_expired_is_refused, a_logins_answer_is_taken_too, the_end_of_time_is_past, it_is_a_token_file_too)
