/* SPDX-License-Identifier: MIT */
/* Authorities: roots and intermediates that are made here, or brought in. */
#include "pki.h"

/* Servers list external for exported, and refuse it. */
#define TYPES .values = "internal exported existing kms", .help = "Where the key is: made and kept here, answered besides, a key of key_ref, or in a KMS"
#define TYPE HVAC_PATH("type", STRING, .flags = HVAC_REQUIRED, TYPES)
#define KEY_REF HVAC_BODY("key_ref", STRING, .help = "Name or id of the key, with the type existing; server's default default")
#define ISSUER_NAME HVAC_BODY("issuer_name", STRING, .help = "Name for the new issuer; not default")

#define ROOT_OPTIONS ISSUER_NAME, ALTERNATIVE_NAMES, SUBJECT, SUBJECT_SERIAL_NUMBER, VALIDITY("the mount's greatest by default"), NOT_BEFORE_DURATION, \
	NEW_KEY, KEY_REF, SIGNATURE_BITS, USE_PSS(""), AUTHORITY_CONSTRAINTS, FORMAT, PRIVATE_KEY_FORMAT, KEY_STORES
#define REQUEST_OPTIONS ALTERNATIVE_NAMES, SUBJECT, SUBJECT_SERIAL_NUMBER, VALIDITY("listed by servers: who signs decides"), NOT_BEFORE_DURATION, \
	NEW_KEY, KEY_REF, SIGNATURE_BITS, USE_PSS(" (OpenBao 2.7 and later)"), KEY_USAGE("none (Vault 2.1 and later)"), \
	HVAC_BODY("add_basic_constraints", BOOLEAN, .help = "Whether the request says that it is an authority's, as some ask for; server's default false"), \
	FORMAT, PRIVATE_KEY_FORMAT

/* hvac's methods have the first two; the paths below /issuers do the same and are for policies that allow nothing of the root. */
#define MAKES(operation, below, text, ...) \
	{ .name = operation, .verb = HVAC_POST, .path = PKI(below), .help = text, HVAC_PARAMETERS(__VA_ARGS__) }

static const struct hvac_operation operations[] = {
	MAKES("generate_root", "root/generate/{type}", "Make an authority that is signed by itself, a further issuer where there is one",
	  TYPE, COMMON_NAME(HVAC_REQUIRED), EXTRA_PARAMS, MOUNT, HVAC_WRAP_TTL, ROOT_OPTIONS),
	MAKES("generate_issuers_root", "issuers/generate/root/{type}", "As generate_root, by the path of the issuers",
	  TYPE, COMMON_NAME(HVAC_REQUIRED), MOUNT, HVAC_WRAP_TTL, ROOT_OPTIONS),
	MAKES("rotate_root", "root/rotate/{type}", "Make the root that is to follow, called next; replace_root puts it in its place",
	  TYPE, COMMON_NAME(HVAC_REQUIRED), MOUNT, HVAC_WRAP_TTL, ROOT_OPTIONS),

	{ .name = "replace_root", .verb = HVAC_POST, .path = PKI("root/replace"), .help = "Make another issuer the default one, as configure_issuers does",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("default_issuer", STRING, .wire = "default", .help = "Name or id of the issuer; server's default next"), MOUNT) },

	{ .name = "delete_root", .verb = HVAC_DELETE, .path = PKI("root"), .help = "Delete all issuers and keys of the mount: what they signed cannot be revoked any more",
	  .flags = HVAC_SUDO, HVAC_PARAMETERS(MOUNT) },

	MAKES("generate_intermediate", "intermediate/generate/{type}", "Make a key and a request for another authority to sign",
	  TYPE, COMMON_NAME(HVAC_REQUIRED), EXTRA_PARAMS, MOUNT, HVAC_WRAP_TTL, REQUEST_OPTIONS),
	MAKES("generate_issuers_intermediate", "issuers/generate/intermediate/{type}", "As generate_intermediate, by the path of the issuers",
	  TYPE, COMMON_NAME(HVAC_REQUIRED), MOUNT, HVAC_WRAP_TTL, REQUEST_OPTIONS),
	MAKES("cross_sign_intermediate", "intermediate/cross-sign", "Make a request with a key that is here already, for another authority to sign it too",
	  COMMON_NAME(HVAC_REQUIRED), MOUNT, HVAC_BODY("type", STRING, .wire = "exported", TYPES), REQUEST_OPTIONS),

	MAKES("set_signed_intermediate", "intermediate/set-signed", "Bring the certificate in that another authority signed, with its chain behind it",
	  HVAC_BODY("certificate", STRING, .flags = HVAC_REQUIRED, .help = "What sign_intermediate answered, PEM: certificate=@signed.pem"), MOUNT),

	MAKES("submit_ca_information", "config/ca", "Bring an authority of others in, certificates with their key",
	  PEM_BUNDLE("Certificates and unencrypted key one behind the other, PEM"), MOUNT),
	MAKES("import_issuers_bundle", "issuers/import/bundle", "As submit_ca_information, by the path of the issuers",
	  PEM_BUNDLE("Certificates and unencrypted keys in any order, PEM"), MOUNT),
	MAKES("import_issuers_certificate", "issuers/import/cert", "Bring certificates in, without keys: for a chain, or for a key that is here",
	  PEM_BUNDLE("Certificates in any order, PEM; a key is refused"), MOUNT),
};

const struct hvac_area hvac_pki_authority = HVAC_AREA(operations, .name = "authority", .help = "Authorities that are made here or brought in");
