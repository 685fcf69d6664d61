/* SPDX-License-Identifier: MIT */
/* The life of a client: calls from threads, cancelling, freeing, forking, deriving, through an adapter of the test's own. */
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <curl/curl.h>

#include <hvac/cache.h>
#include <hvac/call.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include <hvac/queue.h>
#include <hvac/version.h>
#include "configuration.h"
#include "scripted.h"
#include "server.h"
#include "suite.h"

static char outside[sizeof ((struct server *)NULL)->address + sizeof "/meta"]; /* address of another host */

static int ask_outside(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, outside, 0);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "outside", .verb = HVAC_GET, .path = "/x", .help = "Asks another host", .prepare = ask_outside },
	{ .name = "read", .verb = HVAC_GET, .path = "/x", .help = "Reads", .flags = HVAC_IDEMPOTENT },
	{ .name = "write", .verb = HVAC_POST, .path = "/x", .help = "Writes", HVAC_PARAMETERS(HVAC_BODY("value", STRING, .help = "value")) },
	{ .name = "login", .verb = HVAC_POST, .path = "/login", .help = "Logs in", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "password")) },
};
HVAC_PLUGIN_OF(auth, x_test_client, operations, .version = "1", .help = "For tests");
#define ENGINE "auth/x_test_client"

#define ONE_SCRIPT(...) ((const struct scripted_answer[]){ __VA_ARGS__ }), sizeof((const struct scripted_answer[]){ __VA_ARGS__ }) / sizeof(struct scripted_answer)
#define OK_ANSWER { .http_status = 200, .body = "{\"data\":{\"user\":\"u\"}}" }

/* In place of what others give: a process's number, libcurl's beginning, epoll. */
static pid_t number;                    /* 0: the process's own */
static bool no_libcurl, no_epoll;
static unsigned epolls;                 /* asked for */

pid_t getpid(void)
{
	return number ? number : (pid_t)syscall(SYS_getpid);
}

CURLcode curl_global_init(long flags)
{
	CURLcode (*real)(long) = (CURLcode (*)(long))(uintptr_t)dlsym(RTLD_NEXT, "curl_global_init");

	return no_libcurl ? CURLE_FAILED_INIT : real(flags);
}

int epoll_create1(int flags)
{
	epolls++;
	if (!no_epoll)
		return (int)syscall(SYS_epoll_create1, flags);
	errno = EMFILE;
	return -1;
}

static hvac_config *config_with(hvac_adapter *adapter)
{
	hvac_config *config = hvac_config_new();
	char *error;

	if (hvac_plugin_register(&hvac1_auth_x_test_client, &error) != HVAC_OK)
		hvac_text_free(error);
	hvac_config_set(config, "token", "hunter2token");
	hvac_config_set(config, "retry_wait_min", "1ms");
	hvac_config_set(config, "retry_wait_max", "1ms");
	if (adapter)
		hvac_config_adapter(config, adapter);
	return config;
}

static hvac_client *client_of(hvac_config *config)
{
	hvac_client *client;

	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static void done(hvac_client *client, struct scripted *scripted)
{
	hvac_client_free(client);
	ck_assert_uint_eq(scripted->freed, 1);
	ck_assert_uint_eq(scripted->opened, scripted->closed);
	scripted_free(scripted);
}

static void assert_token(hvac_client *client, const char *wanted)
{
	char *token = hvac_client_token(client);

	ck_assert_str_eq(token, wanted);
	hvac_text_free(token);
}

START_TEST(a_users_adapter_carries_the_requests)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER, { .http_status = 204 }));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;

	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, &response), HVAC_OK);
	ck_assert_str_eq(hvac_response_string(response, "user"), "u");
	hvac_response_free(response);
	ck_assert_int_eq(hvac_call(client, ENGINE, "write", HVAC_ARGS(hvac_string("value", "v")), NULL), HVAC_OK);
	ck_assert_str_eq(scripted_seen(scripted, 0, "/method"), "GET");
	ck_assert_str_eq(scripted_seen(scripted, 0, "/headers/X-Vault-Token"), "hunter2token");
	ck_assert_str_eq(scripted_seen(scripted, 1, "/body"), "{\"value\":\"v\"}");
	/* a lane is kept between calls */
	ck_assert_uint_eq(scripted->opened, 1);
	done(client, scripted);
}
END_TEST

START_TEST(a_response_outlives_its_client)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;

	hvac_call(client, ENGINE, "read", NULL, &response);
	done(client, scripted);
	ck_assert_str_eq(hvac_response_string(response, "user"), "u");
	ck_assert_str_eq(hvac_response_method(response), "GET");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_task_keeps_its_client_alive)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "read", NULL, NULL, &task), HVAC_OK);
	hvac_client_free(client);
	ck_assert_uint_eq(scripted->freed, 0);
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	hvac_task_free(task);
	done(NULL, scripted);
}
END_TEST

START_TEST(a_task_runs_once_and_gives_its_response_once)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;
	hvac_task *task;

	hvac_task_new(client, ENGINE, "read", NULL, NULL, &task);
	ck_assert_ptr_null(hvac_task_take(task));
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	response = hvac_task_take(task);
	ck_assert_int_eq(hvac_response_status(response), HVAC_OK);
	ck_assert_ptr_null(hvac_task_take(task));
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	hvac_response_free(response);
	hvac_task_free(task);
	hvac_task_free(NULL);
	hvac_task_cancel(NULL);
	hvac_task_resume(NULL);
	ck_assert_ptr_null(hvac_task_take(NULL));
	done(client, scripted);
}
END_TEST

START_TEST(a_refused_task_gives_its_failure_when_it_runs)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "wriet", NULL, NULL, &task), HVAC_NO_SUCH_OPERATION);
	ck_assert_int_eq(hvac_task_run(task), HVAC_NO_SUCH_OPERATION);
	response = hvac_task_take(task);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "did you mean write?"));
	hvac_response_free(response);
	hvac_task_free(task);
	ck_assert_int_eq(hvac_task_new(client, "auth/no_such_engine", "x", NULL, NULL, &task), HVAC_PLUGIN_NOT_FOUND);
	hvac_task_free(task);
	ck_assert_int_eq(hvac_task_new(client, NULL, NULL, NULL, NULL, &task), HVAC_PLUGIN_NOT_FOUND);
	hvac_task_free(task);
	ck_assert_uint_eq(scripted->started, 0);
	done(client, scripted);
}
END_TEST

START_TEST(an_adapter_that_cannot_be_used_says_why)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *client;

	scripted->adapter.error = "it is broken";
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_str_eq(hvac_config_error(config), "it is broken");
	hvac_config_free(config);
	done(NULL, scripted);
}
END_TEST

START_TEST(an_adapter_that_could_not_be_made_is_no_memory)
{
	hvac_config *config = config_with(NULL);
	hvac_client *client;

	hvac_config_adapter(config, NULL);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_NO_MEMORY);
	hvac_config_free(config);
}
END_TEST

START_TEST(the_adapter_of_a_client_that_fails_is_freed_once)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *client;

	hvac_config_set(config, "token_file", "/nonexistent");
	hvac_config_set(config, "token", NULL);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	hvac_config_free(config);
	done(NULL, scripted);
}
END_TEST

