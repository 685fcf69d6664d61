/* SPDX-License-Identifier: MIT */
/*
 * hvac_watcher against the real server, where tokens and leases live for seconds: AppRole, and the rabbitmq engine, whose broker is
 * the test itself and sees its users come and go. What a watcher does over days is in tests/unit/watcher.c.
 */
#include "calls.h"
#include "listener.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 16
#define WORKERS 4
#define LIVES 3                         /* that a test goes through */
#define USES 1000                       /* of a secret id: those that are left tell how many logins there were */
#define POLICY "path \\\"secret/data/watched\\\" { capabilities = [\\\"read\\\"] } path \\\"broker/creds/web\\\" { capabilities = [\\\"read\\\"] }" \
	" path \\\"sys/leases/revoke\\\" { capabilities = [\\\"update\\\"] }"

/* One process for each test: what it watches can stand here. */
static hvac_watcher *watcher;
static hvac_client *web;                /* the program's client, which has no token at first */
static struct server *where;            /* the dev server, or one of the test's own */
static const char *root;
static const char *role_id, *secret_id, *secret_id_file, *wrap_ttl;
static struct broker broker;
static atomic_uint told[8], exchanges, delivered;

static void count(hvac_watcher *from, const hvac_event *event, void *context)
{
	(void)from;
	(void)context;
	atomic_fetch_add(&told[event->kind], 1);
}

static void count_exchanges(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)line;
	if (level == HVAC_LOG_DEBUG)
		atomic_fetch_add(&exchanges, 1);
}

static const hvac_value *set(const char *method, const char *path, const char *body)
{
	int status;
	const hvac_value *answer = ask(where, root, method, path, body, &status);

	ck_assert_msg(status == 200 || status == 204, "%s %s: %d", method, path, status);
	return answer;
}

/* A role whose tokens live two seconds, and three when renewed. */
static void make_role(void)
{
	set("PUT", "sys/policies/acl/watched", "{\"policy\":\"" POLICY "\"}");
	set("POST", "secret/data/watched", "{\"data\":{\"user\":\"web\"}}");
	set("POST", "sys/auth/approle", "{\"type\":\"approle\"}");
	set("POST", "auth/approle/role/web", "{\"token_policies\":\"watched\",\"token_ttl\":\"2s\",\"token_max_ttl\":\"3s\"}");
	role_id = text_at(set("GET", "auth/approle/role/web/role-id", NULL), "/data/role_id");
	secret_id = text_at(set("POST", "auth/approle/role/web/secret-id", format("{\"num_uses\":%d}", USES)), "/data/secret_id");
	secret_id_file = keep(server_file(where->directory, "secret-id", secret_id), free);
}

