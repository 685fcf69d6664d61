/* SPDX-License-Identifier: MIT */
/* Bodies from a source, answers to a sink: through libcurl and a server in this process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hvac/call.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include "server.h"
#include "suite.h"

#define SIZE ((size_t)3 << 20)
#define SIZE_TEXT "3145728"

static const struct hvac_operation operations[] = {
	{ .name = "up", .verb = HVAC_POST, .path = "/up", .help = "Takes a stream", .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(HVAC_RAW_BODY("bytes", .flags = HVAC_REQUIRED, .help = "What goes up")) },
	{ .name = "down", .verb = HVAC_GET, .path = "/down", .help = "Gives a stream", .flags = HVAC_IDEMPOTENT | HVAC_RAW | HVAC_STREAM_OUT },
	{ .name = "plain", .verb = HVAC_GET, .path = "/plain", .help = "Neither" },
};
HVAC_PLUGIN_OF(secrets, x_test_stream, operations, .version = "1", .help = "For tests");

struct end {
	hvac_task *task;                /* to be resumed; NULL: never paused */
	size_t done, give_up_at, pause_at, paused, progressed;
	int64_t total;
	bool wrong;
	char *bytes;                    /* of a sink */
};

static char byte_at(size_t place)
{
	return (char)(place * 31 % 251);
}

static ssize_t give(void *context, void *buffer, size_t size)
{
	struct end *end = context;
	char *bytes = buffer;

	if (end->give_up_at && end->done >= end->give_up_at)
		return -1;
	if (end->pause_at && end->done >= end->pause_at) {
		end->pause_at = 0;
		end->paused++;
		hvac_task_resume(end->task);
		return HVAC_STREAM_PAUSE;
	}
	if (size > SIZE - end->done)
		size = SIZE - end->done;
	for (size_t i = 0; i < size; i++)
		bytes[i] = byte_at(end->done + i);
	end->done += size;
	return (ssize_t)size;
}

static ssize_t take(void *context, const void *bytes, size_t size)
{
	struct end *end = context;

	if (end->give_up_at && end->done >= end->give_up_at)
		return -1;
	if (end->pause_at && end->done >= end->pause_at) {
		end->pause_at = 0;
		end->paused++;
		hvac_task_resume(end->task);
		return HVAC_STREAM_PAUSE;
	}
	for (size_t i = 0; i < size; i++)
		end->wrong = end->wrong || ((const char *)bytes)[i] != byte_at(end->done + i);
	end->done += size;
	return 0;
}

static void progress(void *context, int64_t done, int64_t total)
{
	struct end *end = context;

	end->wrong = end->wrong || done < (int64_t)end->progressed;
	end->progressed = (size_t)done;
	end->total = total;
}

static hvac_client *client_of(const struct server *server)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	char *error;

	if (hvac_plugin_register(&hvac1_secrets_x_test_stream, &error) != HVAC_OK)
		hvac_text_free(error);
	hvac_config_set(config, "address", server->address);
	hvac_config_set(config, "max_retries", "1");
	hvac_config_set(config, "retry_wait_min", "1ms");
	hvac_config_set(config, "retry_wait_max", "1ms");
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

/* Runs the operation with a stream against a server of that script. */
static hvac_response *run(struct server *server, const struct server_reply *script, size_t count, const char *operation, hvac_stream *stream)
{
	struct end *end = stream->context;
	hvac_response *response;
	hvac_client *client;

	server_start(server, script, count);
	client = client_of(server);
	hvac_task_new(client, "secrets/x_test_stream", operation, NULL, stream, &end->task);
	hvac_task_run(end->task);
	response = hvac_task_take(end->task);
	hvac_task_free(end->task);
	hvac_client_free(client);
	server_stop(server);
	return response;
}

static void assert_status(const hvac_response *response, hvac_status status)
{
	ck_assert_msg(hvac_response_status(response) == status, "%s: %s", hvac_status_name(hvac_response_status(response)), hvac_response_message(response));
}

