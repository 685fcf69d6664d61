/* SPDX-License-Identifier: MIT */
/* What can be read of an answer, whatever it looks like. */
#include "response.h"
#include "memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "suite.h"

static hvac_response *response_of(const char *headers, const char *body, const char *answer)
{
	hvac_response *response = response_new();
	hvac_outcome outcome = outcome_answer(200, headers, body);

	response_take(response, &outcome);
	ck_assert(!outcome.headers && !outcome.body);
	ck_assert_int_eq(response_parse(response, NULL, 64), HVAC_OK);
	response->answer = hvac_value_at(hvac_response_json(response), answer);
	return response;
}

START_TEST(every_accessor_takes_null)
{
	int64_t number = 5;
	bool truth = true;
	size_t length = 9;

	hvac_response_free(NULL);
	ck_assert_int_eq(hvac_response_status(NULL), HVAC_NO_MEMORY);
	ck_assert_int_eq(hvac_response_http_status(NULL), 0);
	ck_assert_ptr_null(hvac_response_answer(NULL));
	ck_assert_ptr_null(hvac_response_string(NULL, "a"));
	ck_assert(!hvac_response_integer(NULL, "a", &number));
	ck_assert(!hvac_response_boolean(NULL, "a", &truth));
	ck_assert_ptr_null(hvac_response_value(NULL, "a"));
	ck_assert_ptr_null(hvac_response_bytes(NULL, "a", &length));
	ck_assert_ptr_null(hvac_response_json(NULL));
	ck_assert_ptr_null(hvac_response_body(NULL, &length));
	ck_assert_uint_eq(length, 0);
	ck_assert_ptr_null(hvac_response_body(NULL, NULL));
	ck_assert_ptr_null(hvac_response_data(NULL));
	ck_assert_ptr_null(hvac_response_auth(NULL));
	ck_assert_ptr_null(hvac_response_wrap_info(NULL));
	ck_assert_ptr_null(hvac_response_warnings(NULL));
	ck_assert_ptr_null(hvac_response_request_id(NULL));
	ck_assert_ptr_null(hvac_response_lease_id(NULL));
	ck_assert_int_eq(hvac_response_lease_duration(NULL), 0);
	ck_assert(!hvac_response_renewable(NULL));
	ck_assert_ptr_null(hvac_response_header(NULL, "a"));
	ck_assert_ptr_null(hvac_response_headers(NULL));
	ck_assert_str_ne(hvac_response_message(NULL), "");
	ck_assert_ptr_null(hvac_response_errors(NULL));
	ck_assert_ptr_null(hvac_response_method(NULL));
	ck_assert_ptr_null(hvac_response_url(NULL));
	ck_assert_ptr_null(hvac_response_namespace(NULL));
	ck_assert(!hvac_response_retryable(NULL));
	ck_assert(!hvac_response_may_have_been_carried_out(NULL));
	ck_assert_int_eq(number, 5);
}
END_TEST

START_TEST(the_envelope_is_read)
{
	hvac_response *response = response_of(NULL,
		"{\"request_id\":\"r\",\"lease_id\":\"l/1\",\"renewable\":true,\"lease_duration\":3600,\"data\":{\"a\":1},\"wrap_info\":{\"token\":\"w\"},"
		"\"warnings\":[\"careful\"],\"auth\":null,\"errors\":[\"e\"]}", "/data");
	int64_t number = 0;

	ck_assert_str_eq(hvac_response_request_id(response), "r");
	ck_assert_str_eq(hvac_response_lease_id(response), "l/1");
	ck_assert(hvac_response_renewable(response));
	ck_assert_int_eq(hvac_response_lease_duration(response), 3600);
	ck_assert(hvac_response_integer(response, "a", &number) && number == 1);
	ck_assert(hvac_response_integer(response, "/a", &number));
	ck_assert_uint_eq(hvac_value_count(hvac_response_warnings(response)), 1);
	ck_assert_uint_eq(hvac_value_count(hvac_response_errors(response)), 1);
	ck_assert_ptr_nonnull(hvac_response_wrap_info(response));
	ck_assert_ptr_null(hvac_response_auth(response));
	ck_assert_str_eq(hvac_response_message(response), "");
	hvac_response_free(response);
}
END_TEST

