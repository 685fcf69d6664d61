/* SPDX-License-Identifier: MIT */
/*
 * Programs that stay up: their tokens are revoked, expire and are rotated under them, the server is sealed; they go on, and log in
 * no more often than they must. Logins are counted by what the server says is left of the secret id's uses.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "certificates.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KV "secrets/kv_v2"
#define APPROLE "auth/approle"
#define MOUNT "applications/web"
#define USES 1000

static const char *role_id, *secret_id;

/* AppRole where the operator likes it; its tokens may do what `rules` allow. */
static void prepare_role(const char *rules)
{
	int status;

	ask(server, server->token, "POST", "sys/auth/" MOUNT, "{\"type\":\"approle\"}", &status);
	set_up("PUT", "sys/policies/acl/web", format("{\"policy\":\"%s\"}", rules));
	set_up("POST", "auth/" MOUNT "/role/web", format("{\"token_policies\":\"web\",\"token_ttl\":\"1h\",\"token_no_default_policy\":false,\"secret_id_num_uses\":%d}", USES));
	role_id = text_at(look("auth/" MOUNT "/role/web/role-id"), "/data/role_id");
	secret_id = text_at(set_up("POST", "auth/" MOUNT "/role/web/secret-id", "{}"), "/data/secret_id");
}

#define ALL_SECRETS "path \\\"secret/*\\\" { capabilities = [\\\"create\\\", \\\"read\\\", \\\"update\\\"] }"

/* How often the secret id was used, by the server's own book. */
static int64_t logins(void)
{
	return USES - number_at(set_up("POST", "auth/" MOUNT "/role/web/secret-id/lookup", format("{\"secret_id\":\"%s\"}", secret_id)), "/data/secret_id_num_uses");
}

static hvac_client *logged_in(hvac_client *who)
{
	hvac_response *response;
	hvac_status status = hvac_login(who, APPROLE, "login", HVAC_ARGS(hvac_string("role_id", role_id), hvac_string("secret_id", secret_id),
	                                                                  hvac_string("mount_point", MOUNT)), &response);

	keep_response(response);
	ck_assert_msg(status == HVAC_OK, "%s", hvac_response_message(response));
	return who;
}

/* Past the library. */
static void revoke_token_of(hvac_client *who)
{
	const char *token = keep_text(hvac_client_token(who));

	set_up("POST", "auth/token/revoke", format("{\"token\":\"%s\"}", token));
}

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

/* One login */

#define THREADS 64
#define READS 5

static hvac_client *shared;
static pthread_barrier_t barrier;

static void *read_some(void *context)
{
	size_t right = 0;

	(void)context;
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < READS; i++)
		right += reads(shared, "threads");
	return (void *)right;
}

static size_t read_in_threads(hvac_client *who)
{
	pthread_t threads[THREADS];
	size_t right = 0;
	void *result;

	shared = who;
	ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_some, NULL), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		right += (size_t)result;
	}
	pthread_barrier_destroy(&barrier);
	return right;
}

START_TEST(sixty_four_threads_make_one_login_when_their_token_is_revoked)
{
	hvac_client *who;

	prepare_role(ALL_SECRETS);
	written("threads");
	who = logged_in(client_with_token(NULL));
	ck_assert_int_eq(logins(), 1);
	revoke_token_of(who);
	ck_assert_uint_eq(read_in_threads(who), THREADS * READS);
	ck_assert_int_eq(logins(), 2);
}
END_TEST

START_TEST(what_the_policy_denies_makes_no_login)
{
	hvac_client *who;
	hvac_response *response;

	prepare_role("path \\\"secret/data/threads\\\" { capabilities = [\\\"read\\\"] }");
	written("threads");
	who = logged_in(client_with_token(NULL));
	for (int i = 0; i < 5; i++) {
		response = refused_as(who, HVAC_FORBIDDEN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "other")));
		says(response, "permission denied");
		ck_assert(!hvac_response_retryable(response));
	}
	ck_assert(reads(who, "threads"));
	ck_assert_int_eq(logins(), 1);
}
END_TEST

