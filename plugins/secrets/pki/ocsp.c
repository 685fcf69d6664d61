/* SPDX-License-Identifier: MIT */
/* OCSP (RFC 6960): whether one certificate was revoked. Request and answer are DER, made and read by who asks. */
#include "pki.h"

SENT_AS(as_ocsp_request, "application/ocsp-request")

#define REQUEST "The question, DER, as openssl ocsp -reqout writes it: request=@request.der"
#define OCSP(operation, below, servers, text) \
	{ .name = operation, .verb = HVAC_POST, .path = PKI(below), .help = text " (POST)", .since = servers, \
	  .flags = HVAC_IDEMPOTENT | HVAC_RAW, .prepare = as_ocsp_request, \
	  HVAC_PARAMETERS(HVAC_RAW_BODY("request", .flags = HVAC_REQUIRED, .help = REQUEST), MOUNT) }, \
	{ .name = operation "_by_get", .verb = HVAC_GET, .path = PKI(below "/{request}"), .help = text " (GET, which caches keep)", .since = servers, \
	  .flags = HVAC_IDEMPOTENT | HVAC_RAW, \
	  HVAC_PARAMETERS(HVAC_PATH("request", BYTES, .flags = HVAC_REQUIRED, .help = REQUEST), MOUNT) }

static const struct hvac_operation operations[] = {
	OCSP("query_ocsp", "ocsp", NULL, "Ask if a certificate was revoked"),
	OCSP("query_unified_ocsp", "unified-ocsp", "vault-1.13..", "Ask if a certificate was revoked in any cluster"),
};

const struct hvac_area hvac_pki_ocsp = HVAC_AREA(operations, .name = "ocsp", .help = "Questions about single certificates");
