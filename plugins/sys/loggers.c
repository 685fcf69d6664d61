/* SPDX-License-Identifier: MIT */
/* How much the server logs. Follows the page "/sys/loggers". */
#include "sys.h"

#define LEVEL HVAC_BODY("level", STRING, .values = "trace debug info warn error", .help = "From which weight on it logs; the server wants it")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the logger, as read_log_levels has it: core, expiration ...")

static const struct hvac_operation operations[] = {
	{ .name = "read_log_levels", .verb = HVAC_GET, .path = "/sys/loggers", .help = "Read the level of every logger, by its name", .flags = HVAC_IDEMPOTENT },
	{ .name = "update_log_levels", .verb = HVAC_POST, .path = "/sys/loggers", .help = "Set one level for every logger, until the server restarts or reloads its configuration",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(LEVEL) },
	{ .name = "revert_log_levels", .verb = HVAC_DELETE, .path = "/sys/loggers", .help = "Let every logger go by the configuration file again", .flags = HVAC_IDEMPOTENT },

	{ .name = "read_log_level", .verb = HVAC_GET, .path = "/sys/loggers/{name}", .help = "Read the level of one logger; a name that there is not answers nothing",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
	{ .name = "update_log_level", .verb = HVAC_POST, .path = "/sys/loggers/{name}", .help = "Set the level of one logger, until the server restarts or reloads its configuration",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, LEVEL) },
	{ .name = "revert_log_level", .verb = HVAC_DELETE, .path = "/sys/loggers/{name}", .help = "Let one logger go by the configuration file again",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME) },
};

const struct hvac_area hvac_sys_loggers = HVAC_AREA(operations, .name = "loggers", .help = "How much the server logs");
