/* SPDX-License-Identifier: MIT */
/* hvac login oidc: asks the server for the address to sign in at and shows it. The server's answer tells the rest: with an interval the server is
 * polled (callback_mode direct and device), else the browser comes back here. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "callback.h"
#include "connect.h"
#include "duration.h"
#include "failure.h"
#include "nonce.h"
#include "query.h"
#include "sign_in.h"
#include "text.h"

#define ENGINE "auth/oidc"
#define BEGIN "oidc_authorization_url_request"
#define END "oidc_callback" /* where the browser comes back */
#define REDIRECT_URI "http://localhost:8250/oidc/callback" /* as the servers' own commands have it, and so providers */

enum { N_OWN = 5 };

struct flow {
	const struct command_line *line;
	hvac_client *client;
	char *path, *redirect_uri, *client_nonce;
	char *state, *nonce;             /* parameters of the address to sign in at; NULL: they are not there */
	struct sign_in_split split;
	hvac_response *begun;            /* the server's answer to BEGIN */
};

static int prepare(const struct command_line *line, struct arguments *arguments)
{
	/* an empty role is the mount's default_role */
	int code = sign_in_add(line, arguments, "role", strdup(""));
	if (code == EXIT_OK)
		code = sign_in_add(line, arguments, "redirect_uri", strdup(REDIRECT_URI));
	return code == EXIT_OK ? sign_in_add(line, arguments, "client_nonce", nonce_new()) : code;
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
	hvac_argument list[N_OWN + SIGN_IN_EXTRAS + 1];
	memcpy(list, own, N_OWN * sizeof(*own));
	memcpy(list + N_OWN, flow->split.last, sizeof(flow->split.last));
	return hvac_login(client, ENGINE, operation, list, response);
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
	hvac_status status = end(flow, flow->client, END, own, response);
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
		code = sign_in_show(flow->line, auth_url, NULL);
	if (code == EXIT_OK) {
		const char *target = callback_wait(callback, flow->state, duration_milliseconds(sign_in_patience(flow->line)));
		code = target ? log_in_by_code(flow, callback, target, response)
		              : failure(flow->line, HVAC_TIMEOUT, "no browser came back to %s within %s", flow->redirect_uri, sign_in_patience(flow->line));
	}
	callback_close(callback);
	return code;
}

/* callback_mode direct and device: people take longer than calls. */
static int poll_server(const struct flow *flow, const char *auth_url, hvac_response **response)
{
	int code = sign_in_show(flow->line, auth_url, hvac_response_string(flow->begun, "user_code"));
	hvac_client *patient = code == EXIT_OK ? sign_in_patient(flow->line, flow->client) : NULL;
	if (!patient)
		return code == EXIT_OK ? EXIT_LOCAL : code;
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

/* The answer is read here: it is not wrapped. */
static hvac_status begin(hvac_client *client, const hvac_argument *arguments, hvac_response **response)
{
	hvac_client *reader = connect_unwrapped(client);
	hvac_status status = reader ? hvac_call(reader, ENGINE, BEGIN, arguments, response) : HVAC_NO_MEMORY;
	hvac_client_free(reader);
	return status;
}

static int log_in(const struct command_line *line, hvac_client *client, struct arguments *arguments, hvac_response **response)
{
	struct flow flow = { .line = line, .client = client };
	int code = EXIT_OK;
	*response = NULL;
	sign_in_split(&flow.split, arguments);
	if (!flow.split.first)
		return failure_local(line, "memory ran out");
	hvac_status status = begin(client, flow.split.first, &flow.begun);
	free(flow.split.first);
	if (status != HVAC_OK) {
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
	text_discard(flow.state);
	text_discard(flow.nonce);
	return code;
}

const struct sign_in sign_in_oidc = { ENGINE, BEGIN, END, { "path", "redirect_uri", "client_nonce" }, prepare, log_in };
