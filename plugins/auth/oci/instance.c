/* SPDX-License-Identifier: MIT */
/*
 * An instance's principal: the certificate that its metadata service gives is exchanged for a token, which belongs to a key that
 * is made for it here and never leaves the task.
 */
#include "login.h"
#include "rsa.h"

#include <openssl/x509.h>

#define SESSION_KEY_BITS 2048

static const struct metadata_service service = { .endpoint = "http://169.254.169.254/opc/v2", .environment = "OCI_METADATA_BASE_URL" };

static int ask(struct hvac_task *task, struct oci_instance *instance, const char *path, const char **answer)
{
	instance->asked = answer;
	hvac_request_external(task, HVAC_GET, metadata_url(task, &service, path), METADATA_CONNECT_MS);
	hvac_request_header(task, "Authorization", "Bearer Oracle");
	return HVAC_HOOK_AGAIN;
}

int oci_instance_take(struct hvac_task *task, struct oci_instance *instance, const hvac_response *response)
{
	size_t length = 0;
	const char *body = hvac_response_body(response, &length);

	if (hvac_response_http_status(response) != 200 || !length || strlen(body) != length)
		return hvac_task_fail(task, hvac_response_status(response) != HVAC_OK ? hvac_response_status(response) : HVAC_MALFORMED_ANSWER,
		                      instance->asked == &instance->token ? "OCI gives no token for the instance's certificate"
		                                                          : "the instance metadata service does not give it");
	*instance->asked = text_print(task, "%s", body);
	instance->asked = NULL;
	return FOUND;
}

/* The member of a JSON object, in the task's memory; NULL when there is none. */
static const char *json_member(struct hvac_task *task, const char *json, const char *name)
{
	hvac_value *value = NULL;
	const char *member = NULL;

	/* false [core.NonNullParamChecker]: a region is asked for first, unless federation_endpoint is given, which is taken then */
	if (hvac_value_parse(json, strlen(json), &value) == HVAC_OK)
		member = credential_of_member(task, value, name);
	hvac_value_free(value);
	return member;
}

/* Of the region's identity service, unless one is given; NULL where the metadata names none. */
static const char *federation_url(struct hvac_task *task, const struct oci_instance *instance)
{
	const char *given = hvac_task_string(task, "federation_endpoint"), *region, *domain;

	if (given)
		return given;
	region = json_member(task, instance->region, "regionIdentifier");
	domain = json_member(task, instance->region, "realmDomainComponent");
	if (!region || !domain || !metadata_is_name(region) || !metadata_is_name(domain))
		return NULL;
	return text_print(task, "https://auth.%s.%s/v1/x509", region, domain);
}

/* The session's key */

/* In PEM, in the task's memory; NULL where OpenSSL refuses. */
static const char *make_key(struct hvac_task *task)
{
	EVP_PKEY *key = EVP_RSA_gen(SESSION_KEY_BITS);
	BIO *memory = BIO_new(BIO_s_secmem());
	const char *pem = NULL;
	char *bytes;
	long length;

	if (key && memory && PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1) {
		length = BIO_get_mem_data(memory, &bytes);
		pem = text_print(task, "%.*s", (int)length, bytes);
	}
	BIO_free(memory);
	EVP_PKEY_free(key);
	return pem;
}

/* SubjectPublicKeyInfo in base64; NULL when memory ran out. */
static const char *public_half(struct hvac_task *task, const char *pem)
{
	unsigned char *der = NULL;
	int failed, length;
	EVP_PKEY *key = rsa_read_key(task, pem, NULL, "the session's key", &failed);
	const char *text = NULL;

	length = key ? i2d_PUBKEY(key, &der) : -1;
	if (length > 0)
		text = text_base64(task, der, (size_t)length);
	OPENSSL_free(der);
	EVP_PKEY_free(key);
	return text;
}

/* The instance's certificate */

/* The n-th of a PEM text, to be freed; NULL when there are not so many. */
static X509 *certificate_of(const char *pem, size_t n)
{
	BIO *memory = BIO_new_mem_buf(pem, -1);
	X509 *certificate = NULL;

	ERR_set_mark();
	for (size_t i = 0; memory && i <= n; i++) {
		X509_free(certificate);
		certificate = PEM_read_bio_X509(memory, NULL, rsa_passphrase, NULL);
		if (!certificate)
			break;
	}
	ERR_pop_to_mark();
	BIO_free(memory);
	return certificate;
}

static const char *certificate_text(struct hvac_task *task, const X509 *certificate)
{
	unsigned char *der = NULL;
	int length = i2d_X509(certificate, &der);
	const char *text = length > 0 ? text_base64(task, der, (size_t)length) : "";

	OPENSSL_free(der);
	return text;
}

/* Upper-case hexadecimal SHA-1, the bytes separated by colons. */
static const char *fingerprint(struct hvac_task *task, const X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	const char *text = "";

	if (X509_digest(certificate, EVP_sha1(), digest, &length) != 1)
		return NULL;
	for (unsigned i = 0; i < length; i++)
		text = text_print(task, "%s%s%02X", text, i ? ":" : "", digest[i]);
	return text;
}

