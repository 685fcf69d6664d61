/* SPDX-License-Identifier: MIT */
/* A watcher in a program's loop, on a clock that the test turns, against a server that is pretended (vault.h). */
#include "watch.h"
#include "clock.h"

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/plugin.h>

#include "suite.h"
#include "vault.h"

#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define ENGINE "auth/x_test_watch"
#define SLEEP_MAX_MS 60000
#define POLLS_AT_ONCE 20                /* without that time passes: more is a busy loop */

static atomic_bool finishing, may_finish;

static int finish_when_told(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)task;
	(void)state;
	(void)response;
	atomic_store(&finishing, true);
	while (!atomic_load(&may_finish))
		sched_yield();
	return HVAC_HOOK_DONE;
}

static const struct hvac_operation logins[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x_test_watch/login", .help = "Logs in", .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(HVAC_BODY("secret_id", STRING, .flags = HVAC_SECRET, .wrapped_path = "/auth/x_test_watch/secret-id", .help = "id"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "use it")) },
	{ .name = "login_by_library", .verb = HVAC_POST, .path = "/auth/x_test_watch/login", .help = "Logs in by a library that may block",
	  .flags = HVAC_LOGIN | HVAC_MAY_BLOCK, .finish = finish_when_told, HVAC_PARAMETERS(HVAC_BODY("secret_id", STRING, .help = "id")) },
};
HVAC_PLUGIN_OF(auth, x_test_watch, logins, .version = "1", .help = "For tests");

/* Each test runs in a process of its own, so what it sees can stand here. */
static struct vault *vault;
static hvac_client *client;
static hvac_watcher *watcher;
static char *story;                     /* the events, a letter each: their kind, small for a secret */
static size_t told;
static unsigned delivered;              /* secrets that were given to the program */
static unsigned polls, idle_polls;
static int64_t last_next_ms;

static void assert_no_secret(const char *text)
{
	ck_assert_msg(!strstr(text, MARK), "a secret is told: %s", text);
}

static void log_line_is_clean(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)level;
	assert_no_secret(line);
}

static void tell(hvac_watcher *from, const hvac_event *event, void *context)
{
	static const char letters[] = "?LRNFEV";

	(void)context;
	ck_assert_ptr_eq(from, watcher);
	ck_assert_uint_eq(event->size, sizeof *event);
	assert_no_secret(hvac_response_message(event->response));
	ck_assert(!event->response || event->kind != HVAC_EVENT_EXPIRED);
	story = realloc(story, told + 2);
	ck_assert_ptr_nonnull(story);
	story[told++] = (char)(letters[event->kind] + (event->engine ? 'a' - 'A' : 0));
	story[told] = '\0';
	last_next_ms = event->next_ms;
}

static void assert_story(const char *wanted)
{
	ck_assert_str_eq(story ? story : "", wanted);
	told = 0;
	if (story)
		*story = '\0';
}

static unsigned count_of(char letter)
{
	unsigned count = 0;

	for (size_t i = 0; i < told; i++)
		count += story[i] == letter;
	return count;
}

static void take(hvac_watcher *from, const hvac_response *response, void *context)
{
	(void)from;
	ck_assert_int_eq(hvac_response_status(response), HVAC_OK);
	delivered++;
	if (context)
		*(const hvac_response **)context = response;
}

static hvac_config *new_config(uint64_t seed)
{
	hvac_config *config = hvac_config_new();

	vault = vault_new(seed);
	hvac_config_set(config, "address", "http://one:8200");
	hvac_config_clock(config, &vault->clock);
	hvac_config_log(config, HVAC_LOG_DEBUG, log_line_is_clean, NULL);
	hvac_config_adapter(config, &vault->adapter);
	return config;
}

static void watch_with(hvac_config *config)
{
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	ck_assert_int_eq(hvac_plugin_register(&hvac1_auth_x_test_watch, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_new(client, &watcher), HVAC_OK);
	hvac_watcher_on_event(watcher, tell, NULL);
}

static void begin(void)
{
	watch_with(new_config(1));
}

/* With a token that nobody logged in for. */
static struct vault_thing *begin_with_token(struct vault_life life)
{
	hvac_config *config = new_config(1);
	struct vault_thing *token;

	vault->token_life = life;
	token = vault_token(vault);
	hvac_config_set(config, "token", token->id);
	watch_with(config);
	return token;
}

static void log_in_by_watcher(void)
{
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", vault->secret_id)), NULL), HVAC_OK);
}

static void add_of(hvac_client *of, const char *path, const hvac_response **place)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new_path(of, "GET", path, NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_add(watcher, task, take, place), HVAC_OK);
}

static void add(const char *path)
{
	add_of(client, path, NULL);
}

static void done(void)
{
	hvac_watcher_free(watcher);
	hvac_client_free(client);
	vault_free(vault);
	free(story);
}

static void poll_once(void)
{
	unsigned requests = vault->requests;
	bool waiting = hvac_queue_pending(watcher->queue);

	hvac_watcher_poll(watcher);
	polls++;
	idle_polls += !waiting && vault->requests == requests;
}

/* When something is due, although it wants to be polled each minute until then: a year has half a million. */
static uint64_t after_sleeps(void)
{
	uint64_t due = watch_due(&watcher->token);

	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next)
		due = watch_due(watch) < due ? watch_due(watch) : due;
	return vault->now + ((due - vault->now) / MILLISECOND + 1) * MILLISECOND;
}

/* To the next moment at which it wants to be polled, or to `until`; then what `look` has to say of that moment. */
static void pass_until(uint64_t until, void (*look)(void))
{
	unsigned at_once = 0;

	while (vault->now < until) {
		int ms = hvac_watcher_due_in(watcher);
		uint64_t next = ms < 0 ? until : ms < SLEEP_MAX_MS ? vault->now + (uint64_t)ms * MILLISECOND : after_sleeps();

		at_once = next == vault->now ? at_once + 1 : 0;
		ck_assert_uint_lt(at_once, POLLS_AT_ONCE);
		vault->now = next < until ? next : until;
		if (look)
			look();
		poll_once();
	}
}

static void pass(uint64_t time)
{
	pass_until(vault->now + time, NULL);
}

static bool is_logged_in(void)
{
	char *token = hvac_client_token(client);
	bool lives = vault_lives(vault, vault_find(vault->tokens, token));

	hvac_text_free(token);
	return lives;
}

START_TEST(a_token_is_renewed_in_time_and_got_anew_before_its_last_end)
{
	begin();
	log_in_by_watcher();
	pass(MINUTE);
	assert_story("L");
	ck_assert_int_gt(last_next_ms, 0);
	pass(HOUR);
	assert_story("N");
	pass(12 * HOUR);
	ck_assert_uint_eq(vault->logins, 1);
	for (int i = 0; i < 40; i++) {
		pass(HOUR);
		ck_assert(is_logged_in());
	}
	ck_assert_uint_eq(vault->needless_logins, 0);
	ck_assert_uint_eq(vault->logins, 3);
	ck_assert_uint_eq(count_of('E') + count_of('F'), 0);
	done();
}
END_TEST

