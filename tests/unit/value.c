/* SPDX-License-Identifier: MIT */
/* JSON values: what goes in comes out, to the bit and to the byte, or is refused. */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hvac/value.h>
#include "json.h"
#include "suite.h"

static hvac_status parse_status(const char *text, size_t length)
{
	/* exactly as long as it is, so that a sanitizer sees a byte read behind it */
	char *exact = malloc(length ? length : 1);
	hvac_value *value;
	hvac_status status;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, text, length);
	status = hvac_value_parse(exact, length, &value);
	if (status == HVAC_OK)
		ck_assert_ptr_nonnull(value);
	else
		ck_assert_ptr_null(value);
	hvac_value_free(value);
	free(exact);
	return status;
}

static hvac_value *parse(const char *text)
{
	hvac_value *value;

	ck_assert_msg(hvac_value_parse(text, strlen(text), &value) == HVAC_OK, "does not parse: %s", text);
	return value;
}

static void assert_refused(const char *text)
{
	ck_assert_msg(parse_status(text, strlen(text)) == HVAC_MALFORMED_ANSWER, "is not refused: %s", text);
}

static void assert_round_trip(const char *text)
{
	hvac_value *value = parse(text);
	size_t length;
	char *written = hvac_value_to_text(value, &length);

	ck_assert_str_eq(written, text);
	ck_assert_uint_eq(length, strlen(text));
	hvac_text_free(written);
	hvac_value_free(value);
}

START_TEST(texts_come_out_as_they_went_in)
{
	static const char *const texts[] = {
		"null", "true", "false", "0", "-1", "1.5", "1e3", "1E+2", "-0.25", "\"\"", "\"text\"", "[]", "{}", "[null,true,1,\"a\",[],{}]",
		"{\"a\":{\"b\":[1,2,{\"c\":null}]}}", "\"\\\"\\\\\\n\"", "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x91\"", "{\"\":1}", "\"/\"",
		"123456789012345678.5",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_round_trip(texts[i]);
}
END_TEST

START_TEST(integers_are_exact_in_64_bits)
{
	static const char *const texts[] = {
		"9223372036854775807", "-9223372036854775808", "9007199254740993", "-9007199254740993", "9223372036854775806",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		hvac_value *value = parse(texts[i]);
		int64_t number = 0;

		assert_round_trip(texts[i]);
		ck_assert(hvac_value_integer(value, &number));
		ck_assert_int_eq(number, strtoll(texts[i], NULL, 10));
		hvac_value_free(value);
	}
}
END_TEST

START_TEST(made_integers_are_exact_in_64_bits)
{
	static const int64_t numbers[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX };

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		hvac_value *value = hvac_value_new_integer(numbers[i]);
		char *text = hvac_value_to_text(value, NULL), wanted[32];

		snprintf(wanted, sizeof wanted, "%" PRId64, numbers[i]);
		ck_assert_str_eq(text, wanted);
		hvac_text_free(text);
		hvac_value_free(value);
	}
}
END_TEST

START_TEST(unsigned_64_bits_are_kept_but_not_bent_into_signed_ones)
{
	static const char *const texts[] = { "9223372036854775808", "18446744073709551615" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		hvac_value *value = parse(texts[i]);
		int64_t number = 7;
		double approximate;

		assert_round_trip(texts[i]);
		ck_assert_int_eq(hvac_value_kind(value), HVAC_KIND_INTEGER);
		ck_assert(!hvac_value_integer(value, &number));
		ck_assert_int_eq(number, 7);
		ck_assert(hvac_value_number(value, &approximate));
		ck_assert(approximate > 9.2e18);
		hvac_value_free(value);
	}
}
END_TEST

START_TEST(integers_beyond_64_bits_are_refused)
{
	assert_refused("18446744073709551616");
	assert_refused("-9223372036854775809");
	assert_refused("99999999999999999999999999999999999999");
	assert_refused("{\"a\":[18446744073709551616]}");
	assert_refused("-18446744073709551615");
}
END_TEST

