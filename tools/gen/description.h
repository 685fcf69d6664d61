/* SPDX-License-Identifier: MIT */
/* Reads the description of an engine, as hvac_plugin_describe gives it, and keeps the names that are made of its id. */
#ifndef GEN_DESCRIPTION_H
#define GEN_DESCRIPTION_H

#include <stdbool.h>
#include <hvac/hvac.h>

struct engine {
	const hvac_value *description;
	const char *id;          /* "secrets/kv_v2", "sys" */
	const char *symbol;      /* "secrets_kv_v2": what its identifiers begin with behind hvac_ */
	const char *page;        /* "hvac-secrets-kv_v2" */
};

const char *string_of(const hvac_value *map, const char *name);    /* NULL: there is none */
bool is_true(const hvac_value *map, const char *name);

/* Operations of an engine, parameters of an operation. */
size_t operation_count(const struct engine *engine);
const hvac_value *operation_at(const struct engine *engine, size_t index);
size_t parameter_count(const hvac_value *operation);
const hvac_value *parameter_at(const hvac_value *operation, size_t index);
/* By its name, of so many bytes; NULL. */
const hvac_value *parameter_named(const hvac_value *operation, const char *name, size_t length);

/* What is sent when nothing is given, as JSON; "{other}" for another argument's value. To be freed with hvac_text_free; NULL:
 * nothing, or no memory. */
char *default_of(const hvac_value *parameter);
/* Strings with `between` between them; to be freed. NULL: memory ran out. */
char *joined(const hvac_value *list, const char *between);

#endif
