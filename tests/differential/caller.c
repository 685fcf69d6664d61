/* SPDX-License-Identifier: MIT */
/*
 * Makes one call for each line that it reads, and prints what was sent: each a JSON object. Nothing leaves the process.
 *
 *     {"way":"call","engine":"secrets/kv_v2","operation":"read_secret","arguments":[["path","string","6170702f6462"]]}
 *     {"status":"OK","message":"","requests":[{"method":"GET","base":"...","path":"...","query":"","headers":"...","body":null}]}
 *
 *     {"way":"path","method":"GET","path":"736563726574","query":{"a":"b"},"data":null}
 *     {"way":"path_dry", ...}: prints as a call does
 *     {"way":"json","text":"5b315d"}
 *     {"status":"OK","text":"5b315d","pretty":"5b0a2020310a5d"}
 *
 * Ways of a call are call, task, queue, dry, redacted (a dry run without secrets) and login (twice); with a member "typed" the
 * generated calls make it. A member "options" says how its client differs. Texts are in hexadecimal, so that there can be any byte in them; numbers are text as C reads it, so that the library's own
 * reading of JSON has no part in them.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "caller.h"
#include "canned.h"

#define ARGUMENTS_MAX 512
/* Of the test itself; a library that is out of order shows in what is printed. */
#define NEED(condition, ...) do { if (!(condition)) errx(EXIT_FAILURE, __VA_ARGS__); } while (0)

struct text {
	char *start;
	size_t length;
};

/* The arguments of a line and the texts that they point to. */
struct arguments {
	hvac_argument list[ARGUMENTS_MAX + 1];
	struct text texts[ARGUMENTS_MAX];
	size_t count;
};

static hvac_value *must(hvac_value *value)
{
	NEED(value, "memory ran out");
	return value;
}

static const char *text_of(const hvac_value *value)
{
	const char *text = hvac_value_string(value, NULL);

	NEED(text, "a line lacks a text");
	return text;
}

static void put(hvac_value *map, const char *name, hvac_value *value)
{
	NEED(hvac_value_adopt_member(map, name, value) == HVAC_OK, "memory ran out");
}

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct text unhex(const char *hex)
{
	struct text text = { malloc(strlen(hex) / 2 + 1), 0 };

	NEED(text.start, "memory ran out");
	for (; *hex; hex += 2)
		text.start[text.length++] = (char)(digit(hex[0]) << 4 | digit(hex[1]));
	text.start[text.length] = '\0';
	return text;
}

static hvac_value *hex(const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;
	char *text = malloc(2 * length + 1);
	hvac_value *value;

	NEED(text, "memory ran out");
	for (size_t i = 0; i < length; i++) {
		text[2 * i] = digits[from[i] >> 4];
		text[2 * i + 1] = digits[from[i] & 15];
	}
	value = hvac_value_new_text(text, 2 * length);
	free(text);
	return must(value);
}

static int64_t give(void *context, char *buffer, size_t size)
{
	const struct text *text = context;

	if (text->length <= size)
		memcpy(buffer, text->start, text->length);
	return (int64_t)text->length;
}

static hvac_argument argument_of(const char *name, const char *kind, const hvac_value *content, struct text *text)
{
	const char *given = hvac_value_string(content, NULL);
	bool truth;

	if (!strcmp(kind, "null"))
		return hvac_null(name);
	if (!strcmp(kind, "value"))
		return hvac_value_argument(name, content);
	if (hvac_value_boolean(content, &truth))
		return hvac_boolean(name, truth);
	NEED(given, "%s has no text", name);
	if (!strcmp(kind, "integer"))
		return hvac_integer(name, strtoll(given, NULL, 10));
	if (!strcmp(kind, "number"))
		return hvac_number(name, strtod(given, NULL));
	*text = unhex(given);
	if (!strcmp(kind, "string"))
		return hvac_string(name, text->start);
	if (!strcmp(kind, "text"))
		return hvac_text(name, text->start, text->length);
	if (!strcmp(kind, "bytes"))
		return hvac_bytes(name, text->start, text->length);
	if (!strcmp(kind, "json"))
		return hvac_json(name, text->start);
	if (!strcmp(kind, "typed"))
		return hvac_typed(name, text->start);
	if (!strcmp(kind, "file"))
		return hvac_file(name, text->start);
	NEED(!strcmp(kind, "source"), "%s is no kind", kind);
	return hvac_source(name, give, text);
}

