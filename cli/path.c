/* SPDX-License-Identifier: MIT */
/* hvac read|list|scan|write|patch|delete PATH [NAME=VALUE ...]: any path of the server, for what no engine has. */
#include <string.h>
#include "arguments.h"
#include "command.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "verb.h"

const struct verb *verb_named(const char *name)
{
	static const struct verb verbs[] = {
		{ "read", "GET", false }, { "list", "LIST", false }, { "scan", "SCAN", false },
		{ "write", "POST", true }, { "patch", "PATCH", true }, { "delete", "DELETE", false },
	};
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int command_path(const struct command_line *line)
{
	const struct verb *verb = verb_named(line->command);
	hvac_value *members = NULL;
	hvac_client *client = NULL;
	hvac_task *task = NULL;
	int code = arguments_read_map(line, 1, &members);
	if (code == EXIT_OK)
		code = connect_client(line, false, &client);
	if (code == EXIT_OK) {
		/* false [analyzer-null-dereference]: main() comes here with one of these verbs */
		hvac_task_new_path(client, verb->method, line->words[0], verb->has_body ? NULL : members, verb->has_body ? members : NULL, &task);
		code = execute_task(line, task);
	}
	hvac_client_free(client);
	hvac_value_free(members);
	return code;
}
