/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "browser.h"
#include "failure.h"
#include "sign_in.h"
#include "text.h"

#define PATIENCE "600s" /* servers forget the login then */

static const struct sign_in *const all[] = { &sign_in_oidc, &sign_in_okta, &sign_in_saml };
static const char *const extras[SIGN_IN_EXTRAS] = { "mfa", "mfa_method", "mfa_passcode" };

const struct sign_in *sign_in_of(const char *engine)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i]->engine, engine) == 0)
			return all[i];
	return NULL;
}

int sign_in_prepare(const struct sign_in *sign_in, const struct command_line *line, struct arguments *arguments)
{
	int code = sign_in->prepare(line, arguments);
	for (const char *const *name = sign_in->shared; *name && code == EXIT_OK; name++)
		code = arguments_read_now(arguments, line, *name);
	return code;
}

int sign_in_add(const struct command_line *line, struct arguments *arguments, const char *name, char *text)
{
	if (arguments_have(arguments, name)) {
		text_discard(text);
		return EXIT_OK;
	}
	if (!text)
		return failure_local(line, "%s cannot be made: no memory, or no random bytes", name);
	return arguments_add(arguments, line, name, text);
}

static bool is_extra(const hvac_argument *argument)
{
	for (size_t i = 0; i < SIGN_IN_EXTRAS; i++)
		if (argument->name && strcmp(argument->name, extras[i]) == 0)
			return true;
	return false;
}

void sign_in_split(struct sign_in_split *split, const struct arguments *arguments)
{
	size_t first = 0, last = 0;
	memset(split, 0, sizeof(*split));
	split->first = calloc(arguments->count + 1, sizeof(*split->first));
	/* one that is given twice goes where the library refuses it */
	for (size_t i = 0; split->first && i < arguments->count; i++)
		if (is_extra(&arguments->list[i]) && last < SIGN_IN_EXTRAS)
			split->last[last++] = arguments->list[i];
		else
			split->first[first++] = arguments->list[i];
}

static int show_json(const struct command_line *line, const char *url, const char *code)
{
	hvac_value *map = hvac_value_new_map();
	char *json = NULL;
	if (hvac_value_adopt_member(map, "auth_url", hvac_value_new_string(url)) == HVAC_OK &&
	    (!code || hvac_value_adopt_member(map, "user_code", hvac_value_new_string(code)) == HVAC_OK))
		json = hvac_value_to_text(map, NULL);
	int printed = json ? fprintf(stderr, "%s\n", json) : -1;
	hvac_text_free(json);
	hvac_value_free(map);
	return printed < 0 ? failure_local(line, "memory ran out") : EXIT_OK;
}

static int show_text(const struct command_line *line, const char *url, const char *code)
{
	char *shown_url = text_for_people(url, strlen(url), ""), *shown_code = code ? text_for_people(code, strlen(code), "") : NULL;
	bool complete = shown_url && (!code || shown_code);
	if (complete)
		fprintf(stderr, "Sign in with a browser at:\n\n%s\n\n%s%s%s", shown_url, code ? "The code there is " : "", code ? shown_code : "",
		        code ? "\n\n" : "");
	free(shown_url);
	free(shown_code);
	return complete ? EXIT_OK : failure_local(line, "memory ran out");
}

int sign_in_show(const struct command_line *line, const char *url, const char *code)
{
	int told = line->format == FORMAT_JSON ? show_json(line, url, code) : show_text(line, url, code);
	if (told == EXIT_OK)
		browser_open(url);
	return told;
}

const char *sign_in_patience(const struct command_line *line)
{
	const char *given = command_line_setting(line, "deadline");
	return given ? given : PATIENCE;
}

hvac_client *sign_in_patient(const struct command_line *line, hvac_client *client)
{
	hvac_client *patient = NULL;
	if (hvac_client_derive(client, &patient, "deadline", sign_in_patience(line), NULL) == HVAC_NO_MEMORY)
		failure_local(line, "memory ran out");
	return patient;
}