static void read_arguments(struct arguments *arguments, const hvac_value *list)
{
	memset(arguments, 0, sizeof *arguments);
	arguments->count = hvac_value_count(list);
	NEED(arguments->count <= ARGUMENTS_MAX, "too many arguments");
	for (size_t i = 0; i < arguments->count; i++) {
		const hvac_value *item = hvac_value_item(list, i);

		arguments->list[i] = argument_of(text_of(hvac_value_item(item, 0)), text_of(hvac_value_item(item, 1)), hvac_value_item(item, 2),
		                                 &arguments->texts[i]);
	}
}

static void free_arguments(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->texts[i].start);
}

static const hvac_argument *given(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = caller->arguments;

	while (argument->kind != HVAC_ARGUMENT_END && strcmp(argument->name, name) != 0)
		argument++;
	return argument->kind == HVAC_ARGUMENT_END ? NULL : argument;
}

const char *given_text(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	return argument ? argument->content.text.start : NULL;
}

hvac_optional_integer given_integer(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	return argument ? HVAC_I(argument->content.integer) : (hvac_optional_integer){ 0 };
}

hvac_optional_boolean given_boolean(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	return argument ? HVAC_BOOL(argument->content.boolean) : (hvac_optional_boolean){ 0 };
}

hvac_optional_number given_number(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	return argument ? HVAC_N(argument->content.number) : (hvac_optional_number){ 0 };
}

hvac_optional_bytes given_bytes(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	if (argument && argument->kind == HVAC_ARGUMENT_STRING)
		return HVAC_S(argument->content.text.start);
	return argument ? HVAC_B(argument->content.text.start, argument->content.text.length) : (hvac_optional_bytes){ 0 };
}

hvac_optional_value given_value(const struct caller *caller, const char *name)
{
	const hvac_argument *argument = given(caller, name);

	if (argument && argument->kind == HVAC_ARGUMENT_TYPED)
		return HVAC_J(argument->content.text.start);
	return argument ? HVAC_V(argument->content.value) : (hvac_optional_value){ 0 };
}

/* Makes the call, or the task where a task is wanted. */
static void begin(const struct caller *caller, const char *engine, const char *operation, bool is_typed)
{
	const struct typed *typed = typed_calls;

	while (is_typed && typed->engine && (strcmp(typed->engine, engine) != 0 || strcmp(typed->operation, operation) != 0))
		typed++;
	NEED(typed->engine, "%s %s has no typed call", engine, operation);
	if (is_typed)
		typed->call(caller);
	else if (caller->task)
		hvac_task_new(caller->client, engine, operation, caller->arguments, NULL, caller->task);
	else
		hvac_call(caller->client, engine, operation, caller->arguments, caller->response);
	NEED(!caller->task || *caller->task, "%s %s gives no task", engine, operation);
}

static void keep(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_response **)context = response;
}

static hvac_response *run_in_queue(hvac_client *client, hvac_task *task)
{
	hvac_response *response = NULL;
	hvac_queue *queue;

	NEED(hvac_queue_new(client, &queue) == HVAC_OK, "there is no queue");
	NEED(hvac_queue_submit(queue, task, keep, &response) == HVAC_OK, "the queue refuses a task");
	while (hvac_queue_pending(queue))
		NEED(hvac_queue_run(queue, -1) == HVAC_OK, "the queue does not run");
	hvac_queue_free(queue);
	return response;
}

