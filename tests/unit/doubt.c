/* SPDX-License-Identifier: MIT */
/* A token that was refused: when the server is asked about it, when it is replaced, and who does it for all. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <hvac/hvac.h>

#include "stage.h"
#include "suite.h"

#define PATH "secret/data/a"

/* Alive or dead */

START_TEST(a_token_that_lives_is_denied_and_makes_no_login)
{
	LOGGED_IN(NULL);
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	stage_assert_says("permission denied");
	stage_assert_says("accessor-1");
	ck_assert(!hvac_response_retryable(stage.response));
	assert_asked(1, 1);
	ck_assert_uint_eq(stage_count("secret/data/denied"), 1);
	/* each refusal is asked about: the token may have died in between */
	stage.now += SECONDS(1);
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(2, 1);
	stage_close();
}
END_TEST

START_TEST(a_token_that_died_is_replaced_by_one_login_and_the_call_repeated)
{
	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(hvac_response_string(stage.response, "user"), "u");
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count(PATH), 2);
	ck_assert_str_eq(stage_seen("auth/token/lookup-self", 0, "/headers/X-Vault-Token"), "hvs.swordfish-1");
	ck_assert_str_eq(stage_seen(PATH, 1, "/headers/X-Vault-Token"), "hvs.swordfish-2");
	ck_assert_str_eq(stage_seen("auth/x/login", 1, "/body"), stage_seen("auth/x/login", 0, "/body"));
	ck_assert_ptr_null(stage_seen("auth/x/login", 1, "/headers/X-Vault-Token"));
	ck_assert_uint_eq(stage_token(), 2);
	stage_close();
}
END_TEST

START_TEST(a_token_whose_known_end_has_passed_is_replaced_without_a_question)
{
	stage.lease = 3600;
	LOGGED_IN(NULL);
	stage.now += SECONDS(3599);
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(1, 1);
	stage.now += SECONDS(1);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	stage_close();
}
END_TEST

START_TEST(a_token_that_was_renewed_has_another_known_end)
{
	stage.lease = 100;
	LOGGED_IN(NULL);
	stage.now += SECONDS(90);
	ck_assert_int_eq(stage_write(stage.client, "auth/token/renew-self"), HVAC_OK);
	stage.now += SECONDS(90);
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(1, 1);
	stage.now += SECONDS(10);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	stage_close();
}
END_TEST

START_TEST(a_token_of_limited_uses_is_never_asked_about)
{
	stage.uses = 5;
	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(0, 2);
	stage_close();
}
END_TEST

START_TEST(when_the_question_is_lost_the_refusal_stands)
{
	LOGGED_IN("max_retries", "0");
	stage.living = 0;
	stage.probe = &stage_lost;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	stage_assert_says("permission denied");
	assert_asked(1, 1);
	stage.probe = &stage_down;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	assert_asked(2, 1);
	stage.probe = NULL;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(3, 2);
	stage_close();
}
END_TEST

START_TEST(a_clock_may_begin_at_nought)
{
	STAGE(NULL);
	stage.now = 0;
	stage_log_in();
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(1, 1);
	stage.now += 1;
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 2);
	stage_close();
}
END_TEST

/* Only so often */

START_TEST(a_fresh_token_that_is_refused_too_is_denied_and_nothing_is_asked_for_a_minute)
{
	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count("secret/data/denied"), 2);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	stage.now += SECONDS(59);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	assert_asked(1, 2);
	stage.now += SECONDS(1);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 3);
	stage_close();
}
END_TEST

START_TEST(a_known_end_counts_within_that_minute_too)
{
	stage.lease = 30;
	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	stage.now += SECONDS(30);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 3);
	stage_close();
}
END_TEST

START_TEST(the_next_login_is_waited_for_until_ten_seconds_after_the_last)
{
	uint64_t last;

	LOGGED_IN(NULL);
	stage.living = 0;
	last = stage.now;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	stage.living = 0;
	stage.now += SECONDS(3);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 3);
	ck_assert_uint_eq(stage.now - last, SECONDS(10));
	stage_close();
}
END_TEST

START_TEST(a_wait_for_a_login_that_would_pass_the_deadline_is_not_begun)
{
	LOGGED_IN("deadline", "9s");
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	assert_asked(2, 2);
	ck_assert_uint_eq(stage.now, STAGE_START);
	stage_close();
}
END_TEST

