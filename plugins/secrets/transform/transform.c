/* SPDX-License-Identifier: MIT */
/*
 * Values made into others that look alike, or into tokens, and back. The table follows the page "Transform secrets engine (API)".
 * Hooks bring keys along (transit's wrap.h).
 */
#include <hvac/plugin.h>
#include "wrap.h"

#define MOUNT HVAC_MOUNT("transform")
#define SINCE .since = "vault-1.4.."
#define SINCE_TYPED .since = "vault-1.6.."
#define SINCE_IMPORT .since = "vault-1.12.."
#define ROLE_NAME(name) HVAC_PATH(name, STRING, .flags = HVAC_REQUIRED, .help = "Whose transformations are meant: the role")
#define TRANSFORMATION_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which transformation")
#define KEY_OF_TRANSFORMATION HVAC_PATH("transform_name", STRING, .flags = HVAC_REQUIRED, .help = "Whose key: the tokenization transformation")
#define TEMPLATE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which template")
#define ALPHABET_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which alphabet")
#define STORE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which store")

/* What a transformation is. */
#define TEMPLATE(flag, text) HVAC_BODY("template", STRING, .flags = (flag), .help = text)
#define FPE_TEMPLATE(flag) TEMPLATE(flag, "Name of the template that values must match: builtin/creditcardnumber")
#define UNUSED_TEMPLATE TEMPLATE(0, "Listed by Vault; tokenization takes any value")
#define TWEAK_SOURCE(...) HVAC_BODY("tweak_source", STRING, .values = "supplied generated internal", .help = "Who brings the tweak: the caller, the server for each value, or the server for all", __VA_ARGS__)
#define MASKING_CHARACTER HVAC_BODY("masking_character", STRING, .dflt = "\"*\"", .help = "Character that stands for those of the value")
#define ALLOWED_ROLES HVAC_BODY("allowed_roles", LIST, .help = "Roles that may use it, * for any letters")
#define MAPPING_MODE(...) HVAC_BODY("mapping_mode", STRING, .values = "default exportable", .help = "Whether all values can be exported in an emergency", __VA_ARGS__)
#define STORES(...) HVAC_BODY("stores", LIST, .help = "Stores that have its tokens; builtin/internal is the server's own storage", __VA_ARGS__)
#define MAX_TTL(...) HVAC_BODY("max_ttl", DURATION, .help = "The longest life of a token: 86400, \"24h\"; 0: any", __VA_ARGS__)
#define CONVERGENT HVAC_BODY("convergent", BOOLEAN, .help = "Whether the same value gives the same token; false by default. It cannot be changed")
#define DELETION_ALLOWED HVAC_BODY("deletion_allowed", BOOLEAN, .help = "Whether it can be deleted, and with its key what it encoded; false by default")
#define MAX_TWEAK_LEN HVAC_BODY("max_tweak_len", INTEGER, .help = "Most bytes of a tweak; 0: any number, the default. It cannot be changed (Vault 2.2 and later)")

/* A key that is brought along. */
#define PLAIN_KEY HVAC_LOCAL("key", BYTES, .flags = HVAC_SECRET, .help = "The key, 32 bytes of AES-256, which is wrapped before it is sent")
#define CIPHERTEXT_OF_KEY HVAC_BODY("ciphertext", BYTES, .help = "Where key is not given: the key as it is wrapped already")
#define HASH_FUNCTION HVAC_BODY("hash_function", STRING, .values = "SHA1 SHA224 SHA256 SHA384 SHA512", .help = "Hash of the RSA-OAEP that wraps; SHA256 by default")
#define IMPORT .prepare = wrap_prepare, .state_size = sizeof(struct wrapping)
#define WRAPPING_KEY_ASKED(operation, ...) { .name = operation, .when = "@wrapping_key", .verb = HVAC_GET, .path = "/{mount_point}/wrapping_key", \
	SINCE_IMPORT, .flags = HVAC_IDEMPOTENT | HVAC_UNWRAPPED, .help = "Read the server's own key, to wrap the given one", HVAC_PARAMETERS(MOUNT), __VA_ARGS__ }

