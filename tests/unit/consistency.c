/* SPDX-License-Identifier: MIT */
/* What the server is told about how far it must have come before it answers. */
#include "consistency.h"
#include "base64.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"
#include "suite.h"

static const char *const all[] = { "X-Vault-Index", "X-Vault-Inconsistent", "X-Vault-Forward" };

static const struct scripted_answer script[] = {
	{ .http_status = 204, .headers = "X-Vault-Index: v1:first==\r\n" },
	{ .http_status = 200, .headers = "x-vault-index: v1:second, opaque\r\n", .body = "{\"data\":{}}" },
	{ .http_status = 404, .headers = "X-Vault-Index: v1:third\r\n", .body = "{\"errors\":[]}" },
	{ .http_status = 200, .body = "{\"data\":{}}" },
	{ .http_status = 200, .body = "{\"data\":{}}" },
};

static void play(const char *const *options)
{
	stage_open(options);
	stage.scripted->answer = NULL;
	stage.scripted->script = script;
	stage.scripted->count = sizeof script / sizeof script[0];
}
#define PLAY(...) play((const char *const[]){ "token", "hvs.swordfish-1", __VA_ARGS__, NULL })

static const char *sent(size_t request, const char *header)
{
	char pointer[64];

	snprintf(pointer, sizeof pointer, "/headers/%s", header);
	return scripted_seen(stage.scripted, request, pointer);
}

START_TEST(nothing_is_sent_or_kept_unless_it_is_asked_for)
{
	PLAY(NULL);
	for (size_t i = 0; i < 4; i++)
		stage_read(stage.client, "a");
	for (size_t i = 0; i < 4; i++)
		for (size_t header = 0; header < 3; header++)
			ck_assert_ptr_null(sent(i, all[header]));
	stage_close();
}
END_TEST

START_TEST(the_state_of_the_last_answer_is_sent_back_as_it_came)
{
	hvac_client *team;

	PLAY("read_your_writes", "true");
	ck_assert_int_eq(hvac_client_derive(stage.client, &team, "namespace", "team-a", NULL), HVAC_OK);
	ck_assert_int_eq(stage_write(stage.client, "a"), HVAC_OK);
	ck_assert_int_eq(stage_read(team, "a"), HVAC_OK);
	/* a failure has a state too, and an answer without one leaves what is known */
	ck_assert_int_eq(stage_read(stage.client, "a"), HVAC_INVALID_PATH);
	stage_read(stage.client, "a");
	stage_read(stage.client, "a");
	ck_assert_ptr_null(sent(0, "X-Vault-Index"));
	ck_assert_str_eq(sent(1, "X-Vault-Index"), "v1:first==");
	ck_assert_str_eq(sent(2, "X-Vault-Index"), "v1:second, opaque");
	ck_assert_str_eq(sent(3, "X-Vault-Index"), "v1:third");
	ck_assert_str_eq(sent(4, "X-Vault-Index"), "v1:third");
	hvac_client_free(team);
	stage_close();
}
END_TEST

/* As servers write it. */
static const char *state_of(struct arena *arena, const char *plain)
{
	size_t length;
	char *encoded = base64_encode(plain, strlen(plain), &length);
	const char *copy = arena_copy(arena, encoded, length);

	free(encoded);
	return copy;
}

