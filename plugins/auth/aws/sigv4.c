/* SPDX-License-Identifier: MIT */
/* After "Create a signed AWS API request" of the IAM User Guide, whose words for the steps these are. */
#include "sigv4.h"
#include "signing.h"

#include <openssl/crypto.h>

/* Without blanks at its ends, and with one where several stand together. */
static const char *trimmed(struct hvac_task *task, const char *value)
{
	char *text = hvac_task_alloc(task, strlen(value) + 1);
	size_t length = 0;

	for (; text && *value; value++)
		if (*value != ' ' || (length && text[length - 1] != ' '))
			text[length++] = *value;
	if (length && text[length - 1] == ' ')
		text[length - 1] = '\0';
	return text ? text : "";
}

static const char *sha256(struct hvac_task *task, const char *text)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t length;

	if (!EVP_Q_digest(NULL, "SHA256", NULL, text, strlen(text), digest, &length))
		return NULL;
	return text_hex(task, digest, length);
}

static const char *canonical_request(struct hvac_task *task, const struct sigv4_request *request, const char **signed_headers)
{
	const char *headers = "", *names = "", *payload = sha256(task, request->body);

	for (size_t i = 0; i < request->n_headers; i++) {
		const char *name = text_lower(task, request->headers[i].name);

		headers = text_print(task, "%s%s:%s\n", headers, name, trimmed(task, request->headers[i].value));
		names = text_print(task, "%s%s%s", names, i ? ";" : "", name);
	}
	*signed_headers = names;
	return payload ? text_print(task, "%s\n%s\n%s\n%s\n%s\n%s", request->method, request->path, request->query, headers, names, payload) : NULL;
}

static bool derive_key(struct hvac_task *task, const struct sigv4_scope *scope, unsigned char *key, size_t *length)
{
	const char *date = text_print(task, "%.8s", scope->time), *first = text_print(task, "AWS4%s", scope->secret_key);

	return hmac("SHA256", first, strlen(first), date, key, length) && hmac("SHA256", key, *length, scope->region, key, length) &&
	       hmac("SHA256", key, *length, scope->service, key, length) && hmac("SHA256", key, *length, "aws4_request", key, length);
}

static const char *signature(struct hvac_task *task, const struct sigv4_scope *scope, const char *string_to_sign)
{
	unsigned char key[EVP_MAX_MD_SIZE];
	const char *text = NULL;
	size_t length;

	if (derive_key(task, scope, key, &length) && hmac("SHA256", key, length, string_to_sign, key, &length))
		text = text_hex(task, key, length);
	OPENSSL_cleanse(key, sizeof key);
	return text;
}

const char *sigv4_authorization(struct hvac_task *task, const struct sigv4_request *request, const struct sigv4_scope *scope)
{
	const char *credential_scope = text_print(task, "%.8s/%s/%s/aws4_request", scope->time, scope->region, scope->service);
	const char *signed_headers, *canonical = canonical_request(task, request, &signed_headers), *digest, *made;

	digest = canonical ? sha256(task, canonical) : NULL;
	made = digest ? signature(task, scope, text_print(task, "AWS4-HMAC-SHA256\n%s\n%s\n%s", scope->time, credential_scope, digest)) : NULL;
	return made ? text_print(task, "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s", scope->access_key, credential_scope,
	                         signed_headers, made) : NULL;
}
