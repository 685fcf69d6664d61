/* SPDX-License-Identifier: MIT */
/* The terminal, where there is one: how wide it is, and the few things that are marked on it by colour. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

enum style {
	STYLE_PLAIN, STYLE_HEADING, STYLE_GOOD, STYLE_WARNING, STYLE_ERROR
};

/* No colour from here on, whatever the streams are: the output is for scripts. */
void terminal_plain(void);

/* Columns of the terminal that the stream is; 0: it is none, and lines may be of any length. */
size_t terminal_width(FILE *stream);

/* Prints a text in a style, which a stream shows that is a terminal with colours, unless NO_COLOR forbids it. */
void terminal_print(FILE *stream, enum style style, const char *text);

/* The same in two steps, for what is printed between them. */
void terminal_begin(FILE *stream, enum style style);
void terminal_end(FILE *stream, enum style style);

/* A heading on standard output, between an empty line and what it is the heading of. */
void terminal_heading(const char *heading);

#endif
