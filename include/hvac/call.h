/* SPDX-License-Identifier: MIT */
/*
 * Calls: an engine's operation with named arguments, blocking or as a task.
 *
 *     hvac_call(client, "secrets/kv_v2", "read_secret_version",
 *               HVAC_ARGS(hvac_string("path", "app/db"), hvac_integer("version", 3)), &response);
 *
 * Engines, operations and arguments have the names of Python hvac. Engines are loaded when they are first named. Every call
 * sets *response, also when it fails; the caller frees it with hvac_response_free. `response` may be NULL when only the
 * status counts.
 */
#ifndef HVAC_CALL_H
#define HVAC_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#include <initializer_list>
#endif
#include <hvac/adapter.h>
#include <hvac/client.h>
#include <hvac/response.h>
#include <hvac/status.h>
#include <hvac/value.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hvac_argument_kind {
	HVAC_ARGUMENT_END = 0,
	HVAC_ARGUMENT_NULL = 1,
	HVAC_ARGUMENT_STRING = 2,
	HVAC_ARGUMENT_INTEGER = 3,
	HVAC_ARGUMENT_BOOLEAN = 4,
	HVAC_ARGUMENT_NUMBER = 5,
	HVAC_ARGUMENT_BYTES = 6,
	HVAC_ARGUMENT_JSON = 7,
	HVAC_ARGUMENT_VALUE = 8,
	HVAC_ARGUMENT_FILE = 9,
	HVAC_ARGUMENT_SOURCE = 10,
	HVAC_ARGUMENT_TYPED = 11
} hvac_argument_kind;

/* Gives a credential when it is needed: up to `size` bytes into `buffer`, returns their number; more than `size` asks to be
 * called again with so much room; -1: there is none. Called from the thread that runs the task, at each login anew. */
typedef int64_t hvac_source_function(void *context, char *buffer, size_t size);

/* One argument. What it points to is read when the call or the task is made, never later; files and sources are read when
 * the task begins, and what they give counts as if it had been given itself. Made by the functions below; an array of them ends
 * with a zeroed one, which HVAC_ARGS adds. */
typedef struct hvac_argument {
	const char *name;
	uint32_t kind;                   /* hvac_argument_kind */
	uint32_t reserved;
	union hvac_argument_content {
		struct { const void *start; size_t length; } text; /* STRING, BYTES, JSON, FILE (its path), TYPED */
		int64_t integer;
		double number;
		bool boolean;
		const hvac_value *value;
		struct { hvac_source_function *function; void *context; } source;
	} content;
} hvac_argument;

/* Text up to its NUL (a NULL pointer: not given), and text of any bytes. */
static inline hvac_argument hvac_text(const char *name, const char *text, size_t length);
static inline hvac_argument hvac_string(const char *name, const char *text);
static inline hvac_argument hvac_integer(const char *name, int64_t value);
static inline hvac_argument hvac_boolean(const char *name, bool value);
static inline hvac_argument hvac_number(const char *name, double value);
/* Bytes: base64 is the library's work. */
static inline hvac_argument hvac_bytes(const char *name, const void *bytes, size_t length);
/* JSON text; and a value, which is copied. */
static inline hvac_argument hvac_json(const char *name, const char *text);
static inline hvac_argument hvac_value_argument(const char *name, const hvac_value *value);
/* An explicit null, where it differs from nothing. */
static inline hvac_argument hvac_null(const char *name);
/* The content of a file: for a string without one final line end, for bytes whole, for lists and maps as JSON. A pipe is waited for
 * until the deadline, unless the call is cancelled, by the thread that makes the call or runs its queue. */
static inline hvac_argument hvac_file(const char *name, const char *path);
/* What a callback gives, as if it stood in a file. */
static inline hvac_argument hvac_source(const char *name, hvac_source_function *function, void *context);
/* Text that the parameter's type says how to read, as a command line gives it: 3, true, a,b,c or ["a","b"], {"k":"v"}. */
static inline hvac_argument hvac_typed(const char *name, const char *text);

#ifdef __cplusplus
#define HVAC_ARGS(...) (std::initializer_list<hvac_argument>{ __VA_ARGS__, hvac_argument{} }.begin())
#else
#define HVAC_ARGS(...) ((const hvac_argument[]){ __VA_ARGS__, { .kind = HVAC_ARGUMENT_END } })
#endif

/* Calls an operation and waits for its end. `arguments` may be NULL. A login's token becomes the client's unless
 * use_token is false. */
HVAC_API hvac_status hvac_call(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                               hvac_response **response);

/* The same for a login, whose arguments are kept (copied; files and callbacks unread) for logging in again, together with its token.
 * Of one that failed only what its wrapping token wrapped is kept, for the next one. */
HVAC_API hvac_status hvac_login(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                                hvac_response **response);

/* A client that logs in with each of its requests and keeps no token: the login goes along in the headers, and the server stores
 * nothing (inline authentication: OpenBao 2.4 and later). The arguments are copied; files and callbacks are read again for each
 * request. For logins that ask the server once; what they ask of other hosts is asked for each request. A login by it is the
 * caller's alone, as with use_token=false, and it takes no token; a client that is derived from it is alike, unless it is given a
 * token of its own. Freed by hvac_client_free; shares the connections of `client`. HVAC_OK, or why the login cannot be made: then
 * *inline_client is a client whose calls all fail with the reason, which hvac_client_error tells; or HVAC_NO_MEMORY and NULL. */
HVAC_API hvac_status hvac_client_inline(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                                        hvac_client **inline_client);

/* The same with a source for the request's body or a sink for the answer's, for operations that stream. */
HVAC_API hvac_status hvac_call_stream(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                                      const hvac_stream *stream, hvac_response **response);

