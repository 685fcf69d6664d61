/* SPDX-License-Identifier: MIT */
/*
 * The arguments of one call, held against an operation's rows: names, types, what is missing, which row is meant. What they
 * point to is copied here; files and sources are read only by binding_read.
 */
#ifndef HVAC_CORE_BIND_H
#define HVAC_CORE_BIND_H

#include "argument.h"
#include "engine.h"

struct binding {
	struct arena *arena;
	const struct engine *engine;
	struct operation_rows rows;
	const struct row *row;                  /* the one that is meant */
	bool is_open;                           /* it may be another once all is read */
	struct bound *list;                     /* given ones, then defaults as they are asked for */
	size_t count, given, room;
	bool streamed;                          /* the body comes from a source */
	struct file_way way;                    /* of the files that it names */
};

/* `streamed`: a source stands for the argument that is the body. HVAC_PARAM_VALIDATION_ERROR: *error is a phrase of the arena;
 * HVAC_NO_MEMORY. Opens nothing. */
hvac_status binding_new(struct binding *binding, struct arena *arena, const struct engine *engine, const struct operation_rows *rows,
                        const hvac_argument *arguments, bool streamed, const char **error);
/* Gives an argument that was given, or has a default, this text instead, and holds all arguments against the rows anew. Returns as
 * binding_new. */
hvac_status binding_choose(struct binding *binding, const char *name, const char *text, const char **error);
/* Whether something is still to be read. */
bool binding_is_pending(const struct binding *binding);
/* Reads files and asks sources, but for a passcode, which may never be needed, and finds the row that is meant by what they give.
 * Returns as binding_new, and as bound_read. */
hvac_status binding_read(struct binding *binding, const char **error);
/* Puts "***" in place of every secret; after binding_read. */
hvac_status binding_redact(struct binding *binding);
/* What was given, to be given again, if nothing was read yet: of the arena, but for what the binding keeps. NULL when memory ran out. */
const hvac_argument *binding_arguments(const struct binding *binding, struct arena *arena);
/* Frees the trees; everything else is the arena's. */
void binding_free(struct binding *binding);

/* What was given for the parameter, or its default; NULL for neither, or when memory ran out (*status). What was found before may lie
 * elsewhere then. */
struct bound *binding_value(struct binding *binding, const struct row *row, const char *name, hvac_status *status);
/* From here on it returns the default of each of the row's parameters without any memory more. HVAC_NO_MEMORY. */
hvac_status binding_take_defaults(struct binding *binding, const struct row *row);
/* What was given, NULL for nothing, and for null in the place of what stays here. */
struct bound *binding_given(const struct binding *binding, const char *name);
#endif
