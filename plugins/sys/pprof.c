/* SPDX-License-Identifier: MIT */
/* Profiles of the running server, for the tools of Go. Follows the page "/sys/pprof". */
#include "sys.h"

#define PROFILE(word, ...) .name = "read_pprof_" word, .verb = HVAC_GET, .path = "/sys/pprof/" word, .answer = "", \
	.flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT, .help = __VA_ARGS__
#define SECONDS(which) HVAC_QUERY("seconds", INTEGER, .help = which)
#define TEXT HVAC_QUERY("debug", INTEGER, .values = "0 1 2", .help = "1 or 2: as text to read, 2 the longer one; server's default 0, for pprof")
#define CHANGE SECONDS("Time over which to tell what changed; what there is now by default")

static const struct hvac_operation operations[] = {
	/* The server redirects to the path with a slash at its end. */
	{ .name = "read_pprof_index", .verb = HVAC_GET, .path = "/sys/pprof", .help = "Read the page, in HTML, that names all profiles",
	  .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT },
	{ PROFILE("allocs", "Have a sample of all memory that was ever allocated"), HVAC_PARAMETERS(TEXT, CHANGE) },
	{ PROFILE("block", "Have a sample of where goroutines waited; servers are usually built without"), HVAC_PARAMETERS(TEXT, CHANGE) },
	{ PROFILE("cmdline", "Read the server's command line, a NUL between the words") },
	{ PROFILE("goroutine", "Have the stacks of all goroutines"), HVAC_PARAMETERS(TEXT, CHANGE) },
	{ PROFILE("heap", "Have a sample of the memory that is in use"),
	  HVAC_PARAMETERS(TEXT, CHANGE, HVAC_QUERY("gc", INTEGER, .values = "0 1", .help = "1: collect garbage first; server's default 0")) },
	{ PROFILE("mutex", "Have a sample of who holds locks that others want; servers are usually built without"), HVAC_PARAMETERS(TEXT, CHANGE) },
	{ PROFILE("profile", "Watch for some time where the processors' time goes"),
	  HVAC_PARAMETERS(SECONDS("Time to watch; server's default 30, as long as the client waits for any answer that is no stream")) },
	{ PROFILE("symbol", "Read whether the server can name program counters: num_symbols") },
	{ PROFILE("threadcreate", "Have the stacks that led to new threads"), HVAC_PARAMETERS(TEXT, CHANGE) },
	{ PROFILE("trace", "Watch for some time all that the scheduler does, for go tool trace"),
	  HVAC_PARAMETERS(SECONDS("Time to watch; server's default 1")) },
};

const struct hvac_area hvac_sys_pprof = HVAC_AREA(operations, .name = "pprof", .help = "Profiles of the running server");
