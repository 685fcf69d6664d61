/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/plugin.h>

#include "suite.h"

#define ANSWERS_MAX 128

struct stage stage;

const struct scripted_answer stage_says_nothing;
const struct scripted_answer stage_lost = { .kind = HVAC_OUTCOME_MAYBE_SENT, .sent = true };
const struct scripted_answer stage_down = { .http_status = 503, .body = "{\"errors\":[\"Vault is sealed\"]}" };
const struct scripted_answer stage_refuses = { .http_status = 400, .body = "{\"errors\":[\"invalid secret id\"]}" };
const struct scripted_answer stage_timed_out = { .kind = HVAC_OUTCOME_TIMEOUT, .sent = true };

static const struct scripted_answer denied = { .http_status = 403, .body = "{\"errors\":[\"permission denied\"]}" };
static const struct scripted_answer good = { .http_status = 200, .body = "{\"data\":{\"user\":\"u\"}}" };
static const struct scripted_answer made_by_approle = { .http_status = 200, .body = "{\"data\":{\"creation_path\":\"auth/x/role/web/secret-id\"}}" };
static const struct scripted_answer used_before = { .http_status = 400, .body = "{\"errors\":[\"wrapping token is not valid or does not exist\"]}" };

static int ask_elsewhere(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_external(task, HVAC_GET, "http://169.254.169.254/latest", 250);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/x/login", .help = "Logs in", .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(HVAC_BODY("role", STRING, .help = "role"),
	    HVAC_BODY("id", STRING, .wire = "secret_id", .flags = HVAC_SECRET, .wrapped_path = "/auth/x/role/+/secret-id", .help = "id"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "use it")) },
	{ .name = "elsewhere", .verb = HVAC_GET, .path = "/x", .help = "Asks another host", .state_size = 8, .prepare = ask_elsewhere },
	{ .name = "once", .verb = HVAC_POST, .path = "/once", .help = "Uses something up", .flags = HVAC_SINGLE_USE },
	{ .name = "up", .verb = HVAC_POST, .path = "/up", .help = "Takes a stream", .flags = HVAC_STREAM_IN,
	  HVAC_PARAMETERS(HVAC_RAW_BODY("bytes", .flags = HVAC_REQUIRED, .help = "what goes up")) },
	{ .name = "down", .verb = HVAC_GET, .path = "/down", .help = "Gives a stream", .flags = HVAC_IDEMPOTENT | HVAC_RAW | HVAC_STREAM_OUT },
};
HVAC_PLUGIN_OF(auth, x_test_stage, operations, .version = "1", .help = "For tests");

static const char *header(const hvac_request *request, const char *name)
{
	for (size_t i = 0; i < request->n_headers; i++)
		if (!strcmp(request->headers[i].name, name))
			return request->headers[i].value;
	return "";
}

static bool knows_token(const hvac_request *request)
{
	int number = 0;

	return sscanf(header(request, "X-Vault-Token"), "hvs.swordfish-%d", &number) == 1 && number && number == stage.living;
}

/* An answer of the stage's own, which stays. */
HVAC_FORMAT(1, 2) static const struct scripted_answer *answer_with(const char *format, ...)
{
	static struct scripted_answer answers[ANSWERS_MAX];
	static char bodies[ANSWERS_MAX][256];
	static unsigned count;
	va_list list;

	if (count == ANSWERS_MAX)
		abort();
	va_start(list, format);
	vsnprintf(bodies[count], sizeof bodies[count], format, list);
	va_end(list);
	answers[count] = (struct scripted_answer){ .http_status = 200, .body = bodies[count] };
	return &answers[count++];
}

static const struct scripted_answer *answer_auth(void)
{
	return answer_with("{\"auth\":{\"client_token\":\"hvs.swordfish-%d\",\"accessor\":\"accessor-%d\",\"lease_duration\":%lld,\"renewable\":true,"
	                   "\"num_uses\":%lld}}", stage.living, stage.living, (long long)stage.lease, (long long)stage.uses);
}

