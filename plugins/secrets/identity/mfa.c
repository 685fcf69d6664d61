/* SPDX-License-Identifier: MIT */
/* Second factors of logins. Follows the pages "Duo MFA method (API)" and so on, and "Login enforcement (API)". */
#include "identity.h"

#define METHOD_ID HVAC_PATH("method_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the method, which its creation has answered: a UUID")
#define TOTP_METHOD_ID HVAC_BODY("method_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of a TOTP method")
#define ENTITY_ID HVAC_BODY("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the entity whose second factor it is")
#define ENFORCEMENT_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the enforcement")

#define METHOD_NAME HVAC_BODY("method_name", STRING, .help = "A name for it, for people to read")
#define USERNAME_FORMAT HVAC_BODY("username_format", STRING, \
	.help = "How the service knows people: {{identity.entity.name}}@example.com; server's default: the alias's name")

#define DUO METHOD_NAME, USERNAME_FORMAT, \
	HVAC_BODY("secret_key", STRING, .flags = HVAC_SECRET, .help = "Secret key of the Duo integration"), \
	HVAC_BODY("integration_key", STRING, .flags = HVAC_SECRET, .help = "Its integration key, or client id"), \
	HVAC_BODY("api_hostname", STRING, .help = "Its host: api-1234.duosecurity.com"), \
	HVAC_BODY("push_info", STRING, .help = "Shown with a push, as in a query: from=login&domain=example.com"), \
	HVAC_BODY("use_passcode", BOOLEAN, .help = "Whether people type a passcode, in place of a push; server's default false")
#define OKTA METHOD_NAME, USERNAME_FORMAT, \
	HVAC_BODY("org_name", STRING, .help = "The organization's name at Okta: example of example.okta.com"), \
	HVAC_BODY("api_token", STRING, .flags = HVAC_SECRET, .help = "What the server shows to Okta's API"), \
	HVAC_BODY("base_url", STRING, .help = "Okta's domain; server's default okta.com"), \
	HVAC_BODY("primary_email", BOOLEAN, .help = "Whether names are primary e-mail addresses, not logins; server's default false"), \
	HVAC_BODY("production", BOOLEAN, .help = "Deprecated: use base_url")
#define PING_ID METHOD_NAME, USERNAME_FORMAT, \
	HVAC_BODY("settings_file_base64", BYTES, .flags = HVAC_SECRET, .help = "PingID's settings file: settings_file_base64=@pingid.properties")
#define TOTP METHOD_NAME, \
	HVAC_BODY("issuer", STRING, .help = "Who asks for the codes, as authenticators show it; needed to make one"), \
	HVAC_BODY("period", DURATION, .help = "How long a code is the current one: 30, \"1m\"; server's default 30"), \
	HVAC_BODY("key_size", INTEGER, .help = "Bytes of a key; server's default 20"), \
	HVAC_BODY("qr_size", INTEGER, .help = "Width and height of the barcode in pixels; 0: none; server's default 200"), \
	HVAC_BODY("algorithm", STRING, .values = "SHA1 SHA256 SHA512", \
	  .help = "Hash below the HMAC; server's default SHA1, the only one that all authenticators know"), \
	HVAC_BODY("digits", INTEGER, .values = "6 8", .help = "Length of a code; server's default 6"), \
	HVAC_BODY("skew", INTEGER, .values = "0 1", .help = "Periods before and after the current one whose codes are good, too; server's default 1"), \
	HVAC_BODY("max_validation_attempts", INTEGER, .help = "Wrong codes in a row after which an entity must wait; server's default 5"), \
	HVAC_BODY("enable_self_enrollment", BOOLEAN, .help = "Whether people without a key get one as they log in; server's default false (Vault 2.1 and later)")

/* The methods of one kind. */
#define METHODS(kind, below, what, settings) \
	{ .name = "list_mfa_" kind "_methods", .verb = HVAC_LIST, .path = IDENTITY("mfa/method/" below), \
	  .help = "List the ids of all methods of " what ", with their settings", \
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) }, \
	{ .name = "create_mfa_" kind "_method", .verb = HVAC_POST, .path = IDENTITY("mfa/method/" below), \
	  .help = "Make a second factor of " what ": the answer's method_id", \
	  HVAC_PARAMETERS(settings, MOUNT) }, \
	{ .name = "read_mfa_" kind "_method", .verb = HVAC_GET, .path = IDENTITY("mfa/method/" below "/{method_id}"), \
	  .help = "Read the settings of a method of " what ", without secrets", \
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(METHOD_ID, MOUNT) }, \
	{ .name = "update_mfa_" kind "_method", .verb = HVAC_POST, .path = IDENTITY("mfa/method/" below "/{method_id}"), \
	  .help = "Change the settings of a method of " what, \
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(METHOD_ID, settings, MOUNT) }, \
	{ .name = "delete_mfa_" kind "_method", .verb = HVAC_DELETE, .path = IDENTITY("mfa/method/" below "/{method_id}"), \
	  .help = "Delete a method of " what " that no login asks for", \
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(METHOD_ID, MOUNT) }

