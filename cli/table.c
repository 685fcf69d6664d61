/* SPDX-License-Identifier: MIT */
/* Tables for people. Cells may be secret: they are wiped. */
#define _GNU_SOURCE 1
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "table.h"
#include "text.h"

enum {
	GAP = 2,
	FIRST_ROOM = 64,
	LEAST_WIDTH = 24,                /* a last column that is narrower is not worth wrapping in: it goes below its row */
	BELOW = 8,                       /* and that much to the right */
	HANG = 2
};

void table_begin(struct table *table, size_t columns, size_t indent)
{
	memset(table, 0, sizeof(*table));
	table->columns = columns;
	table->indent = indent;
}

void table_add(struct table *table, const char *text, size_t length)
{
	if (table->n_cells == table->room) {
		size_t room = table->room ? table->room * 2 : FIRST_ROOM;
		struct cell *cells = reallocarray(table->cells, room, sizeof(*cells));
		if (!cells) {
			table->out_of_memory = true;
			return;
		}
		table->cells = cells;
		table->room = room;
	}
	bool is_last = (table->n_cells + 1) % table->columns == 0;
	struct cell cell = { .text = text_for_people(text, length, is_last ? "\n" : ""), .style = STYLE_PLAIN };
	if (cell.text)
		table->cells[table->n_cells++] = cell;
	else
		table->out_of_memory = true;
}

void table_add_string(struct table *table, const char *text)
{
	table_add(table, text ? text : "", text ? strlen(text) : 0);
}

void table_add_styled(struct table *table, enum style style, const char *text)
{
	table_add_string(table, text);
	if (!table->out_of_memory)
		table->cells[table->n_cells - 1].style = style;
}

void table_add_format(struct table *table, const char *format, ...)
{
	va_list arguments;
	char *text;
	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (text)
		table_add_string(table, text);
	else
		table->out_of_memory = true;
	text_discard(text);
}

void table_hang(struct table *table)
{
	if (!table->out_of_memory)
		table->cells[table->n_cells - 1].hang = HANG;
}

static size_t width_of(const struct cell *cell)
{
	return text_width(cell->text, strlen(cell->text));
}

static void print_blanks(FILE *stream, size_t count)
{
	for (; count > 0; count--)
		fputc(' ', stream);
}

/* Prints a text whose first line has begun at column `start`: further lines begin there too, unless they hang, and no word passes `end`
 * that can go to the next line. */
static void print_wrapped(FILE *stream, const struct cell *cell, size_t start, size_t end)
{
	const char *text = cell->text;
	size_t column = start, further = start + cell->hang;
	/* a final line end is the row's */
	while (*text && strcmp(text, "\n") != 0) {
		size_t blanks = strspn(text, " "), length = blanks + strcspn(text + blanks, " \n"), width = text_width(text, length);
		bool breaks = column > start && length > blanks && column + width > end;
		if (*text == '\n' || breaks) {
			text += breaks ? blanks : 1;
			column = start = further;
			fputc('\n', stream);
			/* no blanks on a line that stays empty */
			print_blanks(stream, *text && *text != '\n' ? start : 0);
			continue;
		}
		fwrite(text, 1, length, stream);
		text += length;
		column += width;
	}
}

static size_t longest_word(const char *text)
{
	size_t longest = 0;
	for (size_t length; *text; text += length + (text[length] != '\0')) {
		length = strcspn(text, " \n");
		size_t width = text_width(text, length);
		longest = width > longest ? width : longest;
	}
	return longest;
}

/* A last cell goes below its row where there is too little room behind the others. */
static bool goes_below(const struct cell *cell, size_t start, size_t end)
{
	size_t longest = cell->hang + longest_word(cell->text);
	return (start + LEAST_WIDTH > end && start + width_of(cell) > end) || (start + longest > end && BELOW + longest <= end);
}

/* The cells before it end at column `written`, those of all rows at `start`. */
static void print_last(FILE *stream, const struct cell *cell, size_t written, size_t start, size_t end)
{
	if (goes_below(cell, start, end)) {
		start = BELOW;
		written = 0;
		fputc('\n', stream);
	}
	print_blanks(stream, start - written);
	terminal_begin(stream, cell->style);
	print_wrapped(stream, cell, start, end);
	terminal_end(stream, cell->style);
}

/* Nothing stands behind a row's last cell that is not empty. */
static void print_row(const struct table *table, const struct cell *row, const size_t *widths, size_t end, FILE *stream)
{
	size_t used = table->columns, start = table->indent, written = 0;
	while (used > 0 && !*row[used - 1].text)
		used--;
	for (size_t column = 0; column < used; column++) {
		if (column + 1 == table->columns) {
			print_last(stream, &row[column], written, start, end);
			break;
		}
		print_blanks(stream, start - written);
		terminal_print(stream, row[column].style, row[column].text);
		written = start + width_of(&row[column]);
		start += widths[column] + GAP;
	}
	fputc('\n', stream);
}

bool table_print(const struct table *table, FILE *stream)
{
	size_t *widths = calloc(table->columns, sizeof(*widths)), end = terminal_width(stream);
	if (!widths || table->out_of_memory) {
		free(widths);
		return false;
	}
	for (size_t i = 0; i < table->n_cells; i++) {
		size_t width = width_of(&table->cells[i]);
		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
	for (size_t i = 0; i + table->columns <= table->n_cells; i += table->columns)
		print_row(table, &table->cells[i], widths, end ? end : SIZE_MAX, stream);
	free(widths);
	return true;
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->n_cells; i++)
		text_discard(table->cells[i].text);
	free(table->cells);
	table_begin(table, table->columns, table->indent);
}
