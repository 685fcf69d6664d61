/* SPDX-License-Identifier: MIT */
/* TLS client certificates. The table follows the page "TLS certificate auth method (API)". */
#include <hvac/plugin.h>
#include "hooks.h"
#include "identity.h"

#define MOUNT HVAC_MOUNT("cert")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define CRL_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the list here")

#define CERT(below) "/auth/{mount_point}/" below
/* hvac sends all settings that it knows, so that a change sets back what is not given. */
#define ALLOWED(what, text) HVAC_BODY("allowed_" what, LIST, .dflt = "\"\"", .help = text)

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = CERT("login"), .help = "Log in with the certificate given for this login alone, else with the client's own",
	  .flags = HVAC_LOGIN, .prepare = identity_check,
	  HVAC_PARAMETERS(
	    HVAC_BODY("name", STRING, .help = "Role to log in with; by default the first that the certificate fits"),
	    HVAC_TLS("cacert", STRING, .wire = "ca_cert", .help = "Who signed the server's certificate, PEM; by default as the client has it"),
	    HVAC_TLS("cert_pem", STRING, .wire = "client_cert", .help = "Certificate to show, PEM, with those between it and its authority behind it"),
	    HVAC_TLS("key_pem", STRING, .wire = "client_key", .flags = HVAC_SECRET, .help = "Private key of cert_pem, PEM without a passphrase"),
	    MOUNT,
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")) },

	{ .name = "create_ca_certificate_role", .verb = HVAC_POST, .path = CERT("certs/{name}"), .help = "Make a role for an authority's certificates, or for one alone; what is not given is set back",
	  .flags = HVAC_IDEMPOTENT, .prepare = cert_read_certificate,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("certificate", STRING, .help = "Certificate of the authority that those who log in were signed by, or the one to log in with; PEM"),
	    HVAC_LOCAL("certificate_file", STRING, .help = "Path of a file with it"),
	    ALLOWED("common_names", "Common names that may log in, with *: web-*.example.com; any by default"),
	    ALLOWED("dns_sans", "DNS names of which a certificate must have one, with *; any by default"),
	    ALLOWED("email_sans", "E-mail addresses of which a certificate must have one, with *; any by default"),
	    ALLOWED("uri_sans", "URIs of which a certificate must have one, with *; any by default"),
	    ALLOWED("organizational_units", "Organizational units of which a certificate must have one, with *; any by default"),
	    HVAC_BODY("required_extensions", LIST, .dflt = "\"\"", .help = "Extensions that certificates must have: 1.3.6.1.4.1.99999.1:web-*, or hex:OID:VALUE"),
	    HVAC_BODY("display_name", STRING, .dflt = "\"\"", .help = "What tokens are called in logs; the role's name by default"),
	    HVAC_BODY("token_ttl", DURATION, .dflt = "0", .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's"),
	    HVAC_BODY("token_max_ttl", DURATION, .dflt = "0", .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's"),
	    HVAC_BODY("token_policies", LIST, .dflt = "[]", .help = "Policies of the tokens, besides default"),
	    HVAC_BODY("token_bound_cidrs", LIST, .dflt = "[]", .help = "Networks that may log in and use the tokens: 10.0.0.0/8; none given: any"),
	    HVAC_BODY("token_explicit_max_ttl", DURATION, .dflt = "0", .help = "Life of a token with all renewals, whatever role and mount say later; 0: none"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .dflt = "false", .help = "Whether tokens go without the policy default"),
	    HVAC_BODY("token_num_uses", INTEGER, .dflt = "0", .help = "Requests that a token is good for; 0: any number"),
	    HVAC_BODY("token_period", DURATION, .dflt = "0", .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic"),
	    HVAC_BODY("token_type", STRING, .dflt = "\"\"", .help = "Kind of the tokens, service or batch; empty: what the mount says"),
	    MOUNT,
	    HVAC_BODY("allowed_names", LIST, .help = "Names of which a certificate must have one, as common name or otherwise, with *; any by default"),
	    HVAC_BODY("allowed_organizations", LIST, .help = "Organizations of which a certificate must have one, with *; any by default (Vault 1.21 and later)"),
	    HVAC_BODY("allowed_metadata_extensions", LIST, .help = "Extensions, by OID, that are kept as metadata of token and alias"),
	    HVAC_BODY("ocsp_enabled", BOOLEAN, .help = "Whether OCSP is asked if a certificate was revoked; false by default"),
	    HVAC_BODY("ocsp_ca_certificates", STRING, .help = "Further authorities whose answers are believed, PEM"),
	    HVAC_BODY("ocsp_servers_override", LIST, .help = "OCSP servers to ask instead of those that certificates name"),
	    HVAC_BODY("ocsp_fail_open", BOOLEAN, .help = "Whether to let in when no OCSP server knows; false by default"),
	    HVAC_BODY("ocsp_query_all_servers", BOOLEAN, .help = "Whether all of them must be content, not one; false by default"),
	    HVAC_BODY("ocsp_max_retries", INTEGER, .help = "How often to ask again; 4 by default (Vault 1.16 and later)"),
	    HVAC_BODY("ocsp_this_update_max_age", DURATION, .help = "How old an answer may be that says not when it ends; 0: any age, the default (Vault 1.16 and later)"),
	    HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)"),
	    HVAC_TOKEN_STRICTLY_BIND_IP,
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("lease", INTEGER, .help = "Deprecated: use token_ttl; seconds"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs")) },

	{ .name = "read_ca_certificate_role", .verb = HVAC_GET, .path = CERT("certs/{name}"), .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	/* two rows for one path, since hvac has the default mount in its own */
	{ .name = "list_certificate_roles", .verb = HVAC_LIST, .path = "/auth/cert/certs", .help = "List the names of all that one can log in with",
	  .when = "mount_point=cert", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_LOCAL("mount_point", STRING, .dflt = "\"cert\"", .help = "Where the engine is mounted")) },
	{ .name = "list_certificate_roles", .verb = HVAC_LIST, .path = CERT("certs"), .help = "List the names of all that one can log in with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_certificate_role", .verb = HVAC_DELETE, .path = CERT("certs/{name}"), .help = "Remove a role; its tokens can be renewed no more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "configure_tls_certificate", .verb = HVAC_POST, .path = CERT("config"), .help = "Set what holds for all roles",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT,
	    HVAC_BODY("disable_binding", BOOLEAN, .dflt = "false", .help = "Whether a token may be renewed without the certificate that it was got with"),
	    HVAC_BODY("enable_identity_alias_metadata", BOOLEAN, .help = "Whether the certificate's facts are kept with the entity's alias too; false by default"),
	    HVAC_BODY("ocsp_cache_size", INTEGER, .help = "How many answers of OCSP servers are kept; 100 by default"),
	    HVAC_BODY("role_cache_size", INTEGER, .help = "How many roles are kept in memory; 200 by default, -1: none (Vault 1.19 and later)"),
	    HVAC_BODY("enable_metadata_on_failures", BOOLEAN, .help = "Whether the audit log has the certificate's facts for refused logins too; false by default (Vault 1.20 and later)")) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CERT("config"), .help = "Read what holds for all roles",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_crl", .verb = HVAC_POST, .path = CERT("crls/{name}"), .help = "Give the server a list of certificates that may log in no more",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(CRL_NAME,
	    HVAC_BODY("crl", STRING, .help = "The list, PEM, or DER in base64"),
	    HVAC_BODY("url", STRING, .help = "Address from which the server fetches it instead, again and again"), MOUNT) },

	{ .name = "read_crl", .verb = HVAC_GET, .path = CERT("crls/{name}"), .help = "Read the serial numbers on a list",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CRL_NAME, MOUNT) },

	{ .name = "list_crls", .verb = HVAC_LIST, .path = CERT("crls"), .help = "List the names of the lists",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	/* refused where there is no such list, so a repeat would fail */
	{ .name = "delete_crl", .verb = HVAC_DELETE, .path = CERT("crls/{name}"), .help = "Drop a list: who stood on it alone may log in again",
	  HVAC_PARAMETERS(CRL_NAME, MOUNT) },
};

HVAC_PLUGIN_OF(auth, cert, operations, .version = "1.0", .help = "TLS client certificates",
	.reference = "TLS certificate auth method (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=cert\n"
		"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=web \\\n"
		"\t-keyout key.pem -out cert.pem 2>/dev/null\n"
		"hvac call auth/cert create_ca_certificate_role name=web certificate=@cert.pem \\\n"
		"\ttoken_policies=default\n"
		"hvac login cert cert_pem=@cert.pem key_pem=@key.pem --dry-run   # needs https\n");
