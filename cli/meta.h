/* SPDX-License-Identifier: MIT */
/* --meta FILE: the status and the headers of the last answer. */
#ifndef CLI_META_H
#define CLI_META_H

#include <hvac/hvac.h>
#include "command_line.h"

/* Opens the file before anything is sent, so that no call is made whose outcome cannot be told. `*descriptor` is -1 where
 * there is nothing to write. Without an answer the file stays empty. */
int meta_open(const struct command_line *line, int *descriptor);
/* Writes and closes it; does nothing but close where no answer came. */
int meta_write(const struct command_line *line, int descriptor, const hvac_response *response);

#endif
