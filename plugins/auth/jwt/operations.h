/* SPDX-License-Identifier: MIT */
/*
 * One method under two names, as in hvac: what a mount of type jwt can, one of type oidc can too. An engine of this folder
 * includes the table once, after it has defined METHOD: its mount's default path, and the type of the roles that it makes.
 */
#ifndef HVAC_AUTH_JWT_OPERATIONS_H
#define HVAC_AUTH_JWT_OPERATIONS_H

#include <stdbool.h>
#include <string.h>
#include <hvac/plugin.h>
#include "poll.h"

/* hvac's name of the mount point */
#define MOUNT HVAC_PATH("path", STRING, .dflt = "\"" METHOD "\"", .flags = HVAC_SLASHES, .help = "Where the method is mounted")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; the server keeps it in small letters")
#define ROLE HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role to log in as; empty: the mount's default_role")
#define JWT HVAC_BODY("jwt", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The signed token: header.claims.signature, each in base64url")
#define USE_TOKEN HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")

/* Of a login by browser: what binds its steps together. */
#define STATE(place) HVAC_##place("state", STRING, .flags = HVAC_REQUIRED, .help = "What names this login: a parameter of auth_url, or beside it in the answer")
#define CODE(place) HVAC_##place("code", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The authorization code that the provider gave the browser; good for once")
#define CLIENT_NONCE(place, text) HVAC_##place("client_nonce", STRING, .flags = HVAC_SECRET, .help = text)
/* What only a browser that the provider sends back to the server has. */
#define BROWSER_ONLY \
	HVAC_QUERY("confirmation", STRING, .help = "\"1\": the person has confirmed the server's question; roles with callback_mode=direct only (OpenBao)"), \
	HVAC_QUERY("error", STRING, .help = "Why the provider refused: access_denied ... (OpenBao)"), \
	HVAC_QUERY("error_description", STRING, .help = "The provider's refusal in a sentence (OpenBao)"), \
	HVAC_QUERY("error_uri", STRING, .help = "A page about the provider's refusal (OpenBao)")

#define BOUND_AUDIENCES HVAC_BODY("bound_audiences", LIST, .help = "Values of the claim aud of which a token must have one; without it a token may have none")
/* The server takes 0 for its own default; what switches a leeway off is negative, which only text can be. */
#define CLOCK_SKEW_LEEWAY HVAC_BODY("clock_skew_leeway", DURATION, .help = "Clocks may differ so much: 60, \"1m\", the default; \"-1\": not at all")
#define EXPIRATION_LEEWAY HVAC_BODY("expiration_leeway", DURATION, .help = "A token without exp may be so much older than its nbf or iat: 150, the default; \"-1\": no older")
#define NOT_BEFORE_LEEWAY HVAC_BODY("not_before_leeway", DURATION, .help = "A token without nbf is taken so long before its iat or exp: 150, the default; \"-1\": no earlier")

/* As HVAC_TOKEN_OPTIONS, but for token_num_uses, for which hvac has text. */
#define TOKEN_OPTIONS \
	HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"), \
	HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"), \
	HVAC_BODY("token_policies", LIST, .help = "Policies of the tokens, besides default"), \
	HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"), \
	HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever role and mount say later; 0: none, the default"), \
	HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"), \
	HVAC_BODY("token_num_uses", ANY, .help = "Requests that a token is good for, a number or its text; 0: any number, the default"), \
	HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default"), \
	HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default: what the mount says")

/* CEL: an expression of the role's own judges the claims, and makes the token. */
#define CEL_PROGRAM(required) HVAC_BODY("cel_program", MAP, .flags = required, \
	.help = "What makes pb.Auth{...} of claims, or false: {\"expression\": \"...\", \"variables\": [...]}")
#define CEL_MESSAGE HVAC_BODY("message", STRING, .help = "A sentence on refusals, which OpenBao 2.7 keeps and does not show")
#define CEL_ROLE "/auth/{path}/cel/role/{name}"
#define LISTED_FOR_CEL(of, type) HVAC_BODY(of, type, .help = "Listed by OpenBao, which reads it only of a CEL role: see create_or_update_cel_role")

