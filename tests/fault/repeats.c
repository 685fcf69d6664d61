/* SPDX-License-Identifier: MIT */
/* What is sent again after a fault, and what is not; where a redirect may lead; how long is waited. The server has seen it all. */
#include "stand.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define RETRIES 2
#define TRIES (RETRIES + 1u)
#define HASTY "100ms"           /* where it does not matter how far a request comes */
#define DESCRIPTORS 256
#define PATIENCE 30000          /* milliseconds for what happens at once */
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool says(const hvac_response *response, const char *word)
{
	return strstr(hvac_response_message(response) ? hvac_response_message(response) : "", word);
}

/* How often a fault is met by each kind of request */

#define FINE "answer 200\nbody {\"auth\":{\"client_token\":\"t\"},\"data\":{\"a\":\"b\"}}\n"

/* The times that each kind of request is to be sent: what may be repeated, a write, what is used once. */
static const struct fault {
	const char *name, *script;
	size_t read, write, once;
	hvac_status status;
} faults[] = {
	{ "no byte of an answer", "listen a\n" FINE "cut 0\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "a reset instead of an answer", "listen a\n" FINE "reset 0\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that ends within its status", "listen a\n" FINE "cut 11\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that is reset within its headers", "listen a\n" FINE "reset 30\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that ends within its body", "listen a\n" FINE "cut 70\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that is reset within its body", "listen a\n" FINE "reset 70\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "no byte of an answer within TLS", "listen a tls\n" FINE "cut 0\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "a reset within TLS", "listen a tls\n" FINE "reset 0\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that ends within its body within TLS", "listen a tls\n" FINE "cut 70\n", TRIES, 1, 1, HVAC_CONNECTION_ERROR },
	{ "an answer that is too late", "listen a\n" FINE "delay 60000\n", 1, 1, 1, HVAC_TIMEOUT },
	{ "an answer that trickles", "listen a\n" FINE "trickle 500\n", 1, 1, 1, HVAC_TIMEOUT },
	{ "what is no HTTP", "listen a\nbytes SSH-2.0-OpenSSH_9.2\\r\\n\n", 1, 1, 1, HVAC_MALFORMED_ANSWER },
	{ "a page of HTML", "listen a\nanswer 200\nheader Content-Type: text/html\nbody <html></html>\n", 1, 1, 1, HVAC_MALFORMED_ANSWER },
	{ "an answer that is nested too deep", "listen a\nanswer 200\nheader Content-Type: application/json\nnested 65\n", 1, 1, 1, HVAC_TOO_LARGE },
	{ "a body that is longer than it says", "listen a\nanswer 200\nheader Content-Type: application/json\nheader Content-Length: 5\nbody {\"data\":{}}\n", 1, 1, 1, HVAC_MALFORMED_ANSWER },
};

/* Patience is short only with who is waited for. */
static const char *timeout_of(const struct fault *fault)
{
	return strstr(fault->script, "delay") || strstr(fault->script, "trickle") ? TIMEOUT : "30s";
}

static void meets(const struct request *request, const struct fault *fault, const char *retry_writes, size_t wanted)
{
	const hvac_response *response;

	stand_begin("%s", fault->script);
	response = stand_call(stand_client("a", "timeout", timeout_of(fault), "retry_writes", retry_writes, NULL), request);
	ck_assert_msg(hvac_response_status(response) == fault->status, "%s met by %s: %s", request->name, fault->name, hvac_response_message(response));
	stand_finish();
	ck_assert_msg(stand_requests("a") == wanted, "%s met by %s was sent %zu times, not %zu (retry_writes=%s)", request->name, fault->name,
	              stand_requests("a"), wanted, retry_writes);
}

START_TEST(a_request_is_repeated_only_where_that_does_no_harm)
{
	const struct fault *fault = &faults[_i];

	meets(&request_read, fault, "false", fault->read);
	meets(&request_idempotent, fault, "false", fault->read);
	meets(&request_write, fault, "false", fault->write);
	meets(&request_write, fault, "true", fault->read);
	meets(&request_login, fault, "false", fault->once);
	meets(&request_login, fault, "true", fault->once);
	meets(&request_unwrap, fault, "false", fault->once);
	meets(&request_unwrap, fault, "true", fault->once);
}
END_TEST

/* The server has taken the write, and what it answers tells nothing of it. */
START_TEST(a_write_without_an_answer_that_can_be_read_says_that_it_may_have_been_carried_out)
{
	const hvac_response *response;

	stand_begin("%s", faults[_i].script);
	response = stand_call(stand_client("a", "timeout", timeout_of(&faults[_i]), NULL), &request_write);
	ck_assert_msg(hvac_response_may_have_been_carried_out(response) && says(response, "may have been carried out"), "met by %s it says: %s", faults[_i].name,
	              hvac_response_message(response));
}
END_TEST

static size_t waits(void)
{
	size_t count = 0;

	for (const char *at = stand_log(); (at = strstr(at, "trying again")); at++)
		count++;
	return count;
}

START_TEST(a_refused_connection_is_tried_again_by_all_since_no_byte_left)
{
	const struct request *const requests[] = { &request_read, &request_write, &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a refuses\n");
		response = stand_call(stand_client("a", NULL), requests[i]);
		ck_assert_int_eq(hvac_response_status(response), HVAC_CONNECTION_ERROR);
		ck_assert(!hvac_response_may_have_been_carried_out(response));
		ck_assert(!says(response, "carried out"));
		ck_assert_uint_eq(waits(), RETRIES);
	}
}
END_TEST

START_TEST(a_connection_that_is_reset_before_its_handshake_is_tried_again_by_all_since_no_byte_left)
{
	const struct request *const requests[] = { &request_read, &request_write, &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a tls-resets\n");
		response = stand_call(stand_client("a", NULL), requests[i]);
		ck_assert_msg(hvac_response_status(response) == HVAC_CONNECTION_ERROR, "%s", hvac_response_message(response));
		ck_assert(!hvac_response_may_have_been_carried_out(response));
		ck_assert_uint_eq(waits(), RETRIES);
	}
}
END_TEST

/* The end comes so close behind the server's half that the client's, and a request with it, may still have left. */
START_TEST(a_handshake_that_breaks_off_is_made_again_by_a_read)
{
	const hvac_response *response;

	stand_begin("listen a tls-breaks\n");
	response = stand_call(stand_client("a", NULL), &request_read);
	ck_assert_msg(hvac_response_status(response) == HVAC_CONNECTION_ERROR, "%s", hvac_response_message(response));
	ck_assert_uint_eq(waits(), RETRIES);
}
END_TEST

START_TEST(a_connection_that_is_reset_before_anything_is_read_is_made_again_by_a_read)
{
	stand_begin("listen a resets\n");
	ck_assert_int_eq(hvac_response_status(stand_call(stand_client("a", NULL), &request_read)), HVAC_CONNECTION_ERROR);
	stand_finish();
	ck_assert_uint_eq(stand_connections("a"), TRIES);
}
END_TEST

START_TEST(a_second_answer_that_is_good_is_the_calls)
{
	static const char *const first[] = { "cut 0", "reset 0", "cut 70", "reset 70" };

	for (size_t i = 0; i < COUNT(first); i++) {
		const hvac_response *response;

		stand_begin("listen a\n" FINE "%s\n" FINE, first[i]);
		response = stand_call(stand_client("a", NULL), &request_read);
		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s: %s", first[i], hvac_response_message(response));
		ck_assert_str_eq(hvac_response_string(response, "/data/a") ? hvac_response_string(response, "/data/a") : hvac_response_string(response, "a"), "b");
	}
}
END_TEST

/* Once */

/* Each of these is met by the first listener; the second is fine, and is asked only by who may ask it. */
static const char *const troubles[] = {
	FINE "cut 0\n", FINE "reset 0\n", FINE "cut 15\n", FINE "reset 60\n", FINE "cut 90\n", FINE "delay 60000\n", FINE "trickle 500\n",
	"answer 100\n" FINE "cut 0\n", "answer 101\n", "answer 204\n", "answer 200\n", "answer 200\nbody {\"auth\":null}\n", "answer 302\n",
	"answer 400\n", "answer 403\n", "answer 404\n", "answer 412\n", "answer 429\n", "answer 429\nheader Retry-After: 0\n", "answer 500\n", "answer 502\n",
	"answer 503\n", "answer 503\nheader Retry-After: 0\n", "answer 503\nclose\n", "answer 504\n",
	"answer 500\nbody {\"errors\":[\"local node not active but active cluster node not found\"]}\n",
	"answer 307\nheader Location: $b/v1/x\n", "answer 308\nheader Location: //$b.host/v1/x\n", "bytes garbage\n", "bytes \n",
};

static void sent_once(const struct request *request, const char *trouble, const char *kind, const char *names, const char *retry_writes)
{
	/* one that was told not to forward, and redirects to nowhere, has not used it: it is asked to forward it */
	size_t times = *kind && strstr(trouble, "Location") ? 2 : 1;

	stand_begin("listen a %s\n%slisten b\n" FINE, kind, trouble);
	stand_call(stand_client(names, "max_retries", "5", "timeout", HASTY, "retry_writes", retry_writes, NULL), request);
	stand_finish();
	ck_assert_msg(stand_sightings(NULL, SECRET) <= times, "%s was sent %zu times to %s, retry_writes=%s, met by:\n%s", request->name, stand_sightings(NULL, SECRET),
	              names, retry_writes, trouble);
}

START_TEST(a_secret_id_and_a_wrapping_token_are_sent_once_whatever_the_answer)
{
	const struct request *const requests[] = { &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(requests); i++) {
		sent_once(requests[i], troubles[_i], "", "a", "false");
		sent_once(requests[i], troubles[_i], "", "a,b", "true");
		sent_once(requests[i], troubles[_i], "tls", "a,b", "true");
	}
}
END_TEST

/* libcurl by itself sends again what had no answer on a connection that was kept. */
START_TEST(what_is_sent_on_a_connection_that_was_kept_is_not_sent_again_when_that_ends)
{
	static const char *const ends[] = { "cut 0\n", "reset 0\n" };
	const struct request *const requests[] = { &request_login, &request_unwrap, &request_write };

	for (size_t i = 0; i < COUNT(ends) * COUNT(requests); i++) {
		hvac_client *client;

		stand_begin("listen a\nanswer 404\nbody {\"errors\":[\"none\"]}\n" FINE "%s" FINE, ends[i % COUNT(ends)]);
		client = stand_client("a", NULL);
		stand_call(client, &request_read);
		ck_assert_int_eq(hvac_response_status(stand_call(client, requests[i / COUNT(ends)])), HVAC_CONNECTION_ERROR);
		stand_finish();
		ck_assert_uint_eq(stand_requests("a"), 2);
		ck_assert_uint_eq(stand_sightings("a", SECRET), 1);
	}
}
END_TEST

/* A connection to the server that it has closed, or on which it has said so, and this end has not looked. */
static bool is_any_closed(void)
{
	int port = atoi(strrchr(stand_url("a"), ':') + 1);

	for (int descriptor = 0; descriptor < DESCRIPTORS; descriptor++) {
		struct pollfd end = { .fd = descriptor, .events = POLLIN };
		struct sockaddr_in peer;
		socklen_t length = sizeof peer;

		if (getpeername(descriptor, (struct sockaddr *)&peer, &length) == 0 && ntohs(peer.sin_port) == port && poll(&end, 1, 0) > 0)
			return true;
	}
	return false;
}

static void wait_for_close(void)
{
	for (int i = 0; i < PATIENCE && !is_any_closed(); i++)
		poll(NULL, 0, 1);
	ck_assert(is_any_closed());
}

static const struct {
	const char *kind, *end;
} closing[] = { { "", "close" }, { " tls", "close" }, { " tls", "farewell" } };

START_TEST(what_may_be_sent_once_goes_over_a_new_connection_where_the_kept_one_was_closed)
{
	const struct request *const requests[] = { &request_write, &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;
		hvac_client *client;

		stand_begin("listen a%s\n" FINE "%s\n" FINE "%s\n" FINE, closing[_i].kind, closing[_i].end, closing[_i].end);
		client = stand_client("a", NULL);
		stand_call(client, &request_read);
		for (int again = 0; again < 2; again++) {
			wait_for_close();
			response = stand_call(client, requests[i]);
			ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s: %s", requests[i]->name, hvac_response_message(response));
		}
		ck_assert_uint_eq(waits(), 0);
		stand_finish();
		ck_assert_uint_eq(stand_connections("a"), 3);
		ck_assert_uint_eq(stand_sightings("a", SECRET), 2);
	}
}
END_TEST

static void count_good(hvac_queue *queue, hvac_response *response, void *context)
{
	(void)queue;
	*(size_t *)context += hvac_response_status(response) == HVAC_OK;
	hvac_response_free(response);
}

/* Its sockets are watched by the program. */
START_TEST(so_it_does_in_a_queue)
{
	hvac_client *client;
	hvac_queue *queue;
	size_t good = 0;

	stand_begin("listen a%s\n" FINE "%s\n" FINE "%s\n" FINE, closing[_i].kind, closing[_i].end, closing[_i].end);
	client = stand_client("a", NULL);
	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	ck_assert_int_ge(hvac_queue_descriptor(queue), 0);
	for (size_t i = 1; i <= 3; i++) {
		hvac_task *task;

		ck_assert_int_eq(hvac_task_new_path(client, "POST", "p", NULL, NULL, &task), HVAC_OK);
		ck_assert_int_eq(hvac_queue_submit(queue, task, count_good, &good), HVAC_OK);
		while (hvac_queue_pending(queue))
			ck_assert_int_eq(hvac_queue_run(queue, -1), HVAC_OK);
		ck_assert_uint_eq(good, i);
		if (i < 3)
			wait_for_close();
	}
	hvac_queue_free(queue);
	stand_finish();
	ck_assert_uint_eq(stand_connections("a"), 3);
	ck_assert_uint_eq(stand_requests("a"), 3);
}
END_TEST

START_TEST(an_address_that_takes_no_connection_has_not_been_told_the_secret_and_the_next_is_asked)
{
	static const char *const kinds[] = { "refuses", "tls-silent" };
	const struct request *const requests[] = { &request_login, &request_unwrap, &request_write };

	for (size_t i = 0; i < COUNT(kinds) * COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a %s\nlisten b\n" FINE, kinds[i % COUNT(kinds)]);
		response = stand_call(stand_client("a,b", "connect_timeout", TIMEOUT, NULL), requests[i / COUNT(kinds)]);
		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s: %s", kinds[i % COUNT(kinds)], hvac_response_message(response));
		stand_finish();
		ck_assert_uint_eq(stand_sightings("a", SECRET), 0);
		ck_assert_uint_eq(stand_sightings("b", SECRET), 1);
	}
}
END_TEST

START_TEST(an_address_that_a_proxy_cannot_reach_has_not_been_told_the_secret_and_the_next_is_asked)
{
	const struct request *const requests[] = { &request_read, &request_login, &request_unwrap, &request_write };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;
		char asked[2][100];

		stand_begin("listen proxy\nanswer 502 Bad Gateway\nlisten a tls\nlisten b tls\n");
		response = stand_call(stand_client("a,b", "http_proxy", stand_url("proxy"), NULL), requests[i]);
		ck_assert_int_eq(hvac_response_status(response), HVAC_CONNECTION_ERROR);
		ck_assert(!hvac_response_may_have_been_carried_out(response));
		snprintf(asked[0], sizeof asked[0], "CONNECT %s ", stand_url("a") + strlen("https://"));
		snprintf(asked[1], sizeof asked[1], "CONNECT %s ", stand_url("b") + strlen("https://"));
		stand_finish();
		ck_assert_uint_ge(stand_sightings("proxy", asked[0]), 1);
		ck_assert_uint_ge(stand_sightings("proxy", asked[1]), 1);
		ck_assert_uint_eq(stand_sightings(NULL, SECRET), 0);
	}
}
END_TEST

