/* SPDX-License-Identifier: MIT */
/*
 * From a name, an id or an alias to the entity or group. Follows the page "Identity secrets engine: lookup (API)". Servers take
 * one of these at a time; of several the first is sent, as in hvac.
 */
#include "identity.h"

#define ID_HELP(what) .help = "Id of the " what ": a UUID"
#define NAME(what) HVAC_BODY("name", STRING, .help = "Name of the " what "; nothing else is sent then")
#define ID(what, id) HVAC_BODY(id, STRING, .wire = "id", ID_HELP(what))
#define ALIAS_ID(PLACE) PLACE("alias_id", STRING, .help = "Id of one of its aliases")
#define ALIAS(PLACE) \
	PLACE("alias_name", STRING, .help = "What an auth method calls it; with alias_mount_accessor"), \
	PLACE("alias_mount_accessor", STRING, .help = "Accessor of that method's mount")

#define LOOKUP(what, ...) \
	{ .name = "lookup_" what, .verb = HVAC_POST, .path = IDENTITY("lookup/" what), .flags = HVAC_IDEMPOTENT, \
	  .help = "Find the " what " that has this name, id or alias; no data is answered where there is none", __VA_ARGS__ }
#define LOOKUPS(what, id) \
	LOOKUP(what, .when = "name", HVAC_PARAMETERS(NAME(what), HVAC_LOCAL(id, STRING, ID_HELP(what)), ALIAS_ID(HVAC_LOCAL), ALIAS(HVAC_LOCAL), MOUNT)), \
	LOOKUP(what, .when = id, HVAC_PARAMETERS(ID(what, id), ALIAS_ID(HVAC_LOCAL), ALIAS(HVAC_LOCAL), MOUNT)), \
	LOOKUP(what, .when = "alias_id", HVAC_PARAMETERS(ALIAS_ID(HVAC_BODY), ALIAS(HVAC_LOCAL), MOUNT)), \
	LOOKUP(what, HVAC_PARAMETERS(NAME(what), ID(what, id), ALIAS_ID(HVAC_BODY), ALIAS(HVAC_BODY), MOUNT))

static const struct hvac_operation operations[] = {
	LOOKUPS("entity", "entity_id"),
	LOOKUPS("group", "group_id"),
};

const struct hvac_area hvac_identity_lookup = HVAC_AREA(operations, .name = "lookup", .help = "From a name, an id or an alias to the entity or group");