START_TEST(a_lease_is_renewed_and_read_again_before_its_last_end)
{
	const hvac_response *secret = NULL;

	begin();
	log_in_by_watcher();
	add_of(client, "creds/a", &secret);
	for (int i = 0; i < 100; i++) {
		pass(15 * MINUTE);
		ck_assert(vault_lives(vault, vault_find(vault->leases, hvac_response_lease_id(secret))));
	}
	ck_assert_uint_eq(vault->needless_leases, 0);
	/* each of them was told of */
	ck_assert_uint_eq(delivered, vault->reads);
	ck_assert_uint_ge(delivered, 4);
	ck_assert_uint_le(delivered, 6);
	done();
}
END_TEST

START_TEST(a_token_that_was_given_is_renewed_to_its_last_end_which_is_told)
{
	struct vault_thing *token = begin_with_token((struct vault_life){ .ttl = 3600, .max = 8 * 3600 });

	add("kv/a");
	pass(7 * HOUR);
	vault->kv = "{\"color\":\"blue\"}";
	pass(HOUR - MINUTE);
	ck_assert(vault_lives(vault, token));
	ck_assert_uint_ge(count_of('N'), 10);
	ck_assert_uint_le(count_of('N'), 25);
	ck_assert_uint_eq(count_of('E'), 0);
	/* what has no lease is read now and then, and the program hears of it when it has changed */
	ck_assert_uint_ge(vault->reads, 90);
	ck_assert_uint_le(vault->reads, 97);
	ck_assert_uint_eq(delivered, 2);
	pass(2 * MINUTE);
	ck_assert_uint_eq(count_of('E'), 1);
	ck_assert_uint_eq(vault->logins + vault->failed_logins, 0);
	done();
}
END_TEST

static void assert_leases_live(unsigned count)
{
	struct vault_thing *lease = vault->leases;

	for (unsigned i = 0; i < count; i++, lease = lease->before)
		ck_assert(vault_lives(vault, lease));
}

