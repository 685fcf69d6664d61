/* SPDX-License-Identifier: MIT */
/* The server as a key manager that speaks KMIP. The table follows the page "KMIP secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("kmip")
#define SINCE .since = "vault-1.2.."
#define SINCE_LISTENERS .since = "vault-2.0.."
#define CA HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which authority")
#define LISTENER HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which listener")
#define SCOPE HVAC_PATH("scope", STRING, .flags = HVAC_REQUIRED, .help = "Which scope: whose objects")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Which role within the scope")
#define ROLE_PATH(below) "/{mount_point}/scope/{scope}/role/{role}" below
#define CREDENTIAL(below) ROLE_PATH("/credential" below)
#define FORMAT(kind) kind("format", STRING, .values = "pem der pem_bundle", .help = "Form of what is answered; pem_bundle by default: one text in PEM with all of it")

/* How a client's scope and role are found for the certificate that it shows. */
#define CERTIFICATE_FIELDS .values = "CN O OU UID"
#define CLIENTS_OF_CA \
	HVAC_BODY("scope_name", STRING, .help = "Scope of all clients that the authority vouches for"), \
	HVAC_BODY("scope_field", STRING, CERTIFICATE_FIELDS, .help = "Instead: member of a certificate's subject that names the scope"), \
	HVAC_BODY("role_name", STRING, .help = "Role of all clients that the authority vouches for"), \
	HVAC_BODY("role_field", STRING, CERTIFICATE_FIELDS, .help = "Instead: member of a certificate's subject that names the role")

#define KEY_TYPE(name, text) HVAC_BODY(name, STRING, .values = "rsa ec", .help = text)
#define KEY_BITS(name, text) HVAC_BODY(name, INTEGER, .help = text)
#define TLS_VERSIONS .values = "tls12 tls13"
#define SERVER_IPS HVAC_BODY("server_ips", LIST, .help = "Addresses in the certificate that is shown to clients; 127.0.0.1 and ::1 by default")