static void begin_at(struct server *at, const char *token)
{
	hvac_config *config = hvac_config_new();

	where = at;
	root = token;
	make_role();
	hvac_config_set(config, "address", where->address);
	hvac_config_set(config, "watch_interval", "1s");
	hvac_config_set(config, "wrap_ttl", wrap_ttl);
	hvac_config_log(config, HVAC_LOG_DEBUG, count_exchanges, NULL);
	web = client_from(config);
	ck_assert_int_eq(hvac_watcher_new(web, &watcher), HVAC_OK);
	hvac_watcher_on_event(watcher, count, NULL);
	ck_assert_int_eq(hvac_watcher_login(watcher, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", role_id), hvac_file("secret_id", secret_id_file)), NULL),
	                 HVAC_OK);
}

/* The dev server's approle is gone with each test: each has its own accounts. */
static void begin(void)
{
	begin_at(server, server->token);
}

static void end(void)
{
	set("DELETE", "sys/auth/approle", NULL);
}

static unsigned count_of(hvac_event_kind kind)
{
	return atomic_load(&told[kind]);
}

/* Logins that the server has seen. */
static unsigned logins(void)
{
	const hvac_value *seen = set("POST", "auth/approle/role/web/secret-id/lookup", format("{\"secret_id\":\"%s\"}", secret_id));

	return USES - (unsigned)number_at(seen, "/data/secret_id_num_uses");
}

static bool is_alive(const char *token)
{
	int status;

	ask(where, token, "GET", "auth/token/lookup-self", NULL, &status);
	return status == 200;
}

static bool is_logged_in(void)
{
	const char *token = hvac_client_token(web);

	return token && is_alive(keep_text((char *)(uintptr_t)token));
}

/* In a program's own loop, until so many of that were told. */
static void loop_until(hvac_event_kind kind, unsigned many)
{
	while (count_of(kind) < many) {
		poll(NULL, 0, hvac_watcher_due_in(watcher));
		hvac_watcher_poll(watcher);
	}
}

/* While the watcher's thread works. */
static void wait_until(hvac_event_kind kind, unsigned many)
{
	for (int i = 0; i < SERVER_LOOKS && count_of(kind) < many; i++)
		server_pause();
	ck_assert_uint_ge(count_of(kind), many);
}

static atomic_bool enough;
static atomic_uint wrong, right;

static bool reads(hvac_client *who)
{
	hvac_response *response;
	bool well = hvac_read(who, "secret/data/watched", &response) == HVAC_OK && hvac_response_string(response, "data/user");

	hvac_response_free(response);
	return well;
}

static void *read_until_enough(void *context)
{
	(void)context;
	while (!atomic_load(&enough))
		atomic_fetch_add(reads(web) ? &right : &wrong, 1);
	return NULL;
}

START_TEST(sixteen_threads_call_through_several_tokens_and_none_fails)
{
	pthread_t threads[THREADS];

	begin();
	ck_assert_int_eq(hvac_watcher_start(watcher), HVAC_OK);
	wait_until(HVAC_EVENT_LOGGED_IN, 1);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_until_enough, NULL), 0);
	wait_until(HVAC_EVENT_LOGGED_IN, LIVES);
	atomic_store(&enough, true);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(atomic_load(&wrong), 0);
	ck_assert_uint_gt(atomic_load(&right), THREADS);
	ck_assert_uint_ge(count_of(HVAC_EVENT_RENEWED), 1);
	/* sixteen threads make no logins of their own; one may be on its way */
	ck_assert_uint_le(logins(), count_of(HVAC_EVENT_LOGGED_IN) + 1);
	hvac_watcher_free(watcher);
	end();
}
END_TEST

START_TEST(a_client_that_wants_its_answers_wrapped_has_a_token_kept_all_the_same)
{
	wrap_ttl = "60s";
	begin();
	loop_until(HVAC_EVENT_LOGGED_IN, 1);
	ck_assert(is_logged_in());
	loop_until(HVAC_EVENT_LOGGED_IN, LIVES);
	ck_assert(is_logged_in());
	ck_assert_uint_ge(count_of(HVAC_EVENT_RENEWED), 1);
	ck_assert_uint_eq(logins(), count_of(HVAC_EVENT_LOGGED_IN));
	hvac_watcher_free(watcher);
	end();
}
END_TEST

START_TEST(in_the_end_the_token_is_dead)
{
	const char *token;

	begin();
	loop_until(HVAC_EVENT_LOGGED_IN, 1);
	token = keep_text(hvac_client_token(web));
	ck_assert(is_alive(token));
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	ck_assert_uint_eq(count_of(HVAC_EVENT_REVOKED), 1);
	ck_assert(!is_alive(token));
	ck_assert_ptr_null(hvac_client_token(web));
	hvac_watcher_free(watcher);
	end();
}
END_TEST

START_TEST(a_token_that_somebody_revokes_is_replaced)
{
	begin();
	set("POST", "auth/approle/role/web", "{\"token_ttl\":\"3s\",\"token_max_ttl\":\"1h\"}");
	loop_until(HVAC_EVENT_LOGGED_IN, 1);
	for (unsigned i = 2; i < 2 + LIVES; i++) {
		set("POST", "auth/token/revoke", format("{\"token\":\"%s\"}", keep_text(hvac_client_token(web))));
		loop_until(HVAC_EVENT_LOGGED_IN, i);
		ck_assert(is_logged_in());
	}
	ck_assert_uint_eq(logins(), count_of(HVAC_EVENT_LOGGED_IN));
	hvac_watcher_free(watcher);
	end();
}
END_TEST

