/* SPDX-License-Identifier: MIT */
/*
 * ACME (RFC 8555). Its requests are signed by the account's key, which is the caller's work: here are its paths, each in
 * eight scopes, and what an operator sets. Answers are ACME's own objects, without data around them; nonce and address of what
 * was made are in the headers Replay-Nonce and Location.
 */
#include "pki.h"

#define POLICY HVAC_PATH("policy", STRING, .flags = HVAC_REQUIRED, .help = "Name of the external policy that decides (Vault Enterprise)")
#define EXTERNAL HVAC_LOCAL("external_policy", BOOLEAN, .help = "Whether an external policy decides where none is named (Vault Enterprise)")

/* A scope is what decides, the mount's own settings, a role or an external policy, and which issuer signs. */
#define BY_POLICY POLICY, EXTERNAL
#define ISSUER_BY_MOUNT ISSUER_REF, EXTERNAL
#define ISSUER_BY_ROLE ISSUER_REF, OF_ROLE
#define ISSUER_BY_POLICY ISSUER_REF, BY_POLICY
#define EXTERNALLY "vault-1.15.."
/* false [preprocessorErrorDirective]: cppcheck counts what __VA_ARGS__ stands for as one */
#define EACH_SCOPE(ROW, ...) \
	ROW("issuer_ref role", NULL, PKI_ISSUER("roles/{role}/acme/"), ISSUER_BY_ROLE, __VA_ARGS__), \
	ROW("issuer_ref policy", EXTERNALLY, PKI_ISSUER("external-policy/{policy}/acme/"), ISSUER_BY_POLICY, __VA_ARGS__), \
	ROW("issuer_ref external_policy=true", EXTERNALLY, PKI_ISSUER("external-policy/acme/"), ISSUER_BY_MOUNT, __VA_ARGS__), \
	ROW("issuer_ref", NULL, PKI_ISSUER("acme/"), ISSUER_BY_MOUNT, __VA_ARGS__), \
	ROW("role", NULL, PKI("roles/{role}/acme/"), OF_ROLE, __VA_ARGS__), \
	ROW("policy", EXTERNALLY, PKI("external-policy/{policy}/acme/"), BY_POLICY, __VA_ARGS__), \
	ROW("external_policy=true", EXTERNALLY, PKI("external-policy/acme/"), EXTERNAL, __VA_ARGS__), \
	ROW(NULL, NULL, PKI("acme/"), EXTERNAL, __VA_ARGS__)

#define GET(condition, servers, where, scope, operation, below, text, access) \
	{ .name = operation, .when = condition, .verb = HVAC_GET, .path = where below, .help = text, .since = servers, \
	  .answer = "", .flags = access, HVAC_PARAMETERS(scope, MOUNT) }
/* A signed request: the nonce in it is good for one. */
#define POST(condition, servers, where, scope, operation, below, text, form, ...) \
	{ .name = operation, .when = condition, .verb = HVAC_POST, .path = where below, .help = text, .since = servers, \
	  .answer = "", .flags = HVAC_SINGLE_USE | form, HVAC_PARAMETERS(scope, __VA_ARGS__) }
#define SIGNED \
	HVAC_BODY("protected_header", STRING, .wire = "protected", .flags = HVAC_REQUIRED, .help = "Header of the JWS in base64url, with alg, nonce, url and the key or its id"), \
	HVAC_BODY("payload", STRING, .flags = HVAC_REQUIRED, .help = "The request itself in base64url; empty where something is only read"), \
	HVAC_BODY("signature", STRING, .flags = HVAC_REQUIRED, .help = "Signature of both by the account, in base64url"), MOUNT
#define ID(name, text) HVAC_PATH(name, STRING, .flags = HVAC_REQUIRED, .help = text)
#define ORDER_ID ID("order_id", "Last part of the order's address")
#define AUTH_ID ID("auth_id", "Last part of the authorization's address")

#define NEW_EAB(condition, servers, where, scope, operation) \
	{ .name = operation, .when = condition, .verb = HVAC_POST, .path = where "new-eab", .help = "Make a key that lets one account be made, where these are wanted", \
	  .since = servers, HVAC_PARAMETERS(scope, MOUNT, HVAC_WRAP_TTL) }
#define KEY_ID(name, text) HVAC_PATH(name, STRING, .flags = HVAC_REQUIRED, .help = text)
#define ADDRESSES(name, text) HVAC_BODY(name, LIST, .help = "IP addresses and networks " text " (Vault 2.1 and later)")

