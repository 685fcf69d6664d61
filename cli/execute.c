/* SPDX-License-Identifier: MIT */
/* Runs tasks or shows them. One place, so that every command treats --dry-run, --meta and failures alike. */
#include "execute.h"
#include "failure.h"
#include "meta.h"
#include "output.h"

static int dry_run(const struct command_line *line, hvac_task *task)
{
	hvac_value *requests = NULL;
	int code = EXIT_OK;
	if (hvac_task_dry_run(task, line->flags & FLAG_REDACT, &requests) == HVAC_OK) {
		for (size_t i = 0; i < hvac_value_count(requests) && code == EXIT_OK; i++)
			code = output_json_line(line, hvac_value_item(requests, i));
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

int execute_task(const struct command_line *line, hvac_task *task)
{
	int code;
	if (!task)
		return failure_local(line, "memory ran out");
	code = line->flags & FLAG_DRY_RUN ? dry_run(line, task) : run(line, task);
	hvac_task_free(task);
	return code;
}
