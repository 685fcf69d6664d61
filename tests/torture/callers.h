/* SPDX-License-Identifier: MIT */
/* Whose code a call comes from, by the address that it returns to. */
#ifndef TESTS_TORTURE_CALLERS_H
#define TESTS_TORTURE_CALLERS_H

#include <stdbool.h>

/* Called before a sanitizer is ready, and instead of what it has put in front. */
#define PLAIN __attribute__((no_sanitize("address"), no_sanitize("undefined")))

enum caller {
	CALLER_OTHER,                   /* the C library, OpenSSL, a test's own */
	CALLER_HVAC,                    /* libhvac and its engines */
	CALLER_JSON,
	CALLER_CURL
};

/* Learns where each library lies: at first, and after another was loaded. `program`: the program's own code counts as libhvac's. */
void callers_learn(bool program);
enum caller caller_of(const void *address);
/* "libhvac.so.0+0x1234", for a person; it stays until the next. */
const char *caller_name(const void *address);

#endif
