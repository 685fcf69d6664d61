/* SPDX-License-Identifier: MIT */
/* One call that differs: derive NAMESPACE PATH lists a path in another namespace with a time limit of its own. */
#include <err.h>
#include <stdio.h>
#include <hvac/hvac.h>

int main(int argc, char **argv)
{
	if (argc != 3) errx(2, "usage: derive NAMESPACE PATH");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client, *team;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	if (hvac_client_derive(client, &team, "namespace", argv[1], "timeout", "5s", NULL) != HVAC_OK)
		errx(1, "%s", hvac_client_error(team));
	hvac_response *response;
	if (hvac_list(team, argv[2], &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const hvac_value *keys = hvac_response_value(response, "keys");
	for (size_t i = 0; i < hvac_value_count(keys); i++)
		printf("%s\n", hvac_value_string(hvac_value_item(keys, i), NULL));
	hvac_response_free(response);
	hvac_client_free(team);
	hvac_client_free(client);
	hvac_config_free(config);
}