START_TEST(a_logins_lease_is_that_of_its_auth)
{
	hvac_response *response = response_of(NULL, "{\"lease_duration\":0,\"renewable\":false,\"auth\":{\"lease_duration\":60,\"renewable\":true}}", "/auth");

	ck_assert_int_eq(hvac_response_lease_duration(response), 60);
	ck_assert(hvac_response_renewable(response));
	hvac_response_free(response);
}
END_TEST

START_TEST(an_odd_envelope_is_read_as_absent)
{
	static const char *const bodies[] = {
		"{}", "{\"request_id\":1,\"lease_id\":[],\"renewable\":\"yes\",\"lease_duration\":\"1h\",\"wrap_info\":\"w\",\"warnings\":\"w\",\"auth\":[],\"errors\":\"e\"}",
		"{\"request_id\":null,\"lease_id\":\"\",\"renewable\":null,\"lease_duration\":null,\"wrap_info\":null,\"warnings\":null,\"auth\":null,\"errors\":null}",
		"{\"lease_duration\":1.5,\"auth\":{}}", "{\"lease_duration\":18446744073709551615}",
	};

	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		hvac_response *response = response_of(NULL, bodies[i], "/data");

		ck_assert_ptr_null(hvac_response_request_id(response));
		ck_assert_ptr_null(hvac_response_lease_id(response));
		ck_assert(!hvac_response_renewable(response));
		ck_assert_int_eq(hvac_response_lease_duration(response), 0);
		ck_assert_ptr_null(hvac_response_wrap_info(response));
		ck_assert_ptr_null(hvac_response_warnings(response));
		ck_assert_ptr_null(hvac_response_errors(response));
		ck_assert_ptr_null(hvac_response_data(response));
		ck_assert_ptr_null(hvac_response_answer(response));
		ck_assert_ptr_null(hvac_response_string(response, "x"));
		hvac_response_free(response);
	}
}
END_TEST

START_TEST(null_data_is_null_and_not_absent)
{
	hvac_response *response = response_of(NULL, "{\"data\":null}", "/data");

	ck_assert_int_eq(hvac_value_kind(hvac_response_answer(response)), HVAC_KIND_NULL);
	ck_assert_ptr_null(hvac_response_string(response, "password"));
	hvac_response_free(response);
}
END_TEST

START_TEST(the_answer_is_at_the_operations_place)
{
	static const char body[] = "{\"data\":{\"data\":{\"user\":\"u\"}},\"initialized\":true}";
	hvac_response *response = response_of(NULL, body, "/data/data");

	ck_assert_str_eq(hvac_response_string(response, "user"), "u");
	hvac_response_free(response);
	response = response_of(NULL, body, "");
	ck_assert_ptr_eq(hvac_response_answer(response), hvac_response_json(response));
	hvac_response_free(response);
	response = response_of(NULL, body, "/initialized");
	ck_assert_int_eq(hvac_value_kind(hvac_response_answer(response)), HVAC_KIND_BOOLEAN);
	hvac_response_free(response);
}
END_TEST

START_TEST(a_body_is_kept_byte_for_byte)
{
	hvac_response *response = response_of(NULL, " {\"a\" : 1.0} \n", "");
	size_t length;

	ck_assert_str_eq(hvac_response_body(response, &length), " {\"a\" : 1.0} \n");
	ck_assert_uint_eq(length, 14);
	hvac_response_free(response);
	response = response_of(NULL, "", "");
	ck_assert_ptr_null(hvac_response_json(response));
	ck_assert_ptr_null(hvac_response_body(response, &length));
	hvac_response_free(response);
}
END_TEST

