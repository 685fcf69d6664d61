/* SPDX-License-Identifier: MIT */
/* Values: built, copied, written, parsed, walked. */
#include "torture.h"
#include "ledger.h"

#include <stdio.h>
#include <string.h>

/* One of each kind. */
static hvac_status build(hvac_value **result)
{
	hvac_value *map = hvac_value_new_map(), *list = hvac_value_new_list();
	hvac_status status = HVAC_OK;

	*result = NULL;
	NEED(map && list);
	TRY(hvac_value_adopt_item(list, hvac_value_new_integer(INT64_MIN)));
	TRY(hvac_value_adopt_item(list, hvac_value_new_number(0.5)));
	TRY(hvac_value_adopt_item(list, hvac_value_new_boolean(true)));
	TRY(hvac_value_adopt_item(list, hvac_value_new_null()));
	TRY(hvac_value_adopt_member(map, "text", hvac_value_new_text(MARK "\0" MARK, 2 * strlen(MARK) + 1)));
	TRY(hvac_value_adopt_member(map, "gone", hvac_value_new_string(MARK)));
	TRY(hvac_value_adopt_member(map, "gone", hvac_value_new_string("another " MARK)));
	hvac_value_remove(map, "gone");
	status = hvac_value_adopt_member(map, "list", list);
	list = NULL;
	if (status == HVAC_OK) {
		*result = map;
		map = NULL;
	}
done:
	hvac_value_free(list);
	hvac_value_free(map);
	return status;
}

static bool count(const char *name, const hvac_value *value, void *context)
{
	DEMAND(hvac_value_kind(value) == (strcmp(name, "text") ? HVAC_KIND_LIST : HVAC_KIND_STRING));
	++*(int *)context;
	return true;
}

static void look_at(const hvac_value *map)
{
	const hvac_value *list = hvac_value_member(map, "list");
	int64_t integer = 0;
	double number = 0;
	bool boolean = false;
	size_t length = 0;
	int members = 0;

	DEMAND(hvac_value_count(map) == 2 && hvac_value_count(list) == 4);
	DEMAND(hvac_value_string(hvac_value_at(map, "/text"), &length) && length == 2 * strlen(MARK) + 1);
	DEMAND(hvac_value_integer(hvac_value_item(list, 0), &integer) && integer == INT64_MIN);
	DEMAND(hvac_value_number(hvac_value_at(map, "list/1"), &number) && number == 0.5);
	DEMAND(hvac_value_boolean(hvac_value_item(list, 2), &boolean) && boolean);
	DEMAND(hvac_value_kind(hvac_value_item(list, 3)) == HVAC_KIND_NULL);
	hvac_value_each(map, count, &members);
	DEMAND(members == 2);
}

static hvac_status turn_round(void)
{
	hvac_value *map = NULL, *copy = NULL, *parsed = NULL;
	char *text = NULL, *pretty = NULL;
	size_t length;
	hvac_status status;

	TRY(build(&map));
	NEED(copy = hvac_value_copy(map));
	DEMAND(hvac_value_equal(map, copy));
	NEED(text = hvac_value_to_text(copy, &length));
	NEED(pretty = hvac_value_to_pretty_text(copy, NULL));
	TRY(hvac_value_parse(text, length, &parsed));
	look_at(parsed);
	DEMAND(hvac_value_equal(map, parsed));
done:
	DEMAND(status == HVAC_OK || !parsed);
	hvac_text_free(text);
	hvac_text_free(pretty);
	hvac_value_free(map);
	hvac_value_free(copy);
	hvac_value_free(parsed);
	return status;
}

static hvac_status parse(void)
{
	static const char text[] = "{\"a\":[1,2,[3,{\"b\":null}],1.25e3,-7],\"c\":{\"d\":\"\\u00e4 " MARK "\"},\"long\":\"" MARK MARK MARK MARK MARK MARK MARK "\"}";
	hvac_value *value = NULL;
	hvac_status status = hvac_value_parse(text, sizeof text - 1, &value);

	DEMAND(!value == (status != HVAC_OK));
	if (status == HVAC_OK)
		DEMAND(hvac_value_count(value) == 3 && hvac_value_count(hvac_value_at(value, "a")) == 5);
	hvac_value_free(value);
	return status;
}

/* A parsed number is written as it came, and is as secret as a text is. */
static hvac_status write_long_number(void)
{
	static const char digits[] = "14159265358979323846264338327950288419716939937510582097494459230781640628620899", before[] = "[3.";
	char text[sizeof before + sizeof digits];
	hvac_value *value = NULL, *copy = NULL;
	char *all = NULL, *item = NULL;
	hvac_status status;

	ledger_never(digits, false);
	snprintf(text, sizeof text, "%s%s]", before, digits);
	TRY(hvac_value_parse(text, strlen(text), &value));
	NEED(copy = hvac_value_copy(value));
	NEED(all = hvac_value_to_text(copy, NULL));
	DEMAND(!strcmp(all, text));
	NEED(item = hvac_value_to_text(hvac_value_item(copy, 0), NULL));
	DEMAND(strstr(text, item) == text + 1 && strlen(item) == strlen(text) - 2);
done:
	hvac_text_free(all);
	hvac_text_free(item);
	hvac_value_free(value);
	hvac_value_free(copy);
	ledger_never(MARK, false);
	return status;
}

/* What is told without memory. */
static hvac_status ask_names(void)
{
	size_t options = 0;

	while (hvac_option_at(options))
		options++;
	DEMAND(options > 20 && hvac_version_number() > 0 && *hvac_version());
	DEMAND(!strcmp(hvac_status_name(HVAC_OK), hvac_status_name(HVAC_OK)));
	return HVAC_OK;
}

const struct scenario value_scenarios[] = {
	{ .name = "a value built, copied, written and parsed", .run = turn_round, .flags = SCENARIO_BARE },
	{ .name = "a text parsed", .run = parse, .flags = SCENARIO_BARE },
	{ .name = "a long number written", .run = write_long_number, .flags = SCENARIO_BARE },
	{ .name = "names and numbers", .run = ask_names, .flags = SCENARIO_BARE },
	{ 0 },
};
