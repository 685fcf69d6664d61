/* SPDX-License-Identifier: MIT */
/* What secrets/transit does with data, against the real server; OpenSSL looks at whatever that encrypts, signs and digests. */
#include "mount.h"

#include <stdio.h>
#include <string.h>

START_TEST(bytes_are_encrypted_and_come_back_with_their_nul)
{
	const hvac_value *seen;

	key_made("data", "\"exportable\":true");
	bytes_are(gcm_open(exported("encryption-key", "data"), payload_of(encrypted("data", data)), nothing), data);
	bytes_are(decrypted("data", encrypted("data", data)), data);
	bytes_are(decrypted("data", format("vault:v1:%s", to_base64(gcm_seal(exported("encryption-key", "data"), data, nothing)))), data);
	bytes_are(decrypted("data", encrypted("data", nothing)), nothing);
	seen = set_up("POST", "transit/decrypt/data", format("{\"ciphertext\":\"%s\"}", encrypted("data", data)));
	ck_assert_str_eq(text_at(seen, "/data/plaintext"), to_base64(data));
}
END_TEST

START_TEST(text_goes_out_as_it_is)
{
	key_made("text", "");
	bytes_are(decrypted("text", hvac_response_string(CALL("encrypt_data", NAME("text"), hvac_string("plaintext", to_base64(data))), "ciphertext")), data);
	says(REFUSED(HVAC_INVALID_REQUEST, "encrypt_data", NAME("text"), hvac_string("plaintext", "not base64")), "illegal base64");
}
END_TEST

START_TEST(associated_data_is_bound_to_the_ciphertext)
{
	hvac_response *response;
	const char *ciphertext;

	key_made("bound", "\"exportable\":true");
	response = CALL("encrypt_data", NAME("bound"), BYTES("plaintext", data), BYTES("associated_data", other));
	ciphertext = hvac_response_string(response, "ciphertext");
	bytes_are(gcm_open(exported("encryption-key", "bound"), payload_of(ciphertext), other), data);
	response = CALL("decrypt_data", NAME("bound"), hvac_string("ciphertext", ciphertext), BYTES("associated_data", other));
	bytes_are(answered_bytes(response, "plaintext"), data);
	says(REFUSED(HVAC_INVALID_REQUEST, "decrypt_data", NAME("bound"), hvac_string("ciphertext", ciphertext)), "message authentication failed");
}
END_TEST

START_TEST(a_context_derives_and_a_convergent_key_repeats_itself)
{
	const char *ciphertext[3];
	const struct bytes contexts[] = { data, data, other };

	CALL("create_key", NAME("derived"), hvac_boolean("derived", true), hvac_boolean("convergent_encryption", true));
	for (int i = 0; i < 3; i++)
		ciphertext[i] = hvac_response_string(CALL("encrypt_data", NAME("derived"), BYTES("plaintext", data), BYTES("context", contexts[i])), "ciphertext");
	ck_assert_str_eq(ciphertext[0], ciphertext[1]);
	ck_assert_str_ne(ciphertext[0], ciphertext[2]);
	bytes_are(answered_bytes(CALL("decrypt_data", NAME("derived"), hvac_string("ciphertext", ciphertext[2]), BYTES("context", other)), "plaintext"), data);
	says(REFUSED(HVAC_INVALID_REQUEST, "encrypt_data", NAME("derived"), BYTES("plaintext", data)), "context");
}
END_TEST

START_TEST(rewrapping_takes_a_ciphertext_to_the_latest_version)
{
	const char *ciphertext;

	key_made("rewrapped", "");
	ciphertext = encrypted("rewrapped", data);
	CALL("rotate_key", NAME("rewrapped"));
	ciphertext = hvac_response_string(CALL("rewrap_data", NAME("rewrapped"), hvac_string("ciphertext", ciphertext)), "ciphertext");
	ck_assert_int_eq(strncmp(ciphertext, "vault:v2:", 9), 0);
	bytes_are(decrypted("rewrapped", ciphertext), data);
	ciphertext = hvac_response_string(CALL("rewrap_data", NAME("rewrapped"), hvac_string("ciphertext", ciphertext), hvac_integer("key_version", 1)), "ciphertext");
	ck_assert_int_eq(strncmp(ciphertext, "vault:v1:", 9), 0);
}
END_TEST

