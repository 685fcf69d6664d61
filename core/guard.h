/* SPDX-License-Identifier: MIT */
/*
 * A lock with what it guards, in one block on an atomic pointer. A child process gets a fresh block and leaks its parent's: that one
 * may be locked for ever, and what hangs on it (connections) is the parent's.
 */
#ifndef HVAC_CORE_GUARD_H
#define HVAC_CORE_GUARD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct guard_block {
	uint64_t process;               /* by its number */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
};

struct guard {
	_Atomic(struct guard_block *) block;
};

/* The block, locked; made with `size` zeroed bytes (of which struct guard_block is the begin) when there is none of this
 * process. NULL when memory ran out. */
void *guard_enter(struct guard *guard, size_t size);
void guard_leave(void *block);
/* Wakes all who wait for a change of the block, which the caller is not inside of. */
void guard_wake(struct guard_block *block);
/* Nobody may be inside; a block of another process is left alone. */
void guard_free(struct guard *guard);
/* The block without its lock, for the last user; NULL when this process has none. */
void *guard_last(struct guard *guard);

#endif
