/* SPDX-License-Identifier: MIT */
#include "dry.h"
#include "base64.h"
#include "clock.h"
#include "memory.h"
#include "tape.h"

#include <string.h>
#include <strings.h>

#define REQUESTS_MAX 100000u

/* The option headers is a secret, and what a hook says to another host in a header is mostly a credential. */
static bool is_hidden(const struct hvac_task *task, const hvac_header *header)
{
	const struct settings *settings = task_settings(task);
	const struct draft *draft = &task->draft;

	for (size_t i = 0; i < settings->n_headers; i++)
		if (header->value == settings->headers[i].value)
			return task->redact;
	return task->redact && task->request.external && header >= task->request.headers + task->request.n_headers - draft->n_headers &&
	       strcasecmp(header->name, "Content-Type") != 0;
}

static hvac_value *headers_of(const struct hvac_task *task)
{
	const hvac_request *request = &task->request;
	hvac_value *map = hvac_value_new_map();

	for (size_t i = 0; i < request->n_headers; i++)
		if (!tape_put(map, request->headers[i].name, hvac_value_new_string(is_hidden(task, &request->headers[i]) ? "***" : request->headers[i].value))) {
			hvac_value_free(map);
			return NULL;
		}
	return map;
}

/* What hooks have put into secret members: what was given is hidden before it gets here. */
static bool hide_secrets(struct hvac_task *task, struct json_object *body)
{
	const char *name;

	for (size_t i = 0; task->draft.row && i < row_n_parameters(task->draft.row); i++) {
		struct json_object *map = draft_secret(&task->draft, body, &task->binding, i, &name);

		if (map && hvac_value_adopt_member(json_value(map), name, hvac_value_new_string("***")) != HVAC_OK)
			return false;
	}
	return true;
}

/* Its own request, or one of the login that goes with it. */
static struct hvac_task *asking(struct hvac_task *task)
{
	return task->login && task->login->phase == TASK_RUNNING ? task->login : task;
}

static bool put_body(hvac_value *map, struct hvac_task *task)
{
	const hvac_request *request = &task->request;
	hvac_value *value = NULL;
	char *text;
	size_t length;

	if (task->draft.body) {
		value = hvac_value_copy(json_value(task->draft.body));
		if (value && task->redact && !hide_secrets(task, json_of(value))) {
			hvac_value_free(value);
			return false;
		}
		return tape_put(map, "body", value);
	}
	if (!request->body)
		return tape_put(map, "body", hvac_value_new_null());
	text = base64_encode(request->body, request->body_length, &length);
	if (text)
		value = hvac_value_new_text(text, length);
	wipe_free(text, text ? length : 0);
	return tape_put(map, "data", value);
}

static hvac_value *describe(struct hvac_task *task)
{
	const hvac_request *request = &task->request;
	hvac_value *map = hvac_value_new_map();

	if (tape_put(map, "method", hvac_value_new_string(request->method)) && tape_put(map, "url", tape_url(request)) &&
	    tape_put(map, "headers", headers_of(task)) && put_body(map, task))
		return map;
	hvac_value_free(map);
	return NULL;
}

/* Each request is answered by an empty success, so that hooks go on to what they would send in any case. What they make of
 * it at the end does not matter: the requests are what was asked for. */
hvac_status dry_run(struct hvac_task *task, bool redact, hvac_value **requests)
{
	hvac_value *list = hvac_value_new_list();
	struct task_step step = { 0 };
	hvac_status status = list ? HVAC_OK : HVAC_NO_MEMORY;
	size_t count = 0;

	task->dry = true;
	task->redact = redact;
	task_begin(task, clock_now(&task->client->clock), &step);
	while (status == HVAC_OK && step.wants != WANTS_NOTHING && count < REQUESTS_MAX) {
		hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .http_status = 204, .sent = true };

		if (step.wants == WANTS_WAIT) {
			task_due(task, step.until, &step);
			continue;
		}
		status = hvac_value_adopt_item(list, describe(asking(task)));
		count++;
		if (status == HVAC_OK)
			task_sent(task, &outcome, task->sent_at, &step);
	}
	task->phase = TASK_DONE;
	if (status == HVAC_OK && !count)
		status = hvac_response_status(task->response);
	if (status == HVAC_OK)
		*requests = list;
	else
		hvac_value_free(list);
	return status;
}
