/* SPDX-License-Identifier: MIT */
/* From an engine's id to its file: which ids, which directories in which order, and what is said when there is none. */
#include "place.h"

#include <check.h>
#include <dlfcn.h>
#include <grp.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/plugin.h>

#define GOOD "secrets/x_zoo_good"
#define NOBODY 65534

static struct place *place;

static void enter(void)
{
	unsetenv("HVAC_PLUGIN_PATH");
	place = place_new();
}

static void leave(void)
{
	place_free(place);
}

/* A directory of the place with one of the zoo in it, as a good file or as one that is none. */
static const char *directory(const char *name)
{
	place_at(place, place_text(place, "%s/secrets/", name));
	return place_at(place, name);
}

static const char *directory_with(const char *name, const char *animal)
{
	place_copy(place, "zoo_engines", place_text(place, "%s/secrets/%s.so", name, animal));
	return place_at(place, name);
}

static const char *directory_with_bad(const char *name, const char *animal)
{
	place_write(place, place_text(place, "%s/secrets/%s.so", name, animal), "bad", 3);
	return place_at(place, name);
}

static void add(const char *path)
{
	ck_assert_int_eq(hvac_plugin_path(path), HVAC_OK);
}

/* The file that an engine came from, "" for none. */
static const char *file_of(const char *engine)
{
	hvac_value *description;
	const char *file;
	char *error;
	hvac_status status = hvac_plugin_describe(engine, &description, &error);

	ck_assert_msg(status == HVAC_OK, "%s: %s", hvac_status_name(status), error ? error : "no error");
	file = hvac_value_string(hvac_value_at(description, "/file"), NULL);
	file = place_text(place, "%s", file ? file : "");
	hvac_value_free(description);
	return file;
}

static void demand_from(const char *engine, const char *where)
{
	ck_assert_str_eq(file_of(engine), place_text(place, "%s/%s.so", where, engine));
}

/* The sentence of a failure, which lives as long as the place. */
static const char *failure_of(const char *engine, hvac_status expected)
{
	hvac_value *description;
	const char *copy;
	char *error;
	hvac_status status = hvac_plugin_describe(engine, &description, &error);

	ck_assert_msg(status == expected, "%s: %s", hvac_status_name(status), error ? error : "no error");
	ck_assert_ptr_null(description);
	ck_assert_ptr_nonnull(error);
	copy = place_text(place, "%s", error);
	hvac_text_free(error);
	return copy;
}

static void demand_part(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "\"%s\" says nothing of \"%s\"", text, part);
}

START_TEST(an_engine_that_is_not_installed_names_each_file_looked_for)
{
	const char *first = directory("first"), *second = directory("second"), *third = directory("third"), *error;

	add(first);
	add(second);
	setenv("HVAC_PLUGIN_PATH", third, 1);
	error = failure_of("secrets/x_zoo_good", HVAC_PLUGIN_NOT_FOUND);
	demand_part(error, "secrets/x_zoo_good is not installed");
	demand_part(error, place_text(place, "%s/secrets/x_zoo_good.so", first));
	demand_part(error, place_text(place, "%s/secrets/x_zoo_good.so", second));
	demand_part(error, place_text(place, "%s/secrets/x_zoo_good.so", third));
	/* the compiled-in one */
	demand_part(error, "/hvac/1/secrets/x_zoo_good.so");
}
END_TEST

START_TEST(an_engine_that_is_not_installed_names_its_package_if_libhvac_may_have_it)
{
	demand_part(failure_of("secrets/zoo_good", HVAC_PLUGIN_NOT_FOUND), "; if it is one of libhvac's, the package libhvac1-secrets-zoo-good brings it");
	demand_part(failure_of("auth/none", HVAC_PLUGIN_NOT_FOUND), "the package libhvac1-auth-none ");
	ck_assert_ptr_null(strstr(failure_of("secrets/x_zoo_good", HVAC_PLUGIN_NOT_FOUND), "package"));
}
END_TEST

START_TEST(an_engine_that_is_not_installed_may_be_installed_later)
{
	add(directory("first"));
	failure_of(GOOD, HVAC_PLUGIN_NOT_FOUND);
	demand_from(GOOD, directory_with("first", "x_zoo_good"));
}
END_TEST

START_TEST(a_refused_file_may_be_mended)
{
	add(directory_with_bad("first", "x_zoo_good"));
	failure_of(GOOD, HVAC_PLUGIN_REFUSED);
	demand_from(GOOD, directory_with("first", "x_zoo_good"));
}
END_TEST