/* One of KMIP's own operations, which clients may ask for. */
#define MAY(operation, text) HVAC_BODY("operation_" operation, BOOLEAN, .help = "Whether clients may " text)

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Make the engine's own authority, and listen; or change the settings given",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("listen_addrs", LIST, .help = "Addresses and ports to listen at: 0.0.0.0:5696; 127.0.0.1:5696 by default"),
	    HVAC_BODY("server_hostnames", LIST, .help = "Names in the certificate that is shown to clients, the first its common name; localhost by default"),
	    SERVER_IPS,
	    KEY_TYPE("tls_ca_key_type", "Kind of the authority's key; ec by default"),
	    KEY_BITS("tls_ca_key_bits", "Length of the authority's key: 256, the default, 384, 521 of ec, 2048 and more of rsa"),
	    HVAC_BODY("tls_min_version", STRING, .help = "Oldest TLS that clients may speak; tls12 by default"),
	    KEY_TYPE("default_tls_client_key_type", "Kind of clients' keys where the role says none; ec by default"),
	    KEY_BITS("default_tls_client_key_bits", "Length of clients' keys where the role says none; 256 by default"),
	    HVAC_BODY("default_tls_client_ttl", DURATION, .help = "Life of clients' certificates where the role says none: 86400, \"24h\"; 336h by default"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read addresses, key types and lengths",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	/* the authority without a name, which configure makes */
	{ .name = "read_legacy_ca", .verb = HVAC_GET, .path = "/{mount_point}/ca", .help = "Read the chain of the engine's own authority, which has no name (ca_pem)",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_legacy_ca", .verb = HVAC_POST, .path = "/{mount_point}/ca", .help = "Set who the clients of the engine's own authority are",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CLIENTS_OF_CA, MOUNT) },

	{ .name = "delete_legacy_ca", .verb = HVAC_DELETE, .path = "/{mount_point}/ca", .help = "Remove the engine's own authority; its clients get in no more",
	  SINCE_LISTENERS, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_ca", .verb = HVAC_POST, .path = "/{mount_point}/ca/{name}/generate", .help = "Make an authority with a key of its own, for listeners and clients",
	  SINCE_LISTENERS,
	  HVAC_PARAMETERS(CA,
	    HVAC_BODY("key_type", STRING, .values = "rsa ec", .flags = HVAC_REQUIRED, .help = "Kind of its key"),
	    HVAC_BODY("key_bits", INTEGER, .flags = HVAC_REQUIRED, .help = "Length of its key: 224, 256, 384, 521 of ec, 2048, 3072, 4096 of rsa"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of its certificate: 86400, \"24h\"; 365d by default"),
	    MOUNT) },

	{ .name = "import_ca", .verb = HVAC_POST, .path = "/{mount_point}/ca/{name}/import", .help = "Trust the clients of an authority elsewhere; its key is not needed",
	  SINCE_LISTENERS,
	  HVAC_PARAMETERS(CA, HVAC_BODY("ca_pem", STRING, .flags = HVAC_REQUIRED, .help = "Its certificate, in PEM"), CLIENTS_OF_CA, MOUNT) },

	{ .name = "configure_ca", .verb = HVAC_POST, .path = "/{mount_point}/ca/{name}", .help = "Set who the clients of an authority are",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CA, CLIENTS_OF_CA, MOUNT) },

	{ .name = "read_ca", .verb = HVAC_GET, .path = "/{mount_point}/ca/{name}", .help = "Read an authority's certificate, and who its clients are",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CA, MOUNT) },

	{ .name = "list_cas", .verb = HVAC_LIST, .path = "/{mount_point}/ca", .help = "List the names of all authorities that have one",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_ca", .verb = HVAC_DELETE, .path = "/{mount_point}/ca/{name}", .help = "Remove an authority; its clients get in no more",
	  SINCE_LISTENERS, HVAC_PARAMETERS(CA, MOUNT) },

	{ .name = "create_or_update_listener", .verb = HVAC_POST, .path = "/{mount_point}/listener/{name}", .help = "Listen at an address, or change how",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(LISTENER,
	    HVAC_BODY("ca", STRING, .flags = HVAC_REQUIRED, .help = "Authority that makes the certificate shown to clients, and vouches for these"),
	    HVAC_BODY("address", STRING, .flags = HVAC_REQUIRED, .help = "Where to listen: 0.0.0.0:5696"),
	    HVAC_BODY("additional_client_cas", LIST, .help = "Names of further authorities that vouch for clients"),
	    HVAC_BODY("also_use_legacy_ca", BOOLEAN, .help = "Whether the engine's own authority does so, too; false by default"),
	    HVAC_BODY("server_hostnames", LIST, .help = "Names in the certificate that is shown to clients"),
	    SERVER_IPS,
	    HVAC_BODY("tls_min_version", STRING, TLS_VERSIONS, .help = "Oldest TLS that clients may speak; tls12 by default"),
	    HVAC_BODY("tls_max_version", STRING, TLS_VERSIONS, .help = "Newest TLS that clients may speak; any by default"),
	    HVAC_BODY("tls_cipher_suites", STRING, .help = "Ciphers of TLS 1.2, by their names in Go, between commas"),
	    MOUNT) },

	{ .name = "read_listener", .verb = HVAC_GET, .path = "/{mount_point}/listener/{name}", .help = "Read address, authorities and settings of TLS",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LISTENER, MOUNT) },

	{ .name = "list_listeners", .verb = HVAC_LIST, .path = "/{mount_point}/listener", .help = "List the names of all that clients can connect to",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_listener", .verb = HVAC_DELETE, .path = "/{mount_point}/listener/{name}", .help = "Listen there no more",
	  SINCE_LISTENERS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LISTENER, MOUNT) },

	{ .name = "create_scope", .verb = HVAC_POST, .path = "/{mount_point}/scope/{scope}", .help = "Make a room of its own for the objects of some clients",
	  SINCE, HVAC_PARAMETERS(SCOPE, MOUNT, HVAC_BODY("force", BOOLEAN, .help = "Listed by the server, which reads it only to remove a scope: see delete_scope")) },

	{ .name = "list_scopes", .verb = HVAC_LIST, .path = "/{mount_point}/scope", .help = "List the names of all that objects are kept in",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_scope", .verb = HVAC_DELETE, .path = "/{mount_point}/scope/{scope}", .help = "Remove a scope with its roles, and with force the objects in it",
	  SINCE,
	  HVAC_PARAMETERS(SCOPE, HVAC_QUERY("force", BOOLEAN, .help = "Whether to remove it though clients keep objects there; false by default"), MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLE_PATH(""), .help = "Make a role, or change what its clients may ask for; nothing by default",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(SCOPE, ROLE,
	    MAY("all", "do everything; not with another operation_..."),
	    MAY("none", "do nothing; not with another operation_..."),
	    MAY("activate", "put an object into use (Activate)"),
	    MAY("add_attribute", "say something new of an object (Add Attribute)"),
	    MAY("create", "have a symmetric key made (Create)"),
	    MAY("create_key_pair", "have a public and a private key made (Create Key Pair)"),
	    MAY("decrypt", "have data decrypted (Decrypt)"),
	    MAY("delete_attribute", "take back what was said of an object (Delete Attribute)"),
	    MAY("destroy", "have key material erased (Destroy)"),
	    MAY("discover_versions", "ask which versions of KMIP are spoken (Discover Versions)"),
	    MAY("encrypt", "have data encrypted (Encrypt)"),
	    MAY("get", "fetch an object with its key material (Get)"),
	    MAY("get_attribute_list", "ask what is known of an object (Get Attribute List)"),
	    MAY("get_attributes", "read what is known of an object (Get Attributes)"),
	    MAY("import", "bring an object with its id from elsewhere (Import)"),
	    MAY("locate", "search for objects (Locate)"),
	    MAY("mac", "have a message authentication code made (MAC)"),
	    MAY("mac_verify", "have such a code checked (MAC Verify)"),
	    MAY("modify_attribute", "change what is said of an object (Modify Attribute)"),
	    MAY("query", "ask what the server can do (Query)"),
	    MAY("register", "bring a key of their own (Register)"),
	    MAY("rekey", "have a symmetric key replaced (Re-key)"),
	    MAY("rekey_key_pair", "have a key pair replaced (Re-key Key Pair)"),
	    MAY("revoke", "take an object out of use (Revoke)"),
	    MAY("rng_retrieve", "fetch random bytes (RNG Retrieve)"),
	    MAY("rng_seed", "add to the server's randomness (RNG Seed)"),
	    MAY("sign", "have data signed (Sign)"),
	    MAY("signature_verify", "have a signature checked (Signature Verify)"),
	    HVAC_BODY("ca", STRING, .help = "Authority that signs the role's certificates; the engine's own by default (Vault 2.0 and later)"),
	    KEY_TYPE("tls_client_key_type", "Kind of its clients' keys; as configured by default"),
	    KEY_BITS("tls_client_key_bits", "Length of its clients' keys; as configured by default"),
	    HVAC_BODY("tls_client_ttl", DURATION, .help = "Life of its clients' certificates: 86400, \"24h\"; as configured by default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE_PATH(""), .help = "Read what its clients may ask for",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SCOPE, ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/scope/{scope}/role", .help = "List the names of all within a scope",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SCOPE, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLE_PATH(""), .help = "Remove a role; its clients get in no more",
	  SINCE, HVAC_PARAMETERS(SCOPE, ROLE, MOUNT) },

	{ .name = "generate_client_certificate", .verb = HVAC_POST, .path = CREDENTIAL("/generate"), .help = "Make a client's key and certificate; the key is shown this once",
	  SINCE, HVAC_PARAMETERS(SCOPE, ROLE, FORMAT(HVAC_BODY), MOUNT) },

	{ .name = "sign_client_certificate_request", .verb = HVAC_POST, .path = CREDENTIAL("/sign"), .help = "Make a certificate for a key that the client keeps to itself",
	  SINCE,
	  HVAC_PARAMETERS(SCOPE, ROLE,
	    HVAC_BODY("csr", STRING, .flags = HVAC_REQUIRED, .help = "Certificate request (PKCS #10), in PEM"), FORMAT(HVAC_BODY), MOUNT) },

	{ .name = "read_client_certificate", .verb = HVAC_GET, .path = CREDENTIAL("/lookup"), .help = "Read certificate and chain; the key never comes out again",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(SCOPE, ROLE,
	    HVAC_QUERY("serial_number", STRING, .flags = HVAC_REQUIRED, .help = "Which one, in decimal digits, as list_client_certificates has it"), FORMAT(HVAC_QUERY), MOUNT) },

	{ .name = "list_client_certificates", .verb = HVAC_LIST, .path = CREDENTIAL(""), .help = "List the serial numbers of all of a role",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SCOPE, ROLE, MOUNT) },

	{ .name = "revoke_client_certificate", .verb = HVAC_POST, .path = CREDENTIAL("/revoke"), .help = "Let a client in no more",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(SCOPE, ROLE,
	    HVAC_BODY("serial_number", STRING, .help = "Its certificate's number, in decimal digits"),
	    HVAC_BODY("certificate", STRING, .help = "Instead: the certificate itself, in PEM"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(secrets, kmip, operations, .version = "1.0", .help = "The server as a key manager that speaks KMIP",
	.reference = "KMIP secrets engine (API)",
	.example =
		"hvac call secrets/kmip configure listen_addrs=0.0.0.0:5696 \\\n"
		"\tserver_hostnames=kmip.example.com --dry-run\n"
		"hvac call secrets/kmip create_scope scope=storage --dry-run\n"
		"hvac call secrets/kmip create_or_update_role scope=storage role=array \\\n"
		"\toperation_create=true operation_get=true operation_activate=true --dry-run\n"
		"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \\\n"
		"\t-subj /CN=array -keyout array.key -out array.csr 2>/dev/null\n"
		"hvac call secrets/kmip sign_client_certificate_request scope=storage role=array \\\n"
		"\tcsr=@array.csr --dry-run\n");