START_TEST(a_header_is_found_in_any_case)
{
	hvac_response *response = response_of("Content-Type: application/json\r\nX-One:1\r\nX-Empty:\r\nX-Blank:  \t two  words\r\nX-One: 2\r\n", "{}", "");

	ck_assert_str_eq(hvac_response_header(response, "content-type"), "application/json");
	ck_assert_str_eq(hvac_response_header(response, "X-ONE"), "1");
	ck_assert_str_eq(hvac_response_header(response, "x-empty"), "");
	ck_assert_str_eq(hvac_response_header(response, "x-blank"), "two  words");
	ck_assert_ptr_null(hvac_response_header(response, "Content"));
	ck_assert_ptr_null(hvac_response_header(response, "Content-Type-Not"));
	ck_assert_ptr_null(hvac_response_header(response, ""));
	ck_assert_ptr_null(hvac_response_header(response, NULL));
	hvac_response_free(response);
}
END_TEST

START_TEST(blanks_around_a_value_are_not_of_it)
{
	hvac_response *response = response_of("X-One: 1 \r\nX-Two:2 two\t \t\r\nX-Blank: \t \r\n \r\nX-Bare:3 \nX-Last: 4\r\n", "{}", "");
	char *text = hvac_value_to_text(hvac_response_headers(response), NULL);

	ck_assert_str_eq(hvac_response_header(response, "x-one"), "1");
	ck_assert_str_eq(hvac_response_header(response, "x-blank"), "");
	ck_assert_str_eq(text, "{\"X-One\":\"1\",\"X-Two\":\"2 two\",\"X-Blank\":\"\",\"X-Bare\":\"3\",\"X-Last\":\"4\"}");
	hvac_text_free(text);
	hvac_response_free(response);
}
END_TEST

START_TEST(headers_of_one_name_are_joined)
{
	hvac_response *response = response_of("B: 1\r\nA: x\r\nB: 2\r\nno colon here\r\nB: 3\r\n", "{}", "");
	const hvac_value *headers = hvac_response_headers(response);

	ck_assert_uint_eq(hvac_value_count(headers), 2);
	ck_assert_str_eq(hvac_value_string(hvac_value_member(headers, "B"), NULL), "1, 2, 3");
	ck_assert_str_eq(hvac_value_string(hvac_value_member(headers, "A"), NULL), "x");
	ck_assert_ptr_eq(hvac_response_headers(response), headers);
	hvac_response_free(response);
}
END_TEST

START_TEST(headers_are_in_order)
{
	hvac_response *response = response_of("B: 1\r\nA: x\r\nB: 2\r\n", "{}", "");
	char *text = hvac_value_to_text(hvac_response_headers(response), NULL);

	ck_assert_str_eq(text, "{\"B\":\"1, 2\",\"A\":\"x\"}");
	hvac_text_free(text);
	hvac_response_free(response);
}
END_TEST

START_TEST(headers_of_one_name_in_two_cases_are_of_one_name)
{
	hvac_response *response = response_of("Vary: a\r\nvary: b\r\n", "{}", "");

	ck_assert_uint_eq(hvac_value_count(hvac_response_headers(response)), 1);
	hvac_response_free(response);
}
END_TEST

START_TEST(without_an_answer_there_are_no_headers)
{
	hvac_response *response = response_new();

	ck_assert_ptr_null(hvac_response_headers(response));
	hvac_response_free(response);
	response = response_of("", "{}", "");
	ck_assert_uint_eq(hvac_value_count(hvac_response_headers(response)), 0);
	hvac_response_free(response);
}
END_TEST

