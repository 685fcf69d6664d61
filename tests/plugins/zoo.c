/* SPDX-License-Identifier: MIT */
/*
 * Bad plugins are refused: each with a sentence of its own that names the rule and the file, without a crash, and without
 * harm to the program. The tables are in zoo_plugin.c.
 */
#include "place.h"

#include <check.h>
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/plugin.h>

#define NOBODY 65534
#define CUTS 16

static struct place *place;

static void enter(void)
{
	unsetenv("HVAC_PLUGIN_PATH");
	place = place_new();
	ck_assert_int_eq(hvac_plugin_path(place_path(place)), HVAC_OK);
}

static void leave(void)
{
	place_free(place);
}

/* Refused with a sentence that has these parts (NULL: any), and again when it is asked for again. */
static void demand_refusal(const char *engine, const char *part, const char *other_part)
{
	for (int i = 0; i < 2; i++) {
		hvac_value *description = NULL;
		char *error = NULL;
		hvac_status status = hvac_plugin_describe(engine, &description, &error);

		ck_assert_msg(status == HVAC_PLUGIN_REFUSED, "%s: %s: %s", engine, hvac_status_name(status), error ? error : "no error");
		ck_assert_ptr_null(description);
		ck_assert_ptr_nonnull(error);
		ck_assert_msg(!part || strstr(error, part), "\"%s\" says nothing of \"%s\"", error, part);
		ck_assert_msg(!other_part || strstr(error, other_part), "\"%s\" says nothing of \"%s\"", error, other_part);
		hvac_text_free(error);
	}
}

static void demand_good(const char *engine)
{
	hvac_value *description = NULL;
	char *error = NULL;
	hvac_status status = hvac_plugin_describe(engine, &description, &error);

	ck_assert_msg(status == HVAC_OK, "%s: %s", hvac_status_name(status), error ? error : "no error");
	ck_assert_ptr_nonnull(description);
	ck_assert_ptr_null(error);
	hvac_value_free(description);
}

static void demand_animal_refusal(const char *animal, const char *part)
{
	const char *file = place_copy(place, "zoo_engines", place_text(place, "secrets/x_zoo_%s.so", animal));

	demand_refusal(place_text(place, "secrets/x_zoo_%s", animal), part, file);
}

/* As an engine of the program's own: the same table, handed over. */
static void demand_registration_refusal(const char *animal, const char *part)
{
	void *zoo = dlopen(place_module(place, "zoo_engines"), RTLD_NOW | RTLD_LOCAL);
	const char *engine = place_text(place, "secrets/x_zoo_%s", animal);
	char *error = NULL;
	hvac_status status;
	const void *animal_itself;

	ck_assert_msg(zoo != NULL, "%s", dlerror());
	animal_itself = dlsym(zoo, place_text(place, "hvac1_secrets_x_zoo_%s", animal));
	ck_assert_ptr_nonnull(animal_itself);
	status = hvac_plugin_register(animal_itself, &error);
	ck_assert_msg(status == HVAC_PLUGIN_REFUSED, "%s: %s: %s", engine, hvac_status_name(status), error ? error : "no error");
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error, part) != NULL, "\"%s\" says nothing of \"%s\"", error, part);
	ck_assert_msg(strstr(error, engine) != NULL, "\"%s\" does not say that it is of %s", error, engine);
	hvac_text_free(error);
	ck_assert_int_eq(hvac_plugin_register(animal_itself, NULL), HVAC_PLUGIN_REFUSED);
}

