/* SPDX-License-Identifier: MIT */
/* The one loop that does what tasks want: sends, waits, and tells them what came of it. */
#ifndef HVAC_CORE_DRIVER_H
#define HVAC_CORE_DRIVER_H

#include "task.h"

/* Runs a task to its end on a lane of its own; blocks. */
void driver_run(struct hvac_task *task);

#endif
