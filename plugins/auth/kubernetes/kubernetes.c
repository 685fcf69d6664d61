/* SPDX-License-Identifier: MIT */
/* Service accounts of a Kubernetes cluster. The table follows the page "Kubernetes auth method (API)". */
#include <hvac/plugin.h>
#include "credentials.h"

#define MOUNT HVAC_MOUNT("kubernetes")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")

/* The kubelet replaces a pod's token before it ends, so each login reads it anew. */
static int show_token(struct hvac_task *task, void *state)
{
	const char *jwt = hvac_task_string(task, "jwt"), *path = hvac_task_string(task, "token_path"), *text = "";
	hvac_value *body;
	int found;

	(void)state;
	if (jwt && *jwt)
		return HVAC_HOOK_AGAIN;
	found = read_small_file(task, path, false, &text);
	if (found == FOUND_NOTHING)
		return fail_to_read(task, path, "it is not there; is this a pod that has a service account?");
	if (found != FOUND)
		return found;
	text = text_joined(task, text, strlen(text));
	if (!credential_is_well_formed(text))
		return fail_to_read(task, path, "it is no token: it is empty or has a blank or another odd byte");
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "jwt", hvac_value_new_string(text)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Show the token of a pod's service account, for one of the server's",
	  .flags = HVAC_LOGIN, .prepare = show_token,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role to log in with"),
	    HVAC_BODY("jwt", STRING, .dflt = "\"\"", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The service account's token; empty: the one in token_path"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT,
	    HVAC_LOCAL("token_path", STRING, .dflt = "\"/var/run/secrets/kubernetes.io/serviceaccount/token\"", .help = "Path of the file with the token, which is read anew at each login")) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Set which cluster the server asks whether a token is good",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("kubernetes_host", STRING, .flags = HVAC_REQUIRED, .help = "The API server: https://192.0.2.1:6443"),
	    HVAC_BODY("kubernetes_ca_cert", STRING, .help = "Who signed the API server's certificate, PEM; by default as the server's own pod has it"),
	    HVAC_BODY("token_reviewer_jwt", STRING, .flags = HVAC_SECRET, .help = "Token to ask with, of an account that may review tokens; by default the pod's own, else the one that is shown"),
	    HVAC_BODY("pem_keys", LIST, .help = "Public keys or certificates, PEM, that tokens must be signed by as well"),
	    HVAC_BODY("issuer", STRING, .help = "Deprecated: iss that tokens must have, where disable_iss_validation is false"),
	    MOUNT,
	    HVAC_BODY("disable_local_ca_jwt", BOOLEAN, .dflt = "false", .help = "Whether to leave the CA and the token of the server's own pod unused"),
	    HVAC_BODY("disable_iss_validation", BOOLEAN, .help = "Deprecated: whether iss is not looked at, as the API server does that; true by default"),
	    HVAC_BODY("use_annotations_as_alias_metadata", BOOLEAN, .help = "Whether some of the account's annotations are kept with the alias; false by default (Vault 1.16 and later)")) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read the settings but the reviewer's token",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/role/{name}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("bound_service_account_names", LIST, .flags = HVAC_REQUIRED, .help = "Accounts that may log in; *: any"),
	    HVAC_BODY("bound_service_account_namespaces", LIST, .flags = HVAC_REQUIRED, .help = "Kubernetes namespaces that the accounts must be in; *: any; empty where a selector is given"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    MOUNT,
	    HVAC_BODY("alias_name_source", STRING, .values = "serviceaccount_uid serviceaccount_name", .help = "What names the alias; serviceaccount_uid, which another account never gets, by default"),
	    HVAC_BODY("audience", STRING, .help = "aud that tokens must have; any by default"),
	    HVAC_BODY("bound_service_account_namespace_selector", STRING, .help = "Namespaces by their labels, as JSON or YAML: {\"matchLabels\": {\"tier\": \"web\"}}; the server asks the cluster for them"),
	    HVAC_BODY("num_uses", INTEGER, .help = "Deprecated: use token_num_uses"),
	    HVAC_BODY("bound_cidrs", LIST, .help = "Deprecated: use token_bound_cidrs"),
	    HVAC_TOKEN_OPTIONS, HVAC_TOKEN_STRICTLY_BIND_IP) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/role/{name}", .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "List the names of all that one can log in with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{name}", .help = "Remove a role; its tokens can be renewed no more",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
};

HVAC_PLUGIN_OF(auth, kubernetes, operations, .version = "1.0", .help = "Service accounts of a Kubernetes cluster",
	.reference = "Kubernetes auth method (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=kubernetes\n"
		"# a cluster's CA, as it is in kube-root-ca.crt\n"
		"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=kubernetes \\\n"
		"\t-keyout ca-key.pem -out ca.pem 2>/dev/null\n"
		"hvac call auth/kubernetes configure kubernetes_host=https://192.0.2.1:6443 \\\n"
		"\tkubernetes_ca_cert=@ca.pem\n"
		"hvac call auth/kubernetes create_role name=web token_policies=default \\\n"
		"\tbound_service_account_names=web bound_service_account_namespaces=shop\n"
		"# in a pod this is /var/run/secrets/kubernetes.io/serviceaccount/token\n"
		"echo eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 >token\n"
		"hvac login kubernetes role=web jwt=@token --dry-run\n");
