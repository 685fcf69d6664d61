/* SPDX-License-Identifier: MIT */
#include "plain.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#define PATH HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Path below /v1")
#define QUERY HVAC_LOCAL("query", MAP, .flags = HVAC_SECRET, .help = "Further members of the query")
#define DATA HVAC_WHOLE("data", .flags = HVAC_SECRET, .help = "The body")

struct walk {
	struct hvac_task *task;
	const char *refused;
};

static bool add_query(const char *name, const hvac_value *value, void *context)
{
	struct walk *walk = context;
	size_t length;
	const char *text = hvac_value_string(value, &length);

	if (text && strlen(text) == length)
		hvac_request_query(walk->task, name, text);
	else
		walk->refused = name;
	return !walk->refused;
}

static int prepare(struct hvac_task *task, void *state)
{
	struct walk walk = { task, NULL };

	(void)state;
	hvac_value_each(hvac_task_value(task, "query"), add_query, &walk);
	if (walk.refused)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "member %.64s of the query must be text, without NUL", walk.refused);
	return HVAC_HOOK_AGAIN;
}

/* A path says nothing of what a read does on the server: credentials may be made by one. Only lists are safe to repeat. */
static const struct hvac_operation operations[] = {
	{ .name = "GET", .verb = HVAC_GET, .path = "/{path}", .help = "Read", .flags = HVAC_RAW, .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY) },
	{ .name = "HEAD", .verb = HVAC_HEAD, .path = "/{path}", .help = "Read without the body", .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY) },
	{ .name = "LIST", .verb = HVAC_LIST, .path = "/{path}", .help = "List", .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY) },
	{ .name = "SCAN", .verb = HVAC_SCAN, .path = "/{path}", .help = "List everything below", .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY) },
	{ .name = "POST", .verb = HVAC_POST, .path = "/{path}", .help = "Write", .flags = HVAC_RAW, .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY, DATA) },
	{ .name = "PUT", .verb = HVAC_PUT, .path = "/{path}", .help = "Write in place", .flags = HVAC_RAW, .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY, DATA) },
	{ .name = "PATCH", .verb = HVAC_PATCH, .path = "/{path}", .help = "Change members", .flags = HVAC_MERGE_PATCH, .prepare = prepare,
	  HVAC_PARAMETERS(PATH, QUERY, DATA) },
	{ .name = "DELETE", .verb = HVAC_DELETE, .path = "/{path}", .help = "Delete", .prepare = prepare, HVAC_PARAMETERS(PATH, QUERY) },
};
static const struct hvac_area area = HVAC_AREA(operations, .name = "path");
static const struct hvac_area *const areas[] = { &area };
static const struct hvac_plugin plain = {
	.struct_size = sizeof plain, .abi_major = HVAC_ABI_MAJOR, .abi_minor = HVAC_ABI_MINOR, .area_size = sizeof area,
	.operation_size = sizeof(struct hvac_operation), .parameter_size = sizeof(struct hvac_parameter), .n_areas = 1, .areas = areas,
	.kind = "secrets", .name = "path", .version = "1", .help = "Any path",
};

static _Atomic(struct engine *) indexed;

hvac_status plain_engine(const struct engine **engine, char **error)
{
	struct engine *fresh, *other = atomic_load(&indexed);
	hvac_status status = HVAC_OK;

	if (!other) {
		status = engine_new(&plain, "secrets/path", NULL, &fresh, error);
		if (status != HVAC_OK)
			return status;
		if (atomic_compare_exchange_strong(&indexed, &other, fresh))
			other = fresh;
		else
			engine_free(fresh);
	}
	*engine = other;
	return status;
}
