/* SPDX-License-Identifier: MIT */
/* Rows of cells, aligned in columns. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table {
	char **cells;
	size_t n_cells, room, columns;
	bool out_of_memory;              /* a cell is missing: do not print */
};

void table_begin(struct table *table, size_t columns);
/* Adds the next cell: a copy made safe to show. */
void table_add(struct table *table, const char *text, size_t length);
void table_add_string(struct table *table, const char *text);
/* False: memory ran out, and nothing was printed. What the stream says of itself is the caller's to ask. */
bool table_print(const struct table *table, FILE *stream);
/* Wipes the cells. */
void table_free(struct table *table);

#endif
