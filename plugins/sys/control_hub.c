/* SPDX-License-Identifier: MIT */
/* Clusters that HashiCorp's Control Hub looks after (Vault Enterprise). No API page has it: the server's own list does. */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "enroll_in_control_hub", .verb = HVAC_POST, .path = "/sys/control-hub/enroll", .help = "Have this cluster looked after from there",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(HVAC_BODY("activation_token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The token that the hub gave for it")) },
	{ .name = "deregister_from_control_hub", .verb = HVAC_POST, .path = "/sys/control-hub/de-register", .help = "Have this cluster looked after no more",
	  .since = "vault-2.1.." },
};

const struct hvac_area hvac_sys_control_hub = HVAC_AREA(operations, .name = "control_hub", .help = "Clusters that the Control Hub looks after (Vault Enterprise)");
