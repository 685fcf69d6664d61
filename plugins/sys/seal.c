/* SPDX-License-Identifier: MIT */
/* Sealing and unsealing. Follows the pages "/sys/seal", "/sys/seal-status" and "/sys/unseal". */
#include "keys.h"

/* Sent as false unasked, as hvac does: servers without seal migration ignore it. */
#define MIGRATE HVAC_BODY("migrate", BOOLEAN, .dflt = "false", .help = "Whether the key is for moving to another seal; the same with each key")
#define RESET HVAC_BODY("reset", BOOLEAN, .help = "Whether to forget the keys given so far instead of giving one")
#define KEY_HELP "One unseal key, in hex or base64; not sent with reset"

static const struct sys_keys unseal_keys = {
	.list = "keys", .member = "key", .pointer = "/sealed", .ends = false,
};

static int unseal_prepare(struct hvac_task *task, void *state)
{
	return hvac_sys_keys_prepare(task, state, &unseal_keys);
}

static int unseal_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	return hvac_sys_keys_finish(task, state, &unseal_keys, response);
}

/* A key that is given twice counts once, so giving one may be repeated. */
static const struct hvac_operation operations[] = {
	{ .name = "is_sealed", .verb = HVAC_GET, .path = "/sys/seal-status", .help = "Tell whether the server is sealed: true or false",
	  .answer = "/sealed", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },

	{ .name = "read_seal_status", .verb = HVAC_GET, .path = "/sys/seal-status", .help = "Read the kind of seal, how many keys it wants and has, and the server's version",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT },

	{ .name = "seal", .verb = HVAC_PUT, .path = "/sys/seal", .help = "Make the server forget its root key, so that it answers nothing until it is unsealed",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },

	{ .name = "submit_unseal_key", .when = "reset=true", .verb = HVAC_PUT, .path = "/sys/unseal", .help = "Forget the unseal keys given so far",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_LOCAL("key", STRING, .flags = HVAC_SECRET, .help = KEY_HELP), RESET, MIGRATE) },
	{ .name = "submit_unseal_key", .verb = HVAC_PUT, .path = "/sys/unseal", .help = "Give one unseal key; the answer tells how many are still wanted",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("key", STRING, .flags = HVAC_SECRET, .help = KEY_HELP), RESET, MIGRATE) },

	{ .name = "submit_unseal_keys", .verb = HVAC_PUT, .path = "/sys/unseal", .help = "Give unseal keys one after another until the server is unsealed",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT | HVAC_UNWRAPPED,
	  HVAC_PARAMETERS(HVAC_LOCAL("keys", LIST, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The unseal keys, strings in hex or base64"), MIGRATE),
	  .state_size = sizeof(struct sys_keys_state), .prepare = unseal_prepare, .finish = unseal_finish },
};

const struct hvac_area hvac_sys_seal = HVAC_AREA(operations, .name = "seal", .help = "Sealing and unsealing");
