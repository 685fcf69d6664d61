/* SPDX-License-Identifier: MIT */
/* Asks the server for the address to sign in at and shows it. The server's answer tells the rest: with an interval the server is
 * polled (callback_mode direct and device), else the browser comes back here. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "browser.h"
#include "callback.h"
#include "failure.h"
#include "nonce.h"
#include "oidc.h"
#include "query.h"
#include "text.h"

#define REDIRECT_URI "http://localhost:8250/oidc/callback" /* as the servers' own commands have it, and so providers */
#define PATIENCE "600s"                                    /* unless --deadline says otherwise: servers forget the login then */

/* What every login takes is for the call that ends this one. */
static const char *const of_the_end[] = { "mfa", "mfa_method", "mfa_passcode" };
enum { N_OF_THE_END = sizeof(of_the_end) / sizeof(of_the_end[0]), N_OWN = 5 };

struct flow {
	const struct command_line *line;
	hvac_client *client;
	char *path, *redirect_uri, *client_nonce;
	char *state, *nonce;             /* parameters of the address to sign in at; NULL: they are not there */
	hvac_argument of_the_end[N_OF_THE_END];
	size_t n_of_the_end;
	hvac_response *begun;            /* the server's answer to OIDC_BEGIN */
};

/* `text` is owned. */
static int add(const struct command_line *line, struct arguments *arguments, const char *name, char *text)
{
	if (!text)
		return failure_local(line, "%s cannot be made: no memory, or no random bytes", name);
	return arguments_add(arguments, line, name, text);
}

int oidc_prepare(const struct command_line *line, struct arguments *arguments)
{
	int code = EXIT_OK;
	/* an empty role is the mount's default_role */
	if (!arguments_have(arguments, "role"))
		code = add(line, arguments, "role", strdup(""));
	if (code == EXIT_OK && !arguments_have(arguments, "redirect_uri"))
		code = add(line, arguments, "redirect_uri", strdup(REDIRECT_URI));
	if (code == EXIT_OK && !arguments_have(arguments, "client_nonce"))
		code = add(line, arguments, "client_nonce", nonce_new());
	return code;
}

static const char *patience(const struct flow *flow)
{
	const char *given = command_line_setting(flow->line, "deadline");
	return given ? given : PATIENCE;
}

/* Of a duration that the library has accepted: "90", "1h30m", "1500ms". */
static int64_t milliseconds(const char *text)
{
	int64_t sum = 0;
	while (*text) {
		char *unit;
		int64_t number = strtoll(text, &unit, 10);
		text = unit + strspn(unit, "abcdefghijklmnopqrstuvwxyz");
		int64_t size = strncmp(unit, "ms", 2) == 0 ? 1 : *unit == 'm' ? 60000 : *unit == 'h' ? 3600000 : *unit == 'd' ? 86400000 : 1000;
		if (text == unit && *text)
			break;
		sum = number < (INT64_MAX / 2 - sum) / size ? sum + number * size : INT64_MAX / 2;
	}
	return sum;
}

/* Where to sign in, on standard error: standard output is for the login's result. */
static int show(const struct flow *flow, const char *auth_url)
{
	const char *code = hvac_response_string(flow->begun, "user_code");
	if (flow->line->format == FORMAT_JSON) {
		hvac_value *map = hvac_value_new_map();
		char *json = NULL;
		if (hvac_value_adopt_member(map, "auth_url", hvac_value_new_string(auth_url)) == HVAC_OK &&
		    (!code || hvac_value_adopt_member(map, "user_code", hvac_value_new_string(code)) == HVAC_OK))
			json = hvac_value_to_text(map, NULL);
		int printed = json ? fprintf(stderr, "%s\n", json) : -1;
		hvac_text_free(json);
		hvac_value_free(map);
		return printed < 0 ? failure_local(flow->line, "memory ran out") : EXIT_OK;
	}
	char *shown_url = text_for_people(auth_url, strlen(auth_url)), *shown_code = code ? text_for_people(code, strlen(code)) : NULL;
	bool complete = shown_url && (!code || shown_code);
	if (complete)
		fprintf(stderr, "Sign in with a browser at:\n\n%s\n\n%s%s%s", shown_url, code ? "The code there is " : "", code ? shown_code : "",
		        code ? "\n\n" : "");
	free(shown_url);
	free(shown_code);
	return complete ? EXIT_OK : failure_local(flow->line, "memory ran out");
}

/* Somebody who came back without a code was refused. */
static int refuse(const struct flow *flow, const char *target)
{
	char *error = query_parameter(target, "error"), *description = query_parameter(target, "error_description");
	int code = failure(flow->line, HVAC_UNAUTHORIZED, "the provider refused the login: %s%s%s", error ? error : "it gave no code",
	                   description ? ": " : "", description ? description : "");
	free(error);
	free(description);
	return code;
}

/* The call that ends the login: with its own arguments, and those that were given for it. */
static hvac_status end(const struct flow *flow, hvac_client *client, const char *operation, const hvac_argument *own, hvac_response **response)
{
	hvac_argument list[N_OWN + N_OF_THE_END + 1] = { { .kind = HVAC_ARGUMENT_END } };
	memcpy(list, own, N_OWN * sizeof(*own));
	memcpy(list + N_OWN, flow->of_the_end, flow->n_of_the_end * sizeof(*list));
	return hvac_login(client, OIDC_ENGINE, operation, list, response);
}

