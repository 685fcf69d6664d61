/* SPDX-License-Identifier: MIT */
/* The login signs a GetCallerIdentity of Alibaba Cloud's STS, which the server then sends: the whole request is in its URL. */
#include "login.h"

#include <openssl/crypto.h>

#define NONCE_BYTES 16

static const struct cloud alicloud = {
	.arguments = { .access_key = "access_key", .secret_key = "secret_key", .token = "security_token" },
	.environment = { .access_key = "ALIBABA_CLOUD_ACCESS_KEY_ID", .secret_key = "ALIBABA_CLOUD_ACCESS_KEY_SECRET", .token = "ALIBABA_CLOUD_SECURITY_TOKEN" },
	.file = { .access_key = "access_key_id", .secret_key = "access_key_secret", .token = "security_token", .expiration = { "expiration" },
	          .types = { "access_key", "sts" } },
	.json = { .access_key = "AccessKeyId", .secret_key = "AccessKeySecret", .token = "SecurityToken", .expiration = { "Expiration" } },
	.profile_variable = "ALIBABA_CLOUD_PROFILE", .file_variable = "ALIBABA_CLOUD_CREDENTIALS_FILE", .file_below_home = ".alibabacloud/credentials",
	.off_variable = "ALIBABA_CLOUD_ECS_METADATA_DISABLED", .role_variable = "ALIBABA_CLOUD_ECS_METADATA",
	.region_variables = { "ALIBABA_CLOUD_REGION_ID" },
	.service = { .endpoint = "http://100.100.100.200", .token_header = "X-aliyun-ecs-metadata-token",
	             .life_header = "X-aliyun-ecs-metadata-token-ttl-seconds" },
	.roles = "/latest/meta-data/ram/security-credentials/", .region = "/latest/meta-data/region-id",
};

/* RFC 3986: all but the unreserved. */
static const char *encoded(struct hvac_task *task, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *result = hvac_task_alloc(task, 3 * strlen(text) + 1), *to = result;

	for (; to && *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", byte)) {
			*to++ = *text;
		} else {
			*to++ = '%';
			*to++ = digits[byte >> 4];
			*to++ = digits[byte & 15];
		}
	}
	return result ? result : "";
}

static const char *query_of(struct hvac_task *task, const struct cloud_identity *identity, const char *nonce)
{
	const char *token = identity->credentials.token;
	const struct { const char *name, *value; } parameters[] = {
		{ "AccessKeyId", identity->credentials.access_key },
		{ "Action", "GetCallerIdentity" },
		{ "Format", "JSON" },
		{ "RegionId", identity->region },
		{ "SecurityToken", token },
		{ "SignatureMethod", "HMAC-SHA1" },
		{ "SignatureNonce", nonce },
		{ "SignatureType", "" },
		{ "SignatureVersion", "1.0" },
		{ "Timestamp", text_now(task, true) },
		{ "Version", "2015-04-01" },
	};
	const char *query = "";

	for (size_t i = 0; i < sizeof parameters / sizeof parameters[0]; i++)
		if (parameters[i].value)
			query = text_print(task, "%s%s%s=%s", query, *query ? "&" : "", parameters[i].name, encoded(task, parameters[i].value));
	return query;
}

/* "Signature method" of the RPC style: the parameters, sorted, encoded once more behind the method. */
static const char *signature(struct hvac_task *task, const struct credentials *credentials, const char *query)
{
	const char *key = text_print(task, "%s&", credentials->secret_key), *text = text_print(task, "POST&%%2F&%s", encoded(task, query));
	unsigned char mac[EVP_MAX_MD_SIZE];
	size_t length;
	const char *result = hmac("SHA1", key, strlen(key), text, mac, &length) ? text_base64(task, mac, length) : NULL;

	OPENSSL_cleanse(mac, sizeof mac);
	return result;
}

/* The server wants some headers; what it is asked for is all in the URL. */
static const char *headers(struct hvac_task *task)
{
	hvac_value *map = hvac_value_new_map();

	return json_of_headers(task, map, map && put_header(map, "Accept", "application/json"));
}

static int send_login(struct hvac_task *task, const struct cloud_identity *identity)
{
	unsigned char nonce[NONCE_BYTES];
	const char *query, *made;
	hvac_value *body;

	if (hvac_task_random(task, nonce, sizeof nonce) < 0)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "there are no random bytes for a nonce");
	query = query_of(task, identity, text_hex(task, nonce, sizeof nonce));
	made = signature(task, &identity->credentials, query);
	if (!made)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to make an HMAC with SHA-1");
	hvac_request_use(task, NULL);
	body = hvac_request_body(task);
	if (!body || !put_base64(task, body, "identity_request_headers", headers(task)) ||
	    !put_base64(task, body, "identity_request_url",
	                text_print(task, "https://sts.%s.aliyuncs.com/?%s&Signature=%s", identity->region, query, encoded(task, made))))
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static int next(struct hvac_task *task, struct cloud_identity *identity)
{
	int found = cloud_need_credentials(task, &alicloud, identity, NULL);

	if (found == FOUND)
		found = cloud_need_region(task, &alicloud, identity);
	return found == FOUND ? send_login(task, identity) : found;
}

int alicloud_prepare(struct hvac_task *task, void *state)
{
	if (hvac_task_string(task, "identity_request_url") || hvac_task_string(task, "identity_request_headers"))
		return HVAC_HOOK_AGAIN;
	return next(task, state);
}

int alicloud_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct cloud_identity *identity = state;
	int found;

	if (!identity->metadata.answer)
		return HVAC_HOOK_DONE;
	found = metadata_take(task, &identity->metadata, response);
	return found == FOUND ? next(task, identity) : found;
}