/* Tables that are refused from a file and when they are registered: what the sentence must say. */
#define TABLES(X) \
	X(wrong_major, "plugin ABI 2.") \
	X(short_area, "shorter") \
	X(short_operation, "shorter") \
	X(short_parameter, "shorter") \
	X(odd_operation, "aligned") \
	X(odd_parameter, "aligned") \
	X(no_version, "version") \
	X(no_help, "help") \
	X(no_areas, "no operations") \
	X(areas_nowhere, "no operations") \
	X(area_nowhere, "area 0") \
	X(no_operations, "area 0 has no name or no operations") \
	X(unnamed_area, "area 0 has no name or no operations") \
	X(too_many, "more than 4096 operations") \
	X(parameter_tail, "operation read uses a parameter's field") \
	X(operation_tail, "operation read uses a field") \
	X(operation_without_name, "operation 0 has no name") \
	X(operation_with_odd_name, "operation 0 has no name or an odd one") \
	X(operation_without_help, "operation read has no help") \
	X(operation_without_path, "path") \
	X(path_without_slash, "its path must begin with /") \
	X(path_with_query, "its path must begin with / and have neither query") \
	X(path_that_goes_up, "its path has a segment . or ..: /{mount_point}/../sys") \
	X(path_that_ends_in_a_dot, "its path has a segment . or ..: /{mount_point}/thing/.") \
	X(path_with_a_line_end, "neither query nor blanks") \
	X(unknown_verb, "operation read uses a verb") \
	X(no_verb, "operation read uses a verb") \
	X(unknown_operation_flag, "operation read uses a flag") \
	X(answer_is_no_pointer, "no JSON pointer") \
	X(status_is_no_number, "200 fine") \
	X(huge_state, "65537 bytes of state") \
	X(many_parameters, "more than 256 parameters") \
	X(parameters_nowhere, "parameters that it has not") \
	X(brace_without_parameter, "{name} in its path is no path parameter") \
	X(brace_of_a_query_parameter, "{name} in its path is no path parameter") \
	X(parameter_without_brace, "path parameter name does not stand in") \
	X(parameter_in_two_braces, "path parameter name stands there twice") \
	X(brace_that_does_not_end, "a brace in /{mount_point}/thing/{name does not end") \
	X(brace_that_does_not_begin, "brace") \
	X(brace_that_ends_twice, "a brace in /{mount_point}/thing}/{name} does not begin") \
	X(brace_in_a_brace, "{na{name} in its path is no path parameter") \
	X(empty_brace, "{} in its path is no path parameter") \
	X(unknown_type, "a parameter's type") \
	X(no_type, "a parameter's type") \
	X(unknown_place, "a parameter's place") \
	X(no_place, "a parameter's place") \
	X(unknown_parameter_flag, "a parameter's flag") \
	X(parameter_without_name, "parameter 1 has no name") \
	X(newer_row_without_names, "parameter 1 has no name") \
	X(parameter_with_odd_name, "parameter 1 has no name or an odd one") \
	X(parameter_without_help, "parameter x has no help") \
	X(parameter_twice, "parameter x stands there twice") \
	X(same_parameter_twice, "parameter x stands there twice") \
	X(default_is_no_json, "the default of x is not JSON: text") \
	X(default_that_is_no_utf_8, "the default of x is not UTF-8") \
	X(map_that_is_no_utf_8, "the default of x is not UTF-8") \
	X(default_without_an_end, "the default of x is not JSON: \"text") \
	X(default_names_nothing, "the default of x names {y}, which is no parameter") \
	X(default_before_no_name, "the default of x names {y}, which is no parameter") \
	X(path_parameter_that_may_miss, "parameter name is a path parameter and must be required or have a default") \
	X(path_parameter_that_is_a_map, "parameter name is a path parameter of a type that no path can hold") \
	X(header_that_is_a_map, "parameter x is a header of a type that no header can hold") \
	X(query_that_is_a_map, "parameter x is in the query and of a type that no query can hold") \
	X(query_that_is_null, "the default of x is not of its type: null") \
	X(header_of_no_name, "parameter x is a header of a name that none can have") \
	X(query_without_a_wire, "parameter x has nothing for a name on the wire") \
	X(wire_that_is_empty, "parameter x has nothing for a name on the wire") \
	X(wire_with_two_dots, "parameter x has nothing for a name on the wire, or between two dots of it") \
	X(wire_that_ends_with_a_dot, "parameter x has nothing for a name on the wire") \
	X(wire_of_two, "parameters x and y are one on the wire") \
	X(wire_of_two_queries, "parameters x and y are one on the wire") \
	X(wire_within_another, "parameters y and x are one on the wire") \
	X(default_that_is_not_allowed, "the default of x is none of its values: \"c\"") \
	X(body_of_a_get, "parameter x is in the body of a request that has none") \
	X(whole_body_of_a_list, "parameter x is in the body of a request that has none") \
	X(raw_and_json, "more than one body") \
	X(two_raw_bodies, "more than one body") \
	X(whole_body_that_is_no_map, "parameter x is the whole body and must be a map") \
	X(raw_body_that_is_no_bytes, "parameter x is a raw body and must be bytes") \
	X(rest_in_the_query, "parameter x takes the rest and must be in the whole body") \
	X(rest_by_another_name, "parameter x takes the rest and must be called more") \
	X(rest_that_is_secret, "parameter more takes the rest, which cannot be kept secret") \
	X(tls_of_another_name, "parameter x is of TLS") \
	X(values_that_are_empty, "the values of x are not words with one blank between them: \"\"") \
	X(values_with_two_blanks, "the values of x are not words with one blank between them: \"a  b\"") \
	X(values_that_end_with_a_blank, "the values of x are not words with one blank between them: \"a \"") \
	X(later_body_of_a_get, "operation read: parameter x is in the body of a request that has none") \
	X(later_default_names_nothing, "operation read: the default of x names {y}, which is no parameter") \
	X(later_parameter_twice, "operation read: parameter y stands there twice") \
	X(later_parameter_without_brace, "operation find: path parameter name does not stand in") \
	X(later_parameter_without_help, "operation read: parameter y has no help") \
	X(later_parameter_that_is_a_map, "operation read: parameter y is a header of a type that no header can hold") \
	X(operation_twice, "operation read stands there twice") \
	X(operation_twice_apart, "operation read stands there twice") \
	X(no_last_row, "operation read has no row without a condition") \
	X(last_row_first, "only its last row may be without a condition") \
	X(nothing_but_steps, "operation read has no row without a condition") \
	X(condition_names_nothing, "its condition \"mount_point nothing=1\" names no parameter") \
	X(condition_in_latin, "its condition \"mount_point caf") \
	X(row_that_blocks, "operation read: some of its rows have HVAC_MAY_BLOCK, and some have not") \
	X(last_row_that_blocks, "operation read: some of its rows have HVAC_MAY_BLOCK, and some have not") \
	X(step_that_blocks, "operation read: some of its rows have HVAC_MAY_BLOCK, and some have not") \
	X(step_that_does_not_block, "operation read: some of its rows have HVAC_MAY_BLOCK, and some have not")

