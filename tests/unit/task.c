/* SPDX-License-Identifier: MIT */
/* The state machine of one call, driven by hand: outcomes and time are made up, nothing is sent and nobody waits. */
#include "task.h"
#include "clock.h"
#include "memory.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "outcome.h"
#include "scripted.h"
#include "suite.h"

#define TOKEN "hvs.swordfish"
#define START (1000 * SECOND)

typedef int prepare_function(struct hvac_task *task, void *state);
typedef int finish_function(struct hvac_task *task, void *state, const hvac_response *response);

/* Each test runs in a process of its own, so what its hooks do can stand here. */
static prepare_function *the_prepare;
static finish_function *the_finish;
static unsigned prepared, finished;

static int prepare(struct hvac_task *task, void *state)
{
	prepared++;
	return the_prepare ? the_prepare(task, state) : HVAC_HOOK_AGAIN;
}

static int finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	finished++;
	return the_finish ? the_finish(task, state, response) : HVAC_HOOK_DONE;
}

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "name")
static const struct hvac_operation operations[] = {
	{ .name = "read", .verb = HVAC_GET, .path = "/x/{name}", .help = "Reads", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
	{ .name = "by_key", .verb = HVAC_GET, .path = "/key/{key}", .help = "Reads by a secret",
	  HVAC_PARAMETERS(HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "key")) },
	{ .name = "within_key", .verb = HVAC_GET, .path = "/key/{key}/of/{name}/x", .help = "Reads below a secret",
	  HVAC_PARAMETERS(HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "key"), HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "name")) },
	{ .name = "list", .verb = HVAC_LIST, .path = "/x", .help = "Lists" },
	{ .name = "list_by_get", .verb = HVAC_GET, .path = "/x", .help = "Lists by its query",
	  HVAC_PARAMETERS(HVAC_QUERY("limit", INTEGER, .dflt = "2", .help = "limit"), HVAC_QUERY("list", STRING, .dflt = "\"true\"", .help = "list")) },
	{ .name = "write", .verb = HVAC_POST, .path = "/x", .help = "Writes",
	  HVAC_PARAMETERS(HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "password"), HVAC_BODY("keys", BYTES, .flags = HVAC_SECRET, .help = "keys"),
	                  HVAC_BODY("map", MAP, .flags = HVAC_SECRET, .help = "map")) },
	{ .name = "write_all", .verb = HVAC_POST, .path = "/all", .help = "Writes more",
	  HVAC_PARAMETERS(HVAC_BODY("text", STRING, .help = "text"), HVAC_BODY("bytes", BYTES, .help = "bytes"), HVAC_BODY("file", STRING, .help = "file"),
	                  HVAC_BODY("source", STRING, .help = "source"), HVAC_BODY("tree", MAP, .help = "tree"), HVAC_BODY("null", STRING, .help = "null")) },
	{ .name = "once", .verb = HVAC_POST, .path = "/once", .help = "Uses something up", .flags = HVAC_SINGLE_USE },
	{ .name = "upload", .verb = HVAC_POST, .path = "/upload", .help = "Takes a stream", .flags = HVAC_STREAM_IN,
	  HVAC_PARAMETERS(HVAC_RAW_BODY("bytes", .flags = HVAC_REQUIRED, .help = "bytes")) },
	{ .name = "health", .verb = HVAC_GET, .path = "/health", .help = "States", .ok_status = "429 503", .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x/login", .help = "Logs in", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "password"), HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "use it")) },
	{ .name = "hooked_unwrapped", .verb = HVAC_POST, .path = "/hooked", .help = "Goes on with its answers", .flags = HVAC_UNWRAPPED, .prepare = prepare, .finish = finish },
	{ .name = "with_headers", .verb = HVAC_POST, .path = "/headers", .help = "Has headers of its own",
	  HVAC_PARAMETERS(HVAC_HEADER("in", STRING, .wire = "X-Vault-Namespace", .help = "in"), HVAC_HEADER("own", STRING, .wire = "X-Own", .help = "own"),
	                  HVAC_HEADER("ticket", STRING, .wire = "Authorization", .flags = HVAC_SECRET, .help = "ticket")) },
	{ .name = "hooked", .when = "@step", .verb = HVAC_PUT, .path = "/step", .help = "A step", HVAC_PARAMETERS(HVAC_BODY("n", INTEGER, .dflt = "5", .help = "n")) },
	{ .name = "hooked", .verb = HVAC_POST, .path = "/hooked", .help = "Has hooks", .state_size = 64, .prepare = prepare, .finish = finish,
	  HVAC_PARAMETERS(HVAC_BODY("keys", LIST, .help = "a request each"), HVAC_BODY("n", INTEGER, .dflt = "5", .help = "n"),
	                  HVAC_BODY("key", STRING, .wire = "options.key", .flags = HVAC_SECRET, .help = "key")) },
#define WITH_DEFAULT(n) HVAC_BODY(n, STRING, .dflt = "\"" n "!\"", .help = n)
	{ .name = "write_much", .verb = HVAC_POST, .path = "/{at}/much", .help = "Has more defaults than others have parameters",
	  HVAC_PARAMETERS(HVAC_PATH("at", STRING, .dflt = "\"here\"", .help = "at"), WITH_DEFAULT("a"), WITH_DEFAULT("b"), WITH_DEFAULT("c"), WITH_DEFAULT("d"), WITH_DEFAULT("e")) },
	{ .name = "blocking", .verb = HVAC_POST, .path = "/blocking", .help = "Has hooks that ask others", .flags = HVAC_MAY_BLOCK, .state_size = 8,
	  .prepare = prepare, .finish = finish },
};
HVAC_PLUGIN_OF(secrets, x_test_task, operations, .version = "1", .help = "For tests");

struct run {
	struct scripted *scripted;
	hvac_client *client;
	struct engine *engine;
	hvac_task *task;
	struct task_step step;
	uint64_t now;
};

static char logged[16384];

static void log_into_text(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)level;
	strncat(logged, line, sizeof logged - strlen(logged) - 2);
	strcat(logged, "\n");
}

static int shortest(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0, length);
	return 0;
}

static int64_t christmas(void *context)
{
	(void)context;
	return 1798156800; /* 2026-12-25 00:00:00 */
}

/* A client with options as name and value in turn, and a task that has not begun. */
static struct run make(const char *const *options, const char *operation, const hvac_argument *arguments)
{
	struct run run = { .scripted = scripted_new(NULL, 0), .now = START };
	hvac_clock clock = { .random = shortest, .real = christmas };
	hvac_config *config = hvac_config_new();
	char *error = NULL;

