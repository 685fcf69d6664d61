/* SPDX-License-Identifier: MIT */
/* URLs are read by libcurl, so that what is checked here is what it will ask. */
#include "address.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <arpa/inet.h>
#include <curl/curl.h>

#define UNIX_SCHEME "unix://"
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
#define NAME_LENGTH_MAX 255u    /* RFC 1035 */

/* NULL when there is none; false when memory ran out. */
static bool part(CURLU *url, CURLUPart what, unsigned flags, char **copy)
{
	char *text = NULL;
	CURLUcode code = curl_url_get(url, what, &text, flags);

	*copy = NULL;
	if (code != CURLUE_OK)
		return code != CURLUE_OUT_OF_MEMORY;
	*copy = text_copy(text, strlen(text));
	curl_free(text);
	return *copy;
}

static const char *check_text(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f)
			return "has a blank or an unprintable byte in it";
	return NULL;
}

/* libcurl decodes it each time that it reads it: what was "%1b" is a control character then, and "%25" no host's. */
static bool is_odd(const char *host)
{
	return check_text(host) || strchr(host, '%');
}

static bool has_odd_host(CURLU *url)
{
	char *host;
	bool odd = part(url, CURLUPART_HOST, 0, &host) && host && is_odd(host);

	text_free(host);
	return odd;
}

/* "https://host:8200"; NULL for another scheme or an odd host. False when memory ran out. */
static bool base_of(CURLU *url, char **result)
{
	char *scheme = NULL, *host = NULL, *zone = NULL, *port = NULL;
	struct buffer base = { 0 };
	bool made = part(url, CURLUPART_SCHEME, 0, &scheme) && part(url, CURLUPART_HOST, 0, &host) &&
	            part(url, CURLUPART_ZONEID, 0, &zone) && part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, &port);

	*result = NULL;
	for (char *c = host; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	if (made && scheme && host && port && *host && !is_odd(host) && (!strcmp(scheme, "http") || !strcmp(scheme, "https"))) {
		/* the zone of an IPv6 address stands within the brackets (RFC 6874) */
		buffer_format(&base, "%s://%.*s%s%s%s:%s", scheme, (int)(strlen(host) - (zone ? 1 : 0)), host, zone ? "%25" : "", zone ? zone : "",
		              zone ? "]" : "", port);
		*result = buffer_take(&base);
		made = *result;
	}
	text_free(zone);
	text_free(scheme);
	text_free(host);
	text_free(port);
	return made;
}

static const char *read_unix(const char *text, struct address *address)
{
	if (text[strlen(UNIX_SCHEME)] != '/')
		return "needs an absolute path after unix://";
	address->base = text_copy(text, strlen(text));
	address->prefix = text_copy("", 0);
	return NULL;
}

/* Whether it is a name that DNS may know. */
static bool is_name(const char *host)
{
	struct in_addr address;

	return *host != '[' && inet_pton(AF_INET, host, &address) != 1;
}

/* False when memory ran out. */
static bool take_host(CURLU *url, struct address *address)
{
	char *port, *host = NULL;
	bool taken = part(url, CURLUPART_PORT, 0, &port) && (port || part(url, CURLUPART_HOST, 0, &host));

	if (host && is_name(host))
		address->host = host;
	else
		text_free(host);
	text_free(port);
	return taken;
}

static const char *read_url(const char *text, struct address *address)
{
	CURLU *url = curl_url();
	CURLUcode code = CURLUE_OK;
	const char *error = NULL;

	if (!url)
		return NULL;
	if (strncasecmp(text, "http://", 7) != 0 && strncasecmp(text, "https://", 8) != 0)
		error = "must begin with https://, http:// or unix://";
	else if ((code = curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER)) != CURLUE_OK)
		error = code == CURLUE_OUT_OF_MEMORY ? NULL : "is not a URL of the form https://host:port (without a user)";
	else if (strpbrk(text, "?#"))
		error = "must have neither a query nor a fragment";
	else if (has_odd_host(url))
		error = "has a blank, a percent sign or an unprintable byte in its host";
	if (!error && code == CURLUE_OK) {
		if (take_host(url, address) && base_of(url, &address->base))
			part(url, CURLUPART_PATH, 0, &address->prefix);
		for (size_t n = address->prefix ? strlen(address->prefix) : 0; n && address->prefix[n - 1] == '/'; n--)
			address->prefix[n - 1] = '\0';
	}
	curl_url_cleanup(url);
	return error;
}

