/* SPDX-License-Identifier: MIT */
#include "failure.h"
#include "blot.h"
#include "compose.h"
#include "memory.h"
#include "nearest.h"
#include "path.h"

#include <string.h>
#include <strings.h>

#define PLAIN_TEXT_MAX 200u
#define ADDRESSED_MAX 65536u    /* servers take no longer request line */

/* What was refused depends on what was shown. */
static const char *advice_on_denial(const struct hvac_task *task)
{
	if (task->request.external)
		return NULL;
	if (compose_flags(task) & HVAC_LOGIN)
		return "the credential was refused, or no such method is enabled at this path";
	if (task->n_inline_headers)
		return "the login that goes along was refused, no such method is enabled at its path, or its policies do not allow this";
	if (task->token)
		return "the token's policies do not allow it, or the token is not valid";
	return compose_flags(task) & HVAC_NO_TOKEN ? NULL : "no token was given";
}

/* A namespace may be locked, or sealed by itself, on a server that is well. */
static const char *advice_on_silence(const hvac_response *response)
{
	if (response->body_length && strstr(response->body, "namespace has been locked"))
		return "see sys unlock_namespace";
	if (response->body_length && strstr(response->body, "namespace is sealed"))
		return "see sys read_namespace_seal_status";
	return "the server is sealed or in maintenance: see sys read_seal_status";
}

/* What a person can do about a status whose answer often says little. */
static const char *advice(const struct hvac_task *task, const hvac_response *response)
{
	switch (response->status) {
	case HVAC_FORBIDDEN: return advice_on_denial(task);
	case HVAC_UNAUTHORIZED: return "the server did not accept the credential";
	case HVAC_INVALID_PATH: return "there is nothing at this path";
	case HVAC_UNSUPPORTED_OPERATION: return "the server does not have this operation here";
	case HVAC_PRECONDITION_FAILED: return "a standby does not have the state that was asked for yet";
	case HVAC_RATE_LIMIT_EXCEEDED: return "too many requests for the server's quota";
	case HVAC_VAULT_NOT_INITIALIZED: return "the server is not initialised: see sys initialize";
	case HVAC_VAULT_DOWN: return advice_on_silence(response);
	default: return NULL;
	}
}

/* What a server says, on one line: several errors are set in a list, with line ends and tabs. */
static void add_folded(struct buffer *text, const char *said)
{
	static const char blanks[] = " \t\r\n";

	for (const char *word = said + strspn(said, blanks); *word; word += strspn(word, blanks)) {
		size_t length = strcspn(word, blanks);

		buffer_append(text, word, length);
		word += length;
		if (word[strspn(word, blanks)])
			buffer_text(text, " ");
	}
}

/* Of a problem document (RFC 9457), as ACME answers, or an OAuth error (RFC 6749), which have no `errors`. */
static const char *detail_of(const hvac_value *json)
{
	const char *detail = hvac_value_string(hvac_value_member(json, "detail"), NULL);

	return detail ? detail : hvac_value_string(hvac_value_member(json, "error_description"), NULL);
}

static void add_errors(struct buffer *text, const hvac_response *response)
{
	const hvac_value *errors = hvac_response_errors(response);
	const char *detail = errors ? NULL : detail_of(hvac_response_json(response));

	for (size_t i = 0; i < hvac_value_count(errors); i++) {
		const char *error = hvac_value_string(hvac_value_item(errors, i), NULL);

		if (error) {
			buffer_text(text, i ? "; " : ": ");
			add_folded(text, error);
		}
	}
	if (detail) {
		buffer_text(text, ": ");
		add_folded(text, detail);
	}
}

/* What a server says that does not speak JSON: its first line, as far as it is fit to be shown. */
static void add_plain_text(struct buffer *text, const hvac_response *response)
{
	const char *body = response->body;
	size_t length = 0;

	while (length < response->body_length && length < PLAIN_TEXT_MAX && (unsigned char)body[length] >= 0x20 && (unsigned char)body[length] < 0x7f)
		length++;
	if (length && body[0] != '<') {
		buffer_text(text, ": ");
		buffer_append(text, body, length);
	}
}