	hvac_config_set(config, "address", "http://one:8200");
	hvac_config_set(config, "token", TOKEN);
	for (size_t i = 0; options && options[i]; i += 2)
		hvac_config_set(config, options[i], options[i + 1]);
	hvac_config_clock(config, &clock);
	hvac_config_log(config, HVAC_LOG_DEBUG, log_into_text, NULL);
	hvac_config_adapter(config, &run.scripted->adapter);
	ck_assert_msg(hvac_client_new(config, &run.client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	ck_assert_msg(engine_new(&hvac1_secrets_x_test_task, "secrets/x_test_task", NULL, &run.engine, &error) == HVAC_OK, "%s", error);
	task_new(run.client, run.engine, run.engine->id, operation, arguments, NULL, &run.task);
	return run;
}

static struct run begun(const char *const *options, const char *operation, const hvac_argument *arguments)
{
	struct run run = make(options, operation, arguments);

	task_begin(run.task, run.now, &run.step);
	return run;
}

#define OPTIONS_OF(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define READ begun(NULL, "read", HVAC_ARGS(hvac_string("name", "a")))
#define WRITE begun(NULL, "write", HVAC_ARGS(hvac_string("password", "hunter2")))

/* The task's new request, with the token of whoever made it. */
static void start_other(struct run *run, const char *operation)
{
	hvac_task_free(run->task);
	task_new(run->client, run->engine, run->engine->id, operation, NULL, NULL, &run->task);
	task_begin(run->task, run->now, &run->step);
}

static void done(struct run *run)
{
	hvac_task_free(run->task);
	hvac_client_free(run->client);
	ck_assert_uint_eq(run->scripted->freed, 1);
	scripted_free(run->scripted);
	engine_free(run->engine);
}

static void answer(struct run *run, int http_status, const char *headers, const char *body)
{
	hvac_outcome outcome = outcome_answer(http_status, headers, body);

	ck_assert_int_eq(run->step.wants, WANTS_SEND);
	task_sent(run->task, &outcome, run->now, &run->step);
	ck_assert(!outcome.headers && !outcome.body);
}

static void lose(struct run *run, hvac_outcome_kind kind, bool sent)
{
	hvac_outcome outcome = outcome_failure(kind, sent, "the line is dead");

	ck_assert_int_eq(run->step.wants, WANTS_SEND);
	task_sent(run->task, &outcome, run->now, &run->step);
}

/* The wait that the task asks for passes. */
static void pass(struct run *run)
{
	ck_assert_int_eq(run->step.wants, WANTS_WAIT);
	ck_assert_uint_ge(run->step.until, run->now);
	run->now = run->step.until;
	task_due(run->task, run->now, &run->step);
}

static const hvac_response *assert_ended(struct run *run, hvac_status status)
{
	ck_assert_int_eq(run->step.wants, WANTS_NOTHING);
	ck_assert_int_eq(run->task->phase, TASK_DONE);
	ck_assert_msg(hvac_response_status(run->task->response) == status, "%s: %s", hvac_status_name(hvac_response_status(run->task->response)),
	              hvac_response_message(run->task->response));
	ck_assert((status == HVAC_OK) == !*hvac_response_message(run->task->response));
	return run->task->response;
}

static void assert_sends(struct run *run, const char *method, const char *base, const char *path)
{
	ck_assert_int_eq(run->step.wants, WANTS_SEND);
	ck_assert_str_eq(run->step.request->method, method);
	ck_assert_str_eq(run->step.request->base, base);
	ck_assert_str_eq(run->step.request->path, path);
}

static const char *header_of(const hvac_request *request, const char *name, size_t *count)
{
	const char *value = NULL;

	*count = 0;
	for (size_t i = 0; i < request->n_headers; i++)
		if (!strcasecmp(request->headers[i].name, name)) {
			value = request->headers[i].value;
			++*count;
		}
	return value;
}

static void assert_header(struct run *run, const char *name, const char *wanted)
{
	size_t count;
	const char *value = header_of(run->step.request, name, &count);

	ck_assert_msg(count == (wanted ? 1u : 0u), "%s is sent %zu times", name, count);
	if (wanted)
		ck_assert_str_eq(value, wanted);
}

static void assert_body(struct run *run, const char *wanted)
{
	ck_assert_uint_eq(run->step.request->body_length, strlen(wanted));
	ck_assert_mem_eq(run->step.request->body, wanted, strlen(wanted));
}

/* What is sent */

START_TEST(a_request_has_the_headers_of_every_request)
{
	struct run run = begun(OPTIONS_OF("namespace", "team", "wrap_ttl", "60s", "headers", "{\"X-Own\":\"yes\"}"), "read", HVAC_ARGS(hvac_string("name", "a b")));
	size_t count;

	assert_sends(&run, "GET", "http://one:8200", "/v1/x/a%20b");
	assert_header(&run, "X-Vault-Token", TOKEN);
	assert_header(&run, "X-Vault-Request", "true");
	assert_header(&run, "X-Vault-Namespace", "team");
	assert_header(&run, "X-Vault-Wrap-TTL", "60s");
	assert_header(&run, "X-Own", "yes");
	assert_header(&run, "Content-Type", NULL);
	ck_assert(!strncmp(header_of(run.step.request, "User-Agent", &count), "libhvac/", 8));
	ck_assert_ptr_null(run.step.request->body);
	ck_assert_ptr_null(run.step.request->query);
	ck_assert(!run.step.request->external);
	done(&run);
}
END_TEST

START_TEST(a_users_own_user_agent_takes_the_place_of_the_librarys)
{
	struct run run = begun(OPTIONS_OF("headers", "{\"User-Agent\":\"mine/1\"}"), "list", NULL);

	assert_header(&run, "User-Agent", "mine/1");
	done(&run);
}
END_TEST

START_TEST(a_body_is_json_and_says_so)
{
	struct run run = WRITE;

	assert_sends(&run, "POST", "http://one:8200", "/v1/x");
	assert_body(&run, "{\"password\":\"hunter2\"}");
	assert_header(&run, "Content-Type", "application/json");
	ck_assert(run.step.request->once);
	done(&run);
}
END_TEST

START_TEST(a_login_and_a_tokenless_operation_carry_no_token)
{
	struct run run = begun(NULL, "login", NULL);

	assert_header(&run, "X-Vault-Token", NULL);
	done(&run);
	run = begun(NULL, "health", NULL);
	assert_header(&run, "X-Vault-Token", NULL);
	done(&run);
}
END_TEST

START_TEST(an_address_with_a_prefix_keeps_it)
{
	struct run run = begun(OPTIONS_OF("address", "https://proxy/vault"), "list", NULL);

	assert_sends(&run, "LIST", "https://proxy:443", "/vault/v1/x");
	done(&run);
}
END_TEST

START_TEST(strict_http_lists_with_get)
{
	struct run run = begun(OPTIONS_OF("strict_http", "true"), "list", NULL);

	assert_sends(&run, "GET", "http://one:8200", "/v1/x");
	ck_assert_str_eq(run.step.request->query, "list=true");
	done(&run);
}
END_TEST

START_TEST(the_token_is_read_anew_for_each_try)
{
	struct run run = READ;

	assert_header(&run, "X-Vault-Token", TOKEN);
	answer(&run, 503, NULL, NULL);
	hvac_client_set_token(run.client, "another");
	pass(&run);
	assert_header(&run, "X-Vault-Token", "another");
	hvac_client_set_token(run.client, NULL);
	/* of the request on its way it stays */
	assert_header(&run, "X-Vault-Token", "another");
	done(&run);
}
END_TEST

START_TEST(an_exchange_never_outlives_the_deadline)
{
	struct run run = begun(OPTIONS_OF("deadline", "10s", "timeout", "8s", "max_retries", "9"), "read", HVAC_ARGS(hvac_string("name", "a")));

	ck_assert_int_eq(run.step.request->timeout_ms, 8000);
	ck_assert_int_eq(run.step.request->connect_ms, 10000);
	run.now += 5 * SECOND;
	answer(&run, 503, NULL, NULL);
	pass(&run);
	ck_assert_int_eq(run.step.request->timeout_ms, 4000);
	done(&run);
}
END_TEST

START_TEST(a_timeout_by_the_deadline_says_so)
{
	static const struct { const char *deadline; uint64_t passed; bool named; } cases[] = {
		{ "5s", 5 * SECOND, true }, { "5s", 5 * SECOND - MILLISECOND, true }, { "5s", SECOND, false }, { "8s", 8 * SECOND, false }, { "20s", 8 * SECOND, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("deadline", cases[i].deadline, "timeout", "8s", "max_retries", "0"), "list", NULL);
		const char *message;

		run.now += cases[i].passed;
		lose(&run, HVAC_OUTCOME_TIMEOUT, true);
		message = hvac_response_message(assert_ended(&run, HVAC_TIMEOUT));
		ck_assert_msg(strstr(message, "the line is dead"), "%s", message);
		ck_assert_msg(!strstr(message, "option deadline") != cases[i].named, "%s", message);
		done(&run);
	}
}
END_TEST

/* Repeating */

START_TEST(a_retry_waits_and_sends_the_same_again)
{
	struct run run = WRITE;

	answer(&run, 503, NULL, "{\"errors\":[\"sealed\"]}");
	ck_assert_int_eq(run.step.wants, WANTS_WAIT);
	ck_assert_uint_eq(run.step.until, START + SECOND);
	pass(&run);
	assert_body(&run, "{\"password\":\"hunter2\"}");
	answer(&run, 429, "Retry-After: 5\r\n", NULL);
	ck_assert_uint_eq(run.step.until, run.now + 5 * SECOND);
	pass(&run);
	answer(&run, 204, NULL, NULL);
	ck_assert_int_eq(hvac_response_http_status(assert_ended(&run, HVAC_OK)), 204);
	done(&run);
}
END_TEST

START_TEST(the_last_try_is_the_answer)
{
	struct run run = READ;
	const hvac_response *response;

	for (int i = 0; i < 2; i++) {
		answer(&run, 503, NULL, NULL);
		pass(&run);
	}
	answer(&run, 503, NULL, "{\"errors\":[\"Vault is sealed\"]}");
	response = assert_ended(&run, HVAC_VAULT_DOWN);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "Vault is sealed"));
	ck_assert(hvac_response_retryable(response));
	done(&run);
}
END_TEST

START_TEST(retry_after_may_be_a_date)
{
	struct run run = READ;

	answer(&run, 503, "Retry-After: Fri, 25 Dec 2026 00:00:09 GMT\r\n", NULL);
	ck_assert_int_eq(run.step.wants, WANTS_WAIT);
	ck_assert_uint_eq(run.step.until, START + 9 * SECOND);
	done(&run);
}
END_TEST

START_TEST(a_retry_after_may_end_with_blanks)
{
	struct run run = READ;

	answer(&run, 503, "Retry-After: 4 \t\r\n", NULL);
	ck_assert_int_eq(run.step.wants, WANTS_WAIT);
	ck_assert_uint_eq(run.step.until, START + 4 * SECOND);
	done(&run);
}
END_TEST

START_TEST(an_odd_retry_after_is_as_if_there_were_none)
{
	static const char *const odd[] = { "Retry-After: soon\r\n", "Retry-After: -5\r\n", "Retry-After: \r\n", "Retry-After: Fri, 25 Dec 2020 00:00:09 GMT\r\n" };

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		struct run run = READ;

		answer(&run, 503, odd[i], NULL);
		ck_assert_uint_eq(run.step.until, START + SECOND);
		done(&run);
	}
}
END_TEST

START_TEST(a_wait_that_would_pass_the_deadline_is_not_begun)
{
	struct run run = READ;

	run.now = START + 119 * SECOND;
	answer(&run, 503, NULL, NULL);
	assert_ended(&run, HVAC_VAULT_DOWN);
	done(&run);
}
END_TEST

START_TEST(a_write_that_may_have_been_carried_out_is_not_repeated_and_says_so)
{
	struct run run = WRITE;
	const hvac_response *response;

	lose(&run, HVAC_OUTCOME_MAYBE_SENT, true);
	response = assert_ended(&run, HVAC_CONNECTION_ERROR);
	ck_assert(hvac_response_may_have_been_carried_out(response));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "may have been carried out"));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "the line is dead"));
	done(&run);
}
END_TEST

START_TEST(a_write_behind_a_failing_gateway_may_have_been_carried_out)
{
	static const int statuses[] = { 500, 502, 504 };

	for (size_t i = 0; i < 3; i++) {
		struct run run = WRITE;

		answer(&run, statuses[i], NULL, NULL);
		ck_assert_int_eq(run.step.wants, WANTS_NOTHING);
		ck_assert_msg(hvac_response_may_have_been_carried_out(run.task->response), "%d does not say so", statuses[i]);
		done(&run);
	}
}
END_TEST

START_TEST(a_write_that_was_refused_was_not_carried_out)
{
	static const int statuses[] = { 400, 403, 404, 405 };

	for (size_t i = 0; i < 4; i++) {
		struct run run = WRITE;

		answer(&run, statuses[i], NULL, NULL);
		ck_assert_int_eq(run.step.wants, WANTS_NOTHING);
		ck_assert(!hvac_response_may_have_been_carried_out(run.task->response));
		done(&run);
	}
}
END_TEST

START_TEST(what_never_left_was_not_carried_out)
{
	struct run run = begun(OPTIONS_OF("max_retries", "0"), "write", NULL);

	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	ck_assert(!hvac_response_may_have_been_carried_out(assert_ended(&run, HVAC_CONNECTION_ERROR)));
	done(&run);
}
END_TEST

START_TEST(retry_writes_opts_in_but_not_for_what_is_used_once)
{
	struct run run = begun(OPTIONS_OF("retry_writes", "true"), "write", NULL);

	ck_assert(!run.step.request->once);
	lose(&run, HVAC_OUTCOME_MAYBE_SENT, true);
	pass(&run);
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
	run = begun(OPTIONS_OF("retry_writes", "true"), "once", NULL);
	lose(&run, HVAC_OUTCOME_MAYBE_SENT, true);
	assert_ended(&run, HVAC_CONNECTION_ERROR);
	done(&run);
}
END_TEST

START_TEST(what_is_used_once_must_not_be_sent_twice_by_the_adapter_either)
{
	struct run run = begun(OPTIONS_OF("retry_writes", "true"), "once", NULL);

	ck_assert(run.step.request->once);
	done(&run);
}
END_TEST

