/* SPDX-License-Identifier: MIT */
/* Moves tasks on: gives the adapter what they want to send, and tells them what came of it. One for a blocking call, one for each queue. */
#ifndef HVAC_CORE_DRIVER_H
#define HVAC_CORE_DRIVER_H

#include "task.h"

struct driver {
	struct transport *transport;
	struct lane *lane;
	size_t exchanging;              /* requests that are under way */
	size_t streams;                 /* of them, those that may last */
	bool old;                       /* the lane's certificates have changed: nothing more is sent on it, but beside a stream */
	/* a request of the task is over; NULL: nobody needs to know */
	void (*answered)(struct driver *driver, struct hvac_task *task);
};

/* Runs a task to its end; blocks. */
void driver_run(struct hvac_task *task);

/* As far as it goes without waiting: then the task is done, its request is under way, or it waits (for `step.until`, or for a
 * worker). False when it is done. */
bool driver_move(struct driver *driver, struct hvac_task *task);
/* Lets requests go on for up to `timeout_ms` (-1: no limit), until one is over or somebody wakes the lane. */
void driver_drive(struct driver *driver, int timeout_ms);

#endif
