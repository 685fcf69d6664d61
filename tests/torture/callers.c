/* SPDX-License-Identifier: MIT */
#include "callers.h"

#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RANGES 256

struct range {
	uintptr_t begin, end;
	enum caller caller;
};

static struct range ranges[RANGES];
static atomic_size_t count;             /* grows only: readers take no lock */
static bool program_counts;

static enum caller kind_of(const char *name)
{
	const char *file = strrchr(name, '/');

	file = file ? file + 1 : name;
	if (!*name)
		return program_counts ? CALLER_HVAC : CALLER_OTHER;
	if (!strncmp(file, "libhvac.so", 10) || strstr(name, "/hvac/1/"))
		return CALLER_HVAC;
	if (!strncmp(file, "libjson-c.so", 12))
		return CALLER_JSON;
	return !strncmp(file, "libcurl.so", 10) ? CALLER_CURL : CALLER_OTHER;
}

static bool is_known(uintptr_t begin)
{
	for (size_t i = 0; i < atomic_load(&count); i++)
		if (ranges[i].begin == begin)
			return true;
	return false;
}

static int learn(struct dl_phdr_info *info, size_t size, void *context)
{
	enum caller caller = kind_of(info->dlpi_name);

	(void)size;
	(void)context;
	for (unsigned i = 0; i < info->dlpi_phnum && caller != CALLER_OTHER; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uintptr_t begin = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || is_known(begin) || atomic_load(&count) == RANGES)
			continue;
		ranges[atomic_load(&count)] = (struct range){ begin, begin + segment->p_memsz, caller };
		atomic_fetch_add(&count, 1);
	}
	return 0;
}

void callers_learn(bool program)
{
	program_counts = program_counts || program;
	dl_iterate_phdr(learn, NULL);
}

PLAIN enum caller caller_of(const void *address)
{
	uintptr_t place = (uintptr_t)address;
	size_t n = atomic_load(&count);

	for (size_t i = 0; i < n; i++)
		if (place - ranges[i].begin < ranges[i].end - ranges[i].begin)
			return ranges[i].caller;
	return CALLER_OTHER;
}

const char *caller_name(const void *address)
{
	static char text[256];
	const char *file = "?";
	Dl_info info = { 0 };

	if (dladdr(address, &info) && info.dli_fname) {
		file = strrchr(info.dli_fname, '/');
		file = file ? file + 1 : info.dli_fname;
	}
	snprintf(text, sizeof text, "%s+%#lx%s%s", file, (unsigned long)((uintptr_t)address - (uintptr_t)info.dli_fbase), info.dli_sname ? " near " : "",
	         info.dli_sname ? info.dli_sname : "");
	return text;
}
