/* SPDX-License-Identifier: MIT */
/* What does not change from request to request is set once for each handle, and what does only when it differs. */
#include "exchange.h"
#include "no_proxy.h"
#include "tls.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <net/if.h>

#define UNIX_SCHEME "unix://"
#define UNIX_BASE "http://localhost"
#define HTTP_PROXY_PORT 80L     /* where none is given */
#define HEAD_FIRST 1000u        /* bytes of headers that most answers stay below */

static bool answers_sink(const struct exchange *exchange)
{
	return exchange->request->stream && exchange->request->stream->sink && exchange->status >= 200 && exchange->status <= 299;
}

/* libcurl's own buffer is wiped as soon as its content is taken. */
static size_t on_body(char *bytes, size_t one, size_t length, void *context)
{
	struct exchange *exchange = context;
	const hvac_stream *stream = exchange->request->stream;

	(void)one;
	if (answers_sink(exchange)) {
		ssize_t taken = stream->sink(stream->context, bytes, length);

		if (taken == HVAC_STREAM_PAUSE)
			return CURL_WRITEFUNC_PAUSE;
		if (taken < 0)
			exchange->stream_failure = "the stream's sink gave up";
		exchange->received += (int64_t)length;
		if (stream->progress && !exchange->stream_failure)
			stream->progress(stream->context, exchange->received, exchange->length);
	} else if (length > exchange->request->body_max - exchange->body.length) {
		exchange->too_large = true;
	} else {
		exchange->no_memory = !buffer_append(&exchange->body, bytes, length);
	}
	wipe(bytes, length);
	return exchange->stream_failure || exchange->too_large || exchange->no_memory ? CURL_WRITEFUNC_ERROR : length;
}

/* A body of known length gets its room at once. */
static void on_length(struct exchange *exchange, const char *value)
{
	uint64_t length = strtoull(value, NULL, 10);

	exchange->length = length <= INT64_MAX ? (int64_t)length : -1;
	if (length && length <= exchange->request->body_max && !answers_sink(exchange))
		exchange->no_memory = !buffer_reserve(&exchange->body, (size_t)length);
}

