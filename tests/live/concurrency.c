/* SPDX-License-Identifier: MIT */
/* Many calls at once: threads, forked children, derived clients, tasks that are cancelled. */
#include "calls.h"
#include "listener.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KV "secrets/kv_v2"
#define THREADS 8
#define READS 50

static void written(const char *path)
{
	set_up("POST", format("secret/data/%s", path), "{\"data\":{\"user\":\"web\"}}");
}

/* Whether a read gives what was written: asserts nothing, for threads and children. */
static bool reads(hvac_client *who, const char *path)
{
	hvac_response *response;
	bool right = hvac_call(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", path)), &response) == HVAC_OK &&
	             hvac_response_string(response, "user") && !strcmp(hvac_response_string(response, "user"), "web");

	hvac_response_free(response);
	return right;
}

/* Threads */

static void *read_often(void *context)
{
	size_t right = 0;

	for (int i = 0; i < READS; i++)
		right += reads(context, "threads");
	return (void *)(uintptr_t)right;
}

START_TEST(threads_share_a_client)
{
	pthread_t threads[THREADS];
	size_t right = 0;

	written("threads");
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_often, client), 0);
	for (int i = 0; i < THREADS; i++) {
		void *result;

		pthread_join(threads[i], &result);
		right += (size_t)(uintptr_t)result;
	}
	ck_assert_uint_eq(right, THREADS * READS);
}
END_TEST

START_TEST(a_token_is_replaced_while_threads_read)
{
	const char *other = text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"root\"]}"), "/auth/client_token");
	pthread_t thread;
	void *right;

	written("threads");
	ck_assert_int_eq(pthread_create(&thread, NULL, read_often, client), 0);
	for (int i = 0; i < 2 * READS; i++)
		ck_assert_int_eq(hvac_client_set_token(client, i % 2 ? server->token : other), HVAC_OK);
	pthread_join(thread, &right);
	ck_assert_uint_eq((size_t)(uintptr_t)right, READS);
}
END_TEST

/* Forked children */

/* What the parent had is left in the child as it is, on purpose: another program in its place is not asked about leaks. */
static _Noreturn void end_child(bool well)
{
	const char *program = well ? "/bin/true" : "/bin/false";

	execl(program, program, (char *)NULL);
	_exit(127);
}

static void child_ends_well(pid_t child)
{
	int status;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}

START_TEST(a_child_uses_its_parents_client_and_leaves_the_parents_connection)
{
	pid_t child;

	written("fork");
	ck_assert(reads(client, "fork"));
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		bool right = reads(client, "fork") && reads(client, "fork");

		hvac_client_free(client);
		end_child(right);
	}
	child_ends_well(child);
	ck_assert(reads(client, "fork"));
}
END_TEST

START_TEST(children_read_at_once_with_their_parent)
{
	pid_t children[4];

	written("fork");
	ck_assert(reads(client, "fork"));
	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		ck_assert_int_ge(children[i], 0);
		if (children[i] == 0) {
			bool right = true;

			for (int n = 0; n < 10; n++)
				right = reads(client, "fork") && right;
			end_child(right);
		}
	}
	for (int n = 0; n < 10; n++)
		ck_assert(reads(client, "fork"));
	for (int i = 0; i < 4; i++)
		child_ends_well(children[i]);
}
END_TEST

/* Derived clients */

static void end_client(void *thing)
{
	hvac_client_free(thing);
}

START_TEST(a_namespace_of_its_own)
{
	hvac_response *response;
	hvac_client *team;

	ck_assert_int_eq(hvac_request_path(client, "POST", "sys/namespaces/team-a", NULL, NULL, &response), HVAC_OK);
	hvac_response_free(response);
	ck_assert_int_eq(hvac_client_derive(client, &team, "namespace", "team-a", NULL), HVAC_OK);
	keep(team, end_client);

	mount_kv_v2(team, "own");
	call_as(team, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "x"), hvac_string("mount_point", "own"), hvac_json("secret", "{\"n\":7}")));
	ck_assert_int_eq(number_at(look("team-a/own/data/x"), "/data/data/n"), 7);
	ck_assert_int_eq(look_status("own/data/x"), 404);

	response = refused_as(client, HVAC_INVALID_PATH, KV, "read_secret", HVAC_ARGS(hvac_string("path", "x"), hvac_string("mount_point", "own")));
	ck_assert_ptr_null(hvac_response_namespace(response));
}
END_TEST

