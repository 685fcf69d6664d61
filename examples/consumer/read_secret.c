/* SPDX-License-Identifier: MIT */
/* What each of the build files here builds: prints the user in the secret web/database of the server that VAULT_ADDR names. */
#include <err.h>
#include <stdio.h>
#include <hvac/hvac.h>
#include <hvac/secrets/kv_v2.h>

int main(void)
{
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response;
	if (hvac_secrets_kv_v2_read_secret_version(client, &response, .path = "web/database") != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	printf("user %s\n", hvac_response_string(response, "user"));
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
