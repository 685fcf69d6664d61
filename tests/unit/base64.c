/* SPDX-License-Identifier: MIT */
#include "base64.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

static void assert_encodes(const char *bytes, size_t n, const char *wanted)
{
	size_t length = 99;
	char *text = base64_encode(bytes, n, &length);

	ck_assert_str_eq(text, wanted);
	ck_assert_uint_eq(length, strlen(wanted));
	wipe_free(text, length);
}

static void assert_refused(const char *text)
{
	size_t length;
	unsigned char *bytes = base64_decode(text, strlen(text), &length);

	ck_assert_msg(!bytes, "is taken for base64: \"%s\"", text);
}

START_TEST(the_vectors_of_rfc_4648_encode)
{
	assert_encodes("", 0, "");
	assert_encodes(NULL, 0, "");
	assert_encodes("f", 1, "Zg==");
	assert_encodes("fo", 2, "Zm8=");
	assert_encodes("foo", 3, "Zm9v");
	assert_encodes("foob", 4, "Zm9vYg==");
	assert_encodes("fooba", 5, "Zm9vYmE=");
	assert_encodes("foobar", 6, "Zm9vYmFy");
	assert_encodes("\0\xff\xfe", 3, "AP/+");
}
END_TEST

START_TEST(bytes_of_every_length_come_back)
{
	unsigned char bytes[300];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * 7);
	for (size_t n = 0; n <= sizeof bytes; n++) {
		size_t length, decoded;
		char *text = base64_encode(bytes, n, &length);
		unsigned char *back = base64_decode(text, length, &decoded);

		ck_assert_ptr_nonnull(back);
		ck_assert_uint_eq(decoded, n);
		ck_assert(!n || !memcmp(back, bytes, n));
		ck_assert_uint_eq(back[n], 0);
		wipe_free(back, decoded);
		wipe_free(text, length);
	}
}
END_TEST

START_TEST(what_is_not_base64_is_refused)
{
	static const char *const texts[] = {
		"A", "AA", "AAA", "AAAAA", "====", "A===", "=AAA", "AA=A", "AAAA====", "AA==AAAA", "AA A", " AAAA", "AAAA\n", "AAA\n", "A-_A", "AAA.", "\377AAA", "Zg=\n",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(texts[i]);
}
END_TEST

START_TEST(every_byte_that_is_not_of_the_alphabet_is_refused)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (int c = 0; c < 256; c++) {
		char text[5] = { 'A', (char)c, 'A', 'A', '\0' };
		size_t length;
		unsigned char *bytes = base64_decode(text, 4, &length);

		ck_assert_msg(!bytes == !(c && strchr(alphabet, c)), "byte %d", c);
		wipe_free(bytes, bytes ? length : 0);
	}
}
END_TEST

SUITE("base64", the_vectors_of_rfc_4648_encode, bytes_of_every_length_come_back, what_is_not_base64_is_refused,
      every_byte_that_is_not_of_the_alphabet_is_refused)
