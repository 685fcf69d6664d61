/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include "dispositions.h"

static sigset_t ignored;

void dispositions_begin(void)
{
	static const int errors[] = { SIGPIPE, SIGXFSZ };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	sigemptyset(&ignored);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (sigaction(errors[i], &ignore, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaddset(&ignored, errors[i]);
}

const sigset_t *dispositions_ignored(void)
{
	return &ignored;
}