/* What makes sense of a file alone: its name and its symbol. */
#define FILES(X) \
	X(missing_symbol, "no symbol hvac1_secrets_x_zoo_missing_symbol") \
	X(function, "something else than a data object as hvac1_secrets_x_zoo_function") \
	X(short_object, "too short an object as hvac1_secrets_x_zoo_short_object") \
	X(short_descriptor, "descriptor is 71 bytes long") \
	X(other_kind, "says that it is auth/x_zoo_other_kind") \
	X(other_name, "says that it is secrets/x_zoo_good") \
	X(longer_name, "says that it is secrets/x_zoo_longer_name_") \
	X(no_kind, "no kind or no name") \
	X(no_name, "no kind or no name")

#define FILE_TEST(animal, part) \
	START_TEST(a_file_is_refused_for_##animal) { demand_animal_refusal(#animal, part); } END_TEST
#define REGISTRATION_TEST(animal, part) \
	START_TEST(a_registration_is_refused_for_##animal) { demand_registration_refusal(#animal, part); } END_TEST
TABLES(FILE_TEST)
FILES(FILE_TEST)
TABLES(REGISTRATION_TEST)

START_TEST(a_good_one_beside_them_is_taken)
{
	place_copy(place, "zoo_engines", "secrets/x_zoo_good.so");
	demand_good("secrets/x_zoo_good");
}
END_TEST

START_TEST(longer_structs_with_nothing_in_them_are_read_in_place)
{
	hvac_value *description;
	const hvac_value *operations;

	place_copy(place, "zoo_engines", "secrets/x_zoo_long.so");
	ck_assert_int_eq(hvac_plugin_describe("secrets/x_zoo_long", &description, NULL), HVAC_OK);
	operations = hvac_value_at(description, "/operations");
	ck_assert_uint_eq(hvac_value_count(operations), 2);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(operations, "/0/name"), NULL), "list");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(operations, "/1/name"), NULL), "read");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(operations, "/1/parameters/0/name"), NULL), "mount_point");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(operations, "/1/parameters/1/name"), NULL), "name");
	hvac_value_free(description);
}
END_TEST

