/* SPDX-License-Identifier: MIT */
/*
 * Google Cloud's access tokens and keys of service accounts. The table follows the page "Google Cloud secrets engine (API)".
 *
 * Servers take GET and POST alike for what makes a token or a key, so `method` chooses, as in hvac. There, a key that is asked for
 * by GET is made without the settings given; the rows named ..._by_query send them in the query, which servers read.
 */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("gcp")
#define ROLESET HVAC_PATH("roleset", STRING, .flags = HVAC_REQUIRED, .help = "Name of the roleset")
#define ROLESET_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the roleset")
#define STATIC_ACCOUNT HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which static account, as it is called here")
#define IMPERSONATED_ACCOUNT HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which impersonated account, as it is called here")
#define METHOD(usual) HVAC_LOCAL("method", STRING, .dflt = "\"" usual "\"", .values = "POST GET", .help = "Which capability is used: POST, update; GET, read; servers do the same")

#define ACCOUNT_EMAIL(flag, text) HVAC_BODY("service_account_email", STRING, .flags = (flag), .help = text)
#define BINDINGS(flag) HVAC_BODY("bindings", STRING, .flags = HVAC_TEXT | (flag), \
	.help = "IAM roles by resource: text in HCL or JSON, or a map, sent as text: {\"//.../projects/p\": [\"roles/viewer\"]}")
#define SECRET_TYPE HVAC_BODY("secret_type", STRING, .values = "access_token service_account_key", .help = "What is given out; access_token by default. It cannot be changed")
#define TOKEN_SCOPES HVAC_BODY("token_scopes", LIST, .help = "OAuth 2.0 scopes of its access tokens: https://www.googleapis.com/auth/cloud-platform")

#define ALGORITHMS .values = "KEY_ALG_UNSPECIFIED KEY_ALG_RSA_1024 KEY_ALG_RSA_2048"
#define FORMATS .values = "TYPE_UNSPECIFIED TYPE_PKCS12_FILE TYPE_GOOGLE_CREDENTIALS_FILE"
#define ALGORITHM_HELP "Algorithm of the new key; KEY_ALG_RSA_2048 by default"
#define FORMAT_HELP "Form in which private_key_data holds it, in base64; TYPE_GOOGLE_CREDENTIALS_FILE, JSON, by default"
#define TTL_HELP "Life of its lease: 3600, \"1h\"; as configured by default"
#define NOT_BY_GET "Sent by POST only: "
/* hvac sends its own defaults */
#define KEY_IN_BODY \
	HVAC_BODY("key_algorithm", STRING, .dflt = "\"KEY_ALG_RSA_2048\"", ALGORITHMS, .help = ALGORITHM_HELP), \
	HVAC_BODY("key_type", STRING, .dflt = "\"TYPE_GOOGLE_CREDENTIALS_FILE\"", FORMATS, .help = FORMAT_HELP)
#define KEY_NOT_SENT \
	HVAC_LOCAL("key_algorithm", STRING, .help = NOT_BY_GET "algorithm of the new key"), \
	HVAC_LOCAL("key_type", STRING, .help = NOT_BY_GET "form in which private_key_data holds it")
#define KEY_IN_QUERY \
	HVAC_QUERY("key_algorithm", STRING, ALGORITHMS, .help = ALGORITHM_HELP), HVAC_QUERY("key_type", STRING, FORMATS, .help = FORMAT_HELP)
#define TTL_IN_BODY HVAC_BODY("ttl", DURATION, .help = TTL_HELP)
#define TTL_IN_QUERY HVAC_QUERY("ttl", DURATION, .help = TTL_HELP)

