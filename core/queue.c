/* SPDX-License-Identifier: MIT */
/*
 * Many tasks on one driver. Each that has not ended is in one place: among the ready, which wait for their turn to send; on the
 * way; among those that wait for a time or a token; or with a worker. The ready and the waiting have a timer.
 */
#include "queue.h"
#include "clock.h"
#include "driver.h"
#include "memory.h"
#include "process.h"
#include "timers.h"
#include "worker.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#define WORKERS 4
#define LOOK_AT_FILES (1 * SECOND)      /* how often certificates are looked at while a lane is busy */
#define LOOK_AT_LANE (20 * MILLISECOND) /* and the lane, where its descriptor is none */

struct task_list {
	struct hvac_task *first, *last;
};

struct hvac_queue {
	struct driver driver;           /* first: `answered` finds the queue by it */
	hvac_client *client;
	uint64_t process;               /* whose it is */
	_Atomic pthread_t thread;       /* that ran it last; any may ask */
	bool inside;                    /* it runs */
	bool ends;                      /* it is freed */
	uint64_t looked_at;             /* the certificates, by the client's clock */
	struct hvac_task *tasks;        /* all of them, linked by next and previous */
	size_t count;
	size_t ended;                   /* since it began to run */
	struct task_list ready;         /* wait for their turn to send */
	struct task_list blocked;       /* wait for a worker */
	struct timers timers;
	struct worker workers[WORKERS];
	int epoll, timer;               /* what the program waits for: the lane's descriptor and `timer`; -1: it does not */
	bool joined;                    /* the lane has a descriptor, and `epoll` that */
};

bool queue_is_ours(const hvac_queue *queue)
{
	return queue && queue->process == process_number();
}

bool queue_is_driven_here(const hvac_queue *queue)
{
	return pthread_equal(atomic_load(&queue->thread), pthread_self());
}

/* The calling thread drives it from here on. */
static void go_inside(struct hvac_queue *queue)
{
	queue->inside = true;
	atomic_store(&queue->thread, pthread_self());
}

static void list_remove(struct hvac_task *task)
{
	struct task_list *list = task->list;

	if (!list)
		return;
	*(task->previous_listed ? &task->previous_listed->next_listed : &list->first) = task->next_listed;
	*(task->next_listed ? &task->next_listed->previous_listed : &list->last) = task->previous_listed;
	task->next_listed = task->previous_listed = NULL;
	task->list = NULL;
}

/* At the end, or before all others. */
static void list_add(struct task_list *list, struct hvac_task *task, bool before)
{
	task->list = list;
	task->next_listed = before ? list->first : NULL;
	task->previous_listed = before ? NULL : list->last;
	*(task->previous_listed ? &task->previous_listed->next_listed : &list->first) = task;
	*(task->next_listed ? &task->next_listed->previous_listed : &list->last) = task;
}

/* The task waits in a list; its time may be over before its turn comes. */
static void line_up(struct hvac_queue *queue, struct task_list *list, struct hvac_task *task, bool before)
{
	list_add(list, task, before);
	timers_set(&queue->timers, task, task->deadline);
}

/* Out of wherever it waits. */
static void call_up(struct hvac_queue *queue, struct hvac_task *task)
{
	list_remove(task);
	timers_clear(&queue->timers, task);
}

/* The queue forgets the task, then the program is told. */
static void end(struct hvac_queue *queue, struct hvac_task *task)
{
	hvac_queue_done *done = task->done;
	void *context = task->done_context;
	hvac_response *response = hvac_task_take(task);

	call_up(queue, task);
	pool_leave(queue->driver.transport, task);
	*(task->previous ? &task->previous->next : &queue->tasks) = task->next;
	if (task->next)
		task->next->previous = task->previous;
	queue->count--;
	queue->ended++;
	if (done)
		done(queue, response, context);
	else
		hvac_response_free(response);
	hvac_task_free(task);
}

/* Whose request is over has ended, or goes on before all others. */
static void answered(struct driver *driver, struct hvac_task *task)
{
	struct hvac_queue *queue = (struct hvac_queue *)driver;

	if (task->step.wants == WANTS_NOTHING)
		end(queue, task);
	else
		line_up(queue, &queue->ready, task, true);
}

static struct worker *worker_of(struct hvac_queue *queue, const struct hvac_task *task)
{
	for (size_t i = 0; i < WORKERS; i++)
		if (queue->workers[i].task == task)
			return &queue->workers[i];
	return NULL;
}

