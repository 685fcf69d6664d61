/* SPDX-License-Identifier: MIT */
/* Google Cloud's service accounts and instances. The table follows the page "Google Cloud auth method (API)". */
#include <stdbool.h>
#include <string.h>
#include <hvac/plugin.h>
#include "login.h"

#define MOUNT HVAC_MOUNT("gcp")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define ROLE(below) "/auth/{mount_point}/role/{name}" below

/* Settings that servers take for one type of role only. */
static const char *const of_iam[] = { "max_jwt_exp", "allow_gce_inference", NULL };
static const char *const of_gce[] = { "bound_zones", "bound_regions", "bound_instance_groups", "bound_labels", "bound_zone", "bound_region",
	"bound_instance_group", NULL };

/* As hvac, the other type's are not sent. */
static void leave_out_other_type(struct hvac_task *task)
{
	const char *type = hvac_task_string(task, "role_type");
	const char *const *names = type && !strcmp(type, "iam") ? of_gce : type && !strcmp(type, "gce") ? of_iam : NULL;

	for (; names && *names; names++)
		hvac_value_remove(hvac_request_body(task), *names);
}

/* Servers refuse a role with both words for its projects, though one be empty. */
static int prepare_role(struct hvac_task *task, void *state)
{
	const char *project = hvac_task_string(task, "project_id");
	bool has_list = hvac_task_value(task, "bound_projects"), has_one = project && *project;

	(void)state;
	if (has_list && has_one)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "arguments project_id and bound_projects do not go together: the one is the other's old name");
	if (!has_list && !has_one)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument bound_projects is missing, or project_id: projects that they must belong to");
	if (has_list)
		hvac_value_remove(hvac_request_body(task), "project_id");
	leave_out_other_type(task);
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Show a JWT that Google or a service account's key has signed, for a token",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct gcp_login), .prepare = gcp_prepare, .finish = gcp_finish,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role to log in with"),
	    HVAC_BODY("jwt", STRING, .dflt = "\"\"", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "A JWT that was signed elsewhere; empty: as the others say, one is fetched or signed"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT,
	    HVAC_LOCAL("type", STRING, .values = "gce iam", .help = "gce shows the identity token of this instance, iam a JWT of a service account; by default iam where there is a key"),
	    HVAC_LOCAL("service_account", STRING, .help = "E-mail address of the account that logs in; by default the key's, or the instance's default one"),
	    HVAC_LOCAL("credentials", STRING, .flags = HVAC_SECRET, .help = "Key of a service account to sign with: the JSON that Google gave for it"),
	    HVAC_LOCAL("credentials_file", STRING, .help = "Path of a file with such a key, read anew at each login; GOOGLE_APPLICATION_CREDENTIALS by default"),
	    HVAC_LOCAL("access_token", STRING, .flags = HVAC_SECRET, .help = "OAuth 2.0 token with which the IAM credentials API is asked to sign; by default the instance's"),
	    HVAC_LOCAL("jwt_exp", INTEGER, .dflt = "600", .help = "Life of a JWT that is made here, seconds: at most the role's max_jwt_exp, and 3600"),
	    HVAC_LOCAL("metadata_endpoint", STRING, .help = "Address of the metadata service; http:// and GCE_METADATA_HOST, then http://169.254.169.254 by default"),
	    HVAC_LOCAL("iam_endpoint", STRING, .dflt = "\"https://iamcredentials.googleapis.com\"", .help = "Address of the IAM credentials API, as of a private endpoint")) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Set how the server itself speaks with Google, and what it calls those who log in",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "Key of the server's own service account: the JSON that Google gave for it; without it, its environment has one"),
	    HVAC_BODY("google_certs_endpoint", STRING, .dflt = "\"https://www.googleapis.com/oauth2/v3/certs\"", .help = "Deprecated: newer servers know where Google's keys are"),
	    MOUNT,
	    HVAC_BODY("custom_endpoint", MAP, .help = "Hosts instead of Google's, by api, iam, crm, compute: {\"iam\": \"private.example.com\"}"),
	    HVAC_BODY("iam_alias", STRING, .values = "unique_id role_id", .help = "What names an IAM role's alias; role_id by default"),
	    HVAC_BODY("iam_metadata", LIST, .values = "default project_id role service_account_id service_account_email", .help = "Facts to keep with the aliases of IAM roles"),
	    HVAC_BODY("gce_alias", STRING, .values = "instance_id role_id", .help = "What names a GCE role's alias; role_id by default"),
	    HVAC_BODY("gce_metadata", LIST, .help = "Facts to keep with the aliases of GCE roles: instance_id, instance_name, project_id, zone ..., or default"),
	    HVAC_BODY("service_account_email", STRING, .help = "Account that the server becomes by workload identity federation, without a key (Vault 1.17 and later)"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_AUTOMATED_ROTATION) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read the settings but the key's secret half",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_config", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/config", .help = "As in Python hvac: drop all settings; servers answer 405",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = "/auth/{mount_point}/config/rotate-root",
	  .help = "Have the server make itself another key, which nobody else knows, and delete the old one", .since = "vault-2.1..", HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = ROLE(""), .help = "Make a role, or change the settings given and leave most others; policies are set each time",
	  .flags = HVAC_IDEMPOTENT, .prepare = prepare_role,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("role_type", STRING, .wire = "type", .values = "iam gce", .flags = HVAC_REQUIRED, .help = "Who may log in: iam, service accounts; gce, instances. It cannot be changed"),
	    HVAC_BODY("project_id", STRING, .dflt = "\"\"", .flags = HVAC_REQUIRED, .help = "Project that they must belong to, where bound_projects is not given; its old name"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .dflt = "\"\"", .flags = HVAC_COMMA, .help = "Deprecated: use token_policies"),
	    HVAC_BODY("bound_service_accounts", LIST, .flags = HVAC_COMMA, .help = "Accounts that may log in, by e-mail address or id; *: all of the projects'"),
	    HVAC_BODY("max_jwt_exp", DURATION, .help = "Longest life that a JWT may still have, of type iam alone: 900, \"15m\", the default; at most 1 h"),
	    HVAC_BODY("allow_gce_inference", BOOLEAN, .help = "Whether instances may log in as their service account, of type iam alone; true by default"),
	    HVAC_BODY("bound_zones", LIST, .flags = HVAC_COMMA, .help = "Zones of the instances, of type gce alone: europe-west3-a"),
	    HVAC_BODY("bound_regions", LIST, .flags = HVAC_COMMA, .help = "Regions of the instances, of type gce alone, where bound_zones is not given"),
	    HVAC_BODY("bound_instance_groups", LIST, .flags = HVAC_COMMA, .help = "Groups of the instances, of type gce alone; with bound_zones or bound_regions"),
	    HVAC_BODY("bound_labels", LIST, .flags = HVAC_COMMA, .help = "Labels that instances must have, of type gce alone: tier:web"),
	    MOUNT,
	    HVAC_BODY("bound_projects", LIST, .help = "Projects that they must belong to, in place of project_id"),
	    HVAC_BODY("add_group_aliases", BOOLEAN, .help = "Whether project, folders and organization become aliases of groups; false by default"),
	    HVAC_BODY("bound_zone", STRING, .help = "Deprecated: use bound_zones"),
	    HVAC_BODY("bound_region", STRING, .help = "Deprecated: use bound_regions"),
	    HVAC_BODY("bound_instance_group", STRING, .help = "Deprecated: use bound_instance_groups"),
	    HVAC_BODY("service_accounts", LIST, .help = "Deprecated: use bound_service_accounts"),
	    HVAC_TOKEN_OPTIONS) },

	{ .name = "edit_service_accounts_on_iam_role", .verb = HVAC_POST, .path = ROLE("/service-accounts"), .help = "Let further accounts log in, or some no more, and leave the rest",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("add", LIST, .help = "Accounts that may log in from now on"),
	    HVAC_BODY("remove", LIST, .help = "Accounts that may not"), MOUNT) },

	{ .name = "edit_labels_on_gce_role", .verb = HVAC_POST, .path = ROLE("/labels"), .help = "Ask instances for further labels, or for some no more, and leave the rest",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("add", LIST, .help = "Labels with their values: tier:web"),
	    HVAC_BODY("remove", LIST, .help = "Labels, without values: tier"), MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE(""), .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/roles", .help = "List the names of all that one can log in with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "list_auth_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "As list_roles, at the other address that servers have for it",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{role}", .help = "Remove a role; its tokens can be renewed no more",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of what is removed"), MOUNT) },
};

HVAC_PLUGIN_OF(auth, gcp, operations, .version = "1.0", .help = "Google Cloud's service accounts and instances",
	.reference = "Google Cloud auth method (API)",
	.example =
		"umask 077\n"
		"# as Google gives it, for an account that is not there\n"
		"key=$(openssl genrsa 2048 2>/dev/null | awk '{ printf \"%s\\\\n\", $0 }')\n"
		"printf '{\"type\": \"service_account\", \"private_key_id\": \"1\",\n"
		"\t\"client_email\": \"web@example.iam.gserviceaccount.com\",\n"
		"\t\"private_key\": \"%s\"}' \"$key\" >key.json\n"
		"# jwt is empty, so that one is signed\n"
		"hvac login gcp role=web credentials_file=key.json --dry-run\n");
