/* SPDX-License-Identifier: MIT */
/* OpenSSH certificates and one-time passwords for logging in by SSH. The table follows the page "SSH secrets engine (API)". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("ssh")
#define ROLE HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define ISSUER_REF HVAC_PATH("issuer_ref", STRING, .flags = HVAC_REQUIRED, .help = "Name or id of the issuer; default: the one for roles that name none")
#define ISSUER_NAME(place, ...) HVAC_##place("issuer_name", STRING, .help = "What the issuer is to be called, as no other is; not default", __VA_ARGS__)

/* hvac sends every argument that it knows, also those that were not given. */
#define UNSET .dflt = "\"\""

/* The key pair of an issuer. */
#define PRIVATE_KEY(...) HVAC_BODY("private_key", STRING, .flags = HVAC_SECRET, .help = "Key to sign with, as ssh-keygen writes it without a passphrase; nobody reads it again", __VA_ARGS__)
#define PUBLIC_KEY(...) HVAC_BODY("public_key", STRING, .help = "The half of private_key that others see: ssh-ed25519 AAAA...", __VA_ARGS__)
#define GENERATE(...) HVAC_BODY("generate_signing_key", BOOLEAN, .help = "Whether the server makes the pair, and none is given; true by default", __VA_ARGS__)
#define PAIR_TYPE(...) HVAC_BODY("key_type", STRING, .help = "Kind of a pair that the server makes; ssh-rsa by default", \
	.values = "ssh-rsa ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 ssh-ed25519 rsa ec ed25519", __VA_ARGS__)
#define PAIR_BITS(...) HVAC_BODY("key_bits", INTEGER, .help = "Its length: 2048 and more of rsa; 256, 384, 521 of ec; 0: 4096 and 256, the default", __VA_ARGS__)
#define SET_DEFAULT HVAC_BODY("set_default", BOOLEAN, .help = "Whether it signs for all roles that name no issuer; the first one does anyway; false by default")

/* What a certificate says. */
#define CERTIFICATE_TTL HVAC_BODY("ttl", DURATION, .help = "How long the certificate is good: 600, \"10m\"; the role's ttl by default, at most its max_ttl")
#define VALID_PRINCIPALS HVAC_BODY("valid_principals", STRING, .help = "Users to log in as, or names of the host, by comma: ann,web; by default the role's default_user")
#define CERT_TYPE(...) HVAC_BODY("cert_type", STRING, .values = "user host", .help = "Whose the key is; user by default", __VA_ARGS__)
#define KEY_ID(...) HVAC_BODY("key_id", STRING, .help = "What sshd's log calls the certificate, where the role allows that; by default as the role's key_id_format says", __VA_ARGS__)
#define CRITICAL_OPTIONS HVAC_BODY("critical_options", MAP, .help = "What restricts it, by name: {\"source-address\": \"10.0.0.0/8\"}; the role's by default")
#define EXTENSIONS HVAC_BODY("extensions", MAP, .help = "What it permits, each with an empty value: {\"permit-pty\": \"\"}; the role's by default")

