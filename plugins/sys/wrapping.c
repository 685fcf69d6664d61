/* SPDX-License-Identifier: MIT */
/* Answers wrapped in single-use tokens. Follows the pages "/sys/wrapping/wrap", "unwrap", "rewrap" and "lookup". */
#include "sys.h"

#define TOKEN(...) HVAC_BODY("token", STRING, .flags = HVAC_SECRET, __VA_ARGS__)

static const struct hvac_operation operations[] = {
	/* The answer is that of the wrapped request, which has its data or its auth, or is a certificate. */
	{ .name = "unwrap", .verb = HVAC_POST, .path = "/sys/wrapping/unwrap", .help = "Take the wrapped answer out of a wrapping token, which dies of it",
	  .answer = "", .flags = HVAC_SINGLE_USE | HVAC_RAW,
	  HVAC_PARAMETERS(TOKEN(.help = "The wrapping token; when the client's own token is it, give none")) },

	{ .name = "wrap", .verb = HVAC_POST, .path = "/sys/wrapping/wrap", .help = "Put a map into a wrapping token, to be taken out once",
	  .answer = "/wrap_info",
	  HVAC_PARAMETERS(
	    HVAC_WHOLE("payload", .flags = HVAC_SECRET, .help = "What to wrap, a map; nothing by default"),
	    HVAC_HEADER("ttl", DURATION, .wire = "X-Vault-Wrap-TTL", .dflt = "60", .help = "Life of the wrapping token: 60, \"5m\"; the client's wrap_ttl, if it has one, by default")) },

	{ .name = "rewrap", .verb = HVAC_POST, .path = "/sys/wrapping/rewrap", .help = "Exchange a wrapping token for a fresh one with the same content and life",
	  .answer = "/wrap_info", .flags = HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(TOKEN(.help = "The wrapping token, which dies; the client's own token by default, which seldom may do this")) },

	{ .name = "lookup_wrapping_token", .verb = HVAC_POST, .path = "/sys/wrapping/lookup", .help = "Read where and when a wrapping token was made and its life, without using it up",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TOKEN(.help = "The wrapping token; the client's own token by default")) },

	{ .name = "read_wrapping_properties", .verb = HVAC_GET, .path = "/sys/wrapping/lookup", .help = "As lookup_wrapping_token, with the token in the address, where proxies log it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("token", STRING, .flags = HVAC_SECRET, .help = "The wrapping token; the client's own token by default (listed by Vault, taken by OpenBao too)")) },
};

const struct hvac_area hvac_sys_wrapping = HVAC_AREA(operations, .name = "wrapping", .help = "Answers wrapped in single-use tokens");