/* What is transformed. */
#define VALUE(flag, text) HVAC_BODY("value", STRING, .flags = (flag), .help = text)
#define TRANSFORMATION(in, flag) in("transformation", STRING, .flags = (flag), .help = "Which transformation of the role, where it has several")
#define TWEAK HVAC_BODY("tweak", BYTES, .help = "What makes equal values differ, where the transformation does not bring it; needed for the way back")
#define BATCH_INPUT(flag, what) HVAC_BODY("batch_input", LIST, .flags = (flag), .help = "Items in place of the arguments: " what "; answered in order in batch_results")
#define EXPIRATIONS(in) \
	in("expiration", STRING, .help = "When the token ends: 2026-06-01T00:00:00Z; any; never by default"), \
	in("min_expiration", STRING, .help = "Instead of that, not before: 2026-06-01T00:00:00Z"), \
	in("max_expiration", STRING, .help = "And not after: 2026-07-01T00:00:00Z")
#define OF_TOKEN ROLE_NAME("role_name"), VALUE(HVAC_REQUIRED, "The token"), TRANSFORMATION(HVAC_BODY, HVAC_REQUIRED), BATCH_INPUT(0, "maps of value, transformation and reference"), MOUNT
#define DECODE ROLE_NAME("role_name"), VALUE(0, "What encode answered"), TRANSFORMATION(HVAC_BODY, 0), TWEAK, \
	BATCH_INPUT(0, "maps of value, transformation, tweak and reference"), MOUNT
#define PART \
	HVAC_BODY("limit", INTEGER, .dflt = "1000", .help = "Most values of this answer"), \
	HVAC_BODY("continuation", STRING, .dflt = "\"\"", .help = "The continuation of the answer before; empty to begin")

/* The operations that each kind of transformation has. */
#define OF_KIND(kind, text) \
	{ .name = "read_" kind "_transformation", .verb = HVAC_GET, .path = "/{mount_point}/transformations/" kind "/{name}", .help = "Read the settings of " text, \
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TRANSFORMATION_NAME, MOUNT) }, \
	{ .name = "list_" kind "_transformations", .verb = HVAC_LIST, .path = "/{mount_point}/transformations/" kind, .help = "List the names of every one: " text, \
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) }, \
	{ .name = "delete_" kind "_transformation", .verb = HVAC_DELETE, .path = "/{mount_point}/transformations/" kind "/{name}", .help = "Remove for good " text, \
	  SINCE_TYPED, HVAC_PARAMETERS(TRANSFORMATION_NAME, MOUNT) }

/* What a store is; Python hvac sends all of its defaults. */
#define DRIVER HVAC_BODY("driver", STRING, .values = "postgres mysql mssql", .flags = HVAC_REQUIRED, .help = "Kind of the database")
#define CONNECTION_STRING HVAC_BODY("connection_string", STRING, .flags = HVAC_REQUIRED, .help = "Its address: postgresql://{{username}}:{{password}}@db.example.com/tokens")
#define USERNAME HVAC_BODY("username", STRING, .help = "User of the database, for {{username}}")
#define PASSWORD HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "What the user logs in with, for {{password}}")
#define STORE(if_sent) DRIVER, CONNECTION_STRING, USERNAME, PASSWORD, \
	HVAC_BODY("type", STRING, if_sent("\"sql\"") .help = "Kind of the store: sql, the only one"), \
	HVAC_BODY("supported_transformations", LIST, .values = "tokenization", if_sent("[\"tokenization\"]") .help = "What it can hold; tokenization by default"), \
	HVAC_BODY("schema", STRING, if_sent("\"public\"") .help = "Schema of the database that has the tables; public by default"), \
	HVAC_BODY("max_open_connections", INTEGER, if_sent("4") .help = "Most connections at a time; 4 by default"), \
	HVAC_BODY("max_idle_connections", INTEGER, if_sent("4") .help = "Most of those that wait; 4 by default"), \
	HVAC_BODY("max_connection_lifetime", DURATION, if_sent("0") .help = "The longest life of a connection: 3600, \"1h\"; 0: any, the default")
