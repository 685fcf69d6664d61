/* SPDX-License-Identifier: MIT */
/* One-time passwords by time (RFC 6238): the server as the authenticator that makes them, or as the one that checks them. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("totp")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key")
/* OpenBao lists what generate_code answers among the parameters of the path, too. */
#define UNREAD(name, type) HVAC_BODY(name, type, .help = "Listed by OpenBao, which does not read it: it is a member of generate_code's answer")

static const struct hvac_operation operations[] = {
	{ .name = "create_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/{name}", .help = "Make a random key to share with an authenticator, or take over one that a service gave",
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("generate", BOOLEAN, .help = "Whether the server makes the key; it answers url and barcode, a PNG in base64; false by default"),
	    HVAC_BODY("exported", BOOLEAN, .help = "Whether a generated key is shown, this once; true by default"),
	    HVAC_BODY("key_size", INTEGER, .help = "Bytes of a generated key; 20 by default"),
	    HVAC_BODY("url", STRING, .flags = HVAC_SECRET, .help = "A given key with its settings: otpauth://totp/..., as a QR code holds it"),
	    HVAC_BODY("key", STRING, .flags = HVAC_SECRET, .help = "A given key in base32, without blanks, where there is no url"),
	    HVAC_BODY("issuer", STRING, .help = "Who asks for the codes; needed to generate"),
	    HVAC_BODY("account_name", STRING, .help = "Whose codes they are; needed to generate"),
	    HVAC_BODY("period", DURATION, .help = "How long a code is the current one: 30, \"1m\"; 30 seconds by default"),
	    HVAC_BODY("algorithm", STRING, .values = "SHA1 SHA256 SHA512", .help = "Hash below the HMAC; SHA1 by default, the only one that all authenticators know"),
	    HVAC_BODY("digits", INTEGER, .values = "6 8", .help = "Length of a code; 6 by default"),
	    HVAC_BODY("skew", INTEGER, .values = "0 1", .help = "Periods before and after the current one whose codes are valid, too; 1 by default"),
	    HVAC_BODY("qr_size", INTEGER, .help = "Width and height of the barcode in pixels; 0: answer none; 200 by default"),
	    MOUNT) },

	{ .name = "read_key", .verb = HVAC_GET, .path = "/{mount_point}/keys/{name}", .help = "Read a key's settings; the key itself never comes out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_keys", .verb = HVAC_LIST, .path = "/{mount_point}/keys", .help = "List the names of all that codes can be made or checked with",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_key", .verb = HVAC_DELETE, .path = "/{mount_point}/keys/{name}", .help = "Remove a key; its codes are worthless from then on",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	/* Not idempotent: it is another before long, and no cache shall give it again. */
	{ .name = "generate_code", .verb = HVAC_GET, .path = "/{mount_point}/code/{name}", .help = "Make the current one-time password, as an authenticator shows it",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "validate_code", .verb = HVAC_POST, .path = "/{mount_point}/code/{name}", .help = "Check a one-time password, which is used up by that",
	  .flags = HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("code", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The password, all its digits: 042137"),
	    MOUNT, UNREAD("generated", INTEGER), UNREAD("expire_time", INTEGER), UNREAD("period", STRING)) },
};

HVAC_PLUGIN_OF(secrets, totp, operations, .version = "1.0", .help = "Time-based one-time passwords, made or checked by the server",
	.reference = "TOTP secrets engine (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=totp\n"
		"hvac call secrets/totp create_key name=ann generate=true \\\n"
		"    issuer=Example account_name=ann --field barcode | base64 -d >ann.png\n"
		"hvac call secrets/totp generate_code name=ann --field code |\n"
		"    hvac call secrets/totp validate_code name=ann code=- --field valid\n");
