/* SPDX-License-Identifier: MIT */
/*
 * Settings of the server that are no files. Follows the pages "/sys/config/auditing", "/sys/config/control-group",
 * "/sys/config/cors", "/sys/config/group-policy-application", "/sys/config/oauth-resource-server", "/sys/config/reload",
 * "/sys/config/state" and "/sys/config/ui".
 */
#include "sys.h"

#define AUDITED_HEADER HVAC_PATH("header", STRING, .flags = HVAC_REQUIRED, .help = "Name of the header: X-Forwarded-For")
#define UI_HEADER HVAC_PATH("header", STRING, .flags = HVAC_REQUIRED, .help = "Name of the header, not X-Vault-...: Content-Security-Policy")
#define PROFILE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the profile")
#define MESSAGE_ID HVAC_PATH("id", STRING, .flags = HVAC_REQUIRED, .help = "The id that create_custom_message answered")
#define MESSAGE \
	HVAC_BODY("title", STRING, .flags = HVAC_REQUIRED, .help = "Its heading"), \
	HVAC_BODY("message", BYTES, .flags = HVAC_REQUIRED, .help = "Its text; a string is in base64 already"), \
	HVAC_BODY("start_time", STRING, .flags = HVAC_REQUIRED, .help = "From when it is shown: 2030-01-01T00:00:00Z"), \
	HVAC_BODY("end_time", STRING, .help = "Until when; always by default"), \
	HVAC_BODY("type", STRING, .values = "banner modal", .help = "How it is shown; server's default banner"), \
	HVAC_BODY("authenticated", BOOLEAN, .help = "Whether after logging in, else before; server's default true"), \
	HVAC_BODY("link", MAP, .help = "A link below it: its text to its address"), \
	HVAC_BODY("options", MAP, .help = "For the user interface")
#define LOGIN_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the rule")

