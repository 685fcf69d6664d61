/* SPDX-License-Identifier: MIT */
/* Keys that the server makes, keeps, and gives to the clouds' key managers. The table follows the page "Key Management secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("keymgmt")
#define SINCE .since = "vault-1.6.."
#define KEY HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key")
#define KMS_PROVIDER HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the provider")
#define KEY_NAME HVAC_PATH("key_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key, as it is called here")
#define KEY_IN_KMS(below) "/{mount_point}/kms/{name}/key/{key_name}" below

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_key", .verb = HVAC_POST, .path = "/{mount_point}/key/{name}", .help = "Make a key, or change what may be done with it",
	  SINCE,
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("type", STRING, .values = "rsa-2048 rsa-3072 rsa-4096 ecdsa-p256 ecdsa-p384 ecdsa-p521 aes256-gcm96", .help = "Kind of the key; rsa-2048 by default. It cannot be changed"),
	    HVAC_BODY("replica_regions", LIST, .help = "AWS regions to which replicate_key_in_kms_provider takes it: eu-west-1"),
	    HVAC_BODY("deletion_allowed", BOOLEAN, .help = "Whether delete_key may remove it; false by default"),
	    HVAC_BODY("min_enabled_version", INTEGER, .help = "Lowest version that providers may use, the others are disabled there; 0: any, the default"),
	    MOUNT) },

	{ .name = "read_key", .verb = HVAC_GET, .path = "/{mount_point}/key/{name}", .help = "Read type, versions and public halves; key material never comes out",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "list_keys", .verb = HVAC_LIST, .path = "/{mount_point}/key", .help = "List the names of all that the server keeps",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_key", .verb = HVAC_DELETE, .path = "/{mount_point}/key/{name}", .help = "Remove a key that no provider has any more, once deletion_allowed",
	  SINCE, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "rotate_key", .verb = HVAC_POST, .path = "/{mount_point}/key/{name}/rotate", .help = "Make another version, and give it to the provider that has the key",
	  SINCE, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "list_kms_providers_for_key", .verb = HVAC_LIST, .path = "/{mount_point}/key/{name}/kms", .help = "List the names of those that have a copy; one at most, today",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "create_or_update_kms_provider", .verb = HVAC_POST, .path = "/{mount_point}/kms/{name}", .help = "Set how a cloud's key manager is reached",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KMS_PROVIDER,
	    HVAC_BODY("provider", STRING, .values = "azurekeyvault awskms gcpckms", .flags = HVAC_REQUIRED, .help = "Which cloud's. It cannot be changed"),
	    HVAC_BODY("key_collection", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key vault, AWS region, or key ring (projects/...), where keys go. It cannot be changed"),
	    HVAC_BODY("credentials", MAP, .flags = HVAC_SECRET, .help = "The cloud's own, by name: {\"access_key\": \"AKIA...\", \"secret_key\": \"...\"}"),
	    MOUNT) },

	{ .name = "read_kms_provider", .verb = HVAC_GET, .path = "/{mount_point}/kms/{name}", .help = "Read the settings but the credentials",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KMS_PROVIDER, MOUNT) },

	{ .name = "list_kms_providers", .verb = HVAC_LIST, .path = "/{mount_point}/kms", .help = "List the names of all that keys can be given to",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_kms_provider", .verb = HVAC_DELETE, .path = "/{mount_point}/kms/{name}", .help = "Forget one that has no key of here any more",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KMS_PROVIDER, MOUNT) },

	{ .name = "distribute_key_in_kms_provider", .verb = HVAC_POST, .path = KEY_IN_KMS(""), .help = "Give a provider a copy, wrapped on the way; what is set cannot be changed",
	  SINCE,
	  HVAC_PARAMETERS(KMS_PROVIDER, KEY_NAME,
	    HVAC_BODY("purpose", LIST, .values = "encrypt decrypt sign verify wrap unwrap", .flags = HVAC_REQUIRED, .help = "What the provider may do with it, as far as the key's type goes"),
	    HVAC_BODY("protection", STRING, .values = "hsm software", .help = "Where the provider uses it; hsm by default"),
	    MOUNT) },

	{ .name = "read_key_in_kms_provider", .verb = HVAC_GET, .path = KEY_IN_KMS(""), .help = "Read what the provider calls a key and its versions",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KMS_PROVIDER, KEY_NAME, MOUNT) },

	{ .name = "list_keys_in_kms_provider", .verb = HVAC_LIST, .path = "/{mount_point}/kms/{name}/key", .help = "List the names of all that a provider has a copy of",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KMS_PROVIDER, MOUNT) },

	{ .name = "delete_key_in_kms_provider", .verb = HVAC_DELETE, .path = KEY_IN_KMS(""), .help = "Have the provider delete its copy; the key itself stays, and can be given again",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KMS_PROVIDER, KEY_NAME, MOUNT) },

	{ .name = "replicate_key_in_kms_provider", .verb = HVAC_POST, .path = KEY_IN_KMS("/replicate"), .help = "Copy a key to its replica_regions, of AWS alone",
	  .since = "vault-1.11..", HVAC_PARAMETERS(KMS_PROVIDER, KEY_NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, keymgmt, operations, .version = "1.0", .help = "Keys that the server keeps and gives to the clouds' key managers",
	.reference = "Key Management secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call secrets/keymgmt create_or_update_key name=backups type=aes256-gcm96 --dry-run\n"
		"echo '{\"access_key\": \"AKIA...\", \"secret_key\": \"...\"}' >credentials.json\n"
		"hvac call secrets/keymgmt create_or_update_kms_provider name=ireland provider=awskms \\\n"
		"\tkey_collection=eu-west-1 credentials=@credentials.json --dry-run --redact\n"
		"hvac call secrets/keymgmt distribute_key_in_kms_provider name=ireland key_name=backups \\\n"
		"\tpurpose=encrypt,decrypt --dry-run\n");
