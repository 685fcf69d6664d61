/* SPDX-License-Identifier: MIT */
/* Amazon's identities: those of IAM, and EC2 instances. The table follows the page "AWS auth method (HTTP API)". */
#include <hvac/plugin.h>
#include "login.h"

#define MOUNT HVAC_MOUNT("aws")
#define ROLE HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define LOGIN_ROLE HVAC_BODY("role", STRING, .help = "Role to log in with; by default the one named as the IAM principal, or as the instance's AMI id")
#define USE_TOKEN HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")
#define ACCOUNT_ID HVAC_PATH("account_id", STRING, .flags = HVAC_REQUIRED, .help = "AWS account: 12 digits")
#define CERT_NAME HVAC_PATH("cert_name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the certificate here")
#define INSTANCE_ID HVAC_PATH("instance_id", STRING, .flags = HVAC_REQUIRED, .help = "EC2 instance: i-0123456789abcdef0")
#define ROLE_TAG HVAC_PATH("role_tag", STRING, .flags = HVAC_REQUIRED, .help = "The tag itself, as create_role_tags gives it, in base64 where it has a /")

/* How an identity is shown to the server. */
#define HEADER_VALUE HVAC_LOCAL("header_value", STRING, .help = "What the server wants in X-Vault-AWS-IAM-Server-ID (its iam_server_id_header_value); signed along")
#define REGION HVAC_LOCAL("region", STRING, .dflt = "\"us-east-1\"", .help = "Region whose STS it is signed for: us-east-1, the global one; auto: AWS_REGION, AWS_DEFAULT_REGION, the instance's")
#define USE_FIPS_ENDPOINT HVAC_LOCAL("use_fips_endpoint", BOOLEAN, .help = "Whether to sign for STS's FIPS 140 host; by default as AWS_USE_FIPS_ENDPOINT says")
#define STS_ENDPOINT HVAC_LOCAL("sts_endpoint", STRING, .help = "https://HOST of another STS that the server is configured with, as of a VPC")
#define NONCE HVAC_BODY("nonce", STRING, .flags = HVAC_SECRET, .help = "Proof that earlier logins were this instance's; by default the server makes one and tells it; \"\": no later logins")
#define NONCE_FILE HVAC_LOCAL("nonce_file", STRING, .help = "Path of a file that keeps the nonce, made with a random one when it is not there")
#define METADATA_ENDPOINT HVAC_LOCAL("metadata_endpoint", STRING, .help = "Address of the instance metadata service; AWS_EC2_METADATA_SERVICE_ENDPOINT, then http://169.254.169.254 by default")

/* hvac wants the key; here one is found where none is given. */
#define ACCESS_KEY(asked, sent) HVAC_LOCAL("access_key", STRING, .dflt = sent, .flags = asked, \
	.help = "Access key id to sign with; without it the environment, the credentials file, the container and the instance are asked")
#define SECRET_KEY(asked, sent) HVAC_LOCAL("secret_key", STRING, .dflt = sent, .flags = HVAC_SECRET | (asked), .help = "Secret access key of access_key")
#define SESSION_TOKEN HVAC_LOCAL("session_token", STRING, .flags = HVAC_SECRET, .help = "Session token of access_key, where it is a temporary one")
#define PROFILE HVAC_LOCAL("profile", STRING, .help = "Profile of the credentials file to take, whatever the environment has; AWS_PROFILE, then default by default")
#define CREDENTIALS_FILE HVAC_LOCAL("credentials_file", STRING, .help = "Path of the credentials file; AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials by default")
#define DOCUMENT HVAC_LOCAL("document", STRING, .dflt = "\"pkcs7\"", .values = "pkcs7 rsa2048 identity", \
	.help = "Form of the identity document: pkcs7 (DSA), rsa2048, or identity, with a signature beside it")

/* Settings of a role. */
#define BOUND(what, text) HVAC_BODY("bound_" what, LIST, .help = text)
/* Python hvac passes on whatever a role is given here, texts too. */
#define ALLOW_INSTANCE_MIGRATION(type, more) HVAC_BODY("allow_instance_migration", type, .help = "Whether an instance that was moved to another host may log in again" more)
#define DISALLOW_REAUTHENTICATION(type, more) HVAC_BODY("disallow_reauthentication", type, .help = "Whether an instance may log in but once" more)
#define SAFETY_BUFFER(more) HVAC_BODY("safety_buffer", DURATION, .help = "How long past its end an entry is kept: 3600, \"72h\"; " more)
#define TIDY_BUFFER HVAC_BODY("safety_buffer", DURATION, .dflt = "\"72h\"", .help = "How long past its end an entry is kept: 3600, \"72h\"")
#define DISABLE_PERIODIC_TIDY HVAC_BODY("disable_periodic_tidy", BOOLEAN, .help = "Whether to leave the clearing up to the tidy operations; false by default")