#define SENT(value) .dflt = value,
#define UNSENT(value)

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/role/{name}", .help = "Set which transformations those who have a role may use",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME("name"), HVAC_BODY("transformations", LIST, .flags = HVAC_REQUIRED, .help = "Names of transformations, which must allow the role"), MOUNT) },
	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/role/{name}", .help = "Read which transformations those who have a role may use",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME("name"), MOUNT) },
	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/role", .help = "List the names that values can be encoded under",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/role/{name}", .help = "Remove a role; its transformations stay",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME("name"), MOUNT) },

	{ .name = "create_or_update_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformation/{name}", .help = "Deprecated: as those of a kind, of any kind",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME,
	    HVAC_BODY("transform_type", STRING, .wire = "type", .values = "fpe masking tokenization", .flags = HVAC_REQUIRED, .help = "Kind of the transformation. It cannot be changed"),
	    FPE_TEMPLATE(HVAC_REQUIRED), TWEAK_SOURCE(.dflt = "\"supplied\""), MASKING_CHARACTER, ALLOWED_ROLES, MOUNT,
	    CONVERGENT, DELETION_ALLOWED, MAPPING_MODE(), STORES()) },
	{ .name = "create_or_update_fpe_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformations/fpe/{name}", .help = "Set how values are encrypted so that they keep their format",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, FPE_TEMPLATE(HVAC_REQUIRED), TWEAK_SOURCE(.dflt = "\"supplied\""), ALLOWED_ROLES, MOUNT, DELETION_ALLOWED, MAX_TWEAK_LEN) },
	{ .name = "create_or_update_masking_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformations/masking/{name}", .help = "Set how values are hidden, with no way back",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, FPE_TEMPLATE(HVAC_REQUIRED), MASKING_CHARACTER, ALLOWED_ROLES, MOUNT) },
	{ .name = "create_or_update_tokenization_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/{name}", .help = "Set how tokens stand for values, which a store has",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, MAX_TTL(.dflt = "0"), MAPPING_MODE(.dflt = "\"default\""), ALLOWED_ROLES, STORES(.dflt = "[\"builtin/internal\"]"), MOUNT,
	    CONVERGENT, DELETION_ALLOWED, UNUSED_TEMPLATE) },

	WRAPPING_KEY_ASKED("import_fpe_transformation", .finish = wrap_finish),
	{ .name = "import_fpe_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformations/fpe/{name}/import", .help = "As create_or_update_fpe_transformation, of a new one with a key of one's own",
	  SINCE_IMPORT, IMPORT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, PLAIN_KEY, CIPHERTEXT_OF_KEY, HASH_FUNCTION, FPE_TEMPLATE(HVAC_REQUIRED), TWEAK_SOURCE(), ALLOWED_ROLES, MAX_TWEAK_LEN, MOUNT) },
	WRAPPING_KEY_ASKED("import_tokenization_transformation", .finish = wrap_finish),
	{ .name = "import_tokenization_transformation", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/{name}/import",
	  .help = "As create_or_update_tokenization_transformation, of a new one with a key of one's own",
	  SINCE_IMPORT, IMPORT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, PLAIN_KEY, CIPHERTEXT_OF_KEY, HASH_FUNCTION, MAX_TTL(), MAPPING_MODE(), ALLOWED_ROLES, STORES(),
	    HVAC_BODY("allow_rotation", BOOLEAN, .help = "Whether the server may add versions of its own; false by default"), UNUSED_TEMPLATE, MOUNT) },
	WRAPPING_KEY_ASKED("import_tokenization_key_version", .finish = wrap_finish),
	{ .name = "import_tokenization_key_version", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/{name}/import_version", .help = "Bring along one more version of an imported key",
	  SINCE_IMPORT, IMPORT, HVAC_PARAMETERS(TRANSFORMATION_NAME, PLAIN_KEY, CIPHERTEXT_OF_KEY, HASH_FUNCTION, MOUNT) },
	{ .name = "read_wrapping_key", .verb = HVAC_GET, .path = "/{mount_point}/wrapping_key", .help = "Read the public RSA key (PEM) that keys to be imported are wrapped with",
	  SINCE_IMPORT, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	OF_KIND("fpe", "what encrypts values so that they keep their format"),
	OF_KIND("masking", "what hides values"),
	OF_KIND("tokenization", "what gives tokens for values"),
	{ .name = "read_transformation", .verb = HVAC_GET, .path = "/{mount_point}/transformation/{name}", .help = "Read the settings of any kind",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TRANSFORMATION_NAME, MOUNT) },
	{ .name = "list_transformations", .verb = HVAC_LIST, .path = "/{mount_point}/transformation", .help = "List the names of all kinds",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_transformation", .verb = HVAC_DELETE, .path = "/{mount_point}/transformation/{name}", .help = "Remove one of any kind, with its key",
	  SINCE, HVAC_PARAMETERS(TRANSFORMATION_NAME, MOUNT) },

	{ .name = "create_or_update_template", .verb = HVAC_POST, .path = "/{mount_point}/template/{name}", .help = "Set what values look like, and which characters of them change",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TEMPLATE_NAME,
	    HVAC_BODY("template_type", STRING, .wire = "type", .values = "regex", .flags = HVAC_REQUIRED, .help = "Language of pattern"),
	    HVAC_BODY("pattern", STRING, .flags = HVAC_REQUIRED, .help = "What a value must match whole; its groups are what changes: (\\d{3})-(\\d{2})-(\\d{4})"),
	    HVAC_BODY("alphabet", STRING, .flags = HVAC_REQUIRED, .help = "Name of the alphabet of the groups: builtin/numeric"), MOUNT,
	    HVAC_BODY("encode_format", STRING, .help = "What an encoded value looks like: $1-$2-$3; as the value by default"),
	    HVAC_BODY("decode_formats", MAP, .help = "What a decoded value can look like, by the name of the format: {\"last-four\": \"$3\"}")) },
	{ .name = "read_template", .verb = HVAC_GET, .path = "/{mount_point}/template/{name}", .help = "Read what values look like",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TEMPLATE_NAME, MOUNT) },
	{ .name = "list_templates", .verb = HVAC_LIST, .path = "/{mount_point}/template", .help = "List the names, the server's own ones among them",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_template", .verb = HVAC_DELETE, .path = "/{mount_point}/template/{name}", .help = "Remove what no transformation uses any more",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TEMPLATE_NAME, MOUNT) },

	{ .name = "create_or_update_alphabet", .verb = HVAC_POST, .path = "/{mount_point}/alphabet/{name}", .help = "Set which characters values are made of",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ALPHABET_NAME, HVAC_BODY("alphabet", STRING, .flags = HVAC_REQUIRED, .help = "All its characters, in any order: 0123456789abcdef"), MOUNT) },
	{ .name = "read_alphabet", .verb = HVAC_GET, .path = "/{mount_point}/alphabet/{name}", .help = "Read which characters values are made of",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALPHABET_NAME, MOUNT) },
	{ .name = "list_alphabets", .verb = HVAC_LIST, .path = "/{mount_point}/alphabet", .help = "List all names, the server's own ones among them",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_alphabet", .verb = HVAC_DELETE, .path = "/{mount_point}/alphabet/{name}", .help = "Remove what no template uses any more",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALPHABET_NAME, MOUNT) },

	{ .name = "create_or_update_tokenization_store", .verb = HVAC_POST, .path = "/{mount_point}/store/{name}", .help = "As create_or_update_store, by Python hvac's path, which servers do not have",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STORE_NAME, STORE(SENT), MOUNT) },
	{ .name = "create_or_update_store", .verb = HVAC_POST, .path = "/{mount_point}/stores/{name}", .help = "Set which database has the values that tokens stand for",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STORE_NAME, STORE(UNSENT), MOUNT) },
	{ .name = "apply_store_schema", .verb = HVAC_POST, .path = "/{mount_point}/stores/{name}/schema", .help = "Make or change the tables in a store's database",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(STORE_NAME,
	    HVAC_BODY("username", STRING, .flags = HVAC_REQUIRED, .help = "User who may make tables; for this once"),
	    HVAC_BODY("password", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What that user logs in with"),
	    HVAC_BODY("transformation_type", STRING, .values = "tokenization", .help = "What the tables are for; tokenization by default"), MOUNT) },
	{ .name = "read_store", .verb = HVAC_GET, .path = "/{mount_point}/stores/{name}", .help = "Read where a store's database is, but not as whom",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STORE_NAME, MOUNT) },
	{ .name = "list_stores", .verb = HVAC_LIST, .path = "/{mount_point}/stores", .help = "List the names of all databases for tokens",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_store", .verb = HVAC_DELETE, .path = "/{mount_point}/stores/{name}", .help = "Forget where a database is; what it has stays there",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STORE_NAME, MOUNT) },

	{ .name = "encode", .verb = HVAC_POST, .path = "/{mount_point}/encode/{role_name}", .help = "Make a value into another one or a token (encoded_value, and tweak where the server made it)",
	  SINCE,
	  HVAC_PARAMETERS(ROLE_NAME("role_name"), VALUE(HVAC_SECRET, "What is to be hidden"), TRANSFORMATION(HVAC_BODY, 0), TWEAK,
	    BATCH_INPUT(HVAC_SECRET, "maps of value, transformation, tweak and so on"), MOUNT,
	    HVAC_BODY("ttl", DURATION, .help = "Life of a token: 86400, \"24h\"; 0: the longest that the transformation allows"),
	    HVAC_BODY("expiration", STRING, .help = "Instead of ttl, when it ends: 2026-06-01T00:00:00Z"),
	    HVAC_BODY("metadata", MAP, .help = "Strings by name that retrieve_token_metadata tells of the token")) },
	{ .name = "decode", .when = "decode_format", .verb = HVAC_POST, .path = "/{mount_point}/decode/{role_name}/{decode_format}", .help = "Make an encoded value into a part or form of what it was",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(DECODE, HVAC_PATH("decode_format", STRING, .flags = HVAC_REQUIRED, .help = "Name of one of the template's decode_formats; the whole value without it")) },
	{ .name = "decode", .verb = HVAC_POST, .path = "/{mount_point}/decode/{role_name}", .help = "Make an encoded value or a token into what it was (decoded_value)",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DECODE) },
	{ .name = "rewrap", .verb = HVAC_POST, .path = "/{mount_point}/rewrap/{role_name}", .help = "Make what one transformation encrypted into what another one does: from FF3-1 to FF1",
	  .since = "vault-2.2..",
	  HVAC_PARAMETERS(ROLE_NAME("role_name"), VALUE(0, "What encode answered"),
	    HVAC_BODY("transformation", STRING, .help = "Which transformation of the role encodes it anew"),
	    HVAC_BODY("decode_transformation", STRING, .help = "Which one did before"),
	    HVAC_BODY("tweak", BYTES, .help = "Tweak for the one that encodes it anew"),
	    HVAC_BODY("decode_tweak", BYTES, .help = "Tweak that it was encoded with before"),
	    BATCH_INPUT(0, "maps of the same"), MOUNT) },

	{ .name = "validate_token", .verb = HVAC_POST, .path = "/{mount_point}/validate/{role_name}", .help = "Tell whether a token is one and has not ended (valid)",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(OF_TOKEN) },
	{ .name = "retrieve_token_metadata", .verb = HVAC_POST, .path = "/{mount_point}/metadata/{role_name}", .help = "Read what was noted with a token, and when it ends",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(OF_TOKEN) },
	{ .name = "check_tokenization", .verb = HVAC_POST, .path = "/{mount_point}/tokenized/{role_name}", .help = "Tell whether a value has a token that has not ended (tokenized)",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME("role_name"), VALUE(HVAC_REQUIRED | HVAC_SECRET, "What the token stands for"), TRANSFORMATION(HVAC_BODY, HVAC_REQUIRED),
	    BATCH_INPUT(HVAC_SECRET, "maps of value, transformation and reference"), MOUNT, EXPIRATIONS(HVAC_BODY)) },
	{ .name = "lookup_token", .verb = HVAC_POST, .path = "/{mount_point}/tokens/{role_name}", .help = "Read the tokens of a value, of a convergent or exportable transformation",
	  .since = "vault-1.11..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME("role_name"), VALUE(HVAC_SECRET, "What the tokens stand for"), TRANSFORMATION(HVAC_BODY, 0),
	    BATCH_INPUT(HVAC_SECRET, "maps of value, transformation, expiration and so on"), MOUNT, EXPIRATIONS(HVAC_BODY),
	    HVAC_BODY("token", STRING, .help = "Which token: listed by Vault here, too, for deleting")) },
	/* Of a DELETE, Vault reads the query alone, whatever the API page says. */
	{ .name = "delete_token", .verb = HVAC_DELETE, .path = "/{mount_point}/tokens/{role_name}", .help = "Remove a token from its store, and with it the way back",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME("role_name"), HVAC_QUERY("token", STRING, .flags = HVAC_REQUIRED, .help = "Which one, as encode answered it"), TRANSFORMATION(HVAC_QUERY, 0), MOUNT) },
	{ .name = "delete_tokens_of_value", .verb = HVAC_DELETE, .path = "/{mount_point}/tokenized/{role_name}",
	  .help = "Remove the tokens of a value, of a convergent or exportable transformation",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME("role_name"),
	    HVAC_QUERY("value", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What the tokens stand for; it goes in the address, where proxies log it"),
	    TRANSFORMATION(HVAC_QUERY, 0), MOUNT, EXPIRATIONS(HVAC_QUERY)) },

	{ .name = "snapshot_tokenization_state", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/snapshot/{name}", .help = "Read all that a store has of a transformation, encrypted, in parts",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TRANSFORMATION_NAME, PART, MOUNT) },
	{ .name = "restore_tokenization_state", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/restore/{name}", .help = "Put what a snapshot has into the stores, in any order",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TRANSFORMATION_NAME, HVAC_BODY("values", LIST, .flags = HVAC_REQUIRED, .help = "The values of answers of snapshot_tokenization_state"), MOUNT) },
	{ .name = "export_decoded_tokenization_state", .verb = HVAC_POST, .path = "/{mount_point}/transformations/tokenization/export-decoded/{name}", .help = "Read all values in clear with their tokens, in parts, for an emergency",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(TRANSFORMATION_NAME, PART, MOUNT) },

	{ .name = "rotate_tokenization_key", .verb = HVAC_POST, .path = "/{mount_point}/tokenization/keys/{transform_name}/rotate", .help = "Make another version, for the tokens from now on",
	  SINCE_TYPED, HVAC_PARAMETERS(KEY_OF_TRANSFORMATION, MOUNT) },
	{ .name = "update_tokenization_key_config", .verb = HVAC_POST, .path = "/{mount_point}/tokenization/keys/{transform_name}/config", .help = "Set which versions decode, and when another is made by itself",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY_OF_TRANSFORMATION,
	    HVAC_BODY("min_decryption_version", INTEGER, .flags = HVAC_REQUIRED, .help = "Lowest version that decodes"), MOUNT,
	    HVAC_BODY("auto_rotate_period", DURATION, .help = "Time after which the server adds a version by itself: \"720h\", at least 1h; 0: never, the default"),
	    HVAC_BODY("deletion_allowed", BOOLEAN, .help = "Whether the key can be deleted; false by default")) },
	{ .name = "list_tokenization_key_configuration", .verb = HVAC_LIST, .path = "/{mount_point}/tokenization/keys", .help = "List the names of all transformations that have such a key",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_tokenization_key_configuration", .verb = HVAC_GET, .path = "/{mount_point}/tokenization/keys/{transform_name}", .help = "Read which versions there are and which decode",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY_OF_TRANSFORMATION, MOUNT) },
	{ .name = "trim_tokenization_key_version", .verb = HVAC_POST, .path = "/{mount_point}/tokenization/keys/{transform_name}/trim", .help = "Remove old versions for good, with all that only they decode",
	  SINCE_TYPED, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY_OF_TRANSFORMATION, HVAC_BODY("min_available_version", INTEGER, .flags = HVAC_REQUIRED, .help = "Lowest version that stays; at most min_decryption_version"), MOUNT) },

	{ .name = "configure_cache", .verb = HVAC_POST, .path = "/{mount_point}/cache-config", .help = "Bound what the engine keeps in memory, from its next start on",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HVAC_BODY("size", INTEGER, .help = "Most transformations and keys of it; 0: any number, the default"), MOUNT) },
	{ .name = "read_cache_configuration", .verb = HVAC_GET, .path = "/{mount_point}/cache-config", .help = "Read how much the engine keeps in memory",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(secrets, transform, operations, .version = "1.0", .help = "Values made into others that look alike, or into tokens, and back",
	.reference = "Transform secrets engine (API)",
	.example =
		"hvac call secrets/transform create_or_update_fpe_transformation name=cards \\\n"
		"\ttemplate=builtin/creditcardnumber tweak_source=internal allowed_roles=shop --dry-run\n"
		"hvac call secrets/transform create_or_update_role name=shop transformations=cards --dry-run\n"
		"printf 4111-1111-1111-1111 |\n"
		"\thvac call secrets/transform encode role_name=shop value=- --dry-run --redact\n"
		"hvac call secrets/transform decode role_name=shop value=9300-3376-4943-8903 --dry-run\n");
