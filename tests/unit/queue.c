/* SPDX-License-Identifier: MIT */
/* Many calls on one thread: each ends once, as it should, wherever it is when something happens to it. */
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hvac/call.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include <hvac/queue.h>
#include "clock.h"
#include "holding.h"
#include "queue.h"
#include "suite.h"

#define ENGINE "secrets/x_test_queue"
#define ANSWER "{\"data\":{\"user\":\"u\"}}"
#define TOKEN "hvs.swordfish"
#define LOGIN "/v1/auth/x/login"
#define LOOK_UP "/v1/auth/token/lookup-self"
#define LOGGED_IN(token) "{\"auth\":{\"client_token\":\"" token "\",\"lease_duration\":3600}}"
#define MANY 500u

/* Each test runs in a process of its own, so there is one of each. */
static struct holding *holding;
static hvac_client *client;
static hvac_queue *queue;
static unsigned ended;

/* Hooks that wait until the test lets them go on. */
static struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned inside, most, through;
	bool open;
	pthread_t last;                 /* who came last */
} gate = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static int wait_at_gate(struct hvac_task *task, void *state)
{
	(void)task;
	(void)state;
	pthread_mutex_lock(&gate.mutex);
	gate.last = pthread_self();
	gate.inside++;
	if (gate.most < gate.inside)
		gate.most = gate.inside;
	pthread_cond_broadcast(&gate.changed);
	while (!gate.open)
		pthread_cond_wait(&gate.changed, &gate.mutex);
	gate.inside--;
	gate.through++;
	pthread_mutex_unlock(&gate.mutex);
	return HVAC_HOOK_AGAIN;
}

static int wait_and_end(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)response;
	wait_at_gate(task, state);
	return HVAC_HOOK_DONE;
}

static unsigned gate_inside(void)
{
	unsigned inside;

	pthread_mutex_lock(&gate.mutex);
	inside = gate.inside;
	pthread_mutex_unlock(&gate.mutex);
	return inside;
}

static void gate_wait_for(unsigned inside)
{
	pthread_mutex_lock(&gate.mutex);
	while (gate.inside < inside)
		pthread_cond_wait(&gate.changed, &gate.mutex);
	pthread_mutex_unlock(&gate.mutex);
}

/* For good; from here on the queue waits for the hooks. */
static void gate_open(void)
{
	holding->patient = true;
	pthread_mutex_lock(&gate.mutex);
	gate.open = true;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.mutex);
}

static int ask_twice(struct hvac_task *task, void *state, const hvac_response *response)
{
	int *asked = state;

	(void)response;
	if (++*asked == 2)
		return HVAC_HOOK_DONE;
	hvac_request_method(task, HVAC_GET, "/second");
	return HVAC_HOOK_AGAIN;
}

