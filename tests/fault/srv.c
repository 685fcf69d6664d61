/* SPDX-License-Identifier: MIT */
/* Servers that are found by SRV records: which are asked, and which of them are believed. The resolver is the C library's. */
#include "stand.h"
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the certificate of a listener tls-wrong-host is for, and that of a listener tls besides its number. */
#define NAME "elsewhere.test"
#define SERVER_NAME "one.localhost"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct names *names;
static size_t by_udp, by_tcp;

static unsigned port_of(const char *listener)
{
	return (unsigned)strtoul(strrchr(stand_url(listener), ':') + 1, NULL, 10);
}

static void begin_names(const struct names_reply *reply)
{
	names = names_start(reply);
	ck_assert_ptr_nonnull(names);
}

static void end_names(void)
{
	names_stop(names, &by_udp, &by_tcp);
}

static hvac_client *client_of(const char *address, const char *more, const char *value)
{
	return stand_client("a", "address", address, "srv_lookup", "true", more, value, NULL);
}

static hvac_status reads(hvac_client *client)
{
	return hvac_response_status(stand_call(client, &request_read));
}

/* Which are asked */

START_TEST(servers_are_asked_in_the_order_of_their_records)
{
	struct names_record records[] = { { 2, 1, 0, "two.localhost" }, { 1, 1, 0, "one.localhost" } };
	const struct names_reply reply = { .records = records, .count = COUNT(records) };

	stand_begin("listen a\nlisten none refuses\n");
	records[0].port = port_of("a");
	records[1].port = port_of("none");
	begin_names(&reply);
	ck_assert_int_eq(reads(client_of("http://" NAME "/prefix", NULL, NULL)), HVAC_OK);
	end_names();
	ck_assert_uint_eq(by_udp, 1);
	ck_assert_uint_eq(by_tcp, 0);
	ck_assert_ptr_nonnull(strstr(stand_log(), "the SRV records of " NAME " name 2 servers"));
	ck_assert_ptr_nonnull(strstr(stand_log(), "asking http://two.localhost"));
	stand_finish();
	ck_assert_uint_eq(stand_sightings("a", "GET /prefix/v1/"), 1);
	ck_assert_uint_eq(stand_sightings("a", "Host: " NAME "\r\n"), 1);
}
END_TEST

START_TEST(an_answer_that_is_too_long_for_a_datagram_comes_by_tcp)
{
	struct names_record records[100];
	const struct names_reply reply = { .records = records, .count = COUNT(records) };

	stand_begin("listen a\nlisten none refuses\n");
	for (unsigned i = 0; i < COUNT(records); i++)
		records[i] = (struct names_record){ i, 0, port_of(i == COUNT(records) - 1 ? "a" : "none"), SERVER_NAME };
	begin_names(&reply);
	ck_assert_int_eq(reads(client_of("http://" NAME, NULL, NULL)), HVAC_OK);
	end_names();
	ck_assert_uint_eq(by_tcp, 1);
	ck_assert_ptr_nonnull(strstr(stand_log(), "name 100 servers"));
}
END_TEST

static const struct names_reply without[] = {
	{ .code = 0 },
	{ .code = 3 },
	{ .manner = NAMES_ALIAS_OF_ITSELF },
	{ .code = 2 },
	{ .code = 5 },
	{ .manner = NAMES_GARBAGE },
	{ .manner = NAMES_SILENCE },
};
#define WITHOUT_FAULT 3         /* of them */

START_TEST(without_servers_the_address_itself_is_asked)
{
	stand_begin("listen a\n");
	begin_names(&without[_i]);
	client_of("http://" NAME, NULL, NULL);
	end_names();
	ck_assert_uint_ge(by_udp, 1);
	ck_assert_msg(strstr(stand_log(), "asking http://" NAME ":80 itself"), "%s", stand_log());
	ck_assert(!strstr(stand_log(), "could not be looked up") == (_i < WITHOUT_FAULT));
}
END_TEST

START_TEST(nobody_is_asked_unless_it_is_switched_on_and_there_is_no_port)
{
	stand_begin("listen a\n");
	begin_names(&without[0]);
	stand_client("a", "address", "http://" NAME, NULL);
	stand_client("a", "address", "http://" NAME, "srv_lookup", "false", NULL);
	ck_assert_int_eq(reads(client_of(stand_url("a"), NULL, NULL)), HVAC_OK);
	end_names();
	ck_assert_uint_eq(by_udp, 0);
}
END_TEST

