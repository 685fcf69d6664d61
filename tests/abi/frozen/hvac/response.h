/* SPDX-License-Identifier: MIT */
/*
 * The answer to a call, good or bad. Every call sets one, also when it failed; NULL only when memory ran out, and every
 * function here takes NULL. A response is independent of its client, never changes, and may be read from any thread.
 * Whatever these functions return lives as long as the response. Freeing wipes it.
 */
#ifndef HVAC_RESPONSE_H
#define HVAC_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hvac/status.h>
#include <hvac/value.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_response hvac_response;

HVAC_API void hvac_response_free(hvac_response *response);

/* How the call ended; HVAC_NO_MEMORY for NULL. */
HVAC_API hvac_status hvac_response_status(const hvac_response *response);
/* The HTTP status; 0 when no answer came. */
HVAC_API int hvac_response_http_status(const hvac_response *response);

/* What the caller asked for, in the operation's own place of the body ("/data/data" for a KV v2 secret): NULL when it is
 * not there. */
HVAC_API const hvac_value *hvac_response_answer(const hvac_response *response);
/* Read one thing of the answer by JSON pointer ("password", "keys/0"). NULL, or false, when it is not there or of
 * another kind. */
HVAC_API const char *hvac_response_string(const hvac_response *response, const char *pointer);
HVAC_API bool hvac_response_integer(const hvac_response *response, const char *pointer, int64_t *result);
HVAC_API bool hvac_response_boolean(const hvac_response *response, const char *pointer, bool *result);
HVAC_API const hvac_value *hvac_response_value(const hvac_response *response, const char *pointer);
/* A base64 string of the answer, decoded; NULL when it is not there or not base64. An empty one is not NULL. Each call
 * for the same pointer returns the same memory, wiped with the response. */
HVAC_API const unsigned char *hvac_response_bytes(const hvac_response *response, const char *pointer, size_t *length);

/* The whole body as JSON, NULL when it was empty or raw; and as it came, `*length` bytes and a NUL behind them. A failed
 * call's body has the secrets that were sent blotted out, should the server have echoed one. */
HVAC_API const hvac_value *hvac_response_json(const hvac_response *response);
HVAC_API const char *hvac_response_body(const hvac_response *response, size_t *length);

/* The envelope's members; NULL, 0 or false when the body has none. Durations are seconds. */
HVAC_API const hvac_value *hvac_response_data(const hvac_response *response);
HVAC_API const hvac_value *hvac_response_auth(const hvac_response *response);
HVAC_API const hvac_value *hvac_response_wrap_info(const hvac_response *response);
HVAC_API const hvac_value *hvac_response_warnings(const hvac_response *response);
HVAC_API const char *hvac_response_request_id(const hvac_response *response);
HVAC_API const char *hvac_response_lease_id(const hvac_response *response);
HVAC_API int64_t hvac_response_lease_duration(const hvac_response *response);
HVAC_API bool hvac_response_renewable(const hvac_response *response);

/* A header of the answer by its name, in any case; the first of several; NULL when it is not there. */
HVAC_API const char *hvac_response_header(const hvac_response *response, const char *name);
/* All of them, in order, as a map of strings (several of one name: joined by ", "). NULL when there was no answer. */
HVAC_API const hvac_value *hvac_response_headers(const hvac_response *response);

/* Of a failure: one sentence for a person, naming engine, operation, request, status and the server's own words, and never
 * a token or another secret. "" for a success. */
HVAC_API const char *hvac_response_message(const hvac_response *response);
/* The server's `errors`, NULL when it gave none. */
HVAC_API const hvac_value *hvac_response_errors(const hvac_response *response);
/* The last request: its verb ("GET", "LIST" ...), its whole address without the query, its namespace; NULL when nothing was
 * sent, or for the namespace when there was none. */
HVAC_API const char *hvac_response_method(const hvac_response *response);
HVAC_API const char *hvac_response_url(const hvac_response *response);
HVAC_API const char *hvac_response_namespace(const hvac_response *response);
/* Whether the same call may succeed later (sealed, no connection, too many requests ...). */
HVAC_API bool hvac_response_retryable(const hvac_response *response);
/* Whether a failed call may have had its effect on the server: the connection was lost after the request had left. */
HVAC_API bool hvac_response_may_have_been_carried_out(const hvac_response *response);

#ifdef __cplusplus
}
#endif
#endif