static int keep_and_ask(struct hvac_task *task, void *state, const hvac_response *response)
{
	int result = ask_twice(task, state, response);

	hvac_task_keep(task);
	return result;
}

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "name")
static const struct hvac_operation operations[] = {
	{ .name = "read", .verb = HVAC_GET, .path = "/x/{name}", .help = "Reads", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
	{ .name = "write", .verb = HVAC_POST, .path = "/x/{name}", .help = "Writes", HVAC_PARAMETERS(NAME, HVAC_BODY("value", STRING, .help = "value")) },
	{ .name = "twice", .verb = HVAC_GET, .path = "/first", .help = "Asks twice", .flags = HVAC_IDEMPOTENT, .state_size = sizeof(int), .finish = ask_twice },
	{ .name = "keeps", .verb = HVAC_GET, .path = "/first", .help = "Keeps the first of two answers", .flags = HVAC_IDEMPOTENT, .state_size = sizeof(int),
	  .finish = keep_and_ask },
	{ .name = "get", .verb = HVAC_GET, .path = "/stream/{name}", .help = "Gives a stream", .flags = HVAC_IDEMPOTENT | HVAC_RAW | HVAC_STREAM_OUT,
	  HVAC_PARAMETERS(NAME) },
	{ .name = "prepares", .verb = HVAC_GET, .path = "/blocks/{name}", .help = "Blocks before it asks", .flags = HVAC_IDEMPOTENT | HVAC_MAY_BLOCK,
	  .prepare = wait_at_gate, HVAC_PARAMETERS(NAME) },
	{ .name = "finishes", .verb = HVAC_GET, .path = "/blocks/{name}", .help = "Blocks once it was answered", .flags = HVAC_IDEMPOTENT | HVAC_MAY_BLOCK,
	  .finish = wait_and_end, HVAC_PARAMETERS(NAME) },
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x/login", .help = "Logs in", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "password")) },
};
HVAC_PLUGIN_OF(secrets, x_test_queue, operations, .version = "1", .help = "For tests");

/* How a call ended. */
struct ending {
	unsigned times, place;          /* how often; as the how manieth of all */
	hvac_status status;
	hvac_response *response;
};

static void end(hvac_queue *of, hvac_response *response, void *context)
{
	struct ending *ending = context;

	ck_assert_ptr_eq(of, queue);
	ending->times++;
	ending->place = ++ended;
	ending->status = hvac_response_status(response);
	hvac_response_free(ending->response);
	ending->response = response;
}

static void pass(uint64_t nanoseconds)
{
	atomic_fetch_add(&holding->now, nanoseconds);
}

#define OPTIONS_OF(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void stand(const char *const *options)
{
	hvac_config *config = hvac_config_new();

	ck_assert_int_eq(hvac_plugin_register(&hvac1_secrets_x_test_queue, NULL), HVAC_OK);
	holding = holding_new();
	hvac_config_set(config, "token", TOKEN);
	hvac_config_set(config, "deadline", "1h");
	hvac_config_set(config, "retry_wait_min", "1s");
	hvac_config_set(config, "retry_wait_max", "1s");
	for (size_t i = 0; options && options[i]; i += 2)
		hvac_config_set(config, options[i], options[i + 1]);
	hvac_config_clock(config, &holding->clock);
	hvac_config_adapter(config, &holding->adapter);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
}

static void clear(void)
{
	hvac_queue_free(queue);
	hvac_client_free(client);
	holding_free(holding);
}

/* By a login that will be repeated. Its token is old enough to be looked at again. */
static void log_in(void)
{
	holding_answer(holding, LOGIN, 1, 200, LOGGED_IN("first"));
	ck_assert_int_eq(hvac_login(client, ENGINE, "login", HVAC_ARGS(hvac_string("password", "hunter2")), NULL), HVAC_OK);
	pass(60 * SECOND);
}

static hvac_task *task_of(hvac_client *who, const char *operation, const char *name)
{
	hvac_task *task;

	hvac_task_new(who, ENGINE, operation, name ? HVAC_ARGS(hvac_string("name", name)) : NULL, NULL, &task);
	ck_assert_ptr_nonnull(task);
	return task;
}

static hvac_task *submit(hvac_task *task, struct ending *ending)
{
	*ending = (struct ending){ 0 };
	ck_assert_int_eq(hvac_queue_submit(queue, task, end, ending), HVAC_OK);
	return task;
}

static hvac_task *submit_read(const char *name, struct ending *ending)
{
	return submit(task_of(client, "read", name), ending);
}

static void run(void)
{
	ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
}

static void run_all(void)
{
	while (hvac_queue_pending(queue) > 0)
		ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
}

static void is_pending(const struct ending *ending)
{
	ck_assert_msg(ending->times == 0, "%s: %s", hvac_status_name(ending->status), hvac_response_message(ending->response));
}

static void has_ended(struct ending *ending, hvac_status status)
{
	ck_assert_uint_eq(ending->times, 1);
	ck_assert_msg(ending->status == status, "%s: %s", hvac_status_name(ending->status), hvac_response_message(ending->response));
	hvac_response_free(ending->response);
	ending->response = NULL;
}

/* Runs until this one has. */
static void run_all_of(struct ending *ending)
{
	while (!ending->times)
		ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	has_ended(ending, HVAC_OK);
}

/* And its message has the word. */
static void has_failed(struct ending *ending, hvac_status status, const char *word)
{
	ck_assert_uint_eq(ending->times, 1);
	ck_assert_msg(strstr(hvac_response_message(ending->response), word), "%s", hvac_response_message(ending->response));
	has_ended(ending, status);
}

/* Runs until so many hooks are at the gate. */
static void run_up_to_gate(unsigned inside)
{
	while (gate_inside() < inside)
		run();
}

/* Ending once each */

START_TEST(each_call_ends_with_its_own_answer_in_the_order_of_the_answers)
{
	struct ending endings[3];

	stand(NULL);
	submit_read("a", &endings[0]);
	submit_read("b", &endings[1]);
	submit(task_of(client, "write", "c"), &endings[2]);
	ck_assert_uint_eq(hvac_queue_pending(queue), 3);
	run();
	ck_assert_uint_eq(holding->started, 3);
	holding_answer(holding, "/v1/x/c", 1, 204, NULL);
	run();
	holding_answer(holding, "/v1/x/b", 1, 404, "{\"errors\":[]}");
	holding_answer(holding, "/v1/x/a", 1, 200, ANSWER);
	run();
	ck_assert_uint_eq(hvac_queue_pending(queue), 0);
	ck_assert_str_eq(hvac_response_string(endings[0].response, "user"), "u");
	ck_assert_uint_eq(endings[2].place, 1);
	ck_assert_uint_eq(endings[1].place, 2);
	ck_assert_uint_eq(endings[0].place, 3);
	has_ended(&endings[0], HVAC_OK);
	has_ended(&endings[1], HVAC_INVALID_PATH);
	has_ended(&endings[2], HVAC_OK);
	clear();
}
END_TEST

START_TEST(no_more_are_under_way_than_the_option_says)
{
	struct ending endings[MANY];

	stand(OPTIONS_OF("queue_connections", "7"));
	for (unsigned i = 0; i < MANY; i++)
		submit_read("a", &endings[i]);
	run();
	ck_assert_uint_eq(holding->started, 7);
	holding_answer(holding, "/v1/x/a", MANY, 200, ANSWER);
	run_all();
	for (unsigned i = 0; i < MANY; i++) {
		ck_assert_uint_eq(endings[i].place, i + 1);
		has_ended(&endings[i], HVAC_OK);
	}
	ck_assert_uint_eq(holding->most, 7);
	ck_assert_uint_eq(holding->opened, 1);
	clear();
}
END_TEST

START_TEST(an_operation_of_several_requests_goes_on_before_those_that_have_not_begun)
{
	struct ending twice, after;

	stand(OPTIONS_OF("queue_connections", "1"));
	submit(task_of(client, "twice", NULL), &twice);
	submit_read("after", &after);
	holding_answer(holding, "*", 3, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(twice.place, 1);
	has_ended(&twice, HVAC_OK);
	has_ended(&after, HVAC_OK);
	clear();
}
END_TEST

START_TEST(others_go_on_while_one_waits_for_its_next_try)
{
	struct ending waiting, other;

	stand(OPTIONS_OF("queue_connections", "1"));
	submit_read("lost", &waiting);
	submit_read("other", &other);
	holding_lose(holding, "/v1/x/lost", 1);
	holding_answer(holding, "*", 2, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(other.place, 1);
	has_ended(&waiting, HVAC_OK);
	has_ended(&other, HVAC_OK);
	ck_assert_uint_eq(holding->started, 3);
	clear();
}
END_TEST

START_TEST(whose_wait_is_over_waits_on_for_its_turn_to_send)
{
	struct ending lost, long_one;

	uint64_t begin;

	stand(OPTIONS_OF("queue_connections", "1", "retry_wait_min", "1ms", "retry_wait_max", "1ms"));
	submit_read("lost", &lost);
	run();
	submit_read("long", &long_one);
	holding_lose(holding, "/v1/x/lost", 1);
	run();
	/* its wait begins, and the other takes the only connection */
	run();
	ck_assert_uint_eq(holding->under_way, 1);
	for (begin = clock_system(); clock_system() - begin < 2 * MILLISECOND;)
		run();
	is_pending(&lost);
	holding_answer(holding, "/v1/x/long", 1, 200, ANSWER);
	holding_answer(holding, "/v1/x/lost", 1, 200, ANSWER);
	run_all();
	has_ended(&long_one, HVAC_OK);
	has_ended(&lost, HVAC_OK);
	clear();
}
END_TEST

/* Callbacks */

struct chain {
	struct ending ending;
	unsigned left;
	hvac_task *victim;
};

static void go_on(hvac_queue *of, hvac_response *response, void *context)
{
	struct chain *chain = context;

	hvac_response_free(response);
	hvac_task_cancel(chain->victim);
	chain->victim = NULL;
	if (chain->left-- > 0)
		ck_assert_int_eq(hvac_queue_submit(of, task_of(client, "read", "a"), go_on, chain), HVAC_OK);
}

START_TEST(a_callback_submits_others)
{
	struct chain chain = { .left = 100 };

	stand(OPTIONS_OF("queue_max", "1"));
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "a"), go_on, &chain), HVAC_OK);
	holding_answer(holding, "/v1/x/a", 101, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(holding->started, 101);
	clear();
}
END_TEST

START_TEST(a_callback_cancels_others)
{
	struct chain chain = { .left = 0 };
	struct ending victim;

	stand(NULL);
	chain.victim = submit_read("victim", &victim);
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "a"), go_on, &chain), HVAC_OK);
	holding_answer(holding, "/v1/x/a", 1, 200, ANSWER);
	run_all();
	has_ended(&victim, HVAC_CANCELLED);
	ck_assert_uint_eq(holding->cancelled, 1);
	clear();
}
END_TEST

