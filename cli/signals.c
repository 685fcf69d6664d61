/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "signals.h"

/* Not SIGTTIN and SIGTTOU: a process in the background is to stop before it touches the terminal. */
static const struct {
	const char *name;                /* NULL: it is for terminals */
	int number;
	bool ends;
} passed[] = {
	{ "HUP", SIGHUP, true }, { "INT", SIGINT, true }, { "QUIT", SIGQUIT, true }, { "TERM", SIGTERM, true }, { "USR1", SIGUSR1, false },
	{ "USR2", SIGUSR2, false }, { "ALRM", SIGALRM, true }, { "WINCH", SIGWINCH, false }, { NULL, SIGTSTP, false }, { NULL, SIGCONT, false },
};
enum { N_PASSED = sizeof(passed) / sizeof(passed[0]) };

static int descriptor;                   /* where they are read from */
static int output;                       /* what one that asks for an end cuts off */
static sigset_t held;                    /* those that were blocked before */
static struct sigaction kept[N_PASSED];  /* what ends did before */
static volatile sig_atomic_t came;

const char *signals_name_at(size_t index)
{
	return index < N_PASSED ? passed[index].name : NULL;
}

int signals_named(const char *name)
{
	if (strncmp(name, "SIG", 3) == 0)
		name += 3;
	for (size_t i = 0; passed[i].name; i++)
		if (strcmp(passed[i].name, name) == 0)
			return passed[i].number;
	return 0;
}

bool signals_is_end(int number)
{
	for (size_t i = 0; i < N_PASSED; i++)
		if (passed[i].number == number)
			return passed[i].ends;
	return false;
}

static bool is_ignored(int number)
{
	struct sigaction action;
	return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int signals_open(sigset_t *before)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	/* a signal that is blocked would come although it is ignored */
	for (size_t i = 0; i < N_PASSED; i++)
		if (!is_ignored(passed[i].number))
			sigaddset(&set, passed[i].number);
	/* whose children's ends are ignored could not wait for one */
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &set, before);
	descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return descriptor;
}

static void cut_off(int number)
{
	int reason = errno;
	/* which refuses to be written to, also what has been waiting */
	dup2(descriptor, output);
	came = number;
	errno = reason;
}

void signals_output_begin(int written)
{
	struct sigaction cutting = { .sa_handler = cut_off, .sa_flags = SA_RESTART };
	sigset_t set;
	output = written;
	came = 0;
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	for (size_t i = 0; i < N_PASSED; i++)
		if (passed[i].ends) {
			sigaction(passed[i].number, is_ignored(passed[i].number) ? NULL : &cutting, &kept[i]);
			sigaddset(&set, passed[i].number);
		}
	sigprocmask(SIG_UNBLOCK, &set, &held);
}

bool signals_output_end(void)
{
	sigprocmask(SIG_SETMASK, &held, NULL);
	for (size_t i = 0; i < N_PASSED; i++)
		if (passed[i].ends)
			sigaction(passed[i].number, &kept[i], NULL);
	if (came)
		raise(came);
	return !came;
}
