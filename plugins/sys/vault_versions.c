/* SPDX-License-Identifier: MIT */
/* Vault's versions. No API page has it: the server's own list does. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_vault_versions", .verb = HVAC_GET, .path = "/sys/vault-versions", .help = "Read which there are, the last one of each line",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("edition", STRING, .help = "Count those of this edition alone")) },
};

const struct hvac_area hvac_sys_vault_versions = HVAC_AREA(operations, .name = "vault_versions", .help = "Vault's versions that there are");
