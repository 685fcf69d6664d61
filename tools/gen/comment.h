/* SPDX-License-Identifier: MIT */
/* Text of any kind inside a C comment, on standard output. */
#ifndef GEN_COMMENT_H
#define GEN_COMMENT_H

#include <stddef.h>

/* Words of a comment that goes on at `column`, each with a blank before it, broken into lines. */
void comment_words(const char *indent, const char *text, size_t column);
/* A comment of one line, or of several that begin with a star. */
void comment_print(const char *indent, const char *text);

#endif
