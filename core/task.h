/* SPDX-License-Identifier: MIT */
/*
 * One invocation from arguments to answer: a state machine without I/O, clock or lock of its own. It only says what it
 * wants next, and is told what came of it; the driver does the rest.
 */
#ifndef HVAC_CORE_TASK_H
#define HVAC_CORE_TASK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <hvac/adapter.h>
#include <hvac/call.h>
#include <hvac/queue.h>
#include "arena.h"
#include "bind.h"
#include "client.h"
#include "draft.h"
#include "response.h"

enum task_wants {
	WANTS_SEND,             /* `request` */
	WANTS_WAIT,             /* until the monotonic time `until` */
	WANTS_TOKEN,            /* likewise, or until it is woken: another task finds out about the token */
	WANTS_WORKER,           /* task_work, where it may block */
	WANTS_NOTHING           /* it is done */
};

struct task_step {
	enum task_wants wants;
	const hvac_request *request;
	uint64_t until;
};

enum task_phase { TASK_NEW, TASK_RUNNING, TASK_DONE };

/* Which of a login's requests is being answered. */
enum login_step { LOGIN_ITSELF, LOGIN_LOOKS_UP, LOGIN_UNWRAPS, LOGIN_GIVES_FACTOR };

struct hvac_task {
	struct hvac_client *client;
	struct arena arena;
	const struct engine *engine;
	const char *engine_name, *operation_name;
	struct binding binding;
	const hvac_stream *stream;
	void *state;                    /* the hooks' */
	enum login_step login_step;
	enum task_phase phase;

	struct draft draft;             /* the request being filled, and then sent */
	hvac_request request;           /* the draft with address and token, for one try */
	struct token *token;            /* read once for each try */
	size_t address;                 /* index of the address asked */
	size_t addresses_tried;         /* since the last wait */
	uint64_t sent_at;
	bool logged;                    /* what came of it */
	bool in_doubt;                  /* a try that was repeated may have been carried out */
	unsigned tries, redirects, steps, steps_max;
	bool admitted;                  /* its turn has come (option rate_limit) */
	/* the token was refused (doubt.h) */
	int doubt;                      /* enum doubt_step */
	bool asked_again;               /* with another token */
	uint64_t refused_at;            /* monotonic */
	struct hvac_task *beside;       /* asks about the token, or logs in: its requests go before ours */
	struct hvac_task *next_waiting; /* the token slot's, under its lock */
	uint64_t deadline, wait;        /* monotonic time; nanoseconds a hook wants to wait */

	hvac_response *response;        /* of the request just answered; in the end the task's */
	hvac_response *kept;            /* hvac_task_keep */
	struct json_object *own_answer;
	bool has_own_answer, keep;
	bool answered;                  /* by the hook, and nothing was asked since */
	hvac_status hook_status;        /* hvac_task_fail */
	char *hook_message;
	bool no_memory;
	bool dry, redact;
	struct hvac_task *login;        /* goes with the request (inline.h); NULL: none */
	hvac_header *inline_headers;    /* of the arena: the login, ready to be sent */
	size_t n_inline_headers;
	bool is_inline;                 /* it is such a login */
	bool for_library;               /* which goes on with its answer: not wrapped */
	struct stored_login *stored;    /* it is this login, for the first time or again; NULL: it is none that is stored */
	struct token *replaces;         /* again: the token in whose place its own comes; NULL: there was none */
	bool refused;                   /* when it was made: its response says why */

	bool finishes;                  /* the hook that may block is the one that looks at an answer */
	atomic_bool cancelled, resumed, woken; /* woken: somebody found out about the token */
	/* the pool's, under its lock */
	bool in_flight;
	struct lane *lane;              /* NULL: none yet */
	struct guard_block *waits_on;   /* for what another task does, without a lane; NULL: it does not */
	struct hvac_task *next_running, *previous_running;
	/* the driver's */
	struct task_step step;          /* what it wants next */
	uint64_t wake;                  /* when its wait is over by the system's clock; 0: not begun */
	bool exchanging;
	/* the queue's */
	_Atomic(struct hvac_queue *) queue; /* NULL: it is in none; any thread may ask */
	hvac_queue_done *done;
	void *done_context;
	struct hvac_task *next, *previous; /* of those in the queue */
	struct task_list *list;         /* where it waits for its turn; NULL: it does not */
	struct hvac_task *next_listed, *previous_listed;
	uint64_t due;                   /* of its timer: by the client's clock */
	size_t timer;                   /* its place among the timers, from 1; 0: none */
};

/* The end of its time, from now on; a stream has none, and neither has what was refused. */
void task_set_deadline(struct hvac_task *task, uint64_t now);

void task_begin(struct hvac_task *task, uint64_t now, struct task_step *step);
/* Its request is sent only now, after it waited for its turn or a hook for others: it gets no more time than is left. False when
 * the deadline has passed, which ends it. */
bool task_is_in_time(struct hvac_task *task, uint64_t now, struct task_step *step);
/* What became of the request; takes the outcome's memory. */
void task_sent(struct hvac_task *task, hvac_outcome *outcome, uint64_t now, struct task_step *step);
/* A wait is over, or it was woken for a token. */
void task_due(struct hvac_task *task, uint64_t now, struct task_step *step);
/* Calls the hook that may block. */
void task_work(struct hvac_task *task, uint64_t now, struct task_step *step);
/* It was cancelled, maybe while a request was under way, which the adapter has dropped. */
void task_cancelled(struct hvac_task *task, bool under_way, struct task_step *step);
/* Ends it with a status and a sentence. */
void task_end(struct hvac_task *task, hvac_status status, const char *message, struct task_step *step);
/* There is no time to send its request, or no answer came: as task_end, but an answer that was kept stands. */
void task_give_up(struct hvac_task *task, hvac_status status, const char *message, struct task_step *step);

/* As hvac_task_new; `engine` is the one of that id, or NULL: it is looked for. */
hvac_status task_new(hvac_client *client, const struct engine *engine, const char *id, const char *operation,
                     const hvac_argument *arguments, const hvac_stream *stream, struct hvac_task **task);
/* As hvac_task_new_path, for the library. */
hvac_status task_new_own(hvac_client *client, const char *method, const char *path, const hvac_value *data, struct hvac_task **task);
/* A task that has not run, once more. *again NULL when memory ran out. */
hvac_status task_again(const struct hvac_task *task, struct hvac_task **again);
/* As task_new for a login: any other operation is refused. */
hvac_status task_new_login(hvac_client *client, const char *id, const char *operation, const hvac_argument *arguments, struct hvac_task **task);
/* The engine's own hooks, or what stands for one that it has not: that of the row that is meant, with a new state; that of the row
 * which was asked. */
int hook_prepare(struct hvac_task *task);
int hook_finish(struct hvac_task *task, const hvac_response *response);
/* Refuses a task that has not run: its response will say why. Returns the status. */
hvac_status task_refuse(struct hvac_task *task, hvac_status status, const char *why);
/* The settings in force. */
const struct settings *task_settings(const struct hvac_task *task);

#endif
