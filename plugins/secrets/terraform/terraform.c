/* SPDX-License-Identifier: MIT */
/* API tokens of HCP Terraform and Terraform Enterprise. The table follows the page "Terraform Cloud secret backend HTTP API". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("terraform")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role, in small letters")

#define CONFIG "/{mount_point}/config"
#define ROLES(below) "/{mount_point}/role" below
#define CREDENTIALS "/{mount_point}/creds/{name}"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say where Terraform is and which token makes others there",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Terraform's token that may make those of the roles: a user's for all kinds"),
	    HVAC_BODY("address", STRING, .help = "Address of Terraform Enterprise: https://terraform.example.com; https://app.terraform.io by default"),
	    HVAC_BODY("base_path", STRING, .help = "Path of its API; /api/v2/ by default"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = CONFIG, .help = "Read where Terraform is; the token never comes out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_configuration", .verb = HVAC_DELETE, .path = CONFIG, .help = "Forget Terraform and the token; what it made can then be revoked no more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	/* no repetition: it makes the one token of an organisation or a legacy team at once */
	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{name}"), .help = "Say whose tokens a role gives; an organisation's or a legacy team's is made anew at once",
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("organization", STRING, .help = "Name of the organisation whose token it is; not with user_id"),
	    HVAC_BODY("team_id", STRING, .help = "Team whose token it is: team-...; not with user_id"),
	    HVAC_BODY("user_id", STRING, .help = "User whose tokens they are: user-...; must be the one of the configured token"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of a user's or a team's token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a user's or a team's token with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    HVAC_BODY("credential_type", STRING, .values = "user team team_legacy organization", .help = "Kind of the tokens; by default after the id given, team_legacy for team_id (Vault 2.1 and later)"),
	    HVAC_BODY("description", STRING, .help = "What Terraform shows beside a user's or a team's tokens (Vault 2.1 and later)"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{name}"), .help = "Read whose tokens a role gives, and for how long",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names of all that give tokens",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{name}"), .help = "Have a role give no more tokens; an organisation's or a legacy team's stays good",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "rotate_role", .verb = HVAC_POST, .path = "/{mount_point}/rotate-role/{name}", .help = "Replace the one token of an organisation or a legacy team; the old one is worthless then",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = CREDENTIALS, .help = "Make a user's or a team's token, or get the one of an organisation or a legacy team",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials_by_post", .verb = HVAC_POST, .path = CREDENTIALS, .help = "As generate_credentials, for policies that allow update and not read",
	  HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, terraform, operations, .version = "1.0", .help = "API tokens of HCP Terraform and Terraform Enterprise",
	.reference = "Terraform Cloud secret backend HTTP API",
	.example =
		"umask 077\n"
		"echo example.atlasv1.token >token\n"
		"hvac call secrets/terraform configure token=@token --dry-run --redact\n"
		"hvac call secrets/terraform create_or_update_role name=ann \\\n"
		"    user_id=user-glhf1234 ttl=1h max_ttl=24h --dry-run\n"
		"hvac call secrets/terraform generate_credentials name=ann --dry-run\n");
