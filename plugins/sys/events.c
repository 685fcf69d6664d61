/* SPDX-License-Identifier: MIT */
/* Events that the server sends to others (Vault Enterprise). Follows the server's own help: the API pages tell of the WebSocket alone. */
#include "sys.h"

#define SINCE .since = "vault-2.1.."
#define SUBSCRIPTION \
	HVAC_PATH("plugin", STRING, .flags = HVAC_REQUIRED, .help = "Plugin that passes the events on"), \
	HVAC_PATH("id", STRING, .flags = HVAC_REQUIRED, .help = "The subscription's id, of the answer that made it")

static const struct hvac_operation operations[] = {
	{ .name = "create_event_subscription", .verb = HVAC_POST, .path = "/sys/events/subscriptions", .help = "Have events passed on from now on, by a plugin",
	  SINCE,
	  HVAC_PARAMETERS(
	    HVAC_BODY("plugin", STRING, .flags = HVAC_REQUIRED, .help = "Plugin that passes them on: sqs"),
	    HVAC_BODY("event_type", STRING, .flags = HVAC_REQUIRED, .help = "Which events, * for any letters: kv-v2/data-write, kv*"),
	    HVAC_BODY("config", MAP, .flags = HVAC_SECRET, .help = "The plugin's own settings, by name: where to, and with which credentials"),
	    HVAC_BODY("filter", STRING, .help = "Expression that an event must meet: data_path == secret/data/app"),
	    HVAC_BODY("list", BOOLEAN, .help = "Listed by Vault; its own client leaves it out")) },
	{ .name = "read_event_subscriptions", .verb = HVAC_GET, .path = "/sys/events/subscriptions", .help = "Read all, each with plugin and id, in the member subscriptions",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "list_event_subscriptions", .verb = HVAC_LIST, .path = "/sys/events/subscriptions", .help = "As read_event_subscriptions, for policies that allow to list only",
	  SINCE, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_event_subscription", .verb = HVAC_GET, .path = "/sys/events/subscriptions/{plugin}/{id}", .help = "Read which events one passes on, and where to",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SUBSCRIPTION) },
	{ .name = "delete_event_subscription", .verb = HVAC_DELETE, .path = "/sys/events/subscriptions/{plugin}/{id}", .help = "Have its events passed on no more",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(SUBSCRIPTION) },
};

const struct hvac_area hvac_sys_events = HVAC_AREA(operations, .name = "events", .help = "Events that the server sends to others (Vault Enterprise)");
