/* SPDX-License-Identifier: MIT */
/* Instances of Cloud Foundry's applications. The table follows the page "Cloud Foundry auth method (HTTP API)". */
#include "login.h"

#define MOUNT HVAC_MOUNT("cf")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; the server keeps it in small letters")
#define CONFIG "/auth/{mount_point}/config"
#define ROLES(below) "/auth/{mount_point}/roles" below

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say whose instances may log in and where Cloud Foundry is, which the server tries",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("identity_ca_certificates", LIST, .help = "Certificates of the authorities that issue instance certificates (PEM); the first time required"),
	    HVAC_BODY("cf_api_addr", STRING, .help = "Address of Cloud Foundry's API: https://api.sys.example.com; the first time required"),
	    HVAC_BODY("cf_username", STRING, .help = "User of that API who may read all organisations, spaces and applications; or cf_client_id"),
	    HVAC_BODY("cf_password", STRING, .flags = HVAC_SECRET, .help = "Password of cf_username"),
	    HVAC_BODY("cf_client_id", STRING, .help = "OAuth client of that API, in place of cf_username"),
	    HVAC_BODY("cf_client_secret", STRING, .flags = HVAC_SECRET, .help = "What proves to the API that it is cf_client_id who asks"),
	    HVAC_BODY("cf_api_trusted_certificates", LIST, .help = "Certificates to trust at cf_api_addr (PEM); the system's by default"),
	    HVAC_BODY("cf_api_mutual_tls_certificate", STRING, .help = "Certificate to show to the API (PEM)"),
	    HVAC_BODY("cf_api_mutual_tls_key", STRING, .flags = HVAC_SECRET, .help = "Private key of cf_api_mutual_tls_certificate (PEM)"),
	    HVAC_BODY("cf_timeout", DURATION, .help = "How long to wait for the API: 10, \"10s\"; 0: as long as it takes, the default (Vault 2.1 and later)"),
	    HVAC_BODY("force_new_client", BOOLEAN, .help = "Whether to connect to the API anew at each login; false by default (Vault 2.1 and later)"),
	    HVAC_BODY("login_max_seconds_not_before", DURATION, .help = "How old a signature may be: 300, the default, \"5m\""),
	    HVAC_BODY("login_max_seconds_not_after", INTEGER, .help = "Seconds by which an instance's clock may be ahead; 60 by default"),
	    MOUNT,
	    HVAC_BODY("pcf_api_addr", STRING, .help = "Deprecated: use cf_api_addr"),
	    HVAC_BODY("pcf_username", STRING, .help = "Deprecated: use cf_username"),
	    HVAC_BODY("pcf_password", STRING, .flags = HVAC_SECRET, .help = "Deprecated: use cf_password"),
	    HVAC_BODY("pcf_api_trusted_certificates", LIST, .help = "Deprecated: use cf_api_trusted_certificates")) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read all settings but passwords, secrets and keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = CONFIG, .help = "Let no instance log in any more, and forget how to reach Cloud Foundry",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{role}"), .help = "Say which instances get which policies, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("bound_application_ids", LIST, .help = "Applications (GUIDs) of which an instance must be; any by default"),
	    HVAC_BODY("bound_space_ids", LIST, .help = "Spaces (GUIDs) of which an instance must be; any by default"),
	    HVAC_BODY("bound_organization_ids", LIST, .help = "Organisations (GUIDs) of which an instance must be; any by default"),
	    HVAC_BODY("bound_instance_ids", LIST, .help = "Instances (GUIDs) that may log in; any by default"),
	    HVAC_BODY("disable_ip_matching", BOOLEAN, .help = "Whether to accept another address than the certificate's, as behind a NAT; false by default"),
	    MOUNT,
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_TOKEN_OPTIONS) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names that instances can log in by",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{role}"), .help = "Read which instances a role is for and what it gives them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{role}"), .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange the instance's certificate and a signature by its key for a token",
	  .flags = HVAC_LOGIN, .prepare = cf_prepare,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role to log in as"),
	    HVAC_BODY("cf_instance_cert", STRING, .help = "The instance's certificate with its issuer's, as a whole file has it (PEM); of $CF_INSTANCE_CERT by default"),
	    HVAC_LOCAL("cf_instance_key", STRING, .flags = HVAC_SECRET, .help = "Its RSA key (PEM); of $CF_INSTANCE_KEY by default"),
	    HVAC_BODY("signing_time", STRING, .help = "When it is signed, UTC: 2026-11-22T10:14:05Z; now by default"),
	    HVAC_BODY("signature", STRING, .flags = HVAC_SECRET, .help = "A signature made elsewhere, which is sent as it is, with its signing_time; made with cf_instance_key by default"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, cf, operations, .version = "1.0", .help = "Instances of Cloud Foundry's applications",
	.reference = "Cloud Foundry auth method (HTTP API)",
	.example =
		"umask 077\n"
		"# as Cloud Foundry does for each instance\n"
		"openssl req -x509 -newkey rsa:2048 -nodes -keyout instance.key \\\n"
		"\t-out instance.crt -subj /CN=instance -days 1 2>/dev/null\n"
		"export CF_INSTANCE_CERT=$PWD/instance.crt\n"
		"export CF_INSTANCE_KEY=$PWD/instance.key\n"
		"hvac call auth/cf create_or_update_role role=web \\\n"
		"\tbound_space_ids=3d2eba6b-ef19-44d5-91dd-1975b0db5cc9 \\\n"
		"\ttoken_policies=web --dry-run\n"
		"hvac login cf role=web --dry-run\n");
