/* SPDX-License-Identifier: MIT */
/* The rate limit: when requests may begin, from any number of threads, and that every try of a call waits for its turn. */
#include "limiter.h"

#include <pthread.h>
#include <stdlib.h>

#include "stage.h"
#include "suite.h"

#define NEVER UINT64_MAX

/* One bucket a line: two requests at once, then one each ten. Times that are asked, and what is answered. */
static const struct taking {
	struct { uint64_t now, limit, begin; } takes[6];
} taking[] = {
	/* as many at once as the burst, then each in its turn */
	{ { { 100, NEVER, 100 }, { 100, NEVER, 100 }, { 100, NEVER, 110 }, { 100, NEVER, 120 }, { 105, NEVER, 130 }, { 130, NEVER, 140 } } },
	/* slower than the rate: never made to wait */
	{ { { 100, NEVER, 100 }, { 110, NEVER, 110 }, { 120, NEVER, 120 }, { 130, NEVER, 130 }, { 140, NEVER, 140 }, { 150, NEVER, 150 } } },
	/* what was not used is kept, and no more of it than the burst */
	{ { { 100, NEVER, 100 }, { 100, NEVER, 100 }, { 900, NEVER, 900 }, { 900, NEVER, 900 }, { 900, NEVER, 910 }, { 900, NEVER, 920 } } },
	/* half of it has come back */
	{ { { 100, NEVER, 100 }, { 100, NEVER, 100 }, { 105, NEVER, 110 }, { 115, NEVER, 120 }, { 130, NEVER, 130 }, { 130, NEVER, 140 } } },
	/* a place that would come too late is not taken; one that is free is, whatever the limit */
	{ { { 100, 0, 100 }, { 100, 0, 100 }, { 100, 110, NEVER }, { 100, 110, NEVER }, { 100, 111, 110 }, { 110, 120, NEVER } } },
};

START_TEST(a_request_begins_when_the_rate_allows)
{
	struct limiter limiter = { .interval = 10, .burst = 2 };

	for (size_t i = 0; i < 6; i++)
		ck_assert_msg(limiter_take(&limiter, taking[_i].takes[i].now, taking[_i].takes[i].limit) == taking[_i].takes[i].begin, "line %d, take %zu", _i, i);
}
END_TEST

START_TEST(without_a_rate_every_request_begins_at_once)
{
	struct limiter limiter = { 0 };

	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(limiter_take(&limiter, 7, 0), 7);
}
END_TEST

#define THREADS 8u
#define TAKES 5000u
#define INTERVAL 10u
#define BURST 3u

static struct limiter shared = { .interval = INTERVAL, .burst = BURST };
static _Atomic uint64_t clock_of_all = 1;
static uint64_t begins[THREADS * TAKES];

static void *take_many(void *context)
{
	uint64_t *mine = context;

	/* they ask for ten times the rate */
	for (size_t i = 0; i < TAKES; i++)
		mine[i] = limiter_take(&shared, atomic_fetch_add(&clock_of_all, INTERVAL / 10), UINT64_MAX);
	return NULL;
}

static int by_time(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

START_TEST(many_threads_never_begin_faster_than_the_rate)
{
	pthread_t threads[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, take_many, begins + i * TAKES), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	qsort(begins, THREADS * TAKES, sizeof begins[0], by_time);
	for (size_t i = 0; i + BURST < THREADS * TAKES; i++)
		ck_assert_uint_ge(begins[i + BURST] - begins[i], INTERVAL);
	ck_assert_uint_ge(begins[THREADS * TAKES - 1] - begins[0], (THREADS * TAKES - BURST) * INTERVAL);
}
END_TEST

/* Calls */

START_TEST(calls_wait_for_their_turn)
{
	STAGE("token", "hvs.swordfish-1", "rate_limit", "2:1");
	stage.living = 1;
	for (unsigned i = 0; i < 5; i++) {
		ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
		ck_assert_uint_eq(stage.now - STAGE_START, i * SECONDS(1) / 2);
	}
	stage_close();
}
END_TEST

START_TEST(every_try_waits_for_its_turn)
{
	STAGE("rate_limit", "0.1:1", "retry_wait_min", "1s", "retry_wait_max", "1s");
	stage.probe = &stage_down;
	ck_assert_int_eq(stage_read(stage.client, "auth/token/lookup-self"), HVAC_VAULT_DOWN);
	ck_assert_uint_eq(stage.probes, 3);
	ck_assert_uint_eq(stage.now - STAGE_START, SECONDS(20));
	stage_close();
}
END_TEST

START_TEST(derived_clients_share_the_turns_of_their_connections)
{
	hvac_client *team, *other;

	STAGE("token", "hvs.swordfish-1", "rate_limit", "1:1");
	stage.living = 1;
	ck_assert_int_eq(hvac_client_derive(stage.client, &team, "namespace", "team-a", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(stage.client, &other, "rate_limit", "1:2", NULL), HVAC_OK);
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
	ck_assert_int_eq(stage_read(team, "a"), HVAC_OK);
	ck_assert_uint_eq(stage.now - STAGE_START, SECONDS(1));
	ck_assert_int_eq(stage_read(other, "a"), HVAC_OK);
	ck_assert_int_eq(stage_read(other, "a"), HVAC_OK);
	ck_assert_uint_eq(stage.now - STAGE_START, SECONDS(1));
	hvac_client_free(team);
	hvac_client_free(other);
	stage_close();
}
END_TEST

START_TEST(a_turn_behind_the_deadline_is_not_waited_for_nor_taken)
{
	STAGE("token", "hvs.swordfish-1", "rate_limit", "0.1:1", "deadline", "5s");
	stage.living = 1;
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_TIMEOUT);
		stage_assert_says("rate_limit");
		ck_assert(hvac_response_retryable(stage.response));
		ck_assert(!hvac_response_may_have_been_carried_out(stage.response));
	}
	ck_assert_uint_eq(stage.now, STAGE_START);
	ck_assert_uint_eq(stage.scripted->started, 1);
	stage.now += SECONDS(10);
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
	ck_assert_uint_eq(stage.now, STAGE_START + SECONDS(10));
	stage_close();
}
END_TEST

START_TEST(the_question_about_a_token_and_its_login_have_turns_too)
{
	LOGGED_IN("rate_limit", "1:1");
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
	/* login, call, question, login, call */
	ck_assert_uint_eq(stage.now - STAGE_START, SECONDS(4));
	stage_close();
}
END_TEST

START_TEST(another_host_takes_no_turn)
{
	STAGE("token", "hvs.swordfish-1", "rate_limit", "1:1");
	stage.living = 1;
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(hvac_call(stage.client, STAGE_ENGINE, "elsewhere", NULL, NULL), HVAC_OK);
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_OK);
	ck_assert_uint_eq(stage.now, STAGE_START);
	stage_close();
}
END_TEST

TABLE_SUITE("limiter", a_request_begins_when_the_rate_allows, sizeof taking / sizeof taking[0],
      without_a_rate_every_request_begins_at_once, many_threads_never_begin_faster_than_the_rate, calls_wait_for_their_turn,
      every_try_waits_for_its_turn, derived_clients_share_the_turns_of_their_connections,
      a_turn_behind_the_deadline_is_not_waited_for_nor_taken, the_question_about_a_token_and_its_login_have_turns_too,
      another_host_takes_no_turn)
