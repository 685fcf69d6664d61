/* SPDX-License-Identifier: MIT */
/*
 * JSON values: built, parsed, walked, and read by JSON pointer (RFC 6901).
 *
 * Integers are exact in 64 bits, strings are exact in bytes (a length goes with them; NUL is allowed). A value that came
 * out of a response belongs to that response; one that you made is yours until a function whose name says "adopt" takes
 * it. What is freed is wiped first, but for the names of members. One value must not be used from two threads at once unless both only read it.
 */
#ifndef HVAC_VALUE_H
#define HVAC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hvac/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_value hvac_value;

typedef enum hvac_kind {
	HVAC_KIND_ABSENT = 0, /* a NULL pointer: there is no such member */
	HVAC_KIND_NULL = 1,   /* JSON's null: the member is there */
	HVAC_KIND_BOOLEAN = 2,
	HVAC_KIND_INTEGER = 3,
	HVAC_KIND_NUMBER = 4, /* with a fraction or an exponent */
	HVAC_KIND_STRING = 5,
	HVAC_KIND_LIST = 6,
	HVAC_KIND_MAP = 7
} hvac_kind;

/* Makes: NULL when memory ran out, and for a number that is none (NaN, infinity). Text must be UTF-8 for the server to
 * accept it; it is checked when it is sent. */
HVAC_API hvac_value *hvac_value_new_null(void);
HVAC_API hvac_value *hvac_value_new_boolean(bool value);
HVAC_API hvac_value *hvac_value_new_integer(int64_t value);
HVAC_API hvac_value *hvac_value_new_number(double value);
HVAC_API hvac_value *hvac_value_new_string(const char *text);                 /* up to its NUL */
HVAC_API hvac_value *hvac_value_new_text(const char *text, size_t length);    /* may hold NUL */
HVAC_API hvac_value *hvac_value_new_list(void);
HVAC_API hvac_value *hvac_value_new_map(void);
HVAC_API hvac_value *hvac_value_copy(const hvac_value *value);                /* deep */
HVAC_API void hvac_value_free(hvac_value *value);                             /* wipes; NULL is fine */

/* Parses one JSON text of `length` bytes, nesting at most 64. HVAC_OK and *value, or HVAC_MALFORMED_ANSWER (also for
 * what cannot be kept exactly: NaN, integers beyond 64 bits, NUL in a member's name) or HVAC_NO_MEMORY and NULL. */
HVAC_API hvac_status hvac_value_parse(const char *text, size_t length, hvac_value **value);

/* Writes JSON without white space; `*length` (may be NULL) without the final NUL. NULL when memory ran out.
 * To be freed with hvac_text_free, which wipes it. */
HVAC_API char *hvac_value_to_text(const hvac_value *value, size_t *length);
/* The same with line ends and indentation, for people. */
HVAC_API char *hvac_value_to_pretty_text(const hvac_value *value, size_t *length);
/* Wipes and frees a text which this library returned; NULL is fine. */
HVAC_API void hvac_text_free(char *text);

/* Adds a member (an earlier one of that name is freed) or an item at the end and owns `child` from here on, also when it
 * fails. HVAC_NO_MEMORY, also for a NULL map, list or child, so that makers can stand in their place; HVAC_PARAM_VALIDATION_ERROR when
 * `map` is no map or `list` no list. */
HVAC_API hvac_status hvac_value_adopt_member(hvac_value *map, const char *name, hvac_value *child);
HVAC_API hvac_status hvac_value_adopt_item(hvac_value *list, hvac_value *child);
/* Removes a member if it is there. */
HVAC_API void hvac_value_remove(hvac_value *map, const char *name);

HVAC_API hvac_kind hvac_value_kind(const hvac_value *value);
/* Items of a list, members of a map, bytes of a string; 0 for everything else. */
HVAC_API size_t hvac_value_count(const hvac_value *value);
/* A member by its plain name, NULL when it is not there. */
HVAC_API const hvac_value *hvac_value_member(const hvac_value *map, const char *name);
/* An item by its index from 0, NULL past the end. */
HVAC_API const hvac_value *hvac_value_item(const hvac_value *list, size_t index);
/* By JSON pointer: "/data/keys/0"; "" is the value itself. A pointer that does not begin with '/' is read as if it did.
 * NULL when there is nothing at that place. */
HVAC_API const hvac_value *hvac_value_at(const hvac_value *value, const char *pointer);

/* Walks a map: calls `each` for every member in their order until it returns false. */
HVAC_API void hvac_value_each(const hvac_value *map, bool (*each)(const char *name, const hvac_value *value, void *context),
                              void *context);

/* The string, NUL-terminated, `*length` (may be NULL) bytes long; NULL when it is no string. Lives as long as the value. */
HVAC_API const char *hvac_value_string(const hvac_value *value, size_t *length);
/* These return false, and leave the result alone, when the value is of another kind, or an integer beyond INT64_MAX. An integer is
 * also a number. */
HVAC_API bool hvac_value_integer(const hvac_value *value, int64_t *result);
HVAC_API bool hvac_value_number(const hvac_value *value, double *result);
HVAC_API bool hvac_value_boolean(const hvac_value *value, bool *result);
/* Deep comparison: maps by members whatever their order, integers to INT64_MAX and numbers by value. */
HVAC_API bool hvac_value_equal(const hvac_value *a, const hvac_value *b);

#ifdef __cplusplus
}
#endif
#endif
