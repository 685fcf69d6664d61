/* SPDX-License-Identifier: MIT */
/* Secrets that belong to one token. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("cubbyhole")
#define PATH HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where the secret lies in the token's cubbyhole: web/database")
#define FOLDER HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "The folder in the token's cubbyhole; empty for the topmost")

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_secret", .verb = HVAC_POST, .path = "/{mount_point}/{path}", .help = "Put a secret where only this token finds it; replaces one that lies there",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATH, HVAC_WHOLE("secret", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The secret's members, at least one: {\"user\": \"web\"}"), MOUNT,
	    HVAC_RECOVER_SNAPSHOT,
	    HVAC_RECOVER_SOURCE_PATH) },

	{ .name = "read_secret", .verb = HVAC_GET, .path = "/{mount_point}/{path}", .help = "Read what this token put away",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH, MOUNT, HVAC_READ_SNAPSHOT) },

	{ .name = "list_secrets", .verb = HVAC_LIST, .path = "/{mount_point}/{path}", .help = "List a folder's secrets, and its folders with a / at their end",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(FOLDER, MOUNT, HVAC_READ_SNAPSHOT) },

	{ .name = "scan_secrets", .verb = HVAC_SCAN, .path = "/{mount_point}/{path}", .help = "List a folder and all below it, on servers that do so here (OpenBao 2.7.2 does not)",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(FOLDER, MOUNT) },

	{ .name = "delete_secret", .verb = HVAC_DELETE, .path = "/{mount_point}/{path}", .help = "Remove a secret for good; no error if there is none",
	  HVAC_PARAMETERS(PATH, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, cubbyhole, operations, .version = "1.0", .help = "A token's own secrets, gone with the token",
	.reference = "Cubbyhole secrets engine (HTTP API)",
	.example =
		"echo '{\"user\": \"web\", \"password\": \"made up\"}' |\n"
		"    hvac call secrets/cubbyhole create_or_update_secret path=db secret=-\n"
		"hvac call secrets/cubbyhole list_secrets path=\n"
		"hvac call secrets/cubbyhole read_secret path=db --field user\n");
