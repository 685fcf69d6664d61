/* SPDX-License-Identifier: MIT */
/* Storage that the seal encrypts once more. Follows the page "/sys/sealwrap/rewrap". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_sealwrap_rewrap", .verb = HVAC_GET, .path = "/sys/sealwrap/rewrap", .help = "Read whether entries are being wrapped anew, and how many are done (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },
	{ .name = "start_sealwrap_rewrap", .verb = HVAC_POST, .path = "/sys/sealwrap/rewrap", .help = "Begin to wrap all entries anew by the seal's present key (Vault Enterprise)",
	  .since = "vault-1.15.." },
};

const struct hvac_area hvac_sys_sealwrap = HVAC_AREA(operations, .name = "sealwrap", .help = "Storage that the seal encrypts once more");
