/* SPDX-License-Identifier: MIT */
/* What recording and replaying adapters share: a tape of exchanges, and the lanes on which they are under way. */
#ifndef HVAC_CORE_TAPE_H
#define HVAC_CORE_TAPE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <hvac/adapter.h>
#include <hvac/value.h>
#include "memory.h"

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
	hvac_value *exchanges;          /* a list: recorded so far, or to be replayed */
	char *error;
	atomic_bool *used;              /* replay: one for each exchange */
	/* record: the file, whose process it is, and what guards it and the exchanges, there alone */
	int descriptor;
	uint64_t process;
	pthread_mutex_t mutex;
};

struct tape_lane {
	struct tape *tape;
	void *inner;                    /* record: the lane of the adapter inside */
	int event;                      /* replay: by which a wait ends */
	struct ticket *tickets;         /* what is on its way */
	hvac_adapter_done *done;
	void *context;
};

/* NULL when memory ran out. */
struct tape *tape_new(void);
void tape_free(hvac_adapter *adapter);
/* The adapter with the reason why it cannot be used; takes the sentence. A tape without memory for that is freed: NULL. */
hvac_adapter *tape_with_error(struct tape *tape, char *error);
/* Path and query of a request; with the base for another host. NULL when memory ran out. */
hvac_value *tape_url(const hvac_request *request);
/* Method, address and body of a request. NULL when memory ran out. */
hvac_value *tape_request(const hvac_request *request);
/* Adds a body: as JSON under "body" where it is some, else as base64 under "data". */
bool tape_put_body(hvac_value *map, const char *body, size_t length);
/* Adds a member; takes the value. False when memory ran out. */
bool tape_put(hvac_value *map, const char *name, hvac_value *value);

void tape_lane_close(void *lane);
hvac_status ticket_add(struct tape_lane *lane, const hvac_request *request, void *own, struct ticket **ticket);
/* Takes the ticket out of the lane; `ticket` is it, or what the caller calls it by. NULL when it is not there. */
struct ticket *ticket_take(struct tape_lane *lane, const void *ticket);
void ticket_free(struct ticket *ticket);

#endif
