/* SPDX-License-Identifier: MIT */
/* Keys and root tokens that the server has given out, of which there is no other copy. */
#ifndef CLI_OPERATOR_RESULT_H
#define CLI_OPERATOR_RESULT_H

#include <hvac/hvac.h>
#include "command_line.h"

/* Before they are made: whether standard output is there, and --output can keep them. EXIT_OK, or the failure has been told. */
int operator_result_check(const struct command_line *line);

/* Prints them by --format and --field, or keeps them in --output as JSON; where that fails after all they are printed, and where they
 * cannot be, standard error gets them. */
int operator_result_print(const struct command_line *line, const hvac_value *result);

#endif