static int log_in_by_code(const struct flow *flow, struct callback *callback, const char *target, hvac_response **response)
{
	char *code = query_parameter(target, "code");
	if (!code) {
		callback_answer(callback, "The provider refused the login. You can close this window.");
		return refuse(flow, target);
	}
	const hvac_argument own[N_OWN] = { hvac_string("state", flow->state), hvac_string("nonce", flow->nonce), hvac_string("code", code),
	                                   hvac_string("client_nonce", flow->client_nonce), hvac_string("path", flow->path) };
	hvac_status status = end(flow, flow->client, OIDC_END, own, response);
	callback_answer(callback, status == HVAC_OK ? "You are logged in. You can close this window."
	                                            : "The login failed; the terminal says why. You can close this window.");
	text_discard(code);
	return EXIT_OK;
}

/* callback_mode client. */
static int wait_for_browser(const struct flow *flow, const char *auth_url, hvac_response **response)
{
	struct callback *callback = NULL;
	if (!flow->state || !flow->nonce)
		return failure(flow->line, HVAC_MALFORMED_ANSWER, "the address to sign in at has no state and nonce, so that no answer could be trusted");
	int code = callback_open(flow->line, flow->redirect_uri, &callback);
	if (code == EXIT_OK)
		code = show(flow, auth_url);
	if (code == EXIT_OK) {
		browser_open(auth_url);
		const char *target = callback_wait(callback, flow->state, milliseconds(patience(flow)));
		code = target ? log_in_by_code(flow, callback, target, response)
		              : failure(flow->line, HVAC_TIMEOUT, "no browser came back to %s within %s", flow->redirect_uri, patience(flow));
	}
	callback_close(callback);
	return code;
}

/* callback_mode direct and device: people take longer than calls. */
static int poll_server(const struct flow *flow, const char *auth_url, hvac_response **response)
{
	hvac_client *patient = NULL;
	int code = show(flow, auth_url);
	if (code != EXIT_OK)
		return code;
	browser_open(auth_url);
	if (hvac_client_derive(flow->client, &patient, "deadline", patience(flow), NULL) == HVAC_NO_MEMORY)
		return failure_local(flow->line, "memory ran out");
	const hvac_argument own[N_OWN] = { hvac_string("state", hvac_response_string(flow->begun, "state")),
	                                   hvac_typed("poll_interval", hvac_response_string(flow->begun, "poll_interval")),
	                                   hvac_string("client_nonce", flow->client_nonce), hvac_string("path", flow->path), hvac_string("code", NULL) };
	end(flow, patient, "oidc_poll", own, response);
	hvac_client_free(patient);
	return EXIT_OK;
}

static int sign_in(struct flow *flow, hvac_response **response)
{
	const char *auth_url = hvac_response_string(flow->begun, "auth_url");
	if (!auth_url || !*auth_url)
		return failure(flow->line, HVAC_INVALID_REQUEST, "the server gives no address to sign in at, and only its log says why: redirect_uri %s "
		               "is not one of the role's allowed_redirect_uris, or the provider does not answer", flow->redirect_uri);
	if (hvac_response_string(flow->begun, "poll_interval"))
		return poll_server(flow, auth_url, response);
	flow->state = query_parameter(auth_url, "state");
	flow->nonce = query_parameter(auth_url, "nonce");
	return wait_for_browser(flow, auth_url, response);
}

static bool is_of_the_end(const hvac_argument *argument)
{
	for (size_t i = 0; i < N_OF_THE_END; i++)
		if (argument->name && strcmp(argument->name, of_the_end[i]) == 0)
			return true;
	return false;
}

/* The call that begins the login, and what was given for the one that ends it. False: no memory. */
static bool begin(struct flow *flow, const struct arguments *arguments)
{
	hvac_argument *list = calloc(arguments->count + 1, sizeof(*list));
	size_t count = 0;
	if (!list)
		return false;
	/* one that is given twice goes where the library refuses it */
	for (size_t i = 0; i < arguments->count; i++) {
		if (is_of_the_end(&arguments->list[i]) && flow->n_of_the_end < N_OF_THE_END)
			flow->of_the_end[flow->n_of_the_end++] = arguments->list[i];
		else
			list[count++] = arguments->list[i];
	}
	hvac_call(flow->client, OIDC_ENGINE, OIDC_BEGIN, list, &flow->begun);
	free(list);
	return true;
}

int oidc_log_in(const struct command_line *line, hvac_client *client, const struct arguments *arguments, hvac_response **response)
{
	struct flow flow = { .line = line, .client = client };
	int code = EXIT_OK;
	*response = NULL;
	if (!begin(&flow, arguments))
		return failure_local(line, "memory ran out");
	if (hvac_response_status(flow.begun) != HVAC_OK) {
		*response = flow.begun;
		return EXIT_OK;
	}
	flow.path = arguments_text(arguments, "path");
	flow.redirect_uri = arguments_text(arguments, "redirect_uri");
	flow.client_nonce = arguments_text(arguments, "client_nonce");
	if (!flow.redirect_uri || !flow.client_nonce)
		code = failure_local(line, "memory ran out");
	if (code == EXIT_OK)
		code = sign_in(&flow, response);
	hvac_response_free(flow.begun);
	free(flow.path);
	free(flow.redirect_uri);
	text_discard(flow.client_nonce);
	free(flow.state);
	free(flow.nonce);
	return code;
}