/* Ids that would lead somewhere, if they were used: for each there is a file that could be loaded. Longer ones than a file
 * name can be are made by the test. */
static const char *const bad_ids[] = {
	"../x", "../outside/x_zoo_good", "auth/../../x", "auth/../x", "auth/./x", "secrets/../secrets/x_zoo_good", "AUTH/x", "Secrets/x_zoo_good",
	"auth/", "auth/a/b", "auth//x", "/x", "x", "sys/sys", "sys/x", "audit/x", "auth/X", "auth/1x", "auth/_x", "auth/x-y", "auth/x.y", "auth/x y",
	"auth/x\n", "auth/\xc3\xa4", "secrets/x_zoo_good.so", "secrets/x_zoo_good ", " secrets/x_zoo_good", "", "auth/x%s",
	"auth/a23456789012345678901234567890123456789012345678x",
};
#define N_BAD_IDS ((int)(sizeof bad_ids / sizeof bad_ids[0]))

static void demand_no_id(const char *id)
{
	const char *error = failure_of(id, HVAC_PLUGIN_NOT_FOUND);

	demand_part(error, "no engine's id");
	ck_assert_msg(count_mapped(place_path(place)) == 0, "\"%s\" reached dlopen", id);
}

START_TEST(a_bad_id_never_reaches_dlopen)
{
	/* depth, so that what climbs out stays in the place */
	const char *plugins = place_text(place, "a/b/%s.so", bad_ids[_i]);

	add(directory_with("a/b", "x_zoo_good"));
	place_at(place, "a/b/auth/a/");
	place_at(place, "a/b/sys/");
	place_copy(place, "zoo_engines", plugins);
	ck_assert_int_eq(access(place_at(place, plugins), F_OK), 0);
	demand_no_id(bad_ids[_i]);
}
END_TEST

START_TEST(a_bad_id_is_no_engine_of_a_call)
{
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	hvac_client *client;

	place_copy(place, "zoo_engines", "x.so");
	add(directory("first"));
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_call(client, "../x", "read", NULL, &response), HVAC_PLUGIN_NOT_FOUND);
	demand_part(hvac_response_message(response), "no engine's id");
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
}
END_TEST

START_TEST(no_id_is_no_engine)
{
	demand_part(failure_of(NULL, HVAC_PLUGIN_NOT_FOUND), "no engine's id");
}
END_TEST

START_TEST(a_name_of_1_kib_never_reaches_dlopen)
{
	char name[1025];

	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	add(directory("first"));
	demand_no_id(place_text(place, "auth/%s", name));
	demand_no_id(name);
}
END_TEST

START_TEST(what_may_be_a_secret_in_an_ids_place_is_not_told)
{
	demand_part(failure_of("auth/hvs.CAESIJabcdefgh012345", HVAC_PLUGIN_NOT_FOUND), "engine *** is no engine's id");
	demand_part(failure_of("auth/7f3a9c5e1b2d4f6a8c0e7f3a9c5e1b2d4f6a8c0e7f3a9c5e1b2d4f6a8c0e1122", HVAC_PLUGIN_NOT_FOUND), "engine *** is no");
	demand_part(failure_of("auth/approle/login", HVAC_PLUGIN_NOT_FOUND), "engine auth/approle/login is no engine's id");
}
END_TEST

START_TEST(a_name_may_have_48_letters)
{
	const char *error = failure_of("auth/a23456789012345678901234567890123456789012345678", HVAC_PLUGIN_NOT_FOUND);

	demand_part(error, "is not installed");
	demand_part(error, "auth/a23456789012345678901234567890123456789012345678.so");
}
END_TEST

START_TEST(a_name_of_49_letters_is_none)
{
	demand_part(failure_of("auth/a234567890123456789012345678901234567890123456789", HVAC_PLUGIN_NOT_FOUND), "no engine's id");
}
END_TEST

START_TEST(the_directory_that_was_added_first_counts)
{
	const char *first = directory_with("first", "x_zoo_good");

	add(first);
	add(directory_with("second", "x_zoo_good"));
	demand_from(GOOD, first);
}
END_TEST

START_TEST(a_directory_without_the_file_leaves_it_to_the_next)
{
	const char *second = directory_with("second", "x_zoo_good");

	add(directory_with("first", "x_zoo_good_1"));
	add(place_at(place, "there_is_no_such_directory"));
	add(second);
	demand_from(GOOD, second);
}
END_TEST

