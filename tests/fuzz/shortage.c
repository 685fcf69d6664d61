/* SPDX-License-Identifier: MIT */
/* Stands in front of the process's malloc, a sanitizer's or the C library's. */
#undef _FORTIFY_SOURCE
#include "fuzz.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "memory.h"

#define EACH 400u
/* called before a sanitizer is ready */
#define PLAIN __attribute__((no_sanitize("address"), no_sanitize("undefined"), no_sanitize("thread")))

static unsigned until;                  /* allocations up to the one that fails; 0: none does */
static bool failed;
static unsigned failures, counted;

void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void *__interceptor_realloc(void *memory, size_t size) __attribute__((weak));
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

/* json-c loses what it cannot add to a list or a map, and takes what strdup gives it for granted. */
PLAIN static bool must_not_fail(const void *caller)
{
	static const char *const names[] = { "array_list_", "lh_table_", "strdup", "__strdup" };
	Dl_info info;
	bool found = false;

	if (dladdr(caller, &info) && info.dli_sname)
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			found |= !strncmp(info.dli_sname, names[i], strlen(names[i]));
	return found;
}

PLAIN static bool fails(const void *caller)
{
	if (!until)
		return false;
	counted++;
	if (until > 1 || must_not_fail(caller)) {
		until -= until > 1;
		return false;
	}
	until = EACH;
	failed = true;
	failures++;
	errno = ENOMEM;
	return true;
}

PLAIN HVAC_API void *malloc(size_t size)
{
	if (fails(__builtin_return_address(0)))
		return NULL;
	return __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);
}

PLAIN HVAC_API void *calloc(size_t count, size_t size)
{
	if (fails(__builtin_return_address(0)))
		return NULL;
	return __interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size);
}

PLAIN HVAC_API void *realloc(void *memory, size_t size)
{
	if (fails(__builtin_return_address(0)))
		return NULL;
	return __interceptor_realloc ? __interceptor_realloc(memory, size) : __libc_realloc(memory, size);
}

/* glibc's before 2.37 writes beyond a text of a hundred when memory runs out. */
HVAC_API int vasprintf(char **text, const char *format, va_list list)
{
	return (*text = text_format(format, list)) ? (int)strlen(*text) : -1;
}

/* json-c's */
HVAC_API int __vasprintf_chk(char **text, int flag, const char *format, va_list list) HVAC_FORMAT(3, 0);
HVAC_API int __vasprintf_chk(char **text, int flag, const char *format, va_list list)
{
	(void)flag;
	return vasprintf(text, format, list);
}

void shortage_begin(unsigned number)
{
	until = number;
	failed = false;
}

bool shortage_failed(void)
{
	return failed;
}

unsigned shortages(void)
{
	return failures;
}

unsigned shortage_counted(void)
{
	return counted;
}

bool shortage_end(void)
{
	until = 0;
	return failed;
}

unsigned shortage_pause(void)
{
	unsigned paused = until;

	until = 0;
	return paused;
}

void shortage_resume(unsigned paused)
{
	until = paused;
}
