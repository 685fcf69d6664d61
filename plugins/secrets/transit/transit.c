/* SPDX-License-Identifier: MIT */
/*
 * Cryptography as a service: keys that stay in the server, and what it does with them. The table follows the page "Transit
 * secrets engine (API)". Hooks bring keys along (wrap.h), and make batches tell what failed in them.
 */
#include <hvac/plugin.h>
#include "wrap.h"

#define MOUNT HVAC_MOUNT("transit")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key")
#define KEY(below) "/{mount_point}/keys/{name}" below

#define HASHES "sha2-224 sha2-256 sha2-384 sha2-512 sha3-224 sha3-256 sha3-384 sha3-512"
#define SIGNATURE_HASHES "sha1 " HASHES " mldsa-mu none"
#define SYMMETRIC_TYPES "aes128-gcm96 aes256-gcm96 chacha20-poly1305 xchacha20-poly1305"
#define IMPORTED_TYPES SYMMETRIC_TYPES " ed25519 ecdsa-p256 ecdsa-p384 ecdsa-p521 rsa-2048 rsa-3072 rsa-4096 hmac mldsa-44 mldsa-65 mldsa-87"
#define ALL_TYPES IMPORTED_TYPES " external-key aes128-cbc aes256-cbc aes128-cmac aes192-cmac aes256-cmac managed_key ml-dsa slh-dsa hybrid"

#define KEY_VERSION HVAC_BODY("key_version", INTEGER, .help = "Which version of the key does it; 0: the latest, the default")
#define CONTEXT HVAC_BODY("context", BYTES, .help = "What the key is derived from; needed where the key is a derived one, and the same for the way back")
#define NONCE HVAC_BODY("nonce", BYTES, .help = "12 bytes for convergent keys that Vault made before 0.6.2; no other key takes any (Vault)")
#define ASSOCIATED_DATA HVAC_BODY("associated_data", BYTES, .help = "Bound to the ciphertext, not in it: decrypting needs the same again")
#define BATCH_OF(what) HVAC_BODY("batch_input", LIST, .help = "Items in place of the arguments: " what "; answered in order in batch_results")
#define SECRET_BATCH_OF(what) HVAC_BODY("batch_input", LIST, .flags = HVAC_SECRET, \
	.help = "Items in place of the arguments: " what "; answered in order in batch_results")
#define PARTIAL_FAILURE HVAC_BODY("partial_failure_response_code", INTEGER, .help = "HTTP status of a batch of which only a part failed: 200; 400 by default")
#define PADDING(name, text) HVAC_BODY(name, STRING, .values = "oaep pkcs1v15", .help = text "; oaep by default (Vault 2.1 and later)")
#define INPUT HVAC_BODY("hash_input", BYTES, .wire = "input", .flags = HVAC_REQUIRED, .help = "What is hashed")
#define INPUT_OR_BATCH(text) HVAC_BODY("hash_input", BYTES, .wire = "input", .dflt = "{batch_input}", .flags = HVAC_REQUIRED, .help = text "; not with batch_input")
#define OUTPUT_FORMAT(dflt) HVAC_BODY("output_format", STRING, .wire = "format", .values = "hex base64", .help = "How the answer is encoded; " dflt " by default")
#define ALGORITHM HVAC_BODY("algorithm", STRING, .values = HASHES, .help = "Which hash; sha2-256 by default")
#define URL_ALGORITHM(known) HVAC_PATH("urlalgorithm", STRING, .values = known, .flags = HVAC_REQUIRED, \
	.help = "Which hash, in the address, where a policy can allow this one alone")
#define AUTO_ROTATE_PERIOD(dflt) HVAC_BODY("auto_rotate_period", DURATION, \
	.help = "Time after which the server adds a version by itself: \"720h\", at least 1h; 0: never" dflt)