START_TEST(added_directories_come_before_the_environment_s)
{
	const char *first = directory_with("first", "x_zoo_good");

	setenv("HVAC_PLUGIN_PATH", directory_with("second", "x_zoo_good"), 1);
	add(first);
	demand_from(GOOD, first);
}
END_TEST

START_TEST(the_environment_s_directories_count_in_their_order)
{
	const char *second = directory_with("second", "x_zoo_good"), *third = directory_with("third", "x_zoo_good");

	setenv("HVAC_PLUGIN_PATH", place_text(place, "%s:%s:%s", directory("first"), second, third), 1);
	demand_from(GOOD, second);
}
END_TEST

START_TEST(empty_elements_of_the_environment_s_list_are_nothing)
{
	const char *first = directory_with("first", "x_zoo_good");

	setenv("HVAC_PLUGIN_PATH", place_text(place, "::%s:", first), 1);
	demand_from(GOOD, first);
}
END_TEST

START_TEST(a_bad_file_is_an_error_and_no_reason_to_look_further)
{
	const char *first = directory_with_bad("first", "x_zoo_good");

	add(first);
	add(directory_with("second", "x_zoo_good"));
	demand_part(failure_of(GOOD, HVAC_PLUGIN_REFUSED), place_text(place, "%s/secrets/x_zoo_good.so", first));
}
END_TEST

START_TEST(a_bad_directory_is_an_error_and_no_reason_to_look_further)
{
	const char *first = directory_with("first", "x_zoo_good");

	ck_assert_int_eq(chmod(first, 0777), 0);
	add(first);
	add(directory_with("second", "x_zoo_good"));
	demand_part(failure_of(GOOD, HVAC_PLUGIN_REFUSED), place_text(place, "%s ", first));
}
END_TEST

START_TEST(a_link_to_nothing_is_an_error_and_no_reason_to_look_further)
{
	add(directory("first"));
	add(directory_with("second", "x_zoo_good"));
	place_link(place, "nothing", "first/secrets/x_zoo_good.so");
	failure_of(GOOD, HVAC_PLUGIN_REFUSED);
}
END_TEST

START_TEST(an_engine_is_loaded_once)
{
	add(directory_with("first", "x_zoo_good"));
	file_of(GOOD);
	ck_assert_int_eq(unlink(place_at(place, "first/secrets/x_zoo_good.so")), 0);
	file_of(GOOD);
}
END_TEST

START_TEST(a_program_that_uses_one_engine_opens_one_plugin_file)
{
	directory_with("first", "x_zoo_good");
	directory_with("first", "x_zoo_good_1");
	add(directory_with("first", "x_zoo_good_2"));
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
	file_of(GOOD);
	ck_assert_uint_eq(count_mapped(place_path(place)), 1);
	ck_assert_uint_eq(count_mapped("x_zoo_good.so"), 1);
}
END_TEST

START_TEST(no_client_and_no_wrong_engine_opens_a_plugin_file)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	add(directory_with("first", "x_zoo_good"));
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_call(client, "secrets/x_zoo_goo", "read", NULL, NULL), HVAC_PLUGIN_NOT_FOUND);
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
	hvac_client_free(client);
	hvac_config_free(config);
}
END_TEST

/* Engines of the program's own */
static const struct hvac_plugin *descriptor(const char *animal)
{
	void *zoo = dlopen(place_module(place, "zoo_engines"), RTLD_NOW | RTLD_LOCAL);
	const struct hvac_plugin *plugin;

	ck_assert_msg(zoo != NULL, "%s", dlerror());
	plugin = dlsym(zoo, place_text(place, "hvac1_secrets_%s", animal));
	ck_assert_ptr_nonnull(plugin);
	return plugin;
}