START_TEST(bytes_are_decoded_once)
{
	hvac_response *response = response_of(NULL, "{\"data\":{\"a\":\"AP/+\",\"b\":\"\",\"c\":\"not base64\",\"d\":1,\"e\":\"QUJD\"}}", "/data");
	size_t length = 0;
	const unsigned char *bytes = hvac_response_bytes(response, "a", &length), *empty;

	ck_assert_uint_eq(length, 3);
	ck_assert_mem_eq(bytes, "\0\xff\xfe", 3);
	ck_assert_ptr_eq(hvac_response_bytes(response, "/a", NULL), bytes);
	empty = hvac_response_bytes(response, "b", &length);
	ck_assert_ptr_nonnull(empty);
	ck_assert_uint_eq(length, 0);
	ck_assert_ptr_eq(hvac_response_bytes(response, "b", &length), empty);
	ck_assert_mem_eq(hvac_response_bytes(response, "e", &length), "ABC", 3);
	ck_assert_ptr_eq(hvac_response_bytes(response, "a", &length), bytes);
	ck_assert_ptr_null(hvac_response_bytes(response, "c", &length));
	ck_assert_uint_eq(length, 0);
	ck_assert_ptr_null(hvac_response_bytes(response, "d", &length));
	ck_assert_ptr_null(hvac_response_bytes(response, "none", &length));
	hvac_response_free(response);
}
END_TEST

struct read_by_threads {
	hvac_response *response;
	const void *bytes, *headers;
};

static void *read_everything(void *context)
{
	struct read_by_threads *read = context;
	size_t length;

	read->bytes = hvac_response_bytes(read->response, "a", &length);
	hvac_response_bytes(read->response, "b", &length);
	read->headers = hvac_response_headers(read->response);
	return NULL;
}

START_TEST(many_threads_read_one_response)
{
	for (int round = 0; round < 50; round++) {
		hvac_response *response = response_of("A: b\r\nA: c\r\n", "{\"data\":{\"a\":\"AP/+\",\"b\":\"QUJD\"}}", "/data");
		struct read_by_threads reads[4];
		pthread_t threads[4];

		for (size_t i = 0; i < 4; i++) {
			reads[i] = (struct read_by_threads){ .response = response };
			ck_assert_int_eq(pthread_create(&threads[i], NULL, read_everything, &reads[i]), 0);
		}
		for (size_t i = 0; i < 4; i++)
			pthread_join(threads[i], NULL);
		for (size_t i = 0; i < 4; i++) {
			ck_assert_ptr_nonnull(reads[i].bytes);
			ck_assert_ptr_eq(reads[i].bytes, reads[0].bytes);
			ck_assert_ptr_eq(reads[i].headers, reads[0].headers);
		}
		hvac_response_free(response);
	}
}
END_TEST

/* Secrets are separated by blanks. */
static void assert_blotted(const char *body, const char *secrets, const char *wanted)
{
	hvac_response *response = response_new();
	hvac_outcome outcome = outcome_answer(400, NULL, body);
	struct arena arena = { 0 };
	struct blots blots = { .arena = &arena };
	size_t length;

	response_take(response, &outcome);
	response_parse(response, NULL, 64);
	for (size_t n; *secrets; secrets += n + (secrets[n] == ' ')) {
		n = strcspn(secrets, " ");
		blots_add(&blots, secrets, n);
	}
	ck_assert(blots_prepare(&blots) && response_blot(response, &blots));
	ck_assert_str_eq(hvac_response_body(response, &length), wanted);
	ck_assert_uint_eq(length, strlen(wanted));
	hvac_response_free(response);
	arena_free(&arena);
}

START_TEST(a_secret_is_blotted_out_wherever_it_stands)
{
	assert_blotted("secret", "secret", "******");
	assert_blotted("secretsecret and secret", "secret", "************ and ******");
	assert_blotted("nothing here", "secret", "nothing here");
	assert_blotted("secre", "secret", "secre");
}
END_TEST

START_TEST(secrets_that_overlap_or_begin_alike_are_all_blotted_out)
{
	assert_blotted("secrets", "cret secr rets", "*******");
	assert_blotted("a secretive secret", "secret secretive", "a ********* ******");
	assert_blotted("secretly  and", "secret secretive", "******ly  and");
	assert_blotted("one two3 two", "two1 two2 two tw", "one two3 two");
	assert_blotted("abcde abcdz", "abcd abcde abcdf", "***** ****z");
	assert_blotted("{\"errors\":[\"one two1 and two2\",{\"x\":\"two1\"}]}", "two1 two2 two3", "{\"errors\":[\"one **** and ****\",{\"x\":\"****\"}]}");
}
END_TEST

