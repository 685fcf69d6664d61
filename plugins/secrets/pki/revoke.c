/* SPDX-License-Identifier: MIT */
/* Revocation by number, by certificate, or by who has the key. */
#include "pki.h"

#define SERIAL_NUMBER(required) HVAC_BODY("serial_number", STRING, .flags = (required), .help = "Its number, bytes in hex with : or - between them: 39:dd:2e:90")
#define CERTIFICATE(required, text) HVAC_BODY("certificate", STRING, .flags = (required), .help = text)

static const struct hvac_operation operations[] = {
	{ .name = "revoke_certificate", .verb = HVAC_POST, .path = PKI("revoke"), .help = "Revoke a certificate that is kept here, by its number",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SERIAL_NUMBER(HVAC_REQUIRED), MOUNT) },
	/* servers refuse both together, and hvac has the number required */
	{ .name = "revoke_certificate_by_pem", .verb = HVAC_POST, .path = PKI("revoke"), .help = "Revoke a certificate by itself, also one that is not kept here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CERTIFICATE(HVAC_REQUIRED, "The certificate, PEM: certificate=@web.pem"), MOUNT) },
	{ .name = "revoke_certificate_with_key", .verb = HVAC_POST, .path = PKI("revoke-with-key"), .help = "Revoke a certificate by showing that one has its key",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("private_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Private key of the certificate, PEM: private_key=@web.key"),
	    SERIAL_NUMBER(0), CERTIFICATE(0, "The certificate itself, instead of its number, PEM"), MOUNT) },
};

const struct hvac_area hvac_pki_revoke = HVAC_AREA(operations, .name = "revoke", .help = "Revocation");
