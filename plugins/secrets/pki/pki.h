/* SPDX-License-Identifier: MIT */
/*
 * What the areas of the PKI engine share. Names are those of Python hvac: a role of an operation on certificates is `name`, the
 * kind of a new key `type`. Where a server has one path for a mount and others for one issuer, role or policy in it, these are
 * rows of one operation, chosen by the argument that is given. A member issuer_ref that servers list for a body besides is
 * not sent: given, it leads to the issuer's own path.
 */
#ifndef HVAC_SECRETS_PKI_H
#define HVAC_SECRETS_PKI_H

#include <hvac/plugin.h>

#define PKI_AREAS(X) X(authority) X(issuer) X(key) X(role) X(issue) X(certificate) X(revoke) X(crl) X(ocsp) X(acme) X(est) X(scep) X(cmp) \
	X(cel) X(external) X(tidy) X(config)
#define PKI_DECLARE(name) extern const struct hvac_area hvac_pki_##name;
PKI_AREAS(PKI_DECLARE)

#define PKI(below) "/{mount_point}/" below
#define PKI_ISSUER(below) PKI("issuer/{issuer_ref}/" below)

/* Requests whose body is no JSON; each is a prepare hook. */
#define SENT_AS(hook, type) \
	static int hook(struct hvac_task *task, void *state) \
	{ \
		(void)state; \
		hvac_request_header(task, "Content-Type", type); \
		return HVAC_HOOK_AGAIN; \
	}

/* A protocol's path of a role, and the mount's own; ROW(operation, condition, path, help, parameters) makes a row. */
#define ROLE_AND_MOUNT(ROW, operation, below, text) \
	ROW(operation, .when = "role", PKI("roles/{role}/" below), text, OF_ROLE, MOUNT), \
	ROW(operation, .when = NULL, PKI(below), text, MOUNT)

#define MOUNT HVAC_MOUNT("pki")
#define ISSUER_REF HVAC_PATH("issuer_ref", STRING, .flags = HVAC_REQUIRED, .help = "Name or id of the issuer, or default")
#define ROLE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role that says what a certificate may hold")
#define OF_ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role whose certificates these are")
#define EXTRA_PARAMS HVAC_WHOLE("extra_params", .help = "Further members of the body by name, as hvac takes them: {\"ttl\":\"24h\"}")

/* The certificate. */
#define COMMON_NAME(required) HVAC_BODY("common_name", STRING, .flags = (required), .help = "Common name of the subject: web.example.com")
#define CSR HVAC_BODY("csr", STRING, .flags = HVAC_REQUIRED, .help = "Certificate signing request, PEM: csr=@web.csr")
#define ALTERNATIVE_NAMES \
	HVAC_BODY("alt_names", LIST, .flags = HVAC_COMMA, .help = "Further DNS names and e-mail addresses: www.example.com,ann@example.com"), \
	HVAC_BODY("ip_sans", LIST, .help = "IP addresses: 10.0.0.1"), \
	HVAC_BODY("uri_sans", LIST, .help = "URIs: spiffe://example.com/web"), \
	HVAC_BODY("other_sans", LIST, .help = "Names of other kinds, OID;UTF8:TEXT: 1.3.6.1.4.1.311.20.2.3;UTF8:ann@example.com"), \
	HVAC_BODY("exclude_cn_from_sans", BOOLEAN, .help = "Whether the common name is no alternative name, too; server's default false")
#define SUBJECT_SERIAL_NUMBER HVAC_BODY("serial_number", STRING, .help = "Attribute serialNumber of the subject; not the certificate's own number")
#define USER_IDS HVAC_BODY("user_ids", LIST, .help = "Attributes userID of the subject")
#define SUBJECT \
	HVAC_BODY("organization", LIST, .help = "Attribute O of the subject: [\"Example, Inc.\"]"), \
	HVAC_BODY("ou", LIST, .help = "Attribute OU of the subject: a list, or one text"), \
	HVAC_BODY("country", LIST, .help = "Attribute C of the subject: two letters"), \
	HVAC_BODY("locality", LIST, .help = "Attribute L of the subject: a town"), \
	HVAC_BODY("province", LIST, .help = "Attribute ST of the subject: a state or province"), \
	HVAC_BODY("street_address", LIST, .help = "Attribute street of the subject"), \
	HVAC_BODY("postal_code", LIST, .help = "Attribute postalCode of the subject")
#define NOT_BEFORE HVAC_BODY("not_before", STRING, .help = "Beginning as a time of its own: 2026-11-22T10:00:00Z (OpenBao)")
#define NOT_BEFORE_DURATION HVAC_BODY("not_before_duration", DURATION, .help = "How long before now it begins, for clocks that are slow; server's default 30s")
#define NOT_AFTER HVAC_BODY("not_after", STRING, .help = "End as a time of its own, instead of ttl: 2027-11-22T10:00:00Z")
#define TTL(otherwise) HVAC_BODY("ttl", DURATION, .help = "How long it is valid: 86400, \"24h\"; " otherwise)
#define VALIDITY(otherwise) TTL(otherwise), NOT_AFTER, NOT_BEFORE
#define SIGNATURE_BITS HVAC_BODY("signature_bits", INTEGER, .help = "Bits of the signature's hash: 256, 384, 512; server's default 0: by the issuer's key")
#define USE_PSS(servers) HVAC_BODY("use_pss", BOOLEAN, .help = "Whether an RSA signature is PSS, not PKCS #1 v1.5; server's default false" servers)
#define KEY_USAGE(usual) HVAC_BODY("key_usage", LIST, .help = "Key usages without x509.KeyUsage before them; server's default " usual)
#define EXT_KEY_USAGE \
	HVAC_BODY("ext_key_usage", LIST, .help = "Extended key usages without x509.ExtKeyUsage before them: ServerAuth, ClientAuth"), \
	HVAC_BODY("ext_key_usage_oids", LIST, .help = "Extended key usages by their OIDs: 1.3.6.1.5.5.7.3.17")
