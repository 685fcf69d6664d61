/* SPDX-License-Identifier: MIT */
/* The guarded block and the token slot: a call sees the old or the new token, whole, from any thread and after a fork. */
#include "token.h"
#include "guard.h"
#include "login.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suite.h"

struct counter {
	struct guard_block block;
	unsigned long count;
};

static void *count_up(void *context)
{
	for (int i = 0; i < 10000; i++) {
		struct counter *counter = guard_enter(context, sizeof *counter);

		counter->count++;
		guard_leave(counter);
	}
	return NULL;
}

START_TEST(one_thread_at_a_time_is_inside_a_guard)
{
	struct guard guard = { NULL };
	pthread_t threads[4];
	struct counter *counter;

	/* also the first entry, which makes the block, is a race */
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, count_up, &guard), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	counter = guard_last(&guard);
	ck_assert_uint_eq(counter->count, 40000);
	guard_free(&guard);
}
END_TEST

START_TEST(a_guard_that_nobody_entered_has_no_block)
{
	struct guard guard = { NULL };

	ck_assert_ptr_null(guard_last(&guard));
	guard_free(&guard);
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

static int exit_status_of(pid_t child)
{
	int status;

	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(a_forked_child_gets_a_fresh_block_although_the_parent_is_inside)
{
	struct guard guard = { NULL };
	struct counter *counter = guard_enter(&guard, sizeof *counter), *own;
	pid_t child;

	counter->count = 7;
	child = fork();
	if (child == 0) {
		bool none = !guard_last(&guard);

		/* the parent's block is locked for ever here */
		own = guard_enter(&guard, sizeof *own);
		if (!none || !own || own == counter || own->count != 0)
			leave(1);
		guard_leave(own);
		if (guard_enter(&guard, sizeof *own) != own)
			leave(2);
		guard_leave(own);
		leave(guard_last(&guard) == own ? 0 : 3);
	}
	ck_assert_int_eq(exit_status_of(child), 0);
	guard_leave(counter);
	ck_assert_uint_eq(counter->count, 7);
	guard_free(&guard);
}
END_TEST

static void assert_token(struct token_slot *slot, const char *wanted)
{
	struct token *token;

	ck_assert_int_eq(token_get(slot, &token), HVAC_OK);
	if (wanted)
		ck_assert_str_eq(token->text, wanted);
	else
		ck_assert_ptr_null(token);
	token_release(token);
}

START_TEST(a_slot_begins_empty_and_is_replaced_as_a_whole)
{
	struct token_slot *slot = token_slot_new();

	assert_token(slot, NULL);
	ck_assert_int_eq(token_set(slot, "one", "accessor-one", NULL), HVAC_OK);
	assert_token(slot, "one");
	ck_assert_int_eq(token_set(slot, "two", NULL, NULL), HVAC_OK);
	assert_token(slot, "two");
	ck_assert_int_eq(token_set(slot, "", NULL, NULL), HVAC_OK);
	assert_token(slot, NULL);
	ck_assert_int_eq(token_set(slot, NULL, NULL, NULL), HVAC_OK);
	assert_token(slot, NULL);
	token_slot_unref(slot);
}
END_TEST

START_TEST(a_token_that_somebody_holds_outlives_its_slot)
{
	struct token_slot *slot = token_slot_new();
	struct token *token;

	token_set(slot, "held", "accessor", NULL);
	ck_assert_int_eq(token_get(slot, &token), HVAC_OK);
	token_set(slot, "other", NULL, NULL);
	token_slot_unref(slot);
	ck_assert_str_eq(token->text, "held");
	ck_assert_str_eq(token->accessor, "accessor");
	token_release(token);
	token_release(NULL);
}
END_TEST

START_TEST(a_slot_lives_as_long_as_its_last_user)
{
	struct token_slot *slot = token_slot_new();

	ck_assert_ptr_eq(token_slot_ref(slot), slot);
	token_set(slot, "shared", NULL, NULL);
	token_slot_unref(slot);
	assert_token(slot, "shared");
	token_slot_unref(slot);
	token_slot_unref(NULL);
}
END_TEST

START_TEST(a_token_of_eight_kilobytes_is_kept_whole)
{
	struct token_slot *slot = token_slot_new();
	char text[8193];

	memset(text, 't', 8192);
	text[8192] = '\0';
	token_set(slot, text, NULL, NULL);
	assert_token(slot, text);
	token_slot_unref(slot);
}
END_TEST

static void *set_tokens(void *context)
{
	for (unsigned i = 0; i < 2000; i++) {
		char text[64], accessor[64];

		snprintf(text, sizeof text, "token-%p-%u", (void *)&i, i);
		snprintf(accessor, sizeof accessor, "accessor-%p-%u", (void *)&i, i);
		if (token_set(context, text, accessor, NULL) != HVAC_OK)
			return context;
	}
	return NULL;
}

static void *get_tokens(void *context)
{
	for (int i = 0; i < 4000; i++) {
		struct token *token;

		if (token_get(context, &token) != HVAC_OK)
			return context;
		/* text and accessor are of one setting */
		if (token && strcmp(strchr(token->text, '-'), strchr(token->accessor, '-')) != 0)
			return context;
		token_release(token);
	}
	return NULL;
}

START_TEST(threads_see_the_old_or_the_new_token_whole)
{
	struct token_slot *slot = token_slot_new();
	pthread_t threads[6];
	void *wrong;

	for (size_t i = 0; i < 6; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, i < 2 ? set_tokens : get_tokens, slot), 0);
	for (size_t i = 0; i < 6; i++) {
		pthread_join(threads[i], &wrong);
		ck_assert_ptr_null(wrong);
	}
	token_slot_unref(slot);
}
END_TEST

START_TEST(a_forked_child_goes_on_with_the_parents_token)
{
	struct token_slot *slot = token_slot_new();
	pid_t child;

	token_set(slot, "parent", NULL, NULL);
	child = fork();
	if (child == 0) {
		struct token *token;
		bool same = token_get(slot, &token) == HVAC_OK && token && !strcmp(token->text, "parent");

		token_release(token);
		if (token_set(slot, "child", NULL, NULL) != HVAC_OK || token_get(slot, &token) != HVAC_OK || strcmp(token->text, "child") != 0)
			same = false;
		leave(same ? 0 : 1);
	}
	ck_assert_int_eq(exit_status_of(child), 0);
	assert_token(slot, "parent");
	token_slot_unref(slot);
}
END_TEST

START_TEST(a_stored_login_is_a_deep_copy)
{
	struct token_slot *slot = token_slot_new();
	hvac_value *map = hvac_value_new_map();
	char id[] = "role", secret[] = "secret";
	hvac_config *config = hvac_config_new();
	struct stored_login *login;
	hvac_client *client;

	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	hvac_value_adopt_member(map, "k", hvac_value_new_string("v"));
	login = stored_login_new(client, "auth/x", "login", HVAC_ARGS(hvac_string("role_id", id), hvac_value_argument("map", map), hvac_bytes("b", secret, 6),
	                                                      hvac_integer("n", 1), hvac_file("f", "/nowhere"), hvac_string("not given", NULL)));
	ck_assert_ptr_nonnull(login);
	memset(id, 'x', sizeof id);
	memset(secret, 'x', sizeof secret);
	hvac_value_free(map);
	/* a memory checker tells whether anything was shared, or is freed twice */
	ck_assert_int_eq(token_store_login(slot, login), HVAC_OK);
	ck_assert_int_eq(token_store_login(slot, stored_login_new(client, NULL, NULL, NULL)), HVAC_OK);
	/* what a client was made with outlives it in its logins */
	hvac_client_free(client);
	token_slot_unref(slot);
	stored_login_unref(NULL);
}
END_TEST

SUITE("token", one_thread_at_a_time_is_inside_a_guard, a_guard_that_nobody_entered_has_no_block,
      a_forked_child_gets_a_fresh_block_although_the_parent_is_inside, a_slot_begins_empty_and_is_replaced_as_a_whole,
      a_token_that_somebody_holds_outlives_its_slot, a_slot_lives_as_long_as_its_last_user, a_token_of_eight_kilobytes_is_kept_whole,
      threads_see_the_old_or_the_new_token_whole, a_forked_child_goes_on_with_the_parents_token, a_stored_login_is_a_deep_copy)