static const char *const refusals[] = { "cut 0\n", "reset 0\n", "delay 60000\n" };

START_TEST(a_wrapped_secret_id_is_unwrapped_once_and_used_once)
{
	static const struct request wrapped = { "a wrapped login", "auth/approle", "login",
		{ { "role_id", "\"r\"" }, { "secret_id", "\"hvs.wrapping\"" }, { "unwrap", "\"secret_id\"" } } };
	static const char *const looked_up = "answer 200\nbody {\"data\":{\"creation_path\":\"auth/approle/role/x/secret-id\"}}\n";
	static const char *const unwrapped = "answer 200\nbody {\"data\":{\"secret_id\":\"" SECRET "\"}}\n";

	for (size_t i = 0; i < COUNT(refusals); i++) {
		stand_begin("listen a\n%s" FINE "%slisten b\n" FINE, looked_up, refusals[i]);
		ck_assert_int_ne(hvac_response_status(stand_call(stand_client("a,b", "timeout", TIMEOUT, "retry_writes", "true", NULL), &wrapped)), HVAC_OK);
		stand_finish();
		ck_assert_uint_eq(stand_sightings(NULL, "/v1/sys/wrapping/unwrap"), 1);
		ck_assert_uint_eq(stand_sightings(NULL, "/v1/auth/approle/login"), 0);

		stand_begin("listen a\n%s%s" FINE "%slisten b\n" FINE, looked_up, unwrapped, refusals[i]);
		ck_assert_int_ne(hvac_response_status(stand_call(stand_client("a,b", "timeout", TIMEOUT, "retry_writes", "true", NULL), &wrapped)), HVAC_OK);
		stand_finish();
		ck_assert_uint_eq(stand_sightings(NULL, "/v1/sys/wrapping/unwrap"), 1);
		ck_assert_uint_eq(stand_sightings(NULL, SECRET), 1);
	}
}
END_TEST