START_TEST(a_cluster_between_leaders_is_asked_again)
{
	struct run run = WRITE;

	answer(&run, 500, NULL, "{\"errors\":[\"local node not active but active cluster node not found\"]}");
	pass(&run);
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

/* Addresses */

START_TEST(a_dead_address_gives_way_to_the_next_at_once_which_is_kept)
{
	struct run run = begun(OPTIONS_OF("address", "http://one:1,http://two:2,http://three:3"), "write", NULL);

	assert_sends(&run, "POST", "http://one:1", "/v1/x");
	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	assert_sends(&run, "POST", "http://two:2", "/v1/x");
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	start_other(&run, "list");
	assert_sends(&run, "LIST", "http://two:2", "/v1/x");
	done(&run);
}
END_TEST

START_TEST(when_all_addresses_are_dead_the_task_waits)
{
	struct run run = begun(OPTIONS_OF("address", "http://one:1,http://two:2"), "write", NULL);

	for (int i = 0; i < 2; i++) {
		lose(&run, HVAC_OUTCOME_NOT_SENT, false);
		lose(&run, HVAC_OUTCOME_NOT_SENT, false);
		pass(&run);
	}
	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	assert_ended(&run, HVAC_CONNECTION_ERROR);
	done(&run);
}
END_TEST

START_TEST(the_response_names_the_address_that_was_asked_last)
{
	struct run run = begun(OPTIONS_OF("address", "http://one:1,http://two:2/p", "max_retries", "0"), "write", NULL);
	const hvac_response *response;

	answer(&run, 503, NULL, NULL);
	answer(&run, 503, NULL, NULL);
	response = assert_ended(&run, HVAC_VAULT_DOWN);
	ck_assert_str_eq(hvac_response_url(response), "http://two:2/p/v1/x");
	ck_assert_str_eq(hvac_response_method(response), "POST");
	done(&run);
}
END_TEST

/* Redirects */

START_TEST(a_redirect_is_followed_with_the_same_request)
{
	struct run run = begun(OPTIONS_OF("address", "https://one:1,https://two:2"), "write", HVAC_ARGS(hvac_string("password", "hunter2")));

	answer(&run, 307, "Location: https://two:2/v1/x?a=b \r\n", NULL);
	assert_sends(&run, "POST", "https://two:2", "/v1/x");
	ck_assert_str_eq(run.step.request->query, "a=b");
	assert_header(&run, "X-Vault-Token", TOKEN);
	assert_body(&run, "{\"password\":\"hunter2\"}");
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

#define FORBIDS "X-Vault-No-Request-Forwarding"
#define TWO "address", "https://one:1,https://two:2"

START_TEST(a_write_is_not_to_be_forwarded_only_where_its_redirect_could_be_followed)
{
	static const struct { const char *operation, *addresses, *redirects, *wanted; } cases[] = {
		{ "write", "https://one:1,https://two:2", "true", "true" },
		{ "once", "https://one:1,https://two:2", "true", "true" },
		{ "list", "https://one:1,https://two:2", "true", NULL },
		{ "write", "https://one:1,https://two:2", "false", NULL },
		{ "write", "https://one:1", "true", NULL },
		{ "write", "http://one:1,http://two:2", "true", NULL },
		{ "write", "http://one:1,https://two:2", "true", NULL },
		{ "write", "unix:///s,https://two:2", "true", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("address", cases[i].addresses, "allow_redirects", cases[i].redirects), cases[i].operation, NULL);

		assert_header(&run, FORBIDS, cases[i].wanted);
		answer(&run, 204, NULL, NULL);
		done(&run);
	}
}
END_TEST

static ssize_t give_nothing(void *context, void *bytes, size_t size)
{
	(void)context;
	(void)bytes;
	(void)size;
	return 0;
}

START_TEST(a_stream_may_be_forwarded_since_it_cannot_be_redirected)
{
	const hvac_stream stream = { .source = give_nothing, .source_length = -1 };
	struct run run = make(OPTIONS_OF(TWO), "upload", HVAC_ARGS(hvac_bytes("bytes", "", 0)));

	hvac_task_free(run.task);
	ck_assert_int_eq(task_new(run.client, run.engine, run.engine->id, "upload", NULL, &stream, &run.task), HVAC_OK);
	task_begin(run.task, run.now, &run.step);
	assert_header(&run, FORBIDS, NULL);
	answer(&run, 204, NULL, NULL);
	done(&run);
}
END_TEST

START_TEST(a_write_that_was_not_forwarded_and_cannot_be_redirected_is_forwarded)
{
	struct run run = begun(OPTIONS_OF(TWO), "write", HVAC_ARGS(hvac_string("password", "hunter2")));

	answer(&run, 307, "Location: https://behind-it:8200/v1/x\r\n", NULL);
	assert_sends(&run, "POST", "https://one:1", "/v1/x");
	assert_header(&run, FORBIDS, NULL);
	assert_body(&run, "{\"password\":\"hunter2\"}");
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

START_TEST(a_redirect_of_what_could_have_been_forwarded_leaves_it_in_doubt)
{
	static const struct { const char *addresses; unsigned redirects; } cases[] = {
		{ "https://one:1,https://two:2", 2 }, { "http://one:1,http://two:2", 1 }, { "https://one:1", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("address", cases[i].addresses), "write", NULL);

		for (unsigned n = 0; n < cases[i].redirects; n++)
			answer(&run, 307, "Location: https://behind-it:8200/v1/x\r\n", NULL);
		assert_ended(&run, HVAC_REDIRECT_REFUSED);
		ck_assert(hvac_response_may_have_been_carried_out(run.task->response));
		ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), "add it there"));
		done(&run);
	}
}
END_TEST

START_TEST(another_address_that_a_write_goes_to_is_again_not_to_forward_it)
{
	struct run run = begun(OPTIONS_OF(TWO), "write", NULL);

	answer(&run, 307, "Location: https://two:2/v1/x\r\n", NULL);
	assert_sends(&run, "POST", "https://two:2", "/v1/x");
	/* better forwarded than redirected a second time */
	assert_header(&run, FORBIDS, NULL);
	answer(&run, 503, NULL, NULL);
	assert_sends(&run, "POST", "https://two:2", "/v1/x");
	assert_header(&run, FORBIDS, "true");
	answer(&run, 307, "Location: https://one:1/v1/x\r\n", NULL);
	assert_sends(&run, "POST", "https://one:1", "/v1/x");
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

START_TEST(after_a_redirect_the_response_names_the_address_that_answered)
{
	struct run run = begun(OPTIONS_OF("address", "https://one:1,https://two:2"), "list", NULL);

	answer(&run, 308, "Location: https://two:2/v1/x\r\n", NULL);
	answer(&run, 403, NULL, NULL);
	ck_assert_str_eq(hvac_response_url(assert_ended(&run, HVAC_FORBIDDEN)), "https://two:2/v1/x");
	done(&run);
}
END_TEST

START_TEST(a_second_redirect_is_not_followed)
{
	struct run run = READ;

	answer(&run, 307, "Location: /v1/y\r\n", NULL);
	assert_sends(&run, "GET", "http://one:8200", "/v1/y");
	answer(&run, 307, "Location: /v1/z\r\n", NULL);
	ck_assert_int_eq(hvac_response_http_status(assert_ended(&run, HVAC_REDIRECT_REFUSED)), 307);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), "second redirect"));
	done(&run);
}
END_TEST

START_TEST(a_redirect_elsewhere_is_refused_and_names_the_address)
{
	struct run run = READ;
	const hvac_response *response;

	answer(&run, 307, "Location: https://evil:8200/v1/x\r\n", NULL);
	response = assert_ended(&run, HVAC_REDIRECT_REFUSED);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "https://evil:8200"));
	ck_assert_ptr_null(strstr(hvac_response_message(response), TOKEN));
	done(&run);
	run = READ;
	answer(&run, 307, "Location: mailto:x\r\n", NULL);
	assert_ended(&run, HVAC_REDIRECT_REFUSED);
	done(&run);
}
END_TEST

START_TEST(a_redirect_to_a_dead_node_means_no_leader_yet)
{
	struct run run = begun(OPTIONS_OF("address", "https://one:1,https://two:2", "max_retries", "5"), "write", NULL);

	answer(&run, 307, "Location: https://two:2/v1/x\r\n", NULL);
	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	/* a configured address, at once or after a wait; which redirects to the new leader */
	while (run.step.wants == WANTS_WAIT)
		pass(&run);
	answer(&run, 307, "Location: https://one:1/v1/x\r\n", NULL);
	ck_assert_msg(run.step.wants == WANTS_SEND, "the new leader is not asked");
	answer(&run, 204, NULL, NULL);
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

START_TEST(a_redirect_to_no_address_is_refused)
{
	static const char *const switches[] = { "true", "false" };

	for (size_t i = 0; i < 2; i++) {
		struct run run = begun(OPTIONS_OF("allow_redirects", switches[i]), "list", NULL);
		const char *message;

		answer(&run, 307, "Location: http://[::/v1/x\r\n", NULL);
		message = hvac_response_message(assert_ended(&run, HVAC_REDIRECT_REFUSED));
		ck_assert_msg(strstr(message, "something that is no address"), "%s", message);
		done(&run);
	}
}
END_TEST

START_TEST(a_refused_redirect_does_not_tell_a_secret_of_the_path)
{
	static const char *const switches[] = { "true", "false" };

	for (size_t i = 0; i < 2; i++) {
		struct run run = begun(OPTIONS_OF("allow_redirects", switches[i]), "by_key", HVAC_ARGS(hvac_string("key", "hunter2")));

		answer(&run, 307, "Location: https://other:1/v1/key/hunter2\r\n", NULL);
		assert_ended(&run, HVAC_REDIRECT_REFUSED);
		ck_assert_msg(!strstr(hvac_response_message(run.task->response), "hunter2"), "%s", hvac_response_message(run.task->response));
		done(&run);
	}
}
END_TEST

START_TEST(a_refused_redirect_to_the_token_does_not_tell_it)
{
	static const char *const switches[] = { "true", "false" };
	static const char *const locations[] = { "https://" TOKEN "/v1/x", "//" TOKEN "/v1/x", "https:/" TOKEN "/v1/x", ("https:///" TOKEN), "https://%68vs.swordfish", "https://HVS.Swordfish" };

	for (size_t i = 0; i < 2 * sizeof locations / sizeof locations[0]; i++) {
		struct run run = begun(OPTIONS_OF("allow_redirects", switches[i % 2]), "list", NULL);
		char header[100];

		snprintf(header, sizeof header, "Location: %s\r\n", locations[i / 2]);
		answer(&run, 307, header, NULL);
		assert_ended(&run, HVAC_REDIRECT_REFUSED);
		ck_assert_msg(!strcasestr(hvac_response_message(run.task->response), TOKEN), "%s", hvac_response_message(run.task->response));
		done(&run);
	}
}
END_TEST

START_TEST(a_secret_of_the_path_is_in_no_message_and_no_url)
{
	struct run run = begun(NULL, "by_key", HVAC_ARGS(hvac_string("key", "hunter2")));

	assert_sends(&run, "GET", "http://one:8200", "/v1/key/hunter2");
	answer(&run, 404, NULL, "{\"errors\":[]}");
	ck_assert_ptr_null(strstr(hvac_response_message(assert_ended(&run, HVAC_INVALID_PATH)), "hunter2"));
	ck_assert_str_eq(hvac_response_url(run.task->response), "http://one:8200/v1/key/***");
	ck_assert_ptr_null(strstr(logged, "hunter2"));
	done(&run);
	run = begun(NULL, "within_key", HVAC_ARGS(hvac_string("key", "hunter2"), hvac_string("name", "a b")));
	answer(&run, 404, NULL, "{\"errors\":[]}");
	assert_ended(&run, HVAC_INVALID_PATH);
	ck_assert_str_eq(hvac_response_url(run.task->response), "http://one:8200/v1/key/***/of/a%20b/x");
	done(&run);
}
END_TEST

START_TEST(redirects_can_be_switched_off)
{
	struct run run = begun(OPTIONS_OF("allow_redirects", "false"), "list", NULL);

	answer(&run, 307, "Location: /v1/y\r\n", NULL);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_REDIRECT_REFUSED)), "allow_redirects"));
	done(&run);
}
END_TEST

/* Answers */

START_TEST(each_outcome_has_its_status)
{
	static const struct { hvac_outcome_kind kind; bool sent; hvac_status status; } cases[] = {
		{ HVAC_OUTCOME_NOT_SENT, false, HVAC_CONNECTION_ERROR }, { HVAC_OUTCOME_MAYBE_SENT, true, HVAC_CONNECTION_ERROR },
		{ HVAC_OUTCOME_TIMEOUT, true, HVAC_TIMEOUT }, { HVAC_OUTCOME_TLS, false, HVAC_TLS_ERROR }, { HVAC_OUTCOME_TOO_LARGE, true, HVAC_TOO_LARGE },
		{ HVAC_OUTCOME_STREAM, true, HVAC_STREAM_ERROR }, { HVAC_OUTCOME_MALFORMED, true, HVAC_MALFORMED_ANSWER },
		{ HVAC_OUTCOME_NO_MEMORY, true, HVAC_NO_MEMORY },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("max_retries", "0"), "list", NULL);

		lose(&run, cases[i].kind, cases[i].sent);
		ck_assert_int_eq(hvac_response_http_status(assert_ended(&run, cases[i].status)), 0);
		ck_assert(!hvac_response_may_have_been_carried_out(run.task->response));
		done(&run);
	}
}
END_TEST

