/* SPDX-License-Identifier: MIT */
/* Tokens of a Kubernetes cluster's service accounts. Follows the page "Kubernetes secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("kubernetes")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role; servers keep it in small letters")

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set which cluster the server asks, and with what token",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("kubernetes_host", STRING, .help = "The API server: https://192.0.2.1:6443; by default that of the server's own pod"),
	    HVAC_BODY("kubernetes_ca_cert", STRING, .help = "Who signed the API server's certificate, PEM; by default as the server's own pod has it"),
	    HVAC_BODY("service_account_jwt", STRING, .flags = HVAC_SECRET, .help = "Token of an account that may make tokens, accounts and roles; by default the pod's own"),
	    HVAC_BODY("disable_local_ca_jwt", BOOLEAN, .help = "Whether to leave the CA and the token of the server's own pod unused; false by default"),
	    MOUNT) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read which cluster is asked, but not the token",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_configuration", .verb = HVAC_DELETE, .path = "/{mount_point}/config", .help = "Drop all settings, so that the server's own pod has them",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "check_configuration", .verb = HVAC_GET, .path = "/{mount_point}/check", .help = "Ask whether the server's environment names a cluster, as in a pod it does; no answer means yes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("allowed_kubernetes_namespaces", LIST, .help = "Kubernetes namespaces that tokens may be for; *: any"),
	    HVAC_BODY("allowed_kubernetes_namespace_selector", STRING, .help = "Further ones by their labels, as JSON or YAML: {\"matchLabels\": {\"tier\": \"web\"}}"),
	    HVAC_BODY("service_account_name", STRING, .help = "Account that exists already, which the tokens are of; else one is made for each"),
	    HVAC_BODY("kubernetes_role_name", STRING, .help = "Role that exists already, which the accounts that are made are bound to"),
	    HVAC_BODY("kubernetes_role_type", STRING, .values = "Role ClusterRole", .help = "Whether the role is of one Kubernetes namespace or of the cluster; Role by default"),
	    HVAC_BODY("generated_role_rules", STRING, .help = "Rules of a role that is made with each account, as JSON or YAML: {\"rules\": [{\"apiGroups\": [\"\"], ...}]}"),
	    HVAC_BODY("name_template", STRING, .help = "Template of the names of all that is made, in Go's language"),
	    HVAC_BODY("extra_labels", MAP, .help = "Further labels of all that is made: {\"team\": \"web\"}"),
	    HVAC_BODY("extra_annotations", MAP, .help = "Further annotations of all that is made: {\"made-for\": \"web\"}"),
	    HVAC_BODY("token_default_ttl", DURATION, .help = "Life of a token where none is asked for: 600, \"10m\"; 0: the mount's, the default"),
	    HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token at most: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_default_audiences", LIST, .help = "aud of the tokens where none is asked for; the API server's by default"),
	    MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read whose tokens a role makes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names of all that tokens can be made with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Remove a role; its tokens live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "generate_credentials", .verb = HVAC_POST, .path = "/{mount_point}/creds/{name}", .help = "Make a token of a service account, with a lease",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("kubernetes_namespace", STRING, .help = "Kubernetes namespace that the token is for; may be left out where the role allows just one"),
	    HVAC_BODY("cluster_role_binding", BOOLEAN, .help = "Whether the account that is made has its ClusterRole in the whole cluster, not in the namespace alone; false by default"),
	    HVAC_BODY("ttl", DURATION, .help = "Life of the token: 600, \"10m\"; the role's token_default_ttl by default; clusters make none below 10 m"),
	    HVAC_BODY("audiences", LIST, .help = "aud of the token; the role's token_default_audiences by default"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(secrets, kubernetes, operations, .version = "1.0", .help = "Tokens of a Kubernetes cluster's service accounts",
	.reference = "Kubernetes secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=kubernetes\n"
		"# an account's token, as kubectl create token prints it, and the cluster's CA\n"
		"echo eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 >token\n"
		"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=kubernetes \\\n"
		"    -keyout ca-key.pem -out ca.pem 2>/dev/null\n"
		"hvac call secrets/kubernetes configure kubernetes_host=https://192.0.2.1:6443 \\\n"
		"    kubernetes_ca_cert=@ca.pem service_account_jwt=@token\n"
		"cat >rules.yaml <<END\n"
		"rules:\n"
		"- apiGroups: [\"\"]\n"
		"  resources: [\"pods\"]\n"
		"  verbs: [\"get\", \"list\"]\n"
		"END\n"
		"hvac call secrets/kubernetes create_or_update_role name=watch \\\n"
		"    allowed_kubernetes_namespaces=shop generated_role_rules=@rules.yaml\n"
		"# with a cluster behind it this answers with service_account_token\n"
		"hvac call secrets/kubernetes generate_credentials name=watch kubernetes_namespace=shop \\\n"
		"    ttl=10m --dry-run\n");
