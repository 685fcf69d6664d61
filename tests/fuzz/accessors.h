/* SPDX-License-Identifier: MIT */
/* Everything that can be read of a response. */
#ifndef TESTS_FUZZ_ACCESSORS_H
#define TESTS_FUZZ_ACCESSORS_H

#include <hvac/response.h>

/* Each word of it is there, and what is of a known kind is so. `pointer` and `header`: what is looked for. */
void accessors_read(const hvac_response *response, const char *pointer, const char *header);

#endif