static void demand_text(const hvac_value *description, const char *pointer, const char *text)
{
	ck_assert_str_eq(hvac_value_string(hvac_value_at(description, pointer), NULL), text);
}

START_TEST(texts_that_are_no_utf_8_are_described_with_question_marks)
{
	hvac_value *description;

	place_copy(place, "zoo_engines", "secrets/x_zoo_latin.so");
	ck_assert_int_eq(hvac_plugin_describe("secrets/x_zoo_latin", &description, NULL), HVAC_OK);
	demand_text(description, "/help", "caf? ? la carte");
	demand_text(description, "/reference", "caf? ? la carte");
	demand_text(description, "/example", "caf? ? la carte");
	demand_text(description, "/operations/0/help", "caf? ? la carte");
	demand_text(description, "/operations/0/since", "caf? ? la carte");
	demand_text(description, "/operations/0/parameters/1/help", "caf? ? la carte");
	demand_text(description, "/operations/0/parameters/1/values/0", "caf?");
	demand_text(description, "/operations/0/parameters/1/values/1", "th?");
	demand_text(description, "/operations/0/parameters/2/help", "caf\xc3\xa9");
	hvac_value_free(description);
}
END_TEST

/* The sentence shows the condition. */
START_TEST(why_a_plugin_is_refused_is_listed_in_utf_8)
{
	const char *error = NULL;
	hvac_value *list;

	place_copy(place, "zoo_engines", "secrets/x_zoo_condition_in_latin.so");
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	for (size_t i = 0; !error && i < hvac_value_count(list); i++)
		error = hvac_value_string(hvac_value_at(hvac_value_item(list, i), "/error"), NULL);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error, "\"mount_point caf?\"") != NULL, "%s", error);
	hvac_value_free(list);
}
END_TEST

START_TEST(a_call_to_a_bad_engine_ends_as_refused)
{
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	hvac_client *client;

	place_copy(place, "zoo_engines", "secrets/x_zoo_wrong_major.so");
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_call(client, "secrets/x_zoo_wrong_major", "read", NULL, &response), HVAC_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "plugin ABI 2."));
	ck_assert_ptr_nonnull(strstr(hvac_response_message(response), "x_zoo_wrong_major.so"));
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
END_TEST

START_TEST(a_plugin_that_needs_what_nobody_has_is_refused)
{
	const char *file = place_copy(place, "unresolved", "secrets/x_unresolved.so");

	demand_refusal("secrets/x_unresolved", "hvac_function_that_nobody_has", file);
}
END_TEST

static void demand_bytes_refusal(const void *bytes, size_t length)
{
	const char *file = place_write(place, "secrets/x_bytes.so", bytes, length);

	demand_refusal("secrets/x_bytes", file, NULL);
}

START_TEST(an_empty_file_is_refused)
{
	demand_bytes_refusal("", 0);
}
END_TEST

START_TEST(a_text_is_refused)
{
	static const char text[] = "#!/bin/sh\necho 'what is an engine?'\n";

	demand_bytes_refusal(text, sizeof text - 1);
}
END_TEST

START_TEST(the_beginning_of_an_elf_file_is_refused)
{
	demand_bytes_refusal(ELFMAG, SELFMAG);
}
END_TEST

START_TEST(a_program_is_refused)
{
	const char *file = place_copy_file(place, "/proc/self/exe", "secrets/x_program.so");

	demand_refusal("secrets/x_program", file, NULL);
}
END_TEST

START_TEST(a_plugin_of_another_machine_is_refused)
{
	size_t length;
	const unsigned char *zoo = place_read(place, place_module(place, "zoo_engines"), &length);
	ElfW(Ehdr) header;
	char *file = malloc(length);

	ck_assert_ptr_nonnull(file);
	memcpy(file, zoo, length);
	memcpy(&header, file, sizeof header);
	header.e_machine = header.e_machine == EM_S390 ? EM_X86_64 : EM_S390;
	memcpy(file, &header, sizeof header);
	demand_bytes_refusal(file, length);
	free(file);
}
END_TEST

