/* SPDX-License-Identifier: MIT */
/* Spans of time as they are given, and the clock by which they are measured. */
#ifndef CLI_DURATION_H
#define CLI_DURATION_H

#include <stdint.h>
#include "command_line.h"

/* In milliseconds what the library accepts: "90", "1h30m", "1500ms". */
int64_t duration_milliseconds(const char *text);

/* The value of a flag, `dflt` where it was not given. EXIT_OK, or the failure has been told and this is its exit code. */
int duration_of_flag(const struct command_line *line, const char *flag, const char *text, int64_t dflt, int64_t *milliseconds);

/* Milliseconds of a clock that never goes back; and a moment that never comes. */
int64_t duration_now(void);
#define DURATION_NEVER INT64_MAX

#endif
