/* SPDX-License-Identifier: MIT */
/* Threads for hooks that may block, beside a queue that must not. */
#ifndef HVAC_CORE_WORKER_H
#define HVAC_CORE_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include "task.h"

struct worker {
	struct hvac_task *task;         /* NULL: idle */
	pthread_t thread;
	atomic_bool finished;
};

/* Has the task's hook called in a thread, which wakes the task's lane when it is over. False when there can be no thread. */
bool worker_start(struct worker *worker, struct hvac_task *task);
/* Waits for it; the task, which has gone on. */
struct hvac_task *worker_join(struct worker *worker);

#endif
