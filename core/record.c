/* SPDX-License-Identifier: MIT */
/* An adapter around libcurl's that writes down what passes it. */
#include "tape.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One that comes again makes a list of its values. Takes the value. */
static bool put_header(hvac_value *headers, const char *name, hvac_value *value)
{
	hvac_value *before = (hvac_value *)(uintptr_t)hvac_value_member(headers, name), *list;
	bool whole;

	if (!before)
		return tape_put(headers, name, value);
	if (hvac_value_kind(before) == HVAC_KIND_LIST)
		return hvac_value_adopt_item(before, value) == HVAC_OK;
	list = hvac_value_new_list();
	whole = hvac_value_adopt_item(list, hvac_value_copy(before)) == HVAC_OK;
	whole = hvac_value_adopt_item(list, value) == HVAC_OK && whole;
	return tape_put(headers, name, list) && whole;
}

static bool put_headers(hvac_value *map, const hvac_outcome *outcome)
{
	hvac_value *headers = hvac_value_new_map();
	const char *line = outcome->headers, *end = line + outcome->headers_length;

	while (headers && line < end) {
		size_t length = strcspn(line, "\r\n"), name = strcspn(line, ":\r\n");
		char *copy = text_copy(line, name);
		size_t blank = line[name] == ':' ? 1 + strspn(line + name + 1, " \t") : 0;

		if (!copy || !put_header(headers, copy, hvac_value_new_text(line + name + blank, length - name - blank))) {
			hvac_value_free(headers);
			headers = NULL;
		}
		text_free(copy);
		line += length + strspn(line + length, "\r\n");
	}
	return tape_put(map, "headers", headers);
}

static hvac_value *exchange_as_value(const struct ticket *ticket, const hvac_outcome *outcome)
{
	const hvac_request *request = ticket->request;
	const char *body = ticket->taken.length ? ticket->taken.bytes : outcome->body;
	size_t length = ticket->taken.length ? ticket->taken.length : outcome->body_length;
	hvac_value *exchange = hvac_value_new_map(), *answer = hvac_value_new_map();
	bool whole = tape_put(answer, "status", hvac_value_new_integer(outcome->http_status)) && put_headers(answer, outcome) &&
	             tape_put_body(answer, body, length) && tape_put(exchange, "request", tape_request(request));

	if (!whole) {
		hvac_value_free(answer);
		answer = NULL;
	}
	if (tape_put(exchange, "response", answer))
		return exchange;
	hvac_value_free(exchange);
	return NULL;
}

/* The whole file anew: what a test was at when it ended is in it. HVAC_OK, HVAC_NO_MEMORY, or HVAC_STREAM_ERROR with errno. */
static hvac_status write_tape(struct tape *tape)
{
	hvac_value *file = hvac_value_new_map();
	hvac_status status = HVAC_NO_MEMORY;
	char *text = NULL;
	size_t length, done = 0;

	if (tape_put(file, "exchanges", hvac_value_copy(tape->exchanges)))
		text = hvac_value_to_pretty_text(file, &length);
	if (!text)
		goto done;
	status = HVAC_STREAM_ERROR;
	if (ftruncate(tape->descriptor, 0) < 0)
		goto done;
	while (done < length) {
		ssize_t n = pwrite(tape->descriptor, text + done, length - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			goto done;
		done += (size_t)n;
	}
	status = HVAC_OK;
done:
	hvac_text_free(text);
	hvac_value_free(file);
	return status;
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
	struct ticket *ticket = ticket_take(lane, inner);
	struct tape *tape = lane->tape;
	hvac_status status;

	if (outcome->kind == HVAC_OUTCOME_ANSWER && tape->process == process_number()) {
		pthread_mutex_lock(&tape->mutex);
		status = hvac_value_adopt_item(tape->exchanges, exchange_as_value(ticket, outcome));
		if (status == HVAC_OK)
			status = write_tape(tape);
		if (status != HVAC_OK) {
			/* told to the caller: a test must not trust a tape with a gap */
			outcome->kind = status == HVAC_NO_MEMORY ? HVAC_OUTCOME_NO_MEMORY : HVAC_OUTCOME_STREAM;
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
	hvac_status status = ticket_add(lane, request, own, &ticket);

	if (status == HVAC_OK)
		status = lane->tape->adapter.inner->start(lane->inner, teed(ticket), ticket);
	if (status != HVAC_OK)
		ticket_free(ticket_take(lane, own));
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
	struct ticket *ticket = ticket_take(lane, own);

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

static int record_descriptor(void *handle)
{
	struct tape_lane *lane = handle;

	return lane->tape->adapter.inner->descriptor(lane->inner);
}

static int record_due(void *handle)
{
	struct tape_lane *lane = handle;

	return lane->tape->adapter.inner->due(lane->inner);
}

/* NULL, or why not. What is no file, a pipe or a device, is left as it is, and not waited for. */
static const char *open_file(struct tape *tape, const char *path)
{
	struct stat about;

	tape->descriptor = open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	if (tape->descriptor < 0 || fstat(tape->descriptor, &about) < 0)
		return strerror(errno);
	if (!S_ISREG(about.st_mode))
		return "it is no regular file";
	/* one that was there already keeps its mode otherwise */
	return fchmod(tape->descriptor, 0600) < 0 ? strerror(errno) : NULL;
}

hvac_adapter *hvac_record_new(const char *path)
{
	struct tape *tape = path ? tape_new() : NULL;
	struct buffer error = { 0 };
	hvac_status status = HVAC_STREAM_ERROR;
	char *sentence = NULL;
	const char *why;

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
	tape->adapter.descriptor = record_descriptor;
	tape->adapter.due = record_due;
	tape->exchanges = hvac_value_new_list();
	why = open_file(tape, path);
	if (!why)
		status = tape->exchanges ? write_tape(tape) : HVAC_NO_MEMORY;
	if (status == HVAC_OK)
		return &tape->adapter;
	if (status != HVAC_NO_MEMORY && buffer_format(&error, "cannot record into %s: %s", path, why ? why : strerror(errno)))
		sentence = buffer_take(&error);
	return tape_with_error(tape, sentence);
}
