/* SPDX-License-Identifier: MIT */
/* Service principals of Azure, made on demand, and client secrets that the server changes. Follows the page "Azure secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("azure")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; servers keep it in small letters")
#define STATIC_ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the static role; servers keep it in small letters")
#define STATIC_SINCE .since = "vault-2.1.."

/* Of a static role, however it comes by its first client secret. */
#define APPLICATION HVAC_BODY("application_object_id", STRING, .flags = HVAC_REQUIRED, .help = "Object id of the application, which is not its client id")
#define STATIC_TTL HVAC_BODY("ttl", DURATION, .help = "Life of a client secret, which is changed before: 31536000, \"8760h\"")
#define STATIC_METADATA HVAC_BODY("metadata", MAP, .help = "Strings by name, kept with the client secret")

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set as whom the server speaks with Azure; its environment beats what is set here",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("subscription_id", STRING, .flags = HVAC_REQUIRED, .help = "Subscription that the roles are assigned in"),
	    HVAC_BODY("tenant_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the Entra directory"),
	    HVAC_BODY("client_id", STRING, .help = "Client id of the server's own application; without it, its machine's identity is used"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Secret of that application"),
	    HVAC_BODY("environment", STRING, .values = "AzurePublicCloud AzureUSGovernmentCloud AzureChinaCloud AzureGermanCloud", .help = "Which of Azure's clouds; AzurePublicCloud by default"),
	    MOUNT,
	    HVAC_BODY("password_policy", STRING, .help = "Name of the policy that passwords are made by; letters and digits by default (Vault before 1.17)"),
	    HVAC_BODY("root_password_ttl", DURATION, .help = "Life of a client secret that rotate_root_credentials makes: 3600, \"72h\"; 182 days by default"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_AUTOMATED_ROTATION) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read all settings but the client secret",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = "/{mount_point}/config", .help = "Drop all settings, the client secret among them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/{mount_point}/rotate-root",
	  .help = "Have the server make itself another client secret, which nobody else knows", HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Make a role, or change the settings given; what it names must exist in Azure",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("azure_roles", LIST, .flags = HVAC_REQUIRED | HVAC_TEXT,
	      .help = "Roles and where they hold: [{\"role_name\": \"Reader\", \"scope\": \"/subscriptions/...\"}]; by role_id, too; [] for none"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of the credentials until their first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Life of the credentials with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    MOUNT,
	    HVAC_BODY("azure_groups", LIST, .flags = HVAC_TEXT,
	      .help = "Groups that the principals join: [{\"group_name\": \"web\"}]; by object_id, too"),
	    HVAC_BODY("application_object_id", STRING, .help = "Object id of an application whose client secrets are made, instead of principals; azure_roles are ignored then"),
	    HVAC_BODY("explicit_max_ttl", DURATION, .help = "Life at most, which Azure knows too: 86400, \"24h\"; 0: the mount's, the default (Vault 1.18 and later)"),
	    HVAC_BODY("permanently_delete", BOOLEAN, .help = "Whether applications are deleted for good, not kept for 30 days; false where not given, in updates too"),
	    HVAC_BODY("persist_app", BOOLEAN, .help = "Whether one application stays, with a client secret for each lease, and so owns what it has made; false by default"),
	    HVAC_BODY("sign_in_audience", STRING, .values = "AzureADMyOrg AzureADMultipleOrgs AzureADandPersonalMicrosoftAccount PersonalMicrosoftAccount",
	      .help = "Who may sign in to the applications (Vault 1.16 and later)"),
	    HVAC_BODY("tags", LIST, .help = "Tags of the applications, without blanks (Vault 1.16 and later)"),
	    HVAC_BODY("metadata", MAP, .help = "Strings by name, kept with the credentials (Vault 2.1 and later)")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read what credentials a role makes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names of all that credentials can be made with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Remove a role; its credentials live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_GET, .path = "/{mount_point}/creds/{name}", .help = "Make client_id and client_secret as a role has them, with a lease",
	  HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "create_or_update_static_role", .verb = HVAC_POST, .path = "/{mount_point}/static-roles/{name}",
	  .help = "Let the server keep an application's client secret, and change it in time", STATIC_SINCE,
	  HVAC_PARAMETERS(STATIC_ROLE, APPLICATION, STATIC_TTL, STATIC_METADATA,
	    HVAC_BODY("defer_initial_creds", BOOLEAN, .help = "Whether to make no client secret yet: import_static_role or a rotation brings the first; false by default"),
	    MOUNT,
	    HVAC_BODY("secret_id", STRING, .help = "Id; deprecated: use import_static_role"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Deprecated: use import_static_role, with secret_id"),
	    HVAC_BODY("expiration", STRING, .help = "Deprecated: when client_secret ends: \"2030-01-01T00:00:00Z\""),
	    HVAC_BODY("skip_import_rotation", BOOLEAN, .help = "Deprecated: use import_static_role, which can leave the secret as it is")) },

	{ .name = "import_static_role", .verb = HVAC_POST, .path = "/{mount_point}/static-roles/{name}/import",
	  .help = "Make a static role of an application with a client secret that it has already", STATIC_SINCE,
	  HVAC_PARAMETERS(STATIC_ROLE, APPLICATION,
	    HVAC_BODY("secret_id", STRING, .flags = HVAC_REQUIRED, .help = "Id that Azure has for client_secret (keyId), which is no secret"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "The client secret itself; not needed where it is changed at once"),
	    HVAC_BODY("skip_import_rotation", BOOLEAN, .help = "Whether client_secret is kept until its time is up, not changed at once; false by default"),
	    STATIC_TTL, STATIC_METADATA, MOUNT) },

	{ .name = "read_static_role", .verb = HVAC_GET, .path = "/{mount_point}/static-roles/{name}", .help = "Read whose client secret the server keeps",
	  STATIC_SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "list_static_roles", .verb = HVAC_LIST, .path = "/{mount_point}/static-roles", .help = "List the names of those whose client secrets the server keeps",
	  STATIC_SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_static_role", .verb = HVAC_DELETE, .path = "/{mount_point}/static-roles/{name}", .help = "Leave an application's client secrets alone from now on",
	  STATIC_SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "read_static_credentials", .verb = HVAC_GET, .path = "/{mount_point}/static-creds/{name}", .help = "Read the client secret that a static role has now, without a lease",
	  STATIC_SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "rotate_static_role_credentials", .verb = HVAC_POST, .path = "/{mount_point}/rotate-role/{name}",
	  .help = "Revoke a static role's client secret now and make another", STATIC_SINCE, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, azure, operations, .version = "1.0", .help = "Service principals and client secrets of Azure",
	.reference = "Azure secrets engine (API)",
	.example =
		"umask 077\n"
		"printf 'ExampleExampleExample\\n' >client-secret\n"
		"hvac call secrets/azure configure subscription_id=94ca80a1 tenant_id=d0ac7e52 \\\n"
		"    client_id=e607c4f3 client_secret=@client-secret --dry-run --redact\n"
		"cat >roles.json <<END\n"
		"[{\"role_name\": \"Reader\", \"scope\": \"/subscriptions/94ca80a1/resourceGroups/web\"}]\n"
		"END\n"
		"hvac call secrets/azure create_or_update_role name=web azure_roles=@roles.json ttl=1h --dry-run\n"
		"hvac call secrets/azure generate_credentials name=web --dry-run\n");
