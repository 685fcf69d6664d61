/* SPDX-License-Identifier: MIT */
/* A whole call, and a read after it, with answers made here: each ends and says why it failed without telling the token; the first asks
 * the same or less when memory runs out.
 * Input: lines "+OPTION=VALUE"; "ENGINE OPERATION" or "login ENGINE OPERATION", arguments (given.h), or "METHOD PATH" and an empty line;
 * answers: an HTTP status, or a kind of failure below 100 (with "sent" behind it); headers up to an empty line; the body up to a line ".";
 * a stream gets bodies in pieces of as many bytes as the last header "Piece: N" says. */
#include "given.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/client.h>
#include "accessors.h"
#include "configuration.h"
#include "memory.h"
#include "option.h"

#define ANSWERS_MAX 32
#define TOKEN "hvs.token-of-the-program"
#define MS UINT64_C(1000000)

struct answer {
	int status;
	bool sent;
	size_t piece;
	struct buffer headers, body;
};

struct stage {
	hvac_adapter adapter;
	struct answer answers[ANSWERS_MAX];
	size_t count, next, taken;      /* taken: bytes of the stream's */
	uint64_t time;
	const hvac_request *request;
	void *ticket;
	struct buffer *asked;
	bool told;                      /* the token, in the last request */
};

static uint64_t monotonic(void *context)
{
	return ((struct stage *)context)->time;
}

static int64_t real(void *context)
{
	return 1700000000 + (int64_t)(((struct stage *)context)->time / (1000 * MS));
}

static int chance(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0x5a, length);
	return 0;
}

/* An adapter of a program's own */

static hvac_status open_lane(hvac_adapter *adapter, void **lane, const char **detail)
{
	*lane = adapter->self;
	*detail = NULL;
	return HVAC_OK;
}

static void write_down(struct buffer *asked, const hvac_request *request)
{
	buffer_format(asked, "%s %s%s?%s\n", request->method, request->base, request->path, request->query ? request->query : "");
	for (size_t i = 0; i < request->n_headers; i++)
		buffer_format(asked, "%s: %s\n", request->headers[i].name, request->headers[i].value ? request->headers[i].value : "(none)");
	buffer_append(asked, request->body, request->body_length);
	buffer_append(asked, "\n", 2);
	demand(!asked->failed);
}

static hvac_status start(void *lane, const hvac_request *request, void *ticket)
{
	struct stage *stage = lane;
	unsigned paused = shortage_pause();

	demand(!stage->ticket && request->size == sizeof *request);
	write_down(stage->asked, request);
	stage->told = false;
	for (size_t i = 0; i < request->n_headers; i++)
		stage->told |= request->headers[i].value && !strcmp(request->headers[i].value, TOKEN);
	shortage_resume(paused);
	stage->request = request;
	stage->ticket = ticket;
	return HVAC_OK;
}

/* What a source gives, and then a sink takes, in pieces; false when either gave up. */
static bool stream(struct stage *stage, const struct answer *answer)
{
	const hvac_stream *ends = stage->request->stream;
	char bytes[64];
	ssize_t got = ends->source ? 1 : 0;

	while (got > 0)
		got = ends->source(ends->context, bytes, answer->piece < sizeof bytes ? answer->piece : sizeof bytes);
	if (got < 0)
		return false;
	for (size_t at = 0, n; ends->sink && answer->status < 300 && at < answer->body.length; at += n) {
		n = answer->body.length - at < answer->piece ? answer->body.length - at : answer->piece;
		if (ends->sink(ends->context, answer->body.bytes + at, n) != 0)
			return false;
	}
	return true;
}

static hvac_outcome failed_by(int kind, bool sent)
{
	return (hvac_outcome){ .size = sizeof(hvac_outcome), .kind = (hvac_outcome_kind)kind, .sent = sent, .detail = "it was lost" };
}

static hvac_outcome outcome_of(struct stage *stage, const struct answer *answer)
{
	hvac_outcome outcome = failed_by(HVAC_OUTCOME_ANSWER, true);
	bool is_streamed = stage->request->stream && stage->request->stream->sink && answer->status < 300;

	if (answer->status < 100)
		return failed_by(answer->status >= HVAC_OUTCOME_NOT_SENT && answer->status <= HVAC_OUTCOME_NO_MEMORY ? answer->status : HVAC_OUTCOME_MAYBE_SENT, answer->sent);
	if (stage->request->stream && !stream(stage, answer))
		return failed_by(HVAC_OUTCOME_STREAM, true);
	outcome.http_status = answer->status;
	outcome.headers_length = answer->headers.length;
	outcome.headers = text_copy(answer->headers.bytes, answer->headers.length);
	outcome.body_length = is_streamed ? 0 : answer->body.length;
	outcome.body = text_copy(answer->body.bytes, outcome.body_length);
	if (outcome.headers && outcome.body)
		return outcome;
	free(outcome.headers);
	free(outcome.body);
	return failed_by(HVAC_OUTCOME_NO_MEMORY, true);
}