static void demand_no_second(const char *animal, const char *part)
{
	char *error = NULL;

	ck_assert_int_eq(hvac_plugin_register(descriptor(animal), &error), HVAC_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(error);
	demand_part(error, part);
	demand_part(error, place_text(place, "secrets/%s", animal));
	hvac_text_free(error);
}

START_TEST(a_registered_engine_is_used)
{
	char *error = NULL;

	ck_assert_int_eq(hvac_plugin_register(descriptor("x_zoo_good"), &error), HVAC_OK);
	ck_assert_ptr_null(error);
	ck_assert_str_eq(file_of(GOOD), "");
}
END_TEST

START_TEST(a_registered_engine_comes_before_files)
{
	add(directory_with("first", "x_zoo_good"));
	ck_assert_int_eq(hvac_plugin_register(descriptor("x_zoo_good"), NULL), HVAC_OK);
	ck_assert_str_eq(file_of(GOOD), "");
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
}
END_TEST

START_TEST(an_engine_is_registered_once)
{
	ck_assert_int_eq(hvac_plugin_register(descriptor("x_zoo_good"), NULL), HVAC_OK);
	demand_no_second("x_zoo_good", "already");
}
END_TEST

START_TEST(an_engine_that_was_loaded_is_not_registered)
{
	const char *first = directory_with("first", "x_zoo_good");

	add(first);
	file_of(GOOD);
	demand_no_second("x_zoo_good", "already");
	demand_from(GOOD, first);
}
END_TEST

START_TEST(an_engine_that_was_refused_may_be_registered)
{
	add(directory_with_bad("first", "x_zoo_good"));
	failure_of(GOOD, HVAC_PLUGIN_REFUSED);
	ck_assert_int_eq(hvac_plugin_register(descriptor("x_zoo_good"), NULL), HVAC_OK);
	ck_assert_str_eq(file_of(GOOD), "");
}
END_TEST

/* The lock */
START_TEST(behind_the_lock_what_was_loaded_goes_on)
{
	const char *first = directory_with("first", "x_zoo_good");

	add(first);
	file_of(GOOD);
	hvac_plugin_lock();
	demand_from(GOOD, first);
}
END_TEST

START_TEST(behind_the_lock_nothing_is_loaded)
{
	add(directory_with("first", "x_zoo_good"));
	hvac_plugin_lock();
	demand_part(failure_of(GOOD, HVAC_PLUGIN_NOT_FOUND), "locked");
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
}
END_TEST

START_TEST(behind_the_lock_nothing_is_registered)
{
	hvac_plugin_lock();
	demand_no_second("x_zoo_good", "locked");
}
END_TEST

START_TEST(behind_the_lock_no_directory_is_added)
{
	hvac_plugin_lock();
	ck_assert_int_eq(hvac_plugin_path(directory("first")), HVAC_CONFIG_ERROR);
}
END_TEST

START_TEST(behind_the_lock_only_what_was_loaded_is_listed)
{
	hvac_value *list;
	size_t ours = 0;

	directory_with("first", "x_zoo_good_1");
	add(directory_with("first", "x_zoo_good"));
	file_of(GOOD);
	hvac_plugin_lock();
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	for (size_t i = 0; i < hvac_value_count(list); i++)
		if (hvac_value_at(hvac_value_item(list, i), "/operations"))
			ours += !strncmp(hvac_value_string(hvac_value_at(hvac_value_item(list, i), "/engine"), NULL), "secrets/x_", 10);
	ck_assert_uint_eq(ours, 1);
	ck_assert_uint_eq(count_mapped("x_zoo_good_1.so"), 0);
	hvac_value_free(list);
}
END_TEST

/* The list */
static const hvac_value *entry_of(const hvac_value *list, const char *engine)
{
	const hvac_value *found = NULL;

	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const char *name = hvac_value_string(hvac_value_at(hvac_value_item(list, i), "/engine"), NULL);

		ck_assert_ptr_nonnull(name);
		if (strcmp(name, engine) != 0)
			continue;
		ck_assert_msg(!found, "%s stands there twice", engine);
		found = hvac_value_item(list, i);
	}
	return found;
}

START_TEST(the_list_has_good_files_and_registered_engines)
{
	hvac_value *list;

	add(directory_with("first", "x_zoo_good"));
	setenv("HVAC_PLUGIN_PATH", directory_with("second", "x_zoo_good_1"), 1);
	ck_assert_int_eq(hvac_plugin_register(descriptor("x_zoo_good_2"), NULL), HVAC_OK);
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(entry_of(list, "secrets/x_zoo_good"), "/operations")), 1);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(entry_of(list, "secrets/x_zoo_good_1"), "/operations")), 1);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(entry_of(list, "secrets/x_zoo_good_2"), "/operations")), 1);
	hvac_value_free(list);
}
END_TEST

