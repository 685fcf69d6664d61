/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "calls.h"
#include "plain_http.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NOTES_MAX 4096

struct server *server;
hvac_client *client;

/* Operations that were called: shared, since each test is a process of its own. The names are constants of the program. */
struct notes {
	atomic_uint count;
	struct note {
		const char *engine, *operation;
		bool replayed;
	} list[NOTES_MAX];
};
static struct notes *notes;

struct kept {
	struct kept *next;
	void *thing;
	void (*end)(void *thing);
};
static struct kept *kept;

void *keep(void *thing, void (*end)(void *thing))
{
	struct kept *entry = malloc(sizeof *entry);

	ck_assert_ptr_nonnull(entry);
	*entry = (struct kept){ kept, thing, end };
	kept = entry;
	return thing;
}

static void end_client(void *thing)
{
	hvac_client_free(thing);
}

static void end_response(void *thing)
{
	hvac_response_free(thing);
}

static void end_value(void *thing)
{
	hvac_value_free(thing);
}

static void end_text(void *thing)
{
	hvac_text_free(thing);
}

hvac_response *keep_response(hvac_response *response)
{
	return keep(response, end_response);
}

hvac_value *keep_value(hvac_value *value)
{
	return keep(value, end_value);
}

char *keep_text(char *text)
{
	return keep(text, end_text);
}

hvac_client *client_from(hvac_config *config)
{
	hvac_client *made;
	hvac_status status = hvac_client_new(config, &made);

	ck_assert_msg(status == HVAC_OK, "no client: %s", hvac_config_error(config));
	hvac_config_free(config);
	return keep(made, end_client);
}

hvac_client *client_of(const struct server *where, ...)
{
	hvac_config *config = hvac_config_new();
	const char *name;
	va_list list;

	hvac_config_set(config, "address", where->address);
	va_start(list, where);
	while ((name = va_arg(list, const char *)))
		hvac_config_set(config, name, va_arg(list, const char *));
	va_end(list);
	return client_from(config);
}

hvac_client *client_with_token(const char *token)
{
	return client_of(server, "token", token, NULL);
}

hvac_client *client_allowed(const char *rules)
{
	static unsigned count;
	const char *name = format("allowed-%u-%u", (unsigned)getpid(), count++);
	hvac_value *body = hvac_value_new_map();
	char *text;

	hvac_value_adopt_member(body, "policy", hvac_value_new_string(rules));
	text = hvac_value_to_text(body, NULL);
	set_up("PUT", format("sys/policies/acl/%s", name), text);
	hvac_text_free(text);
	hvac_value_free(body);
	return client_with_token(text_at(set_up("POST", "auth/token/create", format("{\"policies\":[\"%s\"]}", name)), "/auth/client_token"));
}

static void begin_test(void)
{
	if (server)
		client = client_with_token(server->token);
}

static void end_test(void)
{
	while (kept) {
		struct kept *entry = kept;

		kept = entry->next;
		entry->end(entry->thing);
		free(entry);
	}
}

TCase *live_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_checked_fixture(tests, begin_test, end_test);
	suite_add_tcase(suite, tests);
	return tests;
}

int live_main_alone(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	notes = mmap(NULL, sizeof *notes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (notes == MAP_FAILED)
		return 1;
	/* one directory for all tests' servers, which this process removes */
	free(server_directory_new());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	munmap(notes, sizeof *notes);
	return failed != 0;
}

int live_main(Suite *suite)
{
	int result;

	server = server_start_dev();
	if (!server)
		return 1;
	result = live_main_alone(suite);
	server_stop(server);
	return result;
}

static void note(const char *engine, const char *operation, bool by_replay)
{
	unsigned place = atomic_fetch_add(&notes->count, 1);

	ck_assert_uint_lt(place, NOTES_MAX);
	notes->list[place] = (struct note){ engine, operation, by_replay };
}

static bool is_noted(const char *engine, const char *operation, bool by_replay)
{
	for (unsigned i = 0; i < atomic_load(&notes->count); i++)
		if (notes->list[i].replayed == by_replay && !strcmp(notes->list[i].engine, engine) && !strcmp(notes->list[i].operation, operation))
			return true;
	return false;
}

hvac_response *call_as(hvac_client *who, const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status status = hvac_call(who, engine, operation, arguments, &response);

	keep_response(response);
	ck_assert_msg(status == HVAC_OK, "%s %s: %s: %s", engine, operation, hvac_status_name(status), hvac_response_message(response));
	ck_assert_str_eq(hvac_response_message(response), "");
	note(engine, operation, false);
	return response;
}

hvac_response *refused_as(hvac_client *who, hvac_status status, const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status ended = hvac_call(who, engine, operation, arguments, &response);

	keep_response(response);
	ck_assert_msg(ended == status, "%s %s: not %s but %s: %s", engine, operation, hvac_status_name(status), hvac_status_name(ended),
	              hvac_response_message(response));
	ck_assert_int_eq(hvac_response_status(response), status);
	return response;
}

void says(const hvac_response *response, const char *word)
{
	ck_assert_msg(strstr(hvac_response_message(response), word), "\"%s\" is not in: %s", word, hvac_response_message(response));
}

hvac_response *replayed(const char *file, const char *engine, const char *operation, const hvac_argument *arguments)
{
	const char *source = getenv("HVAC_SOURCE");
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	hvac_status status;

	hvac_config_set(config, "token", "not-sent");
	hvac_config_adapter(config, hvac_replay_new(format("%s/plugins/%s", source ? source : ".", file)));
	status = hvac_call(client_from(config), engine, operation, arguments, &response);
	keep_response(response);
	ck_assert_msg(status == HVAC_OK, "%s %s: %s: %s", engine, operation, hvac_status_name(status), hvac_response_message(response));
	note(engine, operation, true);
	return response;
}

static bool is_among(const char *name, const char *const *list)
{
	while (*list)
		if (!strcmp(*list++, name))
			return true;
	return false;
}

void all_were_called(const char *engine, const char *area, const char *const *absent)
{
	size_t counted = 0, absent_count = 0, absent_found = 0;
	hvac_value *description;
	const hvac_value *list;

	while (absent[absent_count])
		absent_count++;
	ck_assert_int_eq(hvac_plugin_describe(engine, &description, NULL), HVAC_OK);
	keep_value(description);
	list = hvac_value_at(description, "/operations");
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *operation = hvac_value_item(list, i);
		const char *name = text_at(operation, "/name");
		bool is_absent = is_among(name, absent);

		if (area && strcmp(text_at(operation, "/area"), area) != 0)
			continue;
		counted++;
		absent_found += is_absent;
		ck_assert_msg(is_noted(engine, name, is_absent), "%s %s was not %s", engine, name, is_absent ? "replayed" : "called");
		ck_assert_msg(!is_absent || !is_noted(engine, name, false), "%s %s is there after all", engine, name);
	}
	ck_assert_uint_gt(counted, 0);
	ck_assert_uint_eq(absent_found, absent_count);
}

