/* SPDX-License-Identifier: MIT */
/* Text that came from outside: is it UTF-8, and how it is shown so that it cannot command a terminal. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

bool text_is_utf8(const char *text, size_t length);

/* A copy in which control characters, those that turn the direction of writing, and bytes that are no UTF-8 stand as \u001b or \xff.
 * `kept`: those that stay as they are, "\n\t" of a text that stands alone; what others stand beside, or below, could pass for them.
 * NULL: no memory. To be freed, with text_discard where it may be secret. */
char *text_for_people(const char *text, size_t length, const char *kept);

/* The columns that so many bytes take on a terminal: wide characters two, combining ones none. */
size_t text_width(const char *text, size_t length);

/* Wipes and frees; NULL is fine. */
void text_discard(char *text);

#endif
