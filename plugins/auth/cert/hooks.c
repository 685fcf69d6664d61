/* SPDX-License-Identifier: MIT */
#include "hooks.h"
#include "credentials.h"

int cert_read_certificate(struct hvac_task *task, void *state)
{
	const char *path = hvac_task_string(task, "certificate_file"), *given = hvac_task_string(task, "certificate"), *text = "";
	hvac_value *body;
	int found;

	(void)state;
	if (!path || !*path || (given && *given))
		return HVAC_HOOK_AGAIN;
	found = read_small_file(task, path, false, &text);
	if (found != FOUND)
		return found == FOUND_NOTHING ? fail_to_read(task, path, strerror(ENOENT)) : found;
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "certificate", hvac_value_new_string(text)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}
