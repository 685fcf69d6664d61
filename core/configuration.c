/* SPDX-License-Identifier: MIT */
#include "configuration.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

hvac_config *hvac_config_new(void)
{
	return calloc(1, sizeof(hvac_config));
}

void hvac_config_free(hvac_config *config)
{
	if (!config)
		return;
	if (config->adapter)
		config->adapter->free(config->adapter);
	option_texts_free(&config->texts);
	text_free(config->error);
	text_free(config->client_error);
	free(config);
}

hvac_status configuration_fail(hvac_config *config, hvac_status status, char *sentence)
{
	if (!sentence)
		status = HVAC_NO_MEMORY;
	if (config->status == HVAC_OK) {
		config->status = status;
		config->error = sentence;
	} else {
		text_free(sentence);
	}
	return status;
}

hvac_status configuration_tried(hvac_config *config, hvac_status status, char *sentence)
{
	if (status != HVAC_OK && !sentence)
		status = HVAC_NO_MEMORY;
	text_free(config->client_error);
	config->client_status = status;
	config->client_error = sentence;
	return status;
}

hvac_status configuration_set(hvac_config *config, const char *name, const char *value, bool inherited)
{
	enum option_index index;
	hvac_status status;
	char *copy = NULL, *error;

	if (!config)
		return HVAC_NO_MEMORY;
	index = name ? option_find(name) : OPTIONS;
	if (index == OPTIONS)
		return configuration_fail(config, HVAC_CONFIG_ERROR, option_unknown(name ? name : "(null)"));
	if (value) {
		error = option_check(index, value, &status);
		if (error || status != HVAC_OK)
			return configuration_fail(config, status, error);
		copy = text_copy(value, strlen(value));
		if (!copy)
			return configuration_fail(config, HVAC_NO_MEMORY, NULL);
	}
	option_texts_put(&config->texts, index, copy, inherited);
	return HVAC_OK;
}

hvac_status hvac_config_set(hvac_config *config, const char *name, const char *value)
{
	return configuration_set(config, name, value, false);
}

const char *hvac_config_error(const hvac_config *config)
{
	hvac_status status = HVAC_NO_MEMORY;
	const char *error = NULL;

	if (config) {
		status = config->status != HVAC_OK ? config->status : config->client_status;
		error = config->status != HVAC_OK ? config->error : config->client_error;
	}
	if (status == HVAC_NO_MEMORY)
		return "memory ran out";
	return error ? error : "";
}

void hvac_config_passphrase(hvac_config *config, int (*passphrase)(void *context, char *buffer, int size), void *context)
{
	if (config)
		config->passphrase = (struct passphrase){ passphrase, context };
}

void hvac_config_adapter(hvac_config *config, hvac_adapter *adapter)
{
	if (!config) {
		if (adapter)
			adapter->free(adapter);
		return;
	}
	if (config->adapter)
		config->adapter->free(config->adapter);
	config->adapter = adapter;
	config->adapter_failed = !adapter;
	config->adapter_taken = false;
}

void hvac_config_log(hvac_config *config, hvac_log_level level, hvac_log_function *function, void *context)
{
	if (config)
		config->logger = (struct logger){ level, function, context };
}

void hvac_config_clock(hvac_config *config, const hvac_clock *clock)
{
	if (config)
		config->clock = clock ? *clock : (hvac_clock){ 0 };
}