static const struct hvac_operation operations[] = {
	{ .name = "list_mfa_methods", .verb = HVAC_LIST, .path = IDENTITY("mfa/method"),
	  .help = "List the ids of all second factors, of any kind, with their settings",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_mfa_method", .verb = HVAC_GET, .path = IDENTITY("mfa/method/{method_id}"),
	  .help = "Read the settings of a second factor of any kind, without secrets",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(METHOD_ID, MOUNT) },

	METHODS("totp", "totp", "time-based codes", TOTP),
	METHODS("duo", "duo", "Duo", DUO),
	METHODS("okta", "okta", "Okta", OKTA),
	METHODS("ping_id", "pingid", "PingID", PING_ID),

	{ .name = "generate_mfa_totp_secret", .verb = HVAC_POST, .path = IDENTITY("mfa/method/totp/generate"),
	  .help = "Make the TOTP key of the client's own entity, shown this once: url, barcode",
	  HVAC_PARAMETERS(TOTP_METHOD_ID, MOUNT) },
	{ .name = "generate_mfa_admin_totp_secret", .verb = HVAC_POST, .path = IDENTITY("mfa/method/totp/admin-generate"),
	  .help = "Make the TOTP key of an entity, shown this once: url, barcode",
	  HVAC_PARAMETERS(TOTP_METHOD_ID, ENTITY_ID, MOUNT) },
	{ .name = "destroy_mfa_admin_totp_secret", .verb = HVAC_POST, .path = IDENTITY("mfa/method/totp/admin-destroy"),
	  .help = "Destroy the TOTP key of an entity, which needs a new one then",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TOTP_METHOD_ID, ENTITY_ID, MOUNT) },
	{ .name = "self_enroll_mfa_totp", .verb = HVAC_POST, .path = IDENTITY("mfa/method/totp/self-enroll"),
	  .help = "Make the TOTP key of whoever is logging in and has none yet: url, barcode",
	  ENTERPRISE, .flags = HVAC_NO_TOKEN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("mfa_method_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of a TOTP method that the login asks for"),
	    HVAC_BODY("mfa_request_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the login that waits for its second factor"),
	    MOUNT) },

	{ .name = "create_or_update_mfa_login_enforcement", .verb = HVAC_POST, .path = IDENTITY("mfa/login-enforcement/{name}"),
	  .help = "Say which logins need a second factor",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ENFORCEMENT_NAME,
	    HVAC_BODY("mfa_method_ids", LIST, .flags = HVAC_REQUIRED, .help = "Ids of the methods, any of which will do"),
	    HVAC_BODY("auth_method_accessors", LIST, .help = "Logins at the mounts of these accessors"),
	    HVAC_BODY("auth_method_types", LIST, .help = "Logins at mounts of these types: userpass,ldap"),
	    HVAC_BODY("identity_group_ids", LIST, .help = "Logins of the members of these groups"),
	    HVAC_BODY("identity_entity_ids", LIST, .help = "Logins of these entities"),
	    MOUNT) },
	{ .name = "read_mfa_login_enforcement", .verb = HVAC_GET, .path = IDENTITY("mfa/login-enforcement/{name}"),
	  .help = "Read which logins need which second factors by an enforcement",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ENFORCEMENT_NAME, MOUNT) },
	{ .name = "list_mfa_login_enforcements", .verb = HVAC_LIST, .path = IDENTITY("mfa/login-enforcement"), .help = "List the names of all enforcements",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_mfa_login_enforcement", .verb = HVAC_DELETE, .path = IDENTITY("mfa/login-enforcement/{name}"),
	  .help = "Delete an enforcement: its logins need no second factor any more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ENFORCEMENT_NAME, MOUNT) },
};

const struct hvac_area hvac_identity_mfa = HVAC_AREA(operations, .name = "mfa", .help = "Second factors of logins");