static hvac_response *run_dry(hvac_task *task, bool redact, hvac_value *result)
{
	hvac_value *requests = NULL;
	hvac_response *response;

	if (hvac_task_dry_run(task, redact, &requests) == HVAC_OK)
		put(result, "requests", requests);
	response = hvac_task_take(task);
	/* what hooks make of answers that never came is not looked at */
	put(result, "status", hvac_value_new_string(requests ? "OK" : hvac_status_name(hvac_response_status(response))));
	return response;
}

/* Logs in, is told that the token is dead, and logs in by itself with what was kept of the first time: the last request but one. */
static hvac_response *log_in_twice(const struct caller *caller, struct canned *canned, const char *engine, const char *operation)
{
	hvac_response *response;

	canned_answer(canned, 200, NULL, "{\"auth\":{\"client_token\":\"s.first\",\"lease_duration\":3600}}");
	canned_answer(canned, 403, NULL, "{\"errors\":[\"permission denied\"]}");
	canned_answer(canned, 403, NULL, "{\"errors\":[\"permission denied\"]}");
	canned_answer(canned, 200, NULL, "{\"auth\":{\"client_token\":\"s.second\",\"lease_duration\":3600}}");
	if (hvac_login(caller->client, engine, operation, caller->arguments, &response) != HVAC_OK)
		return response;
	hvac_response_free(response);
	hvac_read(caller->client, "differential", &response);
	return response;
}

static hvac_response *make_call(struct caller *caller, struct canned *canned, const hvac_value *asked, hvac_value *result)
{
	const char *way = text_of(hvac_value_member(asked, "way")), *engine = text_of(hvac_value_member(asked, "engine"));
	const char *operation = text_of(hvac_value_member(asked, "operation"));
	bool is_typed = hvac_value_kind(hvac_value_member(asked, "typed")) != HVAC_KIND_ABSENT;
	hvac_response *response = NULL;
	hvac_task *task = NULL;

	if (!strcmp(way, "login"))
		return log_in_twice(caller, canned, engine, operation);
	if (!strcmp(way, "call"))
		caller->response = &response;
	else
		caller->task = &task;
	begin(caller, engine, operation, is_typed);
	if (!strcmp(way, "queue"))
		return run_in_queue(caller->client, task);
	if (!strcmp(way, "dry") || !strcmp(way, "redacted")) {
		response = run_dry(task, !strcmp(way, "redacted"), result);
	} else if (task) {
		NEED(!strcmp(way, "task"), "%s is no way", way);
		hvac_task_run(task);
		response = hvac_task_take(task);
	}
	hvac_task_free(task);
	return response;
}

static hvac_value *request_of(const struct asked *asked)
{
	hvac_value *map = must(hvac_value_new_map());

	put(map, "method", hvac_value_new_string(asked->method));
	put(map, "base", hvac_value_new_string(asked->external ? asked->base : ""));
	put(map, "path", hvac_value_new_string(asked->path));
	put(map, "query", hvac_value_new_string(asked->query));
	put(map, "headers", hex(asked->headers, strlen(asked->headers)));
	put(map, "connect_ms", hvac_value_new_integer(asked->connect_ms));
	put(map, "body", asked->body ? hex(asked->body, asked->body_length) : hvac_value_new_null());
	return map;
}

static void put_result(hvac_value *result, struct canned *canned, const hvac_response *response)
{
	hvac_value *requests;

	put(result, "message", hex(hvac_response_message(response), strlen(hvac_response_message(response))));
	if (hvac_value_member(result, "status"))
		return;
	put(result, "status", hvac_value_new_string(hvac_status_name(hvac_response_status(response))));
	requests = must(hvac_value_new_list());
	for (size_t i = 0; i < canned_count(canned); i++)
		NEED(hvac_value_adopt_item(requests, request_of(canned_asked(canned, i))) == HVAC_OK, "memory ran out");
	put(result, "requests", requests);
}

static void print(const hvac_value *value)
{
	char *text = hvac_value_to_text(value, NULL);

	NEED(text, "memory ran out");
	puts(text);
	hvac_text_free(text);
}