#define LOGIN_BY_JWT(operation, ...) { .name = operation, .verb = HVAC_POST, .path = "/auth/{path}/login", .flags = HVAC_LOGIN, \
	HVAC_PARAMETERS(ROLE, JWT, USE_TOKEN, MOUNT, \
	  HVAC_BODY("distributed_claim_access_token", STRING, .flags = HVAC_SECRET, .help = "Fetches claims that the token only points to (Vault 2.1 and later)")), \
	__VA_ARGS__ }

/* hvac's: the mount's default path where its methods get none. Here the table has it. */
static int resolve_path(struct hvac_task *task, void *state)
{
	hvac_value *path = hvac_value_new_string(hvac_task_string(task, "path"));

	(void)state;
	if (!path)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	hvac_task_answer(task, path);
	hvac_value_free(path);
	return HVAC_HOOK_DONE;
}

enum { INTERVAL_MAX = 86400, SLOWER_BY = 5 };

static int begin_poll(struct hvac_task *task, void *state)
{
	return poll_begin(task, state, INTERVAL_MAX);
}

/* The two errors of RFC 8628, 3.5, which mean "later"; whoever is told to slow down does so from then on. */
static int finish_poll(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct poll *poll = state;
	const char *error = hvac_value_string(hvac_value_item(hvac_response_errors(response), 0), NULL);
	bool too_fast = error && strcmp(error, "slow_down") == 0;

	if (hvac_response_http_status(response) != 400 || !error || (!too_fast && strcmp(error, "authorization_pending") != 0))
		return HVAC_HOOK_DONE;
	if (too_fast)
		poll->interval += SLOWER_BY;
	return poll_again(task, poll);
}