/* Whom TLS does not vouch for */

static const char *const strangers[] = { "tls-wrong-host", "tls-expired", "tls-unknown" };

START_TEST(a_server_that_nobody_vouches_for_is_told_nothing_and_asked_once)
{
	const struct request *const requests[] = { &request_read, &request_write, &request_login };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a %s\nlisten b tls\n", strangers[_i]);
		response = stand_call(stand_client("a,b", NULL), requests[i]);
		ck_assert_msg(hvac_response_status(response) == HVAC_TLS_ERROR, "%s", hvac_response_message(response));
		ck_assert(!hvac_response_may_have_been_carried_out(response));
		stand_finish();
		ck_assert_uint_eq(stand_connections("a"), 1);
		ck_assert_uint_eq(stand_connections("b"), 0);
		ck_assert_uint_eq(stand_sightings(NULL, TOKEN) + stand_sightings(NULL, SECRET), 0);
	}
}
END_TEST

START_TEST(a_redirect_to_a_server_that_nobody_vouches_for_tells_it_nothing)
{
	const hvac_response *response;

	stand_begin("listen a tls\nanswer 307\nheader Location: $b/v1/x\nlisten b %s\n", strangers[_i]);
	response = stand_call(stand_client("a,b", NULL), &request_read);
	ck_assert_msg(hvac_response_status(response) == HVAC_TLS_ERROR, "%s", hvac_response_message(response));
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), 1);
	ck_assert_uint_eq(stand_sightings("b", TOKEN), 0);
}
END_TEST

