/* SPDX-License-Identifier: MIT */
/* Reads members of a map. */
#include "member.h"

const char *member_string(const hvac_value *map, const char *name)
{
	return hvac_value_string(hvac_value_member(map, name), NULL);
}

bool member_is_true(const hvac_value *map, const char *name)
{
	bool value = false;
	hvac_value_boolean(hvac_value_member(map, name), &value);
	return value;
}

int64_t member_integer(const hvac_value *map, const char *name)
{
	int64_t value = 0;
	hvac_value_integer(hvac_value_member(map, name), &value);
	return value;
}
