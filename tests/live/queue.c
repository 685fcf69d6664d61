/* SPDX-License-Identifier: MIT */
/*
 * Ten thousand calls of all kinds on one thread: each ends once, as it should, and has done what it should or nothing at all.
 * Under valgrind there are a thousand.
 */
#include "calls.h"
#include "listener.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <hvac/plugin.h>

#define KV "secrets/kv_v2"
#define CONNECTIONS 64u
#define SECRETS_READ 10u        /* by many calls each */
#define HELD 8u                 /* calls that the server does not answer */

enum kind { READS, READS_NOTHING, READS_PLAINLY, WRITES, WRITES_PLAINLY, PATCHES, PATCHES_IN_STEPS, WRITES_OVER, IS_MISSPELT, IS_CANCELLED, IS_LATE, KINDS };

static const struct {
	const char *operation;  /* NULL: by its path alone */
	const char *folder;
	hvac_status end;
	bool writes;
} kinds[KINDS] = {
	[READS] = { "read_secret_version", "read", HVAC_OK, false },
	[READS_NOTHING] = { "read_secret_version", "nothing", HVAC_INVALID_PATH, false },
	[READS_PLAINLY] = { NULL, "secret/data/read", HVAC_OK, false },
	[WRITES] = { "create_or_update_secret", "written", HVAC_OK, true },
	[WRITES_PLAINLY] = { NULL, "secret/data/plain", HVAC_OK, true },
	[PATCHES] = { "patch", "patched", HVAC_OK, true },
	[PATCHES_IN_STEPS] = { "patch", "merged", HVAC_OK, true },
	[WRITES_OVER] = { "create_or_update_secret", "read", HVAC_INVALID_REQUEST, true },
	[IS_MISSPELT] = { "read_secret_version", "misspelt", HVAC_PARAM_VALIDATION_ERROR, false },
	[IS_CANCELLED] = { "create_or_update_secret", "cancelled", HVAC_CANCELLED, true },
	[IS_LATE] = { "create_or_update_secret", "late", HVAC_TIMEOUT, true },
};

struct call {
	enum kind kind;
	unsigned number;        /* among those of its kind */
	unsigned times;         /* how often it has ended */
	hvac_status status;
	bool right;             /* it gave what was asked for */
};

static unsigned count_calls(void)
{
	return getenv("HVAC_TEST_SHORT") ? 1000 : 10000;
}

static hvac_client *derived(const char *option, const char *value)
{
	hvac_client *made;

	ck_assert_int_eq(hvac_client_derive(client, &made, option, value, NULL), HVAC_OK);
	return made;
}

static hvac_queue *queue_of(hvac_client *who)
{
	hvac_queue *queue;

	ck_assert_int_eq(hvac_queue_new(who, &queue), HVAC_OK);
	return queue;
}

static void run_all(hvac_queue *queue)
{
	while (hvac_queue_pending(queue) > 0)
		ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
}

/* Connections to the server that this machine has, whosever: nobody else knows its port. */
static unsigned count_connections(void)
{
	FILE *file = fopen("/proc/self/net/tcp", "r");
	unsigned count = 0;
	char line[512];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof line, file)) {
		unsigned port, state;

		if (sscanf(line, " %*d: %*8x:%*4x %*8x:%4x %2x", &port, &state) == 2 && (int)port == server->port && state == 1)
			count++;
	}
	fclose(file);
	return count;
}

/* Calls that the server does not answer: it waits for an answer itself. */

struct held {
	hvac_task *task;
	unsigned times;
	hvac_status status;
};

static void held_ended(hvac_queue *queue, hvac_response *response, void *context)
{
	struct held *held = context;

	(void)queue;
	held->times++;
	held->status = hvac_response_status(response);
	hvac_response_free(response);
}

static void submit_held(hvac_queue *queue, hvac_client *who, int port, struct held *held)
{
	hvac_value *data = hvac_value_new_map();

	hvac_value_adopt_member(data, "connection_uri", hvac_value_new_string(format("http://127.0.0.1:%d", port)));
	hvac_value_adopt_member(data, "username", hvac_value_new_string("u"));
	hvac_value_adopt_member(data, "password", hvac_value_new_string("p"));
	ck_assert_int_eq(hvac_task_new_path(who, "POST", "rabbitmq/config/connection", NULL, data, &held->task), HVAC_OK);
	hvac_value_free(data);
	ck_assert_int_eq(hvac_queue_submit(queue, held->task, held_ended, held), HVAC_OK);
}

