/* SPDX-License-Identifier: MIT */
/* Threads of one client: what they call goes by turns, beginning elsewhere for each. */
#include "calls.h"
#include "work.h"

#include <err.h>
#include <pthread.h>

#define THREADS 8u
#define PAUSE_MS 60
#define CANCEL_MS 15

static const enum kind turns[] = {
	READ, NOTE, READ_BACK, LOOK, COUNT, CACHED, LIST, HURRIED, READ, WRAP, NOTE, CACHED, CANCELLED, READ_BACK, COUNT, INLINE, READ, LOGIN, CACHED, NOTE, LIST, SNAPSHOT,
};
#define TURNS (sizeof turns / sizeof turns[0])

static struct maker {
	pthread_t thread;
	struct worker *worker;
	hvac_task *cancellable;         /* under the lock; NULL: there is none */
} makers[THREADS];
static pthread_t canceller;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void set_cancellable(struct maker *maker, hvac_task *task)
{
	pthread_mutex_lock(&lock);
	maker->cancellable = task;
	pthread_mutex_unlock(&lock);
}

/* Of another thread, sooner or later in the course of the call, or too late. */
static void *cancel(void *context)
{
	(void)context;
	while (!atomic_load(&shared->ending)) {
		pause_ms(CANCEL_MS);
		pthread_mutex_lock(&lock);
		for (size_t i = 0; i < THREADS; i++)
			hvac_task_cancel(makers[i].cancellable);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void make_cancellable(struct maker *maker)
{
	struct call call;
	hvac_task *task = call_task(&call, maker->worker, CANCELLED);

	set_cancellable(maker, task);
	hvac_task_run(task);
	set_cancellable(maker, NULL);
	call_end(&call, hvac_task_take(task));
	hvac_task_free(task);
}

static void *work(void *context)
{
	struct maker *maker = context;

	for (size_t turn = maker->worker->index * 3; !atomic_load(&shared->ending); turn++) {
		if (turns[turn % TURNS] == CANCELLED)
			make_cancellable(maker);
		else
			call_make(maker->worker, turns[turn % TURNS]);
		pause_ms(PAUSE_MS);
	}
	return NULL;
}

static void begin(pthread_t *thread, void *(*function)(void *), void *context)
{
	if (pthread_create(thread, NULL, function, context) != 0)
		errx(1, "no thread");
}

void threads_begin(void)
{
	for (size_t i = 0; i < THREADS; i++) {
		makers[i].worker = journal_worker("thread");
		begin(&makers[i].thread, work, &makers[i]);
	}
	begin(&canceller, cancel, NULL);
}

void threads_end(void)
{
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(makers[i].thread, NULL);
	pthread_join(canceller, NULL);
}
