/* SPDX-License-Identifier: MIT */
/* Secrets that are kept the same in other stores (Vault Enterprise). Follows the page "/sys/sync". */
#include "sys.h"

#define SINCE .since = "vault-1.16.."
#define DESTINATION_TYPE HVAC_PATH("type", STRING, .values = "aws-sm azure-kv gcp-sm gh in-mem vercel-project", .flags = HVAC_REQUIRED, .help = "Kind of the destination")
#define DESTINATION_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which destination")
#define GITHUB_APP_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What the app is called here")
#define ASSOCIATIONS(below) "/sys/sync/destinations/{type}/{name}/associations" below
#define SECRET(in) \
	in("mount_point", STRING, .wire = "mount", .flags = HVAC_REQUIRED, .help = "Where the secret's engine is mounted: secret"), \
	in("secret_name", STRING, .flags = HVAC_REQUIRED, .help = "Path of the secret within the mount, of a database engine static-roles/NAME")

/* What destinations have in common. */
#define HOW_SECRETS_LOOK \
	HVAC_BODY("granularity", STRING, .values = "secret-path secret-key", .help = "Whether a secret, or each key of one, is a thing of its own there; the kind's own by default"), \
	HVAC_BODY("secret_name_template", STRING, .help = "Template of the names there: vault/{{ .MountAccessor }}/{{ .SecretPath }}; the kind's own by default")
#define NETWORK \
	HVAC_BODY("allowed_ipv4_addresses", LIST, .help = "Networks that the destination may be in: 10.0.0.0/8; all public ones by default (Vault 1.19 and later)"), \
	HVAC_BODY("allowed_ipv6_addresses", LIST, .help = "The same of IPv6: 2001:db8::/32"), \
	HVAC_BODY("allowed_ports", LIST, .help = "Ports that the destination may be at: 443"), \
	HVAC_BODY("disable_strict_networking", BOOLEAN, .help = "Whether any address and port will do; false by default")
#define OF_DELETION \
	HVAC_BODY("purge", BOOLEAN, .help = "Listed by Vault here, too: it is for deleting, which takes it in the query"), \
	HVAC_BODY("force_delete", BOOLEAN, .help = "Listed by Vault here, too: it is for deleting, which takes it in the query")
#define TAGS \
	HVAC_BODY("custom_tags", MAP, .help = "Tags that secrets get there, strings by name"), \
	HVAC_BODY("tags_to_remove", LIST, .help = "Names of custom_tags to take off again")
#define IDENTITY_TOKEN(instead) \
	HVAC_BODY("identity_token_audience", STRING, .help = "aud of the server's identity token for workload identity federation, instead of " instead), \
	HVAC_BODY("identity_token_key", STRING, .help = "Name of the key that signs that token; the default key by default"), \
	HVAC_BODY("identity_token_ttl", DURATION, .help = "Life of that token: 600, \"10m\"; 1 h by default")

/* The four operations on one kind of destination; `text` says what it is. Its own parameters end in a comma: there may be none. */
#define DESTINATION(type, segment, text, ...) \
	{ .name = "create_or_update_sync_" type "_destination", .verb = HVAC_POST, .path = "/sys/sync/destinations/" segment "/{name}", \
	  .help = "Set how secrets get to " text, SINCE, .flags = HVAC_IDEMPOTENT, \
	  HVAC_PARAMETERS(DESTINATION_NAME, __VA_ARGS__ HOW_SECRETS_LOOK, NETWORK, OF_DELETION) }, \
	{ .name = "patch_sync_" type "_destination", .verb = HVAC_PATCH, .path = "/sys/sync/destinations/" segment "/{name}", \
	  .help = "Change some of how secrets get to " text, SINCE, .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH, \
	  HVAC_PARAMETERS(DESTINATION_NAME, __VA_ARGS__ HOW_SECRETS_LOOK, NETWORK, OF_DELETION) }, \
	{ .name = "read_sync_" type "_destination", .verb = HVAC_GET, .path = "/sys/sync/destinations/" segment "/{name}", \
	  .help = "Read how secrets get to " text ", but the credentials for it", SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION_NAME) }, \
	{ .name = "delete_sync_" type "_destination", .verb = HVAC_DELETE, .path = "/sys/sync/destinations/" segment "/{name}", \
	  .help = "Forget a way to " text " which no secret goes any more", SINCE, .flags = HVAC_IDEMPOTENT, \
	  HVAC_PARAMETERS(DESTINATION_NAME, \
	    HVAC_QUERY("purge", BOOLEAN, .help = "Whether to remove first, in the background, the secrets that are there; false by default"), \
	    HVAC_QUERY("force_delete", BOOLEAN, .help = "Whether to forget it also where secrets cannot be removed and stay there; false by default")) }

