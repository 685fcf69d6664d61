/* SPDX-License-Identifier: MIT */
/* Workflows of OpenBao: several requests behind one. Follows the page "/sys/workflows". */
#include "sys.h"

#define PATH HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Name of the workflow, with folders: team/new-tenant")
#define INPUT HVAC_WHOLE("input", .flags = HVAC_SECRET, .help = "What the workflow's input block asks for, a map")
#define EXECUTE(which, ...) .name = which, .verb = HVAC_POST, .since = "openbao-2.6..", HVAC_PARAMETERS(PATH, INPUT), __VA_ARGS__
#define WRITE .name = "create_or_update_workflow", .verb = HVAC_POST, .path = "/sys/workflows/manage/{path}", .since = "openbao-2.6.."
#define WRITE_PARAMETERS HVAC_PARAMETERS(PATH, \
	HVAC_BODY("workflow", STRING, .flags = HVAC_REQUIRED, .help = "Its input, flow and output blocks, in HCL or JSON"), \
	HVAC_BODY("description", STRING, .help = "What it is for, for people"), \
	HVAC_BODY("allow_unauthenticated", BOOLEAN, .help = "Whether those without a token may run it, where the server's configuration allows that; server's default false"), \
	HVAC_BODY("cas", INTEGER, .help = "Version that is replaced, else nothing is written; -1: there must be none yet"), \
	HVAC_BODY("cas_required", BOOLEAN, .help = "Whether the next write must bring cas"), \
	HVAC_BODY("after", STRING, .help = "Listed by OpenBao, which does not read it here"), \
	HVAC_BODY("limit", INTEGER, .help = "Listed by OpenBao, which does not read it here"))
#define BY_VERB(other) HVAC_QUERY("scan", STRING, .values = "true", .help = "Listed by OpenBao: use " other)

static const struct hvac_operation operations[] = {
	{ .name = "list_workflows", .verb = HVAC_LIST, .path = "/sys/workflows/manage", .help = "List the workflows and folders at the top",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(BY_VERB("scan_workflows")) },
	{ .name = "scan_workflows", .verb = HVAC_SCAN, .path = "/sys/workflows/manage", .help = "List all workflows in all folders, with what each is in key_info",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_workflow", .verb = HVAC_GET, .path = "/sys/workflows/manage/{path}", .help = "Read a workflow and its version",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH, BY_VERB("scan_workflows")) },

	/* One with cas is refused when it is repeated after it was carried out; one without sets the same again. */
	{ WRITE, .when = "cas", .help = "Make or replace a workflow at a known version", WRITE_PARAMETERS },
	{ WRITE, .help = "Make or replace a workflow; it can do no more than the token that runs it", .flags = HVAC_IDEMPOTENT, WRITE_PARAMETERS },

	{ .name = "delete_workflow", .verb = HVAC_DELETE, .path = "/sys/workflows/manage/{path}", .help = "Remove a workflow",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(PATH) },

	/* The answer is whatever the workflow's output block makes it. */
	{ EXECUTE("execute_workflow", .path = "/sys/workflows/execute/{path}", .help = "Run a workflow with the client's token") },
	{ EXECUTE("execute_workflow_unauthenticated", .path = "/sys/workflows/unauthed-execute/{path}", .flags = HVAC_NO_TOKEN, .help = "Run a workflow that allows it without a token") },
	{ EXECUTE("trace_workflow", .path = "/sys/workflows/trace/{path}", .help = "Run a workflow and answer all of its requests and answers, the token among them") },
};

const struct hvac_area hvac_sys_workflows = HVAC_AREA(operations, .name = "workflows", .help = "Several requests behind one (OpenBao)");