START_TEST(wrapped_answers_for_one_client_only)
{
	hvac_response *response;
	hvac_client *wrapping;
	const hvac_value *inside;
	int status;

	written("derived");
	ck_assert_int_eq(hvac_client_derive(client, &wrapping, "wrap_ttl", "60s", NULL), HVAC_OK);
	keep(wrapping, end_client);
	response = call_as(wrapping, KV, "read_secret", HVAC_ARGS(hvac_string("path", "derived")));
	ck_assert_ptr_null(hvac_response_string(response, "user"));
	inside = ask(server, text_at(hvac_response_wrap_info(response), "/token"), "POST", "sys/wrapping/unwrap", NULL, &status);
	ck_assert_str_eq(text_at(inside, "/data/data/user"), "web");
	ck_assert(reads(client, "derived"));
}
END_TEST

START_TEST(a_token_is_shared_until_one_is_given)
{
	hvac_client *sharing, *other;

	written("derived");
	ck_assert_int_eq(hvac_client_derive(client, &sharing, "timeout", "20s", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(client, &other, "token", "wrong", NULL), HVAC_OK);
	keep(sharing, end_client);
	keep(other, end_client);
	ck_assert(reads(sharing, "derived"));
	refused_as(other, HVAC_FORBIDDEN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "derived")));
	ck_assert(reads(client, "derived"));

	hvac_client_set_token(client, "wrong too");
	ck_assert(!reads(sharing, "derived"));
	hvac_client_set_token(sharing, server->token);
	ck_assert(reads(client, "derived"));
}
END_TEST