/* The servers differ here: without the policy "default" a token may not look itself up, so that the server's answer is the same. */
START_TEST(a_live_token_that_may_not_look_itself_up_makes_one_login_and_no_more)
{
	hvac_client *who;

	prepare_role("path \\\"secret/data/threads\\\" { capabilities = [\\\"read\\\"] }");
	set_up("POST", "auth/" MOUNT "/role/web", "{\"token_no_default_policy\":true}");
	written("threads");
	who = logged_in(client_with_token(NULL));
	for (int i = 0; i < 5; i++)
		refused_as(who, HVAC_FORBIDDEN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "other")));
	ck_assert_int_eq(logins(), 2);
	ck_assert(reads(who, "threads"));
	ck_assert_int_eq(logins(), 2);
}
END_TEST

START_TEST(a_write_that_met_a_revoked_token_is_carried_out_once)
{
	hvac_client *who;

	prepare_role(ALL_SECRETS);
	who = logged_in(client_with_token(NULL));
	revoke_token_of(who);
	call_as(who, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "once"), hvac_json("secret", "{\"n\":1}"), hvac_integer("cas", 0)));
	ck_assert_int_eq(number_at(look("secret/metadata/once"), "/data/current_version"), 1);
	ck_assert_int_eq(logins(), 2);
}
END_TEST

START_TEST(a_token_that_expired_is_replaced)
{
	hvac_client *who;
	const char *token;
	int status;

	prepare_role(ALL_SECRETS);
	written("threads");
	set_up("POST", "auth/" MOUNT "/role/web", "{\"token_ttl\":\"1s\"}");
	who = logged_in(client_with_token(NULL));
	token = keep_text(hvac_client_token(who));
	set_up("POST", "auth/" MOUNT "/role/web", "{\"token_ttl\":\"1h\"}");
	do {
		server_pause();
		ask(server, token, "GET", "auth/token/lookup-self", NULL, &status);
	} while (status == 200);
	ck_assert(reads(who, "threads"));
	ck_assert_int_eq(logins(), 2);
	ck_assert_str_ne(keep_text(hvac_client_token(who)), token);
}
END_TEST

START_TEST(a_wrapped_secret_id_serves_for_more_than_one_login)
{
	hvac_client *who = client_with_token(NULL), *wrapping = client_of(server, "token", server->token, "wrap_ttl", "60s", NULL);
	const char *wrapped;
	hvac_response *response;

	prepare_role(ALL_SECRETS);
	written("threads");
	wrapped = text_at(hvac_response_wrap_info(call_as(wrapping, APPROLE, "generate_secret_id", HVAC_ARGS(hvac_string("role_name", "web"),
	                                                                                                  hvac_string("mount_point", MOUNT)))), "/token");
	ck_assert_int_eq(hvac_login(who, APPROLE, "login", HVAC_ARGS(hvac_string("role_id", role_id), hvac_string("secret_id", wrapped), hvac_string("unwrap", "secret_id"),
	                                                             hvac_string("mount_point", MOUNT)), &response), HVAC_OK);
	keep_response(response);
	revoke_token_of(who);
	ck_assert(reads(who, "threads"));
}
END_TEST

/* Forks */

#define CHILDREN 4
#define ROTATIONS 5

static struct book {
	atomic_bool end;
	atomic_uint rounds[CHILDREN + 1]; /* written and read back, by each child and, last, the parent */
} *book;

