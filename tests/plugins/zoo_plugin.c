/* SPDX-License-Identifier: MIT */
/*
 * A zoo of engines in one object, each under a symbol of its own: a copy of the file under an animal's name is that animal.
 * All but the first ones break one rule each, and are otherwise in order.
 */
#include <hvac/plugin.h>
#include "abi-1.0/layout.h"

/* each animal is a good one with something put over */
#pragma GCC diagnostic ignored "-Woverride-init"

#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the thing")
#define THING "/{mount_point}/thing/{name}"

/* The descriptor of an animal, its table, and a row of it. */
#define DESCRIBE(animal, ...) HVAC_PLUGIN_OF(secrets, x_zoo_##animal, animal##_rows, .version = "1.0", .help = "One of the zoo", __VA_ARGS__)
#define KEEP(animal, ...) \
	static const struct hvac_operation animal##_rows[] = { __VA_ARGS__ }; \
	DESCRIBE(animal, )
#define ROW(...) { .name = "read", .verb = HVAC_GET, .path = "/{mount_point}/thing", .help = "Reads a thing", \
	HVAC_PARAMETERS(HVAC_MOUNT("zoo")), __VA_ARGS__ }
#define WITH(...) HVAC_PARAMETERS(HVAC_MOUNT("zoo"), __VA_ARGS__)
/* One that is wrong in its descriptor alone. */
#define WRONG(animal, ...) \
	static const struct hvac_operation animal##_rows[] = { ROW() }; \
	DESCRIBE(animal, __VA_ARGS__)

/* In order */
KEEP(good, ROW());
KEEP(good_1, ROW());
KEEP(good_2, ROW());
KEEP(good_3, ROW());
KEEP(good_4, ROW());
KEEP(good_5, ROW());
KEEP(good_6, ROW());
KEEP(good_7, ROW());
KEEP(good_8, ROW());

/* Texts in Latin-1, and one in UTF-8 */
#define LATIN "caf\xe9 \xe0 la carte"
static const struct hvac_operation latin_rows[] = { ROW(.help = LATIN, .since = LATIN,
	WITH(HVAC_QUERY("x", STRING, .values = "caf\xe9 th\xe9", .help = LATIN), HVAC_QUERY("y", STRING, .help = "caf\xc3\xa9"))) };
DESCRIBE(latin, .help = LATIN, .reference = LATIN, .example = LATIN);

