/* SPDX-License-Identifier: MIT */
/* One request on its way by libcurl, on a handle that is kept for the next one. */
#ifndef HVAC_CORE_EXCHANGE_H
#define HVAC_CORE_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>
#include <curl/curl.h>
#include <hvac/adapter.h>
#include "configuration.h"
#include "memory.h"
#include "sockets.h"

enum shape { SHAPE_NONE, SHAPE_GET, SHAPE_HEAD, SHAPE_FIELDS, SHAPE_READ };

/* Of a sentence that follows libcurl's words, which may have filled their room. */
#define ADVICE_MAX 100u

struct exchange {
	struct exchange *next;
	const struct settings *settings;
	struct sockets *sockets;        /* the lane's */
	const struct passphrase *passphrase; /* as long as the handle does not know who we are; NULL: it does, or need not */
	CURL *easy;
	CURLU *url;
	const hvac_request *request;    /* while it is on its way */
	void *ticket;
	bool *watched;                  /* set when it is malformed; NULL: libcurl is new enough, 8.1.1 */

	/* what the handle is set to */
	char *base, *path, *query, *method;
	const char *host;               /* what Host says when it is not what the URL says */
	enum shape shape;
	bool proxied;
	int64_t timeout_ms, connect_ms, stall_ms;
	struct curl_slist *headers, *connect_to;

	/* of the answer */
	int status;
	struct buffer head, body;
	bool complete;                  /* the head of an answer ended */
	size_t head_total;              /* with those of 1xx */
	bool too_large, no_memory, malformed, own_tls;
	const char *stream_failure;     /* why the source or the sink ended it; NULL: neither did */
	size_t sent;                    /* bytes of a stream that were given to libcurl */
	int sendings;
	bool stale;                     /* it was not sent: the connection that was kept for it had ended */
	int64_t received, length;       /* of the body; -1: not known */
	char detail[CURL_ERROR_SIZE + ADVICE_MAX]; /* libcurl's words, and ours */
};

/* A handle for the server, or for one request to another host. The passphrase is asked for with its first https request. NULL when
 * memory ran out. */
struct exchange *exchange_new(const struct settings *settings, const struct passphrase *passphrase, struct sockets *sockets, bool external);
void exchange_free(struct exchange *exchange);
/* Sets the handle to a request; false when memory ran out. */
bool exchange_begin(struct exchange *exchange, const hvac_request *request, void *ticket);
/* What became of it, by libcurl's code; takes head and body. `detail` lives as long as the exchange begins no other. */
hvac_outcome exchange_outcome(struct exchange *exchange, CURLcode code);

#endif
