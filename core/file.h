/* SPDX-License-Identifier: MIT */
/* Files that may hold secrets. */
#ifndef HVAC_CORE_FILE_H
#define HVAC_CORE_FILE_H

#include <stddef.h>
#include <sys/stat.h>
#include <hvac/status.h>

#define FILE_SIZE_MAX ((size_t)64 << 20)

/* A whole file, or what a pipe gives until its end, with a NUL behind `*length` bytes; to be wiped and freed. `about`
 * (may be NULL) gets what fstat says of it. HVAC_PARAM_VALIDATION_ERROR: *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status file_read(const char *path, char **content, size_t *length, struct stat *about, char **error);
/* The length without one final line end. */
size_t file_trimmed(const char *content, size_t length);

#endif