static const struct scripted_answer *answer_login(void)
{
	stage.logins++;
	if (stage.login)
		return stage.login;
	stage.living = (int)++stage.made;
	return answer_auth();
}

static const struct scripted_answer *answer_unwrap(const char *wrapping)
{
	stage.unwraps++;
	for (size_t i = 0; i < hvac_value_count(stage.unwrapped); i++)
		if (!strcmp(hvac_value_string(hvac_value_item(stage.unwrapped, i), NULL), wrapping))
			return &used_before;
	if (hvac_value_adopt_item(stage.unwrapped, hvac_value_new_string(wrapping)) != HVAC_OK)
		abort();
	return answer_with("{\"data\":{\"secret_id\":\"tunafish-%d\"}}", atoi(wrapping + strlen("hvs.codfish-")));
}

static const struct scripted_answer *answer_truly(const hvac_request *request)
{
	const char *path = request->path + strlen("/v1");

	if (request->external)
		return &good;
	if (!strcmp(path, "/auth/x/login"))
		return answer_login();
	if (!strcmp(path, "/sys/wrapping/unwrap"))
		return answer_unwrap(header(request, "X-Vault-Token"));
	if (!strcmp(path, "/sys/wrapping/lookup")) {
		stage.lookups++;
		return &made_by_approle;
	}
	if (!strcmp(path, "/auth/token/lookup-self")) {
		stage.probes++;
		return stage.probe ? stage.probe : knows_token(request) ? &good : &denied;
	}
	stage.others++;
	if (!knows_token(request) || strstr(path, "denied"))
		return &denied;
	return strcmp(path, "/auth/token/renew-self") != 0 ? &good : answer_auth();
}

static const struct scripted_answer *answer(const hvac_request *request)
{
	const struct scripted_answer *what = answer_truly(request);

	return what == &stage_says_nothing ? NULL : what;
}

static uint64_t monotonic(void *context)
{
	(void)context;
	return stage.now;
}

static void pass(int timeout_ms)
{
	stage.now += (uint64_t)timeout_ms * 1000000;
}

static int no_chance(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0, length);
	return 0;
}

static void log_into_text(void *context, hvac_log_level level, const char *line)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

	(void)context;
	(void)level;
	pthread_mutex_lock(&mutex);
	buffer_format(&stage.log, "%s\n", line);
	pthread_mutex_unlock(&mutex);
}

