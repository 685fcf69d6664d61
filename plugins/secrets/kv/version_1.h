/* SPDX-License-Identifier: MIT */
/*
 * The table of version 1, after the page "KV secrets engine version 1 (HTTP API)". The engine that includes it defines ROW, of
 * what version 1 alone has, and SHARED_ROW, of what version 2 has too, PARAMETERS, and AND_VERSION_1 for conditions.
 */
#ifndef HVAC_SECRETS_KV_VERSION_1_H
#define HVAC_SECRETS_KV_VERSION_1_H

#include "mount.h"

/* A version 2 mount has a warning for version 1's paths; where there simply is nothing, there is none. */
static int finish_1(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	if (hvac_response_http_status(response) != 404 || !hvac_value_count(hvac_value_at(hvac_response_json(response), "/warnings")))
		return HVAC_HOOK_DONE;
	return ask_for_other_version(task, "@is_version_2");
}

static int explain_as_2(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	return fail_if_version(task, response, "2");
}

#define IS_VERSION_2(operation) OTHER_VERSION_ASKED(operation, "@is_version_2", explain_as_2)
#define WRITE_PARAMETERS PARAMETERS(PATH, \
	HVAC_WHOLE("secret", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The secret's members: {\"user\": \"web\"}; ttl among them tells readers when to come back"), \
	HVAC_LOCAL("method", STRING, .values = "POST PUT", .help = "Servers treat both alike; POST by default"), \
	MOUNT, RECOVER)

/* No write is HVAC_IDEMPOTENT: repeated late it would undo another's newer one. */
static const struct hvac_operation version_1[] = {
	IS_VERSION_2("read_secret"),
	SHARED_ROW("read_secret", .verb = HVAC_GET, .path = "/{mount_point}/{path}", .help = "Read what was last written at a path",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_1, PARAMETERS(PATH, MOUNT, HVAC_READ_SNAPSHOT, SCAN)),

	IS_VERSION_2("list_secrets"),
	SHARED_ROW("list_secrets", .verb = HVAC_LIST, .path = "/{mount_point}/{path}", .help = "Show the names in a folder, of folders with a / at their end",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_1, PARAMETERS(FOLDER, MOUNT, HVAC_READ_SNAPSHOT)),

	IS_VERSION_2("scan_secrets"),
	SHARED_ROW("scan_secrets", .verb = HVAC_SCAN, .path = "/{mount_point}/{path}", .help = "Show the names in a folder and in all folders below it",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, .finish = finish_1, PARAMETERS(FOLDER, MOUNT)),

	IS_VERSION_2("create_or_update_secret"),
	{ .name = "create_or_update_secret", .when = "method=PUT" AND_VERSION_1, .verb = HVAC_PUT, .path = "/{mount_point}/{path}",
	  .help = "Write with PUT instead of POST", .finish = finish_1, WRITE_PARAMETERS },
	SHARED_ROW("create_or_update_secret", .verb = HVAC_POST, .path = "/{mount_point}/{path}", .help = "Write members, in place of all that were there",
	  .finish = finish_1, WRITE_PARAMETERS),

	IS_VERSION_2("delete_secret"),
	ROW("delete_secret", .verb = HVAC_DELETE, .path = "/{mount_point}/{path}", .help = "Remove what lies at a path, for good",
	  .finish = finish_1, PARAMETERS(PATH, MOUNT)),
};

#endif
