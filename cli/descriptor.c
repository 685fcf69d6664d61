/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <errno.h>
#include <poll.h>
#include <unistd.h>
#include "descriptor.h"

/* A signal's handler may put another in its place before it is waited for, which is found out then. */
enum { LOOK_AGAIN_MS = 1000 };

/* Whether it is to be tried again, now that it may go on. */
static bool await(int descriptor, short event)
{
	struct pollfd ready = { .fd = descriptor, .events = event };
	if (errno == EAGAIN)
		return poll(&ready, 1, LOOK_AGAIN_MS) >= 0 || errno == EINTR;
	return errno == EINTR;
}

ssize_t descriptor_read(int descriptor, void *buffer, size_t size)
{
	ssize_t got;
	do
		got = read(descriptor, buffer, size);
	while (got < 0 && await(descriptor, POLLIN));
	return got;
}

bool descriptor_write(int descriptor, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(descriptor, bytes, length);
		if (written < 0 && await(descriptor, POLLOUT))
			continue;
		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}
