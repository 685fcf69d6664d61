/* SPDX-License-Identifier: MIT */
/* People and groups of an LDAP directory, after the page "LDAP auth method (HTTP API)". */
#include "directory.h"

#define MOUNT HVAC_MOUNT("ldap")
#define GROUP HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group in the directory")
#define USERNAME HVAC_PATH("username", STRING, .flags = HVAC_REQUIRED, .help = "Name of the person in the directory")
#define POLICIES(text) HVAC_BODY("policies", LIST, .flags = HVAC_COMMA, .help = text)

#define GROUPS(below) "/auth/{mount_point}/groups" below
#define USERS(below) "/auth/{mount_point}/users" below

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Say where the directory is and how people are found in it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(DIRECTORY("true"), MOUNT,
	    HVAC_BODY("password_policy", STRING, .help = "Policy that makes new passwords of binddn; letters and digits by default (Vault 2.1 and later)"),
	    HVAC_AUTOMATED_ROTATION,
	    HVAC_BODY("rotation_url", STRING, .help = "Directory to change bindpass at, where it is not url's (Vault 2.1 Enterprise)"),
	    HVAC_TOKEN_OPTIONS, HVAC_TOKEN_STRICTLY_BIND_IP) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read all settings but passwords and keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/auth/{mount_point}/config/rotate-root", .help = "Give binddn a new password that only the server knows",
	  .since = "vault-2.1..", HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_group", .verb = HVAC_POST, .path = GROUPS("/{name}"), .help = "Say what members of a group may do",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, POLICIES("Policies of the members' tokens"), MOUNT) },

	{ .name = "list_groups", .verb = HVAC_LIST, .path = GROUPS(""), .help = "List the groups that have policies here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_group", .verb = HVAC_GET, .path = GROUPS("/{name}"), .help = "Read what members of a group may do",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },

	{ .name = "delete_group", .verb = HVAC_DELETE, .path = GROUPS("/{name}"), .help = "Take a group its policies; the directory's own stays as it is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },

	{ .name = "create_or_update_user", .verb = HVAC_POST, .path = USERS("/{username}"), .help = "Give one person policies, or groups that the directory does not know",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(USERNAME, POLICIES("Policies of the person's tokens"),
	    HVAC_BODY("groups", LIST, .flags = HVAC_COMMA, .help = "Groups whose policies the person has besides"), MOUNT) },

	{ .name = "list_users", .verb = HVAC_LIST, .path = USERS(""), .help = "List the people who have policies or groups of their own here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_user", .verb = HVAC_GET, .path = USERS("/{username}"), .help = "Read the policies and groups that one person has here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "delete_user", .verb = HVAC_DELETE, .path = USERS("/{username}"), .help = "Take one person the own policies and groups; who is in the directory can still log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login/{username}", .help = "Exchange a name and a password of the directory for a token",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(USERNAME, HVAC_BODY("password", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "Password in the directory"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"), MOUNT) },
};

HVAC_PLUGIN_OF(auth, ldap, operations, .version = "1.0", .help = "People and groups of an LDAP directory",
	.reference = "LDAP auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call auth/ldap configure url=ldaps://ldap.example.com \\\n"
		"\tuserattr=uid userdn=ou=people,dc=example,dc=com \\\n"
		"\tgroupdn=ou=groups,dc=example,dc=com \\\n"
		"\tbinddn=cn=vault,dc=example,dc=com bindpass=@pw --dry-run\n"
		"hvac call auth/ldap create_or_update_group name=operators \\\n"
		"\tpolicies=operators --dry-run\n"
		"hvac login ldap username=ann password=@pw --dry-run\n");
