/* SPDX-License-Identifier: MIT */
/* Odd answers: each is an answer, whole, or a clear error; never a crash, a hang or a half-filled result. */
#include "stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* An error that says something, without a result beside it; nothing secret in it. */
static void is_clear_error(const hvac_response *response, const char *what, int at)
{
	const char *message = hvac_response_message(response);

	ck_assert_msg(hvac_response_status(response) != HVAC_OK, "%s at %d: a success", what, at);
	ck_assert_msg(message && strlen(message) > 20, "%s at %d says nothing", what, at);
	ck_assert_msg(!strstr(message, SECRET) && !strstr(message, TOKEN), "%s at %d tells a secret", what, at);
}

/* A success is what was sent, all of it. */
static void is_whole(const hvac_response *response, const char *what, int at)
{
	const hvac_value *json = hvac_response_json(response);
	const char *data = hvac_value_string(hvac_value_at(json, "/data/a"), NULL), *last = hvac_value_string(hvac_value_at(json, "/auth/policies/0"), NULL);

	ck_assert_msg(data && !strcmp(data, "b") && last && !strcmp(last, "p"), "%s at %d: a success without all of it: %s", what, at,
	              hvac_response_body(response, NULL));
}

/* Breaking off */

#define JSON "{\"data\":{\"a\":\"b\"},\"auth\":{\"client_token\":\"t\",\"policies\":[\"p\"]}}"

static const struct shape {
	const char *name, *lines;
	bool refusal;
} shapes[] = {
	{ "an answer of a length", "answer 200\nbody " JSON "\n", false },
	{ "an answer in chunks", "answer 200\nheader Transfer-Encoding: chunked\nbody 10\\r\\n{\"data\":{\"a\":\"b\"\\r\\n2f\\r\\n},\"auth\":{\"client_token\":\"t\",\"policies\":[\"p\"]}}\\r\\n0\\r\\n\\r\\n\n", false },
	{ "an answer up to the connection's end", "bytes HTTP/1.1 200 OK\\r\\n\\r\\n" JSON "\n", false },
	{ "an answer behind informational ones", "bytes HTTP/1.1 103 Early Hints\\r\\nLink: <a>\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 63\\r\\n\\r\\n" JSON "\n", false },
	{ "a refusal", "answer 403\nbody {\"errors\":[\"permission denied\"]}\n", true },
};

/* The script in which each answer in turn breaks off one byte later, and how many there are. */
static char *broken_off(const struct shape *shape, const char *how, const char *kind, int last)
{
	char *script = NULL;
	size_t length;
	FILE *out = open_memstream(&script, &length);

	fprintf(out, "listen a %s\n", kind);
	for (int at = 0; at <= last; at++)
		fprintf(out, "%s%s %d\n", shape->lines, how, at);
	fclose(out);
	return script;
}

static void break_off(const struct shape *shape, const char *how, const char *kind, const struct request *request)
{
	const int last = 240;    /* beyond the longest */
	char *script = broken_off(shape, how, kind, last);
	hvac_client *client;
	int successes = 0;

	stand_begin("%s", script);
	free(script);
	client = stand_client("a", "max_retries", "0", NULL);
	for (int at = 0; at <= last; at++) {
		const hvac_response *response = stand_call(client, request);
		bool success = hvac_response_status(response) == HVAC_OK;
		char *token = hvac_client_token(client);

		if (success)
			is_whole(response, shape->name, at);
		else
			is_clear_error(response, shape->name, at);
		ck_assert_msg(success || shape->refusal || !hvac_response_json(response), "%s at %d: half a result", shape->name, at);
		ck_assert_msg(!strcmp(token, success && request == &request_login ? "t" : TOKEN) || successes, "%s: half a login at %d", shape->name, at);
		successes += success;
		hvac_text_free(token);
	}
	stand_finish();
	ck_assert_uint_eq(stand_requests("a"), (size_t)last + 1);
	ck_assert_msg(successes > 0 || shape->refusal || *how == 'r', "%s is never a success", shape->name);
}

START_TEST(an_answer_that_breaks_off_is_an_error_wherever_it_does)
{
	break_off(&shapes[_i], "cut", "", &request_read);
	break_off(&shapes[_i], "cut", "", &request_login);
}
END_TEST

START_TEST(an_answer_that_breaks_off_by_a_reset_is_an_error_wherever_it_does)
{
	break_off(&shapes[_i], "reset", "", &request_read);
}
END_TEST

