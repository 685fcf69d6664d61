/* SPDX-License-Identifier: MIT */
/* Asks the system what a stream is. Each stream is judged for itself: errors may go to a terminal while answers go to a file. */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "output.h"
#include "terminal.h"

enum { USUAL_WIDTH = 80 };

/* SGR parameters (ECMA-48, 8.3.117). */
static const char *const styles[] = {
	[STYLE_HEADING] = "1",
	[STYLE_GOOD] = "32",
	[STYLE_WARNING] = "33",
	[STYLE_ERROR] = "31",
};

static bool plain;

void terminal_plain(void)
{
	plain = true;
}

static int descriptor_of(FILE *stream)
{
	return stream == output ? STDOUT_FILENO : fileno(stream);
}

size_t terminal_width(FILE *stream)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	if (!isatty(descriptor_of(stream)))
		return 0;
	if (ioctl(descriptor_of(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	int width = columns ? atoi(columns) : 0;
	return width > 0 ? (size_t)width : USUAL_WIDTH;
}

/* no-color.org: NO_COLOR counts when it is not empty. */
static bool has_colour(FILE *stream)
{
	const char *forbidden = getenv("NO_COLOR"), *terminal = getenv("TERM");
	return !plain && !(forbidden && *forbidden) && terminal && *terminal && strcmp(terminal, "dumb") != 0 && isatty(descriptor_of(stream));
}

void terminal_begin(FILE *stream, enum style style)
{
	if (style != STYLE_PLAIN && has_colour(stream))
		fprintf(stream, "\033[%sm", styles[style]);
}

void terminal_end(FILE *stream, enum style style)
{
	if (style != STYLE_PLAIN && has_colour(stream))
		fputs("\033[0m", stream);
}

void terminal_print(FILE *stream, enum style style, const char *text)
{
	terminal_begin(stream, style);
	fputs(text, stream);
	terminal_end(stream, style);
}

void terminal_heading(const char *heading)
{
	putc('\n', output);
	terminal_print(output, STYLE_HEADING, heading);
	putc('\n', output);
}