static const struct hvac_operation operations[] = {
	{ .name = "resolve_path", .verb = HVAC_GET, .path = "/auth", .help = "Give back where the method is mounted; nothing is sent",
	  .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, .prepare = resolve_path,
	  HVAC_PARAMETERS(HVAC_LOCAL("path", STRING, .flags = HVAC_REQUIRED, .help = "Where the method is mounted")) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{path}/config", .help = "Say whose tokens to trust, by one of discovery, JWKS or public keys; replaces all settings",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("oidc_discovery_url", STRING, .help = "The provider's address, without /.well-known/openid-configuration"),
	    HVAC_BODY("oidc_discovery_ca_pem", STRING, .help = "Certificates to trust at the provider (PEM); the system's by default"),
	    HVAC_BODY("oidc_client_id", STRING, .help = "As whom the provider knows the server; logins by browser need it"),
	    HVAC_BODY("oidc_client_secret", STRING, .flags = HVAC_SECRET, .help = "What proves to the provider that it is oidc_client_id who asks"),
	    HVAC_BODY("oidc_response_mode", STRING, .values = "query form_post", .help = "How the browser brings the provider's answer; query by default"),
	    HVAC_BODY("oidc_response_types", LIST, .values = "code id_token", .help = "What the provider is to answer with; id_token goes with form_post only; code by default"),
	    HVAC_BODY("jwks_url", STRING, .help = "Address of the public keys, as a JSON web key set"),
	    HVAC_BODY("jwks_ca_pem", STRING, .help = "Certificates to trust at jwks_url (PEM); the system's by default"),
	    HVAC_BODY("jwt_validation_pubkeys", LIST, .help = "The public keys themselves (PEM)"),
	    HVAC_BODY("bound_issuer", STRING, .help = "What the claim iss of every token must be; anything by default"),
	    HVAC_BODY("jwt_supported_algs", LIST, .help = "Algorithms of signatures to accept: ES256,EdDSA; RS256 by default"),
	    HVAC_BODY("default_role", STRING, .help = "Role of a login that names none"),
	    HVAC_BODY("provider_config", ANY, .flags = HVAC_SECRET, .help = "What one provider needs besides, keys too: {\"provider\": \"azure\"}"),
	    MOUNT,
	    HVAC_BODY("namespace_in_state", BOOLEAN, .help = "Whether the namespace travels in state and not in redirect_uri; true by default for a new mount"),
	    HVAC_BODY("jwks_pairs", LIST, .help = "Several sets of keys, as maps of jwks_url and jwks_ca_pem (Vault 2.1 and later)"),
	    HVAC_BODY("unsupported_critical_cert_extensions", LIST, .help = "Critical extensions of the provider's certificates to pass over, by OID (Vault 2.1 and later)"),
	    HVAC_BODY("override_allowed_server_names", LIST, .help = "Names that the provider's certificate may have instead of its host (OpenBao)"),
	    HVAC_BODY("skip_jwks_validation", BOOLEAN, .help = "Whether to accept a provider that does not answer now, with a warning; false by default (OpenBao)")) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{path}/config", .help = "Read whose tokens are trusted; the client's secret is left out",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = "/auth/{path}/role/{name}", .help = "Make a role, or change the settings given and leave most others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    NAME,
	    HVAC_BODY("user_claim", STRING, .flags = HVAC_REQUIRED, .help = "Claim that names the user, whose alias it becomes: sub"),
	    HVAC_BODY("allowed_redirect_uris", LIST, .flags = HVAC_REQUIRED, .help = "Where the provider may send the browser back to, of loopback at any port; [] for tokens"),
	    HVAC_BODY("role_type", STRING, .dflt = "\"" METHOD "\"", .values = "jwt oidc", .help = "Whether one logs in with a token or by browser"),
	    BOUND_AUDIENCES, CLOCK_SKEW_LEEWAY, EXPIRATION_LEEWAY, NOT_BEFORE_LEEWAY,
	    HVAC_BODY("bound_subject", STRING, .help = "What the claim sub must be"),
	    HVAC_BODY("bound_claims", MAP, .help = "What further claims must be, each one value or a list of those allowed"),
	    HVAC_BODY("groups_claim", STRING, .help = "Claim whose list names the user's groups"),
	    HVAC_BODY("claim_mappings", ANY, .help = "Claims to keep as metadata: {\"email\": \"mail\"}"),
	    HVAC_BODY("oidc_scopes", LIST, .help = "Scopes to ask the provider for, besides openid"),
	    HVAC_BODY("bound_claims_type", STRING, .dflt = "\"string\"", .values = "string glob", .help = "How bound_claims are read; glob: * stands for anything"),
	    HVAC_BODY("verbose_oidc_logging", BOOLEAN, .dflt = "false", .help = "Whether the server's debug log shows tokens and claims: for a moment's search only"),
	    TOKEN_OPTIONS,
	    MOUNT,
	    HVAC_BODY("user_claim_json_pointer", BOOLEAN, .help = "Whether user_claim is a JSON pointer: /identity/name; false by default"),
	    HVAC_BODY("max_age", DURATION, .help = "How long ago the user may have signed in at the provider: 3600, \"1h\"; any time by default"),
	    HVAC_BODY("callback_mode", STRING, .values = "client direct device", .help = "Who gets the provider's answer: the client, the default; the server; device: nobody, by RFC 8628 (OpenBao)"),
	    HVAC_BODY("poll_interval", INTEGER, .help = "Seconds between two polls of callback_mode direct or device; 5, or what the provider says, by default (OpenBao)"),
	    HVAC_BODY("oidc_disable_confirmation", BOOLEAN, .help = "Whether callback_mode direct goes without asking the person; false by default (OpenBao)"),
	    HVAC_BODY("oauth2_metadata", LIST, .values = "access_token id_token refresh_token", .help = "The provider's tokens to keep as metadata of the login (OpenBao)"),
	    HVAC_BODY("token_policies_template_claims", BOOLEAN, .help = "Whether token_policies are templates that claims fill; false by default (OpenBao)"),
	    HVAC_TOKEN_STRICTLY_BIND_IP,
	    HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("num_uses", INTEGER, .help = "Deprecated: use token_num_uses"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    LISTED_FOR_CEL("cel_program", MAP), LISTED_FOR_CEL("message", STRING)) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{path}/role/{name}", .help = "Read what a role asks of tokens and gives to those who log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{path}/role", .help = "List the names of all roles but those with a CEL program",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{path}/role/{name}", .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	LOGIN_BY_JWT("jwt_login", .help = "Exchange a token that somebody trusted has signed for one of the server"),

	{ .name = "oidc_authorization_url_request", .verb = HVAC_POST, .path = "/auth/{path}/oidc/auth_url", .help = "Begin a login by browser: ask for the address where the person signs in",
	  .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("redirect_uri", STRING, .flags = HVAC_REQUIRED, .help = "Where the provider sends the browser back to: http://localhost:8250/oidc/callback; empty for a device"),
	    MOUNT,
	    CLIENT_NONCE(BODY, "Random text of the client's own: who ends this login must know it; direct and device need it")) },

	{ .name = "oidc_callback", .verb = HVAC_GET, .path = "/auth/{path}/oidc/callback", .help = "End a login by browser with the code that the provider gave",
	  .flags = HVAC_LOGIN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(STATE(QUERY),
	    HVAC_QUERY("nonce", STRING, .flags = HVAC_REQUIRED, .help = "The parameter nonce of auth_url"),
	    CODE(QUERY), MOUNT,
	    CLIENT_NONCE(QUERY, "The one that the login began with, if any"),
	    USE_TOKEN, BROWSER_ONLY) },

	{ .name = "oidc_callback_form_post", .verb = HVAC_POST, .path = "/auth/{path}/oidc/callback", .help = "Hand over the form in which the provider answered; oidc_callback with code=no_code follows",
	  .flags = HVAC_NO_TOKEN | HVAC_RAW | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(STATE(BODY),
	    HVAC_BODY("code", STRING, .flags = HVAC_SECRET, .help = "The authorization code that the provider gave, if it did; good for once"),
	    HVAC_BODY("id_token", STRING, .flags = HVAC_SECRET, .help = "The provider's token, where oidc_response_types asks for it"),
	    MOUNT,
	    CLIENT_NONCE(BODY, "Listed by the servers, which read it only of oidc_callback"),
	    BROWSER_ONLY) },

	{ .name = "oidc_poll", .verb = HVAC_POST, .path = "/auth/{path}/oidc/poll", .help = "End a login of callback_mode direct or device: ask until the person has signed in",
	  .since = "openbao-2.6..", .flags = HVAC_LOGIN, .state_size = sizeof(struct poll), .prepare = begin_poll, .finish = finish_poll,
	  HVAC_PARAMETERS(STATE(BODY),
	    HVAC_BODY("client_nonce", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The one that the login began with"),
	    HVAC_LOCAL("poll_interval", INTEGER, .dflt = "5", .help = "Seconds from one question to the next, 1 to 86400: the one beside auth_url"),
	    USE_TOKEN, MOUNT) },

	{ .name = "cel_login", .verb = HVAC_POST, .path = "/auth/{path}/cel/login", .help = "Exchange a signed token for one of the server, by a role with a CEL program",
	  .since = "openbao-2.6..", .flags = HVAC_LOGIN, HVAC_PARAMETERS(ROLE, JWT, USE_TOKEN, MOUNT) },

	{ .name = "create_or_update_cel_role", .verb = HVAC_POST, .path = CEL_ROLE, .help = "Make or replace a role whose program judges the claims and makes the token",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME, CEL_PROGRAM(HVAC_REQUIRED), BOUND_AUDIENCES, CLOCK_SKEW_LEEWAY, EXPIRATION_LEEWAY, NOT_BEFORE_LEEWAY, CEL_MESSAGE, MOUNT) },

	{ .name = "patch_cel_role", .verb = HVAC_PATCH, .path = CEL_ROLE, .help = "Change some settings of a role with a CEL program and leave the others",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH,
	  HVAC_PARAMETERS(NAME, CEL_PROGRAM(0), BOUND_AUDIENCES, CLOCK_SKEW_LEEWAY, EXPIRATION_LEEWAY, NOT_BEFORE_LEEWAY, CEL_MESSAGE, MOUNT) },

	{ .name = "read_cel_role", .verb = HVAC_GET, .path = CEL_ROLE, .help = "Read a role's CEL program and what it asks of tokens beforehand",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_cel_roles", .verb = HVAC_LIST, .path = "/auth/{path}/cel/role", .help = "List the names of the roles that have a CEL program",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_cel_role", .verb = HVAC_DELETE, .path = CEL_ROLE, .help = "Remove a role with its CEL program",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
};

#endif
