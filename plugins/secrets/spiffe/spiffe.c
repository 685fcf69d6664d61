/* SPDX-License-Identifier: MIT */
/* JWT-SVIDs for workloads. The table follows the page "SPIFFE secrets engine (HTTP API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("spiffe")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define CONFIG "/{mount_point}/config"
#define ROLES "/{mount_point}/role"

/* Vault's own list takes the settings of its auth method for those of this engine, which has the same name. */
#define OF_AUTH(name, type) HVAC_BODY(name, type, .help = "Listed by Vault, which has it for its SPIFFE auth method; not of this engine")
#define OF_AUTH_METHOD \
	OF_AUTH("profile", STRING), OF_AUTH("endpoint_url", STRING), OF_AUTH("endpoint_spiffe_id", STRING), \
	OF_AUTH("endpoint_root_ca_truststore_pem", STRING), OF_AUTH("bundle", STRING), OF_AUTH("audience", LIST), \
	OF_AUTH("defer_bundle_fetch", BOOLEAN)

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say for which trust domain SVIDs are made, and how they are signed",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("trust_domain", STRING, .help = "The trust domain: example.org or spiffe://example.org; the first time required"),
	    HVAC_BODY("key_lifetime", DURATION, .help = "Time after which there is a new signing key: 86400, \"24h\"; 24h by default"),
	    HVAC_BODY("bundle_refresh_hint", DURATION, .help = "How often others should fetch the bundle: 3600, \"1h\"; a tenth of key_lifetime at most; 1h by default"),
	    HVAC_BODY("jwt_issuer_url", STRING, .help = "Begin of the claim iss: https://vault.example.com; the cluster's address by default"),
	    HVAC_BODY("jwt_signing_algorithm", STRING, .values = "RS256 RS384 RS512 ES256 ES384 ES512", .help = "How SVIDs are signed; RS256 by default"),
	    HVAC_BODY("jwt_oidc_compatibility_mode", BOOLEAN, .help = "Whether ids longer than OpenID's 255 characters are refused; false by default"),
	    MOUNT, OF_AUTH_METHOD) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read for which trust domain SVIDs are made, and how they are signed",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES "/{name}", .help = "Say what an SVID says of the workload that asks for it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("template", STRING, .help = "Claims as JSON, or that in base64, with {{identity...}} in it; sub, a SPIFFE id or its path, must be there"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of an SVID: 300, \"5m\"; 5m by default, and no longer than the signing key's"),
	    HVAC_BODY("use_jti_claim", BOOLEAN, .help = "Whether each SVID has an id of its own, so that others can take it once; false by default"),
	    MOUNT, OF_AUTH("trust_domain", STRING), OF_AUTH_METHOD) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES "/{name}", .help = "Read what the SVIDs of a role say, and for how long",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES, .help = "List the names by which SVIDs can be had",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES "/{name}", .help = "Make no more SVIDs of a role; those that are out live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "mint_jwt", .verb = HVAC_POST, .path = ROLES "/{name}/mintjwt", .help = "Make a JWT-SVID for the workload that asks",
	  HVAC_PARAMETERS(NAME, HVAC_BODY("audience", STRING, .help = "Whom it is for, the claim aud: db.example.org"), MOUNT) },

	{ .name = "rotate_keys", .verb = HVAC_POST, .path = "/{mount_point}/rotate_jwks", .help = "Sign with a new key from now on",
	  HVAC_PARAMETERS(MOUNT, HVAC_BODY("expire_keys", BOOLEAN, .help = "Whether the old keys, and the SVIDs signed with them, are worth nothing at once; false by default")) },

	{ .name = "read_trust_bundle", .verb = HVAC_GET, .path = "/{mount_point}/trust_bundle/web", .help = "Read the public keys that SVIDs are checked with, as SPIFFE's JWKS",
	  .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_well_known_configurations", .verb = HVAC_GET, .path = "/{mount_point}/.well-known/openid-configuration",
	  .help = "Read what OpenID providers ask for before they check SVIDs", .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_active_public_keys", .verb = HVAC_GET, .path = "/{mount_point}/.well-known/keys",
	  .help = "Read the keys that SVIDs are checked with, as OpenID's JWKS", .answer = "", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(secrets, spiffe, operations, .version = "1.0", .help = "JWT-SVIDs, by which workloads show who they are (Vault Enterprise)",
	.reference = "SPIFFE secrets engine (HTTP API)",
	.example =
		"hvac call secrets/spiffe configure trust_domain=example.org \\\n"
		"\tkey_lifetime=12h bundle_refresh_hint=30m --dry-run\n"
		"hvac call secrets/spiffe create_or_update_role name=web ttl=5m \\\n"
		"\ttemplate='{\"sub\": \"/web\"}' --dry-run\n"
		"hvac call secrets/spiffe mint_jwt name=web audience=db.example.org \\\n"
		"\t--dry-run\n");
