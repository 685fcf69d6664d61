/* SPDX-License-Identifier: MIT */
/* A test without a server: replay FIXTURE answers from a file what a server once answered. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <hvac/hvac.h>

int main(int argc, char **argv)
{
	if (argc != 2) errx(2, "usage: replay fixtures/login-and-read.json");
	hvac_config *config = hvac_config_new();
	hvac_config_adapter(config, hvac_replay_new(argv[1]));    /* made by hvac_record_new, or by hand */
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response;
	if (hvac_login(client, "auth/approle", "login",
	               HVAC_ARGS(hvac_string("role_id", "web"), hvac_string("secret_id", "example")), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	hvac_response_free(response);

	if (hvac_call(client, "secrets/kv_v2", "read_secret_version", HVAC_ARGS(hvac_string("path", "web/database")), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const char *user = hvac_response_string(response, "user");
	if (!user || strcmp(user, "web") != 0) errx(1, "the user is not web");
	printf("user %s\n", user);
	hvac_response_free(response);

	/* what was not recorded does not reach any server: it fails, and says what was asked */
	if (hvac_read(client, "secret/data/other", &response) == HVAC_OK) errx(1, "an answer came from nowhere");
	printf("%s\n", hvac_response_message(response));
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
