/* SPDX-License-Identifier: MIT */
/* Reads durations. Which ones there are is the library's to say. */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <hvac/hvac.h>
#include "duration.h"
#include "failure.h"

/* In milliseconds. The micro sign has two forms and is what is left. */
static double unit_size(const char *unit)
{
	if (strncmp(unit, "ms", 2) == 0)
		return 1;
	switch (*unit) {
	case '\0': case 's': return 1000;
	case 'm': return 60000;
	case 'h': return 3600000;
	case 'd': return 86400000;
	case 'n': return 1e-6;
	default: return 1e-3;
	}
}

int64_t duration_milliseconds(const char *text)
{
	double sum = 0;
	while (*text) {
		char *unit;
		double number = strtod(text, &unit);
		text = unit + strcspn(unit, ".0123456789");
		if (text == unit && *text)
			break;
		sum += number * unit_size(unit);
	}
	return sum < (double)(INT64_MAX / 2) ? (int64_t)sum : INT64_MAX / 2;
}

int duration_of_flag(const struct command_line *line, const char *flag, const char *text, int64_t dflt, int64_t *milliseconds)
{
	hvac_config *config;
	*milliseconds = dflt;
	if (!text)
		return EXIT_OK;
	config = hvac_config_new();
	hvac_status status = hvac_config_set(config, "deadline", text);
	hvac_config_free(config);
	if (status == HVAC_NO_MEMORY)
		return failure_local(line, "memory ran out");
	if (status != HVAC_OK)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--%s is a time above zero: 30, 90s, 1h30m, 500ms; not \"%s\"", flag, text);
	*milliseconds = duration_milliseconds(text);
	return EXIT_OK;
}

int64_t duration_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