static const struct failing {
	const struct scripted_answer *answer;
	hvac_status status;
	bool retryable;
	const char *says;
} failing[] = {
	{ &stage_refuses, HVAC_FORBIDDEN, false, "invalid secret id" },
	{ &stage_lost, HVAC_CONNECTION_ERROR, true, "it was lost" },
	{ &stage_down, HVAC_VAULT_DOWN, true, "Vault is sealed" },
	{ &stage_timed_out, HVAC_TIMEOUT, true, "it was lost" },
};

START_TEST(a_login_that_fails_is_told_to_all_who_ask_within_ten_seconds)
{
	const struct failing *line = &failing[_i];

	LOGGED_IN(NULL);
	stage.living = 0;
	stage.login = line->answer;
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(stage_read(stage.client, PATH), line->status);
		stage_assert_says("GET http://one:8200/v1/" PATH);
		stage_assert_says("the token is no longer valid, and logging in again failed");
		stage_assert_says(line->says);
		ck_assert_int_eq(hvac_response_retryable(stage.response), line->retryable);
		ck_assert(!hvac_response_may_have_been_carried_out(stage.response));
		assert_asked(1, 2);
		stage.now += SECONDS(9);
	}
	stage.login = NULL;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 3);
	stage_close();
}
END_TEST

START_TEST(a_token_given_meanwhile_ends_the_failure)
{
	LOGGED_IN(NULL);
	stage.living = 0;
	stage.login = &stage_refuses;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	stage.living = 77;
	ck_assert_int_eq(hvac_client_set_token(stage.client, "hvs.swordfish-77"), HVAC_OK);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	stage_close();
}
END_TEST

START_TEST(a_login_by_hand_ends_the_failure_too)
{
	LOGGED_IN(NULL);
	stage.living = 0;
	stage.login = &stage_refuses;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	stage.login = NULL;
	stage_log_in();
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 4);
	ck_assert_uint_eq(stage.now, STAGE_START + SECONDS(10));
	stage_close();
}
END_TEST

/* What is repeated, and what is not */

/* Two seconds pass before each request, in which the token ends. */
START_TEST(a_call_is_repeated_once_although_its_fresh_token_has_ended_too)
{
	stage.lease = 1;
	LOGGED_IN("rate_limit", "0.5:1");
	ck_assert_int_eq(stage_read(stage.client, "secret/data/denied"), HVAC_FORBIDDEN);
	assert_asked(0, 2);
	ck_assert_uint_eq(stage_count("secret/data/denied"), 2);
	stage_close();
}
END_TEST

START_TEST(a_token_set_by_hand_without_a_login_is_neither_asked_about_nor_replaced)
{
	STAGE("token", "hvs.swordfish-1");
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	assert_asked(0, 0);
	ck_assert_uint_eq(stage_count(PATH), 1);
	stage_close();
}
END_TEST

static const char *const about_itself[] = {
	"auth/token/lookup-self", "auth/token/renew-self", "auth/token/revoke-self", "team-a/auth/token/revoke-self",
};

START_TEST(what_a_token_asks_about_itself_is_never_asked_with_another)
{
	for (size_t i = 0; i < sizeof about_itself / sizeof about_itself[0]; i++) {
		LOGGED_IN(NULL);
		stage.living = 0;
		ck_assert_int_eq(stage_write(stage.client, about_itself[i]), HVAC_FORBIDDEN);
		ck_assert_uint_eq(stage_count(about_itself[i]), 1);
		ck_assert_uint_eq(stage.logins, 1);
		stage_close();
	}
}
END_TEST

START_TEST(a_write_that_was_refused_is_repeated_with_the_new_token_once)
{
	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_write(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count(PATH), 2);
	ck_assert_str_eq(stage_seen(PATH, 0, "/body"), "{\"n\":7}");
	ck_assert_str_eq(stage_seen(PATH, 1, "/body"), "{\"n\":7}");
	ck_assert_str_eq(stage_seen(PATH, 1, "/headers/X-Vault-Token"), "hvs.swordfish-2");
	stage_close();
}
END_TEST

START_TEST(what_must_not_be_sent_twice_is_not_repeated)
{
	hvac_response *response;
	hvac_status status;

	LOGGED_IN(NULL);
	stage.living = 0;
	status = hvac_call(stage.client, STAGE_ENGINE, "once", NULL, &response);
	ck_assert_int_eq(stage_keep(status, response), HVAC_FORBIDDEN);
	assert_asked(0, 1);
	ck_assert_uint_eq(stage_count("once"), 1);
	stage_close();
}
END_TEST

