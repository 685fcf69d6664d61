/* SPDX-License-Identifier: MIT */
/*
 * The login shows a JWT: the instance's identity token, which Google signs, or one of a service account, signed here with its
 * key or by the IAM credentials API for whoever has an access token.
 */
#include "login.h"
#include "jwt.h"
#include "metadata.h"

#define ACCOUNTS "/computeMetadata/v1/instance/service-accounts/"
#define LIFE_MAX_S 3600                         /* servers take none that lives longer */
#define OF_A_JWT "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

static int send_login(struct hvac_task *task, const char *jwt)
{
	hvac_value *body;

	hvac_request_use(task, NULL);
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "jwt", hvac_value_new_string(jwt)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

/* The server looks at its end only: "vault/" and the role. */
static const char *audience(struct hvac_task *task)
{
	return text_print(task, "http://vault/%s", hvac_task_string(task, "role"));
}

static int fail(struct hvac_task *task, const hvac_response *response, const char *what, const char *detail)
{
	hvac_status status = hvac_response_status(response);

	return hvac_task_fail(task, status != HVAC_OK ? status : HVAC_MALFORMED_ANSWER, "%s%s%s", what, detail ? ": " : "", detail ? detail : "");
}

/* The metadata service */

/* One line of text, in the task's memory; NULL when the answer is none. */
static const char *line_of(struct hvac_task *task, const hvac_response *response)
{
	size_t length;
	const char *body = hvac_response_body(response, &length), *text;

	if (hvac_response_http_status(response) != 200 || !body || strlen(body) != length)
		return NULL;
	text = text_joined(task, body, length);
	return *text && text_is_plain(text) ? text : NULL;
}

static int ask_metadata(struct hvac_task *task, struct gcp_login *login, const char *path,
                        int (*take)(struct hvac_task *task, struct gcp_login *login, const hvac_response *response))
{
	const char *host = environment(task, "GCE_METADATA_HOST");
	const struct metadata_service service = { .endpoint = host ? text_print(task, "http://%s", host) : "http://169.254.169.254" };

	hvac_request_external(task, HVAC_GET, metadata_url(task, &service, path), METADATA_CONNECT_MS);
	hvac_request_header(task, "Metadata-Flavor", "Google");
	login->take = take;
	return HVAC_HOOK_AGAIN;
}

static int take_identity(struct hvac_task *task, struct gcp_login *login, const hvac_response *response)
{
	const char *jwt = line_of(task, response);

	(void)login;
	if (!jwt || jwt[strspn(jwt, OF_A_JWT)])
		return fail(task, response, "the metadata service gives no identity token; has the instance a service account?", NULL);
	return send_login(task, jwt);
}

static int ask_identity(struct hvac_task *task, struct gcp_login *login)
{
	const char *account = hvac_task_string(task, "service_account");
	int result = ask_metadata(task, login, text_print(task, ACCOUNTS "%s/identity", account ? account : "default"), take_identity);

	hvac_request_query(task, "audience", audience(task));
	hvac_request_query(task, "format", "full");
	return result;
}

/* A JWT of a service account */

/* What is signed, in the task's memory; NULL when memory ran out. */
static const char *claims(struct hvac_task *task, const char *account, int64_t life)
{
	int64_t now = hvac_task_now(task);
	hvac_value *map = hvac_value_new_map();
	char *text = NULL;
	const char *copy;

	if (hvac_value_adopt_member(map, "sub", hvac_value_new_string(account)) == HVAC_OK &&
	    hvac_value_adopt_member(map, "aud", hvac_value_new_string(audience(task))) == HVAC_OK &&
	    hvac_value_adopt_member(map, "iat", hvac_value_new_integer(now)) == HVAC_OK &&
	    hvac_value_adopt_member(map, "exp", hvac_value_new_integer(now + life)) == HVAC_OK)
		text = hvac_value_to_text(map, NULL);
	copy = text ? text_print(task, "%s", text) : NULL;
	hvac_text_free(text);
	hvac_value_free(map);
	return copy;
}

static int make_claims(struct hvac_task *task, struct gcp_login *login, const char *account, const char **text)
{
	int64_t life = 0;

	hvac_task_integer(task, "jwt_exp", &life);
	if (life < 1 || life > LIFE_MAX_S)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "jwt_exp must be from 1 to %d seconds", LIFE_MAX_S);
	login->is_made_here = true;
	*text = claims(task, account, life);
	return *text ? FOUND : hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
}

