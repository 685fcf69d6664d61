/* SPDX-License-Identifier: MIT */
/* Environment names are those of the servers' own clients; where two options say one thing the stronger is named in the help. */
#include "option.h"
#include "clock.h"
#include "memory.h"
#include "nearest.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NO_LIMIT INT64_MAX
#define DIGITS "0123456789"
#define RATE_MIN 0.001
#define RATE_MAX 1e6
#define BURST_MAX 1000000u
#define COUNT_MAX 1000000u
#define DEPTH_MAX 1000u         /* trees are walked by recursion */
#define DEADLINE_BEYOND (90 * SECOND) /* the time limit of one exchange: for waits and repeats */

struct row {
	hvac_option option;
	bool of_connection;
	size_t member;          /* offset in struct settings of what read_text fills; 0: read elsewhere */
};

#define MEMBER(name) offsetof(struct settings, name)

static const struct row rows[] = {
	[OPTION_ADDRESS] = { { "address", "url", "ADDR", "address", "https://127.0.0.1:8200", "Server: http(s)://host[:port][/prefix] or unix:///path; several by commas are alternatives", 0 }, true, 0 },
	[OPTION_AGENT_ADDRESS] = { { "agent_address", NULL, "AGENT_ADDR", "address", NULL, "Address of an agent; wins over address", 0 }, true, 0 },
	[OPTION_TOKEN] = { { "token", NULL, "TOKEN", "text", NULL, "The token; wins over token_file unless it is empty", 1 }, false, 0 },
	[OPTION_TOKEN_FILE] = { { "token_file", NULL, NULL, "file", NULL, "File with the token, as text or as a login's JSON answer; from the environment: ~/.vault-token", 0 }, false, 0 },
	[OPTION_TOKEN_FILE_POLICY] = { { "token_file_policy", NULL, NULL, "policy", "group", "Who else may be able to read the token file: nobody, group, or warn (anybody, with a warning in the log)", 0 }, false, 0 },
	[OPTION_NAMESPACE] = { { "namespace", NULL, "NAMESPACE", "text", NULL, "Namespace of every request", 0 }, false, MEMBER(namespace_name) },
	[OPTION_WRAP_TTL] = { { "wrap_ttl", NULL, "WRAP_TTL", "text", NULL, "Wrap every answer in a token that lives this long: 60, 5m", 0 }, false, MEMBER(wrap_ttl) },
	[OPTION_HEADERS] = { { "headers", NULL, "HEADERS", "headers", NULL, "Further headers, as a JSON object of strings", 1 }, false, 0 },
	[OPTION_TIMEOUT] = { { "timeout", NULL, "CLIENT_TIMEOUT", "duration", "30s", "Limit of one exchange", 0 }, false, MEMBER(timeout) },
	[OPTION_CONNECT_TIMEOUT] = { { "connect_timeout", NULL, NULL, "duration", "10s", "Limit of making a connection, TLS handshake included", 0 }, false, MEMBER(connect_timeout) },
	[OPTION_STALL_TIMEOUT] = { { "stall_timeout", NULL, NULL, "duration", "60s", "A stream ends when no byte came for so long; less than one a second counts as none", 0 }, false, MEMBER(stall_timeout) },
	[OPTION_DEADLINE] = { { "deadline", NULL, NULL, "duration", "120s", "Limit of a call with its waits, repeats and redirects; where it is not given, at least 90s more than timeout", 0 }, false, MEMBER(deadline) },
	[OPTION_MAX_RETRIES] = { { "max_retries", NULL, "MAX_RETRIES", "count", "2", "How often a request is repeated where that is safe", 0 }, false, MEMBER(max_retries) },
	[OPTION_RETRY_WAIT_MIN] = { { "retry_wait_min", NULL, NULL, "duration", "1s", "Shortest wait before the first repeat", 0 }, false, MEMBER(retry_wait_min) },
	[OPTION_RETRY_WAIT_MAX] = { { "retry_wait_max", NULL, NULL, "duration", "1500ms", "Longest wait before the first repeat", 0 }, false, MEMBER(retry_wait_max) },
	[OPTION_RETRY_WRITES] = { { "retry_writes", NULL, NULL, "flag", "false", "Repeat a write too when the server may have carried it out", 0 }, false, MEMBER(retry_writes) },
	[OPTION_ALLOW_REDIRECTS] = { { "allow_redirects", NULL, NULL, "flag", "true", "Follow one redirect to a configured address; wins over disable_redirects", 0 }, false, MEMBER(allow_redirects) },
	[OPTION_DISABLE_REDIRECTS] = { { "disable_redirects", NULL, "DISABLE_REDIRECTS", "flag", NULL, "The opposite of allow_redirects", 0 }, false, 0 },
	[OPTION_READ_YOUR_WRITES] = { { "read_your_writes", NULL, NULL, "flag", "false", "Have a standby answer only when it has what was written before (Vault Enterprise: X-Vault-Index)", 0 }, false, MEMBER(read_your_writes) },
	[OPTION_FORWARD_INCONSISTENT] = { { "forward_inconsistent", NULL, NULL, "flag", "false", "Have a standby that has not come so far ask the active node (X-Vault-Inconsistent)", 0 }, false, MEMBER(forward_inconsistent) },
	[OPTION_FORWARD_ALWAYS] = { { "forward_always", NULL, NULL, "flag", "false", "Have the active node answer, whichever is asked (X-Vault-Forward)", 0 }, false, MEMBER(forward_always) },
	[OPTION_STRICT_HTTP] = { { "strict_http", NULL, NULL, "flag", "false", "Send LIST and SCAN as GET with ?list=true or ?scan=true", 0 }, false, MEMBER(strict_http) },
	[OPTION_EMPTY_LIST] = { { "empty_list", NULL, NULL, "flag", "false", "A list of nothing is a success without keys instead of InvalidPath", 0 }, false, MEMBER(empty_list) },
	[OPTION_CA_CERT] = { { "ca_cert", NULL, "CACERT", "file", NULL, "Certificates to trust (PEM); wins over ca_cert_bytes", 0 }, true, MEMBER(ca_cert) },
	[OPTION_CA_CERT_BYTES] = { { "ca_cert_bytes", NULL, "CACERT_BYTES", "text", NULL, "The same as PEM text; wins over ca_path", 0 }, true, MEMBER(ca_cert_bytes) },
	[OPTION_CA_PATH] = { { "ca_path", NULL, "CAPATH", "directory", NULL, "Directory of certificates to trust, named by their hash", 0 }, true, MEMBER(ca_path) },
	[OPTION_CLIENT_CERT] = { { "client_cert", "cert", "CLIENT_CERT", "file", NULL, "Certificate to show the server (PEM); wins over client_cert_bytes", 0 }, true, MEMBER(client_cert) },
	[OPTION_CLIENT_CERT_BYTES] = { { "client_cert_bytes", NULL, NULL, "text", NULL, "The same as PEM text", 0 }, true, MEMBER(client_cert_bytes) },
	[OPTION_CLIENT_KEY] = { { "client_key", NULL, "CLIENT_KEY", "file", NULL, "Private key of that certificate (PEM); wins over client_key_bytes", 0 }, true, MEMBER(client_key) },
	[OPTION_CLIENT_KEY_BYTES] = { { "client_key_bytes", NULL, NULL, "text", NULL, "The same as PEM text", 1 }, true, MEMBER(client_key_bytes) },
	[OPTION_CLIENT_KEY_PASSPHRASE_FILE] = { { "client_key_passphrase_file", NULL, NULL, "file", NULL, "File with the passphrase of an encrypted client key", 0 }, true, MEMBER(passphrase_file) },
	[OPTION_TLS_SERVER_NAME] = { { "tls_server_name", NULL, "TLS_SERVER_NAME", "text", NULL, "Name or IP address that the server's certificate must have instead of the address's host", 0 }, true, MEMBER(server_name) },
	[OPTION_SKIP_VERIFY] = { { "skip_verify", NULL, "SKIP_VERIFY", "flag", "false", "Accept any certificate: whoever is on the way can read the token", 0 }, true, MEMBER(skip_verify) },
	[OPTION_VERIFY] = { { "verify", NULL, NULL, "text", NULL, "hvac's: true or false, which wins over skip_verify, or a file or directory to trust, which wins over ca_cert", 0 }, true, 0 },
	[OPTION_PROXY_ADDRESS] = { { "proxy_address", NULL, "PROXY_ADDR", "text", NULL, "HTTP proxy; wins over http_proxy", 1 }, true, 0 },
	[OPTION_HTTP_PROXY] = { { "http_proxy", "proxies", "HTTP_PROXY", "text", NULL, "HTTP proxy: http://[user:password@]host[:port]; without a port 80", 1 }, true, MEMBER(proxy) },
	[OPTION_NO_PROXY] = { { "no_proxy", NULL, NULL, "text", NULL, "Hosts asked directly, by commas; from the environment: NO_PROXY", 0 }, true, MEMBER(no_proxy) },
	[OPTION_BODY_MAX] = { { "body_max", NULL, NULL, "size", "33554432", "Largest answer, bytes", 0 }, false, MEMBER(body_max) },
	[OPTION_DEPTH_MAX] = { { "depth_max", NULL, NULL, "count", "64", "Deepest nesting of an answer", 0 }, false, MEMBER(depth_max) },
	[OPTION_HEADERS_MAX] = { { "headers_max", NULL, NULL, "size", "65536", "Headers of an answer, bytes", 0 }, false, MEMBER(headers_max) },
	[OPTION_QUEUE_CONNECTIONS] = { { "queue_connections", NULL, NULL, "count", "64", "How many requests a queue has under way at once", 0 }, false, MEMBER(queue_connections) },
	[OPTION_QUEUE_MAX] = { { "queue_max", NULL, NULL, "count", "100000", "How many calls a queue takes before some have ended", 0 }, false, MEMBER(queue_max) },
	[OPTION_WATCH_INTERVAL] = { { "watch_interval", NULL, NULL, "duration", "5m", "How often a watcher reads a secret whose end is not known", 0 }, false, MEMBER(watch_interval) },
	[OPTION_CACHE_FRESH] = { { "cache_fresh", NULL, NULL, "duration", "1m", "How long a cache gives an answer without asking again", 0 }, false, MEMBER(cache_fresh) },
	[OPTION_CACHE_STALE] = { { "cache_stale", NULL, NULL, "duration", "10m", "How long it gives one on while the server cannot be asked, since it was read", 0 }, false, MEMBER(cache_stale) },
	[OPTION_CACHE_SIZE] = { { "cache_size", NULL, NULL, "size", "16777216", "How much it keeps, bytes", 0 }, false, MEMBER(cache_size) },
	[OPTION_RATE_LIMIT] = { { "rate_limit", NULL, "RATE_LIMIT", "rate", NULL, "Requests that may begin each second, rate[:burst]: 20, 0.5:10; burst is by default the rate", 0 }, true, 0 },
	[OPTION_SRV_LOOKUP] = { { "srv_lookup", NULL, "SRV_LOOKUP", "flag", "false", "Find the servers of an address without a port by the SRV records of _http._tcp.HOST, when the client is made; certificates must name HOST", 0 }, true, MEMBER(srv_lookup) },
};
_Static_assert(sizeof rows / sizeof rows[0] == OPTIONS, "an option without a row");