START_TEST(leases_are_made_anew_once_after_a_new_login)
{
	begin();
	log_in_by_watcher();
	add("creds/a");
	add("creds/b");
	pass(MINUTE);
	ck_assert_uint_eq(delivered, 2);
	/* the renewal of a lease finds out */
	vault->tokens->revoked = true;
	pass(HOUR);
	ck_assert_uint_eq(vault->logins, 2);
	ck_assert_uint_eq(delivered, 4);
	assert_leases_live(2);
	/* the reading of a secret does */
	vault->tokens->revoked = true;
	add("creds/c");
	pass(MINUTE);
	ck_assert_uint_eq(vault->logins, 3);
	ck_assert_uint_eq(delivered, 7);
	assert_leases_live(3);
	/* a login of the program's own, a call that logs in */
	ck_assert_int_eq(hvac_login(client, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", vault->secret_id)), NULL), HVAC_OK);
	pass(MINUTE);
	ck_assert_uint_eq(delivered, 10);
	vault->tokens->revoked = true;
	ck_assert_int_eq(hvac_read(client, "kv/a", NULL), HVAC_OK);
	pass(MINUTE);
	ck_assert_uint_eq(delivered, 13);
	ck_assert_uint_eq(vault->needless_leases, 0);
	ck_assert_uint_eq(count_of('L'), 5);
	ck_assert_uint_eq(count_of('E'), 0);
	done();
}
END_TEST

START_TEST(a_secret_of_a_client_with_a_token_of_its_own_is_none_of_the_watchers_tokens)
{
	struct vault_thing *own;
	hvac_client *other;

	begin();
	own = vault_token(vault);
	ck_assert_int_eq(hvac_client_derive(client, &other, "token", own->id, NULL), HVAC_OK);
	vault->secret_id = "not yet";
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", "right")), NULL), HVAC_OK);
	add_of(other, "creds/a", NULL);
	pass(HOUR);
	ck_assert_uint_eq(vault->reads, 1);
	vault->secret_id = "right";
	pass(HOUR);
	ck_assert_uint_eq(vault->logins, 1);
	ck_assert_uint_eq(vault->reads, 1);
	hvac_client_free(other);
	done();
}
END_TEST

static void call_in_event(hvac_watcher *from, const hvac_event *event, void *context)
{
	uint64_t before = vault->now;

	tell(from, event, context);
	if (event->kind != HVAC_EVENT_FAILED)
		return;
	ck_assert_int_eq(hvac_read(client, "kv/a", NULL), HVAC_FORBIDDEN);
	ck_assert_uint_lt(vault->now - before, 30 * SECOND);
}

START_TEST(a_call_in_an_event_does_not_wait_for_the_watcher_that_it_holds_up)
{
	begin();
	hvac_watcher_on_event(watcher, call_in_event, NULL);
	log_in_by_watcher();
	pass(MINUTE);
	vault->secret_id = "another";
	vault->tokens->revoked = true;
	pass(HOUR);
	ck_assert_uint_gt(count_of('F'), 3);
	done();
}
END_TEST

START_TEST(a_call_between_two_polls_does_not_wait_for_the_watcher_that_it_holds_up)
{
	uint64_t before;

	begin();
	log_in_by_watcher();
	add("kv/a");
	pass(MINUTE);
	vault->tokens->revoked = true;
	vault->latency = 3 * SECOND;
	/* the read, and what was asked about the token */
	while (vault->refusals < 2)
		pass(SECOND);
	before = vault->now;
	ck_assert_int_eq(hvac_read(client, "kv/a", NULL), HVAC_OK);
	ck_assert_uint_lt(vault->now - before, MINUTE);
	ck_assert_uint_eq(vault->logins, 2);
	done();
}
END_TEST

START_TEST(a_call_that_holds_up_the_watchers_login_makes_its_own_at_once)
{
	uint64_t before;

	begin();
	vault->token_life = (struct vault_life){ .ttl = 3600, .fixed = true };
	log_in_by_watcher();
	pass(MINUTE);
	vault->latency = SECOND;
	/* the next login is under way while the token before it lives, and dies only now */
	while (vault->logins < 2)
		pass(SECOND);
	vault->tokens->before->revoked = true;
	before = vault->now;
	ck_assert_int_eq(hvac_read(client, "kv/a", NULL), HVAC_OK);
	/* the read, the question, the login, and the read again */
	ck_assert_uint_eq(vault->now - before, 4 * SECOND);
	ck_assert_uint_eq(vault->logins, 3);
	done();
}
END_TEST

static void (*drive)(void *handle, int timeout_ms, hvac_adapter_done *answer, void *context);
static void (*meanwhile)(void);         /* done once, when an answer has come and its call has not gone on */

static void drive_and_more(void *handle, int timeout_ms, hvac_adapter_done *answer, void *context)
{
	void (*now)(void) = meanwhile;

	drive(handle, timeout_ms, answer, context);
	meanwhile = NULL;
	if (now)
		now();
}

static void begin_with_more(void)
{
	hvac_config *config = new_config(1);

	drive = vault->adapter.drive;
	vault->adapter.drive = drive_and_more;
	watch_with(config);
}

START_TEST(a_watcher_that_sees_a_logins_token_at_once_can_repeat_the_login)
{
	begin_with_more();
	vault->token_life = (struct vault_life){ .ttl = 3600, .fixed = true };
	pass(MINUTE);
	meanwhile = poll_once;
	ck_assert_int_eq(hvac_login(client, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", vault->secret_id)), NULL), HVAC_OK);
	assert_story("L");
	for (int i = 0; i < 24; i++) {
		pass(HOUR);
		ck_assert(is_logged_in());
	}
	done();
}
END_TEST

static void note_time(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	ck_assert_int_eq(hvac_response_status(response), HVAC_OK);
	hvac_response_free(response);
	*(uint64_t *)context = vault->now;
}

START_TEST(who_waits_for_the_time_of_a_login_goes_on_when_the_watcher_logs_in)
{
	uint64_t begun, answered = 0;
	hvac_queue *queue;
	hvac_task *task;

	begin();
	vault->token_life = (struct vault_life){ .ttl = 3 };
	log_in_by_watcher();
	pass(SECOND);
	begun = vault->now;
	vault->tokens->revoked = true;
	/* a refused call logs in no sooner than ten seconds after the last login */
	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	ck_assert_int_eq(hvac_task_new_path(client, "GET", "kv/a", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, note_time, &answered), HVAC_OK);
	while (!answered) {
		pass(10 * MILLISECOND);
		hvac_queue_run(queue, 0);
	}
	ck_assert_uint_eq(vault->logins, 2);
	ck_assert_uint_lt(answered - begun, 3 * SECOND);
	hvac_queue_free(queue);
	done();
}
END_TEST

START_TEST(a_wrapped_secret_id_is_unwrapped_once)
{
	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", "wrap-" MARK), hvac_string("unwrap", "secret_id")), NULL), HVAC_OK);
	pass(3 * DAY);
	ck_assert_uint_eq(vault->logins, 4);
	ck_assert_uint_eq(vault->failed_logins + vault->refusals, 0);
	ck_assert(is_logged_in());
	done();
}
END_TEST

START_TEST(in_the_end_leases_are_revoked_and_then_the_token_that_a_login_made)
{
	unsigned requests;
	hvac_task *task;

	begin();
	log_in_by_watcher();
	add("creds/a");
	add("kv/a");
	pass(HOUR);
	told = 0;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("vV");
	ck_assert(vault->leases->revoked && vault->tokens->revoked);
	ck_assert_ptr_null(hvac_client_token(client));
	/* it is over */
	requests = vault->requests;
	ck_assert_int_eq(hvac_watcher_due_in(watcher), -1);
	hvac_watcher_poll(watcher);
	ck_assert_int_eq(hvac_watcher_start(watcher), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_task_new_path(client, "GET", "kv/a", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_add(watcher, task, take, NULL), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	ck_assert_uint_eq(vault->requests, requests);
	done();
}
END_TEST

/* Of a token that never ends. */
static void begin_leases(unsigned count, const char *option, const char *value)
{
	hvac_config *config = new_config(1);

	hvac_config_set(config, option, value);
	watch_with(config);
	vault->token_life = (struct vault_life){ 0 };
	log_in_by_watcher();
	for (unsigned i = 0; i < count; i++)
		add((char []){ 'c', 'r', 'e', 'd', 's', '/', (char)('a' + i), '\0' });
	pass(MINUTE);
	ck_assert_uint_eq(delivered, count);
	told = 0;
}

START_TEST(leases_are_revoked_all_at_once_and_the_token_after_them)
{
	uint64_t began;

	begin_leases(8, "queue_max", "8");
	vault->latency = 10 * SECOND;
	began = vault->now;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("vvvvvvvvV");
	ck_assert_uint_le(vault->now - began, 21 * SECOND);
	done();
}
END_TEST

START_TEST(more_leases_than_a_queue_takes_are_revoked_too)
{
	begin_leases(3, "queue_max", "1");
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("vvvV");
	done();
}
END_TEST

START_TEST(all_is_revoked_within_one_deadline)
{
	uint64_t began;

	begin_leases(8, "queue_connections", "1");
	vault->latency = 50 * SECOND;
	began = vault->now;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_TIMEOUT);
	/* one that began in time is still answered here */
	ck_assert_uint_lt(vault->now - began, 160 * SECOND);
	assert_story("vvfffffvF");
	ck_assert_uint_eq(vault->revocations, 3);
	done();
}
END_TEST

START_TEST(what_has_ended_is_not_revoked)
{
	unsigned requests;

	begin();
	vault->token_life.fixed = true;
	log_in_by_watcher();
	add("creds/a");
	pass(MINUTE);
	/* the token, and the lease with it */
	vault->now += HOUR;
	vault->state = VAULT_SEALED;
	pass(SECOND);
	vault->state = VAULT_UP;
	assert_story("LrEeF");
	requests = vault->requests;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("");
	ck_assert_uint_eq(vault->requests, requests);
	ck_assert_ptr_null(hvac_client_token(client));
	done();
}
END_TEST

START_TEST(a_lease_that_has_ended_is_not_revoked)
{
	begin();
	vault->lease_life = (struct vault_life){ .ttl = 60, .fixed = true };
	log_in_by_watcher();
	add("creds/a");
	pass(SECOND);
	vault->now += MINUTE;
	told = 0;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("V");
	ck_assert_uint_eq(vault->refusals, 0);
	done();
}
END_TEST

START_TEST(a_lease_is_not_revoked_when_its_token_has_ended)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 60, .fixed = true };
	log_in_by_watcher();
	add("creds/a");
	pass(SECOND);
	assert_story("Lr");
	vault->now += MINUTE;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	assert_story("");
	ck_assert_uint_eq(vault->refusals, 0);
	ck_assert_uint_eq(vault->logins, 1);
	done();
}
END_TEST

START_TEST(a_token_that_was_given_is_never_revoked)
{
	begin_with_token((struct vault_life){ .ttl = 3600 });
	add("creds/a");
	pass(MINUTE);
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	ck_assert(vault->leases->revoked && !vault->tokens->revoked);
	assert_story("rv");
	ck_assert(is_logged_in());
	done();
}
END_TEST

START_TEST(nor_is_one_that_the_program_has_set_after_a_login)
{
	struct vault_thing *own;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	own = vault_token(vault);
	ck_assert_int_eq(hvac_client_set_token(client, own->id), HVAC_OK);
	/* it is renewed from there on */
	pass(HOUR);
	ck_assert_uint_ge(own->renewals, 1);
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	ck_assert(!own->revoked);
	ck_assert_uint_eq(count_of('L'), 2);
	ck_assert_uint_eq(count_of('V'), 0);
	done();
}
END_TEST

START_TEST(what_was_cancelled_is_not_watched)
{
	hvac_task *task;

	begin();
	ck_assert_int_eq(hvac_task_new_path(client, "GET", "kv/a", NULL, NULL, &task), HVAC_OK);
	hvac_task_cancel(task);
	ck_assert_int_eq(hvac_watcher_add(watcher, task, take, NULL), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	done();
}
END_TEST

START_TEST(a_login_is_told_before_it_begins)
{
	hvac_response *response;

	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "log_in", NULL, &response), HVAC_NO_SUCH_OPERATION);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "login"));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_watcher_due_in(watcher), 0);
	hvac_watcher_poll(watcher);
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", "x")), &response), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_ptr_nonnull(response);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "it comes too late"));
	hvac_response_free(response);
	done();
}
END_TEST

static atomic_bool held_up;

/* Holds the watcher's thread up, until it is told to end. */
static void hold_up(hvac_watcher *from, const hvac_event *event, void *context)
{
	bool stop = false;

	tell(from, event, context);
	atomic_store(&held_up, event->kind == HVAC_EVENT_EXPIRED);
	while (event->kind == HVAC_EVENT_EXPIRED && !stop) {
		pthread_mutex_lock(&watcher->mutex);
		stop = watcher->stop;
		pthread_mutex_unlock(&watcher->mutex);
		sched_yield();
	}
}

