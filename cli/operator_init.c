/* SPDX-License-Identifier: MIT */
/* hvac operator init. */
#define _GNU_SOURCE 1
#include <string.h>
#include "arguments.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "member.h"
#include "operator.h"
#include "operator_result.h"

/* As many as the servers' own commands make. */
#define SHARES "5"
#define THRESHOLD "3"

/* Of a server that unseals itself the recovery keys are split. A preview asks no server. */
static bool unseals_itself(const struct command_line *line, hvac_client *client)
{
	hvac_response *seal = NULL;
	bool itself = !(line->flags & FLAGS_OF_A_PREVIEW) && hvac_call(client, OPERATOR_ENGINE, "read_seal_status", NULL, &seal) == HVAC_OK &&
	              member_is_true(hvac_response_answer(seal), "recovery_seal");
	hvac_response_free(seal);
	return itself;
}

/* Into how many keys, where that was not given: the server has no default of its own. */
static int add_shares(const struct command_line *line, hvac_client *client, struct arguments *arguments)
{
	static const char *const given[] = { "secret_shares", "secret_threshold", "recovery_shares", "recovery_threshold" };
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (arguments_have(arguments, given[i]))
			return EXIT_OK;
	bool recovery = unseals_itself(line, client);
	int code = arguments_add(arguments, line, given[recovery ? 2 : 0], strdup(SHARES));
	return code == EXIT_OK ? arguments_add(arguments, line, given[recovery ? 3 : 1], strdup(THRESHOLD)) : code;
}

static int initialize(const struct command_line *line, hvac_client *client, const char *operation, const struct arguments *arguments)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(client, OPERATOR_ENGINE, operation, arguments->list, &response);
	int code = status == HVAC_OK ? operator_result_print(line, hvac_response_answer(response)) : failure_of_response(line, response);
	hvac_response_free(response);
	if (code == EXIT_OK && line->format == FORMAT_TABLE)
		failure_warn("there is no other copy of these keys: give them to different people, and revoke the root token when all is set up");
	return code;
}

int operator_init(const struct command_line *line, const struct part *part)
{
	struct arguments arguments;
	hvac_client *client = NULL;
	int code = arguments_read(&arguments, line, 0, OPERATOR_ENGINE, part->operation);
	if (code == EXIT_OK)
		code = operator_result_check(line);
	if (code == EXIT_OK)
		code = connect_reader(line, false, &client);
	if (code == EXIT_OK)
		code = add_shares(line, client, &arguments);
	if (code == EXIT_OK && (line->flags & FLAGS_OF_A_PREVIEW))
		code = execute_call(line, client, OPERATOR_ENGINE, part->operation, &arguments);
	else if (code == EXIT_OK)
		code = initialize(line, client, part->operation, &arguments);
	hvac_client_free(client);
	arguments_free(&arguments);
	return code;
}