/* A write and a read of it. */
static bool go_round(hvac_client *who, unsigned place)
{
	int64_t n = atomic_load(&book->rounds[place]) + 1, found = 0;
	char path[32], secret[32];
	hvac_response *response;
	bool right;

	snprintf(path, sizeof path, "fork/%u", place);
	snprintf(secret, sizeof secret, "{\"n\":%d}", (int)n);
	right = hvac_call(who, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", path), hvac_json("secret", secret)), &response) == HVAC_OK;
	if (right) {
		hvac_response_free(response);
		right = hvac_call(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", path)), &response) == HVAC_OK;
	}
	if (!right)
		fprintf(stderr, "%s\n", hvac_response_message(response));
	right = right && hvac_value_integer(hvac_response_value(response, "n"), &found) && found == n;
	hvac_response_free(response);
	if (right)
		atomic_store(&book->rounds[place], (unsigned)n);
	return right;
}

static _Noreturn void be_child(hvac_client *who, unsigned place)
{
	bool right = true;

	while (right && !atomic_load(&book->end))
		right = go_round(who, place);
	/* another program in its place is not asked about leaks */
	execl(right ? "/bin/true" : "/bin/false", "child", (char *)NULL);
	_exit(127);
}

static const char *new_token(void)
{
	return text_at(set_up("POST", "auth/token/create", "{\"policies\":[\"web\"],\"no_parent\":true}"), "/auth/client_token");
}

/* Each child has begun and ended a round since. */
static void wait_for_children(const pid_t *children)
{
	unsigned before[CHILDREN];

	for (int i = 0; i < CHILDREN; i++)
		before[i] = atomic_load(&book->rounds[i]);
	for (int i = 0; i < CHILDREN; i++)
		while (atomic_load(&book->rounds[i]) < before[i] + 2) {
			ck_assert_msg(waitpid(children[i], NULL, WNOHANG) == 0, "child %d has ended", i);
			server_pause();
		}
}

START_TEST(four_children_and_their_parent_read_and_write_while_the_token_file_is_rotated)
{
	char *directory = keep(server_directory_new(), free), *path;
	const char *token, *before;
	pid_t children[CHILDREN];
	hvac_client *who;
	int status;

	prepare_role(ALL_SECRETS);
	token = new_token();
	path = keep(server_file(directory, "token", token), free);
	who = client_of(server, "token_file", path, NULL);
	book = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(book, MAP_FAILED);
	ck_assert(go_round(who, CHILDREN));
	for (unsigned i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		ck_assert_int_ge(children[i], 0);
		if (children[i] == 0)
			be_child(who, i);
	}
	for (int i = 0; i < ROTATIONS; i++) {
		before = token;
		token = new_token();
		free(server_file(directory, "token", token));
		set_up("POST", "auth/token/revoke", format("{\"token\":\"%s\"}", before));
		for (int n = 0; n < 3; n++)
			ck_assert(go_round(who, CHILDREN));
		wait_for_children(children);
	}
	atomic_store(&book->end, true);
	for (int i = 0; i < CHILDREN; i++) {
		ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	/* what they say that they wrote is there, and nothing twice */
	for (int i = 0; i <= CHILDREN; i++) {
		ck_assert_int_eq(number_at(look(format("secret/data/fork/%d", i)), "/data/data/n"), atomic_load(&book->rounds[i]));
		ck_assert_int_eq(number_at(look(format("secret/metadata/fork/%d", i)), "/data/current_version"), atomic_load(&book->rounds[i]));
	}
	ck_assert_int_eq(logins(), 0);
	munmap(book, sizeof *book);
}
END_TEST

START_TEST(a_child_logs_in_by_itself_and_leaves_its_parents_token)
{
	hvac_client *who;
	int status;
	pid_t child;

	prepare_role(ALL_SECRETS);
	written("threads");
	who = logged_in(client_with_token(NULL));
	ck_assert(reads(who, "threads"));
	revoke_token_of(who);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		execl(reads(who, "threads") ? "/bin/true" : "/bin/false", "child", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	ck_assert_int_eq(logins(), 2);
	ck_assert(reads(who, "threads"));
	ck_assert_int_eq(logins(), 3);
}
END_TEST

START_TEST(a_token_file_of_json_is_replaced_and_a_login_helps_when_it_is_not)
{
	char *directory = keep(server_directory_new(), free), *path;
	const char *token, *next;
	hvac_client *who;

	prepare_role(ALL_SECRETS);
	written("threads");
	token = new_token();
	next = new_token();
	path = keep(server_file(directory, "token.json", format("{\"auth\":{\"client_token\":\"%s\",\"renewable\":true}}\n", token)), free);
	who = client_of(server, "token_file", path, NULL);
	ck_assert(reads(who, "threads"));
	revoke_token_of(who);
	refused_as(who, HVAC_FORBIDDEN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "threads")));
	free(server_file(directory, "token.json", format("{\"auth\":{\"client_token\":\"%s\"}}", next)));
	ck_assert(reads(who, "threads"));
	ck_assert_str_eq(keep_text(hvac_client_token(who)), next);
	ck_assert_int_eq(logins(), 0);
	/* the login's token dies: the file has nothing new */
	logged_in(who);
	revoke_token_of(who);
	ck_assert(reads(who, "threads"));
	ck_assert_int_eq(logins(), 2);
}
END_TEST

/* Sealing; TLS */

/* Of a server that was just started, opened here: its key. */
static const char *initialize(struct server *where, hvac_client *who)
{
	hvac_response *response = call_as(who, "sys", "initialize", HVAC_ARGS(hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)));
	const char *key = hvac_response_string(response, "keys/0");

	where->token = strdup(hvac_response_string(response, "root_token"));
	call_as(who, "sys", "submit_unseal_key", HVAC_ARGS(hvac_string("key", key)));
	return key;
}

START_TEST(a_program_outlives_the_sealing_of_its_server)
{
	struct server *dev = server;
	hvac_client *who;
	const char *key;
	int status;

	server = server_start("inmem", SERVER_HTTP, "");
	ck_assert_ptr_nonnull(server);
	who = client_of(server, "max_retries", "0", NULL);
	key = initialize(server, who);
	hvac_client_set_token(who, server->token);
	mount_kv_v2(who, "secret");
	prepare_role(ALL_SECRETS);
	written("threads");
	logged_in(who);
	ck_assert_uint_eq(read_in_threads(who), THREADS * READS);

	ask(server, server->token, "PUT", "sys/seal", "{}", &status);
	ck_assert_int_eq(status, 204);
	for (int i = 0; i < 5; i++) {
		hvac_response *response = refused_as(who, HVAC_VAULT_DOWN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "threads")));

		says(response, "sealed");
		ck_assert(hvac_response_retryable(response));
	}
	ck_assert_uint_eq(read_in_threads(who), 0);

	ask(server, NULL, "PUT", "sys/unseal", format("{\"key\":\"%s\"}", key), &status);
	ck_assert_int_eq(status, 200);
	ck_assert_uint_eq(read_in_threads(who), THREADS * READS);
	ck_assert_int_eq(logins(), 1);
	server_stop(server);
	server = dev;
}
END_TEST