hvac_status addresses_parse(const char *text, struct addresses *addresses, const char **error)
{
	size_t room = 1;

	*addresses = (struct addresses){ 0 };
	*error = NULL;
	for (const char *c = text; *c; c++)
		room += *c == ',';
	addresses->list = calloc(room, sizeof *addresses->list);
	if (!addresses->list)
		return HVAC_NO_MEMORY;
	for (size_t i = 0; i < room; i++) {
		size_t length = strcspn(text, ",");
		struct address *address = &addresses->list[addresses->count++];
		char *one;

		while (length && (*text == ' ' || *text == '\t'))
			text++, length--;
		one = text_copy(text, length);
		text += length;
		text += *text == ',';
		if (!one)
			return HVAC_NO_MEMORY;
		while (length && (one[length - 1] == ' ' || one[length - 1] == '\t'))
			one[--length] = '\0';
		*error = !*one ? "is empty" : check_text(one);
		if (!*error)
			*error = strncmp(one, UNIX_SCHEME, strlen(UNIX_SCHEME)) ? read_url(one, address) : read_unix(one, address);
		text_free(one);
		if (*error)
			return HVAC_CONFIG_ERROR;
		if (!address->base || !address->prefix)
			return HVAC_NO_MEMORY;
	}
	return HVAC_OK;
}

static void clear(struct address *address)
{
	text_free(address->base);
	text_free(address->prefix);
	text_free(address->host);
	text_free(address->name);
	*address = (struct address){ 0 };
}

void addresses_free(struct addresses *addresses)
{
	for (size_t i = 0; i < addresses->count; i++)
		clear(&addresses->list[i]);
	free(addresses->list);
	*addresses = (struct addresses){ 0 };
}

hvac_status addresses_add(struct addresses *addresses, struct address *address)
{
	struct address *longer = realloc(addresses->list, (addresses->count + 1) * sizeof *longer);

	if (!longer)
		return HVAC_NO_MEMORY;
	addresses->list = longer;
	longer[addresses->count++] = *address;
	*address = (struct address){ 0 };
	return HVAC_OK;
}

hvac_status addresses_add_server(struct addresses *addresses, const struct address *address, const char *host, unsigned port)
{
	int scheme = (int)(strstr(address->base, "://") - address->base);
	struct address server = { 0 };
	struct buffer url = { 0 };
	hvac_status status = HVAC_NO_MEMORY;

	if (buffer_format(&url, "%.*s://%s:%u%s", scheme, address->base, host, port, address->prefix) && !read_url(url.bytes, &server))
		server.name = text_copy(address->host, strlen(address->host));
	if (server.base && server.prefix && server.name)
		status = addresses_add(addresses, &server);
	clear(&server);
	buffer_free(&url);
	return status;
}

const char *addresses_name(const struct addresses *addresses, const char *base)
{
	const char *name = NULL;

	for (size_t i = 0; i < addresses->count; i++)
		if (!strcmp(addresses->list[i].base, base)) {
			name = addresses->list[i].name;
			/* one that was given as it is goes by its own */
			if (!name)
				break;
		}
	return name;
}

bool host_is_valid(const char *text)
{
	char number[INET6_ADDRSTRLEN] = "";
	size_t length = strlen(text);
	bool bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';
	struct in6_addr address;

	if (strchr(text, ':')) {
		length -= bracketed ? 2 : 0;
		if (length < sizeof number)
			memcpy(number, text + bracketed, length);
		return inet_pton(AF_INET6, number, &address) == 1;
	}
	return length && length <= NAME_LENGTH_MAX && !text[strspn(text, NAME_BYTES)];
}

static bool take_parts(CURLU *url, struct redirect *parts)
{
	return base_of(url, &parts->base) && part(url, CURLUPART_PATH, 0, &parts->path) && part(url, CURLUPART_QUERY, 0, &parts->query);
}