START_TEST(a_data_key_is_what_its_ciphertext_holds)
{
	static const int64_t bits[] = { 128, 256, 512 };
	hvac_response *response;

	key_made("data-keys", "");
	for (int i = 0; i < 3; i++) {
		response = CALL("generate_data_key", NAME("data-keys"), hvac_string("key_type", "plaintext"), hvac_integer("bits", bits[i]));
		ck_assert_uint_eq(answered_bytes(response, "plaintext").length, (size_t)bits[i] / 8);
		bytes_are(decrypted("data-keys", hvac_response_string(response, "ciphertext")), answered_bytes(response, "plaintext"));
	}
	response = CALL("generate_data_key", NAME("data-keys"), hvac_string("key_type", "wrapped"));
	ck_assert_ptr_null(hvac_response_string(response, "plaintext"));
	ck_assert_uint_eq(decrypted("data-keys", hvac_response_string(response, "ciphertext")).length, 32);
}
END_TEST

START_TEST(random_bytes_are_of_the_number_and_the_form_asked_for)
{
	hvac_response *first = CALL_BARE("generate_random_bytes"), *second = CALL_BARE("generate_random_bytes"), *response;

	ck_assert_uint_eq(answered_bytes(first, "random_bytes").length, 32);
	ck_assert_str_ne(hvac_response_string(first, "random_bytes"), hvac_response_string(second, "random_bytes"));
	response = CALL("generate_random_bytes", hvac_integer("n_bytes", 5), hvac_string("output_format", "hex"));
	ck_assert_uint_eq(strlen(hvac_response_string(response, "random_bytes")), 10);
	response = CALL("generate_random_bytes", hvac_string("source", "all"), hvac_integer("n_bytes", 7));
	ck_assert_uint_eq(answered_bytes(response, "random_bytes").length, 7);
	response = CALL("generate_random_bytes", hvac_string("urlbytes", "9"));
	ck_assert_uint_eq(answered_bytes(response, "random_bytes").length, 9);
	response = CALL("generate_random_bytes", hvac_string("source", "platform"), hvac_string("urlbytes", "11"));
	ck_assert_uint_eq(answered_bytes(response, "random_bytes").length, 11);
}
END_TEST

START_TEST(digests_are_those_of_openssl)
{
	hvac_response *response = CALL("hash_data", BYTES("hash_input", data), hvac_string("output_format", "base64"));

	bytes_are(answered_bytes(response, "sum"), digest_of("SHA256", data));
	response = CALL("hash_data", BYTES("hash_input", data), hvac_string("algorithm", "sha3-512"), hvac_string("output_format", "base64"));
	bytes_are(answered_bytes(response, "sum"), digest_of("SHA3-512", data));
	response = CALL("hash_data", BYTES("hash_input", data), hvac_string("urlalgorithm", "sha2-384"), hvac_string("output_format", "base64"));
	bytes_are(answered_bytes(response, "sum"), digest_of("SHA384", data));
}
END_TEST

START_TEST(authentication_codes_are_those_of_openssl)
{
	hvac_response *response;
	struct bytes key;

	key_made("codes", "\"exportable\":true");
	key = exported("hmac-key", "codes");
	response = CALL("generate_hmac", NAME("codes"), BYTES("hash_input", data));
	bytes_are(payload_of(hvac_response_string(response, "hmac")), hmac_of("SHA256", key, data));
	response = CALL("generate_hmac", NAME("codes"), BYTES("hash_input", nothing), hvac_string("algorithm", "sha3-256"));
	bytes_are(payload_of(hvac_response_string(response, "hmac")), hmac_of("SHA3-256", key, nothing));
	response = CALL("generate_hmac", NAME("codes"), BYTES("hash_input", data), hvac_string("urlalgorithm", "sha2-512"));
	bytes_are(payload_of(hvac_response_string(response, "hmac")), hmac_of("SHA512", key, data));
}
END_TEST

static bool is_valid(const char *name, const char *kind, const char *signature, struct bytes signed_data)
{
	hvac_response *response = CALL("verify_signed_data", NAME(name), BYTES("hash_input", signed_data), hvac_string(kind, signature));

	return truth_at(hvac_response_answer(response), "/valid");
}