START_TEST(each_http_status_ends_as_hvacs_exception_with_its_errors)
{
	static const struct { int http_status; hvac_status status; } cases[] = {
		{ 400, HVAC_INVALID_REQUEST }, { 401, HVAC_UNAUTHORIZED }, { 403, HVAC_FORBIDDEN }, { 404, HVAC_INVALID_PATH }, { 405, HVAC_UNSUPPORTED_OPERATION },
		{ 412, HVAC_PRECONDITION_FAILED }, { 429, HVAC_RATE_LIMIT_EXCEEDED }, { 500, HVAC_INTERNAL_SERVER_ERROR }, { 501, HVAC_VAULT_NOT_INITIALIZED },
		{ 502, HVAC_BAD_GATEWAY }, { 503, HVAC_VAULT_DOWN }, { 418, HVAC_UNEXPECTED_ERROR }, { 304, HVAC_UNEXPECTED_ERROR },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("max_retries", "0"), "read", HVAC_ARGS(hvac_string("name", "a")));
		const hvac_response *response;

		answer(&run, cases[i].http_status, NULL, "{\"errors\":[\"first\",\"second\"]}");
		response = assert_ended(&run, cases[i].status);
		ck_assert_uint_eq(hvac_value_count(hvac_response_errors(response)), 2);
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "first; second"));
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "secrets/x_test_task read"));
		ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "GET http://one:8200/v1/x/a"));
		done(&run);
	}
}
END_TEST

START_TEST(a_denial_says_what_may_be_wrong_with_what_was_shown)
{
	static const struct { const char *token, *operation, *hint; } cases[] = {
		{ TOKEN, "list", " (the token's policies do not allow it, or the token is not valid)" },
		{ NULL, "list", " (no token was given)" },
		{ TOKEN, "login", " (the credential was refused, or no such method is enabled at this path)" },
		{ NULL, "login", " (the credential was refused, or no such method is enabled at this path)" },
		{ TOKEN, "health", "permission denied" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("token", cases[i].token), cases[i].operation, NULL);
		const char *message, *hint;

		answer(&run, 403, NULL, "{\"errors\":[\"permission denied\"]}");
		message = hvac_response_message(assert_ended(&run, HVAC_FORBIDDEN));
		hint = strstr(message, cases[i].hint);
		ck_assert_msg(hint && strlen(hint) == strlen(cases[i].hint), "%s", message);
		done(&run);
	}
}
END_TEST

START_TEST(a_hint_names_the_accessor_as_the_tokens)
{
	struct run run = begun(NULL, "login", NULL);

	answer(&run, 200, NULL, "{\"auth\":{\"client_token\":\"hvs.new\",\"accessor\":\"acc1\"}}");
	assert_ended(&run, HVAC_OK);
	start_other(&run, "list");
	answer(&run, 404, NULL, "{\"errors\":[]}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_INVALID_PATH)), " (there is nothing at this path; the token's accessor is acc1)"));
	done(&run);
}
END_TEST

START_TEST(a_failure_is_told_on_one_line_whatever_the_accessor_is)
{
	struct run run = begun(NULL, "login", NULL);

	answer(&run, 200, NULL, "{\"auth\":{\"client_token\":\"hvs.new\",\"accessor\":\"\\nacc1\\r\\n\\t2026-01-01 ERROR forged\\n\"}}");
	assert_ended(&run, HVAC_OK);
	start_other(&run, "list");
	answer(&run, 403, NULL, "{\"errors\":[\"permission\\ndenied\"]}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_FORBIDDEN)), "; the token's accessor is acc1 2026-01-01 ERROR forged)"));
	ck_assert_ptr_null(strpbrk(hvac_response_message(run.task->response), "\t\r\n"));
	done(&run);
}
END_TEST

START_TEST(a_rows_own_successes_are_never_repeated)
{
	struct run run = begun(NULL, "health", NULL);

	answer(&run, 503, NULL, "{\"sealed\":true}");
	ck_assert_ptr_nonnull(hvac_response_value(assert_ended(&run, HVAC_OK), "sealed"));
	ck_assert_int_eq(hvac_response_http_status(run.task->response), 503);
	done(&run);
}
END_TEST

START_TEST(a_success_that_is_no_json_object_is_malformed)
{
	static const char *const bodies[] = { "<html>", "{\"data\":", "[1]", "1", "null", "{\"a\":18446744073709551616}", "{}{}" };

	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		struct run run = READ;
		size_t length;

		answer(&run, 200, NULL, bodies[i]);
		assert_ended(&run, HVAC_MALFORMED_ANSWER);
		ck_assert_str_eq(hvac_response_body(run.task->response, &length), bodies[i]);
		ck_assert_ptr_null(hvac_response_json(run.task->response));
		done(&run);
	}
}
END_TEST

START_TEST(an_empty_answer_to_a_read_is_malformed_and_to_a_write_is_fine)
{
	struct run run = READ;

	answer(&run, 200, NULL, "");
	assert_ended(&run, HVAC_MALFORMED_ANSWER);
	done(&run);
	run = WRITE;
	answer(&run, 200, NULL, "");
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

START_TEST(an_error_that_is_no_json_is_an_error_all_the_same)
{
	struct run run = READ;
	size_t length;

	answer(&run, 404, "Content-Type: text/html\r\n", "<html>nothing here</html>");
	assert_ended(&run, HVAC_INVALID_PATH);
	ck_assert_str_eq(hvac_response_body(run.task->response, &length), "<html>nothing here</html>");
	ck_assert_ptr_null(hvac_response_errors(run.task->response));
	done(&run);
}
END_TEST

START_TEST(an_answer_nested_too_deep_is_too_large)
{
	struct run run = begun(OPTIONS_OF("depth_max", "4"), "list", NULL);

	answer(&run, 200, NULL, "{\"a\":[[[[[[1]]]]]]}");
	assert_ended(&run, HVAC_TOO_LARGE);
	done(&run);
}
END_TEST

START_TEST(empty_list_makes_a_silent_404_a_success)
{
	static const struct { const char *option, *body; hvac_status status; } cases[] = {
		{ "true", "{\"errors\":[]}", HVAC_OK }, { "false", "{\"errors\":[]}", HVAC_INVALID_PATH }, { "true", "{\"errors\":[\"no handler\"]}", HVAC_INVALID_PATH },
		{ "true", "", HVAC_INVALID_PATH }, { "true", "<html>", HVAC_INVALID_PATH }, { "true", "{\"errors\":[],\"warnings\":[\"no mount\"]}", HVAC_INVALID_PATH },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("empty_list", cases[i].option), "list", NULL);

		answer(&run, 404, NULL, cases[i].body);
		assert_ended(&run, cases[i].status);
		done(&run);
	}
}
END_TEST

START_TEST(empty_list_is_of_lists_alone_whatever_asks_for_them)
{
	const struct { const char *operation; const hvac_argument *arguments; hvac_status status; } cases[] = {
		{ "read", HVAC_ARGS(hvac_string("name", "list=true")), HVAC_INVALID_PATH }, { "list_by_get", NULL, HVAC_OK },
		{ "list_by_get", HVAC_ARGS(hvac_string("list", "trueish")), HVAC_INVALID_PATH }, { "list_by_get", HVAC_ARGS(hvac_string("list", "")), HVAC_INVALID_PATH },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(OPTIONS_OF("empty_list", "true"), cases[i].operation, cases[i].arguments);

		answer(&run, 404, NULL, "{\"errors\":[]}");
		assert_ended(&run, cases[i].status);
		done(&run);
	}
}
END_TEST

/* Secrets */

static void assert_nowhere(const struct run *run, const char *secret)
{
	const hvac_response *response = run->task->response;
	char *errors = hvac_value_to_text(hvac_response_json(response), NULL);
	size_t length;
	const char *body = hvac_response_body(response, &length);

	ck_assert_msg(!strstr(hvac_response_message(response), secret), "the message has it: %s", hvac_response_message(response));
	ck_assert_msg(!strstr(errors, secret), "the answer has it: %s", errors);
	ck_assert_msg(!body || !strstr(body, secret), "the body has it: %s", body);
	ck_assert_msg(!strstr(logged, secret), "the log has it: %s", logged);
	hvac_text_free(errors);
}

START_TEST(an_echoed_token_or_secret_is_blotted_out)
{
	struct run run = WRITE;

	answer(&run, 400, NULL, "{\"errors\":[\"cannot use hunter2 with " TOKEN "\",\"hunter2hunter2\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "hunter2");
	assert_nowhere(&run, TOKEN);
	done(&run);
}
END_TEST

START_TEST(an_echoed_secret_is_blotted_out_of_what_is_no_json)
{
	struct run run = WRITE;

	answer(&run, 400, NULL, "<html>hunter2</html>");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "hunter2");
	done(&run);
}
END_TEST

static void assert_echo_is_blotted(const char *secret, const char *body)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", secret)));

	answer(&run, 400, NULL, body);
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, secret);
	done(&run);
}

START_TEST(an_echoed_secret_is_blotted_out_as_json_escapes_it)
{
	assert_echo_is_blotted("quote\"and\\slash", "{\"errors\":[\"bad quote\\\"and\\\\slash\"]}");
	assert_echo_is_blotted("line\nend", "{\"errors\":[\"bad line\\nend\"]}");
}
END_TEST

/* A message has the answer on one line: whatever blanks were there are one then. */
START_TEST(an_echoed_secret_is_blotted_out_whatever_blanks_are_between_its_words)
{
	static const struct {
		const char *secret, *echo;
	} lines[] = {
		{ "hunter two", "hunter\\n two" }, { "hunter two", "hunter\\r\\n\\ttwo" }, { "hunter\ntwo", "hunter two" },
		{ " hunter\t two\r\n", "hunter two" }, { "hunter  \"two\"", "hunter\\n\\\\\\\"two\\\\\\\"" },
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", lines[i].secret)));
		const char *message;
		char body[100];

		snprintf(body, sizeof body, "{\"errors\":[\"bad %s\",\"and so on\"]}", lines[i].echo);
		answer(&run, 400, NULL, body);
		assert_ended(&run, HVAC_INVALID_REQUEST);
		assert_nowhere(&run, "two");
		message = hvac_response_message(run.task->response);
		ck_assert_msg(strstr(message, "bad **********") && strstr(message, "; and so on"), "%s", message);
		done(&run);
	}
}
END_TEST

START_TEST(a_log_line_is_one_line_whatever_the_server_says)
{
	struct run run = begun(NULL, "login", NULL);

	answer(&run, 200, NULL, "{\"auth\":{\"client_token\":\"hvs.new\",\"accessor\":\"x\\n2026-01-01 ERROR forged\\u007f\"}}");
	assert_ended(&run, HVAC_OK);
	ck_assert_msg(strstr(logged, "x?2026-01-01 ERROR forged?"), "logged: %s", logged);
	done(&run);
}
END_TEST

/* Go's %q within an error's text, which JSON then escapes once more. */
START_TEST(an_echoed_secret_is_blotted_out_as_go_quotes_it)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", "hunter\"two\"\nthree")));

	answer(&run, 400, NULL, "{\"errors\":[\"cannot use \\\"hunter\\\\\\\"two\\\\\\\"\\\\nthree\\\"\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "hunter");
	assert_nowhere(&run, "three");
	done(&run);
}
END_TEST

START_TEST(an_echoed_secret_is_blotted_out_as_the_servers_own_json_escapes_it)
{
	/* Go's encoder writes these three so */
	assert_echo_is_blotted("hunter<2>&co", "{\"errors\":[\"bad hunter\\u003c2\\u003e\\u0026co\"]}");
	assert_echo_is_blotted("p\xc3\xa4ssword", "{\"errors\":[\"bad p\\u00e4ssword\"]}");
	assert_echo_is_blotted("path/word", "{\"errors\":[\"bad path\\/word\"]}");
}
END_TEST

