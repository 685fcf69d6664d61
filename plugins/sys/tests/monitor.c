/* SPDX-License-Identifier: MIT */
/* The area monitor of sys against the real server: the lines of its log, to a callback, until told to stop; and what is no JSON. */
#define _GNU_SOURCE
#include "calls.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define ENGINE "sys"

struct listener {
	const char *awaited;            /* what a line says at last */
	bool leaves;                    /* the callback gives up then */
	bool json;
	char *line;                     /* the one that is not whole yet */
	size_t length;
	atomic_uint lines, wrong;
	atomic_bool heard;
	hvac_task *task;
	hvac_status status;
};

static bool is_json(const char *line, size_t length)
{
	hvac_value *value;
	bool good = hvac_value_parse(line, length, &value) == HVAC_OK && hvac_value_string(hvac_value_at(value, "/@message"), NULL);

	hvac_value_free(value);
	return good;
}

/* "2026-11-22T10:46:52.498Z [INFO]  core: ..." */
static bool is_standard(const char *line)
{
	return strstr(line, "Z [") != NULL;
}

static void take_line(struct listener *listener)
{
	listener->line[listener->length] = '\0';
	atomic_fetch_add(&listener->lines, 1);
	if (!(listener->json ? is_json(listener->line, listener->length) : is_standard(listener->line)))
		atomic_fetch_add(&listener->wrong, 1);
	if (strstr(listener->line, listener->awaited))
		atomic_store(&listener->heard, true);
	listener->length = 0;
}

static ssize_t hear(void *context, const void *bytes, size_t size)
{
	struct listener *listener = context;
	const char *text = bytes;
	char *longer = realloc(listener->line, listener->length + size + 1);

	if (!longer)
		return -1;
	listener->line = longer;
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\n')
			take_line(listener);
		else
			listener->line[listener->length++] = text[i];
	return listener->leaves && atomic_load(&listener->heard) ? -1 : 0;
}

static void *listen_alone(void *context)
{
	struct listener *listener = context;

	listener->status = hvac_task_run(listener->task);
	return NULL;
}

static pthread_t begin(struct listener *listener, const hvac_argument *arguments)
{
	hvac_stream stream = { .context = listener, .sink = hear };
	pthread_t thread;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "monitor", arguments, &stream, &listener->task), HVAC_OK);
	ck_assert_int_eq(pthread_create(&thread, NULL, listen_alone, listener), 0);
	return thread;
}

/* Gives the server something to log until it has been heard. */
static void provoke(struct listener *listener)
{
	for (unsigned i = 0; i < SERVER_LOOKS && !atomic_load(&listener->heard); i++) {
		set_up("POST", format("sys/mounts/%s-%u", listener->json ? "json" : "standard", i), "{\"type\":\"kv\"}");
		server_pause();
	}
	ck_assert(atomic_load(&listener->heard));
}

static void end(struct listener *listener, pthread_t thread, hvac_status status)
{
	hvac_response *response;

	pthread_join(thread, NULL);
	response = keep_response(hvac_task_take(listener->task));
	ck_assert_msg(listener->status == status, "not %s but %s: %s", hvac_status_name(status), hvac_status_name(listener->status),
	              hvac_response_message(response));
	hvac_task_free(listener->task);
	free(listener->line);
	ck_assert_uint_gt(atomic_load(&listener->lines), 0);
	ck_assert_uint_eq(atomic_load(&listener->wrong), 0);
}

START_TEST(lines_come_until_the_callback_has_had_enough)
{
	struct listener listener = { .awaited = "successful mount", .leaves = true, .json = true };
	pthread_t thread = begin(&listener, HVAC_ARGS(hvac_string("log_format", "json"), hvac_string("log_level", "info")));

	provoke(&listener);
	/* it gives up with the next bytes at the latest */
	end(&listener, thread, HVAC_STREAM_ERROR);
}
END_TEST

START_TEST(lines_come_until_the_task_is_cancelled)
{
	struct listener listener = { .awaited = "successful mount" };
	pthread_t thread = begin(&listener, NULL);

	provoke(&listener);
	hvac_task_cancel(listener.task);
	end(&listener, thread, HVAC_CANCELLED);
}
END_TEST

START_TEST(a_silent_log_ends_it_after_the_stall_timeout)
{
	struct listener listener = { .awaited = "-" };
	hvac_stream stream = { .context = &listener, .sink = hear };
	hvac_client *impatient = client_of(server, "token", server->token, "stall_timeout", "1s", "max_retries", "0", NULL);
	hvac_response *response;

	ck_assert_int_eq(hvac_call_stream(impatient, ENGINE, "monitor", HVAC_ARGS(hvac_string("log_level", "error")), &stream, &response), HVAC_TIMEOUT);
	keep_response(response);
	ck_assert_uint_eq(atomic_load(&listener.lines), 0);
}
END_TEST

START_TEST(a_refusal_is_told_and_never_reaches_the_callback)
{
	struct listener listener = { .awaited = "-" };
	hvac_stream stream = { .context = &listener, .sink = hear };
	hvac_response *response;

	ck_assert_int_eq(hvac_call_stream(client, ENGINE, "monitor", HVAC_ARGS(hvac_string("log_level", "loud")), &stream, &response), HVAC_INVALID_REQUEST);
	says(keep_response(response), "unknown log level");
	ck_assert_int_eq(hvac_call_stream(client_allowed("path \"sys/health\" { capabilities = [\"read\"] }"), ENGINE, "monitor", NULL, &stream, &response),
	                 HVAC_FORBIDDEN);
	keep_response(response);
	ck_assert_ptr_null(listener.line);
}
END_TEST

/* What has an end may also be had whole. */
START_TEST(without_a_callback_what_is_no_json_is_kept)
{
	hvac_response *response = CALL("read_metrics", hvac_string("format", "prometheus"));
	size_t length;
	const char *body = hvac_response_body(response, &length);

	ck_assert_ptr_nonnull(memmem(body, length, "# TYPE vault_core_unsealed gauge\n", 33));
	response = CALL_BARE("read_pprof_cmdline");
	body = hvac_response_body(response, &length);
	ck_assert_ptr_nonnull(memmem(body, length, "\0-dev\0", 6));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sys: monitor, live");
	TCase *tests = live_case(suite, "the log as it is written");

	tcase_add_test(tests, lines_come_until_the_callback_has_had_enough);
	tcase_add_test(tests, lines_come_until_the_task_is_cancelled);
	tcase_add_test(tests, a_silent_log_ends_it_after_the_stall_timeout);
	tcase_add_test(tests, a_refusal_is_told_and_never_reaches_the_callback);
	tcase_add_test(tests, without_a_callback_what_is_no_json_is_kept);
	return live_main(suite);
}