START_TEST(an_authentication_code_is_checked)
{
	const char *good;

	key_made("checked", "\"exportable\":true");
	good = format("vault:v1:%s", to_base64(hmac_of("SHA256", exported("hmac-key", "checked"), data)));
	ck_assert(is_valid("checked", "hmac", good, data));
	ck_assert(!is_valid("checked", "hmac", good, other));
}
END_TEST

static const struct kind {
	const char *type, *hash, *url_hash;
	bool pss;
} kinds[] = { { "rsa-2048", "SHA256", "sha2-256", true }, { "ecdsa-p256", "SHA384", "sha2-384", false }, { "ecdsa-p521", "SHA512", "sha2-512", false },
              { "ed25519", NULL, NULL, false } };

START_TEST(openssl_and_the_server_agree_on_a_signature)
{
	const struct kind *kind = &kinds[_i];
	const char *name = format("signs-%s", kind->type), *signature;
	hvac_response *response;

	key_made(name, format("\"type\":\"%s\"", kind->type));
	response = kind->hash ? CALL("sign_data", NAME(name), BYTES("hash_input", data), hvac_string("hash_algorithm", kind->url_hash))
	                      : CALL("sign_data", NAME(name), BYTES("hash_input", data));
	signature = hvac_response_string(response, "signature");
	ck_assert(signature_is_good(public_key_of(name), kind->hash, kind->pss, data, payload_of(signature)));
	ck_assert(!signature_is_good(public_key_of(name), kind->hash, kind->pss, other, payload_of(signature)));
	if (kind->hash) {
		response = CALL("verify_signed_data", NAME(name), BYTES("hash_input", data), hvac_string("signature", signature),
		                hvac_string("urlalgorithm", kind->url_hash));
		ck_assert(truth_at(hvac_response_answer(response), "/valid"));
		response = CALL("sign_data", NAME(name), BYTES("hash_input", data), hvac_string("urlalgorithm", kind->url_hash));
		ck_assert(signature_is_good(public_key_of(name), kind->hash, kind->pss, data, payload_of(hvac_response_string(response, "signature"))));
	} else {
		ck_assert(is_valid(name, "signature", signature, data));
		ck_assert(!is_valid(name, "signature", signature, other));
	}
}
END_TEST

START_TEST(a_signature_has_the_form_asked_for)
{
	hvac_response *response;
	struct bytes digest = digest_of("SHA256", data);

	key_made("forms-rsa", "\"type\":\"rsa-2048\"");
	key_made("forms-ec", "\"type\":\"ecdsa-p256\"");
	response = CALL("sign_data", NAME("forms-rsa"), BYTES("hash_input", digest), hvac_boolean("prehashed", true),
	                hvac_string("signature_algorithm", "pkcs1v15"));
	ck_assert(signature_is_good(public_key_of("forms-rsa"), "SHA256", false, data, payload_of(hvac_response_string(response, "signature"))));
	response = CALL("sign_data", NAME("forms-rsa"), BYTES("hash_input", data), hvac_string("salt_length", "hash"));
	ck_assert(signature_is_good(public_key_of("forms-rsa"), "SHA256", true, data, payload_of(hvac_response_string(response, "signature"))));
	/* 64 bytes in base64url, without padding (RFC 7518) */
	response = CALL("sign_data", NAME("forms-ec"), BYTES("hash_input", data), hvac_string("marshaling_algorithm", "jws"));
	ck_assert_uint_eq(strlen(hvac_response_string(response, "signature")), strlen("vault:v1:") + 86);
}
END_TEST

/* A list of one member each, in base64; `bad` of them are not. */
static hvac_value *batch_of(const char *member, size_t count, const size_t *bad, size_t n_bad)
{
	hvac_value *list = keep_value(hvac_value_new_list());

	for (size_t i = 0; i < count; i++) {
		hvac_value *item = hvac_value_new_map();
		char text[32];
		bool is_bad = false;

		for (size_t j = 0; j < n_bad; j++)
			is_bad = is_bad || bad[j] == i;
		snprintf(text, sizeof text, is_bad ? "marked %zu!" : "%08zu", i);
		ck_assert_int_eq(hvac_value_adopt_member(item, member, hvac_value_new_string(text)), HVAC_OK);
		ck_assert_int_eq(hvac_value_adopt_item(list, item), HVAC_OK);
	}
	return list;
}

