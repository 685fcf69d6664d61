/* SPDX-License-Identifier: MIT */
/* What happens around every login: wrapping tokens, second factors, logins that travel with each request. Against a script. */
#include "base64.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include <hvac/plugin.h>

#include "scripted.h"
#include "suite.h"

#define ENGINE "auth/x_test_login"
#define LOGGED_IN "{\"auth\":{\"client_token\":\"hvs.new\",\"accessor\":\"a\"}}"
#define MADE_AT(path) "{\"data\":{\"creation_path\":\"" path "\",\"creation_ttl\":60}}"
#define REQUIRES(constraints) "{\"auth\":{\"client_token\":\"\",\"mfa_requirement\":{\"mfa_request_id\":\"r-1\",\"mfa_constraints\":{" constraints "}}}}"
#define TOTP "{\"type\":\"totp\",\"id\":\"t-1\",\"uses_passcode\":true}"
#define PUSH "{\"type\":\"duo\",\"id\":\"d-1\",\"name\":\"phone\",\"uses_passcode\":false}"

#define MOUNT HVAC_MOUNT("x")
static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Logs in", .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(MOUNT, HVAC_BODY("role", STRING, .help = "role"),
	    HVAC_BODY("id", STRING, .wire = "secret_id", .flags = HVAC_SECRET, .wrapped_path = "/auth/{mount_point}/role/+/secret-id auth/{mount_point}/own /auth/*/made/+", .help = "id"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "use it")) },
	{ .name = "read_login", .verb = HVAC_GET, .path = "/auth/{mount_point}/login/{user}", .help = "Logs in by reading", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(MOUNT, HVAC_PATH("user", STRING, .flags = HVAC_REQUIRED, .help = "user"),
	    HVAC_HEADER("ticket", STRING, .wire = "Authorization", .flags = HVAC_SECRET, .help = "ticket")) },
	{ .name = "raw_login", .verb = HVAC_POST, .path = "/auth/x/raw", .help = "Logs in by bytes", .flags = HVAC_LOGIN, HVAC_PARAMETERS(HVAC_RAW_BODY("all", .help = "all")) },
	{ .name = "read", .verb = HVAC_GET, .path = "/auth/x/it", .help = "Reads", .flags = HVAC_IDEMPOTENT },
	{ .name = "state", .verb = HVAC_GET, .path = "/auth/x/state", .help = "Reads without a token", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },
};
HVAC_PLUGIN_OF(auth, x_test_login, operations, .version = "1", .help = "For tests");

static const struct hvac_operation greedy[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x/login", .help = "Logs in", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(HVAC_BODY("mfa_passcode", STRING, .help = "its own")) },
};
HVAC_PLUGIN_OF(auth, x_greedy, greedy, .version = "1", .help = "For tests");

static struct scripted *scripted;
static hvac_client *client;
static hvac_response *response;

static void play(const struct scripted_answer *script, size_t count)
{
	hvac_config *config = hvac_config_new();

	scripted = scripted_new(script, count);
	hvac_config_set(config, "address", "http://one:8200");
	hvac_config_set(config, "token", "hvs.old");
	hvac_config_set(config, "retry_wait_min", "1ms");
	hvac_config_set(config, "retry_wait_max", "1ms");
	hvac_config_adapter(config, &scripted->adapter);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	ck_assert_int_eq(hvac_plugin_register(&hvac1_auth_x_test_login, NULL), HVAC_OK);
}
#define PLAY(...) play((const struct scripted_answer[]){ __VA_ARGS__ }, sizeof((const struct scripted_answer[]){ __VA_ARGS__ }) / sizeof(struct scripted_answer))
#define ANSWER(status, text) { .http_status = (status), .body = (text), .sent = true }

static hvac_status login(const hvac_argument *arguments)
{
	return hvac_call(client, ENGINE, "login", arguments, &response);
}

static void done(void)
{
	hvac_response_free(response);
	hvac_client_free(client);
	scripted_free(scripted);
}

