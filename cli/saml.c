/* SPDX-License-Identifier: MIT */
/* hvac login saml: shows the address to sign in at, and asks the server until somebody has. */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include "failure.h"
#include "sign_in.h"
#include "text.h"

#define ENGINE "auth/saml"
#define BEGIN "sso_service_url_request"
#define END "login"

enum { N_OWN = 3 };

static int prepare(const struct command_line *line, struct arguments *arguments)
{
	/* an empty role is the mount's default_role */
	return sign_in_add(line, arguments, "role", strdup(""));
}

/* The verifier is the caller's, or was made on the way. */
static hvac_status end(hvac_client *client, const struct arguments *arguments, const struct sign_in_split *split, const hvac_response *begun,
                       hvac_response **response)
{
	char *verifier = arguments_text(arguments, "client_verifier"), *mount_point = arguments_text(arguments, "mount_point");
	hvac_argument list[N_OWN + SIGN_IN_EXTRAS + 1] = {
		hvac_string("token_poll_id", hvac_response_string(begun, "token_poll_id")),
		hvac_string("client_verifier", verifier ? verifier : hvac_response_string(begun, "client_verifier")),
		hvac_string("mount_point", mount_point),
	};
	memcpy(list + N_OWN, split->last, sizeof(split->last));
	hvac_status status = hvac_login(client, ENGINE, END, list, response);
	text_discard(verifier);
	text_discard(mount_point);
	return status;
}

static int log_in(const struct command_line *line, hvac_client *client, struct arguments *arguments, hvac_response **response)
{
	struct sign_in_split split;
	hvac_response *begun = NULL;
	int code = EXIT_OK;
	*response = NULL;
	sign_in_split(&split, arguments);
	if (!split.first)
		return failure_local(line, "memory ran out");
	hvac_status status = hvac_call(client, ENGINE, BEGIN, split.first, &begun);
	free(split.first);
	if (status != HVAC_OK) {
		*response = begun;
		return EXIT_OK;
	}
	const char *url = hvac_response_string(begun, "sso_service_url");
	hvac_client *patient = NULL;
	if (!url || !*url)
		code = failure(line, HVAC_MALFORMED_ANSWER, "the server gives no address to sign in at");
	if (code == EXIT_OK)
		code = sign_in_show(line, url, NULL);
	if (code == EXIT_OK && !(patient = sign_in_patient(line, client)))
		code = EXIT_LOCAL;
	if (code == EXIT_OK)
		end(patient, arguments, &split, begun, response);
	hvac_client_free(patient);
	hvac_response_free(begun);
	return code;
}

const struct sign_in sign_in_saml = { ENGINE, BEGIN, END, { "client_verifier", "mount_point" }, prepare, log_in };
