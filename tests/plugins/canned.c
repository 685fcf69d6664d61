/* SPDX-License-Identifier: MIT */
#include "canned.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ANSWERS_MAX 128
#define MILLISECOND 1000000u
#define BEGINNING (1000u * (uint64_t)MILLISECOND)

/* check's own asserts would do only within a test of check. */
#define NEED(condition, ...) do { if (!(condition)) errx(EXIT_FAILURE, __VA_ARGS__); } while (0)

struct answer {
	int status;
	const char *headers, *body;
};

struct canned {
	hvac_adapter adapter;
	hvac_client *client;
	struct answer answers[ANSWERS_MAX];
	struct asked asked[ANSWERS_MAX];
	size_t n_answers, n_asked;
	void *ticket;                   /* the exchange that is on its way */
	uint64_t time;
	bool no_chance, dawdles;
};

static uint64_t monotonic(void *context)
{
	const struct canned *canned = context;

	if (canned->dawdles)
		nanosleep(&(struct timespec){ .tv_nsec = 3 * MILLISECOND }, NULL);
	return canned->time;
}

static int64_t real(void *context)
{
	(void)context;
	return CANNED_NOW;
}

static int chance(void *context, void *bytes, size_t length)
{
	if (((struct canned *)context)->no_chance)
		return -1;
	memset(bytes, CANNED_CHANCE, length);
	return 0;
}

static hvac_status open_lane(hvac_adapter *adapter, void **lane, const char **detail)
{
	*lane = adapter->self;
	*detail = NULL;
	return HVAC_OK;
}

static char *copy(const char *text)
{
	char *result = strdup(text ? text : "");

	NEED(result, "memory ran out");
	return result;
}

static char *headers_of(const hvac_request *request)
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);

	NEED(stream, "memory ran out");
	for (size_t i = 0; i < request->n_headers; i++)
		fprintf(stream, "%s: %s\n", request->headers[i].name, request->headers[i].value);
	fclose(stream);
	return text;
}

static hvac_status start(void *lane, const hvac_request *request, void *ticket)
{
	struct canned *canned = lane;
	struct asked *asked = &canned->asked[canned->n_asked];

	NEED(canned->n_asked < ANSWERS_MAX, "more than %d requests", ANSWERS_MAX);
	*asked = (struct asked){
		.method = copy(request->method), .base = copy(request->base), .path = copy(request->path), .query = copy(request->query),
		.headers = headers_of(request), .external = request->external, .connect_ms = request->connect_ms,
		.at = (canned->time - BEGINNING) / MILLISECOND, .body_length = request->body_length,
	};
	if (request->body) {
		asked->body = calloc(1, request->body_length + 1);
		NEED(asked->body, "memory ran out");
		memcpy(asked->body, request->body, request->body_length);
	}
	canned->n_asked++;
	canned->ticket = ticket;
	return HVAC_OK;
}

static void drive(void *lane, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct canned *canned = lane;
	struct answer answer = { .status = 204 };
	void *ticket = canned->ticket;
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .sent = true };

	if (!ticket) {
		NEED(timeout_ms >= 0, "nothing is on its way, and it is waited for");
		canned->time += (uint64_t)timeout_ms * MILLISECOND;
		return;
	}
	if (canned->n_asked <= canned->n_answers)
		answer = canned->answers[canned->n_asked - 1];
	outcome.http_status = answer.status;
	outcome.headers = copy(answer.headers ? answer.headers : "Content-Type: application/json\r\n");
	outcome.headers_length = strlen(outcome.headers);
	outcome.body = copy(answer.body);
	outcome.body_length = strlen(outcome.body);
	canned->ticket = NULL;
	done(context, ticket, &outcome);
}

static void cancel(void *lane, void *ticket)
{
	(void)ticket;
	((struct canned *)lane)->ticket = NULL;
}

static void resume(void *lane, void *ticket)
{
	(void)lane, (void)ticket;
}

static void wake(void *lane)
{
	(void)lane;
}

static void close_lane(void *lane)
{
	(void)lane;
}

static void free_adapter(hvac_adapter *adapter)
{
	(void)adapter;
}

struct canned *canned_new(void)
{
	struct canned *canned = calloc(1, sizeof *canned);
	hvac_clock clock = { .context = canned, .monotonic = monotonic, .real = real, .random = chance };
	hvac_config *config = hvac_config_new();

	NEED(canned, "memory ran out");
	canned->time = BEGINNING;
	canned->adapter = (hvac_adapter){
		.size = sizeof canned->adapter, .self = canned, .open = open_lane, .start = start, .drive = drive, .cancel = cancel,
		.resume = resume, .wake = wake, .close = close_lane, .free = free_adapter,
	};
	hvac_config_set(config, "address", "http://127.0.0.1:8200");
	hvac_config_set(config, "token", CANNED_TOKEN);
	hvac_config_set(config, "namespace", "team");
	hvac_config_adapter(config, &canned->adapter);
	hvac_config_clock(config, &clock);
	NEED(hvac_client_new(config, &canned->client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return canned;
}

void canned_free(struct canned *canned)
{
	hvac_client_free(canned->client);
	for (size_t i = 0; i < canned->n_asked; i++) {
		free(canned->asked[i].method);
		free(canned->asked[i].base);
		free(canned->asked[i].path);
		free(canned->asked[i].query);
		free(canned->asked[i].headers);
		free(canned->asked[i].body);
	}
	free(canned);
}

hvac_client *canned_client(struct canned *canned)
{
	return canned->client;
}

void canned_answer(struct canned *canned, int status, const char *headers, const char *body)
{
	NEED(canned->n_answers < ANSWERS_MAX, "more than %d answers", ANSWERS_MAX);
	canned->answers[canned->n_answers++] = (struct answer){ status, headers, body };
}

size_t canned_count(const struct canned *canned)
{
	return canned->n_asked;
}

const struct asked *canned_asked(const struct canned *canned, size_t index)
{
	NEED(index < canned->n_asked, "request %zu was not made", index);
	return &canned->asked[index];
}

void canned_no_chance(struct canned *canned)
{
	canned->no_chance = true;
}

void canned_dawdle(struct canned *canned)
{
	canned->dawdles = true;
}
