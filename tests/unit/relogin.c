/* SPDX-License-Identifier: MIT */
/* How another token is got: by a file that changed, by the first login again, and by what its wrapping token wrapped. */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <hvac/hvac.h>

#include "stage.h"
#include "suite.h"
#include "watch.h"

#define PATH "secret/data/a"

/* Derived clients */

START_TEST(a_derived_client_logs_in_where_the_first_login_was_made)
{
	hvac_client *team;

	LOGGED_IN("namespace", "home");
	ck_assert_int_eq(hvac_client_derive(stage.client, &team, "namespace", "team-a", "wrap_ttl", "60s", NULL), HVAC_OK);
	stage.living = 0;
	ck_assert_int_eq(stage_read(team, PATH), HVAC_OK);
	assert_asked(1, 2);
	ck_assert_str_eq(stage_seen("auth/token/lookup-self", 0, "/headers/X-Vault-Namespace"), "home");
	ck_assert_str_eq(stage_seen("auth/x/login", 1, "/headers/X-Vault-Namespace"), "home");
	ck_assert_ptr_null(stage_seen("auth/x/login", 1, "/headers/X-Vault-Wrap-TTL"));
	ck_assert_str_eq(stage_seen(PATH, 1, "/headers/X-Vault-Namespace"), "team-a");
	ck_assert_str_eq(stage_seen(PATH, 1, "/headers/X-Vault-Token"), "hvs.swordfish-2");
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	hvac_client_free(team);
	stage_close();
}
END_TEST

START_TEST(a_derived_clients_watcher_revokes_the_token_where_it_was_made)
{
	hvac_watcher *watcher;
	hvac_client *team;

	LOGGED_IN("namespace", "home");
	ck_assert_int_eq(hvac_client_derive(stage.client, &team, "namespace", "team-a", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_new(team, &watcher), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/token/revoke-self", 0, "/headers/X-Vault-Namespace"), "home");
	ck_assert_str_eq(stage_seen("auth/token/revoke-self", 0, "/headers/X-Vault-Token"), "hvs.swordfish-1");
	ck_assert_ptr_null(hvac_client_token(stage.client));
	hvac_watcher_free(watcher);
	hvac_client_free(team);
	stage_close();
}
END_TEST

START_TEST(a_derived_client_of_another_server_never_logs_in_and_uses_what_the_others_got)
{
	hvac_client *other;

	LOGGED_IN(NULL);
	ck_assert_int_eq(hvac_client_derive(stage.client, &other, "address", "http://two:8200", NULL), HVAC_OK);
	stage.living = 0;
	ck_assert_int_eq(stage_read(other, PATH), HVAC_FORBIDDEN);
	assert_asked(0, 1);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_int_eq(stage_read(other, PATH), HVAC_OK);
	assert_asked(1, 2);
	hvac_client_free(other);
	stage_close();
}
END_TEST

START_TEST(a_login_whose_token_is_not_used_is_not_repeated)
{
	LOGGED_IN(NULL);
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("role", "other"), hvac_boolean("use_token", false)), NULL), HVAC_OK);
	ck_assert_uint_eq(stage_token(), 1);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 3);
	ck_assert_str_eq(stage_seen("auth/x/login", 2, "/body"), stage_seen("auth/x/login", 0, "/body"));
	stage_close();
}
END_TEST

/* Wrapped secret ids */

static hvac_status try_wrapped(hvac_argument id)
{
	return hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("role", "web"), id, hvac_string("unwrap", "id")), NULL);
}

static void log_in_wrapped(hvac_argument id)
{
	ck_assert_int_eq(try_wrapped(id), HVAC_OK);
	ck_assert_uint_eq(stage.unwraps, 1);
	ck_assert_str_eq(stage_seen("auth/x/login", 0, "/body"), "{\"role\":\"web\",\"secret_id\":\"tunafish-1\"}");
}

