/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define DAY 86400L

static bool add_extension(X509 *certificate, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);
	bool added = extension && X509_add_ext(certificate, extension, -1);

	X509_EXTENSION_free(extension);
	return added;
}

/* Version, serial number, name, key and two days of life that end at `end` from now, in seconds. */
static bool fill(const struct identity *identity, const char *name, long end)
{
	X509 *certificate = identity->certificate;
	uint64_t serial;

	return identity->key && certificate && RAND_bytes((unsigned char *)&serial, sizeof serial) == 1 &&
	       ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) && X509_set_version(certificate, X509_VERSION_3) &&
	       X509_gmtime_adj(X509_getm_notBefore(certificate), end - 2 * DAY) && X509_gmtime_adj(X509_getm_notAfter(certificate), end) &&
	       X509_set_pubkey(certificate, identity->key) &&
	       X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
}

static struct identity empty_new(void)
{
	return (struct identity){ X509_new(), EVP_EC_gen("P-256") };
}

struct identity authority_new(const char *name)
{
	struct identity made = empty_new();

	if (!fill(&made, name, DAY) || !X509_set_issuer_name(made.certificate, X509_get_subject_name(made.certificate)) ||
	    !add_extension(made.certificate, NID_basic_constraints, "critical,CA:TRUE") ||
	    !add_extension(made.certificate, NID_key_usage, "critical,keyCertSign") || !X509_sign(made.certificate, made.key, EVP_sha256()))
		identity_free(&made);
	return made;
}

static bool sign(const struct identity *made, const struct identity *issuer)
{
	return X509_set_issuer_name(made->certificate, X509_get_subject_name(issuer->certificate)) && X509_sign(made->certificate, issuer->key, EVP_sha256());
}

struct identity identity_new(const struct identity *authority, enum identity_kind kind)
{
	const char *names = kind == IDENTITY_WRONG_HOST ? "DNS:elsewhere.test,IP:127.0.0.9" : "IP:127.0.0.1,IP:127.0.0.2,DNS:one.localhost";
	struct identity made = empty_new(), foreign = { NULL, NULL };
	const struct identity *issuer = authority;

	if (kind == IDENTITY_UNKNOWN) {
		foreign = authority_new("a foreign authority");
		issuer = &foreign;
	}
	if (!issuer->key || !fill(&made, "the server", kind == IDENTITY_EXPIRED ? -DAY : DAY) ||
	    !add_extension(made.certificate, NID_subject_alt_name, names) || !sign(&made, issuer))
		identity_free(&made);
	identity_free(&foreign);
	return made;
}

struct identity identity_new_client(const struct identity *authority, const char *name)
{
	struct identity made = empty_new();

	if (!fill(&made, name, DAY) || !add_extension(made.certificate, NID_ext_key_usage, "clientAuth") || !sign(&made, authority))
		identity_free(&made);
	return made;
}

void identity_free(struct identity *identity)
{
	X509_free(identity->certificate);
	EVP_PKEY_free(identity->key);
	*identity = (struct identity){ NULL, NULL };
}

/* Takes the memory. */
static char *text_of(BIO *memory, bool written)
{
	char *bytes, *text = NULL;
	long length = written ? BIO_get_mem_data(memory, &bytes) : 0;

	if (length > 0)
		text = strndup(bytes, (size_t)length);
	BIO_free(memory);
	return text;
}

char *identity_text(const struct identity *identity)
{
	BIO *memory = BIO_new(BIO_s_mem());

	return text_of(memory, memory && PEM_write_bio_X509(memory, identity->certificate));
}

char *identity_key_text(const struct identity *identity)
{
	BIO *memory = BIO_new(BIO_s_mem());

	return text_of(memory, memory && PEM_write_bio_PrivateKey(memory, identity->key, NULL, NULL, 0, NULL, NULL));
}

char *identity_name(X509 *certificate)
{
	X509_NAME *subject = certificate ? X509_get_subject_name(certificate) : NULL;
	int place = subject ? X509_NAME_get_index_by_NID(subject, NID_commonName, -1) : -1;
	const ASN1_STRING *name = place < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place));

	return name ? strndup((const char *)ASN1_STRING_get0_data(name), (size_t)ASN1_STRING_length(name)) : NULL;
}
