/* SPDX-License-Identifier: MIT */
/* Users of databases: made for each caller and removed with the lease, or kept and given a new password now and then. Follows the
 * page "Database secrets engine (API)" and those of its plugins. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("database")
#define CONNECTION HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the connection")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define STATIC_ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the static role")
#define DB_NAME HVAC_BODY("db_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the connection that the role uses")
#define STATEMENTS(name, flag, text) HVAC_BODY(name, LIST, .flags = (flag), .help = text)
#define ENTERPRISE " (Vault 2.1 Enterprise)"

/* The plugins that OpenBao has built in. */
#define PLUGINS "cassandra-database-plugin influxdb-database-plugin mysql-aurora-database-plugin mysql-database-plugin " \
	"mysql-legacy-database-plugin mysql-rds-database-plugin postgresql-database-plugin redis-database-plugin valkey-database-plugin"

#define CREDENTIAL(kinds) \
	HVAC_BODY("credential_type", STRING, .values = kinds, .help = "What a user shows to the database; password by default"), \
	HVAC_BODY("credential_config", MAP, .flags = HVAC_SECRET, \
	          .help = "How it is made, strings: password_policy, key_bits, or a CA with its ca_cert and ca_private_key")

/* Of all that a plugin takes, what most have, and what must not be seen. */
#define CONNECTION_DETAILS \
	HVAC_BODY("connection_url", STRING, .help = "Where an SQL database is: postgresql://{{username}}:{{password}}@db.example.com/app"), \
	HVAC_BODY("username", STRING, .help = "Whom the server logs in as; may make and remove users"), \
	HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "What that user logs in with; never comes out again"), \
	HVAC_BODY("tls_certificate_key", STRING, .flags = HVAC_SECRET, .help = "MySQL: certificate to show the database and its key, both PEM"), \
	HVAC_BODY("pem_bundle", STRING, .flags = HVAC_SECRET, .help = "Cassandra, InfluxDB: certificate and key to show, or the CA alone, or all three, PEM"), \
	HVAC_BODY("pem_json", STRING, .flags = HVAC_SECRET, .help = "The same as JSON, as pki answers: certificate, private_key, issuing_ca"), \
	HVAC_BODY("private_key", STRING, .flags = HVAC_SECRET, .help = "PostgreSQL on Vault: key of the certificate to show, PEM; MongoDB Atlas, Snowflake: key to log in with"), \
	HVAC_BODY("service_account_json", STRING, .flags = HVAC_SECRET, .help = "Google Cloud SQL on Vault: service account to log in as, its key file")

