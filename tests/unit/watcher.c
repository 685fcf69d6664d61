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
#define POLLS_AT_ONCE 20                /* without that time passes: more is a busy loop */

static const struct hvac_operation logins[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x_test_watch/login", .help = "Logs in", .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(HVAC_BODY("secret_id", STRING, .flags = HVAC_SECRET, .wrapped_path = "/auth/x_test_watch/secret-id", .help = "id")) },
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

/* To the next moment at which it wants to be polled, or to `until`; then what `look` has to say of that moment. */
static void pass_until(uint64_t until, void (*look)(void))
{
	unsigned at_once = 0;

	while (vault->now < until) {
		int ms = hvac_watcher_due_in(watcher);
		uint64_t next = ms < 0 ? until : vault->now + (uint64_t)ms * MILLISECOND;

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
	ck_assert_uint_eq(vault->requests, requests);
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

START_TEST(a_login_is_told_before_it_begins)
{
	hvac_response *response;

	begin();
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "log_in", NULL, &response), HVAC_NO_SUCH_OPERATION);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "login"));
	hvac_response_free(response);
	ck_assert_int_eq(hvac_watcher_due_in(watcher), 0);
	hvac_watcher_poll(watcher);
	ck_assert_int_eq(hvac_watcher_login(watcher, ENGINE, "login", HVAC_ARGS(hvac_string("secret_id", "x")), NULL), HVAC_PARAM_VALIDATION_ERROR);
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

SUITE("watcher", a_renewal_that_fails_for_a_while_is_tried_again_and_no_login, a_given_token_is_renewed_after_an_internal_error_too,
      a_password_that_is_replaced_at_times_is_read_when_it_was, a_secret_may_have_a_member_that_is_called_ttl,
      a_token_with_less_than_a_second_left_is_not_one_that_lives_for_ever, a_lease_beyond_all_reason_is_cut,
      a_token_that_has_ended_is_replaced_by_the_one_in_its_file,
       in_the_end_leases_are_revoked_and_then_the_token_that_a_login_made, a_token_that_was_given_is_never_revoked,
      nor_is_one_that_the_program_has_set_after_a_login, a_login_is_told_before_it_begins, what_a_thread_begins_while_it_is_ended_is_cancelled,
      a_forked_child_leaves_its_parents_watcher_alone,
       a_call_in_an_event_does_not_wait_for_the_watcher_that_it_holds_up, who_waits_for_the_time_of_a_login_goes_on_when_the_watcher_logs_in,
      a_wrapped_secret_id_is_unwrapped_once, leases_are_made_anew_once_after_a_new_login, a_secret_of_a_client_with_a_token_of_its_own_is_none_of_the_watchers_tokens, a_token_that_was_given_is_renewed_to_its_last_end_which_is_told, a_token_is_renewed_in_time_and_got_anew_before_its_last_end, a_lease_is_renewed_and_read_again_before_its_last_end)