static const char *string_of(const hvac_value *map, const char *name)
{
	const char *text = hvac_value_string(hvac_value_member(map, name), NULL);

	return text && *text ? text : NULL;
}

/* `source` says whence the key is. */
static int sign_with(struct hvac_task *task, struct gcp_login *login, const hvac_value *file, const char *source)
{
	const char *kind = string_of(file, "type"), *key = string_of(file, "private_key"), *key_id = string_of(file, "private_key_id");
	const char *email = string_of(file, "client_email"), *account = hvac_task_string(task, "service_account"), *text, *jwt, *why;
	int result;

	if (kind && strcmp(kind, "service_account") != 0)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: it is a credential of type %s, and only the key of a service account can sign",
		                      source, text_is_plain(kind) ? kind : "?");
	if (!key || !key_id || !email)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: it is no key of a service account: %s is missing", source,
		                      !key ? "private_key" : !key_id ? "private_key_id" : "client_email");
	if (account && strcmp(account, email) != 0)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: it is not the key of the service_account that is given", source);
	result = make_claims(task, login, email, &text);
	if (result != FOUND)
		return result;
	/* false [core.CallAndMessage]: what was found is there: hvac_task_fail() never returns FOUND */
	jwt = gcp_jwt(task, key, key_id, text, &why);
	return jwt ? send_login(task, jwt) : hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: private_key %s", source, why);
}

static int sign_here(struct hvac_task *task, struct gcp_login *login, const char *json, const char *source)
{
	hvac_value *file;
	hvac_status status = hvac_value_parse(json, strlen(json), &file);
	int result;

	if (status == HVAC_NO_MEMORY)
		return hvac_task_fail(task, status, "memory ran out");
	if (status != HVAC_OK)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: it is no JSON, as the key of a service account is; is it cut off?", source);
	result = sign_with(task, login, file, source);
	hvac_value_free(file);
	return result;
}

/* The JSON of a key: given, in a file that is given, or in the one of the environment. */
static int find_key(struct hvac_task *task, const char **json, const char **source)
{
	const char *path = hvac_task_string(task, "credentials_file");
	int found;

	*source = "credentials";
	*json = hvac_task_string(task, "credentials");
	if (*json)
		return FOUND;
	if (!path && !hvac_task_string(task, "access_token"))
		path = environment(task, "GOOGLE_APPLICATION_CREDENTIALS");
	if (!path)
		return FOUND_NOTHING;
	*source = path;
	found = read_small_file(task, path, true, json);
	return found == FOUND_NOTHING ? fail_to_read(task, path, strerror(ENOENT)) : found;
}

/* The IAM credentials API */

static int next_of_api(struct hvac_task *task, struct gcp_login *login);

static int take_signature(struct hvac_task *task, struct gcp_login *login, const hvac_response *response)
{
	const hvac_value *json = hvac_response_json(response);
	const char *jwt = string_of(json, "signedJwt"), *detail = string_of(hvac_value_member(json, "error"), "message");

	(void)login;
	if (hvac_response_status(response) != HVAC_OK || !jwt)
		return fail(task, response, "the IAM credentials API does not sign", detail && text_is_plain(detail) ? detail : NULL);
	return send_login(task, jwt);
}

