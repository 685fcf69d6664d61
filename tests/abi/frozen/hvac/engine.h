/* SPDX-License-Identifier: MIT */
/*
 * Engines: shared objects that are loaded by their id ("auth/approle", "secrets/kv_v2", "sys") when they are first named.
 * The first place that has the id counts: engines linked in, hvac_plugin_register, the directories of hvac_plugin_path,
 * HVAC_PLUGIN_PATH (never in a set-id program), the directory that was compiled in. An engine is never unloaded. These
 * functions may be called from any thread.
 */
#ifndef HVAC_ENGINE_H
#define HVAC_ENGINE_H

#include <hvac/status.h>
#include <hvac/value.h>

#ifdef __cplusplus
extern "C" {
#endif

struct hvac_plugin;

/* Adds an engine of the program's own; the descriptor must live for ever. HVAC_OK, HVAC_PLUGIN_REFUSED, HVAC_NO_MEMORY. `error`
 * (may be NULL) gets the sentence, to be freed with hvac_text_free; NULL on success. */
HVAC_API hvac_status hvac_plugin_register(const struct hvac_plugin *plugin, char **error);

/* Adds a directory (absolute) in which engines are looked for before HVAC_PLUGIN_PATH and the compiled-in one; the first
 * added is the first tried. HVAC_OK, HVAC_CONFIG_ERROR (relative, or after hvac_plugin_lock), HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_plugin_path(const char *directory);

/* From here on no engine is added, by whatever way: those loaded so far are all there are, for good. */
HVAC_API void hvac_plugin_lock(void);

/* Loads an engine and describes its table: see `hvac engines --format json` in hvac(1). HVAC_OK and *description (the caller's),
 * or HVAC_PLUGIN_NOT_FOUND, HVAC_PLUGIN_REFUSED, HVAC_NO_MEMORY; `error` as above. */
HVAC_API hvac_status hvac_plugin_describe(const char *engine, hvac_value **description, char **error);

/* All engines that can be found, sorted, as a list of descriptions; one that is refused stands there with "engine", "file" and
 * "error". HVAC_OK or HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_plugin_list(hvac_value **list);

#ifdef __cplusplus
}
#endif
#endif