const hvac_option *hvac_option_at(size_t index)
{
	return index < OPTIONS ? &rows[index].option : NULL;
}

bool option_is_of_connection(enum option_index index)
{
	return rows[index].of_connection;
}

bool option_is_of_libcurl(enum option_index index)
{
	return rows[index].of_connection && index != OPTION_ADDRESS && index != OPTION_AGENT_ADDRESS && index != OPTION_RATE_LIMIT;
}

bool option_alike(enum option_index a, enum option_index b)
{
	static const enum option_index groups[][4] = {
		{ OPTION_ADDRESS, OPTION_AGENT_ADDRESS, OPTIONS },
		{ OPTION_TOKEN, OPTION_TOKEN_FILE, OPTIONS },
		{ OPTION_CA_CERT, OPTION_CA_CERT_BYTES, OPTION_CA_PATH, OPTION_VERIFY },
		{ OPTION_CLIENT_CERT, OPTION_CLIENT_CERT_BYTES, OPTIONS },
		{ OPTION_CLIENT_KEY, OPTION_CLIENT_KEY_BYTES, OPTIONS },
		{ OPTION_PROXY_ADDRESS, OPTION_HTTP_PROXY, OPTIONS },
		{ OPTION_ALLOW_REDIRECTS, OPTION_DISABLE_REDIRECTS, OPTIONS },
		{ OPTION_SKIP_VERIFY, OPTION_VERIFY, OPTIONS },
	};

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
		bool has_a = false, has_b = false;

		for (size_t j = 0; j < 4 && groups[i][j] != OPTIONS; j++) {
			has_a = has_a || groups[i][j] == a;
			has_b = has_b || groups[i][j] == b;
		}
		if (has_a && has_b)
			return true;
	}
	return a == b;
}