void stage_open(const char *const *options)
{
	hvac_clock clock = { .monotonic = monotonic, .random = no_chance };
	hvac_config *config = hvac_config_new();

	static bool registered;

	if (!registered)
		ck_assert_int_eq(hvac_plugin_register(&hvac1_auth_x_test_stage, NULL), HVAC_OK);
	registered = true;
	stage.now = STAGE_START;
	stage.unwrapped = hvac_value_new_list();
	stage.scripted = scripted_new(NULL, 0);
	stage.scripted->answer = answer;
	stage.scripted->pass = pass;
	hvac_config_set(config, "address", "http://one:8200");
	for (size_t i = 0; options[i]; i += 2)
		hvac_config_set(config, options[i], options[i + 1]);
	hvac_config_clock(config, &clock);
	hvac_config_log(config, HVAC_LOG_DEBUG, log_into_text, NULL);
	hvac_config_adapter(config, &stage.scripted->adapter);
	ck_assert_msg(hvac_client_new(config, &stage.client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
}

void stage_log_in(void)
{
	ck_assert_int_eq(hvac_login(stage.client, STAGE_ENGINE, "login", HVAC_ARGS(hvac_string("role", "web"), hvac_string("id", "tunafish-0")), NULL), HVAC_OK);
}

void stage_waits(void)
{
	stage.scripted->pass = NULL;
}

static char directory[] = "/tmp/hvac-stage-XXXXXX", file[sizeof directory + 8];

void stage_close(void)
{
	hvac_response_free(stage.response);
	hvac_client_free(stage.client);
	ck_assert_uint_eq(stage.scripted->freed, 1);
	ck_assert_uint_eq(stage.scripted->opened, stage.scripted->closed);
	scripted_free(stage.scripted);
	hvac_value_free(stage.unwrapped);
	if (*file) {
		unlink(file);
		ck_assert_int_eq(rmdir(directory), 0);
	}
	ck_assert_msg(!stage_logged("fish"), "a secret is in the log:\n%s", stage.log.bytes);
	buffer_free(&stage.log);
	memset(&stage, 0, sizeof stage);
}

hvac_status stage_keep(hvac_status status, hvac_response *response)
{
	hvac_response_free(stage.response);
	stage.response = response;
	ck_assert_int_eq(hvac_response_status(response), status);
	ck_assert_msg(!strstr(hvac_response_message(response), "fish"), "a secret is told: %s", hvac_response_message(response));
	return status;
}

hvac_status stage_read(hvac_client *client, const char *path)
{
	hvac_response *response;
	hvac_status status = hvac_read(client, path, &response);

	return stage_keep(status, response);
}

hvac_status stage_write(hvac_client *client, const char *path)
{
	hvac_value *data = hvac_value_new_map();
	hvac_response *response;
	hvac_status status;

	hvac_value_adopt_member(data, "n", hvac_value_new_integer(7));
	status = hvac_write(client, path, data, &response);
	hvac_value_free(data);
	return stage_keep(status, response);
}

void stage_assert_says(const char *words)
{
	ck_assert_msg(strstr(hvac_response_message(stage.response), words), "\"%s\" does not say \"%s\"", hvac_response_message(stage.response), words);
}

bool stage_logged(const char *words)
{
	return stage.log.length && strstr(stage.log.bytes, words);
}

unsigned stage_token(void)
{
	char *token = hvac_client_token(stage.client);
	unsigned number = 0;

	ck_assert(token && sscanf(token, "hvs.swordfish-%u", &number) == 1);
	hvac_text_free(token);
	return number;
}

static bool is_of(size_t request, const char *path)
{
	return !strcmp(scripted_seen(stage.scripted, request, "/path") + strlen("/v1/"), path);
}

unsigned stage_count(const char *path)
{
	unsigned count = 0;

	for (size_t i = 0; i < hvac_value_count(stage.scripted->seen); i++)
		count += is_of(i, path);
	return count;
}

const char *stage_seen(const char *path, unsigned index, const char *pointer)
{
	for (size_t i = 0; i < hvac_value_count(stage.scripted->seen); i++)
		if (is_of(i, path) && !index--)
			return scripted_seen(stage.scripted, i, pointer);
	ck_abort_msg("%s was not asked so often", path);
}

const char *stage_file(const char *content)
{
	char fresh[sizeof file + 4];
	FILE *stream;

	if (!*file) {
		ck_assert_ptr_nonnull(mkdtemp(directory));
		snprintf(file, sizeof file, "%s/secret", directory);
	}
	snprintf(fresh, sizeof fresh, "%s.new", file);
	stream = fopen(fresh, "w");
	ck_assert(stream && fputs(content, stream) >= 0 && fclose(stream) == 0);
	ck_assert(chmod(fresh, 0600) == 0 && rename(fresh, file) == 0);
	return file;
}

static void *run(void *context)
{
	struct stage_call *call = context;

	call->status = hvac_task_run(call->task);
	return NULL;
}

void stage_run(struct stage_call *call, hvac_task *task)
{
	call->task = task;
	ck_assert_int_eq(pthread_create(&call->thread, NULL, run, call), 0);
}

void stage_start(struct stage_call *call, hvac_client *client, const char *path)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new_path(client, "GET", path, NULL, NULL, &task), HVAC_OK);
	stage_run(call, task);
}

hvac_status stage_join(struct stage_call *call)
{
	pthread_join(call->thread, NULL);
	stage_keep(call->status, hvac_task_take(call->task));
	hvac_task_free(call->task);
	return call->status;
}
