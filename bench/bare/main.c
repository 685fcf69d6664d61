/* SPDX-License-Identifier: MIT */
/*
 * The yardstick: what a C program can do with libcurl and json-c and nothing in between. One easy handle whose options are
 * set once, one buffer, one tokener; no checks beyond the status and the value, and nothing is wiped.
 */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <curl/curl.h>
#include <json-c/json.h>

#define OK_STATUS 200
#define BODY_FIRST 1024u

struct reader {
	CURL *easy;
	struct curl_slist *headers;
	struct json_tokener *tokener;
	char *body;
	size_t length, room;
};

static size_t on_body(char *bytes, size_t one, size_t length, void *context)
{
	struct reader *reader = context;

	(void)one;
	if (length > reader->room - reader->length) {
		size_t room = 2 * (reader->length + length);
		char *body = realloc(reader->body, room);

		if (!body)
			return 0;
		reader->body = body;
		reader->room = room;
	}
	memcpy(reader->body + reader->length, bytes, length);
	reader->length += length;
	return length;
}

static char *joined(const char *first, const char *second)
{
	size_t length = strlen(first);
	char *text = malloc(length + strlen(second) + 1);

	if (!text)
		die("reader", "memory ran out");
	memcpy(text, first, length);
	strcpy(text + length, second);
	return text;
}

static void add_header(struct reader *reader, const char *line)
{
	reader->headers = curl_slist_append(reader->headers, line);
	if (!reader->headers)
		die("curl_slist_append", "memory ran out");
}

#define SET(option, value) \
	do { \
		if (curl_easy_setopt(reader->easy, (option), (value)) != CURLE_OK) \
			die("curl_easy_setopt", #option); \
	} while (0)

struct reader *reader_new(const char *url, const char *token, const char *ca)
{
	struct reader *reader = calloc(1, sizeof *reader);
	char *whole = joined(url, "/v1/secret/data/app"), *line = joined("X-Vault-Token: ", token);

	if (!reader || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		die("reader", "memory ran out");
	reader->easy = curl_easy_init();
	reader->tokener = json_tokener_new();
	reader->body = malloc(BODY_FIRST);
	reader->room = BODY_FIRST;
	if (!reader->easy || !reader->tokener || !reader->body)
		die("reader", "memory ran out");
	add_header(reader, line);
	add_header(reader, "X-Vault-Request: true");
	SET(CURLOPT_URL, whole);
	SET(CURLOPT_HTTPHEADER, reader->headers);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, reader);
	SET(CURLOPT_PRIVATE, reader);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_PROXY, "");
	if (ca)
		SET(CURLOPT_CAINFO, ca);
	free(whole);
	free(line);
	return reader;
}

static void check_answer(struct reader *reader, CURLcode code)
{
	struct json_object *answer, *found;
	long status = 0;

	if (code != CURLE_OK)
		die("curl_easy_perform", curl_easy_strerror(code));
	if (curl_easy_getinfo(reader->easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK || status != OK_STATUS)
		die("the answer", "its status is not 200");
	json_tokener_reset(reader->tokener);
	answer = json_tokener_parse_ex(reader->tokener, reader->body, (int)reader->length);
	if (!json_object_object_get_ex(answer, "data", &found) || !json_object_object_get_ex(found, "data", &found) ||
	    !json_object_object_get_ex(found, "password", &found))
		found = NULL;
	password_seen(json_object_get_string(found));
	json_object_put(answer);
	reader->length = 0;
}

void reader_read(struct reader *reader)
{
	check_answer(reader, curl_easy_perform(reader->easy));
}

void reader_free(struct reader *reader)
{
	curl_easy_cleanup(reader->easy);
	curl_slist_free_all(reader->headers);
	json_tokener_free(reader->tokener);
	free(reader->body);
	free(reader);
}

/* 64 at once: libcurl's multi socket interface over epoll */

struct many {
	CURLM *multi;
	int epoll;
	long timer_ms;                  /* -1: none */
	struct reader *readers[IN_FLIGHT];
};

static int on_socket(CURL *easy, curl_socket_t descriptor, int what, void *context, void *known)
{
	struct many *many = context;
	struct epoll_event event = { .data.fd = descriptor };

	(void)easy;
	event.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) | (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
	epoll_ctl(many->epoll, what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
	if (what != CURL_POLL_REMOVE)
		curl_multi_assign(many->multi, descriptor, many);
	return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *context)
{
	(void)multi;
	((struct many *)context)->timer_ms = timeout_ms;
	return 0;
}

static void many_new(struct many *many, const char *url, const char *token, const char *ca)
{
	many->multi = curl_multi_init();
	many->epoll = epoll_create1(EPOLL_CLOEXEC);
	many->timer_ms = -1;
	if (!many->multi || many->epoll < 0)
		die("curl_multi_init", "memory ran out");
	curl_multi_setopt(many->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(many->multi, CURLMOPT_SOCKETDATA, many);
	curl_multi_setopt(many->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(many->multi, CURLMOPT_TIMERDATA, many);
	curl_multi_setopt(many->multi, CURLMOPT_MAXCONNECTS, (long)IN_FLIGHT);
	for (int i = 0; i < IN_FLIGHT; i++)
		many->readers[i] = reader_new(url, token, ca);
}

static void drive(struct many *many)
{
	struct epoll_event events[IN_FLIGHT];
	int running, count = 0;

	if (many->timer_ms != 0)
		count = epoll_wait(many->epoll, events, IN_FLIGHT, (int)many->timer_ms);
	if (count <= 0) {
		many->timer_ms = -1;
		curl_multi_socket_action(many->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	for (int i = 0; i < count; i++) {
		int mask = (events[i].events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) | (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
		           (events[i].events & EPOLLERR ? CURL_CSELECT_ERR : 0);

		curl_multi_socket_action(many->multi, events[i].data.fd, mask, &running);
	}
}

void read_many(const char *url, const char *token, const char *ca, long count)
{
	static struct many many;
	long begun, ended = 0;

	if (!many.multi)
		many_new(&many, url, token, ca);
	for (begun = 0; begun < IN_FLIGHT && begun < count; begun++)
		curl_multi_add_handle(many.multi, many.readers[begun]->easy);
	while (ended < count) {
		CURLMsg *message;
		int left;

		drive(&many);
		while ((message = curl_multi_info_read(many.multi, &left))) {
			CURLcode code = message->data.result;
			CURL *easy = message->easy_handle;
			char *reader;

			curl_easy_getinfo(easy, CURLINFO_PRIVATE, &reader);
			curl_multi_remove_handle(many.multi, easy);
			check_answer((void *)reader, code);
			ended++;
			if (begun++ < count)
				curl_multi_add_handle(many.multi, easy);
		}
	}
}
