/* SPDX-License-Identifier: MIT */
/* Answers from a recording, whatever stands in it.
 * Input: a path that is read twice; the file. */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <hvac/adapter.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include <hvac/call.h>
#include "accessors.h"

static void ask(hvac_client *client, const char *path, unsigned shortage)
{
	hvac_response *response;
	hvac_status status;

	shortage_begin(shortage);
	status = hvac_read(client, path, &response);
	demand(shortage_end() || (response && status != HVAC_NO_MEMORY));
	if (response)
		accessors_read(response, "keys/0", "Content-Type");
	hvac_response_free(response);
}

void fuzz(struct sample *sample)
{
	const char *path = sample_line(sample), *content;
	int descriptor = memfd_create("tape", MFD_CLOEXEC);
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_adapter *adapter, *plain;
	size_t length;
	char name[64];

	content = sample_rest(sample, &length);
	demand(config && descriptor >= 0 && write(descriptor, content, length) == (ssize_t)length);
	snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
	plain = hvac_replay_new(name);
	demand(plain);
	shortage_begin(sample->shortage);
	adapter = hvac_replay_new(name);
	demand(shortage_end() || adapter);
	demand(!adapter || !adapter->error == !plain->error);
	plain->free(plain);
	demand(hvac_config_set(config, "max_retries", "0") == HVAC_OK);
	hvac_config_adapter(config, adapter);
	if (adapter && hvac_client_new(config, &client) == HVAC_OK) {
		ask(client, path, sample->shortage);
		ask(client, path, 0);
	}
	demand(client || !adapter || *hvac_config_error(config));
	hvac_client_free(client);
	hvac_config_free(config);
	close(descriptor);
}
