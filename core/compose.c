/* SPDX-License-Identifier: MIT */
#include "compose.h"
#include "clock.h"
#include "failure.h"
#include "memory.h"
#include "verb.h"

#include <string.h>
#include <strings.h>
#include <json-c/json.h>

#include "config.h"

#define FIXED_HEADERS 10u       /* token, request, namespace, no forwarding, forward, inconsistent, index, wrap TTL, user agent, content type */
#define WRAP_TTL "X-Vault-Wrap-TTL"

uint32_t compose_flags(const struct hvac_task *task)
{
	uint32_t flags = task->binding.row->operation->flags;

	if (task->draft.row)
		return task->draft.row->operation->flags;
	/* a request that a hook made up: as tokenless and as little wrapped as its operation, and nothing is known of repeating it */
	return flags & (HVAC_LOGIN | HVAC_NO_TOKEN | HVAC_SINGLE_USE | HVAC_UNWRAPPED);
}

bool compose_is_repeatable(const struct hvac_task *task)
{
	return compose_flags(task) & HVAC_IDEMPOTENT || task->draft.verb == HVAC_LIST || task->draft.verb == HVAC_SCAN || task->draft.verb == HVAC_HEAD;
}

bool compose_is_single_use(const struct hvac_task *task)
{
	return (compose_flags(task) | (task->login ? compose_flags(task->login) : 0)) & HVAC_SINGLE_USE;
}

bool compose_forbids_forwarding(const struct hvac_task *task)
{
	const struct hvac_stream *stream = task->request.stream;

	return !compose_is_repeatable(task) && task_settings(task)->allow_redirects && !task->redirects && !(stream && stream->source) &&
	       task->client->transport->settings->addresses.count > 1 && !strncmp(compose_address(task)->base, "https:", 6);
}

static bool has_header(const hvac_header *headers, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcasecmp(headers[i].name, name))
			return true;
	return false;
}

/* A header of the operation's or a hook's own. */
static bool drafted(const struct draft *draft, const char *name)
{
	return has_header(draft->headers, draft->n_headers, name);
}

static void add(hvac_request *request, hvac_header *headers, const char *name, const char *value)
{
	headers[request->n_headers++] = (hvac_header){ name, value };
}

/* One of the library's, or of the client's options: what the operation or its hook says itself counts. */
static void add_common(const struct draft *draft, hvac_request *request, hvac_header *headers, const char *name, const char *value)
{
	if (!drafted(draft, name))
		add(request, headers, name, value);
}

/* Whether the draft has a header by a default of its row alone. */
static bool is_default(const struct hvac_task *task, const char *name)
{
	for (size_t i = 0; task->draft.row && i < row_n_parameters(task->draft.row); i++) {
		const struct hvac_parameter *parameter = row_parameter(task->engine, task->draft.row, i);

		if (parameter->in == HVAC_IN_HEADER && parameter->dflt && !strcasecmp(parameter->wire ? parameter->wire : parameter->name, name))
			return !binding_given(&task->binding, parameter->name);
	}
	return false;
}

/* A default gives way to the client's option; but 0 there wraps nothing, which is no life of a wrapping token. */
static const char *value_of(const struct hvac_task *task, const hvac_header *header)
{
	const char *ttl = task_settings(task)->wrap_ttl;

	return ttl && strpbrk(ttl, "123456789") && !strcasecmp(header->name, WRAP_TTL) && is_default(task, header->name) ? ttl : header->value;
}

/* The token is read here and nowhere else, once for each try. */
static hvac_status read_token(struct hvac_task *task)
{
	token_release(task->token);
	task->token = NULL;
	if (task->draft.external_base || compose_flags(task) & (HVAC_LOGIN | HVAC_NO_TOKEN) || drafted(&task->draft, "X-Vault-Token"))
		return HVAC_OK;
	return token_get(task->client->slot, &task->token);
}

static hvac_status compose_headers(struct hvac_task *task)
{
	const struct settings *settings = task_settings(task);
	const struct draft *draft = &task->draft;
	hvac_request *request = &task->request;
	bool external = draft->external_base;
	const char *index = NULL;
	hvac_header *headers = arena_alloc(&task->arena, (FIXED_HEADERS + settings->n_headers + task->n_inline_headers + draft->n_headers) * sizeof *headers);

	if (!headers || read_token(task) != HVAC_OK ||
	    (settings->read_your_writes && !external && !consistency_copy(&task->client->transport->consistency, &task->arena, &index)))
		return HVAC_NO_MEMORY;
	request->headers = headers;
	request->n_headers = 0;
	if (task->token)
		add_common(draft, request, headers, "X-Vault-Token", task->dry ? "***" : task->token->text);
	if (!external) {
		add_common(draft, request, headers, "X-Vault-Request", "true");
		if (settings->namespace_name)
			add_common(draft, request, headers, "X-Vault-Namespace", settings->namespace_name);
		if (compose_forbids_forwarding(task))
			add_common(draft, request, headers, "X-Vault-No-Request-Forwarding", "true");
		else if (settings->forward_always)
			add_common(draft, request, headers, "X-Vault-Forward", "active-node");
		if (settings->forward_inconsistent)
			add_common(draft, request, headers, "X-Vault-Inconsistent", "forward-active-node");
		if (index)
			add_common(draft, request, headers, "X-Vault-Index", index);
		if (settings->wrap_ttl && !task->for_library && !(compose_flags(task) & HVAC_UNWRAPPED))
			add_common(draft, request, headers, WRAP_TTL, settings->wrap_ttl);
		for (size_t i = 0; i < task->n_inline_headers; i++)
			add_common(draft, request, headers, task->inline_headers[i].name, task->dry ? "***" : task->inline_headers[i].value);
		for (size_t i = 0; i < settings->n_headers; i++)
			add_common(draft, request, headers, settings->headers[i].name, settings->headers[i].value);
	}
	if (external || !has_header(settings->headers, settings->n_headers, "User-Agent"))
		add_common(draft, request, headers, "User-Agent", "libhvac/" PACKAGE_VERSION);
	if (draft->body)
		add_common(draft, request, headers, "Content-Type", compose_flags(task) & HVAC_MERGE_PATCH ? "application/merge-patch+json" : "application/json");
	else if (draft->raw || (request->stream && request->stream->source))
		add_common(draft, request, headers, "Content-Type", "application/octet-stream");
	for (size_t i = 0; i < draft->n_headers; i++)
		add(request, headers, draft->headers[i].name, value_of(task, &draft->headers[i]));
	return HVAC_OK;
}

