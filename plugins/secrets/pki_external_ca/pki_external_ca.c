/* SPDX-License-Identifier: MIT */
/* Certificates of authorities elsewhere, by ACME (RFC 8555), which the server speaks. The table follows the page "PKI external CA secrets engine API". */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("pki-external-ca")
#define SINCE .since = "vault-2.0.."
#define SINCE_DNS .since = "vault-2.1.."
#define ACCOUNT_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which account, as it is called here")
#define ACCOUNT(below) "/{mount_point}/config/acme-account/{name}" below
#define ROLE_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which role")
#define ROLE(below) "/{mount_point}/role/{name}" below
#define ORDER_ID HVAC_PATH("order_id", STRING, .flags = HVAC_REQUIRED, .help = "The order_id that create_order answered")
#define ORDER(below) ROLE("/order/{order_id}" below)
#define PROVIDER_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Which provider, as it is called here")

#define KEY_TYPES "ec-256 ec-384 ec-521 rsa-2048 rsa-4096"
#define ACCOUNT_KEY_TYPE HVAC_BODY("key_type", STRING, .values = KEY_TYPES " rsa-8192", .help = "Kind of the account's key; ec-256 by default")
#define DIRECTORY_URL HVAC_BODY("directory_url", STRING, .flags = HVAC_REQUIRED, .help = "Directory of the authority: https://acme.example.com/directory")
#define TRUSTED_CA(flag) HVAC_BODY("trusted_ca", STRING, .flags = (flag), .help = "Certificates in PEM that the authority's own server is held against; the system's by default")
#define CHALLENGE_TYPES "http-01 dns-01 tls-alpn-01"
#define CHALLENGE(in) \
	in("identifier", STRING, .flags = HVAC_REQUIRED, .help = "Domain that the challenge is for: www.example.com"), \
	in("challenge_type", STRING, .values = CHALLENGE_TYPES, .flags = HVAC_REQUIRED, .help = "Kind of the challenge")
#define CERTIFICATE_FORMAT HVAC_QUERY("certificate_format", STRING, .values = "pem der pem_bundle", .help = "Form of certificate in the answer; pem_bundle has the chain, too; pem by default")

/* What DNS providers have in common; `type` and `segment` name the kind, `text` says what it is. */
#define PROVIDER_TYPES "aws-route53 azure-dns google-cloud-dns rfc2136"
#define IDENTIFIERS HVAC_BODY("identifiers", LIST, .flags = HVAC_REQUIRED, .help = "Domains that the provider answers for: *.example.com")
#define RECORD_TTL(time) HVAC_BODY("ttl", DURATION, .help = "Life of the records in DNS: 60, \"1m\"; " time " by default")
#define PROVIDER(type, segment, text, ...) \
	{ .name = "create_or_update_" type "_provider", .verb = HVAC_POST, .path = "/{mount_point}/config/dns/" segment "/{name}", \
	  .help = "Set how records get into " text, SINCE_DNS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, IDENTIFIERS, __VA_ARGS__, MOUNT) }, \
	{ .name = "read_" type "_provider", .verb = HVAC_GET, .path = "/{mount_point}/config/dns/" segment "/{name}", \
	  .help = "Read how records get into " text ", but the credentials for it", SINCE_DNS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) }, \
	{ .name = "list_" type "_providers", .verb = HVAC_LIST, .path = "/{mount_point}/config/dns/" segment, \
	  .help = "List the names of all ways into " text, SINCE_DNS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) }, \
	{ .name = "delete_" type "_provider", .verb = HVAC_DELETE, .path = "/{mount_point}/config/dns/" segment "/{name}", \
	  .help = "Forget a way into " text " that no role uses any more", SINCE_DNS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PROVIDER_NAME, MOUNT) }

