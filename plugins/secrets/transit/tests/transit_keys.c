/* SPDX-License-Identifier: MIT */
/* The life of the keys of secrets/transit, against the real server; OpenSSL has the other half of each key that comes or goes. */
#include "mount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_TYPE(type) hvac_string("key_type", type)
#define KEY(text) hvac_string("key", text)
#define RECORD_MAX 65536

START_TEST(a_key_is_made_with_its_settings_and_read)
{
	hvac_response *response = CALL("create_key", NAME("made"), KEY_TYPE("aes128-gcm96"), hvac_boolean("exportable", true),
	                               hvac_boolean("allow_plaintext_backup", true), hvac_string("auto_rotate_period", "720h"));

	ck_assert_str_eq(text_at(key_seen("made"), "/type"), "aes128-gcm96");
	ck_assert(truth_at(key_seen("made"), "/exportable"));
	ck_assert(truth_at(key_seen("made"), "/allow_plaintext_backup"));
	ck_assert_int_eq(number_at(key_seen("made"), "/auto_rotate_period"), 720 * 3600);
	ck_assert(hvac_value_equal(hvac_response_answer(response), key_seen("made")));
	ck_assert(hvac_value_equal(hvac_response_answer(CALL("read_key", NAME("made"))), key_seen("made")));
}
END_TEST

/* That is why it may be repeated. */
START_TEST(making_a_key_that_is_there_changes_nothing)
{
	const hvac_value *before;

	CALL("create_key", NAME("twice"));
	before = key_seen("twice");
	CALL("create_key", NAME("twice"));
	ck_assert(hvac_value_equal(before, key_seen("twice")));
}
END_TEST

START_TEST(keys_are_listed)
{
	hvac_response *response;

	key_made("listed-a", "");
	key_made("listed-b", "");
	ck_assert(hvac_value_equal(hvac_response_answer(CALL_BARE("list_keys")), hvac_value_at(look_list("transit/keys"), "/data")));
	response = CALL("list_keys", hvac_string("after", "listed-a"), hvac_integer("limit", 1));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
	ck_assert_str_eq(hvac_response_string(response, "keys/0"), "listed-b");
}
END_TEST

START_TEST(versions_come_go_out_of_use_and_are_trimmed)
{
	const char *old;

	key_made("versions", "");
	old = encrypted("versions", data);
	CALL("rotate_key", NAME("versions"));
	ck_assert_int_eq(number_at(key_seen("versions"), "/latest_version"), 2);
	bytes_are(decrypted("versions", old), data);
	CALL("update_key_configuration", NAME("versions"), hvac_integer("min_decryption_version", 2), hvac_integer("min_encryption_version", 2));
	ck_assert_int_eq(number_at(key_seen("versions"), "/min_decryption_version"), 2);
	says(REFUSED(HVAC_INVALID_REQUEST, "decrypt_data", NAME("versions"), hvac_string("ciphertext", old)), "version is disallowed");
	CALL("trim_key", NAME("versions"), hvac_integer("min_version", 2));
	ck_assert_int_eq(number_at(key_seen("versions"), "/min_available_version"), 2);
}
END_TEST

START_TEST(a_key_is_destroyed_only_where_that_is_allowed)
{
	key_made("destroyed", "");
	says(REFUSED(HVAC_INVALID_REQUEST, "delete_key", NAME("destroyed")), "deletion is not allowed");
	CALL("update_key_configuration", NAME("destroyed"), hvac_boolean("deletion_allowed", true));
	CALL("delete_key", NAME("destroyed"));
	says(REFUSED(HVAC_INVALID_REQUEST, "delete_key", NAME("destroyed")), "not found");
	ck_assert_int_eq(look_status("transit/keys/destroyed"), 404);
	REFUSED(HVAC_INVALID_PATH, "read_key", NAME("destroyed"));
}
END_TEST

