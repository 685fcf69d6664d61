/* SPDX-License-Identifier: MIT */
/* Mounts of secrets engines. Follows the pages "/sys/mounts" and "/sys/remount". */
#include "mount.h"
#include <string.h>

#define OPTIONS HVAC_BODY("options", MAP, .help = "Of the engine's type, strings by name: version=2 makes a kv engine keep versions")

/* "secret" as the list of mounts has it: "secret/". NULL when memory ran out. */
static const char *listed_name(struct hvac_task *task, const char *mount_point)
{
	size_t length;
	char *name;

	mount_point += strspn(mount_point, "/");
	length = strlen(mount_point);
	while (length && mount_point[length - 1] == '/')
		length--;
	name = hvac_task_alloc(task, length + 2);
	if (!name)
		return NULL;
	memcpy(name, mount_point, length);
	name[length] = '/';
	return name;
}

/* As hvac's method of this name: the option, else default_value, else null. */
static int mount_option_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	int http = hvac_response_http_status(response);
	const hvac_value *mounts = hvac_response_data(response), *mount, *option;
	const char *name;
	hvac_value *nothing;

	(void)state;
	if (http < 200 || http > 299 || !hvac_response_json(response))
		return HVAC_HOOK_DONE;
	if (hvac_value_kind(mounts) != HVAC_KIND_MAP)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the server's list of mounts has no data");
	name = listed_name(task, hvac_task_string(task, "mount_point"));
	if (!name)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	mount = hvac_value_member(mounts, name);
	if (!mount)
		return hvac_task_fail(task, HVAC_INVALID_PATH, "no secrets engine is mounted at %s", name);
	option = hvac_value_member(hvac_value_member(mount, "options"), hvac_task_string(task, "option_name"));
	if (!option)
		option = hvac_task_value(task, "default_value");
	if (option) {
		hvac_task_answer(task, option);
		return HVAC_HOOK_DONE;
	}
	nothing = hvac_value_new_null();
	if (!nothing)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	hvac_task_answer(task, nothing);
	hvac_value_free(nothing);
	return HVAC_HOOK_DONE;
}

