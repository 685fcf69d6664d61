/* SPDX-License-Identifier: MIT */
/* Access keys of Alibaba Cloud, made on demand. Follows the page "AliCloud secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("alicloud")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set what the server itself shows to Alibaba Cloud; its environment beats it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("access_key", STRING, .flags = HVAC_REQUIRED, .help = "Access key id of the server's own: LTAI..."),
	    HVAC_BODY("secret_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Access key secret that belongs to access_key"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read what the server itself shows, but the secret",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_configuration", .verb = HVAC_DELETE, .path = "/{mount_point}/config", .help = "Drop the server's own access key, so that its instance's RAM role is used",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/role/{name}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("role_arn", STRING, .help = "RAM role to assume, for tokens of STS: acs:ram::5138828231865461:role/web; not with policies"),
	    HVAC_BODY("inline_policies", LIST, .flags = HVAC_TEXT, .help = "RAM policies of the users that are made, a list of maps, sent as text in JSON"),
	    HVAC_BODY("remote_policies", LIST, .help = "RAM policies that exist already; as JSON, since each has a comma: [\"name:AliyunOSSReadOnlyAccess,type:System\"]"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of a user until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a user with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/role/{name}", .help = "Read what credentials a role makes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/role", .help = "List the names of all that credentials can be made with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/role/{name}", .help = "Remove a role; its credentials live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make an access key as a role has it, with a lease",
	  HVAC_PARAMETERS(ROLE, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, alicloud, operations, .version = "1.0", .help = "Access keys of Alibaba Cloud, made on demand",
	.reference = "AliCloud secrets engine (API)",
	.example =
		"umask 077\n"
		"printf 'ExampleExampleExample\\n' >secret-key\n"
		"hvac call secrets/alicloud configure access_key=LTAI5tExample secret_key=@secret-key \\\n"
		"    --dry-run --redact\n"
		"hvac call secrets/alicloud create_or_update_role name=web ttl=1h \\\n"
		"    remote_policies='[\"name:AliyunOSSReadOnlyAccess,type:System\"]' --dry-run\n"
		"hvac call secrets/alicloud generate_credentials name=web --dry-run\n");