#define BASIC_CONSTRAINTS HVAC_BODY("basic_constraints_valid_for_non_ca", BOOLEAN, .help = "Whether one that signs nothing says so in basic constraints; server's default false")

/* The authority's own certificate. */
#define NAME_CONSTRAINTS \
	HVAC_BODY("excluded_dns_domains", LIST, .help = "DNS domains that certificates below may not name (Vault 2.1 and later)"), \
	HVAC_BODY("permitted_ip_ranges", LIST, .help = "IP networks to which certificates below are bound: 10.0.0.0/8 (Vault 2.1 and later)"), \
	HVAC_BODY("excluded_ip_ranges", LIST, .help = "IP networks that certificates below may not name (Vault 2.1 and later)"), \
	HVAC_BODY("permitted_email_addresses", LIST, .help = "E-mail addresses and domains to which certificates below are bound (Vault 2.1 and later)"), \
	HVAC_BODY("excluded_email_addresses", LIST, .help = "E-mail addresses and domains that certificates below may not name (Vault 2.1 and later)"), \
	HVAC_BODY("permitted_uri_domains", LIST, .help = "Domains of URIs to which certificates below are bound (Vault 2.1 and later)"), \
	HVAC_BODY("excluded_uri_domains", LIST, .help = "Domains of URIs that certificates below may not name (Vault 2.1 and later)")
#define AUTHORITY_CONSTRAINTS \
	HVAC_BODY("max_path_length", INTEGER, .help = "How many authorities may stand below it; server's default -1: any number"), \
	HVAC_BODY("permitted_dns_domains", LIST, .help = "DNS domains to which certificates below are bound: example.com"), \
	NAME_CONSTRAINTS, KEY_USAGE("CertSign, CRLSign"), EXT_KEY_USAGE

/* The answer. */
#define FORMAT HVAC_BODY("format", STRING, .values = "pem der pem_bundle", \
	.help = "Form of what is answered: der is in base64, pem_bundle has key and chain in certificate; server's default pem")
#define PRIVATE_KEY_FORMAT HVAC_BODY("private_key_format", STRING, .values = "der pem pkcs8", \
	.help = "Form of the key: pkcs8 is that, the others the older form, as format says; server's default der")
#define REMOVE_ROOTS HVAC_BODY("remove_roots_from_chain", BOOLEAN, .help = "Whether the chain ends before the root; server's default false")
#define PASSWORD(name, what) HVAC_BODY(name, STRING, .flags = HVAC_SECRET, .help = "Password of an answer in " what "; server's default changeit (Vault 2.1 and later)")
/* Of an answer that has no key, and of one that has. */
#define STORES \
	PASSWORD("pkcs12_password", "PKCS #12"), \
	HVAC_BODY("pkcs12_encoder", STRING, .values = "modern2026 modern2023", .help = "Ciphers of an answer in PKCS #12; server's default modern2026 (Vault 2.1 and later)"), \
	PASSWORD("jks_password", "a Java key store")
#define KEY_STORES STORES, \
	HVAC_BODY("jks_private_key_alias", STRING, .help = "Name of the entry in a Java key store; server's default 1 (Vault 2.1 and later)")
#define CERT_METADATA HVAC_BODY("cert_metadata", STRING, .help = "Kept with the certificate: base64 of anything (Vault Enterprise 1.17 and later)")

/* The protocols of devices. */
#define AUTHENTICATORS(kinds) HVAC_BODY("authenticators", MAP, .help = "Auth mounts by kind (" kinds ") that let devices in: {\"cert\":{\"accessor\":...}}")
#define DEFAULT_PATH_POLICY HVAC_BODY("default_path_policy", STRING, .help = "What decides where no role is named: sign-verbatim, or a role as role:NAME")
#define SENTINEL \
	HVAC_BODY("enable_sentinel_parsing", BOOLEAN, .help = "Whether Sentinel sees the request's fields; server's default false"), \
	HVAC_BODY("audit_fields", LIST, .help = "Fields of requests that audit logs show; server's default common_name, alt_names, ip_sans, uri_sans")

/* The key. */
#define KEY_TYPE(usual) HVAC_BODY("key_type", STRING, .values = "rsa ec ed25519", .help = "Algorithm of the new key; " usual)
#define KEY_BITS(servers) HVAC_BODY("key_bits", INTEGER, .help = "Size of the new key: 2048 to 8192 with rsa, 224 to 521 with ec; server's default 0: 2048, 256" servers)
#define KEY_NAME HVAC_BODY("key_name", STRING, .help = "Name for the key; not default")
#define KEPT_ELSEWHERE \
	HVAC_BODY("managed_key_name", STRING, .help = "Name of a key in an HSM or KMS, with the type kms (Vault Enterprise)"), \
	HVAC_BODY("managed_key_id", STRING, .help = "Id of a key in an HSM or KMS, with the type kms (Vault Enterprise)"), \
	HVAC_BODY("external_key_ref", STRING, .help = "Name of a key that the server's external keys have (OpenBao 2.7 and later)")
#define NEW_KEY KEY_TYPE("server's default rsa"), KEY_BITS(""), KEY_NAME, KEPT_ELSEWHERE
#define PEM_BUNDLE(what) HVAC_BODY("pem_bundle", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = what ": pem_bundle=@ca.pem")

#endif
