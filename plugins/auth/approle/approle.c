/* SPDX-License-Identifier: MIT */
/* AppRole: a role id and a secret id for a machine. The table follows the page "AppRole auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("approle")
#define ROLE_NAME HVAC_PATH("role_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; the server keeps it in small letters")
#define ROLE_ID(...) HVAC_BODY("role_id", STRING, __VA_ARGS__)
#define SECRET_ID HVAC_BODY("secret_id", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The secret id itself")
#define SECRET_ID_ACCESSOR HVAC_BODY("secret_id_accessor", STRING, .flags = HVAC_REQUIRED, .help = "Accessor of the secret id, as list_secret_id_accessors gives it")

/* The settings of a role. hvac sends the lists of a whole role as one string; `form` is how this row does. */
#define BIND_SECRET_ID HVAC_BODY("bind_secret_id", BOOLEAN, .help = "Whether a login needs a secret id; true by default")
#define SECRET_ID_BOUND_CIDRS(form) HVAC_BODY("secret_id_bound_cidrs", LIST, .flags = form, .help = "Networks that may log in: 10.0.0.0/8; any by default")
#define SECRET_ID_NUM_USES HVAC_BODY("secret_id_num_uses", INTEGER, .help = "Logins that a secret id is good for; 0: any number, the default")
#define SECRET_ID_TTL HVAC_BODY("secret_id_ttl", DURATION, .help = "Life of a secret id: 600, \"10m\"; 0: no end, the default")
#define TOKEN_TTL HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default")
#define TOKEN_MAX_TTL HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default")
#define TOKEN_POLICIES(form) HVAC_BODY("token_policies", LIST, .flags = form, .help = "Policies of the tokens, besides default")
#define TOKEN_BOUND_CIDRS(form) HVAC_BODY("token_bound_cidrs", LIST, .flags = form, .help = "Networks that may use the tokens: 10.0.0.0/8; any by default")
#define TOKEN_NUM_USES HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default")
#define TOKEN_PERIOD HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default")
#define BOUND_CIDR_LIST(text) HVAC_BODY("bound_cidr_list", LIST, .help = text)
#define PERIOD HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period")
#define POLICIES HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies")

/* What a new secret id is bound to. */
#define METADATA HVAC_BODY("metadata", MAP, .flags = HVAC_TEXT, .help = "Strings by name, written to the audit log with each of its logins")
#define CIDR_LIST HVAC_BODY("cidr_list", LIST, .flags = HVAC_COMMA, .help = "Networks that may log in with it, within the role's secret_id_bound_cidrs")
#define OWN_TOKEN_BOUND_CIDRS HVAC_BODY("token_bound_cidrs", LIST, .flags = HVAC_COMMA, .help = "Networks that may use its tokens, within the role's token_bound_cidrs")
#define NUM_USES HVAC_BODY("num_uses", INTEGER, .help = "Logins that it is good for; 0: any number; the role's secret_id_num_uses by default")
#define TTL HVAC_BODY("ttl", DURATION, .help = "Its life: 600, \"10m\"; 0: no end; the role's secret_id_ttl by default")

/* OpenBao lists the parameters of a path for all its verbs; of these only LIST reads any. */
#define UNREAD_PAGING \
	HVAC_BODY("after", STRING, .help = "Listed by OpenBao, which reads it only when it lists: see list_secret_id_accessors"), \
	HVAC_BODY("limit", INTEGER, .help = "Listed by OpenBao, which reads it only when it lists: see list_secret_id_accessors")

#define ROLE(below) "/auth/{mount_point}/role/{role_name}" below
/* A setting of a role which has a path of its own. */
#define READ(setting, segment, ...) { .name = "read_" setting, .verb = HVAC_GET, .path = ROLE("/" segment), .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(ROLE_NAME, MOUNT), __VA_ARGS__ }
#define DELETE(setting, segment, ...) { .name = "delete_" setting, .verb = HVAC_DELETE, .path = ROLE("/" segment), .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(ROLE_NAME, MOUNT), __VA_ARGS__ }