static void run_inside(hvac_queue *of, hvac_response *response, void *context)
{
	unsigned *called = context;

	ck_assert_int_eq(hvac_queue_run(of, -1), HVAC_PARAM_VALIDATION_ERROR);
	hvac_response_free(response);
	++*called;
}

START_TEST(a_callback_cannot_run_the_queue)
{
	unsigned called = 0;

	stand(NULL);
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "a"), run_inside, &called), HVAC_OK);
	holding_answer(holding, "/v1/x/a", 1, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(called, 1);
	clear();
}
END_TEST

START_TEST(nobody_needs_to_be_told)
{
	stand(NULL);
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "a"), NULL, NULL), HVAC_OK);
	holding_answer(holding, "/v1/x/a", 1, 200, ANSWER);
	run_all();
	clear();
}
END_TEST

/* What a queue takes */

START_TEST(a_full_queue_takes_no_more)
{
	struct ending endings[3];
	hvac_task *third;

	stand(OPTIONS_OF("queue_max", "2"));
	submit_read("a", &endings[0]);
	submit_read("b", &endings[1]);
	third = task_of(client, "read", "c");
	ck_assert_int_eq(hvac_queue_submit(queue, third, end, NULL), HVAC_QUEUE_FULL);
	holding_answer(holding, "/v1/x/*", 3, 200, ANSWER);
	run_all();
	/* it stayed the caller's */
	submit(third, &endings[2]);
	run_all();
	for (size_t i = 0; i < 3; i++)
		has_ended(&endings[i], HVAC_OK);
	clear();
}
END_TEST

START_TEST(what_has_run_or_is_of_others_is_not_taken)
{
	hvac_client *stranger;
	hvac_config *config = hvac_config_new();
	hvac_task *task;

	stand(NULL);
	holding_answer(holding, "*", 1, 200, ANSWER);
	task = task_of(client, "read", "a");
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, end, NULL), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);

	ck_assert_int_eq(hvac_client_new(config, &stranger), HVAC_OK);
	hvac_config_free(config);
	task = task_of(stranger, "read", "a");
	ck_assert_int_eq(hvac_queue_submit(queue, task, end, NULL), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	hvac_client_free(stranger);

	ck_assert_int_eq(hvac_queue_submit(queue, NULL, end, NULL), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_queue_submit(NULL, NULL, end, NULL), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_queue_run(NULL, 0), HVAC_NO_MEMORY);
	ck_assert_uint_eq(hvac_queue_pending(NULL), 0);
	hvac_queue_free(NULL);
	clear();
}
END_TEST

START_TEST(what_is_in_a_queue_is_not_run_besides)
{
	struct ending ending;
	hvac_value *requests;
	hvac_task *task;

	stand(NULL);
	task = submit_read("a", &ending);
	ck_assert_int_eq(hvac_queue_submit(queue, task, end, NULL), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_null(hvac_task_take(task));
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&ending, HVAC_OK);
	ck_assert_uint_eq(holding->started, 1);
	clear();
}
END_TEST

START_TEST(derived_clients_keep_their_own_ways)
{
	struct ending endings[3];
	hvac_client *team, *elsewhere;
	hvac_task *task;

	stand(NULL);
	ck_assert_int_eq(hvac_client_derive(client, &team, "namespace", "team-a", "deadline", "1s", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(client, &elsewhere, "address", "http://elsewhere:8200", NULL), HVAC_OK);
	submit(task_of(team, "read", "a"), &endings[0]);
	task = task_of(elsewhere, "read", "a");
	ck_assert_int_eq(hvac_queue_submit(queue, task, end, NULL), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	run();
	ck_assert_str_eq(hvac_value_string(hvac_value_at(holding->seen, "/0/headers/X-Vault-Namespace"), NULL), "team-a");
	ck_assert_int_eq(holding->timeout_ms, 1000);
	hvac_client_free(elsewhere);
	hvac_client_free(team);
	run_all();
	has_ended(&endings[0], HVAC_CANCELLED);
	clear();
}
END_TEST

START_TEST(what_was_refused_when_it_was_made_says_why)
{
	struct ending misspelt, nowhere, cancelled;
	hvac_client *wrong;

	stand(NULL);
	ck_assert_int_eq(hvac_client_derive(client, &wrong, "timeout", "soon", NULL), HVAC_CONFIG_ERROR);
	submit(task_of(client, "raed", "a"), &misspelt);
	submit(task_of(wrong, "read", "a"), &nowhere);
	hvac_task_cancel(submit(task_of(wrong, "read", "a"), &cancelled));
	run_all();
	has_failed(&misspelt, HVAC_NO_SUCH_OPERATION, "did you mean read?");
	has_failed(&nowhere, HVAC_CONFIG_ERROR, "timeout");
	has_failed(&cancelled, HVAC_CONFIG_ERROR, "timeout");
	ck_assert_uint_eq(holding->started, 0);
	hvac_client_free(wrong);
	clear();
}
END_TEST

/* Cancelling */

START_TEST(cancelled_before_the_first_run)
{
	struct ending ending;

	stand(NULL);
	hvac_task_cancel(submit_read("a", &ending));
	run_all();
	has_failed(&ending, HVAC_CANCELLED, "cancelled");
	ck_assert_uint_eq(holding->started, 0);
	clear();
}
END_TEST

static int64_t count_reads(void *context, char *buffer, size_t size)
{
	(void)buffer;
	(void)size;
	++*(unsigned *)context;
	return 0;
}

static hvac_task *submit_counted(unsigned *read, struct ending *ending)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "write", HVAC_ARGS(hvac_string("name", "a"), hvac_source("value", count_reads, read)), NULL, &task),
	                 HVAC_OK);
	return submit(task, ending);
}

START_TEST(what_is_cancelled_before_its_turn_reads_no_argument)
{
	struct ending cancelled, freed;
	unsigned read = 0;

	stand(NULL);
	hvac_task_cancel(submit_counted(&read, &cancelled));
	run_all();
	submit_counted(&read, &freed);
	clear();
	has_failed(&cancelled, HVAC_CANCELLED, "cancelled");
	has_failed(&freed, HVAC_CANCELLED, "cancelled");
	ck_assert_uint_eq(read, 0);
}
END_TEST

