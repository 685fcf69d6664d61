/* SPDX-License-Identifier: MIT */
/* Tokens: made, looked up, renewed and revoked. The table follows the page "Token auth method (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("token")
#define ROLE_NAME HVAC_PATH("role_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the token role")
#define TOKEN(...) HVAC_BODY("token", STRING, __VA_ARGS__)
#define ANY_TOKEN TOKEN(.flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The token in question, not the client's own")
#define UNREAD_TOKEN TOKEN(.flags = HVAC_SECRET, .help = "Listed by servers, which ignore it: it is always the client's own token")
#define ACCESSOR HVAC_BODY("accessor", STRING, .flags = HVAC_REQUIRED, .help = "The token's accessor")
#define INCREMENT HVAC_BODY("increment", DURATION, .help = "How long it shall live from now: 3600, \"1h\"; the server may give less; its former life by default")
/* Where tokens come from: auth/token, or another method's login, whose mount may have slashes. */
#define WRAPPED_AT \
	"/auth/{mount_point}/create /auth/{mount_point}/create/+ /auth/{mount_point}/create-orphan " \
	"/auth/*/login /auth/*/login/+ /auth/*/oidc/callback /auth/*/oidc/poll /auth/*/token"

/* What a new token is like. `sent` is what hvac sends unasked; NULL: nothing. */
#define ID HVAC_BODY("id", STRING, .flags = HVAC_SECRET, .help = "The token itself; to choose it needs sudo; a random one by default")
#define POLICIES HVAC_BODY("policies", LIST, .help = "Its policies, from among the maker's own unless sudo or a role allows others; the maker's by default")
#define META HVAC_BODY("meta", ANY, .help = "Strings by name, a map or [\"team=web\",\"stage=test\"]; written to the audit log with each of its requests")
#define NO_PARENT(sent) HVAC_BODY("no_parent", BOOLEAN, .dflt = sent, .help = "Whether it outlives its maker; needs sudo; false by default")
#define NO_DEFAULT_POLICY(sent) HVAC_BODY("no_default_policy", BOOLEAN, .dflt = sent, .help = "Whether it goes without the policy default; false by default")
#define RENEWABLE(sent) HVAC_BODY("renewable", BOOLEAN, .dflt = sent, .help = "Whether it can be renewed; true by default")
#define TTL HVAC_BODY("ttl", DURATION, .help = "Its life until the first renewal: 3600, \"1h\"; the mount's default_lease_ttl by default")
#define TYPE HVAC_BODY("type", STRING, .values = "service batch", .help = "A batch token is not stored by the server, nor renewed; service by default")
#define EXPLICIT_MAX_TTL HVAC_BODY("explicit_max_ttl", DURATION, .help = "Its life with all renewals, whatever the mount says later: 86400, \"24h\"; none by default")
#define DISPLAY_NAME(sent) HVAC_BODY("display_name", STRING, .dflt = sent, .help = "Its name in logs; servers put \"token-\" before it; \"token\" by default")
#define NUM_USES(sent) HVAC_BODY("num_uses", INTEGER, .dflt = sent, .help = "Requests that it is good for; 0: any number, the default")
#define PERIOD HVAC_BODY("period", DURATION, .help = "Makes it periodic: it lives on if renewed within this time; needs sudo, unlike a role's token_period")
#define ENTITY_ALIAS HVAC_BODY("entity_alias", STRING, .help = "Name of the entity alias to bind it to; only with a role that allows it")
#define LEASE HVAC_BODY("lease", STRING, .help = "Deprecated: use ttl")
#define TOKEN_OPTIONS NO_DEFAULT_POLICY("false"), RENEWABLE("true"), TTL, TYPE, EXPLICIT_MAX_TTL, DISPLAY_NAME("\"token\""), NUM_USES("0"), PERIOD, ENTITY_ALIAS

/*
 * Making a token may not be repeated. Nor may revoke_self: once the client's token is dead, a repeat would come with a
 * new one and revoke that. Nor revoke_and_orphan_children: the second time the server refuses it, as it does not know the token.
 */
