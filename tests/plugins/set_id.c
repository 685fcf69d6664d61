/* SPDX-License-Identifier: MIT */
/* set_id ENGINE: says whether it runs set-id, what became of loading the engine, and of a client with the environment's settings. A
 * test makes set-id copies of it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <hvac/hvac.h>

int main(int argc, char **argv)
{
	hvac_value *description = NULL;
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_status loaded = hvac_plugin_describe(argc > 1 ? argv[1] : "", &description, NULL), made;

	hvac_config_from_env(config);
	made = hvac_client_new(config, &client);
	printf("%s %s %s\n", getauxval(AT_SECURE) ? "set-id" : "plain", hvac_status_name(loaded), hvac_status_name(made));
	hvac_client_free(client);
	hvac_config_free(config);
	hvac_value_free(description);
	return 0;
}