static void assert_token(const char *wanted)
{
	char *token = hvac_client_token(client);

	ck_assert_str_eq(token, wanted);
	hvac_text_free(token);
}

static void assert_says(const char *words)
{
	ck_assert_msg(strstr(hvac_response_message(response), words), "\"%s\" does not say \"%s\"", hvac_response_message(response), words);
}

#define assert_seen(index, pointer, wanted) ck_assert_str_eq(scripted_seen(scripted, index, pointer), wanted)

START_TEST(a_wrapping_token_is_checked_unwrapped_and_what_it_wraps_is_sent)
{
	PLAY(ANSWER(200, MADE_AT("auth/x/role/web/secret-id")), ANSWER(200, "{\"data\":{\"secret_id\":\"s-1\"}}"), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_OK);
	assert_seen(0, "/path", "/v1/sys/wrapping/lookup");
	assert_seen(0, "/body", "{\"token\":\"hvs.wrap\"}");
	ck_assert_ptr_null(scripted_seen(scripted, 0, "/headers/X-Vault-Token"));
	assert_seen(1, "/path", "/v1/sys/wrapping/unwrap");
	assert_seen(1, "/headers/X-Vault-Token", "hvs.wrap");
	assert_seen(2, "/path", "/v1/auth/x/login");
	assert_seen(2, "/body", "{\"secret_id\":\"s-1\"}");
	assert_token("hvs.new");
	done();
}
END_TEST

/* As the path is sent: without slashes at the ends, and without doubled ones. */
START_TEST(slashes_around_a_mount_point_are_no_other_place)
{
	PLAY(ANSWER(200, MADE_AT("auth/team/x/role/web/secret-id")), ANSWER(200, "{\"data\":{\"secret_id\":\"s-1\"}}"), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"), hvac_string("mount_point", "/team//x/"))), HVAC_OK);
	assert_seen(2, "/path", "/v1/auth/team/x/login");
	done();
}
END_TEST

START_TEST(any_of_the_places_where_it_may_have_been_made_will_do)
{
	static const char *const places[] = { "auth/x/own", "auth/a/made/it", "auth/a/b/c/made/it", "auth/made/made/made", "auth/a/made/made/it" };
	char answer[200];

	PLAY({ .http_status = 200, .body = answer, .sent = true }, ANSWER(200, "{\"data\":{\"secret_id\":\"s-1\"}}"), ANSWER(200, LOGGED_IN));
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		snprintf(answer, sizeof answer, MADE_AT("%s"), places[i]);
		hvac_response_free(response);
		scripted->next = 0;
		ck_assert_msg(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))) == HVAC_OK, "%s: %s", places[i], hvac_response_message(response));
	}
	done();
}
END_TEST

static const char *const other_places[] = {
	"sys/wrapping/wrap", "auth/y/role/web/secret-id", "auth/x/role/web/secret-id/more", "auth/x/role/a/b/secret-id", "auth/x/role/web", "auth/xy/own", "auth/x/owner", "",
	"auth/made/it", "auth/a/b/made", "auth/a/b/made/", "auth/a/b/made/it/more", "auth/a/bmade/it", "other/a/made/it",
};

START_TEST(a_wrapping_token_made_elsewhere_is_never_unwrapped)
{
	char answer[200];

	snprintf(answer, sizeof answer, "{\"data\":{\"creation_path\":\"%s\"}}", other_places[_i]);
	PLAY(ANSWER(200, answer));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_PARAM_VALIDATION_ERROR);
	assert_says(", not at /auth/x/role/+/secret-id or auth/x/own or /auth/*/made/+: it is not what it seems to be");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "hvs.wrap"));
	ck_assert_uint_eq(scripted->started, 1);
	assert_token("hvs.old");
	done();
}
END_TEST

START_TEST(a_used_wrapping_token_says_that_somebody_may_have_had_it)
{
	PLAY(ANSWER(400, "{\"errors\":[\"wrapping token is not valid or does not exist\"]}"));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_INVALID_REQUEST);
	assert_says("somebody has used it before");
	done();
}
END_TEST

