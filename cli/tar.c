/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#if HVAC_HAVE_LIBARCHIVE

#include "tar.h"

#define LIBARCHIVE "libarchive.so.13" /* that of all its versions 3 */

/* A function's address is of an object's size here, as POSIX wants it. */
static bool find(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);

	*(void **)function = found;
	return found;
}

const struct tar *tar_load(void)
{
	static struct tar tar;
	void *library = dlopen(LIBARCHIVE, RTLD_NOW | RTLD_LOCAL);

	if (library && find(library, "archive_read_new", &tar.read_new) && find(library, "archive_read_support_format_tar", &tar.read_support_format_tar) &&
	    find(library, "archive_read_open", &tar.read_open) && find(library, "archive_read_next_header", &tar.read_next_header) &&
	    find(library, "archive_read_data", &tar.read_data) && find(library, "archive_read_free", &tar.read_free) &&
	    find(library, "archive_error_string", &tar.error_string) && find(library, "archive_entry_pathname", &tar.entry_pathname) &&
	    find(library, "archive_entry_filetype", &tar.entry_filetype))
		return &tar;
	return NULL;
}

#endif
