/* SPDX-License-Identifier: MIT */
/*
 * One pass over every operation of every engine that is there, with the arguments that it requires and with all of them, against
 * answers good and bad: it must end, say what went wrong in words, and tell no secret that it was given. Under valgrind it must
 * leave nothing behind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "canned.h"
#include "sample.h"
#include "suite.h"

#define SECRET SAMPLE_SECRET
#define ANSWERS 24              /* more than any operation asks for; past them it is 204 */

struct answer {
	const char *name;
	int status;
	const char *headers, *body;
	bool for_hooks;         /* alone: without one the library deals with it, the same for each operation */
};

static const struct answer answers[] = {
	{ "a good answer", 200, NULL,
	  "{\"lease_id\":\"l/1\",\"lease_duration\":60,\"renewable\":true,\"data\":{\"keys\":[\"a\"],\"password\":\"p\",\"id\":\"i\"},"
	  "\"auth\":{\"client_token\":\"t\",\"accessor\":\"a\",\"lease_duration\":60}}", false },
	{ "an answer that lacks everything", 200, NULL, "{}", true },
	{ "data of another kind", 200, NULL, "{\"data\":7,\"auth\":[],\"wrap_info\":\"x\",\"warnings\":{}}", false },
	{ "text", 200, "Content-Type: text/plain\r\n", "just text", true },
	{ "a web page", 200, "Content-Type: text/html\r\n", "<html>" SECRET "</html>", true },
	{ "JSON that breaks off", 200, NULL, "{\"data\":{\"", true },
	{ "a refusal that repeats what it was given", 400, NULL, "{\"errors\":[\"invalid: " SECRET "\"]}", false },
	{ "a service behind the engine that is down", 500, NULL, "{\"errors\":[\"dial tcp: connection refused, password=" SECRET "\"]}", true },
};

/* `secret`: it was given, and may not come back. */
static void call(const char *engine, const char *operation, const hvac_argument *arguments, bool secret, const struct answer *answer)
{
	struct canned *canned = canned_new();
	hvac_response *response = NULL;
	hvac_status status;

	for (int i = 0; i < ANSWERS; i++)
		canned_answer(canned, answer->status, answer->headers, answer->body);
	status = hvac_call(canned_client(canned), engine, operation, arguments, &response);
	ck_assert_msg(response && hvac_response_status(response) == status, "%s %s with %s: no response", engine, operation, answer->name);
	if (status != HVAC_OK) {
		const char *message = hvac_response_message(response), *url = hvac_response_url(response);

		ck_assert_msg(message && strlen(message) > strlen(operation), "%s %s with %s says nothing", engine, operation, answer->name);
		ck_assert_msg(!secret || !strstr(message, SECRET), "%s %s with %s tells a secret: %s", engine, operation, answer->name, message);
		ck_assert_msg(!secret || !url || !strstr(url, SECRET), "%s %s with %s shows a secret in its address: %s", engine, operation, answer->name, url);
	}
	hvac_response_free(response);
	canned_free(canned);
}

static void pass(const char *engine, const hvac_value *operation, const void *context)
{
	hvac_argument arguments[SAMPLES_MAX];
	const struct answer *answer = context;

	if (answer->for_hooks && !sample_is_true(operation, "hooks") && !sample_is_true(operation, "login"))
		return;
	for (int all = 0; all < 2; all++) {
		bool secret = sample_arguments(arguments, operation, all);

		call(engine, sample_text(operation, "name"), arguments, secret, answer);
	}
}

START_TEST(every_engine_loads)
{
	hvac_value *list;

	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i);

		ck_assert_msg(!hvac_value_member(engine, "error"), "%s: %s", sample_text(engine, "engine"), sample_text(engine, "error"));
	}
	hvac_value_free(list);
}
END_TEST

/* What holds for an operation is tried on all that there are. */
static void each_operation(void (*try)(const char *engine, const hvac_value *operation, const void *context), const void *context)
{
	hvac_value *list;
	size_t count = 0;

	sample_leave_the_world_alone();
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *engine = hvac_value_item(list, i), *operations = hvac_value_member(engine, "operations");

		/* its library asks others by itself */
		if (!strcmp(sample_text(engine, "engine"), "auth/kerberos"))
			continue;
		for (size_t j = 0; j < hvac_value_count(operations); j++, count++)
			try(sample_text(engine, "engine"), hvac_value_item(operations, j), context);
	}
	ck_assert_uint_gt(count, 0);
	hvac_value_free(list);
}

START_TEST(every_operation_bears_an_answer)
{
	each_operation(pass, &answers[_i]);
}
END_TEST