/* Gives it to an idle worker, or has it wait for one. */
static void hand_to_worker(struct hvac_queue *queue, struct hvac_task *task)
{
	struct worker *worker = worker_of(queue, NULL);

	if (!worker) {
		line_up(queue, &queue->blocked, task, false);
	} else if (!worker_start(worker, task)) {
		task_end(task, HVAC_NO_MEMORY, "there can be no thread for its hook, which may block", &task->step);
		end(queue, task);
	}
}

/* As far as it goes by itself. */
static void move(struct hvac_queue *queue, struct hvac_task *task)
{
	if (!driver_move(&queue->driver, task))
		end(queue, task);
	else if (task->step.wants == WANTS_WORKER)
		hand_to_worker(queue, task);
	else if (task->step.wants != WANTS_SEND)
		timers_set(&queue->timers, task, task->step.until);
}

static bool may_send(const struct hvac_queue *queue)
{
	return (!queue->driver.old || queue->driver.streams) && queue->driver.exchanging < queue->client->settings->queue_connections;
}

/* It goes on; if that may be to send something, when there is room to. */
static void take_turn(struct hvac_queue *queue, struct hvac_task *task)
{
	bool sends = task->step.wants != WANTS_NOTHING && task->step.wants != WANTS_WORKER && !task->exchanging;

	call_up(queue, task);
	if (!sends || may_send(queue) || atomic_load(&task->cancelled))
		move(queue, task);
	else
		line_up(queue, &queue->ready, task, true);
}

/* Somebody has cancelled or resumed a task, or found out about a token. */
static void look_at_all(struct hvac_queue *queue)
{
	struct hvac_task *next;

	for (struct hvac_task *task = queue->tasks; task; task = next) {
		next = task->next;
		if (worker_of(queue, task) || (task->list && !atomic_load(&task->cancelled)))
			continue;
		if (atomic_load(&task->cancelled) || atomic_load(&task->resumed) || atomic_load(&task->woken))
			take_turn(queue, task);
	}
}

static void take_from_workers(struct hvac_queue *queue)
{
	for (size_t i = 0; i < WORKERS; i++)
		if (queue->workers[i].task && atomic_load(&queue->workers[i].finished))
			take_turn(queue, worker_join(&queue->workers[i]));
	while (queue->blocked.first && worker_of(queue, NULL)) {
		struct hvac_task *task = queue->blocked.first;

		call_up(queue, task);
		hand_to_worker(queue, task);
	}
}

/* Nanoseconds until the first timer is due, by the client's clock, or when so much real time has passed; UINT64_MAX without one. */
static uint64_t next_due(const struct hvac_queue *queue)
{
	const struct hvac_task *task = timers_first(&queue->timers);
	uint64_t present = clock_now(&queue->client->clock), real = clock_system(), wake;

	if (!task)
		return UINT64_MAX;
	/* in a list it has waited already, and its timer is its deadline */
	wake = task->list || !task->wake ? UINT64_MAX : task->wake;
	if (task->due <= present || wake <= real)
		return 0;
	return wake - real < task->due - present ? wake - real : task->due - present;
}

static void take_due(struct hvac_queue *queue)
{
	while (next_due(queue) == 0) {
		struct hvac_task *task = timers_first(&queue->timers);
		bool waited_in_vain = task->list;

		if (!waited_in_vain) {
			take_turn(queue, task);
			continue;
		}
		task_give_up(task, HVAC_TIMEOUT, "the deadline passed before its turn to send came", &task->step);
		end(queue, task);
	}
}

static void send_ready(struct hvac_queue *queue)
{
	while (queue->ready.first && may_send(queue)) {
		struct hvac_task *task = queue->ready.first;

		call_up(queue, task);
		move(queue, task);
	}
}

static void pass(struct hvac_queue *queue)
{
	take_from_workers(queue);
	if (atomic_exchange(&queue->driver.lane->woken, false))
		look_at_all(queue);
	take_due(queue);
	send_ready(queue);
}

/* The program's descriptor is readable when the lane's is. */
static void join_lane(struct hvac_queue *queue)
{
	struct epoll_event event = { .events = EPOLLIN };
	int descriptor = pool_descriptor(queue->driver.transport, queue->driver.lane);

	queue->joined = descriptor >= 0 && (queue->epoll < 0 || epoll_ctl(queue->epoll, EPOLL_CTL_ADD, descriptor, &event) == 0);
}

static void leave_lane(struct hvac_queue *queue)
{
	struct epoll_event event = { 0 };

	if (queue->epoll >= 0 && queue->joined)
		epoll_ctl(queue->epoll, EPOLL_CTL_DEL, pool_descriptor(queue->driver.transport, queue->driver.lane), &event);
}

