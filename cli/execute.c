/* SPDX-License-Identifier: MIT */
/* Runs tasks or shows them. One place, so that every command treats previews, --meta and failures alike. */
#include "curl.h"
#include "execute.h"
#include "failure.h"
#include "meta.h"
#include "output.h"
#include "policy.h"
#include "transfer.h"

static int print(const struct command_line *line, const hvac_value *requests, const struct call *call)
{
	int code = EXIT_OK;
	if (line->flags & FLAG_OUTPUT_CURL)
		return curl_print(line, requests, call);
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

/* `transfer` may be NULL. */
static int run(const struct command_line *line, hvac_task *task, struct transfer *transfer)
{
	int descriptor, code, meta_code;
	code = meta_open(line, &descriptor);
	hvac_status status = code == EXIT_OK ? hvac_task_run(task) : HVAC_CANCELLED;
	int transfer_code = transfer ? transfer_end(transfer, status) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	hvac_response *response = hvac_task_take(task);
	meta_code = meta_write(line, descriptor, response);
	code = transfer_code;
	if (code == EXIT_OK)
		code = status == HVAC_OK ? output_response(line, response) : failure_of_response(line, response);
	hvac_response_free(response);
	return code == EXIT_OK ? meta_code : code;
}

static int execute(const struct command_line *line, hvac_task *task, const struct call *call, struct transfer *transfer)
{
	int code;
	if (!task) {
		if (transfer)
			transfer_end(transfer, HVAC_NO_MEMORY);
		return failure_local(line, "memory ran out");
	}
	code = line->flags & FLAGS_OF_A_PREVIEW ? preview(line, task, call) : run(line, task, transfer);
	hvac_task_free(task);
	return code;
}

int execute_task(const struct command_line *line, hvac_task *task)
{
	return execute(line, task, NULL, NULL);
}

int execute_call(const struct command_line *line, hvac_client *client, const char *engine, const char *operation,
                 const struct arguments *arguments)
{
	const struct call call = { engine, operation, arguments };
	struct transfer transfer;
	hvac_task *task = NULL;
	int code = transfer_begin(&transfer, line, arguments);
	if (code != EXIT_OK) {
		transfer_end(&transfer, HVAC_CANCELLED);
		return code;
	}
	/* a task that could not be made says why when it is run */
	hvac_task_new(client, engine, operation, arguments->list, transfer_stream(&transfer), &task);
	return execute(line, task, &call, &transfer);
}
