/* SPDX-License-Identifier: MIT */
#ifndef HVAC_CORE_QUEUE_H
#define HVAC_CORE_QUEUE_H

#include <stdbool.h>
#include <hvac/queue.h>

/* Whether this process made it. */
bool queue_is_ours(const hvac_queue *queue);
/* Whether the task could be submitted: it has not run, and its connections are the queue's. */
bool queue_takes(const hvac_queue *queue, const hvac_task *task);

#endif
