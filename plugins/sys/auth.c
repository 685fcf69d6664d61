/* SPDX-License-Identifier: MIT */
/* Mounts of auth methods. Follows the page "/sys/auth". */
#include "mount.h"

#define PATH MOUNT_PATH("Where the auth method is mounted, without auth/")
#define OPTIONS HVAC_BODY("options", MAP, .help = "Of the method's type, strings by name")

static const struct hvac_operation operations[] = {
	{ .name = "list_auth_methods", .verb = HVAC_GET, .path = "/sys/auth", .help = "List all auth methods with type, accessor and settings, by their paths",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "enable_auth_method", .verb = HVAC_POST, .path = "/sys/auth/{path}", .help = "Mount an auth method; a path that is in use is refused",
	  .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(
	    HVAC_BODY("method_type", STRING, .wire = "type", .flags = HVAC_REQUIRED, .help = "Type of the method: approle, userpass, jwt, kubernetes ..."),
	    DESCRIPTION, CONFIG, PLUGIN_NAME, LOCAL_MOUNT,
	    HVAC_PATH("path", STRING, .dflt = "{method_type}", .flags = HVAC_SLASHES, .help = "Where to mount it, without auth/; at method_type by default"),
	    EXTERNAL_ENTROPY_ACCESS, OPTIONS, PLUGIN_VERSION,
	    HVAC_BODY("seal_wrap", BOOLEAN, .help = SEAL_WRAP_HELP "; server's default false"),
	    HVAC_MORE) },

	{ .name = "disable_auth_method", .verb = HVAC_DELETE, .path = "/sys/auth/{path}", .help = "Unmount an auth method: its tokens are revoked and its roles and users are gone",
	  .flags = HVAC_SUDO, HVAC_PARAMETERS(PATH) },

	{ .name = "read_auth_method_tuning", .verb = HVAC_GET, .path = "/sys/auth/{path}/tune", .help = "Read the settings of an auth method as they hold",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PATH) },

	{ .name = "tune_auth_method", .verb = HVAC_POST, .path = "/sys/auth/{path}/tune", .help = "Change settings of an auth method; those not given stay",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(PATH, DEFAULT_LEASE_TTL, MAX_LEASE_TTL, DESCRIPTION,
	    NON_HMAC_KEYS("audit_non_hmac_request_keys", "request", HVAC_COMMA), NON_HMAC_KEYS("audit_non_hmac_response_keys", "answer", HVAC_COMMA),
	    LISTING_VISIBILITY, PASSTHROUGH_REQUEST_HEADERS(HVAC_COMMA), ALLOWED_RESPONSE_HEADERS, OPTIONS, PLUGIN_VERSION, TOKEN_TYPE, USER_LOCKOUT_CONFIG,
	    IDENTITY_TOKEN_KEY, OVERRIDE_PINNED_VERSION, TRIM_REQUEST_TRAILING_SLASHES, HVAC_MORE) },

	{ .name = "read_auth_method", .verb = HVAC_GET, .path = "/sys/auth/{path}", .help = "Read type, accessor and plugin of one auth method",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PATH) },
};

const struct hvac_area hvac_sys_auth = HVAC_AREA(operations, .name = "auth", .help = "Mounts of auth methods");
