/* SPDX-License-Identifier: MIT */
/* Files that their owner alone may read. */
#ifndef CLI_PRIVATE_FILE_H
#define CLI_PRIVATE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* A link is followed, and stays; not one that is neither this user's own nor root's. What leads to standard output or standard error, as
 * /dev/stdout does, is written to as that is: nothing before it is lost, and no mode changed. */

/* Opens a file for writing from its beginning, with mode 0600 where it is a plain file. -1: errno says why. */
int private_file_open(const char *path);
/* Whether private_file_replace has a chance to take no other file's place, to be asked before what is to be written costs something.
 * False: errno says why not, EEXIST when there is one. */
bool private_file_can_make(const char *path);
/* Puts a file with this content in place of `path` at once: whoever reads it sees the old one or the new one, whole. */
bool private_file_replace(const char *path, const char *bytes, size_t length);
/* The same where there is no file; one that came meanwhile stays, and errno is EEXIST. */
bool private_file_make(const char *path, const char *bytes, size_t length);

/* The same for content that comes piece by piece, or later: what is written to `descriptor` takes the place of `path` when it is kept.
 * What is no plain file, a device or a pipe, is written to as it is. One at a time: signals that end the process take it away. */
struct private_file {
	int descriptor;
	char *temporary;                 /* its name until then; NULL: what is to be written to is itself open */
	char *path;                      /* its name from then on, behind all links */
	bool is_new;                     /* it takes the place of none: EEXIST */
};
#define PRIVATE_FILE_NONE ((struct private_file){ .descriptor = -1 })

/* False: errno says why. */
bool private_file_begin(struct private_file *file, const char *path);
/* Takes the room that the content will need, where the file system can: private_file_fill then gives back what is too much. False: errno says
 * why. */
bool private_file_reserve(const struct private_file *file, size_t size);
/* Ends it, one way or the other. False: errno says why; nothing is left then, and `path` is as it was. */
bool private_file_keep(struct private_file *file);
bool private_file_fill(struct private_file *file, const char *bytes, size_t length);
/* Also of one that has ended. */
void private_file_drop(struct private_file *file);

#endif
