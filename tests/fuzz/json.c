/* SPDX-License-Identifier: MIT */
/* JSON to a value and back: what is taken is what json-c takes, and says the same when it is written.
 * Input: a JSON pointer, a text. */
#include "fuzz.h"

#include <string.h>
#include <hvac/value.h>
#include "json.h"

static struct json_object *by_json_c(const char *text, size_t length)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX + 1);
	struct json_object *tree;

	demand(tokener);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	tree = json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		tree = json_tokener_parse_ex(tokener, "", 1);
	demand(json_tokener_get_error(tokener) == json_tokener_success);
	json_tokener_free(tokener);
	return tree;
}

static hvac_value *parse(const char *text, size_t length)
{
	hvac_value *value;

	demand(hvac_value_parse(text, length, &value) == HVAC_OK);
	return value;
}

static void demand_round_trip(const hvac_value *value, bool pretty)
{
	size_t length, again_length;
	char *text = pretty ? hvac_value_to_pretty_text(value, &length) : hvac_value_to_text(value, &length), *again;
	hvac_value *read;

	demand(text && strlen(text) == length);
	read = parse(text, length);
	demand(hvac_value_equal(value, read) && hvac_value_equal(read, value));
	again = pretty ? hvac_value_to_pretty_text(read, &again_length) : hvac_value_to_text(read, &again_length);
	demand(again && again_length == length && !memcmp(again, text, length));
	hvac_value_free(read);
	hvac_text_free(text);
	hvac_text_free(again);
}

static void demand_sound(const hvac_value *value, const char *text, size_t length, const char *pointer)
{
	struct json_object *tree = by_json_c(text, length);
	hvac_value *copy = hvac_value_copy(value);

	demand(json_object_equal(tree, json_of(value)));
	demand(hvac_value_equal(value, copy));
	demand_round_trip(value, false);
	demand_round_trip(value, true);
	demand(hvac_value_kind(hvac_value_at(value, pointer)) == hvac_value_kind(hvac_value_at(copy, pointer)));
	hvac_value_free(copy);
	json_object_put(tree);
}

/* Memory that runs out is said, and nothing is lost in silence. */
static void demand_all_or_nothing(const char *text, size_t length, hvac_status plain, unsigned shortage)
{
	hvac_value *value, *copy = NULL;
	hvac_status status;
	char *written = NULL;

	shortage_begin(shortage);
	status = hvac_value_parse(text, length, &value);
	if (value) {
		copy = hvac_value_copy(value);
		written = hvac_value_to_text(value, NULL);
	}
	demand(shortage_end() ? status == plain || status == HVAC_NO_MEMORY : status == plain);
	demand((status == HVAC_OK) == (value != NULL));
	if (value) {
		hvac_value *whole = parse(text, length);

		demand(hvac_value_equal(value, whole));
		demand(!copy || hvac_value_equal(copy, whole));
		if (written) {
			hvac_value *read = parse(written, strlen(written));

			demand(hvac_value_equal(read, whole));
			hvac_value_free(read);
		}
		hvac_value_free(whole);
	}
	hvac_value_free(copy);
	hvac_text_free(written);
	hvac_value_free(value);
}

void fuzz(struct sample *sample)
{
	const char *pointer = sample_line(sample);
	size_t length;
	const char *text = sample_rest(sample, &length);
	hvac_value *value;
	hvac_status status;

	status = hvac_value_parse(text, length, &value);
	demand(status == HVAC_OK ? value != NULL : status == HVAC_MALFORMED_ANSWER && !value);
	if (value)
		demand_sound(value, text, length, pointer);
	if (sample->shortage)
		demand_all_or_nothing(text, length, status, sample->shortage);
	hvac_value_free(value);
}
