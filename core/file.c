/* SPDX-License-Identifier: MIT */
#include "file.h"
#include "clock.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK ((size_t)4096)
#define PIPE_LOOK (100 * MILLISECOND) /* so often it is looked whether a pipe is to be waited for still */

static hvac_status end(char **error, hvac_status status, const char *path, const char *why)
{
	struct buffer sentence = { 0 };

	buffer_format(&sentence, "cannot read %s: %s", path, why);
	*error = buffer_take(&sentence);
	return *error ? status : HVAC_NO_MEMORY;
}

static hvac_status fail(char **error, const char *path, const char *why)
{
	return end(error, HVAC_PARAM_VALIDATION_ERROR, path, why);
}

/* A moment, or until `ready` has something to give, or its end. */
static hvac_status wait_a_moment(struct pollfd *ready, const struct file_way *way, const char *path, char **error)
{
	uint64_t now = clock_system(), most = way->until && way->until < now + PIPE_LOOK ? way->until : now + PIPE_LOOK;

	if (way->cancelled && atomic_load(way->cancelled))
		return end(error, HVAC_CANCELLED, path, "the call was cancelled before its end came");
	if (way->until && now >= way->until)
		return end(error, HVAC_TIMEOUT, path, "the deadline passed before its end came");
	if (poll(ready, 1, (int)((most - now - 1) / MILLISECOND) + 1) < 0 && errno != EINTR)
		return fail(error, path, strerror(errno));
	return HVAC_OK;
}

/* A pipe opens at once. Who holds a file by a lease gives it up when it is asked, and is waited for as a pipe is. */
static hvac_status open_file(const char *path, const struct file_way *way, int *descriptor, char **error)
{
	struct pollfd nothing = { .fd = -1 };
	hvac_status status = HVAC_OK;

	while (status == HVAC_OK && (*descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)) < 0)
		status = errno == EWOULDBLOCK || errno == EINTR ? wait_a_moment(&nothing, way, path, error) : fail(error, path, strerror(errno));
	return status;
}

/* Until a pipe has something to give, or its end. */
static hvac_status wait_for(int descriptor, const struct file_way *way, const char *path, char **error)
{
	struct pollfd ready = { .fd = descriptor, .events = POLLIN };
	hvac_status status = HVAC_OK;

	while (status == HVAC_OK && !ready.revents)
		status = wait_a_moment(&ready, way, path, error);
	return status;
}

hvac_status file_read(const char *path, const struct file_way *way, char **content, size_t *length, struct stat *about, char **error)
{
	struct buffer buffer = { 0 };
	struct stat own;
	hvac_status status;
	int descriptor = -1;
	ssize_t n = -1;

	*content = NULL;
	*error = NULL;
	if (!about)
		about = &own;
	status = open_file(path, way, &descriptor, error);
	if (status == HVAC_OK && fstat(descriptor, about) < 0)
		status = fail(error, path, strerror(errno));
	if (status != HVAC_OK)
		goto done;
	if (way->turn == FILE_AGAIN && !S_ISREG(about->st_mode)) {
		status = fail(error, path, "it is no regular file, and only such a one can be read again");
		goto done;
	}
	if (S_ISREG(about->st_mode) && about->st_size > 0 && (uintmax_t)about->st_size < FILE_SIZE_MAX)
		buffer_reserve(&buffer, (size_t)about->st_size + CHUNK);
	do {
		if (!buffer_reserve(&buffer, CHUNK)) {
			status = HVAC_NO_MEMORY;
			break;
		}
		if (!S_ISREG(about->st_mode))
			status = wait_for(descriptor, way, path, error);
		if (status != HVAC_OK)
			break;
		n = read(descriptor, buffer.bytes + buffer.length, CHUNK);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			status = fail(error, path, strerror(errno));
		if (n > 0)
			buffer.length += (size_t)n;
		if (buffer.length > FILE_SIZE_MAX)
			status = fail(error, path, "it is larger than 64 MiB");
	} while (status == HVAC_OK && n != 0);
done:
	if (descriptor >= 0)
		close(descriptor);
	if (status != HVAC_OK) {
		buffer_free(&buffer);
		return status;
	}
	*length = buffer.length;
	buffer.bytes[buffer.length] = '\0';
	*content = buffer.bytes;
	return HVAC_OK;
}

size_t file_trimmed(const char *content, size_t length)
{
	if (!length || content[length - 1] != '\n')
		return length;
	length--;
	return length && content[length - 1] == '\r' ? length - 1 : length;
}

void file_stamp_take(const char *path, struct file_stamp *stamp)
{
	struct stat about;

	*stamp = (struct file_stamp){ 0 };
	if (!path || stat(path, &about) < 0)
		return;
	*stamp = (struct file_stamp){
		.seconds = about.st_mtim.tv_sec, .nanoseconds = about.st_mtim.tv_nsec, .size = about.st_size,
		.inode = about.st_ino, .device = about.st_dev,
	};
}

bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->seconds == b->seconds && a->nanoseconds == b->nanoseconds && a->size == b->size && a->inode == b->inode && a->device == b->device;
}
