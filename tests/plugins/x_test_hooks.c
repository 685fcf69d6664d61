/* SPDX-License-Identifier: MIT */
/* Engine secrets/x_test_hooks: small operations that between them use everything a hook may do. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("hooks")
#define AT "/{mount_point}/"

static int no_memory(struct hvac_task *task)
{
	return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
}

static hvac_status put(hvac_value *map, const char *name, hvac_value *value)
{
	return hvac_value_adopt_member(map, name, value);
}

/* Ends the task with a map of the hook's own. */
static int answer_with(struct hvac_task *task, hvac_value *map, hvac_status status)
{
	if (status == HVAC_OK)
		hvac_task_answer(task, map);
	hvac_value_free(map);
	return status == HVAC_OK ? HVAC_HOOK_DONE : no_memory(task);
}

/* show_arguments: sends nothing, answers with what the accessors give; what is not given is not there. */
static int show_arguments(struct hvac_task *task, void *state)
{
	hvac_value *map = hvac_value_new_map();
	const char *text = hvac_task_string(task, "text"), *period = hvac_task_string(task, "period");
	size_t length = 0;
	const char *bytes = hvac_task_bytes(task, "bytes", &length);
	int64_t integer;
	int truth;
	hvac_status status = map ? HVAC_OK : HVAC_NO_MEMORY;

	(void)state;
	if (status == HVAC_OK && text)
		status = put(map, "text", hvac_value_new_string(text));
	if (status == HVAC_OK && period)
		status = put(map, "period", hvac_value_new_string(period));
	if (status == HVAC_OK && bytes)
		status = put(map, "bytes", hvac_value_new_text(bytes, length));
	if (status == HVAC_OK && hvac_task_integer(task, "integer", &integer))
		status = put(map, "integer", hvac_value_new_integer(integer));
	if (status == HVAC_OK && hvac_task_boolean(task, "truth", &truth))
		status = put(map, "truth", hvac_value_new_boolean(truth));
	if (status == HVAC_OK && hvac_task_value(task, "map"))
		status = put(map, "map", hvac_value_copy(hvac_task_value(task, "map")));
	if (status == HVAC_OK && (hvac_task_value(task, "unknown") || hvac_task_string(task, "integer")))
		status = put(map, "wrong", hvac_value_new_boolean(true));
	return answer_with(task, map, status);
}

/* fill: adds a header, a member of the query and one of the body to what the row has filled. */
static int fill(struct hvac_task *task, void *state)
{
	hvac_value *body = hvac_request_body(task);

	(void)state;
	if (!body || put(body, "added", hvac_value_new_string("by the hook")) != HVAC_OK)
		return no_memory(task);
	hvac_request_header(task, "X-Hook", hvac_task_string(task, "header"));
	hvac_request_query(task, "b c", "d&e=f");
	return HVAC_HOOK_AGAIN;
}

/* send_raw: a body of bytes. */
static int send_raw(struct hvac_task *task, void *state)
{
	size_t length;
	const void *bytes = hvac_task_bytes(task, "bytes", &length);

	(void)state;
	hvac_request_raw(task, bytes, length);
	return HVAC_HOOK_AGAIN;
}

/* send_method: another request to the server. */
static int send_method(struct hvac_task *task, void *state)
{
	hvac_value *body;

	(void)state;
	hvac_request_method(task, HVAC_PUT, hvac_task_string(task, "path"));
	body = hvac_request_body(task);
	if (!body || put(body, "made", hvac_value_new_boolean(true)) != HVAC_OK)
		return no_memory(task);
	return HVAC_HOOK_AGAIN;
}

/* ask_outside: a request to another host, and then one of the row's with what that said. */
static int ask_outside(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, hvac_task_string(task, "url"), 250);
	hvac_request_header(task, "Metadata-Flavor", "Test");
	return HVAC_HOOK_AGAIN;
}

static int after_outside(struct hvac_task *task, void *state, const hvac_response *response)
{
	int *asked = state;
	size_t length;
	const char *identity;
	hvac_value *body;

	if ((*asked)++ || hvac_response_status(response) != HVAC_OK)
		return HVAC_HOOK_DONE;
	identity = hvac_response_body(response, &length);
	hvac_request_use(task, "store_identity");
	body = hvac_request_body(task);
	if (!body || put(body, "identity", hvac_value_new_text(identity, length)) != HVAC_OK)
		return no_memory(task);
	return HVAC_HOOK_AGAIN;
}

/* wait_until_done: asks again and again, with a pause between. */
static int wait_until_done(struct hvac_task *task, void *state, const hvac_response *response)
{
	int64_t pause = 0;
	bool is_done = false;

	(void)state;
	hvac_task_integer(task, "pause", &pause);
	hvac_value_boolean(hvac_value_at(hvac_response_json(response), "/data/done"), &is_done);
	if (is_done)
		return HVAC_HOOK_DONE;
	hvac_again_after(task, (unsigned)pause);
	return HVAC_HOOK_AGAIN;
}