#define DERIVED HVAC_BODY("derived", BOOLEAN, .help = "Whether each use names a context, from which its own key is derived; false by default")
#define EXPORTABLE HVAC_BODY("exportable", BOOLEAN, .help = "Whether the key may be read out, which cannot be taken back; false by default")
#define ALLOW_PLAINTEXT_BACKUP HVAC_BODY("allow_plaintext_backup", BOOLEAN, .help = "Whether backup_key may be used, which cannot be taken back; false by default")
#define PUBLIC_CONTEXT HVAC_BODY("context", BYTES, .help = "Of a derived key with a public part: what that of the answer is derived from")
#define MANAGED_KEY \
	HVAC_BODY("managed_key_name", STRING, .help = "Name of the managed key that stands behind it, of type managed_key (Vault Enterprise)"), \
	HVAC_BODY("managed_key_id", STRING, .help = "The same by its UUID (Vault Enterprise)")
#define EXTERNAL_KEY_REF HVAC_BODY("external_key_ref", STRING, \
	.help = "The key of an outer KMS that stands behind it, of type external-key: CONFIG:KEY (OpenBao 2.7 and later)")
#define BACKUP HVAC_BODY("backup", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What backup_key answered")
#define FORCE HVAC_BODY("force", BOOLEAN, .help = "Whether a key of that name is replaced; false by default")
#define RANDOM \
	HVAC_BODY("n_bytes", INTEGER, .wire = "bytes", .help = "How many; 32 by default"), OUTPUT_FORMAT("base64"), MOUNT, \
	HVAC_BODY("drbg", STRING, .help = "Generator behind the source: hmacdrbg; the system's own by default (Vault 2.1 and later)")
#define SOURCE HVAC_PATH("source", STRING, .values = "platform seal all", .flags = HVAC_REQUIRED, \
	.help = "Where they come from: the system, the seal's HSM, or both mixed; platform by default")
#define URLBYTES HVAC_PATH("urlbytes", STRING, .flags = HVAC_REQUIRED, .help = "How many, in the address, where a policy can allow this number alone")
#define HASH_PARAMETERS INPUT, ALGORITHM, OUTPUT_FORMAT("hex"), MOUNT
#define HMAC_PARAMETERS NAME, INPUT_OR_BATCH("What the code is made of"), KEY_VERSION, ALGORITHM, MOUNT, BATCH_OF("maps of input")
#define MAC_LENGTH(text) HVAC_BODY("mac_length", INTEGER, .help = text)
#define CMAC_PARAMETERS NAME, HVAC_BODY("hash_input", BYTES, .wire = "input", .help = "What the code is made of; not with batch_input"), KEY_VERSION, \
	MAC_LENGTH("Bytes of the code, up to 16, the default"), MOUNT, BATCH_OF("maps of input")
/* What signing and checking share; both are told of a signature's form in the same words. */
#define HASH_ALGORITHM HVAC_BODY("hash_algorithm", STRING, .values = SIGNATURE_HASHES, \
	.help = "Hash below the signature; sha2-256 by default; Ed25519 and ML-DSA take none")
#define OLD_ALGORITHM HVAC_BODY("algorithm", STRING, .values = SIGNATURE_HASHES, .help = "Deprecated: use hash_algorithm")
#define PREHASHED HVAC_BODY("prehashed", BOOLEAN, .help = "Whether hash_input is the hash already, by hash_algorithm; false by default")
#define SIGNATURE_ALGORITHM HVAC_BODY("signature_algorithm", STRING, .values = "pss pkcs1v15", .help = "Of an RSA key: the signature's scheme; pss by default")
#define MARSHALING HVAC_BODY("marshaling_algorithm", STRING, .values = "asn1 jws", \
	.help = "Of an ECDSA key: DER, or as JSON web tokens have it, in base64url; asn1 by default")
#define SALT_LENGTH HVAC_BODY("salt_length", STRING, .help = "Of RSA-PSS: bytes of salt; hash: as many as the hash has; auto: as many as fit, the default")
#define SIGNATURE_CONTEXT HVAC_BODY("signature_context", BYTES, .help = "Domain of an Ed25519ph or ML-DSA signature (Vault 2.1 and later)")
#define SIGN_PARAMETERS NAME, HVAC_BODY("hash_input", BYTES, .wire = "input", .help = "What is signed; not with batch_input"), KEY_VERSION, HASH_ALGORITHM, CONTEXT, \
	PREHASHED, SIGNATURE_ALGORITHM, MARSHALING, SALT_LENGTH, MOUNT, BATCH_OF("maps of input, context"), OLD_ALGORITHM, SIGNATURE_CONTEXT
