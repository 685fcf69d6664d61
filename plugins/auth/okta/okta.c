/* SPDX-License-Identifier: MIT */
/* People and groups of an Okta organisation, after the page "Okta auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("okta")
#define GROUP HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group in Okta")
#define USERNAME HVAC_PATH("username", STRING, .flags = HVAC_REQUIRED, .help = "Okta's login name: ann@example.com")

#define GROUPS(below) "/auth/{mount_point}/groups" below
#define USERS(below) "/auth/{mount_point}/users" below

#define POLL_MS 1000u

/* The number is not there (404) until Okta has asked for it, which it does some time after the login has begun. */
static int finish_verify(struct hvac_task *task, void *state, const hvac_response *response)
{
	int wait = 1;

	(void)state;
	hvac_task_boolean(task, "wait", &wait);
	if (!wait || hvac_response_http_status(response) != 404)
		return HVAC_HOOK_DONE;
	hvac_again_after(task, POLL_MS);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Say which organisation's people may log in",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("org_name", STRING, .flags = HVAC_REQUIRED, .help = "The organisation as in its address: example of https://example.okta.com"),
	    HVAC_BODY("api_token", STRING, .flags = HVAC_SECRET, .help = "Okta API token; without it groups cannot be read"),
	    HVAC_BODY("base_url", STRING, .help = "Domain of Okta: oktapreview.com, okta-emea.com; okta.com by default"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("bypass_okta_mfa", BOOLEAN, .help = "Whether Okta's second factor is left out, where the server asks for one of its own; false by default"),
	    MOUNT,
	    HVAC_BODY("organization", STRING, .help = "Deprecated: use org_name"),
	    HVAC_BODY("token", STRING, .flags = HVAC_SECRET, .help = "Deprecated: use api_token"),
	    HVAC_BODY("production", BOOLEAN, .help = "Deprecated: use base_url"),
	    HVAC_TOKEN_OPTIONS) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read all settings but the API token",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_users", .verb = HVAC_LIST, .path = USERS(""), .help = "List the people who have policies or groups of their own here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "register_user", .verb = HVAC_POST, .path = USERS("/{username}"), .help = "Give one person policies, or groups that Okta does not know",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(USERNAME,
	    HVAC_BODY("groups", LIST, .help = "Groups whose policies the person has besides"),
	    HVAC_BODY("policies", LIST, .help = "Policies of the person's tokens"), MOUNT) },

	{ .name = "read_user", .verb = HVAC_GET, .path = USERS("/{username}"), .help = "Read the policies and groups that one person has here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "delete_user", .verb = HVAC_DELETE, .path = USERS("/{username}"), .help = "Take one person the own policies and groups; who is in Okta can still log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USERNAME, MOUNT) },

	{ .name = "list_groups", .verb = HVAC_LIST, .path = GROUPS(""), .help = "List the groups that have policies here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "register_group", .verb = HVAC_POST, .path = GROUPS("/{name}"), .help = "Say what members of a group may do",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(GROUP, HVAC_BODY("policies", LIST, .help = "Policies of the members' tokens"), MOUNT) },

	{ .name = "read_group", .verb = HVAC_GET, .path = GROUPS("/{name}"), .help = "Read what members of a group may do",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },

	{ .name = "delete_group", .verb = HVAC_DELETE, .path = GROUPS("/{name}"), .help = "Take a group its policies; Okta's own stays as it is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login/{username}", .help = "Exchange Okta's name, password and second factor for a token; lasts until the person has answered",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(USERNAME, HVAC_BODY("password", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "Password in Okta"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"), MOUNT,
	    HVAC_BODY("totp", STRING, .flags = HVAC_SECRET, .help = "Passcode of an authenticator, in place of a push to the telephone"),
	    HVAC_BODY("provider", STRING, .values = "OKTA GOOGLE", .help = "Whose authenticator totp is from; the first that fits by default"),
	    HVAC_BODY("nonce", STRING, .help = "A random name for this login, to ask for the number of its challenge with: see verify")) },

	{ .name = "verify", .verb = HVAC_GET, .path = "/auth/{mount_point}/verify/{nonce}", .help = "Wait for the number that a login's person has to tap on the telephone (correct_answer)",
	  .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, .finish = finish_verify,
	  HVAC_PARAMETERS(
	    HVAC_PATH("nonce", STRING, .flags = HVAC_REQUIRED, .help = "What the login was given as its nonce"),
	    HVAC_LOCAL("wait", BOOLEAN, .dflt = "true", .help = "Whether to ask each second until the number is there or the deadline passes; once if not"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, okta, operations, .version = "1.0", .help = "People and groups of an Okta organisation",
	.reference = "Okta auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call auth/okta configure org_name=example api_token=@pw --dry-run\n"
		"hvac call auth/okta register_group name=operators \\\n"
		"\tpolicies=operators --dry-run\n"
		"hvac login okta username=ann@example.com password=@pw --dry-run\n");