/* Redirects */

/* $a asks to go to $b, the same port of another host, or $c, another port: neither is configured. */
static const char *const places[] = {
	"$b/v1/x", "$c/v1/x", "//$b.host/v1/x", "//$c.host/v1/x", "HTTP://$c.host/v1/x", "http:\\\\\\\\$c.host/v1/x", "/\\\\$c.host/v1/x", "\\\\\\\\$c.host/v1/x",
	"http:/$c.host/v1/x", "http:///$c.host/v1/x", "////$c.host/v1/x", "http://$a.host@$c.host/v1/x", "http://u:p@$c.host/v1/x", "$a@$c.host/v1/x",
	"http://$c.host#@$a.host/v1/x", "http://$c.host?@$a.host/v1/x", "http://$c.host\\\\@$a.host/v1/x", "http://127.1:$c.port/v1/x", "http://2130706433:$c.port/v1/x",
	"http://0x7f.1:$c.port/v1/x", "http://localhost:$c.port/v1/x", "http://127.0.0.1.:$c.port/v1/x", "http://[::ffff:127.0.0.1]:$c.port/v1/x", "http://127.0.0.2:$a.port/v1/x",
	"http://$a.host:$c.port/v1/x", "http://127.0.0.1%2e:$c.port/v1/x", "http://127.0.0.1%00:$c.port/v1/x", "http://127.0.0.1\\t:$c.port/v1/x", " $c/v1/x", "\\t$c/v1/x", "$c/v1/x ",
	"https://$c.host/v1/x", "https://$b.host/v1/x", "ftp://$c.host/v1/x", "ws://$c.host/v1/x", "file://$c.host/v1/x", "gopher://$c.host/v1/x", "",
};

