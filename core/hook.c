/* SPDX-License-Identifier: MIT */
/* What hooks may do with a task; see <hvac/plugin.h>. */
#include "clock.h"
#include "memory.h"
#include "path.h"
#include "task.h"

#include <stdarg.h>
#include <string.h>

/* A dry run opens no network. */
static bool is_left_out(const struct hvac_task *task)
{
	return task->dry && task->binding.row->operation->flags & HVAC_MAY_BLOCK;
}

int hook_prepare(struct hvac_task *task)
{
	const struct hvac_operation *operation = task->binding.row->operation;

	if (is_left_out(task))
		return HVAC_HOOK_AGAIN;
	task->state = operation->state_size ? hvac_task_alloc(task, operation->state_size) : NULL;
	/* what has a default is there whenever a hook asks for it */
	if ((operation->prepare || operation->finish) && binding_take_defaults(&task->binding, task->binding.row) != HVAC_OK)
		task->no_memory = true;
	return operation->prepare && !task->no_memory ? operation->prepare(task, task->state) : HVAC_HOOK_AGAIN;
}

int hook_finish(struct hvac_task *task, const hvac_response *response)
{
	const struct hvac_operation *operation = task->binding.row->operation;
	const struct row *asked = task->draft.row;

	if (is_left_out(task))
		return HVAC_HOOK_DONE;
	if (asked && row_is_step(asked) && asked->operation->finish)
		operation = asked->operation;
	return operation->finish ? operation->finish(task, task->state, response) : HVAC_HOOK_DONE;
}

/* The argument or its default, NULL for null too. */
static struct bound *value(struct hvac_task *task, const char *parameter)
{
	hvac_status status = HVAC_OK;
	struct bound *bound = binding_value(&task->binding, task->binding.row, parameter, &status);

	if (status != HVAC_OK)
		task->no_memory = true;
	return bound && bound->kind != BOUND_NULL ? bound : NULL;
}

const hvac_value *hvac_task_value(struct hvac_task *task, const char *parameter)
{
	struct bound *bound = value(task, parameter);
	struct json_object *tree;

	if (!bound)
		return NULL;
	if (bound_tree(bound, &tree) != HVAC_OK) {
		task->no_memory = true;
		return NULL;
	}
	return json_value(tree);
}

const char *hvac_task_string(struct hvac_task *task, const char *parameter)
{
	struct bound *bound = value(task, parameter);
	hvac_status status = HVAC_OK;
	const char *text;
	size_t length;

	if (!bound || (bound->kind != BOUND_TEXT && (!bound->parameter || bound->parameter->type != HVAC_TYPE_DURATION)))
		return NULL;
	text = bound_shown(bound, &task->arena, &length, &status);
	if (status != HVAC_OK)
		task->no_memory = true;
	return text;
}

int hvac_task_integer(struct hvac_task *task, const char *parameter, int64_t *result)
{
	return hvac_value_integer(hvac_task_value(task, parameter), result);
}

int hvac_task_boolean(struct hvac_task *task, const char *parameter, int *result)
{
	bool truth;

	if (!hvac_value_boolean(hvac_task_value(task, parameter), &truth))
		return 0;
	*result = truth;
	return 1;
}

const void *hvac_task_bytes(struct hvac_task *task, const char *parameter, size_t *length)
{
	struct bound *bound = value(task, parameter);

	if (!bound || (bound->kind != BOUND_TEXT && bound->kind != BOUND_BYTES))
		return NULL;
	if (length)
		*length = bound->length;
	return bound->text;
}

int hvac_task_is_hidden(struct hvac_task *task, const char *parameter)
{
	const struct bound *bound = task->redact ? binding_given(&task->binding, parameter) : NULL;

	return bound && bound->kind != BOUND_NULL && bound_is_secret(bound);
}

void *hvac_task_alloc(struct hvac_task *task, size_t size)
{
	void *memory = arena_alloc(&task->arena, size);

	if (!memory)
		task->no_memory = true;
	return memory;
}

static const struct row *find_row(const struct hvac_task *task, const char *name)
{
	struct operation_rows rows = task->binding.rows;

	if (*name != '@' && !engine_find(task->engine, name, &rows))
		return NULL;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = engine_row(task->engine, &rows, i);

		if (*name == '@' ? row->operation->when && !strcmp(row->operation->when, name) : !row->operation->when)
			return row;
	}
	return NULL;
}