START_TEST(the_adapter_of_a_client_that_fails_is_the_next_ones)
{
	const struct scripted_answer answer = { .http_status = 200, .body = "{}" };
	struct scripted *scripted = scripted_new(&answer, 1);
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *client;

	scripted->adapter.error = "it is broken";
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	scripted->adapter.error = NULL;
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	ck_assert_int_eq(hvac_read(client, "x", NULL), HVAC_OK);
	ck_assert_uint_eq(scripted->started, 1);
	done(client, scripted);
}
END_TEST

START_TEST(an_adapter_serves_one_client_and_the_next_is_made_with_another)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER)), *other = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *first, *second;

	ck_assert_int_eq(hvac_client_new(config, &first), HVAC_OK);
	ck_assert_int_eq(hvac_client_new(config, &second), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(second);
	ck_assert_msg(strstr(hvac_config_error(config), "give another adapter"), "%s", hvac_config_error(config));
	hvac_config_adapter(config, &other->adapter);
	second = client_of(config);
	ck_assert_int_eq(hvac_call(first, ENGINE, "read", NULL, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_call(second, ENGINE, "read", NULL, NULL), HVAC_OK);
	ck_assert_uint_eq(scripted->started, 1);
	ck_assert_uint_eq(other->started, 1);
	done(first, scripted);
	done(second, other);
}
END_TEST

static hvac_status refuse_to_open(hvac_adapter *adapter, void **lane, const char **detail)
{
	(void)adapter;
	*lane = NULL;
	*detail = "no lane today";
	return HVAC_CONNECTION_ERROR;
}

START_TEST(a_client_can_be_made_as_soon_as_libcurl_can_begin)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *client;

	no_libcurl = true;
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_NO_MEMORY);
	no_libcurl = false;
	client = client_of(config);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	done(client, scripted);
}
END_TEST

START_TEST(a_lane_that_does_not_open_ends_the_call_with_its_sentence)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client;
	hvac_response *response;

	scripted->adapter.open = refuse_to_open;
	client = client_of(config_with(&scripted->adapter));
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, &response), HVAC_CONNECTION_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "no lane today"));
	hvac_response_free(response);
	done(client, scripted);
}
END_TEST

/* Repeating */

static const struct { struct scripted_answer script[2]; bool in_doubt; } repeated_writes[] = {
	{ { { .kind = HVAC_OUTCOME_MAYBE_SENT, .sent = true }, { .kind = HVAC_OUTCOME_NOT_SENT } }, true },
	{ { { .kind = HVAC_OUTCOME_MAYBE_SENT, .sent = true }, { .http_status = 400, .body = "{\"errors\":[\"it is there already\"]}" } }, true },
	{ { { .http_status = 500, .body = "{\"errors\":[\"disk\"]}" }, { .http_status = 503, .body = "{\"errors\":[]}" } }, true },
	{ { { .kind = HVAC_OUTCOME_NOT_SENT }, { .http_status = 400, .body = "{\"errors\":[\"wrong\"]}" } }, false },
	{ { { .http_status = 503, .body = "{\"errors\":[]}" }, { .http_status = 503, .body = "{\"errors\":[]}" } }, false },
};

START_TEST(a_repeated_write_that_failed_may_have_been_carried_out_by_any_of_its_tries)
{
	struct scripted *scripted = scripted_new(repeated_writes[_i].script, 2);
	hvac_config *config = config_with(&scripted->adapter);
	hvac_client *client;
	hvac_response *response;

	hvac_config_set(config, "retry_writes", "true");
	hvac_config_set(config, "max_retries", "1");
	client = client_of(config);
	ck_assert_int_ne(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_OK);
	ck_assert_uint_eq(scripted->started, 2);
	ck_assert_int_eq(hvac_response_may_have_been_carried_out(response), repeated_writes[_i].in_doubt);
	ck_assert_int_eq(!!strstr(hvac_response_message(response), "it may have been carried out"), repeated_writes[_i].in_doubt);
	hvac_response_free(response);
	done(client, scripted);
}
END_TEST

START_TEST(what_was_seen_of_an_answer_that_was_lost_says_nothing_of_a_write)
{
	static const hvac_outcome_kind kinds[] = {
		HVAC_OUTCOME_MAYBE_SENT, HVAC_OUTCOME_TIMEOUT, HVAC_OUTCOME_TOO_LARGE, HVAC_OUTCOME_STREAM, HVAC_OUTCOME_MALFORMED, HVAC_OUTCOME_NO_MEMORY,
	};
	static const int seen[] = { 200, 403, 503 };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] * 3; i++) {
		const struct scripted_answer lost = { .http_status = seen[i % 3], .headers = "Retry-After: 0\r\n", .body = "{\"data\":{", .kind = kinds[i / 3] };
		struct scripted *scripted = scripted_new(&lost, 1);
		hvac_client *client = client_of(config_with(&scripted->adapter));
		hvac_response *response;
		size_t length;

		ck_assert_int_ne(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_OK);
		ck_assert_msg(hvac_response_may_have_been_carried_out(response), "kind %d, %d", kinds[i / 3], seen[i % 3]);
		ck_assert_int_eq(hvac_response_http_status(response), 0);
		ck_assert_ptr_null(hvac_response_header(response, "Retry-After"));
		ck_assert_ptr_null(hvac_response_body(response, &length));
		ck_assert_uint_eq(scripted->started, 1);
		hvac_response_free(response);
		done(client, scripted);
	}
}
END_TEST

/* Cancelling */

struct running {
	hvac_client *client;
	hvac_task *task;
	hvac_status status;
	pthread_t thread;
};

static void *run_task(void *context)
{
	struct running *running = context;

	running->status = hvac_task_run(running->task);
	return NULL;
}

static void *run_call(void *context)
{
	struct running *running = context;

	running->status = hvac_call(running->client, ENGINE, "read", NULL, NULL);
	return NULL;
}

START_TEST(a_call_on_its_way_is_cancelled_from_another_thread)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	struct running running = { .client = client_of(config_with(&scripted->adapter)) };

	hvac_task_new(running.client, ENGINE, "read", NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	scripted_wait(scripted, 1);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	ck_assert_int_eq(running.status, HVAC_CANCELLED);
	ck_assert_uint_eq(scripted->cancelled, 1);
	hvac_task_free(running.task);
	done(running.client, scripted);
}
END_TEST

