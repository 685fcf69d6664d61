/* SPDX-License-Identifier: MIT */
/*
 * secrets/totp against the real server: every operation, each effect seen a second way. Codes are held against a generator
 * of the test's own (RFC 6238), which itself is held against the RFC's vectors.
 */
#include "calls.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define ENGINE "secrets/totp"

/* The RFC's keys in base32: "12345678901234567890", and so on to the hash's own length. */
#define KEY_20 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
#define KEY_32 KEY_20 "GEZDGNBVGY3TQOJQGEZA===="
#define KEY_64 KEY_20 KEY_20 KEY_20 "GEZDGNA="

/* The engine at totp/, once for all tests of the program. */
static void enable(void)
{
	int status;

	ask(server, server->token, "POST", "sys/mounts/totp", "{\"type\":\"totp\"}", &status);
	ck_assert_int_eq(status, 204);
}

/* The bytes of a text in base32 (RFC 4648). */
static const unsigned char *decode(const char *text, size_t *length)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned char *bytes = keep(malloc(strlen(text) + 1), free);
	unsigned bits = 0, pending = 0;

	ck_assert_ptr_nonnull(bytes);
	for (*length = 0; *text && *text != '='; text++) {
		const char *place = strchr(alphabet, *text);

		ck_assert_ptr_nonnull(place);
		pending = pending << 5 | (unsigned)(place - alphabet);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[(*length)++] = (unsigned char)(pending >> bits);
		}
	}
	return bytes;
}

struct generator {
	const char *key, *algorithm;
	int digits;
	int64_t period;
};

/* The code of a time: RFC 6238, section 4. */
static const char *code_at(struct generator generator, int64_t when)
{
	unsigned char counter[8], hash[EVP_MAX_MD_SIZE];
	uint64_t step = (uint64_t)(when / generator.period);
	unsigned length = 0, value, modulus = 1;
	size_t size, offset;
	const unsigned char *key = decode(generator.key, &size);

	for (int i = 7; i >= 0; i--, step >>= 8)
		counter[i] = (unsigned char)step;
	ck_assert_ptr_nonnull(HMAC(EVP_get_digestbyname(generator.algorithm), key, (int)size, counter, sizeof counter, hash, &length));
	offset = hash[length - 1] & 15u;
	value = (hash[offset] & 127u) << 24 | (unsigned)hash[offset + 1] << 16 | (unsigned)hash[offset + 2] << 8 | hash[offset + 3];
	for (int i = 0; i < generator.digits; i++)
		modulus *= 10;
	return format("%0*u", generator.digits, value % modulus);
}

/* The generator of an otpauth:// URL that names all of it. */
static struct generator generator_in(const char *url)
{
	static const char *const names[] = { "secret=", "algorithm=", "digits=", "period=" };
	const char *found[4];

	for (size_t i = 0; i < 4; i++) {
		const char *place = strstr(url, names[i]);

		ck_assert_msg(place, "no %s in %s", names[i], url);
		place += strlen(names[i]);
		found[i] = format("%.*s", (int)strcspn(place, "&"), place);
	}
	return (struct generator){ found[0], found[1], atoi(found[2]), atoi(found[3]) };
}

static const hvac_value *key_seen(const char *name)
{
	return hvac_value_at(look(format("totp/keys/%s", name)), "/data");
}

/* A key of the RFC, which makes 8 digits. */
static struct generator take_over(const char *name, const char *settings)
{
	set_up("POST", format("totp/keys/%s", name), format("{\"key\":\"" KEY_20 "\",\"digits\":8%s}", settings));
	return (struct generator){ KEY_20, "SHA1", 8, number_at(key_seen(name), "/period") };
}

static bool is_valid(const char *name, const char *code)
{
	hvac_response *response = CALL("validate_code", hvac_string("name", name), hvac_string("code", code));
	bool valid;

	ck_assert(hvac_response_boolean(response, "valid", &valid));
	return valid;
}

/* The server's code is the one of the time at which it says to have made it. */
static void generates(const char *name, struct generator generator)
{
	hvac_response *response = CALL("generate_code", hvac_string("name", name));

	ck_assert_str_eq(hvac_response_string(response, "code"), code_at(generator, number_at(hvac_response_answer(response), "/generated")));
}

/* RFC 6238, appendix B */
START_TEST(the_tests_own_generator_agrees_with_the_rfc)
{
	ck_assert_str_eq(code_at((struct generator){ KEY_20, "SHA1", 8, 30 }, 59), "94287082");
	ck_assert_str_eq(code_at((struct generator){ KEY_32, "SHA256", 8, 30 }, 1111111109), "68084774");
	ck_assert_str_eq(code_at((struct generator){ KEY_64, "SHA512", 8, 30 }, 20000000000), "47863826");
}
END_TEST

