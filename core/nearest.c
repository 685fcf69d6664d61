/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#define NAME_MAX_LENGTH 64u
#define TOLD_MAX_LENGTH 56u     /* an engine's id has no more; a key in hexadecimal has */

void nearest_begin(struct nearest *nearest, const char *wanted)
{
	nearest->wanted = wanted;
	nearest->name = NULL;
	/* further away than a third of the name is another word */
	nearest->distance = strlen(wanted) / 3 + 2;
}

/* Edits between two names (Wagner and Fischer, with swaps of neighbours). */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][NAME_MAX_LENGTH + 1];

	for (size_t j = 0; j <= m; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[n % 3][m];
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	size_t n = strlen(nearest->wanted), m = strlen(name), d;

	if (n > NAME_MAX_LENGTH || m > NAME_MAX_LENGTH)
		return;
	d = distance(nearest->wanted, n, name, m);
	if (d < nearest->distance) {
		nearest->distance = d;
		nearest->name = name;
	}
}

const char *nearest_told(const char *wanted)
{
	size_t length = strspn(wanted, "abcdefghijklmnopqrstuvwxyz0123456789_/");

	return wanted[length] || length > TOLD_MAX_LENGTH ? "***" : wanted;
}
