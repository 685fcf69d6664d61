/* SPDX-License-Identifier: MIT */
/* Calls: logins, plain paths, operations with and without hooks, streams, and what is on the way of a request. */
#include "torture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define AUTH "{\"auth\":{\"client_token\":\"hvs.new-" MARK "\",\"accessor\":\"a\",\"lease_duration\":3600,\"renewable\":true}}"
#define SECRET "{\"data\":{\"data\":{\"password\":\"" MARK "\"},\"metadata\":{\"version\":3}}}"
#define DENIED "{\"errors\":[\"permission denied\"]}"

static const struct line lines[] = {
	{ "POST /v1/auth/approle/login", 200, AUTH, NULL },
	{ "POST /v1/sys/wrapping/lookup", 200, "{\"data\":{\"creation_path\":\"auth/approle/role/web/secret-id\",\"fish\":1}}", NULL },
	{ "POST /v1/sys/wrapping/unwrap", 200, "{\"data\":{\"secret_id\":\"" MARK "\"}}", NULL },
	{ "GET /v1/secret/app", 200, "{\"request_id\":\"r\",\"lease_id\":\"l\",\"lease_duration\":60,\"renewable\":true,\"warnings\":[\"w\"],"
	  "\"data\":{\"password\":\"" MARK "\",\"bytes\":\"c3dvcmRmaXNo\",\"count\":7,\"good\":true}}", NULL },
	{ "LIST /v1/secret", 200, "{\"data\":{\"keys\":[\"a\",\"swordfish\"]}}", NULL },
	{ "SCAN /v1/secret", 200, "{\"data\":{\"keys\":[\"a\",\"swordfish\"]}}", NULL },
	{ "PUT /v1/secret/app", 204, NULL, NULL },
	{ "POST /v1/secret/app", 204, NULL, NULL },
	{ "PATCH /v1/secret/app", 200, "{\"data\":{\"version\":4,\"fish\":\"fish\"}}", NULL },
	{ "DELETE /v1/secret/app", 204, NULL, NULL },
	{ "GET /v1/secret/data/app", 200, SECRET, NULL },
	{ "POST /v1/secret/data/app", 200, "{\"data\":{\"version\":4,\"fish\":\"fish\"}}", NULL },
	{ "PATCH /v1/secret/data/app", 405, "{\"errors\":[\"unsupported operation\"]}", NULL },
	{ "POST /v1/transit/encrypt/key", 200, "{\"data\":{\"batch_results\":[{\"ciphertext\":\"vault:v1:fish\"},{\"ciphertext\":\"vault:v1:fish\"}]}}", NULL },
	{ "PUT /v1/sys/unseal", 200, "{\"sealed\":true,\"fish\":\"fish\"}", NULL },
	{ "PUT /v1/sys/unseal", 200, "{\"sealed\":false,\"fish\":\"fish\"}", NULL },
	{ "GET /v1/sys/storage/raft/snapshot", 200, "a snapshot: " MARK, NULL },
	{ "POST /v1/sys/storage/raft/snapshot", 204, NULL, NULL },
	{ "GET /v1/moved", 307, NULL, "Location: /v1/secret/app\r\n" },
	{ "GET /v1/busy", 429, "{\"errors\":[\"too many requests\"]}", "Retry-After: 2\r\n" },
	{ "GET /v1/busy", 503, "{\"errors\":[\"sealed\"]}", NULL },
	{ "GET /v1/busy", 200, "{\"data\":{\"fish\":\"" MARK "\"}}", "X-Vault-Index: v1:abc\r\nContent-Type: application/json\r\n" },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, "namespace", "team", NULL };

static hvac_value *data_new(void)
{
	hvac_value *data = hvac_value_new_map();

	if (hvac_value_adopt_member(data, "password", hvac_value_new_string(MARK)) == HVAC_OK)
		return data;
	hvac_value_free(data);
	return NULL;
}