static const struct generator given[] = { { KEY_20, "SHA1", 6, 30 }, { KEY_32, "SHA256", 8, 60 }, { KEY_64, "SHA512", 8, 45 } };

START_TEST(a_given_key_generates_the_codes_of_its_service)
{
	const char *name = format("given-%d", _i);
	hvac_response *response;

	response = CALL("create_key", hvac_string("name", name), hvac_string("key", given[_i].key), hvac_string("algorithm", given[_i].algorithm),
	                hvac_integer("digits", given[_i].digits), hvac_string("period", format("%ds", (int)given[_i].period)));
	ck_assert_ptr_null(hvac_response_answer(response));
	ck_assert_str_eq(text_at(key_seen(name), "/algorithm"), given[_i].algorithm);
	ck_assert_int_eq(number_at(key_seen(name), "/digits"), given[_i].digits);
	ck_assert_int_eq(number_at(key_seen(name), "/period"), given[_i].period);
	generates(name, given[_i]);
}
END_TEST

START_TEST(a_given_url_brings_key_and_settings)
{
	CALL("create_key", hvac_string("name", "url"),
	     hvac_string("url", "otpauth://totp/Example:ann?secret=" KEY_20 "&issuer=Example&algorithm=SHA256&digits=8&period=45"));
	ck_assert_str_eq(text_at(key_seen("url"), "/account_name"), "ann");
	ck_assert_str_eq(text_at(key_seen("url"), "/issuer"), "Example");
	generates("url", (struct generator){ KEY_20, "SHA256", 8, 45 });
}
END_TEST

START_TEST(a_generated_key_is_shown_once_as_url_and_as_barcode)
{
	hvac_response *response = CALL("create_key", hvac_string("name", "shown"), hvac_boolean("generate", true), hvac_string("issuer", "Example"),
	                               hvac_string("account_name", "ann"), hvac_integer("key_size", 32), hvac_integer("qr_size", 300));
	struct generator generator = generator_in(hvac_response_string(response, "url"));
	const unsigned char *png;
	size_t length;

	decode(generator.key, &length);
	ck_assert_uint_eq(length, 32);
	generates("shown", generator);
	/* a PNG begins with its width and height */
	png = hvac_response_bytes(response, "barcode", &length);
	ck_assert_ptr_nonnull(png);
	ck_assert_uint_gt(length, 24);
	ck_assert_mem_eq(png, "\x89PNG\r\n\x1a\n", 8);
	ck_assert_mem_eq(png + 16, "\0\0\x01\x2c\0\0\x01\x2c", 8);
	ck_assert_ptr_null(hvac_value_member(key_seen("shown"), "url"));
}
END_TEST

START_TEST(a_generated_key_need_not_be_drawn_nor_shown)
{
	hvac_response *response = CALL("create_key", hvac_string("name", "drawn"), hvac_boolean("generate", true), hvac_string("issuer", "Example"),
	                               hvac_string("account_name", "ann"), hvac_integer("qr_size", 0));

	ck_assert_ptr_nonnull(hvac_response_string(response, "url"));
	ck_assert_ptr_null(hvac_response_string(response, "barcode"));
	response = CALL("create_key", hvac_string("name", "hidden"), hvac_boolean("generate", true), hvac_string("issuer", "Example"),
	                hvac_string("account_name", "ann"), hvac_boolean("exported", false));
	ck_assert_ptr_null(hvac_response_answer(response));
	ck_assert_uint_eq(strlen(text_at(look("totp/code/hidden"), "/data/code")), 6);
}
END_TEST

START_TEST(a_key_that_is_there_is_replaced)
{
	take_over("replaced", ",\"issuer\":\"Old\"");
	CALL("create_key", hvac_string("name", "replaced"), hvac_string("key", KEY_20), hvac_string("account_name", "ann"));
	ck_assert_str_eq(text_at(key_seen("replaced"), "/issuer"), "");
	generates("replaced", (struct generator){ KEY_20, "SHA1", 6, 30 });
}
END_TEST

START_TEST(a_key_is_read_without_its_secret)
{
	hvac_response *response;

	take_over("reader", "");
	response = CALL("read_key", hvac_string("name", "reader"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), key_seen("reader")));
	ck_assert_ptr_null(strstr(hvac_response_body(response, NULL), KEY_20));
}
END_TEST

START_TEST(keys_are_listed)
{
	hvac_response *response;

	take_over("listed-a", "");
	take_over("listed-b", "");
	response = CALL_BARE("list_keys");
	ck_assert(list_has(hvac_response_value(response, "keys"), "listed-a"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), hvac_value_at(look_list("totp/keys"), "/data")));
	response = CALL("list_keys", hvac_string("after", "listed-a"), hvac_integer("limit", 1));
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), "listed-b");
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
}
END_TEST

START_TEST(a_key_is_removed)
{
	take_over("removed", "");
	CALL("delete_key", hvac_string("name", "removed"));
	ck_assert_int_eq(look_status("totp/keys/removed"), 404);
	says(REFUSED(HVAC_INVALID_REQUEST, "generate_code", hvac_string("name", "removed")), "unknown key");
}
END_TEST

