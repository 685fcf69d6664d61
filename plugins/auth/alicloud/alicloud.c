/* SPDX-License-Identifier: MIT */
/* Alibaba Cloud's RAM roles. The table follows the page "AliCloud auth method (HTTP API)". */
#include <hvac/plugin.h>
#include "login.h"

#define MOUNT HVAC_MOUNT("alicloud")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role, which is that of the RAM role")

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Show a signed GetCallerIdentity request for a token",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct cloud_identity), .prepare = alicloud_prepare, .finish = alicloud_finish,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role here to log in with"),
	    HVAC_LOCAL("access_key", STRING, .help = "Access key id to sign with; without it the environment, the credentials file and the instance are asked"),
	    HVAC_LOCAL("secret_key", STRING, .flags = HVAC_SECRET, .help = "Access key secret of access_key, which never leaves this machine"),
	    HVAC_LOCAL("security_token", STRING, .flags = HVAC_SECRET, .help = "Security token of access_key, where it is a temporary one: STS...."),
	    HVAC_LOCAL("region", STRING, .help = "Region whose STS the signature is for: eu-central-1; ALIBABA_CLOUD_REGION_ID, then the instance's own by default"),
	    HVAC_LOCAL("profile", STRING, .help = "Profile of the credentials file to take, whatever the environment has; ALIBABA_CLOUD_PROFILE, then default by default"),
	    HVAC_LOCAL("credentials_file", STRING, .help = "Path of the credentials file; ALIBABA_CLOUD_CREDENTIALS_FILE, then ~/.alibabacloud/credentials by default"),
	    HVAC_LOCAL("metadata_endpoint", STRING, .help = "Address of the instance metadata service; http://100.100.100.200 by default"),
	    HVAC_BODY("identity_request_url", STRING, .flags = HVAC_SECRET, .help = "URL in base64 of a request that was signed elsewhere; sent as it is, and nothing is signed"),
	    HVAC_BODY("identity_request_headers", STRING, .help = "That request's headers, as JSON in base64"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/role/{role}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("arn", STRING, .help = "ARN of the RAM role whose holders may log in: acs:ram::5138828231865461:role/web; a new role needs it"),
	    HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever role and mount say later; 0: none, the default"),
	    HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default"),
	    HVAC_BODY("token_policies", LIST, .help = "Policies of the tokens, besides default"),
	    HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"),
	    HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default"),
	    HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default-service: what the mount says, the default"),
	    HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/role/{role}", .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{role}", .help = "Remove a role; its tokens live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/roles", .help = "List the names of all roles",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_auth_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "As list_roles, at the other address that servers have for it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, alicloud, operations, .version = "1.0", .help = "Alibaba Cloud's RAM roles",
	.reference = "AliCloud auth method (HTTP API)",
	.example =
		"umask 077\n"
		"cat >credentials <<END\n"
		"[default]\n"
		"access_key_id = LTAI5tExampleExample\n"
		"access_key_secret = ExampleExampleExampleExample\n"
		"END\n"
		"hvac login alicloud role=web credentials_file=credentials region=eu-central-1 --dry-run\n");
