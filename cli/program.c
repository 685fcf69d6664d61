/* SPDX-License-Identifier: MIT */
/* Starts programs. Whoever runs when it is forked may hold the C library's locks: between fork and exec there are system calls alone, so
 * the program is looked for before. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "dispositions.h"
#include "failure.h"
#include "program.h"

static bool can_run(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return false;
	if (S_ISREG(status.st_mode))
		return access(path, X_OK) == 0;
	errno = EACCES;
	return false;
}

/* The first in PATH that can be run, to be freed. NULL: errno says why not, EACCES where there was one that cannot be. */
static char *look_for(const char *name)
{
	const char *places = getenv("PATH");
	int reason = ENOENT;
	for (places = places ? places : "/bin:/usr/bin"; places; places = strchr(places, ':') ? strchr(places, ':') + 1 : NULL) {
		int length = (int)strcspn(places, ":");
		char *path;
		if (asprintf(&path, "%.*s/%s", length ? length : 1, length ? places : ".", name) < 0)
			return NULL;
		if (can_run(path))
			return path;
		if (errno == EACCES)
			reason = errno;
		free(path);
	}
	errno = reason;
	return NULL;
}

/* As shells and env do. */
static int refuse(const struct command_line *line, const struct program *program, int reason)
{
	failure_local(line, "cannot run %s: %s", program->arguments[0], strerror(reason));
	return reason == ENOENT ? EXIT_NO_PROGRAM : EXIT_CANNOT_RUN;
}

int program_find(struct program *program, const struct command_line *line, char **arguments)
{
	memset(program, 0, sizeof(*program));
	program->arguments = arguments;
	if (!inherited_note(&program->inherited))
		return failure_local(line, "which descriptors are open cannot be told: %s", strerror(errno));
	if (strchr(arguments[0], '/'))
		program->path = can_run(arguments[0]) ? strdup(arguments[0]) : NULL;
	else
		program->path = look_for(arguments[0]);
	return program->path ? EXIT_OK : refuse(line, program, errno);
}

void program_free(struct program *program)
{
	inherited_free(&program->inherited);
	free(program->path);
	program->path = NULL;
}

static bool give_back(const sigset_t *signals)
{
	struct sigaction dflt = { .sa_handler = SIG_DFL };
	for (int number = 1; number < NSIG; number++)
		if (sigismember(signals, number) == 1 && sigaction(number, &dflt, NULL) != 0)
			return false;
	return true;
}

/* In the child. What went wrong is told by a pipe, which exec closes. */
_Noreturn static void become(const struct program *program, char *const *environment, int input, const sigset_t *mask, pid_t parent, int report)
{
	int reason;
	inherited_keep_alone(&program->inherited);
	/* a parent that has ended before it said so does not send it */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && (input < 0 || dup2(input, STDIN_FILENO) >= 0) &&
	    give_back(dispositions_ignored()) && sigprocmask(SIG_SETMASK, mask, NULL) == 0)
		execve(program->path, program->arguments, environment);
	reason = errno;
	while (write(report, &reason, sizeof(reason)) < 0 && errno == EINTR)
		continue;
	_exit(EXIT_CANNOT_RUN);
}

/* Why the child could not become the program; 0: it has. */
static int await(int report)
{
	int reason = 0;
	ssize_t got;
	do
		got = read(report, &reason, sizeof(reason));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(reason) ? reason : 0;
}

int program_start(struct program *program, const struct command_line *line, char *const *environment, int input, const sigset_t *mask)
{
	int report[2], reason;
	pid_t parent = getpid();
	if (pipe2(report, O_CLOEXEC) != 0)
		return failure_local(line, "cannot run %s: %s", program->arguments[0], strerror(errno));
	program->pid = fork();
	if (program->pid == 0)
		become(program, environment, input, mask, parent, report[1]);
	reason = program->pid < 0 ? errno : 0;
	close(report[1]);
	if (!reason && (reason = await(report[0])) != 0)
		waitpid(program->pid, NULL, 0);
	close(report[0]);
	if (!reason)
		return EXIT_OK;
	program->pid = 0;
	return refuse(line, program, reason);
}

int program_exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
