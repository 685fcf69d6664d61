/* SPDX-License-Identifier: MIT */
/* What hvac needs of libarchive, which is loaded when it is first wanted: the libraries that it brings along would make every command
 * start a third slower. */
#ifndef CLI_TAR_H
#define CLI_TAR_H

#include <archive.h>
#include <archive_entry.h>

struct tar {
	struct archive *(*read_new)(void);
	int (*read_support_format_tar)(struct archive *);
	int (*read_open)(struct archive *, void *, archive_open_callback *, archive_read_callback *, archive_close_callback *);
	int (*read_next_header)(struct archive *, struct archive_entry **);
	la_ssize_t (*read_data)(struct archive *, void *, size_t);
	int (*read_free)(struct archive *);
	const char *(*error_string)(struct archive *);
	const char *(*entry_pathname)(struct archive_entry *);
	__LA_MODE_T (*entry_filetype)(struct archive_entry *);
};

/* NULL when libarchive is not installed. */
const struct tar *tar_load(void);

#endif
