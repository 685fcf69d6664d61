/* SPDX-License-Identifier: MIT */
/* CMP version 2 (RFC 4210 over RFC 6712), as devices speak it. Messages are DER, which the caller makes and reads. */
#include "pki.h"

SENT_AS(as_cmp, "application/pkixcmp")

#define SINCE .since = "vault-1.18.."
#define POST(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_POST, .path = where, .help = text, SINCE, .flags = HVAC_RAW, .prepare = as_cmp, \
	  HVAC_PARAMETERS(HVAC_RAW_BODY("message", .flags = HVAC_REQUIRED, .help = "PKIMessage, DER, as openssl cmp -reqout writes it"), __VA_ARGS__) }

static const struct hvac_operation operations[] = {
	ROLE_AND_MOUNT(POST, "cmp_post", "cmp", "Send a message and receive the one that answers it"),

	{ .name = "read_cmp_configuration", .verb = HVAC_GET, .path = PKI("config/cmp"), .help = "Read whether there is CMP, and for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_cmp", .verb = HVAC_POST, .path = PKI("config/cmp"), .help = "Switch CMP on and say for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether there is CMP; server's default false"),
	    DEFAULT_PATH_POLICY,
	    AUTHENTICATORS("cert"),
	    HVAC_BODY("disabled_validations", LIST, .values = "DisableMatchingKeyIdValidation DisableCertTimeValidation", .help = "Checks of messages that are left out"),
	    SENTINEL, MOUNT) },
};

const struct hvac_area hvac_pki_cmp = HVAC_AREA(operations, .name = "cmp", .help = "CMPv2 (Vault Enterprise)");
