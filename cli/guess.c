/* SPDX-License-Identifier: MIT */
/* Finds the name that is a few slips of the finger away. The library does so for operations, parameters and options in its
 * own messages; here it is for what the command alone knows. */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>
#include "member.h"
#include "guess.h"

enum { EDITS_MAX = 3 };

/* Whether at most `edits` lie between two names: letters too many, too few, wrong, or swapped with their neighbour. */
static bool is_near(const char *a, const char *b, size_t edits)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (!*a && !*b)
		return true;
	if (edits-- == 0)
		return false;
	return (*a && is_near(a + 1, b, edits)) || (*b && is_near(a, b + 1, edits)) || (*a && *b && is_near(a + 1, b + 1, edits)) ||
	       (*a && *b && a[0] == b[1] && a[1] == b[0] && is_near(a + 2, b + 2, edits));
}

void guess_begin(struct guess *nearest, const char *wanted)
{
	size_t third = strlen(wanted) / 3;
	nearest->wanted = wanted;
	nearest->name = NULL;
	/* further away than a third of the name is another word */
	nearest->edits = 1 + (third < EDITS_MAX ? third : EDITS_MAX);
}

void guess_offer(struct guess *nearest, const char *name)
{
	for (size_t edits = 0; edits < nearest->edits; edits++)
		if (is_near(nearest->wanted, name, edits)) {
			nearest->edits = edits;
			nearest->name = name;
		}
}

static const char *name_of(const char *id)
{
	const char *slash = strchr(id, '/');
	return slash ? slash + 1 : id;
}

static const char *find(const hvac_value *engines, const char *wanted, bool by_name)
{
	const char *found = NULL;
	struct guess nearest;
	guess_begin(&nearest, wanted);
	for (size_t i = 0; i < hvac_value_count(engines); i++) {
		const char *id = member_string(hvac_value_item(engines, i), "engine");
		const char *offered = by_name ? name_of(id) : id;
		guess_offer(&nearest, offered);
		if (nearest.name == offered)
			found = id;
	}
	return found;
}

char *guess_engine(const char *wanted)
{
	hvac_value *engines = NULL;
	const char *found = NULL;
	if (hvac_plugin_list(&engines) == HVAC_OK && !(found = find(engines, wanted, false)))
		found = find(engines, name_of(wanted), true);
	char *id = found ? strdup(found) : NULL;
	hvac_value_free(engines);
	return id;
}