#define CREATE_OR_UPDATE .name = "create_or_update_approle", .verb = HVAC_POST, .path = ROLE(""), \
	HVAC_PARAMETERS(ROLE_NAME, BIND_SECRET_ID, SECRET_ID_BOUND_CIDRS(HVAC_COMMA), SECRET_ID_NUM_USES, SECRET_ID_TTL, \
	  HVAC_BODY("enable_local_secret_ids", BOOLEAN, .help = "As old servers called local_secret_ids, which is the one to use; newer ones ignore it"), \
	  TOKEN_TTL, TOKEN_MAX_TTL, TOKEN_POLICIES(HVAC_COMMA), TOKEN_BOUND_CIDRS(HVAC_COMMA), \
	  HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever role and mount say later; 0: none, the default"), \
	  HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"), \
	  TOKEN_NUM_USES, TOKEN_PERIOD, \
	  HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default: what the mount says"), \
	  MOUNT, \
	  ROLE_ID(.help = "The id to log in with; a random one by default"), \
	  HVAC_BODY("local_secret_ids", BOOLEAN, .help = "Whether secret ids stay in this cluster; only for a new role; false by default"), \
	  HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)"), \
	  HVAC_BODY("token_strictly_bind_ip", BOOLEAN, .help = "Whether a token works only from the address that logged in; false by default (OpenBao)"), \
	  BOUND_CIDR_LIST("Deprecated: use secret_id_bound_cidrs"), PERIOD, POLICIES)

/* What sets or removes may be repeated, but for what a server refuses the second time: an accessor that it has forgotten, and
 * local_secret_ids of a role that is there; and for a role, which may be a new one by then, with secret ids that are in use.
 * What makes a secret id may not. */
