/* SPDX-License-Identifier: MIT */
/* Between JSON text and json-c's trees: refuses what json-c would silently bend, and leaves no copy of a secret behind. */
#ifndef HVAC_CORE_JSON_H
#define HVAC_CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <hvac/value.h>

#define JSON_DEPTH_MAX 64

/* A parser that is kept between texts, by one thread at a time. Zeroed: none yet. */
struct json_parser {
	struct json_tokener *tokener;
	int depth_max;
};
void json_parser_free(struct json_parser *parser);

/* A tree of one's own, or HVAC_MALFORMED_ANSWER, HVAC_TOO_LARGE (nested too deep, or beyond 2 GiB), HVAC_NO_MEMORY.
 * JSON's null is NULL with HVAC_OK. `parser` may be NULL. */
hvac_status json_parse(struct json_parser *parser, const char *text, size_t length, int depth_max, struct json_object **tree);
/* Text to be freed with text_free; NULL when memory ran out. */
char *json_write(const struct json_object *tree, bool pretty, size_t *length);
/* A copy of one's own; false when memory ran out. */
bool json_copy(const struct json_object *tree, struct json_object **copy);
/* Wipes every string of a tree; and frees it then. */
void json_wipe(const struct json_object *tree);
void json_free(struct json_object *tree);
/* Whether JSON text may hold these bytes as a string. */
bool json_is_utf8(const char *text, size_t length);
/* The same of every string and every member's name of a tree. */
bool json_is_utf8_throughout(const struct json_object *tree);

/* A value is json-c's object, but for null, which json-c has no object for. */
struct json_object *json_of(const hvac_value *value);
hvac_value *json_value(const struct json_object *tree);

/* Walks the members of an object; json-c's own macro is GNU C. */
#define JSON_MEMBERS(object, entry) \
	for (struct lh_entry *entry = lh_table_head(json_object_get_object(object)); entry; entry = lh_entry_next(entry))

#endif
