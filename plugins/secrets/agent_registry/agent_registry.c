/* SPDX-License-Identifier: MIT */
/* Agents and the most that they may do. The table follows the page "Agent registry (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("agent-registry")
#define ID HVAC_PATH("id", STRING, .flags = HVAC_REQUIRED, .help = "What the server answered when the agent was registered")
#define DISPLAY_NAME HVAC_PATH("display_name", STRING, .flags = HVAC_REQUIRED, .help = "What the agent is called, in this namespace alone")

#define ENTITY_ID HVAC_BODY("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the identity's entity that the agent is; one agent each")
#define NEW_DISPLAY_NAME HVAC_BODY("display_name", STRING, .flags = HVAC_REQUIRED, .help = "What to call the agent; no other of the namespace may be called so")
#define RECORD \
	HVAC_BODY("description", STRING, .help = "What the agent is for, for people to read"), \
	HVAC_BODY("owner", STRING, .help = "Who answers for the agent: a person or a team"), \
	HVAC_BODY("ceiling_policies", LIST, .help = "Policies that are the most it may do, whatever its entity's say; not root; none by default"), \
	HVAC_BODY("no_default_ceiling_policy", BOOLEAN, .help = "Whether it goes without the policies default and default-ceiling; false by default"), \
	HVAC_BODY("optional_authorization_details", BOOLEAN, .help = "Whether its JWTs may be without authorization_details; false by default")
#define LISTED_ID HVAC_BODY("id", STRING, .help = "Listed by Vault besides what the path says; not needed")

#define BY_ID "/{mount_point}/registration/id"
#define BY_NAME "/{mount_point}/registration/display-name"

static const struct hvac_operation operations[] = {
	{ .name = "register_agent", .verb = HVAC_POST, .path = "/{mount_point}/register", .help = "Make an entity an agent; with an id, change the one that has it",
	  HVAC_PARAMETERS(NEW_DISPLAY_NAME, ENTITY_ID, RECORD,
	    HVAC_BODY("id", STRING, .help = "The agent to change; without it the server makes a new one"),
	    MOUNT) },

	{ .name = "read_registration_by_id", .verb = HVAC_GET, .path = BY_ID "/{id}", .help = "Read who an agent is and the most it may do",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ID, MOUNT) },

	{ .name = "read_registration_by_name", .verb = HVAC_GET, .path = BY_NAME "/{display_name}", .help = "Read the same of the agent that is called so",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DISPLAY_NAME, MOUNT) },

	{ .name = "read_registration_by_entity_id", .verb = HVAC_GET, .path = "/{mount_point}/registration/entity-id/{entity_id}", .help = "Read the same of the agent that an entity is",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the identity's entity"), MOUNT) },

	{ .name = "update_registration_by_id", .verb = HVAC_POST, .path = BY_ID "/{id}", .help = "Change an agent, its name too",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ID, NEW_DISPLAY_NAME, ENTITY_ID, RECORD, MOUNT) },

	{ .name = "update_registration_by_name", .verb = HVAC_POST, .path = BY_NAME "/{display_name}", .help = "Change the agent that is called so",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DISPLAY_NAME, ENTITY_ID, RECORD, LISTED_ID, MOUNT) },

	{ .name = "list_registrations_by_id", .verb = HVAC_LIST, .path = BY_ID, .help = "List all agents of the namespace, each with its name",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_registrations_by_name", .verb = HVAC_LIST, .path = BY_NAME, .help = "List what all agents of the namespace are called",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_registration_by_id", .verb = HVAC_DELETE, .path = BY_ID "/{id}", .help = "Let an entity be no agent any more; the entity stays",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ID, MOUNT) },

	{ .name = "delete_registration_by_name", .verb = HVAC_DELETE, .path = BY_NAME "/{display_name}", .help = "Let the one that is called so be no agent any more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DISPLAY_NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, agent_registry, operations, .version = "1.0", .help = "Agents and the most that they may do (Vault Enterprise)",
	.reference = "Agent registry (HTTP API)",
	.example =
		"hvac call secrets/agent_registry register_agent display_name=deployer \\\n"
		"\tentity_id=fe2a8568-91cc-7580-40a4-6bed9a5867fa owner=platform \\\n"
		"\tceiling_policies=deploy,read-secrets --dry-run\n"
		"hvac call secrets/agent_registry read_registration_by_name \\\n"
		"\tdisplay_name=deployer --dry-run\n"
		"hvac call secrets/agent_registry delete_registration_by_name \\\n"
		"\tdisplay_name=deployer --dry-run\n");
