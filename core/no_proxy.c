/* SPDX-License-Identifier: MIT */
#include "no_proxy.h"

#include <stdlib.h>
#include <string.h>
#include <curl/curl.h>
#include <arpa/inet.h>

#define SEPARATORS ", \t"

struct host {
	const char *name;
	size_t length;
	int family;                     /* AF_UNSPEC: it is a name */
	unsigned char address[sizeof(struct in6_addr)];
};

/* The family of a numeric address, AF_UNSPEC for anything else. */
static int read_address(const char *text, size_t length, unsigned char *address)
{
	char copy[INET6_ADDRSTRLEN];

	if (length >= sizeof copy)
		return AF_UNSPEC;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return inet_pton(AF_INET, copy, address) == 1 ? AF_INET : inet_pton(AF_INET6, copy, address) == 1 ? AF_INET6 : AF_UNSPEC;
}

static struct host host_of(const char *base)
{
	const char *name = strstr(base, "://") + 3, *port = strrchr(name, ':');
	struct host host = { .name = name, .length = port ? (size_t)(port - name) : strlen(name) };

	if (*name == '[') {
		host.name++;
		host.length = strcspn(host.name, "]%");
	}
	host.family = read_address(host.name, host.length, host.address);
	return host;
}

static size_t without_dot(const char *name, size_t length)
{
	return length && name[length - 1] == '.' ? length - 1 : length;
}

static bool is_name_of(const char *entry, size_t length, const struct host *host)
{
	size_t whole = without_dot(host->name, host->length);

	length = without_dot(entry, length);
	if (length && *entry == '.')
		entry++, length--;
	return length && length <= whole && curl_strnequal(entry, host->name + whole - length, length) &&
	       (length == whole || host->name[whole - length - 1] == '.');
}

static bool is_network_of(const char *entry, size_t length, const struct host *host)
{
	const char *slash = memchr(entry, '/', length);
	unsigned long all = host->family == AF_INET ? 32 : 128, bits = slash ? strtoul(slash + 1, NULL, 10) : 0;
	unsigned char network[sizeof host->address];

	if (!bits)
		bits = all;
	if (bits > all || read_address(entry, slash ? (size_t)(slash - entry) : length, network) != host->family ||
	    memcmp(network, host->address, bits / 8) != 0)
		return false;
	return bits % 8 == 0 || (network[bits / 8] ^ host->address[bits / 8]) >> (8 - bits % 8) == 0;
}

bool no_proxy_has(const char *list, const char *base)
{
	struct host host = host_of(base);
	size_t length;

	for (const char *entry = list ? list : ""; *(entry += strspn(entry, SEPARATORS)); entry += length) {
		length = strcspn(entry, SEPARATORS);
		if ((length == 1 && *entry == '*') || (host.family == AF_UNSPEC ? is_name_of : is_network_of)(entry, length, &host))
			return true;
	}
	return false;
}
