/* SPDX-License-Identifier: MIT */
/* keys ADDRESS AUTHORITY: reads a secret, as a program does that has initialised libcurl before; says whether it runs set-id, and what
 * became of the call. A test makes a set-id copy of it. */
#include <stdio.h>
#include <sys/auxv.h>
#include <curl/curl.h>
#include <hvac/hvac.h>

int main(int argc, char **argv)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_status status;

	if (argc != 3 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return 2;
	hvac_config_set(config, "address", argv[1]);
	hvac_config_set(config, "ca_cert_bytes", argv[2]);
	hvac_config_set(config, "token", "hvs.key-log");
	status = hvac_client_new(config, &client);
	if (status == HVAC_OK)
		status = hvac_read(client, "secret/data/web", NULL);
	printf("%s %s\n", getauxval(AT_SECURE) ? "set-id" : "plain", hvac_status_name(status));
	hvac_client_free(client);
	hvac_config_free(config);
	return 0;
}
