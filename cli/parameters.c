/* SPDX-License-Identifier: MIT */
/* Looks parameters up in an engine's description. */
#include <string.h>
#include "member.h"
#include "parameters.h"

const hvac_value *parameters_named(const hvac_value *list, const char *name)
{
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const hvac_value *item = hvac_value_item(list, i);
		const char *its_name = member_string(item, "name");
		if (its_name && strcmp(its_name, name) == 0)
			return item;
	}
	return NULL;
}

void parameters_find(struct parameters *parameters, const char *engine, const char *operation)
{
	memset(parameters, 0, sizeof(*parameters));
	if (hvac_plugin_describe(engine, &parameters->description, NULL) != HVAC_OK)
		return;
	parameters->operation = parameters_named(hvac_value_member(parameters->description, "operations"), operation);
	parameters->list = hvac_value_member(parameters->operation, "parameters");
}

void parameters_free(struct parameters *parameters)
{
	hvac_value_free(parameters->description);
	memset(parameters, 0, sizeof(*parameters));
}

bool parameters_is_secret(const struct parameters *parameters, const char *name)
{
	return member_is_true(parameters_named(parameters->list, name), "secret");
}

bool parameters_is_stream(const struct parameters *parameters, const char *name)
{
	const char *place = member_string(parameters_named(parameters->list, name), "in");
	return place && strcmp(place, "raw") == 0 && member_is_true(parameters->operation, "stream_in");
}