static void pass_nulls(const char *engine, const hvac_value *operation, const void *context)
{
	hvac_argument arguments[SAMPLES_MAX];

	(void)context;
	for (size_t i = 0; sample_with_null(arguments, operation, i); i++)
		call(engine, sample_text(operation, "name"), arguments, true, &answers[0]);
}

START_TEST(null_is_borne_in_the_place_of_every_argument)
{
	each_operation(pass_nulls, NULL);
}
END_TEST

/* Wrapped, as a server answers whoever asks it to. */
static const struct answer wrapped = { "a wrapped answer", 200, NULL,
	"{\"data\":null,\"wrap_info\":{\"token\":\"hvs.wrap\",\"accessor\":\"a\",\"ttl\":60,\"creation_path\":\"p\"}}", false };
/* What each hook waits for. */
static const struct answer wanted = { "the answer that hooks want", 200, NULL,
	"{\"complete\":true,\"sealed\":false,\"data\":{\"complete\":true,\"text/\":{\"options\":{\"text\":\"1\"}},\"keys\":[\"a\"],\"data\":{\"k\":\"v\"}},"
	"\"auth\":{\"client_token\":\"t\",\"accessor\":\"a\",\"lease_duration\":60}}", false };

static bool asks_to_wrap(const struct canned *canned, size_t index)
{
	return strstr(canned_asked(canned, index)->headers, "X-Vault-Wrap-TTL: 60\n");
}

/* By a client that has its answers wrapped: `like` asked to, or NULL, which the server does not know. */
static hvac_response *call_of_wrapper(struct canned *canned, const char *engine, const char *operation, const hvac_argument *arguments, const struct canned *like)
{
	hvac_client *wrapper;
	hvac_response *response = NULL;

	for (size_t i = 0; i < ANSWERS; i++) {
		const struct answer *answer = like && (i >= canned_count(like) || asks_to_wrap(like, i)) ? &wrapped : &wanted;

		canned_answer(canned, answer->status, answer->headers, answer->body);
	}
	ck_assert_int_eq(hvac_client_derive(canned_client(canned), &wrapper, "wrap_ttl", "60", NULL), HVAC_OK);
	hvac_call(wrapper, engine, operation, arguments, &response);
	hvac_client_free(wrapper);
	return response;
}

/* The answer is the server's own, and not what a hook has made of it. */
static bool is_of_server(const hvac_response *response)
{
	char *body = hvac_value_to_text(hvac_response_json(response), NULL), *answer = hvac_value_to_text(hvac_response_answer(response), NULL);
	bool is = body && answer && strstr(body, answer);

	hvac_text_free(body);
	hvac_text_free(answer);
	return is;
}

/* A hook asks for what it goes on with to be left unwrapped; what it does not look at may be. */
static void pass_wrapped(const char *engine, const char *operation, const hvac_argument *arguments)
{
	struct canned *plain = canned_new(), *wrapping = canned_new();
	hvac_response *usual = call_of_wrapper(plain, engine, operation, arguments, NULL);
	hvac_response *response = call_of_wrapper(wrapping, engine, operation, arguments, plain);
	size_t count = canned_count(plain);

	ck_assert_msg(canned_count(wrapping) == count, "%s %s asks %zu times and not %zu when answers are wrapped", engine, operation,
	              canned_count(wrapping), count);
	ck_assert_msg(hvac_response_status(response) == hvac_response_status(usual), "%s %s with wrapped answers: %s", engine, operation,
	              hvac_response_message(response));
	if (count && asks_to_wrap(plain, count - 1) && hvac_response_status(usual) == HVAC_OK)
		ck_assert_msg(is_of_server(usual), "%s %s makes an answer of what may be wrapped", engine, operation);
	hvac_response_free(usual);
	hvac_response_free(response);
	canned_free(plain);
	canned_free(wrapping);
}

static void pass_hooks_wrapped(const char *engine, const hvac_value *operation, const void *context)
{
	hvac_argument arguments[SAMPLES_MAX];

	(void)context;
	for (int all = 0; all < 2 && sample_is_true(operation, "hooks"); all++) {
		sample_arguments(arguments, operation, all);
		pass_wrapped(engine, sample_text(operation, "name"), arguments);
	}
}

START_TEST(no_hook_takes_a_wrapped_answer_for_another)
{
	each_operation(pass_hooks_wrapped, NULL);
}
END_TEST

TABLE_SUITE("pass", every_operation_bears_an_answer, sizeof answers / sizeof answers[0], every_engine_loads, null_is_borne_in_the_place_of_every_argument, no_hook_takes_a_wrapped_answer_for_another)
