/* SPDX-License-Identifier: MIT */
/* Passwords, entries and lent accounts of an LDAP directory, after the page "LDAP secrets engine (HTTP API)". */
#include "directory.h"

#define MOUNT HVAC_MOUNT("ldap")
#define NAMED(what) HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = what)
#define STATIC_ROLE NAMED("Name of the role; with slashes it lies in folders (Vault 2.1)")
#define DYNAMIC_ROLE NAMED("Name of the kind of entry; with slashes it lies in folders (Vault 2.1)")
#define LIBRARY NAMED("Name of the set of accounts; with slashes it lies in folders (Vault 2.1)")
#define FOLDER HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Folder whose names to list: dev/team (Vault 2.1); the root by default")
#define ACCOUNTS(text) HVAC_BODY("service_account_names", LIST, .help = text)
#define ROTATE_ON_READ(by_default) \
	HVAC_BODY("rotate_on_read", BOOLEAN, .help = "Whether reading a static role's password changes it; " by_default " (Vault 2.1 Enterprise)"), \
	HVAC_BODY("rotate_on_read_cooldown", DURATION, .help = "How long such a password is left as it is: 60, \"1m\"; 0: no time; 1m by default (Vault 2.1 Enterprise)")

#define CONFIG "/{mount_point}/config"
#define STATIC_ROLES "/{mount_point}/static-role"
#define DYNAMIC_ROLES "/{mount_point}/role"
#define LIBRARIES "/{mount_point}/library"
#define MIGRATION "/{mount_point}/static-migration"

/* Vault lists folders a second time, with the slash as a part of the path: that is the row of an empty path, the root. */
#define LISTED(operation, at, text) \
	{ .name = operation, .when = "path=", .verb = HVAC_LIST, .path = at "{path}", .help = text " of no folder", \
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(FOLDER, MOUNT) }, \
	{ .name = operation, .when = "path", .verb = HVAC_LIST, .path = at "/{path}", .help = text " of one folder", \
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(FOLDER, MOUNT) }, \
	{ .name = operation, .verb = HVAC_LIST, .path = at, .help = text, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) }
