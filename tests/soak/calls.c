/* SPDX-License-Identifier: MIT */
#include "calls.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KV "secrets/kv_v2"
#define SECRETS 20u                     /* fixed/0 to fixed/19: the path is in each */
#define FOLDER_NOTES 100u
#define SERIES_VERSIONS 200u            /* of one counter, before the next is begun */
#define PATH_ROOM 64                    /* for the longest name with three numbers */
#define VALUE "soak-value"              /* begins all that is written: what the log is searched for */

struct clients clients;
static char *role_id_file, *secret_id_file;

/* Clients */

hvac_argument role_id(void)
{
	return hvac_file("role_id", role_id_file);
}

hvac_argument secret_id(void)
{
	return hvac_file("secret_id", secret_id_file);
}

hvac_client *client_new(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_log(config, HVAC_LOG_DEBUG, journal_log, NULL);
	hvac_config_set(config, "watch_interval", "1s");
	if (hvac_config_from_env(config) != HVAC_OK || hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static void made(hvac_status status, hvac_client *client)
{
	if (status != HVAC_OK)
		errx(1, "a client: %s %s", hvac_status_name(status), client ? hvac_client_error(client) : "");
}

void clients_make(const char *folder)
{
	hvac_client *caching;
	hvac_response *response;

	if (asprintf(&role_id_file, "%s/role-id", folder) < 0 || asprintf(&secret_id_file, "%s/secret-id", folder) < 0)
		errx(1, "memory ran out");
	clients.main = client_new();
	if (hvac_login(clients.main, "auth/approle", "login", HVAC_ARGS(role_id(), secret_id()), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	hvac_response_free(response);
	made(hvac_client_derive(clients.main, &clients.hurried, "timeout", "30ms", "max_retries", "1", "retry_wait_min", "10ms", "retry_wait_max", "20ms", NULL), clients.hurried);
	made(hvac_client_derive(clients.main, &clients.wrapping, "wrap_ttl", "60s", NULL), clients.wrapping);
	made(hvac_client_inline(clients.main, "auth/approle", "login", HVAC_ARGS(role_id(), secret_id()), &clients.inline_), clients.inline_);
	made(hvac_client_derive(clients.main, &caching, "cache_fresh", "300ms", "cache_stale", "10m", NULL), caching);
	made(hvac_cache_new(caching, &clients.cache), caching);
	hvac_client_free(caching);
}

void clients_free(void)
{
	hvac_cache_free(clients.cache);
	hvac_client_free(clients.inline_);
	hvac_client_free(clients.wrapping);
	hvac_client_free(clients.hurried);
	hvac_client_free(clients.main);
	free(role_id_file);
	free(secret_id_file);
}

/* Names of secrets */

static _Atomic uint64_t *counter_of(const struct call *call)
{
	return &shared->counters[call->worker->index % COUNTERS];
}

static unsigned series(const struct call *call)
{
	return (unsigned)(call->counter >> 32);
}

static unsigned version(const struct call *call)
{
	return (unsigned)call->counter;
}

static const char *path_of(const struct call *call, char path[static PATH_ROOM])
{
	unsigned worker = call->worker->index, number = call->number;

	switch (call->kind) {
	case NOTE: case HURRIED: case CANCELLED: case READ_BACK:
		snprintf(path, PATH_ROOM, "notes/%u-%u/%u", worker, number / FOLDER_NOTES, number);
		break;
	case LIST:
		snprintf(path, PATH_ROOM, "notes/%u-%u", worker, number / FOLDER_NOTES);
		break;
	case LOOK: case COUNT:
		snprintf(path, PATH_ROOM, "counters/%u-%u", worker % COUNTERS, series(call));
		break;
	default:
		snprintf(path, PATH_ROOM, "fixed/%u", number);
	}
	return path;
}

/* What is asked */

static bool writes(enum kind kind)
{
	return kind == NOTE || kind == HURRIED || kind == CANCELLED || kind == COUNT;
}

bool call_is_possible(const struct worker *worker, enum kind kind)
{
	return kind == READ_BACK ? atomic_load(&worker->last_note) : kind == LIST ? atomic_load(&worker->folder_notes) : true;
}

void call_begin(struct call *call, struct worker *worker, enum kind kind)
{
	*call = (struct call){ .worker = worker, .kind = kind, .round = atomic_load(&shared->round), .began = now_ms() };
	switch (kind) {
	case NOTE: case HURRIED: case CANCELLED:
		call->number = atomic_fetch_add(&worker->notes, 1) + 1;
		if (call->number % FOLDER_NOTES == 0)
			atomic_store(&worker->folder_notes, 0);
		break;
	case READ_BACK: case LIST:
		call->number = kind == LIST ? atomic_load(&worker->notes) : atomic_load(&worker->last_note);
		break;
	case LOOK: case COUNT:
		call->counter = atomic_load(counter_of(call));
		call->number = kind == COUNT ? atomic_fetch_add(&shared->attempts, 1) + 1 : 0;
		break;
	default:
		call->number = (unsigned)(call->began / 7) % SECRETS;
	}
}

static ssize_t swallow(void *context, const void *bytes, size_t size)
{
	struct call *call = context;

	(void)bytes;
	call->streamed += size;
	return 0;
}

static hvac_client *client_for(enum kind kind)
{
	return kind == HURRIED ? clients.hurried : kind == WRAP ? clients.wrapping : kind == INLINE ? clients.inline_ : clients.main;
}

static hvac_task *write_task(const struct call *call)
{
	char path[PATH_ROOM], secret[128];
	hvac_task *task;

	snprintf(secret, sizeof secret, "{\"number\":%u,\"counter\":%u,\"value\":\"" VALUE "-%u-%u\"}", call->number, version(call) + 1, call->worker->index, call->number);
	hvac_task_new(client_for(call->kind), KV, "create_or_update_secret",
	              HVAC_ARGS(hvac_string("path", path_of(call, path)), hvac_json("secret", secret),
	                        call->kind == COUNT ? hvac_integer("cas", version(call)) : hvac_string("cas", NULL)), NULL, &task);
	return task;
}

static hvac_task *read_task(struct call *call)
{
	const hvac_stream sink = { .context = call, .sink = swallow };
	char path[PATH_ROOM];
	hvac_task *task;

	if (call->kind == SNAPSHOT)
		hvac_task_new(clients.main, "sys", "take_raft_snapshot", NULL, &sink, &task);
	else
		hvac_task_new(client_for(call->kind), KV, call->kind == LIST ? "list_secrets" : "read_secret_version",
		              HVAC_ARGS(hvac_string("path", path_of(call, path))), NULL, &task);
	return task;
}

hvac_task *call_task(struct call *call, struct worker *worker, enum kind kind)
{
	hvac_task *task;

	call_begin(call, worker, kind);
	task = writes(kind) ? write_task(call) : read_task(call);
	if (!task)
		errx(1, "memory ran out");
	return task;
}

/* What is answered */

static bool number_is(const hvac_response *response, const char *pointer, unsigned number)
{
	int64_t found;

	return hvac_response_integer(response, pointer, &found) && found == number;
}

static bool path_is_inside(const struct call *call, const hvac_response *response)
{
	char path[PATH_ROOM];
	const char *found = hvac_response_string(response, "path");

	return found && !strcmp(found, path_of(call, path));
}

static void learn(const struct call *call, uint64_t counter)
{
	_Atomic uint64_t *known = counter_of(call);
	uint64_t before = atomic_load(known);

	if ((uint32_t)counter >= SERIES_VERSIONS)
		counter = ((counter >> 32) + 1) << 32;
	while (before < counter && !atomic_compare_exchange_weak(known, &before, counter))
		;
}

static int64_t version_of(const hvac_response *response, const char *pointer)
{
	int64_t number = 0;

	return hvac_value_integer(hvac_value_at(hvac_response_data(response), pointer), &number) ? number : 0;
}

/* It is there, and was told so: what comes after it must find it. */
static void note_is_there(const struct call *call)
{
	atomic_fetch_add(&call->worker->folder_notes, 1);
	atomic_store(&call->worker->last_note, call->number);
}

/* Whether a success is one; what is to be known of it is learnt. */
static bool is_right(const struct call *call, const hvac_response *response)
{
	switch (call->kind) {
	case NOTE: case HURRIED: case CANCELLED:
		note_is_there(call);
		return version_of(response, "version") > 0;
	case COUNT:
		learn(call, (uint64_t)series(call) << 32 | (uint64_t)version_of(response, "version"));
		return version_of(response, "version") == version(call) + 1;
	case LOOK:
		learn(call, (uint64_t)series(call) << 32 | (uint64_t)version_of(response, "metadata/version"));
		return version_of(response, "metadata/version") >= version(call) && number_is(response, "counter", (unsigned)version_of(response, "metadata/version"));
	case READ_BACK:
		return number_is(response, "number", call->number);
	case LIST:
		return hvac_value_count(hvac_response_value(response, "keys")) >= atomic_load(&call->worker->folder_notes);
	case WRAP:
		return hvac_value_at(hvac_response_wrap_info(response), "token");
	case UNWRAP:
		return hvac_response_string(response, "data/data/path");
	case LOGIN: case LOGOUT:
		return true;
	case SNAPSHOT:
		return call->streamed > 0;
	default:
		return path_is_inside(call, response);
	}
}

/* A refusal that says just what it should. */
static bool is_expected(const struct call *call, const hvac_response *response)
{
	return (call->kind == COUNT && hvac_response_status(response) == HVAC_INVALID_REQUEST) ||
	       (call->kind == LOOK && hvac_response_status(response) == HVAC_INVALID_PATH && version(call) == 0);
}

bool call_end(struct call *call, hvac_response *response)
{
	hvac_status status = hvac_response_status(response);
	bool well = status == HVAC_OK;
	const char *kind = kind_name(call->kind);
	char path[PATH_ROOM];

	if (well && !is_right(call, response))
		journal_line("wrong\t%u\t%s\t%s\n", call->worker->index, kind, path_of(call, path));
	if (well)
		atomic_fetch_add(&call->worker->well[call->kind], 1);
	if (!well || writes(call->kind))
		journal_line("call\t%u\t%s\t%s\t%s#%u\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%s\t%s\t%d\t%s\n", call->worker->index,
		             call->worker->role, kind, path_of(call, path), call->number,
		             well ? version_of(response, "version") : 0, call->began, now_ms(), hvac_response_may_have_been_carried_out(response) ? "MAYBE" : "CERTAIN",
		             hvac_status_name(status), hvac_response_http_status(response), hvac_response_message(response));
	/* a cache gives what it has although nobody is served */
	if (call->kind != CACHED && (well || is_expected(call, response)))
		atomic_store(&call->worker->served, call->round);
	hvac_response_free(response);
	return well;
}

/* Those that are more than a task */

static void unwrap(struct worker *worker, const char *token)
{
	struct call call;
	hvac_response *response;

	call_begin(&call, worker, UNWRAP);
	hvac_call(clients.main, "sys", "unwrap", HVAC_ARGS(hvac_string("token", token)), &response);
	call_end(&call, response);
}

static void wrap_and_unwrap(struct worker *worker)
{
	struct call call;
	hvac_task *task = call_task(&call, worker, WRAP);
	hvac_response *response;
	const char *text;
	char *token;

	hvac_task_run(task);
	response = hvac_task_take(task);
	hvac_task_free(task);
	text = hvac_value_string(hvac_value_at(hvac_response_wrap_info(response), "token"), NULL);
	token = text ? strdup(text) : NULL;
	call_end(&call, response);
	if (!token)
		return;
	journal_token(token);
	unwrap(worker, token);
	free(token);
}

/* A client that lives for three calls. */
static void log_in_and_out(struct worker *worker)
{
	hvac_client *client = client_new();
	hvac_response *response;
	struct call call;
	char path[PATH_ROOM], *token;

	call_begin(&call, worker, LOGIN);
	hvac_login(client, "auth/approle", "login", HVAC_ARGS(role_id(), secret_id()), &response);
	token = hvac_client_token(client);
	if (token)
		journal_token(token);
	hvac_text_free(token);
	if (call_end(&call, response)) {
		call_begin(&call, worker, BY_LOGIN);
		hvac_call(client, KV, "read_secret_version", HVAC_ARGS(hvac_string("path", path_of(&call, path))), &response);
		call_end(&call, response);
		call_begin(&call, worker, LOGOUT);
		hvac_write(client, "auth/token/revoke-self", NULL, &response);
		call_end(&call, response);
	}
	hvac_client_free(client);
}

static void run_task(struct worker *worker, enum kind kind)
{
	struct call call;
	hvac_task *task = call_task(&call, worker, kind);

	hvac_task_run(task);
	call_end(&call, hvac_task_take(task));
	hvac_task_free(task);
}

static void read_cached(struct worker *worker)
{
	struct call call;
	hvac_task *task = call_task(&call, worker, CACHED);
	hvac_response *response;

	hvac_cache_get(clients.cache, task, &response);
	call_end(&call, response);
}

void call_make(struct worker *worker, enum kind kind)
{
	if (kind == WRAP)
		wrap_and_unwrap(worker);
	else if (kind == LOGIN)
		log_in_and_out(worker);
	else if (kind == CACHED)
		read_cached(worker);
	else if (call_is_possible(worker, kind))
		run_task(worker, kind);
}
