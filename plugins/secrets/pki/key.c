/* SPDX-License-Identifier: MIT */
/* The keys of issuers. They never come out again, but for what generate_exported_key answers. */
#include "pki.h"

#define KEY_REF HVAC_PATH("key_ref", STRING, .flags = HVAC_REQUIRED, .help = "Name or id of the key, or default")

#define MAKES(operation, kind, text) \
	{ .name = operation, .verb = HVAC_POST, .path = PKI("keys/generate/" kind), .help = text, HVAC_PARAMETERS(NEW_KEY, MOUNT, HVAC_WRAP_TTL) }

static const struct hvac_operation operations[] = {
	{ .name = "list_keys", .verb = HVAC_LIST, .path = PKI("keys"), .help = "List the ids of all keys, with their names",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },
	{ .name = "read_key", .verb = HVAC_GET, .path = PKI("key/{key_ref}"), .help = "Read a key's name and algorithm, not the key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY_REF, MOUNT) },
	/* key_ref may be the former name, which a repeat would not find */
	{ .name = "update_key", .verb = HVAC_POST, .path = PKI("key/{key_ref}"), .help = "Give a key another name",
	  HVAC_PARAMETERS(KEY_REF, KEY_NAME, MOUNT) },
	{ .name = "delete_key", .verb = HVAC_DELETE, .path = PKI("key/{key_ref}"), .help = "Delete a key for good: its issuers sign nothing any more",
	  HVAC_PARAMETERS(KEY_REF, MOUNT) },

	MAKES("generate_internal_key", "internal", "Make a key that stays here, for issuers of the type existing"),
	MAKES("generate_exported_key", "exported", "Make a key that is kept here and answered, this once"),
	MAKES("generate_kms_key", "kms", "Take a key of an HSM or KMS for use here, which stays there"),

	{ .name = "import_key", .verb = HVAC_POST, .path = PKI("keys/import"), .help = "Bring one key in; certificates that fit it become its issuers",
	  HVAC_PARAMETERS(PEM_BUNDLE("Private key, unencrypted, PEM"), KEY_NAME, MOUNT) },

	{ .name = "read_keys_configuration", .verb = HVAC_GET, .path = PKI("config/keys"), .help = "Read which key is the default one",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_keys", .verb = HVAC_POST, .path = PKI("config/keys"), .help = "Say which key default means",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HVAC_BODY("default_key", STRING, .wire = "default", .flags = HVAC_REQUIRED, .help = "Name or id of the key"), MOUNT) },
};

const struct hvac_area hvac_pki_key = HVAC_AREA(operations, .name = "key", .help = "The keys of issuers");
