/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include "environment.h"
#include "text.h"

static bool is_named(const char *variable, const char *name)
{
	size_t length = strlen(name);
	return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

/* VAULT_TOKEN, BAO_HEADERS: with them the server is asked, and they are nobody else's. */
static bool is_secret_setting(const char *variable)
{
	const hvac_option *option;
	const char *name = strncmp(variable, "VAULT_", 6) == 0 ? variable + 6 : strncmp(variable, "BAO_", 4) == 0 ? variable + 4 : NULL;
	for (size_t i = 0; name && (option = hvac_option_at(i)) != NULL; i++)
		if (option->secret && option->environment && is_named(name, option->environment))
			return true;
	return false;
}

void environment_begin(struct environment *environment, bool keeps_token, size_t n_more)
{
	size_t count = 0;
	memset(environment, 0, sizeof(*environment));
	while (environ && environ[count])
		count++;
	environment->room = count + n_more;
	environment->variables = calloc(environment->room + 1, sizeof(*environment->variables));
	environment->out_of_memory = !environment->variables;
	for (size_t i = 0; environment->variables && i < count; i++)
		if (keeps_token || !is_secret_setting(environ[i]))
			environment->variables[environment->count++] = environ[i];
	environment->n_kept = environment->count;
}

static void remove_kept(struct environment *environment, const char *name)
{
	size_t left = 0;
	for (size_t i = 0; i < environment->count; i++)
		if (i >= environment->n_kept || !is_named(environment->variables[i], name))
			environment->variables[left++] = environment->variables[i];
	environment->n_kept -= environment->count - left;
	environment->count = left;
	environment->variables[left] = NULL;
}

void environment_set(struct environment *environment, const char *name, const char *value)
{
	size_t name_length = strlen(name), length = strlen(value);
	/* false [analyzer-malloc-leak]: environment_free() frees it */
	char *variable = environment->out_of_memory ? NULL : malloc(name_length + length + 2);
	if (!variable || environment->count == environment->room) {
		environment->out_of_memory = true;
		free(variable);
		return;
	}
	memcpy(variable, name, name_length);
	variable[name_length] = '=';
	memcpy(variable + name_length + 1, value, length + 1);
	remove_kept(environment, name);
	environment->variables[environment->count++] = variable;
}

void environment_free(struct environment *environment)
{
	for (size_t i = environment->n_kept; i < environment->count; i++)
		text_discard(environment->variables[i]);
	free(environment->variables);
	memset(environment, 0, sizeof(*environment));
}