START_TEST(an_answer_that_breaks_off_within_tls_is_an_error_wherever_it_does)
{
	break_off(&shapes[_i], "cut", "tls", &request_read);
}
END_TEST

/* One wrong byte */

static const unsigned char wrong[] = { '\0', '\n', '\r', ' ', '"', '}', '9', 0x80, 0xff };

START_TEST(an_answer_with_a_wrong_byte_is_an_answer_or_an_error)
{
	static const char good[] = "HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n10\\r\\n{\"data\":{\"a\":\"b\"\\r\\n1\\r\\n}\\r\\n1\\r\\n}\\r\\n0\\r\\n\\r\\n";
	char *script = NULL;
	size_t length, count = 0;
	FILE *out = open_memstream(&script, &length);
	hvac_client *client;

	fprintf(out, "listen a\n");
	for (const char *at = good; *at; at += *at == '\\' ? 2 : 1, count++)
		fprintf(out, "bytes %.*s\\x%02x%s\n", (int)(at - good), good, wrong[_i], at + (*at == '\\' ? 2 : 1));
	fclose(out);
	stand_begin("%s", script);
	free(script);
	client = stand_client("a", "max_retries", "0", "timeout", "2s", NULL);
	for (size_t i = 0; i < count; i++) {
		const hvac_response *response = stand_call(client, &request_read);

		if (hvac_response_status(response) == HVAC_OK)
			ck_assert_ptr_nonnull(hvac_response_json(response));
		else
			is_clear_error(response, "a wrong byte", (int)i);
	}
}
END_TEST

/* A line that begins with a blank goes on from the header before it; here there was none but in the answer before. */
START_TEST(a_header_that_goes_on_from_nothing_is_an_answer_or_an_error)
{
	static const char *const heads[] = {
		"HTTP/1.1 200 OK\\r\\n X-A: b", "HTTP/1.1 200 OK\\r\\n\\tX-A: b", "HTTP/1.1 200 OK\\r\\n ", "HTTP/1.1 200 OK\\r\\n  ",
		"HTTP/1.1 103 Early Hints\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n X-A: b", "http/1.1 200 OK\\r\\n X-A: b",
	};
	char *script = NULL;
	size_t length;
	FILE *out = open_memstream(&script, &length);
	hvac_client *client;

	fprintf(out, "listen a\n");
	for (size_t i = 0; i < 40; i++)
		fprintf(out, "answer 200\nheader X-A: %0*d\nbody " JSON "\nbytes %s\\r\\nContent-Length: 63\\r\\n\\r\\n" JSON "\n", (int)(10 * i + 1), 0, heads[i % COUNT(heads)]);
	fclose(out);
	stand_begin("%s", script);
	free(script);
	client = stand_client("a", "max_retries", "0", NULL);
	for (size_t i = 0; i < 40; i++) {
		const hvac_response *response;

		is_whole(stand_call(client, &request_read), "a good one", (int)i);
		response = stand_call(client, &request_read);
		if (hvac_response_status(response) != HVAC_OK)
			is_clear_error(response, "a header that goes on", (int)i);
	}
}
END_TEST

/* Other protocols and other lengths */

