/* SPDX-License-Identifier: MIT */
/*
 * Revocation lists: of the default issuer, of one that is named, and of all clusters; each whole or as what came since
 * (delta); each as PEM, as DER, and as a text of PEM in JSON, which the name's end says. Only hvac's own has no such end.
 */
#include "pki.h"

#define LIST(operation, where, servers, form, text, ...) \
	{ .name = operation, .verb = HVAC_GET, .path = where, .help = text, .since = servers, .flags = HVAC_IDEMPOTENT | form, HVAC_PARAMETERS(__VA_ARGS__) }
#define FORMS(pem, list, at_pem, at_der, at_json, servers, what, ...) \
	LIST(pem, at_pem, servers, HVAC_RAW, "Fetch " what " as PEM", __VA_ARGS__), \
	LIST(list "_der", at_der, servers, HVAC_RAW, "Fetch " what " as DER", __VA_ARGS__), \
	LIST(list "_json", at_json, servers, 0, "Read " what " as a text of PEM", __VA_ARGS__)
#define OF_MOUNT(pem, list, below, json, servers, what) \
	FORMS(pem, list, PKI(below "/pem"), PKI(below), PKI("cert/" json), servers, what, MOUNT)
#define OF_ISSUER(list, below, servers, what) \
	FORMS(list "_pem", list, PKI_ISSUER(below "/pem"), PKI_ISSUER(below "/der"), PKI_ISSUER(below), servers, what, ISSUER_REF, MOUNT)
#define OF_ALL_CLUSTERS "vault-1.13.."

#define ROTATE(operation, below, text) { .name = operation, .verb = HVAC_GET, .path = PKI(below), .help = text, HVAC_PARAMETERS(MOUNT) }

#define NUMBERS \
	HVAC_BODY("crl_number", INTEGER, .flags = HVAC_REQUIRED, .help = "Number of the list; must be greater than those before"), \
	HVAC_BODY("delta_crl_base_number", INTEGER, .help = "Number of the whole list that a delta CRL goes on from; server's default -1: no delta"), \
	HVAC_BODY("next_update", DURATION, .help = "When the next list is due: \"72h\", the server's default"), \
	HVAC_BODY("format", STRING, .values = "pem der", .help = "Form of the list; server's default pem")

static const struct hvac_operation operations[] = {
	OF_MOUNT("read_crl", "read_crl", "crl", "crl", NULL, "the default issuer's CRL"),
	OF_MOUNT("read_delta_crl_pem", "read_delta_crl", "crl/delta", "delta-crl", NULL, "the default issuer's delta CRL"),
	OF_MOUNT("read_unified_crl_pem", "read_unified_crl", "unified-crl", "unified-crl", OF_ALL_CLUSTERS, "all clusters' CRL"),
	OF_MOUNT("read_unified_delta_crl_pem", "read_unified_delta_crl", "unified-crl/delta", "unified-delta-crl", OF_ALL_CLUSTERS, "all clusters' delta CRL"),

	OF_ISSUER("read_issuer_crl", "crl", NULL, "an issuer's CRL"),
	OF_ISSUER("read_issuer_delta_crl", "crl/delta", NULL, "an issuer's delta CRL"),
	OF_ISSUER("read_issuer_unified_crl", "unified-crl", OF_ALL_CLUSTERS, "an issuer's CRL of all clusters"),
	OF_ISSUER("read_issuer_unified_delta_crl", "unified-crl/delta", OF_ALL_CLUSTERS, "an issuer's delta CRL of all clusters"),

	ROTATE("rotate_crl", "crl/rotate", "Have all CRLs written anew now"),
	ROTATE("rotate_delta_crl", "crl/rotate-delta", "Have all delta CRLs written anew now, if anything was revoked since"),

	{ .name = "resign_issuer_crls", .verb = HVAC_POST, .path = PKI_ISSUER("resign-crls"), .help = "Join lists that an issuer signed elsewhere, and sign the result",
	  HVAC_PARAMETERS(ISSUER_REF,
	    HVAC_BODY("crls", LIST, .flags = HVAC_REQUIRED, .help = "The lists, each a text of PEM, of issuers with the same key and name"),
	    NUMBERS, MOUNT) },
	{ .name = "sign_issuer_revocation_list", .verb = HVAC_POST, .path = PKI_ISSUER("sign-revocation-list"), .help = "Sign a list whose entries are given, whatever was revoked here",
	  HVAC_PARAMETERS(ISSUER_REF,
	    HVAC_BODY("revoked_certs", LIST, .help = "Its entries: [{\"serial_number\":\"39:dd\",\"revocation_time\":\"2026-11-22T10:00:00Z\"}]"),
	    HVAC_BODY("extensions", LIST, .help = "Its own extensions: [{\"id\":\"1.2.3\",\"critical\":\"false\",\"value\":\"BASE64\"}]"),
	    NUMBERS, MOUNT) },

	{ .name = "read_crl_configuration", .verb = HVAC_GET, .path = PKI("config/crl"), .help = "Read how CRLs and OCSP answers are made",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "set_crl_configuration", .verb = HVAC_POST, .path = PKI("config/crl"), .help = "Say how CRLs and OCSP answers are made; what is not given stays",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("expiry", DURATION, .help = "When the next list is due: \"72h\", the server's default"),
	    /* a truth value, of which hvac takes a text, too */
	    HVAC_BODY("disable", ANY, .help = "Whether there is no CRL (true, false); server's default false"),
	    EXTRA_PARAMS, MOUNT,
	    HVAC_BODY("auto_rebuild", BOOLEAN, .help = "Whether lists are written before they end, not at each revocation; server's default false"),
	    HVAC_BODY("auto_rebuild_grace_period", DURATION, .help = "How long before that; server's default 12h"),
	    HVAC_BODY("enable_delta", BOOLEAN, .help = "Whether there are delta CRLs, with auto_rebuild; server's default false"),
	    HVAC_BODY("delta_rebuild_interval", DURATION, .help = "How often they are written; server's default 15m"),
	    HVAC_BODY("ocsp_disable", BOOLEAN, .help = "Whether OCSP requests are refused; server's default false"),
	    HVAC_BODY("ocsp_expiry", DURATION, .help = "How long an OCSP answer is good, 0 for no end; server's default 1h"),
	    HVAC_BODY("cross_cluster_revocation", BOOLEAN, .help = "Whether other clusters are asked to revoke what is theirs; server's default false (Vault Enterprise)"),
	    HVAC_BODY("unified_crl", BOOLEAN, .help = "Whether there are lists of all clusters; server's default false (Vault Enterprise)"),
	    HVAC_BODY("unified_crl_on_existing_paths", BOOLEAN, .help = "Whether these stand at the paths of the others, too; server's default false (Vault Enterprise)"),
	    HVAC_BODY("max_crl_entries", INTEGER, .help = "The most entries of a list, -1 for any number; server's default 100000 (Vault 2.1 and later)"),
	    HVAC_BODY("allow_expired_cert_revocation", BOOLEAN, .help = "Whether what has ended may be revoked; server's default false (OpenBao)")) },
};

const struct hvac_area hvac_pki_crl = HVAC_AREA(operations, .name = "crl", .help = "Revocation lists");