/* Cancels what waits for an answer, or has its only one and waits to ask again, and tells whether the server may have carried it out. */
static bool in_doubt_when_cancelled(struct scripted *scripted, const char *operation)
{
	struct running running = { .client = client_of(config_with(&scripted->adapter)) };
	hvac_response *response;
	bool in_doubt;

	hvac_task_new(running.client, ENGINE, operation, NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	if (scripted->count)
		scripted_wait_idle(scripted, 1);
	else
		scripted_wait(scripted, 1);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	ck_assert_int_eq(running.status, HVAC_CANCELLED);
	response = hvac_task_take(running.task);
	in_doubt = hvac_response_may_have_been_carried_out(response);
	ck_assert_int_eq(!!strstr(hvac_response_message(response), "it may have been carried out"), in_doubt);
	hvac_response_free(response);
	hvac_task_free(running.task);
	done(running.client, scripted);
	return in_doubt;
}

START_TEST(a_write_that_is_cancelled_on_its_way_may_have_been_carried_out)
{
	ck_assert(in_doubt_when_cancelled(scripted_new(NULL, 0), "write"));
}
END_TEST

START_TEST(a_write_that_was_refused_and_is_cancelled_has_not_been_carried_out)
{
	ck_assert(!in_doubt_when_cancelled(scripted_new(ONE_SCRIPT({ .http_status = 503, .headers = "Retry-After: 60\r\n" })), "write"));
}
END_TEST

START_TEST(a_read_that_is_cancelled_leaves_no_doubt)
{
	ck_assert(!in_doubt_when_cancelled(scripted_new(NULL, 0), "read"));
}
END_TEST

START_TEST(a_task_cancelled_before_it_runs_sends_nothing)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;
	hvac_task *task;

	hvac_task_new(client, ENGINE, "read", NULL, NULL, &task);
	hvac_task_cancel(task);
	ck_assert_int_eq(hvac_task_run(task), HVAC_CANCELLED);
	response = hvac_task_take(task);
	ck_assert_int_eq(hvac_response_status(response), HVAC_CANCELLED);
	hvac_response_free(response);
	ck_assert_uint_eq(scripted->started, 0);
	hvac_task_free(task);
	done(client, scripted);
}
END_TEST

START_TEST(a_task_that_waits_for_a_retry_is_cancelled)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT({ .http_status = 503, .headers = "Retry-After: 60\r\n" }));
	struct running running = { .client = client_of(config_with(&scripted->adapter)) };

	hvac_task_new(running.client, ENGINE, "read", NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	scripted_wait(scripted, 1);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	ck_assert_int_eq(running.status, HVAC_CANCELLED);
	hvac_task_free(running.task);
	done(running.client, scripted);
}
END_TEST

START_TEST(freeing_a_client_ends_the_calls_of_other_threads)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	struct running running[4];

	running[0].client = client_of(config_with(&scripted->adapter));
	for (size_t i = 0; i < 4; i++) {
		running[i].client = running[0].client;
		pthread_create(&running[i].thread, NULL, run_call, &running[i]);
	}
	scripted_wait(scripted, 4);
	hvac_client_free(running[0].client);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(running[i].thread, NULL);
		ck_assert_int_eq(running[i].status, HVAC_CANCELLED);
	}
	ck_assert_uint_eq(scripted->cancelled, 4);
	done(NULL, scripted);
}
END_TEST

START_TEST(freeing_a_derived_client_leaves_the_others_calls_alone)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	struct running running = { .client = client_of(config_with(&scripted->adapter)) };
	hvac_client *derived;

	hvac_client_derive(running.client, &derived, "namespace", "x", NULL);
	hvac_task_new(running.client, ENGINE, "read", NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	scripted_wait(scripted, 1);
	hvac_client_free(derived);
	ck_assert_uint_eq(scripted->cancelled, 0);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	hvac_task_free(running.task);
	done(running.client, scripted);
}
END_TEST

/* Time */

static uint64_t frozen(void *context)
{
	(void)context;
	return 1;
}

static void (*real_drive)(void *lane, int timeout_ms, hvac_adapter_done *done, void *context);
static unsigned drives;

static void drive_a_hundred_times(void *lane, int timeout_ms, hvac_adapter_done *ready, void *context)
{
	if (++drives > 100)
		ck_abort_msg("the wait never ends");
	real_drive(lane, timeout_ms, ready, context);
}

START_TEST(a_wait_is_of_real_time_although_a_clock_was_given)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT({ .http_status = 503 }, OK_ANSWER));
	hvac_config *config = config_with(&scripted->adapter);
	hvac_clock clock = { .monotonic = frozen };
	hvac_client *client;

	real_drive = scripted->adapter.drive;
	scripted->adapter.drive = drive_a_hundred_times;
	hvac_config_clock(config, &clock);
	client = client_of(config);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	done(client, scripted);
}
END_TEST

/* Threads and forks */

static void *call_many_times(void *context)
{
	struct running *running = context;

	for (int i = 0; i < 50 && running->status == HVAC_OK; i++)
		running->status = hvac_call(running->client, ENGINE, "read", NULL, NULL);
	return NULL;
}

START_TEST(many_threads_call_through_one_client)
{
	static struct scripted_answer script[400];
	struct scripted *scripted = scripted_new(script, 400);
	struct running running[8];
	hvac_client *client = client_of(config_with(&scripted->adapter));

	for (size_t i = 0; i < 400; i++)
		script[i] = (struct scripted_answer)OK_ANSWER;
	for (size_t i = 0; i < 8; i++) {
		running[i] = (struct running){ .client = client };
		pthread_create(&running[i].thread, NULL, call_many_times, &running[i]);
	}
	for (int i = 0; i < 100; i++)
		hvac_client_set_token(client, i % 2 ? "one" : "another");
	for (size_t i = 0; i < 8; i++) {
		pthread_join(running[i].thread, NULL);
		ck_assert_int_eq(running[i].status, HVAC_OK);
	}
	ck_assert_uint_eq(scripted->started, 400);
	ck_assert_uint_le(scripted->opened, 8);
	done(client, scripted);
}
END_TEST

/* A child leaks its parent's block on purpose: it ends as another program, before a leak checker can see that. */
static void leave(int status)
{
	char command[] = "exit 0";

	command[5] = (char)('0' + status);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static void fork_a_child(void)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER, OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	pid_t child;
	int status;

	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	child = fork();
	if (child == 0) {
		if (hvac_call(client, ENGINE, "read", NULL, NULL) != HVAC_OK || scripted->opened != 2 || scripted->closed != 0)
			leave(1);
		hvac_client_free(client);
		leave(scripted->closed == 1 ? 0 : 2);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	ck_assert_uint_eq(scripted->opened, 1);
	done(client, scripted);
}

START_TEST(a_forked_child_opens_lanes_of_its_own_and_closes_none_of_the_parents)
{
	fork_a_child();
}
END_TEST

/* As in a namespace of its own, or once numbers are used again. */
START_TEST(so_does_a_child_that_has_its_parents_number)
{
	number = 1;
	fork_a_child();
}
END_TEST

/* Deriving */

START_TEST(a_derived_client_changes_its_own_calls_alone)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER, OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter)), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "namespace", "team", NULL), HVAC_OK);
	hvac_call(derived, ENGINE, "read", NULL, NULL);
	hvac_call(client, ENGINE, "read", NULL, NULL);
	ck_assert_str_eq(scripted_seen(scripted, 0, "/headers/X-Vault-Namespace"), "team");
	ck_assert_ptr_null(scripted_seen(scripted, 1, "/headers/X-Vault-Namespace"));
	ck_assert_uint_eq(scripted->opened, 1);
	hvac_client_free(client);
	ck_assert_uint_eq(scripted->freed, 0);
	done(derived, scripted);
}
END_TEST

