/* SPDX-License-Identifier: MIT */
/* Credentials of AWS: made on demand, or those of an IAM user which the server changes. Follows the page "AWS secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("aws")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define STATIC_ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the static role")

#define CREDENTIAL_TYPE(place, kinds) place("credential_type", STRING, .flags = HVAC_REQUIRED, .values = (kinds), \
	.help = "What is made: a user with access keys, or a token of STS of the kind named; session_token needs Vault 1.16")
#define DEFAULT_STS_TTL(place) place("default_sts_ttl", DURATION, .help = "Life of a token of STS where none is asked for: 900, \"15m\"")
#define MAX_STS_TTL(place) place("max_sts_ttl", DURATION, .help = "Life of a token of STS at most: 3600, \"1h\"; AWS has limits of its own")
#define ROLE_ARNS(place) place("role_arns", LIST, .help = "AWS roles that may be assumed: arn:aws:iam::123456789012:role/web; for assumed_role alone, which needs one")
#define IAM_TAGS(place) place("iam_tags", ANY, .help = "Tags of the users that are made: {\"team\": \"web\"}, or as Python hvac has it [\"team=web\"]")
#define LEGACY_PARAMS HVAC_LOCAL("legacy_params", BOOLEAN, .dflt = "false", \
	.help = "Whether to send the policies as Vault before 0.11 wants them, and nothing else of the role")

/* What can be said of credentials that are asked for, in hvac's order. */
#define ASKED_FOR(place) ROLE, \
	place("role_arn", STRING, .help = "Which of the role's role_arns to assume, where it has several"), \
	place("ttl", DURATION, .help = "Life of a token of STS: 900, \"15m\"; the role's default_sts_ttl, else 1 h by default; a user lives by its lease"), \
	HVAC_LOCAL("endpoint", STRING, .dflt = "\"creds\"", .values = "creds sts", .help = "Where to ask; sts gives tokens of STS alone to roles that were made with legacy_params"), \
	MOUNT, \
	place("role_session_name", STRING, .help = "Name of the session in AWS's logs, at most 64 characters; the server makes one up by default")
#define MFA_CODE HVAC_BODY("mfa_code", STRING, .flags = HVAC_SECRET, \
	.help = "Code of the role's MFA device, for session_token; goes into a body, not into the address (Vault 1.16 and later)")
#define GENERATE(method, endpoint) .name = "generate_credentials", .verb = (method), .path = "/{mount_point}/" endpoint "/{name}", \
	.help = "Make credentials as a role has them, with a lease"

