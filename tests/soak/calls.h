/* SPDX-License-Identifier: MIT */
/* The calls that are made, what is a success of each, and the clients that they are made with. */
#ifndef SOAK_CALLS_H
#define SOAK_CALLS_H

#include "journal.h"

struct clients {
	hvac_client *main;              /* all others are derived from it */
	hvac_client *hurried;           /* has no time */
	hvac_client *wrapping;
	hvac_client *inline_;           /* logs in with each request */
	hvac_cache *cache;
};

/* Of this process, and of those that it forks. */
extern struct clients clients;

/* By the environment, and files of the folder: role-id, secret-id. */
void clients_make(const char *folder);
void clients_free(void);
/* One more of the same configuration, which has not logged in. */
hvac_client *client_new(void);
hvac_argument role_id(void);
hvac_argument secret_id(void);

struct call {
	struct worker *worker;
	enum kind kind;
	unsigned round;
	int64_t began;
	unsigned number;                /* of a secret, a note, an attempt to count */
	uint64_t counter;               /* what was known of it */
	size_t streamed;
};

/* Whether there is already what it asks for. */
bool call_is_possible(const struct worker *worker, enum kind kind);
void call_begin(struct call *call, struct worker *worker, enum kind kind);
/* What begins as a task. */
hvac_task *call_task(struct call *call, struct worker *worker, enum kind kind);
/* Says in the journal what it came to. Whether it succeeded; the response is freed. */
bool call_end(struct call *call, hvac_response *response);

/* One call, or a few that belong together, in the thread that asks for them. */
void call_make(struct worker *worker, enum kind kind);

#endif
