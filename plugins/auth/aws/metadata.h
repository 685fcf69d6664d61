/* SPDX-License-Identifier: MIT */
/*
 * What a cloud's instance can ask its metadata service, version 2: with a session token first, and never without. Here for
 * auth/aws and auth/alicloud alike.
 */
#ifndef HVAC_AUTH_METADATA_H
#define HVAC_AUTH_METADATA_H

#include "credentials.h"

#define METADATA_CONNECT_MS 2000

struct metadata_service {
	const char *endpoint, *environment;     /* its address, and the variable that gives another; NULL: none does */
	const char *token_header, *life_header;
};

/* The question that is being asked. */
struct metadata {
	const struct metadata_service *service;
	const char *token;                      /* of the session */
	const char *path;
	const char **answer;                    /* where it goes; NULL: nothing is being asked */
};

static inline const char *metadata_url(struct hvac_task *task, const struct metadata_service *service, const char *path)
{
	const char *base = hvac_task_string(task, "metadata_endpoint");
	size_t length;

	if (!base && service->environment)
		base = environment(task, service->environment);
	if (!base)
		base = service->endpoint;
	length = strlen(base);
	while (length && base[length - 1] == '/')
		length--;
	return text_print(task, "%.*s%s", (int)length, base, path);
}

static inline int metadata_ask_token(struct hvac_task *task, const struct metadata_service *service)
{
	hvac_request_external(task, HVAC_PUT, metadata_url(task, service, "/latest/api/token"), METADATA_CONNECT_MS);
	hvac_request_header(task, service->life_header, "300");
	return HVAC_HOOK_AGAIN;
}

static inline int metadata_ask(struct hvac_task *task, struct metadata *metadata, const char *path, const char **answer)
{
	metadata->path = path;
	metadata->answer = answer;
	if (!metadata->token)
		return metadata_ask_token(task, metadata->service);
	hvac_request_external(task, HVAC_GET, metadata_url(task, metadata->service, path), METADATA_CONNECT_MS);
	hvac_request_header(task, metadata->service->token_header, metadata->token);
	return HVAC_HOOK_AGAIN;
}

/* FOUND: what came is where it was wanted. After the session's token the question itself is asked. */
static inline int metadata_take(struct hvac_task *task, struct metadata *metadata, const hvac_response *response)
{
	bool is_token = metadata->service && !metadata->token;
	size_t length = 0;
	const char *body = hvac_response_body(response, &length), **into = is_token ? &metadata->token : metadata->answer;
	int status = hvac_response_http_status(response);

	if (status != 200 || !length || strlen(body) != length)
		return hvac_task_fail(task, hvac_response_status(response) != HVAC_OK ? hvac_response_status(response) : HVAC_MALFORMED_ANSWER,
		                      is_token ? "the instance metadata service gives no session token, and without one it is not asked"
		                               : "the metadata service does not give it");
	*into = text_print(task, "%s", body);
	if (is_token)
		return metadata_ask(task, metadata, metadata->path, metadata->answer);
	metadata->answer = NULL;
	return FOUND;
}

/* A name that goes into an address or a signature. */
static inline bool metadata_is_name(const char *name)
{
	return *name && !name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-")];
}

#endif