static ssize_t give(void *context, void *buffer, size_t size)
{
	(void)context;
	(void)buffer;
	(void)size;
	return 0;
}

static ssize_t take(void *context, const void *bytes, size_t size)
{
	(void)context;
	(void)bytes;
	(void)size;
	return 0;
}

START_TEST(a_stream_from_a_source_is_not_repeated_and_one_into_a_sink_is)
{
	const hvac_stream up = { .source = give, .source_length = -1 }, down = { .sink = take };
	hvac_response *response;
	hvac_status status;

	LOGGED_IN(NULL);
	stage.living = 0;
	status = hvac_call_stream(stage.client, STAGE_ENGINE, "up", NULL, &up, &response);
	ck_assert_int_eq(stage_keep(status, response), HVAC_FORBIDDEN);
	assert_asked(0, 1);
	ck_assert_uint_eq(stage_count("up"), 1);
	status = hvac_call_stream(stage.client, STAGE_ENGINE, "down", NULL, &down, &response);
	ck_assert_int_eq(stage_keep(status, response), HVAC_OK);
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count("down"), 2);
	stage_close();
}
END_TEST

static const struct scripted_answer *(*the_truth)(const hvac_request *request);

/* The first address is a standby of the second. */
static const struct scripted_answer *redirect_to_two(const hvac_request *request)
{
	static char location[256];
	static const struct scripted_answer redirect = { .http_status = 307, .headers = location };

	if (strcmp(request->base, "https://one:8200") != 0)
		return the_truth(request);
	snprintf(location, sizeof location, "Location: https://two:8200%s\r\n", request->path);
	return &redirect;
}

START_TEST(a_call_that_was_redirected_and_refused_is_redirected_again_with_the_new_token)
{
	STAGE("address", "https://one:8200,https://two:8200");
	the_truth = stage.scripted->answer;
	stage.scripted->answer = redirect_to_two;
	stage_log_in();
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count(PATH), 4);
	ck_assert_str_eq(stage_seen(PATH, 3, "/base"), "https://two:8200");
	stage_close();
}
END_TEST

START_TEST(each_exchange_is_logged_once)
{
	unsigned lines = 0;

	LOGGED_IN(NULL);
	stage_read(stage.client, "secret/data/denied");
	for (const char *place = stage.log.bytes; (place = strstr(place, "secret/data/denied: 403")); place++)
		lines++;
	ck_assert_uint_eq(lines, 1);
	stage.now += SECONDS(1);
	stage.living = 0;
	stage_read(stage.client, PATH);
	ck_assert(stage_logged("logging in again by " STAGE_ENGINE));
	stage_close();
}
END_TEST

/* One for all */

#define THREADS 16
#define ROUNDS 50

static pthread_barrier_t barrier;

static void *read_in_rounds(void *context)
{
	size_t right = 0;

	(void)context;
	for (int i = 0; i < ROUNDS; i++) {
		pthread_barrier_wait(&barrier);
		right += hvac_read(stage.client, PATH, NULL) == HVAC_OK;
		pthread_barrier_wait(&barrier);
	}
	return (void *)right;
}

/* All threads read at once, after each change. */
static void assert_all_read(void (*change)(int round))
{
	pthread_t threads[THREADS];

	stage_waits();
	ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, THREADS + 1), 0);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_in_rounds, NULL), 0);
	for (int i = 0; i < ROUNDS; i++) {
		change(i);
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
	}
	for (size_t i = 0; i < THREADS; i++) {
		void *right;

		pthread_join(threads[i], &right);
		ck_assert_uint_eq((size_t)right, ROUNDS);
	}
	pthread_barrier_destroy(&barrier);
}

static void let_die(int round)
{
	assert_asked((unsigned)round, (unsigned)round + 1);
	stage.now += SECONDS(10);
	stage.living = 0;
}

START_TEST(many_threads_make_one_login)
{
	LOGGED_IN(NULL);
	assert_all_read(let_die);
	assert_asked(ROUNDS, ROUNDS + 1);
	stage_close();
}
END_TEST

static void rotate(int round)
{
	char token[32];

	stage.living = 8 + round;
	snprintf(token, sizeof token, "hvs.swordfish-%d\n", stage.living);
	stage_file(token);
}