static void add_request(struct buffer *text, const hvac_response *response)
{
	if (!response->method || !response->url)
		return;
	buffer_format(text, "%s%s %s", text->length ? ": " : "", response->method, response->url);
	if (response->namespace_name)
		buffer_format(text, " (namespace %s)", response->namespace_name);
}

char *failure_text(const struct hvac_task *task, const hvac_response *response, const char *why)
{
	const struct hvac_operation *operation = task->binding.row ? task->binding.row->operation : NULL;
	const char *hint = why ? NULL : advice(task, response), *accessor = task->token ? task->token->accessor : NULL;
	struct buffer text = { 0 };

	/* a plain path has no engine: its request says all; and what does not exist is named by the sentence */
	if (response->status != HVAC_NO_SUCH_OPERATION && (*task->engine_name || !response->method))
		buffer_format(&text, "%s%s%s", nearest_told(task->engine_name), *task->engine_name && *task->operation_name ? " " : "", task->operation_name);
	add_request(&text, response);
	if (response->http_status)
		buffer_format(&text, ": %d", response->http_status);
	if (why)
		buffer_format(&text, "%s%s", text.length ? ": " : "", why);
	add_errors(&text, response);
	if (!why && response->http_status && !response->json)
		add_plain_text(&text, response);
	if (hint) {
		buffer_format(&text, " (%s%s", hint, accessor ? "; the token's accessor is " : "");
		add_folded(&text, accessor ? accessor : "");
		buffer_text(&text, ")");
	}
	if (operation && operation->since && (response->http_status == 404 || response->http_status == 405))
		buffer_format(&text, "; not every server has this operation: %s", operation->since);
	if (response->may_have_been_carried_out)
		buffer_text(&text, "; it may have been carried out");
	return buffer_take(&text);
}

/* What a text of `length` bytes is elsewhere, NULL where memory ran out; whatever is escaped gets longer. */
static void add_form(struct blots *blots, const char *form, size_t form_length, size_t length)
{
	char *copy;

	if (form && form_length == length)
		return;
	copy = form ? arena_copy(blots->arena, form, form_length) : NULL;
	if (copy)
		blots_add(blots, copy, form_length);
	else
		blots->no_memory = true;
}

/* As JSON and Go write it in quotes, and as the servers' own JSON does. */
static void add_quoted(struct blots *blots, const char *text, size_t length)
{
	struct json_object *string = json_object_new_string_len(text, (int)length);
	struct buffer escaped = { 0 };
	size_t n = 0;
	char *written = string ? json_write(string, false, &n) : NULL;

	add_form(blots, written ? written + 1 : NULL, n - 2, length);
	if (written && strpbrk(written, "<>&")) {
		for (const char *c = written + 1; c < written + n - 1; c++)
			if (strchr("<>&", *c))
				buffer_format(&escaped, "\\u%04x", (unsigned)*c);
			else
				buffer_append(&escaped, c, 1);
		add_form(blots, escaped.failed ? NULL : escaped.bytes, escaped.length, length);
	}
	buffer_free(&escaped);
	text_free(written);
	json_free(string);
}

/* As it goes into an address, and with the large digits that others write. */
static void add_encoded(struct blots *blots, const char *text, size_t length)
{
	struct buffer encoded = { 0 };

	encoded_append(&encoded, text, length);
	add_form(blots, encoded.failed ? NULL : encoded.bytes, encoded.length, length);
	for (char *sign = encoded.bytes; sign && (sign = strchr(sign, '%')); sign += 3)
		for (size_t i = 1; i <= 2; i++)
			if (sign[i] >= 'a')
				sign[i] = (char)(sign[i] - 'a' + 'A');
	add_form(blots, encoded.failed ? NULL : encoded.bytes, encoded.length, length);
	buffer_free(&encoded);
}

static void add_secret(struct blots *blots, const char *text, size_t length)
{
	blots_add(blots, text, length);
	if (length < BLOT_MIN)
		return;
	add_quoted(blots, text, length);
	if (length <= ADDRESSED_MAX)
		add_encoded(blots, text, length);
}

static void add_number(struct blots *blots, const struct json_object *tree)
{
	size_t length = 0;
	char *written = json_write(tree, false, &length);

	add_form(blots, written, length, 0);
	text_free(written);
}