/* As Python hvac does it: of several the first. */
static int send_one_arn(struct hvac_task *task, void *state)
{
	const hvac_value *arns = hvac_task_value(task, "policy_arns");

	(void)state;
	if (hvac_value_kind(arns) != HVAC_KIND_LIST)
		return HVAC_HOOK_AGAIN;
	if (!hvac_value_count(arns))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument policy_arns is empty: leave it out");
	if (hvac_value_adopt_member(hvac_request_body(task), "arn", hvac_value_copy(hvac_value_item(arns, 0))) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "configure_root_iam_credentials", .verb = HVAC_POST, .path = "/{mount_point}/config/root", .help = "Set what the server itself shows to AWS, and where it asks",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("access_key", STRING, .flags = HVAC_REQUIRED, .help = "Id of the server's own access key: AKIA...; empty: its environment, instance or web identity has one"),
	    HVAC_BODY("secret_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Secret access key that belongs to access_key; empty where that is"),
	    HVAC_BODY("region", STRING, .help = "Region to speak with: eu-central-1; AWS_REGION, then AWS_DEFAULT_REGION of the server, then us-east-1 by default"),
	    HVAC_BODY("iam_endpoint", STRING, .help = "URL for IAM instead of Amazon's"),
	    HVAC_BODY("sts_endpoint", STRING, .help = "URL for STS instead of Amazon's"),
	    HVAC_BODY("max_retries", INTEGER, .help = "How often to ask AWS again when it fails; -1: as the SDK does, the default"),
	    MOUNT,
	    HVAC_BODY("username_template", STRING, .help = "Template of the names that are made, in Go's language; at most 64 characters for users, 32 for tokens of STS"),
	    HVAC_BODY("sts_region", STRING, .help = "Region of sts_endpoint (Vault 1.19 and later)"),
	    HVAC_BODY("sts_fallback_endpoints", LIST, .help = "URLs to try in turn where sts_endpoint does not answer (Vault 1.19 and later)"),
	    HVAC_BODY("sts_fallback_regions", LIST, .help = "Regions of sts_fallback_endpoints, one for each (Vault 1.19 and later)"),
	    HVAC_BODY("role_arn", STRING, .help = "Role to assume by web identity instead of a key (Vault Enterprise)"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_AUTOMATED_ROTATION) },

	{ .name = "read_root_iam_credentials_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config/root", .help = "Read what the server itself shows to AWS, but the secret key",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "rotate_root_iam_credentials", .verb = HVAC_POST, .path = "/{mount_point}/config/rotate-root",
	  .help = "Have the server make itself another access key, which nobody else knows, and delete the old one", HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_lease", .verb = HVAC_POST, .path = "/{mount_point}/config/lease", .help = "Set how long users of IAM live that roles make",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("lease", STRING, .flags = HVAC_REQUIRED, .help = "Time until the first renewal: \"30m\", \"1h\"; text with a unit, of which h is the largest"),
	    HVAC_BODY("lease_max", STRING, .flags = HVAC_REQUIRED, .help = "Time with all renewals, said in the same way"),
	    MOUNT) },

	{ .name = "read_lease_config", .verb = HVAC_GET, .path = "/{mount_point}/config/lease", .help = "Read how long users of IAM live",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Make a role for a server before Vault 0.11",
	  .when = "legacy_params=true", .flags = HVAC_IDEMPOTENT, .prepare = send_one_arn,
	  HVAC_PARAMETERS(ROLE, CREDENTIAL_TYPE(HVAC_LOCAL, NULL),
	    HVAC_BODY("policy_document", STRING, .wire = "policy", .flags = HVAC_TEXT | HVAC_PRETTY, .help = "IAM policy, as text in JSON, or as a map, which is sent as text"),
	    DEFAULT_STS_TTL(HVAC_LOCAL), MAX_STS_TTL(HVAC_LOCAL), ROLE_ARNS(HVAC_LOCAL),
	    HVAC_BODY("policy_arns", LIST, .wire = "arn", .help = "An IAM policy or a role to assume by its ARN, instead of policy_document; of several the first is sent"),
	    LEGACY_PARAMS, IAM_TAGS(HVAC_LOCAL), MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Make a role, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE, CREDENTIAL_TYPE(HVAC_BODY, "iam_user assumed_role federation_token session_token"),
	    HVAC_BODY("policy_document", STRING, .flags = HVAC_TEXT | HVAC_PRETTY, .help = "IAM policy of the users, or what tokens of STS may do at most; as text in JSON, or as a map, which is sent as text"),
	    DEFAULT_STS_TTL(HVAC_BODY), MAX_STS_TTL(HVAC_BODY), ROLE_ARNS(HVAC_BODY),
	    HVAC_BODY("policy_arns", LIST, .help = "Managed policies with the same meaning as policy_document, besides it: arn:aws:iam::aws:policy/ReadOnlyAccess"),
	    LEGACY_PARAMS, IAM_TAGS(HVAC_BODY), MOUNT,
	    HVAC_BODY("iam_groups", LIST, .help = "Groups of IAM that users join, and whose policies bound tokens of STS"),
	    HVAC_BODY("user_path", STRING, .help = "Path of the users within IAM; / by default"),
	    HVAC_BODY("permissions_boundary_arn", STRING, .help = "Policy that bounds what the users can ever do, by its ARN; none by default"),
	    HVAC_BODY("session_tags", MAP, .help = "Tags of the sessions of assumed_role: {\"team\": \"web\"} (Vault 1.17 and later)"),
	    HVAC_BODY("external_id", STRING, .help = "External id that the roles of role_arns ask for (Vault 1.17 and later)"),
	    HVAC_BODY("mfa_serial_number", STRING, .help = "MFA device whose codes mfa_code brings: arn:aws:iam::123456789012:mfa/ann; for session_token (Vault 1.16 and later)"),
	    HVAC_BODY("arn", STRING, .help = "Deprecated: use policy_arns or role_arns"),
	    HVAC_BODY("policy", STRING, .help = "Deprecated: use policy_document")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read what credentials a role makes",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names of all that credentials can be made with",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Remove a role; its credentials live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ GENERATE(HVAC_POST, "sts"), .when = "endpoint=sts", HVAC_PARAMETERS(ASKED_FOR(HVAC_BODY), MFA_CODE) },
	{ GENERATE(HVAC_POST, "creds"), .when = "mfa_code", HVAC_PARAMETERS(ASKED_FOR(HVAC_BODY), MFA_CODE) },
	{ GENERATE(HVAC_GET, "creds"), HVAC_PARAMETERS(ASKED_FOR(HVAC_QUERY)) },

	{ .name = "generate_sts_credentials", .verb = HVAC_GET, .path = "/{mount_point}/sts/{name}", .help = "As generate_credentials with endpoint sts, for a policy that gives read and not update",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_QUERY("role_arn", STRING, .help = "Which of the role's role_arns to assume, where it has several"),
	    HVAC_QUERY("ttl", DURATION, .help = "Life of the token: 900, \"15m\"; the role's default_sts_ttl, else 1 h by default"),
	    MOUNT,
	    HVAC_QUERY("role_session_name", STRING, .help = "Name of the session in AWS's logs; the server makes one up by default")) },

	{ .name = "create_or_update_static_role", .verb = HVAC_POST, .path = "/{mount_point}/static-roles/{name}",
	  .help = "Let the server change an IAM user's access key from now on, or change the settings given",
	  HVAC_PARAMETERS(STATIC_ROLE,
	    HVAC_BODY("username", STRING, .help = "Name of the user, who must exist; a new static role needs it, an old one keeps its own"),
	    HVAC_BODY("rotation_period", DURATION, .help = "How often the key is changed: 86400, \"24h\"; at least 1 m; a new static role needs it"),
	    MOUNT,
	    HVAC_BODY("assume_role_arn", STRING, .help = "Role to assume for a user in another account (Vault Enterprise)"),
	    HVAC_BODY("assume_role_session_name", STRING, .help = "Name of that role's session in AWS's logs (Vault Enterprise)"),
	    HVAC_BODY("external_id", STRING, .help = "External id that the role asks for (Vault Enterprise)")) },

	{ .name = "read_static_role", .verb = HVAC_GET, .path = "/{mount_point}/static-roles/{name}", .help = "Read whose access key is changed, and how often",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "list_static_roles", .verb = HVAC_LIST, .path = "/{mount_point}/static-roles", .help = "List the names of those whose access keys are changed",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "delete_static_role", .verb = HVAC_DELETE, .path = "/{mount_point}/static-roles/{name}", .help = "Leave a user's keys alone from now on; the current one is deleted at AWS",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },

	{ .name = "read_static_credentials", .verb = HVAC_GET, .path = "/{mount_point}/static-creds/{name}", .help = "Read the access key that a static role has now, without a lease",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(STATIC_ROLE, MOUNT) },
};

HVAC_PLUGIN_OF(secrets, aws, operations, .version = "1.0", .help = "Credentials of AWS, made on demand or changed by the server",
	.reference = "AWS secrets engine (API)",
	.example =
		"umask 077\n"
		"printf 'ExampleExampleExample\\n' >secret-key\n"
		"hvac call secrets/aws configure_root_iam_credentials access_key=AKIAEXAMPLE \\\n"
		"    secret_key=@secret-key region=eu-central-1 --dry-run --redact\n"
		"cat >policy.json <<END\n"
		"{\"Version\": \"2012-10-17\", \"Statement\": [\n"
		"  {\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::web/*\"}]}\n"
		"END\n"
		"hvac call secrets/aws create_or_update_role name=web credential_type=iam_user \\\n"
		"    policy_document=@policy.json --dry-run\n"
		"hvac call secrets/aws generate_credentials name=web --dry-run\n"
		"hvac call secrets/aws generate_credentials name=deploy endpoint=sts ttl=15m --dry-run\n");
