/* SPDX-License-Identifier: MIT */
/* Engines linked into the library, chosen at configure time. */
#ifndef HVAC_CORE_BUILTIN_H
#define HVAC_CORE_BUILTIN_H

#include <stddef.h>
#include <hvac/plugin.h>

const struct hvac_plugin *builtin_find(const char *id);
/* NULL past the last. */
const struct hvac_plugin *builtin_at(size_t index);

#endif
