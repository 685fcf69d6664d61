/* SPDX-License-Identifier: MIT */
/*
 * Where scenarios play: a client whose requests a table answers, with a clock of its own that waiting moves on. There is one stage;
 * nothing on it is allocated by libhvac, so that nothing here fails by chance.
 */
#ifndef TESTS_TORTURE_STAGE_H
#define TESTS_TORTURE_STAGE_H

#include <hvac/hvac.h>

#define MARK "swordfish"                /* in every secret */
#define TOKEN "hvs." MARK
#define LINES_MAX 32
#define EXCHANGES_MAX 64

/* What a request is answered: the first line of it that was not used, or the last. */
struct line {
	const char *request;            /* "GET /v1/secret/app", "": any; NULL ends the table */
	int status;
	const char *body, *headers;     /* headers: "Name: value\r\n"; both may be NULL */
};

/* How an exchange ends instead. */
struct spoil {
	const char *name;
	hvac_outcome_kind kind;
	bool sent;
	int status;                     /* of an answer, 0: the line's own */
	const char *after;              /* its body ends behind this; NULL: is the line's own */
	uint64_t statuses;              /* what the call may then end with: bits by hvac_status */
};
extern const struct spoil spoils[];
size_t spoils_count(void);

struct stage {
	hvac_client *client;
	hvac_response *response;        /* the last that was taken */
	char sentence[1024];            /* the last failure's */
	const char *wrong;              /* what was not as it has to be */
	unsigned exchanges, spoiled_at; /* counted from 1; 0: none */
	const struct spoil *spoil;
	hvac_task *cancelled;           /* is cancelled when the next request is on its way */
	bool waits;                     /* really: somebody is at work beside */
	void *context;                  /* of the scenario */
	hvac_clock clock;
	uint64_t time;
};
extern struct stage stage;

/* An adapter of these lines; it belongs to the stage. */
hvac_adapter *stage_adapter(const struct line *lines);
/* A client with these options (name and value in turn, then NULL; may be NULL) and with that adapter. */
hvac_status stage_client(const struct line *lines, const char *const *options, hvac_client **client);
void stage_open(const struct line *lines, const char *const *options);
/* Lines are unused again, the clock is where it was. */
void stage_rewind(void);
void stage_close(void);

/* Takes the answer to a call: status and response agree, and no secret is told. Returns the status. */
hvac_status stage_take(hvac_status status, hvac_response *response);
/* It has to be so, whatever has failed. */
void stage_demand(bool holds, const char *what);
#define DEMAND(condition) stage_demand(condition, #condition)
/* HVAC_OK when it was refused so; a success is wrong. */
hvac_status stage_refused(hvac_status status, hvac_status wanted, const char *says);

/* The end of a scenario's run, with its status, unless this is HVAC_OK; there must be a `status` and a label `done`. */
#define TRY(expression) do { status = (expression); if (status != HVAC_OK) goto done; } while (0)
/* The same for what is NULL or false only when memory ran out. */
#define NEED(expression) do { if (!(expression)) { status = HVAC_NO_MEMORY; goto done; } } while (0)

#endif
