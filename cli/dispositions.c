/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <unistd.h>
#include "dispositions.h"

static sigset_t ignored;

/* False: something else than the default was there, and still is. */
static bool replace_default(int number, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler }, before;
	return sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL && sigaction(number, &action, NULL) == 0;
}

static void end(int number)
{
	_exit(128 + number);
}

void dispositions_begin(void)
{
	static const int errors[] = { SIGPIPE, SIGXFSZ }, ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	sigemptyset(&ignored);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (replace_default(errors[i], SIG_IGN))
			sigaddset(&ignored, errors[i]);
	/* the kernel would drop them */
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]) && getpid() == 1; i++)
		replace_default(ending[i], end);
}

const sigset_t *dispositions_ignored(void)
{
	return &ignored;
}