#define CONFIG(below) "/{mount_point}/config/" below
#define ISSUER "/{mount_point}/issuer/{issuer_ref}"
#define IMPORT "/{mount_point}/issuers/import"
#define BY_ISSUER .since = "openbao-2.6.."
#define DYNAMIC .since = "vault-..1.12"

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_key", .verb = HVAC_POST, .path = "/{mount_point}/keys/{name}", .help = "Keep a private key that gets into hosts, for roles of dynamic keys (Vault up to 1.12)",
	  DYNAMIC, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What roles call the key"),
	    HVAC_BODY("key", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "Private key in PEM, of a user who may change authorized_keys there"),
	    MOUNT) },

	{ .name = "delete_key", .verb = HVAC_DELETE, .path = "/{mount_point}/keys/{name}", .help = "Remove such a private key (Vault up to 1.12)",
	  DYNAMIC, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What roles call the key"), MOUNT) },

	{ .name = "create_role", .verb = HVAC_POST, .path = "/{mount_point}/roles/{name}", .help = "Say who may get certificates or passwords for whom; what is not given is set back",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("key", STRING, UNSET, .help = "Name of the key that gets dynamic keys into hosts (Vault up to 1.12)"),
	    HVAC_BODY("admin_user", STRING, UNSET, .help = "User whom that key belongs to (Vault up to 1.12)"),
	    HVAC_BODY("default_user", STRING, UNSET, .help = "User where a request names none; needed for otp, and for ca among allowed_users to be allowed"),
	    HVAC_BODY("cidr_list", STRING, UNSET, .help = "For otp: networks of the hosts, by comma: 10.0.0.0/8; none: only as a zero-address role"),
	    HVAC_BODY("exclude_cidr_list", STRING, UNSET, .help = "For otp: networks within cidr_list that are left out, by comma"),
	    HVAC_BODY("port", INTEGER, .dflt = "22", .help = "For otp: port of the hosts' sshd, which is told with each password"),
	    HVAC_BODY("key_type", STRING, .flags = HVAC_REQUIRED, .values = "otp ca dynamic", .help = "What the role gives: passwords, certificates, or keys put into hosts (Vault up to 1.12)"),
	    HVAC_BODY("key_bits", INTEGER, .dflt = "1024", .help = "Bits of a dynamic key (Vault up to 1.12)"),
	    HVAC_BODY("install_script", STRING, UNSET, .help = "Shell script that puts dynamic keys into hosts and removes them; empty: the server's own (Vault up to 1.12)"),
	    HVAC_BODY("allowed_users", STRING, UNSET, .help = "Users that may be asked for, by comma; *: any; empty: of otp default_user alone, of ca nobody"),
	    HVAC_BODY("allowed_users_template", BOOLEAN, .help = "For ca: whether they may be templates: {{identity.entity.name}}; false by default"),
	    HVAC_BODY("allowed_domains", STRING, UNSET, .help = "For ca: what hosts may be called, by comma: example.com; *: anything; see allow_bare_domains, allow_subdomains"),
	    HVAC_BODY("key_option_specs", STRING, UNSET, .help = "Options for dynamic keys in authorized_keys, by comma (Vault up to 1.12)"),
	    HVAC_BODY("ttl", DURATION, UNSET, .help = "For ca: how long certificates are good: 1800, \"30m\"; as max_ttl by default"),
	    HVAC_BODY("max_ttl", DURATION, UNSET, .help = "For ca: how long certificates are good at most: 86400, \"24h\"; as the mount says by default"),
	    HVAC_BODY("allowed_critical_options", STRING, UNSET, .help = "For ca: critical options that requests may give, by comma; empty: any"),
	    HVAC_BODY("allowed_extensions", STRING, UNSET, .help = "For ca: extensions that requests may give, by comma; *: any; empty: none"),
	    HVAC_BODY("default_critical_options", MAP, .help = "For ca: critical options of requests that give none: {\"force-command\": \"/bin/backup\"}"),
	    HVAC_BODY("default_extensions", MAP, .help = "For ca: extensions of requests that give none: {\"permit-pty\": \"\"}; without it no terminal"),
	    HVAC_BODY("allow_user_certificates", BOOLEAN, .help = "For ca: whether users get certificates; false by default"),
	    HVAC_BODY("allow_host_certificates", BOOLEAN, .dflt = "false", .help = "For ca: whether hosts get certificates"),
	    HVAC_BODY("allow_bare_domains", BOOLEAN, .dflt = "false", .help = "For ca: whether a host may be called as one of allowed_domains itself"),
	    HVAC_BODY("allow_subdomains", BOOLEAN, .dflt = "false", .help = "For ca: whether hosts may be called anything below allowed_domains"),
	    HVAC_BODY("allow_user_key_ids", BOOLEAN, .dflt = "false", .help = "For ca: whether a request may give key_id"),
	    HVAC_BODY("key_id_format", STRING, UNSET, .help = "For ca: key_id of certificates: {{token_display_name}}, {{role_name}}, {{public_key_hash}} and text"),
	    HVAC_BODY("allowed_user_key_lengths", MAP, .help = "For ca: keys to sign, their bits by kind, 0: any, of several a list: {\"rsa\": [3072, 4096], \"ed25519\": 0}"),
	    HVAC_BODY("algorithm_signer", STRING, .values = "default ssh-rsa rsa-sha2-256 rsa-sha2-512", .help = "For ca: how an RSA issuer signs; default: rsa-sha2-256, the default"),
	    MOUNT,
	    HVAC_BODY("default_user_template", BOOLEAN, .help = "For ca: whether default_user may be a template; false by default"),
	    HVAC_BODY("allowed_domains_template", BOOLEAN, .help = "For ca: whether allowed_domains may be templates; false by default"),
	    HVAC_BODY("default_extensions_template", BOOLEAN, .help = "For ca: whether values of default_extensions may be templates; false by default"),
	    HVAC_BODY("not_before_duration", DURATION, .help = "For ca: how long before now certificates begin, for clocks that are behind: 30, \"1m\"; 30s by default"),
	    HVAC_BODY("allow_empty_principals", BOOLEAN, .help = "For ca: whether a certificate may name nobody, which some take for anybody; false by default (OpenBao, Vault 2.1)"),
	    HVAC_BODY("issuer_ref", STRING, .help = "For ca: name or id of the issuer that signs; default by default (OpenBao)"),
	    HVAC_BODY("allow_commas_in_identity_templates", BOOLEAN, .help = "For ca: whether what a template brings may have commas, so be several; false by default (OpenBao)"),
	    HVAC_BODY("allow_wildcards_in_identity_templates", BOOLEAN, .help = "For ca: whether what a template brings may have *, so be any; false by default (OpenBao 2.7 and later)")) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/{mount_point}/roles/{name}", .help = "Read all settings of a role",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/roles", .help = "List the names of all roles, and which give passwords and which certificates",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/{mount_point}/roles/{name}", .help = "Remove a role; its certificates are good until their end",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE, MOUNT) },

	{ .name = "list_zeroaddress_roles", .verb = HVAC_GET, .path = CONFIG("zeroaddress"), .help = "Read which roles give passwords for any address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_zeroaddress_roles", .verb = HVAC_POST, .path = CONFIG("zeroaddress"), .help = "Set which roles give passwords for any address, whatever their cidr_list says",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("roles", LIST, UNSET, .help = "All of them; at least one"), MOUNT) },

	{ .name = "delete_zeroaddress_role", .verb = HVAC_DELETE, .path = CONFIG("zeroaddress"), .help = "Leave no role that gives passwords for any address",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "generate_ssh_credentials", .verb = HVAC_POST, .path = "/{mount_point}/creds/{name}", .help = "Make a password for one login at one host, with a lease",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("username", STRING, UNSET, .help = "User to log in as; empty: the role's default_user"),
	    HVAC_BODY("ip", STRING, .flags = HVAC_REQUIRED, .help = "Address of the host: 10.1.2.3"),
	    MOUNT) },

	{ .name = "list_roles_by_ip", .verb = HVAC_POST, .path = "/{mount_point}/lookup", .help = "List the names of the roles that give passwords for a host",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("ip", STRING, UNSET, .help = "Address of the host: 10.1.2.3"), MOUNT) },

	{ .name = "verify_ssh_otp", .verb = HVAC_POST, .path = "/{mount_point}/verify", .help = "Ask, as the host, whom a password is for; it is used up by that. Needs no token",
	  .flags = HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(HVAC_BODY("otp", STRING, .flags = HVAC_SECRET | HVAC_REQUIRED, .help = "The password as it was typed; verify-echo-request: only ask whether the server is there"), MOUNT) },

	{ .name = "submit_ca_information", .verb = HVAC_POST, .path = CONFIG("ca"), .help = "Give the key pair that certificates are signed with, or have one made",
	  HVAC_PARAMETERS(PRIVATE_KEY(UNSET), PUBLIC_KEY(UNSET), GENERATE(.dflt = "true"), PAIR_TYPE(.dflt = "\"ssh-rsa\""), PAIR_BITS(.dflt = "0"), MOUNT,
	    ISSUER_NAME(BODY,),
	    HVAC_BODY("managed_key_name", STRING, .help = "Name of a managed key to sign with instead (Vault Enterprise 2.1 and later)"),
	    HVAC_BODY("managed_key_id", STRING, .help = "Its UUID (Vault Enterprise 2.1 and later)"),
	    HVAC_RECOVER_SNAPSHOT) },

	{ .name = "delete_ca_information", .verb = HVAC_DELETE, .path = CONFIG("ca"), .help = "Remove the key pair, in OpenBao every issuer's; certificates are good until their end",
	  HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_public_key", .verb = HVAC_GET, .path = CONFIG("ca"), .help = "Read what hosts and users must trust: the public key certificates are signed with",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT, HVAC_READ_SNAPSHOT) },

	{ .name = "read_raw_public_key", .verb = HVAC_GET, .path = "/{mount_point}/public_key", .help = "As read_public_key, as the line for TrustedUserCAKeys. Needs no token",
	  .flags = HVAC_IDEMPOTENT | HVAC_RAW, HVAC_PARAMETERS(MOUNT) },

	/* Other than hvac's, ttl and valid_principals are not sent unasked: servers take an empty one for given, and not the role's. */
	{ .name = "sign_ssh_key", .verb = HVAC_POST, .path = "/{mount_point}/sign/{name}", .help = "Make a certificate for a public key: what is signed_key belongs into key-cert.pub",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("public_key", STRING, .flags = HVAC_REQUIRED, .help = "What ssh-keygen wrote into key.pub: ssh-ed25519 AAAA..."),
	    CERTIFICATE_TTL, VALID_PRINCIPALS, CERT_TYPE(.dflt = "\"user\""), KEY_ID(UNSET), CRITICAL_OPTIONS, EXTENSIONS, MOUNT) },

	{ .name = "issue_certificate", .verb = HVAC_POST, .path = "/{mount_point}/issue/{name}", .help = "Make a private key, which the server does not keep, and a certificate for it",
	  HVAC_PARAMETERS(ROLE,
	    HVAC_BODY("key_type", STRING, .values = "rsa ed25519 ec", .help = "Kind of the private key; rsa by default"),
	    HVAC_BODY("key_bits", INTEGER, .help = "Its length: 2048, 3072, 4096 of rsa; 256, 384, 521 of ec; 0: 4096 and 256, the default"),
	    CERTIFICATE_TTL, VALID_PRINCIPALS, CERT_TYPE(), KEY_ID(), CRITICAL_OPTIONS, EXTENSIONS, MOUNT) },

	{ .name = "list_issuers", .verb = HVAC_LIST, .path = "/{mount_point}/issuers", .help = "List the ids of all issuers, with names and public keys",
	  BY_ISSUER, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },

	/* OpenBao reads the name from the path alone. */
	{ .name = "submit_issuer", .when = "issuer_name", .verb = HVAC_POST, .path = IMPORT "/{issuer_name}", .help = "Give one more key pair to sign with under a name, or have one made", BY_ISSUER,
	  HVAC_PARAMETERS(ISSUER_NAME(PATH, .flags = HVAC_REQUIRED), PRIVATE_KEY(), PUBLIC_KEY(), GENERATE(), PAIR_TYPE(), PAIR_BITS(), SET_DEFAULT, MOUNT) },
	{ .name = "submit_issuer", .verb = HVAC_POST, .path = IMPORT, .help = "Give one more key pair to sign with, or have one made", BY_ISSUER,
	  HVAC_PARAMETERS(PRIVATE_KEY(), PUBLIC_KEY(), GENERATE(), PAIR_TYPE(), PAIR_BITS(), SET_DEFAULT, MOUNT) },

	{ .name = "read_issuer", .verb = HVAC_GET, .path = ISSUER, .help = "Read name, id and public key of an issuer",
	  BY_ISSUER, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	{ .name = "read_issuer_public_key", .verb = HVAC_GET, .path = ISSUER "/public_key", .help = "As read_raw_public_key, of one issuer. Needs no token",
	  BY_ISSUER, .flags = HVAC_IDEMPOTENT | HVAC_RAW, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	/* issuer_ref may be the former name, which a repeat would not find */
	{ .name = "update_issuer", .verb = HVAC_POST, .path = ISSUER, .help = "Give an issuer another name; roles with the old one sign no more",
	  BY_ISSUER, HVAC_PARAMETERS(ISSUER_REF, ISSUER_NAME(BODY,), MOUNT) },

	{ .name = "delete_issuer", .verb = HVAC_DELETE, .path = ISSUER, .help = "Remove an issuer and its key; certificates are good until their end",
	  BY_ISSUER, HVAC_PARAMETERS(ISSUER_REF, MOUNT) },

	{ .name = "read_issuers_configuration", .verb = HVAC_GET, .path = CONFIG("issuers"), .help = "Read which issuer signs for roles that name none",
	  BY_ISSUER, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_issuers", .verb = HVAC_POST, .path = CONFIG("issuers"), .help = "Set which issuer signs for roles that name none",
	  BY_ISSUER, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("default_issuer", STRING, .wire = "default", .flags = HVAC_REQUIRED, .help = "Its name or id"), MOUNT) },

	{ .name = "tidy_dynamic_host_keys", .verb = HVAC_DELETE, .path = "/{mount_point}/tidy/dynamic-keys", .help = "Remove what Vault up to 1.12 kept of dynamic keys",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(secrets, ssh, operations, .version = "1.0", .help = "OpenSSH certificates, and passwords for one login by SSH",
	.reference = "SSH secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=ssh\n"
		"hvac call secrets/ssh submit_ca_information key_type=ed25519\n"
		"# for TrustedUserCAKeys in sshd_config\n"
		"hvac call secrets/ssh read_raw_public_key >trusted.pub\n"
		"hvac call secrets/ssh create_role name=web key_type=ca ttl=30m \\\n"
		"    allow_user_certificates=true allowed_users=ann,web \\\n"
		"    default_extensions='{\"permit-pty\": \"\"}'\n"
		"# ssh -i key finds key-cert.pub by itself\n"
		"ssh-keygen -q -t ed25519 -N '' -f key\n"
		"hvac call secrets/ssh sign_ssh_key name=web public_key=@key.pub \\\n"
		"    valid_principals=ann --field signed_key >key-cert.pub\n"
		"ssh-keygen -L -f key-cert.pub\n"
		"# a password for one login, and how the host looks at it\n"
		"hvac call secrets/ssh create_role name=once key_type=otp \\\n"
		"    default_user=ann cidr_list=10.0.0.0/8\n"
		"hvac call secrets/ssh generate_ssh_credentials name=once ip=10.1.2.3 \\\n"
		"    --field key | hvac call secrets/ssh verify_ssh_otp otp=-\n");