/* As an upgrade or a full disk leaves it: at any length, refused. What is cut off behind the last byte that is loaded may be
 * missing. */
START_TEST(a_plugin_that_was_cut_short_is_refused)
{
	size_t length, loaded = 0, cut;
	const unsigned char *zoo = place_read(place, place_module(place, "zoo_engines"), &length);
	ElfW(Ehdr) header;

	memcpy(&header, zoo, sizeof header);
	for (size_t i = 0; i < header.e_phnum; i++) {
		ElfW(Phdr) segment;

		memcpy(&segment, zoo + header.e_phoff + i * sizeof segment, sizeof segment);
		if (segment.p_type == PT_LOAD && segment.p_offset + segment.p_filesz > loaded)
			loaded = segment.p_offset + segment.p_filesz;
	}
	cut = loaded * (size_t)_i / CUTS;
	place_write(place, "secrets/x_zoo_good.so", zoo, cut);
	demand_refusal("secrets/x_zoo_good", "x_zoo_good.so", NULL);
}
END_TEST

START_TEST(a_directory_in_the_file_s_place_is_refused)
{
	const char *file = place_at(place, "secrets/x_directory.so");

	place_at(place, "secrets/x_directory.so/");
	demand_refusal("secrets/x_directory", file, NULL);
}
END_TEST

/* It would wait for ever for somebody to write. */
START_TEST(a_pipe_in_the_file_s_place_is_refused)
{
	const char *file = place_at(place, "secrets/x_pipe.so");

	ck_assert_int_eq(mkfifo(file, 0600), 0);
	demand_refusal("secrets/x_pipe", file, NULL);
}
END_TEST

START_TEST(a_device_in_the_file_s_place_is_refused)
{
	const char *file = place_link(place, "/dev/tty", "secrets/x_device.so");

	demand_refusal("secrets/x_device", file, NULL);
}
END_TEST

START_TEST(a_link_to_nothing_is_refused)
{
	const char *file = place_link(place, "nothing.so", "secrets/x_link.so");

	demand_refusal("secrets/x_link", file, NULL);
}
END_TEST

START_TEST(a_link_to_itself_is_refused)
{
	const char *file = place_link(place, "x_link.so", "secrets/x_link.so");

	demand_refusal("secrets/x_link", file, NULL);
}
END_TEST

START_TEST(a_link_to_a_good_plugin_is_taken)
{
	place_link(place, place_copy(place, "zoo_engines", "elsewhere/zoo.so"), "secrets/x_zoo_good.so");
	demand_good("secrets/x_zoo_good");
}
END_TEST

/* A good plugin, and then one thing of its way is open to others. */
static const char *good_file(void)
{
	return place_copy(place, "zoo_engines", "secrets/x_zoo_good.so");
}

START_TEST(a_file_that_the_group_may_write_is_refused)
{
	const char *file = good_file();

	ck_assert_int_eq(chmod(file, 0775), 0);
	demand_refusal("secrets/x_zoo_good", file, "written by others");
}
END_TEST

START_TEST(a_file_that_anybody_may_write_is_refused)
{
	const char *file = good_file();

	ck_assert_int_eq(chmod(file, 0757), 0);
	demand_refusal("secrets/x_zoo_good", file, "written by others");
}
END_TEST

START_TEST(a_directory_that_others_may_write_is_refused)
{
	good_file();
	ck_assert_int_eq(chmod(place_path(place), 0777), 0);
	demand_refusal("secrets/x_zoo_good", place_text(place, "%s ", place_path(place)), "written by others");
}
END_TEST

START_TEST(a_directory_that_the_group_may_write_is_refused)
{
	good_file();
	ck_assert_int_eq(chmod(place_path(place), 0775), 0);
	demand_refusal("secrets/x_zoo_good", place_text(place, "%s ", place_path(place)), "written by others");
}
END_TEST

