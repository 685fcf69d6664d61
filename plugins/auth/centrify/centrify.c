/* SPDX-License-Identifier: MIT */
/* Users of a Centrify tenant. The table follows the page "Centrify auth method (HTTP API)" of Vault 1.15, which had it last. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("centrify")
#define CONFIG "/auth/{mount_point}/config"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say whose users may log in and what their tokens may do, or change the settings given",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("client_id", STRING, .help = "As whom the tenant knows the server (OAuth 2.0); the first time required"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "What proves to the tenant that it is client_id who asks; the first time required"),
	    HVAC_BODY("service_url", STRING, .help = "The tenant: https://TENANT.my.centrify.com; the first time required"),
	    HVAC_BODY("app_id", STRING, .help = "The tenant's OAuth application for the server; vault_io_integration by default"),
	    HVAC_BODY("scope", STRING, .help = "Scope of that application to ask for; vault_io_integration by default"),
	    MOUNT,
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("token_ttl", DURATION, .help = "Life of a token: 3600, \"1h\"; as long as the tenant says, the default"),
	    HVAC_BODY("token_policies", LIST, .help = "Policies of the tokens, besides default"),
	    HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"),
	    HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default"),
	    HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default: what the mount says")) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read all settings, the client's secret too",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a user's name and password, or a client's id and secret, for a token",
	  .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("username", STRING, .flags = HVAC_REQUIRED, .help = "User of the tenant: ann@example.com; with mode cc a client's id"),
	    HVAC_BODY("password", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The user's password; with mode cc the client's secret"),
	    HVAC_BODY("mode", STRING, .values = "ro cc", .help = "Who logs in: ro (resource owner), a user, the default; cc (client credentials), an OAuth client"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, centrify, operations, .version = "1.0", .help = "Users of a Centrify tenant (Vault up to 1.15)",
	.reference = "Centrify auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >secret\n"
		"hvac call auth/centrify configure client_id=vault client_secret=@secret \\\n"
		"\tservice_url=https://example.my.centrify.com \\\n"
		"\ttoken_policies=people --dry-run\n"
		"hvac login centrify username=ann@example.com password=@secret --dry-run\n");