/* Texts of one byte over and over; `stars` of them are to be overwritten. */
static void demand_stars(size_t secret_length, size_t text_length, size_t stars)
{
	char *secret = malloc(secret_length), *text = malloc(text_length);
	struct arena arena = { 0 };
	struct blots blots = { .arena = &arena };
	size_t n = 0;

	ck_assert(secret && text);
	memset(secret, 'A', secret_length);
	memset(text, 'A', text_length);
	blots_add(&blots, secret, secret_length);
	ck_assert(blots_prepare(&blots));
	ck_assert(blots.count <= 1);
	blots_overwrite(&blots, text, text_length, BLOT_MIN);
	while (n < text_length && text[n] == '*')
		n++;
	ck_assert_uint_eq(n, stars);
	free(secret);
	free(text);
	arena_free(&arena);
}

/* Of a secret of one byte over and over each place of its echo begins like it: a comparison of all of it everywhere would not end in
 * the time that a test has. */
START_TEST(a_secret_that_repeats_itself_is_found_in_time)
{
	demand_stars(1 << 17, 1 << 17, 1 << 17);
	demand_stars(1 << 17, (1 << 17) - 1, (1 << 17) - 1);
	demand_stars(1 << 15, 1 << 17, 1 << 17);
	demand_stars(BLOT_MAX, BLOT_MAX - 1, 0);
	demand_stars(BLOT_MAX - 1, BLOT_MAX - 1, BLOT_MAX - 1);
	demand_stars(BLOT_MAX + 1, BLOT_MAX, BLOT_MAX);
}
END_TEST

/* Echoed whole, and as far as a server repeats it. */
static void demand_pieces(const char *secret, size_t length, bool expected)
{
	char text[256];
	struct arena arena = { 0 };
	struct blots blots = { .arena = &arena };

	memset(text, ' ', sizeof text);
	memcpy(text + 10, secret, length);
	if (expected) {
		ck_assert(blots_expect(&blots, sizeof text));
		ck_assert(!blots_overwrite(&blots, text, sizeof text, BLOT_MIN));
	}
	blots_add(&blots, secret, length);
	ck_assert(blots_prepare(&blots));
	ck_assert(blots_overwrite(&blots, text, sizeof text, BLOT_MIN));
	for (size_t i = 0; i < sizeof text; i++)
		ck_assert_int_eq(text[i], i >= 10 && i < 10 + length ? '*' : ' ');
	memcpy(text, secret, length);
	ck_assert(blots_overwrite(&blots, text, length - 1, BLOT_MIN) == (length > BLOT_MAX));
	if (length > BLOT_MAX)
		ck_assert_int_eq(text[BLOT_MAX - 1], '*');
	arena_free(&arena);
}

START_TEST(a_long_secret_is_found_whole_and_in_pieces)
{
	char secret[200];

	for (size_t i = 0; i < sizeof secret; i++)
		secret[i] = (char)('!' + i * 7 % 90);
	for (size_t length = BLOT_MIN; length <= sizeof secret; length++) {
		demand_pieces(secret, length, false);
		demand_pieces(secret, length, true);
	}
}
END_TEST

/* A request of 64 MiB has a million pieces: to sort them all for a short error would take longer than the request. */
START_TEST(of_a_long_secret_what_is_not_in_the_answer_is_not_kept)
{
	char text[] = "413: too large", *secret = malloc(1 << 20);
	struct arena arena = { 0 };
	struct blots blots = { .arena = &arena };

	ck_assert_ptr_nonnull(secret);
	for (uint32_t i = 0, n = 1; i < 1 << 20; i++, n = n * 1664525 + 1013904223)
		secret[i] = (char)('!' + (n >> 24) % 90);
	ck_assert(blots_expect(&blots, sizeof text));
	blots_overwrite(&blots, text, strlen(text), BLOT_MIN);
	blots_add(&blots, secret, 1 << 20);
	ck_assert_uint_lt(blots.count, (1 << 20) / BLOT_MAX / 100);
	blots_add(&blots, "large amounts", 13);
	blots_add(&blots, "large", 5);
	ck_assert(blots_prepare(&blots));
	ck_assert(blots_overwrite(&blots, text, strlen(text), BLOT_MIN));
	ck_assert_str_eq(text, "413: too *****");
	free(secret);
	arena_free(&arena);
}
END_TEST

