/* SPDX-License-Identifier: MIT */
/* Issuing: a certificate with a new key, or for the key of a request. */
#include "pki.h"

#define OF_ISSUER .when = "issuer_ref"
#define ROW(operation, condition, where, text, access, ...) \
	{ .name = operation, condition, .verb = HVAC_POST, .path = where, .help = text, .flags = access, HVAC_PARAMETERS(__VA_ARGS__) }
/* For the default issuer, and for one that is named. */
#define ISSUES(operation, below, of_issuer, text, ...) \
	ROW(operation, OF_ISSUER, PKI_ISSUER(of_issuer), text, 0, __VA_ARGS__, ISSUER_REF), \
	ROW(operation, .when = NULL, PKI(below), text, 0, __VA_ARGS__)

#define ISSUED SUBJECT_SERIAL_NUMBER, VALIDITY("the role's by default"), FORMAT, PRIVATE_KEY_FORMAT
#define VERBATIM ALTERNATIVE_NAMES, ISSUED, USER_IDS, COMMON_NAME(0), \
	KEY_USAGE("DigitalSignature, KeyAgreement, KeyEncipherment"), EXT_KEY_USAGE, SIGNATURE_BITS, USE_PSS(""), BASIC_CONSTRAINTS, \
	REMOVE_ROOTS, CERT_METADATA, STORES
#define VERBATIM_ROLE HVAC_BODY("role", STRING, .help = "Listed by OpenBao, which does not read it: give name")
#define SELF_ISSUED HVAC_BODY("certificate", STRING, .flags = HVAC_REQUIRED, .help = "Certificate that is signed by itself, PEM: certificate=@old.pem"), MOUNT, \
	HVAC_BODY("require_matching_certificate_algorithms", BOOLEAN, .help = "Whether it must have a key of the issuer's algorithm; server's default false")

#define SIGN_VERBATIM(condition, where, ...) \
	ROW("sign_verbatim", condition, where, "Sign a request as it is, for any name, with no more than lifetimes of a role", 0, CSR, EXTRA_PARAMS, MOUNT, __VA_ARGS__ VERBATIM)
#define SIGN_SELF_ISSUED(condition, where, access, ...) \
	ROW("sign_self_issued", condition, where, "Sign an authority's own certificate once more, so that two roots can follow each other", access, SELF_ISSUED, __VA_ARGS__)

static const struct hvac_operation operations[] = {
	ISSUES("generate_certificate", "issue/{name}", "issue/{name}", "Make a key and a certificate for it; the key is in this answer alone",
	  ROLE_NAME, COMMON_NAME(HVAC_REQUIRED), EXTRA_PARAMS, MOUNT, HVAC_WRAP_TTL,
	  ALTERNATIVE_NAMES, ISSUED, USER_IDS,
	  KEY_TYPE("the role's by default (OpenBao)"), KEY_BITS(" (OpenBao)"),
	  REMOVE_ROOTS, CERT_METADATA, KEY_STORES),

	ISSUES("sign_certificate", "sign/{name}", "sign/{name}", "Sign a request, as far as the role allows what it asks for",
	  ROLE_NAME, CSR, COMMON_NAME(HVAC_REQUIRED), EXTRA_PARAMS, MOUNT,
	  ALTERNATIVE_NAMES, ISSUED, USER_IDS, REMOVE_ROOTS, CERT_METADATA, STORES),

	SIGN_VERBATIM(.when = "issuer_ref name", PKI_ISSUER("sign-verbatim/{name}"), ISSUER_REF, ROLE_NAME,),
	SIGN_VERBATIM(OF_ISSUER, PKI_ISSUER("sign-verbatim"), ISSUER_REF, VERBATIM_ROLE,),
	/* hvac's name is False by default; it writes True into the path as Python prints it */
	SIGN_VERBATIM(.when = "name=true", PKI("sign-verbatim/True"), HVAC_LOCAL("name", BOOLEAN, .help = "The role called True; one that is called true needs issuer_ref"),),
	SIGN_VERBATIM(.when = "name", PKI("sign-verbatim/{name}"), ROLE_NAME,),
	SIGN_VERBATIM(.when = NULL, PKI("sign-verbatim"), VERBATIM_ROLE,),

	ISSUES("sign_intermediate", "root/sign-intermediate", "sign-intermediate", "Sign the request of an authority that is to stand below",
	  CSR, COMMON_NAME(HVAC_REQUIRED), EXTRA_PARAMS, MOUNT,
	  HVAC_BODY("use_csr_values", BOOLEAN, .help = "Whether subject and extensions are the request's, not the arguments; server's default false"),
	  ALTERNATIVE_NAMES, SUBJECT, ISSUED, NOT_BEFORE_DURATION, SIGNATURE_BITS, USE_PSS(""), AUTHORITY_CONSTRAINTS,
	  HVAC_BODY("skid", STRING, .help = "Subject key id in hex, 20 bytes; of the request's key by default"),
	  HVAC_BODY("issuer_name", STRING, .help = "Listed by servers, which do not use it: the request's own mount names it"),
	  HVAC_BODY("enforce_leaf_not_after_behavior", BOOLEAN, .help = "Whether it may outlive the issuer only as leaves may; server's default false (Vault 2.1 and later)"),
	  STORES),

	SIGN_SELF_ISSUED(OF_ISSUER, PKI_ISSUER("sign-self-issued"), 0, ISSUER_REF),
	SIGN_SELF_ISSUED(.when = NULL, PKI("root/sign-self-issued"), HVAC_SUDO,),
};

const struct hvac_area hvac_pki_issue = HVAC_AREA(operations, .name = "issue", .help = "Issuing and signing");