START_TEST(of_two_states_the_later_is_kept_and_where_none_is_the_last)
{
	static const struct { const char *first, *second; bool kept; } cases[] = {
		{ "v1:a:8:0:mac", "v1:a:10:0:mac", false },
		{ "v1:a:10:0:mac", "v1:a:8:0:mac", true },
		{ "v1:a:10:5:mac", "v1:a:10:4:mac", true },
		{ "v1:a:10:5:mac", "v1:a:9:5:mac", true },
		{ "v1:a:18446744073709551615:0:mac", "v1:a:18446744073709551614:0:mac", true },
		{ "v1:a:10:5:mac", "v1:a:9:6:mac", false },
		{ "v1:a:10:0:mac", "v1:b:8:0:mac", false },
		{ "v1:a:10:0:mac", "v1:ab:8:0:mac", false },
		{ "v1:a:10:0:mac", "v2:a:8:0:mac", false },
		{ "v1:a:10:0:mac", "v1:a:-8:0:mac", false },
		{ "v1:a:10:0:mac", "v1:a:8", false },
		{ "v1:a:10:0:mac", "v1:a:8:0", false },
		{ "v1:a:99999999999999999999:0:mac", "v1:a:8:0:mac", false },
		{ "v1:a:10:0:mac", "v1", false },
		{ "v1:a:10:0:mac", "", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct consistency consistency = { .index = NULL };
		struct arena arena = { 0 };
		const char *first = state_of(&arena, cases[i].first), *second = state_of(&arena, cases[i].second), *index;

		ck_assert(consistency_note(&consistency, first) && consistency_note(&consistency, second));
		ck_assert(consistency_copy(&consistency, &arena, &index));
		ck_assert_msg(!strcmp(index, cases[i].kept ? first : second), "%s after %s", cases[i].second, cases[i].first);
		consistency_free(&consistency);
		arena_free(&arena);
	}
}
END_TEST

START_TEST(an_answer_that_was_overtaken_takes_no_write_back)
{
	/* v1:5a1b:10:0:mac, and 8 */
	static const struct scripted_answer overtaken[] = {
		{ .http_status = 204, .headers = "X-Vault-Index: djE6NWExYjoxMDowOm1hYw==\r\n" },
		{ .http_status = 204, .headers = "X-Vault-Index: djE6NWExYjo4OjA6bWFj\r\n" },
		{ .http_status = 200, .body = "{\"data\":{}}" },
	};

	PLAY("read_your_writes", "true");
	stage.scripted->script = overtaken;
	stage_write(stage.client, "b");
	stage_write(stage.client, "a");
	stage_read(stage.client, "b");
	ck_assert_str_eq(sent(2, "X-Vault-Index"), "djE6NWExYjoxMDowOm1hYw==");
	stage_close();
}
END_TEST

START_TEST(a_state_is_not_told_to_another_server)
{
	hvac_client *other;

	PLAY("read_your_writes", "true");
	ck_assert_int_eq(hvac_client_derive(stage.client, &other, "address", "http://two:8200", NULL), HVAC_OK);
	stage_read(stage.client, "a");
	stage_read(other, "a");
	ck_assert_ptr_null(sent(1, "X-Vault-Index"));
	hvac_client_free(other);
	stage_close();
}
END_TEST

START_TEST(a_derived_client_may_do_without)
{
	hvac_client *plain;

	PLAY("read_your_writes", "true", "forward_always", "true");
	ck_assert_int_eq(hvac_client_derive(stage.client, &plain, "read_your_writes", "false", "forward_always", NULL, NULL), HVAC_OK);
	stage_read(stage.client, "a");
	stage_read(plain, "a");
	ck_assert_ptr_null(sent(1, "X-Vault-Index"));
	ck_assert_ptr_null(sent(1, "X-Vault-Forward"));
	hvac_client_free(plain);
	stage_close();
}
END_TEST

START_TEST(a_standby_is_told_to_ask_the_active_node)
{
	PLAY("forward_inconsistent", "true", "forward_always", "true");
	stage_read(stage.client, "a");
	ck_assert_str_eq(sent(0, "X-Vault-Inconsistent"), "forward-active-node");
	ck_assert_str_eq(sent(0, "X-Vault-Forward"), "active-node");
	stage_close();
}
END_TEST

START_TEST(another_host_is_told_nothing)
{
	PLAY("read_your_writes", "true", "forward_inconsistent", "true", "forward_always", "true");
	stage_read(stage.client, "a");
	/* nor is what it says believed */
	ck_assert_int_eq(hvac_call(stage.client, STAGE_ENGINE, "elsewhere", NULL, NULL), HVAC_OK);
	stage_read(stage.client, "a");
	ck_assert_str_eq(scripted_seen(stage.scripted, 1, "/base"), "http://169.254.169.254:80");
	for (size_t header = 0; header < 3; header++)
		ck_assert_ptr_null(sent(1, all[header]));
	ck_assert_str_eq(sent(2, "X-Vault-Index"), "v1:first==");
	stage_close();
}
END_TEST

START_TEST(a_state_that_cannot_be_sent_is_not_kept)
{
	static const struct scripted_answer unprintable[] = { { .http_status = 204, .headers = "X-Vault-Index: a\x01z\r\n" }, { .http_status = 204 } };

	PLAY("read_your_writes", "true");
	stage.scripted->script = unprintable;
	stage_read(stage.client, "a");
	stage_read(stage.client, "a");
	ck_assert_ptr_null(sent(1, "X-Vault-Index"));
	stage_close();
}
END_TEST

/* Threads */

static struct consistency shared;
static pthread_barrier_t beginning;

static void *note_many(void *context)
{
	char index[64];

	pthread_barrier_wait(&beginning);
	for (unsigned i = 0; i < 10000; i++) {
		snprintf(index, sizeof index, "%p:%u:%p:%u", context, i, context, i);
		if (!consistency_note(&shared, index))
			return context;
	}
	return NULL;
}

static void *copy_many(void *context)
{
	void *wrong = NULL;

	pthread_barrier_wait(&beginning);
	for (unsigned i = 0; i < 10000; i++) {
		struct arena arena = { 0 };
		const char *index, *half;

		if (!consistency_copy(&shared, &arena, &index))
			wrong = context;
		half = index ? strchr(strchr(index, ':') + 1, ':') : NULL;
		if (half && (strncmp(index, half + 1, (size_t)(half - index)) != 0 || strlen(half + 1) != (size_t)(half - index)))
			wrong = context;
		arena_free(&arena);
	}
	return wrong;
}

START_TEST(threads_see_a_state_whole)
{
	pthread_t threads[4];
	void *wrong;

	ck_assert_int_eq(pthread_barrier_init(&beginning, NULL, 4), 0);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, i < 2 ? note_many : copy_many, (void *)(uintptr_t)(i + 1)), 0);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(threads[i], &wrong);
		ck_assert_ptr_null(wrong);
	}
	pthread_barrier_destroy(&beginning);
	consistency_free(&shared);
}
END_TEST

SUITE("consistency", nothing_is_sent_or_kept_unless_it_is_asked_for, the_state_of_the_last_answer_is_sent_back_as_it_came,
      of_two_states_the_later_is_kept_and_where_none_is_the_last, an_answer_that_was_overtaken_takes_no_write_back, a_state_is_not_told_to_another_server, a_derived_client_may_do_without, a_standby_is_told_to_ask_the_active_node,
      another_host_is_told_nothing, a_state_that_cannot_be_sent_is_not_kept, threads_see_a_state_whole)
