/* SPDX-License-Identifier: MIT */
/* What a cache gives without asking, when it asks, how often, and what it keeps. */
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hvac/cache.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include "client.h"
#include "clock.h"
#include "holding.h"
#include "response.h"
#include "suite.h"

#define ENGINE "secrets/x_test_cache"
#define FIRST "{\"data\":{\"user\":\"first\"}}"
#define NEXT "{\"data\":{\"user\":\"next\"}}"
#define FRESH (60 * SECOND)     /* as the options are by default */
#define STALE (600 * SECOND)
#define OTHERS 8u

/* Each test runs in a process of its own, so there is one of each. */
static struct holding *holding;
static hvac_client *client;
static hvac_cache *cache;

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "name")
static const struct hvac_operation operations[] = {
	{ .name = "read", .verb = HVAC_GET, .path = "/{mount_point}/{name}", .help = "Reads", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME, HVAC_MOUNT("x"), HVAC_QUERY("version", INTEGER, .help = "version"), HVAC_WRAP_TTL) },
	{ .name = "list", .verb = HVAC_LIST, .path = "/x/{name}", .help = "Lists", HVAC_PARAMETERS(NAME) },
	{ .name = "make", .verb = HVAC_GET, .path = "/creds/{name}", .help = "Makes credentials", HVAC_PARAMETERS(NAME) },
	{ .name = "write", .verb = HVAC_POST, .path = "/x/{name}", .help = "Writes", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
	{ .name = "get", .verb = HVAC_GET, .path = "/stream/{name}", .help = "Gives a stream", .flags = HVAC_IDEMPOTENT | HVAC_RAW | HVAC_STREAM_OUT,
	  HVAC_PARAMETERS(NAME) },
	{ .name = "login", .verb = HVAC_GET, .path = "/auth/x/login", .help = "Logs in", .flags = HVAC_LOGIN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_HEADER("token", STRING, .flags = HVAC_SECRET, .help = "token")) },
};
HVAC_PLUGIN_OF(secrets, x_test_cache, operations, .version = "1", .help = "For tests");

/* How many have come to wait for what another call fetches: counted in place of the C library's function, while the cache's lock is
 * held, so that they wait for certain. Nothing else here waits with a limit. */
static sem_t waiting;
static atomic_bool beyond;          /* the end is later than a time_t of 32 bits may hold */
static atomic_bool lingers;         /* who waits again does so for longer than the first time */

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *end)
{
	static _Thread_local struct timespec mine;
	int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *) =
		(int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))(uintptr_t)dlsym(RTLD_NEXT, "pthread_cond_timedwait");

	if (mine.tv_sec && (mine.tv_sec != end->tv_sec || mine.tv_nsec != end->tv_nsec))
		atomic_store(&lingers, true);
	mine = *end;
	if (end->tv_sec > INT32_MAX)
		atomic_store(&beyond, true);
	sem_post(&waiting);
	return real(condition, mutex, end);
}

/* There is no memory for a thread's responses. */
static _Thread_local bool starves;

void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void *__libc_calloc(size_t count, size_t size);

__attribute__((no_sanitize("address", "thread", "undefined"))) HVAC_API void *calloc(size_t count, size_t size)
{
	if (starves && size == sizeof(struct hvac_response))
		return NULL;
	return __interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size);
}

static void wait_until_waiting(unsigned others)
{
	while (others-- > 0)
		sem_wait(&waiting);
}

/* Options by name and value in turn; nothing is tried again. */
static void stand(const char *const *options)
{
	hvac_config *config = hvac_config_new();

	sem_init(&waiting, 0, 0);
	ck_assert_int_eq(hvac_plugin_register(&hvac1_secrets_x_test_cache, NULL), HVAC_OK);
	holding = holding_new();
	hvac_config_set(config, "token", "hvs.swordfish");
	hvac_config_set(config, "max_retries", "0");
	for (size_t i = 0; options && options[i]; i += 2)
		hvac_config_set(config, options[i], options[i + 1]);
	hvac_config_clock(config, &holding->clock);
	hvac_config_adapter(config, &holding->adapter);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	ck_assert_int_eq(hvac_cache_new(client, &cache), HVAC_OK);
}