#define NEW_ROLESET_KEY "Make a key of a roleset's service account, which is deleted with its lease"
#define NEW_STATIC_KEY "Make a key of a static account, which is deleted with its lease"
#define NEW_ROLESET_TOKEN "Make an OAuth 2.0 access token of a roleset (token, expires_at_seconds); older address"
#define NEW_ROLESET_TOKEN_BELOW "Make an OAuth 2.0 access token of a roleset (token, expires_at_seconds)"
#define NEW_STATIC_TOKEN "Make an OAuth 2.0 access token of a static account (token, expires_at_seconds)"
#define NEW_IMPERSONATED_TOKEN "Make an OAuth 2.0 access token of an impersonated account (token, expires_at_seconds)"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set how the server itself speaks with Google, and how long keys live",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "Key of the server's own service account: the JSON that Google gave for it; without it, its environment has one"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of a key's lease where none is asked for: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a key's lease with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    MOUNT,
	    ACCOUNT_EMAIL(0, "Account that the server becomes by workload identity federation, without a key (Vault 1.17 and later)"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_AUTOMATED_ROTATION) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read the settings but the server's key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/{mount_point}/config/rotate-root",
	  .help = "Have the server make itself another key, which nobody else knows, and delete the old one", HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_roleset", .verb = HVAC_POST, .path = "/{mount_point}/roleset/{name}",
	  .help = "Make a service account with IAM roles; other bindings make another one, and end what it gave",
	  HVAC_PARAMETERS(ROLESET_NAME,
	    HVAC_BODY("project", STRING, .flags = HVAC_REQUIRED, .help = "Id of the project in which the account is made. It cannot be changed"),
	    BINDINGS(HVAC_REQUIRED), SECRET_TYPE, TOKEN_SCOPES, MOUNT) },

	{ .name = "rotate_roleset_account", .verb = HVAC_POST, .path = "/{mount_point}/roleset/{name}/rotate",
	  .help = "Put another service account with the same IAM roles in place; all that the old one gave ends", HVAC_PARAMETERS(ROLESET_NAME, MOUNT) },

	{ .name = "rotate_roleset_account_key", .verb = HVAC_POST, .path = "/{mount_point}/roleset/{name}/rotate-key",
	  .help = "Give the account another key to make access tokens with", HVAC_PARAMETERS(ROLESET_NAME, MOUNT) },

	{ .name = "read_roleset", .verb = HVAC_GET, .path = "/{mount_point}/roleset/{name}", .help = "Read bindings, project and the account's e-mail address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLESET_NAME, MOUNT) },

	{ .name = "list_rolesets", .verb = HVAC_LIST, .path = "/{mount_point}/rolesets", .help = "List the names of all that make accounts of their own",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_roleset_names", .verb = HVAC_LIST, .path = "/{mount_point}/roleset", .help = "As list_rolesets, at the other address that servers have for it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_roleset", .verb = HVAC_DELETE, .path = "/{mount_point}/roleset/{name}", .help = "Remove it with its service account, and so all that this gave",
	  HVAC_PARAMETERS(ROLESET_NAME, MOUNT) },

	{ .name = "generate_oauth2_access_token", .when = "method=POST", .verb = HVAC_POST, .path = "/{mount_point}/token/{roleset}", .help = NEW_ROLESET_TOKEN,
	  HVAC_PARAMETERS(ROLESET, MOUNT, METHOD("GET")) },
	{ .name = "generate_oauth2_access_token", .verb = HVAC_GET, .path = "/{mount_point}/token/{roleset}", .help = NEW_ROLESET_TOKEN,
	  HVAC_PARAMETERS(ROLESET, MOUNT, METHOD("GET")) },

	{ .name = "generate_roleset_oauth2_access_token", .when = "method=POST", .verb = HVAC_POST, .path = "/{mount_point}/roleset/{roleset}/token",
	  .help = NEW_ROLESET_TOKEN_BELOW, HVAC_PARAMETERS(ROLESET, MOUNT, METHOD("GET")) },
	{ .name = "generate_roleset_oauth2_access_token", .verb = HVAC_GET, .path = "/{mount_point}/roleset/{roleset}/token",
	  .help = NEW_ROLESET_TOKEN_BELOW, HVAC_PARAMETERS(ROLESET, MOUNT, METHOD("GET")) },

	{ .name = "generate_service_account_key", .when = "method=GET", .verb = HVAC_GET, .path = "/{mount_point}/key/{roleset}", .help = NEW_ROLESET_KEY "; older address",
	  HVAC_PARAMETERS(ROLESET, KEY_NOT_SENT, METHOD("POST"), MOUNT) },
	{ .name = "generate_service_account_key", .verb = HVAC_POST, .path = "/{mount_point}/key/{roleset}", .help = NEW_ROLESET_KEY "; older address",
	  HVAC_PARAMETERS(ROLESET, KEY_IN_BODY, METHOD("POST"), MOUNT, TTL_IN_BODY) },
	{ .name = "generate_service_account_key_by_query", .verb = HVAC_GET, .path = "/{mount_point}/key/{roleset}",
	  .help = "As generate_service_account_key with method=GET, but with the settings, in the query",
	  HVAC_PARAMETERS(ROLESET, KEY_IN_QUERY, MOUNT, TTL_IN_QUERY) },

	{ .name = "generate_roleset_service_account_key", .when = "method=GET", .verb = HVAC_GET, .path = "/{mount_point}/roleset/{roleset}/key", .help = NEW_ROLESET_KEY,
	  HVAC_PARAMETERS(ROLESET, KEY_IN_QUERY, METHOD("POST"), MOUNT, TTL_IN_QUERY) },
	{ .name = "generate_roleset_service_account_key", .verb = HVAC_POST, .path = "/{mount_point}/roleset/{roleset}/key", .help = NEW_ROLESET_KEY,
	  HVAC_PARAMETERS(ROLESET,
	    HVAC_BODY("key_algorithm", STRING, ALGORITHMS, .help = ALGORITHM_HELP), HVAC_BODY("key_type", STRING, FORMATS, .help = FORMAT_HELP),
	    METHOD("POST"), MOUNT, TTL_IN_BODY) },

	{ .name = "create_or_update_static_account", .verb = HVAC_POST, .path = "/{mount_point}/static-account/{name}",
	  .help = "Take over a service account that is there, and give it IAM roles; other bindings end what it gave",
	  HVAC_PARAMETERS(STATIC_ACCOUNT,
	    ACCOUNT_EMAIL(HVAC_REQUIRED, "E-mail address of the account. It cannot be changed"),
	    BINDINGS(0), SECRET_TYPE, TOKEN_SCOPES, MOUNT) },

	{ .name = "rotate_static_account_key", .verb = HVAC_POST, .path = "/{mount_point}/static-account/{name}/rotate-key",
	  .help = "Give a static account another key to make access tokens with", HVAC_PARAMETERS(STATIC_ACCOUNT, MOUNT) },

	{ .name = "read_static_account", .verb = HVAC_GET, .path = "/{mount_point}/static-account/{name}", .help = "Read its settings, of the bindings those that were made here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ACCOUNT, MOUNT) },

	{ .name = "list_static_accounts", .verb = HVAC_LIST, .path = "/{mount_point}/static-accounts", .help = "List the names of all that were taken over",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_static_account_names", .verb = HVAC_LIST, .path = "/{mount_point}/static-account", .help = "As list_static_accounts, at the other address that servers have for it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_static_account", .verb = HVAC_DELETE, .path = "/{mount_point}/static-account/{name}",
	  .help = "Let go of an account, which stays; its key and the bindings made here are removed",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ACCOUNT, MOUNT) },

	{ .name = "generate_static_account_oauth2_access_token", .when = "method=POST", .verb = HVAC_POST, .path = "/{mount_point}/static-account/{name}/token",
	  .help = NEW_STATIC_TOKEN, HVAC_PARAMETERS(STATIC_ACCOUNT, MOUNT, METHOD("GET")) },
	{ .name = "generate_static_account_oauth2_access_token", .verb = HVAC_GET, .path = "/{mount_point}/static-account/{name}/token",
	  .help = NEW_STATIC_TOKEN, HVAC_PARAMETERS(STATIC_ACCOUNT, MOUNT, METHOD("GET")) },

	{ .name = "generate_static_account_service_account_key", .when = "method=GET", .verb = HVAC_GET, .path = "/{mount_point}/static-account/{name}/key",
	  .help = NEW_STATIC_KEY, HVAC_PARAMETERS(STATIC_ACCOUNT, KEY_NOT_SENT, METHOD("POST"), MOUNT) },
	{ .name = "generate_static_account_service_account_key", .verb = HVAC_POST, .path = "/{mount_point}/static-account/{name}/key",
	  .help = NEW_STATIC_KEY, HVAC_PARAMETERS(STATIC_ACCOUNT, KEY_IN_BODY, METHOD("POST"), MOUNT, TTL_IN_BODY) },
	{ .name = "generate_static_account_service_account_key_by_query", .verb = HVAC_GET, .path = "/{mount_point}/static-account/{name}/key",
	  .help = "As generate_static_account_service_account_key with method=GET, but with the settings, in the query",
	  HVAC_PARAMETERS(STATIC_ACCOUNT, KEY_IN_QUERY, MOUNT, TTL_IN_QUERY) },

	{ .name = "create_or_update_impersonated_account", .verb = HVAC_POST, .path = "/{mount_point}/impersonated-account/{name}",
	  .help = "Name a service account for which the server's own may make access tokens, without a key", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(IMPERSONATED_ACCOUNT,
	    ACCOUNT_EMAIL(HVAC_REQUIRED, "E-mail address of the account. It cannot be changed"),
	    TOKEN_SCOPES,
	    HVAC_BODY("ttl", DURATION, .help = "Life of its access tokens: 3600, \"1h\", the default; at most 12 h"),
	    MOUNT) },

	{ .name = "read_impersonated_account", .verb = HVAC_GET, .path = "/{mount_point}/impersonated-account/{name}", .help = "Read e-mail address, scopes and the tokens' life",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(IMPERSONATED_ACCOUNT, MOUNT) },

	{ .name = "list_impersonated_accounts", .verb = HVAC_LIST, .path = "/{mount_point}/impersonated-accounts", .help = "List the names of all that tokens can be made for without a key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_impersonated_account_names", .verb = HVAC_LIST, .path = "/{mount_point}/impersonated-account",
	  .help = "As list_impersonated_accounts, at the other address that servers have for it", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_impersonated_account", .verb = HVAC_DELETE, .path = "/{mount_point}/impersonated-account/{name}",
	  .help = "Forget an account; Google is not asked, and tokens live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(IMPERSONATED_ACCOUNT, MOUNT) },

	{ .name = "generate_impersonated_account_oauth2_access_token", .when = "method=POST", .verb = HVAC_POST,
	  .path = "/{mount_point}/impersonated-account/{name}/token", .help = NEW_IMPERSONATED_TOKEN, HVAC_PARAMETERS(IMPERSONATED_ACCOUNT, MOUNT, METHOD("GET")) },
	{ .name = "generate_impersonated_account_oauth2_access_token", .verb = HVAC_GET,
	  .path = "/{mount_point}/impersonated-account/{name}/token", .help = NEW_IMPERSONATED_TOKEN, HVAC_PARAMETERS(IMPERSONATED_ACCOUNT, MOUNT, METHOD("GET")) },
};

HVAC_PLUGIN_OF(secrets, gcp, operations, .version = "1.0", .help = "Google Cloud's access tokens and keys of service accounts",
	.reference = "Google Cloud secrets engine (API)",
	.example =
		"umask 077\n"
		"echo '{\"type\": \"service_account\"}' >key.json\n"
		"hvac call secrets/gcp configure credentials=@key.json ttl=1h --dry-run --redact\n"
		"cat >bindings.hcl <<-'END'\n"
		"\tresource \"//cloudresourcemanager.googleapis.com/projects/example\" {\n"
		"\t  roles = [\"roles/viewer\"]\n"
		"\t}\n"
		"END\n"
		"hvac call secrets/gcp create_or_update_roleset name=viewer project=example \\\n"
		"\tbindings=@bindings.hcl secret_type=access_token \\\n"
		"\ttoken_scopes=https://www.googleapis.com/auth/cloud-platform --dry-run\n"
		"hvac call secrets/gcp generate_roleset_oauth2_access_token roleset=viewer --dry-run\n");
