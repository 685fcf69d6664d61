/* SPDX-License-Identifier: MIT */
/* Parameters that the two ways to ACL policies share: /sys/policy and /sys/policies/acl. */
#ifndef HVAC_SYS_POLICY_H
#define HVAC_SYS_POLICY_H

#include "sys.h"

#define POLICY_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Name of the policy; servers keep it in small letters")
#define ACL_POLICY(form) HVAC_BODY("policy", STRING, .flags = (form), .help = "Its rules, as text in HCL or JSON, or as a map, which is sent as text")
#define PRETTY_PRINT HVAC_LOCAL("pretty_print", BOOLEAN, .dflt = "true", .help = "Whether rules given as a map are sent with line ends and indentation")
#define ACL_POLICY_OPTIONS \
	HVAC_BODY("allow_slashes_in_identity_templates", BOOLEAN, .help = "Whether / in an identity's value is let into templated paths (OpenBao only); server's default false"), \
	HVAC_BODY("allow_wildcards_in_identity_templates", BOOLEAN, .help = "Whether * and + in an identity's value are let into templated paths (OpenBao only); server's default false"), \
	HVAC_BODY("cas", INTEGER, .help = "Version that is replaced, else nothing is written; -1: there must be none yet (OpenBao only)"), \
	HVAC_BODY("cas_required", BOOLEAN, .help = "Whether the next write must bring cas (OpenBao only)"), \
	HVAC_BODY("expiration", STRING, .help = "When the policy ends: \"2030-01-01T00:00:00Z\" (OpenBao only)"), \
	HVAC_BODY("ttl", DURATION, .help = "How long the policy lasts from now: 3600, \"1h\"; instead of expiration (OpenBao only)")

#endif
