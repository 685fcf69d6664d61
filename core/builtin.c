/* SPDX-License-Identifier: MIT */
#include "builtin.h"
#include "engine.h"

/* One line HVAC_BUILTIN(symbol) for each, made by configure. */
#define HVAC_BUILTIN(symbol) extern const struct hvac_plugin symbol;
#include "builtin-list.h"
#undef HVAC_BUILTIN

static const struct hvac_plugin *const builtins[] = {
#define HVAC_BUILTIN(symbol) &symbol,
#include "builtin-list.h"
#undef HVAC_BUILTIN
	NULL
};

const struct hvac_plugin *builtin_at(size_t index)
{
	return index < sizeof builtins / sizeof builtins[0] ? builtins[index] : NULL;
}

const struct hvac_plugin *builtin_find(const char *id)
{
	for (size_t i = 0; builtins[i]; i++)
		if (engine_id_is_of(id, builtins[i]))
			return builtins[i];
	return NULL;
}