static char *file(const char *directory, const char *name, const char *content)
{
	return keep(server_file(directory, name, content), free);
}

START_TEST(a_data_key_over_mutual_tls_with_a_token_file_of_the_right_mode)
{
	struct identity authority = authority_new("the authority"), of_server = identity_new(&authority, "server", "IP:127.0.0.1"),
	                of_client = identity_new(&authority, "client", NULL);
	char *directory = keep(server_directory_new(), free), *ca = file(directory, "ca.pem", authority.certificate), *token_file;
	const char *certificate = file(directory, "client.pem", of_client.certificate), *key = file(directory, "client-key.pem", of_client.key);
	struct server *mutual = server_start("inmem", SERVER_HTTPS, format("tls_cert_file = \"%s\"\ntls_key_file = \"%s\"\ntls_client_ca_file = \"%s\"\n"
	                                                                  "tls_require_and_verify_client_cert = true",
	                                                                  file(directory, "server.pem", of_server.certificate),
	                                                                  file(directory, "server-key.pem", of_server.key), ca));
	hvac_response *response, *opened;
	hvac_config *config = hvac_config_new();
	hvac_client *who;

	ck_assert_ptr_nonnull(mutual);
	who = client_of(mutual, "ca_cert", ca, "client_cert", certificate, "client_key", key, NULL);
	initialize(mutual, who);
	token_file = file(directory, "token", mutual->token);
	ck_assert_int_eq(chmod(token_file, 0640), 0);
	hvac_config_set(config, "token_file", token_file);
	hvac_config_set(config, "token_file_policy", "nobody");
	ck_assert_int_eq(hvac_client_new(config, &who), HVAC_CONFIG_ERROR);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "chmod g-rw"));
	hvac_config_free(config);
	ck_assert_int_eq(chmod(token_file, 0600), 0);
	who = client_of(mutual, "ca_cert", ca, "client_cert", certificate, "client_key", key, "token_file", token_file, "token_file_policy", "nobody", NULL);

	call_as(who, "sys", "enable_secrets_engine", HVAC_ARGS(hvac_string("backend_type", "transit")));
	mount_kv_v2(who, "secret");
	call_as(who, "secrets/transit", "create_key", HVAC_ARGS(hvac_string("name", "disk")));
	response = call_as(who, "secrets/transit", "generate_data_key", HVAC_ARGS(hvac_string("name", "disk"), hvac_string("key_type", "plaintext")));
	call_as(who, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "disk"), hvac_value_argument("secret", hvac_response_answer(response))));
	opened = call_as(who, KV, "read_secret", HVAC_ARGS(hvac_string("path", "disk")));
	opened = call_as(who, "secrets/transit", "decrypt_data", HVAC_ARGS(hvac_string("name", "disk"), hvac_string("ciphertext", hvac_response_string(opened, "ciphertext"))));
	ck_assert_str_eq(hvac_response_string(opened, "plaintext"), hvac_response_string(response, "plaintext"));

	/* the file is held to its policy whenever it is read */
	hvac_client_set_token(who, "hvs.revoked");
	ck_assert_int_eq(chmod(token_file, 0640), 0);
	refused_as(who, HVAC_FORBIDDEN, KV, "read_secret", HVAC_ARGS(hvac_string("path", "disk")));
	server_stop(mutual);
	identity_free(&authority);
	identity_free(&of_server);
	identity_free(&of_client);
}
END_TEST

