/* SPDX-License-Identifier: MIT */
/* Whether a node is up and what it does in its cluster. Follows the page "/sys/health". */
#include "sys.h"

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

static const struct hvac_operation operations[] = {
	{ .name = "read_health_status", .when = "method=HEAD", .verb = HVAC_HEAD, .path = "/sys/health", .help = "Ask for a node's state without a body: the HTTP status tells it",
	  .answer = "", .ok_status = STATES, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, HVAC_PARAMETERS(QUESTIONS) },
	{ .name = "read_health_status", .verb = HVAC_GET, .path = "/sys/health", .help = "Tell whether a node is initialized, sealed, active or standby; each of these states is a success",
	  .answer = "", .ok_status = STATES, .flags = HVAC_NO_TOKEN | HVAC_IDEMPOTENT, HVAC_PARAMETERS(QUESTIONS) },
};

const struct hvac_area hvac_sys_health = HVAC_AREA(operations, .name = "health", .help = "A node's state, for monitoring and load balancers");