START_TEST(a_wrapping_token_is_used_once_and_what_it_wrapped_after_that)
{
	STAGE(NULL);
	log_in_wrapped(hvac_string("id", "hvs.codfish-1"));
	for (unsigned i = 1; i < 3; i++) {
		stage.living = 0;
		ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
		ck_assert_str_eq(stage_seen("auth/x/login", i, "/body"), stage_seen("auth/x/login", 0, "/body"));
	}
	ck_assert_uint_eq(stage.lookups, 1);
	ck_assert_uint_eq(stage.unwraps, 1);
	stage_close();
}
END_TEST

START_TEST(another_wrapping_token_in_the_file_is_unwrapped_anew)
{
	STAGE(NULL);
	log_in_wrapped(hvac_file("id", stage_file("hvs.codfish-1\n")));
	stage_file("hvs.codfish-2\n");
	for (unsigned i = 1; i < 3; i++) {
		stage.living = 0;
		ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
		ck_assert_str_eq(stage_seen("auth/x/login", i, "/body"), "{\"role\":\"web\",\"secret_id\":\"tunafish-2\"}");
	}
	ck_assert_uint_eq(stage.unwraps, 2);
	stage_close();
}
END_TEST

static void log_in_again_wrapped(unsigned index)
{
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/x/login", index, "/body"), stage_seen("auth/x/login", 0, "/body"));
	ck_assert_uint_eq(stage.unwraps, 1);
}

START_TEST(what_was_unwrapped_is_used_also_when_the_file_is_empty_or_gone_and_another_token_in_it_wins)
{
	const char *path = stage_file("hvs.codfish-1\n");

	STAGE(NULL);
	log_in_wrapped(hvac_file("id", path));
	stage_file("\n");
	log_in_again_wrapped(1);
	ck_assert_int_eq(unlink(path), 0);
	log_in_again_wrapped(2);
	stage_file("hvs.codfish-2\n");
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/x/login", 3, "/body"), "{\"role\":\"web\",\"secret_id\":\"tunafish-2\"}");
	ck_assert_uint_eq(stage.lookups, 2);
	stage_close();
}
END_TEST

static int64_t give_once(void *context, char *buffer, size_t size)
{
	const char **text = context;
	size_t length = *text ? strlen(*text) : 0;

	if (!length || length > size)
		return -1;
	memcpy(buffer, *text, length);
	*text = NULL;
	return (int64_t)length;
}

START_TEST(what_was_unwrapped_is_used_also_when_its_source_has_nothing_to_give)
{
	const char *text = "hvs.codfish-1";

	STAGE(NULL);
	log_in_wrapped(hvac_source("id", give_once, &text));
	log_in_again_wrapped(1);
	stage_close();
}
END_TEST

START_TEST(a_wrapping_tokens_file_that_was_never_there_is_told)
{
	const char *path = stage_file("");

	STAGE(NULL);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(try_wrapped(hvac_file("id", path)), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_uint_eq(stage.lookups, 0);
	/* nor does a login of the program's own take it from the one that is stored */
	stage_file("hvs.codfish-1");
	log_in_wrapped(hvac_file("id", path));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(try_wrapped(hvac_file("id", path)), HVAC_PARAM_VALIDATION_ERROR);
	log_in_again_wrapped(1);
	stage_close();
}
END_TEST

START_TEST(what_was_unwrapped_is_kept_although_the_login_failed)
{
	STAGE(NULL);
	log_in_wrapped(hvac_file("id", stage_file("hvs.codfish-1\n")));
	stage_file("hvs.codfish-2\n");
	stage.living = 0;
	stage.login = &stage_down;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_VAULT_DOWN);
	ck_assert_uint_eq(stage.unwraps, 2);
	stage.login = NULL;
	stage.now += SECONDS(10);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_uint_eq(stage.unwraps, 2);
	stage_close();
}
END_TEST