START_TEST(a_server_that_cannot_look_a_wrapping_token_up_does_not_say_that_somebody_had_it)
{
#define OWN_WORDS "{\"errors\":[\"the server's own words\"]}"
#define TRIES(status) ANSWER(status, OWN_WORDS), ANSWER(status, OWN_WORDS), ANSWER(status, OWN_WORDS)
	static const struct {
		hvac_status status;
		const char *words;
	} refusals[] = {
		{ HVAC_RATE_LIMIT_EXCEEDED, "quota" },
		{ HVAC_INTERNAL_SERVER_ERROR, "the server's own words" },
		{ HVAC_BAD_GATEWAY, "the server's own words" },
		{ HVAC_VAULT_DOWN, "sealed" },
	};

	PLAY(TRIES(429), TRIES(500), TRIES(502), TRIES(503));
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		hvac_response_free(response);
		ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), refusals[i].status);
		assert_says(refusals[i].words);
		ck_assert_ptr_null(strstr(hvac_response_message(response), "somebody"));
		ck_assert_uint_eq(scripted->started, 3 * (i + 1));
		assert_seen(3 * i + 2, "/path", "/v1/sys/wrapping/lookup");
	}
	assert_token("hvs.old");
	done();
}
END_TEST

/* It may have been carried out, and then what was wrapped is gone. */
START_TEST(an_answer_without_a_body_says_nothing_of_a_wrapping_token)
{
	PLAY(ANSWER(204, NULL));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"), hvac_boolean("use_token", false))),
	                 HVAC_PARAM_VALIDATION_ERROR);
	assert_says("was made at no path");
	ck_assert_uint_eq(scripted->started, 1);
	assert_token("hvs.old");
	done();
}
END_TEST

START_TEST(a_dry_run_shows_how_a_wrapping_token_would_be_checked)
{
	hvac_value *requests;
	hvac_task *task;

	PLAY(ANSWER(204, NULL));
	hvac_task_new(client, ENGINE, "login", HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id")), NULL, &task);
	ck_assert_int_eq(hvac_task_dry_run(task, true, &requests), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(requests), 1);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/url"), NULL), "/v1/sys/wrapping/lookup");
	ck_assert_ptr_null(hvac_value_at(requests, "/0/headers/X-Vault-Token"));
	ck_assert_uint_eq(scripted->started, 0);
	hvac_value_free(requests);
	hvac_task_free(task);
	response = NULL;
	done();
}
END_TEST

START_TEST(an_unwrapping_is_not_repeated_once_it_has_left)
{
	PLAY(ANSWER(200, MADE_AT("auth/x/own")), { .kind = HVAC_OUTCOME_MAYBE_SENT, .sent = true });
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_CONNECTION_ERROR);
	ck_assert_uint_eq(scripted->started, 2);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	done();
}
END_TEST

START_TEST(a_wrapping_token_that_is_used_up_meanwhile_is_told)
{
	PLAY(ANSWER(200, MADE_AT("auth/x/own")), ANSWER(400, "{\"errors\":[\"wrapping token is not valid or does not exist\"]}"));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_INVALID_REQUEST);
	assert_says("the wrapping token given for id cannot be unwrapped");
	ck_assert_uint_eq(scripted->started, 2);
	assert_token("hvs.old");
	done();
}
END_TEST

START_TEST(what_was_wrapped_must_be_what_is_needed)
{
	PLAY(ANSWER(200, MADE_AT("auth/x/own")), ANSWER(200, "{\"data\":{\"other\":\"s-1\"}}"));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_MALFORMED_ANSWER);
	assert_says("has no secret_id");
	ck_assert_uint_eq(scripted->started, 2);
	done();
}
END_TEST

