/* SPDX-License-Identifier: MIT */
/* Text of any kind as mdoc(7) wants it, on standard output. */
#ifndef GEN_ROFF_H
#define GEN_ROFF_H

#include <stddef.h>

/* Part of a line of text, or of one that begins with a macro which takes words as they are. */
void roff_text(const char *text);
/* The same for so many bytes. */
void roff_bytes(const char *text, size_t length);
/* Lines of text, one for each sentence; the last gets a full stop if it has none. */
void roff_sentences(const char *text);
/* One argument of a macro, with the blank before it; never taken for a macro or for punctuation. */
void roff_argument(const char *text);
/* Lines as they stand, in a display. */
void roff_literal(const char *text);

#endif