static bool set_option(const char *name, const hvac_value *value, void *context)
{
	hvac_client **client = context, *before = *client;
	struct text text = unhex(text_of(value));

	NEED(hvac_client_derive(before, client, name, text.start, NULL) != HVAC_NO_MEMORY, "memory ran out");
	hvac_client_free(before);
	free(text.start);
	return true;
}

static const hvac_value *not_null(const hvac_value *value)
{
	return hvac_value_kind(value) == HVAC_KIND_NULL ? NULL : value;
}

/* A plain path. */
static void run_path(const hvac_value *asked, bool dry, hvac_value *result)
{
	struct text path = unhex(text_of(hvac_value_member(asked, "path")));
	const char *method = text_of(hvac_value_member(asked, "method"));
	const hvac_value *query = not_null(hvac_value_member(asked, "query")), *data = not_null(hvac_value_member(asked, "data"));
	struct canned *canned = canned_new();
	hvac_response *response;
	hvac_task *task;

	if (dry) {
		hvac_task_new_path(canned_client(canned), method, path.start, query, data, &task);
		NEED(task, "%s gives no task", method);
		response = run_dry(task, false, result);
		hvac_task_free(task);
	} else {
		hvac_request_path(canned_client(canned), method, path.start, query, data, &response);
	}
	put_result(result, canned, response);
	hvac_response_free(response);
	free(path.start);
	canned_free(canned);
}

static void run_call(const hvac_value *asked, hvac_value *result)
{
	static struct arguments arguments;
	struct canned *canned = canned_new();
	struct caller caller = { .arguments = arguments.list };
	hvac_response *response;

	NEED(hvac_client_derive(canned_client(canned), &caller.client, NULL) == HVAC_OK, "there is no client");
	hvac_value_each(hvac_value_member(asked, "options"), set_option, &caller.client);
	read_arguments(&arguments, hvac_value_member(asked, "arguments"));
	response = make_call(&caller, canned, asked, result);
	put_result(result, canned, response);
	hvac_response_free(response);
	free_arguments(&arguments);
	hvac_client_free(caller.client);
	canned_free(canned);
}

static void put_written(hvac_value *result, const char *name, char *text, size_t length)
{
	NEED(text, "memory ran out");
	put(result, name, hex(text, length));
	hvac_text_free(text);
}

/* A text of JSON there and back. */
static void run_json(const hvac_value *asked, hvac_value *result)
{
	struct text text = unhex(text_of(hvac_value_member(asked, "text")));
	hvac_value *value, *again;
	hvac_status status = hvac_value_parse(text.start, text.length, &value);
	char *written;
	size_t length;

	put(result, "status", hvac_value_new_string(hvac_status_name(status)));
	if (status == HVAC_OK) {
		written = hvac_value_to_text(value, &length);
		NEED(hvac_value_parse(written, length, &again) == HVAC_OK && hvac_value_equal(value, again), "%s differs when it is read again", written);
		hvac_value_free(again);
		put_written(result, "text", written, length);
		written = hvac_value_to_pretty_text(value, &length);
		put_written(result, "pretty", written, length);
	}
	hvac_value_free(value);
	free(text.start);
}

static void run_line(const char *line, size_t length)
{
	hvac_value *asked, *result = must(hvac_value_new_map());
	const char *way;

	NEED(hvac_value_parse(line, length, &asked) == HVAC_OK, "not a line of JSON: %s", line);
	way = text_of(hvac_value_member(asked, "way"));
	if (!strcmp(way, "json"))
		run_json(asked, result);
	else if (!strncmp(way, "path", 4))
		run_path(asked, way[4], result);
	else
		run_call(asked, result);
	print(result);
	hvac_value_free(result);
	hvac_value_free(asked);
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	/* the line at which it ends is known */
	setvbuf(stdout, NULL, _IOLBF, 0);
	while ((length = getline(&line, &size, stdin)) > 0)
		run_line(line, (size_t)length);
	free(line);
	return ferror(stdin) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
