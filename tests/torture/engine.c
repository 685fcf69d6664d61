/* SPDX-License-Identifier: MIT */
/* Engines: loaded, described, registered; and what their hooks may do. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/plugin.h>
#include <openssl/pem.h>

#define HOOKS "secrets/x_test_hooks"
#define LOGGED_IN "{\"auth\":{\"client_token\":\"hvs.new-" MARK "\"}}"

/* tests/plugins/x_test_hooks.c, as an engine of the program's own */
extern const struct hvac_plugin hvac1_secrets_x_test_hooks;

static int note_work(struct hvac_task *task, void *state)
{
	*(int *)state = 1;
	hvac_request_header(task, "X-Worked", hvac_task_is_hidden(task, "work") ? "***" : "yes");
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "work", .verb = HVAC_GET, .path = "/work", .help = "Blocks, or may", .flags = HVAC_MAY_BLOCK, .state_size = sizeof(int), .prepare = note_work },
};
HVAC_PLUGIN_OF(secrets, x_test_work, operations, .version = "1.0", .help = "For tests of what blocks");

static const struct line lines[] = {
	{ "POST /v1/hooks/fill", 204, NULL, NULL },
	{ "POST /v1/hooks/raw", 204, NULL, NULL },
	{ "PUT /v1/another/path", 204, NULL, NULL },
	{ "GET /computer", 200, "the identity: fish", "Content-Type: text/plain\r\n" },
	{ "POST /v1/hooks/identity/thing", 204, NULL, NULL },
	{ "GET /v1/hooks/job", 200, "{\"data\":{\"done\":false,\"fish\":\"fish\"}}", NULL },
	{ "GET /v1/hooks/job", 200, "{\"data\":{\"done\":true,\"fish\":\"fish\"}}", NULL },
	{ "GET /v1/hooks/thing/thing", 200, "{\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ "DELETE /v1/hooks/thing/thing", 204, NULL, NULL },
	{ "LIST /v1/hooks/keys", 200, "{\"data\":{\"keys\":[\"a\",\"fish\"]}}", NULL },
	{ "GET /v1/hooks/fail", 200, "{\"data\":{\"fish\":\"fish\"}}", NULL },
	{ "GET /v1/hooks/shape", 200, "{\"data\":{\"shape\":\"round\",\"fish\":\"fish\"}}", NULL },
	{ "POST /v1/hooks/round/thing", 200, "{\"data\":{\"inner\":{\"fish\":\"" MARK "\"}}}", NULL },
	{ "GET /v1/hooks/use", 204, NULL, NULL },
	{ "POST /v1/hooks/repeat", 204, NULL, NULL },
	{ "GET /v1/work", 200, "{\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ "POST /v1/auth/aws/login", 200, LOGGED_IN, NULL },
	{ "POST /v1/auth/alicloud/login", 200, LOGGED_IN, NULL },
	{ "POST /v1/auth/oci/login/web", 200, LOGGED_IN, NULL },
	{ "POST /v1/auth/gcp/login", 200, LOGGED_IN, NULL },
	{ "POST /v1/auth/saml/sso_service_url", 200, "{\"data\":{\"sso_service_url\":\"https://idp\",\"token_poll_id\":\"1\"}}", NULL },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, NULL };

/* Once in a process. */
static void add_engines(void)
{
	static bool added;

	if (added)
		return;
	added = true;
	if (hvac_plugin_register(&hvac1_secrets_x_test_hooks, NULL) != HVAC_OK || hvac_plugin_register(&hvac1_secrets_x_test_work, NULL) != HVAC_OK)
		abort();
}

static hvac_status call(const char *operation, const hvac_argument *arguments)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(stage.client, HOOKS, operation, arguments, &response);

	return stage_take(status, response);
}

/* What fills requests. */
static hvac_status fill(void)
{
	hvac_status status;

	TRY(call("fill", HVAC_ARGS(hvac_string("own", MARK), hvac_string("a", "b c"))));
	TRY(call("send_raw", HVAC_ARGS(hvac_bytes("bytes", MARK "\0" MARK, 19))));
	TRY(call("send_method", HVAC_ARGS(hvac_string("path", "another/path"))));
	TRY(call("ask_outside", HVAC_ARGS(hvac_string("url", "http://metadata/computer"))));
	TRY(call("use", NULL));
	status = call("draw", NULL);
done:
	return status;
}

/* What goes on after an answer. */
static hvac_status go_on(void)
{
	int64_t count = 0;
	hvac_status status;

	TRY(call("wait_until_done", NULL));
	TRY(call("take", NULL));
	DEMAND(hvac_response_string(stage.response, "password"));
	TRY(call("count_keys", NULL));
	DEMAND(hvac_response_integer(stage.response, "count", &count) && count == 2);
	TRY(call("repeat", HVAC_ARGS(hvac_integer("times", 3))));
	TRY(stage_refused(call("fail_before", NULL), HVAC_FORBIDDEN, "7 days old"));
	status = stage_refused(call("fail_after", NULL), HVAC_PRECONDITION_FAILED, "the server says ");
done:
	return status;
}

/* What arguments, time, chance and memory they have. */
static hvac_status look(void)
{
	hvac_status status;

	TRY(call("show_arguments", HVAC_ARGS(hvac_string("text", MARK), hvac_integer("integer", 7), hvac_boolean("truth", true), hvac_json("map", "{\"a\":\"" MARK "\"}"))));
	TRY(call("show_defaults", NULL));
	TRY(call("show_chance", NULL));
	status = call("show_memory", NULL);
done:
	return status;
}

static void take_work(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(hvac_status *)context = stage_take(hvac_response_status(response), response);
}

/* A hook that may block: on a thread of the queue's. */
static hvac_status work(void)
{
	hvac_queue *queue = NULL;
	hvac_task *task = NULL;
	hvac_status status, result = HVAC_UNEXPECTED_ERROR;

	stage.waits = true;
	TRY(hvac_queue_new(stage.client, &queue));
	TRY(hvac_task_new(stage.client, "secrets/x_test_work", "work", NULL, NULL, &task));
	TRY(hvac_queue_submit(queue, task, take_work, &result));
	task = NULL;
	while (hvac_queue_pending(queue) && status == HVAC_OK)
		status = hvac_queue_run(queue, 1000);
	if (status == HVAC_OK)
		status = result;
done:
	hvac_task_free(task);
	hvac_queue_free(queue);
	return status;
}

static hvac_status log_in(const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_login(stage.client, engine, operation, arguments, &response);

	return stage_take(status, response);
}

/* Requests that are signed. */
static hvac_status sign(void)
{
	hvac_status status;

	TRY(log_in("auth/aws", "iam_login", HVAC_ARGS(hvac_string("access_key", "AKIA"), hvac_string("secret_key", MARK), hvac_string("role", "web"))));
	status = log_in("auth/alicloud", "login", HVAC_ARGS(hvac_string("access_key", "LTAI"), hvac_string("secret_key", MARK),
	                                                    hvac_string("region", "eu-central-1"), hvac_string("role", "web")));
done:
	return status;
}

static char key[4096], account[8192];   /* PEM, and JSON that has it */

/* Once in a process. */
static void make_key(void)
{
	EVP_PKEY *pair = *key ? NULL : EVP_RSA_gen(2048);
	BIO *pem = BIO_new(BIO_s_mem());
	char *to = account;

	if (pair && (PEM_write_bio_PrivateKey(pem, pair, NULL, NULL, 0, NULL, NULL) != 1 || BIO_read(pem, key, sizeof key - 1) <= 0))
		abort();
	BIO_free(pem);
	EVP_PKEY_free(pair);
	to += sprintf(to, "{\"type\":\"service_account\",\"client_email\":\"web@example\",\"private_key_id\":\"1\",\"private_key\":\"");
	for (const char *from = key; *from; from++)
		to += sprintf(to, *from == '\n' ? "\\n" : "%c", *from);
	sprintf(to, "\"}");
}

/* The same by a key pair. */
static hvac_status sign_with_key(void)
{
	hvac_status status;

	TRY(log_in("auth/oci", "login", HVAC_ARGS(hvac_string("role", "web"), hvac_string("key", key), hvac_string("tenancy_id", "ocid1.tenancy"),
	                                          hvac_string("user_id", "ocid1.user"), hvac_string("fingerprint", "20:3b"))));
	status = log_in("auth/gcp", "login", HVAC_ARGS(hvac_string("role", "web"), hvac_string("credentials", account)));
done:
	return status;
}

/* What only the answer of a login's first step tells. */
static hvac_status begin_login(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(stage.client, "auth/saml", "sso_service_url_request", HVAC_ARGS(hvac_string("role", "web")), &response);

	TRY(stage_take(status, response));
	DEMAND(hvac_response_string(stage.response, "client_verifier"));
done:
	return status;
}

static hvac_status keep_error(hvac_status status, char *error)
{
	DEMAND(status == HVAC_OK || status == HVAC_NO_MEMORY || error);
	snprintf(stage.sentence, sizeof stage.sentence, "%s", error ? error : "");
	hvac_text_free(error);
	return status;
}

static hvac_status describe(void)
{
	hvac_value *description = NULL;
	char *error = NULL;
	hvac_status status;

	TRY(hvac_plugin_path("/usr/lib/no-engines-here"));
	status = hvac_plugin_describe("secrets/kv_v2", &description, &error);
	TRY(keep_error(status, error));
	DEMAND(hvac_value_count(hvac_value_member(description, "operations")) > 10);
done:
	hvac_value_free(description);
	return status;
}

/* A folder of few engines. */
static char folder[64], kind[96], file[128];

static void choose_engines(void)
{
	const char *all = getenv("HVAC_TORTURE_ENGINES");
	char target[4096];

	snprintf(target, sizeof target, "%s/secrets/cubbyhole.so", all ? all : "");
	snprintf(folder, sizeof folder, "/tmp/hvac-torture-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	snprintf(kind, sizeof kind, "%s/secrets", folder);
	snprintf(file, sizeof file, "%s/cubbyhole.so", kind);
	if (mkdir(kind, 0755) != 0 || symlink(target, file) != 0)
		abort();
	setenv("HVAC_PLUGIN_PATH", folder, 1);
}

static void remove_engines(void)
{
	unlink(file);
	rmdir(kind);
	rmdir(folder);
}

static hvac_status list(void)
{
	hvac_value *engines = NULL;
	hvac_status status = hvac_plugin_list(&engines);

	if (status == HVAC_OK)
		DEMAND(hvac_value_count(engines) > 0);
	hvac_value_free(engines);
	return status;
}

static hvac_status add(void)
{
	static bool added;
	char *error = NULL;
	hvac_status status = added ? HVAC_OK : hvac_plugin_register(&hvac1_secrets_x_test_hooks, &error);

	TRY(keep_error(status, error));
	added = true;
	hvac_plugin_lock();
	error = NULL;
	status = hvac_plugin_register(&hvac1_secrets_x_test_work, &error);
	status = stage_refused(keep_error(status, error), HVAC_PLUGIN_REFUSED, "lock");
done:
	return status;
}

const struct scenario engine_scenarios[] = {
	/* the hook that asks for a shape takes whatever comes for one */
	{ .name = "hooks that fill requests", .run = fill, .lines = lines, .options = options, .before = add_engines,
	  .also = UINT64_C(1) << HVAC_PARAM_VALIDATION_ERROR },
	{ .name = "hooks that go on after an answer", .run = go_on, .lines = lines, .options = options, .before = add_engines },
	{ .name = "hooks that look around", .run = look, .lines = lines, .options = options, .before = add_engines },
	{ .name = "a hook that may block", .run = work, .lines = lines, .options = options, .before = add_engines, .flags = SCENARIO_LOOSE },
	{ .name = "a login that is signed", .run = sign, .lines = lines, .options = options },
	/* OpenSSL does not say why it refuses to sign */
	{ .name = "a login that is signed with a key pair", .run = sign_with_key, .lines = lines, .options = options, .before = make_key,
	  .also = UINT64_C(1) << HVAC_UNEXPECTED_ERROR | UINT64_C(1) << HVAC_PARAM_VALIDATION_ERROR },
	{ .name = "a login that is begun", .run = begin_login, .lines = lines, .options = options },
	{ .name = "an engine loaded and described", .run = describe, .flags = SCENARIO_BARE | SCENARIO_FRESH | SCENARIO_SLOW },
	{ .name = "engines listed", .run = list, .flags = SCENARIO_BARE | SCENARIO_SLOW, .before = choose_engines, .after = remove_engines },
	{ .name = "an engine of the program's own", .run = add, .flags = SCENARIO_BARE | SCENARIO_FRESH },
	{ 0 },
};
