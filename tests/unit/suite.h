/* SPDX-License-Identifier: MIT */
/* One suite a program: SUITE("noun", its tests) is the program's main. TABLE_SUITE has besides a test of one line of a table,
 * run for each of its lines (_i). */
#ifndef TESTS_UNIT_SUITE_H
#define TESTS_UNIT_SUITE_H

#include <stddef.h>
#include <check.h>

int suite_run(const char *name, const TTest *line, size_t lines, const TTest *const *tests, size_t count);

#define TABLE_SUITE(name, line, lines, ...) \
	int main(void) \
	{ \
		const TTest *const tests[] = { __VA_ARGS__ }; \
		return suite_run(name, line, lines, tests, sizeof tests / sizeof tests[0]); \
	}
#define SUITE(name, ...) TABLE_SUITE(name, NULL, 0, __VA_ARGS__)

#endif
