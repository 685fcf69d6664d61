/* SPDX-License-Identifier: MIT */
/* Users of RabbitMQ that live as long as their lease. The table follows the page "RabbitMQ secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("rabbitmq")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

#define ROLES(below) "/{mount_point}/roles" below
#define LEASE "/{mount_point}/config/lease"

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config/connection", .help = "Say where RabbitMQ is managed and who makes its users; replaces all settings",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("connection_uri", STRING, .dflt = "\"\"", .help = "Address of RabbitMQ's management API: http://rabbitmq.example.com:15672"),
	    HVAC_BODY("username", STRING, .dflt = "\"\"", .help = "Who makes and removes users there: one with the tag administrator"),
	    HVAC_BODY("password", STRING, .dflt = "\"\"", .flags = HVAC_SECRET, .help = "Password of username"),
	    HVAC_BODY("verify_connection", BOOLEAN, .dflt = "true", .help = "Whether to log in there first, and keep nothing if that fails"),
	    MOUNT,
	    HVAC_BODY("password_policy", STRING, .help = "Policy that makes the users' passwords; letters and digits by default"),
	    HVAC_BODY("username_template", STRING, .help = "Go template of the users' names, of .DisplayName and .RoleName; {{ printf \"%s-%s\" (.DisplayName) (uuid) }} by default")) },

	{ .name = "configure_lease", .verb = HVAC_POST, .path = LEASE, .help = "Set how long users live that are made from now on",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("ttl", DURATION, .flags = HVAC_REQUIRED, .help = "Life of a user until its first renewal: 3600, \"1h\"; 0: the mount's"),
	    HVAC_BODY("max_ttl", DURATION, .flags = HVAC_REQUIRED, .help = "Life of a user with all renewals: 86400, \"24h\"; 0: the mount's"),
	    MOUNT) },

	{ .name = "read_lease_configuration", .verb = HVAC_GET, .path = LEASE, .help = "Read how long users live; 404 where that was never set",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = ROLES("/{name}"), .help = "Say what users of a role may do; replaces the role of that name",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("tags", STRING, .dflt = "\"\"", .help = "RabbitMQ's tags of the users, separated by commas: monitoring,management"),
	    HVAC_BODY("vhosts", STRING, .dflt = "\"\"", .flags = HVAC_TEXT, .help = "Regular expressions of what they may use by virtual host: {\"/\": {\"configure\": \"\", \"write\": \"\", \"read\": \".*\"}}"),
	    HVAC_BODY("vhost_topics", STRING, .dflt = "\"\"", .flags = HVAC_TEXT, .help = "The same of routing keys, by virtual host and topic exchange: {\"/\": {\"amq.topic\": {\"write\": \"\", \"read\": \".*\"}}}"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{name}"), .help = "Read tags and permissions that users of a role get",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names of all that users can be made of",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{name}"), .help = "Have no more users made of a role; those that it made live on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make a user of RabbitMQ, which goes with its lease",
	  HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, rabbitmq, operations, .version = "1.0", .help = "Users of RabbitMQ, made on demand and removed with their lease",
	.reference = "RabbitMQ secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=rabbitmq\n"
		"head -c 18 /dev/urandom | base64 >password\n"
		"# without verify_connection=false the server logs in at once\n"
		"hvac call secrets/rabbitmq configure username=vault password=@password \\\n"
		"    connection_uri=http://127.0.0.1:15672 verify_connection=false\n"
		"hvac call secrets/rabbitmq configure_lease ttl=1h max_ttl=24h\n"
		"hvac call secrets/rabbitmq create_role name=reader \\\n"
		"    vhosts='{\"/\": {\"configure\": \"\", \"write\": \"\", \"read\": \".*\"}}'\n"
		"hvac call secrets/rabbitmq generate_credentials name=reader --dry-run\n");
