/* SPDX-License-Identifier: MIT */
/*
 * Aliases: what an auth method calls an entity or an external group. Follows the pages "Identity secrets engine: entity alias
 * (API)" and "... group alias (API)". The paths alias and persona are older addresses for those of entities.
 */
#include "identity.h"

#define ALIAS_ID HVAC_PATH("alias_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the alias: a UUID")
#define GROUP_ALIAS_ID HVAC_PATH("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the group alias, which hvac calls so: a UUID")
#define PERSONA_ID(of) HVAC_PATH("persona_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the " of ": a UUID")
#define PERSONA_ENTITY_ID HVAC_BODY("entity_id", STRING, .help = "Listed by servers, which do not read it")
#define OF_ID(name) HVAC_BODY(name, STRING, .wire = "id", .help = "Id of the one to change")
#define NAME(flag) HVAC_BODY("name", STRING, .flags = (flag), .help = "What the auth method calls its owner: a user name, a role id, the name of a group")
#define CANONICAL_ID(flag, of) HVAC_BODY("canonical_id", STRING, .flags = (flag), .help = "Id of the " of " that it belongs to")
#define ENTITY_ID HVAC_BODY("entity_id", STRING, .help = "Older word for canonical_id")
#define CUSTOM_METADATA HVAC_BODY("custom_metadata", MAP, .help = "Strings by name, which no login changes")
#define PROVISIONED EXTERNAL_ID, HVAC_BODY("issuer", STRING, .help = "Who says external_id (Vault 2.1 and later)")

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_entity_alias", .verb = HVAC_POST, .path = IDENTITY("entity-alias"),
	  .help = "Let a name of an auth method be an entity, or move the alias that is there",
	  HVAC_PARAMETERS(NAME(HVAC_REQUIRED), CANONICAL_ID(HVAC_REQUIRED, "entity"), MOUNT_ACCESSOR(HVAC_REQUIRED), OF_ID("alias_id"), MOUNT,
	    CUSTOM_METADATA, ENTITY_ID, PROVISIONED) },
	{ .name = "read_entity_alias", .verb = HVAC_GET, .path = IDENTITY("entity-alias/id/{alias_id}"),
	  .help = "Read whose an alias is, and what logins have kept with it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, MOUNT) },
	{ .name = "update_entity_alias", .verb = HVAC_POST, .path = IDENTITY("entity-alias/id/{alias_id}"),
	  .help = "Change an entity's alias, or give it to another entity",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ALIAS_ID, NAME(HVAC_REQUIRED), CANONICAL_ID(HVAC_REQUIRED, "entity"), MOUNT_ACCESSOR(HVAC_REQUIRED), MOUNT,
	    CUSTOM_METADATA, ENTITY_ID, PROVISIONED) },
	LISTS("list_entity_aliases", "entity-alias/id", "List the ids of all aliases of entities, with names and mounts"),
	{ .name = "delete_entity_alias", .verb = HVAC_DELETE, .path = IDENTITY("entity-alias/id/{alias_id}"),
	  .help = "Delete an entity's alias: its next login makes a new entity",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, MOUNT) },

	{ .name = "create_or_update_group_alias", .verb = HVAC_POST, .path = IDENTITY("group-alias"),
	  .help = "Let a group of an auth method be an external group here",
	  HVAC_PARAMETERS(NAME(HVAC_REQUIRED), OF_ID("alias_id"), MOUNT_ACCESSOR(0), CANONICAL_ID(0, "external group"), MOUNT) },
	{ .name = "update_group_alias", .verb = HVAC_POST, .path = IDENTITY("group-alias/id/{entity_id}"),
	  .help = "Change a group's alias, or give it to another group",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(GROUP_ALIAS_ID, NAME(HVAC_REQUIRED), MOUNT_ACCESSOR(0), CANONICAL_ID(0, "external group"), MOUNT) },
	{ .name = "read_group_alias", .verb = HVAC_GET, .path = IDENTITY("group-alias/id/{alias_id}"), .help = "Read whose an alias of an external group is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, MOUNT) },
	LISTS("list_group_aliases", "group-alias/id", "List the ids of all aliases of groups, with names and mounts"),
	{ .name = "delete_group_alias", .verb = HVAC_DELETE, .path = IDENTITY("group-alias/id/{entity_id}"),
	  .help = "Delete a group's alias: logins no longer change who is in the group",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP_ALIAS_ID, MOUNT) },

	{ .name = "create_or_update_alias", .verb = HVAC_POST, .path = IDENTITY("alias"), .help = "As create_or_update_entity_alias, at an older address",
	  HVAC_PARAMETERS(NAME(0), CANONICAL_ID(0, "entity"), MOUNT_ACCESSOR(0), OF_ID("alias_id"), ENTITY_ID, PROVISIONED, MOUNT) },
	{ .name = "read_alias", .verb = HVAC_GET, .path = IDENTITY("alias/id/{alias_id}"), .help = "As read_entity_alias, at an older address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, MOUNT) },
	{ .name = "update_alias", .verb = HVAC_POST, .path = IDENTITY("alias/id/{alias_id}"), .help = "As update_entity_alias, at an older address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, NAME(0), CANONICAL_ID(0, "entity"), MOUNT_ACCESSOR(0), ENTITY_ID, MOUNT) },
	{ .name = "list_aliases", .verb = HVAC_LIST, .path = IDENTITY("alias/id"), .help = "As list_entity_aliases, at an older address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_alias", .verb = HVAC_DELETE, .path = IDENTITY("alias/id/{alias_id}"), .help = "As delete_entity_alias, at an older address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ALIAS_ID, MOUNT) },

	{ .name = "create_or_update_persona", .verb = HVAC_POST, .path = IDENTITY("persona"),
	  .help = "As create_or_update_entity: listed for aliases, yet servers make an entity",
	  HVAC_PARAMETERS(HVAC_BODY("name", STRING, .help = "Name of the entity"), PERSONA_ENTITY_ID, MOUNT_ACCESSOR(0), METADATA,
	    HVAC_BODY("persona_id", STRING, .wire = "id", .help = "Id of the entity to change"), MOUNT) },
	{ .name = "read_persona", .verb = HVAC_GET, .path = IDENTITY("persona/id/{persona_id}"), .help = "As read_entity_alias, at its oldest address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PERSONA_ID("alias"), MOUNT) },
	{ .name = "update_persona", .verb = HVAC_POST, .path = IDENTITY("persona/id/{persona_id}"),
	  .help = "As update_entity: listed for aliases, yet servers take the id for an entity's",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PERSONA_ID("entity"), HVAC_BODY("name", STRING, .help = "What it is called from now on"), PERSONA_ENTITY_ID,
	    MOUNT_ACCESSOR(0), METADATA, MOUNT) },
	{ .name = "list_personas", .verb = HVAC_LIST, .path = IDENTITY("persona/id"), .help = "As list_entity_aliases, at its oldest address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_persona", .verb = HVAC_DELETE, .path = IDENTITY("persona/id/{persona_id}"), .help = "As delete_entity_alias, at its oldest address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PERSONA_ID("alias"), MOUNT) },
};

const struct hvac_area hvac_identity_alias = HVAC_AREA(operations, .name = "alias", .help = "What auth methods call entities and groups");
