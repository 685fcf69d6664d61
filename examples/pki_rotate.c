/* SPDX-License-Identifier: MIT */
/* Rotates the root of pki/ so that nobody notices: pki_rotate NAME COMMON_NAME ROOT_TTL CROSS_TTL
 * makes a root of this name, has the old one sign it too, issues by that from now on, and prints the new root. Who trusts the old
 * one and who trusts the new one can verify all that is issued. Once everybody has the new one:
 * hvac call secrets/pki replace_root default_issuer=NAME */
#define _DEFAULT_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include <hvac/secrets/pki.h>

static void fail(const hvac_response *response)
{
	errx(1, "%s", hvac_response_message(response));
}

/* A copy of a text in the answer, which is then freed. */
static char *take(hvac_response *response, const char *pointer)
{
	const char *text = hvac_response_string(response, pointer);
	if (!text) errx(1, "the answer has no %s", pointer);
	char *copy = strdup(text);
	if (!copy) err(1, NULL);
	hvac_response_free(response);
	return copy;
}

int main(int argc, char **argv)
{
	if (argc != 5) errx(2, "usage: pki_rotate NAME COMMON_NAME ROOT_TTL CROSS_TTL");
	const char *name = argv[1], *common_name = argv[2];
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response;
	if (hvac_secrets_pki_read_issuers_configuration(client, &response) != HVAC_OK)
		fail(response);
	char *old = take(response, "default");

	if (hvac_secrets_pki_rotate_root(client, &response, .type = "internal", .common_name = common_name, .issuer_name = name,
	                                 .key_name = name, .key_type = "ec", .ttl = argv[3]) != HVAC_OK)
		fail(response);
	char *root = take(response, "certificate");

	/* the same key and name once more, signed by the old root */
	if (hvac_secrets_pki_cross_sign_intermediate(client, &response, .common_name = common_name, .type = "existing", .key_ref = name) != HVAC_OK)
		fail(response);
	char *csr = take(response, "csr");
	if (hvac_secrets_pki_sign_intermediate(client, &response, .csr = csr, .common_name = common_name, .issuer_ref = old,
	                                       .use_csr_values = HVAC_TRUE, .ttl = argv[4]) != HVAC_OK)
		fail(response);
	char *crossed = take(response, "certificate");
	if (hvac_secrets_pki_import_issuers_certificate(client, &response, .pem_bundle = crossed) != HVAC_OK)
		fail(response);
	char *issuer = take(response, "imported_issuers/0");

	if (hvac_secrets_pki_replace_root(client, &response, .default_issuer = issuer) != HVAC_OK)
		fail(response);
	hvac_response_free(response);
	printf("%s\n", root);
	fprintf(stderr, "issuing by %s, which %s signed\n", issuer, old);
	free(old), free(root), free(csr), free(crossed), free(issuer);
	hvac_client_free(client);
	hvac_config_free(config);
}
