/* SPDX-License-Identifier: MIT */
#include "outside.h"
#include "calls.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

enum { NONCE_SIZE = 12, TAG_SIZE = 16, WRAP_ROOM = 16 };

static void end_key(void *key)
{
	EVP_PKEY_free(key);
}

static void end_file(void *file)
{
	BIO_free(file);
}

static EVP_PKEY *keep_key(EVP_PKEY *key)
{
	ck_assert_ptr_nonnull(key);
	return keep(key, end_key);
}

static unsigned char *room_for(size_t length)
{
	return keep(calloc(1, length + 1), free);
}

void bytes_are(struct bytes found, struct bytes wanted)
{
	ck_assert_uint_eq(found.length, wanted.length);
	ck_assert(!wanted.length || memcmp(found.start, wanted.start, wanted.length) == 0);
}

struct bytes random_bytes(size_t length)
{
	unsigned char *bytes = room_for(length);

	ck_assert_int_eq(RAND_bytes(bytes, (int)length), 1);
	return (struct bytes){ bytes, length };
}

struct bytes from_base64(const char *text)
{
	size_t length = strlen(text);
	unsigned char *bytes = room_for(length);
	int decoded = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length);

	ck_assert_int_ge(decoded, 0);
	for (size_t i = 1; i <= 2 && i <= length && text[length - i] == '='; i++)
		decoded--;
	return (struct bytes){ bytes, (size_t)decoded };
}

const char *to_base64(struct bytes bytes)
{
	unsigned char *text = room_for((bytes.length + 2) / 3 * 4);

	EVP_EncodeBlock(text, bytes.start, (int)bytes.length);
	return (const char *)text;
}

struct bytes payload_of(const char *sealed)
{
	ck_assert_ptr_nonnull(sealed);
	ck_assert_msg(strncmp(sealed, "vault:v1:", 9) == 0, "not of version 1: %s", sealed);
	return from_base64(sealed + 9);
}

EVP_PKEY *key_new(const char *type)
{
	if (!strcmp(type, "RSA"))
		return keep_key(EVP_PKEY_Q_keygen(NULL, NULL, type, (size_t)2048));
	return keep_key(!strcmp(type, "EC") ? EVP_PKEY_Q_keygen(NULL, NULL, type, "P-256") : EVP_PKEY_Q_keygen(NULL, NULL, type));
}

static BIO *file_new(void)
{
	return keep(BIO_new(BIO_s_mem()), end_file);
}

static struct bytes content_of(BIO *file)
{
	char *start;
	long length;

	ck_assert_int_eq(BIO_write(file, "", 1), 1);
	length = BIO_get_mem_data(file, &start);
	return (struct bytes){ (unsigned char *)start, (size_t)length - 1 };
}

const char *key_pem(EVP_PKEY *key)
{
	BIO *file = file_new();

	ck_assert_int_eq(PEM_write_bio_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
	return (const char *)content_of(file).start;
}

const char *key_locked_pem(EVP_PKEY *key)
{
	BIO *file = file_new();

	ck_assert_int_eq(PEM_write_bio_PKCS8PrivateKey(file, key, EVP_aes_256_cbc(), "passphrase", 10, NULL, NULL), 1);
	return (const char *)content_of(file).start;
}

const char *key_old_pem(EVP_PKEY *key)
{
	BIO *file = file_new();

	ck_assert_int_eq(PEM_write_bio_PrivateKey_traditional(file, key, NULL, NULL, 0, NULL, NULL), 1);
	return (const char *)content_of(file).start;
}

struct bytes key_der(EVP_PKEY *key)
{
	BIO *file = file_new();

	ck_assert_int_eq(i2d_PKCS8PrivateKey_bio(file, key, NULL, NULL, 0, NULL, NULL), 1);
	return content_of(file);
}

const char *key_public_pem(EVP_PKEY *key)
{
	BIO *file = file_new();

	ck_assert_int_eq(PEM_write_bio_PUBKEY(file, key), 1);
	return (const char *)content_of(file).start;
}

static BIO *file_of(const char *pem)
{
	return keep(BIO_new_mem_buf(pem, -1), end_file);
}

EVP_PKEY *key_from_public_pem(const char *pem)
{
	return keep_key(PEM_read_bio_PUBKEY(file_of(pem), NULL, NULL, NULL));
}

EVP_PKEY *key_from_public_ed25519(struct bytes bytes)
{
	return keep_key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes.start, bytes.length));
}

bool signature_is_good(EVP_PKEY *key, const char *hash, bool pss, struct bytes data, struct bytes signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *of_key;
	bool good;

	ck_assert_int_eq(EVP_DigestVerifyInit_ex(context, &of_key, hash, NULL, NULL, key, NULL), 1);
	if (pss) {
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING), 1);
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_AUTO), 1);
	}
	good = EVP_DigestVerify(context, signature.start, signature.length, data.start, data.length) == 1;
	EVP_MD_CTX_free(context);
	return good;
}

struct bytes hmac_of(const char *hash, struct bytes key, struct bytes data)
{
	unsigned char *code = room_for(EVP_MAX_MD_SIZE);
	size_t length = 0;

	ck_assert_ptr_nonnull(EVP_Q_mac(NULL, "HMAC", NULL, hash, NULL, key.start, key.length, data.start, data.length, code, EVP_MAX_MD_SIZE, &length));
	return (struct bytes){ code, length };
}

struct bytes digest_of(const char *hash, struct bytes data)
{
	unsigned char *digest = room_for(EVP_MAX_MD_SIZE);
	size_t length = 0;

