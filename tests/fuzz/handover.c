/* SPDX-License-Identifier: MIT */
/* A token that another process hands over: taken whole or not at all, and handed on as it came.
 * Input: the text. */
#include "fuzz.h"

#include <string.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include <hvac/value.h>
#include "clock.h"
#include "memory.h"
#include "option.h"
#include "silent.h"

#define TOKEN "hvs.own"

static uint64_t monotonic(void *context)
{
	(void)context;
	return 1000 * SECOND;
}

static int64_t real(void *context)
{
	(void)context;
	return 1700000000;
}

static hvac_client *make(void)
{
	const hvac_clock clock = { .monotonic = monotonic, .real = real };
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	demand(config && hvac_config_set(config, "token", TOKEN) == HVAC_OK);
	hvac_config_adapter(config, silent_adapter());
	hvac_config_clock(config, &clock);
	demand(hvac_client_new(config, &client) == HVAC_OK);
	hvac_config_free(config);
	return client;
}

static void demand_handed_on(hvac_client *client)
{
	hvac_client *other = make();
	char *text = hvac_client_export_token(client), *again;
	hvac_status status;

	demand(text);
	status = hvac_client_import_token(other, text);
	/* its time may be over */
	demand(status == HVAC_OK || (status == HVAC_UNAUTHORIZED && strstr(text, "\"lease_duration\":0")));
	again = hvac_client_export_token(other);
	demand(again && (status != HVAC_OK || !strcmp(again, text)));
	hvac_text_free(text);
	hvac_text_free(again);
	hvac_client_free(other);
}

void fuzz(struct sample *sample)
{
	size_t length;
	const char *text = sample_rest(sample, &length);
	hvac_client *client = make(), *other = make();
	hvac_status status, plain = hvac_client_import_token(other, text);
	char *token;
	bool failed;

	demand(plain == HVAC_OK || plain == HVAC_UNAUTHORIZED || plain == HVAC_CONFIG_ERROR);
	shortage_begin(sample->shortage);
	status = hvac_client_import_token(client, text);
	failed = shortage_end();
	demand(status == plain || (failed && status == HVAC_NO_MEMORY));
	token = hvac_client_token(client);
	demand(token && *token && text_is_printable(token, strlen(token)));
	demand(status == HVAC_OK || !strcmp(token, TOKEN));
	demand_handed_on(client);
	hvac_text_free(token);
	hvac_client_free(other);
	hvac_client_free(client);
}
