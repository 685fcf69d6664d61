/* SPDX-License-Identifier: MIT */
/* Members of a map, each as what it should be. */
#ifndef CLI_MEMBER_H
#define CLI_MEMBER_H

#include <hvac/value.h>

/* NULL, false and 0 where there is no such member, or one of another kind. */
const char *member_string(const hvac_value *map, const char *name);
bool member_is_true(const hvac_value *map, const char *name);
int64_t member_integer(const hvac_value *map, const char *name);

#endif
