/* SPDX-License-Identifier: MIT */
/* An instance shows its certificate and signs the time, the certificate and the role with the key that belongs to it. */
#include "login.h"
#include "cloud.h"
#include "rsa.h"

#include <openssl/x509.h>

struct instance {
	const char *certificate, *key;          /* PEM */
	const char *certificate_source, *key_source;
};

/* As given, else of the file that the variable names. The platform lets everybody in the container read both files. */
static int find_pem(struct hvac_task *task, const char *parameter, const char *variable, const char **pem, const char **source)
{
	const char *path;
	int found;

	*pem = hvac_task_string(task, parameter);
	*source = parameter;
	if (*pem)
		return FOUND;
	path = environment(task, variable);
	if (!path)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "there is no %s: it is not given, and %s is not set", parameter, variable);
	*source = path;
	found = read_small_file(task, path, false, pem);
	return found == FOUND_NOTHING ? fail_to_read(task, path, text_print(task, "%s names it, and it is not there", variable)) : found;
}

/* The one of the certificates in the file that the key belongs to, to be freed. */
static X509 *certificate_of_key(const char *pem, const EVP_PKEY *key)
{
	BIO *memory = BIO_new_mem_buf(pem, -1);
	X509 *certificate = NULL;

	ERR_set_mark();
	do {
		X509_free(certificate);
		certificate = memory ? PEM_read_bio_X509(memory, NULL, rsa_passphrase, NULL) : NULL;
	} while (certificate && X509_check_private_key(certificate, key) != 1);
	ERR_pop_to_mark();
	BIO_free(memory);
	return certificate;
}

/* What the server would refuse without saying why. */
static int check_certificate(struct hvac_task *task, const struct instance *instance, const EVP_PKEY *key)
{
	X509 *certificate = certificate_of_key(instance->certificate, key);
	time_t now = (time_t)hvac_task_now(task);
	bool expired = certificate && X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0;

	X509_free(certificate);
	if (!certificate)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "no certificate of %s belongs to the key of %s", instance->certificate_source,
		                      instance->key_source);
	return expired ? hvac_task_fail(task, HVAC_UNAUTHORIZED, "the certificate of %s has expired", instance->certificate_source) : FOUND;
}

static int sign(struct hvac_task *task, const struct instance *instance, const char *time, const char **signature)
{
	EVP_PKEY *key;
	int result = FOUND;

	if (hvac_task_is_hidden(task, "cf_instance_key")) {
		*signature = instance->key;
		return FOUND;
	}
	key = rsa_read_key(task, instance->key, NULL, instance->key_source, &result);
	if (!key)
		return result;
	result = check_certificate(task, instance, key);
	if (result == FOUND) {
		*signature = rsa_sign(task, key, RSA_PKCS1_PSS_PADDING, text_print(task, "%s%s%s", time, instance->certificate, hvac_task_string(task, "role")));
		if (!*signature)
			result = hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to sign with the key of %s", instance->key_source);
	}
	EVP_PKEY_free(key);
	return result;
}

int cf_prepare(struct hvac_task *task, void *state)
{
	const char *time = hvac_task_string(task, "signing_time"), *signature = NULL;
	struct instance instance;
	hvac_value *body;
	int found;

	(void)state;
	if (hvac_task_string(task, "signature"))
		return HVAC_HOOK_AGAIN;
	if (!time)
		time = text_now(task, true);
	found = find_pem(task, "cf_instance_cert", "CF_INSTANCE_CERT", &instance.certificate, &instance.certificate_source);
	if (found == FOUND)
		found = find_pem(task, "cf_instance_key", "CF_INSTANCE_KEY", &instance.key, &instance.key_source);
	if (found == FOUND)
		found = sign(task, &instance, time, &signature);
	if (found != FOUND)
		return found;
	body = hvac_request_body(task);
	if (!put_text(body, "cf_instance_cert", instance.certificate) || !put_text(body, "signing_time", time) ||
	    !put_text(body, "signature", text_print(task, "v1:%s", signature)))
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}