enum option_index option_find(const char *name)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (!strcmp(rows[i].option.name, name) || (rows[i].option.alias && !strcmp(rows[i].option.alias, name)))
			return (enum option_index)i;
	return OPTIONS;
}

char *option_unknown(const char *name)
{
	struct buffer text = { 0 };
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < OPTIONS; i++)
		nearest_offer(&nearest, rows[i].option.name);
	buffer_format(&text, "there is no option %s", name);
	if (nearest.name)
		buffer_format(&text, "; did you mean %s?", nearest.name);
	return buffer_take(&text);
}

bool text_is_printable(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f)
			return false;
	return !length || (text[0] != ' ' && text[length - 1] != ' ');
}

static uint64_t unit_of_time(const char *name, size_t length)
{
	/* the micro sign, and the Greek letter that looks like it */
	static const struct { const char *name; uint64_t size; } units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "\xc2\xb5s", 1000 }, { "\xce\xbcs", 1000 }, { "ms", MILLISECOND }, { "s", SECOND }, { "m", 60 * SECOND },
		{ "h", 3600 * SECOND }, { "d", 86400 * SECOND },
	};

	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strlen(units[i].name) == length && !strncmp(units[i].name, name, length))
			return units[i].size;
	return 0;
}

/* One number with its unit; false for what is none, or too large. `*text` comes to stand behind it. */
static bool add_span(const char **text, bool may_be_bare, uint64_t *sum)
{
	const char *whole = *text, *point = whole + strspn(whole, DIGITS), *digit = point + (*point == '.');
	const char *unit = digit + strspn(digit, DIGITS);
	size_t length = strcspn(unit, DIGITS ".");
	uint64_t size = !length && may_be_bare && !*point ? SECOND : unit_of_time(unit, length), number, part = size;

	errno = 0;
	number = point > whole ? strtoull(whole, NULL, 10) : 0;
	if (errno || !size || (point == whole && unit == digit) || number > (uint64_t)NO_LIMIT / size)
		return false;
	number *= size;
	for (; digit < unit; digit++) {
		part /= 10;
		number += part * (uint64_t)(*digit - '0');
	}
	*text = unit + length;
	if (number > (uint64_t)NO_LIMIT - *sum)
		return false;
	*sum += number;
	return true;
}