/* take: reads a thing and deletes it; what was read is the answer. */
static int take(struct hvac_task *task, void *state, const hvac_response *response)
{
	int *steps = state;

	if ((*steps)++ || hvac_response_status(response) != HVAC_OK)
		return HVAC_HOOK_DONE;
	hvac_task_keep(task);
	hvac_request_use(task, "@delete");
	return HVAC_HOOK_AGAIN;
}

/* count_keys: a result of its own. */
static int count_keys(struct hvac_task *task, void *state, const hvac_response *response)
{
	hvac_value *map = hvac_value_new_map();

	(void)state;
	return answer_with(task, map, put(map, "count", hvac_value_new_integer((int64_t)hvac_value_count(hvac_response_value(response, "keys")))));
}

/* fail_before, fail_after */
static int fail_before(struct hvac_task *task, void *state)
{
	(void)state;
	return hvac_task_fail(task, HVAC_FORBIDDEN, "the %s is %d days old", "moon", 7);
}

static int fail_after(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	return hvac_task_fail(task, HVAC_PRECONDITION_FAILED, "the server says %d", hvac_response_http_status(response));
}

/* repeat: as many requests as it was told, one right after the other; each has its number in the body. */
static int repeat(struct hvac_task *task, void *state, const hvac_response *response)
{
	int64_t *sent = state, times = 0;
	hvac_value *body;

	(void)response;
	hvac_task_integer(task, "times", &times);
	if (++*sent >= times)
		return HVAC_HOOK_DONE;
	body = hvac_request_body(task);
	if (!body || put(body, "number", hvac_value_new_integer(*sent)) != HVAC_OK)
		return no_memory(task);
	return HVAC_HOOK_AGAIN;
}

/* count_answers: how often its prepare and its finish ran. */
struct counts {
	int prepared, finished;
};

static int count_prepared(struct hvac_task *task, void *state)
{
	struct counts *counts = state;
	char number[16];

	snprintf(number, sizeof number, "%d", ++counts->prepared);
	hvac_request_header(task, "X-Prepared", number);
	return HVAC_HOOK_AGAIN;
}

static int count_finished(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct counts *counts = state;
	hvac_value *map = hvac_value_new_map();
	hvac_status status = put(map, "prepared", hvac_value_new_integer(counts->prepared));

	if (status == HVAC_OK)
		status = put(map, "finished", hvac_value_new_integer(++counts->finished));
	if (status == HVAC_OK)
		status = put(map, "http_status", hvac_value_new_integer(hvac_response_http_status(response)));
	return answer_with(task, map, status);
}

/* show_chance: time and chance. */
static int show_chance(struct hvac_task *task, void *state)
{
	unsigned char bytes[4];
	char text[2 * sizeof bytes + 1];
	hvac_value *map;
	hvac_status status;

	(void)state;
	if (hvac_task_random(task, bytes, sizeof bytes) < 0)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "there is no chance");
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	map = hvac_value_new_map();
	status = put(map, "chance", hvac_value_new_string(text));
	if (status == HVAC_OK)
		status = put(map, "now", hvac_value_new_integer(hvac_task_now(task)));
	return answer_with(task, map, status);
}

/* show_memory: whether state and what is allocated are zeroed, and stay apart. */
static int show_memory(struct hvac_task *task, void *state)
{
	const size_t sizes[] = { 1, 7, 4096, 100000 };
	static const unsigned char zeroes[100000];
	hvac_value *map = hvac_value_new_map();
	bool zeroed = !memcmp(state, zeroes, 65536);
	unsigned char *blocks[4];

	for (int i = 0; i < 4; i++) {
		blocks[i] = hvac_task_alloc(task, sizes[i]);
		if (!blocks[i]) {
			hvac_value_free(map);
			return no_memory(task);
		}
		zeroed = zeroed && !memcmp(blocks[i], zeroes, sizes[i]);
		memset(blocks[i], i + 1, sizes[i]);
	}
	for (int i = 0; i < 4; i++)
		zeroed = zeroed && blocks[i][0] == i + 1 && blocks[i][sizes[i] - 1] == i + 1;
	memset(state, 0xff, 65536);
	return answer_with(task, map, put(map, "zeroed", hvac_value_new_boolean(zeroed)));
}

/* use: sends the row that it was told, or its own. */
static int use(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_header(task, "X-Dropped", "yes");
	hvac_request_use(task, hvac_task_string(task, "row"));
	return HVAC_HOOK_AGAIN;
}