hvac_status url_take_apart(const char *text, struct redirect *parts)
{
	CURLU *url = curl_url();
	CURLUcode code = CURLUE_OUT_OF_MEMORY;

	*parts = (struct redirect){ 0 };
	if (url)
		code = curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER);
	if (code == CURLUE_OK && !take_parts(url, parts))
		code = CURLUE_OUT_OF_MEMORY;
	curl_url_cleanup(url);
	if (code == CURLUE_OUT_OF_MEMORY)
		return HVAC_NO_MEMORY;
	return parts->base && parts->path ? HVAC_OK : HVAC_PARAM_VALIDATION_ERROR;
}

hvac_status proxy_check(const char *text)
{
	static const char *const schemes[] = { "http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h" };
	CURLU *url = curl_url();
	CURLUcode code = url ? curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) : CURLUE_OUT_OF_MEMORY;
	char *scheme = NULL, *path = NULL;
	bool known = false, bare = false;

	if (code == CURLUE_OK && (!part(url, CURLUPART_SCHEME, 0, &scheme) || !part(url, CURLUPART_PATH, 0, &path)))
		code = CURLUE_OUT_OF_MEMORY;
	for (size_t i = 0; scheme && i < sizeof schemes / sizeof schemes[0]; i++)
		known = known || !strcasecmp(scheme, schemes[i]);
	/* behind SOCKS it may be a socket's; otherwise most likely a password goes on there, and its beginning was taken for the port */
	if (known)
		bare = !strpbrk(text, "?#") && (!path || !strcmp(path, "/") || !strncasecmp(scheme, "socks", 5));
	text_free(scheme);
	text_free(path);
	curl_url_cleanup(url);
	/* some of libcurl call it a bad login when there is no memory for one, and nothing else */
	if (code == CURLUE_OUT_OF_MEMORY || code == CURLUE_BAD_LOGIN)
		return HVAC_NO_MEMORY;
	return bare ? HVAC_OK : HVAC_CONFIG_ERROR;
}

static bool may_lead_to(const struct addresses *configured, const char *from, const char *to)
{
	if (!strcmp(from, to))
		return true;
	if (strncmp(from, "https://", 8) != 0 || strncmp(to, "https://", 8) != 0)
		return false;
	for (size_t i = 0; i < configured->count; i++)
		if (!strcmp(configured->list[i].base, to))
			return true;
	return false;
}

hvac_status redirect_resolve(const struct addresses *configured, const char *base, const char *path, const char *location,
                             struct redirect *redirect)
{
	bool is_unix = !strncmp(base, UNIX_SCHEME, strlen(UNIX_SCHEME));
	struct buffer from = { 0 };
	CURLU *url = curl_url();
	CURLUcode code = CURLUE_OUT_OF_MEMORY;
	hvac_status status = HVAC_NO_MEMORY;

	*redirect = (struct redirect){ 0 };
	buffer_format(&from, "%s%s", is_unix ? "http://localhost:1" : base, path);
	if (url && !from.failed)
		code = check_text(location) ? CURLUE_MALFORMED_INPUT : curl_url_set(url, CURLUPART_URL, from.bytes, CURLU_PATH_AS_IS);
	if (code == CURLUE_OK)
		code = curl_url_set(url, CURLUPART_URL, location, CURLU_DISALLOW_USER);
	if (code == CURLUE_OUT_OF_MEMORY || (code == CURLUE_OK && !take_parts(url, redirect)))
		goto done;
	if (is_unix && redirect->base && !strcmp(redirect->base, "http://localhost:1")) {
		free(redirect->base);
		redirect->base = text_copy(base, strlen(base));
		if (!redirect->base)
			goto done;
	}
	status = redirect->base && redirect->path && may_lead_to(configured, base, redirect->base) ? HVAC_OK : HVAC_REDIRECT_REFUSED;
done:
	buffer_free(&from);
	curl_url_cleanup(url);
	return status;
}

void redirect_free(struct redirect *redirect)
{
	text_free(redirect->base);
	text_free(redirect->path);
	text_free(redirect->query);
	*redirect = (struct redirect){ 0 };
}