#define AWS(below) "/auth/{mount_point}/" below

#define LIST(operation, below, text) { .name = operation, .verb = HVAC_LIST, .path = AWS(below), .help = text, .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(MOUNT) }
#define READ(operation, below, text, ...) { .name = operation, .verb = HVAC_GET, .path = AWS(below), .help = text, .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(__VA_ARGS__) }
#define DELETE(operation, below, text, ...) { .name = operation, .verb = HVAC_DELETE, .path = AWS(below), .help = text, .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(__VA_ARGS__) }
#define SET(operation, below, text, ...) { .name = operation, .verb = HVAC_POST, .path = AWS(below), .help = text, .flags = HVAC_IDEMPOTENT, \
	HVAC_PARAMETERS(__VA_ARGS__) }

/* hvac has the names of old servers; what has "access list" and "deny list" in its path needs Vault 1.6. */
#define ACCESS_LIST(below) "identity-accesslist" below
#define DENY_LIST(below) "roletag-denylist" below

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = AWS("login"), .help = "Log in with the AWS identity of this machine or user, wherever it is found",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct login), .prepare = aws_prepare, .finish = aws_finish,
	  HVAC_PARAMETERS(LOGIN_ROLE,
	    HVAC_LOCAL("type", STRING, .dflt = "\"iam\"", .values = "iam ec2", .help = "What to show: iam, a request signed with the credential; ec2, the instance's identity document"),
	    HEADER_VALUE, REGION, USE_FIPS_ENDPOINT, STS_ENDPOINT,
	    ACCESS_KEY(0, NULL), SECRET_KEY(0, NULL), SESSION_TOKEN, PROFILE, CREDENTIALS_FILE, METADATA_ENDPOINT, DOCUMENT,
	    NONCE, NONCE_FILE, USE_TOKEN, MOUNT,
	    HVAC_BODY("iam_http_request_method", STRING, .help = "Method of a request that was signed elsewhere, POST; sent as it is, and nothing is signed"),
	    HVAC_BODY("iam_request_url", STRING, .help = "That request's URL in base64"),
	    HVAC_BODY("iam_request_headers", STRING, .flags = HVAC_SECRET, .help = "That request's headers, signature included, as JSON in base64"),
	    HVAC_BODY("iam_request_body", STRING, .help = "That request's body in base64"),
	    HVAC_BODY("pkcs7", STRING, .flags = HVAC_SECRET, .help = "A PKCS#7 identity document without line ends; sent as it is, and none is fetched"),
	    HVAC_BODY("identity", STRING, .help = "An identity document in base64, to go with signature"),
	    HVAC_BODY("signature", STRING, .flags = HVAC_SECRET, .help = "The RSA signature of identity, in base64")) },

	{ .name = "iam_login", .verb = HVAC_POST, .path = AWS("login"), .help = "Log in with a signed GetCallerIdentity request, by the credential given or found",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct login), .prepare = aws_prepare_iam, .finish = aws_finish,
	  HVAC_PARAMETERS(
	    ACCESS_KEY(HVAC_REQUIRED, "\"\""), SECRET_KEY(HVAC_REQUIRED, "\"\""), SESSION_TOKEN,
	    HEADER_VALUE, LOGIN_ROLE, USE_TOKEN, REGION, MOUNT, PROFILE, CREDENTIALS_FILE, USE_FIPS_ENDPOINT, STS_ENDPOINT, METADATA_ENDPOINT) },

	{ .name = "ec2_login", .verb = HVAC_POST, .path = AWS("login"), .help = "Log in as an instance with its identity document, which is fetched unless it is given",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct login), .prepare = aws_prepare_ec2, .finish = aws_finish,
	  HVAC_PARAMETERS(
	    HVAC_BODY("pkcs7", STRING, .dflt = "\"\"", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The instance's PKCS#7 identity document without line ends; \"\": the metadata service is asked"),
	    NONCE, LOGIN_ROLE, USE_TOKEN, MOUNT, NONCE_FILE, DOCUMENT, METADATA_ENDPOINT) },

	SET("configure", "config/client", "Set how the server itself speaks with AWS",
	    HVAC_BODY("max_retries", INTEGER, .help = "How often to ask AWS again when it fails; -1: as the SDK does, the default"),
	    HVAC_BODY("access_key", STRING, .help = "Access key id of the server's own; without it, its environment or instance has one"),
	    HVAC_BODY("secret_key", STRING, .flags = HVAC_SECRET, .help = "Its secret access key"),
	    HVAC_BODY("endpoint", STRING, .help = "URL for EC2's API instead of Amazon's"),
	    HVAC_BODY("iam_endpoint", STRING, .help = "URL for IAM's API instead of Amazon's"),
	    HVAC_BODY("sts_endpoint", STRING, .help = "URL for STS instead of the global one; sts_region has to fit"),
	    HVAC_BODY("iam_server_id_header_value", STRING, .help = "What logins must have signed as X-Vault-AWS-IAM-Server-ID, so that other servers' requests are worth nothing here"),
	    MOUNT,
	    HVAC_BODY("sts_region", STRING, .help = "Region of sts_endpoint"),
	    HVAC_BODY("use_sts_region_from_client", BOOLEAN, .help = "Whether to ask the STS of the region that a login is signed for; false by default"),
	    HVAC_BODY("allowed_sts_header_values", LIST, .help = "Further headers that a signed request may have"),
	    HVAC_BODY("role_arn", STRING, .help = "Role to assume by web identity instead of a key (Vault Enterprise)"),
	    HVAC_IDENTITY_TOKEN,
	    HVAC_AUTOMATED_ROTATION),
	READ("read_config", "config/client", "Read how the server speaks with AWS, without its secret key", MOUNT),
	DELETE("delete_config", "config/client", "Remove what configure set", MOUNT),
	{ .name = "rotate_root_credentials", .verb = HVAC_POST, .path = AWS("config/rotate-root"), .help = "Have the server change its own secret key, and delete the old one at AWS",
	  HVAC_PARAMETERS(MOUNT) },

	SET("configure_identity_integration", "config/identity", "Set what of an AWS identity becomes the entity's alias and metadata",
	    HVAC_BODY("iam_alias", STRING, .values = "role_id unique_id full_arn canonical_arn", .help = "Alias of who logs in by iam; role_id on new mounts, unique_id on old ones"),
	    HVAC_BODY("ec2_alias", STRING, .values = "role_id instance_id image_id", .help = "Alias of who logs in by ec2; role_id on new mounts, instance_id on old ones"),
	    MOUNT,
	    HVAC_BODY("iam_metadata", LIST, .help = "Members of the identity that iam logins leave in the audit log: account_id, auth_type ..., or default"),
	    HVAC_BODY("ec2_metadata", LIST, .help = "Members of the identity that ec2 logins leave in the audit log: account_id, ami_id ..., or default")),
	READ("read_identity_integration", "config/identity", "Read what of an AWS identity is used", MOUNT),

	SET("create_certificate_configuration", "config/certificate/{cert_name}", "Add a certificate of Amazon's to verify identity documents with",
	    CERT_NAME,
	    HVAC_BODY("aws_public_cert", STRING, .flags = HVAC_REQUIRED, .help = "The certificate in PEM, and that in base64"),
	    HVAC_BODY("document_type", STRING, .help = "As hvac calls type; servers read it not"),
	    MOUNT,
	    HVAC_BODY("type", STRING, .values = "pkcs7 identity", .help = "Form of the documents it is for; pkcs7 by default")),
	READ("read_certificate_configuration", "config/certificate/{cert_name}", "Read one of Amazon's certificates", CERT_NAME, MOUNT),
	DELETE("delete_certificate_configuration", "config/certificate/{cert_name}", "Trust a certificate no more", CERT_NAME, MOUNT),
	LIST("list_certificate_configurations", "config/certificates", "List the names of the certificates that were added"),

	SET("create_sts_role", "config/sts/{account_id}", "Name the role by which the server looks into another AWS account",
	    ACCOUNT_ID,
	    HVAC_BODY("sts_role", STRING, .flags = HVAC_REQUIRED, .help = "ARN of the role that the server assumes there"),
	    MOUNT,
	    HVAC_BODY("external_id", STRING, .help = "External id that the role asks for (Vault 2.1 and later)")),
	READ("read_sts_role", "config/sts/{account_id}", "Read by which role the server looks into an account", ACCOUNT_ID, MOUNT),
	DELETE("delete_sts_role", "config/sts/{account_id}", "Keep the server from looking into an account", ACCOUNT_ID, MOUNT),
	LIST("list_sts_roles", "config/sts", "List the accounts that the server looks into"),

	SET("configure_identity_access_list_tidy_operation", "config/tidy/" ACCESS_LIST(""), "Set when the entries of gone instances are cleared up",
	    SAFETY_BUFFER("72h by default"), DISABLE_PERIODIC_TIDY, MOUNT),
	READ("read_identity_access_list_tidy_settings", "config/tidy/" ACCESS_LIST(""), "Read when the entries of gone instances are cleared up", MOUNT),
	DELETE("delete_identity_access_list_tidy_settings", "config/tidy/" ACCESS_LIST(""), "Clear up the entries of gone instances as by default", MOUNT),
	SET("configure_identity_whitelist_tidy", "config/tidy/identity-whitelist", "As configure_identity_access_list_tidy_operation, on old servers too",
	    SAFETY_BUFFER("72h by default"), DISABLE_PERIODIC_TIDY, MOUNT),
	READ("read_identity_whitelist_tidy", "config/tidy/identity-whitelist", "As read_identity_access_list_tidy_settings, on old servers too", MOUNT),
	DELETE("delete_identity_whitelist_tidy", "config/tidy/identity-whitelist", "As delete_identity_access_list_tidy_settings, on old servers too", MOUNT),

	SET("configure_role_tag_deny_list_tidy_operation", "config/tidy/" DENY_LIST(""), "Set when outdated role tags leave the deny list",
	    SAFETY_BUFFER("4320h by default"), DISABLE_PERIODIC_TIDY, MOUNT),
	READ("read_role_tag_deny_list_tidy_settings", "config/tidy/" DENY_LIST(""), "Read when outdated role tags leave the deny list", MOUNT),
	DELETE("delete_role_tag_deny_list_tidy_settings", "config/tidy/" DENY_LIST(""), "Let outdated role tags leave the deny list as by default", MOUNT),
	SET("configure_role_tag_blacklist_tidy", "config/tidy/roletag-blacklist", "As configure_role_tag_deny_list_tidy_operation, on old servers too",
	    SAFETY_BUFFER("4320h by default"), DISABLE_PERIODIC_TIDY, MOUNT),
	READ("read_role_tag_blacklist_tidy", "config/tidy/roletag-blacklist", "As read_role_tag_deny_list_tidy_settings, on old servers too", MOUNT),
	DELETE("delete_role_tag_blacklist_tidy", "config/tidy/roletag-blacklist", "As delete_role_tag_deny_list_tidy_settings, on old servers too", MOUNT),

	SET("create_role", "role/{role}", "Make a role, or change the settings given and leave the others",
	    ROLE,
	    HVAC_BODY("auth_type", STRING, .values = "iam ec2", .help = "Which logins it is for; iam by default, and never changed later"),
	    BOUND("ami_id", "AMIs whose instances may log in"),
	    BOUND("account_id", "AWS accounts whose instances or principals may log in"),
	    BOUND("region", "Regions whose instances may log in"),
	    BOUND("vpc_id", "VPCs whose instances may log in"),
	    BOUND("subnet_id", "Subnets whose instances may log in"),
	    BOUND("iam_role_arn", "Begins of ARNs: instances that have one of these IAM roles may log in"),
	    BOUND("iam_instance_profile_arn", "Begins of ARNs: instances with one of these profiles may log in"),
	    BOUND("ec2_instance_id", "Instances that may log in"),
	    HVAC_BODY("role_tag", STRING, .help = "Key of the EC2 tag that holds an instance's role tag"),
	    BOUND("iam_principal_arn", "ARNs of users and roles that may log in; * at the end stands for anything"),
	    HVAC_BODY("inferred_entity_type", STRING, .values = "ec2_instance", .help = "What a principal is taken for, so that the settings of ec2 hold for it too"),
	    HVAC_BODY("inferred_aws_region", STRING, .help = "Where to look for the inferred instances"),
	    HVAC_BODY("resolve_aws_unique_ids", ANY, .help = "Whether bound_iam_principal_arn means these very principals and not later ones of their name; true by default"),
	    HVAC_BODY("ttl", DURATION, .help = "Deprecated: use token_ttl"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Deprecated: use token_max_ttl"),
	    HVAC_BODY("period", DURATION, .help = "Deprecated: use token_period"),
	    HVAC_BODY("policies", LIST, .help = "Deprecated: use token_policies"),
	    ALLOW_INSTANCE_MIGRATION(ANY, "; false by default"), DISALLOW_REAUTHENTICATION(ANY, "; false by default"),
	    MOUNT,
	    HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"),
	    HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever role and mount say later; 0: none, the default"),
	    HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default"),
	    HVAC_BODY("token_policies", LIST, .help = "Policies of the tokens, besides default"),
	    HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"),
	    HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"),
	    HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default"),
	    HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default-service: what the mount says, the default"),
	    HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)")),
	READ("read_role", "role/{role}", "Read all settings of a role", ROLE, MOUNT),
	DELETE("delete_role", "role/{role}", "Remove a role; its tokens live on until their time is up", ROLE, MOUNT),
	LIST("list_roles", "roles", "List the names of all roles"),
	LIST("list_auth_roles", "role", "As list_roles, at the other address that servers have for it"),
	{ .name = "create_role_tags", .verb = HVAC_POST, .path = AWS("role/{role}/tag"), .help = "Make a tag for instances that narrows a role down for them",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("policies", LIST, .help = "Policies that its holders get, out of the role's own"),
	    HVAC_BODY("max_ttl", DURATION, .help = "Longest life of its holders' tokens: 3600, \"1h\"; 0: the role's, the default"),
	    HVAC_BODY("instance_id", STRING, .help = "The only instance that may hold it"),
	    ALLOW_INSTANCE_MIGRATION(BOOLEAN, ", if it holds the tag"), DISALLOW_REAUTHENTICATION(BOOLEAN, ", if it holds the tag"), MOUNT) },

	SET("create_or_update_role_tag_deny_list", DENY_LIST("/{role_tag}"), "Make a role tag worthless", ROLE_TAG, MOUNT),
	READ("read_role_tag_deny_list", DENY_LIST("/{role_tag}"), "Read since when a role tag is worthless", ROLE_TAG, MOUNT),
	DELETE("delete_role_tag_deny_list", DENY_LIST("/{role_tag}"), "Make a role tag good again", ROLE_TAG, MOUNT),
	LIST("list_role_tag_deny_lists", DENY_LIST(""), "List the role tags that are worthless"),
	SET("place_role_tags_in_blacklist", "roletag-blacklist/{role_tag}", "As create_or_update_role_tag_deny_list, on old servers too", ROLE_TAG, MOUNT),
	READ("read_role_tag_blacklist", "roletag-blacklist/{role_tag}", "As read_role_tag_deny_list, on old servers too", ROLE_TAG, MOUNT),
	DELETE("delete_blacklist_tags", "roletag-blacklist/{role_tag}", "As delete_role_tag_deny_list, on old servers too", ROLE_TAG, MOUNT),
	LIST("list_blacklist_tags", "roletag-blacklist", "As list_role_tag_deny_lists, on old servers too"),

	READ("read_identity_access_list", ACCESS_LIST("/{instance_id}"), "Read when and with which role an instance logged in", INSTANCE_ID, MOUNT),
	DELETE("delete_identity_access_list", ACCESS_LIST("/{instance_id}"), "Forget an instance, so that it can log in with another nonce", INSTANCE_ID, MOUNT),
	LIST("list_identity_access_list", ACCESS_LIST(""), "List the instances that have logged in"),
	READ("read_identity_whitelist", "identity-whitelist/{instance_id}", "As read_identity_access_list, on old servers too", INSTANCE_ID, MOUNT),
	DELETE("delete_identity_whitelist_entries", "identity-whitelist/{instance_id}", "As delete_identity_access_list, on old servers too", INSTANCE_ID, MOUNT),
	LIST("list_identity_whitelist", "identity-whitelist", "As list_identity_access_list, on old servers too"),

	SET("tidy_identity_access_list", "tidy/" ACCESS_LIST(""), "Clear up the entries of gone instances now", SAFETY_BUFFER("72h by default"), MOUNT),
	SET("tidy_identity_whitelist_entries", "tidy/identity-whitelist", "As tidy_identity_access_list, on old servers too", TIDY_BUFFER, MOUNT),
	SET("tidy_role_tag_deny_list", "tidy/" DENY_LIST(""), "Clear outdated role tags off the deny list now", SAFETY_BUFFER("72h by default"), MOUNT),
	SET("tidy_blacklist_tags", "tidy/roletag-blacklist", "As tidy_role_tag_deny_list, on old servers too", TIDY_BUFFER, MOUNT),
};

HVAC_PLUGIN_OF(auth, aws, operations, .version = "1.0", .help = "Amazon's IAM principals and EC2 instances",
	.reference = "AWS auth method (HTTP API)",
	.example =
		"umask 077\n"
		"cat >credentials <<END\n"
		"[default]\n"
		"aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
		"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
		"END\n"
		"hvac login aws role=web credentials_file=credentials region=eu-central-1 --dry-run\n");