/* Ten thousand */

static struct crowd {
	struct call *calls;
	unsigned count, ended, connections;
	hvac_client *late;      /* has a millisecond for each call */
	hvac_client *unpatching; /* may not patch: reads, and writes what it has merged */
} crowd;

static void call_ended(hvac_queue *queue, hvac_response *response, void *context)
{
	struct call *call = context;
	int64_t n;

	(void)queue;
	call->times++;
	call->status = hvac_response_status(response);
	call->right = true;
	if (call->kind == READS || call->kind == READS_PLAINLY)
		call->right = hvac_value_integer(hvac_value_at(hvac_response_data(response), "/data/n"), &n) && n == call->number % SECRETS_READ;
	hvac_response_free(response);
	if (++crowd.ended % 100 == 0) {
		unsigned connections = count_connections();

		if (crowd.connections < connections)
			crowd.connections = connections;
	}
}

static hvac_client *client_for(enum kind kind)
{
	return kind == IS_LATE ? crowd.late : kind == PATCHES_IN_STEPS ? crowd.unpatching : client;
}

static hvac_task *task_of(const struct call *call)
{
	bool reads = call->kind == READS || call->kind == READS_PLAINLY || call->kind == WRITES_OVER;
	char path[64], secret[64], body[80];
	const char *operation = kinds[call->kind].operation;
	hvac_value *data = NULL;
	hvac_task *task = NULL;

	snprintf(path, sizeof path, "%s/%u", kinds[call->kind].folder, reads ? call->number % SECRETS_READ : call->number);
	snprintf(secret, sizeof secret, "{\"n\":%u}", call->number);
	snprintf(body, sizeof body, "{\"data\":%s}", secret);
	if (!operation) {
		if (kinds[call->kind].writes)
			ck_assert_int_eq(hvac_value_parse(body, strlen(body), &data), HVAC_OK);
		hvac_task_new_path(client, data ? "POST" : "GET", path, NULL, data, &task);
		hvac_value_free(data);
	} else {
		hvac_task_new(client_for(call->kind), KV, operation,
		              HVAC_ARGS(hvac_string(call->kind == IS_MISSPELT ? "pfad" : "path", path),
		                        hvac_json("secret", kinds[call->kind].writes ? secret : NULL),
		                        hvac_typed("cas", call->kind == WRITES_OVER ? "0" : NULL)), NULL, &task);
	}
	ck_assert_ptr_nonnull(task);
	return task;
}

static void submit_crowd(hvac_queue *queue)
{
	for (unsigned i = 0; i < crowd.count; i++) {
		struct call *call = &crowd.calls[i];
		hvac_task *task;

		*call = (struct call){ .kind = i % KINDS, .number = i / KINDS };
		task = task_of(call);
		ck_assert_int_eq(hvac_queue_submit(queue, task, call_ended, call), HVAC_OK);
		if (call->kind == IS_CANCELLED)
			hvac_task_cancel(task);
	}
}

static void set_crowd_up(void)
{
	for (unsigned i = 0; i < SECRETS_READ; i++)
		set_up("POST", format("secret/data/read/%u", i), format("{\"data\":{\"n\":%u}}", i));
	for (unsigned i = 0; i < crowd.count / KINDS + 1; i++) {
		set_up("POST", format("secret/data/patched/%u", i), "{\"data\":{\"kept\":true,\"n\":-1}}");
		set_up("POST", format("secret/data/merged/%u", i), "{\"data\":{\"kept\":true,\"n\":-1}}");
	}
	set_up("POST", "sys/mounts/rabbitmq", "{\"type\":\"rabbitmq\"}");
	set_up("PUT", "sys/policies/acl/unpatching", "{\"policy\":\"path \\\"secret/*\\\" { capabilities = [\\\"read\\\", \\\"update\\\"] }\"}");
	crowd.late = derived("deadline", "1ms");
	crowd.unpatching = derived("token", text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"unpatching\"]}"), "/auth/client_token"));
}

/* Looked at past the library. */
static void was_written(const char *folder, unsigned number)
{
	ck_assert_int_eq(number_at(look(format("secret/data/%s/%u", folder, number)), "/data/data/n"), number);
}