static void begin_leases(void)
{
	ck_assert(broker_start(&broker));
	set("POST", "sys/mounts/broker", "{\"type\":\"rabbitmq\"}");
	set("POST", "broker/config/connection",
	    format("{\"connection_uri\":\"http://127.0.0.1:%d\",\"username\":\"a\",\"password\":\"b\",\"verify_connection\":false}", broker.port));
	set("POST", "broker/config/lease", "{\"ttl\":\"2s\",\"max_ttl\":\"3s\"}");
	set("POST", "broker/roles/web", "{\"tags\":\"management\"}");
}

static void end_leases(void)
{
	set("DELETE", "sys/mounts/broker", NULL);
	broker_stop(&broker);
	end();
}

static const char *last_user;

/* A credential that is given is one that lives, and no other than the one before. */
static void take_credential(hvac_watcher *from, const hvac_response *response, void *context)
{
	const char *user = hvac_response_string(response, "username");
	int status;

	(void)from;
	(void)context;
	ask(where, root, "PUT", "sys/leases/lookup", format("{\"lease_id\":\"%s\"}", hvac_response_lease_id(response)), &status);
	ck_assert_int_eq(status, 200);
	ck_assert(user && (!last_user || strcmp(user, last_user) != 0));
	last_user = format("%s", user);
	atomic_fetch_add(&delivered, 1);
}

static void watch_credential(void)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new_path(web, "GET", "broker/creds/web", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_watcher_add(watcher, task, take_credential, NULL), HVAC_OK);
}

START_TEST(a_leased_secret_is_renewed_and_read_again_through_several_lives)
{
	begin();
	begin_leases();
	set("POST", "auth/approle/role/web", "{\"token_ttl\":\"10m\",\"token_max_ttl\":\"10m\"}");
	watch_credential();
	loop_until(HVAC_EVENT_READ, LIVES);
	ck_assert_uint_eq(atomic_load(&delivered), LIVES);
	ck_assert_uint_ge(count_of(HVAC_EVENT_RENEWED), 1);
	ck_assert_uint_eq(logins(), 1);
	ck_assert_int_eq(hvac_watcher_revoke(watcher), HVAC_OK);
	/* the broker has seen the last of its users go */
	for (int i = 0; i < SERVER_LOOKS && atomic_load(&broker.users); i++)
		server_pause();
	ck_assert_int_eq(atomic_load(&broker.users), 0);
	hvac_watcher_free(watcher);
	end_leases();
}
END_TEST

START_TEST(leases_end_with_their_token_and_are_made_anew_with_the_next)
{
	begin();
	begin_leases();
	set("POST", "broker/config/lease", "{\"ttl\":\"1h\",\"max_ttl\":\"4h\"}");
	watch_credential();
	loop_until(HVAC_EVENT_LOGGED_IN, LIVES);
	loop_until(HVAC_EVENT_READ, LIVES);
	/* one for each token */
	ck_assert_uint_eq(atomic_load(&delivered), count_of(HVAC_EVENT_READ));
	ck_assert_uint_le(count_of(HVAC_EVENT_READ), count_of(HVAC_EVENT_LOGGED_IN));
	ck_assert_uint_le(logins(), count_of(HVAC_EVENT_LOGGED_IN) + 1);
	hvac_watcher_free(watcher);
	end_leases();
}
END_TEST