START_TEST(what_was_unwrapped_is_kept_although_the_call_was_cancelled)
{
	struct stage_call call;

	STAGE(NULL);
	stage_waits();
	log_in_wrapped(hvac_file("id", stage_file("hvs.codfish-1\n")));
	stage_file("hvs.codfish-2\n");
	stage.living = 0;
	stage.login = &stage_says_nothing;
	stage_start(&call, stage.client, PATH);
	/* lookup, unwrap, login; the call, the question about the token, lookup, unwrap, login */
	scripted_wait(stage.scripted, 8);
	hvac_task_cancel(call.task);
	ck_assert_int_eq(stage_join(&call), HVAC_CANCELLED);
	stage.login = NULL;
	stage.now += SECONDS(10);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_uint_eq(stage.unwraps, 2);
	stage_close();
}
END_TEST

START_TEST(what_a_first_login_unwrapped_is_kept_although_it_failed)
{
	STAGE(NULL);
	stage.login = &stage_down;
	ck_assert_int_eq(try_wrapped(hvac_string("id", "hvs.codfish-1")), HVAC_VAULT_DOWN);
	/* nor does it go with one that was given nothing wrapped */
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("role", "web")), NULL), HVAC_VAULT_DOWN);
	stage.login = NULL;
	log_in_wrapped(hvac_string("id", "hvs.codfish-1"));
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/x/login", 3, "/body"), stage_seen("auth/x/login", 0, "/body"));
	ck_assert_uint_eq(stage.unwraps, 1);
	stage_close();
}
END_TEST

START_TEST(a_login_that_failed_takes_nothing_from_the_one_that_is_stored)
{
	STAGE(NULL);
	log_in_wrapped(hvac_string("id", "hvs.codfish-1"));
	stage.login = &stage_down;
	ck_assert_int_eq(try_wrapped(hvac_string("id", "hvs.codfish-2")), HVAC_VAULT_DOWN);
	stage.login = NULL;
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	ck_assert_str_eq(stage_seen("auth/x/login", 2, "/body"), stage_seen("auth/x/login", 0, "/body"));
	ck_assert_uint_eq(stage.unwraps, 2);
	stage_close();
}
END_TEST

START_TEST(what_a_failed_login_unwrapped_is_gone_when_another_has_succeeded)
{
	STAGE(NULL);
	stage.login = &stage_down;
	ck_assert_int_eq(try_wrapped(hvac_string("id", "hvs.codfish-1")), HVAC_VAULT_DOWN);
	stage.login = NULL;
	stage_log_in();
	ck_assert_int_eq(try_wrapped(hvac_string("id", "hvs.codfish-1")), HVAC_INVALID_REQUEST);
	ck_assert_uint_eq(stage.unwraps, 2);
	stage_close();
}
END_TEST

static void watch(hvac_watcher *watcher, unsigned logins)
{
	while (stage.logins < logins || hvac_queue_pending(watcher->queue)) {
		stage.now += SECONDS(1);
		ck_assert_uint_lt(stage.now, STAGE_START + SECONDS(3600));
		hvac_watcher_poll(watcher);
	}
}

static hvac_watcher *watch_wrapped(void)
{
	hvac_watcher *watcher;

	ck_assert_int_eq(hvac_watcher_new(stage.client, &watcher), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_login(watcher, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("id", "hvs.codfish-1"), hvac_string("unwrap", "id")), NULL), HVAC_OK);
	return watcher;
}

START_TEST(what_a_watchers_login_unwrapped_is_kept_although_it_failed)
{
	hvac_watcher *watcher;

	STAGE(NULL);
	watcher = watch_wrapped();
	stage.login = &stage_down;
	watch(watcher, 2);
	stage.login = NULL;
	watch(watcher, 3);
	ck_assert_uint_eq(stage_token(), 1);
	ck_assert_uint_eq(stage.unwraps, 1);
	hvac_watcher_free(watcher);
	stage_close();
}
END_TEST

START_TEST(a_watcher_goes_on_with_what_a_failed_login_unwrapped)
{
	hvac_watcher *watcher;

	STAGE(NULL);
	stage.login = &stage_down;
	ck_assert_int_eq(try_wrapped(hvac_string("id", "hvs.codfish-1")), HVAC_VAULT_DOWN);
	stage.login = NULL;
	watcher = watch_wrapped();
	watch(watcher, 2);
	ck_assert_uint_eq(stage_token(), 1);
	ck_assert_uint_eq(stage.unwraps, 1);
	hvac_watcher_free(watcher);
	stage_close();
}
END_TEST

