/* SPDX-License-Identifier: MIT */
/* From an engine's id to a shared object: a pure function of the id and the directories, never a scan. */
#ifndef HVAC_CORE_LOADER_H
#define HVAC_CORE_LOADER_H

#include "engine.h"

/* Loads the engine from the first directory that has its file. `id` was checked. HVAC_PLUGIN_NOT_FOUND, HVAC_PLUGIN_REFUSED:
 * *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status loader_load(const char *id, struct engine **engine, char **error);

/* Calls `each` with the id and the name of every plugin file in the directories, in the order in which they count. `each`
 * returns false when memory ran out. */
hvac_status loader_scan(bool (*each)(const char *id, const char *file, void *context), void *context);

#endif
