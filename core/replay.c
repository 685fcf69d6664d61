/* SPDX-License-Identifier: MIT */
/* Adapters for tests without a server: one writes down what passes it, the other answers from such a file. */
#include "base64.h"
#include "file.h"
#include "json.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/adapter.h>

struct ticket {
	struct ticket *next;
	void *ticket;                   /* the caller's */
	const hvac_request *request;
	/* record, with a sink: the request as the adapter inside gets it, and what went to the sink */
	hvac_request teed;
	hvac_stream tee;
	struct buffer taken;
	/* replay: an answer whose sink has paused */
	bool answered;
	hvac_outcome outcome;
};

struct tape {
	hvac_adapter adapter;
	pthread_mutex_t mutex;          /* guards everything below; not across a fork */
	hvac_value *exchanges;          /* a list: recorded so far, or to be replayed */
	char *error;
	bool *used;                     /* replay: one for each exchange */
	int descriptor;                 /* record: the file */
};

struct tape_lane {
	struct tape *tape;
	void *inner;                    /* record: the lane of the adapter inside */
	struct ticket *tickets;         /* what is on its way */
	hvac_adapter_done *done;
	void *context;
};

static bool put(hvac_value *map, const char *name, hvac_value *value)
{
	if (!map) {
		hvac_value_free(value);
		return false;
	}
	return hvac_value_adopt_member(map, name, value) == HVAC_OK;
}

static hvac_value *url_of(const hvac_request *request)
{
	struct buffer url = { 0 };
	hvac_value *value = NULL;

	buffer_format(&url, "%s%s%s%s", request->external ? request->base : "", request->path, request->query ? "?" : "",
	              request->query ? request->query : "");
	if (!url.failed)
		value = hvac_value_new_text(url.bytes, url.length);
	buffer_free(&url);
	return value;
}

/* A body as JSON under "body" where it is some, else as base64 under "data". */
static bool put_body(hvac_value *map, const char *body, size_t length)
{
	hvac_value *value = NULL;
	size_t n = 0;
	char *text;

	if (!length)
		return put(map, "body", hvac_value_new_null());
	if (hvac_value_parse(body, length, &value) == HVAC_OK)
		return put(map, "body", value);
	text = base64_encode(body, length, &n);
	if (text)
		value = hvac_value_new_text(text, n);
	wipe_free(text, text ? n : 0);
	return put(map, "data", value);
}

static hvac_value *request_as_value(const hvac_request *request)
{
	hvac_value *map = hvac_value_new_map();

	if (put(map, "method", hvac_value_new_string(request->method)) && put(map, "url", url_of(request)) &&
	    put_body(map, request->body, request->body_length))
		return map;
	hvac_value_free(map);
	return NULL;
}

static bool put_headers(hvac_value *map, const hvac_outcome *outcome)
{
	hvac_value *headers = hvac_value_new_map();
	const char *line = outcome->headers, *end = line + outcome->headers_length;

	while (headers && line < end) {
		size_t length = strcspn(line, "\r\n"), name = strcspn(line, ":\r\n");
		char *copy = text_copy(line, name);
		size_t blank = line[name] == ':' ? 1 + strspn(line + name + 1, " \t") : 0;

		if (!copy || !put(headers, copy, hvac_value_new_text(line + name + blank, length - name - blank))) {
			hvac_value_free(headers);
			headers = NULL;
		}
		text_free(copy);
		line += length + strspn(line + length, "\r\n");
	}
	return put(map, "headers", headers);
}

static hvac_value *exchange_as_value(const struct ticket *ticket, const hvac_outcome *outcome)
{
	const hvac_request *request = ticket->request;
	const char *body = ticket->taken.length ? ticket->taken.bytes : outcome->body;
	size_t length = ticket->taken.length ? ticket->taken.length : outcome->body_length;
	hvac_value *exchange = hvac_value_new_map(), *answer = hvac_value_new_map();
	bool whole = put(answer, "status", hvac_value_new_integer(outcome->http_status)) && put_headers(answer, outcome) &&
	             put_body(answer, body, length);

	if (!whole) {
		hvac_value_free(answer);
		answer = NULL;
	}
	if (put(exchange, "request", request_as_value(request)) && put(exchange, "response", answer))
		return exchange;
	hvac_value_free(exchange);
	return NULL;
}

