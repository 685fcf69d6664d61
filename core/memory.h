/* SPDX-License-Identifier: MIT */
/* Memory that may hold secrets: wiped before it is freed, grown by copying, never by realloc. */
#ifndef HVAC_CORE_MEMORY_H
#define HVAC_CORE_MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <hvac/status.h>

void wipe(void *memory, size_t size);
void wipe_free(void *memory, size_t size);
/* A copy with a NUL behind it; NULL when memory ran out. */
char *text_copy(const char *text, size_t length);
/* NULL when memory ran out. vasprintf leaves copies behind, and glibc's before 2.37 writes beyond the text's end then. */
char *text_format(const char *format, va_list list) HVAC_FORMAT(1, 0);
/* Wipes up to the NUL. */
void text_free(char *text);

/* Grows at its end. A failed allocation is remembered, so that a row of appends is checked once. `bytes` has a NUL behind
 * `length` bytes once anything was appended. */
struct buffer {
	char *bytes;
	size_t length, capacity;
	bool failed;
};
/* Makes room for `more` bytes and a NUL. */
bool buffer_reserve(struct buffer *buffer, size_t more);
bool buffer_append(struct buffer *buffer, const void *bytes, size_t length);
bool buffer_text(struct buffer *buffer, const char *text);
bool buffer_format(struct buffer *buffer, const char *format, ...) HVAC_FORMAT(2, 3);
void buffer_free(struct buffer *buffer);
/* The content as a text of its own, "" when there was none; NULL when memory ran out. The buffer is empty afterwards. */
char *buffer_take(struct buffer *buffer);

#endif