START_TEST(an_echoed_secret_is_blotted_out_of_a_body_that_was_escaped_so)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", "hunter<2>&\"co")));

	answer(&run, 400, NULL, "{\"errors\":[\"bad {\\\"password\\\":\\\"hunter\\\\u003c2\\\\u003e\\\\u0026\\\\\\\"co\\\"}\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "hunter");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), "bad {"));
	done(&run);
}
END_TEST

START_TEST(a_secret_of_the_address_is_blotted_out_as_it_was_sent)
{
	static const char *const echoes[] = { "GET /v1/key/4%2f0%c3%a4hunter2 failed", "GET /v1/key/4%2F0%C3%A4hunter2 failed" };

	for (size_t i = 0; i < sizeof echoes / sizeof echoes[0]; i++) {
		struct run run = begun(OPTIONS_OF("max_retries", "0"), "by_key", HVAC_ARGS(hvac_string("key", "4/0\xc3\xa4hunter2")));

		answer(&run, 502, NULL, echoes[i]);
		assert_ended(&run, HVAC_BAD_GATEWAY);
		assert_nowhere(&run, "hunter2");
		ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), " failed"));
		done(&run);
	}
}
END_TEST

START_TEST(echoed_numbers_of_a_secret_map_are_blotted_out)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_json("map", "{\"pin\":48291377,\"deep\":[-1.25e3],\"few\":123,\"yes\":true}")));

	answer(&run, 400, NULL, "{\"errors\":[\"bad 48291377 and -1.25e3, not 123 or true\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "48291377");
	assert_nowhere(&run, "1.25e3");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), "not 123 or true"));
	done(&run);
}
END_TEST

/* The option is a secret, and of a credential a server may name the second half alone. */
START_TEST(echoed_headers_of_the_option_are_blotted_out)
{
	static const char *const echoes[] = { "{\"errors\":[\"refused Bearer hunter2gateway\"]}", "{\"errors\":[\"no key hunter2gateway\"]}" };

	for (size_t i = 0; i < sizeof echoes / sizeof echoes[0]; i++) {
		struct run run = begun(OPTIONS_OF("headers", "{\"X-Short\":\"a\",\"Authorization\":\"Bearer hunter2gateway\"}"), "write", NULL);

		answer(&run, 403, NULL, echoes[i]);
		assert_ended(&run, HVAC_FORBIDDEN);
		assert_nowhere(&run, "hunter2");
		done(&run);
	}
}
END_TEST

START_TEST(echoed_bytes_are_blotted_out_as_base64)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_bytes("keys", "\x01\x02\x03\x04\x05\x06", 6)));

	answer(&run, 400, NULL, "{\"errors\":[\"bad AQIDBAUG\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "AQIDBAUG");
	done(&run);
}
END_TEST

START_TEST(a_success_that_cannot_be_read_is_a_failure_without_echoed_secrets)
{
	struct run run = WRITE;

	answer(&run, 200, NULL, "<html>hunter2 " TOKEN "</html>");
	assert_ended(&run, HVAC_MALFORMED_ANSWER);
	assert_nowhere(&run, "hunter2");
	assert_nowhere(&run, TOKEN);
	done(&run);
}
END_TEST

START_TEST(a_failure_tells_the_tokens_accessor)
{
	struct run run = READ;

	hvac_task_free(run.task);
	token_set(run.client->slot, TOKEN, "accessor-7", NULL);
	task_new(run.client, run.engine, run.engine->id, "list", NULL, NULL, &run.task);
	task_begin(run.task, run.now, &run.step);
	answer(&run, 403, NULL, "{\"errors\":[\"permission denied\"]}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_FORBIDDEN)), "accessor-7"));
	assert_nowhere(&run, TOKEN);
	done(&run);
}
END_TEST

START_TEST(the_log_tells_each_exchange_and_no_secret)
{
	struct run run = begun(OPTIONS_OF("headers", "{\"Authorization\":\"hunter2\"}"), "write", HVAC_ARGS(hvac_string("password", "hunter2")));

	answer(&run, 503, NULL, "hunter2");
	pass(&run);
	answer(&run, 200, "X: hunter2\r\n", "{\"request_id\":\"8d0ff4e7-0f51-8c3f-5a09-4a2b8d1c77aa\",\"data\":{\"value\":\"hunter2\"}}");
	assert_ended(&run, HVAC_OK);
	ck_assert_ptr_nonnull(strstr(logged, "POST http://one:8200/v1/x"));
	ck_assert_ptr_nonnull(strstr(logged, "503"));
	ck_assert_ptr_nonnull(strstr(logged, "200"));
	ck_assert_ptr_nonnull(strstr(logged, "request id 8d0ff4e7-0f51-8c3f-5a09-4a2b8d1c77aa"));
	ck_assert_ptr_null(strstr(logged, "hunter2"));
	ck_assert_ptr_null(strstr(logged, TOKEN));
	done(&run);
}
END_TEST

/* It may be anything that was sent, or the token that comes. */
START_TEST(what_is_no_request_id_is_not_told)
{
	static const char *const ids[] = { "hunter2", "hvs.new", "8d0ff4e7-0f51-8c3f-5a09-4a2b8d1c77a", "8d0ff4e7-0f51-8c3f-5a09-4a2b8d1c77g!" };

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		struct run run = begun(NULL, "login", HVAC_ARGS(hvac_string("password", "hunter2")));
		char *body = NULL;

		ck_assert_int_ge(asprintf(&body, "{\"request_id\":\"%s\",\"auth\":{\"client_token\":\"hvs.new\"}}", ids[i]), 0);
		answer(&run, 200, NULL, body);
		assert_ended(&run, HVAC_OK);
		ck_assert_ptr_null(strstr(logged, ids[i]));
		ck_assert_ptr_null(strstr(logged, "request id"));
		free(body);
		done(&run);
	}
}
END_TEST

START_TEST(an_accessor_that_holds_a_secret_is_none)
{
	static const char *const accessors[] = { "hvs.new", "of hvs.new", "hunter2" };

	for (size_t i = 0; i < sizeof accessors / sizeof accessors[0]; i++) {
		struct run run = begun(OPTIONS_OF("token", "hvs.old"), "login", HVAC_ARGS(hvac_string("password", "hunter2")));
		char *body = NULL;

		ck_assert_int_ge(asprintf(&body, "{\"auth\":{\"client_token\":\"hvs.new\",\"accessor\":\"%s\"}}", accessors[i]), 0);
		answer(&run, 200, NULL, body);
		assert_ended(&run, HVAC_OK);
		ck_assert_ptr_null(strstr(logged, accessors[i]));
		hvac_task_free(run.task);
		task_new(run.client, run.engine, run.engine->id, "list", NULL, NULL, &run.task);
		task_begin(run.task, run.now, &run.step);
		answer(&run, 403, NULL, "{\"errors\":[\"permission denied\"]}");
		ck_assert_ptr_null(strstr(hvac_response_message(run.task->response), accessors[i]));
		free(body);
		done(&run);
	}
}
END_TEST