#define VERIFY_PARAMETERS NAME, INPUT_OR_BATCH("What was signed"), \
	HVAC_BODY("signature", STRING, .help = "The signature as sign_data answered it: vault:v1:..."), \
	HVAC_BODY("hmac", STRING, .help = "A code of generate_hmac to check instead: vault:v1:..."), \
	HASH_ALGORITHM, CONTEXT, PREHASHED, SIGNATURE_ALGORITHM, SALT_LENGTH, MARSHALING, MOUNT, \
	BATCH_OF("maps of input and signature, or hmac"), OLD_ALGORITHM, SIGNATURE_CONTEXT, \
	HVAC_BODY("cmac", STRING, .help = "A code of generate_cmac to check instead: vault:v1:... (Vault 2.1 and later)"), \
	MAC_LENGTH("Bytes of that code, up to 16, the default (Vault 2.1 and later)")
#define DATA_KEY_TYPE HVAC_PATH("key_type", STRING, .values = "plaintext wrapped", .flags = HVAC_REQUIRED, \
	.help = "Whether the answer has the new key in the clear, too, or only encrypted")
#define EXPORTED_TYPES "encryption-key signing-key hmac-key public-key certificate-chain cmac-key"
#define EXPORT_KEY_TYPE HVAC_PATH("key_type", STRING, .values = EXPORTED_TYPES, .flags = HVAC_REQUIRED, .help = "Which of the key's parts to read out")
#define VERSION(text) HVAC_PATH("version", STRING, .flags = HVAC_REQUIRED, .help = text "; all that can still be used when it is not given")
#define DESTINATION HVAC_PATH("destination", STRING, .flags = HVAC_REQUIRED, \
	.help = "Name of the key to wrap with: an RSA key, the wrapping key of the other server")
#define SOURCE_KEY HVAC_PATH("source", STRING, .flags = HVAC_REQUIRED, .help = "Name of the exportable key to take along")
#define CIPHERTEXT_OF_KEY HVAC_BODY("ciphertext", BYTES, .help = "Where key is not given: the key as it is wrapped already")
#define HASH_FUNCTION HVAC_BODY("hash_function", STRING, .values = "SHA1 SHA224 SHA256 SHA384 SHA512", .help = "Hash of the RSA-OAEP that wraps; SHA256 by default")
#define PUBLIC_KEY HVAC_BODY("public_key", STRING, .help = "Public key in PEM, to check or to encrypt with alone; not with a private one")
#define PLAIN_KEY HVAC_LOCAL("key", BYTES, .flags = HVAC_SECRET, \
	.help = "The key, which is wrapped before it is sent: private in PEM or PKCS #8 (DER), or a symmetric one's bytes")
#define WRAPPING_KEY_ASKED(operation, ...) { .name = operation, .when = "@wrapping_key", .verb = HVAC_GET, .path = "/{mount_point}/wrapping_key", \
	.flags = HVAC_IDEMPOTENT | HVAC_UNWRAPPED, .help = "Read the server's own key before " operation ", to wrap the given one", HVAC_PARAMETERS(MOUNT), __VA_ARGS__ }

/* hvac requires the one input also of a batch, whose items have their own: by default the batch stands in its place. */
static int take_input_or_batch(struct hvac_task *task, const char *input, const char *wire)
{
	const hvac_value *given = hvac_task_value(task, input);

	if (!given)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument %s is missing, and there is no batch_input", input);
	if (hvac_value_kind(given) == HVAC_KIND_LIST)
		hvac_value_remove(hvac_request_body(task), wire);
	return HVAC_HOOK_AGAIN;
}

static int prepare_input(struct hvac_task *task, void *state)
{
	(void)state;
	return take_input_or_batch(task, "hash_input", "input");
}

static int prepare_ciphertext(struct hvac_task *task, void *state)
{
	(void)state;
	return take_input_or_batch(task, "ciphertext", "ciphertext");
}