START_TEST(only_what_is_given_and_may_be_wrapped_is_unwrapped)
{
	PLAY(ANSWER(500, ""));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("unwrap", "id"))), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("unwrap names id, which is not given");
	hvac_response_free(response);
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "x"), hvac_string("unwrap", "hvs.wrap"))), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("unwrap must be the name");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "hvs.wrap"));
	hvac_response_free(response);
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("role", "r"), hvac_string("unwrap", "role"))), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("role cannot be given as a wrapping token");
	ck_assert_uint_eq(scripted->started, 0);
	done();
}
END_TEST

START_TEST(what_an_answer_repeats_of_a_secret_is_not_told)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[{\"type\":\"of hunter2\",\"id\":\"hunter2\",\"uses_passcode\":true}]}")));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hunter2"))), HVAC_UNAUTHORIZED);
	assert_says("needs a second factor (***, method ***): give mfa_passcode");
	done();
}
END_TEST

START_TEST(a_wrapping_tokens_place_that_repeats_it_is_not_told)
{
	PLAY(ANSWER(200, MADE_AT("x/hvs.wrap")));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("id", "hvs.wrap"), hvac_string("unwrap", "id"))), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("was made at ***, not at ");
	done();
}
END_TEST

START_TEST(a_second_factor_is_given_when_it_is_asked_for)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]}")), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("role", "r"), hvac_string("mfa_passcode", "123456"))), HVAC_OK);
	assert_seen(1, "/path", "/v1/sys/mfa/validate");
	assert_seen(1, "/body", "{\"mfa_payload\":{\"t-1\":[\"123456\"]},\"mfa_request_id\":\"r-1\"}");
	ck_assert_ptr_null(scripted_seen(scripted, 1, "/headers/X-Vault-Token"));
	ck_assert_str_eq(hvac_response_string(response, "client_token"), "hvs.new");
	assert_token("hvs.new");
	done();
}
END_TEST

static unsigned asked;

static int64_t passcode(void *context, char *buffer, size_t size)
{
	(void)context;
	asked++;
	if (size >= 6)
		memcpy(buffer, "654321", 6);
	return 6;
}

START_TEST(a_passcode_is_asked_for_only_when_it_is_needed)
{
	PLAY(ANSWER(200, LOGGED_IN), ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]}")), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_source("mfa_passcode", passcode, NULL))), HVAC_OK);
	ck_assert_uint_eq(asked, 0);
	hvac_response_free(response);
	ck_assert_int_eq(login(HVAC_ARGS(hvac_source("mfa_passcode", passcode, NULL))), HVAC_OK);
	ck_assert_uint_eq(asked, 1);
	assert_seen(2, "/body", "{\"mfa_payload\":{\"t-1\":[\"654321\"]},\"mfa_request_id\":\"r-1\"}");
	done();
}
END_TEST

START_TEST(a_push_needs_no_passcode)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "," PUSH "]}")), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(NULL), HVAC_OK);
	assert_seen(1, "/body", "{\"mfa_payload\":{\"d-1\":[]},\"mfa_request_id\":\"r-1\"}");
	done();
}
END_TEST

static const char *const names_of_the_push[] = { "d-1", "phone", "duo" };

START_TEST(the_method_that_was_named_is_used)
{
	static const struct scripted_answer asks = ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "," PUSH "]}")), takes = ANSWER(200, LOGGED_IN);

	PLAY(asks, takes, asks, takes, asks, takes);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa_passcode", "123456"), hvac_string("mfa_method", names_of_the_push[i]))), HVAC_OK);
		assert_seen(2 * i + 1, "/body", "{\"mfa_payload\":{\"d-1\":[]},\"mfa_request_id\":\"r-1\"}");
		hvac_response_free(response);
	}
	response = NULL;
	done();
}
END_TEST

START_TEST(every_constraint_gets_its_factor)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]},\"f\":{\"any\":[" PUSH "]}")), ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa_passcode", "123456"))), HVAC_OK);
	assert_seen(1, "/body", "{\"mfa_payload\":{\"t-1\":[\"123456\"],\"d-1\":[]},\"mfa_request_id\":\"r-1\"}");
	done();
}
END_TEST

