/* SPDX-License-Identifier: MIT */
/* A certificate to log in with: the arguments cert_pem, key_pem and cacert of auth/cert, auth/spiffe and auth/tpm. */
#ifndef HVAC_AUTH_IDENTITY_H
#define HVAC_AUTH_IDENTITY_H

#include <string.h>
#include <hvac/plugin.h>
#include <openssl/err.h>
#include <openssl/pem.h>

/* Without this OpenSSL would ask for one on the terminal. */
static inline int no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static inline X509 *read_certificate(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	X509 *certificate = memory ? PEM_read_bio_X509(memory, NULL, no_passphrase, NULL) : NULL;

	BIO_free(memory);
	return certificate;
}

static inline EVP_PKEY *read_key(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	EVP_PKEY *key = memory ? PEM_read_bio_PrivateKey(memory, NULL, no_passphrase, NULL) : NULL;

	BIO_free(memory);
	return key;
}

/* A key that only the provider of the TPM can read is TLS' affair. */
static inline bool is_in_tpm(const char *key_text)
{
	return strstr(key_text, "-----BEGIN TSS2 PRIVATE KEY-----");
}

/* NULL: it is as it must be. `key_text` is NULL where it is hidden. */
static inline const char *mistake_in(const X509 *certificate, const EVP_PKEY *key, const char *key_text)
{
	if (!certificate)
		return "cert_pem is no certificate in PEM; is it cut off, or the path of a file, which is given as such?";
	if (!key_text || is_in_tpm(key_text))
		return NULL;
	if (!key && strstr(key_text, "ENCRYPTED"))
		return "key_pem is under a passphrase; the client's options client_cert, client_key and client_key_passphrase_file take such a key";
	if (!key)
		return "key_pem is no private key in PEM; is it cut off, or the path of a file, which is given as such?";
	return X509_check_private_key(certificate, key) == 1 ? NULL : "key_pem is not the key of the certificate in cert_pem, or of the first one there";
}

static inline int check_time(struct hvac_task *task, const X509 *certificate)
{
	time_t now = (time_t)hvac_task_now(task);

	if (X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0)
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the certificate in cert_pem has expired");
	if (X509_cmp_time(X509_get0_notBefore(certificate), &now) > 0)
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the certificate in cert_pem is not valid yet; is this machine's clock right?");
	return HVAC_HOOK_AGAIN;
}

static inline int check(struct hvac_task *task, const char *certificate_text, const char *key_text)
{
	X509 *certificate = read_certificate(certificate_text);
	EVP_PKEY *key = certificate && key_text ? read_key(key_text) : NULL;
	const char *mistake = mistake_in(certificate, key, key_text);
	int result = mistake ? hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s", mistake) : check_time(task, certificate);

	EVP_PKEY_free(key);
	X509_free(certificate);
	return result;
}

static inline int check_authority(struct hvac_task *task, const char *text)
{
	X509 *certificate = read_certificate(text);

	X509_free(certificate);
	return certificate ? HVAC_HOOK_AGAIN : hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cacert is no certificate in PEM; is it cut off, "
	                                                      "or the path of a file, which is given as such?");
}

/* A prepare: whether what shall be shown is a certificate with its key, before TLS fails with it. */
static inline int identity_check(struct hvac_task *task, void *state)
{
	const char *certificate = hvac_task_string(task, "cert_pem"), *key = hvac_task_string(task, "key_pem"), *authority = hvac_task_string(task, "cacert");
	int result = HVAC_HOOK_AGAIN;

	(void)state;
	if (!certificate != !key)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s", certificate ? "cert_pem needs key_pem" : "key_pem needs cert_pem");
	/* what OpenSSL notes of its failures is of no use to the program */
	ERR_set_mark();
	if (certificate)
		result = check(task, certificate, hvac_task_is_hidden(task, "key_pem") ? NULL : key);
	if (authority && result == HVAC_HOOK_AGAIN)
		result = check_authority(task, authority);
	ERR_pop_to_mark();
	return result;
}

#endif
