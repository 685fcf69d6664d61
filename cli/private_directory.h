/* SPDX-License-Identifier: MIT */
/* A directory of files in memory that only their owner may read, and that are gone when the command is, even when it is killed. */
#ifndef CLI_PRIVATE_DIRECTORY_H
#define CLI_PRIVATE_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "command_line.h"

struct private_directory {
	char *path;                      /* NULL: there is none */
	int descriptor;
	int lifeline;                    /* when nobody holds it any more, the guard removes the directory */
	pid_t guard;
};

/* Makes it at `path`, or where there is room when that is NULL. Forks: there must be no thread yet, nor a secret. EXIT_OK, or the failure
 * has been told and this is its exit code; then there is nothing to be removed. */
int private_directory_make(struct private_directory *directory, const struct command_line *line, const char *path);

/* Puts a file with this content in place of what was there. False: errno says why. */
bool private_directory_write(const struct private_directory *directory, const char *name, const char *bytes, size_t length);

/* Removes it with its files. Nothing to be done where there is none. */
void private_directory_remove(struct private_directory *directory);

#endif
