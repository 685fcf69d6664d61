/* SPDX-License-Identifier: MIT */
/* An adapter that answers from a tape. */
#include "tape.h"
#include "base64.h"
#include "file.h"

#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/eventfd.h>

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

		if (text_is(recorded_request, "method", request) && text_is(recorded_request, "url", request) &&
		    text_is(recorded_request, "body", request) && text_is(recorded_request, "data", request) &&
		    !atomic_exchange(&tape->used[i], true))
			return hvac_value_member(exchange, "response");
	}
	return NULL;
}

/* Of a list each item: it came so often. */
static bool add_header_line(const char *name, const hvac_value *value, void *context)
{
	const char *text = hvac_value_string(value, NULL);
	bool added = !text || buffer_format(context, "%s: %s\r\n", name, text);

	for (size_t i = 0; added && hvac_value_kind(value) == HVAC_KIND_LIST && i < hvac_value_count(value); i++)
		added = add_header_line(name, hvac_value_item(value, i), context);
	return added;
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
	outcome.http_status = status >= 100 && status <= 999 ? (int)status : 0;
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
	} else if (!outcome.http_status) {
		outcome.kind = HVAC_OUTCOME_MALFORMED;
		outcome.detail = "the recorded status is none of HTTP";
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

static void find_outcome(struct tape *tape, struct ticket *ticket)
{
	hvac_value *request = tape_request(ticket->request);
	const hvac_value *answer = request ? find_answer(tape, request) : NULL;

	if (answer) {
		ticket->outcome = answer_with(answer);
	} else {
		ticket->outcome = (hvac_outcome){ .size = sizeof ticket->outcome, .kind = request ? HVAC_OUTCOME_MALFORMED : HVAC_OUTCOME_NO_MEMORY,
			                          .detail = "no recorded answer is left for this method, path, query and body" };
	}
	ticket->answered = true;
	hvac_value_free(request);
}

/* False when its sink has paused: then it is on its way still. */
static bool replay_one(struct tape_lane *lane, struct ticket *ticket, hvac_adapter_done *done, void *context)
{
	hvac_outcome outcome;

	if (!ticket->answered)
		find_outcome(lane->tape, ticket);
	if (!feed_sink(ticket->request, &ticket->outcome))
		return false;
	ticket_take(lane, ticket);
	outcome = ticket->outcome;
	ticket->outcome = (hvac_outcome){ 0 };
	done(context, ticket->ticket, &outcome);
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
	lane->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (lane->event < 0) {
		free(lane);
		return HVAC_NO_MEMORY;
	}
	*handle = lane;
	return HVAC_OK;
}

static hvac_status replay_start(void *handle, const hvac_request *request, void *own)
{
	struct ticket *ticket;

	return ticket_add(handle, request, own, &ticket);
}

static void wait(struct tape_lane *lane, int timeout_ms)
{
	struct pollfd one = { .fd = lane->event, .events = POLLIN };
	eventfd_t count;

	poll(&one, 1, timeout_ms);
	eventfd_read(lane->event, &count);
}

static void replay_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct tape_lane *lane = handle;
	bool any = false;

	if (!lane->tickets && timeout_ms != 0)
		wait(lane, timeout_ms);
	for (struct ticket *ticket = lane->tickets, *next; ticket; ticket = next) {
		next = ticket->next;
		any = replay_one(lane, ticket, done, context) || any;
	}
	/* a tape has nothing to wait for: a sink that has paused is asked again the next time */
	if (!any)
		sched_yield();
}

static void replay_cancel(void *handle, void *own)
{
	ticket_free(ticket_take(handle, own));
}

static void replay_wake(void *handle)
{
	eventfd_write(((struct tape_lane *)handle)->event, 1);
}

static void replay_close(void *handle)
{
	close(((struct tape_lane *)handle)->event);
	tape_lane_close(handle);
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
	const hvac_value *exchanges;
	char *content, *error;
	hvac_status status;
	size_t length;

	if (!tape)
		return NULL;
	tape->adapter.open = replay_open;
	tape->adapter.start = replay_start;
	tape->adapter.drive = replay_drive;
	tape->adapter.cancel = replay_cancel;
	tape->adapter.resume = replay_resume;
	tape->adapter.wake = replay_wake;
	tape->adapter.close = replay_close;
	if (file_read(path, &(const struct file_way){ .turn = FILE_ONCE }, &content, &length, NULL, &error) != HVAC_OK)
		return tape_with_error(tape, error);
	status = hvac_value_parse(content, length, &file);
	wipe_free(content, length);
	exchanges = hvac_value_member(file, "exchanges");
	if (hvac_value_kind(exchanges) != HVAC_KIND_LIST && status != HVAC_NO_MEMORY) {
		hvac_value_free(file);
		buffer_format(&sentence, "cannot replay %s: it is no JSON with a list \"exchanges\"", path);
		return tape_with_error(tape, buffer_take(&sentence));
	}
	tape->exchanges = hvac_value_copy(exchanges);
	tape->used = calloc(hvac_value_count(exchanges) + 1, sizeof *tape->used);
	hvac_value_free(file);
	if (tape->exchanges && tape->used)
		return &tape->adapter;
	tape_free(&tape->adapter);
	return NULL;
}