START_TEST(cancelled_while_it_waits_for_its_turn)
{
	struct ending first, second;
	hvac_task *task;

	stand(OPTIONS_OF("queue_connections", "1"));
	submit_read("first", &first);
	task = submit_read("second", &second);
	run();
	hvac_task_cancel(task);
	run();
	has_ended(&second, HVAC_CANCELLED);
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&first, HVAC_OK);
	clear();
}
END_TEST

START_TEST(cancelled_under_way)
{
	struct ending first, second;
	hvac_task *task;

	stand(OPTIONS_OF("queue_connections", "1"));
	task = submit_read("first", &first);
	submit_read("second", &second);
	run();
	hvac_task_cancel(task);
	run();
	has_ended(&first, HVAC_CANCELLED);
	ck_assert_uint_eq(holding->cancelled, 1);
	/* there is room again */
	ck_assert_uint_eq(holding->under_way, 1);
	holding_answer(holding, "/v1/x/second", 1, 200, ANSWER);
	run_all();
	has_ended(&second, HVAC_OK);
	clear();
}
END_TEST

START_TEST(cancelled_while_it_waits_for_its_next_try)
{
	struct ending ending;
	hvac_task *task;

	stand(NULL);
	task = submit_read("a", &ending);
	holding_lose(holding, "*", 1);
	run();
	run();
	is_pending(&ending);
	hvac_task_cancel(task);
	run();
	has_ended(&ending, HVAC_CANCELLED);
	clear();
}
END_TEST

static void *cancel_task(void *task)
{
	hvac_task_cancel(task);
	return NULL;
}

START_TEST(cancelled_from_another_thread_while_the_queue_waits)
{
	struct ending ending;
	pthread_t thread;
	hvac_task *task;

	stand(NULL);
	task = submit_read("a", &ending);
	run();
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_task, task), 0);
	run_all();
	pthread_join(thread, NULL);
	has_ended(&ending, HVAC_CANCELLED);
	clear();
}
END_TEST

/* Deadlines */

START_TEST(a_deadline_counts_from_the_submission)
{
	struct ending first, second;

	stand(OPTIONS_OF("deadline", "10s", "queue_connections", "1"));
	submit_read("first", &first);
	run();
	pass(5 * SECOND);
	submit_read("second", &second);
	pass(2 * SECOND);
	holding_answer(holding, "/v1/x/first", 1, 200, ANSWER);
	run();
	run();
	/* so much is left for it */
	ck_assert_int_eq(holding->timeout_ms, 8000);
	holding_answer(holding, "/v1/x/second", 1, 200, ANSWER);
	run_all();
	has_ended(&first, HVAC_OK);
	has_ended(&second, HVAC_OK);
	clear();
}
END_TEST

START_TEST(a_deadline_passes_while_it_waits_for_its_turn)
{
	struct ending first, second;

	stand(OPTIONS_OF("deadline", "10s", "queue_connections", "1"));
	submit_read("first", &first);
	run();
	submit_read("second", &second);
	/* the queue waits as long */
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	has_failed(&second, HVAC_TIMEOUT, "turn");
	is_pending(&first);
	holding_answer(holding, "/v1/x/first", 1, 200, ANSWER);
	run_all();
	has_ended(&first, HVAC_OK);
	clear();
}
END_TEST

static void end_late(hvac_queue *of, hvac_response *response, void *context)
{
	end(of, response, context);
	pass(10 * SECOND);
}

START_TEST(a_deadline_that_passes_between_two_requests_leaves_the_answer_that_was_kept)
{
	struct ending kept, late = { 0 };

	stand(OPTIONS_OF("deadline", "10s"));
	submit(task_of(client, "keeps", NULL), &kept);
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "late"), end_late, &late), HVAC_OK);
	holding_answer(holding, "/v1/first", 1, 404, "{\"errors\":[]}");
	holding_answer(holding, "/v1/x/late", 1, 200, ANSWER);
	run_all();
	has_ended(&late, HVAC_OK);
	ck_assert_uint_eq(holding->started, 2);
	has_ended(&kept, HVAC_INVALID_PATH);
	clear();
}
END_TEST

START_TEST(a_wait_that_would_pass_the_deadline_is_not_begun)
{
	struct ending ending;

	stand(OPTIONS_OF("deadline", "1s"));
	submit_read("a", &ending);
	holding_lose(holding, "*", 1);
	run_all();
	has_ended(&ending, HVAC_CONNECTION_ERROR);
	clear();
}
END_TEST

START_TEST(the_time_to_run_is_limited)
{
	struct ending ending;

	stand(NULL);
	submit_read("a", &ending);
	ck_assert_int_eq(hvac_queue_run(queue, 10), HVAC_OK);
	is_pending(&ending);
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&ending, HVAC_OK);
	clear();
}
END_TEST

START_TEST(a_run_without_a_limit_returns_when_a_call_has_ended)
{
	struct ending ending;

	stand(NULL);
	submit(task_of(client, "twice", NULL), &ending);
	holding_lose(holding, "*", 1);
	holding_answer(holding, "*", 2, 200, ANSWER);
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	has_ended(&ending, HVAC_OK);
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	clear();
}
END_TEST

/* Hooks that may block */

START_TEST(a_hook_that_may_block_is_called_by_another_thread)
{
	struct ending before, after, other;

	stand(NULL);
	submit(task_of(client, "prepares", "p"), &before);
	submit(task_of(client, "finishes", "f"), &after);
	submit_read("other", &other);
	holding_answer(holding, "*", 3, 200, ANSWER);
	/* the others go on meanwhile */
	run_up_to_gate(2);
	has_ended(&other, HVAC_OK);
	ck_assert(!pthread_equal(gate.last, pthread_self()));
	gate_open();
	run_all();
	has_ended(&before, HVAC_OK);
	has_ended(&after, HVAC_OK);
	clear();
}
END_TEST