static size_t on_header(char *line, size_t one, size_t length, void *context)
{
	struct exchange *exchange = context;

	(void)one;
	exchange->head_total += length;
	if (exchange->head_total > exchange->request->headers_max) {
		exchange->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	if (length > 5 && !strncmp(line, "HTTP/", 5)) {
		/* an answer begins, perhaps after one of 1xx */
		const char *blank = memchr(line, ' ', length);

		exchange->status = blank ? atoi(blank + 1) : 0;
		exchange->head.length = 0;
		exchange->complete = false;
		return length;
	}
	if (length <= 2)
		exchange->complete = true;
	if (length > 15 && (line[0] == 'c' || line[0] == 'C') && !strncasecmp(line, "content-length:", 15))
		on_length(exchange, line + 15);
	if (!exchange->head.bytes)
		exchange->no_memory = !buffer_reserve(&exchange->head, HEAD_FIRST);
	if (length > 2 && !buffer_append(&exchange->head, line, length))
		exchange->no_memory = true;
	return exchange->no_memory ? CURL_WRITEFUNC_ERROR : length;
}

/* A kept connection that the server has left: where that goes with words, as TLS does it and some say 408, libcurl takes them for a sign
 * of life. Tickets of TLS 1.3 come before the first answer; later ones cost a new connection. */
static bool is_stale(const struct exchange *exchange, int port)
{
	long made = 0;

	return exchange->request->once && curl_easy_getinfo(exchange->easy, CURLINFO_NUM_CONNECTS, &made) == CURLE_OK && !made &&
	       sockets_ended(exchange->sockets, port);
}

/* Before each time that libcurl sends the request: it does so again by itself when a kept connection ends without an answer. */
static int on_request(void *context, char *remote, char *local, int remote_port, int local_port)
{
	struct exchange *exchange = context;

	(void)remote;
	(void)local;
	(void)remote_port;
	exchange->stale = is_stale(exchange, local_port);
	if (exchange->stale)
		return CURL_PREREQFUNC_ABORT;
	exchange->sendings++;
	if (exchange->watched && curl_easy_setopt(exchange->easy, CURLOPT_VERBOSE, 1L) != CURLE_OK)
		return CURL_PREREQFUNC_ABORT;
	return exchange->request->once && exchange->sendings > 1 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

/* A line that begins with a blank goes on from the header before it. Where there is none, libcurl before 8.1.1 goes on from the last
 * one of the answer before, which it has freed (curl issue 11101): a server could have it write there. libcurl shows each line before
 * it takes it, and takes none while it is paused. */
static int on_line(CURL *easy, curl_infotype type, char *line, size_t length, void *context)
{
	struct exchange *exchange = context;

	if (type != CURLINFO_HEADER_IN || !length)
		return 0;
	if (*line == ' ' || *line == '\t') {
		exchange->malformed = *exchange->watched = true;
		curl_easy_pause(easy, CURLPAUSE_RECV);
	} else if (*line != '\r' && *line != '\n' && (length < 5 || strncasecmp(line, "HTTP/", 5) != 0)) {
		/* a header to go on from */
		curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
	}
	return 0;
}

/* libcurl would send what is more than was announced, and the server take it for the next request. */
static const char *misses_length(const struct exchange *exchange, size_t n)
{
	int64_t length = exchange->request->stream->source_length;
	uint64_t left = (uint64_t)length - exchange->sent;

	if (length < 0)
		return NULL;
	return n > left ? "the stream's source gave more than its length" : !n && left ? "the stream's source ended before its length" : NULL;
}

static size_t on_read(char *bytes, size_t one, size_t size, void *context)
{
	struct exchange *exchange = context;
	const hvac_request *request = exchange->request;
	const hvac_stream *stream = request->stream;
	ssize_t n;

	size *= one;
	n = stream->source(stream->context, bytes, size);
	if (n == HVAC_STREAM_PAUSE)
		return CURL_READFUNC_PAUSE;
	exchange->stream_failure = n < 0 || (size_t)n > size ? "the stream's source gave up" : misses_length(exchange, (size_t)n);
	if (exchange->stream_failure)
		return CURL_READFUNC_ABORT;
	exchange->sent += (size_t)n;
	if (stream->progress && n)
		stream->progress(stream->context, (int64_t)exchange->sent, stream->source_length);
	return (size_t)n;
}

static void headers_free(struct curl_slist *headers)
{
	for (struct curl_slist *line = headers; line; line = line->next)
		wipe(line->data, strlen(line->data));
	curl_slist_free_all(headers);
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	curl_easy_cleanup(exchange->easy);
	curl_url_cleanup(exchange->url);
	headers_free(exchange->headers);
	curl_slist_free_all(exchange->connect_to);
	buffer_free(&exchange->head);
	buffer_free(&exchange->body);
	text_free(exchange->base);
	text_free(exchange->path);
	text_free(exchange->query);
	text_free(exchange->method);
	free(exchange);
}

static bool set_once(struct exchange *exchange)
{
	CURL *easy = exchange->easy;

	return curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) == CURLE_OK &&
	       /* a name server that hangs holds nobody up: the thread that asks it is left to itself, and frees what it has at its end */
	       curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CURLU, exchange->url) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
	       /* not HTTP/2: its library keeps headers, the token among them, in memory that nobody wipes */
	       curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_READDATA, exchange) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PREREQDATA, exchange) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, sockets_open) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, exchange->sockets) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, sockets_close) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, exchange->sockets) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_line) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGDATA, exchange) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->detail) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK &&
	       /* never the environment: what is not set is switched off */
	       curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_NOPROXY, "") == CURLE_OK;
}

static bool make_handle(struct exchange *exchange, bool external)
{
	exchange->easy = curl_easy_init();
	return exchange->easy && set_once(exchange) &&
	       (external ? tls_set_external(exchange->easy) : tls_set(exchange->easy, exchange->settings));
}