START_TEST(a_key_goes_out_of_use_and_comes_back)
{
	const char *ciphertext;

	key_made("soft", "");
	ciphertext = encrypted("soft", data);
	CALL("soft_delete_key", NAME("soft"));
	ck_assert(truth_at(key_seen("soft"), "/soft_deleted"));
	REFUSED(HVAC_INVALID_REQUEST, "decrypt_data", NAME("soft"), hvac_string("ciphertext", ciphertext));
	CALL("restore_soft_deleted_key", NAME("soft"));
	ck_assert(!truth_at(key_seen("soft"), "/soft_deleted"));
	bytes_are(decrypted("soft", ciphertext), data);
}
END_TEST

START_TEST(an_exportable_key_comes_out_by_version)
{
	hvac_response *response;
	struct bytes first;

	key_made("exported", "\"exportable\":true");
	first = answered_bytes(CALL("export_key", NAME("exported"), KEY_TYPE("encryption-key")), "keys/1");
	bytes_are(gcm_open(first, payload_of(encrypted("exported", data)), nothing), data);
	CALL("rotate_key", NAME("exported"));
	response = CALL("export_key", NAME("exported"), KEY_TYPE("encryption-key"), hvac_string("version", "1"));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(response, "keys")), 1);
	bytes_are(answered_bytes(response, "keys/1"), first);
	response = CALL("export_key", NAME("exported"), KEY_TYPE("encryption-key"), hvac_string("version", "latest"));
	ck_assert_ptr_nonnull(hvac_response_string(response, "keys/2"));
	key_made("kept-inside", "");
	says(REFUSED(HVAC_INVALID_REQUEST, "export_key", NAME("kept-inside"), KEY_TYPE("encryption-key")), "not exportable");
}
END_TEST

START_TEST(a_backup_is_restored_under_either_name)
{
	const char *backup, *ciphertext;

	key_made("backed-up", "\"exportable\":true,\"allow_plaintext_backup\":true");
	ciphertext = encrypted("backed-up", data);
	backup = hvac_response_string(CALL("backup_key", NAME("backed-up")), "backup");
	CALL("restore_key", NAME("renamed"), hvac_string("backup", backup));
	bytes_are(decrypted("renamed", ciphertext), data);
	says(REFUSED(HVAC_INTERNAL_SERVER_ERROR, "restore_key", hvac_string("backup", backup)), "already exists");
	CALL("update_key_configuration", NAME("backed-up"), hvac_boolean("deletion_allowed", true));
	CALL("rotate_key", NAME("backed-up"));
	CALL("restore_key", hvac_string("backup", backup), hvac_boolean("force", true));
	ck_assert_int_eq(number_at(key_seen("backed-up"), "/latest_version"), 1);
}
END_TEST

/* What the server wraps is unwrapped here. */
START_TEST(a_key_is_given_to_another_server_wrapped)
{
	EVP_PKEY *theirs = key_new("RSA");
	hvac_response *responses[2];

	key_made("given", "\"exportable\":true");
	CALL("import_key", NAME("theirs"), KEY_TYPE("rsa-2048"), hvac_string("public_key", key_public_pem(theirs)));
	responses[0] = CALL("export_byok_key", hvac_string("destination", "theirs"), hvac_string("source", "given"));
	responses[1] = CALL("export_byok_key", hvac_string("destination", "theirs"), hvac_string("source", "given"), hvac_string("version", "1"));
	for (int i = 0; i < 2; i++) {
		struct bytes wrapped = answered_bytes(responses[i], "keys/1"), outer = { wrapped.start, 256 }, inner = { wrapped.start + 256, wrapped.length - 256 };

		bytes_are(key_unwrap(oaep_open(theirs, outer), inner), exported("encryption-key", "given"));
	}
}
END_TEST

START_TEST(two_partners_derive_the_same_key)
{
	static const char *const own[] = { "ann", "bob" }, *const derived[] = { "ann-derived", "bob-derived" };

	key_made("ann", "\"type\":\"ecdsa-p256\"");
	key_made("bob", "\"type\":\"ecdsa-p256\"");
	for (int i = 0; i < 2; i++)
		CALL("derive_key", NAME(derived[i]), hvac_string("base_key_name", own[i]),
		     hvac_string("peer_public_key", text_at(key_seen(own[1 - i]), "/keys/1/public_key")), hvac_string("derived_key_type", "aes256-gcm96"));
	bytes_are(decrypted("bob-derived", encrypted("ann-derived", data)), data);
}
END_TEST