/* Bytes */

START_TEST(bytes_of_any_value_survive_transit_and_kv)
{
	static const char text[] = "before\0after \xc3\xa4\0";
	hvac_value *secret = keep_value(hvac_value_new_map());
	const unsigned char *bytes;
	hvac_response *response;
	char every[256];
	const char *found;
	size_t length;

	for (int i = 0; i < 256; i++)
		every[i] = (char)i;
	set_up("POST", "sys/mounts/transit", "{\"type\":\"transit\"}");
	call_as(client, "secrets/transit", "create_key", HVAC_ARGS(hvac_string("name", "bytes")));
	response = call_as(client, "secrets/transit", "encrypt_data", HVAC_ARGS(hvac_string("name", "bytes"), hvac_bytes("plaintext", every, sizeof every)));
	response = call_as(client, "secrets/transit", "decrypt_data", HVAC_ARGS(hvac_string("name", "bytes"), hvac_string("ciphertext", hvac_response_string(response, "ciphertext"))));
	bytes = hvac_response_bytes(response, "plaintext", &length);
	ck_assert_uint_eq(length, sizeof every);
	ck_assert_mem_eq(bytes, every, sizeof every);

	ck_assert_int_eq(hvac_value_adopt_member(secret, "text", hvac_value_new_text(text, sizeof text - 1)), HVAC_OK);
	call_as(client, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "bytes"), hvac_value_argument("secret", secret)));
	found = hvac_value_string(hvac_response_value(call_as(client, KV, "read_secret", HVAC_ARGS(hvac_string("path", "bytes"))), "text"), &length);
	ck_assert_uint_eq(length, sizeof text - 1);
	ck_assert_mem_eq(found, text, sizeof text - 1);
	found = hvac_value_string(hvac_value_at(look("secret/data/bytes"), "/data/data/text"), &length);
	ck_assert_uint_eq(length, sizeof text - 1);
}
END_TEST

/* Rates */

START_TEST(no_more_calls_reach_the_server_than_the_rate_allows)
{
	hvac_client *who = client_of(server, "token", server->token, "rate_limit", "0.001:3", "deadline", "10s", NULL);

	for (int i = 0; i < 3; i++)
		call_as(who, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "rate"), hvac_json("secret", "{}")));
	says(refused_as(who, HVAC_TIMEOUT, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "rate"), hvac_json("secret", "{}"))), "rate_limit");
	ck_assert_int_eq(number_at(look("secret/metadata/rate"), "/data/current_version"), 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("programs that stay up, live");
	TCase *tests = live_case(suite, "one login");

	tcase_add_test(tests, sixty_four_threads_make_one_login_when_their_token_is_revoked);
	tcase_add_test(tests, what_the_policy_denies_makes_no_login);
	tcase_add_test(tests, a_live_token_that_may_not_look_itself_up_makes_one_login_and_no_more);
	tcase_add_test(tests, a_write_that_met_a_revoked_token_is_carried_out_once);
	tcase_add_test(tests, a_token_that_expired_is_replaced);
	tcase_add_test(tests, a_wrapped_secret_id_serves_for_more_than_one_login);

	tests = live_case(suite, "forks and files");
	tcase_add_test(tests, four_children_and_their_parent_read_and_write_while_the_token_file_is_rotated);
	tcase_add_test(tests, a_child_logs_in_by_itself_and_leaves_its_parents_token);
	tcase_add_test(tests, a_token_file_of_json_is_replaced_and_a_login_helps_when_it_is_not);

	tests = live_case(suite, "servers");
	tcase_add_test(tests, a_program_outlives_the_sealing_of_its_server);
	tcase_add_test(tests, a_data_key_over_mutual_tls_with_a_token_file_of_the_right_mode);

	tests = live_case(suite, "bytes and rates");
	tcase_add_test(tests, bytes_of_any_value_survive_transit_and_kv);
	tcase_add_test(tests, no_more_calls_reach_the_server_than_the_rate_allows);
	return live_main(suite);
}
