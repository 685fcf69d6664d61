/* SPDX-License-Identifier: MIT */
/* Makes the client. Flags win over the environment, the environment over defaults. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "connect.h"
#include "failure.h"

static void tell_warning(void *context, hvac_log_level level, const char *text)
{
	(void)context;
	if (level == HVAC_LOG_WARNING)
		failure_warn(text);
}

/* Mistakes are kept by the config, and the client's making reports the first. */
static hvac_status make(const struct command_line *line, bool anonymous, hvac_config *config, hvac_client **client)
{
	bool is_preview = line->flags & (FLAG_OUTPUT_CURL | FLAG_OUTPUT_POLICY);
	for (size_t i = 0; i < line->n_settings; i++) {
		hvac_status status = hvac_config_set(config, line->settings[i].name, line->settings[i].value);
		if (status != HVAC_OK)
			return status;
	}
	hvac_status status = hvac_config_from_env(config);
	if (status != HVAC_OK)
		return status;
	if (anonymous)
		status = hvac_config_set(config, "token", NULL);
	if (status == HVAC_OK && (anonymous || is_preview))
		status = hvac_config_set(config, "token_file", NULL);
	/* what is shown is the request of somebody who has a token */
	if (status == HVAC_OK && is_preview)
		status = hvac_config_set(config, "token", "none");
	/* a policy's paths are the server's, whatever leads to it */
	if (status == HVAC_OK && (line->flags & FLAG_OUTPUT_POLICY))
		status = hvac_config_set(config, "address", NULL);
	if (status == HVAC_OK && (line->flags & FLAG_OUTPUT_POLICY))
		status = hvac_config_set(config, "agent_address", NULL);
	/* nor is anybody asked where the servers are */
	if (status == HVAC_OK && (line->flags & FLAGS_OF_A_PREVIEW))
		status = hvac_config_set(config, "srv_lookup", NULL);
	if (status != HVAC_OK)
		return status;
	/* with --format json standard error is one object or nothing */
	if (line->format != FORMAT_JSON)
		hvac_config_log(config, HVAC_LOG_WARNING, tell_warning, NULL);
	return hvac_client_new(config, client);
}

int connect_client(const struct command_line *line, bool anonymous, hvac_client **client)
{
	hvac_config *config = hvac_config_new();
	int code = EXIT_OK;
	*client = NULL;
	hvac_status status = make(line, anonymous, config, client);
	if (status == HVAC_NO_MEMORY)
		code = failure_local(line, "memory ran out");
	else if (status != HVAC_OK)
		code = failure(line, status, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return code;
}

const hvac_option *connect_option(const char *name)
{
	size_t i = 0;
	while (strcmp(hvac_option_at(i)->name, name) != 0)
		i++;
	return hvac_option_at(i);
}

bool connect_in_environment(const char *name, struct given *given)
{
	static const char *const prefixes[] = { "BAO_", "VAULT_" };
	const hvac_option *option = connect_option(name);
	for (size_t i = 0; option->environment && i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		snprintf(given->variable, sizeof(given->variable), "%s%s", prefixes[i], option->environment);
		given->value = secure_getenv(given->variable);
		if (given->value && *given->value)
			return true;
	}
	given->variable[0] = '\0';
	return false;
}

bool connect_given(const struct command_line *line, const char *const *names, struct given *given)
{
	given->variable[0] = '\0';
	for (size_t i = 0; names[i]; i++) {
		const char *alias = connect_option(names[i])->alias;
		given->name = names[i];
		given->value = command_line_setting(line, names[i]);
		if (!given->value && alias)
			given->value = command_line_setting(line, alias);
		if (given->value)
			return true;
	}
	for (size_t i = 0; names[i]; i++) {
		given->name = names[i];
		if (connect_in_environment(names[i], given))
			return true;
	}
	return false;
}

const char *connect_setting(const struct command_line *line, const char *name)
{
	const char *const names[] = { name, NULL };
	struct given given;
	return connect_given(line, names, &given) ? given.value : NULL;
}

bool connect_wraps(const char *wrap_ttl)
{
	return strpbrk(wrap_ttl, "123456789");
}

hvac_client *connect_unwrapped(hvac_client *client)
{
	hvac_client *reader = NULL;
	hvac_client_derive(client, &reader, "wrap_ttl", NULL, NULL);
	return reader;
}

int connect_reader(const struct command_line *line, bool anonymous, hvac_client **client)
{
	hvac_client *wrapping = NULL;
	*client = NULL;
	if (command_line_setting(line, "wrap_ttl") && connect_wraps(command_line_setting(line, "wrap_ttl")))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--wrap-ttl does not go with a command that reads the answers itself");
	int code = connect_client(line, anonymous, &wrapping);
	if (code == EXIT_OK && !(*client = connect_unwrapped(wrapping)))
		code = failure_local(line, "memory ran out");
	hvac_client_free(wrapping);
	return code;
}

char *connect_token_file(const struct command_line *line)
{
	const char *given = command_line_setting(line, "token_file"), *home = secure_getenv("HOME");
	char *path = NULL;
	if (given)
		return strdup(given);
	if (!home || *home != '/' || asprintf(&path, "%s/.vault-token", home) < 0)
		return NULL;
	return path;
}