/* And when something is due. */
static void set_timer(struct hvac_queue *queue)
{
	struct itimerspec spec = { 0 };
	uint64_t left = next_due(queue);
	int due;

	if (queue->timer < 0)
		return;
	/* descriptors had run out; what is under way began without */
	if (!queue->joined && !queue->driver.exchanging)
		join_lane(queue);
	if (!queue->joined && queue->count && left > LOOK_AT_LANE)
		left = LOOK_AT_LANE;
	due = pool_due(queue->driver.transport, queue->driver.lane);
	/* with nothing under way an old lane can be changed */
	if (queue->ready.first && (may_send(queue) || (queue->driver.old && !queue->driver.exchanging)))
		left = 0;
	if (due >= 0 && (uint64_t)due * MILLISECOND < left)
		left = (uint64_t)due * MILLISECOND;
	/* zero would stop it */
	if (left == 0)
		left = 1;
	if (left != UINT64_MAX)
		spec.it_value = clock_span(left);
	timerfd_settime(queue->timer, 0, &spec, NULL);
}

static void close_descriptors(struct hvac_queue *queue)
{
	if (queue->epoll >= 0)
		close(queue->epoll);
	if (queue->timer >= 0)
		close(queue->timer);
	queue->epoll = queue->timer = -1;
}

/* Another lane, on which all tasks can be woken. */
static hvac_status change_lane(struct hvac_queue *queue, const char **detail)
{
	struct driver *driver = &queue->driver;
	struct lane *lane;
	hvac_status status = pool_open(driver->transport, &lane, detail);

	if (status != HVAC_OK)
		return status;
	for (struct hvac_task *task = queue->tasks; task; task = task->next)
		if (!task->refused && !pool_enter(driver->transport, task, lane))
			status = HVAC_NO_MEMORY;
	if (driver->lane) {
		leave_lane(queue);
		pool_close(driver->transport, driver->lane);
	}
	driver->lane = lane;
	/* also where nobody wants to know it: so many exchanges cost less */
	join_lane(queue);
	/* what was said meanwhile was said to the other */
	atomic_store(&lane->woken, true);
	return status;
}

/* There is a lane, and it shows the certificates that are there now, or will when it has nothing under way. */
static hvac_status check_lane(struct hvac_queue *queue, const char **detail)
{
	struct driver *driver = &queue->driver;
	uint64_t present = clock_now(&queue->client->clock);
	hvac_status status;

	*detail = NULL;
	if (driver->lane && !driver->old && present - queue->looked_at >= LOOK_AT_FILES) {
		queue->looked_at = present;
		driver->old = !pool_is_fresh(driver->transport, driver->lane);
	}
	if (driver->lane && (!driver->old || driver->exchanging))
		return HVAC_OK;
	status = change_lane(queue, detail);
	driver->old = false;
	queue->looked_at = present;
	return status;
}

/* Nothing is under way, and nothing will be: those with a worker are waited for. */
static void end_all(struct hvac_queue *queue, hvac_status status, const char *detail)
{
	struct hvac_task *next;

	for (struct hvac_task *task = queue->tasks; task; task = next) {
		struct worker *worker = worker_of(queue, task);

		next = task->next;
		if (worker)
			worker_join(worker);
		/* some have an end of their own */
		if (task->refused)
			task_begin(task, 0, &task->step);
		else if (task->phase != TASK_DONE)
			task_end(task, status, detail ? detail : "memory ran out", &task->step);
		end(queue, task);
	}
}

hvac_status hvac_queue_new(hvac_client *client, hvac_queue **result)
{
	hvac_queue *queue = NULL;

	*result = NULL;
	if (client && !client->settings)
		return HVAC_CONFIG_ERROR;
	if (client)
		queue = calloc(1, sizeof *queue);
	if (!queue)
		return HVAC_NO_MEMORY;
	queue->client = client_ref(client);
	queue->driver = (struct driver){ .transport = client->transport, .answered = answered };
	queue->process = process_number();
	queue->epoll = queue->timer = -1;
	*result = queue;
	return HVAC_OK;
}

bool queue_takes(const hvac_queue *queue, const hvac_task *task)
{
	return queue_is_ours(queue) && task->phase == TASK_NEW && !task->queue && (task->refused || task->client->transport == queue->client->transport);
}