/* What the subject has behind this mark. */
static const char *subject_part(struct hvac_task *task, const X509 *certificate, const char *mark)
{
	const X509_NAME *subject = X509_get_subject_name(certificate);
	const char *part = NULL;

	for (int i = 0; i < X509_NAME_entry_count(subject) && !part; i++) {
		unsigned char *text = NULL;
		int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, i)));

		if (length > 0 && !strncmp((const char *)text, mark, strlen(mark)))
			part = text_print(task, "%s", (const char *)text + strlen(mark));
		OPENSSL_free(text);
	}
	return part;
}

/* What OCI knows the instance's own key by; NULL where the certificate is none of an instance. */
static const char *instance_key_id(struct hvac_task *task, const X509 *certificate)
{
	const char *tenancy = subject_part(task, certificate, "opc-tenant:"), *print = fingerprint(task, certificate);

	if (!tenancy)
		tenancy = subject_part(task, certificate, "opc-identity:");
	return tenancy && print ? text_print(task, "%s/fed-x509/%s", tenancy, print) : NULL;
}

/* The exchange */

static const char *exchange_body(struct hvac_task *task, const struct oci_instance *instance, const X509 *certificate)
{
	hvac_value *map = hvac_value_new_map(), *list = hvac_value_new_list();
	const char *key = public_half(task, instance->session_key);
	bool complete = map && list && key && put_text(map, "certificate", certificate_text(task, certificate)) && put_text(map, "publicKey", key);
	X509 *intermediate;

	for (size_t i = 0; complete && (intermediate = certificate_of(instance->intermediates, i)); i++) {
		complete = hvac_value_adopt_item(list, hvac_value_new_string(certificate_text(task, intermediate))) == HVAC_OK;
		X509_free(intermediate);
	}
	if (hvac_value_adopt_member(map, "intermediateCertificates", list) != HVAC_OK)
		complete = false;
	return json_of_headers(task, map, complete);
}

/* The server takes the instance's own key for this alone. */
static int send_exchange(struct hvac_task *task, struct oci_instance *instance, const char *url, const struct oci_key *key, const char *body)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t length;
	const char *rest = strstr(url, "://"), *path = rest ? strchr(rest + 3, '/') : NULL, *authorization;
	struct oci_header headers[] = { { "date", oci_date(task) }, { "(request-target)", text_print(task, "post %s", path ? path : "/") },
		{ "content-length", text_print(task, "%zu", strlen(body)) }, { "content-type", "application/json" }, { "x-content-sha256", NULL } };
	int result;

	if (!EVP_Q_digest(NULL, "SHA256", NULL, body, strlen(body), digest, &length))
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to make a digest with SHA-256");
	headers[4].value = text_base64(task, digest, length);
	result = oci_sign(task, key, headers, sizeof headers / sizeof headers[0], &authorization);
	if (result != FOUND)
		return result;
	hvac_request_external(task, HVAC_POST, url, 0);
	hvac_request_raw(task, body, strlen(body));
	hvac_request_header(task, "Date", headers[0].value);
	hvac_request_header(task, "Content-Type", headers[3].value);
	hvac_request_header(task, "X-Content-SHA256", headers[4].value);
	hvac_request_header(task, "Authorization", authorization);
	instance->asked = &instance->token;
	return HVAC_HOOK_AGAIN;
}

static int exchange(struct hvac_task *task, struct oci_instance *instance)
{
	struct oci_key key = { .pem = instance->key, .source = "the instance's key" };
	const char *url = federation_url(task, instance), *body = NULL;
	X509 *certificate = certificate_of(instance->certificate, 0);

	if (certificate)
		key.id = instance_key_id(task, certificate);
	instance->session_key = url && key.id ? make_key(task) : NULL;
	if (instance->session_key)
		body = exchange_body(task, instance, certificate);
	X509_free(certificate);
	if (!url)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the instance metadata service names no region");
	if (!key.id)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the instance's certificate names no tenancy, or is none");
	if (!body)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to make an RSA key for the session, or memory ran out");
	return send_exchange(task, instance, url, &key, body);
}

int oci_instance(struct hvac_task *task, struct oci_login *login)
{
	struct oci_instance *instance = &login->instance;
	const char *token;

	if (!instance->region && !hvac_task_string(task, "federation_endpoint"))
		return ask(task, instance, "/instance/regionInfo", &instance->region);
	if (!instance->certificate)
		return ask(task, instance, "/identity/cert.pem", &instance->certificate);
	if (!instance->key)
		return ask(task, instance, "/identity/key.pem", &instance->key);
	if (!instance->intermediates)
		return ask(task, instance, "/identity/intermediate.pem", &instance->intermediates);
	if (!instance->token)
		return exchange(task, instance);
	token = json_member(task, instance->token, "token");
	if (!token)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "OCI's answer to the instance's certificate has no token");
	login->key = (struct oci_key){ .id = text_print(task, "ST$%s", token), .pem = instance->session_key, .source = "the session's key" };
	return FOUND;
}