START_TEST(hooks_that_may_block_have_a_few_threads_and_wait_for_them)
{
	struct ending endings[20];

	stand(NULL);
	for (size_t i = 0; i < 20; i++)
		submit(task_of(client, "prepares", "p"), &endings[i]);
	run();
	gate_wait_for(4);
	gate_open();
	holding_answer(holding, "*", 20, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(gate.through, 20);
	ck_assert_uint_le(gate.most, 4);
	for (size_t i = 0; i < 20; i++)
		has_ended(&endings[i], HVAC_OK);
	clear();
}
END_TEST

START_TEST(what_a_hook_has_ended_needs_no_connection)
{
	struct ending blocking, other;

	stand(OPTIONS_OF("queue_connections", "1", "deadline", "10s"));
	submit(task_of(client, "finishes", "f"), &blocking);
	holding_answer(holding, "/v1/blocks/f", 1, 200, ANSWER);
	run_up_to_gate(1);
	/* the only connection is another's, up to the deadline */
	submit_read("other", &other);
	run();
	ck_assert_uint_eq(holding->under_way, 1);
	gate_open();
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	has_ended(&blocking, HVAC_OK);
	is_pending(&other);
	holding_answer(holding, "/v1/x/other", 1, 200, ANSWER);
	run_all();
	has_ended(&other, HVAC_OK);
	clear();
}
END_TEST

START_TEST(whose_hook_is_over_is_due_whatever_it_waits_for)
{
	struct ending first, ending;

	stand(OPTIONS_OF("rate_limit", "1:1"));
	holding_answer(holding, "*", 2, 200, ANSWER);
	submit_read("a", &first);
	run_all_of(&first);
	submit(task_of(client, "prepares", "p"), &ending);
	run_up_to_gate(1);
	ck_assert_int_eq(queue_due_in(queue, 50), 50);
	gate_open();
	holding_wait_woken(holding, 1);
	/* it has gone on as far as the rate limit; the queue does not know that yet */
	ck_assert_int_eq(queue_due_in(queue, 50), 50);
	holding->patient = false;
	run_all();
	has_ended(&ending, HVAC_OK);
	clear();
}
END_TEST

START_TEST(cancelled_while_its_hook_blocks)
{
	struct ending running, waiting[4];
	hvac_task *task, *last = NULL;

	stand(NULL);
	task = submit(task_of(client, "prepares", "p"), &running);
	for (size_t i = 0; i < 4; i++)
		last = submit(task_of(client, "prepares", "p"), &waiting[i]);
	run();
	gate_wait_for(4);
	hvac_task_cancel(task);
	hvac_task_cancel(last);
	run();
	/* the one that waited for a thread ends at once, the other when its hook does */
	has_ended(&waiting[3], HVAC_CANCELLED);
	is_pending(&running);
	gate_open();
	holding_answer(holding, "*", 3, 200, ANSWER);
	run_all();
	has_ended(&running, HVAC_CANCELLED);
	for (size_t i = 0; i < 3; i++)
		has_ended(&waiting[i], HVAC_OK);
	ck_assert_uint_eq(gate.through, 4);
	clear();
}
END_TEST

START_TEST(a_deadline_passes_while_hooks_block_and_others_wait_for_their_threads)
{
	struct ending endings[5];

	stand(OPTIONS_OF("deadline", "10s"));
	for (size_t i = 0; i < 5; i++)
		submit(task_of(client, "prepares", "p"), &endings[i]);
	run();
	gate_wait_for(4);
	pass(11 * SECOND);
	run();
	has_ended(&endings[4], HVAC_TIMEOUT);
	gate_open();
	run_all();
	for (size_t i = 0; i < 4; i++)
		has_ended(&endings[i], HVAC_TIMEOUT);
	ck_assert_uint_eq(holding->started, 0);
	clear();
}
END_TEST

START_TEST(what_waited_for_its_turn_has_only_the_time_that_is_left)
{
	struct ending blocking, other;

	stand(OPTIONS_OF("queue_connections", "1", "deadline", "10s"));
	submit(task_of(client, "prepares", "p"), &blocking);
	submit_read("other", &other);
	run_up_to_gate(1);
	ck_assert_uint_eq(holding->under_way, 1);
	gate_open();
	/* the hook ends, and its request is ready */
	holding_wait_woken(holding, 1);
	run();
	pass(4 * SECOND);
	holding_answer(holding, "*", 2, 200, ANSWER);
	run_all();
	has_ended(&other, HVAC_OK);
	has_ended(&blocking, HVAC_OK);
	ck_assert_int_eq(holding->timeout_ms, 6000);
	clear();
}
END_TEST

/* Streams */

/* A sink that pauses as often as it is told to. */
struct taker {
	unsigned pauses, asked;
	size_t taken;
	pthread_t by;
};

static ssize_t take(void *context, const void *bytes, size_t size)
{
	struct taker *taker = context;

	(void)bytes;
	taker->by = pthread_self();
	if (taker->asked++ < taker->pauses)
		return HVAC_STREAM_PAUSE;
	taker->taken += size;
	return 0;
}

static hvac_task *submit_stream(struct taker *taker, struct ending *ending)
{
	hvac_stream stream = { .context = taker, .source_length = -1, .sink = take };
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(client, ENGINE, "get", HVAC_ARGS(hvac_string("name", "s")), &stream, &task), HVAC_OK);
	return submit(task, ending);
}

static void *resume_task(void *task)
{
	hvac_task_resume(task);
	return NULL;
}

START_TEST(a_stream_pauses_and_others_go_on)
{
	struct taker taker = { .pauses = 1 };
	struct ending stream, other;
	pthread_t thread;
	hvac_task *task;

	stand(NULL);
	task = submit_stream(&taker, &stream);
	submit_read("other", &other);
	holding_answer(holding, "*", 2, 200, ANSWER);
	run_all_of(&other);
	is_pending(&stream);
	ck_assert_uint_eq(taker.asked, 1);
	/* it has no deadline: the queue waits until somebody resumes it */
	pass(24 * 3600 * SECOND);
	run();
	is_pending(&stream);
	ck_assert_int_eq(pthread_create(&thread, NULL, resume_task, task), 0);
	run_all();
	pthread_join(thread, NULL);
	has_ended(&stream, HVAC_OK);
	ck_assert_uint_eq(holding->resumed, 1);
	ck_assert_uint_eq(taker.taken, strlen(ANSWER));
	ck_assert(pthread_equal(taker.by, pthread_self()));
	clear();
}
END_TEST

START_TEST(a_stream_that_pauses_is_cancelled)
{
	struct taker taker = { .pauses = UINT_MAX };
	struct ending stream;
	hvac_task *task;

	stand(NULL);
	task = submit_stream(&taker, &stream);
	holding_answer(holding, "*", 1, 200, ANSWER);
	run();
	run();
	hvac_task_resume(task);
	run();
	run();
	ck_assert_uint_eq(taker.asked, 2);
	hvac_task_cancel(task);
	run();
	has_ended(&stream, HVAC_CANCELLED);
	clear();
}
END_TEST

/* Tokens */

#define DENIED "{\"errors\":[\"permission denied\"]}"