static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a role id and a secret id for a token",
	  .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(
	    ROLE_ID(.flags = HVAC_REQUIRED, .help = "The role's id, as read_role_id gives it"),
	    HVAC_BODY("secret_id", STRING, .flags = HVAC_SECRET, .wrapped_path = "/auth/{mount_point}/role/+/secret-id /auth/{mount_point}/role/+/custom-secret-id",
	              .help = "A secret id of the role; not needed where the role says bind_secret_id=false"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "List the names of all roles",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ CREATE_OR_UPDATE, .when = "local_secret_ids", .help = "Make a role whose secret ids stay in this cluster, or do not" },
	{ CREATE_OR_UPDATE, .help = "Make a role, or change the settings given and leave the others", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE(""), .help = "Read all settings of a role but its id",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLE(""), .help = "Remove a role with all its secret ids",
	  HVAC_PARAMETERS(ROLE_NAME, MOUNT) },

	{ .name = "read_role_id", .verb = HVAC_GET, .path = ROLE("/role-id"), .help = "Read the role id that a login needs",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },

	{ .name = "update_role_id", .verb = HVAC_POST, .path = ROLE("/role-id"), .help = "Give a role another role id",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME, ROLE_ID(.flags = HVAC_REQUIRED, .help = "The new id; no other role's"), MOUNT) },

	{ .name = "generate_secret_id", .verb = HVAC_POST, .path = ROLE("/secret-id"), .help = "Make a random secret id, best wrapped for the machine that will use it",
	  HVAC_PARAMETERS(ROLE_NAME, METADATA, CIDR_LIST, OWN_TOKEN_BOUND_CIDRS, MOUNT, HVAC_WRAP_TTL, NUM_USES, TTL, UNREAD_PAGING) },

	{ .name = "create_custom_secret_id", .verb = HVAC_POST, .path = ROLE("/custom-secret-id"), .help = "Add a secret id of one's own choice",
	  HVAC_PARAMETERS(ROLE_NAME, SECRET_ID, METADATA, CIDR_LIST, OWN_TOKEN_BOUND_CIDRS, MOUNT, HVAC_WRAP_TTL, NUM_USES, TTL) },

	{ .name = "list_secret_id_accessors", .verb = HVAC_LIST, .path = ROLE("/secret-id"), .help = "List the accessors of a role's secret ids",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT, HVAC_PAGING) },

	{ .name = "read_secret_id", .verb = HVAC_POST, .path = ROLE("/secret-id/lookup"), .help = "Read what a secret id is bound to; no answer (204) when the role has no such one",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID, MOUNT) },

	{ .name = "read_secret_id_accessor", .verb = HVAC_POST, .path = ROLE("/secret-id-accessor/lookup"), .help = "Read what the secret id behind an accessor is bound to",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID_ACCESSOR, MOUNT) },

	{ .name = "destroy_secret_id", .verb = HVAC_POST, .path = ROLE("/secret-id/destroy"), .help = "Make a secret id worthless",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID, MOUNT) },

	{ .name = "destroy_secret_id_accessor", .verb = HVAC_POST, .path = ROLE("/secret-id-accessor/destroy"), .help = "Make the secret id behind an accessor worthless",
	  HVAC_PARAMETERS(ROLE_NAME, SECRET_ID_ACCESSOR, MOUNT) },

	{ .name = "delete_secret_id", .verb = HVAC_DELETE, .path = ROLE("/secret-id/destroy"), .help = "As destroy_secret_id, with the secret id in the address, where proxies log it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME, HVAC_QUERY("secret_id", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The secret id itself (listed by Vault, taken by OpenBao too)"), MOUNT) },

	{ .name = "delete_secret_id_accessor", .verb = HVAC_DELETE, .path = ROLE("/secret-id-accessor/destroy"), .help = "As destroy_secret_id_accessor, with the accessor in the address",
	  HVAC_PARAMETERS(ROLE_NAME, HVAC_QUERY("secret_id_accessor", STRING, .flags = HVAC_REQUIRED, .help = "Accessor of the secret id (listed by Vault, taken by OpenBao too)"), MOUNT) },

	READ("bind_secret_id", "bind-secret-id", .help = "Read whether logins to a role need a secret id; not OpenBao 2.7.2: see read_role"),
	{ .name = "create_or_update_bind_secret_id", .verb = HVAC_POST, .path = ROLE("/bind-secret-id"), .help = "Say whether logins to a role need a secret id; not OpenBao 2.7.2: see create_or_update_approle",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, BIND_SECRET_ID, MOUNT) },
	DELETE("bind_secret_id", "bind-secret-id", .help = "Ask for a secret id again at logins to a role; not OpenBao 2.7.2: see create_or_update_approle"),

	READ("secret_id_bound_cidrs", "secret-id-bound-cidrs", .help = "Read from which networks a role lets log in"),
	{ .name = "create_or_update_secret_id_bound_cidrs", .verb = HVAC_POST, .path = ROLE("/secret-id-bound-cidrs"), .help = "Set from which networks a role lets log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID_BOUND_CIDRS(0), MOUNT) },
	DELETE("secret_id_bound_cidrs", "secret-id-bound-cidrs", .help = "Let log in to a role from any network"),

	READ("bound_cidr_list", "bound-cidr-list", .help = "Read a role's networks under their former name; deprecated"),
	{ .name = "create_or_update_bound_cidr_list", .verb = HVAC_POST, .path = ROLE("/bound-cidr-list"), .help = "Set a role's networks under their former name; deprecated",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, BOUND_CIDR_LIST("Networks that may log in: 10.0.0.0/8"), MOUNT) },
	DELETE("bound_cidr_list", "bound-cidr-list", .help = "Remove a role's networks under their former name; deprecated"),

	READ("secret_id_num_uses", "secret-id-num-uses", .help = "Read how many logins a role's secret ids are good for"),
	{ .name = "create_or_update_secret_id_num_uses", .verb = HVAC_POST, .path = ROLE("/secret-id-num-uses"), .help = "Set how many logins a role's new secret ids are good for",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID_NUM_USES, MOUNT) },
	DELETE("secret_id_num_uses", "secret-id-num-uses", .help = "Make a role's new secret ids good for any number of logins"),

	READ("secret_id_ttl", "secret-id-ttl", .help = "Read how long a role's secret ids live"),
	{ .name = "create_or_update_secret_id_ttl", .verb = HVAC_POST, .path = ROLE("/secret-id-ttl"), .help = "Set how long a role's new secret ids live",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, SECRET_ID_TTL, MOUNT) },
	DELETE("secret_id_ttl", "secret-id-ttl", .help = "Make a role's new secret ids live without end"),

	READ("local_secret_ids", "local-secret-ids", .help = "Read whether a role's secret ids stay in this cluster"),

	READ("policies", "policies", .help = "Read the policies of a role's tokens"),
	{ .name = "create_or_update_policies", .verb = HVAC_POST, .path = ROLE("/policies"), .help = "Set the policies of a role's new tokens",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_POLICIES(0), POLICIES, MOUNT) },
	DELETE("policies", "policies", .help = "Leave a role's new tokens no policy but default"),

	READ("period", "period", .help = "Read within which time a role's tokens have to be renewed"),
	{ .name = "create_or_update_period", .verb = HVAC_POST, .path = ROLE("/period"), .help = "Make a role's new tokens periodic",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_PERIOD, PERIOD, MOUNT) },
	DELETE("period", "period", .help = "Make no more periodic tokens for a role"),

	READ("token_bound_cidrs", "token-bound-cidrs", .help = "Read from which networks a role's tokens work"),
	{ .name = "create_or_update_token_bound_cidrs", .verb = HVAC_POST, .path = ROLE("/token-bound-cidrs"), .help = "Set from which networks a role's new tokens work",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_BOUND_CIDRS(0), MOUNT) },
	DELETE("token_bound_cidrs", "token-bound-cidrs", .help = "Let a role's new tokens work from any network"),

	READ("token_ttl", "token-ttl", .help = "Read how long a role's tokens live until their first renewal"),
	{ .name = "create_or_update_token_ttl", .verb = HVAC_POST, .path = ROLE("/token-ttl"), .help = "Set how long a role's new tokens live until their first renewal",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_TTL, MOUNT) },
	DELETE("token_ttl", "token-ttl", .help = "Let a role's new tokens live as long as the mount says"),

	READ("token_max_ttl", "token-max-ttl", .help = "Read how long renewals can keep a role's tokens alive"),
	{ .name = "create_or_update_token_max_ttl", .verb = HVAC_POST, .path = ROLE("/token-max-ttl"), .help = "Set how long renewals can keep a role's tokens alive",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_MAX_TTL, MOUNT) },
	DELETE("token_max_ttl", "token-max-ttl", .help = "Let renewals keep a role's tokens alive as long as the mount says"),

	READ("token_num_uses", "token-num-uses", .help = "Read how many requests a role's tokens are good for"),
	{ .name = "create_or_update_token_num_uses", .verb = HVAC_POST, .path = ROLE("/token-num-uses"), .help = "Set how many requests a role's new tokens are good for",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, TOKEN_NUM_USES, MOUNT) },
	DELETE("token_num_uses", "token-num-uses", .help = "Make a role's new tokens good for any number of requests"),

	{ .name = "tidy_secret_id", .verb = HVAC_POST, .path = "/auth/{mount_point}/tidy/secret-id", .help = "Start to clear away what expired secret ids left behind",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, approle, operations, .version = "1.0", .help = "AppRole: role id and secret id for machines",
	.reference = "AppRole auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=approle\n"
		"hvac call auth/approle create_or_update_approle role_name=web \\\n"
		"\ttoken_policies=default token_ttl=1h secret_id_num_uses=1\n"
		"hvac call auth/approle read_role_id role_name=web --field role_id >role-id\n"
		"hvac call auth/approle generate_secret_id role_name=web \\\n"
		"\t--field secret_id >secret-id\n"
		"hvac login approle role_id=@role-id secret_id=@secret-id\n");
