/* SPDX-License-Identifier: MIT */
/*
 * The server as an OpenID Connect provider for other applications. Follows the page "OIDC identity provider (API)". The
 * provider's own protocol answers without an envelope: the answer of its operations is the whole body.
 */
#include "identity.h"
#include <string.h>

#define ASSIGNMENT_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the assignment: allow_all is always there")
#define CLIENT_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the client, which is not its client_id")
#define PROVIDER_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the provider: default is always there")
#define SCOPE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the scope, as clients ask for it; not openid")

/* What a client sends a person's browser to the provider with; POST takes it in the body, GET in the query. */
#define AUTHORIZATION(PLACE) \
	PLACE("client_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that the server has given the client"), \
	PLACE("redirect_uri", STRING, .flags = HVAC_REQUIRED, .help = "Where the browser shall go back to: one of the client's redirect_uris"), \
	PLACE("scope", STRING, .flags = HVAC_REQUIRED, .help = "Scopes, separated by blanks, openid among them: \"openid groups\""), \
	PLACE("response_type", STRING, .dflt = "\"code\"", .values = "code", .help = "What is asked for; there is but one flow"), \
	PLACE("state", STRING, .help = "Comes back as it is, for the client to know its own"), \
	PLACE("nonce", STRING, .help = "Comes back in the ID token, for the client to know its own"), \
	PLACE("max_age", INTEGER, .help = "How many seconds ago the person may have logged in at most"), \
	PLACE("code_challenge", STRING, .help = "Of PKCE (RFC 7636), which public clients must use: 43 to 128 characters"), \
	PLACE("code_challenge_method", STRING, .values = "plain S256", .help = "How code_verifier becomes code_challenge; server's default plain"), \
	HVAC_LOCAL("method", STRING, .dflt = "\"POST\"", .values = "POST GET", .help = "Verb; with GET all of it is in the query"), MOUNT
#define AUTHORIZE "Agree, as the person whose token this is, that a client learns who it is: the answer's code"

/* It speaks for the person, not for the client. */
#define USER_INFO_PARAMETERS HVAC_PARAMETERS(PROVIDER_NAME, \
	HVAC_LOCAL("access_token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What oidc_provider_token gave; no other token will do"), \
	HVAC_LOCAL("method", STRING, .dflt = "\"GET\"", .values = "GET POST", .help = "Verb; the answer is the same"), MOUNT), .prepare = show_access_token
#define USER_INFO "Read the claims of the person whose access token this is, by the scopes agreed to"

