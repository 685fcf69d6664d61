/* SPDX-License-Identifier: MIT */
#include "worker.h"
#include "clock.h"

#include <signal.h>

static void *work(void *context)
{
	struct worker *worker = context;
	struct hvac_task *task = worker->task;

	task_work(task, clock_now(&task->client->clock), &task->step);
	atomic_store(&worker->finished, true);
	pool_wake(task->client->transport, task);
	return NULL;
}

bool worker_start(struct worker *worker, struct hvac_task *task)
{
	sigset_t all, before;
	bool started;

	worker->task = task;
	atomic_store(&worker->finished, false);
	/* signals are the program's */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(&worker->thread, NULL, work, worker) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!started)
		worker->task = NULL;
	return started;
}

struct hvac_task *worker_join(struct worker *worker)
{
	struct hvac_task *task = worker->task;

	pthread_join(worker->thread, NULL);
	worker->task = NULL;
	return task;
}
