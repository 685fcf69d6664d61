/* SPDX-License-Identifier: MIT */
/* The rules of a plugin's table. Each check returns false with a verdict that says which rule is broken and where. */
#ifndef HVAC_CORE_CHECK_H
#define HVAC_CORE_CHECK_H

#include "engine.h"

struct verdict {
	hvac_status status;     /* HVAC_PLUGIN_REFUSED or HVAC_NO_MEMORY */
	char *error;            /* by malloc */
};

/* The descriptor: sizes, version, id, areas; counts the operations. Nothing else of the plugin may be read before. */
bool check_descriptor(const struct hvac_plugin *plugin, const char *id, size_t *count, struct verdict *verdict);
/* Every row by itself; a row that needs a newer library gets `refused`. */
bool check_rows(struct engine *engine, struct verdict *verdict);
/* What rows are to each other; after engine->by_name is filled. */
bool check_operations(const struct engine *engine, struct verdict *verdict);

#endif