void hvac_request_use(struct hvac_task *task, const char *name)
{
	const struct row *row = name ? find_row(task, name) : task->binding.row;

	if (row && !row->refused) {
		draft_fill(&task->draft, &task->binding, row);
	} else {
		draft_reset(&task->draft);
		draft_fail(&task->draft, &task->arena, row ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_SUCH_OPERATION, "its hook names a row %s that %s",
		           name, row ? row->refused : "is not there");
	}
}

int hvac_task_choose(struct hvac_task *task, const char *parameter, const char *text)
{
	const char *error = NULL;
	hvac_status status = text || !task->no_memory ? binding_choose(&task->binding, parameter, text, &error) : HVAC_NO_MEMORY;

	if (status == HVAC_NO_MEMORY)
		task->no_memory = true;
	if (status != HVAC_OK)
		return hvac_task_fail(task, status, "%s", error ? error : "memory ran out");
	draft_fill(&task->draft, &task->binding, task->binding.row);
	return hook_prepare(task);
}

/* A text that was made of memory that ran out is NULL, and so is one of an argument that was not given. */
static bool is_there(struct hvac_task *task, const char *text, const char *what)
{
	if (!text && !task->no_memory)
		draft_fail(&task->draft, &task->arena, HVAC_UNEXPECTED_ERROR, "its hook gives no %s", what);
	return text;
}

void hvac_request_method(struct hvac_task *task, int verb, const char *path)
{
	if (is_there(task, path, "path"))
		draft_set_path(&task->draft, &task->arena, verb, path);
}

void hvac_request_external(struct hvac_task *task, int verb, const char *url, int connect_ms)
{
	if (is_there(task, url, "URL"))
		draft_set_url(&task->draft, &task->arena, verb, url);
	task->draft.connect_ms = connect_ms;
}

void hvac_request_header(struct hvac_task *task, const char *name, const char *text)
{
	if (is_there(task, name, "name of a header") && is_there(task, text, "value of a header"))
		draft_add_header(&task->draft, &task->arena, name, text, strlen(text));
}

void hvac_request_query(struct hvac_task *task, const char *name, const char *text)
{
	if (is_there(task, name, "name of a query") && is_there(task, text, "value of a query"))
		query_append(&task->draft.query, name, text, strlen(text));
	if (task->draft.query.failed)
		task->no_memory = true;
}

hvac_value *hvac_request_body(struct hvac_task *task)
{
	if (!task->draft.body)
		task->draft.body = json_object_new_object();
	if (!task->draft.body) {
		task->no_memory = true;
		return NULL;
	}
	task->draft.raw = NULL;
	return json_value(task->draft.body);
}

void hvac_request_raw(struct hvac_task *task, const void *bytes, size_t length)
{
	if (length && !is_there(task, bytes, "body"))
		return;
	json_free(task->draft.body);
	task->draft.body = NULL;
	task->draft.raw = arena_copy(&task->arena, bytes, length);
	task->draft.raw_length = length;
	if (!task->draft.raw)
		task->no_memory = true;
}

void hvac_again_after(struct hvac_task *task, unsigned milliseconds)
{
	task->wait = milliseconds * MILLISECOND;
}

void hvac_task_keep(struct hvac_task *task)
{
	task->keep = true;
}

void hvac_task_answer(struct hvac_task *task, const hvac_value *answer)
{
	struct json_object *copy = NULL;

	if (answer && !json_copy(json_of(answer), &copy))
		task->no_memory = true;
	json_free(task->own_answer);
	task->own_answer = copy;
	task->has_own_answer = task->answered = true;
}

int64_t hvac_task_now(struct hvac_task *task)
{
	return task->client->clock.real(task->client->clock.context);
}

int hvac_task_random(struct hvac_task *task, void *bytes, size_t length)
{
	return task->client->clock.random(task->client->clock.context, bytes, length);
}

int hvac_task_fail(struct hvac_task *task, hvac_status status, const char *format, ...)
{
	va_list list;

	text_free(task->hook_message);
	va_start(list, format);
	task->hook_message = text_format(format, list);
	va_end(list);
	if (!task->hook_message)
		task->no_memory = true;
	task->hook_status = status == HVAC_OK ? HVAC_UNEXPECTED_ERROR : status;
	return -(int)task->hook_status;
}
