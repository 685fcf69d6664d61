/* SPDX-License-Identifier: MIT */
#include "limiter.h"

uint64_t limiter_take(struct limiter *limiter, uint64_t now, uint64_t limit)
{
	uint64_t before = atomic_load(&limiter->next), spare = limiter->interval * (limiter->burst - 1), from, begin;

	if (!limiter->interval)
		return now;
	do {
		from = before > now ? before : now;
		begin = from - now > spare ? from - spare : now;
		if (begin > now && begin >= limit)
			return UINT64_MAX;
	} while (!atomic_compare_exchange_weak(&limiter->next, &before, from + limiter->interval));
	return begin;
}
