/* SPDX-License-Identifier: MIT */
/* A plugin's own table, once the library has loaded and checked it. */
#ifndef HVAC_LINT_LOAD_H
#define HVAC_LINT_LOAD_H

#include <hvac/plugin.h>

/* An engine's id, or a file: DIR/auth/NAME.so, DIR/secrets/NAME.so and DIR/sys.so are loaded as the library would with DIR in
 * its path; a file elsewhere is registered, which checks the table alone. NULL, and the reason on standard error. `*id` is to
 * be freed. */
const struct hvac_plugin *load(const char *engine_or_file, char **id);

#endif