/* Any path below /v1, plain text, for what no engine has. `data` may be NULL; it is copied. What is read or written (GET, POST, PUT)
 * may answer with other things than JSON; what says application/json is, and a web page is HVAC_MALFORMED_ANSWER. */
HVAC_API hvac_status hvac_read(hvac_client *client, const char *path, hvac_response **response);
HVAC_API hvac_status hvac_list(hvac_client *client, const char *path, hvac_response **response);
HVAC_API hvac_status hvac_scan(hvac_client *client, const char *path, hvac_response **response); /* OpenBao's recursive LIST */
HVAC_API hvac_status hvac_write(hvac_client *client, const char *path, const hvac_value *data, hvac_response **response);
HVAC_API hvac_status hvac_patch(hvac_client *client, const char *path, const hvac_value *data, hvac_response **response);
HVAC_API hvac_status hvac_delete(hvac_client *client, const char *path, hvac_response **response);
/* Any method of the servers: GET, HEAD, LIST, SCAN, POST, PUT, PATCH, DELETE; with further query members as a map of strings (may
 * be NULL). */
HVAC_API hvac_status hvac_request_path(hvac_client *client, const char *method, const char *path, const hvac_value *query,
                                       const hvac_value *data, hvac_response **response);

/*
 * A task is one call that has not been made yet, is being made, or is done. It is made in one thread and run once, in any;
 * only hvac_task_cancel and hvac_task_resume may be called meanwhile from others. It keeps its client alive.
 */
typedef struct hvac_task hvac_task;

/* Checks and copies the arguments. *task is set whenever memory lasts: when the status is not HVAC_OK running it gives
 * that failure as its response. `stream` (may be NULL) is copied, its context is not. */
HVAC_API hvac_status hvac_task_new(hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments,
                                   const hvac_stream *stream, hvac_task **task);
/* The same for the plain paths; `method` as hvac_request_path. */
HVAC_API hvac_status hvac_task_new_path(hvac_client *client, const char *method, const char *path, const hvac_value *query,
                                        const hvac_value *data, hvac_task **task);
/* Runs it to its end; HVAC_PARAM_VALIDATION_ERROR when it was run before, or is in a queue. Blocks. */
HVAC_API hvac_status hvac_task_run(hvac_task *task);
/* Ends it with HVAC_CANCELLED as soon as it can; from any thread, also before it runs. */
HVAC_API void hvac_task_cancel(hvac_task *task);
/* Lets a paused stream go on; from any thread. */
HVAC_API void hvac_task_resume(hvac_task *task);
/* The response, which is the caller's from here on; NULL before the end, and the second time. */
HVAC_API hvac_response *hvac_task_take(hvac_task *task);
HVAC_API void hvac_task_free(hvac_task *task);

/* What the task would send, as far as it can be known without an answer: a list of maps with the members method, url,
 * headers, body or data (base64). Nothing is sent, no token is needed; the token is shown as "***", and with `redact` so is
 * every secret argument. The task cannot be run any more. HVAC_OK, or why there is no first request: the response says it. */
HVAC_API hvac_status hvac_task_dry_run(hvac_task *task, bool redact, hvac_value **requests);

static inline hvac_argument hvac_text_of_kind_(const char *name, uint32_t kind, const void *start, size_t length)
{
	hvac_argument argument;
	argument.name = start ? name : 0;
	argument.kind = kind;
	argument.reserved = start ? 0 : 1;
	argument.content.text.start = start;
	argument.content.text.length = length;
	return argument;
}

static inline size_t hvac_length_(const char *text)
{
	size_t length = 0;
	while (text && text[length])
		length++;
	return length;
}

static inline hvac_argument hvac_text(const char *name, const char *text, size_t length)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_STRING, text, length);
}

static inline hvac_argument hvac_string(const char *name, const char *text)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_STRING, text, hvac_length_(text));
}

static inline hvac_argument hvac_bytes(const char *name, const void *bytes, size_t length)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_BYTES, bytes, length);
}

static inline hvac_argument hvac_json(const char *name, const char *text)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_JSON, text, hvac_length_(text));
}

static inline hvac_argument hvac_file(const char *name, const char *path)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_FILE, path, hvac_length_(path));
}

static inline hvac_argument hvac_typed(const char *name, const char *text)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_TYPED, text, hvac_length_(text));
}

static inline hvac_argument hvac_integer(const char *name, int64_t value)
{
	hvac_argument argument = hvac_text_of_kind_(name, HVAC_ARGUMENT_INTEGER, "", 0);
	argument.content.integer = value;
	return argument;
}

static inline hvac_argument hvac_boolean(const char *name, bool value)
{
	hvac_argument argument = hvac_text_of_kind_(name, HVAC_ARGUMENT_BOOLEAN, "", 0);
	argument.content.boolean = value;
	return argument;
}

static inline hvac_argument hvac_number(const char *name, double value)
{
	hvac_argument argument = hvac_text_of_kind_(name, HVAC_ARGUMENT_NUMBER, "", 0);
	argument.content.number = value;
	return argument;
}

static inline hvac_argument hvac_value_argument(const char *name, const hvac_value *value)
{
	hvac_argument argument = hvac_text_of_kind_(name, HVAC_ARGUMENT_VALUE, value, 0);
	argument.content.value = value;
	return argument;
}

static inline hvac_argument hvac_null(const char *name)
{
	return hvac_text_of_kind_(name, HVAC_ARGUMENT_NULL, "", 0);
}

static inline hvac_argument hvac_source(const char *name, hvac_source_function *function, void *context)
{
	hvac_argument argument = hvac_text_of_kind_(name, HVAC_ARGUMENT_SOURCE, "", 0);
	argument.content.source.function = function;
	argument.content.source.context = context;
	return argument;
}

#ifdef __cplusplus
}
#endif
#endif