/* The whole file anew: what a test was at when it ended is in it. */
static bool write_tape(struct tape *tape)
{
	hvac_value *file = hvac_value_new_map();
	bool written = false;
	char *text = NULL;
	size_t length, done = 0;

	if (!put(file, "exchanges", hvac_value_copy(tape->exchanges)))
		goto done;
	text = hvac_value_to_pretty_text(file, &length);
	if (!text || ftruncate(tape->descriptor, 0) < 0)
		goto done;
	while (done < length) {
		ssize_t n = pwrite(tape->descriptor, text + done, length - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			goto done;
		done += (size_t)n;
	}
	written = true;
done:
	hvac_text_free(text);
	hvac_value_free(file);
	return written;
}

static void ticket_free(struct ticket *ticket)
{
	if (!ticket)
		return;
	wipe_free(ticket->outcome.headers, ticket->outcome.headers ? ticket->outcome.headers_length : 0);
	wipe_free(ticket->outcome.body, ticket->outcome.body ? ticket->outcome.body_length : 0);
	buffer_free(&ticket->taken);
	free(ticket);
}

static struct ticket *take_ticket(struct tape_lane *lane, const void *ticket)
{
	for (struct ticket **place = &lane->tickets; *place; place = &(*place)->next)
		if (*place == ticket || (*place)->ticket == ticket) {
			struct ticket *found = *place;

			*place = found->next;
			return found;
		}
	return NULL;
}

static hvac_status add_ticket(struct tape_lane *lane, const hvac_request *request, void *own, struct ticket **ticket)
{
	*ticket = calloc(1, sizeof **ticket);
	if (!*ticket)
		return HVAC_NO_MEMORY;
	(*ticket)->ticket = own;
	(*ticket)->request = request;
	(*ticket)->next = lane->tickets;
	lane->tickets = *ticket;
	return HVAC_OK;
}

/* What the caller's sink took is written down too. */
static ssize_t tee_sink(void *context, const void *bytes, size_t size)
{
	struct ticket *ticket = context;
	const hvac_stream *stream = ticket->request->stream;
	ssize_t taken = stream->sink(stream->context, bytes, size);

	if (taken == 0 && !buffer_append(&ticket->taken, bytes, size))
		return -1;
	return taken;
}

static ssize_t tee_source(void *context, void *buffer, size_t size)
{
	const hvac_stream *stream = ((struct ticket *)context)->request->stream;

	return stream->source(stream->context, buffer, size);
}

static void tee_progress(void *context, int64_t done, int64_t total)
{
	const hvac_stream *stream = ((struct ticket *)context)->request->stream;

	stream->progress(stream->context, done, total);
}

static const hvac_request *teed(struct ticket *ticket)
{
	const hvac_stream *stream = ticket->request->stream;

	if (!stream || !stream->sink)
		return ticket->request;
	ticket->teed = *ticket->request;
	ticket->tee = (hvac_stream){
		.context = ticket, .source = stream->source ? tee_source : NULL, .source_length = stream->source_length, .sink = tee_sink,
		.progress = stream->progress ? tee_progress : NULL,
	};
	ticket->teed.stream = &ticket->tee;
	return &ticket->teed;
}

static void recorded(void *context, void *inner, hvac_outcome *outcome)
{
	struct tape_lane *lane = context;
	struct ticket *ticket = take_ticket(lane, inner);
	struct tape *tape = lane->tape;

	if (outcome->kind == HVAC_OUTCOME_ANSWER) {
		pthread_mutex_lock(&tape->mutex);
		if (hvac_value_adopt_item(tape->exchanges, exchange_as_value(ticket, outcome)) != HVAC_OK || !write_tape(tape)) {
			/* told to the caller: a test must not trust a tape with a gap */
			outcome->kind = HVAC_OUTCOME_STREAM;
			outcome->detail = "the recording could not be written";
		}
		pthread_mutex_unlock(&tape->mutex);
	}
	lane->done(lane->context, ticket->ticket, outcome);
	ticket_free(ticket);
}

static hvac_status record_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct tape_lane *lane = calloc(1, sizeof *lane);
	hvac_status status;

	if (!lane)
		return HVAC_NO_MEMORY;
	lane->tape = adapter->self;
	status = adapter->inner->open(adapter->inner, &lane->inner, detail);
	if (status != HVAC_OK) {
		free(lane);
		return status;
	}
	*handle = lane;
	return HVAC_OK;
}

