/* SPDX-License-Identifier: MIT */
/*
 * Signatures by RSA and SHA-256 with a private key in PEM. Here for auth/cf and auth/oci alike; all is static, so that both can
 * be linked into one library. What OpenSSL notes of its failures is taken back: it is of no use to the program.
 */
#ifndef HVAC_AUTH_RSA_H
#define HVAC_AUTH_RSA_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include "signing.h"

/* Without one OpenSSL would ask for it on the terminal. */
static inline int rsa_passphrase(char *buffer, int size, int writing, void *passphrase)
{
	size_t length = passphrase ? strlen(passphrase) : 0;

	(void)writing;
	if (!length || length > (size_t)size)
		return -1;
	memcpy(buffer, passphrase, length);
	return (int)length;
}

static inline const char *rsa_why_not(const char *pem, const char *passphrase, const EVP_PKEY *key)
{
	if (key)
		return "it is no RSA key";
	/* false [analyzer-null-argument]: what was found is there: hvac_task_fail() never returns FOUND */
	if (!strstr(pem, "PRIVATE KEY-----"))
		return "there is no private key in PEM in it";
	if (!strstr(pem, "ENCRYPTED"))
		return "it is cut off or damaged";
	return passphrase ? "its passphrase is another one, or it is damaged" : "it is encrypted, and no passphrase is given";
}

/* To be freed with EVP_PKEY_free; NULL after hvac_task_fail, with its result in *failed. `passphrase` may be NULL; `source` is
 * what the key is called in an error. */
static inline EVP_PKEY *rsa_read_key(struct hvac_task *task, const char *pem, const char *passphrase, const char *source, int *failed)
{
	BIO *memory = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key;

	ERR_set_mark();
	key = memory ? PEM_read_bio_PrivateKey(memory, NULL, rsa_passphrase, (void *)(uintptr_t)passphrase) : NULL;
	ERR_pop_to_mark();
	BIO_free(memory);
	if (key && EVP_PKEY_is_a(key, "RSA"))
		return key;
	*failed = hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cannot sign with %s: %s", source, rsa_why_not(pem, passphrase, key));
	EVP_PKEY_free(key);
	return NULL;
}

/* `padding`: RSA_PKCS1_PADDING, or RSA_PKCS1_PSS_PADDING with a salt as long as the digest. The signature in base64; NULL where
 * OpenSSL refuses, as a FIPS provider does with a short key. */
static inline const char *rsa_sign(struct hvac_task *task, EVP_PKEY *key, int padding, const char *text)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options;
	size_t length = (size_t)EVP_PKEY_get_size(key);
	unsigned char *bytes = hvac_task_alloc(task, length);
	bool made;

	ERR_set_mark();
	made = context && bytes && EVP_DigestSignInit_ex(context, &options, "SHA256", NULL, NULL, key, NULL) == 1 &&
	       EVP_PKEY_CTX_set_rsa_padding(options, padding) == 1 &&
	       (padding != RSA_PKCS1_PSS_PADDING || EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1) &&
	       EVP_DigestSign(context, bytes, &length, (const unsigned char *)text, strlen(text)) == 1;
	ERR_pop_to_mark();
	EVP_MD_CTX_free(context);
	return made ? text_base64(task, bytes, length) : NULL;
}

#endif
