/* SPDX-License-Identifier: MIT */
/* hvac login METHOD [NAME=VALUE ...] [--store]. The token is kept only when told to, and shown only to scripts. At a terminal
 * what is missing is asked for. */
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
#include "member.h"
#include "meta.h"
#include "output.h"
#include "parameters.h"
#include "private_file.h"
#include "prompt.h"
#include "sign_in.h"
#include "text.h"

enum {
	FIRST_ARGUMENT = 1,              /* after the method */
	TOKEN_ROOM = 8192                /* longer ones are rare */
};

/* What every login takes. */
#define PASSCODE "mfa_passcode"

struct login {
	const struct command_line *line;
	const char *engine, *operation;
	struct arguments arguments;
	const struct sign_in *sign_in;   /* it is more than one call; NULL */
	int asked;                       /* EXIT_OK, or what could not be asked for on the way has been told */
};

/* Whether every answer is wrapped. */
static bool is_wrapping(const struct command_line *line)
{
	const char *value = connect_setting(line, "wrap_ttl");
	return value && connect_wraps(value);
}

/* Before the login: a secret id that can be used once must not be spent on a token that cannot be kept. */
static int begin_store(const struct command_line *line, const char *path, struct private_file *file)
{
	if (!(line->flags & FLAG_STORE))
		return EXIT_OK;
	if (is_wrapping(line))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "a wrapped token cannot be stored: --store does not go with --wrap-ttl, BAO_WRAP_TTL "
		               "and VAULT_WRAP_TTL");
	if (!path)
		return failure(line, HVAC_CONFIG_ERROR, "no place to store the token: HOME is not set; name a file with --token-file");
	if (!private_file_begin(file, path) || !private_file_reserve(file, TOKEN_ROOM))
		return failure(line, HVAC_CONFIG_ERROR, "the token cannot be stored in %s: %s", path, strerror(errno));
	return EXIT_OK;
}

/* A login's answer has the new token in `auth`; auth/token's, which looks one up, in `data`. */
static const hvac_value *about_token(const hvac_response *response)
{
	const hvac_value *auth = hvac_response_auth(response);
	return auth ? auth : hvac_response_data(response);
}

static const hvac_value *token_of(const hvac_response *response)
{
	return hvac_value_member(about_token(response), hvac_response_auth(response) ? "client_token" : "id");
}

static int store(const struct command_line *line, const hvac_response *response, const char *path, struct private_file *file)
{
	size_t length;
	const char *token = hvac_value_string(token_of(response), &length);
	if (!(line->flags & FLAG_STORE))
		return EXIT_OK;
	if (!token)
		return failure(line, HVAC_UNEXPECTED_ERROR, "the answer has no token to store");
	if (!private_file_fill(file, token, length))
		return failure_local(line, "the token was not stored in %s: %s", path, strerror(errno));
	return EXIT_OK;
}

/* What a person may see of a login over the shoulder; the token only where it would be lost. */
static int print_login(const struct command_line *line, const hvac_value *about, const hvac_value *token)
{
	static const char *const shown[][2] = {
		{ "accessor", "accessor" }, { "policies", "policies" }, { "lease_duration", "ttl" }, { "ttl", "ttl" }, { "renewable", "renewable" },
	};
	hvac_value *rows = hvac_value_new_map();
	int code = rows ? EXIT_OK : failure_local(line, "memory ran out");
	if (code == EXIT_OK && token && hvac_value_adopt_member(rows, "token", hvac_value_copy(token)) != HVAC_OK)
		code = failure_local(line, "memory ran out");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]) && code == EXIT_OK; i++) {
		const hvac_value *value = hvac_value_member(about, shown[i][0]);
		if (value && hvac_value_adopt_member(rows, shown[i][1], hvac_value_copy(value)) != HVAC_OK)
			code = failure_local(line, "memory ran out");
	}
	if (code == EXIT_OK)
		code = output_table(line, rows);
	hvac_value_free(rows);
	return code;
}

static int print(const struct command_line *line, const hvac_response *response, bool is_lost)
{
	const hvac_value *token = token_of(response);
	if (line->field || line->format == FORMAT_JSON || !token)
		return output_response(line, response);
	return line->format == FORMAT_RAW ? output_value(line, token) : print_login(line, about_token(response), is_lost ? token : NULL);
}

/* The answer: what is kept of it, and printed also when it could not be kept: the login has been spent on it. */
static int finish(const struct command_line *line, const hvac_response *response, const char *path, struct private_file *file)
{
	if (hvac_response_status(response) != HVAC_OK)
		return failure_of_response(line, response);
	int code = store(line, response, path, file);
	int printed = print(line, response, code != EXIT_OK);
	return code == EXIT_OK ? printed : code;
}

