/* SPDX-License-Identifier: MIT */
/* Arguments for any operation, by what hvac_plugin_list tells of it. */
#ifndef TESTS_ENGINES_SAMPLE_H
#define TESTS_ENGINES_SAMPLE_H

#include <hvac/hvac.h>

#define SAMPLE_SECRET "swordfish"       /* every secret argument */
#define SAMPLES_MAX 256

bool sample_is_true(const hvac_value *map, const char *name);
/* "" where there is none. */
const char *sample_text(const hvac_value *map, const char *name);
/* Those that are required, or all, ended; they refer to the operation. Whether there is a secret among them. */
bool sample_arguments(hvac_argument arguments[SAMPLES_MAX], const hvac_value *operation, bool all);
/* Those that are required, with null for the parameter of this index; false past the last. */
bool sample_with_null(hvac_argument arguments[SAMPLES_MAX], const hvac_value *operation, size_t index);
/* No name is looked up, no cloud asked, no file of somebody's read. */
void sample_leave_the_world_alone(void);

#endif
