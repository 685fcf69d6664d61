/* SPDX-License-Identifier: MIT */
#include "jwt.h"
#include "signing.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

/* RFC 4648, section 5, without padding. */
static const char *base64url(struct hvac_task *task, const void *bytes, size_t length)
{
	char *text = length < INT32_MAX / 2 ? hvac_task_alloc(task, 4 * ((length + 2) / 3) + 1) : NULL;

	if (!text)
		return "";
	EVP_EncodeBlock((unsigned char *)text, bytes, (int)length);
	for (char *c = text; *c; c++)
		*c = *c == '+' ? '-' : *c == '/' ? '_' : *c == '=' ? '\0' : *c;
	return text;
}

/* Keys of this kind have no passphrase; without this OpenSSL would ask for one on the terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static EVP_PKEY *read_key(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	EVP_PKEY *key = memory ? PEM_read_bio_PrivateKey(memory, NULL, no_passphrase, NULL) : NULL;

	BIO_free(memory);
	if (key && EVP_PKEY_is_a(key, "RSA"))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

static const char *signature(struct hvac_task *task, EVP_PKEY *key, const char *text)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = (size_t)EVP_PKEY_get_size(key);
	unsigned char *bytes = hvac_task_alloc(task, length);
	bool made = context && bytes && EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
	            EVP_DigestSign(context, bytes, &length, (const unsigned char *)text, strlen(text)) == 1;

	EVP_MD_CTX_free(context);
	return made ? base64url(task, bytes, length) : NULL;
}

/* In the task's memory. */
static const char *header(struct hvac_task *task, const char *key_id)
{
	hvac_value *map = hvac_value_new_map();
	char *text = NULL;
	const char *encoded = "";

	if (hvac_value_adopt_member(map, "alg", hvac_value_new_string("RS256")) == HVAC_OK &&
	    hvac_value_adopt_member(map, "typ", hvac_value_new_string("JWT")) == HVAC_OK &&
	    hvac_value_adopt_member(map, "kid", hvac_value_new_string(key_id)) == HVAC_OK)
		text = hvac_value_to_text(map, NULL);
	if (text)
		encoded = base64url(task, text, strlen(text));
	hvac_text_free(text);
	hvac_value_free(map);
	return encoded;
}

const char *gcp_jwt(struct hvac_task *task, const char *key_text, const char *key_id, const char *claims, const char **why)
{
	const char *text = text_print(task, "%s.%s", header(task, key_id), base64url(task, claims, strlen(claims))), *made = NULL;
	EVP_PKEY *key;

	/* what OpenSSL notes of its failures is of no use to the program */
	ERR_set_mark();
	*why = "is no RSA key in PEM; is it cut off?";
	key = read_key(key_text);
	if (key) {
		*why = "is a key with which OpenSSL refuses to sign";
		made = signature(task, key, text);
	}
	EVP_PKEY_free(key);
	ERR_pop_to_mark();
	return made ? text_print(task, "%s.%s", text, made) : NULL;
}
