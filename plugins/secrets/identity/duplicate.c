/* SPDX-License-Identifier: MIT */
/* Duplicates made on purpose, to try out how a server resolves them. Vault's own list of its paths has these; no page does. */
#include "identity.h"

#define NAME HVAC_BODY("name", STRING, .help = "What all of them are called")
#define COUNT HVAC_BODY("count", INTEGER, .help = "How many to make")
#define DIFFERENT_CASE HVAC_BODY("different_case", BOOLEAN, .help = "Whether their names differ in capital and small letters")
#define POLICIES HVAC_BODY("policies", LIST, .help = "Policies that each of them gives")
#define NAMESPACE_ID HVAC_BODY("namespace_id", STRING, .help = "Id of the namespace in which they are made; server's default: the request's")

static const struct hvac_operation operations[] = {
	{ .name = "create_duplicate_entities", .verb = HVAC_POST, .path = IDENTITY("duplicate/entities"), .help = "Make entities of one name, as a fault would",
	  ENTERPRISE, HVAC_PARAMETERS(NAME, COUNT, DIFFERENT_CASE, METADATA, POLICIES, NAMESPACE_ID, MOUNT) },
	{ .name = "create_duplicate_entity_aliases", .verb = HVAC_POST, .path = IDENTITY("duplicate/entity-aliases"),
	  .help = "Make entities whose aliases have one name, as a fault would",
	  ENTERPRISE,
	  HVAC_PARAMETERS(NAME, MOUNT_ACCESSOR(0), COUNT, DIFFERENT_CASE,
	    HVAC_BODY("local", BOOLEAN, .help = "Whether the aliases are of this cluster alone"),
	    METADATA, NAMESPACE_ID, MOUNT) },
	{ .name = "create_duplicate_local_entity_alias", .verb = HVAC_POST, .path = IDENTITY("duplicate/local-entity-alias"),
	  .help = "Make a second alias of an entity, of this cluster alone, as a fault would",
	  ENTERPRISE,
	  HVAC_PARAMETERS(NAME, HVAC_BODY("canonical_id", STRING, .help = "Id of the entity that it belongs to"), MOUNT_ACCESSOR(0), METADATA, NAMESPACE_ID, MOUNT) },
	{ .name = "create_duplicate_groups", .verb = HVAC_POST, .path = IDENTITY("duplicate/groups"), .help = "Make groups of one name, as a fault would",
	  ENTERPRISE,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("group_id", STRING, .wire = "id", .help = "Id of the first of them"),
	    HVAC_BODY("group_type", STRING, .wire = "type", .values = "internal external", .help = "Who says who is in them"),
	    COUNT, DIFFERENT_CASE, METADATA, POLICIES,
	    HVAC_BODY("member_group_ids", LIST, .help = "Ids of the groups in each of them"),
	    HVAC_BODY("member_entity_ids", LIST, .help = "Ids of the entities in each of them"),
	    NAMESPACE_ID, MOUNT) },
};

const struct hvac_area hvac_identity_duplicate = HVAC_AREA(operations, .name = "duplicate",
	.help = "Duplicates made on purpose, to try out how they are resolved");
