/* SPDX-License-Identifier: MIT */
/* What a policy must say for a request. */
#ifndef GEN_POLICY_H
#define GEN_POLICY_H

#include "description.h"

/* The rule for one row of an operation, in the language of policies, with the default mount filled in; lines are `width` wide where
 * that can be. To be freed. "" where no token is sent; NULL: memory ran out. */
char *policy_of(const hvac_value *operation, const hvac_value *row, size_t width);

#endif
