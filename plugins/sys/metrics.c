/* SPDX-License-Identifier: MIT */
/* What the server counts of itself. Follows the page "/sys/metrics". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	{ .name = "read_metrics", .verb = HVAC_GET, .path = "/sys/metrics", .help = "Read gauges, counters and samples of the node, in JSON or as text for Prometheus",
	  .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("format", STRING, .values = "prometheus", .help = "prometheus, where the server's telemetry has prometheus_retention_time; JSON by default")) },
};

const struct hvac_area hvac_sys_metrics = HVAC_AREA(operations, .name = "metrics", .help = "What the server counts of itself");
