/* SPDX-License-Identifier: MIT */
/* Writes files with mode 0600, in place or by replacing. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "descriptor.h"
#include "private_file.h"

/* What a path leads to. */
struct place {
	struct stat status;              /* st_mode 0: there is nothing yet */
	bool is_link;
	int stream;                      /* standard output or standard error, when that is what is there; -1 */
};

static int stream_of(const struct stat *status)
{
	struct stat own;
	for (int stream = STDOUT_FILENO; stream <= STDERR_FILENO; stream++)
		if (fstat(stream, &own) == 0 && own.st_dev == status->st_dev && own.st_ino == status->st_ino)
			return stream;
	return -1;
}

/* A link is followed that is this user's own or root's, as the kernel's protected_symlinks has it, though in every directory: another's
 * could lead to any file that this user may write. False: errno says why. */
static bool find_place(const char *path, struct place *place)
{
	struct stat link;
	*place = (struct place){ .stream = -1, .is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode) };
	if (stat(path, &place->status) == 0)
		place->stream = stream_of(&place->status);
	else if (errno != ENOENT)
		return false;
	if (!place->is_link || place->stream >= 0 || link.st_uid == geteuid() || link.st_uid == 0)
		return true;
	errno = EACCES;
	return false;
}

/* Opened by its name, standard output would begin anew: over what others write there, or already have. */
static int copy_stream(const struct place *place)
{
	return fcntl(place->stream, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int private_file_open(const char *path)
{
	struct place place;
	struct stat status;
	if (!find_place(path, &place))
		return -1;
	if (place.stream >= 0)
		return copy_stream(&place);
	int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (place.is_link ? 0 : O_NOFOLLOW), 0600);
	if (descriptor < 0)
		return -1;
	/* a pipe or a terminal is the caller's own affair; an older file may have been open to others */
	if (fstat(descriptor, &status) == 0 &&
	    (!S_ISREG(status.st_mode) || (fchmod(descriptor, 0600) == 0 && ftruncate(descriptor, 0) == 0)))
		return descriptor;
	int reason = errno;
	close(descriptor);
	errno = reason;
	return -1;
}

/* The directory that a file is in, to be freed; NULL: no memory. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
}

/* Where a link leads, which may be a link again; to be freed. NULL: errno says why. */
static char *target_of(const char *path)
{
	char name[PATH_MAX], *directory = NULL, *target;
	ssize_t length = readlink(path, name, sizeof(name) - 1);
	if (length < 0)
		return NULL;
	name[length] = '\0';
	if (*name == '/')
		return strdup(name);
	directory = directory_of(path);
	if (!directory || asprintf(&target, "%s/%s", directory, name) < 0)
		target = NULL;
	free(directory);
	return target;
}

/* Does with what a link leads to, where there is nothing yet, what was to be done with the link. */
static bool do_behind(const char *path, bool (*act)(struct private_file *file, const char *path), struct private_file *file)
{
	char *target = target_of(path);
	bool done = target && act(file, target);
	int reason = errno;
	free(target);
	errno = reason;
	return done;
}

static bool can_make(struct private_file *file, const char *path)
{
	struct place place;
	if (!find_place(path, &place))
		return false;
	mode_t mode = place.status.st_mode;
	if (place.is_link && place.stream >= 0)
		return true;
	if (place.is_link && !mode)
		return do_behind(path, can_make, file);
	if (S_ISREG(mode) || S_ISDIR(mode)) {
		errno = S_ISREG(mode) ? EEXIST : EISDIR;
		return false;
	}
	if (mode)
		return access(path, W_OK) == 0;
	char *directory = directory_of(path);
	bool can = directory && access(directory, W_OK | X_OK) == 0;
	int reason = errno;
	free(directory);
	errno = reason;
	return can;
}

bool private_file_can_make(const char *path)
{
	return can_make(NULL, path);
}

/* The new name lasts only once its directory has been written. Not every file system can: that is no failure. */
static void sync_directory(const char *path)
{
	char *directory = directory_of(path);
	int descriptor = directory ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (descriptor >= 0) {
		fsync(descriptor);
		close(descriptor);
	}
	free(directory);
}

/* The name of what a signal that ends the process would leave behind; one at a time. */
static char *volatile unfinished;

/* What ends the process, and what that did before. */
static struct {
	int number;
	struct sigaction before;
} ending[] = { { .number = SIGHUP }, { .number = SIGINT }, { .number = SIGQUIT }, { .number = SIGTERM } };
enum { N_ENDING = sizeof(ending) / sizeof(ending[0]) };

/* While it runs its signal is blocked: what it raises comes afterwards. */
static void clean_up(int number)
{
	if (unfinished)
		unlink(unfinished);
	for (size_t i = 0; i < N_ENDING; i++)
		if (ending[i].number == number)
			sigaction(number, &ending[i].before, NULL);
	raise(number);
}

/* Those that the process ignores, as under nohup, stay ignored. */
static void clean_up_at_signals(void)
{
	struct sigaction action = { .sa_handler = clean_up }, before;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < N_ENDING; i++) {
		if (sigaction(ending[i].number, NULL, &before) != 0 || before.sa_handler == SIG_IGN || before.sa_handler == clean_up)
			continue;
		ending[i].before = before;
		sigaction(ending[i].number, &action, NULL);
	}
}

