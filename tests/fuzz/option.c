/* SPDX-License-Identifier: MIT */
/* Options of a client, and of one that is derived from it. No file is read, nothing sent.
 * Input: lines NAME=VALUE; with "+" in front: of the derived one. A NAME that is a number is that option's. */
#include "fuzz.h"

#include <string.h>
#include <hvac/client.h>
#include "client.h"
#include "silent.h"

static hvac_client *derive(hvac_client *client, const char *name, const char *value, bool *failed, unsigned shortage)
{
	hvac_client *derived;
	hvac_status status;

	shortage_begin(shortage);
	status = hvac_client_derive(client, &derived, name, value, NULL);
	*failed = shortage_end();
	demand(status == HVAC_OK || status == HVAC_CONFIG_ERROR || (*failed && status == HVAC_NO_MEMORY));
	demand(derived || status == HVAC_NO_MEMORY);
	if (derived && !*failed)
		demand((*hvac_client_error(derived) != '\0') == (status == HVAC_CONFIG_ERROR));
	return derived;
}

static hvac_status status_of(const char *name, const char *value)
{
	hvac_config *config = hvac_config_new();
	hvac_status status;

	demand(config);
	status = hvac_config_set(config, name, value);
	demand(status == HVAC_OK || (status == HVAC_CONFIG_ERROR && *hvac_config_error(config)));
	hvac_config_free(config);
	return status;
}

/* Whether memory ran out, which the config keeps in mind. */
static bool set(hvac_config *config, const char *name, const char *value, unsigned shortage)
{
	hvac_status status, plain = status_of(name, value);
	bool failed;

	shortage_begin(shortage);
	status = hvac_config_set(config, name, value);
	failed = shortage_end();
	/* libcurl takes a host that it has no memory to decode for a bad one */
	demand(status == plain || (failed && (status == HVAC_NO_MEMORY || (status == HVAC_CONFIG_ERROR && value && strchr(value, '%')))));
	return status == HVAC_NO_MEMORY;
}

/* NULL where the settings do not go together. */
static hvac_client *make(hvac_config *config, bool *had_no_memory, unsigned shortage)
{
	hvac_client *client;
	hvac_status status;

	shortage_begin(shortage);
	status = hvac_client_new(config, &client);
	demand(shortage_end() || *had_no_memory || status != HVAC_NO_MEMORY);
	demand((status == HVAC_OK) == (client != NULL));
	demand(status == HVAC_OK || *hvac_config_error(config));
	demand(!client || client->settings->addresses.count);
	*had_no_memory |= status == HVAC_NO_MEMORY;
	return client;
}

struct setting {
	bool is_derived;
	const char *name, *value;
};

static struct setting read_setting(struct sample *sample)
{
	char *line = (char *)(uintptr_t)sample_line(sample), *equals = strchr(line, '='); /* the input's own copy, for us */
	struct setting setting = { .is_derived = *line == '+', .name = line + (*line == '+') };

	if (equals) {
		*equals = '\0';
		setting.value = equals + 1;
	}
	if (*setting.name && strspn(setting.name, "0123456789") == strlen(setting.name))
		setting.name = hvac_option_at(decimal(setting.name) % OPTIONS)->name;
	/* the one that is read when a client is made */
	if (option_find(setting.name) == OPTION_TOKEN_FILE)
		setting.value = NULL;
	return setting;
}

void fuzz(struct sample *sample)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL, *derived;
	bool failed, had_no_memory = false;

	demand(config);
	hvac_config_adapter(config, silent_adapter());
	while (sample_has_more(sample)) {
		struct setting setting = read_setting(sample);

		if (!client && setting.is_derived)
			client = make(config, &had_no_memory, sample->shortage);
		if (!client && !setting.is_derived)
			had_no_memory |= set(config, setting.name, setting.value, sample->shortage);
		if (client && setting.is_derived && (derived = derive(client, setting.name, setting.value, &failed, sample->shortage)))
			hvac_client_free(derived);
	}
	if (!client)
		client = make(config, &had_no_memory, sample->shortage);
	hvac_client_free(client);
	hvac_config_free(config);
}