/* Token files */

START_TEST(a_token_file_that_changed_is_used_before_any_question_or_login)
{
	stage.living = 7;
	STAGE("token_file", stage_file("hvs.swordfish-7\n"));
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	stage.living = 8;
	stage_file("{\"auth\":{\"client_token\":\"hvs.swordfish-8\"}}");
	ck_assert_int_eq(stage_write(stage.client, PATH), HVAC_OK);
	ck_assert_uint_eq(stage_count(PATH), 3);
	assert_asked(0, 0);
	ck_assert(stage_logged("the token's file has another"));
	/* also where there is a login */
	stage_log_in();
	stage.living = 9;
	stage_file("hvs.swordfish-9");
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(0, 1);
	ck_assert_uint_eq(stage_token(), 9);
	stage_close();
}
END_TEST

START_TEST(a_token_file_that_did_not_change_is_not_used_again)
{
	stage.living = 7;
	STAGE("token_file", stage_file("hvs.swordfish-7\n"));
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	ck_assert_uint_eq(stage_count(PATH), 1);
	/* after a login the file is older than the token */
	stage_log_in();
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	stage_close();
}
END_TEST

/* A program that rotates its token itself writes the file and sets the token. */
START_TEST(a_token_file_with_the_very_token_that_was_refused_gives_nothing_new)
{
	stage.living = 7;
	STAGE("token_file", stage_file("hvs.swordfish-7\n"));
	stage_log_in();
	ck_assert_int_eq(hvac_client_set_token(stage.client, "hvs.swordfish-8"), HVAC_OK);
	stage_file("hvs.swordfish-8\n");
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	assert_asked(1, 2);
	ck_assert_uint_eq(stage_count(PATH), 2);
	stage_close();
}
END_TEST

static const struct bad_file { const char *content, *says; } bad_files[] = {
	{ "", "empty" }, { "hvs.sword\tfish", "unprintable" }, { "{\"auth\":null}", "auth.client_token" }, { "{", "JSON" }, { NULL, "cannot read" },
};

START_TEST(a_token_file_that_cannot_be_used_is_told_in_the_log_and_the_refusal_stands)
{
	const struct bad_file *line = &bad_files[_i];
	const char *path = stage_file("hvs.swordfish-7");

	STAGE("token_file", path);
	if (line->content)
		stage_file(line->content);
	else
		ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	ck_assert_uint_eq(stage_count(PATH), 1);
	ck_assert(stage_logged("looking for another token: "));
	ck_assert_msg(stage_logged(path) && stage_logged(line->says), "%s", stage.log.bytes);
	/* what is logged in helps all the same */
	stage_log_in();
	stage.living = 0;
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_OK);
	stage_close();
}
END_TEST

/* Pipes */

/* In the place of the file. Whoever waits for it waits for somebody who may never come. */
static const char *put_pipe(void)
{
	const char *path = stage_file("");

	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	return path;
}

static void *fill_pipe(void *path)
{
	FILE *pipe = fopen(path, "w");

	ck_assert(pipe && fputs("hvs.swordfish-7\n", pipe) >= 0 && fclose(pipe) == 0);
	return NULL;
}

START_TEST(a_token_file_that_is_a_pipe_is_waited_for_once)
{
	char *path = strdup(put_pipe());
	pthread_t writer;

	ck_assert_int_eq(pthread_create(&writer, NULL, fill_pipe, path), 0);
	STAGE("token_file", path);
	ck_assert_int_eq(pthread_join(writer, NULL), 0);
	ck_assert_uint_eq(stage_token(), 7);
	ck_assert_int_eq(stage_read(stage.client, PATH), HVAC_FORBIDDEN);
	ck_assert_uint_eq(stage_count(PATH), 1);
	ck_assert_msg(stage_logged("looking for another token: ") && stage_logged("no regular file"), "%s", stage.log.bytes);
	free(path);
	stage_close();
}
END_TEST