static const struct hvac_operation operations[] = {
	{ .name = "configure_sync", .verb = HVAC_PATCH, .path = "/sys/sync/config", .help = "Stop all synchronisation for a while, or bound how much may wait",
	  SINCE, .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH,
	  HVAC_PARAMETERS(
	    HVAC_BODY("disabled", BOOLEAN, .help = "Whether changes wait instead of going out; false by default"),
	    HVAC_BODY("queue_capacity", INTEGER, .help = "How many changes may wait; 1000000 by default")) },
	{ .name = "read_sync_configuration", .verb = HVAC_GET, .path = "/sys/sync/config", .help = "Tell whether synchronisation is stopped and how much may wait",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "delete_sync_configuration", .verb = HVAC_DELETE, .path = "/sys/sync/config", .help = "Set synchronisation back to the server's defaults",
	  SINCE, .flags = HVAC_IDEMPOTENT },

	{ .name = "list_sync_destinations", .verb = HVAC_LIST, .path = "/sys/sync/destinations", .help = "List the names of all destinations by their kinds, in the member key_info",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "list_sync_destinations_of_type", .verb = HVAC_LIST, .path = "/sys/sync/destinations/{type}", .help = "List the names of one kind of destinations",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION_TYPE) },

	DESTINATION("aws_sm", "aws-sm", "an AWS Secrets Manager",
	    HVAC_BODY("access_key_id", STRING, .help = "Id of the access key: AKIA...; the server's own credentials by default"),
	    HVAC_BODY("secret_access_key", STRING, .flags = HVAC_SECRET, .help = "Secret that belongs to access_key_id"),
	    HVAC_BODY("region", STRING, .help = "AWS region where secrets go: eu-west-1; the server's own by default"),
	    HVAC_BODY("role_arn", STRING, .help = "ARN of the IAM role to assume first"),
	    HVAC_BODY("external_id", STRING, .help = "What the trust policy of that role asks for besides"),
	    HVAC_BODY("kms_key_id", STRING, .help = "ARN of the KMS key that encrypts secrets in the region; AWS's own by default"),
	    HVAC_BODY("replica_regions", MAP, .help = "Regions that have copies, with the ARN of a KMS key there, or \"\""),
	    TAGS, IDENTITY_TOKEN("access_key_id"),),

	DESTINATION("azure_kv", "azure-kv", "an Azure Key Vault",
	    HVAC_BODY("key_vault_uri", STRING, .help = "Address of the key vault: https://example.vault.azure.net"),
	    HVAC_BODY("tenant_id", STRING, .help = "Id of the Entra directory"),
	    HVAC_BODY("client_id", STRING, .help = "Id of the application to log in as"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Secret of that application; without it, the server's managed identity is asked"),
	    HVAC_BODY("cloud", STRING, .help = "Which Azure; the public one by default"),
	    TAGS, IDENTITY_TOKEN("client_secret"),),

	DESTINATION("gcp_sm", "gcp-sm", "Google Cloud's Secret Manager",
	    HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "Service account key as JSON text, from its file; the server's own credentials by default"),
	    HVAC_BODY("project_id", STRING, .help = "Project where secrets go; that of the credentials by default"),
	    HVAC_BODY("kms_key_id", STRING, .help = "Name of the KMS key that encrypts secrets, which is in the location global: projects/...; Google's own by default"),
	    HVAC_BODY("replica_regions", MAP, .help = "Locations of the secrets, with the name of a KMS key there, or \"\" for all; not with kms_key_id"),
	    HVAC_BODY("global_kms_key", STRING, .help = "Name of the KMS key. Deprecated: use kms_key_id"),
	    HVAC_BODY("locational_kms_keys", MAP, .help = "Names of KMS keys by location. Deprecated: use replica_regions"),
	    HVAC_BODY("replication_locations", LIST, .help = "Locations of the secrets. Deprecated: use replica_regions"),
	    TAGS, IDENTITY_TOKEN("credentials"),
	    HVAC_BODY("service_account_email", STRING, .help = "Service account to act as by that token"),),

	DESTINATION("gh", "gh", "GitHub's Actions",
	    HVAC_BODY("access_token", STRING, .flags = HVAC_SECRET, .help = "GitHub's token, fine-grained or personal"),
	    HVAC_BODY("app_name", STRING, .help = "Instead of access_token: an app of create_or_update_sync_github_app"),
	    HVAC_BODY("installation_id", INTEGER, .help = "Which installation of the app"),
	    HVAC_BODY("enterprise_url", STRING, .help = "Address of a GitHub of one's own; github.com by default"),
	    HVAC_BODY("secrets_location", STRING, .values = "repository organization", .help = "What has the secrets; repository by default"),
	    HVAC_BODY("repository_owner", STRING, .help = "Whose the repository is, as in its address"),
	    HVAC_BODY("repository_name", STRING, .help = "What the repository is called in its address, without its owner"),
	    HVAC_BODY("environment_name", STRING, .help = "Environment of the repository that has them; all by default"),
	    HVAC_BODY("organization_name", STRING, .help = "Which organization, as in its address"),
	    HVAC_BODY("organization_visibility", STRING, .values = "all private selected", .help = "Repositories of the organization that see them"),
	    HVAC_BODY("selected_repository_names", LIST, .help = "Which ones, where organization_visibility is selected"),),

	DESTINATION("in_mem", "in-mem", "the server's own memory, for trials",),

	DESTINATION("vercel_project", "vercel-project", "a project of Vercel",
	    HVAC_BODY("access_token", STRING, .flags = HVAC_SECRET, .help = "Vercel's API token"),
	    HVAC_BODY("project_id", STRING, .help = "Which project: prj_..."),
	    HVAC_BODY("team_id", STRING, .help = "Team that the project belongs to"),
	    HVAC_BODY("deployment_environments", LIST, .values = "development preview production", .help = "Environments that see the secrets"),),

	{ .name = "create_or_update_sync_association", .verb = HVAC_POST, .path = ASSOCIATIONS("/set"), .help = "Send a secret to a destination, now and whenever it changes",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION_TYPE, DESTINATION_NAME, SECRET(HVAC_BODY)) },
	{ .name = "delete_sync_association", .verb = HVAC_POST, .path = ASSOCIATIONS("/remove"), .help = "Remove a secret from a destination",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION_TYPE, DESTINATION_NAME, SECRET(HVAC_BODY)) },
	{ .name = "read_sync_associations", .verb = HVAC_GET, .path = ASSOCIATIONS(""), .help = "Read which secrets a destination has, and how the last sending of each went",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(DESTINATION_TYPE, DESTINATION_NAME) },
	{ .name = "list_sync_associations", .verb = HVAC_LIST, .path = "/sys/sync/associations", .help = "List all secrets that go to some destination",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_sync_destinations_of_secret", .verb = HVAC_GET, .path = "/sys/sync/associations/destinations", .help = "Read where a secret goes to, and how the last sending to each place went",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SECRET(HVAC_QUERY)) },
	{ .name = "read_sync_destinations_of_secret_by_path", .verb = HVAC_GET, .path = "/sys/sync/associations/{mount_point}/{secret_name}", .help = "As read_sync_destinations_of_secret, for policies that allow some secrets; no slash in either name",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_PATH("mount_point", STRING, .flags = HVAC_REQUIRED, .help = "Where the secret's engine is mounted: secret"),
	    HVAC_PATH("secret_name", STRING, .flags = HVAC_REQUIRED, .help = "Path of the secret within the mount")) },

	{ .name = "create_or_update_sync_github_app", .verb = HVAC_POST, .path = "/sys/sync/github-apps/{name}", .help = "Set as which app of GitHub secrets are sent there",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(GITHUB_APP_NAME,
	    HVAC_BODY("app_id", INTEGER, .flags = HVAC_REQUIRED, .help = "GitHub's number of the app"),
	    HVAC_BODY("private_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Private key of the app in PEM")) },
	{ .name = "read_sync_github_app", .verb = HVAC_GET, .path = "/sys/sync/github-apps/{name}", .help = "Read number and fingerprint of an app of GitHub",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GITHUB_APP_NAME) },
	{ .name = "list_sync_github_apps", .verb = HVAC_LIST, .path = "/sys/sync/github-apps", .help = "List the names of all apps of GitHub that are set here",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "delete_sync_github_app", .verb = HVAC_DELETE, .path = "/sys/sync/github-apps/{name}", .help = "Forget an app of GitHub that no destination uses any more",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(GITHUB_APP_NAME) },
};

const struct hvac_area hvac_sys_sync = HVAC_AREA(operations, .name = "sync", .help = "Secrets that are kept the same in other stores (Vault Enterprise)");