static const struct odd {
	const char *name, *lines;
	hvac_status statuses[3];        /* one of them; OK: an answer that is whole */
} odds[] = {
	{ "HTTP/2's first frame", "bytes \\0\\0\\x12\\x04\\0\\0\\0\\0\\0\\0\\x03\\0\\0\\0\\x64\\0\\x04\\0\\x10\\0\\0\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "HTTP/2's first line", "bytes HTTP/2 200\\r\\ncontent-length: 63\\r\\n\\r\\n" JSON "\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_OK } },
	{ "HTTP/3's first line", "bytes HTTP/3 200\\r\\ncontent-length: 11\\r\\n\\r\\n{\"data\":{}}\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "HTTP/0.9", "bytes {\"data\":{}}\n", { HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "TLS's alert", "bytes \\x15\\x03\\x01\\0\\x02\\x02\\x16\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "a change of protocol", "answer 101\nheader Upgrade: h2c\nheader Connection: Upgrade\nclose\n", { HVAC_CONNECTION_ERROR, HVAC_UNEXPECTED_ERROR, HVAC_MALFORMED_ANSWER } },
	{ "a status of two digits", "bytes HTTP/1.1 20\\r\\n\\r\\n{}\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "a status of four digits", "bytes HTTP/1.1 2000 OK\\r\\n\\r\\n{}\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "status 0", "bytes HTTP/1.1 000 OK\\r\\n\\r\\n{}\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "status 999", "answer 999\n", { HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "status 206", "answer 206\nheader Content-Range: bytes 0-3/100\nbody {\"da\n", { HVAC_MALFORMED_ANSWER, HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "status 304", "answer 304\n", { HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "status 300", "answer 300\nheader Location: /v1/x\n", { HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR, HVAC_UNEXPECTED_ERROR } },
	{ "a negative length", "answer 200\nheader Content-Length: -1\nbody {\"data\":{}}\nclose\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "a length that is no number", "answer 200\nheader Content-Length: x\nbody {\"data\":{}}\nclose\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "a length of 2^64", "answer 200\nheader Content-Length: 18446744073709551616\nbody " JSON "\nclose\n",
	  { HVAC_TOO_LARGE, HVAC_CONNECTION_ERROR, HVAC_OK } },
	/* what is left of it would begin the next answer on a connection that is kept */
	{ "a length that is too short", "answer 200\nheader Content-Length: 10\nheader Connection: close\nbody {\"data\":{}}\nclose\n", { HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "a chunk without end", "answer 200\nheader Transfer-Encoding: chunked\nbody ffffffffffffffff\\r\\n{\"data\":{}}\nclose\n", { HVAC_CONNECTION_ERROR, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "a chunk whose length is none", "answer 200\nheader Transfer-Encoding: chunked\nbody zz\\r\\n{}\nclose\n", { HVAC_CONNECTION_ERROR, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "an encoding that nobody asked for", "answer 200\nheader Content-Encoding: br\nbody \\x0b\\x02\\x80{}\\x03\n", { HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "a transfer that is compressed", "answer 200\nheader Transfer-Encoding: gzip\nbody {\"data\":{}}\nclose\n", { HVAC_MALFORMED_ANSWER, HVAC_CONNECTION_ERROR, HVAC_CONNECTION_ERROR } },
	{ "UTF-16", "answer 200\nbody \\xff\\xfe{\\0}\\0\n", { HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "a byte order mark", "answer 200\nbody \\xef\\xbb\\xbf{}\n", { HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
	{ "nesting of a million levels", "answer 200\nnested 1000000\n", { HVAC_TOO_LARGE, HVAC_TOO_LARGE, HVAC_TOO_LARGE } },
	{ "lists that never close", "answer 200\nbody [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\ntimes 10000\n", { HVAC_TOO_LARGE, HVAC_MALFORMED_ANSWER, HVAC_MALFORMED_ANSWER } },
};

static void is_one_of(const hvac_response *response, const struct odd *odd)
{
	hvac_status status = hvac_response_status(response);

	ck_assert_msg(status == odd->statuses[0] || status == odd->statuses[1] || status == odd->statuses[2], "%s: %s: %s", odd->name, hvac_status_name(status),
	              hvac_response_message(response));
	if (status == HVAC_OK)
		is_whole(response, odd->name, 0);
	else
		is_clear_error(response, odd->name, 0);
}

START_TEST(what_is_no_answer_is_a_clear_error)
{
	const struct request *const requests[] = { &request_read, &request_login };

	for (size_t i = 0; i < COUNT(requests); i++) {
		const hvac_response *response;
		hvac_client *client;
		char *token;

		stand_begin("listen a\n%s", odds[_i].lines);
		client = stand_client("a", "max_retries", "0", NULL);
		response = stand_call(client, requests[i]);
		is_one_of(response, &odds[_i]);
		token = hvac_client_token(client);
		ck_assert_str_eq(token, hvac_response_status(response) == HVAC_OK && requests[i] == &request_login ? "t" : TOKEN);
		hvac_text_free(token);
	}
}
END_TEST

START_TEST(after_an_odd_answer_the_client_works_as_before)
{
	char *script = NULL;
	size_t length;
	FILE *out = open_memstream(&script, &length);
	hvac_client *client;

	fprintf(out, "listen a\n");
	for (size_t i = 0; i < COUNT(odds); i++)
		fprintf(out, "%sanswer 200\nbody " JSON "\n", odds[i].lines);
	fclose(out);
	stand_begin("%s", script);
	free(script);
	client = stand_client("a", "max_retries", "0", NULL);
	for (size_t i = 0; i < COUNT(odds); i++) {
		is_one_of(stand_call(client, &request_read), &odds[i]);
		is_whole(stand_call(client, &request_read), odds[i].name, 0);
	}
}
END_TEST

/* What a login must have, in every way in which it can be missing. */
START_TEST(a_login_whose_answer_has_no_token_leaves_the_client_as_it_was)
{
	static const char *const bodies[] = {
		"{}", "{\"auth\":null}", "{\"auth\":{}}", "{\"auth\":[]}", "{\"auth\":\"t\"}", "{\"auth\":{\"client_token\":null}}", "{\"auth\":{\"client_token\":\"\"}}",
		"{\"auth\":{\"client_token\":7}}", "{\"auth\":{\"client_token\":{\"a\":\"b\"}}}", "{\"auth\":{\"client_token\":\"a\\\\r\\\\nX-B: c\"}}",
		"{\"auth\":{\"client_token\":\"a\\\\u0000b\"}}", "{\"data\":{\"client_token\":\"t\"}}", "{\"auth\":{\"client_token\":\"t\"}", "{\"auth\":{\"client_token\":\"t\"}}}",
	};

	for (size_t i = 0; i < COUNT(bodies); i++) {
		hvac_client *client;
		char *token;

		stand_begin("listen a\nanswer 200\nbody %s\n", bodies[i]);
		client = stand_client("a", NULL);
		is_clear_error(stand_call(client, &request_login), bodies[i], (int)i);
		token = hvac_client_token(client);
		ck_assert_str_eq(token, TOKEN);
		hvac_text_free(token);
	}
}
END_TEST

/* Members of every other type than the one that is usual. */
START_TEST(members_of_odd_types_are_as_if_they_were_not_there)
{
	static const char *const values[] = { "null", "true", "-1", "1e400", "\"text\"", "[]", "[null]", "{}", "{\"a\":{}}", "[[[[]]]]" };

	for (size_t i = 0; i < COUNT(values); i++) {
		const char *value = values[i];
		const hvac_response *response;

		stand_begin("listen a\nanswer 200\nbody {\"request_id\":%s,\"lease_id\":%s,\"renewable\":%s,\"lease_duration\":%s,\"data\":%s,\"wrap_info\":%s,"
		            "\"warnings\":%s,\"auth\":%s}\n", value, value, value, value, value, value, value, value);
		response = stand_call(stand_client("a", NULL), &request_read);
		/* each accessor is one that a caller uses without a look at the type */
		hvac_response_request_id(response);
		hvac_response_lease_id(response);
		hvac_response_lease_duration(response);
		hvac_response_renewable(response);
		hvac_response_data(response);
		hvac_response_warnings(response);
		hvac_response_wrap_info(response);
		ck_assert(!hvac_response_string(response, "a"));
		ck_assert(hvac_response_status(response) == HVAC_OK || hvac_response_message(response));
	}
}
END_TEST

START_TEST(errors_of_odd_types_are_errors_all_the_same)
{
	static const char *const values[] = { "null", "true", "-1", "\"text\"", "[]", "[null]", "[1]", "[[\"a\"]]", "[\"\"]", "{}", "{\"a\":\"b\"}" };

	for (size_t i = 0; i < COUNT(values); i++) {
		const hvac_response *response;

		stand_begin("listen a\nanswer 400\nbody {\"errors\":%s}\n", values[i]);
		response = stand_call(stand_client("a", NULL), &request_read);
		ck_assert_int_eq(hvac_response_status(response), HVAC_INVALID_REQUEST);
		is_clear_error(response, values[i], (int)i);
	}
}
END_TEST

STAND_MAIN("answers",
	{ an_answer_that_breaks_off_is_an_error_wherever_it_does, COUNT(shapes) },
	{ an_answer_that_breaks_off_by_a_reset_is_an_error_wherever_it_does, COUNT(shapes) },
	{ an_answer_that_breaks_off_within_tls_is_an_error_wherever_it_does, COUNT(shapes) },
	{ an_answer_with_a_wrong_byte_is_an_answer_or_an_error, COUNT(wrong) },
	{ a_header_that_goes_on_from_nothing_is_an_answer_or_an_error, 1 },
	{ what_is_no_answer_is_a_clear_error, COUNT(odds) },
	{ after_an_odd_answer_the_client_works_as_before, 1 },
	{ a_login_whose_answer_has_no_token_leaves_the_client_as_it_was, 1 },
	{ members_of_odd_types_are_as_if_they_were_not_there, 1 },
	{ errors_of_odd_types_are_errors_all_the_same, 1 })