static size_t count_seen(const char *path)
{
	size_t count = 0;

	for (size_t i = 0; i < hvac_value_count(holding->seen); i++)
		count += !strcmp(hvac_value_string(hvac_value_member(hvac_value_item(holding->seen, i), "path"), NULL), path);
	return count;
}

START_TEST(many_calls_wait_for_one_login)
{
	struct ending endings[MANY];

	stand(NULL);
	log_in();
	for (unsigned i = 0; i < MANY; i++)
		submit_read("a", &endings[i]);
	holding_answer(holding, "/v1/x/a", MANY, 403, DENIED);
	while (count_seen("/v1/x/a") < MANY)
		run();
	for (unsigned i = 0; i < MANY; i++)
		is_pending(&endings[i]);
	holding_answer(holding, LOOK_UP, 1, 403, DENIED);
	holding_answer(holding, LOGIN, 1, 200, LOGGED_IN("second"));
	holding_answer(holding, "/v1/x/a", MANY, 200, ANSWER);
	run_all();
	for (unsigned i = 0; i < MANY; i++)
		has_ended(&endings[i], HVAC_OK);
	ck_assert_uint_eq(count_seen(LOOK_UP), 1);
	ck_assert_uint_eq(count_seen(LOGIN), 2);
	ck_assert_uint_eq(count_seen("/v1/x/a"), 2 * MANY);
	ck_assert_uint_eq(holding->most, 64);
	clear();
}
END_TEST

START_TEST(another_logs_in_when_the_call_that_did_is_cancelled)
{
	struct ending first, others[3];
	hvac_task *task;

	stand(NULL);
	log_in();
	task = submit_read("a", &first);
	for (size_t i = 0; i < 3; i++)
		submit_read("a", &others[i]);
	holding_answer(holding, "/v1/x/a", 4, 403, DENIED);
	holding_answer(holding, LOOK_UP, 1, 403, DENIED);
	while (count_seen(LOGIN) < 2)
		run();
	hvac_task_cancel(task);
	run();
	has_ended(&first, HVAC_CANCELLED);
	/* not at once: the server may be busy with the login of before */
	holding_answer(holding, LOGIN, 1, 200, LOGGED_IN("second"));
	holding_answer(holding, "/v1/x/a", 3, 200, ANSWER);
	run_all();
	for (size_t i = 0; i < 3; i++)
		has_ended(&others[i], HVAC_OK);
	ck_assert_uint_eq(count_seen(LOGIN), 3);
	clear();
}
END_TEST

START_TEST(all_that_wait_for_a_login_are_cancelled_and_freed)
{
	struct ending endings[4];
	hvac_task *tasks[4];

	stand(NULL);
	log_in();
	for (size_t i = 0; i < 4; i++)
		tasks[i] = submit_read("a", &endings[i]);
	holding_answer(holding, "/v1/x/a", 4, 403, DENIED);
	while (count_seen("/v1/x/a") < 4 || !count_seen(LOOK_UP))
		run();
	hvac_task_cancel(tasks[2]);
	run();
	has_ended(&endings[2], HVAC_CANCELLED);
	clear();
	for (size_t i = 0; i < 4; i++)
		if (i != 2)
			has_ended(&endings[i], HVAC_CANCELLED);
}
END_TEST

START_TEST(a_login_that_fails_ends_all_that_waited_for_it)
{
	struct ending endings[3];

	stand(NULL);
	log_in();
	for (size_t i = 0; i < 3; i++)
		submit_read("a", &endings[i]);
	holding_answer(holding, "/v1/x/a", 3, 403, DENIED);
	holding_answer(holding, LOOK_UP, 1, 403, DENIED);
	holding_answer(holding, LOGIN, 1, 400, "{\"errors\":[\"invalid role\"]}");
	run_all();
	for (size_t i = 0; i < 3; i++)
		has_failed(&endings[i], HVAC_FORBIDDEN, "invalid role");
	ck_assert_uint_eq(count_seen(LOGIN), 2);
	clear();
}
END_TEST

START_TEST(logins_that_travel_with_the_requests)
{
	hvac_client *travelling;
	struct ending ending;

	stand(NULL);
	ck_assert_int_eq(hvac_client_inline(client, ENGINE, "login", HVAC_ARGS(hvac_string("password", "hunter2")), &travelling), HVAC_OK);
	submit(task_of(travelling, "read", "a"), &ending);
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&ending, HVAC_OK);
	ck_assert_ptr_nonnull(hvac_value_at(holding->seen, "/0/headers/X-Vault-Inline-Auth-Path"));
	ck_assert_ptr_null(hvac_value_at(holding->seen, "/0/headers/X-Vault-Token"));
	hvac_client_free(travelling);
	clear();
}
END_TEST

/* The rate limit */

START_TEST(thousands_wait_for_the_rate_limit)
{
	struct ending endings[MANY];
	uint64_t begin;

	stand(OPTIONS_OF("rate_limit", "100"));
	begin = atomic_load(&holding->now);
	for (unsigned i = 0; i < MANY; i++)
		submit_read("a", &endings[i]);
	holding_answer(holding, "*", MANY, 200, ANSWER);
	run_all();
	for (unsigned i = 0; i < MANY; i++)
		has_ended(&endings[i], HVAC_OK);
	/* the first hundred at once */
	ck_assert_uint_ge(atomic_load(&holding->now) - begin, (MANY / 100 - 1) * SECOND - 10 * MILLISECOND);
	ck_assert_uint_le(atomic_load(&holding->now) - begin, MANY / 100 * SECOND);
	clear();
}
END_TEST

START_TEST(what_the_rate_limit_would_keep_beyond_its_deadline_ends_at_once)
{
	struct ending endings[3];

	stand(OPTIONS_OF("rate_limit", "1", "deadline", "1s"));
	for (size_t i = 0; i < 3; i++)
		submit_read("a", &endings[i]);
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
	for (size_t i = 1; i < 3; i++)
		has_failed(&endings[i], HVAC_TIMEOUT, "rate_limit");
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&endings[0], HVAC_OK);
	clear();
}
END_TEST

/* Certificates */

static void replace_certificates(void)
{
	pthread_mutex_lock(&holding->mutex);
	holding->certificates++;
	pthread_mutex_unlock(&holding->mutex);
}

/* The queue looks at them once a second: the next time that it runs. */
static void change_certificates(void)
{
	replace_certificates();
	pass(SECOND);
}

