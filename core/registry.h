/* SPDX-License-Identifier: MIT */
/*
 * Which engines there are. An append-only list of immutable entries behind an atomic pointer: no lock that a fork could
 * leave locked, none held over dlopen.
 */
#ifndef HVAC_CORE_REGISTRY_H
#define HVAC_CORE_REGISTRY_H

#include "engine.h"

/* The engine of that id, loaded if it is not yet. HVAC_PLUGIN_NOT_FOUND, HVAC_PLUGIN_REFUSED: *error is a sentence by malloc;
 * HVAC_NO_MEMORY. Waits for the disk. */
hvac_status registry_find(const char *id, const struct engine **engine, char **error);

/* Directories added by hvac_plugin_path, in the order in which they are tried; NULL past the last. */
const char *registry_directory(size_t index);
/* Ids of engines that are in the registry already, in no order; NULL past the last. */
const char *registry_id(size_t index);

#endif