/* give_nothing: as a hook does that did not look at what it was given. */
static int give_nothing(struct hvac_task *task, void *state)
{
	const char *what = hvac_task_string(task, "what");

	(void)state;
	if (!what)
		return no_memory(task);
	if (!strcmp(what, "path"))
		hvac_request_method(task, HVAC_PUT, NULL);
	else if (!strcmp(what, "URL"))
		hvac_request_external(task, HVAC_GET, NULL, 250);
	else if (!strcmp(what, "name of a header"))
		hvac_request_header(task, NULL, "nothing");
	else if (!strcmp(what, "value of a header"))
		hvac_request_header(task, "X-Nothing", NULL);
	else if (!strcmp(what, "name of a query"))
		hvac_request_query(task, NULL, "nothing");
	else if (!strcmp(what, "value of a query"))
		hvac_request_query(task, "nothing", NULL);
	else
		hvac_request_raw(task, NULL, 7);
	return HVAC_HOOK_AGAIN;
}

static int return_nonsense(struct hvac_task *task, void *state)
{
	(void)task, (void)state;
	return -1000;
}

#define THING HVAC_PATH("name", STRING, .dflt = "\"thing\"", .help = "Name of the thing")
static int ask_shape(struct hvac_task *task, void *state)
{
	const char *shape = hvac_task_string(task, "shape");

	(void)state;
	if (!shape)
		return no_memory(task);
	if (strcmp(shape, "unknown") == 0)
		hvac_request_use(task, "@ask");
	return HVAC_HOOK_AGAIN;
}

static int choose_shape(struct hvac_task *task, void *state, const hvac_response *response)
{
	*(int *)state = 1;
	/* whose defaults are then the task's, too */
	hvac_request_use(task, "store_defaults");
	return hvac_task_choose(task, "shape", hvac_response_string(response, "shape"));
}

static int prepare_round(struct hvac_task *task, void *state)
{
	const unsigned char *bytes = state;

	for (size_t i = 0; i < 64; i++)
		if (bytes[i])
			return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "the state is another row's");
	hvac_request_header(task, "X-Prepared", "round");
	return HVAC_HOOK_AGAIN;
}

static int finish_round(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	hvac_task_answer(task, hvac_response_value(response, "inner"));
	return HVAC_HOOK_DONE;
}

#define SHAPE HVAC_LOCAL("shape", STRING, .dflt = "\"unknown\"", .values = "unknown round square", .help = "Which row is meant")

