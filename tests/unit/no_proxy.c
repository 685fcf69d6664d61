/* SPDX-License-Identifier: MIT */
/* Which hosts are asked without a proxy. */
#include "no_proxy.h"

#include <string.h>
#include <netinet/in.h>
#include <curl/curl.h>

#include "suite.h"

#define PROXY_PORT 1

static const struct { const char *list, *base; bool direct; } lines[] = {
	{ NULL, "https://vault.test:8200", false },
	{ "", "https://vault.test:8200", false },
	{ " , ", "https://vault.test:8200", false },
	{ "*", "https://vault.test:8200", true },
	{ "*", "https://[::1]:8200", true },
	{ "*.test", "https://vault.test:8200", false },
	{ "vault.test", "https://vault.test:8200", true },
	{ "VAULT.test", "https://vault.test:8200", true },
	{ "a,vault.test", "https://vault.test:8200", true },
	{ "a vault.test\tb", "https://vault.test:8200", true },
	{ "test", "https://vault.test:8200", true },
	{ ".test", "https://vault.test:8200", true },
	{ ".vault.test", "https://vault.test:8200", true },
	{ "vault.test.", "https://vault.test:8200", true },
	{ "vault.test", "https://vault.test.:8200", true },
	{ "ault.test", "https://vault.test:8200", false },
	{ "a.vault.test", "https://vault.test:8200", false },
	{ "vault", "https://vault.test:8200", false },
	{ ".", "https://vault.test:8200", false },
	{ "vault.test:8200", "https://vault.test:8200", false },
	{ "0.0.0.0/0", "https://vault.test:8200", false },
	{ "10.1.2.3", "https://10.1.2.3:8200", true },
	{ "10.1.2.4", "https://10.1.2.3:8200", false },
	{ "2.3", "https://10.1.2.3:8200", false },
	{ "10.1.2.0/24", "https://10.1.2.3:8200", true },
	{ "10.1.2.0/31", "https://10.1.2.3:8200", false },
	{ "10.1.2.2/31", "https://10.1.2.3:8200", true },
	{ "10.1.2.3/32", "https://10.1.2.3:8200", true },
	{ "11.0.0.0/7", "https://10.1.2.3:8200", true },
	{ "10.1.2.3/33", "https://10.1.2.3:8200", false },
	{ "10.1.2.0/", "https://10.1.2.3:8200", false },
	{ "10.1.2.0/x", "https://10.1.2.3:8200", false },
	{ "10.1.2.0/0", "https://10.1.2.3:8200", false },
	{ "::/0", "https://10.1.2.3:8200", false },
	{ "::1", "https://[::1]:8200", true },
	{ "0:0:0:0:0:0:0:1", "https://[::1]:8200", true },
	{ "fe80::/10", "https://[fe80::1%25eth0]:8200", true },
	{ "fe80::1", "https://[fe80::1%25eth0]:8200", true },
	{ "fe80::/10", "https://[fec0::1]:8200", false },
	{ "127.0.0.1", "https://[::1]:8200", false },
	{ "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", "https://[::]:8200", false },
};

START_TEST(each_line_of_the_table_is_decided_so)
{
	ck_assert_msg(no_proxy_has(lines[_i].list, lines[_i].base) == lines[_i].direct, "%s in %s", lines[_i].base, lines[_i].list);
}
END_TEST

/* Nothing is connected to: where to is all that is wanted. */
static curl_socket_t note_port(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	*(int *)context = ntohs(address->family == AF_INET ? ((struct sockaddr_in *)(void *)&address->addr)->sin_port
	                                                   : ((struct sockaddr_in6 *)(void *)&address->addr)->sin6_port);
	return CURL_SOCKET_BAD;
}

START_TEST(libcurl_decides_so_too)
{
	struct curl_slist *hosts = curl_slist_append(curl_slist_append(NULL, "vault.test:8200:127.0.0.1"), "vault.test.:8200:127.0.0.1");

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		CURL *easy;
		int port = 0;

		/* 7.88 takes an IPv6 address for a name */
		if (strchr(lines[i].base, '['))
			continue;
		easy = curl_easy_init();
		curl_easy_setopt(easy, CURLOPT_URL, lines[i].base);
		curl_easy_setopt(easy, CURLOPT_RESOLVE, hosts);
		curl_easy_setopt(easy, CURLOPT_PROXY, "http://127.0.0.1:1");
		curl_easy_setopt(easy, CURLOPT_NOPROXY, lines[i].list ? lines[i].list : "");
		curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, note_port);
		curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &port);
		curl_easy_perform(easy);
		ck_assert_msg(port, "%s was not asked", lines[i].base);
		ck_assert_msg((port != PROXY_PORT) == lines[i].direct, "%s in %s", lines[i].base, lines[i].list);
		curl_easy_cleanup(easy);
	}
	curl_slist_free_all(hosts);
}
END_TEST

TABLE_SUITE("no_proxy", each_line_of_the_table_is_decided_so, sizeof lines / sizeof lines[0], libcurl_decides_so_too)
