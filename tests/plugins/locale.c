/* SPDX-License-Identifier: MIT */
/* A program's locale says how its user reads numbers and letters. What is sent does not depend on it. */
#include "place.h"

#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>

static struct place *place;

static void enter(void)
{
	place = place_new();
	setenv("LOCPATH", place_path(place), 1);
}

static void leave(void)
{
	setlocale(LC_ALL, "C");
	place_free(place);
}

/* One of glibc's, made for the test. */
static void speak(const char *language, const char *charmap)
{
	const char *name = place_text(place, "%s.%s", language, charmap);

	/* it warns of what the charmap cannot say */
	if (system(place_text(place, "localedef -c -i %s -f %s '%s' >/dev/null 2>&1", language, charmap, place_at(place, name))) == -1)
		ck_abort_msg("there is no shell");
	ck_assert_msg(setlocale(LC_ALL, name), "the locale %s cannot be made: are localedef and the package locales installed?", name);
}

static int64_t christmas(void *context)
{
	(void)context;
	return 1766620800;
}

/* What a signed login sends. */
static char *preview(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_task *task;
	hvac_value *requests;
	hvac_clock clock = { .real = christmas };
	char *text;

	hvac_config_clock(config, &clock);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_task_new(client, "auth/aws", "login", HVAC_ARGS(hvac_string("role", "r"), hvac_string("access_key", "AKIDEXAMPLE"),
	                 hvac_string("secret_key", "wJalrXUtnFEMI"), hvac_string("header_value", "vault.example")), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	text = hvac_value_to_text(requests, NULL);
	hvac_value_free(requests);
	hvac_task_free(task);
	hvac_client_free(client);
	hvac_config_free(config);
	return text;
}

START_TEST(a_signature_is_made_of_the_same_small_letters_everywhere)
{
	char *plain = preview(), *turkish;

	speak("tr_TR", "ISO-8859-9");
	turkish = preview();
	ck_assert_str_eq(turkish, plain);
	hvac_text_free(turkish);
	hvac_text_free(plain);
}
END_TEST

START_TEST(a_number_is_written_and_read_as_json_has_it)
{
	hvac_value *number, *map = hvac_value_new_map();
	char *text;

	speak("ps_AF", "UTF-8");
	ck_assert_str_ne(localeconv()->decimal_point, ".");
	ck_assert_int_eq(hvac_value_adopt_member(map, "n", hvac_value_new_number(1.5)), HVAC_OK);
	text = hvac_value_to_text(map, NULL);
	ck_assert_str_eq(text, "{\"n\":1.5}");
	ck_assert_int_eq(hvac_value_parse(text, strlen(text), &number), HVAC_OK);
	ck_assert(hvac_value_equal(number, map));
	hvac_text_free(text);
	hvac_value_free(number);
	hvac_value_free(map);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("locale");
	TCase *tests = tcase_create("locale");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, a_signature_is_made_of_the_same_small_letters_everywhere);
	tcase_add_test(tests, a_number_is_written_and_read_as_json_has_it);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
