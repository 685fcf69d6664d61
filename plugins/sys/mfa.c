/* SPDX-License-Identifier: MIT */
/*
 * The second factor of a login, and the factors that policies of Vault Enterprise ask for. Follows the pages "/sys/mfa/validate"
 * and "/sys/mfa/method"; the methods of logins are the identity engine's.
 */
#include "sys.h"

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the MFA method")
#define ACCOUNT \
	HVAC_BODY("mount_accessor", STRING, .help = "Accessor of the auth method whose alias is meant; the server wants it"), \
	HVAC_BODY("username_format", STRING, .help = "The name at the provider: {{identity.entity.name}}@example.com; the alias's name by default")
#define ENTITY_ID HVAC_BODY("entity_id", STRING, .help = "Whose key it is; the server wants it")
#define ENTERPRISE .since = "vault-1.15.."
#define READ(type, what) { .name = "read_" type "_mfa_method", .verb = HVAC_GET, .path = "/sys/mfa/method/" type "/{name}", \
	.help = "Read " what ", without its secrets (Vault Enterprise)", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) }
#define DELETE(type, what) { .name = "delete_" type "_mfa_method", .verb = HVAC_DELETE, .path = "/sys/mfa/method/" type "/{name}", \
	.help = "Remove " what "; policies that ask for it let nobody through (Vault Enterprise)", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) }
#define WRITE(type, what, ...) { .name = "create_or_update_" type "_mfa_method", .verb = HVAC_POST, .path = "/sys/mfa/method/" type "/{name}", \
	.help = what " (Vault Enterprise)", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, __VA_ARGS__) }

static const struct hvac_operation operations[] = {
	/* A passcode is good for once. */
	{ .name = "validate_mfa", .verb = HVAC_POST, .path = "/sys/mfa/validate", .help = "Give the second factor that a login asked for; the answer is that login's",
	  .answer = "/auth", .flags = HVAC_NO_TOKEN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(
	    HVAC_BODY("mfa_request_id", STRING, .flags = HVAC_REQUIRED, .help = "The login's mfa_requirement.mfa_request_id"),
	    HVAC_BODY("mfa_payload", MAP, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Lists of passcodes by the methods' ids; an empty one where the phone asks")) },

	{ .name = "list_mfa_methods", .verb = HVAC_LIST, .path = "/sys/mfa/method", .help = "List the names of all MFA methods for policies (Vault Enterprise)",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT },

	READ("duo", "an MFA method by Duo"),
	WRITE("duo", "Make or replace an MFA method by Duo", ACCOUNT,
	    HVAC_BODY("secret_key", STRING, .flags = HVAC_SECRET, .help = "Duo's secret key"),
	    HVAC_BODY("integration_key", STRING, .flags = HVAC_SECRET, .help = "Duo's integration key"),
	    HVAC_BODY("api_hostname", STRING, .help = "Duo's host: api-0f3c....duosecurity.com"),
	    HVAC_BODY("push_info", STRING, .help = "What the phone shows besides, as in an address: from=vault&path=x"),
	    HVAC_BODY("use_passcode", BOOLEAN, .help = "Whether to ask for a passcode instead of the phone; server's default false")),
	DELETE("duo", "an MFA method by Duo"),

	READ("okta", "an MFA method by Okta"),
	WRITE("okta", "Make or replace an MFA method by Okta", ACCOUNT,
	    HVAC_BODY("org_name", STRING, .help = "Name of the organization at Okta"),
	    HVAC_BODY("api_token", STRING, .flags = HVAC_SECRET, .help = "Okta's API token"),
	    HVAC_BODY("base_url", STRING, .help = "Okta's domain: okta.com, the default, oktapreview.com or okta-emea.com"),
	    HVAC_BODY("primary_email", BOOLEAN, .help = "Whether only the user's first address counts; server's default false"),
	    HVAC_BODY("production", BOOLEAN, .help = "Whether it is okta.com and not oktapreview.com, where base_url is not given")),
	DELETE("okta", "an MFA method by Okta"),

	READ("pingid", "an MFA method by PingID"),
	WRITE("pingid", "Make or replace an MFA method by PingID", ACCOUNT,
	    HVAC_BODY("settings_file_base64", BYTES, .flags = HVAC_SECRET, .help = "PingID's file pingid.properties")),
	DELETE("pingid", "an MFA method by PingID"),

	READ("totp", "an MFA method by time"),
	WRITE("totp", "Make or replace an MFA method by time",
	    HVAC_BODY("issuer", STRING, .help = "Who asks, as the authenticator shows it; the server wants it"),
	    HVAC_BODY("period", DURATION, .help = "How long a code is the current one; server's default 30 seconds"),
	    HVAC_BODY("key_size", INTEGER, .help = "Bytes of a key; server's default 20"),
	    HVAC_BODY("qr_size", INTEGER, .help = "Width and height of the barcode in pixels, 0 for none; server's default 200"),
	    HVAC_BODY("algorithm", STRING, .values = "SHA1 SHA256 SHA512", .help = "Hash below the HMAC; server's default SHA1"),
	    HVAC_BODY("digits", INTEGER, .values = "6 8", .help = "Length of a code; server's default 6"),
	    HVAC_BODY("skew", INTEGER, .values = "0 1", .help = "Periods before and after the current one that count, too; server's default 1"),
	    HVAC_BODY("max_validation_attempts", INTEGER, .help = "Wrong codes in a period until the next one; server's default 5")),
	DELETE("totp", "an MFA method by time"),

	/* The key is shown once, and not at all when there is one already. */
	{ .name = "generate_totp_mfa_secret", .verb = HVAC_GET, .path = "/sys/mfa/method/totp/{name}/generate", .help = "Make the own key of an MFA method by time: url and barcode (Vault Enterprise)",
	  ENTERPRISE, HVAC_PARAMETERS(NAME) },
	{ .name = "generate_totp_mfa_secret_for_entity", .verb = HVAC_POST, .path = "/sys/mfa/method/totp/{name}/admin-generate", .help = "Make another entity's key of an MFA method by time (Vault Enterprise)",
	  ENTERPRISE, HVAC_PARAMETERS(NAME, ENTITY_ID) },
	{ .name = "destroy_totp_mfa_secret_of_entity", .verb = HVAC_POST, .path = "/sys/mfa/method/totp/{name}/admin-destroy", .help = "Destroy an entity's key of an MFA method by time (Vault Enterprise)",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, ENTITY_ID) },
};

const struct hvac_area hvac_sys_mfa = HVAC_AREA(operations, .name = "mfa", .help = "Second factors");