static const struct hvac_operation operations[] = {
	{ .name = "create_acme_account", .verb = HVAC_POST, .path = ACCOUNT(""), .help = "Register with an authority, by a new key",
	  SINCE,
	  HVAC_PARAMETERS(ACCOUNT_NAME, DIRECTORY_URL,
	    HVAC_BODY("email_contacts", LIST, .flags = HVAC_REQUIRED, .help = "Addresses that the authority may write to: admin@example.com"),
	    ACCOUNT_KEY_TYPE,
	    HVAC_BODY("eab_kid", STRING, .help = "Id of the key that the authority gave for the registration, where it wants one"),
	    HVAC_BODY("eab_key", STRING, .flags = HVAC_SECRET, .help = "That key, in base64 for URLs"),
	    TRUSTED_CA(0), MOUNT) },
	{ .name = "import_acme_account", .verb = HVAC_POST, .path = ACCOUNT("/import"), .help = "Take over an account that is registered already, by its key",
	  SINCE,
	  HVAC_PARAMETERS(ACCOUNT_NAME, HVAC_BODY("account_key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Private key of the account in PEM"),
	    DIRECTORY_URL, TRUSTED_CA(0), MOUNT) },
	{ .name = "update_acme_account", .verb = HVAC_PUT, .path = ACCOUNT(""), .help = "Change what the authority's server is held against; nothing else can be changed",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCOUNT_NAME, TRUSTED_CA(HVAC_REQUIRED), MOUNT) },
	{ .name = "read_acme_account", .verb = HVAC_GET, .path = ACCOUNT(""), .help = "Read where an account is registered, and the kinds of its keys",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCOUNT_NAME, MOUNT) },
	{ .name = "list_acme_accounts", .verb = HVAC_LIST, .path = "/{mount_point}/config/acme-account", .help = "List the names of all that authorities know this server by",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_acme_account", .verb = HVAC_DELETE, .path = ACCOUNT(""), .help = "Deactivate an account that no role uses any more, at the authority, too",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ACCOUNT_NAME, MOUNT) },
	{ .name = "rotate_acme_account_key", .verb = HVAC_POST, .path = ACCOUNT("/rotate-key"), .help = "Exchange the key that an authority knows for a new one",
	  SINCE,
	  HVAC_PARAMETERS(ACCOUNT_NAME, ACCOUNT_KEY_TYPE,
	    HVAC_BODY("force", BOOLEAN, .help = "Whether to do it while orders are under way; false by default"), MOUNT) },

	{ .name = "list_dns_providers", .verb = HVAC_LIST, .path = "/{mount_point}/config/dns", .help = "List the names of all kinds, with their types (key_info)",
	  SINCE_DNS, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	PROVIDER("aws_route53", "aws-route53", "AWS Route 53",
	    HVAC_BODY("access_key_id", STRING, .help = "Id of the access key: AKIA...; the server's own credentials by default"),
	    HVAC_BODY("secret_access_key", STRING, .flags = HVAC_SECRET, .help = "Secret that belongs to access_key_id"),
	    HVAC_BODY("region", STRING, .help = "AWS region; us-east-1 by default"),
	    HVAC_BODY("hosted_zone_id", STRING, .help = "Id of the hosted zone: Z3M3LMPEXAMPLE"),
	    HVAC_BODY("assume_role_arn", STRING, .help = "ARN of the IAM role to assume first"),
	    HVAC_BODY("external_id", STRING, .help = "What the trust policy of that role asks for besides"),
	    RECORD_TTL("1m")),
	PROVIDER("azure_dns", "azure-dns", "Azure DNS",
	    HVAC_BODY("zone_name", STRING, .help = "Zone that has the records: example.com"),
	    HVAC_BODY("client_id", STRING, .help = "Id of the application to log in as; the server's managed identity by default"),
	    HVAC_BODY("client_secret", STRING, .flags = HVAC_SECRET, .help = "Secret of that application"),
	    HVAC_BODY("tenant_id", STRING, .help = "Id of the Entra directory"),
	    HVAC_BODY("subscription_id", STRING, .help = "Which subscription the zone belongs to"),
	    HVAC_BODY("resource_group_name", STRING, .help = "Resource group of the zone"),
	    HVAC_BODY("environment", STRING, .values = "AzurePublic AzureChina AzureGovernment", .help = "Which Azure; AzurePublic by default"),
	    RECORD_TTL("1m")),
	PROVIDER("google_cloud_dns", "google-cloud-dns", "Google Cloud DNS",
	    HVAC_BODY("credentials", STRING, .flags = HVAC_SECRET, .help = "Service account key as JSON text, from its file; the server's own credentials by default"),
	    HVAC_BODY("project", STRING, .help = "Project of the zone"),
	    HVAC_BODY("zone_name", STRING, .help = "Name of the zone that has the records: example-com"),
	    HVAC_BODY("impersonate_service_account", STRING, .help = "Address of the service account to act as"),
	    RECORD_TTL("10s")),
	PROVIDER("rfc2136", "rfc2136", "a name server by dynamic updates (RFC 2136)",
	    HVAC_BODY("nameserver", STRING, .help = "Address and port of the server: 192.0.2.1:53"),
	    HVAC_BODY("tsig_key_name", STRING, .help = "What the server calls the key that signs updates"),
	    HVAC_BODY("tsig_secret", STRING, .flags = HVAC_SECRET, .help = "That key, in base64"),
	    HVAC_BODY("tsig_algorithm", STRING, .values = "hmac-sha1 hmac-sha224 hmac-sha256 hmac-sha384 hmac-sha512", .help = "How it signs; hmac-sha1 by default"),
	    RECORD_TTL("1m")),
	{ .name = "test_dns_provider", .verb = HVAC_POST, .path = "/{mount_point}/dns/test/workflow", .help = "Put a record into DNS and remove it again, to see that all is right",
	  SINCE_DNS,
	  HVAC_PARAMETERS(
	    HVAC_BODY("identifier", STRING, .flags = HVAC_REQUIRED, .help = "Domain to do it for: test.example.com"),
	    HVAC_BODY("provider_name", STRING, .flags = HVAC_REQUIRED, .help = "What the provider is called here"),
	    HVAC_BODY("provider_type", STRING, .values = PROVIDER_TYPES, .flags = HVAC_REQUIRED, .help = "Kind of the provider"),
	    HVAC_BODY("omit_cleanup", BOOLEAN, .help = "Whether to leave the record there; false by default"), MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLE(""), .help = "Set for which domains those who have a role may order certificates",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME,
	    HVAC_BODY("acme_account_name", STRING, .flags = HVAC_REQUIRED, .help = "What the account is called here. It cannot be changed"),
	    HVAC_BODY("allowed_domains", LIST, .help = "The domains: example.com, {{identity.entity.name}}.example.com"),
	    HVAC_BODY("allowed_domain_options", LIST, .values = "bare_domains subdomains wildcards globs", .help = "What the domains stand for; nothing by default"),
	    HVAC_BODY("allowed_challenge_types", LIST, .values = CHALLENGE_TYPES, .help = "By what a domain may be proved; by all by default"),
	    HVAC_BODY("csr_generate_key_type", STRING, .values = KEY_TYPES, .help = "Kind of the key that the server makes; ec-256 by default"),
	    HVAC_BODY("csr_identifier_population", STRING, .values = "cn_first sans_only", .help = "Whether the first domain is the common name, too, the default"),
	    HVAC_BODY("dns_provider_name", STRING, .help = "What the provider is called here by which the server proves domains itself (Vault 2.1 and later)"),
	    HVAC_BODY("dns_provider_type", STRING, .values = PROVIDER_TYPES, .help = "Kind of that provider"),
	    HVAC_BODY("force", BOOLEAN, .help = "Listed by Vault here, too: it is for deleting, which takes it in the query"), MOUNT) },
	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE(""), .help = "Read for which domains those who have a role may order certificates",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },
	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/{mount_point}/role", .help = "List the names that certificates can be ordered under",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLE(""), .help = "Remove a role; its certificates go on",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME, HVAC_QUERY("force", BOOLEAN, .help = "Whether to do it while orders are under way; false by default"), MOUNT) },

	{ .name = "create_order", .verb = HVAC_POST, .path = ROLE("/new-order"), .help = "Begin to order a certificate (order_id); the server makes its key, unless a CSR is given",
	  SINCE,
	  HVAC_PARAMETERS(ROLE_NAME,
	    HVAC_BODY("identifiers", LIST, .help = "Domains that it shall be for: example.com, www.example.com; not with csr"),
	    HVAC_BODY("csr", STRING, .help = "Certificate signing request in PEM, whose key stays where it is"), MOUNT) },
	{ .name = "read_order_status", .verb = HVAC_GET, .path = ORDER("/status"), .help = "Read how far an order is (order_status), and which challenges it waits for",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, ORDER_ID, MOUNT) },
	{ .name = "read_order_challenge", .verb = HVAC_GET, .path = ORDER("/challenge"), .help = "Read what proves a domain: where to put challenge_auth depends on the kind",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, ORDER_ID, CHALLENGE(HVAC_QUERY), MOUNT) },
	{ .name = "fulfill_order_challenge", .verb = HVAC_POST, .path = ORDER("/fulfilled-challenge"), .help = "Say that the proof is where the authority looks for it",
	  SINCE, HVAC_PARAMETERS(ROLE_NAME, ORDER_ID, CHALLENGE(HVAC_BODY), MOUNT) },
	{ .name = "read_order_certificate", .verb = HVAC_GET, .path = ORDER("/fetch-cert"), .help = "Read certificate and chain, and the private key that the server made",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, ORDER_ID, CERTIFICATE_FORMAT, MOUNT) },
	{ .name = "revoke_order_certificate", .verb = HVAC_POST, .path = ORDER("/revoke"), .help = "Have the authority revoke what an order brought",
	  SINCE,
	  HVAC_PARAMETERS(ROLE_NAME, ORDER_ID,
	    HVAC_BODY("reason", STRING, .values = "unspecified key-compromise ca-compromise affiliation-changed superseded cessation-of-operation "
	      "certificate-hold remove-from-crl privilege-withdrawn aa-compromise", .flags = HVAC_REQUIRED, .help = "Why, as the authority publishes it"), MOUNT) },
	{ .name = "list_active_orders", .verb = HVAC_LIST, .path = ROLE("/active-orders"), .help = "List the ids of a role's orders that are under way",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ROLE_NAME, MOUNT) },
	{ .name = "read_cached_certificate", .verb = HVAC_GET, .path = ROLE("/cached"), .help = "Read the newest certificate that is there, with its private key, without an order",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME,
	    HVAC_QUERY("identifiers", LIST, .flags = HVAC_COMMA, .help = "Domains that it must be for"),
	    HVAC_QUERY("min_validity_duration", DURATION, .help = "Time that it must last for: 86400, \"24h\""),
	    HVAC_QUERY("min_validity_percentage", INTEGER, .help = "Instead: how much of its life must be left: 75"),
	    CERTIFICATE_FORMAT, MOUNT) },

	{ .name = "lookup_certificate", .verb = HVAC_GET, .path = "/{mount_point}/lookup/cert/{serial}", .help = "Read by which role and order a certificate came, and when it ends",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("serial", STRING, .flags = HVAC_REQUIRED, .help = "Serial number: 03:e7:1f:a2:3d"), MOUNT) },
	{ .name = "lookup_order", .verb = HVAC_GET, .path = "/{mount_point}/lookup/order/{order_id}", .help = "As read_order_status, of any role",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(ORDER_ID, MOUNT) },
	{ .name = "list_orders", .verb = HVAC_LIST, .path = "/{mount_point}/lookup/orders", .help = "List the ids of all that are under way or done",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "list_recent_orders", .verb = HVAC_LIST, .path = "/{mount_point}/lookup/orders/recent", .help = "List the ids of new ones, the newest first, 500 at most, with their states (key_info)",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("within", DURATION, .help = "How new they must be: \"24h\", 1h to 168h; 1h by default"), MOUNT) },
};

HVAC_PLUGIN_OF(secrets, pki_external_ca, operations, .version = "1.0", .help = "Certificates of authorities elsewhere, by ACME",
	.reference = "PKI external CA secrets engine API",
	.example =
		"hvac call secrets/pki_external_ca create_acme_account name=letsencrypt \\\n"
		"\tdirectory_url=https://acme-v02.api.letsencrypt.org/directory \\\n"
		"\temail_contacts=admin@example.com --dry-run\n"
		"hvac call secrets/pki_external_ca create_or_update_role name=web \\\n"
		"\tacme_account_name=letsencrypt allowed_domains=example.com \\\n"
		"\tallowed_domain_options=bare_domains,subdomains --dry-run\n"
		"hvac call secrets/pki_external_ca create_order name=web identifiers=www.example.com --dry-run\n");
