/* SPDX-License-Identifier: MIT */
/* Requests that others must approve of. Follows the page "/sys/control-group". */
#include "sys.h"

#define ACCESSOR HVAC_BODY("accessor", STRING, .help = "Accessor of the wrapping token that the request was answered with; the server wants it")

static const struct hvac_operation operations[] = {
	/* nobody may approve twice, so a repeat would fail */
	{ .name = "authorize_control_group_request", .verb = HVAC_POST, .path = "/sys/control-group/authorize", .help = "Approve of a request; with enough approvals its wrapping token can be unwrapped",
	  .since = "vault-1.15.. openbao-2.7..", HVAC_PARAMETERS(ACCESSOR) },
	{ .name = "check_control_group_request", .verb = HVAC_POST, .path = "/sys/control-group/request", .help = "Read whose request it is, for which path, and who has approved of it",
	  .since = "vault-1.15.. openbao-2.7..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCESSOR) },
};

const struct hvac_area hvac_sys_control_group = HVAC_AREA(operations, .name = "control_group", .help = "Requests that others must approve of");