static void look_at_the_crowds_work(void)
{
	unsigned each = crowd.count / KINDS;

	for (unsigned i = 0; i < each; i++) {
		was_written("written", i);
		was_written("plain", i);
		was_written("patched", i);
		was_written("merged", i);
		ck_assert(truth_at(look(format("secret/data/merged/%u", i)), "/data/data/kept"));
	}
	for (unsigned i = 0; i < SECRETS_READ; i++) {
		was_written("read", i);
		ck_assert_int_eq(number_at(look(format("secret/data/read/%u", i)), "/data/metadata/version"), 1);
	}
	ck_assert_int_eq(look_status("secret/metadata/cancelled?list=true"), 404);
	ck_assert_int_eq(look_status("secret/metadata/late?list=true"), 404);
}

static void pause_for(long nanoseconds)
{
	nanosleep(&(struct timespec){ .tv_nsec = nanoseconds }, NULL);
}

START_TEST(calls_of_all_kinds_end_once_each_as_they_should)
{
	hvac_client *soon_late = derived("deadline", "3s");
	struct held cancelled[HELD] = { { 0 } }, overdue[HELD] = { { 0 } };
	hvac_queue *queue = queue_of(client);
	int port, silent = listener_silent(&port);

	crowd.count = count_calls();
	crowd.calls = calloc(crowd.count, sizeof *crowd.calls);
	ck_assert(crowd.calls && silent >= 0);
	set_crowd_up();
	/* the first to be sent */
	for (size_t i = 0; i < HELD; i++) {
		submit_held(queue, client, port, &cancelled[i]);
		submit_held(queue, soon_late, port, &overdue[i]);
	}
	submit_crowd(queue);
	/* the deadline of the last of them passes */
	pause_for(2000000);
	while (crowd.ended < crowd.count / 2)
		ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	ck_assert(listener_has_caller(silent));
	for (size_t i = 0; i < HELD; i++) {
		ck_assert_uint_eq(cancelled[i].times, 0);
		hvac_task_cancel(cancelled[i].task);
	}
	run_all(queue);
	hvac_queue_free(queue);

	for (unsigned i = 0; i < crowd.count; i++) {
		const struct call *call = &crowd.calls[i];

		ck_assert_uint_eq(call->times, 1);
		ck_assert_msg(call->status == kinds[call->kind].end, "%s/%u: %s", kinds[call->kind].folder, call->number, hvac_status_name(call->status));
		ck_assert(call->right);
	}
	for (size_t i = 0; i < HELD; i++) {
		ck_assert_uint_eq(cancelled[i].times, 1);
		ck_assert_int_eq(cancelled[i].status, HVAC_CANCELLED);
		ck_assert_uint_eq(overdue[i].times, 1);
		ck_assert_int_eq(overdue[i].status, HVAC_TIMEOUT);
	}
	ck_assert_uint_gt(crowd.connections, CONNECTIONS / 2);
	ck_assert_uint_le(crowd.connections, CONNECTIONS);
	look_at_the_crowds_work();
	close(silent);
	free(crowd.calls);
	hvac_client_free(crowd.late);
	hvac_client_free(crowd.unpatching);
	hvac_client_free(soon_late);
}
END_TEST

/* Two queues */

#define FIRST 16u               /* calls at once; each that ends makes another */

struct reader {
	pthread_t thread;
	unsigned left, right;
};

static void read_ended(hvac_queue *queue, hvac_response *response, void *context);

static void submit_read(hvac_queue *queue, struct reader *reader)
{
	hvac_task *task;

	hvac_task_new(client, KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "threads")), NULL, &task);
	if (hvac_queue_submit(queue, task, read_ended, reader) != HVAC_OK)
		hvac_task_free(task);
}

static void read_ended(hvac_queue *queue, hvac_response *response, void *context)
{
	struct reader *reader = context;
	const char *user = hvac_response_string(response, "user");

	reader->right += user && !strcmp(user, "web");
	hvac_response_free(response);
	if (reader->left) {
		reader->left--;
		submit_read(queue, reader);
	}
}

/* Asserts nothing: a thread may not. */
static void *read_by_queue(void *context)
{
	struct reader *reader = context;
	hvac_queue *queue;

	if (hvac_queue_new(client, &queue) != HVAC_OK)
		return NULL;
	for (unsigned i = 0; i < FIRST; i++)
		submit_read(queue, reader);
	while (hvac_queue_pending(queue) > 0 && hvac_queue_run(queue, -1) == HVAC_OK)
		;
	hvac_queue_free(queue);
	return NULL;
}