static hvac_status log_in(void)
{
	hvac_response *response = NULL;
	hvac_value *secret_id = hvac_value_new_string(MARK);
	char *token = NULL;
	hvac_status status = HVAC_NO_MEMORY;

	NEED(secret_id);
	status = hvac_login(stage.client, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "web"), hvac_value_argument("secret_id", secret_id)), &response);
	TRY(stage_take(status, response));
	NEED(token = hvac_client_token(stage.client));
	DEMAND(!strcmp(token, "hvs.new-" MARK));
done:
	hvac_value_free(secret_id);
	hvac_text_free(token);
	return status;
}

static hvac_status log_in_wrapped(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_login(stage.client, "auth/approle", "login",
	                                HVAC_ARGS(hvac_string("role_id", "web"), hvac_string("secret_id", "hvs.wrapping-" MARK), hvac_string("unwrap", "secret_id")), &response);

	return stage_take(status, response);
}

static hvac_status log_in_by_pipe(void)
{
	hvac_response *response = NULL;
	hvac_status status;
	char path[64];
	int ends[2];

	DEMAND(pipe(ends) == 0);
	DEMAND(write(ends[1], MARK, strlen(MARK)) == (ssize_t)strlen(MARK));
	close(ends[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	status = hvac_login(stage.client, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "web"), hvac_file("secret_id", path)), &response);
	close(ends[0]);
	return stage_take(status, response);
}

