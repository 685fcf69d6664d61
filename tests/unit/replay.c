/* SPDX-License-Identifier: MIT */
/* Recording what passes, and answering from the recording: a test without a server. */
/* Inline functions of the C library would stand in the way of ours. */
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hvac/call.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include <hvac/queue.h>
#include "server.h"
#include "suite.h"

/* How often somebody has begun to wait without a limit, which is at a tape what the C library's function is for. */
static sem_t waits;

int poll(struct pollfd *list, nfds_t count, int timeout_ms)
{
	int (*real)(struct pollfd *, nfds_t, int) = (int (*)(struct pollfd *, nfds_t, int))(uintptr_t)dlsym(RTLD_NEXT, "poll");

	if (timeout_ms < 0)
		sem_post(&waits);
	return real(list, count, timeout_ms);
}

/* Who records waits inside until told to go on, once, when it shall. */
static atomic_bool shall_wait;
static sem_t inside, go_on;

int ftruncate(int descriptor, off_t length)
{
	int (*real)(int, off_t) = (int (*)(int, off_t))(uintptr_t)dlsym(RTLD_NEXT, "ftruncate");

	if (atomic_exchange(&shall_wait, false)) {
		sem_post(&inside);
		sem_wait(&go_on);
	}
	return real(descriptor, length);
}

/* Blocks until the queue does, too. */
static int block(struct hvac_task *task, void *state)
{
	(void)task;
	(void)state;
	sem_wait(&waits);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "block", .verb = HVAC_GET, .path = "/secret/a", .help = "Blocks before it asks", .flags = HVAC_IDEMPOTENT | HVAC_MAY_BLOCK, .prepare = block },
	{ .name = "down", .verb = HVAC_GET, .path = "/down", .help = "Gives a stream", .flags = HVAC_RAW | HVAC_STREAM_OUT },
	{ .name = "by_key", .verb = HVAC_GET, .path = "/key/{key}", .help = "Reads by a secret",
	  HVAC_PARAMETERS(HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "key")) },
	{ .name = "raw", .verb = HVAC_GET, .path = "/raw", .help = "Gives bytes", .flags = HVAC_RAW },
	{ .name = "change", .verb = HVAC_POST, .path = "/change", .help = "Takes a stream and gives another", .flags = HVAC_RAW | HVAC_STREAM_IN | HVAC_STREAM_OUT,
	  HVAC_PARAMETERS(HVAC_RAW_BODY("bytes", .flags = HVAC_REQUIRED, .help = "What goes up")) },
};
HVAC_PLUGIN_OF(secrets, x_test_replay, operations, .version = "1", .help = "For tests");

static char tape[] = "/tmp/hvac-tape-XXXXXX";

static void new_tape(const char *content)
{
	int descriptor = mkstemp(tape);
	char *error;

	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(write(descriptor, content, strlen(content)), (ssize_t)strlen(content));
	close(descriptor);
	if (hvac_plugin_register(&hvac1_secrets_x_test_replay, &error) != HVAC_OK)
		hvac_text_free(error);
}

static hvac_client *client_with(hvac_adapter *adapter, const char *address)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_set(config, "address", address);
	hvac_config_set(config, "token", "hunter2token");
	hvac_config_set(config, "headers", "{\"Authorization\":\"hunter2\"}");
	hvac_config_set(config, "max_retries", "0");
	hvac_config_adapter(config, adapter);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static char *tape_text(void)
{
	static char text[65536];
	FILE *file = fopen(tape, "r");

	ck_assert_ptr_nonnull(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void assert_read(hvac_client *client, const char *path, hvac_status status, const char *user)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_read(client, path, &response), status);
	if (user)
		ck_assert_str_eq(hvac_response_string(response, "user"), user);
	hvac_response_free(response);
}

static void assert_read_fails(hvac_client *client, const char *path, const char *words)
{
	hvac_response *response;

	ck_assert_int_ne(hvac_read(client, path, &response), HVAC_OK);
	ck_assert_msg(strstr(hvac_response_message(response), words), "%s", hvac_response_message(response));
	hvac_response_free(response);
}

