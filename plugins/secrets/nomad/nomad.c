/* SPDX-License-Identifier: MIT */
/* ACL tokens of Nomad that live as long as their lease. The table follows the page "Nomad secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("nomad")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

#define ACCESS "/{mount_point}/config/access"
#define LEASE "/{mount_point}/config/lease"
#define ROLES(below) "/{mount_point}/role" below

static const struct hvac_operation operations[] = {
	/* no repetition: without a token it bootstraps, which Nomad does once */
	{ .name = "configure_access", .verb = HVAC_POST, .path = ACCESS, .help = "Say where Nomad is and which token makes others there",
	  HVAC_PARAMETERS(
	    HVAC_BODY("address", STRING, .help = "Address of Nomad's API: https://nomad.example.com:4646; NOMAD_ADDR of the server's own environment by default"),
	    HVAC_BODY("token", STRING, .flags = HVAC_SECRET, .help = "Nomad's management token; without one the server bootstraps Nomad's ACLs and keeps the token"),
	    HVAC_BODY("max_token_name_length", INTEGER, .help = "Characters to which names of tokens are cut; 0: 256, the default"),
	    HVAC_BODY("ca_cert", STRING, .help = "Who signed Nomad's certificate, PEM"),
	    HVAC_BODY("client_cert", STRING, .help = "Certificate to show to Nomad, PEM; only with client_key"),
	    HVAC_BODY("client_key", STRING, .flags = HVAC_SECRET, .help = "Key of client_cert, PEM"),
	    MOUNT) },

	{ .name = "read_access_configuration", .verb = HVAC_GET, .path = ACCESS, .help = "Read where Nomad is; token and key never come out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_access_configuration", .verb = HVAC_DELETE, .path = ACCESS, .help = "Forget Nomad and the token; what it made can then be revoked no more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_lease", .verb = HVAC_POST, .path = LEASE, .help = "Set how long tokens live that are made from now on",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    MOUNT) },

	{ .name = "read_lease_configuration", .verb = HVAC_GET, .path = LEASE, .help = "Read how long tokens live; 404 where that was never set",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_lease_configuration", .verb = HVAC_DELETE, .path = LEASE, .help = "Have tokens live as long as the mount says",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{name}"), .help = "Say what tokens of a role may do",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("policies", LIST, .help = "Names of Nomad's policies for the tokens; needed for client, refused for management"),
	    HVAC_BODY("type", STRING, .values = "client management", .help = "Kind of the tokens; client by default"),
	    HVAC_BODY("global", BOOLEAN, .help = "Whether tokens hold in all of Nomad's regions; false by default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{name}"), .help = "Read kind and policies that tokens of a role get",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names of all that tokens can be made of",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{name}"), .help = "Have no more tokens made of a role; those that it made live on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make a token of Nomad's, which goes with its lease",
	  HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, nomad, operations, .version = "1.0", .help = "ACL tokens of Nomad, made on demand and revoked with their lease",
	.reference = "Nomad secrets engine (API)",
	.example =
		"umask 077\n"
		"echo c25b6ca0-ea4e-000f-807a-fd03fcab6e3c >token\n"
		"hvac call secrets/nomad configure_access token=@token \\\n"
		"    address=https://nomad.example.com:4646 --dry-run --redact\n"
		"hvac call secrets/nomad configure_lease ttl=1h max_ttl=24h --dry-run\n"
		"hvac call secrets/nomad create_or_update_role name=deployer \\\n"
		"    policies=submit-jobs,read-logs --dry-run\n"
		"hvac call secrets/nomad generate_credentials name=deployer --dry-run\n");
