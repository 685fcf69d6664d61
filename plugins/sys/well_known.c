/* SPDX-License-Identifier: MIT */
/* What engines publish below /.well-known. Follows the page "/sys/well-known". */
#include "sys.h"

#define SINCE .since = "vault-1.16.."

static const struct hvac_operation operations[] = {
	{ .name = "list_well_known_labels", .verb = HVAC_LIST, .path = "/sys/well-known", .help = "List what is published there, with its mounts",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_well_known_labels", .verb = HVAC_GET, .path = "/sys/well-known", .help = "As list_well_known_labels, for policies that allow to read only",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_well_known_label", .verb = HVAC_GET, .path = "/sys/well-known/{label}", .help = "Read which mount publishes something",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("label", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where it is below /.well-known: est/cacerts")) },
};

const struct hvac_area hvac_sys_well_known = HVAC_AREA(operations, .name = "well_known", .help = "What engines publish below /.well-known");