/* EXIT_OK and the answer, good or bad; else the failure has been told, and this is its exit code. */
static int call(struct login *login, hvac_client *client, hvac_response **response)
{
	int code = EXIT_OK;
	if (login->sign_in)
		code = login->sign_in->log_in(login->line, client, &login->arguments, response);
	else
		hvac_login(client, login->engine, login->operation, login->arguments.list, response);
	if (login->asked == EXIT_OK || code != EXIT_OK)
		return code;
	hvac_response_free(*response);
	return login->asked;
}

static int log_in(struct login *login, hvac_client *client)
{
	const struct command_line *line = login->line;
	hvac_response *response = NULL;
	int descriptor = -1;
	struct private_file file = PRIVATE_FILE_NONE;
	char *path = connect_token_file(line);
	int code = begin_store(line, path, &file);
	if (code == EXIT_OK)
		code = meta_open(line, &descriptor);
	if (code == EXIT_OK)
		code = call(login, client, &response);
	if (code == EXIT_OK) {
		int meta_code = meta_write(line, descriptor, response);
		code = finish(line, response, path, &file);
		code = code == EXIT_OK ? meta_code : code;
		hvac_response_free(response);
	}
	private_file_drop(&file);
	free(path);
	return code;
}

/* A hvac_source_function: asks for the passcode once the server has said that it wants one. */
static int64_t ask_for_passcode(void *context, char *buffer, size_t size)
{
	struct login *login = context;
	char *text;
	login->asked = prompt_read(login->line, PASSCODE, "Passcode of the second factor", true, &text);
	if (login->asked != EXIT_OK)
		return -1;
	size_t length = strlen(text);
	if (length <= size)
		memcpy(buffer, text, length);
	text_discard(text);
	return length <= size ? (int64_t)length : -1;
}

/* Required arguments that were not given, where there is somebody to ask; a passcode later, where one is needed. */
static int ask(struct login *login)
{
	struct parameters parameters;
	int code = EXIT_OK;
	if ((login->line->flags & FLAGS_OF_A_PREVIEW) || !prompt_is_possible())
		return EXIT_OK;
	parameters_find(&parameters, login->engine, login->operation);
	for (size_t i = 0; i < hvac_value_count(parameters.list) && code == EXIT_OK; i++) {
		const hvac_value *parameter = hvac_value_item(parameters.list, i);
		const char *name = member_string(parameter, "name"), *help = member_string(parameter, "help");
		char *text;
		if (!member_is_true(parameter, "required") || hvac_value_member(parameter, "default") || arguments_have(&login->arguments, name))
			continue;
		code = prompt_read(login->line, name, help ? help : name, parameters_is_secret(&parameters, name), &text);
		if (code == EXIT_OK)
			code = arguments_add(&login->arguments, login->line, name, text);
	}
	if (code == EXIT_OK && !arguments_have(&login->arguments, PASSCODE) && (login->sign_in || parameters_named(parameters.list, PASSCODE)))
		code = arguments_add_source(&login->arguments, login->line, PASSCODE, ask_for_passcode, login);
	parameters_free(&parameters);
	return code;
}

static int carry_out(struct login *login)
{
	hvac_client *client = NULL;
	int code = connect_client(login->line, true, &client);
	if (code == EXIT_OK && (login->line->flags & FLAGS_OF_A_PREVIEW))
		code = execute_call(login->line, client, login->engine, login->operation, &login->arguments);
	else if (code == EXIT_OK)
		code = log_in(login, client);
	hvac_client_free(client);
	return code;
}

int command_login(const struct command_line *line)
{
	struct login login = { .line = line };
	const char *method = line->words[0];
	char *engine = NULL;
	if (asprintf(&engine, "%s%s", strncmp(method, "auth/", 5) == 0 ? "" : "auth/", method) < 0)
		return failure_local(line, "memory ran out");
	login.engine = engine;
	login.sign_in = line->operation ? NULL : sign_in_of(engine);
	login.operation = line->operation ? line->operation : login.sign_in ? login.sign_in->begins_with : "login";
	int code = arguments_read(&login.arguments, line, FIRST_ARGUMENT, engine, login.sign_in ? login.sign_in->ends_with : login.operation);
	if (code == EXIT_OK && login.sign_in)
		code = sign_in_prepare(login.sign_in, line, &login.arguments);
	if (code == EXIT_OK)
		code = ask(&login);
	if (code == EXIT_OK)
		code = carry_out(&login);
	arguments_free(&login.arguments);
	free(engine);
	return code;
}
