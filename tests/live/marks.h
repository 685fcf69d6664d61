/* SPDX-License-Identifier: MIT */
/*
 * Marked secrets, unique to this process, and the search for them in its own memory. They are made at run time in a place of
 * their own, which is not searched; nothing else may copy one.
 */
#ifndef HVAC_LIVE_MARKS_H
#define HVAC_LIVE_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#define MARK_LENGTH 32u

/* The place, so many zeroed bytes; one at a time. */
void *marks_begin(size_t size);
void marks_end(void);

/* Makes a mark: MARK_LENGTH characters and a NUL. */
void mark_make(char *mark);
/* Whether the text, of the place, is anywhere in writable memory but there and in the stack. */
bool mark_is_in_memory(const char *mark);
/* In which region it was found. */
const char *mark_where(void);

#endif
