/* SPDX-License-Identifier: MIT */
/*
 * Users and groups that another system provisions (SCIM 2.0, RFC 7644): users become entities, groups internal groups. Follows the
 * page "SCIM API". SCIM answers without an envelope: the answer of its operations is the whole body.
 */
#include "identity.h"

#define CLIENT_NAME HVAC_PATH("client_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the system that provisions")
#define USER_ID HVAC_PATH("user_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that creating the user has answered")
#define GROUP_ID HVAC_PATH("group_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that creating the group has answered")
#define RESOURCE(what) HVAC_WHOLE("resource", .flags = HVAC_REQUIRED, .help = what)
#define USER RESOURCE("The user with its schemas (RFC 7643, 4.1): {\"schemas\":[...],\"userName\":...}")
#define GROUP RESOURCE("The group with its schemas (RFC 7643, 4.2): {\"schemas\":[...],\"displayName\":...}")
#define CHANGES RESOURCE("What to change, and how (RFC 7644, 3.5.2): {\"schemas\":[...],\"Operations\":[...]}")

/* Vault lists the members of a search for all of them, in the query where it can be, else in the body. */
#define SEARCH(PLACE) \
	PLACE("attributes", LIST, SEARCH_LIST(PLACE) .help = "Names of the attributes to answer with, besides those that always come"), \
	PLACE("excluded_attributes", LIST, .wire = "excludedAttributes", SEARCH_LIST(PLACE) .help = "Names of attributes to leave out"), \
	PLACE("filter", STRING, .help = "Which ones: userName eq \"ann\" (RFC 7644, 3.4.2.2)"), \
	PLACE("start_index", INTEGER, .wire = "startIndex", .help = "Number of the first one of the page; 1 by default"), \
	PLACE("count", INTEGER, .help = "How many a page has at most"), MOUNT
#define SEARCH_LIST(PLACE) SEARCH_LIST_OF_##PLACE
#define SEARCH_LIST_OF_HVAC_QUERY .flags = HVAC_COMMA,
#define SEARCH_LIST_OF_HVAC_BODY

#define PROVIDER_CONFIG IDENTITY("scim/v2/ServiceProviderConfig")

/* RFC 7644, 3.1: what every provider must take. */
static int as_scim(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_header(task, "Content-Type", "application/scim+json");
	return HVAC_HOOK_AGAIN;
}