static int ask_signature(struct hvac_task *task, struct gcp_login *login)
{
	const char *endpoint = hvac_task_string(task, "iam_endpoint"), *text;
	int result = make_claims(task, login, login->account, &text);
	hvac_value *body;

	if (result != FOUND)
		return result;
	hvac_request_external(task, HVAC_POST, text_print(task, "%s/v1/projects/-/serviceAccounts/%s:signJwt", endpoint, login->account), 0);
	hvac_request_header(task, "Authorization", text_print(task, "Bearer %s", login->access_token));
	body = hvac_request_body(task);
	/* false [core.CallAndMessage]: what was found is there: hvac_task_fail() never returns FOUND */
	if (!body || hvac_value_adopt_member(body, "payload", hvac_value_new_string(text)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	login->take = take_signature;
	return HVAC_HOOK_AGAIN;
}

static int take_access_token(struct hvac_task *task, struct gcp_login *login, const hvac_response *response)
{
	const char *token = string_of(hvac_response_json(response), "access_token");

	if (hvac_response_status(response) != HVAC_OK || !token || !credential_is_well_formed(token))
		return fail(task, response, "the metadata service gives no access token; has the instance a service account?", NULL);
	login->access_token = text_print(task, "%s", token);
	return next_of_api(task, login);
}

static int take_account(struct hvac_task *task, struct gcp_login *login, const hvac_response *response)
{
	const char *account = line_of(task, response);

	if (!account || !metadata_is_name(account))
		return fail(task, response, "the metadata service names no service account; has the instance one?", NULL);
	login->account = account;
	return next_of_api(task, login);
}

/* Whose JWT, and who asks for it. */
static int next_of_api(struct hvac_task *task, struct gcp_login *login)
{
	if (!login->account)
		login->account = hvac_task_string(task, "service_account");
	if (!login->access_token)
		login->access_token = hvac_task_string(task, "access_token");
	if (!login->account)
		return ask_metadata(task, login, ACCOUNTS "default/email", take_account);
	if (!login->access_token)
		return ask_metadata(task, login, ACCOUNTS "default/token", take_access_token);
	return ask_signature(task, login);
}

/* The hooks */

static int check_arguments(struct hvac_task *task, bool is_gce)
{
	static const char *const of_iam[] = { "credentials", "credentials_file", "access_token" };
	const char *account = hvac_task_string(task, "service_account"), *token = hvac_task_string(task, "access_token");

	for (size_t i = 0; is_gce && i < sizeof of_iam / sizeof of_iam[0]; i++)
		if (hvac_task_string(task, of_iam[i]))
			return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument %s does not go together with type=gce", of_iam[i]);
	if (account && !metadata_is_name(account))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "service_account must be an e-mail address");
	if (token && !credential_is_well_formed(token))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "access_token is empty or has a blank, a line end or another odd byte");
	return FOUND;
}

int gcp_prepare(struct hvac_task *task, void *state)
{
	const char *jwt = hvac_task_string(task, "jwt"), *type = hvac_task_string(task, "type"), *json, *source;
	bool is_gce = type && !strcmp(type, "gce");
	int found;

	if (jwt && *jwt)
		return HVAC_HOOK_AGAIN;
	found = check_arguments(task, is_gce);
	if (found == FOUND)
		found = is_gce ? FOUND_NOTHING : find_key(task, &json, &source);
	if (found == FOUND && hvac_task_is_hidden(task, "credentials"))
		return send_login(task, json);
	if (found == FOUND)
		return sign_here(task, state, json, source);
	if (found != FOUND_NOTHING)
		return found;
	return (type && !is_gce) || hvac_task_string(task, "access_token") ? next_of_api(task, state) : ask_identity(task, state);
}

int gcp_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct gcp_login *login = state;
	int (*take)(struct hvac_task *task, struct gcp_login *login, const hvac_response *response) = login->take;
	const char *body = hvac_response_body(response, NULL);

	login->take = NULL;
	if (take)
		return take(task, login, response);
	if (login->is_made_here && hvac_response_status(response) != HVAC_OK && body && strstr(body, "expire"))
		return hvac_task_fail(task, hvac_response_status(response), "the server refuses the time in the JWT: this machine's clock says %s, and jwt_exp must "
		                      "not be more than the role's max_jwt_exp", text_now(task, true));
	return HVAC_HOOK_DONE;
}