START_TEST(a_factor_that_is_missing_is_named)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]}")), ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]}")), ANSWER(200, REQUIRES("\"e\":{\"any\":[]}")));
	ck_assert_int_eq(login(NULL), HVAC_UNAUTHORIZED);
	assert_says("needs a second factor (totp, method t-1): give mfa_passcode");
	hvac_response_free(response);
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa_passcode", "1"), hvac_string("mfa_method", "okta"))), HVAC_UNAUTHORIZED);
	assert_says("mfa_method is none of those that it allows");
	hvac_response_free(response);
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa_passcode", "1"))), HVAC_UNAUTHORIZED);
	assert_says("it names no method");
	assert_token("hvs.old");
	ck_assert_uint_eq(scripted->started, 3);
	done();
}
END_TEST

START_TEST(a_wrong_passcode_is_the_servers_refusal_and_never_shown)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" TOTP "]}")), ANSWER(403, "{\"errors\":[\"failed: 123456 is wrong\"]}"));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa_passcode", "123456"))), HVAC_FORBIDDEN);
	ck_assert_ptr_null(strstr(hvac_response_message(response), "123456"));
	assert_token("hvs.old");
	done();
}
END_TEST

START_TEST(the_requirement_is_the_callers_where_the_token_is_not_used)
{
	PLAY(ANSWER(200, REQUIRES("\"e\":{\"any\":[" PUSH "]}")));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_boolean("use_token", false))), HVAC_OK);
	ck_assert_str_eq(hvac_response_string(response, "mfa_requirement/mfa_request_id"), "r-1");
	done();
}
END_TEST

START_TEST(a_factor_in_one_phase_is_a_header_of_the_login)
{
	PLAY(ANSWER(200, LOGGED_IN));
	ck_assert_int_eq(login(HVAC_ARGS(hvac_string("mfa", "t-1:123456"))), HVAC_OK);
	assert_seen(0, "/headers/X-Vault-MFA", "t-1:123456");
	done();
}
END_TEST

START_TEST(what_every_login_has_stands_in_its_description)
{
	hvac_value *description;
	unsigned found = 0;

	PLAY(ANSWER(500, ""));
	ck_assert_int_eq(hvac_plugin_describe(ENGINE, &description, NULL), HVAC_OK);
	for (size_t i = 0; i < hvac_value_count(hvac_value_at(description, "/operations/0/parameters")); i++) {
		const char *name = hvac_value_string(hvac_value_member(hvac_value_item(hvac_value_at(description, "/operations/0/parameters"), i), "name"), NULL);

		found += !strcmp(name, "mfa") || !strcmp(name, "mfa_method") || !strcmp(name, "mfa_passcode") || !strcmp(name, "unwrap");
	}
	ck_assert_uint_eq(found, 4);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(description, "/operations/3/parameters")), 0);
	hvac_value_free(description);
	done();
}
END_TEST