/* Longer structs than the library's, with nothing in what it does not know */
struct long_parameter { struct hvac_parameter known; uint64_t more; };
struct long_operation { struct hvac_operation known; uint64_t more; };
#define LONG_PARAMETERS(table) .parameters = &(table)[0].known, .n_parameters = sizeof(table) / sizeof((table)[0])
#define LONG(animal, parameter_tail, operation_tail) \
	static const struct long_parameter animal##_parameters[] = { { .known = HVAC_MOUNT("zoo") }, { .known = NAME, .more = parameter_tail } }; \
	static const struct long_operation animal##_long[] = { \
		{ .known = ROW(.name = "list", .verb = HVAC_LIST, LONG_PARAMETERS(animal##_parameters), .n_parameters = 1) }, \
		{ .known = ROW(.path = THING, LONG_PARAMETERS(animal##_parameters)), .more = operation_tail } }; \
	static const struct hvac_area animal##_area = { .name = "long", .operations = &animal##_long[0].known, .n_operations = 2 }; \
	static const struct hvac_area *const animal##_areas[] = { &animal##_area }; \
	WRONG(animal, .areas = animal##_areas, .parameter_size = sizeof(struct long_parameter), .operation_size = sizeof(struct long_operation))
LONG(long, 0, 0);
LONG(parameter_tail, 1, 0);
LONG(operation_tail, 0, 1);

/* The symbol. clang's sanitizer would make it longer. */
#ifdef __clang__
__attribute__((no_sanitize("address")))
#endif
HVAC_API extern const char hvac1_secrets_x_zoo_short_object[ABI_1_0_PLUGIN_SIZE - 1];
const char hvac1_secrets_x_zoo_short_object[ABI_1_0_PLUGIN_SIZE - 1] = { 1 };
HVAC_API int hvac1_secrets_x_zoo_function(void);
int hvac1_secrets_x_zoo_function(void) { return 1; }

/* The descriptor */
WRONG(wrong_major, .abi_major = HVAC_ABI_MAJOR + 1);
WRONG(short_descriptor, .struct_size = ABI_1_0_PLUGIN_SIZE - 1);
WRONG(short_area, .area_size = ABI_1_0_AREA_SIZE - 8);
WRONG(short_operation, .operation_size = ABI_1_0_OPERATION_SIZE - 8);
WRONG(short_parameter, .parameter_size = ABI_1_0_PARAMETER_SIZE - 8);
WRONG(odd_operation, .operation_size = sizeof(struct hvac_operation) + 1);
WRONG(odd_parameter, .parameter_size = sizeof(struct hvac_parameter) + 1);
WRONG(other_kind, .kind = "auth");
WRONG(other_name, .name = "x_zoo_good");
WRONG(longer_name, .name = "x_zoo_longer_name_");
WRONG(no_kind, .kind = NULL);
WRONG(no_name, .name = NULL);
WRONG(no_version, .version = NULL);
WRONG(no_help, .help = NULL);
WRONG(no_areas, .n_areas = 0);
WRONG(areas_nowhere, .areas = NULL);

static const struct hvac_area *const area_nowhere_areas[] = { NULL };
WRONG(area_nowhere, .areas = area_nowhere_areas);
static const struct hvac_area no_operations_area = { .name = "none", .operations = short_area_rows };
static const struct hvac_area *const no_operations_areas[] = { &no_operations_area };
WRONG(no_operations, .areas = no_operations_areas);
static const struct hvac_area unnamed_area_area = HVAC_AREA(short_area_rows, .name = NULL);
static const struct hvac_area *const unnamed_area_areas[] = { &unnamed_area_area };
WRONG(unnamed_area, .areas = unnamed_area_areas);

/* 5,000 operations in five areas */
static const struct hvac_operation thousand[1000];
static const struct hvac_area thousand_area = HVAC_AREA(thousand, .name = "thousand");
static const struct hvac_area *const too_many_areas[] = { &thousand_area, &thousand_area, &thousand_area, &thousand_area, &thousand_area };
WRONG(too_many, .areas = too_many_areas, .n_areas = 5);

/* An operation by itself */
KEEP(operation_without_name, ROW(.name = NULL));
KEEP(operation_with_odd_name, ROW(.name = "read-thing"));
KEEP(operation_without_help, ROW(.help = NULL));
KEEP(operation_without_path, ROW(.path = NULL));
KEEP(path_without_slash, ROW(.path = "{mount_point}/thing"));
KEEP(path_with_query, ROW(.path = "/{mount_point}/thing?list=true"));
KEEP(path_that_goes_up, ROW(.path = "/{mount_point}/../sys"));
KEEP(path_that_ends_in_a_dot, ROW(.path = "/{mount_point}/thing/."));
KEEP(path_with_a_line_end, ROW(.path = "/{mount_point}/thing\n"));
KEEP(unknown_verb, ROW(.verb = 9));
KEEP(no_verb, ROW(.verb = 0));
KEEP(unknown_operation_flag, ROW(.flags = 1u << 31));
KEEP(answer_is_no_pointer, ROW(.answer = "data"));
KEEP(status_is_no_number, ROW(.ok_status = "200 fine"));
KEEP(huge_state, ROW(.state_size = 65537));
static const struct hvac_parameter too_many_parameters[HVAC_PARAMETERS_MAX + 1];
KEEP(many_parameters, ROW(.parameters = too_many_parameters, .n_parameters = HVAC_PARAMETERS_MAX + 1));
KEEP(parameters_nowhere, ROW(.parameters = NULL, .n_parameters = 1));

/* Braces and path parameters */
KEEP(brace_without_parameter, ROW(.path = THING));
KEEP(brace_of_a_query_parameter, ROW(.path = THING, WITH(HVAC_QUERY("name", STRING, .help = "Name"))));
KEEP(parameter_without_brace, ROW(WITH(NAME)));
KEEP(parameter_in_two_braces, ROW(.path = THING "/{name}", WITH(NAME)));
KEEP(brace_that_does_not_end, ROW(.path = "/{mount_point}/thing/{name", WITH(NAME)));
KEEP(brace_that_does_not_begin, ROW(.path = "/{mount_point}/thing/name}"));
KEEP(brace_that_ends_twice, ROW(.path = "/{mount_point}/thing}/{name}", WITH(NAME)));
KEEP(brace_in_a_brace, ROW(.path = "/{mount_point}/thing/{na{name}", WITH(NAME)));
KEEP(empty_brace, ROW(.path = "/{mount_point}/thing/{}"));

/* Parameters */
KEEP(unknown_type, ROW(WITH({ .name = "x", .help = "X", .type = 10, .in = HVAC_IN_QUERY })));
KEEP(no_type, ROW(WITH({ .name = "x", .help = "X", .in = HVAC_IN_QUERY })));
KEEP(unknown_place, ROW(WITH({ .name = "x", .help = "X", .type = HVAC_TYPE_STRING, .in = 9 })));
KEEP(no_place, ROW(WITH({ .name = "x", .help = "X", .type = HVAC_TYPE_STRING })));
KEEP(unknown_parameter_flag, ROW(WITH(HVAC_QUERY("x", STRING, .flags = 1u << 31, .help = "X"))));
KEEP(parameter_without_name, ROW(WITH(HVAC_QUERY(NULL, STRING, .help = "X"))));
static const struct hvac_operation newer_row_without_names_rows[] = { ROW(.verb = 99, WITH(HVAC_QUERY(NULL, STRING, .help = "X"))) };
DESCRIBE(newer_row_without_names, .abi_minor = HVAC_ABI_MINOR + 1);
KEEP(parameter_with_odd_name, ROW(WITH(HVAC_QUERY("two words", STRING, .help = "X"))));
KEEP(parameter_without_help, ROW(WITH(HVAC_QUERY("x", STRING, .help = NULL))));
KEEP(parameter_twice, ROW(WITH(HVAC_QUERY("x", STRING, .help = "X"), HVAC_HEADER("x", STRING, .help = "X"))));
KEEP(same_parameter_twice, ROW(WITH(HVAC_QUERY("x", STRING, .help = "X"), HVAC_QUERY("x", STRING, .help = "X"))));
KEEP(default_is_no_json, ROW(WITH(HVAC_QUERY("x", STRING, .dflt = "text", .help = "X"))));
KEEP(default_that_is_no_utf_8, ROW(WITH(HVAC_QUERY("x", STRING, .dflt = "\"caf\xe9\"", .help = "X"))));
KEEP(map_that_is_no_utf_8, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", MAP, .dflt = "{\"caf\xe9\":1}", .help = "X"))));
KEEP(default_without_an_end, ROW(WITH(HVAC_QUERY("x", STRING, .dflt = "\"text\\", .help = "X"))));
KEEP(default_names_nothing, ROW(WITH(HVAC_QUERY("x", STRING, .dflt = "{y}", .help = "X"))));
KEEP(default_before_no_name, ROW(WITH(HVAC_QUERY("x", STRING, .dflt = "{y}", .help = "X"), HVAC_QUERY(NULL, STRING, .help = "Y"))));
KEEP(path_parameter_that_may_miss, ROW(.path = THING, WITH(HVAC_PATH("name", STRING, .help = "Name"))));
KEEP(path_parameter_that_is_a_map, ROW(.path = THING, WITH(HVAC_PATH("name", MAP, .flags = HVAC_REQUIRED, .help = "Name"))));
KEEP(header_that_is_a_map, ROW(WITH(HVAC_HEADER("x", MAP, .help = "X"))));
KEEP(query_that_is_a_map, ROW(WITH(HVAC_QUERY("x", MAP, .help = "X"))));
KEEP(query_that_is_null, ROW(WITH(HVAC_QUERY("x", ANY, .dflt = "null", .help = "X"))));
KEEP(header_of_no_name, ROW(WITH(HVAC_HEADER("x", STRING, .wire = "X Bad: y", .help = "X"))));
KEEP(query_without_a_wire, ROW(WITH(HVAC_QUERY("x", STRING, .wire = "", .help = "X"))));
KEEP(wire_that_is_empty, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", STRING, .wire = "", .help = "X"))));
KEEP(wire_with_two_dots, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", STRING, .wire = "a..b", .help = "X"))));
KEEP(wire_that_ends_with_a_dot, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", STRING, .wire = "a.b.", .help = "X"))));
KEEP(wire_of_two, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", STRING, .wire = "y", .help = "X"), HVAC_BODY("y", STRING, .help = "Y"))));
KEEP(wire_of_two_queries, ROW(WITH(HVAC_QUERY("y", STRING, .help = "Y"), HVAC_QUERY("x", STRING, .wire = "y", .help = "X"))));
KEEP(wire_within_another, ROW(.verb = HVAC_POST, WITH(HVAC_BODY("x", STRING, .help = "X"), HVAC_BODY("y", STRING, .wire = "x.y", .help = "Y"))));
KEEP(default_that_is_not_allowed, ROW(WITH(HVAC_LOCAL("x", STRING, .dflt = "\"c\"", .values = "a b", .help = "X"))));
KEEP(body_of_a_get, ROW(WITH(HVAC_BODY("x", STRING, .help = "X"))));
KEEP(whole_body_of_a_list, ROW(.verb = HVAC_LIST, WITH(HVAC_WHOLE("x", .help = "X"))));
KEEP(raw_and_json, ROW(.verb = HVAC_POST, WITH(HVAC_RAW_BODY("x", .help = "X"), HVAC_BODY("y", STRING, .help = "Y"))));
KEEP(two_raw_bodies, ROW(.verb = HVAC_POST, WITH(HVAC_RAW_BODY("x", .help = "X"), HVAC_RAW_BODY("y", .help = "Y"))));
KEEP(whole_body_that_is_no_map, ROW(.verb = HVAC_POST, WITH(HVAC_WHOLE("x", .type = HVAC_TYPE_LIST, .help = "X"))));
KEEP(raw_body_that_is_no_bytes, ROW(.verb = HVAC_POST, WITH(HVAC_RAW_BODY("x", .type = HVAC_TYPE_MAP, .help = "X"))));
KEEP(rest_in_the_query, ROW(WITH(HVAC_QUERY("x", STRING, .flags = HVAC_REST, .help = "X"))));
KEEP(rest_by_another_name, ROW(.verb = HVAC_POST, WITH(HVAC_WHOLE("x", .flags = HVAC_REST, .help = "X"))));
KEEP(rest_that_is_secret, ROW(.verb = HVAC_POST, WITH(HVAC_WHOLE("more", .flags = HVAC_REST | HVAC_SECRET, .help = "X"))));
KEEP(tls_of_another_name, ROW(WITH(HVAC_TLS("x", STRING, .wire = "key", .help = "X"))));
KEEP(values_that_are_empty, ROW(WITH(HVAC_QUERY("x", STRING, .values = "", .help = "X"))));
KEEP(values_with_two_blanks, ROW(WITH(HVAC_QUERY("x", STRING, .values = "a  b", .help = "X"))));
KEEP(values_that_end_with_a_blank, ROW(WITH(HVAC_QUERY("x", STRING, .values = "a ", .help = "X"))));

/* Parameters that are in order in the row before */
#define BEFORE(...) ROW(.name = "write", .verb = HVAC_POST, WITH(__VA_ARGS__))
#define X HVAC_BODY("x", STRING, .dflt = "{y}", .help = "X")
#define Y HVAC_QUERY("y", STRING, .help = "Y")
KEEP(later_body_of_a_get, BEFORE(X, Y), ROW(WITH(X, Y)));
KEEP(later_default_names_nothing, BEFORE(X, Y), ROW(.verb = HVAC_PUT, WITH(X)));
KEEP(later_parameter_twice, BEFORE(Y), ROW(WITH(Y, Y)));
KEEP(later_parameter_without_brace, BEFORE(Y), ROW(.path = THING, WITH(NAME)), ROW(.name = "find", WITH(NAME)));
KEEP(later_parameter_without_help, BEFORE(Y), ROW(WITH(HVAC_QUERY("y", STRING, .help = NULL))));
KEEP(later_parameter_that_is_a_map, BEFORE(Y), ROW(WITH(HVAC_HEADER("y", MAP, .help = "Y"))));

/* Rows of one name */
KEEP(operation_twice, ROW(), ROW(.verb = HVAC_LIST));
KEEP(operation_twice_apart, ROW(), ROW(.name = "list", .verb = HVAC_LIST), ROW(.verb = HVAC_SCAN));
KEEP(no_last_row, ROW(.when = "mount_point"), ROW(.when = "mount_point=zoo"));
KEEP(last_row_first, ROW(), ROW(.when = "mount_point"));
KEEP(nothing_but_steps, ROW(.when = "@one"), ROW(.when = "@two"));
KEEP(condition_names_nothing, ROW(.when = "mount_point nothing=1"), ROW());
KEEP(condition_in_latin, ROW(.when = "mount_point caf\xe9"), ROW());
KEEP(row_that_blocks, ROW(.when = "mount_point=zoo", .flags = HVAC_MAY_BLOCK), ROW());
KEEP(last_row_that_blocks, ROW(.when = "mount_point=zoo"), ROW(.flags = HVAC_MAY_BLOCK));
KEEP(step_that_blocks, ROW(), ROW(.when = "@next", .flags = HVAC_MAY_BLOCK));
KEEP(step_that_does_not_block, ROW(.when = "@next"), ROW(.flags = HVAC_MAY_BLOCK));