static const struct hvac_operation operations[] = {
	EACH_SCOPE(GET, "acme_read_directory", "directory", "Read the addresses below, with which an ACME client begins", HVAC_IDEMPOTENT),
	EACH_SCOPE(GET, "acme_new_nonce", "new-nonce", "Have a nonce made, which is in the answer's header Replay-Nonce", 0),
	EACH_SCOPE(POST, "acme_create_account", "new-account", "Make an account, or find the one of a key", 0, SIGNED),
	EACH_SCOPE(POST, "acme_update_account", "account/{kid}", "Read an account, change its contacts, or end it", 0, ID("kid", "Last part of the account's address"), SIGNED),
	EACH_SCOPE(POST, "acme_create_order", "new-order", "Ask for a certificate of these names", 0, SIGNED),
	EACH_SCOPE(POST, "acme_list_orders", "orders", "List an account's orders", 0, SIGNED),
	EACH_SCOPE(POST, "acme_read_order", "order/{order_id}", "Read how far an order is", 0, ORDER_ID, SIGNED),
	EACH_SCOPE(POST, "acme_read_authorization", "authorization/{auth_id}", "Read how a name can be proved, or give it up", 0, AUTH_ID, SIGNED),
	EACH_SCOPE(POST, "acme_answer_challenge", "challenge/{auth_id}/{challenge_type}", "Have the proof of a name looked at", 0,
	  AUTH_ID, ID("challenge_type", "Kind of the proof: http-01, dns-01, tls-alpn-01"), SIGNED),
	EACH_SCOPE(POST, "acme_finalize_order", "order/{order_id}/finalize", "Give the request to sign, once all names are proved", 0, ORDER_ID, SIGNED),
	EACH_SCOPE(POST, "acme_read_certificate", "order/{order_id}/cert", "Fetch what was ordered with its chain as PEM", HVAC_RAW, ORDER_ID, SIGNED),
	EACH_SCOPE(POST, "acme_revoke_certificate", "revoke-cert", "Revoke a certificate by its account or key", 0, SIGNED),

	EACH_SCOPE(NEW_EAB, "generate_eab_key"),
	{ .name = "list_eab_keys", .verb = HVAC_LIST, .path = PKI("eab"), .help = "List the ids of such keys that nobody has used",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },
	{ .name = "delete_eab_key", .verb = HVAC_DELETE, .path = PKI("eab/{key_id}"), .help = "Remove such a key before it is used",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY_ID("key_id", "The id that generate_eab_key answered with"), MOUNT) },

	{ .name = "list_acme_accounts", .verb = HVAC_LIST, .path = PKI("acme/mgmt/account/keyid"), .help = "List the key ids of all accounts, for an operator",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },
	{ .name = "read_acme_account", .verb = HVAC_GET, .path = PKI("acme/mgmt/account/keyid/{key_id}"), .help = "Read an account with its orders, for an operator",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(KEY_ID("key_id", "Id of the account's key"), MOUNT) },
	{ .name = "update_acme_account", .verb = HVAC_POST, .path = PKI("acme/mgmt/account/keyid/{key_id}"), .help = "End an account as an operator, or let it in again",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(KEY_ID("key_id", "Id of the account's key"),
	    HVAC_BODY("status", STRING, .flags = HVAC_REQUIRED, .values = "valid revoked", .help = "What becomes of it"), MOUNT) },

	{ .name = "read_acme_configuration", .verb = HVAC_GET, .path = PKI("config/acme"), .help = "Read whether there is ACME, and for what",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_acme", .verb = HVAC_POST, .path = PKI("config/acme"), .help = "Switch ACME on and say for what; configure_cluster must have given the path",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether there is ACME; server's default false"),
	    HVAC_BODY("allowed_issuers", LIST, .help = "Names or ids of issuers that have directories; server's default *: all"),
	    HVAC_BODY("allowed_roles", LIST, .help = "Names of roles that have directories; server's default *: all"),
	    HVAC_BODY("allow_role_ext_key_usage", BOOLEAN, .help = "Whether a role's extended key usages hold, not ServerAuth alone; server's default false"),
	    HVAC_BODY("default_directory_policy", STRING, .help = "What decides where no role is named: sign-verbatim, role:NAME, forbid; server's default sign-verbatim"),
	    HVAC_BODY("dns_resolver", STRING, .help = "Address of the DNS server that proofs are looked up with: 127.0.0.1:53; the system's by default"),
	    HVAC_BODY("eab_policy", STRING, .values = "not-required new-account-required always-required",
	      .help = "Whether an account needs a key of generate_eab_key; server's default not-required"),
	    HVAC_BODY("max_ttl", DURATION, .help = "The longest life of a certificate; server's default 90 days (Vault 2.1 and later)"),
	    ADDRESSES("challenge_permitted_ip_ranges", "that proofs may be fetched from, any by default"),
	    ADDRESSES("challenge_excluded_ip_ranges", "that proofs may not be fetched from"), MOUNT) },
};

const struct hvac_area hvac_pki_acme = HVAC_AREA(operations, .name = "acme", .help = "ACME, by which servers get certificates for themselves");