START_TEST(an_echoed_header_of_an_argument_is_blotted_out_with_its_credential)
{
	struct run run = begun(NULL, "with_headers", HVAC_ARGS(hvac_string("ticket", "Negotiate VEhFLVRJQ0tFVA==")));

	answer(&run, 400, NULL, "{\"errors\":[\"bad ticket VEhFLVRJQ0tFVA==\",\"Negotiate VEhFLVRJQ0tFVA==\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "VEhFLVRJQ0tFVA");
	done(&run);
	run = begun(NULL, "login", HVAC_ARGS(hvac_string("mfa", "method-1:695452")));
	answer(&run, 400, NULL, "{\"errors\":[\"code 695452 is wrong\"]}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_nowhere(&run, "695452");
	done(&run);
}
END_TEST

START_TEST(an_echoed_secret_is_blotted_out_of_names_and_numbers)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", "48291377")));

	answer(&run, 400, NULL, "{\"errors\":[\"bad\"],\"data\":{\"48291377\":1}}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_INVALID_REQUEST)), "bad"));
	assert_nowhere(&run, "48291377");
	done(&run);
	run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", "48291377")));
	answer(&run, 400, NULL, "{\"errors\":[\"bad\"],\"data\":{\"pin\":48291377,\"pins\":[148291377.5,7]}}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_INVALID_REQUEST)), ": 400: bad"));
	assert_nowhere(&run, "48291377");
	ck_assert_str_eq(hvac_response_body(run.task->response, NULL), "{\"errors\":[\"bad\"],\"data\":{\"pin\":\"********\",\"pins\":[\"********\",7]}}");
	done(&run);
}
END_TEST

/* Others' names are as good as secrets: what is an argument there may be a member here. */
START_TEST(the_names_that_servers_give_stay_whatever_the_secrets_are)
{
	struct run run = begun(NULL, "write", HVAC_ARGS(hvac_string("password", "batch_results")));

	answer(&run, 400, NULL, "{\"errors\":[\"no batch_results\"],\"data\":{\"batch_results\":[\"batch_results\"]}}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	ck_assert_str_eq(hvac_response_body(run.task->response, NULL), "{\"errors\":[\"no *************\"],\"data\":{\"batch_results\":[\"*************\"]}}");
	done(&run);
}
END_TEST

/* Each with each of the others would take minutes. */
START_TEST(many_secrets_that_begin_alike_are_blotted_out_of_a_long_answer)
{
	enum { MANY = 40000 };
	struct buffer list = { 0 };
	struct run run;

	for (int i = 0; i < MANY; i++)
		buffer_format(&list, "%s\"customer-%06d\"", i ? "," : "{\"errors\":[", i);
	buffer_text(&list, "]}");
	ck_assert(!list.failed);
	run = begun(NULL, "write", HVAC_ARGS(hvac_json("map", list.bytes)));
	answer(&run, 400, NULL, list.bytes);
	assert_ended(&run, HVAC_INVALID_REQUEST);
	ck_assert_ptr_null(strstr(hvac_response_body(run.task->response, NULL), "customer"));
	done(&run);
	buffer_free(&list);
}
END_TEST

START_TEST(an_operations_own_header_takes_the_place_of_the_clients)
{
	struct run run = begun(OPTIONS_OF("namespace", "team", "headers", "{\"X-Own\":\"yes\"}"), "with_headers", HVAC_ARGS(hvac_string("in", "other"), hvac_string("own", "no")));

	assert_header(&run, "X-Vault-Namespace", "other");
	assert_header(&run, "X-Own", "no");
	done(&run);
}
END_TEST

START_TEST(the_log_tells_a_change_of_address)
{
	struct run run = begun(OPTIONS_OF("address", "http://one:1,http://two:2"), "write", NULL);
	char *before;

	lose(&run, HVAC_OUTCOME_NOT_SENT, false);
	before = strdup(logged);
	ck_assert_msg(strstr(before, "two:2") != NULL, "only this is told: %s", before);
	free(before);
	done(&run);
}
END_TEST

/* Logins */

static void assert_token(struct run *run, const char *wanted)
{
	char *token = hvac_client_token(run->client);

	ck_assert_str_eq(token, wanted);
	hvac_text_free(token);
}

START_TEST(a_logins_token_becomes_the_clients)
{
	struct run run = begun(NULL, "login", HVAC_ARGS(hvac_string("password", "hunter2")));

	answer(&run, 200, NULL, "{\"auth\":{\"client_token\":\"fresh\",\"accessor\":\"a\"}}");
	ck_assert_str_eq(hvac_response_string(assert_ended(&run, HVAC_OK), "client_token"), "fresh");
	assert_token(&run, "fresh");
	done(&run);
}
END_TEST

START_TEST(a_logins_token_stays_the_answers_where_told_so)
{
	struct run run = begun(NULL, "login", HVAC_ARGS(hvac_boolean("use_token", false)));

	answer(&run, 200, NULL, "{\"auth\":{\"client_token\":\"fresh\"}}");
	assert_ended(&run, HVAC_OK);
	assert_token(&run, TOKEN);
	done(&run);
}
END_TEST

START_TEST(a_wrapped_login_is_a_success_without_a_token)
{
	struct run run = begun(OPTIONS_OF("wrap_ttl", "60s"), "login", NULL);

	answer(&run, 200, NULL, "{\"auth\":null,\"wrap_info\":{\"token\":\"w\"}}");
	assert_ended(&run, HVAC_OK);
	assert_token(&run, TOKEN);
	done(&run);
}
END_TEST

START_TEST(a_login_without_a_usable_token_fails)
{
	static const struct { const char *body; hvac_status status; } cases[] = {
		{ "{\"auth\":null}", HVAC_MALFORMED_ANSWER }, { "{\"auth\":{}}", HVAC_MALFORMED_ANSWER }, { "{\"auth\":{\"client_token\":\"\"}}", HVAC_MALFORMED_ANSWER },
		{ "{\"auth\":{\"client_token\":\"a\\nb\"}}", HVAC_MALFORMED_ANSWER }, { "{\"auth\":{\"client_token\":1}}", HVAC_MALFORMED_ANSWER }, { "", HVAC_MALFORMED_ANSWER },
		{ "{\"auth\":{\"client_token\":\"\",\"mfa_requirement\":{\"mfa_request_id\":\"x\"}}}", HVAC_UNAUTHORIZED },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = begun(NULL, "login", NULL);

		answer(&run, 200, NULL, cases[i].body);
		assert_ended(&run, cases[i].status);
		assert_token(&run, TOKEN);
		done(&run);
	}
}
END_TEST

START_TEST(a_refused_login_leaves_the_token_alone)
{
	struct run run = begun(NULL, "login", NULL);

	answer(&run, 400, NULL, "{\"errors\":[\"invalid\"],\"auth\":{\"client_token\":\"odd\"}}");
	assert_ended(&run, HVAC_INVALID_REQUEST);
	assert_token(&run, TOKEN);
	done(&run);
}
END_TEST

/* Hooks */

START_TEST(prepare_runs_once_and_finish_sees_only_the_final_answer)
{
	struct run run = begun(OPTIONS_OF("address", "https://one:1,https://two:2"), "hooked", NULL);

	answer(&run, 503, NULL, NULL);
	answer(&run, 429, NULL, NULL);
	pass(&run);
	answer(&run, 307, "Location: /v1/other\r\n", NULL);
	ck_assert_uint_eq(finished, 0);
	answer(&run, 200, NULL, "{\"data\":{}}");
	assert_ended(&run, HVAC_OK);
	ck_assert_uint_eq(prepared, 1);
	ck_assert_uint_eq(finished, 1);
	done(&run);
}
END_TEST

START_TEST(finish_sees_a_failed_answer_too)
{
	struct run run = begun(NULL, "hooked", NULL);

	answer(&run, 404, NULL, NULL);
	assert_ended(&run, HVAC_INVALID_PATH);
	ck_assert_uint_eq(finished, 1);
	done(&run);
}
END_TEST

START_TEST(finish_does_not_see_what_is_no_answer)
{
	struct run run = begun(NULL, "hooked", NULL);

	lose(&run, HVAC_OUTCOME_MAYBE_SENT, true);
	assert_ended(&run, HVAC_CONNECTION_ERROR);
	ck_assert_uint_eq(finished, 0);
	done(&run);
}
END_TEST

static int again_with_step(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	(void)response;
	if (finished > 1)
		return HVAC_HOOK_DONE;
	hvac_request_use(task, "@step");
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_hook_sends_another_row)
{
	struct run run;

	the_finish = again_with_step;
	run = begun(NULL, "hooked", NULL);
	assert_body(&run, "{\"n\":5}");
	answer(&run, 200, NULL, "{}");
	assert_sends(&run, "PUT", "http://one:8200", "/v1/step");
	assert_body(&run, "{\"n\":5}");
	answer(&run, 200, NULL, "{\"data\":{\"last\":true}}");
	ck_assert_ptr_nonnull(hvac_response_value(assert_ended(&run, HVAC_OK), "last"));
	done(&run);
}
END_TEST

static int use_another_operation(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_use(task, "write_much");
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_hook_sends_another_operation_with_all_its_defaults)
{
	struct run run;

	the_prepare = use_another_operation;
	run = begun(NULL, "hooked", NULL);
	assert_sends(&run, "POST", "http://one:8200", "/v1/here/much");
	assert_body(&run, "{\"a\":\"a!\",\"b\":\"b!\",\"c\":\"c!\",\"d\":\"d!\",\"e\":\"e!\"}");
	answer(&run, 200, NULL, "{}");
	assert_ended(&run, HVAC_OK);
	done(&run);
}
END_TEST

static int again_with_another_body(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	(void)response;
	if (finished > 1)
		return HVAC_HOOK_DONE;
	hvac_value_adopt_member(hvac_request_body(task), "n", hvac_value_new_integer(6));
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_body_changed_in_place_is_what_is_sent_next)
{
	struct run run;

	the_finish = again_with_another_body;
	run = begun(NULL, "hooked", NULL);
	assert_body(&run, "{\"n\":5}");
	answer(&run, 200, NULL, "{}");
	assert_body(&run, "{\"n\":6}");
	done(&run);
}
END_TEST

static int send_bytes(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_raw(task, "bytes", 5);
	return HVAC_HOOK_AGAIN;
}

START_TEST(bytes_of_a_hook_take_the_place_of_the_rows_body)
{
	struct run run;

	the_prepare = send_bytes;
	run = begun(NULL, "hooked", NULL);
	assert_body(&run, "bytes");
	assert_header(&run, "Content-Type", "application/octet-stream");
	done(&run);
}
END_TEST

static int ask_by_secret(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_method(task, HVAC_GET, "lookup/hunter2");
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_secret_that_a_hook_puts_into_a_path_is_told_nowhere)
{
	struct run run;

	the_prepare = ask_by_secret;
	run = begun(NULL, "hooked", HVAC_ARGS(hvac_string("key", "hunter2")));
	assert_sends(&run, "GET", "http://one:8200", "/v1/lookup/hunter2");
	answer(&run, 403, NULL, "{\"errors\":[\"permission denied\"]}");
	assert_ended(&run, HVAC_FORBIDDEN);
	assert_nowhere(&run, "hunter2");
	ck_assert_str_eq(hvac_response_url(run.task->response), "http://one:8200/v1/***");
	done(&run);
}
END_TEST

static int ask_twice(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	(void)response;
	hvac_request_method(task, HVAC_GET, "second");
	return finished < 2 ? HVAC_HOOK_AGAIN : HVAC_HOOK_DONE;
}

START_TEST(no_answer_is_wrapped_of_an_operation_that_goes_on_with_them)
{
	struct run run;

	the_finish = ask_twice;
	run = begun(OPTIONS_OF("wrap_ttl", "60s"), "hooked_unwrapped", NULL);
	assert_header(&run, "X-Vault-Wrap-TTL", NULL);
	answer(&run, 200, NULL, "{}");
	assert_sends(&run, "GET", "http://one:8200", "/v1/second");
	assert_header(&run, "X-Vault-Wrap-TTL", NULL);
	done(&run);
}
END_TEST

static int keep_the_first(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	(void)response;
	if (finished > 1)
		return HVAC_HOOK_DONE;
	hvac_task_keep(task);
	hvac_request_method(task, HVAC_DELETE, "a/clean up");
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_kept_answer_is_the_tasks_whatever_comes_later)
{
	for (int i = 0; i < 3; i++) {
		struct run run;

		finished = 0;
		the_finish = keep_the_first;
		run = begun(OPTIONS_OF("max_retries", "0"), "hooked", NULL);
		answer(&run, 200, NULL, "{\"data\":{\"kept\":true}}");
		assert_sends(&run, "DELETE", "http://one:8200", "/v1/a/clean%20up");
		ck_assert_ptr_null(run.step.request->body);
		if (i == 2)
			answer(&run, 307, "Location: http://elsewhere:8200/v1/a\r\n", NULL);
		else if (i)
			lose(&run, HVAC_OUTCOME_MAYBE_SENT, true);
		else
			answer(&run, 403, NULL, NULL);
		ck_assert_ptr_nonnull(hvac_response_value(assert_ended(&run, HVAC_OK), "kept"));
		done(&run);
	}
}
END_TEST

static int keep_and_wait(struct hvac_task *task, void *state, const hvac_response *response)
{
	int result = keep_the_first(task, state, response);

	hvac_again_after(task, 10000);
	return result;
}

/* What comes after it has no time: at all, for its wait, for its turn, or when it is to be sent. */
START_TEST(a_kept_answer_stands_where_no_time_is_left_for_more)
{
	for (int i = 0; i < 4; i++) {
		struct run run;

		finished = 0;
		the_finish = i == 1 ? keep_and_wait : keep_the_first;
		run = begun(OPTIONS_OF("deadline", "5s", "rate_limit", i == 2 ? "0.1:1" : NULL), "hooked", NULL);
		run.now += i == 0 ? 6 * SECOND : 0;
		answer(&run, 404, NULL, "{\"errors\":[]}");
		if (i == 3)
			ck_assert(!task_is_in_time(run.task, run.now + 6 * SECOND, &run.step));
		ck_assert(!hvac_response_retryable(assert_ended(&run, HVAC_INVALID_PATH)));
		ck_assert_int_eq(hvac_response_http_status(run.task->response), 404);
		done(&run);
	}
}
END_TEST

static int answer_of_its_own(struct hvac_task *task, void *state, const hvac_response *response)
{
	hvac_value *own = hvac_value_new_string("own");

	(void)state;
	(void)response;
	hvac_task_answer(task, own);
	hvac_value_free(own);
	return HVAC_HOOK_DONE;
}

START_TEST(a_hooks_own_answer_is_the_tasks)
{
	struct run run;

	the_finish = answer_of_its_own;
	run = begun(NULL, "hooked", NULL);
	answer(&run, 200, NULL, "{\"data\":1}");
	ck_assert_str_eq(hvac_value_string(hvac_response_answer(assert_ended(&run, HVAC_OK)), NULL), "own");
	ck_assert_ptr_nonnull(hvac_response_data(run.task->response));
	done(&run);
}
END_TEST

static int answer_and_ask(struct hvac_task *task, void *state, const hvac_response *response)
{
	if (finished > 1)
		return HVAC_HOOK_DONE;
	answer_of_its_own(task, state, response);
	hvac_request_method(task, HVAC_DELETE, "a/clean up");
	return HVAC_HOOK_AGAIN;
}

static int answer_and_keep(struct hvac_task *task, void *state, const hvac_response *response)
{
	if (finished == 1)
		answer_of_its_own(task, state, response);
	return keep_the_first(task, state, response);
}

START_TEST(what_is_refused_after_a_hooks_own_answer_is_refused_unless_one_was_kept)
{
	static const struct {
		int (*finish)(struct hvac_task *task, void *state, const hvac_response *response);
		int first, second;
		hvac_status status;
	} cases[] = {
		{ answer_and_ask, 200, 403, HVAC_FORBIDDEN }, { answer_and_ask, 404, 200, HVAC_OK },
		{ answer_and_keep, 200, 403, HVAC_OK }, { answer_and_keep, 404, 403, HVAC_OK },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run;

		finished = 0;
		the_finish = cases[i].finish;
		run = begun(NULL, "hooked", NULL);
		answer(&run, cases[i].first, NULL, "{}");
		assert_sends(&run, "DELETE", "http://one:8200", "/v1/a/clean%20up");
		answer(&run, cases[i].second, NULL, "{}");
		ck_assert_str_eq(hvac_value_string(hvac_response_answer(assert_ended(&run, cases[i].status)), NULL), "own");
		done(&run);
	}
}
END_TEST

static int answer_at_once(struct hvac_task *task, void *state)
{
	hvac_value *own = hvac_value_new_integer(4);

	(void)state;
	hvac_task_answer(task, own);
	hvac_value_free(own);
	return HVAC_HOOK_DONE;
}

START_TEST(a_task_may_end_without_a_request)
{
	struct run run;
	int64_t number = 0;

	the_prepare = answer_at_once;
	run = begun(NULL, "hooked", NULL);
	ck_assert(hvac_response_integer(assert_ended(&run, HVAC_OK), "", &number));
	ck_assert_int_eq(number, 4);
	ck_assert_ptr_null(hvac_response_method(run.task->response));
	done(&run);
}
END_TEST

static int fail_after(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	return hvac_task_fail(task, HVAC_INVALID_PATH, "version %d is gone", hvac_response_http_status(response));
}

START_TEST(a_hooks_failure_has_its_status_its_sentence_and_the_answer)
{
	struct run run;

	the_finish = fail_after;
	run = begun(NULL, "hooked", NULL);
	answer(&run, 200, NULL, "{\"data\":{\"still\":\"there\"}}");
	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_INVALID_PATH)), "version 200 is gone"));
	ck_assert_str_eq(hvac_response_string(run.task->response, "still"), "there");
	done(&run);
}
END_TEST