static hvac_status record_start(void *handle, const hvac_request *request, void *own)
{
	struct tape_lane *lane = handle;
	struct ticket *ticket;
	hvac_status status = add_ticket(lane, request, own, &ticket);

	if (status == HVAC_OK)
		status = lane->tape->adapter.inner->start(lane->inner, teed(ticket), ticket);
	if (status != HVAC_OK)
		ticket_free(take_ticket(lane, own));
	return status;
}

static void record_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct tape_lane *lane = handle;

	lane->done = done;
	lane->context = context;
	lane->tape->adapter.inner->drive(lane->inner, timeout_ms, recorded, lane);
}

static void record_cancel(void *handle, void *own)
{
	struct tape_lane *lane = handle;
	struct ticket *ticket = take_ticket(lane, own);

	if (ticket)
		lane->tape->adapter.inner->cancel(lane->inner, ticket);
	ticket_free(ticket);
}

static void record_resume(void *handle, void *own)
{
	struct tape_lane *lane = handle;

	for (struct ticket *ticket = lane->tickets; ticket; ticket = ticket->next)
		if (ticket->ticket == own)
			lane->tape->adapter.inner->resume(lane->inner, ticket);
}

static void record_wake(void *handle)
{
	struct tape_lane *lane = handle;

	lane->tape->adapter.inner->wake(lane->inner);
}

static bool record_fresh(void *handle)
{
	struct tape_lane *lane = handle;

	return lane->tape->adapter.inner->fresh(lane->inner);
}

static void lane_close(void *handle)
{
	struct tape_lane *lane = handle;

	if (lane->inner)
		lane->tape->adapter.inner->close(lane->inner);
	while (lane->tickets)
		ticket_free(take_ticket(lane, lane->tickets));
	free(lane);
}

static void tape_free(hvac_adapter *adapter)
{
	struct tape *tape = adapter->self;

	if (adapter->inner)
		adapter->inner->free(adapter->inner);
	if (tape->descriptor >= 0)
		close(tape->descriptor);
	hvac_value_free(tape->exchanges);
	text_free(tape->error);
	free(tape->used);
	pthread_mutex_destroy(&tape->mutex);
	free(tape);
}

static struct tape *tape_new(void)
{
	struct tape *tape = calloc(1, sizeof *tape);

	if (!tape)
		return NULL;
	if (pthread_mutex_init(&tape->mutex, NULL) != 0) {
		free(tape);
		return NULL;
	}
	tape->descriptor = -1;
	tape->adapter = (hvac_adapter){ .size = sizeof tape->adapter, .self = tape, .close = lane_close, .free = tape_free };
	return tape;
}

/* Takes the sentence; a tape without memory for its error is no tape. */
static hvac_adapter *with_error(struct tape *tape, char *error)
{
	if (!error) {
		tape_free(&tape->adapter);
		return NULL;
	}
	tape->error = error;
	tape->adapter.error = error;
	return &tape->adapter;
}