START_TEST(a_directory_of_a_kind_that_others_may_write_is_refused)
{
	const char *kind = place_at(place, "secrets");

	good_file();
	ck_assert_int_eq(chmod(kind, 01777), 0);
	demand_refusal("secrets/x_zoo_good", kind, "written by others");
}
END_TEST

START_TEST(a_link_to_a_file_that_others_may_write_is_refused)
{
	const char *target = place_copy(place, "zoo_engines", "elsewhere/zoo.so");

	place_link(place, target, "secrets/x_zoo_good.so");
	ck_assert_int_eq(chmod(target, 0777), 0);
	demand_refusal("secrets/x_zoo_good", "x_zoo_good.so", "written by others");
}
END_TEST

/* Only root can give files away. */
static bool give_away(const char *path)
{
	return chown(path, NOBODY, NOBODY) == 0 || geteuid() == 0;
}

START_TEST(a_file_of_another_owner_is_refused)
{
	const char *file = good_file();

	if (give_away(file))
		demand_refusal("secrets/x_zoo_good", file, "belongs neither to root, nor to the caller");
}
END_TEST

START_TEST(a_directory_of_another_owner_is_refused)
{
	good_file();
	if (give_away(place_path(place)))
		demand_refusal("secrets/x_zoo_good", place_text(place, "%s ", place_path(place)), "belongs neither to root, nor to the caller");
}
END_TEST

START_TEST(a_directory_of_a_kind_of_another_owner_is_refused)
{
	const char *kind = place_at(place, "secrets");

	good_file();
	if (give_away(kind))
		demand_refusal("secrets/x_zoo_good", kind, "belongs neither to root, nor to the caller");
}
END_TEST

START_TEST(a_link_to_a_file_of_another_owner_is_refused)
{
	const char *target = place_copy(place, "zoo_engines", "elsewhere/zoo.so");

	place_link(place, target, "secrets/x_zoo_good.so");
	if (give_away(target))
		demand_refusal("secrets/x_zoo_good", "x_zoo_good.so", "belongs neither to root, nor to the caller");
}
END_TEST

START_TEST(a_relative_directory_in_the_environment_is_refused)
{
	place_copy(place, "zoo_engines", "relative/secrets/x_zoo_good_1.so");
	ck_assert_int_eq(chdir(place_path(place)), 0);
	setenv("HVAC_PLUGIN_PATH", "relative", 1);
	demand_refusal("secrets/x_zoo_good_1", "relative/secrets/x_zoo_good_1.so", "HVAC_PLUGIN_PATH is not absolute");
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(a_relative_directory_is_no_directory)
{
	ck_assert_int_eq(hvac_plugin_path("relative"), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_plugin_path("./relative"), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_plugin_path(""), HVAC_CONFIG_ERROR);
	ck_assert_int_eq(hvac_plugin_path(NULL), HVAC_CONFIG_ERROR);
}
END_TEST

static void demand_no_registration(const struct hvac_plugin *plugin, const char *part)
{
	char *error = NULL;

	ck_assert_int_eq(hvac_plugin_register(plugin, &error), HVAC_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error, part) != NULL, "\"%s\" says nothing of \"%s\"", error, part);
	hvac_text_free(error);
}

static struct hvac_plugin good_descriptor(void)
{
	void *zoo = dlopen(place_module(place, "zoo_engines"), RTLD_NOW | RTLD_LOCAL);
	const struct hvac_plugin *good;

	ck_assert_msg(zoo != NULL, "%s", dlerror());
	good = dlsym(zoo, "hvac1_secrets_x_zoo_good");
	ck_assert_ptr_nonnull(good);
	return *good;
}

START_TEST(no_descriptor_is_no_registration)
{
	demand_no_registration(NULL, "missing");
}
END_TEST

START_TEST(a_short_descriptor_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.struct_size--;
	demand_no_registration(&plugin, "too short");
}
END_TEST

START_TEST(a_descriptor_without_a_kind_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.kind = NULL;
	demand_no_registration(&plugin, "kind");
}
END_TEST

START_TEST(a_descriptor_without_a_name_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.name = NULL;
	demand_no_registration(&plugin, "name");
}
END_TEST