START_TEST(what_a_thread_begins_while_it_is_ended_is_cancelled)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 3600 };
	hvac_watcher_on_event(watcher, hold_up, NULL);
	log_in_by_watcher();
	pass(MINUTE);
	vault->now += HOUR;
	vault->latency = HOUR;
	ck_assert_int_eq(hvac_watcher_start(watcher), HVAC_OK);
	while (!atomic_load(&held_up))
		sched_yield();
	hvac_watcher_free(watcher);
	watcher = NULL;
	/* neither an answer nor a failure was waited for */
	assert_story("LE");
	done();
}
END_TEST

START_TEST(a_forked_child_leaves_its_parents_watcher_alone)
{
	unsigned requests;
	int status;
	pid_t child;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	requests = vault->requests;
	child = fork();
	if (child == 0) {
		hvac_task *task;
		bool right;

		vault->now += HOUR;
		hvac_watcher_poll(watcher);
		right = hvac_watcher_due_in(watcher) == -1 && hvac_watcher_start(watcher) != HVAC_OK && hvac_watcher_revoke(watcher) != HVAC_OK &&
		        hvac_watcher_login(watcher, ENGINE, "login", NULL, NULL) == HVAC_PARAM_VALIDATION_ERROR &&
		        hvac_task_new_path(client, "GET", "kv/a", NULL, NULL, &task) == HVAC_OK &&
		        hvac_watcher_add(watcher, task, NULL, NULL) == HVAC_PARAM_VALIDATION_ERROR;
		hvac_watcher_free(watcher);
		/* what is leaked on purpose is no leak checker's business */
		execl("/bin/sh", "sh", "-c", right && vault->requests == requests ? "exit 0" : "exit 1", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	pass(HOUR);
	ck_assert(is_logged_in());
	done();
}
END_TEST

START_TEST(a_renewal_that_fails_for_a_while_is_tried_again_and_no_login)
{
	struct vault_thing *token;

	begin();
	log_in_by_watcher();
	pass(30 * MINUTE);
	token = vault->tokens;
	vault->state = VAULT_BROKEN;
	pass(20 * MINUTE);
	ck_assert_uint_ge(count_of('F'), 2);
	vault->state = VAULT_UP;
	pass(3 * HOUR);
	ck_assert(vault_lives(vault, token));
	ck_assert_uint_eq(vault->logins, 1);
	done();
}
END_TEST

START_TEST(a_given_token_is_renewed_after_an_internal_error_too)
{
	struct vault_thing *token = begin_with_token((struct vault_life){ .ttl = 3600 });

	pass(30 * MINUTE);
	vault->state = VAULT_BROKEN;
	pass(20 * MINUTE);
	vault->state = VAULT_UP;
	pass(3 * HOUR);
	ck_assert(vault_lives(vault, token));
	done();
}
END_TEST

/* Each differs from the one before. */
static const char *const pages[] = {
	"-----BEGIN X509 CRL-----\n1\n", "-----BEGIN X509 CRL-----\n2\n", "-----BEGIN X509 CRL-----\n2", "{\"keys\":[{\"kid\":\"1\"}]}",
	"{\"keys\":[{\"kid\":\"2\"}]}", "{\"request_id\":\"1\",\"data\":null,\"wrap_info\":{\"token\":\"1\",\"ttl\":60}}",
	"{\"request_id\":\"2\",\"data\":null,\"wrap_info\":{\"token\":\"2\",\"ttl\":60}}",
	"{\"request_id\":\"3\",\"data\":null,\"auth\":{\"accessor\":\"1\"}}", "{\"request_id\":\"4\",\"data\":null,\"auth\":{\"accessor\":\"2\"}}",
	"{\"request_id\":\"5\",\"data\":{\"user\":\"u\"}}", "{\"request_id\":\"6\",\"data\":null}",
};

START_TEST(what_is_read_again_is_told_once_for_each_change_of_whatever_it_holds)
{
	begin();
	log_in_by_watcher();
	vault->page = pages[0];
	add("page/a");
	for (unsigned i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		unsigned reads = vault->reads;

		vault->page = pages[i];
		pass(12 * MINUTE);
		ck_assert_uint_ge(vault->reads, reads + 2);
		ck_assert_uint_eq(delivered, i + 1);
	}
	/* that it is another answer to another request is no news */
	vault->page = "{\"request_id\":\"7\",\"data\":null}";
	pass(12 * MINUTE);
	ck_assert_uint_eq(delivered, sizeof pages / sizeof pages[0]);
	done();
}
END_TEST

START_TEST(a_password_that_is_replaced_at_times_is_read_when_it_was)
{
	begin();
	log_in_by_watcher();
	add("static/role");
	vault->now = vault->now / HOUR * HOUR + 10 * MINUTE;
	pass(2 * HOUR);
	ck_assert_uint_eq(delivered, 3);
	/* every five minutes, and within seconds of its end */
	ck_assert_uint_le(vault->reads, 2 * 12 + 3);
	vault->now = vault->now / HOUR * HOUR + HOUR;
	pass(2 * SECOND);
	ck_assert_uint_eq(delivered, 4);
	done();
}
END_TEST

START_TEST(a_secret_may_have_a_member_that_is_called_ttl)
{
	begin();
	log_in_by_watcher();
	vault->kv = "{\"ttl\":0}";
	add("kv/a");
	pass(HOUR);
	ck_assert_uint_le(vault->reads, 13);
	ck_assert_uint_eq(delivered, 1);
	vault->kv = "{\"ttl\":30}";
	pass(6 * MINUTE);
	ck_assert_uint_eq(delivered, 2);
	done();
}
END_TEST

START_TEST(a_password_that_the_server_replaces_is_read_again_when_it_does)
{
	begin();
	log_in_by_watcher();
	vault->kv = "{\"password\":\"a\",\"last_vault_rotation\":\"2026-01-01T00:00:00Z\",\"ttl\":30}";
	add("kv/a");
	pass(29 * SECOND);
	ck_assert_uint_eq(vault->reads, 1);
	vault->kv = "{\"password\":\"b\",\"last_vault_rotation\":\"2026-01-01T00:00:30Z\",\"ttl\":3600}";
	pass(3 * SECOND);
	ck_assert_uint_eq(delivered, 2);
	/* what is left of the hour is another each time, and no news */
	vault->kv = "{\"password\":\"b\",\"last_vault_rotation\":\"2026-01-01T00:00:30Z\",\"ttl\":3000}";
	pass(6 * MINUTE);
	ck_assert_uint_ge(vault->reads, 3);
	ck_assert_uint_eq(delivered, 2);
	done();
}
END_TEST

static void add_certificate(const char *method, const char *interval, int64_t seconds)
{
	hvac_config *config = new_config(1);
	hvac_task *task;

	hvac_config_set(config, "watch_interval", interval);
	watch_with(config);
	log_in_by_watcher();
	vault->expiration = vault->clock.real(vault) + seconds;
	ck_assert_int_eq(hvac_task_new_path(client, method, "issue/web", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_add(watcher, task, take, NULL), HVAC_OK);
	pass(SECOND);
	ck_assert_uint_eq(delivered, 1);
}

START_TEST(a_certificate_without_a_lease_is_made_anew_before_its_end)
{
	add_certificate("POST", "5m", 6);
	vault->expiration += 24;
	pass(2 * SECOND);
	ck_assert_uint_eq(vault->reads, 1);
	pass(2 * SECOND);
	ck_assert_uint_eq(vault->reads, 2);
	ck_assert_uint_eq(delivered, 2);
	pass(14 * SECOND);
	ck_assert_uint_eq(vault->reads, 2);
	done();
}
END_TEST

START_TEST(a_certificate_that_lives_is_not_made_anew_at_each_interval)
{
	add_certificate("POST", "1s", 3600);
	pass(39 * MINUTE);
	ck_assert_uint_eq(vault->reads, 1);
	vault->expiration += 3600;
	pass(6 * MINUTE);
	ck_assert_uint_eq(vault->reads, 2);
	done();
}
END_TEST

START_TEST(a_certificate_that_cannot_be_made_anew_ends_which_is_told)
{
	add_certificate("POST", "5m", 60);
	vault->state = VAULT_SEALED;
	pass(MINUTE);
	ck_assert_uint_ge(count_of('f'), 2);
	ck_assert_uint_eq(count_of('e'), 1);
	vault->state = VAULT_UP;
	pass(5 * MINUTE);
	ck_assert_uint_eq(delivered, 2);
	done();
}
END_TEST

START_TEST(a_certificate_that_is_read_may_be_replaced_before_its_end)
{
	add_certificate("GET", "1m", 3600);
	pass(5 * MINUTE);
	ck_assert_uint_ge(vault->reads, 5);
	done();
}
END_TEST

START_TEST(a_certificate_that_has_ended_already_makes_no_loop)
{
	static const int64_t expirations[] = { 0, 1, -1, INT64_MIN };

	add_certificate("POST", "5m", 0);
	for (unsigned i = 0; i < sizeof expirations / sizeof expirations[0]; i++) {
		unsigned reads = vault->reads;

		vault->expiration = expirations[i];
		pass(HOUR);
		ck_assert_uint_ge(vault->reads, reads + 11);
		ck_assert_uint_le(vault->reads, reads + 12);
	}
	ck_assert_uint_eq(count_of('e'), 0);
	done();
}
END_TEST

START_TEST(a_certificate_beyond_all_reason_is_cut)
{
	add_certificate("POST", "5m", INT64_MAX - 1800001000);
	pass(DAY);
	ck_assert_uint_eq(vault->reads, 1);
	ck_assert_uint_eq(count_of('e'), 0);
	done();
}
END_TEST

START_TEST(a_token_with_less_than_a_second_left_is_not_one_that_lives_for_ever)
{
	begin_with_token((struct vault_life){ .ttl = 3600, .fixed = true });
	vault->now += HOUR - SECOND / 2;
	pass(HOUR);
	assert_story("E");
	done();
}
END_TEST

START_TEST(a_lease_beyond_all_reason_is_cut)
{
	begin();
	log_in_by_watcher();
	vault->claims = INT64_MAX;
	add("creds/a");
	pass(HOUR);
	ck_assert_uint_eq(vault->reads, 1);
	ck_assert_uint_eq(count_of('e'), 0);
	vault->claims = INT64_MIN;
	add("creds/b");
	pass(MINUTE);
	ck_assert_uint_eq(vault->reads, 2);
	done();
}
END_TEST

static void write_token(const char *path, const char *token)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fprintf(file, "%s\n", token);
	fclose(file);
}

START_TEST(a_token_that_has_ended_is_replaced_by_the_one_in_its_file)
{
	char path[] = "watcher-token-XXXXXX";
	int made = mkstemp(path);
	hvac_config *config = new_config(1);

	ck_assert_int_ge(made, 0);
	close(made);
	vault->token_life = (struct vault_life){ .ttl = 3600, .fixed = true };
	write_token(path, vault_token(vault)->id);
	hvac_config_set(config, "token_file", path);
	watch_with(config);
	add("creds/a");
	pass(50 * MINUTE);
	/* another is there in time */
	write_token(path, vault_token(vault)->id);
	pass(12 * MINUTE);
	ck_assert(is_logged_in());
	ck_assert_uint_eq(count_of('L'), 1);
	assert_leases_live(1);
	/* another comes late */
	pass(HOUR);
	ck_assert_uint_eq(count_of('E'), 2);
	write_token(path, vault_token(vault)->id);
	pass(5 * MINUTE);
	ck_assert(is_logged_in());
	assert_leases_live(1);
	ck_assert_uint_eq(count_of('F'), 0);
	ck_assert_int_eq(unlink(path), 0);
	done();
}
END_TEST

START_TEST(credentials_are_read_again_at_each_login)
{
	char path[] = "watcher-secret-id-XXXXXX";
	int made = mkstemp(path);

	begin();
	ck_assert_int_ge(made, 0);
	close(made);
	write_token(path, vault->secret_id);
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_file("secret_id", path)), NULL), HVAC_OK);
	pass(HOUR);
	vault->secret_id = "second-" MARK;
	write_token(path, vault->secret_id);
	pass(2 * DAY);
	ck_assert_uint_eq(vault->logins, 3);
	ck_assert_uint_eq(vault->failed_logins, 0);
	ck_assert_int_eq(unlink(path), 0);
	/* for an hour there is no file */
	pass_until(vault->tokens->last - 3 * HOUR, NULL);
	told = 0;
	pass(2 * HOUR + 50 * MINUTE);
	ck_assert_uint_ge(count_of('F'), 4);
	ck_assert(is_logged_in());
	write_token(path, vault->secret_id);
	pass(10 * MINUTE);
	ck_assert(is_logged_in());
	ck_assert_uint_eq(count_of('E'), 0);
	ck_assert_int_eq(unlink(path), 0);
	done();
}
END_TEST

