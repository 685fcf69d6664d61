/* SPDX-License-Identifier: MIT */
/* The server's log as it is written. Follows the page "/sys/monitor". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "monitor", .verb = HVAC_GET, .path = "/sys/monitor", .help = "Have the lines of the server's log from now on, for as long as one listens",
	  .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_QUERY("log_format", STRING, .values = "standard json", .help = "One line of text or one object of JSON for each; server's default standard"),
	    HVAC_QUERY("log_level", STRING, .values = "trace debug info warn error", .help = "From which weight on; server's default info")) },
};

const struct hvac_area hvac_sys_monitor = HVAC_AREA(operations, .name = "monitor", .help = "The server's log as it is written");