#define STATIC_ROLE_ROW .name = "create_static_role", .verb = HVAC_POST, .path = "/{mount_point}/static-roles/{name}"
#define STATIC_ROLE_PARAMETERS(period) HVAC_PARAMETERS(STATIC_ROLE, DB_NAME, \
	HVAC_BODY("username", STRING, .flags = HVAC_REQUIRED, .help = "The database's user, who is there already; cannot be changed later"), \
	STATEMENTS("rotation_statements", HVAC_REQUIRED, "Statements that give {{name}} a new {{password}}; an empty list: the plugin's own"), \
	HVAC_BODY("rotation_period", DURATION, .dflt = (period), .help = "Time between two passwords: 3600, \"24h\"; at least 5s"), \
	MOUNT, CREDENTIAL("password rsa_private_key"), \
	HVAC_BODY("rotation_schedule", STRING, .help = "Times of new passwords as a cron line instead: \"0 4 * * SAT\" (Vault 1.15 and later)"), \
	HVAC_BODY("rotation_window", DURATION, .help = "How long after its time on the schedule a rotation may still happen; at least 1h (Vault 1.15 and later)"), \
	HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "The user's password until now, where the server must know it" ENTERPRISE), \
	HVAC_BODY("self_managed_password", STRING, .flags = HVAC_SECRET, .help = "Deprecated: use password" ENTERPRISE), \
	HVAC_BODY("skip_import_rotation", BOOLEAN, .help = "Whether the password stays until the first rotation is due; as the connection says by default" ENTERPRISE), \
	HVAC_RECOVER_SNAPSHOT, \
	HVAC_RECOVER_SOURCE_PATH)

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config/{name}", .help = "Connect the server to a database, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(CONNECTION,
	    HVAC_BODY("plugin_name", STRING, .values = PLUGINS, .flags = HVAC_REQUIRED, .help = "Kind of the database: a plugin of OpenBao's, or another that the server has"),
	    HVAC_BODY("verify_connection", BOOLEAN, .help = "Whether to log in to the database at once, to see that it works; true by default"),
	    HVAC_BODY("allowed_roles", LIST, .help = "Roles that may use the connection, with * for any end; none by default"),
	    STATEMENTS("root_rotation_statements", 0, "Statements that give {{username}}, the server's own, a new {{password}}; the plugin's by default"),
	    MOUNT,
	    HVAC_BODY("password_policy", STRING, .help = "Name of the policy that makes passwords; 20 letters, digits and dashes by default"),
	    HVAC_BODY("plugin_version", STRING, .help = "Which of several versions of the plugin: v1.2.3; the built-in or newest one by default"),
	    CONNECTION_DETAILS,
	    HVAC_AUTOMATED_ROTATION,
	    HVAC_BODY("skip_static_role_import_rotation", BOOLEAN, .help = "Whether new static roles leave the password until a rotation is due; false by default" ENTERPRISE),
	    HVAC_BODY("override_pinned_version", BOOLEAN, .help = "Whether plugin_version goes before the version that the catalogue pins; false by default" ENTERPRISE),
	    HVAC_MORE) },

	{ .name = "read_connection", .verb = HVAC_GET, .path = "/{mount_point}/config/{name}", .help = "Read a connection's settings but password and private_key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONNECTION, MOUNT) },

	{ .name = "list_connections", .verb = HVAC_LIST, .path = "/{mount_point}/config", .help = "List the databases that the server is connected to, by name",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_connection", .verb = HVAC_DELETE, .path = "/{mount_point}/config/{name}", .help = "Forget a database; its roles stay and work no more, and leases cannot be revoked",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONNECTION, MOUNT) },

	{ .name = "reset_connection", .verb = HVAC_POST, .path = "/{mount_point}/reset/{name}", .help = "Log in to a database anew, after its plugin or its address has changed",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONNECTION, MOUNT) },

	{ .name = "reload_plugin", .verb = HVAC_POST, .path = "/{mount_point}/reload/{plugin_name}", .help = "Reset all connections of one plugin, after it has changed in the catalogue",
	  .since = "vault-1.16..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("plugin_name", STRING, .values = PLUGINS, .flags = HVAC_REQUIRED, .help = "Which plugin: one of OpenBao's, or another that the server has"), MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/{mount_point}/rotate-root/{name}", .help = "Give the server's own user a new password that only the server knows",
	  HVAC_PARAMETERS(CONNECTION, MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Say how users are made, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE, DB_NAME,
	    STATEMENTS("creation_statements", HVAC_REQUIRED, "Statements that make a user {{name}} with {{password}} until {{expiration}}, one an item"),
	    HVAC_BODY("default_ttl", DURATION, .help = "Life of a user until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of a user with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    STATEMENTS("revocation_statements", 0, "Statements that remove {{name}}; the plugin's own by default"),
	    STATEMENTS("rollback_statements", 0, "Statements that undo what a failed creation of {{name}} left, where the database does not"),
	    STATEMENTS("renew_statements", 0, "Statements that let {{name}} live until {{expiration}}; the plugin's own by default"),
	    MOUNT, CREDENTIAL("password rsa_private_key client_certificate")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read how a role makes its users",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names of all that users can be made by",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Remove a role; its users live on until their leases end",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make a user of the database, who is removed when the lease ends",
	  HVAC_PARAMETERS(ROLE, MOUNT) },

	{ STATIC_ROLE_ROW, .when = "rotation_schedule", .help = "Give a user of the database passwords by the calendar", STATIC_ROLE_PARAMETERS(NULL) },
	{ STATIC_ROLE_ROW, .help = "Take over a user of the database, who gets a new password at once and then regularly", STATIC_ROLE_PARAMETERS("86400") },

	{ .name = "read_static_role", .verb = HVAC_GET, .path = "/{mount_point}/static-roles/{name}", .help = "Read whose password a static role changes, how often, and when it did last",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT, HVAC_READ_SNAPSHOT) },

	{ .name = "list_static_roles", .verb = HVAC_LIST, .path = "/{mount_point}/static-roles", .help = "List the names of all whose passwords are changed regularly",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING, HVAC_READ_SNAPSHOT) },

	{ .name = "delete_static_role", .verb = HVAC_DELETE, .path = "/{mount_point}/static-roles/{name}", .help = "Let go of a user, who stays in the database with the last password",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "get_static_credentials", .verb = HVAC_GET, .path = "/{mount_point}/static-creds/{name}", .help = "Read a user's current password, and how many seconds it is good for",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT, HVAC_READ_SNAPSHOT) },

	{ .name = "rotate_static_role_credentials", .verb = HVAC_POST, .path = "/{mount_point}/rotate-role/{name}", .help = "Give a static role's user a new password now; the old one is refused at once",
	  HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, database, operations, .version = "1.0", .help = "Users of databases, made on demand or with passwords that change regularly",
	.reference = "Database secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=database\n"
		"# the password of the database's user vault, who may make others\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call secrets/database configure name=app allowed_roles=readers \\\n"
		"\tplugin_name=postgresql-database-plugin verify_connection=false \\\n"
		"\tconnection_url='postgresql://{{username}}:{{password}}@localhost/app' \\\n"
		"\tusername=vault password=@pw\n"
		"cat >create.json <<'END'\n"
		"[\"CREATE ROLE \\\"{{name}}\\\" LOGIN PASSWORD '{{password}}'\",\n"
		" \"ALTER ROLE \\\"{{name}}\\\" VALID UNTIL '{{expiration}}'\",\n"
		" \"GRANT SELECT ON ALL TABLES IN SCHEMA public TO \\\"{{name}}\\\"\"]\n"
		"END\n"
		"hvac call secrets/database create_role name=readers db_name=app \\\n"
		"\tcreation_statements=@create.json default_ttl=1h\n"
		"# with the database there, and without --dry-run: username and password\n"
		"hvac call secrets/database generate_credentials name=readers --dry-run\n");