/* The token is refused, and so is asking about it: one login, and once more. */
static const struct line refused_lines[] = {
	{ "POST /v1/auth/approle/login", 200, AUTH, NULL },
	{ "GET /v1/secret/app", 403, DENIED, NULL },
	{ "GET /v1/secret/app", 200, "{\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ "GET /v1/auth/token/lookup-self", 403, DENIED, NULL },
	{ 0 },
};

static hvac_status log_in_anew(void)
{
	hvac_response *response = NULL;
	hvac_status status;

	TRY(log_in());
	/* a login is made once in ten seconds */
	stage.time += UINT64_C(20000000000);
	status = hvac_read(stage.client, "secret/app", &response);
	status = stage_take(status, response);
done:
	return status;
}

/* Every accessor of a response. */
static hvac_status look_at(const hvac_response *response)
{
	int64_t count = 0;
	bool good = false;
	size_t length = 0;
	hvac_status status = HVAC_OK;

	DEMAND(hvac_response_http_status(response) == 200);
	DEMAND(!strcmp(hvac_response_string(response, "password"), MARK));
	DEMAND(hvac_response_integer(response, "count", &count) && count == 7);
	DEMAND(hvac_response_boolean(response, "/good", &good) && good);
	DEMAND(hvac_value_kind(hvac_response_value(response, "count")) == HVAC_KIND_INTEGER);
	DEMAND(hvac_response_answer(response) && hvac_response_json(response) && hvac_response_data(response));
	DEMAND(!hvac_response_auth(response) && !hvac_response_wrap_info(response) && hvac_response_warnings(response));
	DEMAND(hvac_response_body(response, &length) && length);
	DEMAND(!strcmp(hvac_response_request_id(response), "r") && !strcmp(hvac_response_lease_id(response), "l"));
	DEMAND(hvac_response_lease_duration(response) == 60 && hvac_response_renewable(response));
	DEMAND(!strcmp(hvac_response_header(response, "content-type"), "application/json"));
	DEMAND(!*hvac_response_message(response) && !hvac_response_errors(response));
	DEMAND(!strcmp(hvac_response_method(response), "GET") && strstr(hvac_response_url(response), "/v1/secret/app"));
	DEMAND(!strcmp(hvac_response_namespace(response), "team"));
	DEMAND(!hvac_response_retryable(response) && !hvac_response_may_have_been_carried_out(response));
	/* these two make what they return */
	NEED(hvac_response_bytes(response, "bytes", &length));
	DEMAND(length == strlen(MARK));
	NEED(hvac_response_headers(response));
done:
	return status;
}

static hvac_status read_app(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_read(stage.client, "secret/app", &response);

	status = stage_take(status, response);
	return status == HVAC_OK ? look_at(response) : status;
}

static hvac_status use_paths(void)
{
	hvac_value *data = data_new(), *query = NULL;
	hvac_response *response = NULL;
	hvac_status status = HVAC_OK;

	NEED(data);
	status = hvac_write(stage.client, "secret/app", data, &response);
	TRY(stage_take(status, response));
	status = hvac_patch(stage.client, "secret/app", data, &response);
	TRY(stage_take(status, response));
	status = hvac_list(stage.client, "secret", &response);
	TRY(stage_take(status, response));
	status = hvac_scan(stage.client, "secret", &response);
	TRY(stage_take(status, response));
	status = hvac_delete(stage.client, "secret/app", &response);
	TRY(stage_take(status, response));
	NEED(query = hvac_value_new_map());
	TRY(hvac_value_adopt_member(query, "a b", hvac_value_new_string("c&d")));
	status = hvac_request_path(stage.client, "PUT", "secret/app", query, data, &response);
	status = stage_take(status, response);
done:
	hvac_value_free(query);
	hvac_value_free(data);
	return status;
}

static hvac_status write_version(void)
{
	hvac_value *data = data_new();
	hvac_response *response = NULL;
	hvac_status status = HVAC_OK;
	int64_t version = 0;

	NEED(data);
	status = hvac_call(stage.client, "secrets/kv_v2", "create_or_update_secret",
	                   HVAC_ARGS(hvac_string("path", "app"), hvac_value_argument("secret", data), hvac_integer("cas", 3)), &response);
	TRY(stage_take(status, response));
	DEMAND(hvac_response_integer(response, "version", &version) && version == 4);
	status = hvac_call(stage.client, "secrets/kv_v2", "read_secret_version", HVAC_ARGS(hvac_string("path", "app"), hvac_typed("version", "3")), &response);
	TRY(stage_take(status, response));
	DEMAND(hvac_response_string(response, "password"));
done:
	hvac_value_free(data);
	return status;
}

/* 405: read, merged, written. */
static hvac_status patch(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(stage.client, "secrets/kv_v2", "patch", HVAC_ARGS(hvac_string("path", "app"), hvac_json("secret", "{\"user\":\"" MARK "\"}")), &response);

	return stage_take(status, response);
}

static hvac_status batch(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(stage.client, "secrets/transit", "encrypt_data",
	                               HVAC_ARGS(hvac_string("name", "key"), hvac_json("batch_input", "[{\"plaintext\":\"c3dvcmRmaXNo\"},{\"plaintext\":\"" MARK "\"}]")), &response);

	return stage_take(status, response);
}

static hvac_status unseal(void)
{
	hvac_response *response = NULL;
	bool sealed = true;
	hvac_status status = hvac_call(stage.client, "sys", "submit_unseal_keys", HVAC_ARGS(hvac_json("keys", "[\"" MARK "\",\"another-" MARK "\"]")), &response);

	status = stage_take(status, response);
	if (status == HVAC_OK)
		DEMAND(hvac_response_boolean(response, "sealed", &sealed) && !sealed);
	return status;
}

struct flow {
	size_t taken;
	bool pauses;
	hvac_task *task;
};

static ssize_t give(void *context, void *buffer, size_t size)
{
	struct flow *flow = context;
	size_t n = flow->taken < 100 ? size : 0;

	memset(buffer, 'x', n);
	flow->taken += n;
	return (ssize_t)n;
}

static ssize_t take(void *context, const void *bytes, size_t size)
{
	struct flow *flow = context;

	(void)bytes;
	if (flow->pauses) {
		flow->pauses = false;
		hvac_task_resume(flow->task);
		return HVAC_STREAM_PAUSE;
	}
	flow->taken += size;
	return 0;
}

static void progress(void *context, int64_t done, int64_t total)
{
	(void)context;
	(void)total;
	DEMAND(done >= 0);
}

static hvac_status stream(void)
{
	struct flow down = { 0 }, up = { 0 }, paused = { .pauses = true };
	const hvac_stream out = { .context = &down, .sink = take, .progress = progress }, in = { .context = &up, .source = give, .source_length = -1 },
	                  pausing = { .context = &paused, .sink = take };
	hvac_response *response = NULL;
	hvac_task *task = NULL;
	hvac_status status = hvac_call_stream(stage.client, "sys", "take_raft_snapshot", NULL, &out, &response);

	TRY(stage_take(status, response));
	DEMAND(stage.spoil || down.taken == strlen("a snapshot: " MARK));
	status = hvac_call_stream(stage.client, "sys", "restore_raft_snapshot", NULL, &in, &response);
	TRY(stage_take(status, response));
	DEMAND(up.taken >= 100);
	status = hvac_task_new(stage.client, "sys", "take_raft_snapshot", NULL, &pausing, &task);
	if (status == HVAC_OK) {
		paused.task = task;
		status = hvac_task_run(task);
	}
	status = stage_take(status, hvac_task_take(task));
	DEMAND(status != HVAC_OK || paused.taken);
done:
	hvac_task_free(task);
	return status;
}

static hvac_status cancel(void)
{
	hvac_task *task = NULL;
	hvac_status status = hvac_task_new_path(stage.client, "GET", "secret/app", NULL, NULL, &task);

	if (status == HVAC_OK) {
		stage.cancelled = task;
		status = hvac_task_run(task);
		DEMAND(status != HVAC_OK);
		stage.cancelled = NULL;
		status = stage_take(status, hvac_task_take(task));
		DEMAND(!hvac_task_take(task));
		status = status == HVAC_CANCELLED ? HVAC_OK : status;
	}
	hvac_task_free(task);
	return status;
}

static hvac_status dry_run(void)
{
	hvac_value *requests = NULL;
	hvac_task *task = NULL;
	hvac_status status = HVAC_OK;

	TRY(hvac_task_new(stage.client, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "web"), hvac_string("secret_id", MARK)), NULL, &task));
	TRY(hvac_task_dry_run(task, true, &requests));
	DEMAND(hvac_value_count(requests) == 1);