hvac_adapter *hvac_record_new(const char *path)
{
	struct tape *tape = path ? tape_new() : NULL;
	struct buffer error = { 0 };

	if (!tape)
		return NULL;
	tape->adapter.wraps = true;
	tape->adapter.open = record_open;
	tape->adapter.start = record_start;
	tape->adapter.drive = record_drive;
	tape->adapter.cancel = record_cancel;
	tape->adapter.resume = record_resume;
	tape->adapter.wake = record_wake;
	tape->adapter.fresh = record_fresh;
	tape->exchanges = hvac_value_new_list();
	tape->descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	/* a file that was there already keeps its mode otherwise */
	if (tape->descriptor >= 0 && fchmod(tape->descriptor, 0600) == 0 && tape->exchanges && write_tape(tape))
		return &tape->adapter;
	buffer_format(&error, "cannot record into %s: %s", path, strerror(errno));
	return with_error(tape, buffer_take(&error));
}

static bool text_is(const hvac_value *value, const char *name, const hvac_value *wanted)
{
	const hvac_value *there = hvac_value_member(value, name), *other = hvac_value_member(wanted, name);

	/* no member and null are the same: no body */
	if (hvac_value_kind(there) <= HVAC_KIND_NULL && hvac_value_kind(other) <= HVAC_KIND_NULL)
		return true;
	return hvac_value_equal(there, other);
}

/* The first recorded exchange of that request that was not used yet. */
static const hvac_value *find_answer(struct tape *tape, const hvac_value *request)
{
	for (size_t i = 0; i < hvac_value_count(tape->exchanges); i++) {
		const hvac_value *exchange = hvac_value_item(tape->exchanges, i), *recorded_request = hvac_value_member(exchange, "request");

		if (!tape->used[i] && text_is(recorded_request, "method", request) && text_is(recorded_request, "url", request) &&
		    text_is(recorded_request, "body", request) && text_is(recorded_request, "data", request)) {
			tape->used[i] = true;
			return hvac_value_member(exchange, "response");
		}
	}
	return NULL;
}

static bool add_header_line(const char *name, const hvac_value *value, void *context)
{
	const char *text = hvac_value_string(value, NULL);

	return !text || buffer_format(context, "%s: %s\r\n", name, text);
}

static hvac_outcome answer_with(const hvac_value *answer)
{
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .sent = true };
	const hvac_value *body = hvac_value_member(answer, "body");
	struct buffer headers = { 0 };
	const char *data;
	int64_t status = 200;
	size_t n;

	hvac_value_integer(hvac_value_member(answer, "status"), &status);
	outcome.http_status = (int)status;
	buffer_text(&headers, "");
	hvac_value_each(hvac_value_member(answer, "headers"), add_header_line, &headers);
	outcome.headers_length = headers.length;
	outcome.headers = buffer_take(&headers);
	data = hvac_value_string(hvac_value_member(answer, "data"), &n);
	if (data)
		outcome.body = (char *)base64_decode(data, n, &outcome.body_length);
	else if (hvac_value_kind(body) > HVAC_KIND_NULL)
		outcome.body = hvac_value_to_text(body, &outcome.body_length);
	else
		outcome.body = text_copy("", 0);
	if (data && !outcome.body) {
		outcome.kind = HVAC_OUTCOME_MALFORMED;
		outcome.detail = "the recorded data is not base64";
	} else if (!outcome.headers || !outcome.body) {
		outcome.kind = HVAC_OUTCOME_NO_MEMORY;
	}
	return outcome;
}

/* A good answer's body goes to the sink, as it would from a server. False when the sink has paused. */
static bool feed_sink(const hvac_request *request, hvac_outcome *outcome)
{
	const hvac_stream *stream = request->stream;
	ssize_t taken = 0;

	if (outcome->kind != HVAC_OUTCOME_ANSWER || !stream || !stream->sink || outcome->http_status < 200 || outcome->http_status > 299)
		return true;
	if (outcome->body_length)
		taken = stream->sink(stream->context, outcome->body, outcome->body_length);
	if (taken == HVAC_STREAM_PAUSE)
		return false;
	if (taken < 0)
		outcome->kind = HVAC_OUTCOME_STREAM;
	wipe(outcome->body, outcome->body_length);
	outcome->body_length = 0;
	return true;
}

