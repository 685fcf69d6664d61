/* SPDX-License-Identifier: MIT */
/* External policies of Vault Enterprise: a service of the user's own says what each certificate holds. */
#include "pki.h"

#define SINCE .since = "vault-1.15.."
#define POLICY HVAC_PATH("policy", STRING, .flags = HVAC_REQUIRED, .help = "Name that the service is told; none by default")
#define ROW(operation, condition, where, text, ...) \
	{ .name = operation, condition, .verb = HVAC_POST, .path = where, .help = text, SINCE, HVAC_PARAMETERS(__VA_ARGS__) }
#define TOLD HVAC_WHOLE("extra_params", .help = "What else the service is told: {\"common_name\":\"web.example.com\"}")
#define EACH_SCOPE(operation, below, text, ...) \
	ROW(operation, .when = "issuer_ref policy", PKI_ISSUER("external-policy/" below "/{policy}"), text, ISSUER_REF, POLICY, __VA_ARGS__, TOLD, MOUNT), \
	ROW(operation, .when = "issuer_ref", PKI_ISSUER("external-policy/" below), text, ISSUER_REF, __VA_ARGS__, TOLD, MOUNT), \
	ROW(operation, .when = "policy", PKI("external-policy/" below "/{policy}"), text, POLICY, __VA_ARGS__, TOLD, MOUNT), \
	ROW(operation, .when = NULL, PKI("external-policy/" below), text, __VA_ARGS__, TOLD, MOUNT)

static const struct hvac_operation operations[] = {
	EACH_SCOPE("generate_certificate_by_external_policy", "issue", "Make a key and a certificate, as the service says",
	  KEY_TYPE("server's default rsa"), KEY_BITS(""), FORMAT, PRIVATE_KEY_FORMAT, REMOVE_ROOTS, KEY_STORES, HVAC_WRAP_TTL),
	EACH_SCOPE("sign_certificate_by_external_policy", "sign", "Sign a request, as the service says",
	  CSR, FORMAT, REMOVE_ROOTS, STORES),
	EACH_SCOPE("sign_intermediate_by_external_policy", "sign-intermediate", "Sign the request of an authority below, as the service says",
	  CSR, FORMAT, STORES),

	{ .name = "read_external_policy_configuration", .verb = HVAC_GET, .path = PKI("config/external-policy"), .help = "Read which service is asked",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_external_policy", .verb = HVAC_POST, .path = PKI("config/external-policy"), .help = "Say which service is asked, and what it is told",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether external policies may be used; server's default false"),
	    HVAC_BODY("external_service_url", STRING, .help = "Address of the service: https://policy.example.com/"),
	    HVAC_BODY("timeout", DURATION, .help = "How long its answer is waited for; server's default 15s"),
	    HVAC_BODY("trusted_ca", STRING, .help = "Authorities that may have signed its certificate, PEM; the system's by default"),
	    HVAC_BODY("trusted_leaf_certificate_bundle", STRING, .help = "The very certificate that it must show, PEM, instead of trusted_ca"),
	    HVAC_BODY("vault_client_cert_bundle", STRING, .flags = HVAC_SECRET, .help = "Certificate and key that the server shows it, PEM"),
	    HVAC_BODY("entity_jmespath", STRING, .help = "Which parts of the caller's entity it is told, by JMESPath; none by default"),
	    HVAC_BODY("group_jmespath", STRING, .help = "Which parts of the caller's groups it is told, by JMESPath; none by default"), MOUNT) },
};

const struct hvac_area hvac_pki_external = HVAC_AREA(operations, .name = "external", .help = "External policies (Vault Enterprise)");