done:
	hvac_value_free(requests);
	hvac_task_free(task);
	return status;
}

/* Redirected, told to wait, sealed. */
static hvac_status go_on(void)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_read(stage.client, "moved", &response);

	TRY(stage_take(status, response));
	status = hvac_read(stage.client, "busy", &response);
	TRY(stage_take(status, response));
	status = hvac_read(stage.client, "secret/app", &response);
	status = stage_take(status, response);
done:
	return status;
}
static const char *const patient[] = { "token", TOKEN, "read_your_writes", "true", "address", "http://one:8200,http://two:8200", "rate_limit", "10:1", NULL };

const struct scenario call_scenarios[] = {
	{ .name = "a login", .run = log_in, .lines = lines, .options = options },
	{ .name = "a login with a wrapped credential", .run = log_in_wrapped, .lines = lines, .options = options },
	{ .name = "a login by a pipe", .run = log_in_by_pipe, .lines = lines, .options = options },
	/* while nobody can tell why, the refusal stands */
	{ .name = "a login anew for a token that is refused", .run = log_in_anew, .lines = refused_lines, .options = options,
	  .also = UINT64_C(1) << HVAC_FORBIDDEN },
	{ .name = "a read, and all that its answer tells", .run = read_app, .lines = lines, .options = options },
	{ .name = "plain paths: write, patch, list, scan, delete", .run = use_paths, .lines = lines, .options = options },
	{ .name = "a version written and read", .run = write_version, .lines = lines, .options = options },
	{ .name = "a patch that falls back to reading and writing", .run = patch, .lines = lines, .options = options },
	{ .name = "a batch", .run = batch, .lines = lines, .options = options },
	{ .name = "a request for each key", .run = unseal, .lines = lines, .options = options },
	{ .name = "streams in and out, and a pause", .run = stream, .lines = lines, .options = options },
	{ .name = "a task cancelled on its way", .run = cancel, .lines = lines, .options = options },
	{ .name = "a dry run", .run = dry_run, .lines = lines, .options = options },
	/* libcurl takes a location's path alone for a whole address when it has no memory for the one it came from */
	{ .name = "a redirect, waits and another address", .run = go_on, .lines = lines, .options = patient,
	  .also = UINT64_C(1) << HVAC_REDIRECT_REFUSED },
	{ 0 },
};