/* As the servers' own clients read it: "90" seconds, "1h30m", "1.5h", "1500ms" as Go's time.ParseDuration, and days. In nanoseconds. */
static bool read_duration(const char *text, uint64_t *result)
{
	const char *begin = text += *text == '+';

	*result = 0;
	while (*text)
		if (!add_span(&text, text == begin, result))
			return false;
	return text > begin;
}

static bool read_number(const char *text, uint64_t max, uint64_t *result)
{
	char *end;

	errno = 0;
	*result = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno && *result <= max;
}

static bool read_flag(const char *text, bool *result)
{
	static const char *const yes[] = { "true", "1", "t", "yes", "on" }, *const no[] = { "false", "0", "f", "no", "off" };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		if (!strcasecmp(text, yes[i]))
			return *result = true;
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		if (!strcasecmp(text, no[i])) {
			*result = false;
			return true;
		}
	return false;
}

/* As a phrase: found by its place. */
static const char no_memory[] = "needs more memory than there is";

/* "20", "0.5:10"; without `settings` only checks it. */
static const char *read_rate(const char *text, struct settings *settings)
{
	const char *colon = strchr(text, ':');
	double rate = 0;
	uint64_t burst = 1;
	hvac_value *value;
	hvac_status status = hvac_value_parse(text, colon ? (size_t)(colon - text) : strlen(text), &value);

	/* JSON's numbers know no locale */
	if (status != HVAC_OK)
		return status == HVAC_NO_MEMORY ? no_memory : "must be requests a second, or those and how many at once: 20, 0.5:10";
	if (!hvac_value_number(value, &rate) || rate < RATE_MIN || rate > RATE_MAX || (colon && (!read_number(colon + 1, BURST_MAX, &burst) || !burst)))
		rate = 0;
	hvac_value_free(value);
	if (rate == 0)
		return "must lie between 0.001 and 1000000 requests a second, with 1 to 1000000 at once";
	if (settings) {
		settings->rate_interval = (uint64_t)((double)SECOND / rate);
		settings->rate_burst = colon ? burst : rate < 1 ? 1 : (uint64_t)rate;
	}
	return NULL;
}

