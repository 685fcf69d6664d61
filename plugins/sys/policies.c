/* SPDX-License-Identifier: MIT */
/*
 * Policies of all kinds. Follows the pages "/sys/policies", "/sys/policies/password" and "/sys/policies/rotation".
 * EGP and RGP are Sentinel policies of Vault Enterprise: of endpoints and of identities.
 */
#include "policy.h"

#define WRITE_ACL .name = "create_or_update_acl_policy", .verb = HVAC_PUT, .path = "/sys/policies/acl/{name}"
#define WRITE_ACL_PARAMETERS(form) HVAC_PARAMETERS(POLICY_NAME, ACL_POLICY(HVAC_REQUIRED | HVAC_TEXT | (form)), PRETTY_PRINT, ACL_POLICY_OPTIONS)
#define SENTINEL_POLICY HVAC_BODY("policy", STRING, .flags = HVAC_REQUIRED, .help = "Its rules in the Sentinel language, as text or in base64")
#define ENFORCEMENT_LEVEL HVAC_BODY("enforcement_level", STRING, .flags = HVAC_REQUIRED, .values = "advisory soft-mandatory hard-mandatory", \
	.help = "Whether it only warns, can be overridden, or holds")
#define PASSWORD_POLICY_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Name of the password policy")
#define ROTATION_POLICY_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Name of the rotation policy")

