/* SPDX-License-Identifier: MIT */
/* Certificates that are kept: the mount's own authority, and what it has issued. */
#include "pki.h"

#define SERIAL HVAC_PATH("serial", STRING, .flags = HVAC_REQUIRED, .help = "Serial number, bytes in hex with : or - between them: 39:dd:2e:90")
#define OF_ENTERPRISE .since = "vault-1.17.."

/* READ(operation, path below the mount, help, parameters) asks for JSON, FETCH for the file itself. */
#define ROW(operation, below, text, form, ...) \
	{ .name = operation, .verb = HVAC_GET, .path = PKI(below), .help = text, .flags = HVAC_IDEMPOTENT | form, HVAC_PARAMETERS(__VA_ARGS__) }
#define READ(operation, below, text, ...) ROW(operation, below, text, 0, __VA_ARGS__)
#define FETCH(operation, below, text, ...) ROW(operation, below, text, HVAC_RAW, __VA_ARGS__)
#define LIST(operation, below, text, ...) \
	{ .name = operation, .verb = HVAC_LIST, .path = PKI(below), .help = text, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING), __VA_ARGS__ }

static const struct hvac_operation operations[] = {
	FETCH("read_ca_certificate", "ca/pem", "Fetch the default issuer's certificate as PEM", MOUNT),
	FETCH("read_ca_certificate_der", "ca", "Fetch the default issuer's certificate as DER", MOUNT),
	FETCH("read_ca_certificate_chain", "ca_chain", "Fetch the default issuer's certificate and those above it as PEM", MOUNT),
	READ("read_ca_certificate_chain_json", "cert/ca_chain", "Read the same chain as texts of PEM", MOUNT),

	READ("read_certificate", "cert/{serial}", "Read a certificate by its number, and when it was revoked", SERIAL, MOUNT),
	FETCH("read_certificate_pem", "cert/{serial}/raw/pem", "Fetch a certificate by its number as PEM", SERIAL, MOUNT),
	FETCH("read_certificate_der", "cert/{serial}/raw", "Fetch a certificate by its number as DER", SERIAL, MOUNT),
	{ .name = "read_certificate_batch", .verb = HVAC_POST, .path = PKI("batch/certs"), .help = "Read several certificates by their numbers",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("serial_numbers", LIST, .flags = HVAC_REQUIRED, .help = "Their numbers: 39:dd:2e:90,17:67:16:b0"), MOUNT) },

	LIST("list_certificates", "certs", "List the numbers of all certificates that are kept", .since = NULL),
	LIST("list_certificates_detailed", "certs/detailed", "List all certificates that are kept with subject, issuer and validity", .since = "openbao-2.6.."),
	LIST("list_revoked_certificates", "certs/revoked", "List the numbers of all that were revoked and not tidied away", .since = NULL),
	LIST("list_unified_revoked_certificates", "certs/unified-revoked", "List what was revoked in every cluster", .since = "vault-1.13.."),
	LIST("list_revocation_queue", "certs/revocation-queue", "List what other clusters are asked to revoke", .since = "vault-1.13.."),

	LIST("list_certificate_metadata", "cert-metadata", "List the numbers of those that something is kept with", OF_ENTERPRISE),
	{ .name = "read_certificate_metadata", .verb = HVAC_GET, .path = PKI("cert-metadata/{serial}"), .help = "Read what is kept with a certificate, its role, issuer and end",
	  OF_ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SERIAL, MOUNT) },
};

const struct hvac_area hvac_pki_certificate = HVAC_AREA(operations, .name = "certificate", .help = "Certificates that are kept");
