/* SPDX-License-Identifier: MIT */
/* The first start of a server. Follows the page "/sys/init". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_init_status", .verb = HVAC_GET, .path = "/sys/init", .help = "Read the server's word on its initialization",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },

	{ .name = "is_initialized", .verb = HVAC_GET, .path = "/sys/init", .help = "Tell whether the server has been initialized: true or false",
	  .answer = "/initialized", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },

	/* Whoever loses this answer loses the keys: never repeated. */
	{ .name = "initialize", .verb = HVAC_PUT, .path = "/sys/init", .help = "Start a new server: the answer is the only copy of unseal keys and root token",
	  .answer = "", .flags = HVAC_NO_TOKEN,
	  HVAC_PARAMETERS(
	    HVAC_BODY("secret_shares", INTEGER, .help = "Into how many unseal keys the root key is split; needed unless the server unseals itself"),
	    HVAC_BODY("secret_threshold", INTEGER, .help = "How many of them unseal the server, at most secret_shares"),
	    HVAC_BODY("pgp_keys", LIST, .help = "PGP public keys in base64, one for each unseal key, which comes out encrypted to it"),
	    HVAC_BODY("root_token_pgp_key", STRING, .help = "PGP public key in base64 to which the root token is encrypted"),
	    HVAC_BODY("stored_shares", INTEGER, .help = "Unseal keys that the HSM keeps, equal to secret_shares (Vault only)"),
	    HVAC_BODY("recovery_shares", INTEGER, .help = "Into how many recovery keys, of a server that unseals itself"),
	    HVAC_BODY("recovery_threshold", INTEGER, .help = "How many of the recovery keys are needed, at most recovery_shares"),
	    HVAC_BODY("recovery_pgp_keys", LIST, .help = "PGP public keys in base64, one for each recovery key")) },
};

const struct hvac_area hvac_sys_init = HVAC_AREA(operations, .name = "init", .help = "Initialization of a new server");