static int64_t give_secret_id(void *context, char *buffer, size_t size)
{
	size_t length = strlen(vault->secret_id);

	if (length > size)
		return (int64_t)length;
	++*(unsigned *)context;
	memcpy(buffer, vault->secret_id, length);
	return (int64_t)length;
}

START_TEST(a_source_is_asked_again_at_each_login)
{
	unsigned asked = 0;

	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_source("secret_id", give_secret_id, &asked)), NULL), HVAC_OK);
	pass(3 * DAY);
	ck_assert_uint_eq(vault->logins, 4);
	ck_assert_uint_eq(asked, 4);
	done();
}
END_TEST

START_TEST(wrong_credentials_make_no_loop_in_a_day)
{
	begin();
	log_in_by_watcher();
	add("creds/a");
	pass(HOUR);
	vault->secret_id = "another";
	vault->tokens->revoked = true;
	polls = 0;
	pass(DAY);
	/* one every five minutes, at the least every two and a half */
	ck_assert_uint_ge(vault->failed_logins, 280);
	ck_assert_uint_le(vault->failed_logins, 600);
	ck_assert_uint_le(polls, vault->failed_logins * 10);
	/* nobody asks for secrets once the token is known to be dead */
	ck_assert_uint_le(vault->refusals, 60);
	vault->secret_id = "first-" MARK;
	pass(5 * MINUTE + 30 * SECOND);
	ck_assert(is_logged_in());
	assert_leases_live(1);
	ck_assert_uint_eq(vault->needless_logins + vault->needless_leases, 0);
	done();
}
END_TEST

static const struct trouble {
	const char *promise;
	enum vault_state state;
	unsigned ttl, lease_ttl;        /* seconds */
	unsigned logins;
} troubles[] = {
	{ "short lives end, and begin again after a seal", VAULT_SEALED, 120, 60, 2 },
	{ "after an absence", VAULT_AWAY, 120, 60, 2 },
	{ "after internal errors", VAULT_BROKEN, 120, 60, 2 },
	{ "long ones live on after a seal", VAULT_SEALED, 900, 3600, 1 },
	{ "after an absence", VAULT_AWAY, 900, 3600, 1 },
	{ "after internal errors", VAULT_BROKEN, 900, 3600, 1 },
};