START_TEST(a_token_file_that_changed_is_found_by_all_threads)
{
	STAGE("token_file", stage_file("hvs.swordfish-7\n"));
	assert_all_read(rotate);
	assert_asked(0, 0);
	stage_close();
}
END_TEST

/* One call asks about the token, and gets no answer; another waits for it. */
static void hold(struct stage_call *first, hvac_client *who, struct stage_call *second)
{
	stage.living = 0;
	stage.probe = &stage_says_nothing;
	stage_start(first, who, PATH);
	scripted_wait(stage.scripted, 3);
	stage_start(second, stage.client, PATH);
	scripted_wait_idle(stage.scripted, 1);
	ck_assert_uint_eq(stage.probes, 1);
}

START_TEST(when_the_call_that_finds_out_is_cancelled_another_takes_over)
{
	struct stage_call first, second;

	LOGGED_IN(NULL);
	stage_waits();
	hold(&first, stage.client, &second);
	stage.probe = NULL;
	hvac_task_cancel(first.task);
	ck_assert_int_eq(stage_join(&first), HVAC_CANCELLED);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	assert_asked(2, 2);
	stage_close();
}
END_TEST

START_TEST(when_the_deadline_of_the_call_that_finds_out_passes_another_takes_over)
{
	struct stage_call first, second;
	hvac_client *hasty;

	LOGGED_IN(NULL);
	stage_waits();
	ck_assert_int_eq(hvac_client_derive(stage.client, &hasty, "deadline", "5s", NULL), HVAC_OK);
	hold(&first, hasty, &second);
	stage.probe = NULL;
	stage.now += SECONDS(5);
	scripted_release(stage.scripted, &stage_timed_out);
	ck_assert_int_eq(stage_join(&first), HVAC_FORBIDDEN);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	assert_asked(2, 2);
	hvac_client_free(hasty);
	stage_close();
}
END_TEST

/* One call logs in, and gets no answer; another waits for it. */
static void hold_login(struct stage_call *first, hvac_client *who, struct stage_call *second)
{
	stage_waits();
	stage.living = 0;
	stage.login = &stage_says_nothing;
	stage_start(first, who, PATH);
	scripted_wait(stage.scripted, 4);
	stage_start(second, stage.client, PATH);
	scripted_wait_idle(stage.scripted, 1);
	stage.login = NULL;
}

START_TEST(a_login_cut_short_by_a_deadline_says_nothing_of_the_next)
{
	struct stage_call first, second;
	hvac_client *hasty;

	LOGGED_IN(NULL);
	ck_assert_int_eq(hvac_client_derive(stage.client, &hasty, "deadline", "5s", NULL), HVAC_OK);
	hold_login(&first, hasty, &second);
	stage.now += SECONDS(10);
	scripted_release(stage.scripted, &stage_timed_out);
	ck_assert_int_eq(stage_join(&first), HVAC_FORBIDDEN);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	assert_asked(1, 3);
	hvac_client_free(hasty);
	stage_close();
}
END_TEST

/* Another than any that is made here. */
static const struct scripted_answer too_late = { .http_status = 200, .body = "{\"auth\":{\"client_token\":\"hvs.swordfish-9\",\"accessor\":\"accessor-9\"}}" };

START_TEST(a_token_that_is_set_while_a_login_is_under_way_is_used_at_once_and_stays)
{
	struct stage_call first, second;

	LOGGED_IN(NULL);
	hold_login(&first, stage.client, &second);
	stage.living = 77;
	ck_assert_int_eq(hvac_client_set_token(stage.client, "hvs.swordfish-77"), HVAC_OK);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	scripted_release(stage.scripted, &too_late);
	ck_assert_int_eq(stage_join(&first), HVAC_OK);
	ck_assert_uint_eq(stage_token(), 77);
	assert_asked(1, 2);
	ck_assert(stage_logged("accessor accessor-9: too late"));
	stage_close();
}
END_TEST

START_TEST(a_token_that_is_taken_away_while_a_login_is_under_way_does_not_come_back)
{
	struct stage_call first, second;

	LOGGED_IN(NULL);
	hold_login(&first, stage.client, &second);
	ck_assert_int_eq(hvac_client_set_token(stage.client, NULL), HVAC_OK);
	ck_assert_int_eq(stage_join(&second), HVAC_FORBIDDEN);
	scripted_release(stage.scripted, &too_late);
	ck_assert_int_eq(stage_join(&first), HVAC_FORBIDDEN);
	ck_assert_ptr_null(hvac_client_token(stage.client));
	assert_asked(1, 2);
	stage_close();
}
END_TEST

