/* SPDX-License-Identifier: MIT */
/* BEHAVIOUR: addresses and their lists; where a redirect may lead, and where the token must never go. */
#include "address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

static void assert_address(const char *text, const char *base, const char *prefix)
{
	struct addresses addresses;
	const char *error;

	ck_assert_msg(addresses_parse(text, &addresses, &error) == HVAC_OK, "%s %s", text, error ? error : "");
	ck_assert_uint_eq(addresses.count, 1);
	ck_assert_str_eq(addresses.list[0].base, base);
	ck_assert_str_eq(addresses.list[0].prefix, prefix);
	addresses_free(&addresses);
}

static void assert_refused(const char *text)
{
	struct addresses addresses;
	const char *error;

	ck_assert_msg(addresses_parse(text, &addresses, &error) == HVAC_CONFIG_ERROR, "\"%s\" is taken", text);
	ck_assert_msg(error && *error, "\"%s\" is refused without a reason", text);
	addresses_free(&addresses);
}

START_TEST(an_address_is_normalised)
{
	assert_address("https://vault.example.com:8200", "https://vault.example.com:8200", "");
	assert_address("https://vault.example.com:8200/", "https://vault.example.com:8200", "");
	assert_address("HTTPS://Vault.Example.COM:8200", "https://vault.example.com:8200", "");
	assert_address("http://127.0.0.1:8200", "http://127.0.0.1:8200", "");
	assert_address("https://vault.example.com", "https://vault.example.com:443", "");
	assert_address("http://vault.example.com", "http://vault.example.com:80", "");
}
END_TEST

START_TEST(an_address_may_have_a_prefix)
{
	assert_address("https://proxy:443/vault", "https://proxy:443", "/vault");
	assert_address("https://proxy:443/vault/", "https://proxy:443", "/vault");
	assert_address("https://proxy/a/b//", "https://proxy:443", "/a/b");
}
END_TEST

START_TEST(an_address_may_be_ipv6)
{
	assert_address("https://[::1]:8200", "https://[::1]:8200", "");
	assert_address("https://[2001:DB8::1]/x", "https://[2001:db8::1]:443", "/x");
}
END_TEST

START_TEST(the_zone_of_an_ipv6_address_is_not_lost)
{
	assert_address("https://[fe80::1%25eth0]:8200", "https://[fe80::1%25eth0]:8200", "");
}
END_TEST

START_TEST(an_address_may_be_a_unix_socket)
{
	assert_address("unix:///run/agent.sock", "unix:///run/agent.sock", "");
}
END_TEST