#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Odd: a: b\r\n"
static const struct server_reply replies[] = {
	{ .text = JSON_HEAD "Content-Length: 25\r\n\r\n{\"data\":{\"user\":\"first\"}}" },
	{ .text = "HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\n\r\n{\"errors\":[]}" },
	{ .text = "HTTP/1.1 204 No Content\r\n\r\n" },
	{ .text = JSON_HEAD "Content-Length: 26\r\n\r\n{\"data\":{\"user\":\"second\"}}" },
	{ .text = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", .body = "\x00\xff{\"\r\n", .body_length = 6 },
};

static void talk(hvac_client *client)
{
	hvac_value *data = hvac_value_new_map(), *query = hvac_value_new_map();
	hvac_response *response;
	size_t length;

	hvac_value_adopt_member(data, "n", hvac_value_new_integer(INT64_MAX));
	hvac_value_adopt_member(query, "q", hvac_value_new_string("a b"));
	assert_read(client, "secret/a", HVAC_OK, "first");
	assert_read(client, "secret/b", HVAC_INVALID_PATH, NULL);
	ck_assert_int_eq(hvac_request_path(client, "POST", "secret/c", query, data, &response), HVAC_OK);
	ck_assert_int_eq(hvac_response_http_status(response), 204);
	hvac_response_free(response);
	assert_read(client, "secret/a", HVAC_OK, "second");
	ck_assert_int_eq(hvac_call(client, "secrets/x_test_replay", "raw", NULL, &response), HVAC_OK);
	ck_assert_mem_eq(hvac_response_body(response, &length), "\x00\xff{\"\r\n", 6);
	ck_assert_uint_eq(length, 6);
	hvac_response_free(response);
	hvac_value_free(data);
	hvac_value_free(query);
}

static void record(void)
{
	struct server server;
	hvac_client *client;

	server_start(&server, replies, 5);
	client = client_with(hvac_record_new(tape), server.address);
	talk(client);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
}

START_TEST(what_was_recorded_is_replayed_without_a_server)
{
	hvac_client *client;

	new_tape("");
	record();
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	talk(client);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

static void assert_repeated(hvac_client *client)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_read(client, "secret/a", &response), HVAC_OK);
	ck_assert_str_eq(hvac_response_header(response, "x-warning"), "one");
	ck_assert_str_eq(hvac_value_string(hvac_value_member(hvac_response_headers(response), "X-Warning"), NULL), "one, two, three, four");
	ck_assert_str_eq(hvac_response_header(response, "x-other"), "five");
	hvac_response_free(response);
	hvac_client_free(client);
}

START_TEST(a_header_that_came_several_times_is_replayed_so)
{
	static const struct server_reply reply[] = {
		{ .text = "HTTP/1.1 200 OK\r\nX-Warning: one\r\nX-Other: five\r\nX-Warning: two\r\nX-Warning: three\r\nx-warning: four\r\nContent-Length: 11\r\n\r\n{\"data\":{}}" },
	};
	struct server server;

	new_tape("");
	server_start(&server, reply, 1);
	assert_repeated(client_with(hvac_record_new(tape), server.address));
	server_stop(&server);
	server_free(&server);
	assert_repeated(client_with(hvac_replay_new(tape), "https://elsewhere:1"));
	unlink(tape);
}
END_TEST

START_TEST(a_recording_has_no_token_and_no_header_of_a_request)
{
	new_tape("");
	record();
	ck_assert_ptr_null(strstr(tape_text(), "hunter2"));
	unlink(tape);
}
END_TEST

START_TEST(a_recording_is_readable_by_its_owner_alone)
{
	struct stat about;

	new_tape("");
	unlink(tape);
	record();
	ck_assert_int_eq(stat(tape, &about), 0);
	ck_assert_uint_eq(about.st_mode & 0777, 0600);
	unlink(tape);
}
END_TEST

