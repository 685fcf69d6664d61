/* SPDX-License-Identifier: MIT */
/*
 * hvac's facade of both versions: their tables, with a parameter that says which is meant. An operation of both has a row of
 * each; the others fail under the version that lacks them. "auto" asks for the mount, then begins anew with its version.
 */
#define USE_VERSION "kv_version="
#define KV_VERSION HVAC_LOCAL("kv_version", STRING, .dflt = "\"2\"", .values = "1 2 auto", \
	.help = "The mount's version; auto asks the server before each call, which needs no further right")
#define VERSION_ASKED(operation) MOUNT_ASKED(operation, "@version", .finish = finish_version, \
	.help = "Ask for the mount's version before " operation ", when kv_version is auto")
#define PARAMETERS(...) HVAC_PARAMETERS(__VA_ARGS__, KV_VERSION)
#define AND_VERSION_1 " kv_version=1"
#include "mount.h"

static int finish_version(struct hvac_task *task, void *state, const hvac_response *response)
{
	const char *mount = hvac_task_string(task, "mount_point"), *version = version_of_mount(response);

	(void)state;
	if (hvac_response_http_status(response) == 403)
		return hvac_task_fail(task, HVAC_FORBIDDEN, "the version of the mount %s is not told: there is no such mount, or the token may do nothing in it",
		                      mount);
	if (hvac_response_status(response) != HVAC_OK)
		return HVAC_HOOK_DONE;
	if (!*version)
		return hvac_task_fail(task, HVAC_INVALID_PATH, "the mount %s is not of type kv but %s", mount,
		                      text_at(hvac_response_json(response), "/data/type"));
	return hvac_task_choose(task, "kv_version", version);
}

/* Of a row of version `own`, which is the last of its operation and so stands for auto too. */
static int prepare(struct hvac_task *task, const char *own)
{
	const char *version = hvac_task_string(task, "kv_version");

	if (version && strcmp(version, "auto") == 0)
		hvac_request_use(task, "@version");
	else if (strcmp(version ? version : "2", own) != 0)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "only version %s has this operation, and the mount %s is taken for version %s",
		                      own, hvac_task_string(task, "mount_point"), version ? version : "2");
	return HVAC_HOOK_AGAIN;
}

static int prepare_1(struct hvac_task *task, void *state)
{
	(void)state;
	return prepare(task, "1");
}

static int prepare_2(struct hvac_task *task, void *state)
{
	(void)state;
	return prepare(task, "2");
}

#define SHARED_ROW(operation, ...) { .name = operation, .when = "kv_version=1", __VA_ARGS__ }
#define ROW(operation, ...) VERSION_ASKED(operation), { .name = operation, .prepare = prepare_1, __VA_ARGS__ }
#include "version_1.h"
#undef ROW
#define ROW(operation, ...) VERSION_ASKED(operation), { .name = operation, .prepare = prepare_2, __VA_ARGS__ }
#include "version_2.h"

static const struct hvac_area area_1 = HVAC_AREA(version_1, .name = "version_1", .help = "Secrets without versions");
static const struct hvac_area area_2 = HVAC_AREA(version_2, .name = "version_2", .help = "Versioned secrets");
static const struct hvac_area *const areas[] = { &area_1, &area_2 };

HVAC_PLUGIN(secrets, kv, areas, .version = "1.0", .help = "Key/value secrets of either version",
	.reference = "KV secrets engine (HTTP API)",
	.example =
		"hvac call sys enable_secrets_engine backend_type=kv path=team/kv \\\n"
		"\t'options={\"version\":\"1\"}'\n"
		"echo '{\"user\":\"web\",\"password\":\"correct horse\"}' |\n"
		"\thvac call secrets/kv create_or_update_secret mount_point=team/kv \\\n"
		"\tkv_version=1 path=web/database secret=-\n"
		"hvac call secrets/kv read_secret mount_point=team/kv kv_version=auto \\\n"
		"\tpath=web/database --field password\n"
		"hvac call secrets/kv read_configuration\n");
