/* SPDX-License-Identifier: MIT */
#include "answer.h"
#include "clock.h"
#include "compose.h"
#include "failure.h"
#include "memory.h"
#include "policy.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <curl/curl.h>

/* Statuses of success: the row's; of a hook's own request 2xx. */
bool answer_is_success(const struct hvac_task *task, int http_status)
{
	return status_is_success(http_status, task->draft.row ? task->draft.row->operation->ok_status : NULL);
}

bool answer_says_no_active_node(const hvac_response *response)
{
	return response->http_status == 500 && response->body_length &&
	       (strstr(response->body, "active cluster node not found") || strstr(response->body, "no active node"));
}

/* Seconds since 1970, -1 for what is no date. Where time_t has 32 bits curl says that of one after 2037, too. */
static int64_t date_seconds(struct hvac_task *task, const char *text)
{
	int64_t seconds = curl_getdate(text, NULL);
	const char *sooner;

	if (seconds != -1 || strlen(text) < strlen("Tue, 19 Jan 2038") || strtol(text + strlen("Tue, 19 Jan "), NULL, 10) < 2038)
		return seconds;
	sooner = arena_format(&task->arena, "%.*s2037%s", (int)strlen("Tue, 19 Jan "), text, text + strlen("Tue, 19 Jan 2038"));
	return sooner && curl_getdate(sooner, NULL) != -1 ? (int64_t)UINT32_MAX : -1;
}

/* Seconds that the server asks to wait, as a number or a date; -1 for none. */
int64_t answer_retry_after(struct hvac_task *task, const hvac_response *response)
{
	const char *text = hvac_response_header(response, "Retry-After");
	int64_t seconds;
	char *end;

	if (!text)
		return -1;
	seconds = strtoll(text, &end, 10);
	if (end == text || *end)
		seconds = date_seconds(task, text) - hvac_task_now(task);
	return seconds < 0 ? -1 : seconds;
}

static void drop(hvac_outcome *outcome)
{
	wipe_free(outcome->headers, outcome->headers ? outcome->headers_length : 0);
	wipe_free(outcome->body, outcome->body ? outcome->body_length : 0);
	outcome->headers = outcome->body = NULL;
}

/* A response with what is known of the request, and the outcome's memory. */
hvac_response *answer_new(struct hvac_task *task, hvac_outcome *outcome)
{
	hvac_response *response = response_new();
	const char *name = task->request.external ? NULL : task_settings(task)->namespace_name;

	/* what an adapter has seen of an answer that did not come whole is none to go by */
	if (outcome->kind != HVAC_OUTCOME_ANSWER) {
		outcome->http_status = 0;
		drop(outcome);
	}
	if (response) {
		response_take(response, outcome);
		response->method = task->request.method;
		response->url = compose_shown_url(task);
		response->namespace_name = name ? text_copy(name, strlen(name)) : NULL;
		response->retryable = policy_is_retryable(outcome->kind, outcome->http_status);
		response->may_have_been_carried_out = !task->request.external && !compose_is_repeatable(task) && !answer_is_success(task, outcome->http_status) &&
		                                      policy_may_have_been_carried_out(outcome->kind, outcome->sent, outcome->http_status,
		                                                                       answer_says_no_active_node(response));
	}
	drop(outcome);
	if (response && response->url && (response->namespace_name || !name))
		return response;
	hvac_response_free(response);
	return NULL;
}

static bool says_json(const hvac_response *response)
{
	const char *type = hvac_response_header(response, "Content-Type");

	return type && !strncasecmp(type, "application/json", strlen("application/json"));
}

static bool says_html(const hvac_response *response)
{
	const char *type = hvac_response_header(response, "Content-Type");

	return type && !strncasecmp(type, "text/html", strlen("text/html"));
}

/* An answer of success must be what was promised; an error's body is read if it can be. */
hvac_status answer_read(struct hvac_task *task, bool success, const char **why)
{
	const struct settings *settings = task_settings(task);
	hvac_response *response = task->response;
	hvac_status status;

	*why = NULL;
	/* the caller has it, whatever it was */
	if (success && task->request.stream && task->request.stream->sink && response->http_status <= 299)
		return HVAC_OK;
	if (success && task->request.raw && !says_json(response)) {
		/* what does not say what it is may be JSON all the same */
		if (!hvac_response_header(response, "Content-Type"))
			return response_parse(response, NULL, settings->depth_max) == HVAC_NO_MEMORY ? HVAC_NO_MEMORY : HVAC_OK;
		if (!says_html(response))
			return HVAC_OK;
		if (!failure_blot(task, response))
			return HVAC_NO_MEMORY;
		*why = "the answer is a web page; is this address really the server's?";
		return HVAC_MALFORMED_ANSWER;
	}
	status = response_parse(response, task->lane ? &task->lane->parser : NULL, settings->depth_max);
	/* another host's answer is whatever that host says */
	if (success && task->request.external && status == HVAC_MALFORMED_ANSWER)
		return HVAC_OK;
	if (!success && status != HVAC_NO_MEMORY)
		return failure_blot(task, response) ? HVAC_OK : HVAC_NO_MEMORY;
	if (status == HVAC_MALFORMED_ANSWER)
		*why = "the answer is not a JSON object that can be kept exactly; is this address really the server's?";
	if (status == HVAC_TOO_LARGE)
		*why = "the answer's JSON is nested too deep";
	if (*why && !failure_blot(task, response))
		return HVAC_NO_MEMORY;
	if (status == HVAC_OK && !response->json && response->http_status == 200 && !task->request.external && draft_is_read(&task->draft) && task->draft.verb != HVAC_HEAD) {
		*why = "the answer is empty";
		status = HVAC_MALFORMED_ANSWER;
	}
	return status;
}

