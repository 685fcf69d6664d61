/* SPDX-License-Identifier: MIT */
/* Calls and tasks as programs see them. */
#include "clock.h"
#include "driver.h"
#include "dry.h"
#include "login.h"
#include "memory.h"
#include "plain.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>

hvac_status hvac_task_new(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                          const hvac_stream *stream, hvac_task **task)
{
	return task_new(client, NULL, engine, operation, arguments, stream, task);
}

hvac_status hvac_task_run(hvac_task *task)
{
	if (!task)
		return HVAC_NO_MEMORY;
	if (task->phase != TASK_NEW || task->queue)
		return HVAC_PARAM_VALIDATION_ERROR;
	driver_run(task);
	return hvac_response_status(task->response);
}

void hvac_task_cancel(hvac_task *task)
{
	if (!task)
		return;
	atomic_store(&task->cancelled, true);
	if (task->client->transport)
		pool_wake(task->client->transport, task);
}

void hvac_task_resume(hvac_task *task)
{
	if (!task)
		return;
	atomic_store(&task->resumed, true);
	if (task->client->transport)
		pool_wake(task->client->transport, task);
}

hvac_response *hvac_task_take(hvac_task *task)
{
	hvac_response *response = task && task->phase == TASK_DONE ? task->response : NULL;

	if (response)
		task->response = NULL;
	return response;
}

hvac_status hvac_task_dry_run(hvac_task *task, bool redact, hvac_value **requests)
{
	*requests = NULL;
	if (!task)
		return HVAC_NO_MEMORY;
	if (task->phase != TASK_NEW || task->queue)
		return HVAC_PARAM_VALIDATION_ERROR;
	return dry_run(task, redact, requests);
}

/* Runs a task that was just made, hands its response out and frees it. */
static hvac_status run(hvac_task *task, hvac_response **response)
{
	hvac_status status;

	if (response)
		*response = NULL;
	if (!task)
		return HVAC_NO_MEMORY;
	status = hvac_task_run(task);
	if (response)
		*response = hvac_task_take(task);
	hvac_task_free(task);
	return status;
}

hvac_status hvac_call_stream(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                             const hvac_stream *stream, hvac_response **response)
{
	hvac_task *task;

	task_new(client, NULL, engine, operation, arguments, stream, &task);
	return run(task, response);
}

hvac_status hvac_call(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                      hvac_response **response)
{
	return hvac_call_stream(client, engine, operation, arguments, NULL, response);
}

hvac_status hvac_login(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                       hvac_response **response)
{
	struct stored_login *login = NULL;
	hvac_task *task;
	hvac_status status = task_new_login(client, engine, operation, arguments, &task);

	if (status == HVAC_OK) {
		login = stored_login_new(client, engine, operation, arguments);
		if (login)
			stored_login_give(login, task);
	}
	/* one that was refused says why */
	status = status != HVAC_OK || login ? hvac_task_run(task) : HVAC_NO_MEMORY;
	if (login)
		token_leave_unwrapped(client->slot, status == HVAC_OK ? NULL : login);
	if (response)
		*response = hvac_task_take(task);
	hvac_task_free(task);
	return status;
}

hvac_status hvac_task_new_path(hvac_client *client, const char *method, const char *path, const hvac_value *query,
                               const hvac_value *data, hvac_task **task)
{
	hvac_argument arguments[] = {
		hvac_string("path", path ? path : ""),
		hvac_value_argument("query", query),
		hvac_value_argument("data", data),
		{ .kind = HVAC_ARGUMENT_END },
	};
	char *error = NULL;
	const struct engine *engine;
	hvac_status status = plain_engine(&engine, &error);

	*task = NULL;
	text_free(error);
	if (status != HVAC_OK)
		return status;
	return task_new(client, engine, "", method, arguments, NULL, task);
}

hvac_status task_new_own(hvac_client *client, const char *method, const char *path, const hvac_value *data, hvac_task **task)
{
	hvac_status status = hvac_task_new_path(client, method, path, NULL, data, task);

	if (*task)
		(*task)->for_library = true;
	return status;
}

hvac_status hvac_request_path(hvac_client *client, const char *method, const char *path, const hvac_value *query,
                              const hvac_value *data, hvac_response **response)
{
	hvac_task *task;

	hvac_task_new_path(client, method, path, query, data, &task);
	return run(task, response);
}

hvac_status hvac_read(hvac_client *client, const char *path, hvac_response **response)
{
	return hvac_request_path(client, "GET", path, NULL, NULL, response);
}

hvac_status hvac_list(hvac_client *client, const char *path, hvac_response **response)
{
	return hvac_request_path(client, "LIST", path, NULL, NULL, response);
}

hvac_status hvac_scan(hvac_client *client, const char *path, hvac_response **response)
{
	return hvac_request_path(client, "SCAN", path, NULL, NULL, response);
}

hvac_status hvac_write(hvac_client *client, const char *path, const hvac_value *data, hvac_response **response)
{
	return hvac_request_path(client, "POST", path, NULL, data, response);
}

hvac_status hvac_patch(hvac_client *client, const char *path, const hvac_value *data, hvac_response **response)
{
	return hvac_request_path(client, "PATCH", path, NULL, data, response);
}

hvac_status hvac_delete(hvac_client *client, const char *path, hvac_response **response)
{
	return hvac_request_path(client, "DELETE", path, NULL, NULL, response);
}
