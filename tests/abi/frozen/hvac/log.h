/* SPDX-License-Identifier: MIT */
/* Debug log: method, path, status, time and request id of each exchange; never header values, bodies or secrets. The library
 * itself never prints. */
#ifndef HVAC_LOG_H
#define HVAC_LOG_H

#include <hvac/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hvac_log_level {
	HVAC_LOG_WARNING = 1, /* something to act on: verification is off, a token file that others may read */
	HVAC_LOG_INFO = 2,    /* logins, redirects, repeats, changes of address */
	HVAC_LOG_DEBUG = 3    /* every exchange */
} hvac_log_level;

/* Gets one line without a line end. May be called from any thread that uses the client, never under a lock of the
 * library; it must not call back into the same client. */
typedef void hvac_log_function(void *context, hvac_log_level level, const char *line);

#ifdef __cplusplus
}
#endif
#endif