START_TEST(the_list_has_a_bad_file_with_its_error)
{
	hvac_value *list;
	const hvac_value *entry;
	const char *file, *error;

	directory_with("first", "x_zoo_good");
	add(directory_with_bad("first", "x_bad"));
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	entry = entry_of(list, "secrets/x_bad");
	ck_assert_ptr_nonnull(entry);
	error = hvac_value_string(hvac_value_member(entry, "error"), NULL);
	ck_assert_ptr_nonnull(error);
	demand_part(error, place_at(place, "first/secrets/x_bad.so"));
	file = hvac_value_string(hvac_value_member(entry, "file"), NULL);
	ck_assert_ptr_nonnull(file);
	ck_assert_str_eq(file, place_at(place, "first/secrets/x_bad.so"));
	ck_assert_ptr_null(hvac_value_member(entry, "operations"));
	ck_assert_ptr_nonnull(hvac_value_member(entry_of(list, GOOD), "operations"));
	hvac_value_free(list);
}
END_TEST

START_TEST(the_list_is_sorted)
{
	hvac_value *list;

	directory_with("first", "x_zoo_good_3");
	directory_with("first", "x_zoo_good_1");
	directory_with("first", "x_zoo_good_2");
	add(directory_with("first", "x_zoo_good"));
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	for (size_t i = 1; i < hvac_value_count(list); i++)
		ck_assert_str_lt(hvac_value_string(hvac_value_at(hvac_value_item(list, i - 1), "/engine"), NULL),
		                 hvac_value_string(hvac_value_at(hvac_value_item(list, i), "/engine"), NULL));
	ck_assert_ptr_nonnull(entry_of(list, "secrets/x_zoo_good_3"));
	hvac_value_free(list);
}
END_TEST

START_TEST(the_list_has_the_first_of_two_files_once)
{
	hvac_value *list;
	const char *first = directory_with("first", "x_zoo_good");

	add(first);
	add(directory_with_bad("second", "x_zoo_good"));
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(entry_of(list, GOOD), "/file"), NULL), place_text(place, "%s/" GOOD ".so", first));
	hvac_value_free(list);
}
END_TEST

START_TEST(the_list_passes_over_what_no_id_leads_to)
{
	hvac_value *list;

	place_copy(place, "zoo_engines", "first/secrets/X.so");
	place_copy(place, "zoo_engines", "first/secrets/.so");
	place_copy(place, "zoo_engines", "first/secrets/x_zoo_good.so.1");
	place_copy(place, "zoo_engines", "first/secrets/README");
	place_copy(place, "zoo_engines", "first/elsewhere/x_zoo_good_2.so");
	place_copy(place, "zoo_engines", "first/other.so");
	add(directory("first"));
	ck_assert_int_eq(hvac_plugin_list(&list), HVAC_OK);
	ck_assert_uint_eq(count_mapped(place_path(place)), 0);
	for (size_t i = 0; i < hvac_value_count(list); i++)
		ck_assert_ptr_null(hvac_value_member(hvac_value_item(list, i), "error"));
	hvac_value_free(list);
}
END_TEST

/* Set-id programs */
static const char *output_of(const char *program, const char *engine)
{
	char line[128] = "";
	int status;
	FILE *stream = popen(place_text(place, "'%s' '%s'", program, engine), "r");

	ck_assert_ptr_nonnull(stream);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, stream));
	status = pclose(stream);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	line[strcspn(line, "\n")] = '\0';
	return place_text(place, "%s", line);
}

#define ENVIRONMENTS 2

static const char *key_log(void)
{
	return place_text(place, "%s/keys", place_path(place));
}

/* A directory of engines; a setting, or a token file, that makes no client; where libcurl is to write TLS's keys. */
static void set_environment(bool token_file)
{
	const char *home = place_text(place, "%s/home", place_path(place));

	setenv("SSLKEYLOGFILE", key_log(), 1);
	setenv("HVAC_PLUGIN_PATH", directory_with("first", "x_zoo_good"), 1);
	ck_assert_int_eq(chmod(place_write(place, "home/.vault-token", "a b", 3), 0666), 0);
	setenv("HOME", token_file ? home : "/nowhere", 1);
	if (token_file)
		unsetenv("VAULT_CLIENT_TIMEOUT");
	else
		setenv("VAULT_CLIENT_TIMEOUT", "soon", 1);
}

START_TEST(a_plain_program_obeys_the_environment)
{
	set_environment(_i);
	ck_assert_str_eq(output_of(place_copy_file(place, place_program(place, "set_id"), "program"), GOOD), "plain OK ConfigError");
}
END_TEST

