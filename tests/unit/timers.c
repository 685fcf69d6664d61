/* SPDX-License-Identifier: MIT */
/* Timers give tasks in the order in which they are due, whatever is set, changed and cleared in between. */
#include "timers.h"
#include "task.h"

#include <stdlib.h>

#include "suite.h"

#define COUNT 1000u

static struct hvac_task tasks[COUNT];
static struct timers timers;

/* The next of a sequence that is the same each time. */
static uint64_t next(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 33;
}

static void set_all(uint64_t range)
{
	ck_assert(timers_reserve(&timers, COUNT));
	for (size_t i = 0; i < COUNT; i++)
		timers_set(&timers, &tasks[i], next() % range);
}

static bool each_knows_its_place(void)
{
	for (size_t i = 0; i < timers.count; i++)
		if (timers.list[i]->timer != i + 1)
			return false;
	return true;
}

/* Takes them out one by one: so many are there, in order, each at its place. */
static void come_in_order(size_t count)
{
	uint64_t before = 0;

	while (timers.count) {
		struct hvac_task *first = timers_first(&timers);

		ck_assert(each_knows_its_place());
		ck_assert_uint_ge(first->due, before);
		before = first->due;
		timers_clear(&timers, first);
		ck_assert_uint_eq(first->timer, 0);
		count--;
	}
	ck_assert_uint_eq(count, 0);
	ck_assert_ptr_null(timers_first(&timers));
	free(timers.list);
}

START_TEST(the_first_due_comes_first)
{
	set_all(UINT64_MAX);
	come_in_order(COUNT);
}
END_TEST

START_TEST(many_are_due_at_the_same_time)
{
	set_all(7);
	come_in_order(COUNT);
}
END_TEST

START_TEST(a_timer_is_set_to_another_time)
{
	set_all(COUNT);
	for (size_t i = 0; i < COUNT; i++)
		timers_set(&timers, &tasks[next() % COUNT], next() % COUNT);
	ck_assert_uint_eq(timers.count, COUNT);
	come_in_order(COUNT);
}
END_TEST

START_TEST(any_timer_is_cleared)
{
	set_all(COUNT);
	for (size_t i = 0; i < COUNT; i += 2)
		timers_clear(&timers, &tasks[i]);
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_uint_eq(tasks[i].timer != 0, i % 2);
	come_in_order(COUNT / 2);
}
END_TEST

START_TEST(clearing_what_is_not_set_does_nothing)
{
	ck_assert_ptr_null(timers_first(&timers));
	timers_clear(&timers, &tasks[0]);
	ck_assert(timers_reserve(&timers, 2));
	timers_set(&timers, &tasks[1], 5);
	timers_clear(&timers, &tasks[0]);
	ck_assert_ptr_eq(timers_first(&timers), &tasks[1]);
	free(timers.list);
}
END_TEST

START_TEST(room_that_is_there_is_kept)
{
	set_all(COUNT);
	ck_assert(timers_reserve(&timers, 10 * COUNT));
	ck_assert(timers_reserve(&timers, 1));
	ck_assert_uint_ge(timers.room, 10 * COUNT);
	come_in_order(COUNT);
}
END_TEST

SUITE("timers", the_first_due_comes_first, many_are_due_at_the_same_time, a_timer_is_set_to_another_time, any_timer_is_cleared,
      clearing_what_is_not_set_does_nothing, room_that_is_there_is_kept)