START_TEST(nothing_more_is_sent_with_certificates_that_have_changed)
{
	struct ending before, after;

	stand(NULL);
	submit_read("before", &before);
	run();
	change_certificates();
	run();
	submit_read("after", &after);
	run();
	run();
	ck_assert_uint_eq(holding->started, 1);
	holding_answer(holding, "*", 2, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(holding->opened, 2);
	has_ended(&before, HVAC_OK);
	has_ended(&after, HVAC_OK);
	clear();
}
END_TEST

START_TEST(nobody_waits_for_a_stream_although_certificates_have_changed)
{
	struct taker taker = { .pauses = 1 };
	struct ending stream, other;
	hvac_task *task;

	stand(NULL);
	task = submit_stream(&taker, &stream);
	holding_answer(holding, "/v1/stream/s", 1, 200, ANSWER);
	run();
	change_certificates();
	submit_read("other", &other);
	holding_answer(holding, "/v1/x/other", 2, 200, ANSWER);
	run_all_of(&other);
	ck_assert_uint_eq(holding->opened, 1);
	hvac_task_resume(task);
	run_all();
	has_ended(&stream, HVAC_OK);
	/* and then they are taken */
	submit_read("other", &other);
	run_all_of(&other);
	ck_assert_uint_eq(holding->opened, 2);
	clear();
}
END_TEST

START_TEST(a_login_under_way_goes_on_when_certificates_have_changed)
{
	struct ending ending;

	stand(NULL);
	log_in();
	submit_read("a", &ending);
	holding_answer(holding, "/v1/x/a", 1, 403, "{\"errors\":[\"permission denied\"]}");
	holding_answer(holding, LOOK_UP, 1, 503, "{\"errors\":[]}");
	run();
	run();
	run();
	ck_assert_uint_eq(holding->under_way, 0);
	is_pending(&ending);
	change_certificates();
	run();
	/* a call that blocks finds the connections of before and closes them */
	holding_answer(holding, "/v1/x/b", 1, 200, ANSWER);
	ck_assert_int_eq(hvac_call(client, ENGINE, "read", HVAC_ARGS(hvac_string("name", "b")), NULL), HVAC_OK);
	ck_assert_uint_eq(holding->closed, 1);
	holding_answer(holding, LOOK_UP, 1, 403, "{\"errors\":[\"permission denied\"]}");
	holding_answer(holding, LOGIN, 1, 200, LOGGED_IN("second"));
	holding_answer(holding, "/v1/x/a", 1, 200, ANSWER);
	run_all();
	has_ended(&ending, HVAC_OK);
	clear();
}
END_TEST

START_TEST(what_is_refused_because_certificates_have_just_been_replaced_is_sent_with_the_new_ones)
{
	struct ending read, written;

	stand(NULL);
	submit_read("a", &read);
	submit(task_of(client, "write", "b"), &written);
	run();
	/* within the second in which the queue does not look at them */
	replace_certificates();
	holding_refuse(holding, "*", 2);
	run();
	holding_answer(holding, "*", 2, 200, ANSWER);
	run_all();
	ck_assert_uint_eq(holding->opened, 2);
	ck_assert_uint_eq(holding->started, 4);
	has_ended(&read, HVAC_OK);
	has_ended(&written, HVAC_OK);
	clear();
}
END_TEST

START_TEST(what_is_refused_with_the_certificates_that_are_there_has_failed)
{
	struct ending ending;

	stand(NULL);
	submit_read("a", &ending);
	replace_certificates();
	holding_refuse(holding, "*", 1);
	run_all();
	has_failed(&ending, HVAC_TLS_ERROR, "it was refused");
	clear();
}
END_TEST

START_TEST(beside_a_stream_what_is_refused_has_failed)
{
	struct taker taker = { .pauses = 1 };
	struct ending stream, other;
	hvac_task *task;

	stand(NULL);
	task = submit_stream(&taker, &stream);
	holding_answer(holding, "/v1/stream/s", 1, 200, ANSWER);
	run();
	replace_certificates();
	submit_read("other", &other);
	holding_refuse(holding, "/v1/x/other", 1);
	while (!other.times)
		run();
	has_failed(&other, HVAC_TLS_ERROR, "it was refused");
	hvac_task_resume(task);
	run_all();
	has_ended(&stream, HVAC_OK);
	clear();
}
END_TEST

static void *call_that_blocks(void *status)
{
	*(hvac_status *)status = hvac_call(client, ENGINE, "read", HVAC_ARGS(hvac_string("name", "a")), NULL);
	return NULL;
}

START_TEST(so_is_a_call_that_blocks)
{
	hvac_status status = HVAC_CANCELLED;
	pthread_t thread;

	stand(NULL);
	pthread_create(&thread, NULL, call_that_blocks, &status);
	holding_wait(holding, 1);
	replace_certificates();
	holding_refuse(holding, "*", 1);
	holding_answer(holding, "*", 1, 200, ANSWER);
	pthread_join(thread, NULL);
	ck_assert_int_eq(status, HVAC_OK);
	ck_assert_uint_eq(holding->opened, 2);
	clear();
}
END_TEST

/* Forks and ends */

START_TEST(a_child_leaves_its_parents_queue_alone)
{
	struct ending ending;
	int status;
	pid_t child;

	stand(NULL);
	submit_read("a", &ending);
	run();
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		hvac_task *task = task_of(client, "read", "b");
		bool right = hvac_queue_pending(queue) == 0 && hvac_queue_run(queue, -1) == HVAC_PARAM_VALIDATION_ERROR &&
		             hvac_queue_submit(queue, task, end, NULL) == HVAC_PARAM_VALIDATION_ERROR;

		hvac_queue_free(queue);
		right = right && holding->cancelled == 0 && ending.times == 0;
		/* what is the parent's leaks here on purpose: another program in its place is not asked about it */
		execl(right ? "/bin/true" : "/bin/false", "", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	holding_answer(holding, "*", 1, 200, ANSWER);
	run_all();
	has_ended(&ending, HVAC_OK);
	clear();
}
END_TEST

START_TEST(freeing_a_queue_ends_all_that_is_in_it)
{
	struct ending endings[5];

	stand(OPTIONS_OF("queue_connections", "2"));
	submit(task_of(client, "prepares", "p"), &endings[0]);
	submit_read("lost", &endings[1]);
	submit_read("held", &endings[2]);
	submit_read("held", &endings[3]);
	holding_lose(holding, "/v1/x/lost", 1);
	run();
	run();
	submit_read("held", &endings[4]);
	gate_wait_for(1);
	gate_open();
	hvac_queue_free(queue);
	for (size_t i = 0; i < 5; i++)
		has_ended(&endings[i], HVAC_CANCELLED);
	hvac_client_free(client);
	holding_free(holding);
}
END_TEST

START_TEST(a_queue_that_never_ran_ends_what_is_in_it)
{
	struct ending ending;

	stand(NULL);
	submit_read("a", &ending);
	clear();
	has_ended(&ending, HVAC_CANCELLED);
}
END_TEST

static void submit_again(hvac_queue *of, hvac_response *response, void *context)
{
	unsigned *called = context;
	hvac_task *task = task_of(client, "read", "a");

	hvac_response_free(response);
	++*called;
	if (hvac_queue_submit(of, task, submit_again, called) != HVAC_CANCELLED)
		return;
	hvac_task_free(task);
}

START_TEST(a_queue_that_is_freed_takes_no_more)
{
	unsigned called = 0;

	stand(NULL);
	ck_assert_int_eq(hvac_queue_submit(queue, task_of(client, "read", "a"), submit_again, &called), HVAC_OK);
	run();
	hvac_queue_free(queue);
	ck_assert_uint_eq(called, 1);
	hvac_client_free(client);
	holding_free(holding);
}
END_TEST

START_TEST(a_queue_outlives_its_client)
{
	struct ending ending;

	stand(NULL);
	submit_read("a", &ending);
	run();
	hvac_client_free(client);
	client = NULL;
	run_all();
	has_ended(&ending, HVAC_CANCELLED);
	clear();
}
END_TEST

START_TEST(a_client_that_is_freed_before_the_first_run_ends_its_calls_too)
{
	struct ending ending;

	stand(NULL);
	submit_read("a", &ending);
	hvac_client_free(client);
	client = NULL;
	run_all();
	has_ended(&ending, HVAC_CANCELLED);
	ck_assert_uint_eq(holding->started, 0);
	clear();
}
END_TEST

/* What fails */

START_TEST(without_a_connection_all_end)
{
	struct ending endings[3];

	stand(NULL);
	holding->open_status = HVAC_CONFIG_ERROR;
	submit_read("a", &endings[0]);
	submit_read("b", &endings[1]);
	submit(task_of(client, "raed", "c"), &endings[2]);
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_CONFIG_ERROR);
	has_failed(&endings[0], HVAC_CONFIG_ERROR, "no way out");
	has_failed(&endings[1], HVAC_CONFIG_ERROR, "no way out");
	has_ended(&endings[2], HVAC_NO_SUCH_OPERATION);
	holding->open_status = HVAC_NO_MEMORY;
	submit_read("a", &endings[0]);
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_NO_MEMORY);
	has_failed(&endings[0], HVAC_NO_MEMORY, "memory");
	holding->open_status = HVAC_OK;
	clear();
}
END_TEST