START_TEST(a_seal_is_survived_without_a_loop)
{
	struct server *own = server_start("inmem", SERVER_HTTP, "");
	const hvac_value *made;
	unsigned before, failures;

	ck_assert_ptr_nonnull(own);
	made = ask(own, NULL, "PUT", "sys/init", "{\"secret_shares\":1,\"secret_threshold\":1}", NULL);
	ask(own, NULL, "PUT", "sys/unseal", format("{\"key\":\"%s\"}", text_at(made, "/keys/0")), NULL);
	where = own;
	root = text_at(made, "/root_token");
	set("POST", "sys/mounts/secret", "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
	begin_at(own, root);
	loop_until(HVAC_EVENT_RENEWED, 1);
	set("PUT", "sys/seal", NULL);
	before = atomic_load(&exchanges);
	failures = count_of(HVAC_EVENT_FAILED);
	loop_until(HVAC_EVENT_FAILED, failures + 3);
	/* each of them had three tries at most */
	ck_assert_uint_le(atomic_load(&exchanges) - before, 3 * (count_of(HVAC_EVENT_FAILED) - failures) + 3);
	ask(own, NULL, "PUT", "sys/unseal", format("{\"key\":\"%s\"}", text_at(made, "/keys/0")), NULL);
	loop_until(HVAC_EVENT_LOGGED_IN, count_of(HVAC_EVENT_LOGGED_IN) + 1);
	ck_assert(is_logged_in());
	ck_assert_uint_le(logins(), count_of(HVAC_EVENT_LOGGED_IN));
	hvac_watcher_free(watcher);
	server_stop(own);
}
END_TEST

static char *token_path;

/* What the workers read: whole, before or after. */
static void hand_over(hvac_watcher *from, const hvac_event *event, void *context)
{
	char *text = hvac_client_export_token(web);

	count(from, event, context);
	if (text)
		free(server_file(where->directory, "token", text));
	hvac_text_free(text);
}

/* Takes the token that is there by now. */
static bool import(hvac_client *who)
{
	FILE *file = fopen(token_path, "r");
	char text[4096];
	bool there = file && fgets(text, sizeof text, file);

	if (file)
		fclose(file);
	return there && hvac_client_import_token(who, text) == HVAC_OK;
}

/* A token that has ended is replaced by the one that is there by now, or will be. */
static bool reads_by_import(hvac_client *who)
{
	for (int i = 0; i < SERVER_LOOKS; i++) {
		if (reads(who))
			return true;
		import(who);
		server_pause();
	}
	return false;
}

/* Reads until its parent closes the pipe; then how it went is the exit status. */
static _Noreturn void work(int pipe_end)
{
	hvac_config *config = hvac_config_new();
	struct pollfd end_of_work = { .fd = pipe_end };
	hvac_client *who;
	bool well;

	hvac_config_set(config, "address", where->address);
	well = hvac_client_new(config, &who) == HVAC_OK;
	hvac_config_free(config);
	while (well && poll(&end_of_work, 1, 0) == 0)
		well = reads_by_import(who);
	hvac_client_free(who);
	execl(well ? "/bin/true" : "/bin/false", "worker", (char *)NULL);
	_exit(127);
}

START_TEST(workers_that_import_the_token_make_no_login)
{
	pid_t workers[WORKERS];
	int ends[2], status;

	begin();
	token_path = keep(server_file(where->directory, "token", ""), free);
	ck_assert_int_eq(pipe(ends), 0);
	for (size_t i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		ck_assert_int_ge(workers[i], 0);
		if (workers[i] == 0) {
			close(ends[1]);
			work(ends[0]);
		}
	}
	close(ends[0]);
	hvac_watcher_on_event(watcher, hand_over, NULL);
	ck_assert_int_eq(hvac_watcher_start(watcher), HVAC_OK);
	wait_until(HVAC_EVENT_LOGGED_IN, LIVES);
	close(ends[1]);
	for (size_t i = 0; i < WORKERS; i++) {
		ck_assert_int_eq(waitpid(workers[i], &status, 0), workers[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	hvac_watcher_free(watcher);
	ck_assert_uint_le(logins(), count_of(HVAC_EVENT_LOGGED_IN) + 1);
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watcher, live");
	TCase *tests = live_case(suite, "watcher");

	tcase_add_test(tests, sixteen_threads_call_through_several_tokens_and_none_fails);
	tcase_add_test(tests, a_client_that_wants_its_answers_wrapped_has_a_token_kept_all_the_same);
	tcase_add_test(tests, in_the_end_the_token_is_dead);
	tcase_add_test(tests, a_token_that_somebody_revokes_is_replaced);
	tcase_add_test(tests, a_leased_secret_is_renewed_and_read_again_through_several_lives);
	tcase_add_test(tests, leases_end_with_their_token_and_are_made_anew_with_the_next);
	tcase_add_test(tests, a_seal_is_survived_without_a_loop);
	tcase_add_test(tests, workers_that_import_the_token_make_no_login);
	return live_main(suite);
}