/* Users or groups. */
#define RESOURCES(one, many, below, id_name, ID, RESOURCE_OF_KIND, becomes) \
	{ .name = "list_scim_" many, .verb = HVAC_GET, .path = IDENTITY("scim/v2/" below), \
	  .help = "List the " many " that the client's own system has provisioned", \
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SEARCH(HVAC_QUERY)) }, \
	{ .name = "create_scim_" one, .verb = HVAC_POST, .path = IDENTITY("scim/v2/" below), .help = "Provision a " one ", which becomes an " becomes, \
	  .answer = "", ENTERPRISE, .prepare = as_scim, \
	  HVAC_PARAMETERS(RESOURCE_OF_KIND, HVAC_BODY(id_name, STRING, .wire = "id", .help = "Listed by Vault, which chooses it"), SEARCH(HVAC_BODY)) }, \
	{ .name = "read_scim_" one, .verb = HVAC_GET, .path = IDENTITY("scim/v2/" below "/{" id_name "}"), .help = "Read a " one " that was provisioned", \
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ID, SEARCH(HVAC_QUERY)) }, \
	{ .name = "update_scim_" one, .verb = HVAC_PUT, .path = IDENTITY("scim/v2/" below "/{" id_name "}"), \
	  .help = "Replace a " one " that was provisioned, whole", \
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, .prepare = as_scim, HVAC_PARAMETERS(ID, RESOURCE_OF_KIND, SEARCH(HVAC_BODY)) }, \
	{ .name = "patch_scim_" one, .verb = HVAC_PATCH, .path = IDENTITY("scim/v2/" below "/{" id_name "}"), \
	  .help = "Change some attributes of a " one " that was provisioned", \
	  .answer = "", ENTERPRISE, .prepare = as_scim, HVAC_PARAMETERS(ID, CHANGES, SEARCH(HVAC_BODY)) }, \
	{ .name = "delete_scim_" one, .verb = HVAC_DELETE, .path = IDENTITY("scim/v2/" below "/{" id_name "}"), \
	  .help = "Delete a " one " that was provisioned, with its " becomes, \
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ID, SEARCH(HVAC_QUERY)) }

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_scim_client", .verb = HVAC_POST, .path = IDENTITY("scim/client/{client_name}"),
	  .help = "Let a system provision users and groups here",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(CLIENT_NAME,
	    HVAC_BODY("access_grant_principal", STRING, .help = "Id of the entity whose tokens speak for it; needed to make one"),
	    HVAC_BODY("alias_mount_accessor", STRING, .help = "Accessor of the auth mount at which its users get aliases; not to be changed"),
	    HVAC_BODY("default_schema_version", STRING, .help = "Version of SCIM's schemas"),
	    MOUNT) },
	{ .name = "read_scim_client", .verb = HVAC_GET, .path = IDENTITY("scim/client/{client_name}"), .help = "Read the settings of a system that provisions",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CLIENT_NAME, MOUNT) },
	{ .name = "list_scim_clients", .verb = HVAC_LIST, .path = IDENTITY("scim/client"), .help = "List the names of all systems that provision",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_scim_client", .verb = HVAC_DELETE, .path = IDENTITY("scim/client/{client_name}"),
	  .help = "Delete a system and, bit by bit, all that it has provisioned",
	  ENTERPRISE, HVAC_PARAMETERS(CLIENT_NAME, MOUNT) },

	RESOURCES("user", "users", "Users", "user_id", USER_ID, USER, "entity"),
	RESOURCES("group", "groups", "Groups", "group_id", GROUP_ID, GROUP, "internal group"),

	{ .name = "read_scim_me", .verb = HVAC_GET, .path = IDENTITY("scim/v2/Me"),
	  .help = "Read the user that the client's own token is of, where the server has that",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "create_or_update_scim_me", .verb = HVAC_POST, .path = IDENTITY("scim/v2/Me"),
	  .help = "Provision the user that the client's own token is of, where the server has that",
	  .answer = "", ENTERPRISE, .prepare = as_scim, HVAC_PARAMETERS(USER, MOUNT) },
	{ .name = "patch_scim_me", .verb = HVAC_PATCH, .path = IDENTITY("scim/v2/Me"),
	  .help = "Change the user that the client's own token is of, where the server has that",
	  .answer = "", ENTERPRISE, .prepare = as_scim, HVAC_PARAMETERS(CHANGES, MOUNT) },
	{ .name = "delete_scim_me", .verb = HVAC_DELETE, .path = IDENTITY("scim/v2/Me"),
	  .help = "Delete the user that the client's own token is of, where the server has that",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_scim_resource_types", .verb = HVAC_GET, .path = IDENTITY("scim/v2/ResourceTypes"), .help = "List what can be provisioned: users, groups",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_scim_resource_type", .verb = HVAC_GET, .path = IDENTITY("scim/v2/ResourceTypes/{resource_type}"),
	  .help = "Read at which address and by which schema something is provisioned",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("resource_type", STRING, .flags = HVAC_REQUIRED, .help = "Its id: User, Group"), MOUNT) },
	{ .name = "list_scim_schemas", .verb = HVAC_GET, .path = IDENTITY("scim/v2/Schemas"), .help = "List which attributes users and groups can have",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_scim_schema", .verb = HVAC_GET, .path = IDENTITY("scim/v2/Schemas/{schema}"), .help = "Read which attributes one kind of resource can have",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("schema", STRING, .flags = HVAC_REQUIRED, .help = "Its id: urn:ietf:params:scim:schemas:core:2.0:User"), MOUNT) },

	{ .name = "read_scim_service_provider_config", .verb = HVAC_GET, .path = PROVIDER_CONFIG, .help = "Read what of SCIM the server can do",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "create_or_update_scim_service_provider_config", .verb = HVAC_POST, .path = PROVIDER_CONFIG,
	  .help = "Listed by Vault: POST to where the server says what of SCIM it can do",
	  .answer = "", ENTERPRISE, HVAC_PARAMETERS(MOUNT) },
	{ .name = "patch_scim_service_provider_config", .verb = HVAC_PATCH, .path = PROVIDER_CONFIG,
	  .help = "Listed by Vault: PATCH of where the server says what of SCIM it can do",
	  .answer = "", ENTERPRISE, .prepare = as_scim, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_scim_service_provider_config", .verb = HVAC_DELETE, .path = PROVIDER_CONFIG,
	  .help = "Listed by Vault: DELETE of where the server says what of SCIM it can do",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "list_scim_service_provider_config", .verb = HVAC_LIST, .path = PROVIDER_CONFIG,
	  .help = "Listed by Vault: LIST of where the server says what of SCIM it can do",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

const struct hvac_area hvac_identity_scim = HVAC_AREA(operations, .name = "scim", .help = "Users and groups that another system provisions");
