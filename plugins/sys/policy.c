/* SPDX-License-Identifier: MIT */
/* ACL policies by their older path. Follows the page "/sys/policy". */
#include "policy.h"

#define WRITE .name = "create_or_update_policy", .verb = HVAC_PUT, .path = "/sys/policy/{name}"
#define WRITE_PARAMETERS(form) HVAC_PARAMETERS(POLICY_NAME, ACL_POLICY(HVAC_REQUIRED | HVAC_TEXT | (form)), PRETTY_PRINT, \
	HVAC_BODY("rules", STRING, .help = "Deprecated: use policy"), ACL_POLICY_OPTIONS)

/* A write with cas is refused when it is repeated after it was carried out; one without sets the same again. */
static const struct hvac_operation operations[] = {
	{ .name = "list_policies", .verb = HVAC_GET, .path = "/sys/policy", .help = "List the names of all policies, by reading",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "list_policies_by_list", .verb = HVAC_LIST, .path = "/sys/policy", .help = "As list_policies, for policies that allow list and not read",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "read_policy", .verb = HVAC_GET, .path = "/sys/policy/{name}", .help = "Read the rules of a policy, in the member rules",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ WRITE, .when = "pretty_print=false cas", .help = "Make or replace a policy at a known version, a map on one line", WRITE_PARAMETERS(0) },
	{ WRITE, .when = "pretty_print=false", .help = "Make or replace a policy, a map on one line", .flags = HVAC_IDEMPOTENT, WRITE_PARAMETERS(0) },
	{ WRITE, .when = "cas", .help = "Make or replace a policy at a known version", WRITE_PARAMETERS(HVAC_PRETTY) },
	{ WRITE, .help = "Make or replace a policy; tokens that have it feel it at once", .flags = HVAC_IDEMPOTENT, WRITE_PARAMETERS(HVAC_PRETTY) },

	{ .name = "delete_policy", .verb = HVAC_DELETE, .path = "/sys/policy/{name}", .help = "Remove a policy; tokens that have it lose its rights at once",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },
};

const struct hvac_area hvac_sys_policy = HVAC_AREA(operations, .name = "policy", .help = "ACL policies, by their older path");
