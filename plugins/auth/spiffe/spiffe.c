/* SPDX-License-Identifier: MIT */
/* Workloads with a SPIFFE identity. The table follows the page "SPIFFE auth method (HTTP API)". */
#include <stdio.h>
#include <string.h>
#include <hvac/plugin.h>
#include "identity.h"

#define MOUNT HVAC_MOUNT("spiffe")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define CONFIG "/auth/{mount_point}/config"
#define ROLE(below) "/auth/{mount_point}/role" below

#define SCHEME "Bearer "

/* What the server would refuse as if nothing had been given. */
static int check_arguments(struct hvac_task *task, const char *jwt)
{
	const char *type = hvac_task_string(task, "type");

	if (type && !strcmp(type, "jwt") && !jwt)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "type is jwt, and there is no jwt");
	return identity_check(task, NULL);
}

static int prepare_login(struct hvac_task *task, void *state)
{
	const char *jwt = hvac_task_string(task, "jwt");
	int result = check_arguments(task, jwt);
	size_t size;
	char *header;

	(void)state;
	if (!jwt || result != HVAC_HOOK_AGAIN)
		return result;
	size = sizeof SCHEME + strlen(jwt);
	header = hvac_task_alloc(task, size);
	if (!header)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	snprintf(header, size, SCHEME "%s", jwt);
	hvac_request_header(task, "Authorization", header);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say which trust domain's workloads may log in; without settings, fetch its bundle anew",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("trust_domain", STRING, .help = "The trust domain: example.org or spiffe://example.org; the first time required"),
	    HVAC_BODY("profile", STRING, .values = "https_web_bundle https_spiffe_bundle https_web_pem static",
	              .help = "How the bundle comes: JWKS by web PKI or SPIFFE, PEM by web PKI, or as bundle; the first time required"),
	    HVAC_BODY("endpoint_url", STRING, .help = "Address of the bundle; with the profiles that begin with https"),
	    HVAC_BODY("endpoint_spiffe_id", STRING, .help = "Whom to find at endpoint_url: spiffe://example.org/spire/server; with https_spiffe_bundle"),
	    HVAC_BODY("endpoint_root_ca_truststore_pem", STRING, .help = "Certificates to trust at endpoint_url (PEM); the system's by default"),
	    HVAC_BODY("bundle", STRING, .help = "The trust bundle itself (JWKS or PEM); of static, and to begin with for https_spiffe_bundle"),
	    HVAC_BODY("audience", LIST, .help = "Audiences of which a JWT-SVID must have one; none by default: no JWT-SVID is taken"),
	    HVAC_BODY("defer_bundle_fetch", BOOLEAN, .help = "Whether to fetch the bundle later, so that settings are kept that do not work now; false by default"),
	    MOUNT) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read which trust domain's workloads may log in",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLE("/{name}"), .help = "Say which workloads get which policies, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("workload_id_patterns", LIST, .help = "Paths of SPIFFE ids: /web/*, /+/db; + is one segment, * at the end any text; the first time required"),
	    HVAC_BODY("display_name", STRING, .help = "What tokens are called after; the role's name by default"),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLE(""), .help = "List the names that workloads can log in by",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE("/{name}"), .help = "Read which workloads a role is for and what it gives them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLE("/{name}"), .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a JWT-SVID or an X.509-SVID for a token",
	  .flags = HVAC_LOGIN, .prepare = prepare_login,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .help = "Role to log in as; the one whose workload_id_patterns fit best by default"),
	    HVAC_LOCAL("jwt", STRING, .flags = HVAC_SECRET, .help = "The JWT-SVID, sent as the header Authorization: header.claims.signature, each in base64url"),
	    HVAC_TLS("cert_pem", STRING, .wire = "client_cert", .help = "The X.509-SVID with its intermediate certificates (PEM), shown in this request's TLS handshake"),
	    HVAC_TLS("key_pem", STRING, .wire = "client_key", .flags = HVAC_SECRET, .help = "Private key of cert_pem (PEM)"),
	    HVAC_TLS("cacert", STRING, .wire = "ca_cert", .help = "Certificates to trust as the server's for this request (PEM); the client's by default"),
	    HVAC_BODY("type", STRING, .values = "auto jwt cert", .help = "Which SVID the server is to look at; auto: whichever there is, the default"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, spiffe, operations, .version = "1.0", .help = "Workloads with a SPIFFE identity, JWT-SVID or X.509-SVID (Vault Enterprise)",
	.reference = "SPIFFE auth method (HTTP API)",
	.example =
		"umask 077\n"
		"echo eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzcGlmZmU6Ly9leGFtcGxlLm9yZy93ZWIifQ.c2ln >svid.jwt\n"
		"hvac call sys enable_auth_method method_type=spiffe \\\n"
		"\tconfig='{\"passthrough_request_headers\": [\"Authorization\"]}' --dry-run\n"
		"hvac call auth/spiffe configure trust_domain=example.org \\\n"
		"\tprofile=https_web_bundle audience=vault \\\n"
		"\tendpoint_url=https://spire.example.org:8443 --dry-run\n"
		"hvac call auth/spiffe create_or_update_role name=web \\\n"
		"\tworkload_id_patterns='/web/*' token_policies=web --dry-run\n"
		"hvac login spiffe role=web jwt=@svid.jwt --dry-run\n");
