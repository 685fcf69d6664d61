/* SPDX-License-Identifier: MIT */
/*
 * Unseal keys, recovery keys, root tokens and the encryption key. Follows the pages "/sys/rekey", "/sys/rekey-recovery-key",
 * "/sys/rotate", "/sys/generate-root", "/sys/generate-root-token", "/sys/decode-token" and "/sys/key-status".
 */
#include "keys.h"
#include "root_token.h"

/* Servers that have these as they come; later versions of OpenBao have them behind an option of their listener. */
#define REKEY_SERVERS "vault-1.15.. openbao-..2.4"
#define GENERATE_ROOT_SERVERS "vault-1.15.. openbao-..2.5"

#define SHARES_HELP "Into how many keys it is split"
#define THRESHOLD_HELP "How many of the keys are needed, at most secret_shares"
#define PGP_KEYS HVAC_BODY("pgp_keys", LIST, .help = "PGP public keys in base64, one for each new key, which comes out encrypted to it")
#define BACKUP HVAC_BODY("backup", BOOLEAN, .help = "Whether the server keeps the encrypted new keys too; only with pgp_keys; server's default false")
#define VERIFICATION_HELP "Whether the new keys count only when they have been given back once; server's default false"
#define REQUIRE_VERIFICATION(...) HVAC_BODY("require_verification", BOOLEAN, .help = VERIFICATION_HELP, __VA_ARGS__)
#define RECOVERY_KEY HVAC_LOCAL("recovery_key", BOOLEAN, .dflt = "false", .help = "Whether the recovery keys of a server that unseals itself are meant")
#define STORED_SHARES HVAC_BODY("stored_shares", INTEGER, .help = "Keys that the HSM keeps, equal to secret_shares (Vault only)")
#define KEY HVAC_BODY("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "One key of those in force, in hex or base64")
#define NEW_KEY HVAC_BODY("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "One of the new keys, in hex or base64")
#define KEYS HVAC_LOCAL("keys", LIST, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Keys in force, strings in hex or base64")
#define NEW_KEYS HVAC_LOCAL("keys", LIST, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The new keys, strings in hex or base64")
#define NONCE(flag) HVAC_BODY("nonce", STRING, .flags = (flag), .help = "The nonce that the start answered")
#define VERIFICATION_NONCE(flag) HVAC_BODY("nonce", STRING, .flags = (flag), .help = "The verification_nonce that came with the new keys")
#define OTP HVAC_BODY("otp", STRING, .flags = HVAC_SECRET, .help = "Deprecated: servers invent the OTP and answer it")
#define PGP_KEY HVAC_BODY("pgp_key", STRING, .help = "PGP public key in base64 to which the token is encrypted, in place of an OTP")
#define ROTATION_OPTIONS \
	HVAC_BODY("enabled", BOOLEAN, .help = "Whether the key is rotated by itself; server's default true"), \
	HVAC_BODY("interval", DURATION, .help = "Time between rotations: 86400, \"24h\", at least a day; 0, the server's default, for none but by max_operations"), \
	HVAC_BODY("max_operations", INTEGER, .help = "Encryptions after which a rotation is due, 1000000 to 4294967296; server's default 3865470566")

/* One operation on the unseal keys, and by recovery_key=true on the recovery keys. */
#define ROW(operation, http, where, text, ...) { .name = operation, .verb = http, .path = where, .help = text, __VA_ARGS__ }
#define ON_BOTH(operation, http, unseal, recovery, text, ...) \
	ROW(operation, http, recovery, text ", of the recovery keys", .when = "recovery_key=true", __VA_ARGS__), \
	ROW(operation, http, unseal, text, __VA_ARGS__)

static const struct sys_keys rekey_keys = { .list = "keys", .member = "key", .pointer = "/complete", .ends = true };
static const struct sys_keys rotate_keys = { .list = "keys", .member = "key", .pointer = "/data/complete", .ends = true };

static int rekey_prepare(struct hvac_task *task, void *state)
{
	return hvac_sys_keys_prepare(task, state, &rekey_keys);
}

static int rekey_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	return hvac_sys_keys_finish(task, state, &rekey_keys, response);
}

static int rotate_prepare(struct hvac_task *task, void *state)
{
	return hvac_sys_keys_prepare(task, state, &rotate_keys);
}

static int rotate_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	return hvac_sys_keys_finish(task, state, &rotate_keys, response);
}