START_TEST(who_logs_in_while_another_login_is_under_way_stays_who_he_is)
{
	struct stage_call first, second;

	LOGGED_IN(NULL);
	hold_login(&first, stage.client, &second);
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("role", "other")), NULL), HVAC_OK);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	scripted_release(stage.scripted, &too_late);
	ck_assert_int_eq(stage_join(&first), HVAC_OK);
	ck_assert_uint_eq(stage_token(), 2);
	assert_asked(1, 3);
	stage.now += SECONDS(10);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/x/login", 3, "/body"), "{\"role\":\"other\"}");
	stage_close();
}
END_TEST

START_TEST(who_waits_is_bounded_by_a_deadline_of_its_own)
{
	struct stage_call first, second;

	LOGGED_IN("deadline", "60s");
	stage_waits();
	hold(&first, stage.client, &second);
	stage.now += SECONDS(60);
	hvac_task_resume(second.task);
	ck_assert_int_eq(stage_join(&second), HVAC_FORBIDDEN);
	hvac_task_cancel(first.task);
	ck_assert_int_eq(stage_join(&first), HVAC_CANCELLED);
	assert_asked(1, 1);
	stage_close();
}
END_TEST

START_TEST(freeing_a_client_ends_those_that_wait_too)
{
	struct stage_call first, second;

	LOGGED_IN(NULL);
	stage_waits();
	hold(&first, stage.client, &second);
	hvac_client_free(stage.client);
	stage.client = NULL;
	ck_assert_int_eq(stage_join(&first), HVAC_CANCELLED);
	ck_assert_int_eq(stage_join(&second), HVAC_CANCELLED);
	stage_close();
}
END_TEST

START_TEST(freeing_the_client_that_finds_out_lets_another_client_take_over)
{
	struct stage_call first, second;
	hvac_client *derived;

	LOGGED_IN(NULL);
	stage_waits();
	ck_assert_int_eq(hvac_client_derive(stage.client, &derived, "namespace", "team-a", NULL), HVAC_OK);
	hold(&first, derived, &second);
	stage.probe = NULL;
	hvac_client_free(derived);
	ck_assert_int_eq(stage_join(&first), HVAC_CANCELLED);
	ck_assert_int_eq(stage_join(&second), HVAC_OK);
	assert_asked(2, 2);
	stage_close();
}
END_TEST

/* A call that holds up the one who finds out */

static const struct scripted_answer dead = { .http_status = 403, .body = "{\"errors\":[\"permission denied\"]}" };

static void note_status(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_status *)context = stage_keep(hvac_response_status(response), response);
}

/* A call in a queue of its own. */
static hvac_queue *queue_with(hvac_queue_done *done, void *context)
{
	hvac_queue *queue;
	hvac_task *task;

	ck_assert_int_eq(hvac_queue_new(stage.client, &queue), HVAC_OK);
	ck_assert_int_eq(hvac_task_new_path(stage.client, "GET", PATH, NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, done, context), HVAC_OK);
	return queue;
}

/* A call in a queue that this thread drives, until so many requests were started: the last has no answer. */
static hvac_queue *hold_in_queue(hvac_status *status, unsigned started)
{
	hvac_queue *queue;

	*status = HVAC_CANCELLED;
	stage.living = 0;
	queue = queue_with(note_status, status);
	while (stage.scripted->started < started)
		ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
	return queue;
}

static void release_queue(hvac_queue *queue, const struct scripted_answer *answer, const hvac_status *status)
{
	scripted_release(stage.scripted, answer);
	while (hvac_queue_pending(queue))
		hvac_queue_run(queue, -1);
	hvac_queue_free(queue);
	ck_assert_int_eq(*status, HVAC_OK);
}

START_TEST(a_call_that_holds_up_the_question_about_the_token_asks_itself)
{
	hvac_status status;
	hvac_queue *queue;

	LOGGED_IN(NULL);
	stage.probe = &stage_says_nothing;
	queue = hold_in_queue(&status, 3);
	stage.probe = NULL;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 2);
	ck_assert_uint_eq(stage.now, STAGE_START);
	release_queue(queue, &dead, &status);
	assert_asked(2, 2);
	stage_close();
}
END_TEST