/* RFC 6750, 2.1 */
static int show_access_token(struct hvac_task *task, void *state)
{
	static const char scheme[] = "Bearer ";
	const char *token = hvac_task_string(task, "access_token");
	size_t length = strlen(token);
	char *header = hvac_task_alloc(task, sizeof scheme + length);

	(void)state;
	if (!header)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	memcpy(header, scheme, sizeof scheme - 1);
	memcpy(header + sizeof scheme - 1, token, length);
	hvac_request_header(task, "Authorization", header);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_oidc_provider", .verb = HVAC_POST, .path = IDENTITY("oidc/provider/{name}"),
	  .help = "Set up an issuer that clients can log people in with",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PROVIDER_NAME,
	    HVAC_BODY("issuer", STRING, .help = "Scheme, host and port alone: https://vault.example.com:8200; server's default: its api_addr"),
	    HVAC_BODY("allowed_client_ids", LIST, .help = "Client ids that may use it; \"*\": all; server's default: none"),
	    HVAC_BODY("scopes_supported", LIST, .help = "Names of scopes that clients may ask for besides openid"),
	    MOUNT) },
	{ .name = "read_oidc_provider", .verb = HVAC_GET, .path = IDENTITY("oidc/provider/{name}"), .help = "Read a provider with its issuer, clients and scopes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) },
	{ .name = "delete_oidc_provider", .verb = HVAC_DELETE, .path = IDENTITY("oidc/provider/{name}"), .help = "Delete a provider; default cannot be",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) },
	{ .name = "list_oidc_providers", .verb = HVAC_LIST, .path = IDENTITY("oidc/provider"), .help = "List the names of all providers, with their settings",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("allowed_client_id", STRING, .help = "Only those that this client may use"), MOUNT) },

	{ .name = "create_or_update_oidc_client", .verb = HVAC_POST, .path = IDENTITY("oidc/client/{name}"),
	  .help = "Let an application log people in; read_oidc_client has its id and secret",
	  HVAC_PARAMETERS(CLIENT_NAME,
	    HVAC_BODY("key", STRING, .help = "Name of the key that signs its ID tokens; not to be changed; server's default default"),
	    HVAC_BODY("redirect_uris", LIST, .help = "Where browsers may be sent back to; of 127.0.0.1 and [::1] any port will do"),
	    HVAC_BODY("assignments", LIST, .help = "Names of the assignments that say who may log in: allow_all; server's default: nobody"),
	    HVAC_BODY("client_type", STRING, .values = "confidential public",
	      .help = "A public one has no secret and must use PKCE; not to be changed; server's default confidential"),
	    HVAC_BODY("id_token_ttl", DURATION, .help = "How long its ID tokens are good: 3600, \"1h\"; server's default 24h"),
	    HVAC_BODY("access_token_ttl", DURATION, .help = "How long its access tokens are good: 3600, \"1h\"; server's default 24h"),
	    HVAC_BODY("authorization_code", BOOLEAN, .help = "Whether it may use the code flow; server's default true (OpenBao)"),
	    HVAC_BODY("client_credentials", BOOLEAN, .help = "Whether it may have access tokens of its own, of nobody else; server's default false (OpenBao)"),
	    MOUNT) },
	{ .name = "read_oidc_client", .verb = HVAC_GET, .path = IDENTITY("oidc/client/{name}"), .help = "Read a client with its client_id and client_secret",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CLIENT_NAME, MOUNT) },
	{ .name = "delete_oidc_client", .verb = HVAC_DELETE, .path = IDENTITY("oidc/client/{name}"), .help = "Delete a client: nobody can log in by it any more",
	  HVAC_PARAMETERS(CLIENT_NAME, MOUNT) },
	{ .name = "list_oidc_clients", .verb = HVAC_LIST, .path = IDENTITY("oidc/client"), .help = "List the names of all clients, with their settings",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_oidc_assignment", .verb = HVAC_POST, .path = IDENTITY("oidc/assignment/{name}"),
	  .help = "Name the people who may log in by a client",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ASSIGNMENT_NAME,
	    HVAC_BODY("entity_ids", LIST, .help = "Entities of these may"),
	    HVAC_BODY("group_ids", LIST, .help = "Members of these may, and of groups in them"),
	    MOUNT) },
	{ .name = "read_oidc_assignment", .verb = HVAC_GET, .path = IDENTITY("oidc/assignment/{name}"),
	  .help = "Read who may log in by the clients of an assignment",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ASSIGNMENT_NAME, MOUNT) },
	{ .name = "delete_oidc_assignment", .verb = HVAC_DELETE, .path = IDENTITY("oidc/assignment/{name}"), .help = "Delete an assignment that no client has",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ASSIGNMENT_NAME, MOUNT) },
	{ .name = "list_oidc_assignments", .verb = HVAC_LIST, .path = IDENTITY("oidc/assignment"), .help = "List the names of all assignments",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_oidc_scope", .verb = HVAC_POST, .path = IDENTITY("oidc/scope/{name}"),
	  .help = "Say what clients learn of people who agree to a scope",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(SCOPE_NAME,
	    HVAC_BODY("template", STRING, .help = "Its claims, JSON with {{identity.entity.groups.names}} and the like; may be in base64"),
	    HVAC_BODY("description", STRING, .help = "For people to read"),
	    MOUNT) },
	{ .name = "read_oidc_scope", .verb = HVAC_GET, .path = IDENTITY("oidc/scope/{name}"), .help = "Read a scope's claims",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SCOPE_NAME, MOUNT) },
	{ .name = "delete_oidc_scope", .verb = HVAC_DELETE, .path = IDENTITY("oidc/scope/{name}"), .help = "Delete a scope that no provider supports",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SCOPE_NAME, MOUNT) },
	{ .name = "list_oidc_scopes", .verb = HVAC_LIST, .path = IDENTITY("oidc/scope"), .help = "List the names of all scopes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_oidc_provider_active_public_keys", .verb = HVAC_GET, .path = IDENTITY("oidc/provider/{name}/.well-known/keys"),
	  .help = "Fetch the keys that check ID tokens of a provider's clients (JWKS, RFC 7517)",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) },
	{ .name = "read_oidc_provider_well_known_configurations", .verb = HVAC_GET, .path = IDENTITY("oidc/provider/{name}/.well-known/openid-configuration"),
	  .help = "Fetch what tells clients of a provider's addresses, for OIDC discovery",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) },

	{ .name = "oidc_provider_authorize", .when = "method=GET", .verb = HVAC_GET, .path = IDENTITY("oidc/provider/{name}/authorize"), .help = AUTHORIZE,
	  .answer = "", HVAC_PARAMETERS(PROVIDER_NAME, AUTHORIZATION(HVAC_QUERY)) },
	{ .name = "oidc_provider_authorize", .verb = HVAC_POST, .path = IDENTITY("oidc/provider/{name}/authorize"), .help = AUTHORIZE,
	  .answer = "", HVAC_PARAMETERS(PROVIDER_NAME, AUTHORIZATION(HVAC_BODY)) },

	{ .name = "oidc_provider_token", .verb = HVAC_POST, .path = IDENTITY("oidc/provider/{name}/token"),
	  .help = "Turn a code, which is used up by that, into an ID token and an access token",
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(PROVIDER_NAME,
	    HVAC_BODY("grant_type", STRING, .flags = HVAC_REQUIRED, .values = "authorization_code client_credentials",
	      .help = "What is given for them; the latter is OpenBao's"),
	    HVAC_BODY("code", STRING, .flags = HVAC_SECRET, .help = "What the browser brought back, of an authorization_code"),
	    HVAC_BODY("redirect_uri", STRING, .help = "Where it brought that to, as it was asked for"),
	    HVAC_BODY("client_id", STRING, .help = "Id that the server has given the client"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Of a confidential client; a public one has none"),
	    HVAC_BODY("code_verifier", STRING, .flags = HVAC_SECRET, .help = "What code_challenge was made of (PKCE)"),
	    HVAC_BODY("scope", STRING, .help = "Scopes of client_credentials, separated by blanks (OpenBao)"),
	    MOUNT) },

	{ .name = "oidc_provider_user_info", .when = "method=POST", .verb = HVAC_POST, .path = IDENTITY("oidc/provider/{name}/userinfo"), .help = USER_INFO,
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, USER_INFO_PARAMETERS },
	{ .name = "oidc_provider_user_info", .verb = HVAC_GET, .path = IDENTITY("oidc/provider/{name}/userinfo"), .help = USER_INFO,
	  .answer = "", .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, USER_INFO_PARAMETERS },
};

const struct hvac_area hvac_identity_provider = HVAC_AREA(operations, .name = "provider", .help = "The server as an OpenID Connect provider");