START_TEST(a_watchers_login_by_a_pipe_is_made_once)
{
	char *path = strdup(put_pipe());
	hvac_watcher *watcher;
	pthread_t writer;

	STAGE(NULL);
	ck_assert_int_eq(hvac_watcher_new(stage.client, &watcher), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_login(watcher, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL), HVAC_OK);
	ck_assert_int_eq(pthread_create(&writer, NULL, fill_pipe, path), 0);
	watch(watcher, 1);
	ck_assert_int_eq(pthread_join(writer, NULL), 0);
	stage.living = 0;
	ck_assert_int_ne(stage_read(stage.client, PATH), HVAC_OK);
	stage_assert_says("no regular file");
	assert_asked(1, 1);
	hvac_watcher_free(watcher);
	free(path);
	stage_close();
}
END_TEST

START_TEST(a_login_by_a_pipe_is_not_repeated)
{
	char *path = strdup(put_pipe());
	pthread_t writer;

	STAGE(NULL);
	ck_assert_int_eq(pthread_create(&writer, NULL, fill_pipe, path), 0);
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL), HVAC_OK);
	ck_assert_int_eq(pthread_join(writer, NULL), 0);
	stage.living = 0;
	ck_assert_int_ne(stage_read(stage.client, PATH), HVAC_OK);
	stage_assert_says("no regular file");
	assert_asked(1, 1);
	free(path);
	stage_close();
}
END_TEST

/* A writer that says nothing, once somebody waits for one. */
static int hold_pipe(const char *path)
{
	int writer;

	while ((writer = open(path, O_WRONLY | O_NONBLOCK)) < 0)
		sched_yield();
	return writer;
}

/* A login in a thread that waits for the pipe. */
static int hold_login(struct stage_call *call)
{
	const char *path = put_pipe();
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL, &task), HVAC_OK);
	stage_run(call, task);
	return hold_pipe(path);
}

static hvac_watcher *watch_by_pipe(const char *path)
{
	hvac_watcher *watcher;

	ck_assert_int_eq(hvac_watcher_new(stage.client, &watcher), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_login(watcher, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL), HVAC_OK);
	return watcher;
}

START_TEST(a_pipe_to_which_nobody_writes_is_waited_for_until_the_deadline)
{
	hvac_response *response;
	hvac_status status;

	STAGE("deadline", "50ms");
	status = hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", put_pipe())), &response);
	ck_assert_int_eq(stage_keep(status, response), HVAC_TIMEOUT);
	stage_assert_says("argument id: cannot read");
	stage_assert_says("the deadline passed before its end came");
	ck_assert_uint_eq(stage.scripted->started, 0);
	stage_close();
}
END_TEST

START_TEST(a_login_that_waits_for_a_pipe_can_be_cancelled)
{
	struct stage_call call;
	int writer;

	STAGE(NULL);
	writer = hold_login(&call);
	hvac_task_cancel(call.task);
	ck_assert_int_eq(stage_join(&call), HVAC_CANCELLED);
	ck_assert_uint_eq(stage.scripted->started, 0);
	close(writer);
	stage_close();
}
END_TEST

START_TEST(a_login_that_waits_for_a_pipe_ends_with_its_client)
{
	struct stage_call call;
	int writer;

	STAGE(NULL);
	writer = hold_login(&call);
	hvac_client_free(stage.client);
	stage.client = NULL;
	ck_assert_int_eq(stage_join(&call), HVAC_CANCELLED);
	close(writer);
	stage_close();
}
END_TEST

START_TEST(a_call_whose_login_waits_for_a_pipe_can_be_cancelled_and_the_next_login_hears_whoever_writes)
{
	char *path = strdup(put_pipe());
	struct stage_call call;
	hvac_watcher *watcher;
	pthread_t filler;
	int writer;

	STAGE("token", "hvs.swordfish-7");
	stage_waits();
	watcher = watch_by_pipe(path);
	stage_start(&call, stage.client, PATH);
	writer = hold_pipe(path);
	hvac_task_cancel(call.task);
	ck_assert_int_eq(stage_join(&call), HVAC_CANCELLED);
	assert_asked(1, 0);
	close(writer);
	ck_assert_int_eq(pthread_create(&filler, NULL, fill_pipe, path), 0);
	watch(watcher, 1);
	ck_assert_int_eq(pthread_join(filler, NULL), 0);
	ck_assert_uint_eq(stage_token(), 1);
	hvac_watcher_free(watcher);
	free(path);
	stage_close();
}
END_TEST

