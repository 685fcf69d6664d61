/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define WARM_UP 50
#define COLD_WARM_UP 2
#define UNSUPPORTED 64

static const char *url, *token, *ca, *expected;
static bool prints;

_Noreturn void die(const char *what, const char *detail)
{
	fprintf(stderr, "run: %s: %s\n", what, detail ? detail : "it failed");
	exit(EXIT_FAILURE);
}

void password_seen(const char *password)
{
	if (!password)
		die("the answer", "it has no data.data.password");
	if (strcmp(password, expected) != 0)
		die("the password", "it is not what BENCH_EXPECT says");
	if (prints && puts(password) < 0)
		die("standard output", strerror(errno));
}

static void seq(long count)
{
	static struct reader *reader;

	if (!reader)
		reader = reader_new(url, token, ca);
	while (count-- > 0)
		reader_read(reader);
}

static void conc(long count)
{
	read_many(url, token, ca, count);
}

static void cold(long count)
{
	while (count-- > 0) {
		struct reader *reader = reader_new(url, token, ca);

		reader_read(reader);
		reader_free(reader);
	}
}

static double microseconds(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now) < 0)
		die("clock_gettime", strerror(errno));
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* getrusage's ru_maxrss outlives exec: it begins with the peak of whoever started this program. */
static long peak_kb(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[256];
	struct rusage used;
	long peak = 0;

	while (status && !peak && fgets(line, sizeof line, status))
		if (!strncmp(line, "VmHWM:", 6))
			peak = strtol(line + 6, NULL, 10);
	if (status)
		fclose(status);
	if (!peak && getrusage(RUSAGE_SELF, &used) == 0)
		peak = used.ru_maxrss;
	return peak;
}

static void measure(void (*work)(long count), long warm_up, long count)
{
	double cpu, wall;

	work(warm_up);
	cpu = microseconds(CLOCK_PROCESS_CPUTIME_ID);
	wall = microseconds(CLOCK_MONOTONIC);
	work(count);
	wall = microseconds(CLOCK_MONOTONIC) - wall;
	cpu = microseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	printf("{\"requests\":%ld,\"cpu_us\":%.0f,\"wall_us\":%.0f,\"maxrss_kb\":%ld}\n", count, cpu, wall, peak_kb());
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	long count;
	char *end;

	if (argc < 5 || argc > 6)
		die("usage", "run seq|conc|cold|oneshot URL TOKEN COUNT [CA]");
	url = argv[2];
	token = argv[3];
	count = strtol(argv[4], &end, 10);
	if (end == argv[4] || *end || count < 1)
		die("COUNT", "it must be a number above 0");
	ca = argc > 5 ? argv[5] : NULL;
	expected = getenv("BENCH_EXPECT");
	if (!expected)
		die("BENCH_EXPECT", "it is not set");
	if (!strcmp(mode, "seq")) {
		measure(seq, WARM_UP, count);
	} else if (!strcmp(mode, "conc")) {
		measure(conc, IN_FLIGHT, count);
	} else if (!strcmp(mode, "cold")) {
		measure(cold, COLD_WARM_UP, count);
	} else if (!strcmp(mode, "oneshot")) {
		prints = true;
		cold(1);
	} else {
		return UNSUPPORTED;
	}
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