/* The answer to each key tells whether another is wanted. */
#define REKEY_EACH .flags = HVAC_UNWRAPPED, .state_size = sizeof(struct sys_keys_state), .prepare = rekey_prepare, .finish = rekey_finish
#define ROTATE_EACH .flags = HVAC_UNWRAPPED, .state_size = sizeof(struct sys_keys_state), .prepare = rotate_prepare, .finish = rotate_finish
#define OF_REKEY .since = REKEY_SERVERS, .answer = ""
#define OF_ROTATE .since = "openbao-2.6.."

/* The answer to the last key is the only copy of what it made: keys are never given again by the library. */
static const struct hvac_operation operations[] = {
	/* Vault's rekey. A token is sent if there is one: Vault 2 wants it, earlier ones do not look at it. */
	{ .name = "start_rekey", .when = "recovery_key=true", .verb = HVAC_PUT, .path = "/sys/rekey-recovery-key/init", .help = "Begin to replace the recovery keys; the answer has the nonce",
	  OF_REKEY,
	  HVAC_PARAMETERS(
	    HVAC_BODY("secret_shares", INTEGER, .dflt = "5", .help = SHARES_HELP),
	    HVAC_BODY("secret_threshold", INTEGER, .dflt = "3", .help = THRESHOLD_HELP),
	    PGP_KEYS, BACKUP, REQUIRE_VERIFICATION(.dflt = "false"), RECOVERY_KEY, STORED_SHARES) },
	{ .name = "start_rekey", .verb = HVAC_PUT, .path = "/sys/rekey/init", .help = "Begin to replace the unseal keys; the answer has the nonce",
	  OF_REKEY,
	  HVAC_PARAMETERS(
	    HVAC_BODY("secret_shares", INTEGER, .dflt = "5", .help = SHARES_HELP),
	    HVAC_BODY("secret_threshold", INTEGER, .dflt = "3", .help = THRESHOLD_HELP),
	    PGP_KEYS, BACKUP, REQUIRE_VERIFICATION(.dflt = "false"), RECOVERY_KEY, STORED_SHARES,
	    HVAC_BODY("nonce", STRING, .help = "Of a rekeying that shall go on (Vault 2.1 and later)")) },

	ON_BOTH("read_rekey_progress", HVAC_GET, "/sys/rekey/init", "/sys/rekey-recovery-key/init",
	  "Read whether a rekeying runs, its nonce, and how many keys it has and wants", OF_REKEY, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("cancel_rekey", HVAC_DELETE, "/sys/rekey/init", "/sys/rekey-recovery-key/init",
	  "Give a rekeying up, with the keys given so far", OF_REKEY, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("rekey", HVAC_PUT, "/sys/rekey/update", "/sys/rekey-recovery-key/update",
	  "Give one key to a rekeying; the answer to the last has the new keys", OF_REKEY, HVAC_PARAMETERS(KEY, NONCE(0), RECOVERY_KEY)),

	ON_BOTH("rekey_multi", HVAC_PUT, "/sys/rekey/update", "/sys/rekey-recovery-key/update",
	  "Give keys one after another until the rekeying is complete", OF_REKEY, REKEY_EACH, HVAC_PARAMETERS(KEYS, NONCE(0), RECOVERY_KEY)),

	ON_BOTH("read_rekey_verify_progress", HVAC_GET, "/sys/rekey/verify", "/sys/rekey-recovery-key/verify",
	  "Read how many new keys have been given back, and the nonce of that", OF_REKEY, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("cancel_rekey_verify", HVAC_DELETE, "/sys/rekey/verify", "/sys/rekey-recovery-key/verify",
	  "Begin the verification anew, with another nonce; the new keys stay", OF_REKEY, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("rekey_verify", HVAC_PUT, "/sys/rekey/verify", "/sys/rekey-recovery-key/verify",
	  "Give one new key back; with enough of them the new keys are in force", OF_REKEY, HVAC_PARAMETERS(NEW_KEY, VERIFICATION_NONCE(HVAC_REQUIRED), RECOVERY_KEY)),

	ON_BOTH("rekey_verify_multi", HVAC_PUT, "/sys/rekey/verify", "/sys/rekey-recovery-key/verify",
	  "Give new keys back one after another until they are in force", OF_REKEY, REKEY_EACH,
	  HVAC_PARAMETERS(NEW_KEYS, VERIFICATION_NONCE(HVAC_REQUIRED), RECOVERY_KEY)),

	ON_BOTH("read_backup_keys", HVAC_GET, "/sys/rekey/backup", "/sys/rekey/recovery-key-backup",
	  "Read the encrypted new keys that the server has kept, by fingerprint", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),
	ON_BOTH("delete_backup_keys", HVAC_DELETE, "/sys/rekey/backup", "/sys/rekey/recovery-key-backup",
	  "Remove the encrypted new keys that the server has kept", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	/* The same of OpenBao, for those with a token, under names with rotate in the place of rekey. */
	ON_BOTH("start_rotate", HVAC_POST, "/sys/rotate/root/init", "/sys/rotate/recovery/init",
	  "As start_rekey, of OpenBao", OF_ROTATE,
	  HVAC_PARAMETERS(
	    HVAC_BODY("secret_shares", INTEGER, .flags = HVAC_REQUIRED, .help = SHARES_HELP),
	    HVAC_BODY("secret_threshold", INTEGER, .flags = HVAC_REQUIRED, .help = THRESHOLD_HELP),
	    PGP_KEYS, BACKUP, REQUIRE_VERIFICATION(), RECOVERY_KEY)),

	ON_BOTH("read_rotate_progress", HVAC_GET, "/sys/rotate/root/init", "/sys/rotate/recovery/init",
	  "As read_rekey_progress, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("cancel_rotate", HVAC_DELETE, "/sys/rotate/root/init", "/sys/rotate/recovery/init",
	  "As cancel_rekey, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("rotate", HVAC_POST, "/sys/rotate/root/update", "/sys/rotate/recovery/update",
	  "As rekey, of OpenBao", OF_ROTATE, HVAC_PARAMETERS(KEY, NONCE(0), RECOVERY_KEY)),

	ON_BOTH("rotate_multi", HVAC_POST, "/sys/rotate/root/update", "/sys/rotate/recovery/update",
	  "As rekey_multi, of OpenBao", OF_ROTATE, ROTATE_EACH, HVAC_PARAMETERS(KEYS, NONCE(0), RECOVERY_KEY)),

	ON_BOTH("read_rotate_verify_progress", HVAC_GET, "/sys/rotate/root/verify", "/sys/rotate/recovery/verify",
	  "As read_rekey_verify_progress, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("cancel_rotate_verify", HVAC_DELETE, "/sys/rotate/root/verify", "/sys/rotate/recovery/verify",
	  "As cancel_rekey_verify, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	ON_BOTH("rotate_verify", HVAC_POST, "/sys/rotate/root/verify", "/sys/rotate/recovery/verify",
	  "As rekey_verify, of OpenBao", OF_ROTATE, HVAC_PARAMETERS(NEW_KEY, VERIFICATION_NONCE(HVAC_REQUIRED), RECOVERY_KEY)),

	ON_BOTH("rotate_verify_multi", HVAC_POST, "/sys/rotate/root/verify", "/sys/rotate/recovery/verify",
	  "As rekey_verify_multi, of OpenBao", OF_ROTATE, ROTATE_EACH, HVAC_PARAMETERS(NEW_KEYS, VERIFICATION_NONCE(HVAC_REQUIRED), RECOVERY_KEY)),

	ON_BOTH("read_rotate_backup_keys", HVAC_GET, "/sys/rotate/root/backup", "/sys/rotate/recovery/backup",
	  "As read_backup_keys, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),
	ON_BOTH("delete_rotate_backup_keys", HVAC_DELETE, "/sys/rotate/root/backup", "/sys/rotate/recovery/backup",
	  "As delete_backup_keys, of OpenBao", OF_ROTATE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(RECOVERY_KEY)),

	{ .name = "rotate_root_key", .verb = HVAC_POST, .path = "/sys/rotate/root", .help = "Make a new root key at once; unseal keys and recovery keys stay",
	  .since = "openbao-2.6..", .flags = HVAC_SUDO },

	/* The encryption key */
	{ .name = "get_encryption_key_status", .verb = HVAC_GET, .path = "/sys/key-status", .help = "Read the term of the encryption key, when it was made and how often it was used",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "rotate_encryption_key", .verb = HVAC_PUT, .path = "/sys/rotate", .help = "Make a new encryption key for what is written from now on; older ones still decrypt",
	  .flags = HVAC_SUDO },
	{ .name = "read_encryption_key_rotation_configuration", .verb = HVAC_GET, .path = "/sys/rotate/config", .help = "Read when the encryption key is rotated by itself",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_encryption_key_rotation", .verb = HVAC_POST, .path = "/sys/rotate/config", .help = "Say when the encryption key is rotated by itself",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROTATION_OPTIONS) },
	{ .name = "rotate_keyring", .verb = HVAC_POST, .path = "/sys/rotate/keyring", .help = "As rotate_encryption_key, by OpenBao's path",
	  .since = "openbao-2.6..", .flags = HVAC_SUDO },
	{ .name = "read_keyring_rotation_configuration", .verb = HVAC_GET, .path = "/sys/rotate/keyring/config", .help = "As read_encryption_key_rotation_configuration, by OpenBao's path",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },
	{ .name = "configure_keyring_rotation", .verb = HVAC_POST, .path = "/sys/rotate/keyring/config", .help = "As configure_encryption_key_rotation, by OpenBao's path",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROTATION_OPTIONS) },

	/* A root token by unseal or recovery keys; with a token if there is one, as above. */
	{ .name = "start_root_token_generation", .verb = HVAC_PUT, .path = "/sys/generate-root/attempt", .help = "Begin to generate a root token; the answer has nonce and OTP",
	  .since = GENERATE_ROOT_SERVERS, .answer = "", HVAC_PARAMETERS(OTP, PGP_KEY) },
	{ .name = "read_root_generation_progress", .verb = HVAC_GET, .path = "/sys/generate-root/attempt", .help = "Read whether a root token is being generated, the nonce, and how many keys are given and wanted",
	  .since = GENERATE_ROOT_SERVERS, .answer = "", .flags = HVAC_IDEMPOTENT },
	{ .name = "generate_root", .verb = HVAC_PUT, .path = "/sys/generate-root/update", .help = "Give one key to the generation; the answer to the last has the token, encoded: see decode_root_token",
	  .since = GENERATE_ROOT_SERVERS, .answer = "", HVAC_PARAMETERS(KEY, NONCE(HVAC_REQUIRED)) },
	{ .name = "cancel_root_generation", .verb = HVAC_DELETE, .path = "/sys/generate-root/attempt", .help = "Give the generation of a root token up, with the keys given so far",
	  .since = GENERATE_ROOT_SERVERS, .answer = "", .flags = HVAC_IDEMPOTENT },

	{ .name = "initialize_root_token_generation", .verb = HVAC_POST, .path = "/sys/generate-root", .help = "As start_root_token_generation, by a path that OpenBao lists and refuses",
	  .since = "vault-1.15..", .answer = "", HVAC_PARAMETERS(PGP_KEY) },
	{ .name = "read_root_token_generation_progress", .verb = HVAC_GET, .path = "/sys/generate-root", .help = "As read_root_generation_progress, by a path that OpenBao lists and refuses",
	  .since = "vault-1.15..", .answer = "", .flags = HVAC_IDEMPOTENT },
	{ .name = "cancel_root_token_generation", .verb = HVAC_DELETE, .path = "/sys/generate-root", .help = "As cancel_root_generation, by a path that OpenBao lists and refuses",
	  .since = "vault-1.15..", .answer = "", .flags = HVAC_IDEMPOTENT },

	/* The same for those with a token: what OpenBao has in its place. */
	{ .name = "start_generate_root_token", .verb = HVAC_POST, .path = "/sys/generate-root-token/attempt", .help = "As start_root_token_generation, of OpenBao with a token",
	  .since = "openbao-2.6..", HVAC_PARAMETERS(OTP, PGP_KEY) },
	{ .name = "read_generate_root_token_progress", .verb = HVAC_GET, .path = "/sys/generate-root-token/attempt", .help = "As read_root_generation_progress, of OpenBao with a token",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },
	{ .name = "generate_root_token", .verb = HVAC_POST, .path = "/sys/generate-root-token/update", .help = "As generate_root, of OpenBao with a token",
	  .since = "openbao-2.6..", HVAC_PARAMETERS(KEY, NONCE(HVAC_REQUIRED)) },
	{ .name = "cancel_generate_root_token", .verb = HVAC_DELETE, .path = "/sys/generate-root-token/attempt", .help = "As cancel_root_generation, of OpenBao with a token",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },

	{ .name = "decode_root_token", .verb = HVAC_POST, .path = "/sys/decode-token", .help = "Decode a generated root token by its OTP; nothing is sent",
	  .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, .prepare = hvac_sys_root_token_prepare,
	  HVAC_PARAMETERS(
	    HVAC_LOCAL("encoded_token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What the last key of generate_root was answered"),
	    HVAC_LOCAL("otp", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What start_root_token_generation answered")) },
	{ .name = "decode_token", .verb = HVAC_POST, .path = "/sys/decode-token", .help = "As decode_root_token, by the server, which is shown OTP and token together",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("encoded_token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What the last key of generate_root was answered"),
	    HVAC_BODY("otp", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What start_root_token_generation answered")) },
};

const struct hvac_area hvac_sys_key = HVAC_AREA(operations, .name = "key", .help = "Unseal keys, recovery keys, root tokens and the encryption key");
