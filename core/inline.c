/* SPDX-License-Identifier: MIT */
#include "inline.h"
#include "base64.h"
#include "compose.h"
#include "login.h"
#include "memory.h"

#include <string.h>
#include <curl/curl.h>
#include <hvac/call.h>

#define FIXED_HEADERS 2u        /* path, operation */

hvac_status inline_new(struct hvac_task *task, struct hvac_task **login)
{
	const struct stored_login *stored = task->client->inline_login;
	hvac_status status;

	*login = NULL;
	if (!stored || task->binding.row->operation->flags & (HVAC_LOGIN | HVAC_NO_TOKEN))
		return HVAC_OK;
	status = task_new(task->client, NULL, stored->engine, stored->operation, stored->arguments, NULL, login);
	if (!*login)
		return HVAC_NO_MEMORY;
	(*login)->is_inline = true;
	(*login)->binding.way.turn = FILE_AGAIN;
	(*login)->dry = task->dry;
	(*login)->redact = task->redact;
	return status == HVAC_NO_MEMORY ? status : HVAC_OK;
}

bool inline_is_complete(const struct hvac_task *login)
{
	return login->is_inline && !login->draft.external_base && compose_flags(login) & HVAC_LOGIN;
}

static bool add(struct hvac_task *task, const char *name, const char *value)
{
	if (!name || !value)
		return false;
	task->inline_headers[task->n_inline_headers++] = (hvac_header){ name, value };
	return true;
}

/* The server takes the path as plain text. */
static bool add_path(struct hvac_task *task)
{
	int length;
	char *plain = curl_easy_unescape(NULL, task->login->draft.path.bytes + 1, 0, &length);
	char *copy = plain ? arena_copy(&task->arena, plain, (size_t)length) : NULL;

	curl_free(plain);
	return add(task, "X-Vault-Inline-Auth-Path", copy);
}

/* base64url without padding of {"key":NAME,"value":VALUE}; what the header's name ends with does not matter. */
static bool add_parameter(struct hvac_task *task, const char *name, struct json_object *value)
{
	struct json_object *pair = json_object_new_object(), *key = json_object_new_string(name), *copy = NULL;
	char *text = NULL, *encoded = NULL;
	size_t length;
	bool added = false;

	if (!pair || !key || !json_copy(value, &copy))
		goto done;
	if (json_object_object_add(pair, "value", copy) < 0) {
		json_free(copy);
		goto done;
	}
	if (json_object_object_add(pair, "key", key) < 0)
		goto done;
	key = NULL;
	text = json_write(pair, false, &length);
	encoded = text ? base64url_encode(text, length, &length) : NULL;
	if (encoded)
		added = add(task, arena_format(&task->arena, "X-Vault-Inline-Auth-Parameter-%zu", task->n_inline_headers),
		            arena_copy(&task->arena, encoded, length));
	wipe_free(encoded, encoded ? length : 0);
done:
	text_free(text);
	json_free(key);
	json_free(pair);
	return added;
}

hvac_status inline_take(struct hvac_task *task, const char **why)
{
	const struct draft *draft = &task->login->draft;
	size_t room = FIXED_HEADERS + (draft->body ? (size_t)json_object_object_length(draft->body) : 0) + draft->n_headers;

	*why = NULL;
	if (draft->raw || draft->query.length || (draft->verb != HVAC_POST && draft->verb != HVAC_PUT && draft->verb != HVAC_GET)) {
		*why = "this login cannot travel with another request";
		return HVAC_PARAM_VALIDATION_ERROR;
	}
	task->inline_headers = arena_alloc(&task->arena, room * sizeof *task->inline_headers);
	if (!task->inline_headers || !add_path(task) || !add(task, "X-Vault-Inline-Auth-Operation", draft->verb == HVAC_GET ? "read" : "update"))
		return HVAC_NO_MEMORY;
	if (draft->body)
		JSON_MEMBERS(draft->body, member)
			if (!add_parameter(task, lh_entry_k(member), lh_entry_v(member)))
				return HVAC_NO_MEMORY;
	for (size_t i = 0; i < draft->n_headers; i++)
		add(task, draft->headers[i].name, draft->headers[i].value);
	return HVAC_OK;
}

hvac_status hvac_client_inline(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                               hvac_client **result)
{
	hvac_task *task = NULL;
	hvac_status status = hvac_client_derive(client, result, "token", NULL, "token_file", NULL, NULL);

	if (status != HVAC_OK)
		return status;
	status = task_new_login(*result, engine, operation, arguments, &task);
	if (status == HVAC_OK) {
		(*result)->inline_login = stored_login_new(*result, engine, operation, arguments);
		if (!(*result)->inline_login)
			status = HVAC_NO_MEMORY;
	}
	if (status != HVAC_OK)
		client_break(*result, hvac_response_message(task ? task->response : NULL));
	hvac_task_free(task);
	return status;
}
