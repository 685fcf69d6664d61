/* SPDX-License-Identifier: MIT */
/*
 * What a stream takes: a body of so many MiB from the server, or to it, in one call.
 *
 *     stream down|up URL TOKEN MIB
 *
 * ENGINES is the folder of the engines.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>

enum { MEBIBYTE = 1 << 20 };

static ssize_t give(void *context, void *buffer, size_t size)
{
	uint64_t *left = context;
	size_t now = size < *left ? size : (size_t)*left;

	memset(buffer, 'x', now);
	*left -= now;
	return (ssize_t)now;
}

static ssize_t take(void *context, const void *bytes, size_t size)
{
	(void)bytes;
	*(uint64_t *)context -= size;
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 5)
		errx(2, "usage: stream down|up URL TOKEN MIB");
	bool up = !strcmp(argv[1], "up");
	uint64_t size = strtoull(argv[4], NULL, 10) * MEBIBYTE, left = size;
	hvac_stream stream = { .context = &left, .source_length = (int64_t)size };
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_response *response;

	if (up)
		stream.source = give;
	else
		stream.sink = take;
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		errx(1, "%s: no folder of engines", ENGINES);
	hvac_config_set(config, "address", argv[2]);
	hvac_config_set(config, "token", argv[3]);
	if (hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	if (hvac_call_stream(client, "sys", up ? "restore_raft_snapshot" : "take_raft_snapshot", NULL, &stream, &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	if (left)
		errx(1, "%llu bytes are missing", (unsigned long long)left);
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
	return 0;
}