START_TEST(what_the_server_made_is_spared_what_is_there_by_chance)
{
	assert_blotted("{\"data\":{\"c\":\"vault:v1:aaaapassbbbb\"},\"errors\":[\"no pass\"]}", "pass", "{\"data\":{\"c\":\"vault:v1:aaaapassbbbb\"},\"errors\":[\"no ****\"]}");
	assert_blotted("{\"data\":{\"c\":\"my password\"}}", "password", "{\"data\":{\"c\":\"my ********\"}}");
}
END_TEST

START_TEST(what_has_no_secret_stays_as_it_came)
{
	assert_blotted("{ \"errors\": [\"\\u0061nd so on\"] }", "secret", "{ \"errors\": [\"\\u0061nd so on\"] }");
}
END_TEST

START_TEST(what_occurs_by_chance_is_not_blotted_out)
{
	struct arena arena = { 0 };
	struct blots blots = { .arena = &arena };

	blots_add(&blots, " \n \t \r", 6);
	ck_assert_uint_eq(blots.count, 0);
	arena_free(&arena);
	assert_blotted("{\"errors\":[\"abc\"]}", "abc", "{\"errors\":[\"abc\"]}");
	assert_blotted("{}", "", "{}");
}
END_TEST

START_TEST(parsing_tells_what_is_wrong)
{
	static const struct { const char *body; int depth; hvac_status status; } cases[] = {
		{ "", 64, HVAC_OK }, { "{}", 64, HVAC_OK }, { "[]", 64, HVAC_MALFORMED_ANSWER }, { "1", 64, HVAC_MALFORMED_ANSWER }, { "null", 64, HVAC_MALFORMED_ANSWER },
		{ "<html>", 64, HVAC_MALFORMED_ANSWER }, { "{\"a\":{\"b\":{\"c\":{}}}}", 2, HVAC_TOO_LARGE },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		hvac_response *response = response_new();
		hvac_outcome outcome = outcome_answer(200, NULL, cases[i].body);

		response_take(response, &outcome);
		ck_assert_msg(response_parse(response, NULL, cases[i].depth) == cases[i].status, "%s", cases[i].body);
		ck_assert(!hvac_response_json(response) == (cases[i].status != HVAC_OK || !*cases[i].body));
		hvac_response_free(response);
	}
}
END_TEST

SUITE("response", every_accessor_takes_null, the_envelope_is_read, a_logins_lease_is_that_of_its_auth, an_odd_envelope_is_read_as_absent,
      null_data_is_null_and_not_absent, the_answer_is_at_the_operations_place, a_body_is_kept_byte_for_byte, a_header_is_found_in_any_case, blanks_around_a_value_are_not_of_it,
      headers_of_one_name_are_joined, headers_are_in_order, headers_of_one_name_in_two_cases_are_of_one_name,
      without_an_answer_there_are_no_headers, bytes_are_decoded_once, many_threads_read_one_response,
      a_secret_is_blotted_out_wherever_it_stands, secrets_that_overlap_or_begin_alike_are_all_blotted_out,
      a_secret_that_repeats_itself_is_found_in_time, a_long_secret_is_found_whole_and_in_pieces,
      of_a_long_secret_what_is_not_in_the_answer_is_not_kept,
      what_the_server_made_is_spared_what_is_there_by_chance,
      what_has_no_secret_stays_as_it_came, what_occurs_by_chance_is_not_blotted_out, parsing_tells_what_is_wrong)