START_TEST(a_server_in_trouble_for_ten_minutes)
{
	const struct trouble *trouble = &troubles[_i];
	unsigned requests;

	begin();
	vault->token_life = (struct vault_life){ .ttl = trouble->ttl };
	vault->lease_life = (struct vault_life){ .ttl = trouble->lease_ttl };
	log_in_by_watcher();
	add("creds/a");
	add("kv/a");
	pass(MINUTE);
	vault->state = trouble->state;
	requests = vault->requests;
	polls = 0;
	pass(10 * MINUTE);
	requests = vault->requests - requests;
	/* three things, each with three tries at a time */
	ck_assert_uint_ge(requests, 3);
	ck_assert_uint_le(requests, 3 * 3 * 20);
	ck_assert_uint_le(polls, 4 * requests + 10);
	vault->state = VAULT_UP;
	pass(5 * MINUTE + 30 * SECOND);
	ck_assert_msg(is_logged_in() && vault->logins == trouble->logins, "%s: %u logins", trouble->promise, vault->logins);
	assert_leases_live(1);
	ck_assert_uint_eq(vault->needless_logins + vault->needless_leases, 0);
	done();
}
END_TEST

START_TEST(a_server_away_when_it_begins_is_waited_for)
{
	begin();
	vault->state = VAULT_AWAY;
	log_in_by_watcher();
	add("creds/a");
	pass(10 * MINUTE);
	ck_assert_uint_eq(vault->reads, 0);
	vault->state = VAULT_UP;
	pass(5 * MINUTE + 30 * SECOND);
	ck_assert_uint_eq(vault->logins, 1);
	assert_leases_live(1);
	ck_assert_uint_eq(delivered, 1);
	done();
}
END_TEST

START_TEST(the_clock_jumps_by_an_hour)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 5400 };
	log_in_by_watcher();
	add("creds/a");
	for (int i = 0; i < 20; i++) {
		pass(MINUTE + vault_random(vault) % HOUR);
		vault->now += HOUR;
		pass(MINUTE);
		ck_assert(is_logged_in());
		assert_leases_live(1);
	}
	ck_assert_uint_eq(vault->needless_logins + vault->needless_leases, 0);
	ck_assert_uint_eq(count_of('F') + count_of('f'), 0);
	done();
}
END_TEST

/* Meanwhile what a program sleeps by may stand still, in its loop as in a thread. */
START_TEST(no_sleep_is_longer_than_a_minute)
{
	begin();
	log_in_by_watcher();
	for (unsigned minutes = 0; minutes < 60; minutes++) {
		int ms = hvac_watcher_due_in(watcher);

		ck_assert(ms >= 0 && ms <= SLEEP_MAX_MS);
		vault->now += (uint64_t)ms * MILLISECOND;
		hvac_watcher_poll(watcher);
	}
	ck_assert_uint_eq(vault->renewals, 1);
	done();
}
END_TEST

START_TEST(a_token_that_never_ends_is_asked_about_once)
{
	begin_with_token((struct vault_life){ .ttl = 0 });
	ck_assert_uint_eq(vault->requests, 1);
	pass(30 * DAY);
	ck_assert_uint_eq(vault->requests, 2);
	assert_story("");
	ck_assert_int_eq(hvac_watcher_due_in(watcher), -1);
	done();
}
END_TEST

START_TEST(a_login_that_never_ends_is_made_once)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 0 };
	log_in_by_watcher();
	pass(30 * DAY);
	ck_assert_uint_eq(vault->requests, 1);
	assert_story("L");
	ck_assert_int_eq(last_next_ms, -1);
	done();
}
END_TEST

START_TEST(a_periodic_token_is_renewed_for_ever)
{
	struct vault_thing *token = begin_with_token((struct vault_life){ .ttl = 3600 });
	char *text;

	pass(30 * DAY);
	ck_assert(vault_lives(vault, token));
	ck_assert_uint_ge(token->renewals, 30 * 24 * 13 / 10);
	ck_assert_uint_le(token->renewals, 30 * 24 * 3 / 2 + 1);
	/* what the watcher has found out is for others, too */
	text = hvac_client_export_token(client);
	ck_assert_ptr_nonnull(strstr(text, "expires_at"));
	hvac_text_free(text);
	done();
}
END_TEST

START_TEST(a_batch_token_is_replaced_in_time_by_a_login)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 3600, .fixed = true };
	vault->lease_life = (struct vault_life){ .ttl = 7200 };
	log_in_by_watcher();
	add("creds/a");
	for (int i = 0; i < 100; i++) {
		pass(10 * MINUTE);
		ck_assert(is_logged_in());
		assert_leases_live(1);
	}
	ck_assert_uint_eq(vault->renewals, 0);
	ck_assert_uint_ge(vault->logins, 100 / 6);
	ck_assert_uint_le(vault->logins, 100 / 4 + 1);
	/* with each its lease */
	ck_assert_uint_eq(vault->reads, vault->logins);
	done();
}
END_TEST

START_TEST(a_given_batch_token_ends_and_that_is_said_once)
{
	begin_with_token((struct vault_life){ .ttl = 3600, .fixed = true });
	pass(DAY);
	assert_story("E");
	ck_assert_int_eq(last_next_ms, -1);
	ck_assert_uint_eq(vault->lookups, 1);
	done();
}
END_TEST

START_TEST(a_token_that_may_not_look_itself_up_is_let_be)
{
	begin_with_token((struct vault_life){ .ttl = 3600 });
	vault->may_look_up = false;
	pass(DAY);
	assert_story("F");
	ck_assert_uint_eq(vault->lookups, 1);
	done();
}
END_TEST

START_TEST(lives_of_a_second_are_kept_up)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 1, .max = 10 };
	vault->lease_life = (struct vault_life){ .ttl = 1, .max = 3 };
	log_in_by_watcher();
	add("creds/a");
	pass(SECOND);
	for (int i = 0; i < 600; i++) {
		pass(100 * MILLISECOND);
		ck_assert(is_logged_in());
		assert_leases_live(1);
	}
	/* three things are done at most in each of their lives */
	ck_assert_uint_le(vault->requests, 3 * 2 * 61);
	ck_assert_uint_eq(vault->needless_logins + vault->needless_leases, 0);
	done();
}
END_TEST

START_TEST(a_renewal_may_give_less_than_the_login)
{
	struct vault_thing *token;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	/* the role was changed */
	token = vault->tokens;
	token->life.ttl = vault->token_life.ttl = 600;
	for (int i = 0; i < 100; i++) {
		pass(10 * MINUTE);
		ck_assert(is_logged_in());
	}
	ck_assert_uint_eq(vault->logins, 2);
	done();
}
END_TEST

START_TEST(a_secret_that_comes_later_is_read_when_it_is_there)
{
	begin();
	log_in_by_watcher();
	vault->kv = NULL;
	add("kv/a");
	pass(DAY);
	ck_assert_uint_le(vault->reads, 24 * 60 / 2);
	ck_assert_uint_eq(count_of('f'), vault->reads);
	vault->kv = "{\"k\":1}";
	pass(5 * MINUTE + SECOND);
	ck_assert_uint_eq(delivered, 1);
	done();
}
END_TEST

