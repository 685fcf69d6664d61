/* SPDX-License-Identifier: MIT */
/* Azure's managed identities. The table follows the page "Azure auth method (API)". */
#include <hvac/plugin.h>
#include "login.h"

#define MOUNT HVAC_MOUNT("azure")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Show the token of a managed identity, for one of the server's",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct azure_login), .prepare = azure_prepare, .finish = azure_finish,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role to log in with"),
	    HVAC_BODY("jwt", STRING, .dflt = "\"\"", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "A token that was got elsewhere; empty: the instance metadata service is asked for one, and which machine this is"),
	    HVAC_BODY("subscription_id", STRING, .help = "Subscription of the machine; found where it is not given"),
	    HVAC_BODY("resource_group_name", STRING, .help = "Resource group of the machine; found where it is not given"),
	    HVAC_BODY("vm_name", STRING, .help = "Virtual machine, where it is in no scale set; found where no name is given"),
	    HVAC_BODY("vmss_name", STRING, .help = "Scale set that the machine is in; found where no name is given"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT,
	    HVAC_BODY("resource_id", STRING, .help = "Some other resource with an identity: /subscriptions/.../resourceGroups/.../providers/..."),
	    HVAC_LOCAL("resource", STRING, .dflt = "\"https://management.azure.com/\"", .help = "What the token is for: the resource that the server was configured with"),
	    HVAC_LOCAL("client_id", STRING, .help = "Client id of the identity, where the machine has more than one"),
	    HVAC_LOCAL("object_id", STRING, .help = "Its object id instead"),
	    HVAC_LOCAL("identity_resource_id", STRING, .help = "Its resource id instead: /subscriptions/.../userAssignedIdentities/..."),
	    HVAC_LOCAL("metadata_endpoint", STRING, .help = "Address of the instance metadata service; AZURE_POD_IDENTITY_AUTHORITY_HOST, then http://169.254.169.254 by default")) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Set which directory the server trusts, and how it speaks with Azure",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("tenant_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the Entra directory"),
	    HVAC_BODY("resource", STRING, .flags = HVAC_REQUIRED, .help = "What the tokens must be for: the aud in them"),
	    HVAC_BODY("environment", STRING, .values = "AzurePublicCloud AzureUSGovernmentCloud AzureChinaCloud AzureGermanCloud", .help = "Which of Azure's clouds; AzurePublicCloud by default"),
	    HVAC_BODY("client_id", STRING, .help = "Client id of the server's own application; without it, its environment has one"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Secret of that application"),
	    MOUNT,
	    HVAC_BODY("root_password_ttl", DURATION, .help = "Life of a client secret that rotate_root_credentials makes: 3600, \"72h\"; 182 days by default"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_BODY("max_retries", INTEGER, .help = "How often to ask Azure again when it fails; 3 by default"),
	    HVAC_BODY("retry_delay", DURATION, .help = "How long to wait before the first time: 4, \"4s\", the default; doubled each time"),
	    HVAC_BODY("max_retry_delay", DURATION, .help = "The longest of these waits: 60, \"1m\", the default"),
	    HVAC_AUTOMATED_ROTATION) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read the settings but the client secret",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/config", .help = "Drop all settings, the client secret among them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/auth/{mount_point}/rotate-root",
	  .help = "Have the server make itself another client secret, which nobody else knows", HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/role/{name}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("bound_service_principal_ids", LIST, .help = "Object ids of the identities that may log in; *: any"),
	    HVAC_BODY("bound_group_ids", LIST, .help = "Object ids of groups whose members may; *: any"),
	    HVAC_BODY("bound_locations", LIST, .help = "Regions that the machines must be in: westeurope"),
	    HVAC_BODY("bound_subscription_ids", LIST, .help = "Subscriptions that the machines must be of"),
	    HVAC_BODY("bound_resource_groups", LIST, .help = "Resource groups that the machines must be in"),
	    HVAC_BODY("bound_scale_sets", LIST, .help = "Scale sets that the machines must be in"),
	    HVAC_BODY("num_uses", INTEGER, .help = "Deprecated: use token_num_uses"),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/role/{name}", .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "List the names of all that one can log in with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{name}", .help = "Remove a role; its tokens can be renewed no more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(auth, azure, operations, .version = "1.0", .help = "Azure's managed identities",
	.reference = "Azure auth method (API)",
	.example =
		"# on a virtual machine; no jwt is given, so that its identity's token is fetched\n"
		"hvac login azure role=web --dry-run\n");
