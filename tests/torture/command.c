/* SPDX-License-Identifier: MIT */
/*
 * In front of the command: lets one of its allocations, or calls, fail, and counts them. From the environment:
 *
 * HVAC_TORTURE_KIND    memory, shortage (it and all after it) or call
 * HVAC_TORTURE_NUMBER  which one, counted from 1; 0: none
 * HVAC_TORTURE_SECRET  what no block may hold when it is freed
 * HVAC_TORTURE_REPORT  a file that gets, at the end, lines: allocations, calls, what failed ("-": nothing), who left a secret ("-")
 */
#include "callers.h"
#include "ledger.h"
#include "outage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pid_t process;

static void tell(void)
{
	const char *path = getenv("HVAC_TORTURE_REPORT");
	unsigned long allocations = ledger_disarm(), calls = outage_disarm();
	const void *secret = ledger_secret();
	FILE *file;

	/* not what it has forked */
	if (getpid() != process || !path || !(file = fopen(path, "w")))
		return;
	fprintf(file, "%lu\n%lu\n%s\n", allocations, calls, ledger_failed() ? caller_name(ledger_failed_at()) : outage_of() ? outage_of()->name : "-");
	fprintf(file, "%s\n", secret ? caller_name(secret) : "-");
	fclose(file);
}

__attribute__((constructor)) static void begin(void)
{
	const char *kind = getenv("HVAC_TORTURE_KIND"), *number = getenv("HVAC_TORTURE_NUMBER");
	unsigned long n = number ? strtoul(number, NULL, 10) : 0;
	bool is_call = kind && !strcmp(kind, "call");

	process = getpid();
	atexit(tell);
	callers_learn(true);
	ledger_never(getenv("HVAC_TORTURE_SECRET"), true);
	ledger_arm(is_call ? 0 : n, kind && !strcmp(kind, "shortage"));
	outage_arm(is_call ? n : 0);
}
