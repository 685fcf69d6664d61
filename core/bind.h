/* SPDX-License-Identifier: MIT */
/*
 * The arguments of one call, held against an operation's rows: names, types, what is missing, which row is meant. What they
 * point to is copied here; files and sources are read only by binding_read.
 */
#ifndef HVAC_CORE_BIND_H
#define HVAC_CORE_BIND_H

#include <hvac/call.h>
#include "arena.h"
#include "engine.h"
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

struct binding {
	struct arena *arena;
	const struct engine *engine;
	struct operation_rows rows;
	const struct row *row;                  /* the one that is meant */
	struct bound *list;                     /* given ones, then defaults as they are asked for */
	size_t count, given, room;
};

/* HVAC_PARAM_VALIDATION_ERROR: *error is a phrase of the arena; HVAC_NO_MEMORY. Opens nothing. */
hvac_status binding_new(struct binding *binding, struct arena *arena, const struct engine *engine, const struct operation_rows *rows,
                        const hvac_argument *arguments, const char **error);
/* Reads files and asks sources. Returns as binding_new. */
hvac_status binding_read(struct binding *binding, const char **error);
/* Puts "***" in place of every secret; after binding_read. */
hvac_status binding_redact(struct binding *binding);
/* Frees the trees; everything else is the arena's. */
void binding_free(struct binding *binding);

/* What was given for the parameter, or its default; NULL for neither, or when memory ran out (*status). */
struct bound *binding_value(struct binding *binding, const struct row *row, const char *name, hvac_status *status);
/* What was given, NULL for nothing. */
struct bound *binding_given(const struct binding *binding, const char *name);
/* The value as JSON, still the binding's; NULL with HVAC_OK is null. Bytes are base64. */
hvac_status bound_tree(struct bound *bound, struct json_object **tree);
/* The value as a path, a query or a header shows it: text as it is, numbers and booleans in JSON's way, lists joined by commas.
 * Text of the arena; NULL when it cannot be shown so, or when memory ran out. */
const char *bound_shown(struct bound *bound, struct arena *arena, size_t *length);
bool bound_is_secret(const struct bound *bound);

#endif
