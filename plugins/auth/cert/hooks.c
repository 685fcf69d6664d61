/* SPDX-License-Identifier: MIT */
#include "hooks.h"
#include "credentials.h"

#include <openssl/err.h>
#include <openssl/pem.h>

/* Without this OpenSSL would ask for one on the terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static X509 *read_certificate(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	X509 *certificate = memory ? PEM_read_bio_X509(memory, NULL, no_passphrase, NULL) : NULL;

	BIO_free(memory);
	return certificate;
}

static EVP_PKEY *read_key(const char *text)
{
	BIO *memory = BIO_new_mem_buf(text, -1);
	EVP_PKEY *key = memory ? PEM_read_bio_PrivateKey(memory, NULL, no_passphrase, NULL) : NULL;

	BIO_free(memory);
	return key;
}

/* NULL: it is as it must be. */
static const char *mistake_in(const X509 *certificate, const EVP_PKEY *key, const char *key_text)
{
	if (!certificate)
		return "cert_pem is no certificate in PEM; is it cut off, or the path of a file, which is given as such?";
	if (!key && strstr(key_text, "ENCRYPTED"))
		return "key_pem is under a passphrase; the client's options client_cert, client_key and client_key_passphrase_file take such a key";
	if (!key)
		return "key_pem is no private key in PEM; is it cut off, or the path of a file, which is given as such?";
	return X509_check_private_key(certificate, key) == 1 ? NULL : "key_pem is not the key of the certificate in cert_pem, or of the first one there";
}

static int check_time(struct hvac_task *task, const X509 *certificate)
{
	time_t now = (time_t)hvac_task_now(task);

	if (X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0)
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the certificate in cert_pem has expired");
	if (X509_cmp_time(X509_get0_notBefore(certificate), &now) > 0)
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the certificate in cert_pem is not valid yet; is this machine's clock right?");
	return HVAC_HOOK_AGAIN;
}

static int check(struct hvac_task *task, const char *certificate_text, const char *key_text)
{
	X509 *certificate = read_certificate(certificate_text);
	EVP_PKEY *key = certificate ? read_key(key_text) : NULL;
	const char *mistake = mistake_in(certificate, key, key_text);
	int result = mistake ? hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s", mistake) : check_time(task, certificate);

	EVP_PKEY_free(key);
	X509_free(certificate);
	return result;
}

static int check_authority(struct hvac_task *task, const char *text)
{
	X509 *certificate = read_certificate(text);

	X509_free(certificate);
	return certificate ? HVAC_HOOK_AGAIN : hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cacert is no certificate in PEM; is it cut off, "
	                                                      "or the path of a file, which is given as such?");
}

int cert_check_identity(struct hvac_task *task, void *state)
{
	const char *certificate = hvac_task_string(task, "cert_pem"), *key = hvac_task_string(task, "key_pem"), *authority = hvac_task_string(task, "cacert");
	int result = HVAC_HOOK_AGAIN;

	(void)state;
	if (!certificate != !key)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s", certificate ? "cert_pem needs key_pem" : "key_pem needs cert_pem");
	/* what OpenSSL notes of its failures is of no use to the program */
	ERR_set_mark();
	if (certificate)
		result = check(task, certificate, key);
	if (authority && result == HVAC_HOOK_AGAIN)
		result = check_authority(task, authority);
	ERR_pop_to_mark();
	return result;
}

int cert_read_certificate(struct hvac_task *task, void *state)
{
	const char *path = hvac_task_string(task, "certificate_file"), *given = hvac_task_string(task, "certificate"), *text = "";
	hvac_value *body;
	int found;

	(void)state;
	if (!path || !*path || (given && *given))
		return HVAC_HOOK_AGAIN;
	found = read_small_file(task, path, false, &text);
	if (found != FOUND)
		return found == FOUND_NOTHING ? fail_to_read(task, path, strerror(ENOENT)) : found;
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "certificate", hvac_value_new_string(text)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}