static hvac_status compose_body(struct hvac_task *task)
{
	struct draft *draft = &task->draft;
	hvac_request *request = &task->request;

	request->body = NULL;
	request->body_length = 0;
	if (draft->body && !draft->body_text) {
		draft->body_text = json_write(draft->body, false, &draft->body_length);
		if (!draft->body_text)
			return HVAC_NO_MEMORY;
	}
	if (draft->body_text) {
		request->body = draft->body_text;
		request->body_length = draft->body_length;
	} else if (draft->raw) {
		request->body = draft->raw;
		request->body_length = draft->raw_length;
	}
	return HVAC_OK;
}

/* LIST and SCAN as they are sent: as verbs of their own, or as GET for whatever stands in between. */
static const char *method_of(const struct hvac_task *task, const char **query)
{
	int verb = task->draft.verb;

	*query = "";
	if (!task_settings(task)->strict_http || (verb != HVAC_LIST && verb != HVAC_SCAN))
		return verb_name(verb);
	*query = verb == HVAC_LIST ? "list=true" : "scan=true";
	return "GET";
}

const struct address *compose_address(const struct hvac_task *task)
{
	const struct addresses *addresses = &task->client->transport->settings->addresses;

	return &addresses->list[task->address % addresses->count];
}

static hvac_status compose_url(struct hvac_task *task)
{
	const struct address *address = compose_address(task);
	const struct draft *draft = &task->draft;
	hvac_request *request = &task->request;
	const char *extra, *own = draft->query.length ? draft->query.bytes : "";

	request->method = method_of(task, &extra);
	request->base = draft->external_base ? draft->external_base : address->base;
	request->path = draft->external_base ? draft->path.bytes : arena_join(&task->arena, address->prefix, "/v1", draft->path.bytes);
	request->query = NULL;
	if (*own || *extra) {
		request->query = *own && *extra ? arena_format(&task->arena, "%s&%s", own, extra) : *own ? own : extra;
		if (!request->query)
			return HVAC_NO_MEMORY;
	}
	return request->path ? HVAC_OK : HVAC_NO_MEMORY;
}

static const hvac_stream *stream_of(const struct hvac_task *task)
{
	return compose_flags(task) & (HVAC_STREAM_IN | HVAC_STREAM_OUT) ? task->stream : NULL;
}

hvac_status compose(struct hvac_task *task, uint64_t now, const char **error)
{
	const struct settings *settings = task_settings(task);
	const struct draft *draft = &task->draft;
	hvac_request *request = &task->request;
	uint64_t left = task->deadline > now ? task->deadline - now : 0;
	hvac_status status;

	*error = NULL;
	*request = (hvac_request){ .size = sizeof *request };
	request->stream = stream_of(task);
	status = compose_url(task);
	if (status == HVAC_OK)
		status = compose_body(task);
	if (status == HVAC_OK)
		status = compose_headers(task);
	request->external = draft->external_base;
	request->raw = compose_flags(task) & HVAC_RAW;
	request->once = compose_is_single_use(task) || (!compose_is_repeatable(task) && !settings->retry_writes);
	request->timeout_ms = (int64_t)((settings->timeout < left ? settings->timeout : left) / MILLISECOND);
	request->connect_ms = draft->connect_ms ? draft->connect_ms : (int64_t)(settings->connect_timeout / MILLISECOND);
	request->stall_ms = (int64_t)(settings->stall_timeout / MILLISECOND);
	request->body_max = settings->body_max;
	request->headers_max = settings->headers_max;
	draft = task->login && !request->external && !draft->client_cert ? &task->login->draft : draft;
	request->client_cert = draft->client_cert;
	request->client_key = draft->client_key;
	request->ca_cert = draft->ca_cert;
	return status;
}

char *compose_shown_url(struct hvac_task *task)
{
	const struct draft *draft = &task->draft;
	const struct buffer *path = draft->shown.bytes ? &draft->shown : &draft->path;
	struct buffer url = { 0 };

	if (draft->external_base) {
		buffer_text(&url, draft->external_base);
	} else {
		/* after a redirect it is another's than the address's */
		buffer_text(&url, task->request.base);
		buffer_text(&url, compose_address(task)->prefix);
		buffer_text(&url, "/v1");
	}
	/* a hook puts together what it likes */
	if (draft->row || failure_may_show(task, path->bytes, path->length))
		buffer_append(&url, path->bytes, path->length);
	else
		buffer_text(&url, "/***");
	return buffer_take(&url);
}