#define OPTIONS_OF(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void clear(void)
{
	hvac_client_free(client);
	hvac_cache_free(cache);
	holding_free(holding);
}

static void pass(uint64_t nanoseconds)
{
	atomic_fetch_add(&holding->now, nanoseconds);
}

static hvac_task *task_of(hvac_client *who, const char *operation, const hvac_argument *arguments)
{
	hvac_task *task;

	hvac_task_new(who, ENGINE, operation, arguments, NULL, &task);
	ck_assert_ptr_nonnull(task);
	return task;
}

static hvac_response *get(hvac_client *who, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	hvac_status status = hvac_cache_get(cache, task_of(who, operation, arguments), &response);

	ck_assert_int_eq(hvac_response_status(response), status);
	return response;
}

static void gives(hvac_client *who, const char *operation, const hvac_argument *arguments, const char *user)
{
	hvac_response *response = get(who, operation, arguments);

	ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s", hvac_response_message(response));
	ck_assert_str_eq(hvac_response_string(response, "user"), user);
	hvac_response_free(response);
}

static void gives_read(const char *name, const char *user)
{
	gives(client, "read", HVAC_ARGS(hvac_string("name", name)), user);
}

static void fails(const char *name, hvac_status status)
{
	hvac_response *response = get(client, "read", HVAC_ARGS(hvac_string("name", name)));

	ck_assert_msg(hvac_response_status(response) == status, "%s", hvac_response_message(response));
	hvac_response_free(response);
}

/* The next requests, whatever they ask for, get this answer. */
static void answer(unsigned times, const char *body)
{
	holding_answer(holding, "*", times, 200, body);
}

static void was_asked(unsigned times)
{
	ck_assert_uint_eq(holding->started, times);
}

/* Somebody else who gets something meanwhile. */
struct other {
	pthread_t thread;
	hvac_task *task;
	hvac_response *response;
};
static const struct other *starved;

static void *get_other(void *context)
{
	struct other *other = context;

	starves = other == starved;
	hvac_cache_get(cache, other->task, &other->response);
	return NULL;
}

static void other_gets(struct other *other, hvac_client *who, const char *name)
{
	other->task = task_of(who, "read", HVAC_ARGS(hvac_string("name", name)));
	ck_assert_int_eq(pthread_create(&other->thread, NULL, get_other, other), 0);
}

static void other_got(struct other *other, hvac_status status, const char *user)
{
	pthread_join(other->thread, NULL);
	ck_assert_msg(hvac_response_status(other->response) == status, "%s", hvac_response_message(other->response));
	if (user)
		ck_assert_str_eq(hvac_response_string(other->response, "user"), user);
	hvac_response_free(other->response);
}

/* Fresh, stale, gone */

START_TEST(what_is_fresh_is_given_without_asking)
{
	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	pass(FRESH - 1);
	gives_read("a", "first");
	was_asked(1);
	pass(1);
	answer(1, NEXT);
	gives_read("a", "next");
	/* as one sees it that looked at the clock before that */
	atomic_fetch_sub(&holding->now, 1);
	gives_read("a", "next");
	pass(FRESH);
	gives_read("a", "next");
	was_asked(2);
	clear();
}
END_TEST