static void assert_upload(const struct server *server)
{
	ck_assert_uint_eq(server->lengths[0], SIZE);
	for (size_t i = 0; i < SIZE; i++)
		if (server->bodies[0][i] != byte_at(i))
			ck_abort_msg("byte %zu is wrong", i);
}

static const struct server_reply no_content[] = { { .text = "HTTP/1.1 204 No Content\r\n\r\n" } };

START_TEST(a_source_of_known_length_arrives_whole)
{
	struct end end = { .done = 0 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = (int64_t)SIZE, .progress = progress };
	struct server server;
	hvac_response *response = run(&server, no_content, 1, "up", &stream);

	assert_status(response, HVAC_OK);
	assert_upload(&server);
	ck_assert_ptr_nonnull(strstr(server.heads[0], "Content-Length: " SIZE_TEXT));
	ck_assert_ptr_nonnull(strstr(server.heads[0], "Content-Type: application/octet-stream"));
	ck_assert_uint_eq(end.progressed, SIZE);
	ck_assert_int_eq(end.total, (int64_t)SIZE);
	ck_assert(!end.wrong);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(the_body_comes_from_the_argument_or_from_the_source)
{
	struct end end = { .done = 0 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = (int64_t)SIZE };
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, NULL, 0);
	client = client_of(&server);
	ck_assert_int_eq(hvac_call_stream(client, "secrets/x_test_stream", "up", HVAC_ARGS(hvac_bytes("bytes", "x", 1)), &stream, &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "a source for the body too"));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_call(client, "secrets/x_test_stream", "up", NULL, &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "argument bytes is missing"));
	hvac_response_free(response);
	ck_assert_uint_eq(end.done, 0);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
}
END_TEST

