/* SPDX-License-Identifier: MIT */
/* What the command would have told on standard error. */
#ifndef TESTS_FUZZ_TOLD_H
#define TESTS_FUZZ_TOLD_H

#include <stdbool.h>

void told_nothing(void);
bool told(void);
/* No word of it may have this; NULL: any. */
void told_never(const char *secret);

#endif
