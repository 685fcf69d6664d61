/* SPDX-License-Identifier: MIT */
#ifndef HVAC_CORE_ENVIRONMENT_H
#define HVAC_CORE_ENVIRONMENT_H

#include <hvac/config.h>
#include "file.h"
#include "log.h"

/* Reads a token from its file, as text or as a login's JSON answer. `policy` is the option's text (NULL: its default). HVAC_CONFIG_ERROR:
 * *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status token_file_read(const char *path, enum file_turn turn, const char *policy, const struct logger *logger, char **token, char **error);

#endif
