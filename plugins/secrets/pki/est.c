/* SPDX-License-Identifier: MIT */
/* EST (RFC 7030), as devices speak it. Bodies are DER in base64; who asks logs in by a certificate or a password of its own. */
#include "pki.h"

static int as_pkcs10(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_header(task, "Content-Type", "application/pkcs10");
	hvac_request_header(task, "Content-Transfer-Encoding", "base64");
	return HVAC_HOOK_AGAIN;
}

#define SINCE .since = "vault-1.16.."
#define FETCH(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_GET, .path = where, .help = text, SINCE, .flags = HVAC_IDEMPOTENT | HVAC_RAW, HVAC_PARAMETERS(__VA_ARGS__) }
#define ENROLL(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_POST, .path = where, .help = text, SINCE, .flags = HVAC_RAW, .prepare = as_pkcs10, \
	  HVAC_PARAMETERS(HVAC_RAW_BODY("csr", .flags = HVAC_REQUIRED, .help = "Certificate signing request: base64 of DER, as a PEM file has it between its lines"), __VA_ARGS__) }

static const struct hvac_operation operations[] = {
	ROLE_AND_MOUNT(FETCH, "est_read_ca_certificates", "est/cacerts", "Fetch the issuer's certificates: PKCS #7 in base64"),
	ROLE_AND_MOUNT(ENROLL, "est_enroll", "est/simpleenroll", "Ask for a certificate: PKCS #7 in base64"),
	ROLE_AND_MOUNT(ENROLL, "est_reenroll", "est/simplereenroll", "Ask for the certificate that follows the one which one logs in with"),

	{ .name = "read_est_configuration", .verb = HVAC_GET, .path = PKI("config/est"), .help = "Read whether there is EST, and for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_est", .verb = HVAC_POST, .path = PKI("config/est"), .help = "Switch EST on and say for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether there is EST; server's default false"),
	    HVAC_BODY("default_mount", BOOLEAN, .help = "Whether /.well-known/est is this mount; server's default false"),
	    DEFAULT_PATH_POLICY,
	    HVAC_BODY("label_to_path_policy", MAP, .help = "The same for each label of /.well-known/est/LABEL: {\"printers\":\"role:printers\"}"),
	    AUTHENTICATORS("cert and userpass"), SENTINEL, MOUNT) },
};

const struct hvac_area hvac_pki_est = HVAC_AREA(operations, .name = "est", .help = "EST (Vault Enterprise)");
