/* SPDX-License-Identifier: MIT */
/* What the server is at. Follows the page "/sys/in-flight-req". */
#include "sys.h"

static const struct hvac_operation operations[] = {
	/* The requests stand at the top of the answer, by their ids. */
	{ .name = "read_in_flight_requests", .verb = HVAC_GET, .path = "/sys/in-flight-req", .help = "Read the requests that the server is at, this one among them, with start, path and client",
	  .answer = "", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_in_flight_req = HVAC_AREA(operations, .name = "in_flight_req", .help = "Requests that the server is at");
