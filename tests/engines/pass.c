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

static void pass(const hvac_value *engine, const hvac_value *operation, const struct answer *answer)
{
	hvac_argument arguments[SAMPLES_MAX];

	if (answer->for_hooks && !sample_is_true(operation, "hooks") && !sample_is_true(operation, "login"))
		return;
	for (int all = 0; all < 2; all++) {
		bool secret = sample_arguments(arguments, operation, all);

		call(sample_text(engine, "engine"), sample_text(operation, "name"), arguments, secret, answer);
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

START_TEST(every_operation_bears_an_answer)
{
	const struct answer *answer = &answers[_i];
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
			pass(engine, hvac_value_item(operations, j), answer);
	}
	ck_assert_uint_gt(count, 0);
	hvac_value_free(list);
}
END_TEST

TABLE_SUITE("pass", every_operation_bears_an_answer, sizeof answers / sizeof answers[0], every_engine_loads)
