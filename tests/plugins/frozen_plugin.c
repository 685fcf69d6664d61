/* SPDX-License-Identifier: MIT */
/*
 * Engine secrets/x_frozen as it was built for plugin ABI 1.0: compiled with the headers of then, which stay beside it. Every
 * function that plugins had then is bound when it is loaded. Never to be changed.
 */
#include <hvac/plugin.h>
#include "layout.h"

_Static_assert(sizeof(struct hvac_parameter) == ABI_1_0_PARAMETER_SIZE, "the frozen header is not frozen");
_Static_assert(sizeof(struct hvac_operation) == ABI_1_0_OPERATION_SIZE, "the frozen header is not frozen");
_Static_assert(sizeof(struct hvac_area) == ABI_1_0_AREA_SIZE, "the frozen header is not frozen");
_Static_assert(sizeof(struct hvac_plugin) == ABI_1_0_PLUGIN_SIZE, "the frozen header is not frozen");
_Static_assert(HVAC_ABI_MINOR == 0, "the frozen header is not frozen");

#define FUNCTIONS(F) \
	F(hvac_again_after) \
	F(hvac_request_body) \
	F(hvac_request_external) \
	F(hvac_request_header) \
	F(hvac_request_method) \
	F(hvac_request_query) \
	F(hvac_request_raw) \
	F(hvac_request_use) \
	F(hvac_response_answer) \
	F(hvac_response_auth) \
	F(hvac_response_body) \
	F(hvac_response_boolean) \
	F(hvac_response_bytes) \
	F(hvac_response_data) \
	F(hvac_response_errors) \
	F(hvac_response_free) \
	F(hvac_response_header) \
	F(hvac_response_headers) \
	F(hvac_response_http_status) \
	F(hvac_response_integer) \
	F(hvac_response_json) \
	F(hvac_response_lease_duration) \
	F(hvac_response_lease_id) \
	F(hvac_response_may_have_been_carried_out) \
	F(hvac_response_message) \
	F(hvac_response_method) \
	F(hvac_response_namespace) \
	F(hvac_response_renewable) \
	F(hvac_response_request_id) \
	F(hvac_response_retryable) \
	F(hvac_response_status) \
	F(hvac_response_string) \
	F(hvac_response_url) \
	F(hvac_response_value) \
	F(hvac_response_warnings) \
	F(hvac_response_wrap_info) \
	F(hvac_status_name) \
	F(hvac_task_alloc) \
	F(hvac_task_answer) \
	F(hvac_task_boolean) \
	F(hvac_task_bytes) \
	F(hvac_task_fail) \
	F(hvac_task_integer) \
	F(hvac_task_keep) \
	F(hvac_task_now) \
	F(hvac_task_random) \
	F(hvac_task_string) \
	F(hvac_task_value) \
	F(hvac_text_free) \
	F(hvac_value_adopt_item) \
	F(hvac_value_adopt_member) \
	F(hvac_value_at) \
	F(hvac_value_boolean) \
	F(hvac_value_copy) \
	F(hvac_value_count) \
	F(hvac_value_each) \
	F(hvac_value_equal) \
	F(hvac_value_free) \
	F(hvac_value_integer) \
	F(hvac_value_item) \
	F(hvac_value_kind) \
	F(hvac_value_member) \
	F(hvac_value_new_boolean) \
	F(hvac_value_new_integer) \
	F(hvac_value_new_list) \
	F(hvac_value_new_map) \
	F(hvac_value_new_null) \
	F(hvac_value_new_number) \
	F(hvac_value_new_string) \
	F(hvac_value_new_text) \
	F(hvac_value_number) \
	F(hvac_value_parse) \
	F(hvac_value_remove) \
	F(hvac_value_string) \
	F(hvac_value_to_pretty_text) \
	F(hvac_value_to_text)

#define ADDRESS(function) (void (*)(void))function,
/* volatile: what is never read would be left out, and so never bound */
static void (*const volatile functions[])(void) = { FUNCTIONS(ADDRESS) };

/* Answers with how many functions there were. */
static int count_functions(struct hvac_task *task, void *state)
{
	size_t *count = state;
	hvac_value *answer = hvac_value_new_map();

	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
		*count += functions[i] != NULL;
	if (hvac_value_adopt_member(answer, "functions", hvac_value_new_integer((int64_t)*count)) != HVAC_OK) {
		hvac_value_free(answer);
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	}
	hvac_task_answer(task, answer);
	hvac_value_free(answer);
	return HVAC_HOOK_DONE;
}

static const struct hvac_operation operations[] = {
	{ .name = "count_functions", .verb = HVAC_GET, .path = "/{mount_point}/count", .help = "Counts the functions of plugin ABI 1.0",
	  .state_size = sizeof(size_t), .prepare = count_functions, HVAC_PARAMETERS(HVAC_MOUNT("frozen")) },
	{ .name = "write_thing", .verb = HVAC_POST, .path = "/{mount_point}/thing/{name}", .help = "Writes a thing", .ok_status = "200 204",
	  .answer = "/data/thing", .since = "vault-1.0.. openbao-2.0..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_MOUNT("frozen"), HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the thing"),
	                  HVAC_BODY("size", INTEGER, .wire = "options.size", .dflt = "7", .help = "Size of the thing"),
	                  HVAC_QUERY("version", INTEGER, .help = "Version of the thing"), HVAC_WRAP_TTL, HVAC_MORE) },
	{ .name = "read_thing", .verb = HVAC_LIST, .path = "/{mount_point}/thing", .help = "Lists things", .when = "all=true",
	  HVAC_PARAMETERS(HVAC_MOUNT("frozen"), HVAC_LOCAL("all", BOOLEAN, .help = "All of them")) },
	{ .name = "read_thing", .verb = HVAC_GET, .path = "/{mount_point}/thing/{name}", .help = "Reads a thing",
	  HVAC_PARAMETERS(HVAC_MOUNT("frozen"), HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the thing")) },
};
HVAC_PLUGIN_OF(secrets, x_frozen, operations, .version = "1.0", .help = "An engine of plugin ABI 1.0");