START_TEST(a_certificate_is_requested_and_kept)
{
	EVP_PKEY *key = key_new("EC");
	const char *certificate = certificate_new(key, "example.com");

	CALL("import_key", NAME("certified"), KEY_TYPE("ecdsa-p256"), KEY(key_pem(key)));
	ck_assert(request_is_of(hvac_response_string(CALL("generate_csr_for_key", NAME("certified")), "csr"), key));
	CALL("set_certificate_for_key", NAME("certified"), hvac_string("certificate_chain", certificate));
	ck_assert_ptr_nonnull(strstr(text_at(key_seen("certified"), "/keys/1/certificate_chain"), "BEGIN CERTIFICATE"));
	says(REFUSED(HVAC_INTERNAL_SERVER_ERROR, "set_certificate_for_key", NAME("certified"), hvac_string("certificate_chain", certificate_new(key_new("EC"), "x"))), "public key");
}
END_TEST

START_TEST(encrypting_makes_the_key_unless_the_mount_forbids_it)
{
	CALL("encrypt_data", NAME("upserted"), BYTES("plaintext", data), hvac_string("type", "chacha20-poly1305"));
	ck_assert_str_eq(text_at(key_seen("upserted"), "/type"), "chacha20-poly1305");
	CALL("configure_keys", hvac_boolean("disable_upsert", true));
	ck_assert(truth_at(look("transit/config/keys"), "/data/disable_upsert"));
	ck_assert(truth_at(hvac_response_answer(CALL_BARE("read_keys_configuration")), "/disable_upsert"));
	REFUSED(HVAC_INVALID_REQUEST, "encrypt_data", NAME("not-there"), BYTES("plaintext", data));
	ck_assert_int_eq(look_status("transit/keys/not-there"), 404);
	CALL("configure_keys", hvac_boolean("disable_upsert", false));
}
END_TEST

START_TEST(the_cache_has_a_size)
{
	CALL("configure_cache", hvac_integer("size", 500));
	ck_assert_int_eq(number_at(look("transit/cache-config"), "/data/size"), 500);
	ck_assert_int_eq(number_at(hvac_response_answer(CALL_BARE("read_cache_configuration")), "/size"), 500);
	CALL("configure_cache", hvac_integer("size", 0));
}
END_TEST

/* Keys that are brought along: by every hash, as bytes and as text in base64. */
START_TEST(a_symmetric_key_is_wrapped_and_is_the_same_there)
{
	static const char *const hashes[] = { NULL, "SHA1", "SHA224", "SHA256", "SHA384", "SHA512" };
	const char *name = format("symmetric-%d", _i);
	struct bytes key = random_bytes(32);

	CALL("import_key", NAME(name), BYTES("key", key), hvac_string("hash_function", hashes[_i]));
	bytes_are(gcm_open(key, payload_of(encrypted(name, data)), nothing), data);
	bytes_are(decrypted(name, format("vault:v1:%s", to_base64(gcm_seal(key, data, nothing)))), data);
	CALL("import_key", NAME(format("%s-text", name)), KEY(to_base64(key)));
	bytes_are(gcm_open(key, payload_of(encrypted(format("%s-text", name), data)), nothing), data);
}
END_TEST

/* AES-KWP pads what is no multiple of 8. */
START_TEST(a_key_for_codes_may_have_any_length)
{
	static const size_t lengths[] = { 32, 33, 39, 40, 41, 512 };

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		const char *name = format("codes-%zu", lengths[i]);
		struct bytes key = random_bytes(lengths[i]);
		hvac_response *response;

		CALL("import_key", NAME(name), KEY_TYPE("hmac"), BYTES("key", key));
		response = CALL("generate_hmac", NAME(name), BYTES("hash_input", data));
		bytes_are(payload_of(hvac_response_string(response, "hmac")), hmac_of("SHA256", key, data));
	}
}
END_TEST