START_TEST(a_table_may_not_have_their_names)
{
	char *error;

	ck_assert_int_eq(hvac_plugin_register(&hvac1_auth_x_greedy, &error), HVAC_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(strstr(error, "mfa_passcode is one that the library gives every login"));
	hvac_text_free(error);
}
END_TEST

/* What an inline parameter says, decoded. */
static char *parameter(size_t request, size_t index)
{
	char pointer[80], *text;
	unsigned char *bytes;
	size_t length, padded;

	snprintf(pointer, sizeof pointer, "/headers/X-Vault-Inline-Auth-Parameter-%zu", index);
	ck_assert_ptr_nonnull(scripted_seen(scripted, request, pointer));
	length = strlen(scripted_seen(scripted, request, pointer));
	text = calloc(1, length + 4);
	ck_assert_ptr_nonnull(text);
	memcpy(text, scripted_seen(scripted, request, pointer), length);
	for (padded = length; padded % 4; padded++)
		text[padded] = '=';
	for (size_t i = 0; i < length; i++)
		text[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
	bytes = base64_decode(text, padded, &length);
	ck_assert_ptr_nonnull(bytes);
	free(text);
	return (char *)bytes;
}

static void assert_parameter(size_t request, size_t index, const char *wanted)
{
	char *text = parameter(request, index);

	ck_assert_str_eq(text, wanted);
	free(text);
}

static hvac_client *inline_client(const char *operation, const hvac_argument *arguments)
{
	hvac_client *one;

	ck_assert_msg(hvac_client_inline(client, ENGINE, operation, arguments, &one) == HVAC_OK, "%s", hvac_client_error(one));
	return one;
}

START_TEST(a_login_goes_with_each_request)
{
	hvac_client *one;

	PLAY(ANSWER(200, "{\"data\":{}}"), ANSWER(200, "{\"data\":{}}"));
	one = inline_client("login", HVAC_ARGS(hvac_string("role", "r\xc3\xa4>?"), hvac_string("id", "s-1"), hvac_string("mount_point", "team/x")));
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_OK);
		hvac_response_free(response);
		assert_seen(i, "/path", "/v1/auth/x/it");
		assert_seen(i, "/headers/X-Vault-Inline-Auth-Path", "auth/team/x/login");
		assert_seen(i, "/headers/X-Vault-Inline-Auth-Operation", "update");
		assert_parameter(i, 2, "{\"value\":\"r\xc3\xa4>?\",\"key\":\"role\"}");
		assert_parameter(i, 3, "{\"value\":\"s-1\",\"key\":\"secret_id\"}");
		ck_assert_ptr_null(scripted_seen(scripted, i, "/headers/X-Vault-Token"));
	}
	ck_assert_uint_eq(scripted->started, 2);
	assert_token("hvs.old");
	response = NULL;
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_derived_client_logs_in_as_the_one_before_it_unless_it_has_a_token)
{
	hvac_client *one, *alike, *other;

	PLAY(ANSWER(200, "{\"data\":{}}"), ANSWER(200, "{\"data\":{}}"));
	one = inline_client("login", HVAC_ARGS(hvac_string("id", "s-1")));
	ck_assert_int_eq(hvac_client_derive(one, &alike, "namespace", "team", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(one, &other, "token", "hvs.own", NULL), HVAC_OK);
	hvac_client_free(one);
	ck_assert_int_eq(hvac_call(alike, ENGINE, "read", NULL, &response), HVAC_OK);
	hvac_response_free(response);
	assert_seen(0, "/headers/X-Vault-Inline-Auth-Path", "auth/x/login");
	assert_seen(0, "/headers/X-Vault-Namespace", "team");
	ck_assert_int_eq(hvac_call(other, ENGINE, "read", NULL, &response), HVAC_OK);
	ck_assert_ptr_null(scripted_seen(scripted, 1, "/headers/X-Vault-Inline-Auth-Path"));
	assert_seen(1, "/headers/X-Vault-Token", "hvs.own");
	hvac_client_free(alike);
	hvac_client_free(other);
	done();
}
END_TEST

static void assert_it_goes_along(hvac_client *one, size_t index)
{
	char *token = hvac_client_token(one);

	ck_assert_ptr_null(token);
	ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, NULL), HVAC_OK);
	assert_seen(index, "/headers/X-Vault-Inline-Auth-Path", "auth/x/login");
	ck_assert_ptr_null(scripted_seen(scripted, index, "/headers/X-Vault-Token"));
}