hvac_status hvac_queue_submit(hvac_queue *queue, hvac_task *task, hvac_queue_done *done, void *context)
{
	if (!queue || !task)
		return HVAC_NO_MEMORY;
	if (!queue_takes(queue, task))
		return HVAC_PARAM_VALIDATION_ERROR;
	if (queue->ends)
		return HVAC_CANCELLED;
	if (queue->count >= queue->client->settings->queue_max)
		return HVAC_QUEUE_FULL;
	if (!timers_reserve(&queue->timers, queue->count + 1))
		return HVAC_NO_MEMORY;
	/* before anybody finds it in flight: who frees its client does not wait for a queue's */
	task->queue = queue;
	if (!task->refused && !pool_enter(queue->driver.transport, task, queue->driver.lane)) {
		task->queue = NULL;
		return HVAC_NO_MEMORY;
	}
	task->done = done;
	task->done_context = context;
	task_set_deadline(task, clock_now(&task->client->clock));
	task->next = queue->tasks;
	if (task->next)
		task->next->previous = task;
	queue->tasks = task;
	queue->count++;
	line_up(queue, &queue->ready, task, false);
	if (!queue->inside)
		set_timer(queue);
	return HVAC_OK;
}

/* Rounded up: what is due is due then. -1: no limit. */
static int milliseconds(uint64_t time)
{
	uint64_t ms = time / MILLISECOND + (time % MILLISECOND != 0);

	return ms < INT_MAX ? (int)ms : -1;
}

/* How long there is nothing to do but to wait for others; up to the end of the run, by the system's clock. */
static int idle_for(const struct hvac_queue *queue, uint64_t until)
{
	uint64_t present = clock_system(), due = next_due(queue), left = until > present ? until - present : 0;

	return queue->ended ? 0 : milliseconds(due < left ? due : left);
}

int queue_due_in(hvac_queue *queue, int busy_ms)
{
	int ms = milliseconds(next_due(queue));

	for (const struct hvac_task *task = queue->tasks; task; task = task->next)
		/* what a worker has is the worker's to look at */
		if ((worker_of(queue, task) || task->list || task->step.wants != WANTS_WAIT) && (ms < 0 || ms > busy_ms))
			return busy_ms;
	return ms;
}

hvac_status hvac_queue_run(hvac_queue *queue, int timeout_ms)
{
	uint64_t until = timeout_ms < 0 ? UINT64_MAX : clock_system() + (uint64_t)timeout_ms * MILLISECOND;
	const char *detail;
	hvac_status status;

	if (!queue_is_ours(queue) || queue->inside)
		return queue ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY;
	go_inside(queue);
	queue->ended = 0;
	do {
		status = check_lane(queue, &detail);
		if (status != HVAC_OK) {
			end_all(queue, status, detail);
			break;
		}
		pass(queue);
		if (queue->count)
			driver_drive(&queue->driver, idle_for(queue, until));
		pass(queue);
	} while (queue->count && !queue->ended && clock_system() < until);
	queue->inside = false;
	set_timer(queue);
	return status;
}

int hvac_queue_descriptor(hvac_queue *queue)
{
	struct epoll_event event = { .events = EPOLLIN };
	const char *detail;

	if (!queue_is_ours(queue) || queue->epoll >= 0)
		return queue_is_ours(queue) ? queue->epoll : -1;
	if (!queue->driver.lane && change_lane(queue, &detail) != HVAC_OK)
		return -1;
	queue->joined = false;
	queue->epoll = epoll_create1(EPOLL_CLOEXEC);
	queue->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (queue->epoll >= 0 && queue->timer >= 0 && epoll_ctl(queue->epoll, EPOLL_CTL_ADD, queue->timer, &event) == 0)
		join_lane(queue);
	if (!queue->joined) {
		close_descriptors(queue);
		return -1;
	}
	set_timer(queue);
	return queue->epoll;
}

size_t hvac_queue_pending(const hvac_queue *queue)
{
	return queue_is_ours(queue) ? queue->count : 0;
}

void hvac_queue_free(hvac_queue *queue)
{
	/* a child leaks what is its parent's */
	if (!queue_is_ours(queue))
		return;
	go_inside(queue);
	queue->ends = true;
	for (size_t i = 0; i < WORKERS; i++)
		if (queue->workers[i].task)
			worker_join(&queue->workers[i]);
	while (queue->tasks) {
		struct hvac_task *task = queue->tasks;

		atomic_store(&task->cancelled, true);
		call_up(queue, task);
		move(queue, task);
	}
	close_descriptors(queue);
	if (queue->driver.lane)
		pool_close(queue->driver.transport, queue->driver.lane);
	free(queue->timers.list);
	client_unref(queue->client);
	free(queue);
}
