/* SPDX-License-Identifier: MIT */
/* How a call ended: one value for each exception of Python hvac, and those that only a client can meet. */
#ifndef HVAC_STATUS_H
#define HVAC_STATUS_H

#if defined(__GNUC__)
#define HVAC_API __attribute__((visibility("default")))
#define HVAC_NODISCARD __attribute__((warn_unused_result))
#define HVAC_FORMAT(text, first) __attribute__((format(printf, text, first)))
#define HVAC_SENTINEL __attribute__((sentinel))
#else
#define HVAC_API
#define HVAC_NODISCARD
#define HVAC_FORMAT(text, first)
#define HVAC_SENTINEL
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Values are part of the ABI: new ones are only appended. */
typedef enum hvac_status {
	HVAC_OK = 0,

	/* the server's refusals, by HTTP status as hvac names them */
	HVAC_INVALID_REQUEST = 1,         /* 400 */
	HVAC_UNAUTHORIZED = 2,            /* 401 */
	HVAC_FORBIDDEN = 3,               /* 403 */
	HVAC_INVALID_PATH = 4,            /* 404 */
	HVAC_UNSUPPORTED_OPERATION = 5,   /* 405 */
	HVAC_PRECONDITION_FAILED = 6,     /* 412 */
	HVAC_RATE_LIMIT_EXCEEDED = 7,     /* 429 */
	HVAC_INTERNAL_SERVER_ERROR = 8,   /* 500 */
	HVAC_VAULT_NOT_INITIALIZED = 9,   /* 501 */
	HVAC_BAD_GATEWAY = 10,            /* 502 */
	HVAC_VAULT_DOWN = 11,             /* 503: sealed, or in maintenance; or a namespace is locked or sealed */
	HVAC_UNEXPECTED_ERROR = 12,       /* any other status that the operation does not count as success */

	/* refused before anything was sent */
	HVAC_PARAM_VALIDATION_ERROR = 13, /* an argument is unknown, missing, mistyped, empty or unreadable */
	HVAC_NO_SUCH_OPERATION = 14,
	HVAC_PLUGIN_NOT_FOUND = 15,
	HVAC_PLUGIN_REFUSED = 16,
	HVAC_CONFIG_ERROR = 17,           /* an option or a setting from the environment */

	/* what happened on the way */
	HVAC_CONNECTION_ERROR = 18,
	HVAC_TIMEOUT = 19,
	HVAC_TLS_ERROR = 20,
	HVAC_MALFORMED_ANSWER = 21,       /* not JSON, or JSON that cannot be kept exactly */
	HVAC_TOO_LARGE = 22,
	HVAC_REDIRECT_REFUSED = 23,
	HVAC_CANCELLED = 24,
	HVAC_STREAM_ERROR = 25,           /* the caller's source or sink gave up */
	HVAC_NO_MEMORY = 26,
	HVAC_QUEUE_FULL = 27              /* a queue holds as many calls as it may */
} hvac_status;

/* The name of hvac's exception, "InvalidPath", or this library's own in the same manner ("Timeout"); "OK" for HVAC_OK,
 * "UnexpectedError" for a value that this library does not know. Static; never NULL. */
HVAC_API const char *hvac_status_name(hvac_status status);

#ifdef __cplusplus
}
#endif
#endif