static bool query_has(const char *query, const char *member)
{
	size_t length = strlen(member);

	while (query && *query) {
		if (!strncmp(query, member, length) && (!query[length] || query[length] == '&'))
			return true;
		query += strcspn(query, "&");
		query += *query == '&';
	}
	return false;
}

/* A GET may ask for one by its query. */
static bool is_listing(const struct hvac_task *task)
{
	const struct draft *draft = &task->draft;

	return draft->verb == HVAC_LIST || draft->verb == HVAC_SCAN || (draft->verb == HVAC_GET && query_has(draft->query.bytes, "list=true"));
}

/* A list of nothing, told from a path that is wrong by the server's silence. */
bool answer_is_empty_list(const struct hvac_task *task)
{
	return task_settings(task)->empty_list && is_listing(task) && task->response->http_status == 404 &&
	       hvac_response_json(task->response) && hvac_value_count(hvac_response_errors(task->response)) == 0 &&
	       hvac_value_count(hvac_response_warnings(task->response)) == 0;
}

bool answer_wants_token(struct hvac_task *task)
{
	int use = 1;

	hvac_task_boolean(task, "use_token", &use);
	/* beside a login that goes with each request no server takes one */
	return use && !task->client->inline_login;
}

struct token_life answer_life(const hvac_value *auth, const hvac_value *data, uint64_t asked)
{
	const hvac_value *from = auth ? auth : data;
	struct token_life life = { 0 };
	int64_t seconds;

	if (!hvac_value_integer(hvac_value_member(from, auth ? "lease_duration" : "ttl"), &seconds) || seconds < 0 || seconds > (int64_t)(INT64_MAX / SECOND))
		return life;
	/* one that ends within a second has none left */
	if (!seconds && hvac_value_string(hvac_value_member(from, "expire_time"), NULL))
		seconds = 1;
	life.known = true;
	life.lasts = (uint64_t)seconds * SECOND;
	life.expires_at = asked + life.lasts;
	hvac_value_boolean(hvac_value_member(from, "renewable"), &life.renewable);
	if (!hvac_value_integer(hvac_value_member(from, "num_uses"), &life.uses) || life.uses < 0)
		life.uses = 0;
	return life;
}

/* Any answer with the client's token in it says anew how long that one lives. */
static hvac_status take_renewal(struct hvac_task *task, const hvac_value *auth)
{
	const char *token = hvac_value_string(hvac_value_member(auth, "client_token"), NULL);
	struct token_life life = answer_life(auth, NULL, task->sent_at);

	return token && life.known && task->client->slot ? token_renewed(task->client->slot, token, &life) : HVAC_OK;
}

/* A login that succeeded: its token becomes the client's. */
hvac_status answer_take_login(struct hvac_task *task, const char **why)
{
	const hvac_value *auth = hvac_response_auth(task->response), *data = hvac_response_data(task->response);
	struct token_life life;
	const char *token, *accessor;
	hvac_status status;
	size_t length;

	*why = NULL;
	if (!(task->binding.row->operation->flags & HVAC_LOGIN))
		return auth ? take_renewal(task, auth) : HVAC_OK;
	if (!answer_wants_token(task) || hvac_response_wrap_info(task->response))
		return HVAC_OK;
	/* a token that was looked up stands in `data` */
	token = hvac_value_string(auth ? hvac_value_member(auth, "client_token") : hvac_value_member(data, "id"), &length);
	accessor = hvac_value_string(hvac_value_member(auth ? auth : data, "accessor"), NULL);
	if (token && length && text_is_printable(token, length)) {
		/* it is told from here on: one that holds a secret is none */
		if (accessor && (strstr(accessor, token) || !failure_may_show(task, accessor, strlen(accessor))))
			accessor = NULL;
		life = answer_life(auth, data, task->sent_at);
		life.made = auth;
		status = token_log_in(task->client->slot, task, token, accessor, &life);
		*why = status == HVAC_CANCELLED ? "it came too late: the client has another token" : NULL;
		log_line(&task->client->logger, HVAC_LOG_INFO, "logged in by %s, accessor %s%s", task->engine_name, accessor ? accessor : "unknown",
		         status == HVAC_CANCELLED ? ": too late, the client has another token" : "");
		return status;
	}
	*why = "the login's answer has no auth.client_token";
	return HVAC_MALFORMED_ANSWER;
}
