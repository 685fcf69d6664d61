/* SPDX-License-Identifier: MIT */
/* The hooks of each engine that is there: operations with the arguments that they require, and with all, against an answer that has
 * something of everything. What comes of it is not known here: only that it is the same whenever nothing fails. */
#include "torture.h"
#include "callers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engines/sample.h"

_Static_assert(sizeof MARK == sizeof SAMPLE_SECRET, "the secrets are those that are looked for");

struct use {
	const char *engine;
	const hvac_value *operation;
	bool all, known;
	hvac_status usual;
};

static const struct line lines[] = {
	{ "", 200, "{\"lease_id\":\"l/1\",\"lease_duration\":60,\"renewable\":true,\"data\":{\"keys\":[\"a\"],\"password\":\"" MARK "\",\"id\":\"i\"},"
	  "\"auth\":{\"client_token\":\"hvs.new-" MARK "\",\"accessor\":\"a\",\"lease_duration\":60}}", NULL },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, "max_retries", "0", NULL };

static hvac_status call(void)
{
	struct use *use = stage.context;
	hvac_argument arguments[SAMPLES_MAX];
	hvac_response *response = NULL;
	hvac_status status;

	sample_arguments(arguments, use->operation, use->all);
	status = hvac_call(stage.client, use->engine, sample_text(use->operation, "name"), arguments, &response);
	status = stage_take(status, response);
	if (!use->known)
		use->usual = status;
	use->known = true;
	return status == use->usual ? HVAC_OK : status;
}

static void add(struct scenario **list, size_t *count, const char *engine, const hvac_value *operation, bool all)
{
	struct use *use = calloc(1, sizeof *use);
	char *name = NULL;

	*list = realloc(*list, (*count + 2) * sizeof **list);
	if (!*list || !use || asprintf(&name, "%s %s with %s", engine, sample_text(operation, "name"), all ? "all arguments" : "what it requires") < 0)
		abort();
	*use = (struct use){ .engine = engine, .operation = operation, .all = all };
	(*list)[(*count)++] = (struct scenario){ .name = name, .run = call, .lines = lines, .options = options, .flags = SCENARIO_ALIKE, .context = use };
	(*list)[*count] = (struct scenario){ 0 };
}

const struct scenario *operation_scenarios(void)
{
	struct scenario *list = NULL;
	hvac_value *engines;
	size_t count = 0;

	sample_leave_the_world_alone();
	if (hvac_plugin_list(&engines) != HVAC_OK)
		abort();
	for (size_t i = 0; i < hvac_value_count(engines); i++) {
		const hvac_value *operations = hvac_value_member(hvac_value_item(engines, i), "operations");
		const char *engine = sample_text(hvac_value_item(engines, i), "engine");

		/* its library asks others by itself */
		if (!strcmp(engine, "auth/kerberos"))
			continue;
		for (size_t j = 0; j < hvac_value_count(operations); j++) {
			const hvac_value *operation = hvac_value_item(operations, j);

			for (int all = 0; all < 2 && sample_is_true(operation, "hooks"); all++)
				add(&list, &count, engine, operation, all);
		}
	}
	callers_learn(false);
	if (!list) {
		fprintf(stderr, "torture: no engines here: say in HVAC_PLUGIN_PATH where they are\n");
		exit(2);
	}
	return list;
}