static const struct hvac_operation operations[] = {
	{ .name = "create", .when = "role_name", .verb = HVAC_POST, .path = "/auth/{mount_point}/create/{role_name}", .help = "Make a token in the way of a token role",
	  .answer = "/auth",
	  HVAC_PARAMETERS(ID, ROLE_NAME, POLICIES, META, NO_PARENT("false"), TOKEN_OPTIONS, HVAC_WRAP_TTL, MOUNT, LEASE) },
	{ .name = "create", .verb = HVAC_POST, .path = "/auth/{mount_point}/create", .help = "Make a token, which dies with the client's own unless no_parent",
	  .answer = "/auth",
	  HVAC_PARAMETERS(ID, POLICIES, META, NO_PARENT("false"), TOKEN_OPTIONS, HVAC_WRAP_TTL, MOUNT, LEASE) },

	{ .name = "create_orphan", .verb = HVAC_POST, .path = "/auth/{mount_point}/create-orphan", .help = "Make a token without a parent, which outlives the client's own",
	  .answer = "/auth",
	  HVAC_PARAMETERS(ID,
	    HVAC_BODY("role_name", STRING, .help = "Sent as hvac does; servers ignore it here: use create"),
	    POLICIES, META, TOKEN_OPTIONS, HVAC_WRAP_TTL, MOUNT, NO_PARENT(NULL), LEASE) },

	{ .name = "create_against_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/create/{role_name}", .help = "Make a token of a token role and send nothing that was not given",
	  .answer = "/auth",
	  HVAC_PARAMETERS(ROLE_NAME, ID, POLICIES, META, NO_PARENT(NULL), NO_DEFAULT_POLICY(NULL), RENEWABLE(NULL), TTL, TYPE, EXPLICIT_MAX_TTL,
	    DISPLAY_NAME(NULL), NUM_USES(NULL), PERIOD, ENTITY_ALIAS, HVAC_WRAP_TTL, MOUNT, LEASE) },

	{ .name = "login", .verb = HVAC_GET, .path = "/auth/{mount_point}/lookup-self", .help = "Use a token that is there, once the server has said that it knows it",
	  .answer = "/data", .flags = HVAC_LOGIN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_HEADER("token", STRING, .wire = "X-Vault-Token", .flags = HVAC_REQUIRED | HVAC_SECRET, .wrapped_path = WRAPPED_AT, .help = "Token that the server has given out"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client uses it from now on"), MOUNT) },

	{ .name = "lookup", .verb = HVAC_POST, .path = "/auth/{mount_point}/lookup", .help = "Read a token's policies, life and origin",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ANY_TOKEN, MOUNT) },

	{ .name = "lookup_by_query", .verb = HVAC_GET, .path = "/auth/{mount_point}/lookup", .help = "As lookup, with the token in the address, where proxies log it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("token", STRING, .flags = HVAC_SECRET, .help = "The token in question; the client's own by default (listed by Vault, taken by OpenBao too)"), MOUNT) },

	{ .name = "lookup_accessor", .verb = HVAC_POST, .path = "/auth/{mount_point}/lookup-accessor", .help = "Read policies, life and origin of the token behind an accessor",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCESSOR, MOUNT) },

	{ .name = "lookup_self", .verb = HVAC_GET, .path = "/auth/{mount_point}/lookup-self", .help = "Read policies, life and origin of the client's own token",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "lookup_self_by_post", .verb = HVAC_POST, .path = "/auth/{mount_point}/lookup-self", .help = "As lookup_self, for policies that allow update and not read",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(UNREAD_TOKEN, MOUNT) },

	{ .name = "renew", .verb = HVAC_POST, .path = "/auth/{mount_point}/renew", .help = "Make a token live longer",
	  .answer = "/auth", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ANY_TOKEN, INCREMENT, HVAC_WRAP_TTL, MOUNT) },

	{ .name = "renew_accessor", .verb = HVAC_POST, .path = "/auth/{mount_point}/renew-accessor", .help = "Make the token behind an accessor live longer",
	  .answer = "/auth", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCESSOR, INCREMENT, HVAC_WRAP_TTL, MOUNT) },

	{ .name = "renew_self", .verb = HVAC_POST, .path = "/auth/{mount_point}/renew-self", .help = "Make the client's own token live longer",
	  .answer = "/auth", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(INCREMENT, HVAC_WRAP_TTL, MOUNT, UNREAD_TOKEN) },

	{ .name = "revoke", .verb = HVAC_POST, .path = "/auth/{mount_point}/revoke", .help = "End a token, its leases and its children",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ANY_TOKEN, MOUNT) },

	{ .name = "revoke_accessor", .verb = HVAC_POST, .path = "/auth/{mount_point}/revoke-accessor", .help = "End the token behind an accessor, its leases and its children",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCESSOR, MOUNT) },

	{ .name = "revoke_and_orphan_children", .verb = HVAC_POST, .path = "/auth/{mount_point}/revoke-orphan", .help = "End a token and its leases, and let its children live on",
	  .flags = HVAC_SUDO, HVAC_PARAMETERS(ANY_TOKEN, MOUNT) },

	{ .name = "revoke_self", .verb = HVAC_POST, .path = "/auth/{mount_point}/revoke-self", .help = "End the client's own token, its leases and its children",
	  HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_accessors", .verb = HVAC_LIST, .path = "/auth/{mount_point}/accessors", .help = "List the accessors of all tokens",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/roles", .help = "List the names of all token roles",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/roles/{role_name}", .help = "Make a token role or change one; orphan and renewable are set each time",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME,
	    HVAC_BODY("allowed_policies", LIST, .help = "Policies that its tokens may have; the maker's own by default"),
	    HVAC_BODY("disallowed_policies", LIST, .help = "Policies that its tokens may not have"),
	    HVAC_BODY("orphan", BOOLEAN, .dflt = "false", .help = "Whether its tokens have no parent; false by default"),
	    HVAC_BODY("renewable", BOOLEAN, .dflt = "true", .help = "Whether its tokens can be renewed; true by default"),
	    HVAC_BODY("path_suffix", STRING, .help = "Ends its tokens' path, so that they can be revoked together by prefix"),
	    HVAC_BODY("allowed_entity_aliases", LIST, .help = "Entity aliases that its tokens may be bound to; * stands for anything"),
	    MOUNT,
	    HVAC_BODY("token_period", DURATION, .help = "Makes its tokens periodic: they live on if renewed within this time; 0: not periodic, the default"),
	    HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of its tokens with all renewals, whatever the mount says later; 0: none, the default"),
	    HVAC_BODY("allowed_policies_glob", LIST, .help = "As allowed_policies; * stands for anything"),
	    HVAC_BODY("disallowed_policies_glob", LIST, .help = "As disallowed_policies; * stands for anything"),
	    HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may use its tokens: 10.0.0.0/8; any by default"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether its tokens go without the policy default; false by default"),
	    HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that its tokens are good for; 0: any number, the default"),
	    HVAC_BODY("token_type", STRING, .values = "service batch default-service default-batch",
	              .help = "Kind of its tokens, with default- if the maker does not ask otherwise; default-service by default"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    HVAC_BODY("explicit_max_ttl", DURATION, .help = "Deprecated: use token_explicit_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/roles/{role_name}", .help = "Read all settings of a token role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/roles/{role_name}", .help = "Remove a token role; its tokens live on",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },

	{ .name = "tidy", .verb = HVAC_POST, .path = "/auth/{mount_point}/tidy", .help = "Start to clear away what expired tokens left behind",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, token, operations, .version = "1.0", .help = "Tokens: make, look up, renew, revoke",
	.reference = "Token auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call auth/token create policies=default ttl=1h --field client_token >token\n"
		"hvac call auth/token lookup token=@token --field ttl\n"
		"hvac call auth/token renew token=@token increment=2h\n"
		"hvac call auth/token revoke token=@token\n");
