/* SPDX-License-Identifier: MIT */
/* Runs tasks or shows them. One place, so that every command treats previews, --meta and failures alike. */
#include "curl.h"
#include "execute.h"
#include "failure.h"
#include "meta.h"
#include "output.h"
#include "policy.h"

static int print(const struct command_line *line, const hvac_value *requests, const struct call *call)
{
	int code = EXIT_OK;
	if (line->flags & FLAG_OUTPUT_CURL)
		return curl_print(line, requests);
	if (line->flags & FLAG_OUTPUT_POLICY)
		return policy_print(line, requests, call);
	for (size_t i = 0; i < hvac_value_count(requests) && code == EXIT_OK; i++)
		code = output_json_line(line, hvac_value_item(requests, i));
	return code;
}

static int preview(const struct command_line *line, hvac_task *task, const struct call *call)
{
	bool redact = line->flags & FLAG_OUTPUT_CURL ? !(line->flags & FLAG_SHOW_SECRETS) : line->flags & FLAG_REDACT;
	hvac_value *requests = NULL;
	int code;
	if (hvac_task_dry_run(task, redact, &requests) == HVAC_OK) {
		code = print(line, requests, call);
	} else {
		hvac_response *response = hvac_task_take(task);
		code = failure_of_response(line, response);
		hvac_response_free(response);
	}
	hvac_value_free(requests);
	return code;
}

static int run(const struct command_line *line, hvac_task *task)
{
	int descriptor, code, meta_code;
	code = meta_open(line, &descriptor);
	if (code != EXIT_OK)
		return code;
	hvac_status status = hvac_task_run(task);
	hvac_response *response = hvac_task_take(task);
	meta_code = meta_write(line, descriptor, response);
	code = status == HVAC_OK ? output_response(line, response) : failure_of_response(line, response);
	hvac_response_free(response);
	return code == EXIT_OK ? meta_code : code;
}

static int execute(const struct command_line *line, hvac_task *task, const struct call *call)
{
	int code;
	if (!task)
		return failure_local(line, "memory ran out");
	code = line->flags & FLAGS_OF_A_PREVIEW ? preview(line, task, call) : run(line, task);
	hvac_task_free(task);
	return code;
}

int execute_task(const struct command_line *line, hvac_task *task)
{
	return execute(line, task, NULL);
}

int execute_call(const struct command_line *line, hvac_client *client, const char *engine, const char *operation,
                 const struct arguments *arguments)
{
	const struct call call = { engine, operation, arguments };
	hvac_task *task = NULL;
	/* a task that could not be made says why when it is run */
	hvac_task_new(client, engine, operation, arguments->list, NULL, &task);
	return execute(line, task, &call);
}