START_TEST(a_call_that_holds_up_a_login_makes_its_own_and_that_one_says_nothing_any_more)
{
	hvac_status status;
	hvac_queue *queue;

	LOGGED_IN(NULL);
	stage.login = &stage_says_nothing;
	queue = hold_in_queue(&status, 4);
	stage.login = NULL;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 3);
	ck_assert_uint_eq(stage.now, STAGE_START);
	release_queue(queue, &stage_refuses, &status);
	assert_asked(1, 3);
	/* nor is its failure told to others */
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(2, 4);
	stage_close();
}
END_TEST

START_TEST(a_question_that_is_held_up_leaves_the_time_of_the_next_login_as_it_is)
{
	hvac_status status;
	hvac_queue *queue;

	LOGGED_IN(NULL);
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	stage.probe = &stage_says_nothing;
	queue = hold_in_queue(&status, 7);
	stage.probe = NULL;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(3, 3);
	ck_assert_uint_eq(stage.now, STAGE_START + SECONDS(10));
	release_queue(queue, &dead, &status);
	stage_close();
}
END_TEST

static void read_too(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	hvac_response_free(response);
	*(hvac_status *)context = stage_read(stage.client, PATH);
}

START_TEST(a_queues_callback_may_make_calls_while_another_of_its_tasks_finds_out)
{
	hvac_status status, called = HVAC_CANCELLED;
	hvac_queue *queue;
	hvac_task *task;

	LOGGED_IN(NULL);
	stage.probe = &stage_says_nothing;
	queue = hold_in_queue(&status, 3);
	stage.probe = NULL;
	ck_assert_int_eq(hvac_task_new_path(stage.client, "GET", "secret/data/b", NULL, NULL, &task), HVAC_OK);
	hvac_task_cancel(task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, read_too, &called), HVAC_OK);
	ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
	ck_assert_int_eq(called, HVAC_OK);
	release_queue(queue, &dead, &status);
	assert_asked(2, 2);
	stage_close();
}
END_TEST

/* What a cache takes: a list. */
static hvac_status get_list(hvac_cache *cache)
{
	hvac_response *response;
	hvac_status status;
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new_path(stage.client, "LIST", PATH, NULL, NULL, &task), HVAC_OK);
	status = hvac_cache_get(cache, task, &response);
	hvac_response_free(response);
	return status;
}

static void *get_in_thread(void *cache)
{
	return (void *)(intptr_t)get_list(cache);
}

static void get_too(hvac_queue *queue, hvac_response *response, void *cache)
{
	(void)queue;
	hvac_response_free(response);
	ck_assert_int_eq(get_list(cache), HVAC_OK);
}

/* Another thread asks for the same, and waits for the queue's task; the callback holds that up. */
START_TEST(a_queues_callback_may_ask_a_cache_for_what_another_thread_waits_for)
{
	hvac_status status;
	hvac_cache *cache;
	hvac_queue *queue;
	hvac_task *task;
	pthread_t thread;
	void *got;

	LOGGED_IN(NULL);
	stage_waits();
	ck_assert_int_eq(hvac_cache_new(stage.client, &cache), HVAC_OK);
	stage.probe = &stage_says_nothing;
	queue = hold_in_queue(&status, 3);
	ck_assert_int_eq(pthread_create(&thread, NULL, get_in_thread, cache), 0);
	scripted_wait_idle(stage.scripted, 1);
	stage.probe = NULL;
	ck_assert_int_eq(hvac_task_new_path(stage.client, "GET", "secret/data/b", NULL, NULL, &task), HVAC_OK);
	hvac_task_cancel(task);
	ck_assert_int_eq(hvac_queue_submit(queue, task, get_too, cache), HVAC_OK);
	ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
	pthread_join(thread, &got);
	ck_assert_int_eq((intptr_t)got, HVAC_OK);
	release_queue(queue, &dead, &status);
	assert_asked(2, 2);
	hvac_cache_free(cache);
	stage_close();
}
END_TEST

