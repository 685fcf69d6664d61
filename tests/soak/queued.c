/* SPDX-License-Identifier: MIT */
/* A queue in a loop of poll(): each of its places has one call under way after the other. Again and again the queue is freed amid
 * them, and another made. */
#include "calls.h"
#include "work.h"

#include <err.h>
#include <poll.h>
#include <pthread.h>

#define PLACES 16u
#define REST_MS 200                     /* of a place between two calls */
#define LIFE_MS 7000                    /* of a queue */
#define WAIT_MS 50

static const enum kind turns[] = { READ, NOTE, READ_BACK, LOOK, COUNT, LIST, HURRIED, NOTE, READ };
#define TURNS (sizeof turns / sizeof turns[0])

static struct place {
	struct worker *worker;
	struct call call;
	hvac_task *task;                /* NULL: none is under way */
	size_t turn;
	int64_t due;
} places[PLACES];
static pthread_t thread;

static void ended(hvac_queue *queue, hvac_response *response, void *context)
{
	struct place *place = context;

	(void)queue;
	if (!place->task)
		journal_line("wrong\t%u\t%s\tended twice\n", place->worker->index, kind_name(place->call.kind));
	place->task = NULL;
	place->due = now_ms() + REST_MS;
	call_end(&place->call, response);
}

static void submit(hvac_queue *queue, struct place *place)
{
	enum kind kind = turns[place->turn++ % TURNS];
	hvac_status status;

	if (!call_is_possible(place->worker, kind))
		return;
	place->task = call_task(&place->call, place->worker, kind);
	status = hvac_queue_submit(queue, place->task, ended, place);
	if (status != HVAC_OK)
		errx(1, "hvac_queue_submit: %s", hvac_status_name(status));
}

/* Until then, or the end: the queue is left with what is under way. */
static void run_until(hvac_queue *queue, int64_t end)
{
	struct pollfd readable = { .fd = hvac_queue_descriptor(queue), .events = POLLIN };

	while (!atomic_load(&shared->ending) && now_ms() < end) {
		for (size_t i = 0; i < PLACES; i++)
			if (!places[i].task && places[i].due <= now_ms())
				submit(queue, &places[i]);
		poll(&readable, 1, WAIT_MS);
		hvac_queue_run(queue, 0);
	}
}

static void *work(void *context)
{
	hvac_queue *queue;

	(void)context;
	while (!atomic_load(&shared->ending)) {
		if (hvac_queue_new(clients.main, &queue) != HVAC_OK)
			errx(1, "no queue");
		run_until(queue, now_ms() + LIFE_MS);
		hvac_queue_free(queue);
		for (size_t i = 0; i < PLACES; i++)
			if (places[i].task)
				journal_line("wrong\t%u\t%s\tnever ended\n", places[i].worker->index, kind_name(places[i].call.kind));
	}
	return NULL;
}

void queue_begin(void)
{
	for (size_t i = 0; i < PLACES; i++)
		places[i] = (struct place){ .worker = journal_worker("queue"), .turn = i };
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		errx(1, "no thread");
}

void queue_end(void)
{
	pthread_join(thread, NULL);
}