struct exchange *exchange_new(const struct settings *settings, const struct passphrase *passphrase, struct sockets *sockets, bool external)
{
	struct exchange *exchange = calloc(1, sizeof *exchange);

	if (!exchange)
		return NULL;
	exchange->settings = settings;
	exchange->sockets = sockets;
	exchange->passphrase = external ? NULL : passphrase;
	exchange->url = curl_url();
	if (!exchange->url || !make_handle(exchange, external)) {
		exchange_free(exchange);
		return NULL;
	}
	return exchange;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Remembers a text that the handle is set to; false when memory ran out. */
static bool remember(char **text, const char *now)
{
	text_free(*text);
	*text = now ? text_copy(now, strlen(now)) : NULL;
	return !now || *text;
}

/* The name that the certificate must have stands in the URL, and the connection goes to the address's host all the same. */
static bool set_server_name(struct exchange *exchange, const char *name)
{
	bool bare = strchr(name, ':') && *name != '[';
	struct buffer line = { 0 }, wanted = { 0 };
	bool set = false;
	char *host = NULL, *port = NULL;

	if (curl_url_get(exchange->url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(exchange->url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK)
		goto done;
	buffer_format(&line, "::%s:%s", host, port);
	buffer_format(&wanted, bare ? "[%s]" : "%s", name);
	if (!line.failed && !wanted.failed)
		exchange->connect_to = curl_slist_append(NULL, line.bytes);
	set = exchange->connect_to && curl_easy_setopt(exchange->easy, CURLOPT_CONNECT_TO, exchange->connect_to) == CURLE_OK &&
	      curl_url_set(exchange->url, CURLUPART_HOST, wanted.bytes, 0) == CURLUE_OK;
done:
	buffer_free(&line);
	buffer_free(&wanted);
	curl_free(host);
	curl_free(port);
	return set;
}

/* libcurl takes the zone of an IPv6 address from a text, but not from a URL that it is handed over parsed. */
static bool set_zone(struct exchange *exchange)
{
	char *zone = NULL;
	CURLUcode code = curl_url_get(exchange->url, CURLUPART_ZONEID, &zone, 0);
	unsigned long number = zone ? if_nametoindex(zone) : 0;

	if (zone && !number)
		number = strtoul(zone, NULL, 10);
	curl_free(zone);
	return code != CURLUE_OUT_OF_MEMORY && curl_easy_setopt(exchange->easy, CURLOPT_ADDRESS_SCOPE, number <= UINT32_MAX ? (long)number : 0L) == CURLE_OK;
}

static bool set_base(struct exchange *exchange, const hvac_request *request)
{
	const char *host = request->external ? NULL : addresses_name(&exchange->settings->addresses, request->base);
	const char *name = exchange->settings->server_name ? exchange->settings->server_name : host;
	bool is_unix = !strncmp(request->base, UNIX_SCHEME, strlen(UNIX_SCHEME)), is_https = !strncmp(request->base, "https:", 6);

	if (same(exchange->base, request->base))
		return true;
	curl_easy_setopt(exchange->easy, CURLOPT_CONNECT_TO, NULL);
	curl_slist_free_all(exchange->connect_to);
	exchange->connect_to = NULL;
	if (curl_url_set(exchange->url, CURLUPART_URL, is_unix ? UNIX_BASE : request->base, 0) != CURLUE_OK ||
	    curl_easy_setopt(exchange->easy, CURLOPT_UNIX_SOCKET_PATH, is_unix ? request->base + strlen(UNIX_SCHEME) : NULL) != CURLE_OK ||
	    !set_zone(exchange))
		return false;
	if (name && !request->external && is_https && !set_server_name(exchange, name))
		return false;
	/* somebody may have to be asked for a passphrase */
	if (exchange->passphrase && is_https) {
		if (!tls_set_identity(exchange->easy, exchange->settings, exchange->passphrase))
			return false;
		exchange->passphrase = NULL;
	}
	text_free(exchange->path);
	text_free(exchange->query);
	exchange->path = exchange->query = NULL;
	if (!remember(&exchange->base, request->base))
		return false;
	/* false [core.NonNullParamChecker]: remember() has copied it */
	exchange->host = host ? host : exchange->connect_to ? strstr(exchange->base, "://") + 3 : NULL;
	return true;
}

static bool set_url(struct exchange *exchange, const hvac_request *request)
{
	if (!set_base(exchange, request))
		return false;
	if (!same(exchange->path, request->path) &&
	    (curl_url_set(exchange->url, CURLUPART_PATH, request->path, 0) != CURLUE_OK || !remember(&exchange->path, request->path)))
		return false;
	return same(exchange->query, request->query) ||
	       (curl_url_set(exchange->url, CURLUPART_QUERY, request->query, 0) == CURLUE_OK && remember(&exchange->query, request->query));
}

/* "Name: value" as libcurl wants it: an empty value ends with a semicolon instead. */
static bool is_line(const char *line, const hvac_header *header)
{
	size_t name = strlen(header->name);

	if (strncmp(line, header->name, name) != 0)
		return false;
	line += name;
	if (!header->value)
		return !strcmp(line, ":");
	return *header->value ? line[0] == ':' && line[1] == ' ' && !strcmp(line + 2, header->value) : !strcmp(line, ";");
}

static bool add_line(struct curl_slist **list, const hvac_header *header)
{
	struct buffer line = { 0 };
	struct curl_slist *longer = NULL;
	const char *value = header->value;

	buffer_format(&line, "%s%s%s", header->name, value && !*value ? ";" : value ? ": " : ":", value ? value : "");
	if (!line.failed)
		longer = curl_slist_append(*list, line.bytes);
	buffer_free(&line);
	if (longer)
		*list = longer;
	return longer;
}

/* Headers beside the request's own: what takes libcurl's away, and the server's name where the URL has another. */
struct own_headers {
	hvac_header list[3];
	size_t count;
};

static struct own_headers own_headers(const struct exchange *exchange, const hvac_request *request)
{
	struct own_headers own = { .count = 0 };
	bool has_type = false;

	if (exchange->host)
		own.list[own.count++] = (hvac_header){ "Host", exchange->host };
	if (exchange->shape != SHAPE_FIELDS && exchange->shape != SHAPE_READ)
		return own;
	own.list[own.count++] = (hvac_header){ "Expect", NULL };
	for (size_t i = 0; i < request->n_headers; i++)
		has_type = has_type || !strcasecmp(request->headers[i].name, "Content-Type");
	if (!has_type)
		own.list[own.count++] = (hvac_header){ "Content-Type", NULL };
	return own;
}

static bool are_set(const struct curl_slist **line, const hvac_header *headers, size_t count)
{
	for (size_t i = 0; i < count; i++, *line = (*line)->next)
		if (!*line || !is_line((*line)->data, &headers[i]))
			return false;
	return true;
}

/* The list lasts as long as the headers stay what they are. Called after the method was set. */
static bool set_headers(struct exchange *exchange, const hvac_request *request)
{
	struct own_headers own = own_headers(exchange, request);
	const struct curl_slist *line = exchange->headers;

	if (line && are_set(&line, request->headers, request->n_headers) && are_set(&line, own.list, own.count) && !line)
		return true;
	headers_free(exchange->headers);
	exchange->headers = NULL;
	for (size_t i = 0; i < request->n_headers; i++)
		if (!add_line(&exchange->headers, &request->headers[i]))
			return false;
	for (size_t i = 0; i < own.count; i++)
		if (!add_line(&exchange->headers, &own.list[i]))
			return false;
	return curl_easy_setopt(exchange->easy, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK;
}

static enum shape shape_of(const hvac_request *request)
{
	bool writes = !strcmp(request->method, "POST") || !strcmp(request->method, "PUT") || !strcmp(request->method, "PATCH");

	if (request->stream && request->stream->source)
		return SHAPE_READ;
	if (request->body || writes)
		return SHAPE_FIELDS;
	return strcmp(request->method, "HEAD") ? SHAPE_GET : SHAPE_HEAD;
}

static bool set_method(struct exchange *exchange, const hvac_request *request)
{
	enum shape shape = shape_of(request);
	CURL *easy = exchange->easy;
	bool set = true;

	if (shape != exchange->shape) {
		exchange->shape = shape;
		set = curl_easy_setopt(easy, CURLOPT_POSTFIELDS, NULL) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_NOBODY, shape == SHAPE_HEAD ? 1L : 0L) == CURLE_OK;
		if (set && shape == SHAPE_GET)
			set = curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
		else if (set && shape != SHAPE_HEAD)
			set = curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK;
	}
	if (set && shape == SHAPE_FIELDS)
		set = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body ? request->body : "") == CURLE_OK;
	if (set && shape == SHAPE_READ)
		set = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->stream->source_length) == CURLE_OK;
	if (set && !same(exchange->method, request->method))
		set = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method) == CURLE_OK && remember(&exchange->method, request->method);
	return set;
}

