/* SPDX-License-Identifier: MIT */
/* ID tokens that say who a token's entity is, and what checks them. Follows the page "Identity secrets engine: identity tokens (API)". */
#include "identity.h"

#define KEY_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key, not the key: default is always there")
#define ROLE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define CHILD HVAC_PATH("child", STRING, .flags = HVAC_REQUIRED, .help = "Name of the issuer below oidc/: plugins is that of workload identity")

static const struct hvac_operation operations[] = {
	{ .name = "configure_tokens_backend", .verb = HVAC_POST, .path = IDENTITY("oidc/config"), .help = "Set what ID tokens have as their issuer",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("issuer", STRING, .help = "Scheme, host and port alone: https://vault.example.com:8200; \"\": the server's api_addr"), MOUNT) },
	{ .name = "read_tokens_backend_configuration", .verb = HVAC_GET, .path = IDENTITY("oidc/config"), .help = "Read the issuer that was set",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_named_key", .verb = HVAC_POST, .path = IDENTITY("oidc/key/{name}"), .help = "Make a key that signs ID tokens, or change its settings",
	  HVAC_PARAMETERS(KEY_NAME,
	    HVAC_BODY("rotation_period", DURATION, .dflt = "\"24h\"", .help = "How often the server makes a new one: 3600, \"24h\""),
	    HVAC_BODY("verification_ttl", DURATION, .dflt = "\"24h\"",
	      .help = "How long the public key is published after its rotation; at most ten rotation periods"),
	    HVAC_BODY("allowed_client_ids", LIST, .help = "Client ids of the roles and clients that may have it sign; \"*\": all; server's default: none"),
	    HVAC_BODY("algorithm", STRING, .dflt = "\"RS256\"", .values = "RS256 RS384 RS512 ES256 ES384 ES512 EdDSA", .help = "How it signs (RFC 7518, RFC 8037)"),
	    MOUNT) },
	{ .name = "read_named_key", .verb = HVAC_GET, .path = IDENTITY("oidc/key/{name}"), .help = "Read a signing key's settings",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY_NAME, MOUNT) },
	{ .name = "delete_named_key", .verb = HVAC_DELETE, .path = IDENTITY("oidc/key/{name}"),
	  .help = "Delete a signing key, which no role and no client may use any more",
	  HVAC_PARAMETERS(KEY_NAME, MOUNT) },
	{ .name = "list_named_keys", .verb = HVAC_LIST, .path = IDENTITY("oidc/key"), .help = "List the names of all signing keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "rotate_named_key", .verb = HVAC_POST, .path = IDENTITY("oidc/key/{name}"),
	  .help = "Set verification_ttl, as hvac's method does, which rotates nothing: see rotate_oidc_key",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY_NAME,
	    HVAC_BODY("verification_ttl", DURATION, .flags = HVAC_REQUIRED, .help = "How long a public key is published after its rotation: 3600, \"24h\""),
	    MOUNT) },
	{ .name = "rotate_oidc_key", .verb = HVAC_POST, .path = IDENTITY("oidc/key/{name}/rotate"), .help = "Make a new signing key of this name at once",
	  HVAC_PARAMETERS(KEY_NAME,
	    HVAC_BODY("verification_ttl", DURATION, .help = "How long the public key so far is published yet: 0, \"24h\"; the named key's own by default"),
	    MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = IDENTITY("oidc/role/{name}"),
	  .help = "Say what is in the ID tokens of a role, and which key signs them",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME,
	    HVAC_BODY("key", STRING, .flags = HVAC_REQUIRED, .help = "Name of the key that signs"),
	    HVAC_BODY("template", STRING, .help = "Further claims, JSON with {{identity.entity.name}} and the like; may be in base64"),
	    HVAC_BODY("client_id", STRING, .help = "The tokens' aud; server's default: a random one"),
	    HVAC_BODY("ttl", DURATION, .dflt = "\"24h\"", .help = "How long a token is good: 3600, \"1h\"; at most the key's verification_ttl"),
	    MOUNT) },
	{ .name = "read_role", .verb = HVAC_GET, .path = IDENTITY("oidc/role/{name}"), .help = "Read a role with its client_id, which tokens have as aud",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },
	{ .name = "delete_role", .verb = HVAC_DELETE, .path = IDENTITY("oidc/role/{name}"), .help = "Delete a role; tokens that were given out stay good",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },
	{ .name = "list_roles", .verb = HVAC_LIST, .path = IDENTITY("oidc/role"), .help = "List the names of all kinds of ID tokens",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "generate_signed_id_token", .verb = HVAC_GET, .path = IDENTITY("oidc/token/{name}"),
	  .help = "Make an ID token that says who the entity of the client's own token is",
	  HVAC_PARAMETERS(ROLE_NAME, MOUNT) },
	{ .name = "introspect_signed_id_token", .verb = HVAC_POST, .path = IDENTITY("oidc/introspect"),
	  .help = "Ask whether an ID token is good, and its entity still there and enabled",
	  .answer = "", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("token", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "An ID token"),
	    HVAC_BODY("client_id", STRING, .help = "What it must have as aud; anything by default"),
	    MOUNT) },

	{ .name = "read_active_public_keys", .verb = HVAC_GET, .path = IDENTITY("oidc/.well-known/keys"),
	  .help = "Fetch the keys that check ID tokens (JWKS, RFC 7517)",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_well_known_configurations", .verb = HVAC_GET, .path = IDENTITY("oidc/.well-known/openid-configuration"),
	  .help = "Fetch what says where the keys are, for OIDC discovery",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "read_child_active_public_keys", .verb = HVAC_GET, .path = IDENTITY("oidc/{child}/.well-known/keys"),
	  .help = "As read_active_public_keys, of another issuer below oidc/",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CHILD, MOUNT) },
	{ .name = "read_child_well_known_configurations", .verb = HVAC_GET, .path = IDENTITY("oidc/{child}/.well-known/openid-configuration"),
	  .help = "As read_well_known_configurations, of another issuer below oidc/",
	  .answer = "", ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CHILD, MOUNT) },
};

const struct hvac_area hvac_identity_oidc = HVAC_AREA(operations, .name = "oidc", .help = "ID tokens that say who somebody is");
