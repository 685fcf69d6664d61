/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "marks.h"

#include <check.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#define ROOM 4096u
#define TEXT_MAX 256u
#define REGION_MAX (4ULL << 30)                 /* more is a sanitizer's bookkeeping, not the process's data */

/* What the search itself needs, and behind it the marks. */
static struct area {
	size_t size;
	char window[ROOM + TEXT_MAX];
	char where[256];
	_Alignas(max_align_t) char place[];
} *area;

void *marks_begin(size_t size)
{
	size += sizeof *area;
	area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(area, MAP_FAILED);
	area->size = size;
	return area->place;
}

void marks_end(void)
{
	munmap(area, area->size);
}

void mark_make(char *mark)
{
	unsigned char bytes[MARK_LENGTH / 2];

	ck_assert_int_eq(getrandom(bytes, sizeof bytes, 0), (int)sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(mark + 2 * i, 3, "%02x", bytes[i]);
	explicit_bzero(bytes, sizeof bytes);
}

static bool is_searched(const char *line, uint64_t from, uint64_t to)
{
	return strstr(line, " rw") && !strstr(line, "[stack") && !strstr(line, "[v") && to - from <= REGION_MAX;
}

/* Whether a place belongs to the marks' own area. */
static bool is_own(uintptr_t place)
{
	return place >= (uintptr_t)area && place < (uintptr_t)area + area->size;
}

/* What stands at `at` and behind, without the area's own. */
static bool search_window(size_t length, uintptr_t at, const char *mark)
{
	const char *window = area->window, *found;
	size_t size = strlen(mark);

	while ((found = memmem(window, length, mark, size))) {
		if (!is_own(at + (uintptr_t)(found - area->window)))
			return true;
		length -= (size_t)(found - window) + 1;
		window = found + 1;
	}
	return false;
}

static bool search_region(int memory, const char *line, uintptr_t from, uintptr_t to, const char *mark)
{
	for (uintptr_t at = from; at < to; at += ROOM) {
		/* a mark may lie across the end */
		ssize_t n = pread(memory, area->window, ROOM + strlen(mark) - 1, (off_t)at);

		if (n > 0 && search_window((size_t)n, at, mark)) {
			snprintf(area->where, sizeof area->where, "%.*s", (int)strcspn(line, "\n"), line);
			return true;
		}
	}
	return false;
}

bool mark_is_in_memory(const char *mark)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	bool found = false;
	char line[512];

	ck_assert_ptr_nonnull(maps);
	ck_assert_int_ge(memory, 0);
	ck_assert_uint_lt(strlen(mark), TEXT_MAX);
	while (!found && fgets(line, sizeof line, maps)) {
		unsigned long from, to;

		if (sscanf(line, "%lx-%lx", &from, &to) == 2 && is_searched(line, from, to))
			found = search_region(memory, line, from, to, mark);
	}
	fclose(maps);
	close(memory);
	return found;
}

const char *mark_where(void)
{
	return area->where;
}
