/* SPDX-License-Identifier: MIT */
/*
 * What a mount says of its version, and what the tables of both versions share. An engine of this folder includes it once,
 * after it has defined USE_VERSION: what its users write in front of a version's number.
 */
#ifndef HVAC_SECRETS_KV_MOUNT_H
#define HVAC_SECRETS_KV_MOUNT_H

#include <string.h>
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("secret")
#define PATH HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where the secret lies below the mount point: web/database")
#define FOLDER HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "The folder below the mount point; empty for the topmost")
#define SCAN HVAC_QUERY("scan", STRING, .values = "true", .help = "\"true\" makes it scan_secrets (OpenBao)")
#define RECOVER \
	HVAC_RECOVER_SNAPSHOT, \
	HVAC_RECOVER_SOURCE_PATH

/* A step that asks for the mount. Servers grant it to whoever may do anything below the mount. */
#define MOUNT_ASKED(operation, step, ...) { .name = operation, .when = step, .verb = HVAC_GET, .path = "/sys/internal/ui/mounts/{mount_point}", \
	.flags = HVAC_IDEMPOTENT | HVAC_UNWRAPPED, HVAC_PARAMETERS(MOUNT), __VA_ARGS__ }
/* Asked only to explain a 404, so any answer will do: none is worth a second try or a new login. */
#define OTHER_VERSION_ASKED(operation, step, explain) MOUNT_ASKED(operation, step, .finish = explain, \
	.help = "Ask for the mount's version, when " operation " found nothing", .ok_status = "400 401 403 404 405 412 429 500 502 503 504")

static const char *text_at(const hvac_value *value, const char *pointer)
{
	const char *text = hvac_value_string(hvac_value_at(value, pointer), NULL);

	return text ? text : "";
}

/* "1" or "2" from the answer to a MOUNT_ASKED; "" when it is of no kv mount. */
static const char *version_of_mount(const hvac_response *response)
{
	const hvac_value *body = hvac_response_json(response);
	const char *type = text_at(body, "/data/type"), *version = text_at(body, "/data/options/version");

	if (hvac_response_http_status(response) != 200 || (!*version && strcmp(type, "kv") != 0 && strcmp(type, "generic") != 0))
		return "";
	/* a mount that was made without a version is version 1 and has no such option */
	return strcmp(version, "2") == 0 ? "2" : "1";
}

/* The 404 stays the answer: what comes next may only explain it. */
static int ask_for_other_version(struct hvac_task *task, const char *step)
{
	hvac_task_keep(task);
	hvac_request_use(task, step);
	return HVAC_HOOK_AGAIN;
}

/* HVAC_HOOK_DONE when the mount is not of that version. */
static int fail_if_version(struct hvac_task *task, const hvac_response *response, const char *version)
{
	if (strcmp(version_of_mount(response), version) != 0)
		return HVAC_HOOK_DONE;
	return hvac_task_fail(task, HVAC_INVALID_PATH, "the mount %s is version %s: use " USE_VERSION "%s", hvac_task_string(task, "mount_point"),
	                      version, version);
}

#endif
