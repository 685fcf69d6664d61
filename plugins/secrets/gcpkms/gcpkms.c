/* SPDX-License-Identifier: MIT */
/* Keys in Google Cloud KMS, which encrypt, decrypt and sign there. The table follows the page "Google Cloud KMS secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("gcpkms")
#define KEY HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED, .help = "Name that the key has here")
#define KEY_VERSION(flag, text) HVAC_BODY("key_version", INTEGER, .flags = (flag), .help = text)
#define AUTHENTICATED_DATA HVAC_BODY("additional_authenticated_data", BYTES, .help = "What must be given again to decrypt; not stored, and not hidden")
#define CIPHERTEXT HVAC_BODY("ciphertext", BYTES, .flags = HVAC_REQUIRED, .help = "What encrypt_data gave; text is in base64")
#define DIGEST HVAC_BODY("digest", BYTES, .flags = HVAC_REQUIRED, .help = "Hash that the key's algorithm names, 32 bytes for sha256; text is in base64")
#define METHOD HVAC_LOCAL("method", STRING, .dflt = "\"POST\"", .values = "POST DELETE", .help = "Which capability is used: POST, update; DELETE, delete; servers do the same")

#define DEREGISTER "Forget a key, which stays in Google Cloud as it is"
#define TRIM "Destroy in Google Cloud all versions below min_version; what they encrypted is lost"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set how the server itself speaks with Google",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "Key of the server's own service account: the JSON that Google gave for it; without it, its environment has one"),
	    HVAC_BODY("scopes", LIST, .help = "OAuth 2.0 scopes to ask for; https://www.googleapis.com/auth/cloudkms by default"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read the scopes; the server's key never comes out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_configuration", .verb = HVAC_DELETE, .path = "/{mount_point}/config", .help = "Drop all settings, the server's key among them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/{key}", .help = "Make a key in Google Cloud, and its key ring, or change labels and rotation",
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("key_ring", STRING, .help = "Where it is, whole: projects/PROJECT/locations/LOCATION/keyRings/NAME"),
	    HVAC_BODY("crypto_key", STRING, .help = "Name that it has in Google Cloud; the same by default"),
	    HVAC_BODY("purpose", STRING, .values = "encrypt_decrypt asymmetric_decrypt asymmetric_sign", .help = "encrypt_decrypt by default. It cannot be changed"),
	    HVAC_BODY("algorithm", STRING, .values = "symmetric_encryption rsa_decrypt_oaep_2048_sha256 rsa_decrypt_oaep_3072_sha256 rsa_decrypt_oaep_4096_sha256 "
	      "rsa_sign_pss_2048_sha256 rsa_sign_pss_3072_sha256 rsa_sign_pss_4096_sha256 rsa_sign_pkcs1_2048_sha256 rsa_sign_pkcs1_3072_sha256 "
	      "rsa_sign_pkcs1_4096_sha256 ec_sign_p256_sha256 ec_sign_p384_sha384",
	      .help = "One that goes with the purpose; symmetric_encryption by default, asymmetric ones have none. It cannot be changed"),
	    HVAC_BODY("protection_level", STRING, .values = "software hsm", .help = "Where the key is used; software by default. It cannot be changed"),
	    HVAC_BODY("rotation_period", DURATION, .help = "How often Google makes another version of a symmetric key: 259200, \"72h\"; at least 24 h"),
	    HVAC_BODY("labels", MAP, .help = "Strings by name, kept with the key in Google Cloud"),
	    MOUNT) },

	{ .name = "read_key", .verb = HVAC_GET, .path = "/{mount_point}/keys/{key}", .help = "Ask Google for a key's state, primary version, algorithm and labels",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "list_keys", .verb = HVAC_LIST, .path = "/{mount_point}/keys", .help = "List the names of all that are known here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_key", .verb = HVAC_DELETE, .path = "/{mount_point}/keys/{key}", .help = "Destroy all versions in Google Cloud, and forget it; what it encrypted is lost",
	  HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "configure_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/config/{key}", .help = "Set which versions may be used through this server",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("min_version", INTEGER, .help = "The lowest; 0: any, the default"),
	    HVAC_BODY("max_version", INTEGER, .help = "The highest; 0: any, the default"),
	    MOUNT) },

	{ .name = "read_key_configuration", .verb = HVAC_GET, .path = "/{mount_point}/keys/config/{key}", .help = "Read which versions may be used, and the name in Google Cloud",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "register_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/register/{key}", .help = "Make a key usable that is in Google Cloud already",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("crypto_key", STRING, .flags = HVAC_REQUIRED, .help = "Its name, whole: projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/NAME"),
	    HVAC_BODY("verify", BOOLEAN, .help = "Whether to see first if it is there and may be used; true by default"),
	    MOUNT) },

	{ .name = "deregister_key", .when = "method=DELETE", .verb = HVAC_DELETE, .path = "/{mount_point}/keys/deregister/{key}", .help = DEREGISTER,
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, METHOD, MOUNT) },
	{ .name = "deregister_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/deregister/{key}", .help = DEREGISTER,
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, METHOD, MOUNT) },

	{ .name = "rotate_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/rotate/{key}", .help = "Make another version, the primary one from now on (key_version)",
	  HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "trim_key_versions", .when = "method=DELETE", .verb = HVAC_DELETE, .path = "/{mount_point}/keys/trim/{key}", .help = TRIM,
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, METHOD, MOUNT) },
	{ .name = "trim_key_versions", .verb = HVAC_POST, .path = "/{mount_point}/keys/trim/{key}", .help = TRIM,
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, METHOD, MOUNT) },

	{ .name = "read_public_key", .verb = HVAC_GET, .path = "/{mount_point}/pubkey/{key}", .help = "Ask Google for the public half of an asymmetric key",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY, MOUNT) },

	{ .name = "encrypt_data", .verb = HVAC_POST, .path = "/{mount_point}/encrypt/{key}", .help = "Have bytes encrypted (ciphertext, key_version)",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY,
	    HVAC_BODY("plaintext", BYTES, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What is encrypted, at most 64 KiB; bytes and files as their base64"),
	    AUTHENTICATED_DATA, KEY_VERSION(0, "Version to encrypt with; the primary one by default"), MOUNT) },

	{ .name = "decrypt_data", .verb = HVAC_POST, .path = "/{mount_point}/decrypt/{key}", .help = "Have it decrypted (plaintext); bytes come back as their base64",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY, CIPHERTEXT, AUTHENTICATED_DATA, KEY_VERSION(0, "Version that encrypted it; needed for an asymmetric key, found for a symmetric one"), MOUNT) },

	{ .name = "reencrypt_data", .verb = HVAC_POST, .path = "/{mount_point}/reencrypt/{key}", .help = "Have it decrypted and encrypted again, unseen (ciphertext, key_version)",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY, CIPHERTEXT, AUTHENTICATED_DATA, KEY_VERSION(0, "Version to encrypt with; the primary one by default"), MOUNT) },

	{ .name = "sign_data", .verb = HVAC_POST, .path = "/{mount_point}/sign/{key}", .help = "Have a digest signed (signature)",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY, DIGEST, KEY_VERSION(HVAC_REQUIRED, "Version to sign with"), MOUNT) },

	{ .name = "verify_signed_data", .verb = HVAC_POST, .path = "/{mount_point}/verify/{key}", .help = "Have a signature held against a digest (valid)",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY, DIGEST,
	    HVAC_BODY("signature", BYTES, .flags = HVAC_REQUIRED, .help = "What sign_data gave; text is in base64"),
	    KEY_VERSION(HVAC_REQUIRED, "Version that signed"), MOUNT) },
};

HVAC_PLUGIN_OF(secrets, gcpkms, operations, .version = "1.0", .help = "Keys in Google Cloud KMS, which encrypt, decrypt and sign there",
	.reference = "Google Cloud KMS secrets engine (API)",
	.example =
		"umask 077\n"
		"echo '{\"type\": \"service_account\"}' >key.json\n"
		"hvac call secrets/gcpkms configure credentials=@key.json --dry-run --redact\n"
		"hvac call secrets/gcpkms create_or_update_key key=files rotation_period=720h \\\n"
		"\tkey_ring=projects/example/locations/global/keyRings/vault --dry-run\n"
		"head -c 32 /dev/urandom >data.key\n"
		"hvac call secrets/gcpkms encrypt_data key=files plaintext=@data.key \\\n"
		"\tadditional_authenticated_data=data.key --dry-run --redact\n"
		"openssl dgst -sha256 -binary key.json >digest\n"
		"hvac call secrets/gcpkms sign_data key=release key_version=1 digest=@digest --dry-run\n");