	ck_assert_int_eq(EVP_Q_digest(NULL, hash, NULL, data.start, data.length, digest, &length), 1);
	return (struct bytes){ digest, length };
}

static const EVP_CIPHER *gcm_of(struct bytes key)
{
	return key.length == 16 ? EVP_aes_128_gcm() : EVP_aes_256_gcm();
}

struct bytes gcm_seal(struct bytes key, struct bytes plaintext, struct bytes associated)
{
	struct bytes nonce = random_bytes(NONCE_SIZE);
	unsigned char *sealed = room_for(NONCE_SIZE + plaintext.length + TAG_SIZE), *to = sealed + NONCE_SIZE;
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int length;

	memcpy(sealed, nonce.start, nonce.length);
	ck_assert_int_eq(EVP_EncryptInit_ex(context, gcm_of(key), NULL, key.start, nonce.start), 1);
	ck_assert_int_eq(EVP_EncryptUpdate(context, NULL, &length, associated.start, (int)associated.length), 1);
	ck_assert_int_eq(EVP_EncryptUpdate(context, to, &length, plaintext.start, (int)plaintext.length), 1);
	ck_assert_int_eq(EVP_EncryptFinal_ex(context, to + length, &length), 1);
	ck_assert_int_eq(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, to + plaintext.length), 1);
	EVP_CIPHER_CTX_free(context);
	return (struct bytes){ sealed, NONCE_SIZE + plaintext.length + TAG_SIZE };
}

struct bytes gcm_open(struct bytes key, struct bytes sealed, struct bytes associated)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	size_t inner;
	unsigned char *plaintext, tag[TAG_SIZE];
	int length;

	ck_assert_uint_ge(sealed.length, NONCE_SIZE + TAG_SIZE);
	inner = sealed.length - NONCE_SIZE - TAG_SIZE;
	plaintext = room_for(inner);
	memcpy(tag, sealed.start + NONCE_SIZE + inner, TAG_SIZE);
	ck_assert_int_eq(EVP_DecryptInit_ex(context, gcm_of(key), NULL, key.start, sealed.start), 1);
	ck_assert_int_eq(EVP_DecryptUpdate(context, NULL, &length, associated.start, (int)associated.length), 1);
	ck_assert_int_eq(EVP_DecryptUpdate(context, plaintext, &length, sealed.start + NONCE_SIZE, (int)inner), 1);
	ck_assert_int_eq(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag), 1);
	ck_assert_msg(EVP_DecryptFinal_ex(context, plaintext + length, &length) == 1, "it is not what was encrypted with this key");
	EVP_CIPHER_CTX_free(context);
	return (struct bytes){ plaintext, inner };
}

typedef int rsa_work(EVP_PKEY_CTX *context, unsigned char *out, size_t *out_length, const unsigned char *in, size_t in_length);

static struct bytes oaep(EVP_PKEY *key, int (*init)(EVP_PKEY_CTX *context), rsa_work *work, struct bytes in)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	size_t length = (size_t)EVP_PKEY_size(key);
	unsigned char *out = room_for(length);

	ck_assert_int_eq(init(context), 1);
	ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING), 1);
	ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()), 1);
	ck_assert_int_eq(work(context, out, &length, in.start, in.length), 1);
	EVP_PKEY_CTX_free(context);
	return (struct bytes){ out, length };
}

struct bytes oaep_seal(EVP_PKEY *key, struct bytes plaintext)
{
	return oaep(key, EVP_PKEY_encrypt_init, EVP_PKEY_encrypt, plaintext);
}

struct bytes oaep_open(EVP_PKEY *key, struct bytes sealed)
{
	return oaep(key, EVP_PKEY_decrypt_init, EVP_PKEY_decrypt, sealed);
}

struct bytes key_unwrap(struct bytes aes_key, struct bytes wrapped)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	unsigned char *key = room_for(wrapped.length + WRAP_ROOM);
	int length;

	EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
	ck_assert_int_eq(EVP_DecryptInit_ex(context, EVP_aes_256_wrap_pad(), NULL, aes_key.start, NULL), 1);
	ck_assert_int_eq(EVP_DecryptUpdate(context, key, &length, wrapped.start, (int)wrapped.length), 1);
	EVP_CIPHER_CTX_free(context);
	return (struct bytes){ key, (size_t)length };
}

const char *certificate_new(EVP_PKEY *key, const char *name)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);
	BIO *file = file_new();

	ck_assert_int_eq(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0), 1);
	ck_assert_int_eq(X509_set_version(certificate, X509_VERSION_3), 1);
	ck_assert_int_eq(ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1), 1);
	ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notBefore(certificate), -60));
	ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notAfter(certificate), 86400));
	ck_assert_int_eq(X509_set_issuer_name(certificate, subject), 1);
	ck_assert_int_eq(X509_set_pubkey(certificate, key), 1);
	ck_assert_int_gt(X509_sign(certificate, key, EVP_sha256()), 0);
	ck_assert_int_eq(PEM_write_bio_X509(file, certificate), 1);
	X509_free(certificate);
	return (const char *)content_of(file).start;
}

bool request_is_of(const char *pem, EVP_PKEY *key)
{
	X509_REQ *request = PEM_read_bio_X509_REQ(file_of(pem), NULL, NULL, NULL);
	bool is;

	ck_assert_ptr_nonnull(request);
	is = X509_REQ_verify(request, key) == 1 && EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key) == 1;
	X509_REQ_free(request);
	return is;
}