static void drive(void *lane, int timeout_ms, hvac_adapter_done *done, void *context)
{
	static const struct answer nothing = { .status = HVAC_OUTCOME_NOT_SENT };
	struct stage *stage = lane;
	void *ticket = stage->ticket;
	hvac_outcome outcome;

	if (!ticket) {
		demand(timeout_ms >= 0);
		stage->time += (uint64_t)timeout_ms * MS;
		return;
	}
	stage->time += MS;
	stage->ticket = NULL;
	outcome = outcome_of(stage, stage->next < stage->count ? &stage->answers[stage->next++] : &nothing);
	done(context, ticket, &outcome);
}

static void cancel(void *lane, void *ticket)
{
	struct stage *stage = lane;

	demand(stage->ticket == ticket);
	stage->ticket = NULL;
}

static void resume(void *lane, void *ticket)
{
	(void)lane;
	(void)ticket;
}

static void leave_lane(void *lane)
{
	(void)lane;
}

static void leave_adapter(hvac_adapter *adapter)
{
	(void)adapter;
}

/* Reading the input */

static void read_answer(struct answer *answer, struct sample *sample)
{
	const char *line = sample_line(sample);

	answer->status = (int)(decimal(line) % 1000);
	answer->sent = strstr(line, "sent");
	answer->piece = 1000;
	buffer_text(&answer->headers, "");
	buffer_text(&answer->body, "");
	while (*(line = sample_line(sample))) {
		buffer_format(&answer->headers, "%s\r\n", line);
		if (!strncmp(line, "Piece: ", 7) && decimal(line + 7))
			answer->piece = decimal(line + 7);
	}
	while (sample_has_more(sample) && strcmp(line = sample_line(sample), ".") != 0)
		buffer_format(&answer->body, "%s%s", answer->body.length ? "\n" : "", line);
	demand(!answer->headers.failed && !answer->body.failed);
}

static void read_answers(struct stage *stage, struct sample *sample)
{
	while (sample_has_more(sample) && stage->count < ANSWERS_MAX)
		read_answer(&stage->answers[stage->count++], sample);
}

static void free_answers(struct stage *stage)
{
	for (size_t i = 0; i < stage->count; i++) {
		buffer_free(&stage->answers[i].headers);
		buffer_free(&stage->answers[i].body);
	}
}

/* NULL where the settings do not go together. */
static hvac_config *config_of(struct sample *sample)
{
	hvac_config *config = hvac_config_new();

	demand(config && hvac_config_set(config, "token", TOKEN) == HVAC_OK);
	while (sample_has_more(sample) && *sample->at == '+') {
		char *line = (char *)(uintptr_t)sample_line(sample), *equals = strchr(line, '=');

		if (equals)
			*equals = '\0';
		if (equals && option_find(line + 1) != OPTION_TOKEN_FILE && option_find(line + 1) != OPTION_TOKEN)
			hvac_config_set(config, line + 1, equals + 1);
	}
	if (!*hvac_config_error(config))
		return config;
	hvac_config_free(config);
	return NULL;
}

/* Making the calls */

struct asked {
	const char *line;               /* "ENGINE OPERATION" and its like */
	struct given given;
	bool is_path, is_login;
	bool has_token;
};

static ssize_t give_some(void *context, void *buffer, size_t size)
{
	struct stage *stage = context;
	size_t length = stage->taken < 100 ? (size < 100 ? size : 100) : 0;

	memset(buffer, 'a', length);
	stage->taken += length;
	return (ssize_t)length;
}

static ssize_t take_some(void *context, const void *bytes, size_t size)
{
	struct stage *stage = context;

	demand(bytes && size);
	stage->taken += size;
	return stage->taken < 10000 ? 0 : -1;
}

