/* SPDX-License-Identifier: MIT */
/* Logs in by AppRole, then writes, reads, lists and deletes a secret: quickstart ROLE_ID SECRET_ID_FILE
 * The server is that of VAULT_ADDR; secret/ must be a KV v2 engine, as a dev server has it. */
#include <err.h>
#include <stdio.h>
#include <hvac/hvac.h>

static hvac_response *call(hvac_client *client, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;
	if (hvac_call(client, "secrets/kv_v2", operation, arguments, &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	return response;
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
		errx(1, "%s", hvac_response_message(response));
	hvac_response_free(response);

	hvac_argument path = hvac_string("path", "quickstart/database");
	hvac_response_free(call(client, "create_or_update_secret",
	                        HVAC_ARGS(path, hvac_json("secret", "{\"user\":\"web\",\"password\":\"correct horse\"}"))));
	response = call(client, "read_secret_version", HVAC_ARGS(path));
	printf("user %s, password %s\n", hvac_response_string(response, "user"), hvac_response_string(response, "password"));
	hvac_response_free(response);
	response = call(client, "list_secrets", HVAC_ARGS(hvac_string("path", "quickstart")));
	printf("first of quickstart/: %s\n", hvac_response_string(response, "keys/0"));
	hvac_response_free(response);
	hvac_response_free(call(client, "delete_metadata_and_all_versions", HVAC_ARGS(path)));
	if (hvac_call(client, "secrets/kv_v2", "read_secret_version", HVAC_ARGS(path), &response) != HVAC_INVALID_PATH)
		errx(1, "the secret is still there");
	printf("deleted\n");
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