/* One queue is drained while a task of the other, on the same thread, finds out. */
START_TEST(a_task_waits_a_second_for_another_queue_of_its_thread_and_then_logs_in_itself)
{
	hvac_status status, drained = HVAC_CANCELLED;
	hvac_queue *queue, *other;

	LOGGED_IN(NULL);
	stage.login = &stage_says_nothing;
	queue = hold_in_queue(&status, 4);
	stage.login = NULL;
	other = queue_with(note_status, &drained);
	while (hvac_queue_pending(other))
		ck_assert_int_eq(hvac_queue_run(other, -1), HVAC_OK);
	ck_assert_int_eq(drained, HVAC_OK);
	assert_asked(1, 3);
	ck_assert_uint_eq(stage.now, STAGE_START + SECONDS(1));
	hvac_queue_free(other);
	release_queue(queue, &stage_refuses, &status);
	assert_asked(1, 3);
	stage_close();
}
END_TEST

START_TEST(tasks_of_two_queues_that_are_run_in_turn_make_one_login)
{
	hvac_status status, second = HVAC_CANCELLED;
	hvac_queue *queue, *other;

	LOGGED_IN(NULL);
	stage.probe = &stage_says_nothing;
	queue = hold_in_queue(&status, 3);
	stage.probe = NULL;
	other = queue_with(note_status, &second);
	hvac_queue_run(other, 0);
	scripted_release(stage.scripted, &dead);
	while (hvac_queue_pending(queue) || hvac_queue_pending(other)) {
		ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
		ck_assert_int_eq(hvac_queue_run(other, 0), HVAC_OK);
	}
	ck_assert(status == HVAC_OK && second == HVAC_OK);
	assert_asked(1, 2);
	hvac_queue_free(queue);
	hvac_queue_free(other);
	stage_close();
}
END_TEST

TABLE_SUITE("doubt", a_login_that_fails_is_told_to_all_who_ask_within_ten_seconds, sizeof failing / sizeof failing[0],
      a_token_that_lives_is_denied_and_makes_no_login, a_token_that_died_is_replaced_by_one_login_and_the_call_repeated,
      a_token_whose_known_end_has_passed_is_replaced_without_a_question, a_token_that_was_renewed_has_another_known_end,
      a_token_of_limited_uses_is_never_asked_about, when_the_question_is_lost_the_refusal_stands, a_clock_may_begin_at_nought,
      a_fresh_token_that_is_refused_too_is_denied_and_nothing_is_asked_for_a_minute, a_known_end_counts_within_that_minute_too,
      the_next_login_is_waited_for_until_ten_seconds_after_the_last,
      a_wait_for_a_login_that_would_pass_the_deadline_is_not_begun, a_token_given_meanwhile_ends_the_failure,
      a_login_by_hand_ends_the_failure_too, a_call_is_repeated_once_although_its_fresh_token_has_ended_too,
      a_token_set_by_hand_without_a_login_is_neither_asked_about_nor_replaced,
      what_a_token_asks_about_itself_is_never_asked_with_another, a_write_that_was_refused_is_repeated_with_the_new_token_once,
      what_must_not_be_sent_twice_is_not_repeated, a_stream_from_a_source_is_not_repeated_and_one_into_a_sink_is,
      a_call_that_was_redirected_and_refused_is_redirected_again_with_the_new_token, each_exchange_is_logged_once, many_threads_make_one_login, a_token_file_that_changed_is_found_by_all_threads,
      when_the_call_that_finds_out_is_cancelled_another_takes_over,
      when_the_deadline_of_the_call_that_finds_out_passes_another_takes_over,
      a_login_cut_short_by_a_deadline_says_nothing_of_the_next,
      a_token_that_is_set_while_a_login_is_under_way_is_used_at_once_and_stays,
      a_token_that_is_taken_away_while_a_login_is_under_way_does_not_come_back,
      who_logs_in_while_another_login_is_under_way_stays_who_he_is, who_waits_is_bounded_by_a_deadline_of_its_own,
      freeing_a_client_ends_those_that_wait_too, freeing_the_client_that_finds_out_lets_another_client_take_over,
      a_call_that_holds_up_the_question_about_the_token_asks_itself,
      a_call_that_holds_up_a_login_makes_its_own_and_that_one_says_nothing_any_more,
      a_question_that_is_held_up_leaves_the_time_of_the_next_login_as_it_is,
      a_queues_callback_may_make_calls_while_another_of_its_tasks_finds_out, a_queues_callback_may_ask_a_cache_for_what_another_thread_waits_for,
      a_task_waits_a_second_for_another_queue_of_its_thread_and_then_logs_in_itself,
      tasks_of_two_queues_that_are_run_in_turn_make_one_login)
