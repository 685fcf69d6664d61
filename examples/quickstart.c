/* SPDX-License-Identifier: MIT */
/* Logs in by AppRole, then writes, reads, lists and deletes a secret: quickstart ROLE_ID SECRET_ID_FILE
 * The server is that of VAULT_ADDR; secret/ must be a KV v2 engine, as a dev server has it. */
#include <err.h>
#include <stdio.h>
#include <hvac/hvac.h>
#include <hvac/secrets/kv_v2.h>

static void fail(const hvac_response *response)
{
	errx(1, "%s", hvac_response_message(response));
}

int main(int argc, char **argv)
{
	if (argc != 3) errx(2, "usage: quickstart ROLE_ID SECRET_ID_FILE");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response;
	if (hvac_login(client, "auth/approle", "login",
	               HVAC_ARGS(hvac_string("role_id", argv[1]), hvac_file("secret_id", argv[2])), &response) != HVAC_OK)
		fail(response);
	hvac_response_free(response);

	const char *path = "quickstart/database";
	if (hvac_secrets_kv_v2_create_or_update_secret(client, &response, .path = path,
	                                               .secret = HVAC_J("{\"user\":\"web\",\"password\":\"correct horse\"}")) != HVAC_OK)
		fail(response);
	hvac_response_free(response);
	if (hvac_secrets_kv_v2_read_secret_version(client, &response, .path = path) != HVAC_OK)
		fail(response);
	printf("user %s, password %s\n", hvac_response_string(response, "user"), hvac_response_string(response, "password"));
	hvac_response_free(response);
	if (hvac_secrets_kv_v2_list_secrets(client, &response, .path = "quickstart") != HVAC_OK)
		fail(response);
	printf("first of quickstart/: %s\n", hvac_response_string(response, "keys/0"));
	hvac_response_free(response);
	if (hvac_secrets_kv_v2_delete_metadata_and_all_versions(client, &response, .path = path) != HVAC_OK)
		fail(response);
	hvac_response_free(response);
	if (hvac_secrets_kv_v2_read_secret_version(client, &response, .path = path) != HVAC_INVALID_PATH)
		errx(1, "the secret is still there");
	printf("deleted\n");
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
