/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_FIRST 256u

void wipe(void *memory, size_t size)
{
	if (memory && size)
		explicit_bzero(memory, size);
}

void wipe_free(void *memory, size_t size)
{
	wipe(memory, size);
	free(memory);
}

char *text_copy(const char *text, size_t length)
{
	char *copy = length < SIZE_MAX ? malloc(length + 1) : NULL;

	if (!copy)
		return NULL;
	if (length)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

void text_free(char *text)
{
	if (text)
		wipe_free(text, strlen(text));
}

char *text_format(const char *format, va_list list)
{
	va_list measured;
	char *text;
	int length;

	va_copy(measured, list);
	length = vsnprintf(NULL, 0, format, measured);
	va_end(measured);
	text = length < 0 ? NULL : malloc((size_t)length + 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, list);
	return text;
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t wanted, capacity;
	char *bytes;

	if (buffer->failed)
		return false;
	if (more < buffer->capacity - buffer->length)
		return true;
	if (more >= SIZE_MAX / 2 - buffer->length) {
		buffer->failed = true;
		return false;
	}
	wanted = buffer->length + more + 1;
	capacity = buffer->capacity ? buffer->capacity : BUFFER_FIRST;
	while (capacity < wanted)
		capacity *= 2;
	bytes = malloc(capacity);
	if (!bytes) {
		buffer->failed = true;
		return false;
	}
	if (buffer->length)
		memcpy(bytes, buffer->bytes, buffer->length);
	bytes[buffer->length] = '\0';
	wipe_free(buffer->bytes, buffer->length);
	buffer->bytes = bytes;
	buffer->capacity = capacity;
	return true;
}

bool buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	if (!buffer_reserve(buffer, length))
		return false;
	if (length)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = '\0';
	return true;
}

bool buffer_text(struct buffer *buffer, const char *text)
{
	return buffer_append(buffer, text, strlen(text));
}

bool buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length < 0) {
		buffer->failed = true;
		return false;
	}
	if (!buffer_reserve(buffer, (size_t)length))
		return false;
	va_start(list, format);
	vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, list);
	va_end(list);
	buffer->length += (size_t)length;
	return true;
}

void buffer_free(struct buffer *buffer)
{
	wipe_free(buffer->bytes, buffer->length);
	*buffer = (struct buffer){ 0 };
}

char *buffer_take(struct buffer *buffer)
{
	char *text = NULL;

	if (buffer_append(buffer, "", 0))
		text = buffer->bytes;
	else
		wipe_free(buffer->bytes, buffer->length);
	*buffer = (struct buffer){ 0 };
	return text;
}