START_TEST(an_rsa_key_of_any_form_opens_what_the_server_encrypted)
{
	EVP_PKEY *key = key_new("RSA");
	struct bytes der = key_der(key);

	CALL("import_key", NAME("rsa-pem"), KEY_TYPE("rsa-2048"), KEY(key_pem(key)));
	CALL("import_key", NAME("rsa-old"), KEY_TYPE("rsa-2048"), KEY(format("Bag Attributes\n%s", key_old_pem(key))));
	CALL("import_key", NAME("rsa-der"), KEY_TYPE("rsa-2048"), BYTES("key", der));
	CALL("import_key", NAME("rsa-base64"), KEY_TYPE("rsa-2048"), KEY(to_base64(der)));
	bytes_are(oaep_open(key, payload_of(encrypted("rsa-pem", data))), data);
	bytes_are(decrypted("rsa-old", format("vault:v1:%s", to_base64(oaep_seal(key, data)))), data);
	bytes_are(oaep_open(key, payload_of(encrypted("rsa-der", data))), data);
	bytes_are(oaep_open(key, payload_of(encrypted("rsa-base64", data))), data);
}
END_TEST

/* The server's own key is read as it is, whatever comes back wrapped. */
START_TEST(a_key_is_imported_by_a_client_that_wants_its_answers_wrapped)
{
	EVP_PKEY *key = key_new("RSA");
	hvac_client *wrapping;

	ck_assert_int_eq(hvac_client_derive(client, &wrapping, "wrap_ttl", "60s", NULL), HVAC_OK);
	call_as(wrapping, ENGINE, "import_key", HVAC_ARGS(NAME("rsa-wrapping"), KEY_TYPE("rsa-2048"), KEY(key_pem(key))));
	bytes_are(oaep_open(key, payload_of(encrypted("rsa-wrapping", data))), data);
	hvac_client_free(wrapping);
}
END_TEST

START_TEST(a_signing_key_of_ones_own_signs_there)
{
	EVP_PKEY *ec = key_new("EC"), *ed25519 = key_new("ED25519");
	const char *file = keep(server_file(server->directory, "ec.pem", key_old_pem(ec)), free);

	CALL("import_key", NAME("own-ec"), KEY_TYPE("ecdsa-p256"), hvac_file("key", file));
	CALL("import_key", NAME("own-ed25519"), KEY_TYPE("ed25519"), KEY(key_pem(ed25519)));
	ck_assert(signature_is_good(ec, "SHA256", false, data, payload_of(signature_by("own-ec", data))));
	ck_assert(signature_is_good(ed25519, NULL, false, data, payload_of(signature_by("own-ed25519", data))));
}
END_TEST

START_TEST(an_imported_key_gets_another_version_and_never_one_of_the_servers)
{
	struct bytes second = random_bytes(32), first = random_bytes(32);
	const char *ciphertext;

	CALL("import_key", NAME("imported"), BYTES("key", first));
	says(REFUSED(HVAC_INTERNAL_SERVER_ERROR, "rotate_key", NAME("imported")), "rotation");
	CALL("import_key_version", NAME("imported"), BYTES("key", second), hvac_string("hash_function", "SHA384"));
	ciphertext = encrypted("imported", data);
	ck_assert_int_eq(strncmp(ciphertext, "vault:v2:", 9), 0);
	bytes_are(gcm_open(second, from_base64(ciphertext + 9), nothing), data);
}
END_TEST

/* As whoever wraps by other means gives it. */
START_TEST(a_key_that_is_wrapped_already_is_sent_as_it_is)
{
	hvac_response *response;
	struct bytes wrapped;

	key_made("to-wrap", "\"exportable\":true");
	response = CALL_BARE("read_wrapping_key");
	ck_assert_str_eq(hvac_response_string(response, "public_key"), text_at(look("transit/wrapping_key"), "/data/public_key"));
	CALL("import_key", NAME("wrapping"), KEY_TYPE("rsa-4096"), hvac_string("public_key", hvac_response_string(response, "public_key")));
	wrapped = answered_bytes(CALL("export_byok_key", hvac_string("destination", "wrapping"), hvac_string("source", "to-wrap")), "keys/1");
	CALL("import_key", NAME("was-wrapped"), BYTES("ciphertext", wrapped));
	bytes_are(decrypted("was-wrapped", encrypted("to-wrap", data)), data);
}
END_TEST

