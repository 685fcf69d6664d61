/* SPDX-License-Identifier: MIT */
/* What a cluster is used for (Vault Enterprise). Follows the page "/sys/utilization-report". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_utilization_report", .verb = HVAC_GET, .path = "/sys/utilization-report", .help = "Count mounts, leases, quotas, issuers, roles and secrets, of all namespaces together",
	  .since = "vault-1.20..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("namespace_path", STRING, .wire = "namespace", .help = "Count this namespace alone: team/ (Vault 1.21 and later)")) },
};

const struct hvac_area hvac_sys_utilization_report = HVAC_AREA(operations, .name = "utilization_report", .help = "What a cluster is used for (Vault Enterprise)");
