/* SPDX-License-Identifier: MIT */
#include "suite.h"

int suite_run(const char *name, const TTest *line, size_t lines, const TTest *const *tests, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *group = tcase_create(name);
	SRunner *runner;
	int failed;

	if (line)
		tcase_add_loop_test(group, line, 0, (int)lines);
	for (size_t i = 0; i < count; i++)
		tcase_add_test(group, tests[i]);
	suite_add_tcase(suite, group);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
