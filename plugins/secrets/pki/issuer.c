/* SPDX-License-Identifier: MIT */
/* Issuers: the authorities of a mount, of which each certificate has one. */
#include "pki.h"

#define UNCHECKED(what, of_what) HVAC_BODY("disable_" what, BOOLEAN, .help = "Whether its chains go without the check of " of_what "; server's default false (Vault 2.1 and later)")
#define ADDRESSES(what, of_what) HVAC_BODY(what, LIST, .help = "Addresses of " of_what " in what it signs; the mount's where it has none of its own")
#define ISSUER_OPTIONS \
	HVAC_BODY("issuer_name", STRING, .help = "Name of the issuer; not default"), \
	HVAC_BODY("leaf_not_after_behavior", STRING, .values = "err truncate permit", .help = "What is done with a certificate that would outlive it; server's default err"), \
	HVAC_BODY("manual_chain", LIST, .help = "Names or ids of the chain's issuers, itself first; the server finds them by default"), \
	HVAC_BODY("usage", LIST, .values = "read-only issuing-certificates crl-signing ocsp-signing", .help = "What it may be used for; by default all"), \
	HVAC_BODY("revocation_signature_algorithm", STRING, .help = "Go's name of the algorithm of CRLs and OCSP: SHA256WithRSA; by the key's kind by default"), \
	ADDRESSES("issuing_certificates", "the issuer's certificate"), ADDRESSES("crl_distribution_points", "the CRL"), \
	ADDRESSES("delta_crl_distribution_points", "the delta CRL"), ADDRESSES("ocsp_servers", "the OCSP server"), \
	HVAC_BODY("enable_aia_url_templating", BOOLEAN, .help = "Whether {{cluster_path}}, {{cluster_aia_path}} and {{issuer_id}} stand for theirs in addresses; server's default false"), \
	UNCHECKED("critical_extension_checks", "critical extensions"), UNCHECKED("name_checks", "names"), \
	UNCHECKED("name_constraint_checks", "name constraints"), UNCHECKED("path_length_checks", "path lengths"), \
	HVAC_BODY("enable_time_checks", BOOLEAN, .help = "Whether its chains are checked for being valid now; server's default false (Vault 2.1 and later)")

static const struct hvac_operation operations[] = {
	{ .name = "list_issuers", .verb = HVAC_LIST, .path = PKI("issuers"), .help = "List the ids of all issuers, with their names and serial numbers",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "read_issuer", .verb = HVAC_GET, .path = PKI("issuer/{issuer_ref}"), .help = "Read an issuer's settings, certificate and chain, for those who manage it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	{ .name = "read_issuer_json", .verb = HVAC_GET, .path = PKI_ISSUER("json"), .help = "Read an issuer's certificate and chain, for anybody",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },
	{ .name = "read_issuer_pem", .verb = HVAC_GET, .path = PKI_ISSUER("pem"), .help = "Fetch an issuer's certificate as PEM, with its chain behind it",
	  .flags = HVAC_IDEMPOTENT | HVAC_RAW, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },
	{ .name = "read_issuer_der", .verb = HVAC_GET, .path = PKI_ISSUER("der"), .help = "Fetch an issuer's certificate as DER",
	  .flags = HVAC_IDEMPOTENT | HVAC_RAW, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	/* issuer_ref may be the former name of an issuer that gets another, and then a repeat would not find it */
	{ .name = "update_issuer", .verb = HVAC_POST, .path = PKI("issuer/{issuer_ref}"), .help = "Set all of an issuer's settings; what is not given is set back",
	  HVAC_PARAMETERS(ISSUER_REF, EXTRA_PARAMS, MOUNT, ISSUER_OPTIONS) },
	{ .name = "patch_issuer", .verb = HVAC_PATCH, .path = PKI("issuer/{issuer_ref}"), .help = "Change some of an issuer's settings; the others stay",
	  .flags = HVAC_MERGE_PATCH, HVAC_PARAMETERS(ISSUER_REF, MOUNT, ISSUER_OPTIONS) },

	{ .name = "delete_issuer", .verb = HVAC_DELETE, .path = PKI("issuer/{issuer_ref}"), .help = "Delete an issuer; its key stays, what it signed cannot be revoked any more",
	  HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	{ .name = "revoke_issuer", .verb = HVAC_POST, .path = PKI_ISSUER("revoke"), .help = "Revoke an issuer for good: it signs no certificates any more, its CRLs go on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	{ .name = "export_issuer_private_key", .verb = HVAC_POST, .path = PKI_ISSUER("export-private"), .help = "Have an issuer's private key answered, encrypted for people",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(ISSUER_REF, HVAC_BODY("pgp_keys", LIST, .help = "Public PGP keys of those who may read it, in base64"), MOUNT, HVAC_WRAP_TTL) },

	{ .name = "read_issuers_configuration", .verb = HVAC_GET, .path = PKI("config/issuers"), .help = "Read which issuer is the default one",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_issuers", .verb = HVAC_POST, .path = PKI("config/issuers"), .help = "Say which issuer signs where none is named",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("default_issuer", STRING, .wire = "default", .flags = HVAC_REQUIRED, .help = "Name or id of the issuer"),
	    HVAC_BODY("default_follows_latest_issuer", BOOLEAN, .help = "Whether one that is made or brought in later takes its place; server's default false"), MOUNT) },
};

const struct hvac_area hvac_pki_issuer = HVAC_AREA(operations, .name = "issuer", .help = "The issuers of a mount and their settings");