/* Servers say nothing of their own when items of these fail, and answer all the same: 400, with an error in each such item. */
static int finish_batch(struct hvac_task *task, void *state, const hvac_response *response)
{
	const hvac_value *results = hvac_response_value(response, "batch_results");
	size_t failed = 0, first = 0;

	(void)state;
	if (hvac_response_status(response) == HVAC_OK)
		return HVAC_HOOK_DONE;
	for (size_t i = 0; i < hvac_value_count(results); i++)
		if (hvac_value_kind(hvac_value_member(hvac_value_item(results, i), "error")) == HVAC_KIND_STRING && failed++ == 0)
			first = i;
	if (!failed)
		return HVAC_HOOK_DONE;
	return hvac_task_fail(task, hvac_response_status(response), "%zu of %zu items failed, the first is batch_results/%zu: %s", failed,
	                      hvac_value_count(results), first, hvac_value_string(hvac_value_member(hvac_value_item(results, first), "error"), NULL));
}

static const struct hvac_operation keys[] = {
	{ .name = "create_key", .verb = HVAC_POST, .path = KEY(""), .help = "Make a key that stays in the server; one that is there is left as it is",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("convergent_encryption", BOOLEAN,
	      .help = "Of a derived key: whether the same plaintext and context give the same ciphertext; false by default"),
	    DERIVED, EXPORTABLE, ALLOW_PLAINTEXT_BACKUP,
	    HVAC_BODY("key_type", STRING, .wire = "type", .values = ALL_TYPES, .help = "What it can be used for, and how; aes256-gcm96 by default"),
	    MOUNT, AUTO_ROTATE_PERIOD(", the default"), PUBLIC_CONTEXT,
	    HVAC_BODY("key_size", INTEGER, .help = "Bytes of a key of type hmac, which needs it: 32 to 512"),
	    HVAC_BODY("parameter_set", STRING, .values = "44 65 87 slh-dsa-sha2-128s slh-dsa-shake128s slh-dsa-sha2-128f slh-dsa-shake128f slh-dsa-sha2-192s "
	      "slh-dsa-shake192s slh-dsa-sha2-192f slh-dsa-shake192f slh-dsa-sha2-256s slh-dsa-shake256s slh-dsa-sha2-256f slh-dsa-shake256f",
	      .help = "Strength of a key of type ml-dsa, slh-dsa or hybrid (Vault 2.1 and later)"),
	    HVAC_BODY("hybrid_key_type_pqc", STRING, .values = "ml-dsa",
	      .help = "The part of a hybrid key that quantum computers cannot break (Vault 2.1 and later)"),
	    HVAC_BODY("hybrid_key_type_ec", STRING, .values = "ecdsa-p256 ecdsa-p384 ecdsa-p521 ed25519",
	      .help = "The other part of a hybrid key (Vault 2.1 and later)"),
	    MANAGED_KEY, EXTERNAL_KEY_REF) },

	WRAPPING_KEY_ASKED("import_key", .finish = wrap_finish),
	{ .name = "import_key", .verb = HVAC_POST, .path = KEY("/import"), .help = "Bring a key along; it is wrapped on the way, or was before",
	  .prepare = wrap_prepare, .state_size = sizeof(struct wrapping),
	  HVAC_PARAMETERS(NAME, PLAIN_KEY,
	    HVAC_BODY("key_type", STRING, .wire = "type", .values = IMPORTED_TYPES, .help = "What kind of key it is; aes256-gcm96 by default"),
	    CIPHERTEXT_OF_KEY, HASH_FUNCTION, PUBLIC_KEY, DERIVED, EXPORTABLE, ALLOW_PLAINTEXT_BACKUP,
	    HVAC_BODY("allow_rotation", BOOLEAN, .help = "Whether the server may add versions of its own; false by default"),
	    AUTO_ROTATE_PERIOD(", the default"), PUBLIC_CONTEXT, MOUNT) },

	WRAPPING_KEY_ASKED("import_key_version", .finish = wrap_finish),
	{ .name = "import_key_version", .verb = HVAC_POST, .path = KEY("/import_version"), .help = "Bring along one more version of an imported key",
	  .prepare = wrap_prepare, .state_size = sizeof(struct wrapping),
	  HVAC_PARAMETERS(NAME, PLAIN_KEY, CIPHERTEXT_OF_KEY, HASH_FUNCTION, PUBLIC_KEY,
	    HVAC_BODY("version", INTEGER, .help = "Version with only a public key that gets its private one; by default a new one is made"),
	    MOUNT) },

	{ .name = "read_wrapping_key", .verb = HVAC_GET, .path = "/{mount_point}/wrapping_key",
	  .help = "Read the public RSA key (PEM) that keys to be imported are wrapped with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_key", .verb = HVAC_GET, .path = KEY(""), .help = "Read a key's settings, its versions and, where it has any, their public parts",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_keys", .verb = HVAC_LIST, .path = "/{mount_point}/keys", .help = "List the names of all that can be encrypted or signed with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	/* refused where there is no such key, so a repeat would fail */
	{ .name = "delete_key", .verb = HVAC_DELETE, .path = KEY(""),
	  .help = "Destroy a key with all versions, where its configuration allows that: nothing is decrypted again",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "soft_delete_key", .verb = HVAC_DELETE, .path = KEY("/soft-delete"), .help = "Put a key out of use, until it is restored or destroyed",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "restore_soft_deleted_key", .verb = HVAC_POST, .path = KEY("/soft-delete-restore"), .help = "Take back a soft_delete_key",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "update_key_configuration", .verb = HVAC_POST, .path = KEY("/config"), .help = "Change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("min_decryption_version", INTEGER, .help = "Oldest version that still decrypts and checks signatures"),
	    HVAC_BODY("min_encryption_version", INTEGER, .help = "Oldest version that still encrypts and signs; 0: only the latest"),
	    HVAC_BODY("deletion_allowed", BOOLEAN, .help = "Whether delete_key works; not allowed until it is set"),
	    EXPORTABLE, ALLOW_PLAINTEXT_BACKUP, MOUNT, AUTO_ROTATE_PERIOD(""),
	    HVAC_BODY("key_usages", LIST, .help = "What the key may be used for; all that its type can by default (Vault 2.1 and later)")) },

	{ .name = "rotate_key", .verb = HVAC_POST, .path = KEY("/rotate"),
	  .help = "Add a version, which encrypts and signs from then on; older ones still decrypt",
	  HVAC_PARAMETERS(NAME, MOUNT, MANAGED_KEY, EXTERNAL_KEY_REF) },

	{ .name = "trim_key", .verb = HVAC_POST, .path = KEY("/trim"), .help = "Destroy the versions older than one, which must be out of use",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("min_version", INTEGER, .wire = "min_available_version", .flags = HVAC_REQUIRED,
	      .help = "Oldest version to keep: at most the oldest that encrypts and decrypts"),
	    MOUNT) },

	{ .name = "export_key", .when = "version", .verb = HVAC_GET, .path = "/{mount_point}/export/{key_type}/{name}/{version}",
	  .help = "Read one version of an exportable key itself",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, EXPORT_KEY_TYPE, VERSION("Which one: 2, \"latest\""), MOUNT) },
	{ .name = "export_key", .verb = HVAC_GET, .path = "/{mount_point}/export/{key_type}/{name}", .help = "Read an exportable key itself, by version",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, EXPORT_KEY_TYPE, MOUNT) },

	{ .name = "export_byok_key", .when = "version", .verb = HVAC_GET, .path = "/{mount_point}/byok-export/{destination}/{source}/{version}",
	  .help = "Read one version of an exportable key, wrapped for import_key of another server",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION, SOURCE_KEY, VERSION("Which one: 2, \"latest\""), MOUNT) },
	{ .name = "export_byok_key", .verb = HVAC_GET, .path = "/{mount_point}/byok-export/{destination}/{source}",
	  .help = "Read an exportable key wrapped for import_key of another server, by version",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION, SOURCE_KEY, MOUNT) },

	{ .name = "backup_key", .verb = HVAC_GET, .path = "/{mount_point}/backup/{name}",
	  .help = "Read a key with all versions and settings in one text, unencrypted",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "restore_key", .when = "name", .verb = HVAC_POST, .path = "/{mount_point}/restore/{name}",
	  .help = "Make a key of what backup_key answered, by another name",
	  HVAC_PARAMETERS(BACKUP, HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What it will be called; as it was by default"), FORCE, MOUNT) },
	{ .name = "restore_key", .verb = HVAC_POST, .path = "/{mount_point}/restore", .help = "Make a key of what backup_key answered",
	  HVAC_PARAMETERS(BACKUP, FORCE, MOUNT) },

	{ .name = "derive_key", .verb = HVAC_POST, .path = "/{mount_point}/derive-key/{name}",
	  .help = "Make a key that a partner can make too, out of one's own and the partner's public one",
	  .since = "openbao-2.6..",
	  HVAC_PARAMETERS(HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What the key that is made will be called"),
	    HVAC_BODY("base_key_name", STRING, .help = "Name of one's own key, of type ecdsa-..."),
	    HVAC_BODY("peer_public_key", STRING, .help = "Public key of the partner, of the same curve, in PEM"),
	    HVAC_BODY("base_key_version", INTEGER, .help = "Version of one's own key; 0: the latest, the default"),
	    HVAC_BODY("derived_key_type", STRING, .values = SYMMETRIC_TYPES, .help = "Type of the key that is made; aes256-gcm96 by default"),
	    HVAC_BODY("key_derivation_algorithm", STRING, .values = "ecdh", .help = "How both come to the same key; ecdh by default"),
	    MOUNT) },

	{ .name = "generate_csr_for_key", .verb = HVAC_POST, .path = KEY("/csr"), .help = "Make a certificate request (PKCS #10), signed with the key",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("csr", STRING, .help = "Request in PEM whose subject and extensions are taken; an empty subject by default"),
	    HVAC_BODY("version", INTEGER, .help = "Which version signs; 0: the latest, the default"), MOUNT) },

	{ .name = "set_certificate_for_key", .verb = HVAC_POST, .path = KEY("/set-certificate"),
	  .help = "Keep the certificate that belongs to a key, with its chain",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("certificate_chain", STRING, .flags = HVAC_REQUIRED, .help = "Certificates in PEM, the key's own first"),
	    HVAC_BODY("version", INTEGER, .help = "Which version it belongs to; 0: the latest, the default"), MOUNT) },

	{ .name = "configure_keys", .verb = HVAC_POST, .path = "/{mount_point}/config/keys", .help = "Say what holds for all keys of the mount",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("disable_upsert", BOOLEAN, .help = "Whether encrypt_data refuses names that are not there, and makes no key; false by default"), MOUNT) },
	{ .name = "read_keys_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config/keys", .help = "Read what holds for every one of the mount",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_cache", .verb = HVAC_POST, .path = "/{mount_point}/cache-config", .help = "Set how many keys stay in the server's memory",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HVAC_BODY("size", INTEGER, .help = "How many: 10 or more; 0: all, the default"), MOUNT) },
	{ .name = "read_cache_configuration", .verb = HVAC_GET, .path = "/{mount_point}/cache-config", .help = "Read how many keys stay in memory",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

static const struct hvac_operation data[] = {
	{ .name = "encrypt_data", .verb = HVAC_POST, .path = "/{mount_point}/encrypt/{name}",
	  .help = "Encrypt, and make the key where a policy lets it create one",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_batch,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("plaintext", BYTES, .flags = HVAC_SECRET, .help = "What nobody may see; not with batch_input"),
	    CONTEXT, KEY_VERSION, NONCE, SECRET_BATCH_OF("maps of plaintext, context, reference"),
	    HVAC_BODY("type", STRING, .values = SYMMETRIC_TYPES, .help = "Of a key that this makes: its type; aes256-gcm96 by default"),
	    HVAC_BODY("convergent_encryption", ANY, .help = "Of a key that this makes: whether the same plaintext gives the same ciphertext; false by default"),
	    MOUNT, ASSOCIATED_DATA, PARTIAL_FAILURE, PADDING("padding_scheme", "Of an RSA key: the scheme"),
	    HVAC_BODY("iv", BYTES, .help = "Of a key of type aes-cbc: 16 bytes to begin with; random by default (Vault 2.1 and later)")) },

	{ .name = "decrypt_data", .verb = HVAC_POST, .path = "/{mount_point}/decrypt/{name}", .help = "Give the plaintext back, in base64",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_batch,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("ciphertext", STRING, .help = "As encrypt_data answered it: vault:v1:...; not with batch_input"),
	    CONTEXT, NONCE, BATCH_OF("maps of ciphertext, context, reference"), MOUNT, ASSOCIATED_DATA, PARTIAL_FAILURE,
	    PADDING("padding_scheme", "Of an RSA key: the scheme it was encrypted with")) },

	{ .name = "rewrap_data", .verb = HVAC_POST, .path = "/{mount_point}/rewrap/{name}",
	  .help = "Encrypt anew with a later version of the key, without showing the plaintext",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_ciphertext,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("ciphertext", STRING, .dflt = "{batch_input}", .flags = HVAC_REQUIRED,
	      .help = "As encrypt_data answered it: vault:v1:...; not with batch_input"),
	    CONTEXT, KEY_VERSION, NONCE, BATCH_OF("maps of ciphertext, context, reference"), MOUNT,
	    PADDING("decrypt_padding_scheme", "Of an RSA key: the scheme it was encrypted with"),
	    PADDING("encrypt_padding_scheme", "Of an RSA key: the scheme from now on")) },

	{ .name = "generate_data_key", .verb = HVAC_POST, .path = "/{mount_point}/datakey/{key_type}/{name}",
	  .help = "Make a random key to encrypt with outside, and encrypt it with this one",
	  HVAC_PARAMETERS(NAME, DATA_KEY_TYPE, CONTEXT, NONCE,
	    HVAC_BODY("bits", INTEGER, .values = "128 256 512", .help = "Length of the new key; 256 by default"),
	    MOUNT, KEY_VERSION, ASSOCIATED_DATA,
	    HVAC_BODY("count", INTEGER, .help = "How many to make; 1 by default (Vault 2.1 and later)")) },

	{ .name = "generate_data_keys", .verb = HVAC_POST, .path = "/{mount_point}/datakeys/{key_type}/{name}",
	  .help = "Make several random keys at once, each encrypted with this one",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(NAME, DATA_KEY_TYPE,
	    HVAC_BODY("count", INTEGER, .help = "How many to make"), CONTEXT,
	    HVAC_BODY("bits", INTEGER, .values = "128 256 512", .help = "Length of the new keys; 256 by default"), KEY_VERSION, MOUNT) },

	{ .name = "generate_derived_keys", .verb = HVAC_POST, .path = "/{mount_point}/derivedkeys/{key_type}/{name}",
	  .help = "Make a row of keys that are derived from this one, by their index",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(NAME, DATA_KEY_TYPE,
	    HVAC_BODY("key_index_from", INTEGER, .help = "Index of the first one"),
	    HVAC_BODY("key_index_to", INTEGER, .help = "Index of the last one"),
	    HVAC_BODY("salt", BYTES, .help = "Salt of the derivation, which need not be hidden"),
	    HVAC_BODY("info", BYTES, .help = "What the keys are for: others for another purpose"), CONTEXT,
	    HVAC_BODY("bits", INTEGER, .help = "Length of each key; 256 by default"), KEY_VERSION, MOUNT) },

	{ .name = "generate_random_bytes", .when = "source urlbytes", .verb = HVAC_POST, .path = "/{mount_point}/random/{source}/{urlbytes}",
	  .help = "Give random bytes of one source, as many as the address says",
	  HVAC_PARAMETERS(RANDOM, SOURCE, URLBYTES) },
	{ .name = "generate_random_bytes", .when = "source", .verb = HVAC_POST, .path = "/{mount_point}/random/{source}",
	  .help = "Give random bytes of one source",
	  HVAC_PARAMETERS(RANDOM, SOURCE) },
	{ .name = "generate_random_bytes", .when = "urlbytes", .verb = HVAC_POST, .path = "/{mount_point}/random/{urlbytes}",
	  .help = "Give as many random bytes as the address says",
	  HVAC_PARAMETERS(RANDOM, URLBYTES) },
	{ .name = "generate_random_bytes", .verb = HVAC_POST, .path = "/{mount_point}/random",
	  .help = "Give bytes that nobody can foresee", HVAC_PARAMETERS(RANDOM) },

	{ .name = "hash_data", .when = "urlalgorithm", .verb = HVAC_POST, .path = "/{mount_point}/hash/{urlalgorithm}",
	  .help = "Make the digest of bytes with the hash of the address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HASH_PARAMETERS, URL_ALGORITHM(HASHES)) },
	{ .name = "hash_data", .verb = HVAC_POST, .path = "/{mount_point}/hash", .help = "Make the digest of bytes, without any key", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HASH_PARAMETERS) },

	{ .name = "generate_hmac", .when = "urlalgorithm", .verb = HVAC_POST, .path = "/{mount_point}/hmac/{name}/{urlalgorithm}",
	  .help = "Make an authentication code with the hash of the address",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_input, HVAC_PARAMETERS(HMAC_PARAMETERS, URL_ALGORITHM(HASHES)) },
	{ .name = "generate_hmac", .verb = HVAC_POST, .path = "/{mount_point}/hmac/{name}", .help = "Make an authentication code (RFC 2104): vault:v1:...",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_input, HVAC_PARAMETERS(HMAC_PARAMETERS) },

	{ .name = "generate_cmac", .when = "url_mac_length", .verb = HVAC_POST, .path = "/{mount_point}/cmac/{name}/{url_mac_length}",
	  .help = "Make an authentication code of the length in the address",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(CMAC_PARAMETERS,
	    HVAC_PATH("url_mac_length", STRING, .flags = HVAC_REQUIRED, .help = "Bytes of the code, in the address, where a policy can allow this length alone")) },
	{ .name = "generate_cmac", .verb = HVAC_POST, .path = "/{mount_point}/cmac/{name}",
	  .help = "Make an authentication code by AES (RFC 4493): vault:v1:...",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CMAC_PARAMETERS) },

	{ .name = "sign_data", .when = "urlalgorithm", .verb = HVAC_POST, .path = "/{mount_point}/sign/{name}/{urlalgorithm}",
	  .help = "Sign with the hash of the address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SIGN_PARAMETERS, URL_ALGORITHM(SIGNATURE_HASHES)) },
	{ .name = "sign_data", .verb = HVAC_POST, .path = "/{mount_point}/sign/{name}", .help = "Sign with a private key: vault:v1:...",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SIGN_PARAMETERS) },

	{ .name = "verify_signed_data", .when = "urlalgorithm", .verb = HVAC_POST, .path = "/{mount_point}/verify/{name}/{urlalgorithm}",
	  .help = "Say whether a signature is good by the hash of the address",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_input, HVAC_PARAMETERS(VERIFY_PARAMETERS, URL_ALGORITHM(SIGNATURE_HASHES)) },
	{ .name = "verify_signed_data", .verb = HVAC_POST, .path = "/{mount_point}/verify/{name}",
	  .help = "Say whether a signature or an authentication code is good",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_input, HVAC_PARAMETERS(VERIFY_PARAMETERS) },
};

