/* SPDX-License-Identifier: MIT */
/* hvac login METHOD [NAME=VALUE ...] [--store]. The token is kept only when told to, and shown only to scripts. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "arguments.h"
#include "command.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "meta.h"
#include "output.h"
#include "private_file.h"

enum { FIRST_ARGUMENT = 1 };             /* after the method */

/* Where the token is kept: to be freed. NULL: there is no place, or no memory. */
static char *token_file(const struct command_line *line)
{
	const char *given = command_line_setting(line, "token_file"), *home = secure_getenv("HOME");
	char *path = NULL;
	if (given)
		return strdup(given);
	if (!home || *home != '/' || asprintf(&path, "%s/.vault-token", home) < 0)
		return NULL;
	return path;
}

/* Before the login: a secret id that can be used once must not be spent on a token that cannot be kept. */
static int check_store(const struct command_line *line, const char *path)
{
	if (!(line->flags & FLAG_STORE))
		return EXIT_OK;
	if (!path)
		return failure(line, HVAC_CONFIG_ERROR, "no place to store the token: HOME is not set; name a file with --token-file");
	if (!private_file_can_replace(path))
		return failure(line, HVAC_CONFIG_ERROR, "the token cannot be stored in %s: %s", path, strerror(errno));
	return EXIT_OK;
}

static int store(const struct command_line *line, const hvac_response *response, const char *path)
{
	size_t length;
	const char *token = hvac_value_string(hvac_value_member(hvac_response_auth(response), "client_token"), &length);
	if (!(line->flags & FLAG_STORE))
		return EXIT_OK;
	if (!token)
		return failure(line, HVAC_UNEXPECTED_ERROR, "the answer has no token to store%s",
		               hvac_response_wrap_info(response) ? ": it is wrapped" : "");
	if (!private_file_replace(path, token, length))
		return failure_local(line, "the token cannot be stored in %s: %s", path, strerror(errno));
	return EXIT_OK;
}

/* What a person may see of a login over the shoulder. */
static int print_login(const struct command_line *line, const hvac_response *response)
{
	static const char *const shown[][2] = {
		{ "accessor", "accessor" }, { "policies", "policies" }, { "lease_duration", "ttl" }, { "renewable", "renewable" },
	};
	const hvac_value *auth = hvac_response_auth(response);
	hvac_value *rows = hvac_value_new_map();
	int code = rows ? EXIT_OK : failure_local(line, "memory ran out");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]) && code == EXIT_OK; i++) {
		const hvac_value *value = hvac_value_member(auth, shown[i][0]);
		if (value && hvac_value_adopt_member(rows, shown[i][1], hvac_value_copy(value)) != HVAC_OK)
			code = failure_local(line, "memory ran out");
	}
	if (code == EXIT_OK)
		code = output_table(line, rows);
	hvac_value_free(rows);
	return code;
}

static int print(const struct command_line *line, const hvac_response *response)
{
	const hvac_value *token = hvac_value_member(hvac_response_auth(response), "client_token");
	if (line->field || line->format == FORMAT_JSON || !token)
		return output_response(line, response);
	return line->format == FORMAT_RAW ? output_value(line, token) : print_login(line, response);
}

/* The answer: what is kept of it, written about it, printed. */
static int finish(const struct command_line *line, hvac_status status, const hvac_response *response, const char *path)
{
	if (status != HVAC_OK)
		return failure_of_response(line, response);
	int code = store(line, response, path);
	return code == EXIT_OK ? print(line, response) : code;
}

static int log_in(const struct command_line *line, hvac_client *client, const char *engine, const char *operation,
                  const hvac_argument *arguments)
{
	hvac_response *response = NULL;
	int descriptor = -1;
	char *path = token_file(line);
	int code = check_store(line, path);
	if (code == EXIT_OK)
		code = meta_open(line, &descriptor);
	if (code == EXIT_OK) {
		hvac_status status = hvac_login(client, engine, operation, arguments, &response);
		int meta_code = meta_write(line, descriptor, response);
		code = finish(line, status, response, path);
		code = code == EXIT_OK ? meta_code : code;
		hvac_response_free(response);
	}
	free(path);
	return code;
}

int command_login(const struct command_line *line)
{
	const char *method = line->words[0], *operation = line->operation ? line->operation : "login";
	struct arguments arguments;
	hvac_client *client = NULL;
	hvac_task *task = NULL;
	char *engine = NULL;
	if (asprintf(&engine, "%s%s", strncmp(method, "auth/", 5) == 0 ? "" : "auth/", method) < 0)
		return failure_local(line, "memory ran out");
	int code = arguments_read(&arguments, line, FIRST_ARGUMENT, engine, operation);
	if (code == EXIT_OK)
		code = connect_client(line, true, &client);
	if (code == EXIT_OK && (line->flags & FLAG_DRY_RUN)) {
		hvac_task_new(client, engine, operation, arguments.list, NULL, &task);
		code = execute_task(line, task);
	} else if (code == EXIT_OK) {
		code = log_in(line, client, engine, operation, arguments.list);
	}
	hvac_client_free(client);
	arguments_free(&arguments);
	free(engine);
	return code;
}
