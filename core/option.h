/* SPDX-License-Identifier: MIT */
/* The table of options, and what a client makes of their texts. */
#ifndef HVAC_CORE_OPTION_H
#define HVAC_CORE_OPTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <hvac/config.h>
#include <hvac/value.h>
#include "address.h"

/* One for each row of the table, in its order. */
enum option_index {
	OPTION_ADDRESS, OPTION_AGENT_ADDRESS, OPTION_TOKEN, OPTION_TOKEN_FILE, OPTION_TOKEN_FILE_POLICY, OPTION_NAMESPACE, OPTION_WRAP_TTL,
	OPTION_HEADERS, OPTION_TIMEOUT, OPTION_CONNECT_TIMEOUT, OPTION_STALL_TIMEOUT, OPTION_DEADLINE, OPTION_MAX_RETRIES,
	OPTION_RETRY_WAIT_MIN, OPTION_RETRY_WAIT_MAX, OPTION_RETRY_WRITES, OPTION_ALLOW_REDIRECTS, OPTION_DISABLE_REDIRECTS,
	OPTION_READ_YOUR_WRITES,
	OPTION_FORWARD_INCONSISTENT, OPTION_FORWARD_ALWAYS, OPTION_STRICT_HTTP, OPTION_EMPTY_LIST, OPTION_CA_CERT, OPTION_CA_CERT_BYTES, OPTION_CA_PATH, OPTION_CLIENT_CERT,
	OPTION_CLIENT_CERT_BYTES, OPTION_CLIENT_KEY, OPTION_CLIENT_KEY_BYTES, OPTION_CLIENT_KEY_PASSPHRASE_FILE, OPTION_TLS_SERVER_NAME,
	OPTION_SKIP_VERIFY, OPTION_VERIFY, OPTION_PROXY_ADDRESS, OPTION_HTTP_PROXY, OPTION_NO_PROXY, OPTION_BODY_MAX, OPTION_DEPTH_MAX,
	OPTION_HEADERS_MAX, OPTION_QUEUE_CONNECTIONS, OPTION_QUEUE_MAX, OPTION_WATCH_INTERVAL,
	OPTION_CACHE_FRESH, OPTION_CACHE_STALE, OPTION_CACHE_SIZE,
	OPTION_RATE_LIMIT, OPTION_SRV_LOOKUP, OPTIONS
};

/* The options' texts, NULL where one was not given. What is inherited, from the environment or the client that another is derived
 * from, gives way to what the program says. */
struct option_texts {
	char *list[OPTIONS];
	bool inherited[OPTIONS];
};

/* What the texts say; texts stay in `texts`, and everything else points into them. Immutable once made. */
struct settings {
	atomic_uint references;
	struct option_texts texts;
	struct addresses addresses;
	const char *namespace_name, *wrap_ttl;
	hvac_value *headers_value;
	hvac_header *headers;
	size_t n_headers;
	uint64_t timeout, connect_timeout, stall_timeout, deadline, retry_wait_min, retry_wait_max, watch_interval, cache_fresh, cache_stale; /* nanoseconds */
	unsigned max_retries;
	bool retry_writes, allow_redirects, read_your_writes, forward_inconsistent, forward_always, strict_http, empty_list;
	uint64_t rate_interval, rate_burst;     /* nanoseconds between requests, requests at once; 0: no limit */
	size_t body_max, headers_max, cache_size;
	unsigned queue_connections, queue_max;
	int depth_max;
	const char *ca_cert, *ca_cert_bytes, *ca_path, *client_cert, *client_cert_bytes, *client_key, *client_key_bytes;
	const char *passphrase_file, *server_name;
	bool skip_verify, srv_lookup;
	const char *proxy, *no_proxy;
};

/* The option of that name or alias, OPTIONS when there is none. */
enum option_index option_find(const char *name);
/* Whether clients that differ in it need connections of their own. */
bool option_is_of_connection(enum option_index index);
/* Whether libcurl's adapter keeps to what it was made with: all of a connection but where it leads and how often. */
bool option_is_of_libcurl(enum option_index index);
/* Whether they say the same thing, as each does with itself. */
bool option_alike(enum option_index a, enum option_index b);
/* Checks one text by itself. NULL, or a sentence by malloc that names the option (and never shows a secret). */
char *option_check(enum option_index index, const char *text, hvac_status *status);
/* "there is no option X; did you mean Y?" by malloc. */
char *option_unknown(const char *name);

/* Copies the texts and reads them. HVAC_CONFIG_ERROR: *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status settings_new(const struct option_texts *texts, struct settings **settings, char **error);
struct settings *settings_ref(struct settings *settings);
void settings_unref(struct settings *settings);
/* All of the copy is inherited. */
hvac_status option_texts_copy(const struct option_texts *from, struct option_texts *to);
/* Takes the text; unless it is inherited itself, or NULL, what was inherited and says the same is gone. */
void option_texts_put(struct option_texts *texts, enum option_index index, char *text, bool inherited);
/* What was inherited and says the same as this option is gone. */
void option_texts_yield(struct option_texts *texts, enum option_index index);
void option_texts_free(struct option_texts *texts);

/* Whether a header's value, a token or a namespace may be sent: visible ASCII and, within, blanks. */
bool text_is_printable(const char *text, size_t length);

#endif
