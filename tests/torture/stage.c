/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger.h"

#define MILLISECOND UINT64_C(1000000)
#define BEGINNING (1000000 * MILLISECOND)

struct exchange {
	const hvac_request *request;    /* NULL: none */
	void *ticket;
	bool paused;
};

struct stage stage;

static const struct line *table;
static bool used[LINES_MAX];
static struct exchange exchanges[EXCHANGES_MAX];
static size_t under_way, streamed;

#define OF(status) (UINT64_C(1) << HVAC_##status)
/* libhvac asks again where that is safe, and a hook may have another word for it */
const struct spoil spoils[] = {
	{ "not sent", HVAC_OUTCOME_NOT_SENT, false, 0, NULL, OF(CONNECTION_ERROR) },
	{ "lost", HVAC_OUTCOME_MAYBE_SENT, true, 0, NULL, OF(CONNECTION_ERROR) },
	{ "timed out before it was sent", HVAC_OUTCOME_TIMEOUT, false, 0, NULL, OF(TIMEOUT) },
	{ "timed out", HVAC_OUTCOME_TIMEOUT, true, 0, NULL, OF(TIMEOUT) },
	{ "refused by TLS", HVAC_OUTCOME_TLS, false, 0, NULL, OF(TLS_ERROR) },
	{ "too large", HVAC_OUTCOME_TOO_LARGE, true, 0, NULL, OF(TOO_LARGE) },
	{ "no HTTP", HVAC_OUTCOME_MALFORMED, true, 0, NULL, OF(MALFORMED_ANSWER) },
	{ "no memory", HVAC_OUTCOME_NO_MEMORY, true, 0, NULL, OF(NO_MEMORY) },
	{ "sealed", HVAC_OUTCOME_ANSWER, true, 503, NULL, OF(VAULT_DOWN) },
	{ "an internal error", HVAC_OUTCOME_ANSWER, true, 500, NULL, OF(INTERNAL_SERVER_ERROR) },
	{ "cut behind its first brace", HVAC_OUTCOME_ANSWER, true, 0, "{", OF(MALFORMED_ANSWER) },
	{ "cut within a name", HVAC_OUTCOME_ANSWER, true, 0, "{\"", OF(MALFORMED_ANSWER) },
	{ "cut behind a colon", HVAC_OUTCOME_ANSWER, true, 0, ":", OF(MALFORMED_ANSWER) },
	{ "cut within a text", HVAC_OUTCOME_ANSWER, true, 0, "fi", OF(MALFORMED_ANSWER) },
	{ "cut before its last brace", HVAC_OUTCOME_ANSWER, true, 0, "}", OF(MALFORMED_ANSWER) },
};

size_t spoils_count(void)
{
	return sizeof spoils / sizeof spoils[0];
}

void stage_demand(bool holds, const char *what)
{
	if (!holds && !stage.wrong)
		stage.wrong = what;
}

static uint64_t monotonic(void *context)
{
	(void)context;
	return stage.time;
}

static int64_t real(void *context)
{
	(void)context;
	return 1700000000 + (int64_t)(stage.time / (1000 * MILLISECOND));
}

static int chance(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0x5a, length);
	return 0;
}

static hvac_status lane_open(hvac_adapter *adapter, void **lane, const char **detail)
{
	*lane = adapter;
	*detail = NULL;
	return HVAC_OK;
}

static hvac_status lane_start(void *lane, const hvac_request *request, void *ticket)
{
	size_t at = 0;

	(void)lane;
	while (at < EXCHANGES_MAX && exchanges[at].request)
		at++;
	if (at == EXCHANGES_MAX)
		abort();
	exchanges[at] = (struct exchange){ .request = request, .ticket = ticket };
	under_way++;
	stage.exchanges++;
	if (stage.cancelled)
		hvac_task_cancel(stage.cancelled);
	stage.cancelled = NULL;
	return HVAC_OK;
}

