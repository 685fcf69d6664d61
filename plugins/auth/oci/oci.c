/* SPDX-License-Identifier: MIT */
/* Users, instances and resources of Oracle Cloud Infrastructure. The table follows the page "OCI auth method (HTTP API)". */
#include "login.h"

#define MOUNT HVAC_MOUNT("oci")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; the server keeps it in small letters")
#define CONFIG "/auth/{mount_point}/config"
#define ROLES(below) "/auth/{mount_point}/role" below

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say whose principals may log in; the server itself needs an instance principal to ask OCI",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("home_tenancy_id", STRING, .flags = HVAC_REQUIRED, .help = "The tenancy that all have to be of: ocid1.tenancy.oc1..aaaa..."),
	    MOUNT) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read of which tenancy all have to be",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = CONFIG, .help = "Let nobody log in any more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLES("/{role}"), .help = "Say which groups get which policies, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("ocid_list", LIST, .help = "Groups and dynamic groups (OCIDs), of one of which a principal must be: ocid1.group.oc1..aaaa..."),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLES(""), .help = "List the names that principals can log in by",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLES("/{role}"), .help = "Read which groups a role is for and what it gives them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLES("/{role}"), .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	/* an instance makes a key, which takes a while */
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login/{role}", .help = "Exchange headers signed by a user's, an instance's or a resource's key for a token",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct oci_login), .prepare = oci_prepare, .finish = oci_finish,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_LOCAL("auth_type", STRING, .dflt = "\"apikey\"", .values = "apikey instance resource", .help = "Who logs in: a user by an API key; the instance that this runs on; a resource, as a function or a job"),
	    HVAC_LOCAL("tenancy_id", STRING, .help = "The user's tenancy (OCID); of the config file by default"),
	    HVAC_LOCAL("user_id", STRING, .help = "The user (OCID); of the config file by default"),
	    HVAC_LOCAL("fingerprint", STRING, .help = "Of the API key: 20:3b:97:...; of the config file by default"),
	    HVAC_LOCAL("key", STRING, .flags = HVAC_SECRET, .help = "The API key (RSA, PEM); the config file's key_file by default"),
	    HVAC_LOCAL("passphrase", STRING, .flags = HVAC_SECRET, .help = "Of an encrypted key; the config file's pass_phrase by default"),
	    HVAC_LOCAL("config_file", STRING, .help = "The SDKs' config file; $OCI_CONFIG_FILE, else ~/.oci/config by default"),
	    HVAC_LOCAL("profile", STRING, .help = "Section of the config file; DEFAULT by default"),
	    HVAC_LOCAL("host", STRING, .dflt = "\"vault\"", .help = "Host to sign; nobody compares it with the server's, but OCI's own would make the signature good for more"),
	    HVAC_LOCAL("metadata_endpoint", STRING, .help = "Of an instance: $OCI_METADATA_BASE_URL, else http://169.254.169.254/opc/v2 by default"),
	    HVAC_LOCAL("federation_endpoint", STRING, .help = "Where an instance gets its token: https://auth.eu-frankfurt-1.oraclecloud.com/v1/x509; the region's by default"),
	    HVAC_BODY("request_headers", MAP, .flags = HVAC_SECRET, .help = "Headers that were signed elsewhere, each with its values in a list; sent as they are"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, oci, operations, .version = "1.0", .help = "Users, instances and resources of Oracle Cloud Infrastructure",
	.reference = "OCI auth method (HTTP API)",
	.example =
		"umask 077\n"
		"openssl genrsa 2048 >key.pem 2>/dev/null\n"
		"hvac call auth/oci configure \\\n"
		"\thome_tenancy_id=ocid1.tenancy.oc1..aaaaexample --dry-run\n"
		"hvac call auth/oci create_or_update_role role=web \\\n"
		"\tocid_list=ocid1.group.oc1..aaaaexample token_policies=web --dry-run\n"
		"hvac login oci role=web key=@key.pem \\\n"
		"\ttenancy_id=ocid1.tenancy.oc1..aaaaexample \\\n"
		"\tuser_id=ocid1.user.oc1..aaaaexample \\\n"
		"\tfingerprint=20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34 --dry-run\n");
