/* SPDX-License-Identifier: MIT */
#include "driver.h"
#include "clock.h"
#include "pool.h"

#include <limits.h>

static uint64_t now(const struct hvac_task *task)
{
	return clock_now(&task->client->clock);
}

/* Its request is under way, or not any more. */
static void set_exchanging(struct driver *driver, struct hvac_task *task, bool exchanging)
{
	bool streams = task->step.request->stream;

	task->exchanging = exchanging;
	if (exchanging) {
		driver->exchanging++;
		driver->streams += streams;
	} else {
		driver->exchanging--;
		driver->streams -= streams;
	}
}

/* Either side refused the other by files that have been replaced meanwhile. */
static bool was_too_late(const struct driver *driver, const hvac_outcome *outcome)
{
	return outcome->kind == HVAC_OUTCOME_TLS && !outcome->sent && !driver->streams && !pool_is_fresh(driver->transport, driver->lane);
}

static void done(void *context, void *ticket, hvac_outcome *outcome)
{
	struct driver *driver = context;
	struct hvac_task *task = ticket;

	set_exchanging(driver, task, false);
	/* it still wants to be sent */
	if (was_too_late(driver, outcome))
		driver->old = true;
	else
		task_sent(task, outcome, now(task), &task->step);
	if (driver->answered)
		driver->answered(driver, task);
}

static void start(struct driver *driver, struct hvac_task *task)
{
	hvac_status status;

	if (!task_is_in_time(task, now(task), &task->step))
		return;
	/* false [core.NullDereference, analyzer-null-dereference]: only a refused task has no lane, and it sends nothing */
	status = driver->transport->adapter->start(driver->lane->handle, task->step.request, task);
	if (status == HVAC_OK)
		set_exchanging(driver, task, true);
	else
		task_end(task, status, "memory ran out", &task->step);
}

static void cancel(struct driver *driver, struct hvac_task *task)
{
	bool under_way = task->exchanging;

	if (under_way) {
		/* false [core.NullDereference, analyzer-null-dereference]: what is under way has a lane */
		driver->transport->adapter->cancel(driver->lane->handle, task);
		set_exchanging(driver, task, false);
	}
	task_cancelled(task, under_way, &task->step);
}

/* Nanoseconds until the wait is over: by the task's clock, or when so much real time has passed, whichever is first. */
static uint64_t left(struct hvac_task *task)
{
	uint64_t present = clock_system(), task_now = now(task), by_clock, by_system;

	by_clock = task->step.until > task_now ? task->step.until - task_now : 0;
	if (!task->wake)
		task->wake = by_clock < UINT64_MAX - present ? present + by_clock : UINT64_MAX;
	by_system = task->wake > present ? task->wake - present : 0;
	return by_clock < by_system ? by_clock : by_system;
}

/* Whether it has gone on from waiting. Who waits for a token looks again when it was woken. */
static bool wait(struct hvac_task *task)
{
	bool woken = task->step.wants == WANTS_TOKEN && atomic_exchange(&task->woken, false);
	uint64_t present;

	if (left(task) && !woken)
		return false;
	present = now(task);
	if (!woken && present < task->step.until)
		present = task->step.until;
	task->wake = 0;
	task_due(task, present, &task->step);
	return true;
}

bool driver_move(struct driver *driver, struct hvac_task *task)
{
	if (task->phase == TASK_NEW && atomic_load(&task->cancelled) && !task->refused)
		cancel(driver, task);
	else if (task->phase == TASK_NEW)
		task_begin(task, task->refused ? 0 : now(task), &task->step);
	while (task->step.wants != WANTS_NOTHING) {
		if (atomic_load(&task->cancelled)) {
			cancel(driver, task);
		} else if (task->step.wants == WANTS_WAIT || task->step.wants == WANTS_TOKEN) {
			if (!wait(task))
				return true;
		} else if (task->step.wants == WANTS_WORKER) {
			return true;
		} else if (task->exchanging) {
			if (atomic_exchange(&task->resumed, false))
				/* false [core.NullDereference, analyzer-null-dereference]: what is under way has a lane */
				driver->transport->adapter->resume(driver->lane->handle, task);
			return true;
		} else {
			start(driver, task);
		}
	}
	return false;
}

/* Milliseconds until the task's wait is over, by its clock; at most INT_MAX. */
static int left_ms(struct hvac_task *task)
{
	uint64_t ns = left(task), ms = ns / MILLISECOND + (ns % MILLISECOND != 0);

	return ms < INT_MAX ? (int)ms : INT_MAX;
}

void driver_drive(struct driver *driver, int timeout_ms)
{
	/* false [core.NullDereference, analyzer-null-dereference]: only a refused task has no lane, and it waits for nothing */
	driver->transport->adapter->drive(driver->lane->handle, timeout_ms, done, driver);
}

/* A lane that shows the certificates that are there now. */
static hvac_status change_lane(struct driver *driver, struct hvac_task *task, const char **detail)
{
	struct lane *lane;
	hvac_status status = pool_open(driver->transport, &lane, detail);

	if (status != HVAC_OK)
		return status;
	if (!pool_enter(driver->transport, task, lane))
		status = HVAC_NO_MEMORY;
	pool_close(driver->transport, driver->lane);
	driver->lane = lane;
	driver->old = false;
	return status;
}

void driver_run(struct hvac_task *task)
{
	struct driver driver = { .transport = task->client->transport };
	const char *detail = NULL;
	hvac_status status = HVAC_OK;

	if (!task->refused)
		status = pool_open(driver.transport, &driver.lane, &detail);
	if (status == HVAC_OK && driver.lane && !pool_enter(driver.transport, task, driver.lane))
		status = HVAC_NO_MEMORY;
	if (status != HVAC_OK)
		task_end(task, status, detail ? detail : "memory ran out", &task->step);
	while (task->phase != TASK_DONE && driver_move(&driver, task)) {
		if (task->step.wants == WANTS_WORKER)
			task_work(task, now(task), &task->step);
		else
			driver_drive(&driver, task->exchanging ? -1 : left_ms(task));
		if (driver.old)
			status = change_lane(&driver, task, &detail);
		if (status != HVAC_OK)
			task_end(task, status, detail ? detail : "memory ran out", &task->step);
	}
	if (!driver.lane)
		return;
	pool_leave(driver.transport, task);
	pool_close(driver.transport, driver.lane);
}
