/* SPDX-License-Identifier: MIT */
/* One loop over signals and time. The program is in the command's process group, unless it leaves that: what a terminal sends reaches it by
 * itself. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "duration.h"
#include "failure.h"
#include "signals.h"
#include "supervisor.h"

void supervisor_begin(struct supervisor *supervisor, const struct command_line *line)
{
	memset(supervisor, 0, sizeof(*supervisor));
	supervisor->line = line;
	supervisor->due = DURATION_NEVER;
	supervisor->signals = supervisor->output = -1;
}

void supervisor_stop(struct supervisor *supervisor, int code)
{
	supervisor->over = true;
	supervisor->code = code;
}

bool supervisor_is_read(const struct supervisor *supervisor)
{
	struct pollfd output = { .fd = supervisor->output };
	return poll(&output, 1, 0) <= 0 || !(output.revents & (POLLERR | POLLHUP));
}

/* A program that is stopped from its terminal has the command stop, too, or the shell would wait on. The terminal's signal to go on reaches
 * both. */
static void follow(int status)
{
	int number = WSTOPSIG(status);
	if (number == SIGTSTP || number == SIGTTIN || number == SIGTTOU)
		raise(SIGSTOP);
}

/* Its own children, and, for the first process of a container, everybody's. */
static void reap(struct supervisor *supervisor)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
		if (pid != supervisor->program.pid)
			continue;
		if (WIFSTOPPED(status)) {
			follow(status);
			continue;
		}
		supervisor->program.pid = 0;
		supervisor->ended(supervisor, status);
	}
}

/* A terminal's keys are told to all of a group; that it has hung up, by both signals, to the leader of its session alone. A timer's end is the
 * kernel's, too. */
static bool is_told_to_both(const struct supervisor *supervisor, const struct signalfd_siginfo *signal)
{
	bool hangs_up = signal->ssi_signo == SIGHUP || signal->ssi_signo == SIGCONT;
	return signal->ssi_code == SI_KERNEL && signal->ssi_signo != SIGALRM && !(hangs_up && getsid(0) == getpid()) &&
	       getpgid(supervisor->program.pid) == getpgrp();
}

/* But for what the program has got already, or has sent itself. */
static void pass_on(const struct supervisor *supervisor, const struct signalfd_siginfo *signal)
{
	if (!is_told_to_both(supervisor, signal) && signal->ssi_pid != (uint32_t)supervisor->program.pid)
		kill(supervisor->program.pid, (int)signal->ssi_signo);
}

static void take_signals(struct supervisor *supervisor)
{
	struct signalfd_siginfo signal;
	while (!supervisor->over && read(supervisor->signals, &signal, sizeof(signal)) == (ssize_t)sizeof(signal)) {
		int number = (int)signal.ssi_signo;
		if (number == SIGCHLD) {
			reap(supervisor);
			continue;
		}
		if (signals_is_end(number) && supervisor->ending != SIGTERM)
			supervisor->ending = number;
		if (supervisor->program.pid)
			pass_on(supervisor, &signal);
		else if (signals_is_end(number))
			supervisor_stop(supervisor, 128 + number);
		else if (number == SIGTSTP)
			raise(SIGSTOP);
	}
}

static int milliseconds_left(const struct supervisor *supervisor)
{
	int64_t due = vigil_due(&supervisor->vigil), left;
	if (supervisor->due < due)
		due = supervisor->due;
	if (due == DURATION_NEVER)
		return -1;
	left = due - duration_now();
	return left < 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

int supervisor_run(struct supervisor *supervisor)
{
	struct pollfd ready[] = { { .events = POLLIN }, { .fd = supervisor->output } };
	ready[0].fd = supervisor->signals = signals_open(&supervisor->mask);
	if (supervisor->signals < 0)
		return failure_local(supervisor->line, "signals cannot be waited for: %s", strerror(errno));
	while (!supervisor->over) {
		int count = poll(ready, 2, milliseconds_left(supervisor));
		if (count > 0 && ready[0].revents)
			take_signals(supervisor);
		if (count > 0 && !supervisor_is_read(supervisor))
			supervisor_stop(supervisor, EXIT_OK);
		if (supervisor->over)
			break;
		vigil_work(&supervisor->vigil);
		if (supervisor->vigil.code != EXIT_OK)
			supervisor_stop(supervisor, supervisor->vigil.code);
		else
			supervisor->look(supervisor);
	}
	return supervisor->code;
}

void supervisor_end(struct supervisor *supervisor, int code)
{
	/* whoever does not want to wait until all is revoked can end it */
	if (supervisor->signals >= 0) {
		sigprocmask(SIG_SETMASK, &supervisor->mask, NULL);
		close(supervisor->signals);
	}
	vigil_end(&supervisor->vigil, code);
	program_free(&supervisor->program);
}
