/* SPDX-License-Identifier: MIT */
/* One bound argument: what the caller gave for a parameter, copied, read and checked. */
#ifndef HVAC_CORE_ARGUMENT_H
#define HVAC_CORE_ARGUMENT_H

#include <hvac/call.h>
#include <hvac/plugin.h>
#include "arena.h"
#include "file.h"
#include "json.h"

enum bound_kind { BOUND_NULL, BOUND_TEXT, BOUND_TREE, BOUND_BYTES, BOUND_FILE, BOUND_SOURCE };

struct bound {
	const char *name;
	const struct hvac_parameter *parameter; /* of the first row that has it; NULL: one of the rest */
	enum bound_kind kind;
	const char *text;                       /* TEXT, BYTES, and the path of FILE; a NUL behind it */
	size_t length;
	struct json_object *tree;               /* TREE; of TEXT and BYTES made when it is asked for */
	hvac_source_function *source;
	void *context;
};

/* These return HVAC_PARAM_VALIDATION_ERROR with *error, a phrase of the arena, or HVAC_NO_MEMORY. */

/* Copies what was given; opens nothing. */
hvac_status bound_take(struct arena *arena, struct bound *bound, const hvac_argument *argument, const char **error);
/* Type and encoding, and null only where JSON can say it; not for FILE and SOURCE, which bound_read checks. */
hvac_status bound_check(struct arena *arena, const struct bound *bound, const char **error);
/* Reads a file, asks a source; nothing for the others. Of a pipe also HVAC_TIMEOUT and HVAC_CANCELLED. */
hvac_status bound_read(struct arena *arena, struct bound *bound, const struct file_way *way, const char **error);
/* A parameter's default: JSON text. */
hvac_status bound_take_default(struct arena *arena, struct bound *bound, const char *dflt);

/* Puts "***" in the value's place; HVAC_NO_MEMORY. */
hvac_status bound_redact(struct bound *bound);
/* The value as JSON, still the argument's; NULL with HVAC_OK is null. Bytes are base64. */
hvac_status bound_tree(struct bound *bound, struct json_object **tree);
/* The value as a path, a query or a header shows it: text as it is, numbers and booleans in JSON's way, lists joined by commas.
 * Text of the arena; NULL when it cannot be shown so, or when memory ran out (*status). */
const char *bound_shown(struct bound *bound, struct arena *arena, size_t *length, hvac_status *status);
bool bound_is_secret(const struct bound *bound);
/* A file or a source that was not read yet. */
bool bound_is_pending(const struct bound *bound);

#endif