START_TEST(a_redirect_elsewhere_shows_neither_token_nor_secret_there)
{
	static const int statuses[] = { 301, 302, 303, 307, 308 };
	const struct request *const requests[] = { &request_read, &request_write, &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(statuses) * COUNT(requests); i++) {
		const hvac_response *response;
		hvac_status status;

		stand_begin("listen a\nanswer %d\nheader Location: %s\n" FINE "listen b\nbeside a\n" FINE "listen c\n" FINE, statuses[i % COUNT(statuses)], places[_i]);
		response = stand_call(stand_client("a", NULL), requests[i / COUNT(statuses)]);
		status = hvac_response_status(response);
		stand_finish();
		/* what can be read as a path of the very server, is */
		ck_assert_msg(status == HVAC_REDIRECT_REFUSED || stand_requests("a") == 2 || statuses[i % COUNT(statuses)] == 303 || !*places[_i],
		              "%s to %s: %s", requests[i / COUNT(statuses)]->name, places[_i], hvac_status_name(status));
		ck_assert_msg(stand_connections("b") + stand_connections("c") == 0, "%s was redirected to %s", requests[i / COUNT(statuses)]->name, places[_i]);
	}
}
END_TEST

START_TEST(of_two_places_none_that_is_not_configured_is_asked)
{
	static const char *const both[] = { "header Location: $c/v1/x\nheader Location: /v1/x\n", "header Location: /v1/x\nheader Location: $c/v1/x\n",
	                                    "header Location: /v1/x, $c/v1/x\n" };

	for (size_t i = 0; i < COUNT(both); i++) {
		stand_begin("listen a\nanswer 307\n%s" FINE "listen c\n" FINE, both[i]);
		stand_call(stand_client("a", NULL), &request_read);
		stand_finish();
		ck_assert_uint_eq(stand_connections("c"), 0);
	}
}
END_TEST

