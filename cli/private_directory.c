/* SPDX-License-Identifier: MIT */
/* Makes directories on a tmpfs, whose files were never on a disk. Each has a guard: a process of its own, in no terminal's group, that
 * waits for the end of this one by whatever cause and then removes it. */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>
#include "failure.h"
#include "private_directory.h"
#include "private_file.h"

/* Not its directories, which the program has made. */
static void empty(int descriptor)
{
	int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *entry;
	if (!list) {
		if (copy >= 0)
			close(copy);
		return;
	}
	rewinddir(list);
	while ((entry = readdir(list)) != NULL)
		unlinkat(descriptor, entry->d_name, 0);
	closedir(list);
}

static void remove_all(const struct private_directory *directory)
{
	empty(directory->descriptor);
	rmdir(directory->path);
}

/* Holds nothing of what the command was given. */
static void let_go(int one, int other)
{
	unsigned first = (unsigned)(one < other ? one : other), last = (unsigned)(one < other ? other : one);
	int nothing = open("/dev/null", O_RDWR);
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		dup2(nothing, stream);
	if (first > STDERR_FILENO + 1)
		close_range(STDERR_FILENO + 1, first - 1, 0);
	if (last > first + 1)
		close_range(first + 1, last - 1, 0);
	close_range(last + 1, ~0u, 0);
}

_Noreturn static void guard(const struct private_directory *directory, int lifeline)
{
	sigset_t all;
	char byte;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	let_go(directory->descriptor, lifeline);
	while (read(lifeline, &byte, 1) < 0 && errno == EINTR)
		continue;
	remove_all(directory);
	_exit(EXIT_OK);
}

static bool begin_guard(struct private_directory *directory)
{
	int lifeline[2];
	if (pipe2(lifeline, O_CLOEXEC) != 0)
		return false;
	directory->lifeline = lifeline[1];
	directory->guard = fork();
	if (directory->guard == 0) {
		close(lifeline[1]);
		guard(directory, lifeline[0]);
	}
	int reason = errno;
	close(lifeline[0]);
	errno = reason;
	return directory->guard > 0;
}

static bool is_in_memory(int descriptor)
{
	struct statfs status;
	if (fstatfs(descriptor, &status) != 0)
		return false;
	/* an int on some machines, a long on others, and RAMFS_MAGIC is unsigned */
	unsigned magic = (unsigned)status.f_type;
	return magic == TMPFS_MAGIC || magic == RAMFS_MAGIC;
}

/* Opens what has just been made. False: errno says why, EMEDIUMTYPE for a disk; it is gone again. */
static bool take(struct private_directory *directory, char *path)
{
	directory->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory->descriptor >= 0 && is_in_memory(directory->descriptor)) {
		directory->path = path;
		return true;
	}
	int reason = directory->descriptor >= 0 ? EMEDIUMTYPE : errno;
	if (directory->descriptor >= 0)
		close(directory->descriptor);
	rmdir(path);
	free(path);
	errno = reason;
	return false;
}

static bool make_at(struct private_directory *directory, const char *path)
{
	char *copy = strdup(path);
	if (copy && mkdir(copy, 0700) == 0)
		return take(directory, copy);
	int reason = errno;
	free(copy);
	errno = reason;
	return false;
}

static bool make_in(struct private_directory *directory, const char *place)
{
	char *path;
	if (!place || *place != '/' || asprintf(&path, "%s/hvac-XXXXXX", place) < 0)
		return false;
	if (mkdtemp(path))
		return take(directory, path);
	free(path);
	return false;
}

static int refuse(const struct command_line *line, const char *path)
{
	if (!path)
		return failure(line, HVAC_CONFIG_ERROR, "neither XDG_RUNTIME_DIR nor /dev/shm is a tmpfs with room for files: name a new directory on one "
		               "with --files-in");
	if (errno == EMEDIUMTYPE)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--files-in: %s would not be on a tmpfs, and secrets are not written to a disk", path);
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--files-in: %s cannot be made: %s", path, strerror(errno));
}

int private_directory_make(struct private_directory *directory, const struct command_line *line, const char *path)
{
	memset(directory, 0, sizeof(*directory));
	/* the guard and the program do not share this process's place */
	if (path && *path != '/')
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--files-in: %s does not begin at /", path);
	if (path ? !make_at(directory, path) : !make_in(directory, secure_getenv("XDG_RUNTIME_DIR")) && !make_in(directory, "/dev/shm"))
		return refuse(line, path);
	if (begin_guard(directory))
		return EXIT_OK;
	failure_local(line, "%s cannot be guarded: %s", directory->path, strerror(errno));
	private_directory_remove(directory);
	return EXIT_LOCAL;
}

bool private_directory_write(const struct private_directory *directory, const char *name, const char *bytes, size_t length)
{
	char *path;
	if (asprintf(&path, "%s/%s", directory->path, name) < 0)
		return false;
	bool written = private_file_replace(path, bytes, length);
	int reason = errno;
	free(path);
	errno = reason;
	return written;
}

void private_directory_remove(struct private_directory *directory)
{
	if (!directory->path)
		return;
	close(directory->lifeline);
	if (directory->guard > 0)
		waitpid(directory->guard, NULL, 0);
	/* should somebody have killed it */
	remove_all(directory);
	close(directory->descriptor);
	free(directory->path);
	memset(directory, 0, sizeof(*directory));
}