/* A server that takes large requests, with the engine at transit/. */
static struct server *generous;
static const char *generous_token;

static void generous_started(void)
{
	const hvac_value *keys;
	int status = 0;

	generous = server_start("inmem", SERVER_HTTP, "max_request_size = 268435456\nmax_request_json_memory = 1073741824\nmax_request_json_strings = 100000\n");
	ck_assert_ptr_nonnull(generous);
	keys = ask(generous, NULL, "PUT", "sys/init", "{\"secret_shares\":1,\"secret_threshold\":1}", &status);
	generous_token = text_at(keys, "/root_token");
	ask(generous, NULL, "PUT", "sys/unseal", format("{\"key\":\"%s\"}", text_at(keys, "/keys/0")), &status);
	for (int i = 0; i < SERVER_LOOKS && status != 204; i++) {
		server_pause();
		ask(generous, generous_token, "POST", "sys/mounts/transit", "{\"type\":\"transit\"}", &status);
	}
	ck_assert_int_eq(status, 204);
}

static void generous_stopped(void)
{
	server_stop(generous);
}

static hvac_client *generous_client(void)
{
	return client_of(generous, "token", generous_token, "body_max", "268435456", NULL);
}

enum { MANY = 10000 };
static const size_t bad[] = { 17, 5000, 9999 };

static void only_the_bad_ones_failed(const hvac_response *response, const char *why)
{
	size_t failures = 0;

	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "batch_results")), MANY);
	for (size_t i = 0; i < MANY; i++)
		failures += hvac_response_string(response, format("batch_results/%zu/error", i)) != NULL;
	ck_assert_uint_eq(failures, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_nonnull(strstr(hvac_response_string(response, format("batch_results/%zu/error", bad[i])), why));
}

START_TEST(a_batch_of_ten_thousand_tells_which_three_failed)
{
	hvac_client *who = generous_client();
	hvac_value *batch = batch_of("plaintext", MANY, bad, 3), *way_back = keep_value(hvac_value_new_list());
	hvac_response *response;

	response = call_as(who, ENGINE, "encrypt_data",
	                   HVAC_ARGS(NAME("many"), hvac_value_argument("batch_input", batch), hvac_integer("partial_failure_response_code", 200)));
	only_the_bad_ones_failed(response, "illegal base64");
	says(refused_as(who, HVAC_INVALID_REQUEST, ENGINE, "encrypt_data", HVAC_ARGS(NAME("many"), hvac_value_argument("batch_input", batch))),
	     "3 of 10000 items failed, the first is batch_results/17: illegal base64");
	for (size_t i = 0; i < MANY; i++) {
		hvac_value *item = hvac_value_new_map();
		const char *ciphertext = hvac_response_string(response, format("batch_results/%zu/ciphertext", i));

		hvac_value_adopt_member(item, "ciphertext", hvac_value_new_string(ciphertext ? ciphertext : "marked"));
		ck_assert_int_eq(hvac_value_adopt_item(way_back, item), HVAC_OK);
	}
	response = refused_as(who, HVAC_INVALID_REQUEST, ENGINE, "decrypt_data", HVAC_ARGS(NAME("many"), hvac_value_argument("batch_input", way_back)));
	says(response, "3 of 10000 items failed, the first is batch_results/17: invalid ciphertext");
	only_the_bad_ones_failed(response, "invalid ciphertext");
	for (size_t i = 0; i < MANY; i++)
		if (i != bad[0] && i != bad[1] && i != bad[2])
			ck_assert_str_eq(hvac_response_string(response, format("batch_results/%zu/plaintext", i)), format("%08zu", i));
}
END_TEST

START_TEST(a_failed_batch_is_told_without_its_plaintexts)
{
	hvac_value *batch = batch_of("plaintext", 300, bad, 1);
	hvac_response *response = REFUSED(HVAC_INVALID_REQUEST, "encrypt_data", NAME("told"), hvac_value_argument("batch_input", batch));

	says(response, "1 of 300 items failed, the first is batch_results/17: illegal base64");
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked"));
	bytes_are(decrypted("told", hvac_response_string(response, "batch_results/299/ciphertext")), from_base64("00000299"));
}
END_TEST

