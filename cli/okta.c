/* SPDX-License-Identifier: MIT */
/* hvac login okta. The answer comes only when the person has tapped the number, so another thread asks for that. */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include "connect.h"
#include "failure.h"
#include "nonce.h"
#include "sign_in.h"
#include "text.h"

#define ENGINE "auth/okta"
#define PATIENCE "90s" /* unless the user has chosen: servers answer by then */

/* What comes of it is shown, or nothing: whether there is a number to wait for at all only the login will tell. */
static void *show_number(void *context)
{
	hvac_task *task = context;
	hvac_response *response = NULL;
	int64_t number;
	if (hvac_task_run(task) == HVAC_OK)
		response = hvac_task_take(task);
	if (hvac_value_integer(hvac_response_value(response, "correct_answer"), &number))
		fprintf(stderr, "Tap the number %" PRId64 " in Okta Verify.\n", number);
	hvac_response_free(response);
	return NULL;
}

static int wait_for_tap(const struct command_line *line, hvac_client *client, const struct arguments *arguments, hvac_response **response)
{
	char *nonce = arguments_text(arguments, "nonce"), *mount_point = arguments_text(arguments, "mount_point");
	hvac_client *reader = connect_unwrapped(client);
	hvac_task *number = NULL;
	pthread_t asking;
	int code = EXIT_OK;
	if (reader)
		hvac_task_new(reader, ENGINE, "verify", HVAC_ARGS(hvac_string("nonce", nonce), hvac_string("mount_point", mount_point)), NULL, &number);
	if (!number || pthread_create(&asking, NULL, show_number, number) != 0) {
		code = failure_local(line, "no thread can be made to ask for the number to tap");
	} else {
		hvac_login(client, ENGINE, "login", arguments->list, response);
		hvac_task_cancel(number);
		pthread_join(asking, NULL);
	}
	hvac_task_free(number);
	hvac_client_free(reader);
	text_discard(nonce);
	text_discard(mount_point);
	return code;
}

static int prepare(const struct command_line *line, struct arguments *arguments)
{
	return sign_in_add(line, arguments, "nonce", nonce_new());
}

static int log_in(const struct command_line *line, hvac_client *client, struct arguments *arguments, hvac_response **response)
{
	hvac_client *patient = NULL;
	if (!connect_setting(line, "timeout") && hvac_client_derive(client, &patient, "timeout", PATIENCE, NULL) == HVAC_NO_MEMORY)
		return failure_local(line, "memory ran out");
	int code = wait_for_tap(line, patient ? patient : client, arguments, response);
	hvac_client_free(patient);
	return code;
}

const struct sign_in sign_in_okta = { ENGINE, "login", "login", { "nonce", "mount_point" }, prepare, log_in };
