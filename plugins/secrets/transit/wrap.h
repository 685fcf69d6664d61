/* SPDX-License-Identifier: MIT */
/*
 * A key that is brought along, made into what servers import: the key wrapped by a fresh AES key (AES-KWP, RFC 5649), behind
 * that AES key encrypted to the server's own one (RSA-OAEP, RFC 8017), in base64. All is static, so that engines which use it
 * can be linked into one library. The task's memory, where keys lie meanwhile, is wiped with it.
 */
#ifndef HVAC_SECRETS_WRAP_H
#define HVAC_SECRETS_WRAP_H

#include <stdbool.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <hvac/plugin.h>

enum { WRAP_AES_KEY_SIZE = 32, WRAP_BLOCK_SIZE = 8 };

struct wrap_bytes {
	const unsigned char *start;
	size_t length;
};

/* What is known before the server's own key is: the state of an operation that brings a key along. */
struct wrapping {
	struct wrap_bytes key;
	const EVP_MD *hash;
};

static inline int wrap_no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

/* PKCS #8 in DER, which is what servers take, of any private key in PEM; false when there is none that can be read. */
static inline bool wrap_read_pem(struct hvac_task *task, struct wrap_bytes pem, struct wrap_bytes *key)
{
	BIO *file = pem.length <= INT32_MAX ? BIO_new_mem_buf(pem.start, (int)pem.length) : NULL;
	EVP_PKEY *parsed = file ? PEM_read_bio_PrivateKey(file, NULL, wrap_no_passphrase, NULL) : NULL;
	PKCS8_PRIV_KEY_INFO *info = parsed ? EVP_PKEY2PKCS8(parsed) : NULL;
	int length = info ? i2d_PKCS8_PRIV_KEY_INFO(info, NULL) : 0;
	unsigned char *der = length > 0 ? hvac_task_alloc(task, (size_t)length) : NULL, *end = der;

	if (der)
		*key = (struct wrap_bytes){ der, (size_t)i2d_PKCS8_PRIV_KEY_INFO(info, &end) };
	PKCS8_PRIV_KEY_INFO_free(info);
	EVP_PKEY_free(parsed);
	BIO_free(file);
	return der != NULL;
}

static inline bool wrap_read_base64(struct hvac_task *task, struct wrap_bytes text, struct wrap_bytes *key)
{
	bool may_be = text.length && text.length % 4 == 0 && text.length <= INT32_MAX && strcspn((const char *)text.start, "=") + 2 >= text.length;
	unsigned char *bytes = may_be ? hvac_task_alloc(task, text.length / 4 * 3) : NULL;
	int length = bytes ? EVP_DecodeBlock(bytes, text.start, (int)text.length) : -1;

	if (length < 0)
		return false;
	for (size_t i = 1; i <= 2 && text.start[text.length - i] == '='; i++)
		length--;
	*key = (struct wrap_bytes){ bytes, (size_t)length };
	return true;
}

/* PEM in whichever form, else bytes as they are, else text that is base64. */
static inline bool wrap_read_key(struct hvac_task *task, const char *argument, struct wrap_bytes *key)
{
	static const char pem[] = "-----BEGIN ";
	struct wrap_bytes given = { NULL, 0 };

	given.start = hvac_task_bytes(task, argument, &given.length);
	if (given.length && memmem(given.start, given.length, pem, sizeof pem - 1))
		return wrap_read_pem(task, given, key);
	if (hvac_task_string(task, argument))
		return wrap_read_base64(task, given, key);
	*key = given;
	return given.length > 0;
}

/* Takes the key, and the name of the hash for OAEP (SHA256 when not given), of these arguments. Returns HVAC_HOOK_AGAIN, or what
 * hvac_task_fail returned. */
static inline int wrap_begin(struct hvac_task *task, const char *key, const char *hash, struct wrapping *wrapping)
{
	const char *name = hvac_task_string(task, hash);
	bool fine;

	wrapping->hash = EVP_get_digestbyname(name ? name : "SHA256");
	if (!wrapping->hash)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument %s names no hash that is known here: %s", hash, name ? name : "SHA256");
	if (hvac_task_is_hidden(task, key))
		return HVAC_HOOK_AGAIN;
	ERR_set_mark();
	fine = wrap_read_key(task, key, &wrapping->key);
	ERR_pop_to_mark();
	if (fine)
		return HVAC_HOOK_AGAIN;
	return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR,
	                      "argument %s has no key that can be read: a private one in PEM without a passphrase, bytes, or text in base64", key);
}

