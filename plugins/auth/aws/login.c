/* SPDX-License-Identifier: MIT */
/*
 * Logins obtain what the server asks for: a signed GetCallerIdentity, or the instance's identity document. What the caller
 * gives of it goes out as it is; the credential to sign with is looked for in the SDKs' order.
 */
#include "login.h"
#include "endpoint.h"
#include "sigv4.h"

#define STS_BODY "Action=GetCallerIdentity&Version=2011-06-15"
#define STS_HEADERS_MAX 6
#define IDENTITY "/latest/dynamic/instance-identity/"
#define ECS "http://169.254.170.2"

static const struct cloud aws = {
	.arguments = { .access_key = "access_key", .secret_key = "secret_key", .token = "session_token" },
	.environment = { .access_key = "AWS_ACCESS_KEY_ID", .secret_key = "AWS_SECRET_ACCESS_KEY", .token = "AWS_SESSION_TOKEN",
	                 .expiration = { "AWS_CREDENTIAL_EXPIRATION" } },
	.file = { .access_key = "aws_access_key_id", .secret_key = "aws_secret_access_key", .token = "aws_session_token",
	          .expiration = { "expiration", "aws_expiration", "x_security_token_expires" } },
	.json = { .access_key = "AccessKeyId", .secret_key = "SecretAccessKey", .token = "Token", .expiration = { "Expiration" } },
	.profile_variable = "AWS_PROFILE", .file_variable = "AWS_SHARED_CREDENTIALS_FILE", .file_below_home = ".aws/credentials",
	.off_variable = "AWS_EC2_METADATA_DISABLED", .region_variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
	.service = { .endpoint = "http://169.254.169.254", .environment = "AWS_EC2_METADATA_SERVICE_ENDPOINT",
	             .token_header = "X-aws-ec2-metadata-token", .life_header = "X-aws-ec2-metadata-token-ttl-seconds" },
	.roles = "/latest/meta-data/iam/security-credentials/", .region = "/latest/meta-data/placement/region",
};

/* A container's credential */

