/* SPDX-License-Identifier: MIT */
/* Machines with a TPM 2.0, by certificates for keys that never leave it. The table follows the page "TPM auth method (API)". */
#include <hvac/plugin.h>
#include "identity.h"

#define MOUNT HVAC_MOUNT("tpm")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define SINCE .since = "vault-2.1.."

/* Both halves of the exchange; the server lists the second's for the first too. */
#define ROLE_NAME HVAC_PATH("role_name", STRING, .flags = HVAC_REQUIRED, .help = "Role that trusts this TPM, itself or by a group of it")
#define EK_PUBLIC_KEY HVAC_BODY("ek_public_key", STRING, .flags = HVAC_REQUIRED, .help = "Public endorsement key of the TPM, in PEM (PUBLIC KEY)")
#define CHALLENGE_ID(required, text) HVAC_BODY("challenge_id", STRING, .flags = required, .help = text)
#define CHALLENGE_RESPONSE(required, text) HVAC_BODY("challenge_response", BYTES, .flags = HVAC_SECRET | (required), .help = text)
#define CSR(required, text) HVAC_BODY("csr", STRING, .flags = required, .help = text)
#define KEY_CERTIFICATION(required, text) HVAC_BODY("key_certification", BYTES, .flags = required, .help = text)
#define NOT_YET "Listed by the server, which reads it only with the answer: see generate_certificate"

#define CERTIFICATE(below) "/auth/{mount_point}/role/{role_name}/gentpmcert" below

static const struct hvac_operation operations[] = {
	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/login", .help = "Exchange a certificate that was made for this TPM for a token",
	  SINCE, .flags = HVAC_LOGIN, .prepare = identity_check,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role_name", STRING, .help = "Role to log in with, which the certificate was made for; the certificate's own by default"),
	    HVAC_TLS("cert_pem", STRING, .wire = "client_cert", .help = "Certificate that generate_certificate gave, in PEM, for this login only; the client's own by default"),
	    HVAC_TLS("key_pem", STRING, .wire = "client_key", .flags = HVAC_SECRET, .help = "Its key in the TPM, in PEM as OpenSSL's provider for TPMs reads it (TSS2 PRIVATE KEY)"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },

	{ .name = "start_certificate_generation", .verb = HVAC_POST, .path = CERTIFICATE("/begin"), .help = "Ask for a challenge that only this TPM can answer (challenge_id, encrypted_credentials)",
	  SINCE, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(ROLE_NAME, EK_PUBLIC_KEY,
	    HVAC_BODY("ak_params", BYTES, .help = "JSON of the attestation key: public, create_data, create_attestation, create_signature, each in base64"),
	    MOUNT,
	    CHALLENGE_ID(0, NOT_YET), CHALLENGE_RESPONSE(0, NOT_YET), CSR(0, NOT_YET), KEY_CERTIFICATION(0, NOT_YET)) },

	{ .name = "generate_certificate", .verb = HVAC_POST, .path = CERTIFICATE("/finish"), .help = "Answer the challenge, for a certificate of a key in this TPM (certificate, ca_chain)",
	  SINCE, .flags = HVAC_NO_TOKEN | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(ROLE_NAME, EK_PUBLIC_KEY,
	    CHALLENGE_ID(HVAC_REQUIRED, "Which challenge it is, as start_certificate_generation gave it"),
	    CHALLENGE_RESPONSE(HVAC_REQUIRED, "What the TPM decrypted (TPM2_ActivateCredential)"),
	    CSR(HVAC_REQUIRED, "Certificate request (PKCS #10) for a key in this TPM, in PEM, signed with that key"),
	    KEY_CERTIFICATION(HVAC_REQUIRED, "JSON of that key, certified by the attestation key, with the members of ak_params"),
	    MOUNT) },

	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/config", .help = "Make the authority that signs machines' certificates, or change the settings given",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("ca_lifetime", DURATION, .help = "How long each certificate of the authority is good: 31536000, \"365d\"; 8760h by default"),
	    HVAC_BODY("ca_soft_expiry", DURATION, .help = "How long before its end an authority stops signing and the next one begins; 720h by default"),
	    HVAC_BODY("default_cert_ttl", DURATION, .help = "Life of a machine's certificate where the role says none: 86400, \"24h\""),
	    MOUNT) },

	{ .name = "read_config", .verb = HVAC_GET, .path = "/auth/{mount_point}/config", .help = "Read the settings of the authority",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = "/auth/{mount_point}/role/{name}", .help = "Make a role, or change the settings given and leave the others",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("tpm_ids", LIST, .help = "TPMs that it trusts, by the ids that the identity engine gave them: sha256-..."),
	    HVAC_BODY("tpmgroup_ids", LIST, .help = "Groups of TPMs that it trusts, by their ids in the identity engine"),
	    HVAC_BODY("cert_ttl", DURATION, .help = "Life of a machine's certificate: 86400, \"24h\"; default_cert_ttl of the configuration by default"),
	    HVAC_BODY("display_name", STRING, .help = "What tokens are called in the audit log"),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "read_role", .verb = HVAC_GET, .path = "/auth/{mount_point}/role/{name}", .help = "Read all settings of a role",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = "/auth/{mount_point}/role/{name}", .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = "/auth/{mount_point}/role", .help = "List the names of all roles",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, tpm, operations, .version = "1.0", .help = "Machines with a TPM 2.0, by certificates for keys that never leave it",
	.reference = "TPM auth method (API)",
	.example =
		"hvac call auth/tpm configure default_cert_ttl=24h --dry-run\n"
		"hvac call auth/tpm create_or_update_role name=machines \\\n"
		"\ttpmgroup_ids=0c9c9bff-c04f-2f70-4a2b-f8ee5ba29a1a token_policies=web --dry-run\n"
		"openssl genrsa 2048 2>/dev/null | openssl rsa -pubout -out ek.pem 2>/dev/null\n"
		"echo '{}' >ak.json\n"
		"hvac call auth/tpm start_certificate_generation role_name=machines \\\n"
		"\tek_public_key=@ek.pem ak_params=@ak.json --dry-run\n"
		"hvac login tpm role_name=machines --dry-run\n");