static const char *recorded(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = keep(calloc(1, RECORD_MAX), free);

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_gt(fread(text, 1, RECORD_MAX - 1, file), 0);
	fclose(file);
	return text;
}

START_TEST(a_key_never_leaves_unwrapped)
{
	const char *path = format("%s/record", server->directory), *text;
	struct bytes key = random_bytes(32);
	hvac_config *config = hvac_config_new();
	hvac_client *recording;

	hvac_config_set(config, "address", server->address);
	hvac_config_set(config, "token", server->token);
	hvac_config_adapter(config, hvac_record_new(path));
	ck_assert_int_eq(hvac_client_new(config, &recording), HVAC_OK);
	call_as(recording, ENGINE, "import_key", HVAC_ARGS(NAME("recorded"), BYTES("key", key)));
	hvac_client_free(recording);
	hvac_config_free(config);
	text = recorded(path);
	ck_assert_ptr_nonnull(strstr(text, "/v1/transit/wrapping_key"));
	ck_assert_ptr_nonnull(strstr(text, "/v1/transit/keys/recorded/import"));
	ck_assert_ptr_null(strstr(text, to_base64(key)));
	ck_assert_ptr_null(strstr(text, "\"key\""));
}
END_TEST

static const struct mistake {
	const char *argument, *value, *says;
} mistakes[] = {
	{ "key", "-----BEGIN PRIVATE KEY-----\nbWFya2Vk\n-----END PRIVATE KEY-----\n", "argument key has no key that can be read" },
	{ "key", "-----BEGIN PRIVATE KEY-----\nbWFya2Vk", "argument key has no key that can be read" },
	{ "key", "marked no base64", "argument key has no key that can be read" },
	{ "key", "bWFy=a2V", "argument key has no key that can be read" },
	{ "key", "", "argument key has no key that can be read" },
	{ "hash_function", "MD9", "argument hash_function names no hash that is known here: MD9" },
	{ "ciphertext", "bWFya2Vk", "arguments key and ciphertext do not go together" },
};

/* Nothing is sent: nobody listens at this address. */
START_TEST(a_key_that_cannot_be_wrapped_is_refused_before_anything_is_sent)
{
	const struct mistake *mistake = &mistakes[_i];
	bool of_key = !strcmp(mistake->argument, "key");
	hvac_config *config = hvac_config_new();
	hvac_response *response;

	hvac_config_set(config, "address", "http://127.0.0.1:1");
	response = refused_as(client_from(config), HVAC_PARAM_VALIDATION_ERROR, ENGINE, "import_key",
	                      HVAC_ARGS(NAME("refused"), KEY(of_key ? mistake->value : "bWFya2Vk"), hvac_string(of_key ? "key_type" : mistake->argument, mistake->value)));
	says(response, mistake->says);
	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked"));
	ck_assert_ptr_null(strstr(hvac_response_message(response), "bWFy"));
}
END_TEST

/* The library's reading ends at a passphrase, and asks nobody for it. */
START_TEST(a_key_with_a_passphrase_is_refused)
{
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "import_key", NAME("locked"), KEY(key_locked_pem(key_new("EC")))), "without a passphrase");
}
END_TEST

static hvac_response *imported_from(const char *wrapping_key)
{
	const char *text = format("{\"exchanges\":[{\"request\":{\"method\":\"GET\",\"url\":\"/v1/transit/wrapping_key\",\"body\":null},"
	                          "\"response\":{\"status\":200,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"data\":%s}}}]}", wrapping_key);
	hvac_config *config = hvac_config_new();

	hvac_config_set(config, "token", "not-sent");
	hvac_config_adapter(config, hvac_replay_new(keep(server_file(server->directory, "answer.json", text), free)));
	return refused_as(client_from(config), HVAC_MALFORMED_ANSWER, ENGINE, "import_key", HVAC_ARGS(NAME("a"), KEY("bWFya2Vk")));
}

