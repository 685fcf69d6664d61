/* SPDX-License-Identifier: MIT */
/* ACL tokens of Consul that live as long as their lease. The table follows the page "Consul secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("consul")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

#define ACCESS "/{mount_point}/config/access"
#define ROLES(below) "/{mount_point}/roles" below

static const struct hvac_operation operations[] = {
	/* no repetition: without a token it bootstraps, which Consul does once */
	{ .name = "configure_access", .verb = HVAC_POST, .path = ACCESS, .help = "Say where Consul is and which token makes others there; replaces all settings",
	  HVAC_PARAMETERS(
	    HVAC_BODY("address", STRING, .flags = HVAC_REQUIRED, .help = "Host and port of Consul's API: consul.example.com:8501"),
	    HVAC_BODY("token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Consul's token that may write ACLs; empty: the server bootstraps Consul's ACLs and keeps the token"),
	    HVAC_BODY("scheme", STRING, .values = "http https", .help = "How to speak to address; http by default"),
	    MOUNT,
	    HVAC_BODY("ca_cert", STRING, .help = "Who signed Consul's certificate, PEM"),
	    HVAC_BODY("client_cert", STRING, .help = "Certificate to show to Consul, PEM; only with client_key"),
	    HVAC_BODY("client_key", STRING, .flags = HVAC_SECRET, .help = "Key of client_cert, PEM")) },

	{ .name = "read_access_configuration", .verb = HVAC_GET, .path = ACCESS, .help = "Read where Consul is; token and key never come out again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{name}"), .help = "Say what tokens of a role may do; replaces the role of that name",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("policy", BYTES, .help = "Deprecated: rules of the tokens, for Consul before 1.4; text goes as it is and must be base64"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use consul_policies"),
	    HVAC_BODY("token_type", STRING, .values = "client management", .help = "Deprecated: kind of the tokens, for Consul before 1.4; client by default"),
	    HVAC_BODY("local", BOOLEAN, .help = "Whether tokens hold in Consul's own datacentre alone; false by default"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; the mount's by default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; the mount's by default"),
	    MOUNT,
	    HVAC_BODY("consul_policies", LIST, .help = "Names of Consul's policies for the tokens"),
	    HVAC_BODY("consul_roles", LIST, .help = "Names of Consul's roles for the tokens (Consul 1.5 and later)"),
	    HVAC_BODY("service_identities", LIST, .help = "Services that the tokens stand for, each with its datacentres or in all: [\"web:dc1,dc2\", \"db\"] (Consul 1.5 and later)"),
	    HVAC_BODY("node_identities", LIST, .help = "Nodes that the tokens stand for, each with its datacentre: node-1:dc1 (Consul 1.8.1 and later)"),
	    HVAC_BODY("consul_namespace", STRING, .help = "Consul's namespace to make tokens in; \"default\" by default (Consul Enterprise 1.7 and later)"),
	    HVAC_BODY("partition", STRING, .help = "Consul's admin partition to make tokens in; \"default\" by default (Consul Enterprise 1.11 and later)"),
	    HVAC_BODY("lease", DURATION, .help = "Deprecated: use ttl")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{name}"), .help = "Read what tokens of a role may do, and for how long",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names of all that tokens can be made of",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{name}"), .help = "Have no more tokens made of a role; those that it made live on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make a token of Consul's, which goes with its lease",
	  HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, consul, operations, .version = "1.0", .help = "ACL tokens of Consul, made on demand and revoked with their lease",
	.reference = "Consul secrets engine (API)",
	.example =
		"umask 077\n"
		"echo 865dc5e9-e585-3180-7b49-4ddc0fc45135 >token\n"
		"hvac call secrets/consul configure_access token=@token \\\n"
		"    address=consul.example.com:8501 scheme=https --dry-run --redact\n"
		"hvac call secrets/consul create_or_update_role name=web \\\n"
		"    consul_policies=web,kv-reader ttl=1h --dry-run\n"
		"hvac call secrets/consul generate_credentials name=web --dry-run\n");