static const struct line *line_of(const hvac_request *request)
{
	static const struct line nothing = { .status = 404, .body = "{\"errors\":[]}" };
	size_t method = strlen(request->method);
	const struct line *found = &nothing;

	for (size_t i = 0; table && table[i].request; i++) {
		if (*table[i].request && (strncmp(table[i].request, request->method, method) != 0 || strcmp(table[i].request + method + 1, request->path) != 0))
			continue;
		found = &table[i];
		if (!used[i]) {
			used[i] = true;
			break;
		}
	}
	return found;
}

/* The test's own memory: it does not run out. */
static char *copy(const char *text, size_t length)
{
	char *bytes = malloc(length + 1);

	if (!bytes)
		abort();
	memcpy(bytes, text, length);
	bytes[length] = '\0';
	return bytes;
}

static hvac_outcome outcome_of(const struct line *line, const struct spoil *spoil)
{
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .sent = true, .http_status = line->status };
	const char *headers = line->headers ? line->headers : "Content-Type: application/json\r\n", *body = line->body ? line->body : "", *end = NULL;

	if (spoil && spoil->kind != HVAC_OUTCOME_ANSWER)
		return (hvac_outcome){ .size = sizeof outcome, .kind = spoil->kind, .sent = spoil->sent, .detail = "it was spoiled" };
	if (spoil && spoil->status) {
		outcome.http_status = spoil->status;
		body = "{\"errors\":[\"it was spoiled\"]}";
	}
	if (spoil && spoil->after)
		end = *spoil->after == '}' ? strrchr(body, '}') : strstr(body, spoil->after);
	outcome.body_length = end ? (size_t)(end - body) + (*spoil->after == '}' ? 0 : strlen(spoil->after)) : strlen(body);
	outcome.headers_length = strlen(headers);
	outcome.headers = copy(headers, outcome.headers_length);
	outcome.body = copy(body, outcome.body_length);
	return outcome;
}

/* What a source gives, and then a sink takes: 0, -1 when either gave up, HVAC_STREAM_PAUSE. */
static ssize_t stream(const hvac_request *request, const hvac_outcome *outcome)
{
	const hvac_stream *ends = request->stream;
	char bytes[64];
	ssize_t got = ends->source ? 1 : 0;

	while (got > 0) {
		got = ends->source(ends->context, bytes, sizeof bytes);
		if (got > 0)
			streamed += (size_t)got;
	}
	if (got < 0 || !ends->sink || outcome->kind != HVAC_OUTCOME_ANSWER || outcome->http_status > 299)
		return got;
	if (ends->progress)
		ends->progress(ends->context, (int64_t)outcome->body_length, -1);
	return ends->sink(ends->context, outcome->body, outcome->body_length);
}

static void discard(hvac_outcome *outcome)
{
	free(outcome->headers);
	free(outcome->body);
	outcome->headers = outcome->body = NULL;
	outcome->headers_length = outcome->body_length = 0;
}

/* Not when its stream has paused. */
static bool answer(struct exchange *exchange, hvac_adapter_done *done, void *context)
{
	const hvac_request *request = exchange->request;
	const struct spoil *spoil = NULL;
	hvac_outcome outcome;
	void *ticket = exchange->ticket;
	ssize_t taken = 0;

	if (stage.spoil && stage.spoiled_at && !--stage.spoiled_at)
		spoil = stage.spoil;
	outcome = outcome_of(line_of(request), spoil);
	if (request->stream)
		taken = stream(request, &outcome);
	if (taken == HVAC_STREAM_PAUSE) {
		discard(&outcome);
		exchange->paused = true;
		return false;
	}
	if (taken < 0) {
		discard(&outcome);
		outcome = (hvac_outcome){ .size = sizeof outcome, .kind = HVAC_OUTCOME_STREAM, .sent = true, .detail = "the stream gave up" };
	} else if (request->stream && request->stream->sink && outcome.kind == HVAC_OUTCOME_ANSWER && outcome.http_status < 300) {
		outcome.body[0] = '\0';
		outcome.body_length = 0;
	}
	*exchange = (struct exchange){ 0 };
	under_way--;
	done(context, ticket, &outcome);
	return true;
}