static const struct hvac_operation operations[] = {
	{ .name = "list_mounted_secrets_engines", .verb = HVAC_GET, .path = "/sys/mounts", .help = "List all secrets engines with type, options and settings, by their paths",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "retrieve_mount_option", .verb = HVAC_GET, .path = "/sys/mounts", .help = "Look one option of a mounted secrets engine up, such as a kv engine's version",
	  .flags = HVAC_IDEMPOTENT | HVAC_UNWRAPPED,
	  HVAC_PARAMETERS(
	    HVAC_LOCAL("mount_point", STRING, .flags = HVAC_REQUIRED, .help = "Where the engine is mounted"),
	    HVAC_LOCAL("option_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the option: version"),
	    HVAC_LOCAL("default_value", ANY, .help = "The answer when the engine does not have the option; null by default")),
	  .finish = mount_option_finish },

	{ .name = "enable_secrets_engine", .verb = HVAC_POST, .path = "/sys/mounts/{path}", .help = "Mount a secrets engine; a path that is in use is refused",
	  HVAC_PARAMETERS(
	    HVAC_BODY("backend_type", STRING, .wire = "type", .flags = HVAC_REQUIRED, .help = "Type of the engine: kv, pki, transit, database ..."),
	    HVAC_PATH("path", STRING, .dflt = "{backend_type}", .flags = HVAC_SLASHES, .help = "Where to mount it; at backend_type by default"),
	    DESCRIPTION, CONFIG, PLUGIN_NAME, OPTIONS, LOCAL_MOUNT,
	    HVAC_BODY("seal_wrap", BOOLEAN, .dflt = "false", .help = SEAL_WRAP_HELP),
	    EXTERNAL_ENTROPY_ACCESS, PLUGIN_VERSION, HVAC_MORE) },

	{ .name = "disable_secrets_engine", .verb = HVAC_DELETE, .path = "/sys/mounts/{path}", .help = "Unmount a secrets engine: its leases are revoked and all its data is gone",
	  HVAC_PARAMETERS(MOUNT_PATH("Where the engine is mounted")) },

	{ .name = "read_mount_configuration", .verb = HVAC_GET, .path = "/sys/mounts/{path}/tune", .help = "Read the settings of a mount as they hold, the server's own lease times filled in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT_PATH("Where the engine is mounted; auth/PATH for an auth method")) },

	{ .name = "tune_mount_configuration", .verb = HVAC_POST, .path = "/sys/mounts/{path}/tune", .help = "Change settings of a mounted secrets engine; those not given stay",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT_PATH("Where the engine is mounted"), DEFAULT_LEASE_TTL, MAX_LEASE_TTL, DESCRIPTION,
	    NON_HMAC_KEYS("audit_non_hmac_request_keys", "request", 0), NON_HMAC_KEYS("audit_non_hmac_response_keys", "answer", 0),
	    LISTING_VISIBILITY, PASSTHROUGH_REQUEST_HEADERS(0), OPTIONS,
	    HVAC_BODY("force_no_cache", BOOLEAN, .help = "Whether to go without the server's cache; servers take it at mounting only and ignore it here"),
	    HVAC_BODY("allowed_managed_keys", LIST, .help = "Managed keys that the engine may use (Vault Enterprise)"),
	    ALLOWED_RESPONSE_HEADERS, PLUGIN_VERSION, TOKEN_TYPE, USER_LOCKOUT_CONFIG,
	    HVAC_BODY("delegated_auth_accessors", LIST, .help = "Accessors of auth methods to which the engine may pass logins on (Vault 2 only)"),
	    IDENTITY_TOKEN_KEY, OVERRIDE_PINNED_VERSION, TRIM_REQUEST_TRAILING_SLASHES, HVAC_MORE) },

	{ .name = "read_mounted_secrets_engine", .verb = HVAC_GET, .path = "/sys/mounts/{path}", .help = "Read type, accessor, options and plugin of one mounted secrets engine",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT_PATH("Where the engine is mounted")) },

	/* Servers other than Vault 2 do not list these two, yet answer them all the same: for them "auth/PATH" is a mount. */
	{ .name = "read_auth_mount_configuration", .verb = HVAC_GET, .path = "/sys/mounts/auth/{path}/tune", .help = "As read_auth_method_tuning, for policies that allow sys/mounts only",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(MOUNT_PATH("Where the auth method is mounted, without auth/")) },
	{ .name = "tune_auth_mount_configuration", .verb = HVAC_POST, .path = "/sys/mounts/auth/{path}/tune", .help = "As tune_auth_method, for policies that allow sys/mounts only",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(MOUNT_PATH("Where the auth method is mounted, without auth/"), DEFAULT_LEASE_TTL, MAX_LEASE_TTL, DESCRIPTION,
	    NON_HMAC_KEYS("audit_non_hmac_request_keys", "request", 0), NON_HMAC_KEYS("audit_non_hmac_response_keys", "answer", 0),
	    LISTING_VISIBILITY, PASSTHROUGH_REQUEST_HEADERS(0), OPTIONS, ALLOWED_RESPONSE_HEADERS, PLUGIN_VERSION, TOKEN_TYPE, USER_LOCKOUT_CONFIG,
	    IDENTITY_TOKEN_KEY, OVERRIDE_PINNED_VERSION, TRIM_REQUEST_TRAILING_SLASHES) },

	{ .name = "move_backend", .verb = HVAC_POST, .path = "/sys/remount", .help = "Start to move a mount to another path: its leases are revoked",
	  .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(
	    HVAC_BODY("from_path", STRING, .wire = "from", .flags = HVAC_REQUIRED, .help = "Where it is mounted; auth/PATH for an auth method"),
	    HVAC_BODY("to_path", STRING, .wire = "to", .flags = HVAC_REQUIRED, .help = "Where it is to be; auth/PATH for an auth method")) },

	{ .name = "read_remount_status", .verb = HVAC_GET, .path = "/sys/remount/status/{migration_id}", .help = "Read how far a move of a mount is: in-progress, success or failure",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("migration_id", STRING, .flags = HVAC_REQUIRED, .help = "The migration_id that move_backend answered with")) },
};

const struct hvac_area hvac_sys_mount = HVAC_AREA(operations, .name = "mount", .help = "Mounts of secrets engines");
