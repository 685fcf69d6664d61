/* SPDX-License-Identifier: MIT */
/* Hashes and random bytes, named as those of the transit engine. Follows the page "/sys/tools". */
#include "sys.h"

#define HASHES "sha2-224 sha2-256 sha2-384 sha2-512 sha3-224 sha3-256 sha3-384 sha3-512"
#define OUTPUT_FORMAT(dflt) HVAC_BODY("output_format", STRING, .wire = "format", .values = "hex base64", .help = "How the answer is encoded; " dflt " by default")
#define HASH_PARAMETERS \
	HVAC_BODY("hash_input", BYTES, .wire = "input", .flags = HVAC_REQUIRED, .help = "What is hashed"), \
	HVAC_BODY("algorithm", STRING, .values = HASHES, .help = "Which hash; sha2-256 by default"), OUTPUT_FORMAT("hex")
#define URLALGORITHM HVAC_PATH("urlalgorithm", STRING, .values = HASHES, .flags = HVAC_REQUIRED, .help = "Which hash, in the address, where a policy can allow this one alone")
#define RANDOM \
	HVAC_BODY("n_bytes", INTEGER, .wire = "bytes", .help = "How many; 32 by default"), OUTPUT_FORMAT("base64"), \
	HVAC_BODY("drbg", STRING, .help = "Generator behind the source: hmacdrbg; the system's own by default (Vault 2.1 and later)")
#define SOURCE HVAC_PATH("source", STRING, .values = "platform seal all", .flags = HVAC_REQUIRED, .help = "Where they come from: the system, the seal's HSM, or both mixed; platform by default")
#define URLBYTES HVAC_PATH("urlbytes", STRING, .flags = HVAC_REQUIRED, .help = "How many, in the address, where a policy can allow this number alone")

static const struct hvac_operation operations[] = {
	{ .name = "hash_data", .when = "urlalgorithm", .verb = HVAC_POST, .path = "/sys/tools/hash/{urlalgorithm}", .help = "Make the digest of bytes with the hash of the address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HASH_PARAMETERS, URLALGORITHM) },
	{ .name = "hash_data", .verb = HVAC_POST, .path = "/sys/tools/hash", .help = "Make the digest of bytes, in the member sum",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(HASH_PARAMETERS) },

	{ .name = "generate_random_bytes", .when = "source urlbytes", .verb = HVAC_POST, .path = "/sys/tools/random/{source}/{urlbytes}",
	  .help = "Give random bytes of one source, as many as the address says", HVAC_PARAMETERS(RANDOM, SOURCE, URLBYTES) },
	{ .name = "generate_random_bytes", .when = "source", .verb = HVAC_POST, .path = "/sys/tools/random/{source}", .help = "Give random bytes of one source",
	  HVAC_PARAMETERS(RANDOM, SOURCE) },
	{ .name = "generate_random_bytes", .when = "urlbytes", .verb = HVAC_POST, .path = "/sys/tools/random/{urlbytes}", .help = "Give as many random bytes as the address says",
	  HVAC_PARAMETERS(RANDOM, URLBYTES) },
	{ .name = "generate_random_bytes", .verb = HVAC_POST, .path = "/sys/tools/random", .help = "Give bytes that nobody can foresee, in the member random_bytes",
	  HVAC_PARAMETERS(RANDOM) },
};

const struct hvac_area hvac_sys_tools = HVAC_AREA(operations, .name = "tools", .help = "Hashes and random bytes");
