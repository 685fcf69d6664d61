/* SPDX-License-Identifier: MIT */
/* Who leads the cluster. Follows the pages "/sys/leader", "/sys/step-down" and "/sys/ha-status". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	/* Needs no token, but may withhold addresses from those who bring none (redact_addresses of Vault's listener). */
	{ .name = "read_leader_status", .verb = HVAC_GET, .path = "/sys/leader", .help = "Read whether this node leads, and at which address the leader is",
	  .answer = "", .flags = HVAC_IDEMPOTENT },

	{ .name = "step_down", .verb = HVAC_PUT, .path = "/sys/step-down", .help = "Make the active node hand over to a standby",
	  .flags = HVAC_SUDO },

	{ .name = "read_ha_status", .verb = HVAC_GET, .path = "/sys/ha-status", .help = "List the cluster's nodes with address, version and last sign of life",
	  .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_leader = HVAC_AREA(operations, .name = "leader", .help = "The leader of a cluster and its nodes");
