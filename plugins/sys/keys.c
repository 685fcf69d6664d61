/* SPDX-License-Identifier: MIT */
#include "keys.h"

/* Puts the next key into the request, in the place of the one before it. */
static int put_next(struct hvac_task *task, struct sys_keys_state *state, const struct sys_keys *keys)
{
	const hvac_value *list = hvac_task_value(task, keys->list);
	hvac_status status = hvac_value_adopt_member(hvac_request_body(task), keys->member,
	                                             hvac_value_copy(hvac_value_item(list, state->sent)));

	if (status != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	state->sent++;
	return HVAC_HOOK_AGAIN;
}

int hvac_sys_keys_prepare(struct hvac_task *task, struct sys_keys_state *state, const struct sys_keys *keys)
{
	const hvac_value *list = hvac_task_value(task, keys->list);
	size_t count = hvac_value_count(list);

	if (hvac_value_kind(list) != HVAC_KIND_LIST || !count)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s must be a list of at least one key", keys->list);
	for (size_t i = 0; i < count; i++)
		if (hvac_value_kind(hvac_value_item(list, i)) != HVAC_KIND_STRING)
			return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "key %zu of %s is not a string", i + 1, keys->list);
	return put_next(task, state, keys);
}

int hvac_sys_keys_finish(struct hvac_task *task, struct sys_keys_state *state, const struct sys_keys *keys, const hvac_response *response)
{
	int http = hvac_response_http_status(response);
	bool said;

	if (http < 200 || http > 299)
		return HVAC_HOOK_DONE;
	if (hvac_value_boolean(hvac_value_at(hvac_response_json(response), keys->pointer), &said) && said == keys->ends)
		return HVAC_HOOK_DONE;
	if (state->sent == hvac_value_count(hvac_task_value(task, keys->list)))
		return HVAC_HOOK_DONE;
	return put_next(task, state, keys);
}
