/* SPDX-License-Identifier: MIT */
/*
 * Adapters carry requests. Without one a client uses libcurl; a recording or a replaying one serves tests without a
 * server; a program may bring its own. An adapter decides nothing: it reports what became of each exchange.
 */
#ifndef HVAC_ADAPTER_H
#define HVAC_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <hvac/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A stream's source or sink returns this to be called again only after hvac_task_resume. */
#define HVAC_STREAM_PAUSE ((ssize_t)-2)

/* The body of a request from a source, the body of a good answer to a sink. Both are called from the thread that runs
 * the task. An error answer never reaches the sink. */
typedef struct hvac_stream {
	void *context;
	/* Up to `size` bytes into `buffer`: how many, 0 at the end, -1 to give up, HVAC_STREAM_PAUSE. NULL: no source. */
	ssize_t (*source)(void *context, void *buffer, size_t size);
	int64_t source_length;           /* bytes that the source will give; -1 when it is not known */
	/* Takes all `size` bytes: 0, -1 to give up, HVAC_STREAM_PAUSE (the same bytes come again). NULL: no sink. */
	ssize_t (*sink)(void *context, const void *bytes, size_t size);
	/* Bytes so far, and in all (-1: not known). May be NULL. */
	void (*progress)(void *context, int64_t done, int64_t total);
} hvac_stream;

typedef struct hvac_header {
	const char *name, *value;        /* a NULL value takes a default header of the adapter's own away */
} hvac_header;

/* One exchange, complete and immutable; it lives until the exchange is done. */
struct hvac_request {
	uint32_t size;                   /* sizeof(struct hvac_request) of the library */
	uint32_t reserved;
	const char *method;              /* "GET", "LIST" ... as sent */
	const char *base;                /* "https://host:8200", "unix:///path"; without a trailing slash */
	const char *path;                /* "/v1/secret/data/app": encoded, to be sent as it is */
	const char *query;               /* encoded, without '?'; NULL: none */
	const hvac_header *headers;
	size_t n_headers;
	const void *body;                /* NULL: none */
	size_t body_length;
	const hvac_stream *stream;       /* NULL: none */
	bool external;                   /* another host than the configured ones: no proxy */
	bool raw;                        /* the answer is not expected to be JSON */
	bool once;                       /* the adapter must not send it twice, whatever becomes of a connection */
	int64_t timeout_ms, connect_ms;  /* of this exchange; a stream has no timeout but stall_ms */
	int64_t stall_ms;                /* a stream ends when no byte came for so long */
	size_t body_max, headers_max;    /* larger answers: HVAC_OUTCOME_TOO_LARGE */
	const char *client_cert, *client_key, *ca_cert; /* PEM of this request alone; NULL: the client's */
};
typedef struct hvac_request hvac_request;

typedef enum hvac_outcome_kind {
	HVAC_OUTCOME_ANSWER = 1,         /* an HTTP status came, and all of its body */
	HVAC_OUTCOME_NOT_SENT = 2,       /* no byte of the request left */
	HVAC_OUTCOME_MAYBE_SENT = 3,     /* the connection was lost, or cannot be told */
	HVAC_OUTCOME_TIMEOUT = 4,        /* within the exchange; sent tells whether bytes had left */
	HVAC_OUTCOME_TLS = 5,            /* the certificate or the handshake was refused */
	HVAC_OUTCOME_TOO_LARGE = 6,
	HVAC_OUTCOME_STREAM = 7,         /* the source or the sink gave up */
	HVAC_OUTCOME_MALFORMED = 8,      /* not HTTP */
	HVAC_OUTCOME_NO_MEMORY = 9
} hvac_outcome_kind;

/* What became of one exchange. `http_status`, `headers` and `body` count for an answer alone; the latter two are made by malloc and
 * belong to the library from here on (wiped and freed by it); both have one byte more than their length, set to NUL. */
typedef struct hvac_outcome {
	uint32_t size;                   /* sizeof(hvac_outcome) of the adapter */
	hvac_outcome_kind kind;
	int http_status;
	bool sent;                       /* at least one byte of the request left */
	char *headers;                   /* lines "Name: value\r\n" */
	size_t headers_length;
	char *body;
	size_t body_length;
	const char *detail;              /* of a failure: what went wrong, for a person; copied */
} hvac_outcome;

typedef void hvac_adapter_done(void *context, void *ticket, hvac_outcome *outcome);

/*
 * An adapter's functions. A lane is what one thread at a time drives exchanges on (a libcurl multi handle and its
 * connections): a client opens as many as it has calls at once and keeps them; a queue has many exchanges on one, and starts
 * and cancels none inside `drive`. Only `wake` may be called on a lane from another thread. Functions returning hvac_status report HVAC_OK or HVAC_NO_MEMORY, `open` anything with a sentence in
 * `*detail` (static).
 */
typedef struct hvac_adapter hvac_adapter;
struct hvac_adapter {
	uint32_t size;                   /* sizeof(hvac_adapter) */
	uint32_t reserved;
	void *self;
	const char *error;               /* why it cannot be used: hvac_client_new says it; NULL: it can */
	hvac_adapter *inner;             /* set by hvac_client_new to libcurl's when `wraps`; `free` frees it, too: inner->free(inner) */
	bool wraps;
	hvac_status (*open)(hvac_adapter *adapter, void **lane, const char **detail);
	hvac_status (*start)(void *lane, const hvac_request *request, void *ticket);
	/* Moves all exchanges on for up to `timeout_ms` (-1: no limit), calls `done` once for each that ended, returns when
	 * something was done, was woken, or the time is over. */
	void (*drive)(void *lane, int timeout_ms, hvac_adapter_done *done, void *context);
	void (*cancel)(void *lane, void *ticket);    /* drops the exchange: its done is not called */
	void (*resume)(void *lane, void *ticket);    /* a paused stream goes on */
	void (*wake)(void *lane);                    /* makes `drive` return, from any thread */
	bool (*fresh)(void *lane);                   /* false: do not use this lane again (its certificates changed); NULL: true */
	void (*close)(void *lane);
	void (*free)(hvac_adapter *adapter);         /* once, when the last client that uses it is freed */
	/* Both or neither, for queues. A descriptor that is readable whenever `drive` has something to do; -1 when there can be none.
	 * Milliseconds until it has something to do even so, 0: now, -1: never. */
	int (*descriptor)(void *lane);
	int (*due)(void *lane);
};

/* Records every exchange into a JSON file, readable by the owner alone, for hvac_replay_new. Tokens are left out; bodies are
 * not: record with test data. What a forked child does is not recorded: the file is its parent's. NULL when memory ran out; a
 * file that cannot be written is an error of hvac_client_new. */
HVAC_API hvac_adapter *hvac_record_new(const char *path);
/* Answers each request with the next recorded answer to the same method, address path, query and body, each used once; a
 * request that was not recorded is HVAC_MALFORMED_ANSWER and names it. A forked child goes on from what its parent had used.
 * NULL when memory ran out; a file that cannot be read is an error of hvac_client_new. */
HVAC_API hvac_adapter *hvac_replay_new(const char *path);

#ifdef __cplusplus
}
#endif
#endif
