/* SPDX-License-Identifier: MIT */
/* Users who are shut out after failed logins. Follows the page "/sys/locked-users". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "list_locked_users", .verb = HVAC_GET, .path = "/sys/locked-users", .help = "List the users who are locked, by namespace and mount, in this namespace and those below",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("mount_accessor", STRING, .help = "Only those of the auth method with this accessor")) },

	{ .name = "unlock_user", .verb = HVAC_POST, .path = "/sys/locked-users/{mount_accessor}/unlock/{alias_identifier}", .help = "Let a locked user log in again; it is no error when nothing is locked",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_PATH("mount_accessor", STRING, .flags = HVAC_REQUIRED, .help = "Accessor of the auth method: auth_userpass_0f3c..."),
	    HVAC_PATH("alias_identifier", STRING, .flags = HVAC_REQUIRED, .help = "Who it is there: the user name, of approle the role_id")) },
};

const struct hvac_area hvac_sys_locked_users = HVAC_AREA(operations, .name = "locked_users", .help = "Users shut out after failed logins");