#define COUNTED(operation, at, text) \
	{ .name = operation, .verb = HVAC_GET, .path = at "-count", .help = text, .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) }

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say where the directory is and as whom the server changes it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("binddn", STRING, .help = "Entry to change others as, which may do that: cn=vault,dc=example,dc=com"),
	    BINDPASS, URL,
	    HVAC_BODY("password_policy", STRING, .help = "Policy that makes new passwords; 64 letters and digits by default"),
	    HVAC_BODY("schema", STRING, .values = "openldap ad racf", .help = "Kind of directory, by which passwords are set; openldap by default"),
	    USERDN,
	    HVAC_BODY("userattr", STRING, .help = "Attribute that holds the username: uid; by default cn, userPrincipalName (ad) or racfid (racf)"),
	    UPNDOMAIN, CONNECTION_TIMEOUT, REQUEST_TIMEOUT, STARTTLS, INSECURE_TLS, CERTIFICATE, CLIENT_TLS_CERT, CLIENT_TLS_KEY, MOUNT,
	    TLS_MIN_VERSION, TLS_MAX_VERSION,
	    HVAC_BODY("skip_static_role_import_rotation", BOOLEAN,
	              .help = "What skip_import_rotation is for roles that do not say; false by default (Vault 2.1, OpenBao)"),
	    HVAC_BODY("credential_type", STRING, .values = "password phrase", .help = "What to make for racf; password by default (Vault 2.1)"),
	    HVAC_BODY("self_managed", BOOLEAN,
	              .help = "Whether entries change their own passwords, without binddn; for good; false by default (Vault 2.1 Enterprise)"),
	    ROTATE_ON_READ("false by default"), HVAC_AUTOMATED_ROTATION,
	    HVAC_BODY("length", INTEGER, .help = "Characters of new passwords; deprecated, a password_policy says more"),
	    HVAC_BODY("ttl", DURATION, .help = "Taken by servers, which make nothing of it: see default_ttl of dynamic roles"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Taken by servers, which make nothing of it: see that of dynamic roles"),
	    /* of the auth method, with which servers share the settings */
	    GROUPDN, GROUPFILTER, GROUPATTR, USE_TOKEN_GROUPS, ANONYMOUS_GROUP_SEARCH, USE_PRE111_GROUP_CN_BEHAVIOR, CASE_SENSITIVE_NAMES,
	    USERFILTER, USERNAME_AS_ALIAS, DISCOVERDN, DENY_NULL_BIND(NULL), ENABLE_SAMACCOUNTNAME_LOGIN, DEREFERENCE_ALIASES, MAX_PAGE_SIZE) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read all settings but passwords and keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = CONFIG, .help = "Forget where the directory is; the directory itself stays as it is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root", .verb = HVAC_POST, .path = "/{mount_point}/rotate-root", .help = "Give binddn a new password that only the server knows",
	  HVAC_PARAMETERS(MOUNT) },

	/* the first time the password is changed, so it is not to be repeated unasked */
	{ .name = "create_or_update_static_role", .verb = HVAC_POST, .path = STATIC_ROLES "/{name}",
	  .help = "Take over the password of an entry: it is changed at once, and then from time to time",
	  HVAC_PARAMETERS(STATIC_ROLE,
	    HVAC_BODY("username", STRING, .help = "The entry's userattr, by which it is found below userdn; fixed once the role is there"),
	    HVAC_BODY("dn", STRING, .help = "The entry itself, instead of a search: uid=app,ou=people,dc=example,dc=com; fixed once the role is there"),
	    HVAC_BODY("rotation_period", DURATION, .help = "Time between two changes: 86400, \"24h\"; \"5s\" at least"),
	    MOUNT,
	    HVAC_BODY("skip_import_rotation", BOOLEAN,
	              .help = "Whether the old password stays until the first change is due; false by default (Vault 2.1, OpenBao)"),
	    HVAC_BODY("password", STRING, .flags = HVAC_SECRET, .help = "The old password, where self_managed needs it or it is to stay (Vault 2.1 Enterprise)"),
	    HVAC_BODY("password_policy", STRING, .help = "Policy that makes this entry's new passwords; the one of configure by default (Vault 2.1)"),
	    ROTATE_ON_READ("as configure says by default"), HVAC_SCHEDULED_ROTATION) },

	{ .name = "read_static_role", .verb = HVAC_GET, .path = STATIC_ROLES "/{name}", .help = "Read whose password is changed how often, and when it was last",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	LISTED("list_static_roles", STATIC_ROLES, "List the roles of entries whose passwords are taken over"),
	COUNTED("count_static_roles", STATIC_ROLES, "Count the roles of entries whose passwords are taken over"),

	/* servers fail at a role that is not there: a repeat would */
	{ .name = "delete_static_role", .verb = HVAC_DELETE, .path = STATIC_ROLES "/{name}", .help = "Leave an entry alone from now on; its password stays the last one",
	  HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	/* asked again it answers with the password that rotate_on_read may have made */
	{ .name = "generate_static_credentials", .verb = HVAC_GET, .path = "/{mount_point}/static-cred/{name}",
	  .help = "Read the password of a taken-over entry, the one before it, and how long it lasts",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "rotate_static_credentials", .verb = HVAC_POST, .path = "/{mount_point}/rotate-role/{name}", .help = "Change the password of a taken-over entry now",
	  HVAC_PARAMETERS(STATIC_ROLE, MOUNT,
	    HVAC_BODY("username", STRING, .help = "Listed by Vault 2.1; not needed, since the role has it"),
	    HVAC_BODY("dn", STRING, .help = "Listed by Vault 2.1; not needed, since the role has it")) },

	{ .name = "read_static_migration", .verb = HVAC_GET, .path = MIGRATION, .help = "See how far static roles have moved to the server's rotation manager",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT, HVAC_QUERY("include_role_names", BOOLEAN, .help = "Whether to name the roles that have moved and those that have not; false by default")) },

	{ .name = "start_static_migration", .verb = HVAC_POST, .path = MIGRATION, .help = "Begin anew to move static roles to the server's rotation manager",
	  .since = "vault-2.1..",
	  HVAC_PARAMETERS(MOUNT, HVAC_BODY("include_role_names", BOOLEAN, .help = "Whether to name the roles in what is told of it; false by default")) },

	{ .name = "stop_static_migration", .verb = HVAC_POST, .path = MIGRATION "/stop", .help = "Interrupt the move of static roles to the rotation manager",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_dynamic_role", .verb = HVAC_POST, .path = DYNAMIC_ROLES "/{name}", .help = "Say how entries of a kind are made and removed",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(DYNAMIC_ROLE,
	    HVAC_BODY("creation_ldif", STRING, .help = "LDIF (Go template of .Username, .Password, .RoleName ...), or that in base64; the first time required"),
	    HVAC_BODY("deletion_ldif", STRING, .help = "LDIF (Go template) that removes what creation_ldif makes; the first time required"),
	    HVAC_BODY("rollback_ldif", STRING, .help = "LDIF (Go template) that removes what is left when creation_ldif fails halfway; none by default"),
	    HVAC_BODY("username_template", STRING,
	              .help = "Go template of .Username: v_{{.DisplayName}}_{{.RoleName}}_{{random 10}}_{{unix_time}} by default"),
	    HVAC_BODY("default_ttl", DURATION, .help = "Life of an entry until its first renewal: 3600, \"1h\"; the mount's by default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of an entry with all renewals: 86400, \"24h\"; the mount's by default"),
	    MOUNT,
	    HVAC_BODY("password_policy", STRING, .help = "Policy that makes the entries' passwords; the one of configure by default (Vault 2.1)")) },

	{ .name = "read_dynamic_role", .verb = HVAC_GET, .path = DYNAMIC_ROLES "/{name}", .help = "Read how entries of a kind are made and removed",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DYNAMIC_ROLE, MOUNT) },

	LISTED("list_dynamic_roles", DYNAMIC_ROLES, "List the kinds of entries that can be made"),
	COUNTED("count_dynamic_roles", DYNAMIC_ROLES, "Count the kinds of entries that can be made"),

	{ .name = "delete_dynamic_role", .verb = HVAC_DELETE, .path = DYNAMIC_ROLES "/{name}", .help = "Make no more entries of a kind",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DYNAMIC_ROLE, MOUNT) },

	{ .name = "generate_dynamic_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}",
	  .help = "Make an entry with a password, which is removed when its lease ends", HVAC_PARAMETERS(DYNAMIC_ROLE, MOUNT) },

	/* the passwords of accounts that are new to it are changed, so it is not to be repeated unasked */
	{ .name = "create_or_update_library", .verb = HVAC_POST, .path = LIBRARIES "/{name}",
	  .help = "Say which accounts are there to be lent; passwords of new ones are changed at once",
	  HVAC_PARAMETERS(LIBRARY,
	    ACCOUNTS("Their userattr, each in one library alone: app1,app2; the first time required"),
	    HVAC_BODY("ttl", DURATION, .help = "How long one is lent until the first renewal: 3600, \"1h\"; 0: for ever; 24h by default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "How long one is lent with all renewals: 86400, \"24h\"; 0: for ever; 24h by default"),
	    HVAC_BODY("disable_check_in_enforcement", BOOLEAN, .help = "Whether others than the borrower may bring one back; false by default"),
	    MOUNT) },

	{ .name = "read_library", .verb = HVAC_GET, .path = LIBRARIES "/{name}", .help = "Read which accounts are there to be lent, and for how long",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LIBRARY, MOUNT) },

	{ .name = "read_library_status", .verb = HVAC_GET, .path = LIBRARIES "/{name}/status", .help = "See which accounts are lent, and to whom",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LIBRARY, MOUNT) },

	LISTED("list_libraries", LIBRARIES, "List the sets of accounts that can be lent"),
	COUNTED("count_libraries", LIBRARIES, "Count the sets of accounts that can be lent"),

	{ .name = "delete_library", .verb = HVAC_DELETE, .path = LIBRARIES "/{name}", .help = "Lend a set of accounts no more; refused as long as one of them is lent",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LIBRARY, MOUNT) },

	{ .name = "check_out_account", .verb = HVAC_POST, .path = LIBRARIES "/{name}/check-out", .help = "Borrow any account of a library, whose password nobody else has",
	  HVAC_PARAMETERS(LIBRARY, HVAC_BODY("ttl", DURATION, .help = "For how long: 3600, \"1h\"; the library's at most, and by default"), MOUNT) },

	{ .name = "check_in_accounts", .verb = HVAC_POST, .path = LIBRARIES "/{name}/check-in", .help = "Bring back what one has borrowed; the passwords are changed",
	  HVAC_PARAMETERS(LIBRARY, ACCOUNTS("Those to bring back: app1,app2; not needed for the only one that is lent"), MOUNT) },

	{ .name = "force_check_in_accounts", .verb = HVAC_POST, .path = LIBRARIES "/manage/{name}/check-in", .help = "Take back what others have borrowed; the passwords are changed",
	  HVAC_PARAMETERS(LIBRARY, ACCOUNTS("Those to take back: app1,app2; not needed for the only one that is lent"), MOUNT) },
};

HVAC_PLUGIN_OF(secrets, ldap, operations, .version = "1.0", .help = "Passwords, entries and lent accounts of an LDAP directory",
	.reference = "LDAP secrets engine (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 18 /dev/urandom | base64 >pw\n"
		"hvac call secrets/ldap configure url=ldaps://ldap.example.com \\\n"
		"\tuserattr=uid userdn=ou=people,dc=example,dc=com \\\n"
		"\tbinddn=cn=vault,dc=example,dc=com bindpass=@pw --dry-run\n"
		"hvac call secrets/ldap rotate_root --dry-run\n"
		"hvac call secrets/ldap create_or_update_static_role name=backup \\\n"
		"\tusername=backup rotation_period=24h --dry-run\n"
		"hvac call secrets/ldap generate_static_credentials name=backup --dry-run\n"
		"hvac call secrets/ldap create_or_update_library name=admins \\\n"
		"\tservice_account_names=admin1,admin2 --dry-run\n"
		"hvac call secrets/ldap check_out_account name=admins ttl=1h --dry-run\n");
