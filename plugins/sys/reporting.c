/* SPDX-License-Identifier: MIT */
/* Reports that the server writes for its operators. No API page has it: Vault's own client does. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "run_reporting_scan", .verb = HVAC_POST, .path = "/sys/reporting/scan", .help = "Have the server write what it holds into files of its own, and say where (full_directory_path)",
	  .since = "vault-1.21..", .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(HVAC_BODY("async", BOOLEAN, .help = "Whether to answer before the files are whole; false by default (Vault 2 only)")) },
};

const struct hvac_area hvac_sys_reporting = HVAC_AREA(operations, .name = "reporting", .help = "Reports that the server writes for its operators");