static bool is_token(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")];
}

struct header_walk {
	struct settings *settings;      /* NULL: only checked */
	const char *error;
};

static bool take_header(const char *name, const hvac_value *value, void *context)
{
	struct header_walk *walk = context;
	size_t length;
	const char *text = hvac_value_string(value, &length);

	if (!is_token(name))
		walk->error = "has a header whose name is not made of letters, digits, - and _";
	else if (!strncasecmp(name, "X-Vault-", 8))
		walk->error = "may not set X-Vault- headers: they have options of their own";
	else if (!text || !text_is_printable(text, length))
		walk->error = "has a header whose value is not printable text";
	else if (walk->settings)
		walk->settings->headers[walk->settings->n_headers++] = (hvac_header){ name, text };
	return !walk->error;
}

/* Reads the JSON object of headers; without `settings` only checks it. */
static const char *read_headers(const char *text, struct settings *settings)
{
	struct header_walk walk = { settings, NULL };
	hvac_value *map;

	if (hvac_value_parse(text, strlen(text), &map) == HVAC_NO_MEMORY)
		return no_memory;
	if (hvac_value_kind(map) != HVAC_KIND_MAP) {
		hvac_value_free(map);
		return "must be a JSON object of strings: {\"Name\":\"value\"}";
	}
	if (settings) {
		settings->headers_value = map;
		settings->headers = calloc(hvac_value_count(map) + 1, sizeof *settings->headers);
		if (!settings->headers)
			return no_memory;
	}
	hvac_value_each(map, take_header, &walk);
	if (!settings)
		hvac_value_free(map);
	return walk.error;
}

/* Reads one text into its member of the settings; without `settings` only checks it. A phrase that goes on from the option's
 * name, or NULL. */
static const char *read_text(const struct row *row, const char *text, struct settings *settings)
{
	void *member = settings && row->member ? (char *)settings + row->member : NULL;
	const char *type = row->option.type;
	uint64_t number = 0;
	bool flag = false;

	if (!strcmp(type, "duration")) {
		/* what it is for counts milliseconds */
		if (!read_duration(text, &number) || number < MILLISECOND)
			return "must be a duration of 1ms at least: 30, 90s, 1h30m, 1.5h, 500ms";
		if (member)
			*(uint64_t *)member = number;
	} else if (!strcmp(type, "count")) {
		if (!read_number(text, COUNT_MAX, &number))
			return "must be a number from 0 to 1000000";
		if (member)
			*(unsigned *)member = (unsigned)number;
	} else if (!strcmp(type, "size")) {
		if (!read_number(text, INT32_MAX, &number) || number < 1024)
			return "must be a number of bytes from 1024 to 2147483647";
		if (member)
			*(size_t *)member = (size_t)number;
	} else if (!strcmp(type, "flag")) {
		if (!read_flag(text, &flag))
			return "must be true or false";
		if (member)
			*(bool *)member = flag;
	} else if (!strcmp(type, "headers")) {
		return *text ? read_headers(text, settings) : NULL;
	} else if (!strcmp(type, "policy")) {
		if (strcmp(text, "nobody") != 0 && strcmp(text, "group") != 0 && strcmp(text, "warn") != 0)
			return "must be nobody, group or warn";
	} else {
		if (!strstr(row->option.name, "_bytes") && !text_is_printable(text, strlen(text)))
			return "has an unprintable byte, or a blank at its begin or end";
		if (member && *text)
			*(const char **)member = text;
	}
	return NULL;
}

