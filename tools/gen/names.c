/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "gen.h"
#include "names.h"

struct names names_new(size_t room)
{
	struct names names = { .list = calloc(room ? room : 1, sizeof(*names.list)) };
	names.complete = names.list != NULL;
	return names;
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
}

void names_add(struct names *names, const char *before, const char *name, const char *behind)
{
	if (names->complete && asprintf(&names->list[names->count], "%s%s%s", before, name, behind) >= 0)
		names->count++;
	else
		names->complete = false;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool names_differ(struct names *names, const char *engine, const char *of)
{
	bool differ = names->complete;
	if (!names->complete)
		complain("memory ran out");
	else
		qsort(names->list, names->count, sizeof(*names->list), compare_names);
	for (size_t i = 1; differ && i < names->count; i++)
		if (strcmp(names->list[i - 1], names->list[i]) == 0) {
			complain("%s: two %s would both be called %s", engine, of, names->list[i]);
			differ = false;
		}
	return differ;
}