static const struct hvac_operation operations[] = {
	{ .name = "show_arguments", .verb = HVAC_GET, .path = AT "arguments", .help = "Shows arguments", .prepare = show_arguments,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("text", STRING, .help = "Text"), HVAC_LOCAL("integer", INTEGER, .help = "Integer"),
	                  HVAC_LOCAL("truth", BOOLEAN, .help = "Truth"), HVAC_LOCAL("bytes", BYTES, .help = "Bytes"),
	                  HVAC_LOCAL("map", MAP, .help = "Map"), HVAC_LOCAL("period", DURATION, .help = "Period")) },
	{ .name = "show_defaults", .verb = HVAC_GET, .path = AT "arguments", .help = "Shows defaults", .prepare = show_arguments,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("text", STRING, .dflt = "\"default\"", .help = "Text"),
	                  HVAC_LOCAL("integer", INTEGER, .dflt = "42", .help = "Integer"), HVAC_LOCAL("truth", BOOLEAN, .dflt = "true", .help = "Truth"),
	                  HVAC_LOCAL("bytes", STRING, .dflt = "{text}", .help = "Another's"), HVAC_LOCAL("map", MAP, .dflt = "{\"a\":1}", .help = "Map")) },
	{ .name = "fill", .verb = HVAC_POST, .path = AT "fill", .help = "Fills a request", .prepare = fill,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("header", STRING, .dflt = "\"value\"", .help = "Value of the header"),
	                  HVAC_BODY("own", STRING, .help = "A member of the body"), HVAC_QUERY("a", STRING, .help = "A member of the query")) },
	{ .name = "send_raw", .verb = HVAC_POST, .path = AT "raw", .help = "Sends bytes", .prepare = send_raw,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("bytes", BYTES, .flags = HVAC_REQUIRED, .help = "Bytes")) },
	{ .name = "send_method", .verb = HVAC_GET, .path = AT "method", .help = "Sends another request", .prepare = send_method,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("path", STRING, .flags = HVAC_REQUIRED, .help = "Path below /v1"),
	                  HVAC_QUERY("dropped", STRING, .dflt = "\"yes\"", .help = "Dropped with the row's request")) },
	{ .name = "ask_outside", .verb = HVAC_POST, .path = AT "outside", .help = "Asks another host", .prepare = ask_outside, .finish = after_outside,
	  .state_size = sizeof(int),
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("url", STRING, .flags = HVAC_REQUIRED, .help = "Where"), HVAC_LOCAL("name", STRING, .help = "Name")) },
	{ .name = "store_identity", .verb = HVAC_POST, .path = AT "identity/{name}", .help = "Stores an identity", HVAC_PARAMETERS(MOUNT, THING) },
	{ .name = "store_defaults", .verb = HVAC_POST, .path = AT "defaults", .help = "Stores defaults",
	  HVAC_PARAMETERS(MOUNT, HVAC_BODY("a", STRING, .dflt = "\"a\"", .help = "One"), HVAC_BODY("b", STRING, .dflt = "\"b\"", .help = "Two"),
	                  HVAC_BODY("c", STRING, .dflt = "\"c\"", .help = "Three"), HVAC_BODY("d", STRING, .dflt = "\"d\"", .help = "Four")) },
	{ .name = "wait_until_done", .verb = HVAC_GET, .path = AT "job", .help = "Waits for a job", .finish = wait_until_done,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("pause", INTEGER, .dflt = "100", .help = "Milliseconds between two looks")) },
	{ .name = "take", .verb = HVAC_GET, .path = AT "thing/{name}", .help = "Reads and deletes", .finish = take, .state_size = sizeof(int),
	  HVAC_PARAMETERS(MOUNT, THING) },
	{ .name = "take", .verb = HVAC_DELETE, .path = AT "thing/{name}", .help = "Deletes what was read", .when = "@delete",
	  HVAC_PARAMETERS(MOUNT, THING) },
	{ .name = "count_keys", .verb = HVAC_LIST, .path = AT "keys", .help = "Counts keys", .finish = count_keys, HVAC_PARAMETERS(MOUNT) },
	{ .name = "fail_before", .verb = HVAC_GET, .path = AT "fail", .help = "Fails", .prepare = fail_before, HVAC_PARAMETERS(MOUNT) },
	{ .name = "fail_after", .verb = HVAC_GET, .path = AT "fail", .help = "Fails later", .finish = fail_after, HVAC_PARAMETERS(MOUNT) },
	{ .name = "repeat", .verb = HVAC_POST, .path = AT "repeat", .help = "Sends many requests", .finish = repeat, .state_size = sizeof(int64_t),
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("times", INTEGER, .flags = HVAC_REQUIRED, .help = "How many"),
	                  HVAC_LOCAL("keys", LIST, .help = "Each brings a request")) },
	{ .name = "count_answers", .verb = HVAC_GET, .path = AT "count", .help = "Counts calls of its hooks", .prepare = count_prepared,
	  .finish = count_finished, .state_size = sizeof(struct counts), .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "show_chance", .verb = HVAC_GET, .path = AT "chance", .help = "Shows time and chance", .prepare = show_chance, HVAC_PARAMETERS(MOUNT) },
	{ .name = "show_memory", .verb = HVAC_GET, .path = AT "memory", .help = "Looks at its memory", .prepare = show_memory, .state_size = 65536,
	  HVAC_PARAMETERS(MOUNT) },
	{ .name = "use", .verb = HVAC_GET, .path = AT "use", .help = "Sends another row", .prepare = use,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("row", STRING, .help = "Which one; its own by default"), HVAC_LOCAL("name", STRING, .help = "Name")) },
	{ .name = "draw", .verb = HVAC_GET, .path = AT "shape", .help = "Asks for the shape", .when = "@ask", .finish = choose_shape, HVAC_PARAMETERS(MOUNT) },
	{ .name = "draw", .verb = HVAC_POST, .path = AT "round/{name}", .help = "Draws a circle", .when = "shape=round", .prepare = prepare_round,
	  .finish = finish_round, .state_size = 64, HVAC_PARAMETERS(MOUNT, THING, SHAPE, HVAC_BODY("radius", INTEGER, .dflt = "1", .help = "Radius")) },
	{ .name = "draw", .verb = HVAC_PUT, .path = AT "square/{name}", .help = "Draws a square", .prepare = ask_shape, .state_size = sizeof(int),
	  HVAC_PARAMETERS(MOUNT, THING, SHAPE, HVAC_BODY("edge", INTEGER, .help = "Edge")) },
	{ .name = "give_nothing", .verb = HVAC_POST, .path = AT "nothing", .help = "Gives NULL", .prepare = give_nothing,
	  HVAC_PARAMETERS(MOUNT, HVAC_LOCAL("what", STRING, .flags = HVAC_REQUIRED, .help = "In whose place")) },
	{ .name = "return_nonsense", .verb = HVAC_GET, .path = AT "nonsense", .help = "Returns what it may not", .prepare = return_nonsense,
	  HVAC_PARAMETERS(MOUNT) },
};
HVAC_PLUGIN_OF(secrets, x_test_hooks, operations, .version = "1.0", .help = "For tests of what hooks may do");
