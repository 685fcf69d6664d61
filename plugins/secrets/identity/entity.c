/* SPDX-License-Identifier: MIT */
/* Entities: whoever logs in, by whichever methods. Follows the page "Identity secrets engine: entity (API)". */
#include "identity.h"

#define ENTITY_ID HVAC_PATH("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the entity: a UUID")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the entity")
#define SETTINGS METADATA, \
	HVAC_BODY("policies", LIST, .help = "Policies that its tokens have besides their own"), \
	HVAC_BODY("disabled", BOOLEAN, .help = "Whether its tokens are good for nothing until it is enabled again; server's default false")
#define PROVISIONED EXTERNAL_ID, SCIM_CLIENT_ID

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_entity", .verb = HVAC_POST, .path = IDENTITY("entity"),
	  .help = "Make an entity, or change the one of this name or id; only a new one is answered",
	  HVAC_PARAMETERS(
	    HVAC_BODY("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the entity"),
	    HVAC_BODY("entity_id", STRING, .wire = "id", .help = "Id of the one to change, whose name may be another so far"),
	    SETTINGS, MOUNT, PROVISIONED) },
	{ .name = "create_or_update_entity_by_name", .verb = HVAC_POST, .path = IDENTITY("entity/name/{name}"),
	  .help = "Make an entity, or change the one of this name",
	  HVAC_PARAMETERS(NAME, SETTINGS, MOUNT,
	    HVAC_BODY("entity_id", STRING, .wire = "id", .help = "Listed by servers, which go by the name"),
	    PROVISIONED) },

	{ .name = "read_entity", .verb = HVAC_GET, .path = IDENTITY("entity/id/{entity_id}"), .help = "Read an entity with its aliases, groups and policies",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ENTITY_ID, MOUNT) },
	{ .name = "read_entity_by_name", .verb = HVAC_GET, .path = IDENTITY("entity/name/{name}"), .help = "As read_entity, of the one that has this name",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "update_entity", .verb = HVAC_POST, .path = IDENTITY("entity/id/{entity_id}"), .help = "Change what is given of an entity, its name too",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ENTITY_ID, HVAC_BODY("name", STRING, .help = "What it is called from now on"), SETTINGS, MOUNT, PROVISIONED) },

	{ .name = "delete_entity", .verb = HVAC_DELETE, .path = IDENTITY("entity/id/{entity_id}"), .help = "Delete an entity with all its aliases",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ENTITY_ID, MOUNT) },
	{ .name = "delete_entity_by_name", .verb = HVAC_DELETE, .path = IDENTITY("entity/name/{name}"), .help = "As delete_entity, of the one that has this name",
	  HVAC_PARAMETERS(NAME, MOUNT) },
	{ .name = "delete_entity_batch", .verb = HVAC_POST, .path = IDENTITY("entity/batch-delete"), .help = "Delete many entities with one request",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("entity_ids", LIST, .flags = HVAC_REQUIRED, .help = "Ids of those that shall go; unknown ones are passed over"), MOUNT) },

	LISTS("list_entities", "entity/id", "List the ids of all entities, with names and aliases"),
	LISTS("list_entities_by_name", "entity/name", "List what all entities are called, without ids"),
	{ .name = "list_entities_from_storage", .verb = HVAC_LIST, .path = IDENTITY("entity/from-storage"),
	  .help = "List entities as they are stored, not as they are held in memory",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "merge_entities", .verb = HVAC_POST, .path = IDENTITY("entity/merge"),
	  .help = "Make one entity of several: the others' aliases move, and they are gone",
	  .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(
	    HVAC_BODY("from_entity_ids", LIST, .flags = HVAC_REQUIRED, .help = "Ids of those that are merged into the one that stays"),
	    HVAC_BODY("to_entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the one that stays"),
	    HVAC_BODY("force", BOOLEAN, .help = "Whether the MFA secrets of the one that stays may replace others; server's default false"),
	    MOUNT,
	    HVAC_BODY("conflicting_alias_ids_to_keep", LIST, .help = "Where both have an alias of one mount: ids of those that stay")) },
};

const struct hvac_area hvac_identity_entity = HVAC_AREA(operations, .name = "entity", .help = "Whoever logs in, by whichever methods");