START_TEST(a_batch_too_complex_for_the_server_is_refused_in_its_words)
{
	hvac_value *batch = batch_of("plaintext", MANY, NULL, 0);

	says(REFUSED(HVAC_INVALID_REQUEST, "encrypt_data", NAME("complex"), hvac_value_argument("batch_input", batch)), "exceeded maximum number of strings");
	ck_assert_int_eq(look_status("transit/keys/complex"), 404);
}
END_TEST

/* hvac requires one input beside the batch, too; here it may be left out. */
START_TEST(every_batch_answers_for_each_item)
{
	static const size_t second[] = { 1 };
	hvac_value *inputs = batch_of("input", 3, second, 1), *signatures = keep_value(hvac_value_new_list()), *rewrapped = keep_value(hvac_value_new_list());
	hvac_response *response, *codes;

	key_made("batches", "\"type\":\"ed25519\"");
	key_made("rewrapped-batch", "");
	codes = CALL("generate_hmac", NAME("batches"), hvac_value_argument("batch_input", inputs));
	ck_assert_ptr_nonnull(hvac_response_string(codes, "batch_results/1/error"));
	response = CALL("sign_data", NAME("batches"), hvac_value_argument("batch_input", inputs));
	ck_assert_ptr_nonnull(hvac_response_string(response, "batch_results/1/error"));
	for (size_t i = 0; i <= 2; i += 2) {
		hvac_value *item = hvac_value_new_map(), *sealed = hvac_value_new_map();

		hvac_value_adopt_member(item, "input", hvac_value_new_string(format("%08d", 2)));
		hvac_value_adopt_member(item, "signature", hvac_value_new_string(hvac_response_string(response, format("batch_results/%zu/signature", i))));
		hvac_value_adopt_member(sealed, "ciphertext", hvac_value_new_string(encrypted("rewrapped-batch", data)));
		ck_assert_int_eq(hvac_value_adopt_item(signatures, item), HVAC_OK);
		ck_assert_int_eq(hvac_value_adopt_item(rewrapped, sealed), HVAC_OK);
	}
	response = CALL("verify_signed_data", NAME("batches"), hvac_value_argument("batch_input", signatures));
	ck_assert(!truth_at(hvac_response_answer(response), "/batch_results/0/valid"));
	ck_assert(truth_at(hvac_response_answer(response), "/batch_results/1/valid"));
	CALL("rotate_key", NAME("rewrapped-batch"));
	response = CALL("rewrap_data", NAME("rewrapped-batch"), hvac_value_argument("batch_input", rewrapped));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "batch_results")), 2);
	bytes_are(decrypted("rewrapped-batch", hvac_response_string(response, "batch_results/1/ciphertext")), data);
}
END_TEST

START_TEST(an_input_or_a_batch_is_needed)
{
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "generate_hmac", NAME("a")), "argument hash_input is missing, and there is no batch_input");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "verify_signed_data", NAME("a")), "argument hash_input is missing");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "rewrap_data", NAME("a")), "argument ciphertext is missing");
}
END_TEST

START_TEST(sixty_four_mebibytes_are_encrypted_where_the_server_takes_them)
{
	hvac_client *who = generous_client();
	struct bytes large = random_bytes((size_t)64 << 20), key;
	hvac_response *response;

	call_as(who, ENGINE, "create_key", HVAC_ARGS(NAME("large"), hvac_boolean("exportable", true)));
	response = call_as(who, ENGINE, "export_key", HVAC_ARGS(NAME("large"), hvac_string("key_type", "encryption-key")));
	key = answered_bytes(response, "keys/1");
	response = call_as(who, ENGINE, "encrypt_data", HVAC_ARGS(NAME("large"), BYTES("plaintext", large)));
	bytes_are(gcm_open(key, payload_of(hvac_response_string(response, "ciphertext")), nothing), large);
}
END_TEST

START_TEST(sixty_four_mebibytes_are_refused_clearly_where_it_does_not)
{
	struct bytes large = random_bytes(((size_t)64 << 20) + 1);
	hvac_response *response = REFUSED(HVAC_UNEXPECTED_ERROR, "encrypt_data", NAME("large"), hvac_bytes("plaintext", large.start, large.length - 1));

	says(response, "413");
	ck_assert_uint_lt(strlen(hvac_response_message(response)), 1000);
	ck_assert_int_eq(look_status("transit/keys/large"), 404);
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "encrypt_data", NAME("large"), BYTES("plaintext", large)), "argument plaintext is larger than 64 MiB");
}
END_TEST

