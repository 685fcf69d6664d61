/* SPDX-License-Identifier: MIT */
/* Files that may hold secrets. */
#ifndef HVAC_CORE_FILE_H
#define HVAC_CORE_FILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <hvac/status.h>

#define FILE_SIZE_MAX ((size_t)64 << 20)

/* Whether it is the first time. A pipe is waited for and gives what it has once; all but regular files are refused again. */
enum file_turn { FILE_ONCE, FILE_AGAIN };

/* How a file is read. */
struct file_way {
	enum file_turn turn;
	uint64_t until;                 /* by the system's clock: so long a pipe, or who holds the file, is waited for; 0: for ever */
	const atomic_bool *cancelled;   /* nor when this has become true; NULL: it cannot */
};

/* A whole file, or what a pipe gives until its end, with a NUL behind `*length` bytes; to be wiped and freed. `about`
 * (may be NULL) gets what fstat says of it. HVAC_PARAM_VALIDATION_ERROR, of what is waited for HVAC_TIMEOUT and HVAC_CANCELLED:
 * *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status file_read(const char *path, const struct file_way *way, char **content, size_t *length, struct stat *about, char **error);
/* The length without one final line end. */
size_t file_trimmed(const char *content, size_t length);

/* By which a file's next state is told from this one. */
struct file_stamp {
	int64_t seconds, nanoseconds, size;
	uint64_t inode, device;
};

/* All zero for NULL and where there is no such file. */
void file_stamp_take(const char *path, struct file_stamp *stamp);
bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b);

#endif