static hvac_status call(hvac_client *client, struct stage *stage, const struct asked *asked, hvac_response **response)
{
	const char *operation = asked->given.engine ? given_operation(&asked->given) : NULL, *blank = strchr(asked->line, ' ');
	uint32_t flags = operation ? engine_row(asked->given.engine, &asked->given.rows, 0)->operation->flags : 0;
	const hvac_stream ends = { .context = stage, .source = flags & HVAC_STREAM_IN ? give_some : NULL, .source_length = -1,
	                           .sink = flags & HVAC_STREAM_OUT ? take_some : NULL };
	char *method;
	hvac_status status;

	if (asked->is_path) {
		unsigned paused = shortage_pause();

		method = text_copy(asked->line, (size_t)(blank - asked->line));
		demand(method);
		shortage_resume(paused);
		status = hvac_request_path(client, method, blank + 1, NULL, NULL, response);
		free(method);
		return status;
	}
	if (asked->is_login)
		return hvac_login(client, asked->given.engine->id, operation, asked->given.list, response);
	if (ends.source || ends.sink)
		return hvac_call_stream(client, asked->given.engine->id, operation, asked->given.list, &ends, response);
	return hvac_call(client, asked->given.engine->id, operation, asked->given.list, response);
}

/* What a program has put into its arguments may be told, and what the server was not told is its own word. */
static void look_at(hvac_response *response, hvac_status status, bool failed, bool may_tell)
{
	unsigned paused = shortage_pause();

	demand(response ? hvac_response_status(response) == status : failed && status == HVAC_NO_MEMORY);
	demand(failed || status != HVAC_NO_MEMORY);
	if (response) {
		demand(may_tell || !strstr(hvac_response_message(response), TOKEN));
		demand(may_tell || !hvac_response_url(response) || !strstr(hvac_response_url(response), TOKEN));
		accessors_read(response, "keys/0", "Content-Type");
	}
	hvac_response_free(response);
	shortage_resume(paused);
}

static bool was_no_memory(const struct stage *stage)
{
	for (size_t i = 0; i < stage->next; i++)
		if (stage->answers[i].status == HVAC_OUTCOME_NO_MEMORY)
			return true;
	return false;
}

/* The first call's requests are kept, each with a NUL behind it. */
static void run(struct stage *stage, const struct option_texts *texts, const struct asked *asked, unsigned shortage, struct buffer *requests)
{
	const hvac_clock clock = { .context = stage, .monotonic = monotonic, .real = real, .random = chance };
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_response *response;
	struct buffer rest = { 0 };
	hvac_status status;

	stage->next = stage->taken = 0;
	stage->time = 1000 * MS;
	stage->ticket = NULL;
	stage->asked = requests;
	demand(config);
	for (size_t i = 0; i < OPTIONS; i++)
		if (texts->list[i])
			demand(hvac_config_set(config, hvac_option_at(i)->name, texts->list[i]) == HVAC_OK);
	hvac_config_clock(config, &clock);
	hvac_config_adapter(config, &stage->adapter);
	if (hvac_client_new(config, &client) == HVAC_OK) {
		shortage_begin(shortage);
		status = call(client, stage, asked, &response);
		look_at(response, status, shortage_failed() || was_no_memory(stage), asked->has_token || !stage->told);
		stage->asked = &rest;
		status = hvac_read(client, "secret/app", &response);
		look_at(response, status, shortage_failed() || was_no_memory(stage), asked->has_token || !stage->told);
		shortage_end();
		hvac_client_free(client);
	}
	buffer_free(&rest);
	hvac_config_free(config);
}

static void fill(struct asked *asked, struct sample *sample)
{
	const char *line = sample_line(sample), *blank = strchr(line, ' ');

	*asked = (struct asked){ .line = line, .is_path = isupper((unsigned char)*line) && blank, .is_login = !strncmp(line, "login ", 6) };
	given_read(&asked->given, sample, asked->is_path ? "sys read_health_status" : line + (asked->is_login ? 6 : 0));
	for (const struct text *text = sample->texts; text; text = text->next)
		asked->has_token |= memmem(text->bytes, text->length, TOKEN, strlen(TOKEN)) != NULL;
}

void fuzz(struct sample *sample)
{
	struct stage stage = { .adapter = { .size = sizeof stage.adapter, .self = &stage, .open = open_lane, .start = start, .drive = drive,
	                                    .cancel = cancel, .resume = resume, .wake = leave_lane, .close = leave_lane, .free = leave_adapter } };
	struct buffer plain = { 0 }, other = { 0 };
	hvac_config *config = config_of(sample);
	struct asked asked;

	if (!config)
		return;
	fill(&asked, sample);
	read_answers(&stage, sample);
	if (asked.given.engine) {
		run(&stage, &config->texts, &asked, 0, &plain);
		if (sample->shortage) {
			run(&stage, &config->texts, &asked, sample->shortage, &other);
			demand(other.length <= plain.length && (!other.length || !memcmp(plain.bytes, other.bytes, other.length)));
		}
	}
	buffer_free(&plain);
	buffer_free(&other);
	free_answers(&stage);
	given_free(&asked.given);
	hvac_config_free(config);
}