/* A place that breaks off must not be taken for a whole one: another port, another path. */
START_TEST(a_redirect_that_breaks_off_is_not_followed)
{
	char *script = strdup("listen a\n"), *longer;
	hvac_client *client;

	for (int cut = 1; cut < 60; cut++) {
		ck_assert_int_ge(asprintf(&longer, "%sanswer 307\nheader Location: $a/v1/elsewhere\ncut %d\n", script, cut), 0);
		free(script);
		script = longer;
	}
	stand_begin("%s", script);
	free(script);
	client = stand_client("a", "max_retries", "0", NULL);
	for (int cut = 1; cut < 60; cut++)
		ck_assert_int_eq(hvac_response_status(stand_call(client, &request_read)), HVAC_CONNECTION_ERROR);
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), 59);
}
END_TEST

START_TEST(a_redirect_from_https_to_http_is_refused_though_configured)
{
	const struct request *const requests[] = { &request_read, &request_write, &request_login };

	for (size_t i = 0; i < COUNT(requests); i++) {
		stand_begin("listen a tls\nanswer 308\nheader Location: $b/v1/x\nlisten b\n");
		ck_assert_int_eq(hvac_response_status(stand_call(stand_client("a,b", NULL), requests[i])), HVAC_REDIRECT_REFUSED);
		stand_finish();
		ck_assert_uint_eq(stand_connections("b"), 0);
	}
}
END_TEST

/* Two load balancers in front of nodes that call themselves otherwise. */
START_TEST(what_a_standby_redirects_to_a_leader_that_is_not_configured_is_forwarded_by_it)
{
	const struct request *const requests[] = { &request_write, &request_login, &request_unwrap };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a tls\nanswer 307\nheader Location: $c/v1/x\n" FINE "listen b tls\nlisten c tls\n");
		response = stand_call(stand_client("a,b", NULL), requests[i]);
		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s: %s", requests[i]->name, hvac_response_message(response));
		stand_finish();
		ck_assert_uint_eq(stand_requests("a"), 2);
		ck_assert_uint_eq(stand_sightings("a", "X-Vault-No-Request-Forwarding: true"), 1);
		ck_assert_uint_eq(stand_connections("b") + stand_connections("c"), 0);
	}
}
END_TEST

/* A standby knows the leader that died, and a moment later the one that came after it. */
START_TEST(a_redirect_to_a_dead_leader_and_then_to_its_successor_reaches_that)
{
	const struct request *const requests[] = { &request_read, &request_write, &request_login };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;

		stand_begin("listen a tls\nanswer 307\nheader Location: $dead/v1/x\nanswer 307\nheader Location: $a/v1/successor\n" FINE "listen dead tls-refuses\n");
		response = stand_call(stand_client("a,dead", NULL), requests[i]);
		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s: %s", requests[i]->name, hvac_response_message(response));
		stand_finish();
		ck_assert_uint_eq(stand_requests("a"), 3);
		ck_assert_uint_eq(stand_sightings("a", "/v1/successor"), 1);
	}
}
END_TEST

