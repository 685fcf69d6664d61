/* SPDX-License-Identifier: MIT */
/* Reads files and standard input. What was read may be secret: it is never left behind in freed memory or in a buffer of
 * stdio, which is why this reads by descriptor. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "descriptor.h"
#include "input.h"

enum { INPUT_FIRST = 16 * 1024, INPUT_MAX = 64 * 1024 * 1024 };

/* Moves what was read to a larger block and wipes the smaller: realloc would leave a copy. */
static bool grow(struct input *input, size_t *room)
{
	size_t larger = *room ? *room * 2 : INPUT_FIRST;
	if (larger > INPUT_MAX) {
		errno = EFBIG;
		return false;
	}
	char *bytes = malloc(larger + 1);
	if (!bytes)
		return false;
	if (input->length)
		memcpy(bytes, input->bytes, input->length);
	if (input->bytes)
		explicit_bzero(input->bytes, input->length);
	free(input->bytes);
	input->bytes = bytes;
	*room = larger;
	return true;
}

static bool read_descriptor(struct input *input, int descriptor)
{
	size_t room = 0;
	for (;;) {
		if (input->length == room && !grow(input, &room))
			return false;
		ssize_t got = descriptor_read(descriptor, input->bytes + input->length, room - input->length);
		if (got < 0)
			return false;
		if (got == 0)
			break;
		input->length += (size_t)got;
	}
	input->bytes[input->length] = '\0';
	return true;
}

bool input_read(struct input *input, const char *path)
{
	bool is_standard = strcmp(path, "-") == 0, done;
	int descriptor = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int reason;
	input->bytes = NULL;
	input->length = 0;
	if (descriptor < 0)
		return false;
	done = read_descriptor(input, descriptor);
	reason = errno;
	if (!is_standard)
		close(descriptor);
	if (!done)
		input_free(input);
	errno = reason;
	return done;
}

void input_free(struct input *input)
{
	if (input->bytes)
		explicit_bzero(input->bytes, input->length);
	free(input->bytes);
	input->bytes = NULL;
	input->length = 0;
}

size_t input_text_length(const struct input *input)
{
	size_t length = input->length;
	if (length > 0 && input->bytes[length - 1] == '\n')
		length--;
	if (length < input->length && length > 0 && input->bytes[length - 1] == '\r')
		length--;
	return length;
}

int64_t input_source(void *context, char *buffer, size_t size)
{
	const struct input *input = context;
	if (input->length <= size && input->length > 0)
		memcpy(buffer, input->bytes, input->length);
	return (int64_t)input->length;
}
