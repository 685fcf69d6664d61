/* SPDX-License-Identifier: MIT */
/* An adapter that is never asked. */
#ifndef TESTS_FUZZ_SILENT_H
#define TESTS_FUZZ_SILENT_H

#include <hvac/adapter.h>

hvac_adapter *silent_adapter(void);

#endif