static int fail_before(struct hvac_task *task, void *state)
{
	(void)state;
	return hvac_task_fail(task, HVAC_OK, "no status");
}

START_TEST(a_hook_cannot_fail_with_success)
{
	struct run run;

	the_prepare = fail_before;
	run = begun(NULL, "hooked", NULL);
	assert_ended(&run, HVAC_UNEXPECTED_ERROR);
	done(&run);
}
END_TEST

static int for_ever(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)task;
	(void)state;
	(void)response;
	return HVAC_HOOK_AGAIN;
}

static unsigned count_requests(const hvac_argument *arguments)
{
	struct run run;
	unsigned count = 0;

	the_finish = for_ever;
	for (run = begun(NULL, "hooked", arguments); run.step.wants == WANTS_SEND && count < 1000; count++)
		answer(&run, 200, NULL, "{}");
	assert_ended(&run, HVAC_UNEXPECTED_ERROR);
	done(&run);
	return count;
}

START_TEST(a_hook_makes_sixteen_requests_and_no_more)
{
	ck_assert_uint_eq(count_requests(NULL), HVAC_HOOK_STEPS_MAX);
}
END_TEST

START_TEST(a_list_brings_a_request_for_each_of_its_items)
{
	ck_assert_uint_eq(count_requests(HVAC_ARGS(hvac_json("keys", "[\"a\",\"b\",\"c\"]"))), HVAC_HOOK_STEPS_MAX + 3);
}
END_TEST

static int poll_again(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	(void)response;
	hvac_again_after(task, 10000);
	return HVAC_HOOK_AGAIN;
}

START_TEST(polling_is_bounded_by_the_deadline)
{
	struct run run;
	unsigned count = 0;

	the_finish = poll_again;
	for (run = begun(OPTIONS_OF("deadline", "1000s"), "hooked", NULL); run.step.wants == WANTS_SEND && count < 1000; count++) {
		answer(&run, 200, NULL, "{}");
		if (run.step.wants == WANTS_WAIT)
			pass(&run);
	}
	assert_ended(&run, HVAC_TIMEOUT);
	ck_assert_uint_eq(count, 100);
	done(&run);
}
END_TEST

START_TEST(after_the_deadline_a_hook_waits_for_nothing_more)
{
	struct run run;

	the_finish = poll_again;
	run = begun(NULL, "hooked", NULL);
	run.now += 121 * SECOND;
	answer(&run, 200, NULL, "{}");
	assert_ended(&run, HVAC_TIMEOUT);
	done(&run);
}
END_TEST

START_TEST(after_the_deadline_a_hook_sends_nothing_more)
{
	struct run run;

	the_finish = for_ever;
	run = begun(NULL, "hooked", NULL);
	run.now += 121 * SECOND;
	answer(&run, 200, NULL, "{}");
	assert_ended(&run, HVAC_TIMEOUT);
	done(&run);
}
END_TEST

static int ask_elsewhere(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, "http://169.254.169.254/latest/meta?x=1", 250);
	hvac_request_header(task, "Metadata", "true");
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_request_to_another_host_has_no_token_and_no_namespace)
{
	struct run run;

	the_prepare = ask_elsewhere;
	run = begun(OPTIONS_OF("namespace", "team", "wrap_ttl", "60", "headers", "{\"Authorization\":\"hunter2\"}"), "hooked", NULL);
	assert_sends(&run, "GET", "http://169.254.169.254:80", "/latest/meta");
	ck_assert_str_eq(run.step.request->query, "x=1");
	ck_assert(run.step.request->external);
	ck_assert_int_eq(run.step.request->connect_ms, 250);
	assert_header(&run, "X-Vault-Token", NULL);
	assert_header(&run, "X-Vault-Namespace", NULL);
	assert_header(&run, "X-Vault-Wrap-TTL", NULL);
	assert_header(&run, "X-Vault-Request", NULL);
	assert_header(&run, "Authorization", NULL);
	assert_header(&run, "Metadata", "true");
	answer(&run, 307, "Location: http://one:8200/v1/x\r\n", NULL);
	ck_assert_int_eq(run.step.wants, WANTS_NOTHING);
	done(&run);
}
END_TEST

static int header_with_line_end(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_header(task, "X-A", "b\r\nX-C: d");
	return HVAC_HOOK_AGAIN;
}

static int header_without_a_name(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_header(task, "X A", "b");
	return HVAC_HOOK_AGAIN;
}

static int path_that_is_empty(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_method(task, HVAC_GET, "/");
	return HVAC_HOOK_AGAIN;
}

static int row_that_is_not_there(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_use(task, "no_such_row");
	return HVAC_HOOK_AGAIN;
}

static int path_that_climbs(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_method(task, HVAC_GET, "a/../../sys/seal");
	return HVAC_HOOK_AGAIN;
}

static int url_that_is_none(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, "file:///etc/passwd", 0);
	return HVAC_HOOK_AGAIN;
}

START_TEST(what_a_hook_fills_wrongly_ends_the_task)
{
	static prepare_function *const hooks[] = { header_with_line_end, header_without_a_name, row_that_is_not_there, path_that_climbs, path_that_is_empty, url_that_is_none };

	for (size_t i = 0; i < sizeof hooks / sizeof hooks[0]; i++) {
		struct run run;

		the_prepare = hooks[i];
		run = begun(NULL, "hooked", NULL);
		ck_assert_int_eq(run.step.wants, WANTS_NOTHING);
		ck_assert_int_ne(hvac_response_status(run.task->response), HVAC_OK);
		done(&run);
	}
}
END_TEST

static int use_the_state(struct hvac_task *task, void *state)
{
	unsigned char *bytes = state;
	int64_t n = 0;

	for (size_t i = 0; i < 64; i++)
		ck_assert_uint_eq(bytes[i], 0);
	ck_assert_int_eq(hvac_task_integer(task, "n", &n), 1);
	ck_assert_int_eq(n, 5);
	ck_assert_ptr_null(hvac_task_value(task, "keys"));
	ck_assert_ptr_null(hvac_task_string(task, "n"));
	ck_assert_ptr_null(hvac_task_string(task, "no such"));
	ck_assert_int_eq(hvac_task_now(task), 1798156800);
	memset(state, 0xff, 64);
	memset(hvac_task_alloc(task, 5000), 0xff, 5000);
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_hook_has_state_arguments_memory_and_the_time)
{
	struct run run;

	the_prepare = use_the_state;
	run = begun(NULL, "hooked", NULL);
	ck_assert_uint_eq(prepared, 1);
	assert_sends(&run, "POST", "http://one:8200", "/v1/hooked");
	done(&run);
}
END_TEST

/* Secrets that a hook has found */

static int find_key(struct hvac_task *task, void *state)
{
	hvac_value *options = hvac_value_new_map();

	(void)state;
	hvac_value_adopt_member(hvac_request_body(task), "options", options);
	hvac_value_adopt_member(options, "key", hvac_value_new_string("hunter2"));
	hvac_value_adopt_member(options, "open", hvac_value_new_string("plain"));
	return HVAC_HOOK_AGAIN;
}

static int ask_other_host(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, "http://127.0.0.1:1/", 0);
	hvac_request_header(task, "Authorization", "hunter2");
	return HVAC_HOOK_AGAIN;
}

static hvac_value *shown(struct run *run, bool redact)
{
	hvac_value *requests;

	ck_assert_int_eq(hvac_task_dry_run(run->task, redact, &requests), HVAC_OK);
	return requests;
}

START_TEST(what_a_hook_puts_into_a_secret_member_is_redacted)
{
	struct run run;
	hvac_value *requests;

	the_prepare = find_key;
	run = make(NULL, "hooked", NULL);
	requests = shown(&run, true);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/body/options/key"), NULL), "***");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/body/options/open"), NULL), "plain");
	hvac_value_free(requests);
	done(&run);
	run = make(NULL, "hooked", NULL);
	requests = shown(&run, false);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/body/options/key"), NULL), "hunter2");
	hvac_value_free(requests);
	done(&run);
}
END_TEST

static int note_what_is_hidden(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_value_adopt_member(hvac_request_body(task), "hidden", hvac_value_new_boolean(hvac_task_is_hidden(task, "key")));
	ck_assert(!hvac_task_is_hidden(task, "n") && !hvac_task_is_hidden(task, "nobody"));
	return HVAC_HOOK_AGAIN;
}

START_TEST(a_hook_learns_that_an_argument_is_hidden)
{
	static const struct { bool given, redact, hidden; } cases[] = { { true, true, true }, { true, false, false }, { false, true, false } };

	the_prepare = note_what_is_hidden;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run = make(NULL, "hooked", HVAC_ARGS(hvac_integer("n", 1), hvac_string("key", cases[i].given ? "hunter2" : NULL)));
		hvac_value *requests = shown(&run, cases[i].redact);
		bool hidden = false;

		ck_assert(hvac_value_boolean(hvac_value_at(requests, "/0/body/hidden"), &hidden));
		ck_assert(hidden == cases[i].hidden);
		hvac_value_free(requests);
		done(&run);
	}
}
END_TEST

START_TEST(what_a_hook_tells_another_host_in_a_header_is_redacted)
{
	struct run run;
	hvac_value *requests;

	the_prepare = ask_other_host;
	run = make(NULL, "hooked", NULL);
	requests = shown(&run, true);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/headers/Authorization"), NULL), "***");
	hvac_value_free(requests);
	done(&run);
}
END_TEST

START_TEST(what_the_option_headers_adds_is_redacted)
{
	struct run run = make(OPTIONS_OF("headers", "{\"Authorization\":\"Bearer hunter2\"}"), "read", HVAC_ARGS(hvac_string("name", "a")));
	hvac_value *requests = shown(&run, true);

	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/headers/Authorization"), NULL), "***");
	hvac_value_free(requests);
	done(&run);
}
END_TEST