/* What newer Vaults alone have: the answers are as the API page has them. */
START_TEST(what_openbao_lacks_is_sent_as_vault_takes_it)
{
	hvac_response *response;

	response = replayed(ABSENT, ENGINE, "generate_data_keys",
	                    HVAC_ARGS(NAME("orders"), hvac_string("key_type", "wrapped"), hvac_integer("count", 2), hvac_bytes("context", "a\0b", 3),
	                              hvac_integer("bits", 128), hvac_integer("key_version", 1)));
	ck_assert_str_eq(hvac_response_string(response, "ciphertexts/1"), "vault:v1:AwQF");
	response = replayed(ABSENT, ENGINE, "generate_derived_keys",
	                    HVAC_ARGS(NAME("orders"), hvac_string("key_type", "plaintext"), hvac_integer("key_index_from", 1), hvac_integer("key_index_to", 2),
	                              hvac_bytes("salt", "\0\1", 2), hvac_bytes("info", "a\0b", 3), hvac_bytes("context", "c", 1),
	                              hvac_integer("bits", 256), hvac_integer("key_version", 1)));
	ck_assert_uint_eq(answered_bytes(response, "keys/2").length, 3);
	response = replayed(ABSENT, ENGINE, "generate_cmac", HVAC_ARGS(NAME("orders"), hvac_bytes("hash_input", "a\0b", 3), hvac_integer("key_version", 1), hvac_integer("mac_length", 8)));
	ck_assert_uint_eq(payload_of(hvac_response_string(response, "cmac")).length, 8);
	response = replayed(ABSENT, ENGINE, "generate_cmac",
	                    HVAC_ARGS(NAME("orders"), hvac_string("url_mac_length", "12"), hvac_json("batch_input", "[{\"input\":\"YQ==\"},{\"input\":\"!\"}]")));
	ck_assert_ptr_nonnull(hvac_response_string(response, "batch_results/1/error"));
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, "data", (const char *const[]){ "generate_data_keys", "generate_derived_keys", "generate_cmac", NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/transit, live: data");
	TCase *tests = live_case(suite, "encryption");

	tcase_add_unchecked_fixture(tests, mount_made, NULL);
	tcase_add_test(tests, bytes_are_encrypted_and_come_back_with_their_nul);
	tcase_add_test(tests, text_goes_out_as_it_is);
	tcase_add_test(tests, associated_data_is_bound_to_the_ciphertext);
	tcase_add_test(tests, a_context_derives_and_a_convergent_key_repeats_itself);
	tcase_add_test(tests, rewrapping_takes_a_ciphertext_to_the_latest_version);
	tcase_add_test(tests, a_data_key_is_what_its_ciphertext_holds);
	tcase_add_test(tests, sixty_four_mebibytes_are_refused_clearly_where_it_does_not);

	tests = live_case(suite, "signatures and codes");
	tcase_add_test(tests, random_bytes_are_of_the_number_and_the_form_asked_for);
	tcase_add_test(tests, digests_are_those_of_openssl);
	tcase_add_test(tests, authentication_codes_are_those_of_openssl);
	tcase_add_test(tests, an_authentication_code_is_checked);
	tcase_add_loop_test(tests, openssl_and_the_server_agree_on_a_signature, 0, sizeof kinds / sizeof kinds[0]);
	tcase_add_test(tests, a_signature_has_the_form_asked_for);

	tests = live_case(suite, "batches");
	tcase_add_test(tests, a_failed_batch_is_told_without_its_plaintexts);
	tcase_add_test(tests, a_batch_too_complex_for_the_server_is_refused_in_its_words);
	tcase_add_test(tests, every_batch_answers_for_each_item);
	tcase_add_test(tests, an_input_or_a_batch_is_needed);

	tests = live_case(suite, "large requests");
	tcase_add_unchecked_fixture(tests, generous_started, generous_stopped);
	tcase_add_test(tests, a_batch_of_ten_thousand_tells_which_three_failed);
	tcase_add_test(tests, sixty_four_mebibytes_are_encrypted_where_the_server_takes_them);

	tcase_add_test(live_case(suite, "absent"), what_openbao_lacks_is_sent_as_vault_takes_it);
	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