/* A server refuses a request that has both. */
START_TEST(a_client_whose_login_goes_with_each_request_keeps_no_token)
{
	const hvac_argument *arguments = HVAC_ARGS(hvac_string("id", "s-1"));
	hvac_client *one, *alike;
	hvac_watcher *watcher;

	PLAY(ANSWER(200, LOGGED_IN), ANSWER(200, "{\"data\":{}}"), ANSWER(200, LOGGED_IN), ANSWER(200, "{\"data\":{}}"), ANSWER(200, "{\"data\":{}}"), ANSWER(200, "{\"data\":{}}"));
	one = inline_client("login", arguments);
	ck_assert_int_eq(hvac_client_derive(one, &alike, "namespace", "team", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_login(one, ENGINE, "login", arguments, &response), HVAC_OK);
	ck_assert_str_eq(hvac_value_string(hvac_value_member(hvac_response_auth(response), "client_token"), NULL), "hvs.new");
	hvac_response_free(response);
	assert_it_goes_along(one, 1);
	ck_assert_int_eq(hvac_call(alike, ENGINE, "login", arguments, NULL), HVAC_OK);
	assert_it_goes_along(one, 3);
	ck_assert_int_eq(hvac_client_set_token(alike, "hvs.set"), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_client_import_token(one, LOGGED_IN), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_client_set_token(one, NULL), HVAC_OK);
	assert_it_goes_along(alike, 4);
	ck_assert_int_eq(hvac_watcher_new(one, &watcher), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", arguments, &response), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("keeps no token");
	hvac_watcher_free(watcher);
	assert_it_goes_along(one, 5);
	hvac_client_free(alike);
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(what_went_with_a_request_is_blotted_out_of_its_refusal)
{
	hvac_client *one;
	size_t length;

	PLAY(ANSWER(400, "{\"errors\":[\"login with hunter22pass failed\"]}"));
	one = inline_client("login", HVAC_ARGS(hvac_string("id", "hunter22pass")));
	ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_INVALID_REQUEST);
	assert_says("login with ************ failed");
	ck_assert_ptr_null(strstr(hvac_response_body(response, &length), "hunter22pass"));
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_request_that_needs_no_token_goes_without_it)
{
	hvac_client *one;

	PLAY(ANSWER(200, "{\"data\":{}}"));
	one = inline_client("login", NULL);
	ck_assert_int_eq(hvac_call(one, ENGINE, "state", NULL, &response), HVAC_OK);
	ck_assert_ptr_null(scripted_seen(scripted, 0, "/headers/X-Vault-Inline-Auth-Path"));
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_login_by_reading_says_so_and_its_path_is_plain_text)
{
	hvac_client *one;

	PLAY(ANSWER(200, "{\"data\":{}}"));
	one = inline_client("read_login", HVAC_ARGS(hvac_string("user", "a b%"), hvac_string("ticket", "Negotiate s-1")));
	ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_OK);
	assert_seen(0, "/headers/Authorization", "Negotiate s-1");
	assert_seen(0, "/headers/X-Vault-Inline-Auth-Path", "auth/x/login/a b%");
	assert_seen(0, "/headers/X-Vault-Inline-Auth-Operation", "read");
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_credential_is_asked_for_anew_for_each_request)
{
	hvac_client *one;

	PLAY(ANSWER(200, "{\"data\":{}}"), ANSWER(200, "{\"data\":{}}"));
	one = inline_client("login", HVAC_ARGS(hvac_source("id", passcode, NULL)));
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_OK);
		hvac_response_free(response);
		ck_assert_uint_eq(asked, i + 1);
	}
	response = NULL;
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_credential_that_cannot_be_had_sends_nothing)
{
	hvac_client *one;

	PLAY(ANSWER(500, ""));
	one = inline_client("login", HVAC_ARGS(hvac_file("id", "/nonexistent/secret-id")));
	ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("/nonexistent/secret-id");
	ck_assert_uint_eq(scripted->started, 0);
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_login_that_cannot_be_made_is_told_at_once_and_by_every_call)
{
	static const struct { const char *operation, *argument, *says; } wrong[] = {
		{ "login", "nonsense", "there is no argument nonsense" }, { "read", NULL, "the operation is no login" }, { "nothing", NULL, "has no operation nothing" },
	};

	PLAY(ANSWER(500, ""));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		hvac_client *one;

		ck_assert_int_ne(hvac_client_inline(client, ENGINE, wrong[i].operation, HVAC_ARGS(hvac_string(wrong[i].argument, wrong[i].argument)), &one), HVAC_OK);
		ck_assert_msg(strstr(hvac_client_error(one), wrong[i].says), "\"%s\"", hvac_client_error(one));
		ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_CONFIG_ERROR);
		assert_says(wrong[i].says);
		hvac_response_free(response);
		hvac_client_free(one);
	}
	response = NULL;
	done();
}
END_TEST

