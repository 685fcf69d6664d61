/* SPDX-License-Identifier: MIT */
/* Keys that stay with a key manager or an HSM, and that engines sign and encrypt with (Vault Enterprise). Follows the page "/sys/managed-keys". */
#include "sys.h"

#define SINCE .since = "vault-1.15.."
#define TYPE HVAC_PATH("type", STRING, .values = "pkcs11 awskms azurekeyvault gcpckms", .flags = HVAC_REQUIRED, .help = "Where such keys are")
#define KEY TYPE, HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What engines call the key, in small letters; unique among all types")
#define KEY_AT(below) "/sys/managed-keys/{type}/{name}" below

/* Of any type, then of those that the help names. */
#define SETTINGS \
	HVAC_BODY("allow_generate_key", BOOLEAN, .help = "Whether the server may make the key there when there is none; false by default"), \
	HVAC_BODY("allow_replace_key", BOOLEAN, .help = "Whether it may do so in place of one that is there; false by default"), \
	HVAC_BODY("allow_store_key", BOOLEAN, .help = "Whether it may bring a key of its own there; false by default"), \
	HVAC_BODY("any_mount", BOOLEAN, .help = "Whether any engine may use it; false by default: those whose allowed_managed_keys names it"), \
	HVAC_BODY("usages", LIST, .values = "encrypt decrypt sign verify wrap unwrap mac generate_random", .flags = HVAC_COMMA, \
	  .help = "What it may be used for; sign and verify by default"), \
	HVAC_BODY("key_type", STRING, .help = "Kind of the key: RSA or ECDSA in awskms, RSA-HSM in azurekeyvault"), \
	HVAC_BODY("key_bits", INTEGER, .help = "Length of an RSA key: 2048, 3072 or 4096"), \
	HVAC_BODY("key_bits_hyphenated", INTEGER, .wire = "key-bits", .help = "Listed by Vault besides key_bits, which is the one to give"), \
	HVAC_BODY("curve", STRING, .values = "P256 P384 P521", .help = "Curve of an ECDSA key, in pkcs11 and awskms")
#define PKCS11 \
	HVAC_BODY("library", STRING, .help = "pkcs11: name of the kms_library in the server's own configuration"), \
	HVAC_BODY("slot", STRING, .help = "pkcs11: number of the slot, in decimal"), \
	HVAC_BODY("token_label", STRING, .help = "pkcs11: label of the slot's token, instead of its number"), \
	HVAC_BODY("pin", STRING, .flags = HVAC_SECRET, .help = "pkcs11: PIN to log in with"), \
	HVAC_BODY("key_label", STRING, .help = "pkcs11: label of the key"), \
	HVAC_BODY("key_id", STRING, .help = "pkcs11: id of the key, instead of its label; it must be there"), \
	HVAC_BODY("mechanism", STRING, .help = "pkcs11: mechanism, in hexadecimal: 0x1041 for CKM_ECDSA, 0x000D for CKM_RSA_PKCS_PSS"), \
	HVAC_BODY("force_rw_session", BOOLEAN, .help = "pkcs11: whether to open sessions for writing always, as AWS CloudHSM needs it; false by default"), \
	HVAC_BODY("max_parallel", INTEGER, .help = "pkcs11: most requests at a time; 1 by default")
#define AWSKMS \
	HVAC_BODY("kms_key", STRING, .help = "awskms: ARN, id or alias of the key; an alias where the server may make it"), \
	HVAC_BODY("access_key", STRING, .help = "Id of the access key: AKIA...; the server's own credentials by default"), \
	HVAC_BODY("secret_key", STRING, .flags = HVAC_SECRET, .help = "awskms: secret that belongs to access_key"), \
	HVAC_BODY("region", STRING, .help = "Where the keys are: eu-west-1, the default of awskms us-east-1; of gcpckms the key ring's location"), \
	HVAC_BODY("endpoint", STRING, .help = "awskms: address of another API than AWS's own")
#define AZUREKEYVAULT \
	HVAC_BODY("vault_name", STRING, .help = "azurekeyvault: name of the key vault"), \
	HVAC_BODY("key_name", STRING, .help = "azurekeyvault: what the key is called there"), \
	HVAC_BODY("tenant_id", STRING, .help = "azurekeyvault: id of the Entra directory"), \
	HVAC_BODY("client_id", STRING, .help = "azurekeyvault: id of the application to log in as; the server's managed identity by default"), \
	HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "azurekeyvault: secret of that application"), \
	HVAC_BODY("environment", STRING, .help = "azurekeyvault: which Azure; AZUREPUBLICCLOUD by default"), \
	HVAC_BODY("resource", STRING, .help = "azurekeyvault: suffix of host names; vault.azure.net by default")
#define GCPCKMS \
	HVAC_BODY("project", STRING, .help = "gcpckms: id of the project"), \
	HVAC_BODY("key_ring", STRING, .help = "gcpckms: name of the key ring, which must be there"), \
	HVAC_BODY("crypto_key", STRING, .help = "gcpckms: name of the key"), \
	HVAC_BODY("crypto_key_version", INTEGER, .help = "gcpckms: which version of the key; 1 by default"), \
	HVAC_BODY("algorithm", STRING, .help = "gcpckms: how to sign: EC_SIGN_P256_SHA256, RSA_SIGN_PSS_2048_SHA256 ..."), \
	HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "gcpckms: path on the server of the service account's file; the server's own credentials by default")

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_managed_key", .verb = HVAC_POST, .path = KEY_AT(""), .help = "Set which key of a key manager or HSM a name stands for",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, SETTINGS, PKCS11, AWSKMS, AZUREKEYVAULT, GCPCKMS) },
	{ .name = "read_managed_key", .verb = HVAC_GET, .path = KEY_AT(""), .help = "Read which key a name stands for, but the credentials for it",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY) },
	{ .name = "list_managed_keys", .verb = HVAC_LIST, .path = "/sys/managed-keys/{type}", .help = "List the names of one type",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TYPE) },
	{ .name = "delete_managed_key", .verb = HVAC_DELETE, .path = KEY_AT(""), .help = "Forget a name that no mount may use any more; the key stays where it is",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY) },
	/* Where allow_generate_key is set, it makes the key. */
	{ .name = "test_managed_key_signing", .verb = HVAC_POST, .path = KEY_AT("/test/sign"), .help = "Sign something and verify it, to see that all is right; may make the key",
	  SINCE,
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("hash_algorithm", STRING, .values = "sha1 sha2-224 sha2-256 sha2-384 sha2-512 sha3-224 sha3-256 sha3-384 sha3-512", .help = "Hash to sign; sha2-256 by default"),
	    HVAC_BODY("use_pss", BOOLEAN, .help = "Whether RSA signs by PSS; false by default")) },
};

const struct hvac_area hvac_sys_managed_keys = HVAC_AREA(operations, .name = "managed_keys", .help = "Keys that stay with a key manager or an HSM (Vault Enterprise)");
