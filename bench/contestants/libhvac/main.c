/* SPDX-License-Identifier: MIT */
/* Reads through libhvac as a program would: one client, one hvac_call a read. */
#include "command.h"

#include <stdlib.h>
#include <hvac/hvac.h>

struct reader {
	hvac_client *client;
};

struct reader *reader_new(const char *url, const char *token, const char *ca)
{
	struct reader *reader = calloc(1, sizeof *reader);
	hvac_config *config = hvac_config_new();

	if (!reader)
		die("reader", "memory ran out");
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		die("hvac_plugin_path", ENGINES);
	hvac_config_set(config, "address", url);
	hvac_config_set(config, "token", token);
	hvac_config_set(config, "ca_cert", ca);
	/* mistakes in the settings are kept for this */
	if (hvac_client_new(config, &reader->client) != HVAC_OK)
		die("hvac_client_new", hvac_config_error(config));
	hvac_config_free(config);
	return reader;
}

void reader_read(struct reader *reader)
{
	hvac_response *response;

	if (hvac_call(reader->client, "secrets/kv_v2", "read_secret_version",
	              HVAC_ARGS(hvac_string("path", "app"), hvac_string("mount_point", "secret")), &response) != HVAC_OK)
		die("hvac_call", hvac_response_message(response));
	password_seen(hvac_response_string(response, "password"));
	hvac_response_free(response);
}

void reader_free(struct reader *reader)
{
	hvac_client_free(reader->client);
	free(reader);
}