START_TEST(a_lease_that_was_revoked_is_made_anew_when_its_renewal_is_refused)
{
	begin();
	log_in_by_watcher();
	add("creds/a");
	pass(MINUTE);
	vault->leases->revoked = true;
	pass(30 * MINUTE);
	assert_leases_live(1);
	ck_assert_uint_eq(vault->reads, 2);
	assert_story("Lrfr");
	done();
}
END_TEST

START_TEST(a_watcher_may_outlive_its_client)
{
	begin();
	log_in_by_watcher();
	add("creds/a");
	pass(MINUTE);
	vault->tokens->revoked = true;
	hvac_watcher_poll(watcher);
	hvac_client_free(client);
	client = NULL;
	pass(2 * HOUR);
	ck_assert_uint_eq(vault->logins, 2);
	assert_leases_live(1);
	done();
}
END_TEST

START_TEST(what_is_said_of_a_token_that_was_replaced_meanwhile_is_not_heard)
{
	struct vault_thing *own;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	/* its renewal is refused, and the answer is on its way */
	vault->tokens->revoked = true;
	vault->latency = 10 * SECOND;
	while (!vault->refusals)
		pass(SECOND);
	own = vault_token(vault);
	ck_assert_int_eq(hvac_client_set_token(client, own->id), HVAC_OK);
	pass(5 * HOUR);
	ck_assert_uint_eq(vault->logins, 1);
	ck_assert(vault_lives(vault, own));
	assert_story("LLNNNNNN");
	done();
}
END_TEST

static void set_own(void)
{
	ck_assert_int_eq(hvac_client_set_token(client, vault_token(vault)->id), HVAC_OK);
}

/* The answer to the second login is on its way. */
static void begin_and_log_in_anew(void)
{
	begin();
	vault->token_life = (struct vault_life){ .ttl = 3600, .fixed = true };
	log_in_by_watcher();
	pass(MINUTE);
	vault->latency = 10 * SECOND;
	while (vault->logins < 2)
		pass(SECOND);
}

START_TEST(a_token_that_is_set_while_the_watcher_logs_in_stays)
{
	begin_and_log_in_anew();
	set_own();
	pass(30 * MINUTE);
	ck_assert_uint_eq(vault->logins, 2);
	ck_assert_str_eq(watcher->known->text, vault->tokens->id);
	ck_assert(is_logged_in());
	assert_story("LL");
	/* and is replaced in its time */
	pass(30 * MINUTE);
	ck_assert_uint_eq(vault->logins, 3);
	ck_assert(is_logged_in());
	assert_story("L");
	done();
}
END_TEST

START_TEST(a_token_that_is_set_while_the_watcher_logs_in_for_the_first_time_stays_too)
{
	begin_with_token((struct vault_life){ .ttl = 3600 });
	log_in_by_watcher();
	vault->latency = 10 * SECOND;
	pass(SECOND);
	ck_assert_uint_eq(vault->logins, 1);
	set_own();
	pass(HOUR);
	ck_assert_uint_eq(vault->logins, 1);
	ck_assert_str_eq(watcher->known->text, vault->tokens->id);
	assert_story("LN");
	done();
}
END_TEST

static void set_own_and_unseal(void)
{
	set_own();
	vault->state = VAULT_UP;
}

START_TEST(one_that_is_set_while_the_token_is_revoked_is_neither_revoked_nor_forgotten)
{
	struct vault_thing *made;

	begin_with_more();
	log_in_by_watcher();
	pass(MINUTE);
	made = vault->tokens;
	/* the first try fails, and is repeated */
	vault->state = VAULT_SEALED;
	meanwhile = set_own_and_unseal;
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	ck_assert(made->revoked && !vault->tokens->revoked);
	ck_assert(is_logged_in());
	done();
}
END_TEST

START_TEST(a_token_that_is_taken_away_does_not_come_back_by_the_watcher)
{
	unsigned requests;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	ck_assert_int_eq(hvac_client_set_token(client, NULL), HVAC_OK);
	pass(SECOND);
	requests = vault->requests;
	pass(DAY);
	ck_assert_uint_eq(vault->requests, requests);
	assert_story("L");
	/* another is kept alive again, and replaced */
	set_own();
	pass(3 * DAY);
	ck_assert(is_logged_in());
	ck_assert_uint_eq(vault->logins, 4);
	done();
}
END_TEST

START_TEST(nor_does_one_that_is_taken_away_while_the_watcher_logs_in)
{
	begin_and_log_in_anew();
	ck_assert_int_eq(hvac_client_set_token(client, NULL), HVAC_OK);
	pass(DAY);
	ck_assert_ptr_null(hvac_client_token(client));
	ck_assert_uint_eq(vault->logins, 2);
	assert_story("L");
	done();
}
END_TEST

START_TEST(a_login_whose_token_is_not_used_is_made_once)
{
	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", vault->secret_id), hvac_boolean("use_token", false)), NULL), HVAC_OK);
	pass(DAY);
	ck_assert_uint_eq(vault->logins, 1);
	done();
}
END_TEST

START_TEST(a_token_that_is_seen_before_its_login_has_gone_on_is_told_once)
{
	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login_by_library", HVAC_ARGS(hvac_string("secret_id", vault->secret_id)), NULL), HVAC_OK);
	while (!atomic_load(&finishing))
		pass(MILLISECOND);
	atomic_store(&may_finish, true);
	while (!is_logged_in())
		sched_yield();
	watch_token(watcher);
	assert_story("L");
	while (hvac_queue_pending(watcher->queue))
		hvac_watcher_poll(watcher);
	assert_story("");
	done();
}
END_TEST

START_TEST(a_lease_of_a_token_that_was_replaced_meanwhile_is_made_anew)
{
	struct vault_thing *own;

	begin();
	log_in_by_watcher();
	pass(MINUTE);
	/* it was made, and the answer is on its way */
	vault->latency = 10 * SECOND;
	add("creds/a");
	while (!vault->reads)
		pass(SECOND);
	own = vault_token(vault);
	ck_assert_int_eq(hvac_client_set_token(client, own->id), HVAC_OK);
	pass(MINUTE);
	ck_assert_uint_eq(vault->reads, 2);
	ck_assert_ptr_eq(vault->leases->maker, own);
	ck_assert_uint_eq(delivered, 2);
	done();
}
END_TEST

/* A year, or with HVAC_TEST_SHORT two months: what is watched, what was seen of it last, and since when the server is up. */
static struct year {
	unsigned days;
	const hvac_response *secrets[2];
	uint64_t turns_at, up_since;
	unsigned outages;
	uint64_t troubled;              /* time */
} year;

#define KV_INTERVAL HOUR

/* The server goes and comes as chance has it: about each second day, for seconds or for a day. */
static void turn(void)
{
	static const uint64_t lengths[] = { 10 * SECOND, 2 * MINUTE, 10 * MINUTE, 3 * HOUR, DAY };
	uint64_t length;

	while (year.turns_at <= vault->now) {
		if (vault->state != VAULT_UP) {
			vault->state = VAULT_UP;
			year.up_since = year.turns_at;
			year.turns_at += vault_random(vault) % (4 * DAY);
			continue;
		}
		vault->state = troubles[vault_random(vault) % 3].state;
		length = 1 + vault_random(vault) % lengths[vault_random(vault) % 5];
		year.turns_at += length;
		year.troubled += length;
		year.outages++;
	}
}

