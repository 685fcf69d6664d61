/* SPDX-License-Identifier: MIT */
/* Whether a node is up and what it does in its cluster. Follows the page "/sys/health". */
#include "sys.h"
#include <stdbool.h>
#include <string.h>

#define INTERVAL_MIN 0.01        /* seconds */
#define WAIT_MAX 86400

/* A code may be any number that the caller chooses, and the table cannot know it: one that is no other state's fails the call. */
#define STATES "429 472 473 474 501 503 530"
#define CODE(name, query, of_what, usual) \
	HVAC_QUERY(name, INTEGER, .wire = query, .help = "HTTP status for " of_what "; server's default " usual)
#define QUESTIONS \
	HVAC_QUERY("standby_ok", BOOLEAN, .wire = "standbyok", .help = "Whether a standby answers with the status of an active node; server's default false"), \
	CODE("active_code", "activecode", "an active node", "200"), \
	CODE("standby_code", "standbycode", "a standby", "429"), \
	CODE("dr_secondary_code", "drsecondarycode", "a secondary of disaster recovery (Vault only)", "472"), \
	CODE("performance_standby_code", "performancestandbycode", "a performance standby (Vault only)", "473"), \
	CODE("sealed_code", "sealedcode", "a sealed node", "503"), \
	CODE("uninit_code", "uninitcode", "a node that is not initialized", "501"), \
	HVAC_LOCAL("method", STRING, .dflt = "\"GET\"", .values = "GET HEAD", .help = "HEAD for the HTTP status alone"), \
	HVAC_QUERY("performance_standby_ok", BOOLEAN, .wire = "perfstandbyok", .help = "As standby_ok, of a performance standby (Vault only)"), \
	CODE("ha_unhealthy_code", "haunhealthycode", "a standby that cannot reach the active node (Vault 1.19 and later)", "474"), \
	CODE("removed_code", "removedcode", "a node removed from its cluster (Vault 1.19 and later)", "530")

/* What a node's health answers when no other codes are asked for. */
static const struct state {
	int http;
	const char *name;
	bool unsealed;
} states[] = {
	{ 200, "active", true }, { 429, "standby", true }, { 472, "dr_secondary", true }, { 473, "performance_standby", true },
	{ 474, "unhealthy_standby", true }, { 501, "uninitialized", false }, { 503, "sealed", false }, { 530, "removed", false },
};

struct wait {
	double waited;                   /* seconds */
};

static double seconds(struct hvac_task *task, const char *parameter)
{
	double number = 0;

	hvac_value_number(hvac_task_value(task, parameter), &number);
	return number;
}

static int wait_prepare(struct hvac_task *task, void *state)
{
	double interval = seconds(task, "interval"), timeout = seconds(task, "timeout");

	(void)state;
	if (interval < INTERVAL_MIN || interval > WAIT_MAX)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "interval must be %g to %d seconds", INTERVAL_MIN, WAIT_MAX);
	if (timeout < 0 || timeout > WAIT_MAX)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "timeout must be 0 to %d seconds", WAIT_MAX);
	return HVAC_HOOK_AGAIN;
}

/* Waits are counted, not measured: the wall clock may jump. */
static int wait_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	const char *wanted = hvac_task_string(task, "state");
	double interval = seconds(task, "interval");
	const struct state *found = NULL;
	struct wait *wait = state;

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].http == hvac_response_http_status(response))
			found = &states[i];
	if (!found || !strcmp(found->name, wanted) || (found->unsealed && !strcmp("unsealed", wanted)))
		return HVAC_HOOK_DONE;
	if (wait->waited + interval > seconds(task, "timeout"))
		return hvac_task_fail(task, HVAC_TIMEOUT, "the node is still %s, not %s, after a wait of %g seconds", found->name, wanted, wait->waited);
	wait->waited += interval;
	hvac_again_after(task, (unsigned)(interval * 1000));
	return HVAC_HOOK_AGAIN;
}

static const struct hvac_operation operations[] = {
	{ .name = "read_health_status", .when = "method=HEAD", .verb = HVAC_HEAD, .path = "/sys/health", .help = "Ask for a node's state without a body: the HTTP status tells it",
	  .answer = "", .ok_status = STATES, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, HVAC_PARAMETERS(QUESTIONS) },
	{ .name = "read_health_status", .verb = HVAC_GET, .path = "/sys/health", .help = "Tell whether a node is initialized, sealed, active or standby; each of these states is a success",
	  .answer = "", .ok_status = STATES, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, HVAC_PARAMETERS(QUESTIONS) },

	{ .name = "wait_for_state", .verb = HVAC_GET, .path = "/sys/health", .help = "Wait until a node is in a state; a node that does not answer ends the wait",
	  .answer = "", .ok_status = STATES, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_LOCAL("state", STRING, .flags = HVAC_REQUIRED, .help = "What to wait for; unsealed is any state in which the node has its keys",
	      .values = "active standby unsealed sealed uninitialized performance_standby dr_secondary unhealthy_standby removed"),
	    HVAC_LOCAL("timeout", NUMBER, .dflt = "60", .help = "Seconds to wait at most, within the client's deadline"),
	    HVAC_LOCAL("interval", NUMBER, .dflt = "0.5", .help = "Seconds between two looks")),
	  .state_size = sizeof(struct wait), .prepare = wait_prepare, .finish = wait_finish },
};

const struct hvac_area hvac_sys_health = HVAC_AREA(operations, .name = "health", .help = "A node's state, for monitoring and load balancers");
