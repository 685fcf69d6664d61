/* SPDX-License-Identifier: MIT */
/* Members of a GitHub organisation. The table follows the page "GitHub auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("github")
#define TEAM_NAME HVAC_PATH("team_name", STRING, .flags = HVAC_REQUIRED, .help = "Team by its slug, as addresses have it: platform-operators")
#define USER_NAME HVAC_PATH("user_name", STRING, .flags = HVAC_REQUIRED, .help = "GitHub login of the person: octocat")
/* hvac sends an empty text where no policy is given. */
#define POLICIES(whose) HVAC_BODY("policies", LIST, .wire = "value", .dflt = "\"\"", .flags = HVAC_COMMA, .help = whose)

#define TEAMS(below) "/auth/{mount_point}/map/teams" below
#define USERS(below) "/auth/{mount_point}/map/users" below

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Say whose members may log in, and what their tokens are",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("organization", STRING, .flags = HVAC_REQUIRED, .help = "Organisation that people must belong to, as addresses have it: example"),
	    HVAC_BODY("base_url", STRING, .help = "Where GitHub's API is, for GitHub Enterprise: https://github.example.com/api/v3/; GitHub's own by default"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    MOUNT,
	    HVAC_BODY("organization_id", INTEGER, .help = "The number that GitHub has for organization; the server asks GitHub for it by default"),
	    HVAC_TOKEN_OPTIONS) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read the organisation and the settings of tokens",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "map_team", .verb = HVAC_POST, .path = TEAMS("/{team_name}"), .help = "Give a team's members policies, in place of those they had from it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TEAM_NAME, POLICIES("Policies of the members' tokens; none by default"), MOUNT) },

	{ .name = "read_team_mapping", .verb = HVAC_GET, .path = TEAMS("/{team_name}"), .help = "Read the policies that members of a team get",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TEAM_NAME, MOUNT) },

	{ .name = "delete_team_mapping", .verb = HVAC_DELETE, .path = TEAMS("/{team_name}"), .help = "Give the members of a team no more policies; GitHub's team stays",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TEAM_NAME, MOUNT) },

	{ .name = "list_team_mappings", .verb = HVAC_LIST, .path = TEAMS(""), .help = "List the teams whose members get policies",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_teams", .verb = HVAC_GET, .path = TEAMS(""), .help = "As list_team_mappings, for a policy that gives read and not list",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "map_user", .verb = HVAC_POST, .path = USERS("/{user_name}"), .help = "Give one person policies besides those of the teams",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USER_NAME, POLICIES("Policies of the person's tokens; none by default"), MOUNT) },

	{ .name = "read_user_mapping", .verb = HVAC_GET, .path = USERS("/{user_name}"), .help = "Read the policies that one person has besides the teams'",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USER_NAME, MOUNT) },

	{ .name = "delete_user_mapping", .verb = HVAC_DELETE, .path = USERS("/{user_name}"), .help = "Leave one person only the teams' policies; members can still log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(USER_NAME, MOUNT) },

	{ .name = "list_user_mappings", .verb = HVAC_LIST, .path = USERS(""), .help = "List the people who have policies of their own",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_users", .verb = HVAC_GET, .path = USERS(""), .help = "As list_user_mappings, for a policy that gives read and not list",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a personal access token of GitHub's for one of this server",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Personal access token that may read organisation and teams (read:org): ghp_..."),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the server's token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, github, operations, .version = "1.0", .help = "Members of a GitHub organisation, by their personal access tokens",
	.reference = "GitHub auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call auth/github configure organization=example --dry-run\n"
		"hvac call auth/github map_team team_name=operators policies=web --dry-run\n"
		"printf 'ghp_example\\n' >token\n"
		"hvac login github token=@token --dry-run\n");