/* A write with cas is refused when it is repeated after it was carried out; one without sets the same again. */
static const struct hvac_operation operations[] = {
	{ .name = "list_acl_policies", .verb = HVAC_LIST, .path = "/sys/policies/acl", .help = "List the names of all ACL policies",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "read_acl_policy", .verb = HVAC_GET, .path = "/sys/policies/acl/{name}", .help = "Read the rules of an ACL policy, in the member policy",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ WRITE_ACL, .when = "pretty_print=false cas", .help = "Make or replace an ACL policy at a known version, a map on one line", WRITE_ACL_PARAMETERS(0) },
	{ WRITE_ACL, .when = "pretty_print=false", .help = "Make or replace an ACL policy, a map on one line", .flags = HVAC_IDEMPOTENT, WRITE_ACL_PARAMETERS(0) },
	{ WRITE_ACL, .when = "cas", .help = "Make or replace an ACL policy at a known version", WRITE_ACL_PARAMETERS(HVAC_PRETTY) },
	{ WRITE_ACL, .help = "Make or replace an ACL policy; tokens that have it feel it at once", .flags = HVAC_IDEMPOTENT, WRITE_ACL_PARAMETERS(HVAC_PRETTY) },

	{ .name = "patch_acl_policy", .verb = HVAC_PATCH, .path = "/sys/policies/acl/{name}", .help = "Change some of an ACL policy and leave the rest as it is",
	  .since = "openbao-2.6..", .flags = HVAC_MERGE_PATCH,
	  HVAC_PARAMETERS(POLICY_NAME, ACL_POLICY(HVAC_TEXT | HVAC_PRETTY), ACL_POLICY_OPTIONS) },

	{ .name = "delete_acl_policy", .verb = HVAC_DELETE, .path = "/sys/policies/acl/{name}", .help = "Remove an ACL policy; tokens that have it lose its rights at once",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ .name = "list_detailed_acl_policies", .verb = HVAC_LIST, .path = "/sys/policies/detailed/acl", .help = "List all ACL policies with rules and version, in the member key_info",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },
	{ .name = "list_detailed_acl_policies_below", .verb = HVAC_LIST, .path = "/sys/policies/detailed/acl/{name}", .help = "As list_detailed_acl_policies, of one folder of names",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "The folder: team, for team/a and team/b")) },

	{ .name = "list_egp_policies", .verb = HVAC_LIST, .path = "/sys/policies/egp", .help = "List the names of all endpoint policies (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_egp_policy", .verb = HVAC_GET, .path = "/sys/policies/egp/{name}", .help = "Read rules, paths and enforcement level of an endpoint policy (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ .name = "create_or_update_egp_policy", .verb = HVAC_PUT, .path = "/sys/policies/egp/{name}", .help = "Make or replace an endpoint policy, which guards paths whoever asks (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(POLICY_NAME, SENTINEL_POLICY, ENFORCEMENT_LEVEL,
	    HVAC_BODY("paths", LIST, .flags = HVAC_REQUIRED, .help = "Paths that it guards: secret/*; * for all")) },

	{ .name = "delete_egp_policy", .verb = HVAC_DELETE, .path = "/sys/policies/egp/{name}", .help = "Remove an endpoint policy (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ .name = "list_rgp_policies", .verb = HVAC_LIST, .path = "/sys/policies/rgp", .help = "List the names of all role policies (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_rgp_policy", .verb = HVAC_GET, .path = "/sys/policies/rgp/{name}", .help = "Read rules and enforcement level of a role policy (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ .name = "create_or_update_rgp_policy", .verb = HVAC_PUT, .path = "/sys/policies/rgp/{name}", .help = "Make or replace a role policy, which binds tokens, entities and groups (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME, SENTINEL_POLICY, ENFORCEMENT_LEVEL) },

	{ .name = "delete_rgp_policy", .verb = HVAC_DELETE, .path = "/sys/policies/rgp/{name}", .help = "Remove a role policy (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(POLICY_NAME) },

	{ .name = "list_password_policies", .verb = HVAC_LIST, .path = "/sys/policies/password", .help = "List the names of all password policies",
	  .flags = HVAC_IDEMPOTENT },

	{ .name = "read_password_policy", .verb = HVAC_GET, .path = "/sys/policies/password/{name}", .help = "Read the rules of a password policy",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PASSWORD_POLICY_NAME) },

	{ .name = "create_or_update_password_policy", .verb = HVAC_POST, .path = "/sys/policies/password/{name}", .help = "Make or replace the rules by which engines invent passwords",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PASSWORD_POLICY_NAME,
	    HVAC_BODY("policy", STRING, .flags = HVAC_TEXT, .help = "Length and rules of character sets, as text in HCL or JSON (also in base64), or as a map, which is sent as text"),
	    HVAC_BODY("entropy_source", STRING, .values = "platform seal", .help = "Where randomness comes from; seal in Vault Enterprise (Vault 2 only)")) },

	{ .name = "delete_password_policy", .verb = HVAC_DELETE, .path = "/sys/policies/password/{name}", .help = "Remove a password policy for good",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PASSWORD_POLICY_NAME) },

	{ .name = "generate_password", .verb = HVAC_GET, .path = "/sys/policies/password/{name}/generate", .help = "Invent a password by a password policy; the server does not keep it",
	  HVAC_PARAMETERS(PASSWORD_POLICY_NAME) },

	{ .name = "read_rotation_policy", .verb = HVAC_GET, .path = "/sys/policies/rotation/{name}", .help = "Read the limits of a rotation policy (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROTATION_POLICY_NAME) },

	{ .name = "create_or_update_rotation_policy", .verb = HVAC_POST, .path = "/sys/policies/rotation/{name}", .help = "Make or replace the rules by which failed rotations are tried again (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROTATION_POLICY_NAME,
	    HVAC_BODY("max_retries_per_cycle", INTEGER, .flags = HVAC_REQUIRED, .help = "Tries after a failure, ever further apart, until the next scheduled rotation"),
	    HVAC_BODY("max_retry_cycles", INTEGER, .flags = HVAC_REQUIRED, .help = "Scheduled rotations that may fail before rotation stops for good"),
	    HVAC_BODY("disable_automated_rotation", BOOLEAN, .help = "Whether to rotate only when asked"),
	    HVAC_BODY("rotation_period", DURATION, .help = "Time between rotations: 86400, \"24h\"; instead of rotation_schedule"),
	    HVAC_BODY("rotation_schedule", STRING, .help = "When to rotate, in cron's manner: \"0 2 * * 6\""),
	    HVAC_BODY("rotation_window", DURATION, .help = "How long after the scheduled time a rotation may begin: 3600, \"1h\"")) },

	{ .name = "delete_rotation_policy", .verb = HVAC_DELETE, .path = "/sys/policies/rotation/{name}", .help = "Remove a rotation policy (Vault Enterprise)",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROTATION_POLICY_NAME) },
};

const struct hvac_area hvac_sys_policies = HVAC_AREA(operations, .name = "policies", .help = "Policies: ACL, Sentinel, password and rotation");
