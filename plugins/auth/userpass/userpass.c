/* SPDX-License-Identifier: MIT */
/* Usernames and passwords that the server keeps itself. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("userpass")
#define USERNAME HVAC_PATH("username", STRING, .flags = HVAC_REQUIRED, .help = "Name of the user; the server keeps it in small letters")
#define PASSWORD(required, text) HVAC_BODY("password", STRING, .flags = HVAC_SECRET | (required), .help = text)
#define PASSWORD_HASH(required, text) HVAC_BODY("password_hash", STRING, .flags = HVAC_SECRET | (required), .help = text)
#define POLICIES HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies")
#define TOKEN_POLICIES HVAC_BODY("token_policies", LIST, .help = "Policies of the user's tokens, besides default")

#define USER(below) "/auth/{mount_point}/users/{username}" below

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_user", .verb = HVAC_POST, .path = USER(""), .help = "Make a user, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(USERNAME, PASSWORD(0, "The password; a new user needs it, or password_hash"), POLICIES, MOUNT,
	    PASSWORD_HASH(0, "Bcrypt hash to take instead of a password: $2b$10$... (Vault 2.1 and later, OpenBao)"),
	    TOKEN_POLICIES,
	    HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever user and mount say later; 0: none, the default"),
	    HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default"),
	    HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default"),
	    HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"),
	    HVAC_BODY("token_type", STRING, .values = "service batch default", .help = "Kind of the tokens; default: what the mount says"),
	    HVAC_BODY("token_strictly_bind_ip", BOOLEAN, .help = "Whether a token works only from the address that logged in; not with token_bound_cidrs; false by default (OpenBao)"),
	    HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    HVAC_MORE) },

	{ .name = "list_user", .verb = HVAC_LIST, .path = "/auth/{mount_point}/users", .help = "List the names of all who can log in here",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "read_user", .verb = HVAC_GET, .path = USER(""), .help = "Read all settings of a user but the password",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "delete_user", .verb = HVAC_DELETE, .path = USER(""), .help = "Remove a user; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "update_password_on_user", .verb = HVAC_POST, .path = USER("/password"), .help = "Give a user another password and leave all else",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, PASSWORD(HVAC_REQUIRED, "What to log in with from now on; at most 72 bytes"), MOUNT) },

	{ .name = "update_password_hash_on_user", .verb = HVAC_POST, .path = USER("/password"), .help = "Take over a password known only by its hash, as from another directory",
	  .since = "vault-2.1.. openbao-2.6..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(USERNAME, PASSWORD_HASH(HVAC_REQUIRED, "Bcrypt hash of what to log in with from now on: $2b$10$..."), MOUNT) },

	{ .name = "update_policies_on_user", .verb = HVAC_POST, .path = USER("/policies"), .help = "Set what a user's new tokens may do and leave all else",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, TOKEN_POLICIES, POLICIES, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login/{username}", .help = "Exchange a username and a password for a token",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(USERNAME, PASSWORD(HVAC_REQUIRED, "The user's password"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, userpass, operations, .version = "1.0", .help = "Usernames and passwords for people",
	.reference = "Userpass auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=userpass\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call auth/userpass create_or_update_user username=ann password=@pw\n"
		"hvac login userpass username=ann password=@pw\n");