START_TEST(a_derived_client_outlives_the_one_it_came_of)
{
	hvac_client *first = client_of(server, "token", server->token, NULL), *parent, *derived;

	written("derived");
	ck_assert_int_eq(hvac_client_derive(first, &parent, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(parent, &derived, "max_retries", "0", NULL), HVAC_OK);
	hvac_client_free(parent);
	ck_assert(reads(derived, "derived"));
	hvac_client_free(derived);
	ck_assert(reads(first, "derived"));
}
END_TEST

START_TEST(a_derived_client_that_is_wrong_says_why_at_each_call)
{
	hvac_client *wrong;

	ck_assert_int_eq(hvac_client_derive(client, &wrong, "timeout", "soon", NULL), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(wrong);
	keep(wrong, end_client);
	ck_assert_ptr_nonnull(strstr(hvac_client_error(wrong), "timeout"));
	says(refused_as(wrong, HVAC_CONFIG_ERROR, KV, "read_secret", HVAC_ARGS(hvac_string("path", "x"))), "timeout");
	ck_assert_str_eq(hvac_client_error(client), "");
}
END_TEST

START_TEST(a_response_outlives_its_client)
{
	hvac_client *who;
	hvac_response *response;

	written("response");
	ck_assert_int_eq(hvac_client_derive(client, &who, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_call(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", "response")), &response), HVAC_OK);
	keep_response(response);
	hvac_client_free(who);
	ck_assert_str_eq(hvac_response_string(response, "user"), "web");
}
END_TEST

/* Tasks */

/* A client of a server that takes a connection and says nothing. */
static hvac_client *client_of_silence(int *silent)
{
	hvac_config *config = hvac_config_new();
	hvac_client *made;
	int port;

	*silent = listener_silent(&port);
	ck_assert_int_ge(*silent, 0);
	hvac_config_set(config, "address", format("http://127.0.0.1:%d", port));
	hvac_config_set(config, "timeout", "1h");
	hvac_config_set(config, "deadline", "1h");
	ck_assert_int_eq(hvac_client_new(config, &made), HVAC_OK);
	hvac_config_free(config);
	return made;
}

static hvac_task *task_of(hvac_client *who)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", "x")), NULL, &task), HVAC_OK);
	return task;
}

static void *run_task(void *context)
{
	return (void *)(uintptr_t)hvac_task_run(context);
}

START_TEST(a_task_is_cancelled_from_another_thread)
{
	int silent;
	hvac_client *who = client_of_silence(&silent);
	hvac_task *task = task_of(who);
	hvac_response *response;
	pthread_t thread;
	void *status;

	ck_assert_int_eq(pthread_create(&thread, NULL, run_task, task), 0);
	ck_assert(listener_has_caller(silent));
	hvac_task_cancel(task);
	pthread_join(thread, &status);
	ck_assert_int_eq((int)(uintptr_t)status, HVAC_CANCELLED);
	response = hvac_task_take(task);
	ck_assert_int_eq(hvac_response_status(response), HVAC_CANCELLED);
	says(keep_response(response), "cancelled");
	ck_assert_ptr_null(hvac_task_take(task));
	hvac_task_free(task);
	hvac_client_free(who);
	close(silent);
}
END_TEST

START_TEST(a_task_that_was_cancelled_before_sends_nothing)
{
	int silent;
	hvac_client *who = client_of_silence(&silent);
	hvac_task *task = task_of(who);

	hvac_task_cancel(task);
	ck_assert_int_eq(hvac_task_run(task), HVAC_CANCELLED);
	ck_assert_ptr_null(hvac_response_method(keep_response(hvac_task_take(task))));
	hvac_task_free(task);
	hvac_client_free(who);
	close(silent);
}
END_TEST

static void *read_in_silence(void *context)
{
	hvac_response *response;
	hvac_status status = hvac_read(context, "secret/data/x", &response);

	hvac_response_free(response);
	return (void *)(uintptr_t)status;
}

START_TEST(freeing_a_client_cancels_its_calls)
{
	int silent;
	hvac_client *who = client_of_silence(&silent);
	pthread_t thread;
	void *status;

	ck_assert_int_eq(pthread_create(&thread, NULL, read_in_silence, who), 0);
	ck_assert(listener_has_caller(silent));
	hvac_client_free(who);
	pthread_join(thread, &status);
	ck_assert_int_eq((int)(uintptr_t)status, HVAC_CANCELLED);
	close(silent);
}
END_TEST

START_TEST(a_task_runs_once_and_keeps_its_client)
{
	hvac_client *who;
	hvac_task *task;
	hvac_response *response;

	written("task");
	ck_assert_int_eq(hvac_client_derive(client, &who, NULL), HVAC_OK);
	ck_assert_int_eq(hvac_task_new_path(who, "GET", "secret/data/task", NULL, NULL, &task), HVAC_OK);
	ck_assert_ptr_null(hvac_task_take(task));
	ck_assert_int_eq(hvac_task_run(task), HVAC_OK);
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	hvac_client_free(who);
	response = keep_response(hvac_task_take(task));
	ck_assert_str_eq(hvac_response_string(response, "data/user"), "web");
	hvac_task_free(task);
}
END_TEST

START_TEST(a_dry_run_shows_the_request_and_sends_nothing)
{
	hvac_value *requests = NULL;
	hvac_task *task;
	char *text;

	ck_assert_int_eq(hvac_task_new(client, KV, "create_or_update_secret",
	                               HVAC_ARGS(hvac_string("path", "dry"), hvac_json("secret", "{\"password\":\"marked-secret\"}"), hvac_integer("cas", 0)), NULL,
	                               &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, true, &requests), HVAC_OK);
	keep_value(requests);
	ck_assert_str_eq(text_at(requests, "/0/method"), "POST");
	ck_assert_str_eq(text_at(requests, "/0/url"), "/v1/secret/data/dry");
	ck_assert_str_eq(text_at(requests, "/0/headers/X-Vault-Token"), "***");
	ck_assert_int_eq(number_at(requests, "/0/body/options/cas"), 0);
	text = keep_text(hvac_value_to_text(requests, NULL));
	ck_assert_ptr_null(strstr(text, "marked-secret"));
	ck_assert_ptr_null(strstr(text, server->token));
	ck_assert_int_eq(hvac_task_run(task), HVAC_PARAM_VALIDATION_ERROR);
	hvac_task_free(task);
	ck_assert_int_eq(look_status("secret/metadata/dry"), 404);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("threads, forks and tasks, live");
	TCase *tests = live_case(suite, "threads");

	tcase_add_test(tests, threads_share_a_client);
	tcase_add_test(tests, a_token_is_replaced_while_threads_read);

	tests = live_case(suite, "forks");
	tcase_add_test(tests, a_child_uses_its_parents_client_and_leaves_the_parents_connection);
	tcase_add_test(tests, children_read_at_once_with_their_parent);

	tests = live_case(suite, "derived clients");
	tcase_add_test(tests, a_namespace_of_its_own);
	tcase_add_test(tests, wrapped_answers_for_one_client_only);
	tcase_add_test(tests, a_token_is_shared_until_one_is_given);
	tcase_add_test(tests, a_derived_client_outlives_the_one_it_came_of);
	tcase_add_test(tests, a_derived_client_that_is_wrong_says_why_at_each_call);
	tcase_add_test(tests, a_response_outlives_its_client);

	tests = live_case(suite, "tasks");
	tcase_add_test(tests, a_task_is_cancelled_from_another_thread);
	tcase_add_test(tests, a_task_that_was_cancelled_before_sends_nothing);
	tcase_add_test(tests, freeing_a_client_cancels_its_calls);
	tcase_add_test(tests, a_task_runs_once_and_keeps_its_client);
	tcase_add_test(tests, a_dry_run_shows_the_request_and_sends_nothing);
	return live_main(suite);
}