START_TEST(a_recording_over_an_old_file_is_readable_by_its_owner_alone)
{
	struct stat about;

	new_tape("old");
	ck_assert_int_eq(chmod(tape, 0644), 0);
	record();
	ck_assert_int_eq(stat(tape, &about), 0);
	ck_assert_uint_eq(about.st_mode & 0777, 0600);
	unlink(tape);
}
END_TEST

START_TEST(each_recorded_answer_is_used_once)
{
	hvac_client *client;
	hvac_response *response;

	new_tape("{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/a\"},\"response\":{\"status\":200,"
	         "\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"data\":{\"user\":\"u\"}}}}]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	assert_read(client, "a", HVAC_OK, "u");
	ck_assert_int_eq(hvac_read(client, "a", &response), HVAC_MALFORMED_ANSWER);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "/v1/a"));
	hvac_response_free(response);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(method_path_query_and_body_all_count)
{
	static const char content[] = "{\"exchanges\":[{\"request\":{\"method\":\"POST\",\"url\":\"/v1/a?x=1\",\"body\":{\"p\":1,\"q\":[2]}},\"response\":{\"status\":204}}]}";
	hvac_value *data, *other, *query = hvac_value_new_map();
	hvac_client *client;

	new_tape(content);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	hvac_value_adopt_member(query, "x", hvac_value_new_string("1"));
	hvac_value_parse("{\"q\":[2],\"p\":1}", 15, &data);
	hvac_value_parse("{\"q\":[2],\"p\":2}", 15, &other);
	ck_assert_int_eq(hvac_request_path(client, "POST", "a", query, other, NULL), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(hvac_request_path(client, "POST", "a", NULL, data, NULL), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(hvac_request_path(client, "PUT", "a", query, data, NULL), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(hvac_request_path(client, "POST", "b", query, data, NULL), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(hvac_request_path(client, "POST", "a", query, NULL, NULL), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(hvac_request_path(client, "POST", "a", query, data, NULL), HVAC_OK);
	hvac_client_free(client);
	hvac_value_free(data);
	hvac_value_free(other);
	hvac_value_free(query);
	unlink(tape);
}
END_TEST

START_TEST(what_is_not_on_the_tape_is_named_without_its_secrets)
{
	hvac_client *client;
	hvac_response *response;
	const char *message;

	new_tape("{\"exchanges\":[]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(hvac_call(client, "secrets/x_test_replay", "by_key", HVAC_ARGS(hvac_string("key", "hunter2")), &response), HVAC_MALFORMED_ANSWER);
	message = hvac_response_message(response);
	ck_assert_msg(strstr(message, "GET https://elsewhere:1/v1/key/***") && !strstr(message, "hunter2"), "%s", message);
	hvac_response_free(response);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_tape_by_hand_may_leave_almost_everything_out)
{
	hvac_client *client;
	hvac_response *response;

	new_tape("{\"exchanges\":[{},{\"request\":{}},7,null,{\"request\":{\"method\":\"GET\",\"url\":\"/v1/a\"},\"response\":{\"headers\":{\"X\":\"y\",\"Z\":1},\"data\":\"e30=\"}}]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(hvac_read(client, "a", &response), HVAC_OK);
	ck_assert_int_eq(hvac_response_http_status(response), 200);
	ck_assert_str_eq(hvac_response_header(response, "x"), "y");
	hvac_response_free(response);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_body_of_json_by_hand_needs_no_content_type)
{
	hvac_client *client;

	new_tape("{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/a\"},\"response\":{\"body\":{\"data\":{\"user\":\"u\"}}}}]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	assert_read(client, "a", HVAC_OK, "u");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_tape_whose_answer_is_no_base64_is_not_a_lack_of_memory)
{
	hvac_client *client;

	new_tape("{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/a\"},\"response\":{\"data\":\"not base64\"}}]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(hvac_read(client, "a", NULL), HVAC_MALFORMED_ANSWER);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

static void assert_config_error(hvac_adapter *adapter, const char *named)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_adapter(config, adapter);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(client);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), named));
	hvac_config_free(config);
}

START_TEST(a_status_by_hand_is_one_of_http)
{
#define ANSWERED(status) "{\"request\":{\"method\":\"GET\",\"url\":\"/v1/a\"},\"response\":{\"status\":" status "}}"
	hvac_response *response;
	hvac_client *client;

	new_tape("{\"exchanges\":[" ANSWERED("-1") "," ANSWERED("0") "," ANSWERED("99") "," ANSWERED("1000") "," ANSWERED("4294967496") "]}");
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	for (int i = 0; i < 5; i++) {
		ck_assert_int_eq(hvac_read(client, "a", &response), HVAC_MALFORMED_ANSWER);
		ck_assert_int_eq(hvac_response_http_status(response), 0);
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "the recorded status"));
		hvac_response_free(response);
	}
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_tape_that_cannot_be_used_is_an_error_of_the_client)
{
	static const char *const contents[] = { "", "{", "[]", "{}", "{\"exchanges\":{}}", "null" };

	for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
		strcpy(tape, "/tmp/hvac-tape-XXXXXX");
		new_tape(contents[i]);
		assert_config_error(hvac_replay_new(tape), tape);
		unlink(tape);
	}
	assert_config_error(hvac_replay_new("/nonexistent/tape"), "/nonexistent/tape");
	assert_config_error(hvac_record_new("/nonexistent/tape"), "/nonexistent/tape");
}
END_TEST

START_TEST(what_is_no_file_is_not_recorded_into_and_left_as_it_is)
{
	struct stat about;
	int reader;

	new_tape("");
	unlink(tape);
	ck_assert_int_eq(mkfifo(tape, 0622), 0);
	ck_assert_int_eq(chmod(tape, 0622), 0);
	reader = open(tape, O_RDONLY | O_NONBLOCK);
	ck_assert_int_ge(reader, 0);
	assert_config_error(hvac_record_new(tape), "no regular file");
	ck_assert_int_eq(stat(tape, &about), 0);
	ck_assert_uint_eq(about.st_mode & 0777, 0622);
	close(reader);
	/* nobody reads it any more: it is not waited for */
	assert_config_error(hvac_record_new(tape), tape);
	unlink(tape);
}
END_TEST

START_TEST(an_adapter_that_was_never_used_is_freed_with_its_config)
{
	hvac_config *config = hvac_config_new();

	new_tape("{\"exchanges\":[]}");
	hvac_config_adapter(config, hvac_replay_new(tape));
	hvac_config_adapter(config, hvac_replay_new(tape));
	hvac_config_free(config);
	hvac_config_adapter(NULL, hvac_record_new(tape));
	unlink(tape);
}
END_TEST

START_TEST(a_derived_client_cannot_have_another_way_to_connect_than_its_recorder)
{
	static const char *const options[][2] = {
		{ "skip_verify", "false" }, { "verify", "true" }, { "ca_cert", "/nonexistent" }, { "client_cert", NULL }, { "tls_server_name", "other" },
		{ "http_proxy", "http://127.0.0.1:1" }, { "no_proxy", "*" }, { "srv_lookup", "true" },
	};
	hvac_client *client, *derived;

	new_tape("");
	client = client_with(hvac_record_new(tape), "https://127.0.0.1:1");
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		ck_assert_int_eq(hvac_client_derive(client, &derived, options[i][0], options[i][1], NULL), HVAC_CONFIG_ERROR);
		ck_assert_msg(strstr(hvac_client_error(derived), options[i][0]), "%s", hvac_client_error(derived));
		hvac_client_free(derived);
	}
	ck_assert_int_eq(hvac_client_derive(client, &derived, "address", "https://127.0.0.1:2", "rate_limit", "5", NULL), HVAC_OK);
	hvac_client_free(derived);
	hvac_client_free(client);
	/* a tape connects to nothing */
	client = client_with(hvac_replay_new(tape), "https://127.0.0.1:1");
	ck_assert_int_eq(hvac_client_derive(client, &derived, "skip_verify", "true", NULL), HVAC_OK);
	hvac_client_free(derived);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

struct sink {
	char bytes[64];
	size_t length, pauses;
	bool given;                     /* what goes up */
	int64_t progress;
	hvac_task *task;
};

static ssize_t take(void *context, const void *bytes, size_t size)
{
	struct sink *sink = context;

	if (sink->pauses) {
		sink->pauses--;
		hvac_task_resume(sink->task);
		return HVAC_STREAM_PAUSE;
	}
	if (size > sizeof sink->bytes - sink->length - 1)
		return -1;
	memcpy(sink->bytes + sink->length, bytes, size);
	sink->length += size;
	return 0;
}

static hvac_status stream_into(hvac_client *client, struct sink *sink)
{
	hvac_stream stream = { .context = sink, .sink = take, .source_length = -1 };
	hvac_status status;

	hvac_task_new(client, "secrets/x_test_replay", "down", NULL, &stream, &sink->task);
	status = hvac_task_run(sink->task);
	hvac_task_free(sink->task);
	return status;
}

static const char streamed[] = "{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/down\"},\"response\":{\"status\":200,\"data\":\"YWJj\"}}]}";

START_TEST(a_sink_is_fed_from_a_tape)
{
	struct sink sink = { .length = 0 };
	hvac_client *client;

	new_tape(streamed);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(stream_into(client, &sink), HVAC_OK);
	ck_assert_str_eq(sink.bytes, "abc");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_sink_may_pause_at_a_tape_too)
{
	struct sink sink = { .pauses = 1 };
	hvac_client *client;

	new_tape(streamed);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(stream_into(client, &sink), HVAC_OK);
	ck_assert_str_eq(sink.bytes, "abc");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_sink_that_gives_up_at_a_tape_fails_its_call)
{
	struct sink sink = { .length = sizeof sink.bytes - 1 };
	hvac_client *client;

	new_tape(streamed);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(stream_into(client, &sink), HVAC_STREAM_ERROR);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_streamed_answer_is_recorded_too)
{
	static const struct server_reply reply[] = { { .text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc" } };
	struct sink sink = { .length = 0 }, again = { .length = 0 };
	struct server server;
	hvac_client *client;

	new_tape("");
	server_start(&server, reply, 1);
	client = client_with(hvac_record_new(tape), server.address);
	ck_assert_int_eq(stream_into(client, &sink), HVAC_OK);
	ck_assert_str_eq(sink.bytes, "abc");
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	ck_assert_int_eq(stream_into(client, &again), HVAC_OK);
	ck_assert_str_eq(again.bytes, "abc");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

static ssize_t give(void *context, void *buffer, size_t size)
{
	struct sink *sink = context;

	if (sink->given || size < 3)
		return 0;
	sink->given = true;
	memcpy(buffer, "cba", 3);
	return 3;
}

static void note_progress(void *context, int64_t bytes, int64_t total)
{
	struct sink *sink = context;

	sink->progress = bytes;
	ck_assert(total <= 3);
}

START_TEST(streams_of_both_ways_are_recorded_and_may_pause)
{
	static const struct server_reply reply[] = { { .text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc" } };
	struct sink sink = { .pauses = 2 };
	hvac_stream stream = { .context = &sink, .source = give, .source_length = 3, .sink = take, .progress = note_progress };
	struct server server;
	hvac_client *client;

	new_tape("");
	server_start(&server, reply, 1);
	client = client_with(hvac_record_new(tape), server.address);
	hvac_task_new(client, "secrets/x_test_replay", "change", NULL, &stream, &sink.task);
	ck_assert_int_eq(hvac_task_run(sink.task), HVAC_OK);
	hvac_task_free(sink.task);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_str_eq(server.bodies[0], "cba");
	server_free(&server);
	ck_assert_str_eq(sink.bytes, "abc");
	ck_assert_uint_eq(sink.pauses, 0);
	ck_assert_int_eq(sink.progress, 3);
	ck_assert_ptr_nonnull(strstr(tape_text(), "YWJj"));
	unlink(tape);
}
END_TEST

START_TEST(a_try_that_failed_is_repeated_at_a_tape_too)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	new_tape("{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/secret/a\"},\"response\":{\"status\":503,\"body\":{\"errors\":[]}}},"
	         "{\"request\":{\"method\":\"GET\",\"url\":\"/v1/secret/a\"},\"response\":{\"body\":{\"data\":{\"user\":\"second\"}}}}]}");
	hvac_config_set(config, "address", "https://elsewhere:1");
	hvac_config_set(config, "retry_wait_min", "2ms");
	hvac_config_set(config, "retry_wait_max", "2ms");
	hvac_config_adapter(config, hvac_replay_new(tape));
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	assert_read(client, "secret/a", HVAC_OK, "second");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

/* In a queue */

static void ended(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_response **)context = response;
}

static hvac_task *submit(hvac_client *client, hvac_queue *queue, hvac_response **response)
{
	hvac_task *task;

	*response = NULL;
	hvac_task_new_path(client, "GET", "secret/a", NULL, NULL, &task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, ended, response), HVAC_OK);
	return task;
}

static hvac_queue *queue_of(hvac_client *client)
{
	hvac_queue *queue;

	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	return queue;
}

#define TWO_USERS "{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/secret/a\"},\"response\":{\"body\":{\"data\":{\"user\":\"first\"}}}}," \
	"{\"request\":{\"method\":\"GET\",\"url\":\"/v1/secret/a\"},\"response\":{\"body\":{\"data\":{\"user\":\"second\"}}}}," \
	"{\"request\":{\"method\":\"GET\",\"url\":\"/v1/down\"},\"response\":{\"status\":200,\"data\":\"YWJj\"}}]}"

START_TEST(who_asked_first_has_the_answer_that_was_recorded_first)
{
	hvac_response *first, *second;
	hvac_client *client;
	hvac_queue *queue;

	new_tape(TWO_USERS);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	queue = queue_of(client);
	submit(client, queue, &first);
	submit(client, queue, &second);
	while (hvac_queue_pending(queue))
		hvac_queue_run(queue, -1);
	ck_assert_str_eq(hvac_response_string(first, "user"), "first");
	ck_assert_str_eq(hvac_response_string(second, "user"), "second");
	hvac_response_free(first);
	hvac_response_free(second);
	hvac_queue_free(queue);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_queue_waits_at_a_tape_until_a_hook_that_blocks_is_over)
{
	hvac_response *response = NULL;
	hvac_client *client;
	hvac_queue *queue;
	hvac_task *task;

	sem_init(&waits, 0, 0);
	new_tape(TWO_USERS);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	queue = queue_of(client);
	hvac_task_new(client, "secrets/x_test_replay", "block", NULL, NULL, &task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, ended, &response), HVAC_OK);
	while (hvac_queue_pending(queue))
		hvac_queue_run(queue, -1);
	ck_assert_str_eq(hvac_response_string(response, "user"), "first");
	hvac_response_free(response);
	hvac_queue_free(queue);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

static ssize_t take_after_the_other(void *context, const void *bytes, size_t size)
{
	hvac_response **other = context;

	(void)bytes;
	(void)size;
	return *other ? 0 : HVAC_STREAM_PAUSE;
}

START_TEST(a_stream_pauses_at_a_tape_and_others_go_on)
{
	hvac_response *read = NULL, *down = NULL;
	hvac_stream stream = { .context = &read, .sink = take_after_the_other, .source_length = -1 };
	hvac_client *client;
	hvac_queue *queue;
	hvac_task *task;

	new_tape(TWO_USERS);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	queue = queue_of(client);
	submit(client, queue, &read);
	hvac_task_new(client, "secrets/x_test_replay", "down", NULL, &stream, &task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, ended, &down), HVAC_OK);
	for (int i = 0; i < 10 && !read; i++)
		hvac_queue_run(queue, 0);
	ck_assert_str_eq(hvac_response_string(read, "user"), "first");
	while (hvac_queue_pending(queue))
		hvac_queue_run(queue, -1);
	ck_assert_int_eq(hvac_response_status(down), HVAC_OK);
	hvac_response_free(read);
	hvac_response_free(down);
	hvac_queue_free(queue);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(what_pauses_at_a_tape_can_be_cancelled)
{
	hvac_response *never = NULL, *down = NULL;
	hvac_stream stream = { .context = &never, .sink = take_after_the_other, .source_length = -1 };
	hvac_client *client;
	hvac_queue *queue;
	hvac_task *task;

	new_tape(TWO_USERS);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	queue = queue_of(client);
	hvac_task_new(client, "secrets/x_test_replay", "down", NULL, &stream, &task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, ended, &down), HVAC_OK);
	hvac_queue_run(queue, 0);
	hvac_task_cancel(task);
	hvac_queue_run(queue, 0);
	ck_assert_int_eq(hvac_response_status(down), HVAC_CANCELLED);
	hvac_response_free(down);
	hvac_queue_free(queue);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(what_a_queue_waits_for_by_its_descriptor_is_recorded)
{
	struct server server;
	struct pollfd one = { .events = POLLIN };
	hvac_response *response;
	hvac_client *client;
	hvac_queue *queue;

	new_tape("");
	server_start(&server, replies, 1);
	client = client_with(hvac_record_new(tape), server.address);
	queue = queue_of(client);
	one.fd = hvac_queue_descriptor(queue);
	ck_assert_int_ge(one.fd, 0);
	ck_assert_int_eq(hvac_queue_descriptor(queue), one.fd);
	submit(client, queue, &response);
	while (hvac_queue_pending(queue)) {
		ck_assert_int_eq(poll(&one, 1, -1), 1);
		hvac_queue_run(queue, 0);
	}
	ck_assert_str_eq(hvac_response_string(response, "user"), "first");
	hvac_response_free(response);
	hvac_queue_free(queue);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	assert_read(client, "secret/a", HVAC_OK, "first");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

static void *cancel_task(void *task)
{
	hvac_task_cancel(task);
	return NULL;
}

START_TEST(what_is_cancelled_is_not_recorded)
{
	/* the second is never asked for: after the last one the server hangs up */
	static const struct server_reply part[2] = { { .text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{" } };
	struct server server;
	hvac_response *response;
	hvac_client *client;
	hvac_queue *queue;
	pthread_t thread;
	hvac_task *task;

	new_tape("");
	server_start(&server, part, 2);
	client = client_with(hvac_record_new(tape), server.address);
	queue = queue_of(client);
	task = submit(client, queue, &response);
	hvac_queue_run(queue, 0);
	ck_assert_uint_eq(hvac_queue_pending(queue), 1);
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_task, task), 0);
	while (hvac_queue_pending(queue))
		hvac_queue_run(queue, -1);
	pthread_join(thread, NULL);
	ck_assert_int_eq(hvac_response_status(response), HVAC_CANCELLED);
	hvac_response_free(response);
	hvac_queue_free(queue);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	ck_assert_ptr_null(strstr(tape_text(), "secret/a"));
	unlink(tape);
}
END_TEST

/* A test must not trust a tape with a gap. */
START_TEST(what_cannot_be_recorded_fails_its_call)
{
	struct rlimit before, small;
	struct server server;
	hvac_client *client;

	new_tape("");
	server_start(&server, replies, 1);
	client = client_with(hvac_record_new(tape), server.address);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small = (struct rlimit){ .rlim_cur = 64, .rlim_max = before.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	assert_read_fails(client, "secret/a", "the recording could not be written");
	setrlimit(RLIMIT_FSIZE, &before);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	unlink(tape);
}
END_TEST

/* In a child */

#define END_OF_CHILD 30 /* seconds: one that hangs has failed */

/* What is leaked on purpose is no leak checker's business: it ends as another program. */
static void has_succeeded(pid_t child)
{
	int status;

	ck_assert_int_ge(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void *read_first(void *client)
{
	assert_read(client, "secret/a", HVAC_OK, "first");
	return NULL;
}

START_TEST(what_a_child_does_is_not_recorded_although_its_parent_was_at_it)
{
	static const struct server_reply three[] = {
		{ .text = JSON_HEAD "Content-Length: 25\r\n\r\n{\"data\":{\"user\":\"first\"}}", .close = true },
		{ .text = JSON_HEAD "Content-Length: 25\r\n\r\n{\"data\":{\"user\":\"child\"}}", .close = true },
		{ .text = JSON_HEAD "Content-Length: 26\r\n\r\n{\"data\":{\"user\":\"second\"}}", .close = true },
	};
	struct server server;
	hvac_client *client;
	pthread_t thread;
	pid_t child;

	new_tape("");
	sem_init(&inside, 0, 0);
	sem_init(&go_on, 0, 0);
	server_start(&server, three, 3);
	client = client_with(hvac_record_new(tape), server.address);
	atomic_store(&shall_wait, true);
	ck_assert_int_eq(pthread_create(&thread, NULL, read_first, client), 0);
	sem_wait(&inside);
	child = fork();
	if (child == 0) {
		alarm(END_OF_CHILD);
		assert_read(client, "secret/a", HVAC_OK, "child");
		hvac_client_free(client);
		execl("/bin/true", "", (char *)NULL);
		_exit(127);
	}
	has_succeeded(child);
	sem_post(&go_on);
	pthread_join(thread, NULL);
	assert_read(client, "secret/a", HVAC_OK, "second");
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	assert_read(client, "secret/a", HVAC_OK, "first");
	assert_read(client, "secret/a", HVAC_OK, "second");
	assert_read(client, "secret/a", HVAC_MALFORMED_ANSWER, NULL);
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

START_TEST(a_child_goes_on_from_what_its_parent_has_used_of_a_tape)
{
	hvac_client *client;
	pid_t child;

	new_tape(TWO_USERS);
	client = client_with(hvac_replay_new(tape), "https://elsewhere:1");
	assert_read(client, "secret/a", HVAC_OK, "first");
	child = fork();
	if (child == 0) {
		assert_read(client, "secret/a", HVAC_OK, "second");
		assert_read(client, "secret/a", HVAC_MALFORMED_ANSWER, NULL);
		hvac_client_free(client);
		execl("/bin/true", "", (char *)NULL);
		_exit(127);
	}
	has_succeeded(child);
	assert_read(client, "secret/a", HVAC_OK, "second");
	hvac_client_free(client);
	unlink(tape);
}
END_TEST

SUITE("replay", what_was_recorded_is_replayed_without_a_server, a_header_that_came_several_times_is_replayed_so, a_recording_has_no_token_and_no_header_of_a_request,
      a_recording_is_readable_by_its_owner_alone, a_recording_over_an_old_file_is_readable_by_its_owner_alone,
      each_recorded_answer_is_used_once, method_path_query_and_body_all_count, what_is_not_on_the_tape_is_named_without_its_secrets, a_tape_by_hand_may_leave_almost_everything_out,
      a_body_of_json_by_hand_needs_no_content_type, a_tape_whose_answer_is_no_base64_is_not_a_lack_of_memory, a_status_by_hand_is_one_of_http,
      a_tape_that_cannot_be_used_is_an_error_of_the_client, what_is_no_file_is_not_recorded_into_and_left_as_it_is, an_adapter_that_was_never_used_is_freed_with_its_config,
      a_derived_client_cannot_have_another_way_to_connect_than_its_recorder,
      a_sink_is_fed_from_a_tape, a_sink_may_pause_at_a_tape_too, a_sink_that_gives_up_at_a_tape_fails_its_call,
      a_streamed_answer_is_recorded_too, streams_of_both_ways_are_recorded_and_may_pause, a_try_that_failed_is_repeated_at_a_tape_too,
      who_asked_first_has_the_answer_that_was_recorded_first, a_queue_waits_at_a_tape_until_a_hook_that_blocks_is_over, a_stream_pauses_at_a_tape_and_others_go_on, what_pauses_at_a_tape_can_be_cancelled,
      what_a_queue_waits_for_by_its_descriptor_is_recorded, what_is_cancelled_is_not_recorded, what_cannot_be_recorded_fails_its_call,
      what_a_child_does_is_not_recorded_although_its_parent_was_at_it, a_child_goes_on_from_what_its_parent_has_used_of_a_tape)
