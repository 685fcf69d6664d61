/* SPDX-License-Identifier: MIT */
/* The one encoder of paths and queries (RFC 3986). */
#ifndef HVAC_CORE_PATH_H
#define HVAC_CORE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include "memory.h"

/* Appends a value to a path, every byte but unreserved ones percent-encoded. With `slashes` "/" separates segments: leading
 * and trailing ones are trimmed, doubled ones folded. NULL, or why the value is refused: a static phrase that goes on from
 * "the argument". Nothing is appended for an empty value; the caller decides what that means. */
const char *path_append(struct buffer *path, const char *value, size_t length, bool slashes);
/* Appends a text, percent-encoded as every value is. */
void encoded_append(struct buffer *to, const char *text, size_t length);
/* Appends "name=value", after "&" when there is something before it. */
void query_append(struct buffer *query, const char *name, const char *value, size_t length);

#endif
