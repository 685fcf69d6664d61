/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>
#include <linux/close_range.h>
#include "inherited.h"

static int compare(const void *one, const void *other)
{
	return *(const int *)one - *(const int *)other;
}

bool inherited_note(struct inherited *inherited)
{
	DIR *directory = opendir("/proc/self/fd");
	struct dirent *entry;
	bool complete = directory;
	inherited->list = NULL;
	inherited->count = 0;
	while (complete && (entry = readdir(directory)) != NULL) {
		int descriptor = atoi(entry->d_name), *list;
		if (descriptor <= STDERR_FILENO || descriptor == dirfd(directory))
			continue;
		list = reallocarray(inherited->list, inherited->count + 1, sizeof(*list));
		complete = list;
		if (list) {
			inherited->list = list;
			list[inherited->count++] = descriptor;
		}
	}
	if (directory)
		closedir(directory);
	if (inherited->count > 0)
		qsort(inherited->list, inherited->count, sizeof(*inherited->list), compare);
	return complete;
}

void inherited_free(struct inherited *inherited)
{
	free(inherited->list);
	inherited->list = NULL;
	inherited->count = 0;
}

/* Linux 5.11; those before close what was opened to be closed. */
void inherited_keep_alone(const struct inherited *inherited)
{
	unsigned first = STDERR_FILENO + 1;
	for (size_t i = 0; i < inherited->count; i++) {
		unsigned kept = (unsigned)inherited->list[i];
		if (first < kept)
			close_range(first, kept - 1, CLOSE_RANGE_CLOEXEC);
		first = kept + 1;
	}
	close_range(first, ~0u, CLOSE_RANGE_CLOEXEC);
}
