/* SPDX-License-Identifier: MIT */
/* hvac call ENGINE OPERATION [NAME=VALUE ...] */
#include <string.h>
#include "arguments.h"
#include "command.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"

enum { FIRST_ARGUMENT = 2 };             /* after engine and operation */

int command_call(const struct command_line *line)
{
	struct arguments arguments;
	hvac_client *client = NULL;
	if (strcmp(line->words[0], "raw") == 0)
		return command_raw(line);
	int code = arguments_read(&arguments, line, FIRST_ARGUMENT, line->words[0], line->words[1]);
	if (code == EXIT_OK)
		code = connect_client(line, false, &client);
	if (code == EXIT_OK)
		code = execute_call(line, client, line->words[0], line->words[1], &arguments);
	hvac_client_free(client);
	arguments_free(&arguments);
	return code;
}
