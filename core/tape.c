/* SPDX-License-Identifier: MIT */
#include "tape.h"
#include "base64.h"
#include "process.h"

#include <stdlib.h>
#include <unistd.h>

bool tape_put(hvac_value *map, const char *name, hvac_value *value)
{
	if (!map) {
		hvac_value_free(value);
		return false;
	}
	return hvac_value_adopt_member(map, name, value) == HVAC_OK;
}

hvac_value *tape_url(const hvac_request *request)
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
bool tape_put_body(hvac_value *map, const char *body, size_t length)
{
	hvac_value *value = NULL;
	hvac_status status;
	size_t n = 0;
	char *text;

	if (!length)
		return tape_put(map, "body", hvac_value_new_null());
	status = hvac_value_parse(body, length, &value);
	if (status == HVAC_OK)
		return tape_put(map, "body", value);
	if (status == HVAC_NO_MEMORY)
		return false;
	text = base64_encode(body, length, &n);
	if (text)
		value = hvac_value_new_text(text, n);
	wipe_free(text, text ? n : 0);
	return tape_put(map, "data", value);
}

hvac_value *tape_request(const hvac_request *request)
{
	hvac_value *map = hvac_value_new_map();

	if (tape_put(map, "method", hvac_value_new_string(request->method)) && tape_put(map, "url", tape_url(request)) &&
	    tape_put_body(map, request->body, request->body_length))
		return map;
	hvac_value_free(map);
	return NULL;
}

void ticket_free(struct ticket *ticket)
{
	if (!ticket)
		return;
	wipe_free(ticket->outcome.headers, ticket->outcome.headers ? ticket->outcome.headers_length : 0);
	wipe_free(ticket->outcome.body, ticket->outcome.body ? ticket->outcome.body_length : 0);
	buffer_free(&ticket->taken);
	free(ticket);
}

struct ticket *ticket_take(struct tape_lane *lane, const void *ticket)
{
	for (struct ticket **place = &lane->tickets; *place; place = &(*place)->next)
		if (*place == ticket || (*place)->ticket == ticket) {
			struct ticket *found = *place;

			*place = found->next;
			return found;
		}
	return NULL;
}

hvac_status ticket_add(struct tape_lane *lane, const hvac_request *request, void *own, struct ticket **ticket)
{
	struct ticket **place = &lane->tickets;

	*ticket = calloc(1, sizeof **ticket);
	if (!*ticket)
		return HVAC_NO_MEMORY;
	(*ticket)->ticket = own;
	(*ticket)->request = request;
	/* in the order in which they were asked, which is that of a tape's answers to equal requests */
	while (*place)
		place = &(*place)->next;
	*place = *ticket;
	return HVAC_OK;
}

void tape_lane_close(void *handle)
{
	struct tape_lane *lane = handle;

	if (lane->inner)
		lane->tape->adapter.inner->close(lane->inner);
	while (lane->tickets)
		ticket_free(ticket_take(lane, lane->tickets));
	free(lane);
}

void tape_free(hvac_adapter *adapter)
{
	struct tape *tape = adapter->self;
	bool own = tape->process == process_number();

	if (adapter->inner)
		adapter->inner->free(adapter->inner);
	if (tape->descriptor >= 0)
		close(tape->descriptor);
	/* when a child was forked, another thread may have been changing what its parent records */
	if (own || tape->used)
		hvac_value_free(tape->exchanges);
	if (own)
		pthread_mutex_destroy(&tape->mutex);
	text_free(tape->error);
	free(tape->used);
	free(tape);
}

struct tape *tape_new(void)
{
	struct tape *tape = calloc(1, sizeof *tape);

	if (!tape)
		return NULL;
	if (pthread_mutex_init(&tape->mutex, NULL) != 0) {
		free(tape);
		return NULL;
	}
	tape->descriptor = -1;
	tape->process = process_number();
	tape->adapter = (hvac_adapter){ .size = sizeof tape->adapter, .self = tape, .close = tape_lane_close, .free = tape_free };
	return tape;
}

/* Takes the sentence; a tape without memory for its error is no tape. */
hvac_adapter *tape_with_error(struct tape *tape, char *error)
{
	if (!error) {
		tape_free(&tape->adapter);
		return NULL;
	}
	tape->error = error;
	tape->adapter.error = error;
	return &tape->adapter;
}