static const struct hvac_operation operations[] = {
	{ .name = "list_auditing_request_headers", .verb = HVAC_GET, .path = "/sys/config/auditing/request-headers", .help = "List the headers of requests that audit devices write down",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "read_auditing_request_header", .verb = HVAC_GET, .path = "/sys/config/auditing/request-headers/{header}", .help = "Read whether audit devices write a header as an HMAC",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(AUDITED_HEADER) },
	{ .name = "enable_auditing_request_header", .verb = HVAC_POST, .path = "/sys/config/auditing/request-headers/{header}", .help = "Have audit devices write a header of requests down",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(AUDITED_HEADER, HVAC_BODY("hmac", BOOLEAN, .help = "Whether as an HMAC; server's default false: in clear")) },
	{ .name = "disable_auditing_request_header", .verb = HVAC_DELETE, .path = "/sys/config/auditing/request-headers/{header}", .help = "Have audit devices write a header no more",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(AUDITED_HEADER) },

	{ .name = "read_control_group_configuration", .verb = HVAC_GET, .path = "/sys/config/control-group", .help = "Read how long requests wait for approval at most (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_control_groups", .verb = HVAC_POST, .path = "/sys/config/control-group", .help = "Set how long requests wait for approval at most (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("max_ttl", DURATION, .help = "Life of a wrapping token that waits: 3600, \"24h\"")) },
	{ .name = "delete_control_group_configuration", .verb = HVAC_DELETE, .path = "/sys/config/control-group", .help = "Forget how long requests wait for approval at most (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_cors_configuration", .verb = HVAC_GET, .path = "/sys/config/cors", .help = "Read which web pages may use the server",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "configure_cors", .verb = HVAC_POST, .path = "/sys/config/cors", .help = "Let web pages of other origins use the server",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(
	    HVAC_BODY("allowed_origins", LIST, .help = "Origins of the pages: https://ui.example.com; * for any; the server wants them"),
	    HVAC_BODY("allowed_headers", LIST, .help = "Headers of requests that they may send, besides the server's own"),
	    HVAC_BODY("enable", BOOLEAN, .help = "Listed by servers, which turn it on by this call whatever it says"),
	    HVAC_BODY("allow_credentials", BOOLEAN, .help = "Whether their requests may bring cookies and the like; server's default false (OpenBao)")) },
	{ .name = "delete_cors_configuration", .verb = HVAC_DELETE, .path = "/sys/config/cors", .help = "Let no web page of another origin use the server",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },

	{ .name = "read_group_policy_application", .verb = HVAC_GET, .path = "/sys/config/group-policy-application", .help = "Read where groups' policies hold (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_group_policy_application", .verb = HVAC_POST, .path = "/sys/config/group-policy-application", .help = "Set where groups' policies hold (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("group_policy_application_mode", STRING, .values = "within_namespace_hierarchy any",
	    .help = "Only for members within the group's namespaces, the default, or in any")) },

	{ .name = "list_oauth_resource_server_profiles", .verb = HVAC_LIST, .path = "/sys/config/oauth-resource-server", .help = "List the issuers whose OAuth tokens the server takes (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "read_oauth_resource_server_profile", .verb = HVAC_GET, .path = "/sys/config/oauth-resource-server/{name}", .help = "Read how one issuer's OAuth tokens are checked (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PROFILE) },
	{ .name = "read_oauth_resource_server_profile_by_id", .verb = HVAC_GET, .path = "/sys/config/oauth-resource-server/id/{config_id}", .help = "As read_oauth_resource_server_profile, by the profile's id (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(HVAC_PATH("config_id", STRING, .flags = HVAC_REQUIRED, .help = "The profile's id, a UUID")) },
	{ .name = "create_or_update_oauth_resource_server_profile", .verb = HVAC_POST, .path = "/sys/config/oauth-resource-server/{name}", .help = "Take an issuer's OAuth tokens instead of the server's own (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(PROFILE,
	    HVAC_BODY("issuer_id", STRING, .flags = HVAC_REQUIRED, .help = "What the tokens' iss must be"),
	    HVAC_BODY("use_jwks", BOOLEAN, .help = "Whether the keys come from jwks_uri, else from public_keys; server's default true"),
	    HVAC_BODY("jwks_uri", STRING, .help = "Address of the issuer's keys"),
	    HVAC_BODY("jwks_ca_pem", STRING, .help = "Certificates that vouch for jwks_uri, in PEM; the system's by default"),
	    HVAC_BODY("public_keys", LIST, .help = "The issuer's keys, maps of key_id and pem"),
	    HVAC_BODY("audiences", LIST, .help = "One of these must be in the tokens' aud; any by default"),
	    HVAC_BODY("user_claim", STRING, .help = "Claim that tells the entity's alias; server's default sub"),
	    HVAC_BODY("supported_algorithms", LIST, .help = "Signatures that count: RS256, ES256 ..."),
	    HVAC_BODY("jwt_type", STRING, .values = "access_token transaction_token", .help = "Kind of the tokens; server's default access_token"),
	    HVAC_BODY("clock_skew_leeway", DURATION, .help = "How far the clocks may differ: 60, \"1m\"; server's default 0"),
	    HVAC_BODY("no_default_policy", BOOLEAN, .help = "Whether to go without the policy default; server's default false"),
	    HVAC_BODY("optional_authorization_details", BOOLEAN, .help = "Whether tokens may come without authorization_details; server's default false"),
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether the profile counts; server's default true")) },
	{ .name = "delete_oauth_resource_server_profile", .verb = HVAC_DELETE, .path = "/sys/config/oauth-resource-server/{name}", .help = "Take an issuer's OAuth tokens no more (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PROFILE) },

	{ .name = "reload_subsystem", .verb = HVAC_POST, .path = "/sys/config/reload/{subsystem}", .help = "Have a part of the server read its file again",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("subsystem", STRING, .flags = HVAC_REQUIRED, .values = "license", .help = "Which part: license (Vault Enterprise); OpenBao has none")) },

	{ .name = "read_sanitized_configuration", .verb = HVAC_GET, .path = "/sys/config/state/sanitized", .help = "Read the configuration that the server runs with, without its secrets",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "list_custom_messages", .verb = HVAC_LIST, .path = "/sys/config/ui/custom-messages", .help = "List the messages that the user interface shows (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_QUERY("active", BOOLEAN, .help = "Only those that are shown now, or that are not; all by default"),
	    HVAC_QUERY("authenticated", BOOLEAN, .help = "Only those after logging in, or those before; all by default"),
	    HVAC_QUERY("type", STRING, .values = "banner modal", .help = "Only those of one kind; all by default")) },
	{ .name = "create_custom_message", .verb = HVAC_POST, .path = "/sys/config/ui/custom-messages", .help = "Have the user interface show a message (Vault Enterprise)",
	  .since = "vault-2.1..", HVAC_PARAMETERS(MESSAGE) },
	{ .name = "read_custom_message", .verb = HVAC_GET, .path = "/sys/config/ui/custom-messages/{id}", .help = "Read a message of the user interface (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MESSAGE_ID) },
	{ .name = "update_custom_message", .verb = HVAC_POST, .path = "/sys/config/ui/custom-messages/{id}", .help = "Replace a message of the user interface (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MESSAGE_ID, MESSAGE) },
	{ .name = "delete_custom_message", .verb = HVAC_DELETE, .path = "/sys/config/ui/custom-messages/{id}", .help = "Remove a message of the user interface (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MESSAGE_ID) },

	{ .name = "list_ui_headers", .verb = HVAC_LIST, .path = "/sys/config/ui/headers", .help = "List the headers that the user interface is served with besides",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "read_ui_header", .verb = HVAC_GET, .path = "/sys/config/ui/headers/{header}", .help = "Read a header of the user interface",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(UI_HEADER, HVAC_QUERY("multivalue", BOOLEAN, .help = "Whether to have all values in values, else the first in value; server's default false")) },
	{ .name = "configure_ui_header", .verb = HVAC_POST, .path = "/sys/config/ui/headers/{header}", .help = "Have the user interface served with a header",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(UI_HEADER,
	    HVAC_BODY("values", LIST, .help = "Its values; the server wants one at least"),
	    HVAC_BODY("multivalue", BOOLEAN, .help = "Listed by servers, which read it of read_ui_header alone")) },
	{ .name = "delete_ui_header", .verb = HVAC_DELETE, .path = "/sys/config/ui/headers/{header}", .help = "Serve the user interface without a header again",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(UI_HEADER) },

	{ .name = "list_ui_default_logins", .verb = HVAC_LIST, .path = "/sys/config/ui/login/default-auth", .help = "List the rules for what the user interface offers at login (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_ui_default_login", .verb = HVAC_GET, .path = "/sys/config/ui/login/default-auth/{name}", .help = "Read what the user interface offers at login to a namespace (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LOGIN_NAME) },
	{ .name = "configure_ui_default_login", .verb = HVAC_POST, .path = "/sys/config/ui/login/default-auth/{name}", .help = "Set what the user interface offers at login to a namespace (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(LOGIN_NAME,
	    HVAC_BODY("default_auth_type", STRING, .flags = HVAC_REQUIRED, .help = "Type of the auth method that is offered first: oidc, ldap ..."),
	    HVAC_BODY("namespace_path", STRING, .flags = HVAC_REQUIRED, .help = "Which namespace; \"\" for root"),
	    HVAC_BODY("backup_auth_types", LIST, .help = "Types that are offered behind it; server's default none"),
	    HVAC_BODY("disable_inheritance", BOOLEAN, .help = "Whether it is not for the namespaces below; server's default false")) },
	{ .name = "delete_ui_default_login", .verb = HVAC_DELETE, .path = "/sys/config/ui/login/default-auth/{name}", .help = "Remove a rule for what the user interface offers at login (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LOGIN_NAME) },
};

const struct hvac_area hvac_sys_config = HVAC_AREA(operations, .name = "config", .help = "Settings: audited headers, CORS, user interface ...");
