/* SPDX-License-Identifier: MIT */
#ifndef HVAC_CORE_LOG_H
#define HVAC_CORE_LOG_H

#include <hvac/log.h>

struct logger {
	hvac_log_level level;
	hvac_log_function *function;
	void *context;
};

/* Costs a comparison when nobody listens. What is printed must never be a secret. */
void log_line(const struct logger *logger, hvac_log_level level, const char *format, ...) HVAC_FORMAT(3, 4);

#endif
