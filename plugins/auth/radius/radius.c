/* SPDX-License-Identifier: MIT */
/* Users whom a RADIUS server vouches for, after the page "RADIUS auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("radius")
#define USER_NAME(place, name, ...) HVAC_##place(name, STRING, .help = "Name of the user at the RADIUS server", __VA_ARGS__)
#define USERNAME USER_NAME(PATH, "username", .flags = HVAC_REQUIRED)
#define PASSWORD HVAC_BODY("password", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "Password, or passcode of a second factor, as the RADIUS server takes it")
#define USE_TOKEN HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")

#define USERS(below) "/auth/{mount_point}/users" below
#define LOGIN(below) "/auth/{mount_point}/login" below

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Say where the RADIUS server is and who gets in",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("host", STRING, .flags = HVAC_REQUIRED, .help = "Name or address of the RADIUS server"),
	    HVAC_BODY("secret", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "Secret shared with the RADIUS server"),
	    HVAC_BODY("port", INTEGER, .help = "UDP port; 1812 by default"),
	    HVAC_BODY("unregistered_user_policies", LIST, .flags = HVAC_COMMA, .help = "Policies of those who are not registered, whom the RADIUS server vouches for all the same"),
	    HVAC_BODY("dial_timeout", DURATION, .help = "How long a connection may take: 10, \"10s\"; 10s by default"),
	    HVAC_BODY("nas_port", INTEGER, .help = "NAS-Port to send; 10 by default"),
	    MOUNT,
	    HVAC_BODY("nas_identifier", STRING, .help = "NAS-Identifier to send; none by default"),
	    HVAC_BODY("read_timeout", DURATION, .help = "How long an answer may take: 10, \"10s\"; 10s by default"),
	    HVAC_BODY("case_insensitive_names", BOOLEAN, .help = "Whether Ann and ann are one user; false by default (Vault 2.1 and later)"),
	    HVAC_TOKEN_OPTIONS, HVAC_TOKEN_STRICTLY_BIND_IP) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read all settings but the shared secret",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "register_user", .verb = HVAC_POST, .path = USERS("/{username}"), .help = "Let a user in with policies of their own",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(USERNAME, HVAC_BODY("policies", LIST, .flags = HVAC_COMMA, .help = "Policies of the user's tokens"), MOUNT) },

	{ .name = "list_users", .verb = HVAC_LIST, .path = USERS(""), .help = "List the names of all who are registered",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_user", .verb = HVAC_GET, .path = USERS("/{username}"), .help = "Read the policies of a registered user",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "delete_user", .verb = HVAC_DELETE, .path = USERS("/{username}"), .help = "Forget a user, who is unregistered from then on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = LOGIN("/{username}"), .help = "Exchange what the RADIUS server accepts for a token",
	  .flags = HVAC_LOGIN, HVAC_PARAMETERS(USERNAME, PASSWORD, USE_TOKEN, MOUNT) },

	{ .name = "body_login", .verb = HVAC_POST, .path = LOGIN(""), .help = "As login, with the name in the body, where no proxy logs it",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(
	    USER_NAME(BODY, "username", .flags = HVAC_REQUIRED),
	    PASSWORD, USE_TOKEN, MOUNT,
	    HVAC_BODY("urlusername", STRING, .help = "Listed by OpenBao, which reads it only of an address: see login")) },
};

HVAC_PLUGIN_OF(auth, radius, operations, .version = "1.0", .help = "Users whom a RADIUS server vouches for",
	.reference = "RADIUS auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call auth/radius configure host=radius.example.com secret=@pw \\\n"
		"\t--dry-run\n"
		"hvac call auth/radius register_user username=ann \\\n"
		"\tpolicies=operators --dry-run\n"
		"hvac login radius username=ann password=@pw --dry-run\n");
