/* SPDX-License-Identifier: MIT */
/* Tickets of a Kerberos realm, with groups from a directory, after the page "Kerberos auth method (HTTP API)". */
#include "directory.h"
#include "negotiate.h"

#define MOUNT HVAC_MOUNT("kerberos")
#define GROUP HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group in the directory")

#define SERVICE HVAC_LOCAL("service", STRING, .flags = HVAC_REQUIRED, .help = "Principal of the server: HTTP/vault.example.com, in another than the default realm HTTP/...@REALM")
#define USERNAME HVAC_LOCAL("username", STRING, .flags = HVAC_REQUIRED, .help = "Principal that logs in: ann, app/web.example.com@REALM")
#define USE_TOKEN HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")

#define GROUPS(below) "/auth/{mount_point}/groups" below
/* A server takes each ticket once. */
#define LOGIN(condition, ...) { .name = "login", .when = condition, .verb = HVAC_POST, .path = "/auth/{mount_point}/login", \
	.flags = HVAC_LOGIN | HVAC_SINGLE_USE | HVAC_MAY_BLOCK, .finish = explain_refusal, __VA_ARGS__ }

static const struct hvac_operation operations[] = {
	LOGIN("authorization", .help = "Hand over a ticket that was made elsewhere",
	  HVAC_PARAMETERS(
	    HVAC_HEADER("authorization", STRING, .wire = "Authorization", .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "The ticket as a browser sends it: Negotiate and SPNEGO's token in base64"),
	    USE_TOKEN, MOUNT)),
	LOGIN("password", .help = "Get a ticket by password and exchange it for a token", .prepare = negotiate,
	  HVAC_PARAMETERS(SERVICE, USERNAME, HVAC_LOCAL("password", STRING, .flags = HVAC_SECRET, .help = "Password of username; it stays here"), USE_TOKEN, MOUNT)),
	LOGIN("keytab_path", .help = "Get a ticket by a key from a file and exchange it for a token", .prepare = negotiate,
	  HVAC_PARAMETERS(SERVICE, USERNAME, HVAC_LOCAL("keytab_path", STRING, .help = "File with the key of username, as ktutil makes it"), USE_TOKEN, MOUNT)),
	LOGIN(NULL, .help = "Exchange a Kerberos ticket for a token", .prepare = negotiate,
	  HVAC_PARAMETERS(SERVICE,
	    HVAC_LOCAL("credential_cache", STRING, .help = "Where the tickets are: FILE:/tmp/krb5cc_0, KEYRING:...; what KRB5CCNAME or krb5.conf say by default"),
	    USE_TOKEN, MOUNT)),

	{ .name = "read_challenge", .verb = HVAC_GET, .path = "/auth/{mount_point}/login", .help = "See whether the method is there: 401 with WWW-Authenticate: Negotiate is its answer",
	  .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, .ok_status = "401", .answer = "", HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Give the server its key",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("keytab", BYTES, .flags = HVAC_SECRET, .help = "Keytab with the key of service_account; its bytes are sent in base64"),
	    HVAC_BODY("service_account", STRING, .help = "Principal whose key to use: HTTP/vault.example.com, or an account of Active Directory"),
	    HVAC_BODY("add_group_aliases", BOOLEAN, .help = "Whether the directory's groups are aliases of identity groups; false by default"),
	    HVAC_BODY("remove_instance_name", BOOLEAN, .help = "Whether the keytab's principals lose what follows their /: HTTP of HTTP/vault.example.com; false by default"),
	    HVAC_BODY("decode_pac", BOOLEAN, .help = "Whether what Active Directory adds to its tickets is read; true by default (OpenBao)"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read all settings but the key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_ldap", .verb = HVAC_POST, .path = "/auth/{mount_point}/config/ldap", .help = "Say in which directory people and their groups are found",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DIRECTORY(NULL), MOUNT, HVAC_TOKEN_OPTIONS, HVAC_TOKEN_STRICTLY_BIND_IP) },

	{ .name = "read_ldap_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/config/ldap", .help = "Read the directory's settings but passwords and keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_group", .verb = HVAC_POST, .path = GROUPS("/{name}"), .help = "Say what members of a group may do",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(GROUP, HVAC_BODY("policies", LIST, .help = "Policies of the members' tokens"), MOUNT) },

	{ .name = "list_groups", .verb = HVAC_LIST, .path = GROUPS(""), .help = "List the groups that have policies here",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_group", .verb = HVAC_GET, .path = GROUPS("/{name}"), .help = "Read what members of a group may do",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },

	{ .name = "delete_group", .verb = HVAC_DELETE, .path = GROUPS("/{name}"), .help = "Take a group its policies; the directory's own stays as it is",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GROUP, MOUNT) },
};

HVAC_PLUGIN_OF(auth, kerberos, operations, .version = "1.0", .help = "Tickets of a Kerberos realm",
	.reference = "Kerberos auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=kerberos \\\n"
		"\tconfig='{\"passthrough_request_headers\": [\"Authorization\"]}' --dry-run\n"
		"head -c 60 /dev/urandom >keytab # of the realm's administrator\n"
		"hvac call auth/kerberos configure keytab=@keytab \\\n"
		"\tservice_account=HTTP/vault.example.com --dry-run\n"
		"hvac call auth/kerberos configure_ldap url=ldaps://ldap.example.com \\\n"
		"\tuserattr=uid userdn=ou=people,dc=example,dc=com \\\n"
		"\tgroupdn=ou=groups,dc=example,dc=com --dry-run\n"
		"hvac call auth/kerberos create_or_update_group name=operators \\\n"
		"\tpolicies=operators --dry-run\n"
		"hvac login kerberos service=HTTP/vault.example.com --dry-run\n");
