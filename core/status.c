/* SPDX-License-Identifier: MIT */
/* The names of statuses are those of hvac's exceptions: https://python-hvac.org, "exceptions". */
#include "status.h"

#include <stddef.h>
#include <stdlib.h>

static const struct {
	int http_status;
	const char *name;
} statuses[] = {
	[HVAC_OK] = { 0, "OK" },
	[HVAC_INVALID_REQUEST] = { 400, "InvalidRequest" },
	[HVAC_UNAUTHORIZED] = { 401, "Unauthorized" },
	[HVAC_FORBIDDEN] = { 403, "Forbidden" },
	[HVAC_INVALID_PATH] = { 404, "InvalidPath" },
	[HVAC_UNSUPPORTED_OPERATION] = { 405, "UnsupportedOperation" },
	[HVAC_PRECONDITION_FAILED] = { 412, "PreconditionFailed" },
	[HVAC_RATE_LIMIT_EXCEEDED] = { 429, "RateLimitExceeded" },
	[HVAC_INTERNAL_SERVER_ERROR] = { 500, "InternalServerError" },
	[HVAC_VAULT_NOT_INITIALIZED] = { 501, "VaultNotInitialized" },
	[HVAC_BAD_GATEWAY] = { 502, "BadGateway" },
	[HVAC_VAULT_DOWN] = { 503, "VaultDown" },
	[HVAC_UNEXPECTED_ERROR] = { 0, "UnexpectedError" },
	[HVAC_PARAM_VALIDATION_ERROR] = { 0, "ParamValidationError" },
	[HVAC_NO_SUCH_OPERATION] = { 0, "NoSuchOperation" },
	[HVAC_PLUGIN_NOT_FOUND] = { 0, "PluginNotFound" },
	[HVAC_PLUGIN_REFUSED] = { 0, "PluginRefused" },
	[HVAC_CONFIG_ERROR] = { 0, "ConfigError" },
	[HVAC_CONNECTION_ERROR] = { 0, "ConnectionError" },
	[HVAC_TIMEOUT] = { 0, "Timeout" },
	[HVAC_TLS_ERROR] = { 0, "SSLError" },
	[HVAC_MALFORMED_ANSWER] = { 0, "MalformedAnswer" },
	[HVAC_TOO_LARGE] = { 0, "TooLarge" },
	[HVAC_REDIRECT_REFUSED] = { 0, "RedirectRefused" },
	[HVAC_CANCELLED] = { 0, "Cancelled" },
	[HVAC_STREAM_ERROR] = { 0, "StreamError" },
	[HVAC_NO_MEMORY] = { 0, "NoMemory" },
	[HVAC_QUEUE_FULL] = { 0, "QueueFull" },
};

#define STATUSES (sizeof statuses / sizeof statuses[0])

const char *hvac_status_name(hvac_status status)
{
	return (size_t)status < STATUSES ? statuses[status].name : "UnexpectedError";
}

hvac_status status_of_http(int http_status)
{
	for (size_t i = 0; i < STATUSES; i++)
		if (statuses[i].http_status == http_status && http_status)
			return (hvac_status)i;
	return HVAC_UNEXPECTED_ERROR;
}

bool status_is_success(int http_status, const char *list)
{
	if (http_status >= 200 && http_status <= 299)
		return true;
	while (list && *list) {
		char *end;
		long status = strtol(list, &end, 10);

		if (end == list)
			return false;
		if (status == http_status)
			return true;
		list = end;
	}
	return false;
}
