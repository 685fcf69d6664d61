/* SPDX-License-Identifier: MIT */
/* Rows of cells, aligned in columns. On a terminal the last column is wrapped at words, under itself. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <hvac/status.h>
#include "terminal.h"

struct cell {
	char *text;
	size_t hang;                     /* how much further to the right its lines after the first begin */
	enum style style;
};

struct table {
	struct cell *cells;
	size_t n_cells, room, columns, indent;
	bool out_of_memory;              /* a cell is missing: do not print */
};

/* `indent`: blanks before every row. */
void table_begin(struct table *table, size_t columns, size_t indent);
/* Adds the next cell: a copy made safe to show. Line ends stay in a row's last cell alone. */
void table_add(struct table *table, const char *text, size_t length);
void table_add_string(struct table *table, const char *text);
void table_add_styled(struct table *table, enum style style, const char *text);
/* The same from a format. */
HVAC_FORMAT(2, 3)
void table_add_format(struct table *table, const char *format, ...);
/* The cell added last is one of several that begin below each other: its further lines must not pass for others. */
void table_hang(struct table *table);
/* False: memory ran out, and nothing was printed. What the stream says of itself is the caller's to ask. */
bool table_print(const struct table *table, FILE *stream);
/* Wipes the cells. */
void table_free(struct table *table);

#endif
