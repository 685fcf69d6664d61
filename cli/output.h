/* SPDX-License-Identifier: MIT */
/* Standard output: its buffer, its errors, and values printed on it in the format that was asked for. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>
#include <hvac/hvac.h>
#include "command_line.h"
#include "table.h"

/* Standard output with a buffer that can be wiped. What does not take it all at once is waited for, also where it is not to block. */
extern FILE *output;
/* First thing. False: memory ran out. */
bool output_begin(void);
/* Whether it can be written to: where it was closed, the next file or connection stands in its place. To be asked before one is opened. */
bool output_is_open(void);
/* Everything is written out, and wiped. False: not all could be, and the rest is dropped; errno says why. */
bool output_flush(void);
/* Tells of that. Returns the exit code. */
int output_refused(const struct command_line *line);
/* The same for what may not be lost: after a failure standard error gets what is printed from then on. */
int output_flush_or_divert(const struct command_line *line);
/* Last thing: written out, or told. Returns the exit code: `code`, or that failure's. */
int output_end(const struct command_line *line, int code);

/* What there is to be shown of an answer, NULL: nothing. */
const hvac_value *output_shown(const hvac_response *response);
/* What a call answered, by --format and --field. */
int output_response(const struct command_line *line, const hvac_response *response);
/* One value: strings plain, others as JSON; --format json: all as JSON. On a terminal without --format: as output_table does. */
int output_value(const struct command_line *line, const hvac_value *value);
/* One value as aligned rows, safe to show. */
int output_table(const struct command_line *line, const hvac_value *value);
/* A table, which is freed. */
int output_rows(const struct command_line *line, struct table *table);
/* One value as JSON and a line end. */
int output_json_line(const struct command_line *line, const hvac_value *value);

#endif