static void lane_drive(void *lane, int timeout_ms, hvac_adapter_done *done, void *context)
{
	(void)lane;
	if (!under_way && timeout_ms > 0 && stage.waits)
		usleep(100);
	else if (!under_way && timeout_ms > 0)
		stage.time += (uint64_t)timeout_ms * MILLISECOND;
	for (size_t i = 0; i < EXCHANGES_MAX; i++)
		if (exchanges[i].request && !exchanges[i].paused)
			answer(&exchanges[i], done, context);
}

static void lane_cancel(void *lane, void *ticket)
{
	(void)lane;
	for (size_t i = 0; i < EXCHANGES_MAX; i++)
		if (exchanges[i].request && exchanges[i].ticket == ticket) {
			exchanges[i] = (struct exchange){ 0 };
			under_way--;
			return;
		}
	abort();
}

static void lane_resume(void *lane, void *ticket)
{
	(void)lane;
	for (size_t i = 0; i < EXCHANGES_MAX; i++)
		if (exchanges[i].request && exchanges[i].ticket == ticket)
			exchanges[i].paused = false;
}

static void leave(void *lane)
{
	(void)lane;
}

static void leave_adapter(hvac_adapter *adapter)
{
	(void)adapter;
}

hvac_adapter *stage_adapter(const struct line *lines)
{
	static hvac_adapter adapter = {
		.size = sizeof adapter, .open = lane_open, .start = lane_start, .drive = lane_drive, .cancel = lane_cancel,
		.resume = lane_resume, .wake = leave, .close = leave, .free = leave_adapter,
	};

	table = lines;
	stage.clock = (hvac_clock){ .monotonic = monotonic, .real = real, .random = chance };
	return &adapter;
}

hvac_status stage_client(const struct line *lines, const char *const *options, hvac_client **client)
{
	hvac_config *config = hvac_config_new();
	hvac_status status;

	hvac_config_set(config, "address", "http://one:8200");
	for (size_t i = 0; options && options[i]; i += 2)
		hvac_config_set(config, options[i], options[i + 1]);
	hvac_config_adapter(config, stage_adapter(lines));
	hvac_config_clock(config, &stage.clock);
	status = hvac_client_new(config, client);
	if (status != HVAC_OK)
		snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return status;
}

void stage_open(const struct line *lines, const char *const *options)
{
	stage = (struct stage){ 0 };
	stage_rewind();
	stage_demand(stage_client(lines, options, &stage.client) == HVAC_OK, "a client can be made");
}

void stage_rewind(void)
{
	stage.time = BEGINNING;
	stage.exchanges = 0;
	stage.cancelled = NULL;
	memset(used, 0, sizeof used);
}

void stage_close(void)
{
	hvac_response_free(stage.response);
	stage.response = NULL;
	hvac_client_free(stage.client);
	stage.client = NULL;
	stage_demand(!under_way, "no exchange is left");
}

hvac_status stage_take(hvac_status status, hvac_response *response)
{
	hvac_response_free(stage.response);
	stage.response = response;
	stage_demand(hvac_response_status(response) == status, "the response's status is the call's");
	stage.sentence[0] = '\0';
	if (!response || status == HVAC_OK)
		return status;
	snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_response_message(response));
	stage_demand(!strstr(stage.sentence, MARK), "no secret is told");
	stage_demand(!hvac_response_body(response, NULL) || !strstr(hvac_response_body(response, NULL), TOKEN), "no echo of the token is kept");
	return status;
}

hvac_status stage_refused(hvac_status status, hvac_status wanted, const char *says)
{
	stage_demand(status != HVAC_OK, "what is to be refused is refused");
	if (status != wanted)
		return status == HVAC_OK ? HVAC_UNEXPECTED_ERROR : status;
	/* for the sentence there may have been no memory, and the answer may be another */
	stage_demand(!says || strstr(stage.sentence, says) || ledger_failed() || stage.spoil, says);
	return HVAC_OK;
}
