/* SPDX-License-Identifier: MIT */
/* How much of a licence is used, to be sent to its issuer (Vault Enterprise). Follows the page "operator utilization". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "generate_utilization_bundle", .verb = HVAC_POST, .path = "/sys/utilization", .help = "Make the bundle of all figures that are kept, in base64 (utilization_bundle)",
	  .since = "vault-1.16..",
	  HVAC_PARAMETERS(
	    HVAC_BODY("message", STRING, .help = "Why it is made: for the server's log only"),
	    HVAC_BODY("today_only", BOOLEAN, .help = "Whether to leave out what is older than today; false by default")) },
};

const struct hvac_area hvac_sys_utilization = HVAC_AREA(operations, .name = "utilization", .help = "How much of a licence is used, for its issuer (Vault Enterprise)");