START_TEST(a_watcher_that_waits_for_a_pipe_can_be_freed)
{
	const char *path = put_pipe();
	hvac_watcher *watcher;
	int writer;

	STAGE(NULL);
	stage_waits();
	watcher = watch_by_pipe(path);
	ck_assert_int_eq(hvac_watcher_start(watcher), HVAC_OK);
	writer = hold_pipe(path);
	hvac_watcher_free(watcher);
	assert_asked(0, 0);
	close(writer);
	stage_close();
}
END_TEST

static void note_failure(hvac_watcher *watcher, const hvac_event *event, void *context)
{
	(void)watcher;
	ck_assert_int_eq(hvac_response_status(event->response), HVAC_TIMEOUT);
	*(bool *)context = event->kind == HVAC_EVENT_FAILED;
}

START_TEST(a_watcher_hears_whoever_writes_to_a_pipe_after_its_first_login_has_timed_out)
{
	char *path = strdup(put_pipe());
	bool has_failed = false;
	hvac_watcher *watcher;
	pthread_t writer;

	STAGE("deadline", "200ms");
	watcher = watch_by_pipe(path);
	hvac_watcher_on_event(watcher, note_failure, &has_failed);
	while (!has_failed)
		hvac_watcher_poll(watcher);
	hvac_watcher_on_event(watcher, NULL, NULL);
	ck_assert_int_eq(pthread_create(&writer, NULL, fill_pipe, path), 0);
	watch(watcher, 1);
	ck_assert_int_eq(pthread_join(writer, NULL), 0);
	ck_assert_uint_eq(stage_token(), 1);
	hvac_watcher_free(watcher);
	free(path);
	stage_close();
}
END_TEST

#define SIGNALS 20

static sem_t signals;

static void count_signal(int number)
{
	(void)number;
	sem_post(&signals);
}

static void *fill_pipe_after_signals(void *path)
{
	for (int i = 0; i < SIGNALS; i++)
		sem_wait(&signals);
	return fill_pipe(path);
}

/* One each millisecond, for this thread alone. */
START_TEST(a_pipe_whose_writer_comes_late_is_waited_for_also_when_signals_come)
{
	const struct itimerval often = { .it_interval.tv_usec = 1000, .it_value.tv_usec = 1000 }, never = { .it_value.tv_usec = 0 };
	const struct sigaction interrupts = { .sa_handler = count_signal };
	char *path = strdup(put_pipe());
	pthread_t writer;
	sigset_t alarms;

	STAGE(NULL);
	sem_init(&signals, 0, 0);
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarms, NULL);
	ck_assert_int_eq(pthread_create(&writer, NULL, fill_pipe_after_signals, path), 0);
	pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
	sigaction(SIGALRM, &interrupts, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL), HVAC_OK);
	setitimer(ITIMER_REAL, &never, NULL);
	ck_assert_int_eq(pthread_join(writer, NULL), 0);
	ck_assert_uint_eq(stage_token(), 1);
	free(path);
	stage_close();
}
END_TEST

/* Files that somebody holds by a lease */

/* The holder, whom the signal that asks for the file does not end. */
static int hold_file(const char *path)
{
	int holder = open(path, O_RDWR);

	ck_assert(holder >= 0 && fcntl(holder, F_SETSIG, SIGURG) == 0 && fcntl(holder, F_SETLEASE, F_WRLCK) == 0);
	return holder;
}

/* A login in a thread that waits for the file. */
static int hold_login_by_file(struct stage_call *call)
{
	const char *path = stage_file("hvs.swordfish-7\n");
	int holder = hold_file(path);
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), NULL, &task), HVAC_OK);
	stage_run(call, task);
	while (fcntl(holder, F_GETLEASE) == F_WRLCK)
		sched_yield();
	return holder;
}