START_TEST(what_a_redirect_led_to_is_not_asked_twice_for_what_is_used_once)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		stand_begin("listen a tls\nanswer 307\nheader Location: $b/v1/x\n" FINE "listen b tls\n" FINE "%s", refusals[i]);
		ck_assert_int_ne(hvac_response_status(stand_call(stand_client("a,b", "timeout", TIMEOUT, "retry_writes", "true", NULL), &request_login)), HVAC_OK);
		stand_finish();
		/* once to the one that sent it on, as that has not used it, and once to the one that may have */
		ck_assert_uint_eq(stand_sightings("a", SECRET), 1);
		ck_assert_uint_le(stand_sightings("b", SECRET), 1);
	}
}
END_TEST

/* Waits */

START_TEST(retry_after_is_waited_for)
{
	static const struct { const char *header; uint64_t ms; } lines[] = {
		{ "0", 0 }, { "1", 1000 }, { "07", 7000 }, { "60", 60000 }, { "61", 60000 }, { "3600", 60000 }, { "99999999999999999999999", 60000 },
		{ "Sun, 09 Sep 2001 01:46:55 GMT", 15000 }, { "Sunday, 09-Sep-01 01:46:55 GMT", 15000 }, { "Sun Sep  9 01:46:55 2001", 15000 },
		{ "Mon, 10 Sep 2001 01:46:40 GMT", 60000 }, { "Wed, 20 Jan 2038 03:14:08 GMT", 60000 }, { "Fri, 31 Dec 9999 23:59:59 GMT", 60000 },
		/* the own wait */
		{ "", 1 }, { "soon", 1 }, { "-5", 1 }, { "1.5", 1 }, { "5, 6", 1 }, { "5s", 1 }, { "Sun, 09 Sep 2001 01:46:30 GMT", 1 }, { "Sun, 99 Nov 2001 99:46:30 GMT", 1 },
		{ "Fri, 31 Dec 9999 99:59:59 GMT", 1 },
	};
	const struct request *const requests[] = { &request_read, &request_write };

	for (size_t i = 0; i < COUNT(lines) * COUNT(requests); i++) {
		const hvac_response *response;
		char wanted[64];

		stand_begin("listen a\nanswer %d\nheader Retry-After: %s\n" FINE, i % 3 ? 503 : 429, lines[i / COUNT(requests)].header);
		stand_fake_clock(1000000000);
		response = stand_call(stand_client("a", NULL), requests[i % COUNT(requests)]);
		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "Retry-After: %s: %s", lines[i / COUNT(requests)].header, hvac_response_message(response));
		snprintf(wanted, sizeof wanted, "trying again in %llu ms\n", (unsigned long long)lines[i / COUNT(requests)].ms);
		ck_assert_msg(strstr(stand_log(), wanted), "Retry-After: %s, wanted %s the log:\n%s", lines[i / COUNT(requests)].header, wanted, stand_log());
	}
}
END_TEST

START_TEST(retry_after_makes_no_repeat_where_there_would_be_none)
{
	static const char *const answers[] = { "answer 403\n", "answer 404\n", "answer 501\n", "answer 418\n" };

	for (size_t i = 0; i < COUNT(answers); i++) {
		stand_begin("listen a\n%sheader Retry-After: 0\n" FINE, answers[i]);
		stand_call(stand_client("a", NULL), &request_read);
		stand_finish();
		ck_assert_uint_eq(stand_requests("a"), 1);
	}
	stand_begin("listen a\nanswer 500\nheader Retry-After: 0\n" FINE);
	stand_call(stand_client("a", NULL), &request_write);
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), 1);
}
END_TEST

START_TEST(all_waits_of_a_call_end_before_its_deadline_and_the_last_answer_is_returned)
{
	static const char *const scripts[] = { "answer 503\n", "answer 429\nheader Retry-After: 7\n", "answer 412\n", "answer 502\nheader Retry-After: 3600\n" };

	for (size_t i = 0; i < COUNT(scripts); i++) {
		const hvac_response *response;

		stand_begin("listen a\n%sbody {\"errors\":[\"the last word\"]}\n", scripts[i]);
		stand_fake_clock(1000000000);
		response = stand_call(stand_client("a", "max_retries", "1000", "deadline", "120s", "retry_wait_min", "1s", "retry_wait_max", "1500ms", NULL), &request_read);
		ck_assert_int_ge(hvac_response_http_status(response), 400);
		ck_assert(says(response, "the last word"));
		ck_assert_uint_gt(stand_elapsed(), 50000);
		ck_assert_uint_le(stand_elapsed(), 120000);
		stand_finish();
		ck_assert_uint_ge(stand_requests("a"), 2);
		ck_assert_uint_le(stand_requests("a"), 20);
	}
}
END_TEST