static bool set_times(struct exchange *exchange, const hvac_request *request)
{
	int64_t timeout = request->stream ? 0 : request->timeout_ms > 0 ? request->timeout_ms : 1;
	int64_t stall = request->stream ? request->stall_ms : 0;
	CURL *easy = exchange->easy;

	if (timeout != exchange->timeout_ms && curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout < LONG_MAX ? (long)timeout : LONG_MAX) != CURLE_OK)
		return false;
	if (request->connect_ms != exchange->connect_ms && curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_ms) != CURLE_OK)
		return false;
	if (stall != exchange->stall_ms && (curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, stall ? 1L : 0L) != CURLE_OK ||
	                                    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((stall + 999) / 1000)) != CURLE_OK))
		return false;
	exchange->timeout_ms = timeout;
	exchange->connect_ms = request->connect_ms;
	exchange->stall_ms = stall;
	return true;
}

/* libcurl's own for those is that of SOCKS; everybody else asks 80. */
static bool is_http_proxy(const char *proxy)
{
	return !strstr(proxy, "://") || !strncasecmp(proxy, "http:", 5);
}

static bool set_proxy(struct exchange *exchange, const hvac_request *request)
{
	const char *proxy = exchange->settings->proxy;
	bool proxied = proxy && !request->external && !no_proxy_has(exchange->settings->no_proxy, request->base);

	if (proxied == exchange->proxied)
		return true;
	exchange->proxied = proxied;
	return curl_easy_setopt(exchange->easy, CURLOPT_PROXY, proxied ? proxy : "") == CURLE_OK &&
	       curl_easy_setopt(exchange->easy, CURLOPT_PROXYPORT, proxied && is_http_proxy(proxy) ? HTTP_PROXY_PORT : 0L) == CURLE_OK;
}

/* A connection with an identity of its own serves this request alone; its handle is not kept. */
static bool set_identity(struct exchange *exchange, const hvac_request *request)
{
	return !exchange->own_tls || (curl_easy_setopt(exchange->easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	                              curl_easy_setopt(exchange->easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK && tls_set_request(exchange->easy, request));
}

static bool set_request(struct exchange *exchange, const hvac_request *request)
{
	exchange->own_tls = request->client_cert || request->client_key || request->ca_cert;
	return set_url(exchange, request) && set_method(exchange, request) && set_headers(exchange, request) && set_times(exchange, request) &&
	       set_proxy(exchange, request) && set_identity(exchange, request);
}

bool exchange_begin(struct exchange *exchange, const hvac_request *request, void *ticket)
{
	exchange->request = request;
	exchange->ticket = ticket;
	exchange->status = 0;
	exchange->complete = exchange->too_large = exchange->no_memory = exchange->malformed = false;
	exchange->stream_failure = NULL;
	exchange->head_total = exchange->sent = 0;
	exchange->sendings = 0;
	exchange->received = 0;
	exchange->length = -1;
	exchange->detail[0] = '\0';
	return set_request(exchange, request);
}
