/* SPDX-License-Identifier: MIT */
/* Groups of entities and of other groups. Follows the page "Identity secrets engine: group (API)". */
#include "identity.h"

#define GROUP_ID HVAC_PATH("group_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the group: a UUID")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group")
#define GROUP_TYPE HVAC_BODY("group_type", STRING, .wire = "type", .dflt = "\"internal\"", .values = "internal external", \
	.help = "Who says who is in it: whoever writes it, or an auth method by an alias")
#define SETTINGS GROUP_TYPE, METADATA, \
	HVAC_BODY("policies", LIST, .help = "Policies that the tokens of its members have besides their own"), \
	HVAC_BODY("member_group_ids", LIST, .help = "Ids of the groups in it, not of an external one; these replace all that were"), \
	HVAC_BODY("member_entity_ids", LIST, .help = "Ids of the entities in it, not of an external one; these replace all that were")

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_group", .verb = HVAC_POST, .path = IDENTITY("group"), .help = "Make a group, or change the one of this name or id",
	  HVAC_PARAMETERS(
	    HVAC_BODY("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group"),
	    HVAC_BODY("group_id", STRING, .wire = "id", .help = "Id of the one to change, whose name may be another so far"),
	    SETTINGS, MOUNT, SCIM_CLIENT_ID) },
	{ .name = "create_or_update_group_by_name", .verb = HVAC_POST, .path = IDENTITY("group/name/{name}"),
	  .help = "Make a group, or change the one of this name",
	  HVAC_PARAMETERS(NAME, SETTINGS, MOUNT, HVAC_BODY("group_id", STRING, .wire = "id", .help = "Listed by servers, which go by the name"), SCIM_CLIENT_ID) },

	{ .name = "read_group", .verb = HVAC_GET, .path = IDENTITY("group/id/{group_id}"), .help = "Read a group with its members, parents and alias",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP_ID, MOUNT) },
	{ .name = "read_group_by_name", .verb = HVAC_GET, .path = IDENTITY("group/name/{name}"), .help = "As read_group, of the one that has this name",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "update_group", .verb = HVAC_POST, .path = IDENTITY("group/id/{group_id}"), .help = "Change what is given of a group, its name too",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(GROUP_ID, HVAC_BODY("name", STRING, .flags = HVAC_REQUIRED, .help = "What it is called from now on"), SETTINGS, MOUNT, SCIM_CLIENT_ID) },

	{ .name = "delete_group", .verb = HVAC_DELETE, .path = IDENTITY("group/id/{group_id}"), .help = "Delete a group: its members lose what it gave them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP_ID, MOUNT) },
	{ .name = "delete_group_by_name", .verb = HVAC_DELETE, .path = IDENTITY("group/name/{name}"), .help = "As delete_group, of the one that has this name",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	LISTS("list_groups", "group/id", "List the ids of all groups, with names and aliases"),
	LISTS("list_groups_by_name", "group/name", "List what all groups are called, without ids"),
	{ .name = "list_groups_from_storage", .verb = HVAC_LIST, .path = IDENTITY("group/from-storage"),
	  .help = "List groups as they are stored, not as they are held in memory",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

const struct hvac_area hvac_identity_group = HVAC_AREA(operations, .name = "group", .help = "Groups of entities and of other groups");
