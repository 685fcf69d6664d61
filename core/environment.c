/* SPDX-License-Identifier: MIT */
/* The one place where the environment and the token file are read. secure_getenv everywhere: a set-id program gets nothing. */
#include "environment.h"
#include "configuration.h"
#include "file.h"
#include "memory.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKEN_FILE "/.vault-token"
#define NAME_MAX_BYTES 64u /* of a variable: they are all ours */

static const char *lookup(const char *prefix, const char *name)
{
	char variable[NAME_MAX_BYTES];
	const char *value;

	snprintf(variable, sizeof variable, "%s%s", prefix, name);
	value = secure_getenv(variable);
	return value && *value ? value : NULL;
}

/* One in a home that is somebody else's is none; what else prevents a look is for whoever reads it to tell. */
static bool may_exist(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 || (errno != ENOENT && errno != ENOTDIR && errno != EACCES);
}

/* ~/.vault-token, where there is one. */
static hvac_status take_default_token_file(hvac_config *config)
{
	const char *home = secure_getenv("HOME");
	struct buffer path = { 0 };
	hvac_status status = HVAC_OK;

	if (!home || *home != '/')
		return HVAC_OK;
	if (!buffer_format(&path, "%s%s", home, TOKEN_FILE))
		status = configuration_fail(config, HVAC_NO_MEMORY, NULL);
	else if (may_exist(path.bytes))
		status = configuration_set(config, "token_file", path.bytes, true);
	buffer_free(&path);
	return status;
}

/* Where the program has set one of those that say the same thing, the environment's stay out. */
static bool is_set(const bool *set, size_t option)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (set[i] && option_alike((enum option_index)i, (enum option_index)option))
			return true;
	return false;
}

hvac_status hvac_config_from_env(hvac_config *config)
{
	bool set[OPTIONS];
	hvac_status status = HVAC_OK;
	const char *value;

	if (!config)
		return HVAC_NO_MEMORY;
	for (size_t i = 0; i < OPTIONS; i++)
		set[i] = config->texts.list[i];
	for (size_t i = 0; i < OPTIONS; i++) {
		const char *name = hvac_option_at(i)->environment;

		if (!name || is_set(set, i))
			continue;
		value = lookup("BAO_", name);
		if (!value)
			value = lookup("VAULT_", name);
		if (value && configuration_set(config, hvac_option_at(i)->name, value, true) != HVAC_OK)
			status = config->status;
	}
	value = lookup("", "NO_PROXY");
	if (!value)
		value = lookup("", "no_proxy");
	if (value && !config->texts.list[OPTION_NO_PROXY] && configuration_set(config, "no_proxy", value, true) != HVAC_OK)
		status = config->status;
	/* the last resort */
	if (!config->texts.list[OPTION_TOKEN] && !config->texts.list[OPTION_TOKEN_FILE] && take_default_token_file(config) != HVAC_OK)
		status = config->status;
	return status;
}

/* NULL, or why the file's mode is refused; *warning is set when it is only to be told. */
static const char *mode_refused(const struct stat *about, const char *policy, bool *warning)
{
	bool group = about->st_mode & (S_IRGRP | S_IWGRP), others = about->st_mode & (S_IROTH | S_IWOTH);

	*warning = false;
	if (!S_ISREG(about->st_mode))
		return NULL;
	if (!strcmp(policy, "warn"))
		*warning = group || others;
	else if (others)
		return "others may read or write it: chmod o-rw, or choose token_file_policy";
	else if (group && !strcmp(policy, "nobody"))
		return "its group may read or write it: chmod g-rw, or choose token_file_policy";
	return NULL;
}

/* The token within the file's content; NULL with a phrase, or without one when memory ran out. */
static char *token_of(const char *content, size_t length, const char **why)
{
	hvac_value *answer = NULL;
	const char *text;
	char *token = NULL;
	size_t n = length;

	*why = NULL;
	if (length && content[0] == '{') {
		hvac_status status = hvac_value_parse(content, length, &answer);

		if (status == HVAC_NO_MEMORY)
			return NULL;
		if (status != HVAC_OK)
			*why = "it begins like JSON but is none";
		text = hvac_value_string(hvac_value_at(answer, "/auth/client_token"), &n);
		if (!*why && !text)
			*why = "its JSON has no auth.client_token";
	} else {
		text = content;
		while (n && (content[n - 1] == '\n' || content[n - 1] == '\r'))
			n--;
	}
	if (!*why && !n)
		*why = "it is empty";
	if (!*why && !text_is_printable(text, n))
		*why = "the token in it has an unprintable byte or a blank at its begin or end";
	if (!*why)
		token = text_copy(text, n);
	hvac_value_free(answer);
	return token;
}

hvac_status token_file_read(const char *path, enum file_turn turn, const char *policy, const struct logger *logger, char **token, char **error)
{
	struct buffer sentence = { 0 };
	struct stat about;
	const char *why;
	char *content;
	size_t length;
	bool warning = false;
	hvac_status status;

	*token = NULL;
	*error = NULL;
	status = file_read(path, &(const struct file_way){ .turn = turn }, &content, &length, &about, error);
	if (status != HVAC_OK)
		return status == HVAC_NO_MEMORY ? status : HVAC_CONFIG_ERROR;
	why = mode_refused(&about, policy ? policy : hvac_option_at(OPTION_TOKEN_FILE_POLICY)->dflt, &warning);
	if (!why)
		*token = token_of(content, length, &why);
	wipe_free(content, length);
	if (warning)
		log_line(logger, HVAC_LOG_WARNING, "token file %s may be read by others than its owner", path);
	if (*token)
		return HVAC_OK;
	if (why) {
		buffer_format(&sentence, "token file %s is refused: %s", path, why);
		*error = buffer_take(&sentence);
	}
	return *error ? HVAC_CONFIG_ERROR : HVAC_NO_MEMORY;
}