START_TEST(the_deadline_ends_a_redirect_too)
{
	const hvac_response *response;

	stand_begin("listen a\nanswer 307\nheader Location: /v1/x\n" FINE "delay 60000\n");
	response = stand_call(stand_client("a", "deadline", TIMEOUT, NULL), &request_read);
	ck_assert_int_eq(hvac_response_status(response), HVAC_TIMEOUT);
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), 2);
}
END_TEST

START_TEST(the_deadline_ends_a_handshake_too)
{
	stand_begin("listen a tls-silent\n");
	ck_assert_int_eq(hvac_response_status(stand_call(stand_client("a", "deadline", TIMEOUT, NULL), &request_login)), HVAC_TIMEOUT);
	stand_finish();
	ck_assert_uint_eq(stand_connections("a"), 1);
}
END_TEST

/* Cancelling */

static void cancel_at_wait(void *context, hvac_log_level level, const char *line)
{
	hvac_task *const *task = context;

	(void)level;
	if (strstr(line, "trying again"))
		hvac_task_cancel(*task);
}

START_TEST(after_a_cancel_nothing_is_repeated)
{
	hvac_task *task;
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	stand_begin("listen a\nanswer 503\nheader Retry-After: 50\n");
	hvac_config_set(config, "address", stand_url("a"));
	hvac_config_log(config, HVAC_LOG_INFO, cancel_at_wait, &task);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	hvac_config_free(config);
	ck_assert_int_eq(hvac_task_new(client, request_read.engine, request_read.operation, NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_run(task), HVAC_CANCELLED);
	hvac_task_free(task);
	hvac_client_free(client);
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), 1);
}
END_TEST

STAND_MAIN("repeats",
	{ a_request_is_repeated_only_where_that_does_no_harm, COUNT(faults) },
	{ a_write_without_an_answer_that_can_be_read_says_that_it_may_have_been_carried_out, COUNT(faults) },
	{ a_refused_connection_is_tried_again_by_all_since_no_byte_left, 1 },
	{ a_connection_that_is_reset_before_its_handshake_is_tried_again_by_all_since_no_byte_left, 1 },
	{ a_handshake_that_breaks_off_is_made_again_by_a_read, 1 },
	{ a_connection_that_is_reset_before_anything_is_read_is_made_again_by_a_read, 1 },
	{ a_second_answer_that_is_good_is_the_calls, 1 },
	{ a_secret_id_and_a_wrapping_token_are_sent_once_whatever_the_answer, COUNT(troubles) },
	{ what_is_sent_on_a_connection_that_was_kept_is_not_sent_again_when_that_ends, 1 },
	{ what_may_be_sent_once_goes_over_a_new_connection_where_the_kept_one_was_closed, COUNT(closing) },
	{ so_it_does_in_a_queue, COUNT(closing) },
	{ an_address_that_takes_no_connection_has_not_been_told_the_secret_and_the_next_is_asked, 1 },
	{ an_address_that_a_proxy_cannot_reach_has_not_been_told_the_secret_and_the_next_is_asked, 1 },
	{ a_wrapped_secret_id_is_unwrapped_once_and_used_once, 1 },
	{ a_server_that_nobody_vouches_for_is_told_nothing_and_asked_once, COUNT(strangers) },
	{ a_redirect_to_a_server_that_nobody_vouches_for_tells_it_nothing, COUNT(strangers) },
	{ a_redirect_elsewhere_shows_neither_token_nor_secret_there, COUNT(places) },
	{ of_two_places_none_that_is_not_configured_is_asked, 1 },
	{ a_redirect_that_breaks_off_is_not_followed, 1 },
	{ a_redirect_from_https_to_http_is_refused_though_configured, 1 },
	{ what_a_standby_redirects_to_a_leader_that_is_not_configured_is_forwarded_by_it, 1 },
	{ a_redirect_to_a_dead_leader_and_then_to_its_successor_reaches_that, 1 },
	{ what_a_redirect_led_to_is_not_asked_twice_for_what_is_used_once, 1 },
	{ retry_after_is_waited_for, 1 },
	{ retry_after_makes_no_repeat_where_there_would_be_none, 1 },
	{ all_waits_of_a_call_end_before_its_deadline_and_the_last_answer_is_returned, 1 },
	{ the_deadline_ends_a_redirect_too, 1 },
	{ the_deadline_ends_a_handshake_too, 1 },
	{ after_a_cancel_nothing_is_repeated, 1 })