START_TEST(a_derived_client_with_another_address_uses_the_same_adapter)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter)), *derived;

	ck_assert_int_eq(hvac_client_derive(client, &derived, "address", "https://other:1", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_call(derived, ENGINE, "read", NULL, NULL), HVAC_OK);
	ck_assert_str_eq(scripted_seen(scripted, 0, "/base"), "https://other:1");
	hvac_client_free(client);
	done(derived, scripted);
}
END_TEST

/* Logins */

START_TEST(a_login_sets_the_token_of_all_that_share_it)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT({ .http_status = 200, .body = "{\"auth\":{\"client_token\":\"fresh\"}}" }, OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter)), *derived;
	hvac_response *response;

	hvac_client_derive(client, &derived, "namespace", "team", NULL);
	ck_assert_int_eq(hvac_login(client, ENGINE, "login", HVAC_ARGS(hvac_string("password", "hunter2")), &response), HVAC_OK);
	ck_assert_str_eq(hvac_response_string(response, "client_token"), "fresh");
	hvac_response_free(response);
	ck_assert_ptr_null(scripted_seen(scripted, 0, "/headers/X-Vault-Token"));
	hvac_call(derived, ENGINE, "read", NULL, NULL);
	ck_assert_str_eq(scripted_seen(scripted, 1, "/headers/X-Vault-Token"), "fresh");
	hvac_client_free(derived);
	done(client, scripted);
}
END_TEST

START_TEST(what_is_no_login_does_not_log_in)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;

	ck_assert_int_eq(hvac_login(client, ENGINE, "read", NULL, &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "no login"));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_login(client, ENGINE, "logn", NULL, NULL), HVAC_NO_SUCH_OPERATION);
	ck_assert_uint_eq(scripted->started, 0);
	assert_token(client, "hunter2token");
	done(client, scripted);
}
END_TEST

START_TEST(is_authenticated_asks_the_server)
{
	static const struct { int http_status; bool authenticated; hvac_status status; } cases[] = {
		{ 200, true, HVAC_OK }, { 403, false, HVAC_OK }, { 500, false, HVAC_INTERNAL_SERVER_ERROR }, { 501, false, HVAC_VAULT_NOT_INITIALIZED },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct scripted_answer answer = { .http_status = cases[i].http_status, .headers = "Content-Type: application/json\r\n", .body = "{}" };
		struct scripted *scripted = scripted_new(&answer, 1);
		hvac_client *client = client_of(config_with(&scripted->adapter));
		bool authenticated = !cases[i].authenticated;

		ck_assert_int_eq(hvac_is_authenticated(client, &authenticated, NULL), cases[i].status);
		ck_assert(authenticated == cases[i].authenticated);
		ck_assert_str_eq(scripted_seen(scripted, 0, "/path"), "/v1/auth/token/lookup-self");
		done(client, scripted);
	}
}
END_TEST

START_TEST(without_a_token_nobody_is_authenticated)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_response *response;
	bool authenticated = true;

	hvac_client_set_token(client, NULL);
	ck_assert_int_eq(hvac_is_authenticated(client, &authenticated, &response), HVAC_OK);
	ck_assert(!authenticated);
	ck_assert_uint_eq(scripted->started, 0);
	done(client, scripted);
}
END_TEST

START_TEST(of_a_client_that_cannot_be_used_nobody_can_tell)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter)), *broken[2];
	hvac_response *response;

	ck_assert_int_eq(hvac_client_derive(client, &broken[0], "timeout", "soon", NULL), HVAC_CONFIG_ERROR);
	ck_assert_int_ne(hvac_client_inline(client, ENGINE, "read", NULL, &broken[1]), HVAC_OK);
	for (size_t i = 0; i < 2; i++) {
		bool authenticated = true;

		ck_assert_int_eq(hvac_is_authenticated(broken[i], &authenticated, &response), HVAC_CONFIG_ERROR);
		ck_assert(!authenticated);
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), hvac_client_error(broken[i])));
		hvac_response_free(response);
		ck_assert_int_eq(hvac_is_authenticated(broken[i], &authenticated, NULL), HVAC_CONFIG_ERROR);
		hvac_client_free(broken[i]);
	}
	done(client, scripted);
}
END_TEST

/* libcurl */

static hvac_client *client_at(const char *address, const char *name, const char *value)
{
	hvac_config *config = config_with(NULL);

	hvac_config_set(config, "address", address);
	hvac_config_set(config, "max_retries", "0");
	hvac_config_set(config, name, value);
	return client_of(config);
}

static hvac_response *read_from(const struct server_reply *reply, const char *name, const char *value)
{
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, reply, 1);
	client = client_at(server.address, name, value);
	hvac_call(client, ENGINE, "read", NULL, &response);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
	return response;
}

static void assert_answer(const char *text, const char *name, const char *value, hvac_status status)
{
	struct server_reply reply = { .text = text, .close = true };
	hvac_response *response = read_from(&reply, name, value);

	ck_assert_msg(hvac_response_status(response) == status, "%s: %s", hvac_status_name(hvac_response_status(response)), hvac_response_message(response));
	hvac_response_free(response);
}

START_TEST(nobody_there_is_a_connection_error_and_nothing_was_sent)
{
	struct server server;
	hvac_client *client;
	hvac_response *response;

	/* a port that was free a moment ago */
	server_start(&server, NULL, 0);
	server_stop(&server);
	client = client_at(server.address, "namespace", "x");
	ck_assert_int_eq(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_CONNECTION_ERROR);
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	ck_assert(hvac_response_retryable(response));
	ck_assert_int_eq(hvac_response_http_status(response), 0);
	ck_assert_ptr_nonnull(strstr(hvac_response_url(response), server.address));
	hvac_response_free(response);
	hvac_client_free(client);
	server_free(&server);
}
END_TEST

START_TEST(a_connection_lost_after_a_write_may_have_carried_it_out)
{
	static const struct server_reply nothing = { .text = NULL };
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, &nothing, 1);
	client = client_at(server.address, "namespace", "x");
	ck_assert_int_eq(hvac_call(client, ENGINE, "write", HVAC_ARGS(hvac_string("value", "v")), &response), HVAC_CONNECTION_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_uint_eq(server.served, 1);
	server_free(&server);
}
END_TEST

START_TEST(a_connection_lost_after_a_read_may_have_carried_out_what_nobody_says_is_harmless)
{
	static const struct server_reply nothing = { .text = NULL };
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, &nothing, 1);
	client = client_at(server.address, "max_retries", "0");
	ck_assert_int_eq(hvac_read(client, "database/creds/shop", &response), HVAC_CONNECTION_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, &response), HVAC_CONNECTION_ERROR);
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	hvac_client_free(client);
	server_stop(&server);
	server_free(&server);
}
END_TEST

START_TEST(what_may_make_something_is_not_sent_again_when_a_kept_connection_ends)
{
	static const struct server_reply script[] = {
		{ .text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" }, { .text = NULL }, { .text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
	};
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, script, 3);
	client = client_at(server.address, "max_retries", "0");
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_read(client, "database/creds/shop", &response), HVAC_CONNECTION_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "the connection was lost before an answer"));
	hvac_response_free(response);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_uint_eq(server.served, 2);
	server_free(&server);
}
END_TEST

