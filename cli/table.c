/* SPDX-License-Identifier: MIT */
/* Tables for people. Cells may be secret: they are wiped. */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "table.h"
#include "text.h"

enum { GAP = 2, FIRST_ROOM = 64 };

void table_begin(struct table *table, size_t columns)
{
	memset(table, 0, sizeof(*table));
	table->columns = columns;
}

void table_add(struct table *table, const char *text, size_t length)
{
	if (table->n_cells == table->room) {
		size_t room = table->room ? table->room * 2 : FIRST_ROOM;
		char **cells = reallocarray(table->cells, room, sizeof(*cells));
		if (!cells) {
			table->out_of_memory = true;
			return;
		}
		table->cells = cells;
		table->room = room;
	}
	table->cells[table->n_cells] = text_for_people(text, length);
	if (table->cells[table->n_cells])
		table->n_cells++;
	else
		table->out_of_memory = true;
}

void table_add_string(struct table *table, const char *text)
{
	table_add(table, text ? text : "", text ? strlen(text) : 0);
}

/* Nothing stands behind a row's last cell that is not empty. */
static void print_row(const struct table *table, size_t first, const size_t *widths, FILE *stream)
{
	size_t used = table->columns;
	while (used > 0 && !*table->cells[first + used - 1])
		used--;
	for (size_t column = 0; column < used; column++) {
		const char *cell = table->cells[first + column];
		fputs(cell, stream);
		if (column + 1 == used)
			break;
		for (size_t width = text_width(cell); width < widths[column] + GAP; width++)
			fputc(' ', stream);
	}
	fputc('\n', stream);
}

bool table_print(const struct table *table, FILE *stream)
{
	size_t *widths = calloc(table->columns, sizeof(*widths));
	if (!widths || table->out_of_memory) {
		free(widths);
		return false;
	}
	for (size_t i = 0; i < table->n_cells; i++) {
		size_t width = text_width(table->cells[i]);
		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
	for (size_t i = 0; i + table->columns <= table->n_cells; i += table->columns)
		print_row(table, i, widths, stream);
	free(widths);
	return true;
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->n_cells; i++)
		text_discard(table->cells[i]);
	free(table->cells);
	table_begin(table, table->columns);
}