static int make_beside(const char *path, char **temporary)
{
	if (asprintf(temporary, "%s.XXXXXX", path) < 0) {
		*temporary = NULL;
		errno = ENOMEM;
		return -1;
	}
	clean_up_at_signals();
	unfinished = *temporary;
	return mkostemp(*temporary, O_CLOEXEC);     /* mode 0600 */
}

/* Of what has been kept or dropped: there is nothing to drop any more. */
static void forget(struct private_file *file)
{
	unfinished = NULL;
	free(file->temporary);
	free(file->path);
	*file = PRIVATE_FILE_NONE;
}

bool private_file_begin(struct private_file *file, const char *path)
{
	struct place place;
	*file = PRIVATE_FILE_NONE;
	if (!find_place(path, &place))
		return false;
	if (place.is_link && !place.status.st_mode)
		return do_behind(path, private_file_begin, file);
	if (place.is_link && place.stream >= 0)
		file->descriptor = copy_stream(&place);
	else if (place.status.st_mode && !S_ISREG(place.status.st_mode))
		file->descriptor = open(path, O_WRONLY | O_CLOEXEC);
	else if ((file->path = place.is_link ? realpath(path, NULL) : strdup(path)) != NULL)
		/* false [unix.Malloc]: forget() frees it */
		file->descriptor = make_beside(file->path, &file->temporary);
	if (file->descriptor >= 0)
		return true;
	int reason = errno;
	forget(file);
	errno = reason;
	return false;
}

bool private_file_reserve(const struct private_file *file, size_t size)
{
	errno = file->temporary ? posix_fallocate(file->descriptor, 0, (off_t)size) : 0;
	/* what the C library may have no way around: then the writing tells */
	return errno == 0 || errno == EOPNOTSUPP || errno == EINVAL;
}

void private_file_drop(struct private_file *file)
{
	int reason = errno;
	if (file->descriptor >= 0)
		close(file->descriptor);
	if (file->temporary)
		unlink(file->temporary);
	forget(file);
	errno = reason;
}

/* Not every file system has links, nor every one a renaming that replaces nothing, which not every C library knows. */
static bool take_place(const struct private_file *file)
{
	if (!file->is_new)
		return rename(file->temporary, file->path) == 0;
	if (link(file->temporary, file->path) == 0)
		return unlink(file->temporary) == 0;
	return errno != EEXIST && syscall(SYS_renameat2, AT_FDCWD, file->temporary, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0;
}

bool private_file_keep(struct private_file *file)
{
	bool written = !file->temporary || fsync(file->descriptor) == 0;
	int reason = errno;
	bool closed = close(file->descriptor) == 0;
	file->descriptor = -1;
	if (!written)
		errno = reason;
	if (!written || !closed || (file->temporary && !take_place(file))) {
		private_file_drop(file);
		return false;
	}
	if (file->temporary)
		sync_directory(file->path);
	forget(file);
	return true;
}

bool private_file_fill(struct private_file *file, const char *bytes, size_t length)
{
	if (descriptor_write(file->descriptor, bytes, length) && (!file->temporary || ftruncate(file->descriptor, (off_t)length) == 0))
		return private_file_keep(file);
	private_file_drop(file);
	return false;
}

bool private_file_replace(const char *path, const char *bytes, size_t length)
{
	struct private_file file;
	return private_file_begin(&file, path) && private_file_fill(&file, bytes, length);
}

bool private_file_make(const char *path, const char *bytes, size_t length)
{
	struct private_file file;
	if (!private_file_begin(&file, path))
		return false;
	file.is_new = true;
	return private_file_fill(&file, bytes, length);
}
