/* SPDX-License-Identifier: MIT */
#include "driver.h"
#include "clock.h"
#include "pool.h"

#include <limits.h>

struct driver {
	hvac_adapter *adapter;
	struct lane *lane;
	struct task_step step;          /* what the task wants next */
	uint64_t wake;                  /* when its wait is over by the system's clock; 0: not begun */
	bool exchanging;
};

static uint64_t now(const struct hvac_task *task)
{
	return clock_now(&task->client->clock);
}

static void done(void *context, void *ticket, hvac_outcome *outcome)
{
	struct driver *driver = context;
	struct hvac_task *task = ticket;

	driver->exchanging = false;
	task_sent(task, outcome, now(task), &driver->step);
}

static void start(struct driver *driver, struct hvac_task *task)
{
	hvac_status status;

	driver->exchanging = true;
	status = driver->adapter->start(driver->lane->handle, driver->step.request, task);
	if (status != HVAC_OK) {
		driver->exchanging = false;
		task_end(task, status, "memory ran out", &driver->step);
	}
}

/* Sleeps on the lane, so that another thread can wake it, until the task's clock says so, or so much real time has passed. Who waits
 * for a token looks again whenever it was woken. */
static void wait(struct driver *driver, struct hvac_task *task)
{
	uint64_t present = clock_system(), task_now = now(task), left, ms;

	left = driver->step.until > task_now ? driver->step.until - task_now : 0;
	if (!driver->wake)
		driver->wake = left < UINT64_MAX - present ? present + left : UINT64_MAX;
	if (task_now < driver->step.until && present < driver->wake) {
		ms = (driver->wake - present + MILLISECOND - 1) / MILLISECOND;
		driver->adapter->drive(driver->lane->handle, ms < INT_MAX ? (int)ms : INT_MAX, done, driver);
		if (driver->step.wants != WANTS_TOKEN || atomic_load(&task->cancelled))
			return;
		task_now = now(task);
	} else if (task_now < driver->step.until) {
		task_now = driver->step.until;
	}
	driver->wake = 0;
	task_due(task, task_now, &driver->step);
}

static void cancel(struct driver *driver, struct hvac_task *task)
{
	if (driver->exchanging)
		driver->adapter->cancel(driver->lane->handle, task);
	driver->exchanging = false;
	task_end(task, HVAC_CANCELLED, "it was cancelled", &driver->step);
}

void driver_run(struct hvac_task *task)
{
	struct transport *transport = task->client->transport;
	struct driver driver = { .adapter = transport ? transport->adapter : NULL };
	const char *detail;
	hvac_status status;

	if (task->refused) {
		task_begin(task, 0, &driver.step);
		return;
	}
	status = pool_enter(transport, task, &driver.lane, &detail);
	if (status != HVAC_OK) {
		task_end(task, status, detail ? detail : "memory ran out", &driver.step);
		return;
	}
	task_begin(task, now(task), &driver.step);
	while (driver.step.wants != WANTS_NOTHING) {
		if (atomic_load(&task->cancelled)) {
			cancel(&driver, task);
		} else if (driver.step.wants == WANTS_WAIT || driver.step.wants == WANTS_TOKEN) {
			wait(&driver, task);
		} else if (!driver.exchanging) {
			start(&driver, task);
		} else {
			if (atomic_exchange(&task->resumed, false))
				driver.adapter->resume(driver.lane->handle, task);
			driver.adapter->drive(driver.lane->handle, -1, done, &driver);
		}
	}
	pool_leave(transport, task, driver.lane);
}