START_TEST(without_a_connection_the_call_whose_hook_blocks_ends_too)
{
	struct ending ending;

	stand(NULL);
	submit(task_of(client, "prepares", "p"), &ending);
	run_up_to_gate(1);
	holding->open_status = HVAC_CONFIG_ERROR;
	change_certificates();
	gate_open();
	ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_CONFIG_ERROR);
	has_failed(&ending, HVAC_CONFIG_ERROR, "no way out");
	holding->open_status = HVAC_OK;
	clear();
}
END_TEST

START_TEST(a_request_that_cannot_be_made_for_memory_ends_its_call_alone)
{
	struct ending first, second;

	stand(OPTIONS_OF("queue_connections", "1"));
	submit_read("first", &first);
	run();
	submit_read("second", &second);
	holding->start_status = HVAC_NO_MEMORY;
	holding_answer(holding, "/v1/x/first", 1, 200, ANSWER);
	run();
	run();
	has_ended(&first, HVAC_OK);
	has_ended(&second, HVAC_NO_MEMORY);
	clear();
}
END_TEST

SUITE("queue", each_call_ends_with_its_own_answer_in_the_order_of_the_answers, no_more_are_under_way_than_the_option_says,
      an_operation_of_several_requests_goes_on_before_those_that_have_not_begun, others_go_on_while_one_waits_for_its_next_try,
      whose_wait_is_over_waits_on_for_its_turn_to_send, a_callback_submits_others, a_callback_cancels_others,
      a_callback_cannot_run_the_queue, nobody_needs_to_be_told, a_full_queue_takes_no_more, what_has_run_or_is_of_others_is_not_taken,
      what_is_in_a_queue_is_not_run_besides, derived_clients_keep_their_own_ways, what_was_refused_when_it_was_made_says_why,
      cancelled_before_the_first_run, what_is_cancelled_before_its_turn_reads_no_argument, cancelled_while_it_waits_for_its_turn,
      cancelled_under_way, cancelled_while_it_waits_for_its_next_try, cancelled_from_another_thread_while_the_queue_waits,
      a_deadline_counts_from_the_submission, a_deadline_passes_while_it_waits_for_its_turn,
      a_deadline_that_passes_between_two_requests_leaves_the_answer_that_was_kept,
      a_wait_that_would_pass_the_deadline_is_not_begun, the_time_to_run_is_limited,
      a_run_without_a_limit_returns_when_a_call_has_ended, a_hook_that_may_block_is_called_by_another_thread,
      hooks_that_may_block_have_a_few_threads_and_wait_for_them, what_a_hook_has_ended_needs_no_connection,
      whose_hook_is_over_is_due_whatever_it_waits_for, cancelled_while_its_hook_blocks, a_deadline_passes_while_hooks_block_and_others_wait_for_their_threads,
      what_waited_for_its_turn_has_only_the_time_that_is_left, a_stream_pauses_and_others_go_on, a_stream_that_pauses_is_cancelled,
      many_calls_wait_for_one_login, another_logs_in_when_the_call_that_did_is_cancelled,
      all_that_wait_for_a_login_are_cancelled_and_freed, a_login_that_fails_ends_all_that_waited_for_it,
      logins_that_travel_with_the_requests, thousands_wait_for_the_rate_limit,
      what_the_rate_limit_would_keep_beyond_its_deadline_ends_at_once, nothing_more_is_sent_with_certificates_that_have_changed,
      nobody_waits_for_a_stream_although_certificates_have_changed, a_login_under_way_goes_on_when_certificates_have_changed,
      what_is_refused_because_certificates_have_just_been_replaced_is_sent_with_the_new_ones, so_is_a_call_that_blocks,
      what_is_refused_with_the_certificates_that_are_there_has_failed, beside_a_stream_what_is_refused_has_failed,
      a_child_leaves_its_parents_queue_alone, freeing_a_queue_ends_all_that_is_in_it, a_queue_that_never_ran_ends_what_is_in_it,
      a_queue_that_is_freed_takes_no_more, a_queue_outlives_its_client,
      a_client_that_is_freed_before_the_first_run_ends_its_calls_too, without_a_connection_all_end,
      without_a_connection_the_call_whose_hook_blocks_ends_too, a_request_that_cannot_be_made_for_memory_ends_its_call_alone)