/* Dead only for as long as the server is away, and as it takes to find that it is back; not dead at all if it was back in time. */
static void assert_lives(const struct vault_thing *thing, const char *what)
{
	uint64_t ended;

	if (!thing || vault->state != VAULT_UP || vault_lives(vault, thing))
		return;
	ended = vault_end_of(thing);
	ck_assert_msg(year.up_since + 20 * SECOND > ended, "%s ended although the server was up, after %" PRIu64 " s", what, vault->now / SECOND);
	ck_assert_msg(vault->now - year.up_since < 5 * MINUTE + 30 * SECOND, "%s is not got anew, after %" PRIu64 " s", what, vault->now / SECOND);
}

static void look_at_all(void)
{
	turn();
	assert_lives(watcher->known ? vault_find(vault->tokens, watcher->known->text) : NULL, "the token");
	for (size_t i = 0; i < 2; i++)
		assert_lives(vault_find(vault->leases, hvac_response_lease_id(year.secrets[i])), "a lease");
}

START_TEST(a_year_of_renewals_with_outages)
{
	const char *text = getenv("HVAC_TEST_SEED");
	uint64_t seed = text ? strtoull(text, NULL, 10) : 20260101;
	hvac_config *config = new_config(seed);
	unsigned renewals;

	year.days = getenv("HVAC_TEST_SHORT") ? 60 : 365;
	printf("# HVAC_TEST_SEED=%" PRIu64 "\n", seed);
	hvac_config_set(config, "watch_interval", "1h");
	watch_with(config);
	log_in_by_watcher();
	add_of(client, "creds/a", &year.secrets[0]);
	add_of(client, "creds/b", &year.secrets[1]);
	add("kv/a");
	year.turns_at = vault->now + DAY;
	pass_until(vault->now + year.days * DAY, look_at_all);
	/* each thing that was done, and no more: what the server gave and refused, and what was told */
	ck_assert_uint_eq(vault->needless_logins, 0);
	ck_assert_uint_eq(vault->needless_leases, 0);
	ck_assert_uint_eq(vault->failed_logins, 0);
	ck_assert_uint_ge(vault->logins, year.days);
	ck_assert_uint_le(vault->logins, year.days * 24 / 23 + year.outages + 25);
	ck_assert_uint_eq(count_of('L'), vault->logins);
	ck_assert_uint_eq(count_of('r'), vault->reads);
	ck_assert_uint_eq(count_of('N') + count_of('n'), vault->renewals - vault->refusals);
	renewals = year.days * 24 * 10 * (1 + 2 * 2) / 6;
	ck_assert_uint_le(vault->renewals, renewals);
	/* an hour of trouble is three things with three tries every two and a half minutes */
	ck_assert_uint_le(vault->requests, renewals + vault->reads + vault->logins + 9 * (year.troubled / (150 * SECOND) + 20 * year.outages));
	/* nobody polls for nothing */
	ck_assert_uint_le(polls, 4 * vault->requests);
	ck_assert_uint_le(idle_polls, vault->requests / 100);
	done();
}
END_TEST

TABLE_SUITE("watcher", a_server_in_trouble_for_ten_minutes, sizeof troubles / sizeof troubles[0], a_year_of_renewals_with_outages,
      a_token_that_is_set_while_the_watcher_logs_in_stays, a_token_that_is_set_while_the_watcher_logs_in_for_the_first_time_stays_too,
      one_that_is_set_while_the_token_is_revoked_is_neither_revoked_nor_forgotten,
      a_token_that_is_taken_away_does_not_come_back_by_the_watcher, nor_does_one_that_is_taken_away_while_the_watcher_logs_in,
      a_login_whose_token_is_not_used_is_made_once, a_token_that_is_seen_before_its_login_has_gone_on_is_told_once,
      a_lease_of_a_token_that_was_replaced_meanwhile_is_made_anew, what_is_said_of_a_token_that_was_replaced_meanwhile_is_not_heard,
      credentials_are_read_again_at_each_login, a_source_is_asked_again_at_each_login, wrong_credentials_make_no_loop_in_a_day,
      a_server_away_when_it_begins_is_waited_for, the_clock_jumps_by_an_hour, a_token_that_never_ends_is_asked_about_once,
      no_sleep_is_longer_than_a_minute,
      a_login_that_never_ends_is_made_once, a_periodic_token_is_renewed_for_ever, a_batch_token_is_replaced_in_time_by_a_login,
      a_given_batch_token_ends_and_that_is_said_once, a_token_that_may_not_look_itself_up_is_let_be, lives_of_a_second_are_kept_up,
      a_renewal_may_give_less_than_the_login, a_secret_that_comes_later_is_read_when_it_is_there,
      a_lease_that_was_revoked_is_made_anew_when_its_renewal_is_refused, a_watcher_may_outlive_its_client,
      a_renewal_that_fails_for_a_while_is_tried_again_and_no_login, a_given_token_is_renewed_after_an_internal_error_too,
      what_is_read_again_is_told_once_for_each_change_of_whatever_it_holds, a_password_that_is_replaced_at_times_is_read_when_it_was, a_secret_may_have_a_member_that_is_called_ttl,
      a_password_that_the_server_replaces_is_read_again_when_it_does, a_token_with_less_than_a_second_left_is_not_one_that_lives_for_ever,
      a_certificate_without_a_lease_is_made_anew_before_its_end, a_certificate_that_lives_is_not_made_anew_at_each_interval,
      a_certificate_that_cannot_be_made_anew_ends_which_is_told, a_certificate_that_is_read_may_be_replaced_before_its_end,
      a_certificate_that_has_ended_already_makes_no_loop, a_certificate_beyond_all_reason_is_cut,
      a_lease_beyond_all_reason_is_cut, a_token_that_has_ended_is_replaced_by_the_one_in_its_file,
      in_the_end_leases_are_revoked_and_then_the_token_that_a_login_made, leases_are_revoked_all_at_once_and_the_token_after_them,
      more_leases_than_a_queue_takes_are_revoked_too, all_is_revoked_within_one_deadline,
      what_has_ended_is_not_revoked, a_lease_that_has_ended_is_not_revoked, a_lease_is_not_revoked_when_its_token_has_ended,
      a_token_that_was_given_is_never_revoked,
      nor_is_one_that_the_program_has_set_after_a_login, what_was_cancelled_is_not_watched, a_login_is_told_before_it_begins,
      what_a_thread_begins_while_it_is_ended_is_cancelled, a_forked_child_leaves_its_parents_watcher_alone,
      a_call_in_an_event_does_not_wait_for_the_watcher_that_it_holds_up,
      a_call_between_two_polls_does_not_wait_for_the_watcher_that_it_holds_up,
      a_call_that_holds_up_the_watchers_login_makes_its_own_at_once,
      a_watcher_that_sees_a_logins_token_at_once_can_repeat_the_login,
      who_waits_for_the_time_of_a_login_goes_on_when_the_watcher_logs_in, a_wrapped_secret_id_is_unwrapped_once,
      leases_are_made_anew_once_after_a_new_login, a_secret_of_a_client_with_a_token_of_its_own_is_none_of_the_watchers_tokens,
      a_token_that_was_given_is_renewed_to_its_last_end_which_is_told, a_token_is_renewed_in_time_and_got_anew_before_its_last_end,
      a_lease_is_renewed_and_read_again_before_its_last_end)