START_TEST(what_nobody_wants_yet_is_there_the_next_time)
{
	stand(NULL);
	answer(1, FIRST);
	ck_assert_int_eq(hvac_cache_get(cache, task_of(client, "read", HVAC_ARGS(hvac_string("name", "a"))), NULL), HVAC_OK);
	ck_assert_int_eq(hvac_cache_get(cache, task_of(client, "write", HVAC_ARGS(hvac_string("name", "a"))), NULL), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_cache_get(cache, NULL, NULL), HVAC_NO_MEMORY);
	gives_read("a", "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(what_is_no_longer_fresh_is_asked_for_by_one_and_given_to_the_others_meanwhile)
{
	struct other other;

	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	pass(FRESH);
	other_gets(&other, client, "a");
	holding_wait(holding, 2);
	gives_read("a", "first");
	gives_read("a", "first");
	answer(1, NEXT);
	other_got(&other, HVAC_OK, "next");
	gives_read("a", "next");
	was_asked(2);
	clear();
}
END_TEST

START_TEST(who_wants_what_is_being_fetched_waits_for_that)
{
	struct other others[OTHERS];

	stand(NULL);
	for (unsigned i = 0; i < OTHERS; i++)
		other_gets(&others[i], client, "a");
	wait_until_waiting(OTHERS - 1);
	answer(1, FIRST);
	for (unsigned i = 0; i < OTHERS; i++)
		other_got(&others[i], HVAC_OK, "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(a_failure_is_that_of_all_who_waited)
{
	struct other others[OTHERS];

	stand(NULL);
	for (unsigned i = 0; i < OTHERS; i++)
		other_gets(&others[i], client, "a");
	wait_until_waiting(OTHERS - 1);
	holding_answer(holding, "*", 1, 404, "{\"errors\":[]}");
	for (unsigned i = 0; i < OTHERS; i++)
		other_got(&others[i], HVAC_INVALID_PATH, NULL);
	was_asked(1);
	answer(1, FIRST);
	gives_read("a", "first");
	clear();
}
END_TEST

/* valgrind has a calloc of its own: then both get the answer. */
START_TEST(who_waits_for_a_call_that_ends_without_memory_is_told_so)
{
	struct other asks, waits;
	hvac_status status;

	stand(NULL);
	starved = &asks;
	other_gets(&asks, client, "a");
	holding_wait(holding, 1);
	other_gets(&waits, client, "a");
	wait_until_waiting(1);
	answer(1, FIRST);
	pthread_join(asks.thread, NULL);
	status = hvac_response_status(asks.response);
	ck_assert(status == HVAC_NO_MEMORY || (status == HVAC_OK && getenv("HVAC_TEST_WRAPPER")));
	hvac_response_free(asks.response);
	other_got(&waits, status, NULL);
	clear();
}
END_TEST

START_TEST(who_waited_for_a_call_that_was_cancelled_asks_in_its_place)
{
	struct other cancelled, others[OTHERS];

	stand(NULL);
	other_gets(&cancelled, client, "a");
	holding_wait(holding, 1);
	for (unsigned i = 0; i < OTHERS; i++)
		other_gets(&others[i], client, "a");
	wait_until_waiting(OTHERS);
	hvac_task_cancel(cancelled.task);
	other_got(&cancelled, HVAC_CANCELLED, NULL);
	wait_until_waiting(OTHERS - 1);
	answer(1, FIRST);
	for (unsigned i = 0; i < OTHERS; i++)
		other_got(&others[i], HVAC_OK, "first");
	was_asked(2);
	clear();
}
END_TEST

START_TEST(who_asks_in_anothers_place_has_the_time_that_is_left)
{
	struct other cancelled, others[2];

	stand(OPTIONS_OF("deadline", "10s"));
	other_gets(&cancelled, client, "a");
	holding_wait(holding, 1);
	for (unsigned i = 0; i < 2; i++)
		other_gets(&others[i], client, "a");
	wait_until_waiting(2);
	pass(6 * SECOND);
	hvac_task_cancel(cancelled.task);
	other_got(&cancelled, HVAC_CANCELLED, NULL);
	holding_wait(holding, 2);
	ck_assert_int_eq(holding->timeout_ms, 4000);
	/* one of the two asks, and the other waits for that one now */
	wait_until_waiting(1);
	ck_assert(!atomic_load(&lingers));
	answer(1, FIRST);
	for (unsigned i = 0; i < 2; i++)
		other_got(&others[i], HVAC_OK, "first");
	clear();
}
END_TEST

START_TEST(who_waits_is_cancelled_without_the_call_that_it_waits_for)
{
	struct other other, cancelled;

	stand(NULL);
	other_gets(&other, client, "a");
	holding_wait(holding, 1);
	other_gets(&cancelled, client, "a");
	wait_until_waiting(1);
	hvac_task_cancel(cancelled.task);
	other_got(&cancelled, HVAC_CANCELLED, NULL);
	answer(1, FIRST);
	other_got(&other, HVAC_OK, "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(freeing_the_client_ends_those_who_wait_too_and_none_asks_in_anothers_place)
{
	struct other others[OTHERS];

	stand(NULL);
	for (unsigned i = 0; i < OTHERS; i++)
		other_gets(&others[i], client, "a");
	holding_wait(holding, 1);
	wait_until_waiting(OTHERS - 1);
	hvac_client_free(client);
	client = NULL;
	for (unsigned i = 0; i < OTHERS; i++)
		other_got(&others[i], HVAC_CANCELLED, NULL);
	was_asked(1);
	clear();
}
END_TEST

START_TEST(freeing_a_derived_client_ends_its_own_that_wait_and_no_others)
{
	struct other other, waiting_other;
	hvac_client *derived;

	stand(NULL);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "timeout", "1s", NULL), HVAC_OK);
	other_gets(&other, client, "a");
	holding_wait(holding, 1);
	other_gets(&waiting_other, derived, "a");
	wait_until_waiting(1);
	hvac_client_free(derived);
	other_got(&waiting_other, HVAC_CANCELLED, NULL);
	answer(1, FIRST);
	other_got(&other, HVAC_OK, "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(who_waits_does_so_up_to_a_deadline_of_its_own)
{
	struct other other;
	hvac_client *hasty;
	hvac_response *response;

	stand(NULL);
	other_gets(&other, client, "a");
	holding_wait(holding, 1);
	ck_assert_int_eq(hvac_client_derive(client, &hasty, "deadline", "1ms", NULL), HVAC_OK);
	response = get(hasty, "read", HVAC_ARGS(hvac_string("name", "a")));
	ck_assert_int_eq(hvac_response_status(response), HVAC_TIMEOUT);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "asked for the same"));
	hvac_response_free(response);
	hvac_client_free(hasty);
	answer(1, FIRST);
	other_got(&other, HVAC_OK, "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(who_waits_does_so_under_the_longest_deadline_on_each_machine)
{
	struct other others[2];

	stand(OPTIONS_OF("deadline", "876000h"));
	for (unsigned i = 0; i < 2; i++)
		other_gets(&others[i], client, "a");
	wait_until_waiting(1);
	answer(1, FIRST);
	for (unsigned i = 0; i < 2; i++)
		other_got(&others[i], HVAC_OK, "first");
	was_asked(1);
	ck_assert(!atomic_load(&beyond));
	clear();
}
END_TEST

/* What a server says that cannot say what is there; 0: it is lost. */
static const struct {
	int http_status;
	const char *body;
} silences[] = {
	{ 0, NULL },
	{ 200, "<html>" },
	{ 429, "{\"errors\":[\"rate limit\"]}" },
	{ 500, "{\"errors\":[\"internal\"]}" },
	{ 502, "<html>" },
	{ 503, "{\"errors\":[\"Vault is sealed\"]}" },
};

START_TEST(it_is_given_on_while_the_server_says_nothing_up_to_the_hard_limit)
{
	hvac_response *response;

	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	pass(FRESH);
	holding_answer(holding, "*", 3, silences[_i].http_status, silences[_i].body);
	gives_read("a", "first");
	was_asked(2);
	pass(STALE - FRESH - 1);
	gives_read("a", "first");
	was_asked(3);
	pass(1);
	response = get(client, "read", HVAC_ARGS(hvac_string("name", "a")));
	ck_assert_int_ne(hvac_response_status(response), HVAC_OK);
	hvac_response_free(response);
	was_asked(4);
	clear();
}
END_TEST

START_TEST(after_a_failure_the_server_is_left_alone_for_a_second)
{
	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	pass(FRESH);
	holding_lose(holding, "*", 1);
	gives_read("a", "first");
	pass(SECOND - 1);
	gives_read("a", "first");
	was_asked(2);
	pass(1);
	answer(1, NEXT);
	gives_read("a", "next");
	was_asked(3);
	clear();
}
END_TEST

START_TEST(what_the_server_says_is_gone_or_denied_is_not_given_on)
{
	static const struct { int http_status; hvac_status status; } cases[] = {
		{ 403, HVAC_FORBIDDEN }, { 404, HVAC_INVALID_PATH }, { 400, HVAC_INVALID_REQUEST },
	};

	stand(NULL);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		answer(1, FIRST);
		gives_read("a", "first");
		pass(FRESH);
		holding_answer(holding, "/v1/x/a", 1, cases[i].http_status, "{\"errors\":[]}");
		/* why the token is refused: it may look itself up, and so is alive */
		holding_answer(holding, "*lookup-self", cases[i].http_status == 403, 200, "{\"data\":{}}");
		fails("a", cases[i].status);
		answer(1, NEXT);
		gives_read("a", "next");
		hvac_cache_flush(cache);
	}
	clear();
}
END_TEST

START_TEST(a_failure_is_not_kept)
{
	stand(NULL);
	holding_answer(holding, "*", 1, 404, "{\"errors\":[]}");
	fails("a", HVAC_INVALID_PATH);
	holding_lose(holding, "*", 1);
	fails("a", HVAC_CONNECTION_ERROR);
	answer(1, FIRST);
	gives_read("a", "first");
	was_asked(3);
	clear();
}
END_TEST

START_TEST(what_ends_by_itself_is_not_kept)
{
	stand(NULL);
	answer(2, "{\"lease_id\":\"x/a/1\",\"lease_duration\":3600,\"data\":{\"user\":\"u\"}}");
	gives_read("a", "u");
	gives_read("a", "u");
	answer(2, "{\"data\":{\"user\":\"u\"},\"wrap_info\":{\"token\":\"hvs.herring\",\"ttl\":60}}");
	gives_read("b", "u");
	gives_read("b", "u");
	was_asked(4);
	answer(1, "{\"lease_id\":\"\",\"lease_duration\":3600,\"data\":{\"user\":\"u\"},\"wrap_info\":null}");
	gives_read("c", "u");
	gives_read("c", "u");
	was_asked(5);
	clear();
}
END_TEST

/* What is forgotten */

START_TEST(nothing_is_given_that_was_flushed)
{
	stand(NULL);
	answer(2, FIRST);
	gives_read("a", "first");
	gives_read("b", "first");
	hvac_cache_flush(cache);
	answer(1, NEXT);
	gives_read("a", "next");
	holding_lose(holding, "*", 1);
	fails("b", HVAC_CONNECTION_ERROR);
	clear();
}
END_TEST

START_TEST(what_was_asked_before_a_flush_is_given_to_who_asked_and_not_kept)
{
	struct other other;

	stand(NULL);
	other_gets(&other, client, "a");
	holding_wait(holding, 1);
	hvac_cache_flush(cache);
	answer(1, FIRST);
	other_got(&other, HVAC_OK, "first");
	answer(1, NEXT);
	gives_read("a", "next");
	was_asked(2);
	clear();
}
END_TEST

START_TEST(what_was_asked_before_a_flush_does_not_end_what_was_asked_after_it)
{
	struct other before, after, third;

	stand(NULL);
	other_gets(&before, client, "a");
	holding_wait(holding, 1);
	hvac_cache_flush(cache);
	other_gets(&after, client, "a");
	holding_wait(holding, 2);
	hvac_task_cancel(before.task);
	other_got(&before, HVAC_CANCELLED, NULL);
	other_gets(&third, client, "a");
	wait_until_waiting(1);
	answer(1, FIRST);
	other_got(&after, HVAC_OK, "first");
	other_got(&third, HVAC_OK, "first");
	was_asked(2);
	clear();
}
END_TEST

START_TEST(what_was_flushed_is_not_given_on_to_who_asked_before)
{
	struct other other;

	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	pass(FRESH);
	other_gets(&other, client, "a");
	holding_wait(holding, 2);
	hvac_cache_flush(cache);
	holding_lose(holding, "*", 1);
	other_got(&other, HVAC_CONNECTION_ERROR, NULL);
	clear();
}
END_TEST

START_TEST(what_was_not_asked_for_longest_makes_room)
{
	char body[512];

	snprintf(body, sizeof body, "{\"data\":{\"user\":\"u\",\"fill\":\"%0450d\"}}", 0);
	stand(OPTIONS_OF("cache_size", "2048"));
	answer(5, body);
	gives_read("a", "u");
	gives_read("b", "u");
	gives_read("c", "u");
	gives_read("a", "u");
	was_asked(3);
	gives_read("d", "u");
	gives_read("a", "u");
	gives_read("c", "u");
	gives_read("d", "u");
	was_asked(4);
	gives_read("b", "u");
	was_asked(5);
	clear();
}
END_TEST

START_TEST(what_is_under_way_does_not_make_room)
{
	struct other other;
	char body[1024];

	snprintf(body, sizeof body, "{\"data\":{\"user\":\"u\",\"fill\":\"%0900d\"}}", 0);
	stand(OPTIONS_OF("cache_size", "2048"));
	other_gets(&other, client, "slow");
	holding_wait(holding, 1);
	holding_answer(holding, "/v1/x/?", 3, 200, body);
	gives_read("a", "u");
	gives_read("b", "u");
	gives_read("c", "u");
	was_asked(4);
	answer(1, FIRST);
	other_got(&other, HVAC_OK, "first");
	gives_read("slow", "first");
	was_asked(4);
	clear();
}
END_TEST

START_TEST(what_is_larger_than_the_cache_leaves_the_others_there)
{
	hvac_client *derived;
	char body[4096];

	snprintf(body, sizeof body, "{\"data\":{\"user\":\"u\",\"fill\":\"%04000d\"}}", 0);
	stand(OPTIONS_OF("cache_size", "4096"));
	answer(1, FIRST);
	gives_read("a", "first");
	/* the cache's size is that of its own client */
	ck_assert_int_eq(hvac_client_derive(client, &derived, "cache_size", "1024000", NULL), HVAC_OK);
	answer(2, body);
	gives(derived, "read", HVAC_ARGS(hvac_string("name", "large")), "u");
	gives(derived, "read", HVAC_ARGS(hvac_string("name", "large")), "u");
	hvac_client_free(derived);
	gives_read("a", "first");
	was_asked(3);
	clear();
}
END_TEST

/* What is the same */

START_TEST(what_asks_for_something_else_is_something_else)
{
	hvac_client *team;

	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	answer(6, NEXT);
	gives(client, "read", HVAC_ARGS(hvac_string("name", "a"), hvac_integer("version", 1)), "next");
	gives(client, "read", HVAC_ARGS(hvac_string("name", "a"), hvac_string("mount_point", "y")), "next");
	gives(client, "list", HVAC_ARGS(hvac_string("name", "a")), "next");
	ck_assert_int_eq(hvac_client_derive(client, &team, "namespace", "team", NULL), HVAC_OK);
	gives(team, "read", HVAC_ARGS(hvac_string("name", "a")), "next");
	hvac_client_free(team);
	ck_assert_int_eq(hvac_client_derive(client, &team, "headers", "{\"X-Tenant\":\"team\"}", NULL), HVAC_OK);
	gives(team, "read", HVAC_ARGS(hvac_string("name", "a")), "next");
	hvac_client_free(team);
	ck_assert_int_eq(hvac_client_derive(client, &team, "empty_list", "true", NULL), HVAC_OK);
	gives(team, "read", HVAC_ARGS(hvac_string("name", "a")), "next");
	hvac_client_free(team);
	gives_read("a", "first");
	was_asked(7);
	clear();
}
END_TEST

START_TEST(what_asks_for_the_same_in_other_words_is_the_same)
{
	stand(NULL);
	answer(1, FIRST);
	gives(client, "read", HVAC_ARGS(hvac_string("name", "a"), hvac_integer("version", 1)), "first");
	gives(client, "read", HVAC_ARGS(hvac_integer("version", 1), hvac_string("name", "a")), "first");
	gives(client, "read", HVAC_ARGS(hvac_string("mount_point", "x"), hvac_typed("version", "1"), hvac_string("name", "a")), "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(derived_clients_share_what_is_kept)
{
	hvac_client *derived;

	stand(NULL);
	ck_assert_int_eq(hvac_client_derive(client, &derived, "timeout", "1s", NULL), HVAC_OK);
	answer(1, FIRST);
	gives(derived, "read", HVAC_ARGS(hvac_string("name", "a")), "first");
	hvac_client_free(derived);
	gives_read("a", "first");
	was_asked(1);
	clear();
}
END_TEST

START_TEST(what_is_a_tokens_own_is_no_other_tokens)
{
	const hvac_argument *in_cubbyhole = HVAC_ARGS(hvac_string("name", "a"), hvac_string("mount_point", "cubbyhole"));
	const hvac_argument *itself = HVAC_ARGS(hvac_string("name", "lookup-self"), hvac_string("mount_point", "auth/token"));

	stand(NULL);
	answer(3, FIRST);
	gives(client, "read", in_cubbyhole, "first");
	gives(client, "read", itself, "first");
	gives_read("a", "first");
	/* as a login that is repeated does */
	ck_assert_int_eq(token_set(client->slot, "hvs.herring", NULL, NULL), HVAC_OK);
	answer(2, NEXT);
	gives(client, "read", in_cubbyhole, "next");
	gives(client, "read", itself, "next");
	gives_read("a", "first");
	gives(client, "read", in_cubbyhole, "next");
	was_asked(5);
	clear();
}
END_TEST

static int64_t give_nothing(void *context, char *buffer, size_t size)
{
	(void)context;
	(void)buffer;
	(void)size;
	return -1;
}

/* And its message has the word. */
static void is_refused(hvac_task *task, const char *word)
{
	hvac_response *response;
	unsigned before = holding->started;

	ck_assert_int_eq(hvac_cache_get(cache, task, &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_msg(strstr(hvac_response_message(response), word), "%s", hvac_response_message(response));
	hvac_response_free(response);
	was_asked(before);
}

static void is_refused_of(hvac_client *who, const char *word)
{
	is_refused(task_of(who, "read", HVAC_ARGS(hvac_string("name", "a"))), word);
	hvac_client_free(who);
}

static ssize_t drop(void *context, const void *bytes, size_t size)
{
	(void)context;
	(void)bytes;
	(void)size;
	return 0;
}

START_TEST(what_cannot_be_cached_is_refused)
{
	const hvac_stream stream = { .sink = drop };
	hvac_task *task;

	stand(NULL);
	is_refused(task_of(client, "make", HVAC_ARGS(hvac_string("name", "a"))), "make something");
	is_refused(task_of(client, "write", HVAC_ARGS(hvac_string("name", "a"))), "writes");
	is_refused(task_of(client, "login", HVAC_ARGS(hvac_string("token", "hvs.herring"))), "logs in");
	is_refused(task_of(client, "read", HVAC_ARGS(hvac_source("name", give_nothing, NULL))), "callback");
	hvac_task_new(client, ENGINE, "get", HVAC_ARGS(hvac_string("name", "a")), &stream, &task);
	is_refused(task, "stream");
	hvac_task_new_path(client, "GET", "x/a", NULL, NULL, &task);
	is_refused(task, "make something");
	is_refused(task_of(client, "read", HVAC_ARGS(hvac_string("name", "a"), hvac_integer("wrap_ttl", 60))), "wrapped");
	task = task_of(client, "read", HVAC_ARGS(hvac_string("name", "a")));
	answer(1, FIRST);
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	is_refused(task, "run before");
	clear();
}
END_TEST

START_TEST(what_is_anothers_is_refused)
{
	hvac_client *other;

	stand(NULL);
	hvac_client_derive(client, &other, "token", "hvs.herring", NULL);
	is_refused_of(other, "token");
	hvac_client_derive(client, &other, "address", "http://127.0.0.1:1", NULL);
	is_refused_of(other, "connections");
	hvac_client_derive(client, &other, "wrap_ttl", "60s", NULL);
	is_refused_of(other, "wrapped");
	clear();
}
END_TEST

START_TEST(a_mistake_is_told_as_the_call_itself_would)
{
	hvac_response *response;

	stand(NULL);
	response = get(client, "reed", NULL);
	ck_assert_int_eq(hvac_response_status(response), HVAC_NO_SUCH_OPERATION);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "did you mean read?"));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_cache_get(cache, NULL, &response), HVAC_NO_MEMORY);
	ck_assert_ptr_null(response);
	clear();
}
END_TEST

/* Processes */

START_TEST(a_child_begins_with_nothing)
{
	int status;
	pid_t child;

	stand(NULL);
	answer(1, FIRST);
	gives_read("a", "first");
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		answer(1, NEXT);
		gives_read("a", "next");
		gives_read("a", "next");
		/* what is leaked on purpose is no leak checker's business */
		execl(holding->started == 2 ? "/bin/true" : "/bin/false", "", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	gives_read("a", "first");
	was_asked(1);
	clear();
}
END_TEST

TABLE_SUITE("cache", it_is_given_on_while_the_server_says_nothing_up_to_the_hard_limit, sizeof silences / sizeof silences[0],
	what_is_fresh_is_given_without_asking, what_nobody_wants_yet_is_there_the_next_time,
	what_is_no_longer_fresh_is_asked_for_by_one_and_given_to_the_others_meanwhile,
	who_wants_what_is_being_fetched_waits_for_that,
	a_failure_is_that_of_all_who_waited,
	who_waits_for_a_call_that_ends_without_memory_is_told_so,
	who_waited_for_a_call_that_was_cancelled_asks_in_its_place, who_asks_in_anothers_place_has_the_time_that_is_left,
	who_waits_is_cancelled_without_the_call_that_it_waits_for, freeing_the_client_ends_those_who_wait_too_and_none_asks_in_anothers_place,
	freeing_a_derived_client_ends_its_own_that_wait_and_no_others, who_waits_does_so_up_to_a_deadline_of_its_own,
	who_waits_does_so_under_the_longest_deadline_on_each_machine,
	after_a_failure_the_server_is_left_alone_for_a_second,
	what_the_server_says_is_gone_or_denied_is_not_given_on,
	a_failure_is_not_kept,
	what_ends_by_itself_is_not_kept,
	nothing_is_given_that_was_flushed,
	what_was_asked_before_a_flush_is_given_to_who_asked_and_not_kept,
	what_was_asked_before_a_flush_does_not_end_what_was_asked_after_it,
	what_was_flushed_is_not_given_on_to_who_asked_before,
	what_was_not_asked_for_longest_makes_room,
	what_is_under_way_does_not_make_room,
	what_is_larger_than_the_cache_leaves_the_others_there,
	what_asks_for_something_else_is_something_else,
	what_asks_for_the_same_in_other_words_is_the_same,
	derived_clients_share_what_is_kept,
	what_is_a_tokens_own_is_no_other_tokens,
	what_cannot_be_cached_is_refused,
	what_is_anothers_is_refused,
	a_mistake_is_told_as_the_call_itself_would,
	a_child_begins_with_nothing)
