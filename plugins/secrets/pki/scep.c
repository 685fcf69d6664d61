/* SPDX-License-Identifier: MIT */
/* SCEP (RFC 8894), as devices speak it. Messages are PKCS #7, which the caller makes and reads. */
#include "pki.h"

SENT_AS(as_pki_message, "application/x-pki-message")

#define SINCE .since = "vault-1.20.."
#define OPERATION HVAC_QUERY("operation", STRING, .values = "GetCACaps GetCACert PKIOperation", .help = "What is asked for")
#define GET(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_GET, .path = where, .help = text, SINCE, .flags = HVAC_RAW, \
	  HVAC_PARAMETERS(OPERATION, HVAC_QUERY("message", STRING, .help = "The message in base64, of PKIOperation"), __VA_ARGS__) }
#define POST(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_POST, .path = where, .help = text, SINCE, .flags = HVAC_RAW, .prepare = as_pki_message, \
	  HVAC_PARAMETERS(HVAC_RAW_BODY("message", .flags = HVAC_REQUIRED, .help = "The message, DER"), OPERATION, __VA_ARGS__) }
#define ALGORITHMS(what, names) HVAC_BODY("allowed_" what "_algorithms", LIST, .values = names, .help = "Algorithms of messages that are taken; the safer ones by default")

static const struct hvac_operation operations[] = {
	ROLE_AND_MOUNT(GET, "scep_get", "scep", "Ask for what the server can do, its certificates, or by GET for one of one's own"),
	ROLE_AND_MOUNT(POST, "scep_post", "scep", "Ask for a certificate"),
	ROLE_AND_MOUNT(GET, "scep_get_pkiclient", "scep/pkiclient.exe", "As scep_get, by the name that old clients know"),
	ROLE_AND_MOUNT(POST, "scep_post_pkiclient", "scep/pkiclient.exe", "As scep_post, by the name that old clients know"),

	{ .name = "read_scep_configuration", .verb = HVAC_GET, .path = PKI("config/scep"), .help = "Read whether there is SCEP, and for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_scep", .verb = HVAC_POST, .path = PKI("config/scep"), .help = "Switch SCEP on and say for whom",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether there is SCEP; server's default false"),
	    DEFAULT_PATH_POLICY,
	    AUTHENTICATORS("scep and cert"),
	    HVAC_BODY("external_validation", MAP, .help = "Service that judges challenges besides, such as Intune: {\"intune\":{...}}"),
	    ALGORITHMS("digest", "sha-1 sha-256 sha-384 sha-512"),
	    ALGORITHMS("encryption", "des-cbc 3des-cbc aes128-cbc aes256-cbc aes128-gcm aes256-gcm"),
	    HVAC_BODY("restrict_ca_chain_to_issuer", BOOLEAN, .help = "Whether GetCACert answers with the issuer alone, not its chain"),
	    HVAC_BODY("log_level", STRING, .help = "How much of messages is logged; the server's own level by default"), MOUNT) },
};

const struct hvac_area hvac_pki_scep = HVAC_AREA(operations, .name = "scep", .help = "SCEP (Vault Enterprise)");