/* The skew forgives a period that ends between the two clocks' readings. */
START_TEST(a_code_of_another_generator_is_valid_once)
{
	const char *code = code_at(take_over("once", ""), time(NULL));

	ck_assert(is_valid("once", code));
	says(REFUSED(HVAC_INVALID_REQUEST, "validate_code", hvac_string("name", "once"), hvac_string("code", code)), "code already used");
}
END_TEST

START_TEST(the_servers_own_code_is_valid_for_the_server)
{
	take_over("own", "");
	ck_assert(is_valid("own", text_at(look("totp/code/own"), "/data/code")));
}
END_TEST

START_TEST(a_wrong_code_is_an_answer_and_no_failure)
{
	ck_assert(!is_valid("wrong", code_at(take_over("wrong", ""), time(NULL) - 300)));
	says(REFUSED(HVAC_INVALID_REQUEST, "validate_code", hvac_string("name", "wrong"), hvac_string("code", "12")), "invalid number of digits");
}
END_TEST

/* Whichever period it is by the time the server looks: the next one's code is within one period, the last one's not within none. */
START_TEST(the_skew_says_which_neighbours_are_valid)
{
	struct generator generator = { KEY_20, "SHA1", 8, 30 };

	CALL("create_key", hvac_string("name", "lenient"), hvac_string("key", KEY_20), hvac_integer("digits", 8), hvac_integer("skew", 1));
	CALL("create_key", hvac_string("name", "strict"), hvac_string("key", KEY_20), hvac_integer("digits", 8), hvac_integer("skew", 0));
	ck_assert(is_valid("lenient", code_at(generator, time(NULL) + 30)));
	ck_assert(!is_valid("strict", code_at(generator, time(NULL) - 30)));
}
END_TEST

START_TEST(no_cache_keeps_a_code)
{
	hvac_response *response;
	hvac_cache *cache;
	hvac_task *task;

	take_over("cached", "");
	ck_assert_int_eq(hvac_task_new(client, ENGINE, "generate_code", HVAC_ARGS(hvac_string("name", "cached")), NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_cache_new(client, &cache), HVAC_OK);
	ck_assert_int_eq(hvac_cache_get(cache, task, &response), HVAC_PARAM_VALIDATION_ERROR);
	hvac_cache_free(cache);
	says(keep_response(response), "may make something");
}
END_TEST

/* OpenBao lists these for checking, too. */
START_TEST(what_a_code_was_answered_with_changes_no_check)
{
	const char *code = code_at(take_over("unread", ""), time(NULL));
	hvac_response *response = CALL("validate_code", hvac_string("name", "unread"), hvac_string("code", code), hvac_integer("generated", 1),
	                               hvac_integer("expire_time", 2), hvac_string("period", "1s"));

	ck_assert(truth_at(hvac_response_answer(response), "/valid"));
}
END_TEST

START_TEST(a_refused_key_is_not_shown)
{
	hvac_response *response = REFUSED(HVAC_INVALID_REQUEST, "create_key", hvac_string("name", "refused"), hvac_string("key", "MARKEDKEY!"));

	says(response, "invalid key value");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "MARKEDKEY"));
	ck_assert_int_eq(look_status("totp/keys/refused"), 404);
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, NULL, (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/totp, live");
	TCase *tests = live_case(suite, "keys");

	tcase_add_unchecked_fixture(tests, enable, NULL);
	tcase_add_loop_test(tests, a_given_key_generates_the_codes_of_its_service, 0, sizeof given / sizeof given[0]);
	tcase_add_test(tests, a_given_url_brings_key_and_settings);
	tcase_add_test(tests, a_generated_key_is_shown_once_as_url_and_as_barcode);
	tcase_add_test(tests, a_generated_key_need_not_be_drawn_nor_shown);
	tcase_add_test(tests, a_key_that_is_there_is_replaced);
	tcase_add_test(tests, a_key_is_read_without_its_secret);
	tcase_add_test(tests, keys_are_listed);
	tcase_add_test(tests, a_key_is_removed);
	tcase_add_test(tests, a_refused_key_is_not_shown);

	tests = live_case(suite, "codes");
	tcase_add_test(tests, the_tests_own_generator_agrees_with_the_rfc);
	tcase_add_test(tests, a_code_of_another_generator_is_valid_once);
	tcase_add_test(tests, the_servers_own_code_is_valid_for_the_server);
	tcase_add_test(tests, a_wrong_code_is_an_answer_and_no_failure);
	tcase_add_test(tests, the_skew_says_which_neighbours_are_valid);
	tcase_add_test(tests, no_cache_keeps_a_code);
	tcase_add_test(tests, what_a_code_was_answered_with_changes_no_check);

	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