static const char *check_value(enum option_index index, const char *text, hvac_status *status)
{
	struct addresses addresses;
	uint64_t number;
	const char *error;

	*status = HVAC_CONFIG_ERROR;
	if (index == OPTION_ADDRESS || index == OPTION_AGENT_ADDRESS) {
		*status = addresses_parse(text, &addresses, &error);
		addresses_free(&addresses);
		return *status == HVAC_NO_MEMORY ? no_memory : error;
	}
	error = index == OPTION_RATE_LIMIT ? read_rate(text, NULL) : read_text(&rows[index], text, NULL);
	if (error == no_memory)
		*status = HVAC_NO_MEMORY;
	if (!error && (index == OPTION_HTTP_PROXY || index == OPTION_PROXY_ADDRESS) && *text) {
		*status = proxy_check(text);
		return *status == HVAC_OK ? NULL : *status == HVAC_NO_MEMORY ? no_memory
		                                                             : "is not a proxy's address (are special characters of the password percent-encoded?)";
	}
	if (!error && index == OPTION_DEPTH_MAX && (!read_number(text, DEPTH_MAX, &number) || !number))
		return "must be a number from 1 to 1000";
	if (!error && (index == OPTION_QUEUE_CONNECTIONS || index == OPTION_QUEUE_MAX) && read_number(text, COUNT_MAX, &number) && !number)
		return "must be at least 1";
	if (!error && index == OPTION_TLS_SERVER_NAME && *text && !host_is_valid(text))
		return "must be a host's name, without a port, or an IP address";
	if (!error && index == OPTION_VERIFY && !*text)
		return "must be true, false, or a file or directory to trust";
	return error;
}

char *option_check(enum option_index index, const char *text, hvac_status *status)
{
	const struct row *row = &rows[index];
	const char *error = check_value(index, text, status);
	struct buffer sentence = { 0 };

	if (!error) {
		*status = HVAC_OK;
		return NULL;
	}
	buffer_format(&sentence, "option %s %s", row->option.name, error);
	if (row->option.environment)
		buffer_format(&sentence, " (VAULT_%s or BAO_%s in the environment)", row->option.environment, row->option.environment);
	return buffer_take(&sentence);
}

hvac_status option_texts_copy(const struct option_texts *from, struct option_texts *to)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		to->inherited[i] = true;
		to->list[i] = from->list[i] ? text_copy(from->list[i], strlen(from->list[i])) : NULL;
		if (from->list[i] && !to->list[i]) {
			option_texts_free(to);
			return HVAC_NO_MEMORY;
		}
	}
	return HVAC_OK;
}

/* hvac's verify says three things in one; where it says whom to trust, nobody who says whether to does so, too. */
static bool is_alike(enum option_index index, enum option_index other, const char *text)
{
	bool verify;

	return option_alike(index, other) && (index != OPTION_SKIP_VERIFY || other != OPTION_VERIFY || !text || read_flag(text, &verify));
}

void option_texts_yield(struct option_texts *texts, enum option_index index)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (texts->inherited[i] && is_alike(index, (enum option_index)i, texts->list[i])) {
			text_free(texts->list[i]);
			texts->list[i] = NULL;
		}
}

void option_texts_put(struct option_texts *texts, enum option_index index, char *text, bool inherited)
{
	if (text && !inherited)
		option_texts_yield(texts, index);
	text_free(texts->list[index]);
	texts->list[index] = text;
	texts->inherited[index] = inherited;
}