START_TEST(an_unknown_kind_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.kind = "audit";
	demand_no_registration(&plugin, "audit/x_zoo_good");
}
END_TEST

START_TEST(an_odd_name_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.name = "../good";
	demand_no_registration(&plugin, "secrets/../good");
}
END_TEST

START_TEST(a_system_backend_of_another_name_is_no_registration)
{
	struct hvac_plugin plugin = good_descriptor();

	plugin.kind = "sys";
	demand_no_registration(&plugin, "sys");
}
END_TEST

static void add_tests(TCase *tests)
{
#define ADD_FILE(animal, part) tcase_add_test(tests, a_file_is_refused_for_##animal);
#define ADD_REGISTRATION(animal, part) tcase_add_test(tests, a_registration_is_refused_for_##animal);
	TABLES(ADD_FILE)
	FILES(ADD_FILE)
	TABLES(ADD_REGISTRATION)
	tcase_add_test(tests, a_good_one_beside_them_is_taken);
	tcase_add_test(tests, longer_structs_with_nothing_in_them_are_read_in_place);
	tcase_add_test(tests, texts_that_are_no_utf_8_are_described_with_question_marks);
	tcase_add_test(tests, why_a_plugin_is_refused_is_listed_in_utf_8);
	tcase_add_test(tests, a_call_to_a_bad_engine_ends_as_refused);
	tcase_add_test(tests, a_plugin_that_needs_what_nobody_has_is_refused);
	tcase_add_test(tests, an_empty_file_is_refused);
	tcase_add_test(tests, a_text_is_refused);
	tcase_add_test(tests, the_beginning_of_an_elf_file_is_refused);
	tcase_add_test(tests, a_program_is_refused);
	tcase_add_test(tests, a_plugin_of_another_machine_is_refused);
	tcase_add_loop_test(tests, a_plugin_that_was_cut_short_is_refused, 0, CUTS);
	tcase_add_test(tests, a_directory_in_the_file_s_place_is_refused);
	tcase_add_test(tests, a_pipe_in_the_file_s_place_is_refused);
	tcase_add_test(tests, a_device_in_the_file_s_place_is_refused);
	tcase_add_test(tests, a_link_to_nothing_is_refused);
	tcase_add_test(tests, a_link_to_itself_is_refused);
	tcase_add_test(tests, a_link_to_a_good_plugin_is_taken);
	tcase_add_test(tests, a_file_that_the_group_may_write_is_refused);
	tcase_add_test(tests, a_file_that_anybody_may_write_is_refused);
	tcase_add_test(tests, a_directory_that_others_may_write_is_refused);
	tcase_add_test(tests, a_directory_that_the_group_may_write_is_refused);
	tcase_add_test(tests, a_directory_of_a_kind_that_others_may_write_is_refused);
	tcase_add_test(tests, a_link_to_a_file_that_others_may_write_is_refused);
	tcase_add_test(tests, a_file_of_another_owner_is_refused);
	tcase_add_test(tests, a_directory_of_another_owner_is_refused);
	tcase_add_test(tests, a_directory_of_a_kind_of_another_owner_is_refused);
	tcase_add_test(tests, a_link_to_a_file_of_another_owner_is_refused);
	tcase_add_test(tests, a_relative_directory_in_the_environment_is_refused);
	tcase_add_test(tests, a_relative_directory_is_no_directory);
	tcase_add_test(tests, no_descriptor_is_no_registration);
	tcase_add_test(tests, a_short_descriptor_is_no_registration);
	tcase_add_test(tests, a_descriptor_without_a_kind_is_no_registration);
	tcase_add_test(tests, a_descriptor_without_a_name_is_no_registration);
	tcase_add_test(tests, an_unknown_kind_is_no_registration);
	tcase_add_test(tests, an_odd_name_is_no_registration);
	tcase_add_test(tests, a_system_backend_of_another_name_is_no_registration);
}

int main(void)
{
	Suite *suite = suite_create("zoo");
	TCase *tests = tcase_create("zoo");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, enter, leave);
	add_tests(tests);
	/* engines are never unloaded: each test in a process of its own */
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
