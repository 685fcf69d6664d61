/* SPDX-License-Identifier: MIT */
#ifndef HVAC_CORE_QUEUE_H
#define HVAC_CORE_QUEUE_H

#include <stdbool.h>
#include <hvac/queue.h>

/* Whether this process made it. */
bool queue_is_ours(const hvac_queue *queue);
/* Whether the task could be submitted: it has not run, and its connections are the queue's. */
bool queue_takes(const hvac_queue *queue, const hvac_task *task);
/* Whether the calling thread is the one that ran it last. */
bool queue_is_driven_here(const hvac_queue *queue);
/* Milliseconds until a task of it goes on, as hvac_queue_run takes them: at most `busy_ms` where that is not for a clock to say. */
int queue_due_in(hvac_queue *queue, int busy_ms);

#endif
