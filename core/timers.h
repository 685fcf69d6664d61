/* SPDX-License-Identifier: MIT */
/* Tasks by the time at which something is due for each: a binary heap, whose places the tasks know. */
#ifndef HVAC_CORE_TIMERS_H
#define HVAC_CORE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hvac_task;

struct timers {
	struct hvac_task **list;
	size_t count, room;
};

/* Room for `count` tasks, so that setting a timer cannot fail. False when memory ran out. */
bool timers_reserve(struct timers *timers, size_t count);
/* Sets or changes the task's timer. */
void timers_set(struct timers *timers, struct hvac_task *task, uint64_t due);
void timers_clear(struct timers *timers, struct hvac_task *task);
/* The task that is due first; NULL when there is none. */
struct hvac_task *timers_first(const struct timers *timers);

#endif