START_TEST(numbers_that_are_none_are_refused)
{
	static const char *const texts[] = { "01", "-01", "00", "-00.5", "1.", "-1.", "-.5", "1.e5", "[1.]", "{\"a\":1.,\"b\":1}", ".5", "+1", "-", "1e", "1e+", "1e5.5" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(texts[i]);
	assert_round_trip("[0,0.5,-0.0,0e5,10,1e05,1.05E-09]");
}
END_TEST

START_TEST(leading_zeros_do_not_hide_an_overflow)
{
	assert_refused("00018446744073709551616");
	assert_refused("-00009223372036854775809");
}
END_TEST

START_TEST(nan_and_infinity_are_refused)
{
	static const char *const texts[] = { "NaN", "nan", "-NaN", "Infinity", "-Infinity", "infinity", "[NaN]", "{\"a\":Infinity}", "inf", "INFINITY" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(texts[i]);
}
END_TEST

START_TEST(nan_and_infinity_within_strings_are_text)
{
	assert_round_trip("[\"NaN\",\"Infinity\",\"18446744073709551616\",\"nul\"]");
}
END_TEST

START_TEST(a_number_beyond_double_is_refused_instead_of_becoming_infinity)
{
	assert_refused("1e400");
	assert_refused("[-1e400]");
}
END_TEST

START_TEST(a_number_that_is_none_is_never_written_as_json)
{
	static const double numbers[] = { (double)NAN, (double)INFINITY, (double)-INFINITY };

	for (size_t i = 0; i < 3; i++) {
		hvac_value *value = hvac_value_new_number(numbers[i]);
		char *text = value ? hvac_value_to_text(value, NULL) : NULL;

		ck_assert_msg(!text || !strpbrk(text, "NI"), "is written as %s", text);
		hvac_text_free(text);
		hvac_value_free(value);
	}
}
END_TEST

START_TEST(a_made_number_keeps_its_bits)
{
	static const double numbers[] = { 0.1, -0.1, 1.0 / 3, DBL_MAX, DBL_MIN, 1e15, 3.0 };

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		hvac_value *value = hvac_value_new_number(numbers[i]), *again;
		char *text = hvac_value_to_text(value, NULL);
		double number;

		again = parse(text);
		ck_assert(hvac_value_number(again, &number));
		ck_assert_msg(!memcmp(&number, &numbers[i], sizeof number), "%s", text);
		ck_assert_int_eq(hvac_value_kind(again), HVAC_KIND_NUMBER);
		hvac_value_free(again);
		hvac_text_free(text);
		hvac_value_free(value);
	}
}
END_TEST

START_TEST(nul_in_a_members_name_is_refused)
{
	assert_refused("{\"a\\u0000b\":1}");
	assert_refused("{\"\\u0000\" \t\r\n:1}");
	assert_refused("[{\"a\":1},{\"x\\u0000\":1}]");
}
END_TEST

START_TEST(nul_in_a_string_is_kept)
{
	hvac_value *value = parse("[\"a\\u0000b\",\"\\u0000\"]");
	size_t length;
	const char *text = hvac_value_string(hvac_value_item(value, 0), &length);

	ck_assert_uint_eq(length, 3);
	ck_assert_mem_eq(text, "a\0b", 4);
	ck_assert_uint_eq(hvac_value_count(hvac_value_item(value, 0)), 3);
	ck_assert_uint_eq(hvac_value_count(hvac_value_item(value, 1)), 1);
	hvac_value_free(value);
	assert_round_trip("[\"a\\u0000b\",\"\\u0000\"]");
}
END_TEST

START_TEST(an_escaped_backslash_before_u0000_is_no_nul)
{
	assert_round_trip("{\"a\\\\u0000b\":1}");
}
END_TEST

START_TEST(a_raw_nul_byte_is_refused)
{
	ck_assert_int_eq(parse_status("\0", 1), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(parse_status("1\0", 2), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(parse_status("[1,\0 2]", 7), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(parse_status("\"a\0b\"", 5), HVAC_MALFORMED_ANSWER);
	ck_assert_int_eq(parse_status("{\"a\0b\":1}", 9), HVAC_MALFORMED_ANSWER);
}
END_TEST

START_TEST(duplicate_members_are_refused_for_one_of_them_would_be_lost)
{
	assert_refused("{\"a\":1,\"b\":2,\"a\":3}");
	assert_refused("{\"a\":1,\"\\u0061\":3}");
	assert_refused("[{\"x\":{\"a\":null,\"a\":null}}]");
	assert_round_trip("[{\"a\":1},{\"a\":2,\"b\":{\"a\":3}}]");
}
END_TEST

START_TEST(half_a_surrogate_pair_is_refused)
{
	assert_refused("\"\\ud800\"");
	assert_refused("\"\\ud800x\"");
	assert_refused("\"\\udc00\"");
	assert_refused("\"\\ud800\\ud800\"");
	assert_refused("{\"\\udfff\":1}");
	ck_assert_int_eq(parse_status("\"\\ud83d\\uDD11\"", 14), HVAC_OK);
}
END_TEST

static char *nested(size_t depth, const char *within)
{
	size_t inner = strlen(within);
	char *text = malloc(2 * depth + inner + 1);

	ck_assert_ptr_nonnull(text);
	memset(text, '[', depth);
	memcpy(text + depth, within, inner);
	memset(text + depth + inner, ']', depth);
	text[2 * depth + inner] = '\0';
	return text;
}

START_TEST(nesting_of_64_is_taken)
{
	static const char *const within[] = { "", "1", "\"text\"" };

	for (size_t i = 0; i < 3; i++) {
		char *text = nested(64, within[i]);

		ck_assert_msg(parse_status(text, strlen(text)) == HVAC_OK, "64 lists around \"%s\" are refused", within[i]);
		free(text);
	}
}
END_TEST

START_TEST(nesting_of_65_is_refused)
{
	static const char *const within[] = { "", "1" };

	for (size_t i = 0; i < 2; i++) {
		char *text = nested(65, within[i]);

		ck_assert_msg(parse_status(text, strlen(text)) == HVAC_MALFORMED_ANSWER, "65 lists around \"%s\" are taken", within[i]);
		free(text);
	}
}
END_TEST

START_TEST(nesting_of_a_million_is_refused)
{
	char *text = nested(1000000, "");

	ck_assert_int_eq(parse_status(text, strlen(text)), HVAC_MALFORMED_ANSWER);
	free(text);
}
END_TEST

START_TEST(text_that_ends_too_soon_is_refused_at_every_byte)
{
	static const char text[] = "{\"a\":[1,-2.5e3,true,false,null,\"x\\u00e4\\\\\xc3\xa4\"],\"b\":{\"c\":\"\\\"\"}}";

	ck_assert_int_eq(parse_status(text, strlen(text)), HVAC_OK);
	for (size_t length = 0; length < strlen(text); length++)
		ck_assert_msg(parse_status(text, length) == HVAC_MALFORMED_ANSWER, "the first %zu bytes are taken", length);
}
END_TEST

START_TEST(what_follows_the_text_is_refused_but_for_white_space)
{
	assert_refused("{} x");
	assert_refused("{}{}");
	assert_refused("1 2");
	assert_refused("null null");
	assert_refused("\"a\"\"b\"");
	assert_refused("[1]]");
	ck_assert_int_eq(parse_status(" \t\r\n{} \t\r\n", 10), HVAC_OK);
}
END_TEST

START_TEST(what_is_not_json_is_refused)
{
	static const char *const texts[] = {
		"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "tru", "True", "NULL", "nul", "+1", "01", ".5", "1e", "-", "--1",
		"0x10", "[1 2]", "{\"a\" 1}", "{\"a\":}", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "// c\n1", "/* c */ 1", "[1] /* c */",
		"{\"a\":1 \"b\":2}", "[,1]", "\xef\xbb\xbf{}",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(texts[i]);
}
END_TEST

START_TEST(apostrophes_are_no_quotes)
{
	assert_refused("'a'");
	assert_refused("['a']");
	assert_refused("{'a':1}");
	/* nor is the loss of one of two told by counting */
	assert_refused("{'a':1,\"a\":2}");
	/* and so hide no NUL in a name */
	assert_refused("{'a\\u0000b':1}");
}
END_TEST

START_TEST(bytes_that_are_not_utf8_are_not_bent)
{
	static const char *const texts[] = { "\"\xff\"", "[\"\xc3\"]", "[\"\xed\xa0\x80\"]" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (parse_status(texts[i], strlen(texts[i])) == HVAC_OK)
			assert_round_trip(texts[i]);
}
END_TEST

START_TEST(a_pointer_finds_what_rfc_6901_says)
{
	hvac_value *value = parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8,\"~1\":9}");
	static const struct { const char *pointer; int64_t number; } cases[] = {
		{ "/", 0 }, { "/a~1b", 1 }, { "/c%d", 2 }, { "/e^f", 3 }, { "/g|h", 4 }, { "/i\\j", 5 }, { "/k\"l", 6 }, { "/ ", 7 }, { "/m~0n", 8 }, { "/~01", 9 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int64_t number = -1;

		ck_assert(hvac_value_integer(hvac_value_at(value, cases[i].pointer), &number));
		ck_assert_int_eq(number, cases[i].number);
	}
	ck_assert_ptr_eq(hvac_value_at(value, ""), value);
	ck_assert_str_eq(hvac_value_string(hvac_value_at(value, "/foo/0"), NULL), "bar");
	ck_assert_str_eq(hvac_value_string(hvac_value_at(value, "foo/1"), NULL), "baz");
	ck_assert_int_eq(hvac_value_kind(hvac_value_at(value, "a~1b")), HVAC_KIND_INTEGER);
	hvac_value_free(value);
}
END_TEST

START_TEST(a_pointer_to_nothing_is_nothing)
{
	hvac_value *value = parse("{\"a\":[1,2],\"b\":\"text\"}");
	static const char *const pointers[] = {
		"/c", "/a/2", "/a/-", "/a/-1", "/a/01", "/a/ 1", "/a/1x", "/a/", "/a/+1", "/a/18446744073709551616", "/b/0", "/b/", "/a/0/0", "/a//0", "c", "a/b",
	};

	for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++)
		ck_assert_msg(!hvac_value_at(value, pointers[i]), "there is something at %s", pointers[i]);
	ck_assert_ptr_null(hvac_value_at(value, NULL));
	ck_assert_ptr_null(hvac_value_at(NULL, "/a"));
	hvac_value_free(value);
}
END_TEST

START_TEST(a_list_is_walked_by_index)
{
	hvac_value *list = hvac_value_new_list();

	for (int64_t i = 0; i < 100; i++)
		ck_assert_int_eq(hvac_value_adopt_item(list, hvac_value_new_integer(i)), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(list), 100);
	for (size_t i = 0; i < 100; i++) {
		int64_t number;

		ck_assert(hvac_value_integer(hvac_value_item(list, i), &number));
		ck_assert_int_eq(number, (int64_t)i);
	}
	ck_assert_ptr_null(hvac_value_item(list, 100));
	ck_assert_ptr_null(hvac_value_item(list, SIZE_MAX));
	hvac_value_free(list);
}
END_TEST

struct walked {
	char names[32];
	size_t count, stop_at;
};

static bool note_name(const char *name, const hvac_value *value, void *context)
{
	struct walked *walked = context;

	ck_assert_ptr_nonnull(value);
	strcat(walked->names, name);
	return ++walked->count != walked->stop_at;
}

START_TEST(a_map_is_walked_in_its_order_until_told_to_stop)
{
	hvac_value *value = parse("{\"c\":1,\"a\":null,\"b\":3}");
	struct walked all = { .stop_at = 0 }, two = { .stop_at = 2 };

	hvac_value_each(value, note_name, &all);
	ck_assert_str_eq(all.names, "cab");
	hvac_value_each(value, note_name, &two);
	ck_assert_str_eq(two.names, "ca");
	hvac_value_free(value);
}
END_TEST

START_TEST(walking_what_is_no_map_calls_nobody)
{
	hvac_value *list = parse("[1]"), *null = hvac_value_new_null();
	struct walked walked = { .stop_at = 0 };

	hvac_value_each(list, note_name, &walked);
	hvac_value_each(null, note_name, &walked);
	hvac_value_each(NULL, note_name, &walked);
	ck_assert_uint_eq(walked.count, 0);
	hvac_value_free(list);
	hvac_value_free(null);
}
END_TEST

static void assert_equal(const char *a, const char *b, bool wanted)
{
	hvac_value *x = parse(a), *y = parse(b);

	ck_assert_msg(hvac_value_equal(x, y) == wanted, "%s and %s", a, b);
	ck_assert_msg(hvac_value_equal(y, x) == wanted, "%s and %s", b, a);
	hvac_value_free(x);
	hvac_value_free(y);
}

START_TEST(values_are_equal_by_what_they_say)
{
	assert_equal("{\"a\":1,\"b\":[1,null]}", "{\"b\":[1,null],\"a\":1}", true);
	assert_equal("1", "1.0", true);
	assert_equal("1.50", "1.5", true);
	assert_equal("null", "null", true);
	assert_equal("\"a\\u0000b\"", "\"a\\u0000b\"", true);
	assert_equal("18446744073709551615", "18446744073709551615", true);
	assert_equal("[[1.0]]", "[[1]]", true);
}
END_TEST

START_TEST(values_differ_by_what_they_say)
{
	assert_equal("{\"a\":1}", "{\"a\":2}", false);
	assert_equal("{\"a\":null}", "{}", false);
	assert_equal("{\"a\":null}", "{\"b\":null}", false);
	assert_equal("{\"a\":1,\"b\":2}", "{\"a\":1}", false);
	assert_equal("[1,2]", "[2,1]", false);
	assert_equal("[1]", "[1,1]", false);
	assert_equal("1", "\"1\"", false);
	assert_equal("0", "false", false);
	assert_equal("null", "false", false);
	assert_equal("\"a\\u0000b\"", "\"a\\u0000c\"", false);
	assert_equal("18446744073709551615", "-1", false);
	assert_equal("9223372036854775807", "9223372036854775806", false);
}
END_TEST

START_TEST(an_integer_and_a_number_are_compared_without_rounding)
{
	assert_equal("9007199254740993", "9007199254740992.0", false);
}
END_TEST

START_TEST(absent_and_null_differ)
{
	hvac_value *null = hvac_value_new_null();

	ck_assert_int_eq(hvac_value_kind(NULL), HVAC_KIND_ABSENT);
	ck_assert_int_eq(hvac_value_kind(null), HVAC_KIND_NULL);
	ck_assert(!hvac_value_equal(NULL, null));
	ck_assert(hvac_value_equal(NULL, NULL));
	ck_assert(hvac_value_equal(null, null));
	hvac_value_free(null);
}
END_TEST

START_TEST(reading_another_kind_leaves_the_result_alone)
{
	hvac_value *text = hvac_value_new_string("1"), *number = hvac_value_new_number(1.5);
	int64_t integer = 42;
	double approximate = 4.5;
	bool truth = true;

	ck_assert(!hvac_value_integer(text, &integer));
	ck_assert(!hvac_value_integer(number, &integer));
	ck_assert(!hvac_value_number(text, &approximate));
	ck_assert(!hvac_value_boolean(number, &truth));
	ck_assert(!hvac_value_integer(NULL, &integer));
	ck_assert(!hvac_value_boolean(NULL, &truth));
	ck_assert_ptr_null(hvac_value_string(number, NULL));
	ck_assert_ptr_null(hvac_value_string(NULL, NULL));
	ck_assert_int_eq(integer, 42);
	ck_assert_double_eq(approximate, 4.5);
	ck_assert(truth);
	hvac_value_free(text);
	hvac_value_free(number);
}
END_TEST

START_TEST(what_adopts_owns_the_child_also_when_it_fails)
{
	hvac_value *list = hvac_value_new_list(), *map = hvac_value_new_map(), *text = hvac_value_new_string("x");

	/* a leak checker tells whether the children were freed */
	ck_assert_int_eq(hvac_value_adopt_member(list, "a", hvac_value_new_string("child")), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_value_adopt_item(map, hvac_value_new_string("child")), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_value_adopt_item(text, hvac_value_new_map()), HVAC_PARAM_VALIDATION_ERROR);
	ck_assert_int_eq(hvac_value_adopt_item(NULL, hvac_value_new_list()), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_value_adopt_member(NULL, "a", hvac_value_new_list()), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_value_adopt_member(map, "a", NULL), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_value_adopt_item(list, NULL), HVAC_NO_MEMORY);
	ck_assert_uint_eq(hvac_value_count(list), 0);
	ck_assert_uint_eq(hvac_value_count(map), 0);
	hvac_value_free(list);
	hvac_value_free(map);
	hvac_value_free(text);
}
END_TEST

START_TEST(a_failed_adoption_keeps_the_member_that_was_there)
{
	hvac_value *map = parse("{\"a\":1}");

	ck_assert_int_eq(hvac_value_adopt_member(map, "a", NULL), HVAC_NO_MEMORY);
	ck_assert_ptr_nonnull(hvac_value_member(map, "a"));
	hvac_value_free(map);
}
END_TEST

START_TEST(a_member_of_that_name_is_replaced)
{
	hvac_value *map = parse("{\"a\":{\"deep\":\"secret\"},\"b\":2}");
	char *text;

	ck_assert_int_eq(hvac_value_adopt_member(map, "a", hvac_value_new_null()), HVAC_OK);
	ck_assert_uint_eq(hvac_value_count(map), 2);
	ck_assert_int_eq(hvac_value_kind(hvac_value_member(map, "a")), HVAC_KIND_NULL);
	hvac_value_remove(map, "a");
	hvac_value_remove(map, "a");
	hvac_value_remove(NULL, "a");
	text = hvac_value_to_text(map, NULL);
	ck_assert_str_eq(text, "{\"b\":2}");
	hvac_text_free(text);
	hvac_value_free(map);
}
END_TEST

START_TEST(a_copy_is_deep_and_its_own)
{
	hvac_value *value = parse("{\"a\":[1,2.50,\"x\\u0000y\",null,18446744073709551615],\"b\":{}}"), *copy = hvac_value_copy(value);
	char *before = hvac_value_to_text(value, NULL), *text;

	ck_assert(hvac_value_equal(value, copy));
	ck_assert_int_eq(hvac_value_adopt_member(copy, "a", hvac_value_new_boolean(true)), HVAC_OK);
	text = hvac_value_to_text(value, NULL);
	ck_assert_str_eq(text, before);
	hvac_text_free(text);
	hvac_value_free(copy);
	copy = hvac_value_copy(value);
	text = hvac_value_to_text(copy, NULL);
	ck_assert_str_eq(text, before);
	hvac_text_free(text);
	hvac_text_free(before);
	hvac_value_free(copy);
	hvac_value_free(value);
	ck_assert_ptr_null(hvac_value_copy(NULL));
}
END_TEST

START_TEST(control_bytes_are_written_as_escapes)
{
	char bytes[33], *text;
	hvac_value *value, *again;
	size_t length;

	for (int i = 0; i < 32; i++)
		bytes[i] = (char)i;
	bytes[32] = 0x7f;
	value = hvac_value_new_text(bytes, sizeof bytes);
	text = hvac_value_to_text(value, &length);
	for (size_t i = 0; i < length; i++)
		ck_assert((unsigned char)text[i] >= 0x20);
	again = parse(text);
	ck_assert(hvac_value_equal(value, again));
	hvac_value_free(again);
	hvac_text_free(text);
	hvac_value_free(value);
}
END_TEST

START_TEST(every_byte_of_a_long_string_is_written)
{
	size_t size = 1u << 20, length;
	char *bytes = malloc(size), *text;
	hvac_value *value, *again;

	ck_assert_ptr_nonnull(bytes);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(i % 128);
	value = hvac_value_new_text(bytes, size);
	text = hvac_value_to_text(value, &length);
	ck_assert_uint_eq(strlen(text), length);
	again = parse(text);
	ck_assert_uint_eq(hvac_value_count(again), size);
	ck_assert_mem_eq(hvac_value_string(again, NULL), bytes, size);
	hvac_value_free(again);
	hvac_text_free(text);
	hvac_value_free(value);
	free(bytes);
}
END_TEST

START_TEST(writing_twice_gives_the_same_text)
{
	hvac_value *value = parse("{\"a\":[1,\"b\"]}");

	for (int i = 0; i < 3; i++) {
		char *text = hvac_value_to_text(value, NULL);

		ck_assert_str_eq(text, "{\"a\":[1,\"b\"]}");
		hvac_text_free(text);
	}
	hvac_value_free(value);
}
END_TEST

START_TEST(pretty_text_is_for_people_and_says_the_same)
{
	hvac_value *value = parse("{\"a\":[1,{\"b\":\"c\"}],\"d\":{},\"e\":[]}"), *again;
	size_t length;
	char *text = hvac_value_to_pretty_text(value, &length);

	ck_assert_ptr_nonnull(strchr(text, '\n'));
	ck_assert_uint_eq(strlen(text), length);
	again = parse(text);
	ck_assert(hvac_value_equal(value, again));
	hvac_value_free(again);
	hvac_text_free(text);
	hvac_value_free(value);
}
END_TEST

START_TEST(null_and_absent_are_written_as_null)
{
	hvac_value *null = hvac_value_new_null();
	char *text = hvac_value_to_text(null, NULL);

	ck_assert_str_eq(text, "null");
	hvac_text_free(text);
	text = hvac_value_to_text(NULL, NULL);
	ck_assert_str_eq(text, "null");
	hvac_text_free(text);
	hvac_value_free(null);
	hvac_text_free(NULL);
	hvac_value_free(NULL);
}
END_TEST

static void *write_many_times(void *context)
{
	const hvac_value *value = context;

	for (int i = 0; i < 3000; i++) {
		char *text = hvac_value_to_text(value, NULL);

		if (!text || strcmp(text, "{\"a\":[1,2.50,\"text\"]}") != 0) {
			hvac_text_free(text);
			return context;
		}
		hvac_text_free(text);
	}
	return NULL;
}

START_TEST(one_value_is_written_by_many_threads_at_once)
{
	hvac_value *value = parse("{\"a\":[1,2.50,\"text\"]}");
	pthread_t threads[4];

	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, write_many_times, value), 0);
	for (size_t i = 0; i < 4; i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		ck_assert_ptr_null(wrong);
	}
	hvac_value_free(value);
}
END_TEST

START_TEST(json_knows_utf8)
{
	static const struct { const char *text; bool good; } cases[] = {
		{ "", true }, { "a", true }, { "\xc3\xa4", true }, { "\xe2\x82\xac", true }, { "\xf0\x9f\x94\x91", true }, { "\xf4\x8f\xbf\xbf", true },
		{ "\xc0\x80", false }, { "\xc1\xbf", false }, { "\xe0\x80\x80", false }, { "\xed\xa0\x80", false }, { "\xf0\x80\x80\x80", false },
		{ "\xf4\x90\x80\x80", false }, { "\xf5\x80\x80\x80", false }, { "\x80", false }, { "\xc3", false }, { "\xe2\x82", false }, { "\xc3" "a", false },
		{ "\xff", false }, { "\xfe", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(json_is_utf8(cases[i].text, strlen(cases[i].text)) == cases[i].good, "case %zu", i);
}
END_TEST

START_TEST(the_parser_tells_too_deep_from_malformed)
{
	struct json_object *tree;

	ck_assert_int_eq(json_parse(NULL, "[[[1]]]", 7, 2, &tree), HVAC_TOO_LARGE);
	ck_assert_ptr_null(tree);
	ck_assert_int_eq(json_parse(NULL, "[[[1]]", 6, 64, &tree), HVAC_MALFORMED_ANSWER);
	ck_assert_ptr_null(tree);
}
END_TEST

SUITE("value", texts_come_out_as_they_went_in, integers_are_exact_in_64_bits, made_integers_are_exact_in_64_bits,
      unsigned_64_bits_are_kept_but_not_bent_into_signed_ones, integers_beyond_64_bits_are_refused, numbers_that_are_none_are_refused,
      leading_zeros_do_not_hide_an_overflow,
      nan_and_infinity_are_refused, nan_and_infinity_within_strings_are_text,
      a_number_beyond_double_is_refused_instead_of_becoming_infinity, a_number_that_is_none_is_never_written_as_json,
      a_made_number_keeps_its_bits, nul_in_a_members_name_is_refused, nul_in_a_string_is_kept, an_escaped_backslash_before_u0000_is_no_nul,
      a_raw_nul_byte_is_refused, duplicate_members_are_refused_for_one_of_them_would_be_lost, half_a_surrogate_pair_is_refused,
      nesting_of_64_is_taken, nesting_of_65_is_refused, nesting_of_a_million_is_refused, text_that_ends_too_soon_is_refused_at_every_byte,
      what_follows_the_text_is_refused_but_for_white_space, what_is_not_json_is_refused, apostrophes_are_no_quotes,
      bytes_that_are_not_utf8_are_not_bent, a_pointer_finds_what_rfc_6901_says, a_pointer_to_nothing_is_nothing, a_list_is_walked_by_index,
      a_map_is_walked_in_its_order_until_told_to_stop, walking_what_is_no_map_calls_nobody, values_are_equal_by_what_they_say,
      values_differ_by_what_they_say, an_integer_and_a_number_are_compared_without_rounding, absent_and_null_differ,
      reading_another_kind_leaves_the_result_alone, what_adopts_owns_the_child_also_when_it_fails,
      a_failed_adoption_keeps_the_member_that_was_there, a_member_of_that_name_is_replaced, a_copy_is_deep_and_its_own,
      control_bytes_are_written_as_escapes, every_byte_of_a_long_string_is_written, writing_twice_gives_the_same_text,
      pretty_text_is_for_people_and_says_the_same, null_and_absent_are_written_as_null, one_value_is_written_by_many_threads_at_once,
      json_knows_utf8, the_parser_tells_too_deep_from_malformed)
