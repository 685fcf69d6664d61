/* SPDX-License-Identifier: MIT */
/* How a task comes to be: its engine and operation are found, its arguments bound, and what can be told early is refused; and its end. */
#include "login.h"
#include "memory.h"
#include "nearest.h"
#include "registry.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>

static hvac_status no_such_operation(struct hvac_task *task)
{
	struct nearest nearest;
	const char *why;

	nearest_begin(&nearest, task->operation_name);
	for (size_t i = 0; i < task->engine->n_rows; i++)
		nearest_offer(&nearest, task->engine->rows[i].operation->name);
	why = arena_format(&task->arena, "%s has no operation %.64s%s%s%s", *task->engine_name ? task->engine_name : "a plain path", task->operation_name, nearest.name ? "; did you mean " : "",
	                   nearest.name ? nearest.name : "", nearest.name ? "?" : "");
	return task_refuse(task, why ? HVAC_NO_SUCH_OPERATION : HVAC_NO_MEMORY, why);
}

static hvac_status take_stream(struct hvac_task *task, const hvac_stream *stream, const char **why)
{
	uint32_t flags = task->binding.row->operation->flags;
	hvac_stream *copy;

	*why = NULL;
	if (!stream)
		return HVAC_OK;
	if (stream->source && !(flags & HVAC_STREAM_IN))
		*why = "the operation takes no stream";
	else if (stream->sink && !(flags & HVAC_STREAM_OUT))
		*why = "the operation gives no stream";
	else if (!stream->source && !stream->sink)
		*why = "the stream has neither source nor sink";
	if (*why)
		return HVAC_PARAM_VALIDATION_ERROR;
	task->stream = copy = arena_alloc(&task->arena, sizeof *copy);
	if (!copy)
		return HVAC_NO_MEMORY;
	*copy = *stream;
	return HVAC_OK;
}

/* As much as can be told before a file is opened: the whole request where none is to be read. */
static bool fill_early(struct hvac_task *task)
{
	struct binding *binding = &task->binding;

	if (!binding_is_pending(binding))
		return draft_fill(&task->draft, binding, binding->row);
	return binding->is_open || draft_check(&task->draft, binding, binding->row);
}

static hvac_status bind_arguments(struct hvac_task *task, const hvac_argument *arguments, const hvac_stream *stream)
{
	struct operation_rows rows;
	const char *why = NULL;
	hvac_status status;

	if (!engine_find(task->engine, task->operation_name, &rows))
		return no_such_operation(task);
	status = binding_new(&task->binding, &task->arena, task->engine, &rows, arguments, stream && stream->source, &why);
	if (status == HVAC_OK)
		status = take_stream(task, stream, &why);
	if (status == HVAC_OK && !fill_early(task)) {
		status = task->draft.status;
		why = task->draft.error;
	}
	return status == HVAC_OK ? HVAC_OK : task_refuse(task, status, why);
}

hvac_status task_new(hvac_client *client, const struct engine *engine, const char *id, const char *operation,
                     const hvac_argument *arguments, const hvac_stream *stream, struct hvac_task **result)
{
	struct hvac_task *task = calloc(1, sizeof *task);
	hvac_status status;
	char *error = NULL;

	*result = task;
	if (!task)
		return HVAC_NO_MEMORY;
	task->client = client_ref(client);
	id = id ? id : "";
	operation = operation ? operation : "";
	task->engine_name = arena_copy(&task->arena, id, strlen(id));
	task->operation_name = arena_copy(&task->arena, operation, strlen(operation));
	if (!task->engine_name || !task->operation_name) {
		hvac_task_free(task);
		*result = NULL;
		return HVAC_NO_MEMORY;
	}
	if (!client->settings)
		return task_refuse(task, HVAC_CONFIG_ERROR, client->error);
	task->engine = engine;
	status = engine ? HVAC_OK : registry_find(id, &task->engine, &error);
	status = status == HVAC_OK ? bind_arguments(task, arguments, stream) : task_refuse(task, status, error);
	text_free(error);
	return status;
}

hvac_status task_again(const struct hvac_task *task, struct hvac_task **again)
{
	struct arena arena = { 0 };
	const hvac_argument *arguments = binding_arguments(&task->binding, &arena);
	hvac_status status = HVAC_NO_MEMORY;

	*again = NULL;
	if (arguments)
		status = task_new(task->client, task->engine, task->engine_name, task->operation_name, arguments, NULL, again);
	if (*again)
		(*again)->binding.way.turn = FILE_AGAIN;
	arena_free(&arena);
	return status;
}

hvac_status task_new_login(hvac_client *client, const char *id, const char *operation, const hvac_argument *arguments, struct hvac_task **task)
{
	hvac_status status = task_new(client, NULL, id, operation, arguments, NULL, task);

	if (status == HVAC_OK && !((*task)->binding.row->operation->flags & HVAC_LOGIN))
		status = task_refuse(*task, HVAC_PARAM_VALIDATION_ERROR, "the operation is no login");
	return status;
}

void hvac_task_free(struct hvac_task *task)
{
	if (!task)
		return;
	hvac_task_free(task->login);
	stored_login_unref(task->stored);
	token_release(task->replaces);
	draft_reset(&task->draft);
	binding_free(&task->binding);
	hvac_response_free(task->response);
	hvac_response_free(task->kept);
	json_free(task->own_answer);
	text_free(task->hook_message);
	token_release(task->token);
	arena_free(&task->arena);
	client_unref(task->client);
	free(task);
}
