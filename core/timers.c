/* SPDX-License-Identifier: MIT */
#include "timers.h"
#include "task.h"

#include <stdlib.h>

#define ROOM_MIN ((size_t)64)

bool timers_reserve(struct timers *timers, size_t count)
{
	size_t room = timers->room ? timers->room : ROOM_MIN;
	struct hvac_task **list;

	if (count <= timers->room)
		return true;
	while (room < count)
		room *= 2;
	list = reallocarray(timers->list, room, sizeof *list);
	if (!list)
		return false;
	timers->list = list;
	timers->room = room;
	return true;
}

static void put(struct timers *timers, size_t place, struct hvac_task *task)
{
	timers->list[place - 1] = task;
	task->timer = place;
}

/* Moves the task from its place to where it belongs. */
static void settle(struct timers *timers, struct hvac_task *task)
{
	struct hvac_task **list = timers->list;
	size_t place = task->timer, below;

	while (place > 1 && list[place / 2 - 1]->due > task->due) {
		put(timers, place, list[place / 2 - 1]);
		place /= 2;
	}
	while ((below = 2 * place) <= timers->count) {
		if (below < timers->count && list[below]->due < list[below - 1]->due)
			below++;
		if (list[below - 1]->due >= task->due)
			break;
		put(timers, place, list[below - 1]);
		place = below;
	}
	put(timers, place, task);
}

void timers_set(struct timers *timers, struct hvac_task *task, uint64_t due)
{
	task->due = due;
	if (!task->timer)
		put(timers, ++timers->count, task);
	settle(timers, task);
}

void timers_clear(struct timers *timers, struct hvac_task *task)
{
	size_t place = task->timer;
	struct hvac_task *last;

	if (!place)
		return;
	task->timer = 0;
	last = timers->list[--timers->count];
	if (last == task)
		return;
	put(timers, place, last);
	settle(timers, last);
}

struct hvac_task *timers_first(const struct timers *timers)
{
	return timers->count ? timers->list[0] : NULL;
}
