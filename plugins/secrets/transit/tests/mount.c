/* SPDX-License-Identifier: MIT */
#include "mount.h"

#include <string.h>

const struct bytes data = { (const unsigned char *)"order\0 5 \xff\xfe\n", 12 };
const struct bytes other = { (const unsigned char *)"order\0 6 \xff\xfe\n", 12 };
const struct bytes nothing = { (const unsigned char *)"", 0 };

void mount_made(void)
{
	int status;

	ask(server, server->token, "POST", "sys/mounts/transit", "{\"type\":\"transit\"}", &status);
	ck_assert_int_eq(status, 204);
}

void key_made(const char *name, const char *settings)
{
	set_up("POST", format("transit/keys/%s", name), format("{%s}", settings));
}

const hvac_value *key_seen(const char *name)
{
	return hvac_value_at(look(format("transit/keys/%s", name)), "/data");
}

EVP_PKEY *public_key_of(const char *name)
{
	const char *text = text_at(key_seen(name), "/keys/1/public_key");

	return strncmp(text, "-----", 5) == 0 ? key_from_public_pem(text) : key_from_public_ed25519(from_base64(text));
}

struct bytes exported(const char *kind, const char *name)
{
	return from_base64(text_at(look(format("transit/export/%s/%s/1", kind, name)), "/data/keys/1"));
}

struct bytes answered_bytes(const hvac_response *response, const char *pointer)
{
	size_t length = 0;
	const unsigned char *start = hvac_response_bytes(response, pointer, &length);

	ck_assert_ptr_nonnull(start);
	return (struct bytes){ start, length };
}

const char *encrypted(const char *name, struct bytes plaintext)
{
	return hvac_response_string(CALL("encrypt_data", NAME(name), BYTES("plaintext", plaintext)), "ciphertext");
}

struct bytes decrypted(const char *name, const char *ciphertext)
{
	return answered_bytes(CALL("decrypt_data", NAME(name), hvac_string("ciphertext", ciphertext)), "plaintext");
}

const char *signature_by(const char *name, struct bytes signed_data)
{
	return hvac_response_string(CALL("sign_data", NAME(name), BYTES("hash_input", signed_data)), "signature");
}