/* Only the keeper of a container's credentials may learn its token: the hosts that the SDKs know, or TLS. */
static bool container_is_trusted(const char *url)
{
	static const char *const hosts[] = { "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "[::1]", "localhost" };
	const char *host = url + strlen("http://");
	size_t authority, length;

	if (!strncmp(url, "https://", strlen("https://")))
		return true;
	if (strncmp(url, "http://", strlen("http://")))
		return false;
	authority = strcspn(host, "/?#");
	if (memchr(host, '@', authority))
		return false;
	length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");
	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
		if (length == strlen(hosts[i]) && !strncmp(host, hosts[i], length))
			return true;
	return !strncmp(host, "127.", 4) && strspn(host, "0123456789.") == length;
}

/* FOUND_NOTHING when none is set. A file's is read anew at each login: it changes. */
static int container_token(struct hvac_task *task, const char **token)
{
	const char *file = environment(task, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), *text = "";
	int found;

	*token = environment(task, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
	if (!file)
		return *token ? FOUND : FOUND_NOTHING;
	found = read_small_file(task, file, false, &text);
	if (found == FOUND_NOTHING)
		return fail_to_read(task, file, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names it, and it is not there");
	*token = first_line(task, text);
	return found;
}

static int ask_container(struct hvac_task *task, struct cloud_identity *identity)
{
	const char *path = environment(task, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), *url = environment(task, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
	const char *token = NULL;
	int result;

	/* The SDKs would take this one's identity, not the instance's. */
	if (environment(task, "AWS_WEB_IDENTITY_TOKEN_FILE"))
		return hvac_task_fail(task, HVAC_CONFIG_ERROR, "AWS_WEB_IDENTITY_TOKEN_FILE is set, which is not read: "
		                      "give the credential, or use EKS Pod Identity, or auth/kubernetes");
	if (path)
		url = text_print(task, ECS "%s%s", *path == '/' ? "" : "/", path);
	if (!url)
		return FOUND_NOTHING;
	if (!container_is_trusted(url))
		return hvac_task_fail(task, HVAC_CONFIG_ERROR, "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that is not trusted without TLS");
	result = container_token(task, &token);
	if (result < 0)
		return result;
	hvac_request_external(task, HVAC_GET, url, METADATA_CONNECT_MS);
	if (token)
		hvac_request_header(task, "Authorization", token);
	identity->metadata.answer = &identity->answer;
	return HVAC_HOOK_AGAIN;
}

/* The signed request */

static const char *sts_host(struct hvac_task *task, const struct login *login)
{
	const char *given = hvac_task_string(task, "sts_endpoint");
	int fips = environment_says("AWS_USE_FIPS_ENDPOINT");

	hvac_task_boolean(task, "use_fips_endpoint", &fips);
	if (!given)
		return aws_endpoint_host(task, login->identity.region, fips);
	given += strncmp(given, "https://", strlen("https://")) ? 0 : strlen("https://");
	return *given && !given[strspn(given, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:")] ? given : NULL;
}

static const char *headers_as_json(struct hvac_task *task, const struct sigv4_header *headers, size_t count)
{
	hvac_value *map = hvac_value_new_map();
	bool complete = map;

	for (size_t i = 0; i < count && complete; i++)
		complete = put_header(map, headers[i].name, headers[i].value);
	return json_of_headers(task, map, complete);
}

/* What is sent at the end. The row of `login` has all that can be shown, and so tells what of it is secret. */
static hvac_value *login_body(struct hvac_task *task)
{
	hvac_request_use(task, "login");
	return hvac_request_body(task);
}

static int fill_iam(struct hvac_task *task, const char *host, const char *headers)
{
	hvac_value *body = login_body(task);

	if (!body || !put_text(body, "iam_http_request_method", "POST") ||
	    !put_base64(task, body, "iam_request_url", text_print(task, "https://%s/", host)) ||
	    !put_base64(task, body, "iam_request_headers", headers) || !put_base64(task, body, "iam_request_body", STS_BODY))
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static int send_iam(struct hvac_task *task, const struct login *login)
{
	const struct credentials *credentials = &login->identity.credentials;
	const char *server_id = hvac_task_string(task, "header_value"), *host = sts_host(task, login);
	struct sigv4_scope scope = { .access_key = credentials->access_key, .secret_key = credentials->secret_key, .region = login->identity.region,
		.service = "sts", .time = text_now(task, false) };
	struct sigv4_header headers[STS_HEADERS_MAX + 1] = { { "Content-Length", text_print(task, "%zu", sizeof STS_BODY - 1) },
		{ "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" }, { "Host", host }, { "X-Amz-Date", scope.time } };
	struct sigv4_request request = { .method = "POST", .path = "/", .query = "", .headers = headers, .n_headers = 4, .body = STS_BODY };
	const char *authorization;

	if (!host)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "sts_endpoint must be https://HOST or https://HOST:PORT");
	/* as hvac, which takes an empty one for none */
	if (server_id && !*server_id)
		server_id = NULL;
	if (server_id && !text_is_plain(server_id))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "header_value has a line end or another control character");
	if (credentials->token)
		headers[request.n_headers++] = (struct sigv4_header){ "X-Amz-Security-Token", credentials->token };
	if (server_id)
		headers[request.n_headers++] = (struct sigv4_header){ "X-Vault-AWS-IAM-Server-ID", server_id };
	authorization = sigv4_authorization(task, &request, &scope);
	if (!authorization)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to make an HMAC with SHA-256");
	headers[request.n_headers] = (struct sigv4_header){ "Authorization", authorization };
	return fill_iam(task, host, headers_as_json(task, headers, request.n_headers + 1));
}

static int next_of_iam(struct hvac_task *task, struct login *login)
{
	int found = cloud_need_credentials(task, &aws, &login->identity, ask_container);

	if (found == FOUND)
		found = cloud_need_region(task, &aws, &login->identity);
	return found == FOUND ? send_iam(task, login) : found;
}

/* The instance's identity */

/* Beside the file and then linked to its name: whoever reads it finds it whole, and of two makers one wins. */
static int make_nonce_file(struct hvac_task *task, const char *path)
{
	unsigned char bytes[24];
	const char *beside, *nonce;
	int descriptor, why = 0;

	if (hvac_task_random(task, bytes, sizeof bytes) < 0)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "there are no random bytes for a nonce");
	nonce = text_hex(task, bytes, 16);
	beside = text_print(task, "%s.%s", path, text_hex(task, bytes + 16, 8));
	descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (descriptor < 0)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cannot make the nonce's file %s: %s", path, strerror(errno));
	if (write(descriptor, nonce, strlen(nonce)) != (ssize_t)strlen(nonce) || fsync(descriptor) < 0)
		why = errno ? errno : ENOSPC;
	if (close(descriptor) < 0 && !why)
		why = errno;
	if (!why && link(beside, path) < 0 && errno != EEXIST)
		why = errno;
	unlink(beside);
	return why ? hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cannot make the nonce's file %s: %s", path, strerror(why)) : FOUND;
}

/* The nonce that the file keeps; FOUND_NOTHING where it is given, or no file is. */
static int read_nonce(struct hvac_task *task, const char **nonce)
{
	const char *path = hvac_task_string(task, "nonce_file"), *text = "";
	int found;

	if (!path || hvac_task_string(task, "nonce"))
		return FOUND_NOTHING;
	found = read_small_file(task, path, true, &text);
	if (found == FOUND_NOTHING) {
		found = make_nonce_file(task, path);
		if (found == FOUND)
			found = read_small_file(task, path, true, &text);
	}
	*nonce = first_line(task, text);
	if (found == FOUND && (!**nonce || !text_is_plain(*nonce)))
		return fail_to_read(task, path, "there is no nonce in it");
	return found;
}

static int send_ec2(struct hvac_task *task, const struct login *login)
{
	const char *document = login->document, *nonce = NULL;
	hvac_value *body;
	bool complete;
	int found = read_nonce(task, &nonce);

	if (found < 0)
		return found;
	body = login_body(task);
	complete = body && (!nonce || put_text(body, "nonce", nonce));
	if (complete && login->signature)
		complete = put_base64(task, body, "identity", document) &&
		           put_text(body, "signature", text_joined(task, login->signature, strlen(login->signature)));
	else if (complete && document)
		complete = put_text(body, "pkcs7", text_joined(task, document, strlen(document)));
	return complete ? HVAC_HOOK_AGAIN : hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
}

static int next_of_ec2(struct hvac_task *task, struct login *login)
{
	const char *kind = hvac_task_string(task, "document");
	static const char lack[] = "there is no identity document: none is given";
	bool is_identity = !strcmp(kind, "identity");

	if (!login->document)
		return cloud_ask(task, &aws, &login->identity, text_print(task, IDENTITY "%s", is_identity ? "document" : kind), &login->document, lack);
	if (is_identity && !login->signature)
		return cloud_ask(task, &aws, &login->identity, IDENTITY "signature", &login->signature, lack);
	return send_ec2(task, login);
}

/* The hooks */

static int next(struct hvac_task *task, struct login *login)
{
	return login->is_ec2 ? next_of_ec2(task, login) : next_of_iam(task, login);
}

static bool is_any_given(struct hvac_task *task, const char *const *names)
{
	while (*names && !hvac_task_string(task, *names))
		names++;
	return *names;
}

int aws_prepare(struct hvac_task *task, void *state)
{
	static const char *const of_iam[] = { "iam_http_request_method", "iam_request_url", "iam_request_headers", "iam_request_body", NULL };
	static const char *const of_ec2[] = { "pkcs7", "identity", "signature", NULL };
	struct login *login = state;

	login->is_ec2 = !strcmp(hvac_task_string(task, "type"), "ec2");
	if (is_any_given(task, of_ec2))
		return send_ec2(task, login);
	return is_any_given(task, of_iam) ? HVAC_HOOK_AGAIN : next(task, login);
}

int aws_prepare_iam(struct hvac_task *task, void *state)
{
	return next(task, state);
}

int aws_prepare_ec2(struct hvac_task *task, void *state)
{
	struct login *login = state;

	login->is_ec2 = true;
	return *hvac_task_string(task, "pkcs7") ? send_ec2(task, login) : next(task, login);
}

/* As STS words it, and the server after it. */
static bool is_about_time(const hvac_response *response)
{
	const char *body = hvac_response_body(response, NULL);

	return hvac_response_status(response) != HVAC_OK && body && (strstr(body, "Signature expired") || strstr(body, "Signature not yet current"));
}

int aws_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct login *login = state;
	int found;

	if (login->identity.metadata.answer) {
		found = metadata_take(task, &login->identity.metadata, response);
		return found == FOUND ? next(task, login) : found;
	}
	if (is_about_time(response))
		return hvac_task_fail(task, hvac_response_status(response), "AWS refuses the time in the signature: this machine's clock says %s; is it right?",
		                      text_now(task, true));
	return HVAC_HOOK_DONE;
}
