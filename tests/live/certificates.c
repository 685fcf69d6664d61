/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "certificates.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define LIFE_S 86400L

static char *text_of(BIO *memory)
{
	char *bytes;
	long length = BIO_get_mem_data(memory, &bytes);

	return length > 0 ? strndup(bytes, (size_t)length) : NULL;
}

static char *certificate_text(X509 *certificate)
{
	BIO *memory = BIO_new(BIO_s_mem());
	char *text = memory && PEM_write_bio_X509(memory, certificate) ? text_of(memory) : NULL;

	BIO_free(memory);
	return text;
}

static char *key_text(EVP_PKEY *key, const char *passphrase)
{
	BIO *memory = BIO_new(BIO_s_mem());
	char *text = NULL;

	if (memory && PEM_write_bio_PKCS8PrivateKey(memory, key, passphrase ? EVP_aes_256_cbc() : NULL, passphrase, passphrase ? (int)strlen(passphrase) : 0,
	                                            NULL, NULL))
		text = text_of(memory);
	BIO_free(memory);
	return text;
}

static X509 *read_certificate(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	X509 *certificate = memory ? PEM_read_bio_X509(memory, NULL, NULL, NULL) : NULL;

	BIO_free(memory);
	return certificate;
}

static EVP_PKEY *read_key(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	EVP_PKEY *key = memory ? PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL) : NULL;

	BIO_free(memory);
	return key;
}

static bool add_extension(X509 *certificate, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);
	bool added = extension && X509_add_ext(certificate, extension, -1);

	X509_EXTENSION_free(extension);
	return added;
}

static bool fill(X509 *certificate, EVP_PKEY *key, const char *name, X509_NAME *issuer)
{
	X509_NAME *subject = X509_get_subject_name(certificate);
	unsigned long serial;

	return RAND_bytes((unsigned char *)&serial, sizeof serial) == 1 &&
	       ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) && X509_set_version(certificate, X509_VERSION_3) &&
	       X509_gmtime_adj(X509_getm_notBefore(certificate), -LIFE_S) && X509_gmtime_adj(X509_getm_notAfter(certificate), LIFE_S) &&
	       X509_set_pubkey(certificate, key) &&
	       X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0) &&
	       X509_set_issuer_name(certificate, issuer ? issuer : subject);
}

struct identity authority_new(const char *name)
{
	struct identity made = { NULL, NULL };
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();

	if (key && certificate && fill(certificate, key, name, NULL) && add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
	    add_extension(certificate, NID_key_usage, "critical,keyCertSign,cRLSign") && X509_sign(certificate, key, EVP_sha256())) {
		made.certificate = certificate_text(certificate);
		made.key = key_text(key, NULL);
	}
	X509_free(certificate);
	EVP_PKEY_free(key);
	return made;
}

struct identity identity_new(const struct identity *authority, const char *name, const char *names)
{
	struct identity made = { NULL, NULL };
	X509 *issuer = read_certificate(authority->certificate), *certificate = X509_new();
	EVP_PKEY *issuer_key = read_key(authority->key), *key = EVP_EC_gen("P-256");

	if (issuer && issuer_key && key && certificate && fill(certificate, key, name, X509_get_subject_name(issuer)) &&
	    add_extension(certificate, NID_ext_key_usage, names ? "serverAuth" : "clientAuth") &&
	    (!names || add_extension(certificate, NID_subject_alt_name, names)) && X509_sign(certificate, issuer_key, EVP_sha256())) {
		made.certificate = certificate_text(certificate);
		made.key = key_text(key, NULL);
	}
	X509_free(certificate);
	X509_free(issuer);
	EVP_PKEY_free(key);
	EVP_PKEY_free(issuer_key);
	return made;
}

void identity_free(struct identity *identity)
{
	free(identity->certificate);
	free(identity->key);
}

char *key_encrypted(const char *text, const char *passphrase)
{
	EVP_PKEY *key = read_key(text);
	char *encrypted = key ? key_text(key, passphrase) : NULL;

	EVP_PKEY_free(key);
	return encrypted;
}

char *authority_file_name(const char *text)
{
	X509 *certificate = read_certificate(text);
	char *name = NULL;

	if (certificate && asprintf(&name, "%08lx.0", X509_NAME_hash_ex(X509_get_subject_name(certificate), NULL, NULL, NULL)) < 0)
		name = NULL;
	X509_free(certificate);
	return name;
}