static void add_secrets_of(struct blots *blots, const struct json_object *tree)
{
	switch (json_object_get_type(tree)) {
	case json_type_string:
		add_secret(blots, json_object_get_string((struct json_object *)(uintptr_t)tree), (size_t)json_object_get_string_len(tree));
		break;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			add_secrets_of(blots, json_object_array_get_idx(tree, i));
		break;
	case json_type_object:
		JSON_MEMBERS(tree, member)
			add_secrets_of(blots, lh_entry_v(member));
		break;
	case json_type_int:
	case json_type_double:
		add_number(blots, tree);
		break;
	default:
		break;
	}
}

/* A header's value: whole, and what stands behind each of these signs: a credential behind its scheme, a passcode behind its method. */
static void add_header(struct blots *blots, const char *value, const char *signs)
{
	add_secret(blots, value, strlen(value));
	for (; *signs; signs++) {
		const char *sign = strchr(value, *signs);

		if (sign)
			add_secret(blots, sign + 1, strlen(sign + 1));
	}
}

/* Whether the row has a secret for that header. */
static bool is_secret_header(const struct hvac_task *task, const char *name)
{
	for (size_t i = 0; task->draft.row && i < row_n_parameters(task->draft.row); i++) {
		const struct hvac_parameter *parameter = row_parameter(task->engine, task->draft.row, i);

		if (parameter->in == HVAC_IN_HEADER && parameter->flags & HVAC_SECRET && !strcasecmp(parameter->wire ? parameter->wire : parameter->name, name))
			return true;
	}
	return false;
}

/* All that the request has told: of the option headers, the token, arguments, what hooks have told another host or put into secret
 * members and headers, and the login that went with it. */
static void gather(struct hvac_task *task, struct blots *blots)
{
	if (task->login)
		gather(task->login, blots);
	for (size_t i = 0; i < task_settings(task)->n_headers; i++)
		add_header(blots, task_settings(task)->headers[i].value, " ");
	if (task->token)
		add_secret(blots, task->token->text, strlen(task->token->text));
	for (size_t i = 0; i < task->binding.count; i++) {
		const struct bound *bound = &task->binding.list[i];

		if (!bound_is_secret(bound))
			continue;
		if (bound->kind == BOUND_TEXT || bound->kind == BOUND_BYTES)
			add_secret(blots, bound->text, bound->length);
		if (bound->tree)
			add_secrets_of(blots, bound->tree);
	}
	for (size_t i = 0; i < task->draft.n_headers; i++) {
		if (is_secret_header(task, task->draft.headers[i].name))
			add_header(blots, task->draft.headers[i].value, " :=");
		else if (task->request.external)
			add_header(blots, task->draft.headers[i].value, "");
	}
	if (task->request.external)
		add_secrets_of(blots, task->draft.body);
	for (size_t i = 0; task->draft.row && i < row_n_parameters(task->draft.row); i++) {
		const char *name;
		struct json_object *map = draft_secret(&task->draft, task->draft.body, &task->binding, i, &name);

		if (map)
			add_secrets_of(blots, json_object_object_get(map, name));
	}
}

bool failure_blot(struct hvac_task *task, hvac_response *response)
{
	struct blots blots = { .arena = &task->arena };

	if (!response->body_length)
		return true;
	if (!blots_expect(&blots, response->body_length) || !response_blot(response, &blots))
		return false;
	gather(task, &blots);
	return blots_prepare(&blots) && response_blot(response, &blots);
}

bool failure_may_show(struct hvac_task *task, const char *text, size_t length)
{
	struct blots blots = { .arena = &task->arena };
	char *copy = arena_copy(&task->arena, text, length);

	if (copy && blots_expect(&blots, length)) {
		blots_overwrite(&blots, copy, length, BLOT_MIN);
		gather(task, &blots);
		if (blots_prepare(&blots))
			return !blots_overwrite(&blots, copy, length, BLOT_MIN);
	}
	task->no_memory = true;
	return false;
}

const char *failure_shown(struct hvac_task *task, const char *text)
{
	return failure_may_show(task, text, strlen(text)) ? text : "***";
}
