/* SPDX-License-Identifier: MIT */
/* Who may ask a pki mount for certificates by SCEP. The table follows the page "SCEP auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("scep")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define SINCE .since = "vault-1.20.."

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a certificate request and its challenge for a token, as a pki mount does for a device",
	  SINCE, .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("csr", BYTES, .flags = HVAC_REQUIRED, .help = "Certificate request (PKCS #10) that the challenge came with: bytes and files go out in base64, text as it is"),
	    HVAC_BODY("challenge_type", STRING, .values = "static intune", .help = "Who knows the challenge: the role, or Microsoft Intune; static by default"),
	    HVAC_BODY("challenge_value", STRING, .flags = HVAC_SECRET, .help = "What the device answers the challenge with"),
	    HVAC_BODY("name", STRING, .help = "Role to log in with; the first that fits by default"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/role/{role}", .help = "Make a role, or change the settings given and leave the others",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("auth_type", STRING, .values = "static-challenge intune", .help = "Who judges a challenge: the role's own, or Microsoft Intune; a new role needs it"),
	    HVAC_BODY("challenge", STRING, .flags = HVAC_SECRET, .help = "What devices have to answer, where auth_type is static-challenge"),
	    HVAC_BODY("display_name", STRING, .help = "What tokens are called in the audit log; the role's name by default"),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/role/{role}", .help = "Read all settings of a role",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{role}", .help = "Let devices ask no more by this role; their certificates stay good",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "List the names of all roles",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, scep, operations, .version = "1.0", .help = "Devices that ask a pki mount for certificates by SCEP",
	.reference = "SCEP auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >challenge\n"
		"hvac call auth/scep create_or_update_role role=printers auth_type=static-challenge \\\n"
		"\tchallenge=@challenge token_policies=scep token_type=batch --dry-run\n"
		"openssl req -new -newkey rsa:2048 -nodes -subj /CN=printer-7 \\\n"
		"\t-keyout printer-7.key -outform DER -out printer-7.csr 2>/dev/null\n"
		"hvac login scep csr=@printer-7.csr challenge_value=@challenge name=printers --dry-run\n");