/* AES-KWP; `wrapped` has room for the key and two blocks more. Its length, 0 on failure. */
static inline size_t wrap_by_aes(const unsigned char *aes_key, struct wrap_bytes key, unsigned char *wrapped)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int length = 0, rest = 0;
	bool fine = false;

	if (context && key.length <= INT32_MAX) {
		EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
		fine = EVP_EncryptInit_ex(context, EVP_aes_256_wrap_pad(), NULL, aes_key, NULL) == 1 &&
		       EVP_EncryptUpdate(context, wrapped, &length, key.start, (int)key.length) == 1 &&
		       EVP_EncryptFinal_ex(context, wrapped + length, &rest) == 1;
	}
	EVP_CIPHER_CTX_free(context);
	return fine ? (size_t)(length + rest) : 0;
}

static inline EVP_PKEY *wrap_read_public_key(const char *pem)
{
	BIO *file = pem ? BIO_new_mem_buf(pem, -1) : NULL;
	EVP_PKEY *key = file ? PEM_read_bio_PUBKEY(file, NULL, NULL, NULL) : NULL;

	BIO_free(file);
	return key;
}

/* RSA-OAEP with this hash, also below MGF1; `encrypted` has room for EVP_PKEY_size bytes. Its length, 0 on failure. */
static inline size_t wrap_by_rsa(EVP_PKEY *key, const EVP_MD *hash, const unsigned char *aes_key, unsigned char *encrypted)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	size_t length = (size_t)EVP_PKEY_size(key);
	bool fine = context && EVP_PKEY_encrypt_init(context) == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
	            EVP_PKEY_CTX_set_rsa_oaep_md(context, hash) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash) == 1 &&
	            EVP_PKEY_encrypt(context, encrypted, &length, aes_key, WRAP_AES_KEY_SIZE) == 1;

	EVP_PKEY_CTX_free(context);
	return fine ? length : 0;
}

/* NULL when it cannot be made: then memory ran out, or the server's key is none for this. */
static inline const char *wrap_by_both(struct hvac_task *task, EVP_PKEY *server_key, const struct wrapping *wrapping)
{
	size_t room = (size_t)EVP_PKEY_size(server_key) + wrapping->key.length + (size_t)2 * WRAP_BLOCK_SIZE, first, second = 0;
	unsigned char *aes_key = hvac_task_alloc(task, WRAP_AES_KEY_SIZE), *wrapped = hvac_task_alloc(task, room), *text;

	if (!aes_key || !wrapped || hvac_task_random(task, aes_key, WRAP_AES_KEY_SIZE) != 0)
		return NULL;
	first = wrap_by_rsa(server_key, wrapping->hash, aes_key, wrapped);
	if (first)
		second = wrap_by_aes(aes_key, wrapping->key, wrapped + first);
	text = second ? hvac_task_alloc(task, 4 * ((first + second + 2) / 3) + 1) : NULL;
	if (text)
		EVP_EncodeBlock(text, wrapped, (int)(first + second));
	return (const char *)text;
}

/* Wraps the key for the server whose own one is `pem`, of its answer. Returns HVAC_HOOK_AGAIN and *ciphertext, or what
 * hvac_task_fail returned. */
static inline int wrap_end(struct hvac_task *task, const char *pem, const struct wrapping *wrapping, const char **ciphertext)
{
	EVP_PKEY *server_key;

	ERR_set_mark();
	server_key = wrap_read_public_key(pem);
	*ciphertext = server_key ? wrap_by_both(task, server_key, wrapping) : NULL;
	EVP_PKEY_free(server_key);
	ERR_pop_to_mark();
	if (*ciphertext)
		return HVAC_HOOK_AGAIN;
	return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the key cannot be wrapped: the answer has no RSA key for that, in PEM");
}

/* The hooks of an operation with the arguments key, ciphertext and hash_function: prepare, and the finish of its "@wrapping_key",
 * which asks for the server's own key. A key that cannot be read ends it before that. */
static inline int wrap_prepare(struct hvac_task *task, void *state)
{
	int next;

	if (!hvac_task_value(task, "key"))
		return HVAC_HOOK_AGAIN;
	if (hvac_task_value(task, "ciphertext"))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "arguments key and ciphertext do not go together: the one becomes the other");
	next = wrap_begin(task, "key", "hash_function", state);
	if (next == HVAC_HOOK_AGAIN)
		hvac_request_use(task, "@wrapping_key");
	return next;
}

static inline int wrap_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	const char *ciphertext;
	hvac_value *body;
	int next;

	if (hvac_response_status(response) != HVAC_OK)
		return HVAC_HOOK_DONE;
	next = wrap_end(task, hvac_response_string(response, "public_key"), state, &ciphertext);
	if (next != HVAC_HOOK_AGAIN)
		return next;
	hvac_request_use(task, NULL);
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "ciphertext", hvac_value_new_string(ciphertext)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

#endif