static void find_outcome(struct tape *tape, struct ticket *ticket, struct buffer *detail)
{
	hvac_value *request = request_as_value(ticket->request);
	const hvac_value *answer;

	pthread_mutex_lock(&tape->mutex);
	answer = request ? find_answer(tape, request) : NULL;
	pthread_mutex_unlock(&tape->mutex);
	if (answer) {
		ticket->outcome = answer_with(answer);
	} else {
		buffer_format(detail, "no recorded answer is left for %s %s with this body", ticket->request->method, ticket->request->path);
		ticket->outcome = (hvac_outcome){ .size = sizeof ticket->outcome, .kind = request ? HVAC_OUTCOME_MALFORMED : HVAC_OUTCOME_NO_MEMORY,
			                          .detail = detail->bytes };
	}
	ticket->answered = true;
	hvac_value_free(request);
}

/* False when its sink has paused: then it is on its way still. */
static bool replay_one(struct tape_lane *lane, struct ticket *ticket, hvac_adapter_done *done, void *context)
{
	struct buffer detail = { 0 };
	hvac_outcome outcome;

	if (!ticket->answered)
		find_outcome(lane->tape, ticket, &detail);
	if (!feed_sink(ticket->request, &ticket->outcome)) {
		buffer_free(&detail);
		return false;
	}
	take_ticket(lane, ticket);
	outcome = ticket->outcome;
	ticket->outcome = (hvac_outcome){ 0 };
	done(context, ticket->ticket, &outcome);
	buffer_free(&detail);
	ticket_free(ticket);
	return true;
}

static hvac_status replay_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct tape_lane *lane = calloc(1, sizeof *lane);

	(void)detail;
	if (!lane)
		return HVAC_NO_MEMORY;
	lane->tape = adapter->self;
	*handle = lane;
	return HVAC_OK;
}

static hvac_status replay_start(void *handle, const hvac_request *request, void *own)
{
	struct ticket *ticket;

	return add_ticket(handle, request, own, &ticket);
}

static void replay_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct tape_lane *lane = handle;

	if (!lane->tickets && timeout_ms > 0)
		usleep((unsigned)(timeout_ms < 1000 ? timeout_ms : 1000) * 1000u);
	while (lane->tickets)
		if (!replay_one(lane, lane->tickets, done, context)) {
			/* a tape has nothing to wait for: the sink is asked again the next time */
			sched_yield();
			return;
		}
}

static void replay_cancel(void *handle, void *own)
{
	ticket_free(take_ticket(handle, own));
}

static void replay_nothing(void *handle)
{
	(void)handle;
}

static void replay_resume(void *handle, void *own)
{
	(void)handle;
	(void)own;
}

hvac_adapter *hvac_replay_new(const char *path)
{
	struct tape *tape = path ? tape_new() : NULL;
	struct buffer sentence = { 0 };
	hvac_value *file = NULL;
	char *content, *error;
	size_t length;

	if (!tape)
		return NULL;
	tape->adapter.open = replay_open;
	tape->adapter.start = replay_start;
	tape->adapter.drive = replay_drive;
	tape->adapter.cancel = replay_cancel;
	tape->adapter.resume = replay_resume;
	tape->adapter.wake = replay_nothing;
	if (file_read(path, &content, &length, NULL, &error) != HVAC_OK)
		return with_error(tape, error);
	hvac_value_parse(content, length, &file);
	wipe_free(content, length);
	if (hvac_value_kind(hvac_value_member(file, "exchanges")) == HVAC_KIND_LIST)
		tape->exchanges = hvac_value_copy(hvac_value_member(file, "exchanges"));
	hvac_value_free(file);
	if (!tape->exchanges) {
		buffer_format(&sentence, "cannot replay %s: it is no JSON with a list \"exchanges\"", path);
		return with_error(tape, buffer_take(&sentence));
	}
	tape->used = calloc(hvac_value_count(tape->exchanges) + 1, sizeof *tape->used);
	if (tape->used)
		return &tape->adapter;
	tape_free(&tape->adapter);
	return NULL;
}