START_TEST(a_login_that_cannot_travel_is_refused)
{
	hvac_client *one;

	PLAY(ANSWER(500, ""));
	one = inline_client("raw_login", HVAC_ARGS(hvac_bytes("all", "x", 1)));
	ck_assert_int_eq(hvac_call(one, ENGINE, "read", NULL, &response), HVAC_PARAM_VALIDATION_ERROR);
	assert_says("cannot travel with another request");
	ck_assert_uint_eq(scripted->started, 0);
	hvac_client_free(one);
	done();
}
END_TEST

START_TEST(a_dry_run_shows_that_it_goes_along_and_not_what)
{
	hvac_value *requests;
	hvac_client *one;
	hvac_task *task;

	PLAY(ANSWER(500, ""));
	one = inline_client("login", HVAC_ARGS(hvac_string("id", "s-1")));
	ck_assert_int_eq(hvac_task_new(one, ENGINE, "read", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(requests), 1);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/url"), NULL), "/v1/auth/x/it");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/headers/X-Vault-Inline-Auth-Parameter-2"), NULL), "***");
	hvac_value_free(requests);
	hvac_task_free(task);
	hvac_client_free(one);
	done();
}
END_TEST

TABLE_SUITE("login_steps", a_wrapping_token_made_elsewhere_is_never_unwrapped, sizeof other_places / sizeof other_places[0],
      a_wrapping_token_is_checked_unwrapped_and_what_it_wraps_is_sent, slashes_around_a_mount_point_are_no_other_place, any_of_the_places_where_it_may_have_been_made_will_do,
      a_used_wrapping_token_says_that_somebody_may_have_had_it, a_server_that_cannot_look_a_wrapping_token_up_does_not_say_that_somebody_had_it,
      an_answer_without_a_body_says_nothing_of_a_wrapping_token,
      a_dry_run_shows_how_a_wrapping_token_would_be_checked, an_unwrapping_is_not_repeated_once_it_has_left,
      a_wrapping_token_that_is_used_up_meanwhile_is_told, what_was_wrapped_must_be_what_is_needed, only_what_is_given_and_may_be_wrapped_is_unwrapped,
      what_an_answer_repeats_of_a_secret_is_not_told, a_wrapping_tokens_place_that_repeats_it_is_not_told, a_second_factor_is_given_when_it_is_asked_for, a_passcode_is_asked_for_only_when_it_is_needed, a_push_needs_no_passcode,
      the_method_that_was_named_is_used, every_constraint_gets_its_factor, a_factor_that_is_missing_is_named,
      a_wrong_passcode_is_the_servers_refusal_and_never_shown, the_requirement_is_the_callers_where_the_token_is_not_used,
      a_factor_in_one_phase_is_a_header_of_the_login, what_every_login_has_stands_in_its_description,
      a_table_may_not_have_their_names, a_login_goes_with_each_request, a_derived_client_logs_in_as_the_one_before_it_unless_it_has_a_token,
      a_client_whose_login_goes_with_each_request_keeps_no_token, a_request_that_needs_no_token_goes_without_it,
      what_went_with_a_request_is_blotted_out_of_its_refusal,
      a_login_by_reading_says_so_and_its_path_is_plain_text, a_credential_is_asked_for_anew_for_each_request,
      a_credential_that_cannot_be_had_sends_nothing, a_login_that_cannot_be_made_is_told_at_once_and_by_every_call,
      a_login_that_cannot_travel_is_refused, a_dry_run_shows_that_it_goes_along_and_not_what)
