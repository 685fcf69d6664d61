/* SPDX-License-Identifier: MIT */
/* Snapshots of integrated storage: whether one is whole. */
#ifndef CLI_SNAPSHOT_H
#define CLI_SNAPSHOT_H

#include <stdbool.h>
#include <hvac/hvac.h>
#include "command_line.h"

/* Whether libarchive is there, for which this command was built with its headers. */
bool snapshot_can_be_checked(void);

/* Reads the snapshot that `descriptor` is, which must be a plain file, from its beginning to its end, in constant memory: its gzip and
 * its tar end, no more follows, its files are there and match their SHA-256. Whether SHA256SUMS.sealed matches only the server can tell.
 * EXIT_OK and *about (may be NULL), what it holds; or the failure has been told, as `bad` where the snapshot is to blame. */
int snapshot_check(const struct command_line *line, const char *path, int descriptor, hvac_status bad, hvac_value **about);

#endif