START_TEST(an_answer_without_a_wrapping_key_is_no_key_to_wrap_with)
{
	static const char reason[] = "the answer has no RSA key for that";
	char *text;

	says(imported_from("{}"), reason);
	says(imported_from("{\"public_key\":7}"), reason);
	says(imported_from("{\"public_key\":\"marked\"}"), reason);
	/* a key that signs and cannot encrypt */
	text = keep_text(hvac_value_to_text(keep_value(hvac_value_new_string(key_public_pem(key_new("EC")))), NULL));
	says(imported_from(format("{\"public_key\":%s}", text)), reason);
}
END_TEST

START_TEST(wrong_arguments_are_refused_by_name)
{
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "create_key", KEY_TYPE("hmac")), "argument name is missing");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "create_key", NAME("a"), hvac_string("derived", "yes")), "argument derived must be true or false");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "trim_key", NAME("a")), "argument min_version is missing");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "import_key", NAME("a"), hvac_integer("key", 7)), "argument key must be bytes or text");
	says(REFUSED(HVAC_INVALID_REQUEST, "create_key", NAME("a"), KEY_TYPE("marked-type")), "unknown key type");
	says(REFUSED(HVAC_INVALID_REQUEST, "create_key", NAME("a"), hvac_string("auto_rotate_period", "soon")), "auto_rotate_period");
	says(REFUSED(HVAC_INTERNAL_SERVER_ERROR, "import_key", NAME("a"), KEY_TYPE("aes128-gcm96"), KEY("bWFya2VkbWFya2VkbWFya2Vk")), "invalid key size");
	ck_assert_int_eq(look_status("transit/keys/a"), 404);
}
END_TEST

START_TEST(every_operation_was_called)
{
	all_were_called(ENGINE, "keys", (const char *const[]){ NULL });
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets/transit, live: keys");
	TCase *tests = live_case(suite, "keys");

	tcase_add_unchecked_fixture(tests, mount_made, NULL);
	tcase_add_test(tests, a_key_is_made_with_its_settings_and_read);
	tcase_add_test(tests, making_a_key_that_is_there_changes_nothing);
	tcase_add_test(tests, keys_are_listed);
	tcase_add_test(tests, versions_come_go_out_of_use_and_are_trimmed);
	tcase_add_test(tests, a_key_is_destroyed_only_where_that_is_allowed);
	tcase_add_test(tests, a_key_goes_out_of_use_and_comes_back);
	tcase_add_test(tests, an_exportable_key_comes_out_by_version);
	tcase_add_test(tests, a_backup_is_restored_under_either_name);
	tcase_add_test(tests, a_key_is_given_to_another_server_wrapped);
	tcase_add_test(tests, two_partners_derive_the_same_key);
	tcase_add_test(tests, a_certificate_is_requested_and_kept);
	tcase_add_test(tests, encrypting_makes_the_key_unless_the_mount_forbids_it);
	tcase_add_test(tests, the_cache_has_a_size);

	tests = live_case(suite, "import");
	tcase_add_loop_test(tests, a_symmetric_key_is_wrapped_and_is_the_same_there, 0, 6);
	tcase_add_test(tests, a_key_for_codes_may_have_any_length);
	tcase_add_test(tests, an_rsa_key_of_any_form_opens_what_the_server_encrypted);
	tcase_add_test(tests, a_key_is_imported_by_a_client_that_wants_its_answers_wrapped);
	tcase_add_test(tests, a_signing_key_of_ones_own_signs_there);
	tcase_add_test(tests, an_imported_key_gets_another_version_and_never_one_of_the_servers);
	tcase_add_test(tests, a_key_that_is_wrapped_already_is_sent_as_it_is);
	tcase_add_test(tests, a_key_never_leaves_unwrapped);
	tcase_add_loop_test(tests, a_key_that_cannot_be_wrapped_is_refused_before_anything_is_sent, 0, sizeof mistakes / sizeof mistakes[0]);
	tcase_add_test(tests, a_key_with_a_passphrase_is_refused);
	tcase_add_test(tests, an_answer_without_a_wrapping_key_is_no_key_to_wrap_with);

	tcase_add_test(live_case(suite, "mistakes"), wrong_arguments_are_refused_by_name);
	tcase_add_test(live_case(suite, "completeness"), every_operation_was_called);
	return live_main(suite);
}