START_TEST(a_source_of_unknown_length_arrives_whole)
{
	struct end end = { .done = 0 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = -1, .progress = progress };
	struct server server;
	hvac_response *response = run(&server, no_content, 1, "up", &stream);

	assert_status(response, HVAC_OK);
	assert_upload(&server);
	ck_assert_int_eq(end.total, -1);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_source_that_pauses_goes_on_when_it_is_resumed)
{
	struct end end = { .pause_at = SIZE / 2 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = (int64_t)SIZE };
	struct server server;
	hvac_response *response = run(&server, no_content, 1, "up", &stream);

	assert_status(response, HVAC_OK);
	ck_assert_uint_eq(end.paused, 1);
	assert_upload(&server);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_source_that_gives_up_ends_the_call)
{
	struct end end = { .give_up_at = SIZE / 2 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = (int64_t)SIZE };
	struct server server;
	hvac_response *response = run(&server, no_content, 1, "up", &stream);

	assert_status(response, HVAC_STREAM_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_source_that_gives_more_or_less_than_its_length_ends_the_call_and_its_connection)
{
	static const struct { int64_t length; const char *says; } cases[] = {
		{ SIZE - 1, "gave more than its length" }, { 1, "gave more than its length" },
		{ SIZE + 1, "ended before its length" }, { 2 * SIZE, "ended before its length" },
	};
	static const struct server_reply replies[] = { { .text = "HTTP/1.1 204 No Content\r\n\r\n" }, { .text = "HTTP/1.1 204 No Content\r\n\r\n" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct end end = { .done = 0 };
		hvac_stream stream = { .context = &end, .source = give, .source_length = cases[i].length };
		struct server server;
		hvac_client *client;
		hvac_response *response;

		server_start(&server, replies, 2);
		client = client_of(&server);
		hvac_call_stream(client, "secrets/x_test_stream", "up", NULL, &stream, &response);
		assert_status(response, HVAC_STREAM_ERROR);
		ck_assert_msg(strstr(hvac_response_message(response), cases[i].says), "%s", hvac_response_message(response));
		hvac_response_free(response);
		hvac_call(client, "secrets/x_test_stream", "plain", NULL, &response);
		assert_status(response, HVAC_OK);
		hvac_response_free(response);
		hvac_client_free(client);
		server_stop(&server);
		ck_assert_uint_eq(server.connections, 2);
		server_free(&server);
	}
}
END_TEST

static ssize_t give_a_byte_and_a_request(void *context, void *buffer, size_t size)
{
	static const char bytes[] = "xGET /v1/plain HTTP/1.1\r\nHost: x\r\n\r\n";
	struct end *end = context;

	if (end->done++)
		return 0;
	ck_assert_uint_ge(size, strlen(bytes));
	memcpy(buffer, bytes, strlen(bytes));
	return (ssize_t)strlen(bytes);
}

START_TEST(what_a_source_gives_beyond_its_length_is_no_request_to_the_server)
{
	static const struct server_reply replies[] = { { .text = "HTTP/1.1 204 No Content\r\n\r\n" }, { .text = "HTTP/1.1 204 No Content\r\n\r\n" } };
	struct end end = { .done = 0 };
	hvac_stream stream = { .context = &end, .source = give_a_byte_and_a_request, .source_length = 1 };
	struct server server;
	hvac_response *response = run(&server, replies, 2, "up", &stream);

	assert_status(response, HVAC_STREAM_ERROR);
	ck_assert_uint_eq(server.served, 0);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_source_whose_bytes_are_gone_is_not_sent_again)
{
	static const struct server_reply sealed[] = {
		{ .text = "HTTP/1.1 503 Sealed\r\nContent-Length: 21\r\n\r\n{\"errors\":[\"sealed\"]}" }, { .text = "HTTP/1.1 204 No Content\r\n\r\n" },
	};
	struct end end = { .done = 0 };
	hvac_stream stream = { .context = &end, .source = give, .source_length = (int64_t)SIZE };
	struct server server;
	hvac_response *response = run(&server, sealed, 2, "up", &stream);

	assert_status(response, HVAC_VAULT_DOWN);
	ck_assert_uint_eq(server.served, 1);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

static hvac_response *download(struct end *end, struct server *server, const struct server_reply *first, const struct server_reply *second)
{
	hvac_stream stream = { .context = end, .sink = take, .source_length = -1, .progress = progress };
	static struct server_reply script[2];
	static char bytes[SIZE];

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = byte_at(i);
	script[0] = *first;
	if (!first->body_length && first->body)
		script[0].body = bytes, script[0].body_length = SIZE;
	if (second) {
		script[1] = *second;
		script[1].body = bytes, script[1].body_length = SIZE;
	}
	return run(server, script, second ? 2 : 1, "down", &stream);
}

static const struct server_reply whole = { .text = "HTTP/1.1 200 OK\r\nContent-Length: " SIZE_TEXT "\r\n\r\n", .body = "" };

START_TEST(a_sink_gets_every_byte_and_the_response_none)
{
	struct end end = { .done = 0 };
	struct server server;
	hvac_response *response = download(&end, &server, &whole, NULL);
	size_t length;

	assert_status(response, HVAC_OK);
	ck_assert_uint_eq(end.done, SIZE);
	ck_assert(!end.wrong);
	ck_assert_uint_eq(end.progressed, SIZE);
	ck_assert_ptr_null(hvac_response_body(response, &length));
	/* nothing went up whose type there is to tell */
	ck_assert_ptr_null(strstr(server.heads[0], "Content-Type"));
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(progress_tells_the_length_that_the_server_told)
{
	struct end end = { .done = 0 };
	struct server server;
	hvac_response *response = download(&end, &server, &whole, NULL);

	ck_assert_int_eq(end.total, (int64_t)SIZE);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_sink_that_pauses_gets_the_same_bytes_again)
{
	struct end end = { .pause_at = SIZE / 2 };
	struct server server;
	hvac_response *response = download(&end, &server, &whole, NULL);

	assert_status(response, HVAC_OK);
	ck_assert_uint_eq(end.paused, 1);
	ck_assert_uint_eq(end.done, SIZE);
	ck_assert(!end.wrong);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(an_answer_of_any_kind_is_the_sinks)
{
	static const char *const types[] = { "application/json", "text/html", "text/plain" };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		struct end end = { .bytes = NULL };
		hvac_stream stream = { .context = &end, .sink = take };
		char head[96];
		const struct server_reply script[] = { { .text = head } };
		struct server server;
		hvac_response *response;

		snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 2\r\n\r\n<>", types[i]);
		response = run(&server, script, 1, "down", &stream);
		assert_status(response, HVAC_OK);
		ck_assert_uint_eq(end.done, 2);
		hvac_response_free(response);
		server_free(&server);
	}
}
END_TEST

START_TEST(a_sink_that_gives_up_ends_the_call)
{
	struct end end = { .give_up_at = SIZE / 2 };
	struct server server;
	hvac_response *response = download(&end, &server, &whole, NULL);

	assert_status(response, HVAC_STREAM_ERROR);
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(an_error_answer_does_not_reach_the_sink)
{
	static const struct server_reply denied = { .text = "HTTP/1.1 403 Forbidden\r\nContent-Length: 21\r\n\r\n{\"errors\":[\"denied\"]}" };
	struct end end = { .done = 0 };
	struct server server;
	hvac_response *response = download(&end, &server, &denied, NULL);

	assert_status(response, HVAC_FORBIDDEN);
	ck_assert_uint_eq(end.done, 0);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "denied"));
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_sink_waits_through_a_retry)
{
	static const struct server_reply sealed = { .text = "HTTP/1.1 503 Sealed\r\nContent-Length: 21\r\n\r\n{\"errors\":[\"sealed\"]}" };
	struct end end = { .done = 0 };
	struct server server;
	hvac_response *response = download(&end, &server, &sealed, &whole);

	assert_status(response, HVAC_OK);
	ck_assert_uint_eq(end.done, SIZE);
	ck_assert(!end.wrong);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_stream_that_is_cut_is_an_error)
{
	static const struct server_reply cut = { .text = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", .body = "abc", .body_length = 3, .close = true };
	struct end end = { .done = 0 };
	struct server server;
	hvac_response *response = download(&end, &server, &cut, NULL);

	assert_status(response, HVAC_CONNECTION_ERROR);
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_stream_where_none_belongs_is_refused)
{
	struct end end = { .done = 0 };
	const struct {
		const char *operation, *words;
		hvac_stream stream;
	} wrong[] = {
		{ "down", "takes no stream", { .context = &end, .source = give, .source_length = 1 } },
		{ "plain", "gives no stream", { .context = &end, .sink = take, .source_length = -1 } },
		{ "plain", "neither source nor sink", { .context = &end, .source_length = -1 } },
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct server server;
		hvac_stream stream = wrong[i].stream;
		hvac_response *response = run(&server, no_content, 1, wrong[i].operation, &stream);

		assert_status(response, HVAC_PARAM_VALIDATION_ERROR);
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), wrong[i].words));
		ck_assert_uint_eq(server.served + end.done, 0);
		hvac_response_free(response);
		server_free(&server);
	}
}
END_TEST

SUITE("stream", a_source_of_known_length_arrives_whole, the_body_comes_from_the_argument_or_from_the_source, a_source_of_unknown_length_arrives_whole,
      a_source_that_pauses_goes_on_when_it_is_resumed, a_source_that_gives_up_ends_the_call,
      a_source_that_gives_more_or_less_than_its_length_ends_the_call_and_its_connection, what_a_source_gives_beyond_its_length_is_no_request_to_the_server,
      a_source_whose_bytes_are_gone_is_not_sent_again, a_sink_gets_every_byte_and_the_response_none,
      progress_tells_the_length_that_the_server_told, a_sink_that_pauses_gets_the_same_bytes_again, an_answer_of_any_kind_is_the_sinks, a_sink_that_gives_up_ends_the_call,
      an_error_answer_does_not_reach_the_sink, a_sink_waits_through_a_retry, a_stream_that_is_cut_is_an_error,
      a_stream_where_none_belongs_is_refused)