START_TEST(a_file_that_nobody_gives_up_is_waited_for_until_the_deadline)
{
	const char *path = stage_file("hvs.swordfish-7\n");
	int holder = hold_file(path);
	hvac_response *response;
	hvac_status status;

	STAGE("deadline", "50ms");
	status = hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_file("id", path)), &response);
	ck_assert_int_eq(stage_keep(status, response), HVAC_TIMEOUT);
	stage_assert_says("argument id: cannot read");
	stage_assert_says("the deadline passed before its end came");
	ck_assert_uint_eq(stage.scripted->started, 0);
	close(holder);
	stage_close();
}
END_TEST

START_TEST(a_login_that_waits_for_who_holds_its_file_can_be_cancelled)
{
	struct stage_call call;
	int holder;

	STAGE(NULL);
	holder = hold_login_by_file(&call);
	hvac_task_cancel(call.task);
	ck_assert_int_eq(stage_join(&call), HVAC_CANCELLED);
	ck_assert_uint_eq(stage.scripted->started, 0);
	close(holder);
	stage_close();
}
END_TEST

START_TEST(a_login_goes_on_when_its_file_is_given_up)
{
	struct stage_call call;

	STAGE(NULL);
	close(hold_login_by_file(&call));
	ck_assert_int_eq(stage_join(&call), HVAC_OK);
	assert_asked(0, 1);
	stage_close();
}
END_TEST

TABLE_SUITE("relogin", a_token_file_that_cannot_be_used_is_told_in_the_log_and_the_refusal_stands, sizeof bad_files / sizeof bad_files[0],
      a_derived_client_logs_in_where_the_first_login_was_made,
      a_derived_clients_watcher_revokes_the_token_where_it_was_made, a_derived_client_of_another_server_never_logs_in_and_uses_what_the_others_got,
      a_login_whose_token_is_not_used_is_not_repeated, a_wrapping_token_is_used_once_and_what_it_wrapped_after_that, another_wrapping_token_in_the_file_is_unwrapped_anew,
      what_was_unwrapped_is_used_also_when_the_file_is_empty_or_gone_and_another_token_in_it_wins,
      what_was_unwrapped_is_used_also_when_its_source_has_nothing_to_give, a_wrapping_tokens_file_that_was_never_there_is_told,
      what_was_unwrapped_is_kept_although_the_login_failed, what_was_unwrapped_is_kept_although_the_call_was_cancelled,
      what_a_first_login_unwrapped_is_kept_although_it_failed, a_login_that_failed_takes_nothing_from_the_one_that_is_stored,
      what_a_failed_login_unwrapped_is_gone_when_another_has_succeeded, what_a_watchers_login_unwrapped_is_kept_although_it_failed,
      a_watcher_goes_on_with_what_a_failed_login_unwrapped,
      a_token_file_that_changed_is_used_before_any_question_or_login, a_token_file_that_did_not_change_is_not_used_again,
      a_token_file_with_the_very_token_that_was_refused_gives_nothing_new, a_token_file_that_is_a_pipe_is_waited_for_once,
      a_login_by_a_pipe_is_not_repeated, a_watchers_login_by_a_pipe_is_made_once,
      a_pipe_to_which_nobody_writes_is_waited_for_until_the_deadline, a_login_that_waits_for_a_pipe_can_be_cancelled,
      a_login_that_waits_for_a_pipe_ends_with_its_client,
      a_call_whose_login_waits_for_a_pipe_can_be_cancelled_and_the_next_login_hears_whoever_writes,
      a_watcher_that_waits_for_a_pipe_can_be_freed, a_watcher_hears_whoever_writes_to_a_pipe_after_its_first_login_has_timed_out,
      a_pipe_whose_writer_comes_late_is_waited_for_also_when_signals_come,
      a_file_that_nobody_gives_up_is_waited_for_until_the_deadline, a_login_that_waits_for_who_holds_its_file_can_be_cancelled,
      a_login_goes_on_when_its_file_is_given_up)
