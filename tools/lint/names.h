/* SPDX-License-Identifier: MIT */
/* hvac's names, as hvac-names.json has them. */
#ifndef HVAC_LINT_NAMES_H
#define HVAC_LINT_NAMES_H

#include "lint.h"

/* Reads the file; NULL, and the reason on standard error. */
hvac_value *names_read(const char *file);

/* Whether a list of strings has this one. */
bool names_list(const hvac_value *list, const char *text);
bool names_have_engine(const hvac_value *names, const char *engine);

/* hvac's methods, one after another: those of an engine (NULL: of all) with this name (NULL: any). `*index` begins at 0. */
const hvac_value *names_next(const hvac_value *names, size_t *index, const char *engine, const char *operation);
const char *names_text(const hvac_value *map, const char *member);
/* Whether a method asks for the same thing of a server: PUT is POST, and what stands in braces does not count. */
bool names_same_request(const hvac_value *method, int verb, const char *path);
/* A method's parameter of this name. */
const hvac_value *names_parameter(const hvac_value *method, const char *name);
/* Whether any method has a parameter of this name. */
bool names_have_parameter(const hvac_value *names, const char *name);

#endif