START_TEST(odd_answers_are_clear_errors)
{
	assert_answer("SSH-2.0-OpenSSH\r\n", "namespace", "x", HVAC_MALFORMED_ANSWER);
	assert_answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"", "namespace", "x", HVAC_CONNECTION_ERROR);
	assert_answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{\"a\"", "namespace", "x", HVAC_MALFORMED_ANSWER);
	assert_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "namespace", "x", HVAC_OK);
	assert_answer("HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "namespace", "x", HVAC_OK);
	assert_answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}", "namespace", "x", HVAC_CONNECTION_ERROR);
	assert_answer("HTTP/1.1 200 OK\r\n\r\n{}", "namespace", "x", HVAC_OK);
}
END_TEST

START_TEST(an_answer_beyond_the_limits_is_too_large)
{
	static char text[8192];

	strcpy(text, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
	memset(text + strlen(text), ' ', 2000);
	assert_answer(text, "body_max", "1024", HVAC_TOO_LARGE);
	strcpy(text, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Long: ");
	memset(text + strlen(text), 'x', 2000);
	strcat(text, "\r\n\r\n{}");
	assert_answer(text, "headers_max", "1024", HVAC_TOO_LARGE);
	assert_answer(text, "headers_max", "4096", HVAC_OK);
}
END_TEST

START_TEST(a_connection_is_used_again)
{
	static const struct server_reply replies[] = {
		{ .text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" }, { .text = "HTTP/1.1 204 No Content\r\n\r\n" }, { .text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
	};
	struct server server;
	hvac_client *client;

	server_start(&server, replies, 3);
	client = client_at(server.address, "namespace", "x");
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(hvac_call(client, ENGINE, i == 1 ? "write" : "read", NULL, NULL), HVAC_OK);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_ptr_nonnull(strstr(server.heads[0], "GET /v1/x HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(server.heads[1], "POST /v1/x HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(server.heads[1], "Content-Type: application/json\r\n"));
	ck_assert_str_eq(server.bodies[1], "{}");
	ck_assert_ptr_null(strstr(server.heads[2], "Content-Type"));
	ck_assert_ptr_null(strstr(server.heads[2], "Content-Length"));
	server_free(&server);
}
END_TEST

START_TEST(a_path_reaches_the_server_as_it_was_encoded)
{
	static const struct server_reply reply = { .text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" };
	struct server server;
	hvac_client *client;

	server_start(&server, &reply, 1);
	client = client_at(server.address, "namespace", "x");
	hvac_read(client, "a b/%41/c?d#e/.../\xc3\xa4", NULL);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_msg(!strncmp(server.heads[0], "GET /v1/a%20b/%2541/c%3fd%23e/.../%c3%a4 HTTP/1.1\r\n", 51), "%s", server.heads[0]);
	server_free(&server);
}
END_TEST

START_TEST(a_hanging_server_is_a_timeout)
{
	static const struct server_reply part = { .text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{" };
	struct server_reply script[2] = { part, part };
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, script, 2);
	client = client_at(server.address, "timeout", "200ms");
	ck_assert_int_eq(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_TIMEOUT);
	hvac_client_free(client);
	server_stop(&server);
	/* on a slow machine the time may be over before */
	ck_assert(!server.served || hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	server_free(&server);
}
END_TEST

START_TEST(a_call_to_a_hanging_server_is_cancelled)
{
	static const struct server_reply part = { .text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{" };
	struct server_reply script[2] = { part, part };
	struct server server;
	struct running running;

	server_start(&server, script, 2);
	running.client = client_at(server.address, "namespace", "x");
	hvac_task_new(running.client, ENGINE, "read", NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	ck_assert_int_eq(running.status, HVAC_CANCELLED);
	hvac_task_free(running.task);
	hvac_client_free(running.client);
	server_stop(&server);
	server_free(&server);
}
END_TEST

#define NAMED "http://hangs.test:1"

/* Name servers that do not answer: whoever asks them waits until the test is at its end. It is libcurl that asks. */
static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned asked;
	bool answers;
	long thread;                    /* that asked last */
} names = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

HVAC_API int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
		(int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))(uintptr_t)dlsym(RTLD_NEXT, "getaddrinfo");

	if (!name || strcmp(name, "hangs.test") != 0)
		return real(name, service, hints, result);
	pthread_mutex_lock(&names.mutex);
	names.asked++;
	names.thread = syscall(SYS_gettid);
	pthread_cond_broadcast(&names.changed);
	while (!names.answers)
		pthread_cond_wait(&names.changed, &names.mutex);
	pthread_mutex_unlock(&names.mutex);
	return EAI_AGAIN;
}

/* No thread is left that would look like a leak. */
static void answer_names(void)
{
	char thread[64];

	pthread_mutex_lock(&names.mutex);
	ck_assert_uint_eq(names.asked, 1);
	names.answers = true;
	pthread_cond_broadcast(&names.changed);
	pthread_mutex_unlock(&names.mutex);
	snprintf(thread, sizeof thread, "/proc/self/task/%ld", names.thread);
	while (access(thread, F_OK) == 0)
		sched_yield();
}

START_TEST(a_name_server_that_hangs_is_a_timeout)
{
	hvac_client *client = client_at(NAMED, "timeout", "200ms");
	hvac_response *response;

	hvac_call(client, ENGINE, "read", NULL, &response);
	ck_assert_msg(hvac_response_status(response) == HVAC_TIMEOUT, "%s", hvac_response_message(response));
	hvac_response_free(response);
	hvac_client_free(client);
	answer_names();
}
END_TEST

START_TEST(a_call_that_a_name_server_holds_up_is_cancelled)
{
	struct running running = { .client = client_at(NAMED, "timeout", "60s") };

	hvac_task_new(running.client, ENGINE, "read", NULL, NULL, &running.task);
	pthread_create(&running.thread, NULL, run_task, &running);
	pthread_mutex_lock(&names.mutex);
	while (!names.asked)
		pthread_cond_wait(&names.changed, &names.mutex);
	pthread_mutex_unlock(&names.mutex);
	hvac_task_cancel(running.task);
	pthread_join(running.thread, NULL);
	ck_assert_int_eq(running.status, HVAC_CANCELLED);
	hvac_task_free(running.task);
	hvac_client_free(running.client);
	answer_names();
}
END_TEST

/* Where connections would have led, in turn; none is made while they are noted. */
static struct {
	struct { int family; unsigned port, zone; } list[4];
	size_t count;
	bool noted;
} ways;

/* By its name alone: what glibc declares has a union in the place of the address. */
HVAC_API int connect_noted(int socket, const struct sockaddr *address, socklen_t length) __asm__("connect");

int connect_noted(int socket, const struct sockaddr *address, socklen_t length)
{
	int (*real)(int, const struct sockaddr *, socklen_t) = (int (*)(int, const struct sockaddr *, socklen_t))(uintptr_t)dlsym(RTLD_NEXT, "connect");
	const struct sockaddr_in *four = (const void *)address;
	const struct sockaddr_in6 *six = (const void *)address;

	if (!ways.noted || (address->sa_family != AF_INET && address->sa_family != AF_INET6))
		return real(socket, address, length);
	if (ways.count < sizeof ways.list / sizeof ways.list[0]) {
		ways.list[ways.count].family = address->sa_family;
		ways.list[ways.count].port = ntohs(address->sa_family == AF_INET ? four->sin_port : six->sin6_port);
		ways.list[ways.count++].zone = address->sa_family == AF_INET ? 0 : six->sin6_scope_id;
	}
	errno = ENETUNREACH;
	return -1;
}

/* The client is freed. */
static void note_ways(hvac_client *client)
{
	memset(&ways, 0, sizeof ways);
	ways.noted = true;
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_CONNECTION_ERROR);
	ways.noted = false;
	hvac_client_free(client);
}

START_TEST(the_zone_of_an_ipv6_address_says_where_it_is)
{
	const unsigned loopback = if_nametoindex("lo");
	static const char *const server_names[] = { NULL, "vault.test", "::1" };
	char numbered[64];

	snprintf(numbered, sizeof numbered, "http://[fe80::1%%25%u]:8200", loopback);
	for (size_t i = 0; i < sizeof server_names / sizeof server_names[0]; i++) {
		/* one handle serves them all */
		note_ways(client_at("https://[fe80::1%25lo]:8200,https://[fe80::2]:8201,https://[fe80::3%25lo]:8202,https://[fe80::4%25nowhere]:8203", "tls_server_name",
		                    server_names[i]));
		ck_assert_uint_eq(ways.count, 4);
		for (unsigned n = 0; n < 4; n++) {
			ck_assert_uint_eq(ways.list[n].port, 8200 + n);
			ck_assert_uint_eq(ways.list[n].zone, n % 2 ? 0 : loopback);
		}
	}
	note_ways(client_at(numbered, "namespace", "x"));
	ck_assert_uint_eq(ways.list[0].zone, loopback);
}
END_TEST

START_TEST(a_proxy_without_a_port_is_asked_at_that_of_its_kind)
{
	static const struct { const char *proxy; unsigned port; } cases[] = {
		{ "127.0.0.1", 80 }, { "http://127.0.0.1", 80 }, { "HTTP://user:word@127.0.0.1/", 80 }, { "user:word@127.0.0.1", 80 }, { "127.0.0.1:3128", 3128 },
		{ "http://127.0.0.1:1080", 1080 }, { "https://127.0.0.1", 443 }, { "socks5://127.0.0.1", 1080 }, { "socks5h://127.0.0.1:80", 80 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		hvac_client *client = client_at("http://vault.invalid:8200", "http_proxy", cases[i].proxy);

		note_ways(client);
		ck_assert_msg(ways.count == 1 && ways.list[0].port == cases[i].port, "%s: %u", cases[i].proxy, ways.list[0].port);
	}
	note_ways(client_at("http://127.0.0.1", "http_proxy", NULL));
	ck_assert_uint_eq(ways.list[0].port, 80);
}
END_TEST

static int count_passphrases(void *context, char *buffer, int size)
{
	(void)buffer;
	(void)size;
	++*(int *)context;
	return -1;
}

START_TEST(a_passphrase_is_asked_for_when_a_key_is_needed)
{
	static const struct { const char *address, *key; int wanted; } cases[] = {
		{ "http://127.0.0.1:1", "/nonexistent", 0 }, { "https://127.0.0.1:1", NULL, 0 }, { "https://127.0.0.1:1", "/nonexistent", 1 },
		{ "http://127.0.0.1:1,https://127.0.0.1:1,https://127.0.0.1:2", "/nonexistent", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		hvac_config *config = config_with(NULL);
		int asked = 0;

		hvac_config_set(config, "address", cases[i].address);
		hvac_config_set(config, "max_retries", "0");
		hvac_config_set(config, "client_cert", cases[i].key);
		hvac_config_set(config, "client_key", cases[i].key);
		hvac_config_passphrase(config, count_passphrases, &asked);
		note_ways(client_of(config));
		ck_assert_int_eq(asked, cases[i].wanted);
	}
}
END_TEST

#define EMPTY_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

/* With a name and a password for the proxy, which is the server. */
static hvac_client *client_behind(const struct server *server, const char *address, const char *no_proxy)
{
	hvac_config *config = config_with(NULL);
	char proxy[128];

	snprintf(proxy, sizeof proxy, "http://user:hunter2proxy@%s", server->address + strlen("http://"));
	hvac_config_set(config, "address", address);
	hvac_config_set(config, "http_proxy", proxy);
	hvac_config_set(config, "no_proxy", no_proxy);
	hvac_config_set(config, "max_retries", "0");
	return client_of(config);
}

START_TEST(requests_go_through_the_proxy_with_its_password)
{
	static const struct server_reply reply = { .text = EMPTY_ANSWER };
	struct server server;
	hvac_client *client;

	server_start(&server, &reply, 1);
	client = client_behind(&server, "http://vault.invalid:8200", NULL);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_msg(!strncmp(server.heads[0], "GET http://vault.invalid:8200/v1/x HTTP/1.1\r\n", 45), "%s", server.heads[0]);
	ck_assert_ptr_nonnull(strstr(server.heads[0], "Proxy-Authorization: Basic dXNlcjpodW50ZXIycHJveHk=\r\n"));
	server_free(&server);
}
END_TEST

START_TEST(a_dead_proxy_is_a_connection_error_that_keeps_its_password)
{
	struct server server;
	hvac_client *client;
	hvac_response *response;

	server_start(&server, NULL, 0);
	server_stop(&server);
	client = client_behind(&server, "http://vault.invalid:8200", NULL);
	ck_assert_int_eq(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_CONNECTION_ERROR);
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	ck_assert_msg(!strstr(hvac_response_message(response), "hunter2"), "%s", hvac_response_message(response));
	ck_assert_msg(strstr(hvac_response_message(response), "the proxy up?") && !strstr(hvac_response_message(response), "option address"), "%s",
	              hvac_response_message(response));
	hvac_response_free(response);
	hvac_client_free(client);
	server_free(&server);
}
END_TEST

/* Another libcurl may know fewer schemes than the option allows. */
START_TEST(a_proxy_that_libcurl_cannot_ask_is_not_quoted)
{
	hvac_config *config = config_with(NULL);
	hvac_client *client;
	hvac_response *response;

	hvac_config_set(config, "address", "http://vault.invalid:8200");
	hvac_config_set(config, "max_retries", "0");
	config->texts.list[OPTION_HTTP_PROXY] = strdup("htp://user:hunter2@127.0.0.1:1");
	client = client_of(config);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, &response), HVAC_CONNECTION_ERROR);
	ck_assert_msg(!strstr(hvac_response_message(response), "hunter2") && strstr(hvac_response_message(response), "proxy"), "%s", hvac_response_message(response));
	hvac_response_free(response);
	hvac_client_free(client);
}
END_TEST

START_TEST(hosts_of_no_proxy_are_asked_directly)
{
	static const struct server_reply reply = { .text = EMPTY_ANSWER };
	struct server server, proxy;
	hvac_client *client;

	server_start(&server, &reply, 1);
	server_start(&proxy, &reply, 1);
	client = client_behind(&proxy, server.address, "vault.invalid,127.0.0.1");
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", NULL, NULL), HVAC_OK);
	hvac_client_free(client);
	server_stop(&server);
	server_stop(&proxy);
	ck_assert_uint_eq(server.served, 1);
	ck_assert_uint_eq(proxy.served, 0);
	server_free(&server);
	server_free(&proxy);
}
END_TEST

START_TEST(a_request_to_another_host_goes_past_every_proxy)
{
	static const struct server_reply reply = { .text = EMPTY_ANSWER };
	struct server server, proxy;
	hvac_client *client;

	server_start(&server, &reply, 1);
	server_start(&proxy, &reply, 1);
	snprintf(outside, sizeof outside, "%s/meta", server.address);
	setenv("http_proxy", proxy.address, 1);
	client = client_behind(&proxy, "http://vault.invalid:8200", NULL);
	ck_assert_int_eq(hvac_call(client, ENGINE, "outside", NULL, NULL), HVAC_OK);
	hvac_client_free(client);
	server_stop(&server);
	server_stop(&proxy);
	ck_assert_uint_eq(proxy.served, 0);
	ck_assert_msg(!strncmp(server.heads[0], "GET /meta HTTP/1.1\r\n", 20), "%s", server.heads[0]);
	ck_assert_ptr_null(strstr(server.heads[0], "hunter2"));
	server_free(&server);
	server_free(&proxy);
}
END_TEST

/* Files of certificates */

static void write_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(content, file);
	fclose(file);
}

static void ended(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_status *)context = hvac_response_status(response);
	hvac_response_free(response);
}

static void read_by_descriptor(hvac_client *client, hvac_queue *queue)
{
	struct pollfd one = { .fd = hvac_queue_descriptor(queue), .events = POLLIN };
	hvac_status status = HVAC_CANCELLED;
	hvac_task *task;

	hvac_task_new(client, ENGINE, "read", NULL, NULL, &task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, ended, &status), HVAC_OK);
	hvac_queue_run(queue, 0);
	while (hvac_queue_pending(queue)) {
		ck_assert_int_eq(poll(&one, 1, -1), 1);
		ck_assert_int_eq(one.revents, POLLIN);
		hvac_queue_run(queue, 0);
	}
	ck_assert_int_eq(status, HVAC_OK);
}

static uint64_t the_time = 1;

static uint64_t tell_the_time(void *context)
{
	(void)context;
	return the_time;
}

static void change_certificates(bool without_epoll)
{
	static const hvac_clock clock = { .monotonic = tell_the_time };
	static const struct server_reply replies[] = { { .text = EMPTY_ANSWER, .close = true }, { .text = EMPTY_ANSWER }, { .text = EMPTY_ANSWER } };
	char path[] = "/tmp/hvac-ca-XXXXXX";
	struct server server;
	hvac_config *config;
	hvac_client *client;
	hvac_queue *queue;
	int descriptor;

	close(mkstemp(path));
	write_file(path, "one");
	server_start(&server, replies, 3);
	config = config_with(NULL);
	hvac_config_set(config, "address", server.address);
	hvac_config_set(config, "ca_cert", path);
	hvac_config_clock(config, &clock);
	client = client_of(config);
	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	descriptor = hvac_queue_descriptor(queue);
	read_by_descriptor(client, queue);
	write_file(path, "another");
	/* as long as files may be taken for what they were */
	the_time += 1000000000;
	no_epoll = without_epoll;
	read_by_descriptor(client, queue);
	ck_assert_int_eq(hvac_queue_descriptor(queue), descriptor);
	no_epoll = false;
	epolls = 0;
	read_by_descriptor(client, queue);
	ck_assert_int_eq(hvac_queue_descriptor(queue), descriptor);
	/* what was missing is asked for again */
	ck_assert_uint_eq(epolls, without_epoll ? 1 : 0);
	hvac_queue_free(queue);
	hvac_client_free(client);
	server_stop(&server);
	ck_assert_uint_eq(server.connections, 2);
	server_free(&server);
	unlink(path);
}

START_TEST(a_programs_loop_goes_on_when_certificates_have_changed)
{
	change_certificates(false);
}
END_TEST

START_TEST(its_descriptor_stays_the_same_where_there_is_none_left_for_them)
{
	change_certificates(true);
}
END_TEST

struct canceller {
	pthread_t thread;
	atomic_bool goes;
	hvac_task *task;
};

static void *cancel_task(void *context)
{
	struct canceller *canceller = context;

	while (!atomic_load_explicit(&canceller->goes, memory_order_relaxed))
		sched_yield();
	hvac_task_cancel(canceller->task);
	return NULL;
}

/* The flag orders nothing else between the two threads: whatever they share has to do so itself. */
START_TEST(a_call_is_cancelled_while_another_thread_makes_the_descriptor)
{
	hvac_client *client = client_at("http://127.0.0.1:1", "timeout", "60s");
	hvac_status status = HVAC_OK;
	struct canceller canceller = { .task = NULL };
	hvac_queue *queue;

	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	hvac_task_new(client, ENGINE, "read", NULL, NULL, &canceller.task);
	ck_assert_int_eq(hvac_queue_submit(queue, canceller.task, ended, &status), HVAC_OK);
	ck_assert_int_eq(pthread_create(&canceller.thread, NULL, cancel_task, &canceller), 0);
	ck_assert_int_ge(hvac_queue_descriptor(queue), 0);
	atomic_store_explicit(&canceller.goes, true, memory_order_relaxed);
	pthread_join(canceller.thread, NULL);
	hvac_queue_run(queue, 0);
	ck_assert_int_eq(status, HVAC_CANCELLED);
	hvac_queue_free(queue);
	hvac_client_free(client);
}
END_TEST

START_TEST(a_passphrase_that_cannot_be_read_is_told_before_anything_is_sent)
{
	hvac_client *client = client_at("https://127.0.0.1:1", "client_key_passphrase_file", "/nonexistent/passphrase");
	hvac_response *response;

	ck_assert_int_eq(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_CONFIG_ERROR);
	ck_assert_msg(strstr(hvac_response_message(response), "client_key_passphrase_file cannot be read"), "%s", hvac_response_message(response));
	ck_assert(!hvac_response_may_have_been_carried_out(response));
	hvac_response_free(response);
	hvac_client_free(client);
}
END_TEST

/* Each connection reads them anew, in the midst of a call. */
START_TEST(a_file_of_a_connection_that_is_a_pipe_is_refused_and_not_waited_for)
{
	static const char *const options[] = { "ca_cert", "client_cert", "client_key", "client_key_passphrase_file" };
	char path[] = "/tmp/hvac-pipe-XXXXXX", address[sizeof ((struct server *)NULL)->address + 1];
	struct server server;

	close(mkstemp(path));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	server_start(&server, NULL, 0);
	snprintf(address, sizeof address, "https%s", strchr(server.address, ':'));
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		hvac_config *config = config_with(NULL);
		hvac_client *client;
		hvac_response *response;

		hvac_config_set(config, "address", address);
		hvac_config_set(config, "client_cert", "/nonexistent");
		hvac_config_set(config, "client_key", "/nonexistent");
		hvac_config_set(config, options[i], path);
		client = client_of(config);
		ck_assert_int_eq(hvac_call(client, ENGINE, "write", NULL, &response), HVAC_CONFIG_ERROR);
		ck_assert_msg(strstr(hvac_response_message(response), options[i]), "%s", hvac_response_message(response));
		ck_assert_msg(strstr(hvac_response_message(response), "no regular file"), "%s", hvac_response_message(response));
		hvac_response_free(response);
		hvac_client_free(client);
	}
	server_stop(&server);
	ck_assert_uint_eq(server.connections, 0);
	server_free(&server);
	unlink(path);
}
END_TEST

/* Plain paths */

START_TEST(what_is_behind_a_path_is_scanned_and_patched)
{
	struct scripted *scripted = scripted_new(ONE_SCRIPT(OK_ANSWER, OK_ANSWER));
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_value *data = hvac_value_new_map();

	hvac_value_adopt_member(data, "n", hvac_value_new_integer(1));
	ck_assert_int_eq(hvac_scan(client, "secret/a", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_patch(client, "secret/b", data, NULL), HVAC_OK);
	ck_assert_str_eq(scripted_seen(scripted, 0, "/method"), "SCAN");
	ck_assert_str_eq(scripted_seen(scripted, 0, "/path"), "/v1/secret/a");
	ck_assert_str_eq(scripted_seen(scripted, 1, "/method"), "PATCH");
	ck_assert_str_eq(scripted_seen(scripted, 1, "/body"), "{\"n\":1}");
	ck_assert_str_eq(scripted_seen(scripted, 1, "/headers/Content-Type"), "application/merge-patch+json");
	hvac_value_free(data);
	done(client, scripted);
}
END_TEST

START_TEST(a_query_is_of_texts)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter));
	hvac_value *query = hvac_value_new_map();
	hvac_response *response;

	hvac_value_adopt_member(query, "list", hvac_value_new_boolean(true));
	ck_assert_int_eq(hvac_request_path(client, "GET", "secret/a", query, NULL, &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_msg(strstr(hvac_response_message(response), "member list of the query must be text"), "%s", hvac_response_message(response));
	ck_assert_uint_eq(scripted->started, 0);
	hvac_response_free(response);
	hvac_value_free(query);
	done(client, scripted);
}
END_TEST

START_TEST(a_client_that_cannot_be_used_makes_no_queue_and_no_cache)
{
	struct scripted *scripted = scripted_new(NULL, 0);
	hvac_client *client = client_of(config_with(&scripted->adapter)), *broken;
	hvac_queue *queue;
	hvac_cache *cache;

	ck_assert_int_ne(hvac_client_derive(client, &broken, "no_such_option", "x", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_queue_new(broken, &queue), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_cache_new(broken, &cache), HVAC_CONFIG_ERROR);
	ck_assert(!queue && !cache);
	hvac_queue_free(queue);
	hvac_cache_flush(cache);
	hvac_cache_free(cache);
	hvac_client_free(broken);
	done(client, scripted);
}
END_TEST

START_TEST(the_library_is_of_the_version_of_its_headers)
{
	ck_assert_int_eq(strncmp(hvac_version(), HVAC_VERSION " curl/", strlen(HVAC_VERSION " curl/")), 0);
	ck_assert_uint_eq(hvac_version_number(), HVAC_VERSION_NUMBER);
}
END_TEST

TABLE_SUITE("client", a_repeated_write_that_failed_may_have_been_carried_out_by_any_of_its_tries, sizeof repeated_writes / sizeof repeated_writes[0], a_users_adapter_carries_the_requests, a_response_outlives_its_client, a_task_keeps_its_client_alive,
      a_task_runs_once_and_gives_its_response_once, a_refused_task_gives_its_failure_when_it_runs, an_adapter_that_cannot_be_used_says_why,
      an_adapter_that_could_not_be_made_is_no_memory, the_adapter_of_a_client_that_fails_is_freed_once,
      the_adapter_of_a_client_that_fails_is_the_next_ones, an_adapter_serves_one_client_and_the_next_is_made_with_another, a_client_can_be_made_as_soon_as_libcurl_can_begin,
      a_lane_that_does_not_open_ends_the_call_with_its_sentence, what_was_seen_of_an_answer_that_was_lost_says_nothing_of_a_write, a_call_on_its_way_is_cancelled_from_another_thread,
      a_write_that_is_cancelled_on_its_way_may_have_been_carried_out, a_write_that_was_refused_and_is_cancelled_has_not_been_carried_out,
      a_read_that_is_cancelled_leaves_no_doubt,
      a_task_cancelled_before_it_runs_sends_nothing, a_task_that_waits_for_a_retry_is_cancelled,
      freeing_a_client_ends_the_calls_of_other_threads, freeing_a_derived_client_leaves_the_others_calls_alone,
      a_wait_is_of_real_time_although_a_clock_was_given, many_threads_call_through_one_client,
      a_forked_child_opens_lanes_of_its_own_and_closes_none_of_the_parents, so_does_a_child_that_has_its_parents_number, a_derived_client_changes_its_own_calls_alone,
      a_derived_client_with_another_address_uses_the_same_adapter, a_login_sets_the_token_of_all_that_share_it,
      what_is_no_login_does_not_log_in, is_authenticated_asks_the_server, without_a_token_nobody_is_authenticated, of_a_client_that_cannot_be_used_nobody_can_tell,
      nobody_there_is_a_connection_error_and_nothing_was_sent, a_connection_lost_after_a_write_may_have_carried_it_out,
      what_may_make_something_is_not_sent_again_when_a_kept_connection_ends, a_connection_lost_after_a_read_may_have_carried_out_what_nobody_says_is_harmless,
      odd_answers_are_clear_errors, an_answer_beyond_the_limits_is_too_large, a_connection_is_used_again,
      a_path_reaches_the_server_as_it_was_encoded, a_hanging_server_is_a_timeout, a_call_to_a_hanging_server_is_cancelled,
      a_name_server_that_hangs_is_a_timeout, a_call_that_a_name_server_holds_up_is_cancelled,
      the_zone_of_an_ipv6_address_says_where_it_is, a_proxy_without_a_port_is_asked_at_that_of_its_kind, a_passphrase_is_asked_for_when_a_key_is_needed, requests_go_through_the_proxy_with_its_password, a_dead_proxy_is_a_connection_error_that_keeps_its_password,
      a_proxy_that_libcurl_cannot_ask_is_not_quoted,
      hosts_of_no_proxy_are_asked_directly, a_request_to_another_host_goes_past_every_proxy,
      a_programs_loop_goes_on_when_certificates_have_changed, its_descriptor_stays_the_same_where_there_is_none_left_for_them,
      a_call_is_cancelled_while_another_thread_makes_the_descriptor, a_passphrase_that_cannot_be_read_is_told_before_anything_is_sent,
      a_file_of_a_connection_that_is_a_pipe_is_refused_and_not_waited_for, what_is_behind_a_path_is_scanned_and_patched,
      a_query_is_of_texts, a_client_that_cannot_be_used_makes_no_queue_and_no_cache, the_library_is_of_the_version_of_its_headers)