START_TEST(derived_clients_ask_for_records_only_for_connections_of_their_own)
{
	struct names_record records[] = { { 1, 1, 0, SERVER_NAME } };
	const struct names_reply reply = { .records = records, .count = COUNT(records) };
	hvac_client *client, *sharing, *other;

	stand_begin("listen a\n");
	records[0].port = port_of("a");
	begin_names(&reply);
	client = client_of("http://" NAME, NULL, NULL);
	ck_assert_int_eq(hvac_client_derive(client, &sharing, "namespace", "team", NULL), HVAC_OK);
	ck_assert_int_eq(hvac_client_derive(client, &other, "no_proxy", NAME, NULL), HVAC_OK);
	ck_assert_int_eq(reads(sharing), HVAC_OK);
	ck_assert_int_eq(reads(other), HVAC_OK);
	hvac_client_free(sharing);
	hvac_client_free(other);
	end_names();
	ck_assert_uint_eq(by_udp, 2);
}
END_TEST

START_TEST(a_name_that_has_no_server_makes_no_client)
{
	const struct names_record none = { 0, 0, 0, "." };
	const struct names_reply reply = { .records = &none, .count = 1 };
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	begin_names(&reply);
	hvac_config_set(config, "address", "https://" NAME);
	hvac_config_set(config, "srv_lookup", "true");
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_CONFIG_ERROR);
	ck_assert_ptr_null(client);
	ck_assert_ptr_nonnull(strstr(hvac_config_error(config), "SRV records of " NAME));
	hvac_config_free(config);
	end_names();
}
END_TEST

/* Which are believed */

static hvac_status reads_by(const char *kind, const char *more, const char *value)
{
	struct names_record records[] = { { 1, 1, 0, SERVER_NAME } };
	const struct names_reply reply = { .records = records, .count = COUNT(records) };
	hvac_status status;

	stand_begin("listen a %s\n", kind);
	records[0].port = port_of("a");
	begin_names(&reply);
	status = reads(client_of("https://" NAME, more, value));
	end_names();
	return status;
}

START_TEST(a_server_is_believed_whose_certificate_names_the_configured_host)
{
	ck_assert_int_eq(reads_by("tls-wrong-host", NULL, NULL), HVAC_OK);
	stand_finish();
	ck_assert_uint_eq(stand_sightings("a", "Host: " NAME "\r\n"), 1);
}
END_TEST

/* Who can answer for DNS names a host of his own, for which he has a good certificate. */
START_TEST(a_server_that_names_only_itself_never_sees_the_token)
{
	ck_assert_int_eq(reads_by("tls", NULL, NULL), HVAC_TLS_ERROR);
	stand_finish();
	ck_assert_uint_ge(stand_connections("a"), 1);
	ck_assert_uint_eq(stand_requests("a"), 0);
	ck_assert_uint_eq(stand_sightings("a", TOKEN), 0);
}
END_TEST

START_TEST(tls_server_name_says_whom_to_believe_instead)
{
	ck_assert_int_eq(reads_by("tls", "tls_server_name", SERVER_NAME), HVAC_OK);
	ck_assert_int_eq(reads_by("tls-wrong-host", "tls_server_name", SERVER_NAME), HVAC_TLS_ERROR);
}
END_TEST

START_TEST(a_redirect_leads_from_one_server_to_another_by_the_configured_name)
{
	struct names_record records[] = { { 1, 1, 0, SERVER_NAME }, { 2, 1, 0, SERVER_NAME } };
	const struct names_reply reply = { .records = records, .count = COUNT(records) };
	static const struct { const char *kind; hvac_status status; } cases[] = { { "tls-wrong-host", HVAC_OK }, { "tls", HVAC_TLS_ERROR } };

	for (size_t i = 0; i < COUNT(cases); i++) {
		stand_begin("listen a tls-wrong-host\nanswer 307\nheader Location: https://" SERVER_NAME ":$b.port/v1/x\nlisten b %s\n", cases[i].kind);
		records[0].port = port_of("a");
		records[1].port = port_of("b");
		begin_names(&reply);
		ck_assert_msg(reads(client_of("https://" NAME, "max_retries", "0")) == cases[i].status, "%s", stand_log());
		end_names();
		stand_finish();
		ck_assert_uint_eq(stand_sightings("b", TOKEN), cases[i].status == HVAC_OK);
	}
}
END_TEST

STAND_MAIN("servers found by SRV records", { servers_are_asked_in_the_order_of_their_records, 0 },
           { an_answer_that_is_too_long_for_a_datagram_comes_by_tcp, 0 }, { without_servers_the_address_itself_is_asked, COUNT(without) },
           { nobody_is_asked_unless_it_is_switched_on_and_there_is_no_port, 0 },
           { derived_clients_ask_for_records_only_for_connections_of_their_own, 0 }, { a_name_that_has_no_server_makes_no_client, 0 },
           { a_server_is_believed_whose_certificate_names_the_configured_host, 0 }, { a_server_that_names_only_itself_never_sees_the_token, 0 },
           { tls_server_name_says_whom_to_believe_instead, 0 }, { a_redirect_leads_from_one_server_to_another_by_the_configured_name, 0 })