START_TEST(two_queues_in_two_threads_share_a_client)
{
	unsigned count = count_calls() / 20;
	struct reader readers[2] = { { .left = count - FIRST }, { .left = count - FIRST } };
	hvac_response *response;

	set_up("POST", "secret/data/threads", "{\"data\":{\"user\":\"web\"}}");
	for (size_t i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&readers[i].thread, NULL, read_by_queue, &readers[i]), 0);
	/* and calls that block beside them */
	for (size_t i = 0; i < 50; i++) {
		ck_assert_int_eq(hvac_read(client, "secret/data/threads", &response), HVAC_OK);
		hvac_response_free(response);
	}
	for (size_t i = 0; i < 2; i++) {
		pthread_join(readers[i].thread, NULL);
		ck_assert_uint_eq(readers[i].right, count);
	}
}
END_TEST

static void *run_a_while(void *context)
{
	struct reader *reader = context;
	hvac_queue *queue;

	if (hvac_queue_new(client, &queue) != HVAC_OK)
		return NULL;
	for (unsigned i = 0; i < FIRST; i++)
		submit_read(queue, reader);
	hvac_queue_run(queue, -1);
	hvac_queue_free(queue);
	return NULL;
}

START_TEST(a_queue_is_freed_while_another_goes_on)
{
	struct reader readers[2] = { { .left = 100 }, { .left = 100 } };

	set_up("POST", "secret/data/threads", "{\"data\":{\"user\":\"web\"}}");
	ck_assert_int_eq(pthread_create(&readers[0].thread, NULL, run_a_while, &readers[0]), 0);
	ck_assert_int_eq(pthread_create(&readers[1].thread, NULL, read_by_queue, &readers[1]), 0);
	pthread_join(readers[0].thread, NULL);
	pthread_join(readers[1].thread, NULL);
	ck_assert_uint_eq(readers[1].right, 100 + FIRST);
}
END_TEST

/* Hooks that may block */

static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool open;
	pthread_t by;
} gate = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static int wait_at_gate(struct hvac_task *task, void *state)
{
	(void)task;
	(void)state;
	pthread_mutex_lock(&gate.mutex);
	gate.by = pthread_self();
	while (!gate.open)
		pthread_cond_wait(&gate.changed, &gate.mutex);
	pthread_mutex_unlock(&gate.mutex);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "ask_others_first", .verb = HVAC_GET, .path = "/secret/data/{path}", .help = "Reads", .answer = "/data/data",
	  .flags = HVAC_IDEMPOTENT | HVAC_MAY_BLOCK, .prepare = wait_at_gate,
	  HVAC_PARAMETERS(HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED, .help = "path")) },
};
HVAC_PLUGIN_OF(secrets, x_test_blocks, operations, .version = "1", .help = "For tests");

static void open_gate(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	(void)context;
	hvac_response_free(response);
	pthread_mutex_lock(&gate.mutex);
	gate.open = true;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.mutex);
}

static void keep_answer(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_response **)context = keep_response(response);
}

START_TEST(a_hook_that_blocks_keeps_nobody_else_waiting)
{
	hvac_queue *queue = queue_of(client);
	hvac_response *response = NULL;
	hvac_task *task;

	ck_assert_int_eq(hvac_plugin_register(&hvac1_secrets_x_test_blocks, NULL), HVAC_OK);
	set_up("POST", "secret/data/blocks", "{\"data\":{\"user\":\"web\"}}");
	ck_assert_int_eq(hvac_task_new(client, "secrets/x_test_blocks", "ask_others_first", HVAC_ARGS(hvac_string("path", "blocks")), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, keep_answer, &response), HVAC_OK);
	/* it is this call's end that lets the hook go on */
	ck_assert_int_eq(hvac_task_new_path(client, "GET", "secret/data/blocks", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, open_gate, NULL), HVAC_OK);
	run_all(queue);
	ck_assert_str_eq(hvac_response_string(response, "user"), "web");
	ck_assert(!pthread_equal(gate.by, pthread_self()));
	hvac_queue_free(queue);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("queues, live");
	TCase *tests = live_case(suite, "queues");

	tcase_add_test(tests, calls_of_all_kinds_end_once_each_as_they_should);
	tcase_add_test(tests, two_queues_in_two_threads_share_a_client);
	tcase_add_test(tests, a_queue_is_freed_while_another_goes_on);
	tcase_add_test(tests, a_hook_that_blocks_keeps_nobody_else_waiting);
	return live_main(suite);
}
