/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#include "suite.h"

static const char *nearest_of(const char *wanted)
{
	static const char *const names[] = { "read_secret_version", "read_secret_metadata", "list_secrets", "patch", "undelete_secret_versions" };
	struct nearest nearest;

	nearest_begin(&nearest, wanted);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		nearest_offer(&nearest, names[i]);
	return nearest.name;
}

START_TEST(a_slip_of_the_finger_is_forgiven)
{
	ck_assert_str_eq(nearest_of("read_secret_versoin"), "read_secret_version");
	ck_assert_str_eq(nearest_of("read_secret_versio"), "read_secret_version");
	ck_assert_str_eq(nearest_of("read-secret-version"), "read_secret_version");
	ck_assert_str_eq(nearest_of("list_secret"), "list_secrets");
	ck_assert_str_eq(nearest_of("pacth"), "patch");
}
END_TEST

START_TEST(another_word_is_not_suggested)
{
	ck_assert_ptr_null(nearest_of("rotate"));
	ck_assert_ptr_null(nearest_of("x"));
	ck_assert_ptr_null(nearest_of(""));
}
END_TEST

START_TEST(the_nearest_of_several_is_suggested)
{
	struct nearest nearest;

	nearest_begin(&nearest, "tokens");
	nearest_offer(&nearest, "taken");
	nearest_offer(&nearest, "token");
	nearest_offer(&nearest, "tokem");
	ck_assert_str_eq(nearest.name, "token");
}
END_TEST

START_TEST(only_what_looks_like_a_name_is_told)
{
	char name[58] = "";

	ck_assert_str_eq(nearest_told("read_secret_2"), "read_secret_2");
	ck_assert_str_eq(nearest_told(""), "");
	ck_assert_str_eq(nearest_told("hvs.caesi"), "***");
	ck_assert_str_eq(nearest_told("aHVudGVyMg"), "***");
	memset(name, 'a', 56);
	ck_assert_str_eq(nearest_told(name), name);
	name[56] = 'a';
	ck_assert_str_eq(nearest_told(name), "***");
}
END_TEST

START_TEST(names_of_any_length_do_no_harm)
{
	char name[201];
	struct nearest nearest;

	memset(name, 'a', 200);
	for (size_t length = 60; length <= 200; length++) {
		name[length] = '\0';
		nearest_begin(&nearest, name);
		nearest_offer(&nearest, "a");
		nearest_offer(&nearest, name);
		nearest_begin(&nearest, "a");
		nearest_offer(&nearest, name);
		ck_assert_ptr_null(nearest.name);
		name[length] = 'a';
	}
}
END_TEST

SUITE("nearest", a_slip_of_the_finger_is_forgiven, another_word_is_not_suggested, the_nearest_of_several_is_suggested,
      only_what_looks_like_a_name_is_told, names_of_any_length_do_no_harm)
