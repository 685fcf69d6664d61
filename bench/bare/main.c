/* SPDX-License-Identifier: MIT */
/*
 * The yardstick: what a C program can do with libcurl and json-c and nothing in between. One easy handle whose options are
 * set once, one buffer, one tokener; no checks beyond the status and the value, and nothing is wiped.
 */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_PROXY, "");
	if (ca)
		SET(CURLOPT_CAINFO, ca);
	free(whole);
	free(line);
	return reader;
}

void reader_read(struct reader *reader)
{
	struct json_object *answer, *found;
	long status = 0;
	CURLcode code;

	reader->length = 0;
	code = curl_easy_perform(reader->easy);
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
}

void reader_free(struct reader *reader)
{
	curl_easy_cleanup(reader->easy);
	curl_slist_free_all(reader->headers);
	json_tokener_free(reader->tokener);
	free(reader->body);
	free(reader);
}
