/* SPDX-License-Identifier: MIT */
/* Roles: what certificates that are asked for under their names may hold. */
#include "pki.h"

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define ALLOWS(what, text) HVAC_BODY(what, BOOLEAN, .help = "Whether " text)
#define ROLE_OPTIONS \
	HVAC_BODY("issuer_ref", STRING, .help = "Name or id of the issuer that signs; server's default default"), \
	HVAC_BODY("ttl", DURATION, .help = "Life of a certificate that asks for none: 3600, \"1h\"; the mount's by default"), \
	HVAC_BODY("max_ttl", DURATION, .help = "The longest life that may be asked for: 86400, \"72h\"; the mount's by default"), \
	ALLOWS("allow_localhost", "localhost is a name like the allowed ones; server's default true"), \
	HVAC_BODY("allowed_domains", LIST, .help = "Domains whose names may be asked for, as the next settings say: example.com"), \
	ALLOWS("allowed_domains_template", "allowed_domains may hold {{identity.entity...}}; server's default false"), \
	ALLOWS("allow_bare_domains", "a domain itself may be asked for; server's default false"), \
	ALLOWS("allow_subdomains", "names below a domain may be asked for; server's default false"), \
	ALLOWS("allow_glob_domains", "domains may hold *: ftp*.example.com; server's default false"), \
	ALLOWS("allow_wildcard_certificates", "names may begin with *, as RFC 6125 has it; server's default true"), \
	ALLOWS("allow_any_name", "any name may be asked for, whatever the domains are; server's default false"), \
	ALLOWS("enforce_hostnames", "names must be ones of hosts; server's default true"), \
	ALLOWS("allow_ip_sans", "IP addresses may be asked for; server's default true"), \
	HVAC_BODY("allowed_ip_sans_cidr", LIST, .help = "Networks that these addresses must be in: 10.0.0.0/8; any by default (OpenBao)"), \
	HVAC_BODY("allowed_uri_sans", LIST, .help = "URIs that may be asked for, with *: spiffe://example.com/*; none by default"), \
	ALLOWS("allowed_uri_sans_template", "allowed_uri_sans may hold {{identity.entity...}}; server's default false"), \
	ALLOWS("allow_globs_in_identity_templates", "a * that such a template brings counts as one; server's default false (OpenBao)"), \
	HVAC_BODY("allowed_other_sans", LIST, .help = "Names of other kinds that may be asked for, OID;UTF8:TEXT with *; none by default"), \
	HVAC_BODY("allowed_serial_numbers", LIST, .help = "Attributes serialNumber that may be asked for, with *; none by default"), \
	HVAC_BODY("allowed_user_ids", LIST, .help = "Attributes userID that may be asked for, with *; none by default"), \
	ALLOWS("server_flag", "they are for TLS servers; server's default true"), \
	ALLOWS("client_flag", "they are for TLS clients; server's default true"), \
	ALLOWS("code_signing_flag", "they are for signing programs; server's default false"), \
	ALLOWS("email_protection_flag", "they are for e-mail; server's default false"), \
	HVAC_BODY("key_type", STRING, .values = "rsa ec ed25519 any", .help = "Algorithm of keys, made or in requests; any is for requests alone; server's default rsa"), \
	KEY_BITS(""), SIGNATURE_BITS, USE_PSS(""), \
	KEY_USAGE("DigitalSignature, KeyAgreement, KeyEncipherment"), EXT_KEY_USAGE, \
	ALLOWS("use_csr_common_name", "a request's common name counts, not the argument; server's default true"), \
	ALLOWS("use_csr_sans", "a request's alternative names count, not the arguments; server's default true"), \
	SUBJECT, \
	ALLOWS("generate_lease", "each certificate has a lease, whose end revokes it; server's default false"), \
	ALLOWS("no_store", "certificates are not kept: faster, and not to be listed or revoked by number; server's default false"), \
	ALLOWS("require_cn", "there must be a common name; server's default true"), \
	HVAC_BODY("cn_validations", LIST, .values = "email hostname disabled", .help = "What a common name must be; server's default email,hostname"), \
	HVAC_BODY("policy_identifiers", LIST, .help = "OIDs of policies, or texts of JSON with oid, notice and cps"), \
	BASIC_CONSTRAINTS, NOT_BEFORE_DURATION, NOT_AFTER, NOT_BEFORE, \
	HVAC_BODY("not_after_bound", STRING, .help = "Whether one may ask for an end: permit, ttl-limited, forbid, or the latest time; server's default permit (OpenBao)"), \
	HVAC_BODY("not_before_bound", STRING, .values = "permit duration forbid", .help = "Whether one may ask for a beginning; server's default permit (OpenBao)"), \
	ALLOWS("no_store_metadata", "what is given with a certificate is not kept; server's default false (Vault Enterprise 1.17 and later)"), \
	HVAC_BODY("serial_number_source", STRING, .values = "json-csr json", .help = "Where serialNumber is taken from; server's default json-csr (Vault 2.1 and later)"), \
	HVAC_BODY("backend", STRING, .help = "Listed by servers, which do not use it")

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = PKI("roles/{name}"), .help = "Say what certificates may hold under this name; what is not given is set back",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, EXTRA_PARAMS, MOUNT, ROLE_OPTIONS) },
	{ .name = "patch_role", .verb = HVAC_PATCH, .path = PKI("roles/{name}"), .help = "Change some of a role's settings; the others stay",
	  .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH, HVAC_PARAMETERS(NAME, MOUNT, ROLE_OPTIONS) },
	{ .name = "read_role", .verb = HVAC_GET, .path = PKI("roles/{name}"), .help = "Read all of a role's settings",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
	{ .name = "list_roles", .verb = HVAC_LIST, .path = PKI("roles"), .help = "List what certificates can be asked for under",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },
	{ .name = "delete_role", .verb = HVAC_DELETE, .path = PKI("roles/{name}"), .help = "Remove a role; its certificates stay valid",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
};

const struct hvac_area hvac_pki_role = HVAC_AREA(operations, .name = "role", .help = "Roles: what certificates may hold");
