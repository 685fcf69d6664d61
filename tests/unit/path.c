/* SPDX-License-Identifier: MIT */
/* BEHAVIOUR: one encoder for all. Every segment percent-encoded, slashes kept where they separate, "." and ".." refused. */
#include "path.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

static void assert_path(const char *value, bool slashes, const char *wanted)
{
	struct buffer path = { 0 };
	const char *why;

	buffer_text(&path, "/x/");
	why = path_append(&path, value, strlen(value), slashes);
	ck_assert_msg(!why, "\"%s\" %s", value, why ? why : "");
	ck_assert_str_eq(path.bytes + 3, wanted);
	buffer_free(&path);
}

static void assert_refused(const char *value, size_t length, bool slashes)
{
	struct buffer path = { 0 };
	const char *why = path_append(&path, value, length, slashes);

	ck_assert_msg(why && strlen(why) > 5, "\"%s\" is taken", value);
	buffer_free(&path);
}

START_TEST(unreserved_bytes_stay)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

	assert_path(text, true, text);
	assert_path(text, false, text);
}
END_TEST

START_TEST(every_other_visible_byte_is_percent_encoded)
{
	for (int c = 0x20; c < 0x7f; c++) {
		char value[2] = { (char)c, '\0' }, wanted[4];

		if (isalnum(c) || strchr("-_~/.", c))
			continue;
		snprintf(wanted, sizeof wanted, "%%%02x", (unsigned)c);
		assert_path(value, true, wanted);
		assert_path(value, false, wanted);
	}
}
END_TEST

START_TEST(every_control_byte_is_refused)
{
	for (int c = 0; c < 0x20; c++) {
		char value[3] = { 'a', (char)c, 'b' };

		assert_refused(value, 3, true);
		assert_refused(value, 3, false);
	}
	assert_refused("a\x7f", 2, true);
}
END_TEST

START_TEST(every_byte_above_ascii_alone_is_refused_as_no_utf8)
{
	for (int c = 0x80; c < 0x100; c++) {
		char value[2] = { (char)c, 'b' };

		assert_refused(value, 2, true);
	}
}
END_TEST

START_TEST(utf8_is_encoded_byte_by_byte)
{
	assert_path("\xc3\xa4/\xe2\x82\xac", true, "%c3%a4/%e2%82%ac");
	assert_path("\xf0\x9f\x94\x91", false, "%f0%9f%94%91");
}
END_TEST

START_TEST(percent_question_mark_and_hash_are_data)
{
	assert_path("100%", true, "100%25");
	assert_path("%2e%2e", true, "%252e%252e");
	assert_path("a?b=c", true, "a%3fb%3dc");
	assert_path("a#b", false, "a%23b");
	assert_path("a;b:c@d", true, "a%3bb%3ac%40d");
}
END_TEST

START_TEST(slashes_separate_where_the_parameter_keeps_them)
{
	assert_path("a/b/c", true, "a/b/c");
	assert_path("/a/b/", true, "a/b");
	assert_path("//a///b//", true, "a/b");
	assert_path("/", true, "");
	assert_path("", true, "");
}
END_TEST

START_TEST(slashes_are_data_everywhere_else)
{
	assert_path("a/b", false, "a%2fb");
	assert_path("/", false, "%2f");
	assert_path("/a", false, "%2fa");
	assert_path("a/", false, "a%2f");
	assert_path("a//b", false, "a%2f%2fb");
	assert_path("//", false, "%2f%2f");
	assert_path("", false, "");
}
END_TEST

START_TEST(dot_segments_are_refused)
{
	static const char *const values[] = { ".", "..", "a/./b", "a/../b", "../a", "a/..", "a/.", "/../", "..//a" };

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		assert_refused(values[i], strlen(values[i]), true);
	assert_refused(".", 1, false);
	assert_refused("..", 2, false);
}
END_TEST

START_TEST(dots_within_a_segment_are_data)
{
	assert_path("...", true, "...");
	assert_path(".a/b./..c", true, ".a/b./..c");
}
END_TEST

START_TEST(four_kilobytes_are_not_cut)
{
	char value[4097], wanted[3 * 4096 + 1];
	struct buffer path = { 0 };

	for (size_t i = 0; i < 4096; i++)
		memcpy(wanted + 3 * i, "%20", 4);
	memset(value, ' ', 4096);
	value[4096] = '\0';
	ck_assert_ptr_null(path_append(&path, value, 4096, true));
	ck_assert_str_eq(path.bytes, wanted);
	buffer_free(&path);
}
END_TEST

START_TEST(a_query_is_encoded_and_joined)
{
	struct buffer query = { 0 };

	query_append(&query, "a", "1", 1);
	query_append(&query, "b c", "x&y=z+/?#%", 10);
	query_append(&query, "empty", "", 0);
	query_append(&query, "nul", "a\0b", 3);
	ck_assert_str_eq(query.bytes, "a=1&b%20c=x%26y%3dz%2b%2f%3f%23%25&empty=&nul=a%00b");
	buffer_free(&query);
}
END_TEST

SUITE("path", unreserved_bytes_stay, every_other_visible_byte_is_percent_encoded, every_control_byte_is_refused,
      every_byte_above_ascii_alone_is_refused_as_no_utf8, utf8_is_encoded_byte_by_byte, percent_question_mark_and_hash_are_data,
      slashes_separate_where_the_parameter_keeps_them, slashes_are_data_everywhere_else, dot_segments_are_refused,
      dots_within_a_segment_are_data, four_kilobytes_are_not_cut, a_query_is_encoded_and_joined)
