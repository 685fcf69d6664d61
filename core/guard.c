/* SPDX-License-Identifier: MIT */
#include "guard.h"
#include "process.h"

#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* Waits that end do so by the monotonic clock. */
static bool condition_init(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;
	bool made;

	if (pthread_condattr_init(&attributes) != 0)
		return false;
	made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 && pthread_cond_init(condition, &attributes) == 0;
	pthread_condattr_destroy(&attributes);
	return made;
}

static struct guard_block *block_new(size_t size)
{
	struct guard_block *block = calloc(1, size);

	if (!block)
		return NULL;
	block->process = process_number();
	if (pthread_mutex_init(&block->mutex, NULL) != 0)
		goto no_mutex;
	if (!condition_init(&block->changed))
		goto no_condition;
	return block;
no_condition:
	pthread_mutex_destroy(&block->mutex);
no_mutex:
	free(block);
	return NULL;
}

static void block_free(struct guard_block *block)
{
	pthread_cond_destroy(&block->changed);
	pthread_mutex_destroy(&block->mutex);
	free(block);
}

void *guard_enter(struct guard *guard, size_t size)
{
	struct guard_block *block = atomic_load(&guard->block);

	if (!block || block->process != process_number()) {
		struct guard_block *fresh = block_new(size);

		if (!fresh)
			return NULL;
		if (atomic_compare_exchange_strong(&guard->block, &block, fresh))
			block = fresh;
		else
			block_free(fresh);
	}
	pthread_mutex_lock(&block->mutex);
	return block;
}

void guard_leave(void *block)
{
	pthread_mutex_unlock(&((struct guard_block *)block)->mutex);
}

void guard_wake(struct guard_block *block)
{
	pthread_mutex_lock(&block->mutex);
	pthread_cond_broadcast(&block->changed);
	pthread_mutex_unlock(&block->mutex);
}

void *guard_last(struct guard *guard)
{
	struct guard_block *block = atomic_load(&guard->block);

	return block && block->process == process_number() ? block : NULL;
}

void guard_free(struct guard *guard)
{
	struct guard_block *block = guard_last(guard);

	if (block)
		block_free(block);
}
