/* SPDX-License-Identifier: MIT */
/* Passwords of Active Directory's service accounts, on Vault before 1.19. The table follows the page "Active Directory secrets engine (HTTP API)". */
#include "directory.h"

#define MOUNT HVAC_MOUNT("ad")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Say where the directory is, and how old passwords may become",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("binddn", STRING, .help = "Account to change others as: CN=vault,CN=Users,DC=example,DC=com, or its name with upndomain"),
	    BINDPASS, URL, USERDN, UPNDOMAIN,
	    HVAC_BODY("ttl", DURATION, .help = "Age at which a password is changed when it is next read: 86400, \"24h\"; the mount's by default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Greatest ttl that a role may have: 86400, \"24h\"; the mount's by default"),
	    MOUNT, HVAC_MORE) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read all settings but the password",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Say which account's password is handed out",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("service_account_name", STRING, .help = "The account, which must be there: app@example.com"),
	    HVAC_BODY("ttl", DURATION, .help = "Age at which its password is changed when it is next read: 3600, \"1h\"; the one of configure by default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read which account a role stands for, and when its password was last changed",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names by which accounts' passwords can be read",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Hand out an account's password no more; the account stays as it is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	/* asked again it answers with the password that it may have made, and makes no other */
	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}",
	  .help = "Read an account's password and the one before it; it is changed first if it is too old",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, active_directory, operations, .version = "1.0", .help = "Passwords of Active Directory's service accounts (Vault before 1.19)",
	.reference = "Active Directory secrets engine (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call secrets/active_directory configure \\\n"
		"\turl=ldaps://ad.example.com userdn=CN=Users,DC=example,DC=com \\\n"
		"\tbinddn=CN=vault,CN=Users,DC=example,DC=com bindpass=@pw --dry-run\n"
		"hvac call secrets/active_directory create_or_update_role name=app \\\n"
		"\tservice_account_name=app@example.com ttl=1h --dry-run\n"
		"hvac call secrets/active_directory generate_credentials name=app \\\n"
		"\t--dry-run\n");
