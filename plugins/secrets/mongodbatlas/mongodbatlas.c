/* SPDX-License-Identifier: MIT */
/* Programmatic API keys of MongoDB Atlas that live as long as their lease. The table follows the page "MongoDB Atlas secrets engine". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("mongodbatlas")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

#define CONFIG "/{mount_point}/config"
#define ROLES(below) "/{mount_point}/roles" below
#define CREDENTIALS "/{mount_point}/creds/{name}"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Set the key of Atlas that makes the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("public_key", STRING, .flags = HVAC_REQUIRED, .help = "Public half of an API key that may make keys, which is its name"),
	    HVAC_BODY("private_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Private half of that key, a UUID"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = CONFIG, .help = "Read the public half of the key; the private one never comes out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{name}"), .help = "Say what keys of a role may do, and from where",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("roles", LIST, .flags = HVAC_REQUIRED, .help = "Atlas's roles of the keys, in the organisation (ORG_...) or the project (GROUP_...): ORG_READ_ONLY"),
	    HVAC_BODY("organization_id", STRING, .help = "Organisation to make keys in, 24 hexadecimal digits; needed without project_id"),
	    HVAC_BODY("project_id", STRING, .help = "Project to make keys in, or to assign an organisation's keys to, 24 hexadecimal digits"),
	    HVAC_BODY("project_roles", LIST, .help = "Roles in project_id of keys made in organization_id: GROUP_READ_ONLY"),
	    HVAC_BODY("ip_addresses", LIST, .help = "Addresses that may use the keys: 192.0.2.7"),
	    HVAC_BODY("cidr_blocks", LIST, .help = "Networks that may use the keys: 192.0.2.0/24"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of a key until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a key with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{name}"), .help = "Read what keys of a role may do, from where and for how long",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names of all that keys can be made of",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{name}"), .help = "Have no more keys made of a role; those that it made live on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = CREDENTIALS, .help = "Make an API key of Atlas, which goes with its lease",
	  HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials_by_post", .verb = HVAC_POST, .path = CREDENTIALS, .help = "As generate_credentials, for policies that allow update and not read",
	  HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, mongodbatlas, operations, .version = "1.0", .help = "API keys of MongoDB Atlas, made on demand and removed with their lease",
	.reference = "MongoDB Atlas secrets engine (HTTP API)",
	.example =
		"umask 077\n"
		"echo 2c130c23-e6b6-4da8-a93f-a8bf33218830 >private-key\n"
		"hvac call secrets/mongodbatlas configure public_key=yhltsvan \\\n"
		"    private_key=@private-key --dry-run --redact\n"
		"hvac call secrets/mongodbatlas create_or_update_role name=reader \\\n"
		"    project_id=5cf5a45a9ccf6400e60981b6 roles=GROUP_READ_ONLY \\\n"
		"    cidr_blocks=192.0.2.0/24 ttl=1h --dry-run\n"
		"hvac call secrets/mongodbatlas generate_credentials name=reader --dry-run\n");