const hvac_value *ask(const struct server *where, const char *token, const char *method, const char *path, const char *body, int *status)
{
	struct plain_request request = { .port = where->port, .socket = where->socket, .method = method, .path = format("/v1/%s", path),
	                                 .token = token, .body = body };
	hvac_value *value = NULL;
	char *text;
	int own;

	ck_assert_msg(plain_http(&request, status ? status : &own, &text), "no answer to %s %s", method, path);
	if (*text)
		ck_assert_msg(hvac_value_parse(text, strlen(text), &value) == HVAC_OK, "%s %s: no JSON: %s", method, path, text);
	free(text);
	return keep_value(value);
}

static const hvac_value *ask_dev(const char *method, const char *path, const char *body)
{
	const hvac_value *answer;
	char *text;
	int status;

	answer = ask(server, server->token, method, path, body, &status);
	text = hvac_value_to_text(answer, NULL);
	ck_assert_msg(status == 200 || status == 204, "%s %s: %d %s", method, path, status, text);
	hvac_text_free(text);
	return answer;
}

const hvac_value *look(const char *path)
{
	return ask_dev("GET", path, NULL);
}

const hvac_value *look_list(const char *path)
{
	return ask_dev("LIST", path, NULL);
}

int look_status(const char *path)
{
	int status;

	ask(server, server->token, "GET", path, NULL, &status);
	return status;
}

const hvac_value *set_up(const char *method, const char *path, const char *body)
{
	return ask_dev(method, path, body);
}

void mount_kv_v2(hvac_client *who, const char *path)
{
	const char *configuration = format("%s/config", path);

	call_as(who, "sys", "enable_secrets_engine",
	        HVAC_ARGS(hvac_string("backend_type", "kv"), hvac_string("path", path), hvac_json("options", "{\"version\":\"2\"}")));
	for (int looks = 0; looks < SERVER_LOOKS; looks++) {
		if (hvac_read(who, configuration, NULL) == HVAC_OK)
			return;
		server_pause();
	}
	ck_abort_msg("%s is not of version 2", path);
}

const char *text_at(const hvac_value *value, const char *pointer)
{
	const char *text = hvac_value_string(hvac_value_at(value, pointer), NULL);

	ck_assert_msg(text, "no text at %s", pointer);
	return text;
}

int64_t number_at(const hvac_value *value, const char *pointer)
{
	int64_t number = 0;

	ck_assert_msg(hvac_value_integer(hvac_value_at(value, pointer), &number), "no integer at %s", pointer);
	return number;
}

bool truth_at(const hvac_value *value, const char *pointer)
{
	bool truth = false;

	ck_assert_msg(hvac_value_boolean(hvac_value_at(value, pointer), &truth), "no boolean at %s", pointer);
	return truth;
}

bool list_has(const hvac_value *list, const char *text)
{
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const char *item = hvac_value_string(hvac_value_item(list, i), NULL);

		if (item && !strcmp(item, text))
			return true;
	}
	return false;
}

const char *format(const char *pattern, ...)
{
	va_list list;
	char *text;
	int length;

	va_start(list, pattern);
	length = vasprintf(&text, pattern, list);
	va_end(list);
	ck_assert_int_ge(length, 0);
	return keep(text, free);
}