START_TEST(what_a_hook_puts_into_a_secret_member_is_blotted_out_of_a_refusal)
{
	struct run run;
	const hvac_response *response;

	the_prepare = find_key;
	run = begun(NULL, "hooked", NULL);
	answer(&run, 400, NULL, "{\"errors\":[\"hunter2 is wrong, plain is not\"]}");
	response = assert_ended(&run, HVAC_INVALID_REQUEST);
	ck_assert_ptr_null(strstr(hvac_response_message(response), "hunter2"));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "plain is not"));
	done(&run);
}
END_TEST

START_TEST(hooks_that_ask_others_by_themselves_are_left_out_of_a_dry_run)
{
	struct run run = make(NULL, "blocking", NULL);
	hvac_value *requests = shown(&run, false);

	ck_assert_uint_eq(hvac_value_count(requests), 1);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(requests, "/0/url"), NULL), "/v1/blocking");
	ck_assert_uint_eq(prepared + finished, 0);
	hvac_value_free(requests);
	done(&run);
}
END_TEST

START_TEST(a_dry_run_logs_no_exchange_since_there_is_none)
{
	struct run run = make(NULL, "list", NULL);
	hvac_value *requests = shown(&run, false);

	ck_assert_uint_eq(hvac_value_count(requests), 1);
	ck_assert_str_eq(logged, "");
	hvac_value_free(requests);
	done(&run);
}
END_TEST

/* Refused before it runs */

START_TEST(random_bytes_are_had_in_any_number)
{
	unsigned char bytes[1000] = { 0 };
	hvac_clock clock;

	clock_fill(&clock, NULL);
	ck_assert_int_eq(clock.random(clock.context, bytes, sizeof bytes), 0);
	for (size_t at = 0; at < sizeof bytes; at += 200)
		ck_assert_mem_ne(bytes + at, ((unsigned char[200]){ 0 }), 200);
}
END_TEST

START_TEST(an_unknown_operation_suggests_the_nearest_and_is_an_answer_all_the_same)
{
	struct run run = begun(NULL, "raed", NULL);

	ck_assert_ptr_nonnull(strstr(hvac_response_message(assert_ended(&run, HVAC_NO_SUCH_OPERATION)), "secrets/x_test_task has no operation "));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(run.task->response), "; did you mean read?"));
	ck_assert_ptr_null(hvac_response_url(run.task->response));
	done(&run);
}
END_TEST

START_TEST(a_refused_argument_names_engine_operation_and_argument)
{
	struct run run = begun(NULL, "read", HVAC_ARGS(hvac_integer("name", 1)));
	const char *message = hvac_response_message(assert_ended(&run, HVAC_PARAM_VALIDATION_ERROR));

	ck_assert_ptr_nonnull(strstr(message, "secrets/x_test_task"));
	ck_assert_ptr_nonnull(strstr(message, "read"));
	ck_assert_ptr_nonnull(strstr(message, "name"));
	done(&run);
}
END_TEST

static int64_t give_words(void *context, char *buffer, size_t size)
{
	const char *words = context;
	size_t length = strlen(words);

	if (size >= length)
		memcpy(buffer, words, length);
	return (int64_t)length;
}

START_TEST(a_task_made_again_asks_the_same)
{
	char file[] = "/tmp/hvac-task-XXXXXX", words[] = "from a source";
	int descriptor = mkstemp(file);
	hvac_value *tree = hvac_value_new_map();
	struct task_step step;
	hvac_task *again;
	struct run run;

	ck_assert_int_eq(write(descriptor, "from a file", 11), 11);
	close(descriptor);
	hvac_value_adopt_member(tree, "n", hvac_value_new_integer(1));
	run = make(NULL, "write_all", HVAC_ARGS(hvac_string("text", "a text"), hvac_bytes("bytes", "\0\xff", 2), hvac_file("file", file),
	                                        hvac_source("source", give_words, words), hvac_value_argument("tree", tree), hvac_null("null")));
	hvac_value_free(tree);
	ck_assert_int_eq(task_again(run.task, &again), HVAC_OK);
	task_begin(again, run.now, &step);
	ck_assert_str_eq(step.request->body, "{\"text\":\"a text\",\"bytes\":\"AP8=\",\"file\":\"from a file\",\"source\":\"from a source\","
	                                     "\"tree\":{\"n\":1},\"null\":null}");
	hvac_task_free(again);
	unlink(file);
	done(&run);
}
END_TEST

START_TEST(a_stream_for_what_does_not_stream_is_refused)
{
	struct run run = READ;
	hvac_stream stream = { .source_length = -1 };
	hvac_task *task;

	ck_assert_int_eq(task_new(run.client, run.engine, "x", "list", NULL, &stream, &task), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	done(&run);
}
END_TEST

SUITE("task", a_request_has_the_headers_of_every_request, a_users_own_user_agent_takes_the_place_of_the_librarys,
      a_body_is_json_and_says_so, a_login_and_a_tokenless_operation_carry_no_token, an_address_with_a_prefix_keeps_it,
      strict_http_lists_with_get, the_token_is_read_anew_for_each_try, an_exchange_never_outlives_the_deadline,
      a_timeout_by_the_deadline_says_so, a_retry_waits_and_sends_the_same_again, the_last_try_is_the_answer, retry_after_may_be_a_date,
      a_retry_after_may_end_with_blanks, an_odd_retry_after_is_as_if_there_were_none, a_wait_that_would_pass_the_deadline_is_not_begun,
      a_write_that_may_have_been_carried_out_is_not_repeated_and_says_so, a_write_behind_a_failing_gateway_may_have_been_carried_out,
      a_write_that_was_refused_was_not_carried_out, what_never_left_was_not_carried_out, retry_writes_opts_in_but_not_for_what_is_used_once,
      what_is_used_once_must_not_be_sent_twice_by_the_adapter_either, a_cluster_between_leaders_is_asked_again,
      a_dead_address_gives_way_to_the_next_at_once_which_is_kept, when_all_addresses_are_dead_the_task_waits,
      the_response_names_the_address_that_was_asked_last, a_redirect_is_followed_with_the_same_request,
      a_write_is_not_to_be_forwarded_only_where_its_redirect_could_be_followed, a_stream_may_be_forwarded_since_it_cannot_be_redirected, a_write_that_was_not_forwarded_and_cannot_be_redirected_is_forwarded,
      a_redirect_of_what_could_have_been_forwarded_leaves_it_in_doubt, another_address_that_a_write_goes_to_is_again_not_to_forward_it,
      after_a_redirect_the_response_names_the_address_that_answered, a_second_redirect_is_not_followed,
      a_redirect_elsewhere_is_refused_and_names_the_address, a_redirect_to_a_dead_node_means_no_leader_yet,
      a_redirect_to_no_address_is_refused, a_refused_redirect_does_not_tell_a_secret_of_the_path, a_refused_redirect_to_the_token_does_not_tell_it, a_secret_of_the_path_is_in_no_message_and_no_url,
      redirects_can_be_switched_off, each_outcome_has_its_status, each_http_status_ends_as_hvacs_exception_with_its_errors,
      a_denial_says_what_may_be_wrong_with_what_was_shown, a_hint_names_the_accessor_as_the_tokens, a_failure_is_told_on_one_line_whatever_the_accessor_is, a_rows_own_successes_are_never_repeated, a_success_that_is_no_json_object_is_malformed,
      an_empty_answer_to_a_read_is_malformed_and_to_a_write_is_fine, an_error_that_is_no_json_is_an_error_all_the_same,
      an_answer_nested_too_deep_is_too_large, empty_list_makes_a_silent_404_a_success, empty_list_is_of_lists_alone_whatever_asks_for_them,
      an_echoed_token_or_secret_is_blotted_out, an_echoed_secret_is_blotted_out_of_what_is_no_json,
      an_echoed_secret_is_blotted_out_as_json_escapes_it, an_echoed_secret_is_blotted_out_whatever_blanks_are_between_its_words, a_log_line_is_one_line_whatever_the_server_says, an_echoed_secret_is_blotted_out_as_go_quotes_it,
      an_echoed_secret_is_blotted_out_as_the_servers_own_json_escapes_it, an_echoed_secret_is_blotted_out_of_a_body_that_was_escaped_so,
      a_secret_of_the_address_is_blotted_out_as_it_was_sent, echoed_numbers_of_a_secret_map_are_blotted_out, echoed_headers_of_the_option_are_blotted_out,
      echoed_bytes_are_blotted_out_as_base64, a_success_that_cannot_be_read_is_a_failure_without_echoed_secrets,
      a_failure_tells_the_tokens_accessor, the_log_tells_each_exchange_and_no_secret, what_is_no_request_id_is_not_told,
      an_accessor_that_holds_a_secret_is_none, an_echoed_header_of_an_argument_is_blotted_out_with_its_credential,
      an_echoed_secret_is_blotted_out_of_names_and_numbers, the_names_that_servers_give_stay_whatever_the_secrets_are,
      many_secrets_that_begin_alike_are_blotted_out_of_a_long_answer, an_operations_own_header_takes_the_place_of_the_clients, the_log_tells_a_change_of_address,
      a_logins_token_becomes_the_clients, a_logins_token_stays_the_answers_where_told_so, a_wrapped_login_is_a_success_without_a_token,
      a_login_without_a_usable_token_fails, a_refused_login_leaves_the_token_alone, prepare_runs_once_and_finish_sees_only_the_final_answer,
      finish_sees_a_failed_answer_too, finish_does_not_see_what_is_no_answer, a_hook_sends_another_row,
      a_hook_sends_another_operation_with_all_its_defaults, a_body_changed_in_place_is_what_is_sent_next,
      bytes_of_a_hook_take_the_place_of_the_rows_body, a_secret_that_a_hook_puts_into_a_path_is_told_nowhere,
      no_answer_is_wrapped_of_an_operation_that_goes_on_with_them, a_kept_answer_is_the_tasks_whatever_comes_later, a_hooks_own_answer_is_the_tasks,
      what_is_refused_after_a_hooks_own_answer_is_refused_unless_one_was_kept,
      a_kept_answer_stands_where_no_time_is_left_for_more,
      a_task_may_end_without_a_request, a_hooks_failure_has_its_status_its_sentence_and_the_answer, a_hook_cannot_fail_with_success,
      a_hook_makes_sixteen_requests_and_no_more, a_list_brings_a_request_for_each_of_its_items, polling_is_bounded_by_the_deadline,
      after_the_deadline_a_hook_waits_for_nothing_more, after_the_deadline_a_hook_sends_nothing_more,
      a_request_to_another_host_has_no_token_and_no_namespace, what_a_hook_fills_wrongly_ends_the_task,
      a_hook_has_state_arguments_memory_and_the_time, random_bytes_are_had_in_any_number, an_unknown_operation_suggests_the_nearest_and_is_an_answer_all_the_same,
      a_refused_argument_names_engine_operation_and_argument, a_task_made_again_asks_the_same, a_stream_for_what_does_not_stream_is_refused,
      what_the_option_headers_adds_is_redacted, what_a_hook_puts_into_a_secret_member_is_redacted,
      what_a_hook_tells_another_host_in_a_header_is_redacted, a_hook_learns_that_an_argument_is_hidden,
      what_a_hook_puts_into_a_secret_member_is_blotted_out_of_a_refusal, hooks_that_ask_others_by_themselves_are_left_out_of_a_dry_run,
      a_dry_run_logs_no_exchange_since_there_is_none)