START_TEST(a_bad_address_is_refused_with_a_reason)
{
	static const char *const texts[] = {
		"", " ", "vault.example.com", "vault.example.com:8200", "ftp://host", "file:///etc/passwd", "https://", "https://:8200", "https://host:99999",
		"https://host:port", "https://user@host", "https://user:password@host:8200", "https://host?x=1", "https://host/#top", "https://host/a b",
		"https://ho st", "https://host\r\nX: y", "https://h\xc3\xb6st", "unix://relative", "unix://", "https://[::1", "//host", "https:/host",
		"https://host:8200/\x7f", "https://h%1bst", "https://h%c3%b6st", "https://h%25c3%25b6st", "https://h%2541st",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(texts[i]);
}
END_TEST

START_TEST(the_reason_does_not_repeat_a_password)
{
	struct addresses addresses;
	const char *error;

	ck_assert_int_eq(addresses_parse("https://root:hunter2@host", &addresses, &error), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(strstr(error, "hunter2"));
	addresses_free(&addresses);
}
END_TEST

START_TEST(a_list_keeps_its_order)
{
	struct addresses addresses;
	const char *error;

	ck_assert_int_eq(addresses_parse(" https://a:1 ,\thttps://b:2/p , unix:///c", &addresses, &error), HVAC_OK);
	ck_assert_uint_eq(addresses.count, 3);
	ck_assert_str_eq(addresses.list[0].base, "https://a:1");
	ck_assert_str_eq(addresses.list[1].base, "https://b:2");
	ck_assert_str_eq(addresses.list[1].prefix, "/p");
	ck_assert_str_eq(addresses.list[2].base, "unix:///c");
	addresses_free(&addresses);
}
END_TEST

START_TEST(a_hole_in_a_list_is_refused)
{
	assert_refused(",");
	assert_refused("https://a,");
	assert_refused(",https://a");
	assert_refused("https://a,,https://b");
	assert_refused("https://a,nonsense");
}
END_TEST

/* "base path?query" of where it leads, or "refused base". */
static void assert_redirect(const char *configured, const char *base, const char *path, const char *location, const char *wanted)
{
	struct addresses addresses;
	struct redirect redirect;
	const char *error;
	char shown[512] = "";
	hvac_status status;

	ck_assert_int_eq(addresses_parse(configured, &addresses, &error), HVAC_OK);
	status = redirect_resolve(&addresses, base, path, location, &redirect);
	if (status == HVAC_OK)
		snprintf(shown, sizeof shown, "%s %s%s%s", redirect.base, redirect.path, redirect.query ? "?" : "", redirect.query ? redirect.query : "");
	else
		snprintf(shown, sizeof shown, "refused %s", redirect.base ? redirect.base : "-");
	ck_assert_msg(!strcmp(shown, wanted), "%s from %s leads to \"%s\" instead of \"%s\"", location, base, shown, wanted);
	ck_assert(status == HVAC_OK || status == HVAC_REDIRECT_REFUSED);
	redirect_free(&redirect);
	addresses_free(&addresses);
}

START_TEST(a_redirect_within_the_same_base_is_followed)
{
	assert_redirect("http://a:1", "http://a:1", "/v1/x", "/v1/y?z=1", "http://a:1 /v1/y?z=1");
	assert_redirect("http://a:1", "http://a:1", "/v1/x", "http://a:1/v1/y", "http://a:1 /v1/y");
	assert_redirect("http://a:1", "http://a:1", "/v1/x", "HTTP://A:1/v1/y", "http://a:1 /v1/y");
	assert_redirect("https://a", "https://a:443", "/v1/x", "https://a/v1/y", "https://a:443 /v1/y");
	assert_redirect("http://a:1", "http://a:1", "/v1/d/x", "y", "http://a:1 /v1/d/y");
}
END_TEST

START_TEST(a_redirect_to_a_configured_https_address_is_followed)
{
	assert_redirect("https://a:1,https://b:2", "https://a:1", "/v1/x", "https://b:2/v1/x", "https://b:2 /v1/x");
}
END_TEST

START_TEST(a_redirect_to_another_host_is_refused_and_named)
{
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://evil:1/v1/x", "refused https://evil:1");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://a:2/v1/x", "refused https://a:2");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "//evil:1/v1/x", "refused https://evil:1");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://a.evil:1/", "refused https://a.evil:1");
}
END_TEST

START_TEST(a_redirect_never_leaves_https)
{
	assert_redirect("https://a:1,http://b:2", "https://a:1", "/v1/x", "http://b:2/v1/x", "refused http://b:2");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "http://a:1/v1/x", "refused http://a:1");
}
END_TEST

START_TEST(a_redirect_from_http_stays_at_its_host)
{
	assert_redirect("http://a:1,https://b:2", "http://a:1", "/v1/x", "https://b:2/v1/x", "refused https://b:2");
	assert_redirect("http://a:1,http://b:2", "http://a:1", "/v1/x", "http://b:2/v1/x", "refused http://b:2");
}
END_TEST

START_TEST(a_redirect_to_what_is_no_address_is_refused)
{
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "ftp://a:1/x", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "file:///etc/passwd", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://user:pw@a:1/x", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "/v1/a b", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "unix:///etc", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://a%1b:1/x", "refused -");
	assert_redirect("https://a:1", "https://a:1", "/v1/x", "https://a%2562:1/x", "refused -");
}
END_TEST

START_TEST(a_unix_sockets_redirect_stays_on_the_socket)
{
	assert_redirect("unix:///s", "unix:///s", "/v1/x", "/v1/y", "unix:///s /v1/y");
	assert_redirect("unix:///s", "unix:///s", "/v1/x", "https://evil:1/v1/y", "refused https://evil:1");
}
END_TEST

START_TEST(an_encoded_path_survives_a_redirect)
{
	assert_redirect("https://a:1", "https://a:1", "/v1/a%2Fb", "/v1/c%2Fd%20e", "https://a:1 /v1/c%2Fd%20e");
}
END_TEST

SUITE("address", an_address_is_normalised, an_address_may_have_a_prefix, an_address_may_be_ipv6, the_zone_of_an_ipv6_address_is_not_lost,
      an_address_may_be_a_unix_socket, a_bad_address_is_refused_with_a_reason, the_reason_does_not_repeat_a_password, a_list_keeps_its_order,
      a_hole_in_a_list_is_refused, a_redirect_within_the_same_base_is_followed, a_redirect_to_a_configured_https_address_is_followed,
      a_redirect_to_another_host_is_refused_and_named, a_redirect_never_leaves_https, a_redirect_from_http_stays_at_its_host,
      a_redirect_to_what_is_no_address_is_refused, a_unix_sockets_redirect_stays_on_the_socket, an_encoded_path_survives_a_redirect)