START_TEST(a_set_group_id_program_ignores_the_environment)
{
	const char *program = place_copy_file(place, place_program(place, "set_id"), "program");

	if (!place_set_group_id(program))
		return;
	set_environment(_i);
	ck_assert_str_eq(output_of(program, GOOD), "set-id PluginNotFound OK");
	ck_assert_int_lt(access(key_log(), F_OK), 0);
}
END_TEST

/* Only root can make one that is not its caller's own. */
START_TEST(a_set_user_id_program_ignores_the_environment)
{
	const char *program = place_copy_file(place, place_program(place, "set_id"), "program");

	if (geteuid() != 0)
		return;
	set_environment(_i);
	ck_assert_int_eq(chmod(program, 04755), 0);
	ck_assert_int_eq(setreuid(NOBODY, 0), 0);
	ck_assert_str_eq(output_of(program, GOOD), "set-id PluginNotFound OK");
	ck_assert_int_eq(setreuid(0, 0), 0);
	ck_assert_int_lt(access(key_log(), F_OK), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("loader");
	TCase *tests = tcase_create("loader");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, an_engine_that_is_not_installed_names_each_file_looked_for);
	tcase_add_test(tests, an_engine_that_is_not_installed_names_its_package_if_libhvac_may_have_it);
	tcase_add_test(tests, an_engine_that_is_not_installed_may_be_installed_later);
	tcase_add_test(tests, a_refused_file_may_be_mended);
	tcase_add_loop_test(tests, a_bad_id_never_reaches_dlopen, 0, N_BAD_IDS);
	tcase_add_test(tests, a_bad_id_is_no_engine_of_a_call);
	tcase_add_test(tests, no_id_is_no_engine);
	tcase_add_test(tests, a_name_of_1_kib_never_reaches_dlopen);
	tcase_add_test(tests, what_may_be_a_secret_in_an_ids_place_is_not_told);
	tcase_add_test(tests, a_name_may_have_48_letters);
	tcase_add_test(tests, a_name_of_49_letters_is_none);
	tcase_add_test(tests, the_directory_that_was_added_first_counts);
	tcase_add_test(tests, a_directory_without_the_file_leaves_it_to_the_next);
	tcase_add_test(tests, added_directories_come_before_the_environment_s);
	tcase_add_test(tests, the_environment_s_directories_count_in_their_order);
	tcase_add_test(tests, empty_elements_of_the_environment_s_list_are_nothing);
	tcase_add_test(tests, a_bad_file_is_an_error_and_no_reason_to_look_further);
	tcase_add_test(tests, a_bad_directory_is_an_error_and_no_reason_to_look_further);
	tcase_add_test(tests, a_link_to_nothing_is_an_error_and_no_reason_to_look_further);
	tcase_add_test(tests, an_engine_is_loaded_once);
	tcase_add_test(tests, a_program_that_uses_one_engine_opens_one_plugin_file);
	tcase_add_test(tests, no_client_and_no_wrong_engine_opens_a_plugin_file);
	tcase_add_test(tests, a_registered_engine_is_used);
	tcase_add_test(tests, a_registered_engine_comes_before_files);
	tcase_add_test(tests, an_engine_is_registered_once);
	tcase_add_test(tests, an_engine_that_was_loaded_is_not_registered);
	tcase_add_test(tests, an_engine_that_was_refused_may_be_registered);
	tcase_add_test(tests, behind_the_lock_what_was_loaded_goes_on);
	tcase_add_test(tests, behind_the_lock_nothing_is_loaded);
	tcase_add_test(tests, behind_the_lock_nothing_is_registered);
	tcase_add_test(tests, behind_the_lock_no_directory_is_added);
	tcase_add_test(tests, behind_the_lock_only_what_was_loaded_is_listed);
	tcase_add_test(tests, the_list_has_good_files_and_registered_engines);
	tcase_add_test(tests, the_list_has_a_bad_file_with_its_error);
	tcase_add_test(tests, the_list_is_sorted);
	tcase_add_test(tests, the_list_has_the_first_of_two_files_once);
	tcase_add_test(tests, the_list_passes_over_what_no_id_leads_to);
	tcase_add_loop_test(tests, a_plain_program_obeys_the_environment, 0, ENVIRONMENTS);
	tcase_add_loop_test(tests, a_set_group_id_program_ignores_the_environment, 0, ENVIRONMENTS);
	tcase_add_loop_test(tests, a_set_user_id_program_ignores_the_environment, 0, ENVIRONMENTS);
	/* engines are never unloaded, and a lock is for good: each test in a process of its own */
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
