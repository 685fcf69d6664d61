/* SPDX-License-Identifier: MIT */
/* Buffers and arenas: growth without realloc, a failure that is remembered. */
#include "memory.h"
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

START_TEST(a_buffer_keeps_every_byte_while_it_grows)
{
	struct buffer buffer = { 0 };
	bool ended = true, kept = true;

	for (size_t i = 0; i < 100000 && ended; i++) {
		char byte = (char)(i % 251);

		ended = buffer_append(&buffer, &byte, 1) && buffer.length < buffer.capacity && !buffer.bytes[buffer.length];
	}
	ck_assert(ended);
	ck_assert_uint_eq(buffer.length, 100000);
	for (size_t i = 0; i < buffer.length; i++)
		kept = kept && buffer.bytes[i] == (char)(i % 251);
	ck_assert(kept);
	buffer_free(&buffer);
	ck_assert_ptr_null(buffer.bytes);
}
END_TEST

START_TEST(appending_nothing_makes_an_empty_text)
{
	struct buffer buffer = { 0 };

	ck_assert(buffer_append(&buffer, NULL, 0));
	ck_assert_str_eq(buffer.bytes, "");
	buffer_free(&buffer);
}
END_TEST

START_TEST(a_reserved_buffer_does_not_move)
{
	struct buffer buffer = { 0 };
	const char *before;
	bool appended = true;

	ck_assert(buffer_reserve(&buffer, 10000));
	before = buffer.bytes;
	for (size_t i = 0; i < 10000; i++)
		appended = appended && buffer_append(&buffer, "x", 1);
	ck_assert(appended);
	ck_assert_ptr_eq(buffer.bytes, before);
	buffer_free(&buffer);
}
END_TEST

START_TEST(a_size_beyond_all_memory_fails_and_is_remembered)
{
	struct buffer buffer = { 0 };

	ck_assert(buffer_text(&buffer, "before"));
	ck_assert(!buffer_reserve(&buffer, SIZE_MAX));
	ck_assert(!buffer_reserve(&buffer, SIZE_MAX / 2));
	ck_assert(buffer.failed);
	ck_assert(!buffer_text(&buffer, "after"));
	ck_assert(!buffer_format(&buffer, "%d", 1));
	ck_assert_str_eq(buffer.bytes, "before");
	ck_assert_ptr_null(buffer_take(&buffer));
	ck_assert(!buffer.failed);
	ck_assert_ptr_null(buffer.bytes);
}
END_TEST

START_TEST(a_format_of_any_length_is_whole)
{
	struct buffer buffer = { 0 };
	char *text;

	ck_assert(buffer_format(&buffer, "%s", ""));
	ck_assert_str_eq(buffer.bytes, "");
	ck_assert(buffer_format(&buffer, "%*d", 5000, 7));
	ck_assert(buffer_format(&buffer, "|%s|", "end"));
	ck_assert_uint_eq(buffer.length, 5005);
	text = buffer_take(&buffer);
	ck_assert_uint_eq(strlen(text), 5005);
	ck_assert_str_eq(text + 4999, "7|end|");
	text_free(text);
}
END_TEST

START_TEST(taking_leaves_an_empty_buffer)
{
	struct buffer buffer = { 0 };
	char *text = buffer_take(&buffer);

	ck_assert_str_eq(text, "");
	text_free(text);
	ck_assert(buffer_text(&buffer, "again"));
	text = buffer_take(&buffer);
	ck_assert_str_eq(text, "again");
	text_free(text);
	ck_assert_uint_eq(buffer.length + buffer.capacity, 0);
}
END_TEST

START_TEST(a_copied_text_ends_with_nul)
{
	char *text = text_copy("abc\0def", 7);

	ck_assert_mem_eq(text, "abc\0def", 8);
	wipe_free(text, 7);
	text = text_copy(NULL, 0);
	ck_assert_str_eq(text, "");
	text_free(text);
	ck_assert_ptr_null(text_copy("x", SIZE_MAX));
	text_free(NULL);
	wipe_free(NULL, 10);
	wipe(NULL, 10);
}
END_TEST

START_TEST(wiping_leaves_zeros_of_exactly_that_size)
{
	char bytes[] = "secret!";

	wipe(bytes, 6);
	ck_assert_mem_eq(bytes, "\0\0\0\0\0\0!", 8);
}
END_TEST

START_TEST(an_arenas_memory_is_zeroed_aligned_and_apart)
{
	struct arena arena = { NULL };
	unsigned char *pieces[500];

	for (size_t i = 0; i < 500; i++) {
		size_t size = i * 13 % 97 + 1;

		pieces[i] = arena_alloc(&arena, size);
		ck_assert_ptr_nonnull(pieces[i]);
		ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < size; j++)
			ck_assert_uint_eq(pieces[i][j], 0);
		memset(pieces[i], (int)(i % 255) + 1, size);
	}
	for (size_t i = 0; i < 500; i++)
		ck_assert_uint_eq(pieces[i][i * 13 % 97], i % 255 + 1);
	arena_free(&arena);
	ck_assert_ptr_null(arena.blocks);
	arena_free(&arena);
}
END_TEST

START_TEST(an_arena_gives_a_large_piece_and_goes_on)
{
	struct arena arena = { NULL };
	char *small = arena_copy(&arena, "small", 5), *large = arena_alloc(&arena, 1u << 20), *after = arena_copy(&arena, "after", 5);

	ck_assert_ptr_nonnull(large);
	memset(large, 'x', 1u << 20);
	ck_assert_str_eq(small, "small");
	ck_assert_str_eq(after, "after");
	arena_free(&arena);
}
END_TEST

START_TEST(an_arena_refuses_what_no_memory_holds)
{
	struct arena arena = { NULL };

	ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX / 2 + 1));
	ck_assert_ptr_null(arena_copy(&arena, "", SIZE_MAX));
	arena_free(&arena);
}
END_TEST

START_TEST(an_arenas_copies_are_ended_by_nul_and_its_formats_whole)
{
	struct arena arena = { NULL };

	ck_assert_mem_eq(arena_copy(&arena, "a\0b", 3), "a\0b", 4);
	ck_assert_str_eq(arena_copy(&arena, NULL, 0), "");
	ck_assert_uint_eq(strlen(arena_format(&arena, "%*s", 9000, "x")), 9000);
	arena_free(&arena);
}
END_TEST

static char *formatted(const char *format, ...) HVAC_FORMAT(1, 2);

static char *formatted(const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = text_format(format, list);
	va_end(list);
	return text;
}

START_TEST(a_formatted_text_of_any_length_is_whole)
{
	for (int length = 1; length < 300; length++) {
		char *text = formatted("%*s%s", length - 1, "", "x");

		ck_assert_uint_eq(strlen(text), (size_t)length);
		ck_assert_int_eq(text[length - 1], 'x');
		text_free(text);
	}
}
END_TEST

SUITE("memory", a_buffer_keeps_every_byte_while_it_grows, appending_nothing_makes_an_empty_text, a_reserved_buffer_does_not_move,
      a_size_beyond_all_memory_fails_and_is_remembered, a_format_of_any_length_is_whole, a_formatted_text_of_any_length_is_whole, taking_leaves_an_empty_buffer,
      a_copied_text_ends_with_nul, wiping_leaves_zeros_of_exactly_that_size, an_arenas_memory_is_zeroed_aligned_and_apart,
      an_arena_gives_a_large_piece_and_goes_on, an_arena_refuses_what_no_memory_holds,
      an_arenas_copies_are_ended_by_nul_and_its_formats_whole)
