/* SPDX-License-Identifier: MIT */
/*
 * Thousands of calls in flight on one thread. A queue takes tasks, sends as many at once as the option queue_connections
 * allows, and calls back when one has ended: every engine, hooks, repeats and logins included. It is driven by
 * hvac_queue_run, in a loop of its own or whenever its descriptor is readable. One queue is used by one thread at a time;
 * any number of queues, and of blocking calls, share a client. A forked child leaves its parent's queues alone: there no
 * function here does anything.
 */
#ifndef HVAC_QUEUE_H
#define HVAC_QUEUE_H

#include <stddef.h>
#include <hvac/call.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_queue hvac_queue;

/* A task has ended, once for each that was submitted: by the thread that runs or frees the queue, which holds no lock. The
 * response is the callee's, to be freed with hvac_response_free; NULL when memory ran out. It may submit further tasks and
 * cancel others; it must not run or free the queue. */
typedef void hvac_queue_done(hvac_queue *queue, hvac_response *response, void *context);

/* HVAC_OK, HVAC_CONFIG_ERROR for a client that cannot be used, HVAC_NO_MEMORY. The client may be freed first. */
HVAC_API hvac_status hvac_queue_new(hvac_client *client, hvac_queue **queue);
/* Cancels what has not ended, and calls back for each; waits for hooks that block on a worker thread. NULL is fine. */
HVAC_API void hvac_queue_free(hvac_queue *queue);

/* Takes a task that has not run: of the queue's client, or of one derived from it that shares its connections. Its deadline
 * counts from here on. `done` may be NULL. Sends nothing yet. HVAC_OK, and the task is the queue's: until `done` is called it may
 * be cancelled, and its stream resumed, from any thread. Else it stays the caller's:
 * HVAC_PARAM_VALIDATION_ERROR (it has run, is in a queue, or its client has other connections), HVAC_QUEUE_FULL (as many as the
 * option queue_max allows are in it), HVAC_CANCELLED (the queue is being freed), HVAC_NO_MEMORY (also for NULL). */
HVAC_API hvac_status hvac_queue_submit(hvac_queue *queue, hvac_task *task, hvac_queue_done *done, void *context);

/* Moves all tasks on: returns once some have ended, or nothing is in the queue, or `timeout_ms` are over (0: at once, -1: no
 * limit; a callback, and a pipe that a task reads, take their time besides). HVAC_OK, HVAC_PARAM_VALIDATION_ERROR inside a callback,
 * HVAC_CONFIG_ERROR when no connection can be made at all (then every task ends with that), HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_queue_run(hvac_queue *queue, int timeout_ms);
/* A descriptor for poll(), epoll or an event loop: readable whenever hvac_queue_run with a timeout of 0 has something to do, timers
 * included. It is the queue's, and stays the same. -1 where there can be none: no descriptors are left, or the client's adapter is
 * a program's own that has none. */
HVAC_API int hvac_queue_descriptor(hvac_queue *queue);
/* Tasks that have not ended. */
HVAC_API size_t hvac_queue_pending(const hvac_queue *queue);

#ifdef __cplusplus
}
#endif
#endif