static const struct hvac_area area_keys = HVAC_AREA(keys, .name = "keys", .help = "Keys and their versions");
static const struct hvac_area area_data = HVAC_AREA(data, .name = "data", .help = "What is done with them");
static const struct hvac_area *const areas[] = { &area_keys, &area_data };

HVAC_PLUGIN(secrets, transit, areas, .version = "1.0", .help = "Encryption, signatures and codes by keys that stay in the server",
	.reference = "Transit secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=transit\n"
		"hvac call secrets/transit create_key name=orders\n"
		"printf 'Ann owes 5' >order\n"
		"hvac call secrets/transit encrypt_data name=orders plaintext=@order \\\n"
		"\t--field ciphertext >order.sealed\n"
		"hvac call secrets/transit decrypt_data name=orders \\\n"
		"\tciphertext=@order.sealed --field plaintext | base64 -d\n"
		"# a signature that anybody can check by the public key\n"
		"hvac call secrets/transit create_key name=releases key_type=ecdsa-p256\n"
		"hvac call secrets/transit sign_data name=releases hash_input=@order \\\n"
		"\t--field signature >order.signature\n"
		"hvac call secrets/transit verify_signed_data name=releases \\\n"
		"\thash_input=@order signature=@order.signature --field valid\n"
		"# a key of one's own: it is wrapped before it leaves\n"
		"openssl genpkey -algorithm ed25519 -out own.pem\n"
		"hvac call secrets/transit import_key name=own key_type=ed25519 key=@own.pem\n");