void option_texts_free(struct option_texts *texts)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		text_free(texts->list[i]);
		texts->list[i] = NULL;
	}
}

static void read_verify(struct settings *settings, const char *text)
{
	bool verify;

	if (read_flag(text, &verify))
		settings->skip_verify = !verify;
	else
		settings->ca_cert = text;
}

/* What one option cannot know of another. */
static const char *combine(struct settings *settings)
{
	const char *const *given = (const char *const *)settings->texts.list;
	bool off;

	if (given[OPTION_DISABLE_REDIRECTS] && !given[OPTION_ALLOW_REDIRECTS] && read_flag(given[OPTION_DISABLE_REDIRECTS], &off))
		settings->allow_redirects = !off;
	if (!given[OPTION_DEADLINE] && settings->deadline < settings->timeout + DEADLINE_BEYOND)
		settings->deadline = settings->timeout + DEADLINE_BEYOND;
	if (given[OPTION_RATE_LIMIT] && read_rate(given[OPTION_RATE_LIMIT], settings))
		return no_memory;
	if (given[OPTION_VERIFY])
		read_verify(settings, given[OPTION_VERIFY]);
	if (given[OPTION_PROXY_ADDRESS])
		settings->proxy = given[OPTION_PROXY_ADDRESS];
	if (settings->ca_cert)
		settings->ca_cert_bytes = settings->ca_path = NULL;
	else if (settings->ca_cert_bytes)
		settings->ca_path = NULL;
	if (settings->client_cert)
		settings->client_cert_bytes = NULL;
	if (settings->client_key)
		settings->client_key_bytes = NULL;
	if ((settings->client_cert || settings->client_cert_bytes) && !settings->client_key && !settings->client_key_bytes)
		return "option client_cert needs client_key: a certificate without its key cannot be shown";
	if ((settings->client_key || settings->client_key_bytes) && !settings->client_cert && !settings->client_cert_bytes)
		return "option client_key needs client_cert: a key without its certificate cannot be used";
	if (settings->retry_wait_min > settings->retry_wait_max)
		return "option retry_wait_min must not be above retry_wait_max";
	return NULL;
}

/* Texts come from hvac_config_set and hvac_client_derive, which have checked each by itself. */
hvac_status settings_new(const struct option_texts *texts, struct settings **result, char **error)
{
	struct settings *settings = calloc(1, sizeof *settings);
	const char *address, *phrase = NULL;
	hvac_status status = HVAC_NO_MEMORY;

	*result = NULL;
	*error = NULL;
	if (!settings || option_texts_copy(texts, &settings->texts) != HVAC_OK)
		goto done;
	atomic_init(&settings->references, 1);
	for (size_t i = 0; i < OPTIONS; i++) {
		const char *text = settings->texts.list[i];

		if (!text && rows[i].member)
			text = rows[i].option.dflt;
		if (text && read_text(&rows[i], text, settings) == no_memory)
			goto done;
	}
	address = settings->texts.list[OPTION_AGENT_ADDRESS];
	if (!address)
		address = settings->texts.list[OPTION_ADDRESS];
	status = addresses_parse(address ? address : rows[OPTION_ADDRESS].option.dflt, &settings->addresses, &phrase);
	if (status != HVAC_OK)
		goto done;
	phrase = combine(settings);
	if (phrase) {
		*error = text_copy(phrase, strlen(phrase));
		status = phrase == no_memory ? HVAC_NO_MEMORY : HVAC_CONFIG_ERROR;
	}
done:
	if (status != HVAC_OK) {
		settings_unref(settings);
		return status;
	}
	*result = settings;
	return HVAC_OK;
}

struct settings *settings_ref(struct settings *settings)
{
	atomic_fetch_add(&settings->references, 1);
	return settings;
}

void settings_unref(struct settings *settings)
{
	if (!settings || atomic_fetch_sub(&settings->references, 1) > 1)
		return;
	addresses_free(&settings->addresses);
	hvac_value_free(settings->headers_value);
	free(settings->headers);
	option_texts_free(&settings->texts);
	free(settings);
}
