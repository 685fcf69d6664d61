/* SPDX-License-Identifier: MIT */
#include "lease.h"
#include "clock.h"

#define BACKOFF_MIN SECOND
#define BACKOFF_MAX (300 * SECOND)

static uint64_t part_of(uint64_t span, uint64_t random)
{
	return span ? random % span : 0;
}

/* At two thirds of what is left, and up to a tenth later. */
static uint64_t early(uint64_t now, uint64_t ends, uint64_t random)
{
	uint64_t left = ends > now ? ends - now : 0;

	return now + left / 3 * 2 + part_of(left / 10, random);
}

void lease_begin(struct lease *lease, bool held, bool can_get, uint64_t now)
{
	*lease = (struct lease){ .next = held ? LEASE_LEARN : can_get ? LEASE_GET : LEASE_REST, .due = now, .can_get = can_get, .held = held };
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* It lives for `lasts`: renews in time, or gets anew in time where renewing does not help. */
static void plan(struct lease *lease, uint64_t asked, uint64_t now, uint64_t lasts, bool renewable, uint64_t random)
{
	lease->held = true;
	lease->failures = 0;
	lease->expires_at = asked + lasts;
	lease->next = renewable ? LEASE_RENEW : lease->can_get ? LEASE_GET : LEASE_REST;
	/* no loop, although an answer takes longer than what it gives lives */
	lease->due = later(early(now, lease->expires_at, random), now + (lasts / 2 < SECOND ? lasts / 2 : SECOND));
}

void lease_got(struct lease *lease, uint64_t asked, uint64_t now, uint64_t lasts, bool renewable, uint64_t again, uint64_t random)
{
	plan(lease, asked, now, lasts, renewable, random);
	lease->granted = lasts;
	if (lasts)
		return;
	lease->next = again && lease->can_get ? LEASE_GET : LEASE_REST;
	lease->due = now + again;
}

void lease_renewed(struct lease *lease, uint64_t asked, uint64_t now, uint64_t lasts, bool renewable, uint64_t random)
{
	bool capped = lasts < lease->granted / 10 * 9;

	plan(lease, asked, now, lasts, renewable && !(capped && lease->can_get), random);
	/* what was asked about was some way through its life */
	lease->granted = later(lease->granted, lasts);
	/* towards an end that nothing moves there is no hurry */
	if (!lease->can_get)
		lease->due = later(lease->due, now + SECOND);
}

/* Doubled with each failure, somewhere in its upper half. */
static uint64_t backoff(unsigned failures, uint64_t random)
{
	uint64_t span = BACKOFF_MAX;

	if (failures < 16 && BACKOFF_MIN << failures < BACKOFF_MAX)
		span = BACKOFF_MIN << failures;
	return span / 2 + part_of(span / 2, random);
}

void lease_failed(struct lease *lease, uint64_t now, bool for_good, uint64_t random)
{
	uint64_t wait = backoff(++lease->failures, random), left = lease->held && lease->expires_at > now ? lease->expires_at - now : 0;

	/* the last moment is too short for another renewal */
	if (lease->next == LEASE_RENEW && lease->can_get && left <= BACKOFF_MIN)
		for_good = true;
	if (lease->next != LEASE_GET && for_good) {
		lease->next = lease->can_get ? LEASE_GET : LEASE_REST;
		/* at once, but no loop: getting it fails for itself */
		wait = 0;
	} else if (left && wait > left / 4) {
		/* as long as it lives, several more are tried in time */
		wait = left / 4 > BACKOFF_MIN ? left / 4 : BACKOFF_MIN;
	}
	lease->due = now + wait;
}

uint64_t lease_due(const struct lease *lease)
{
	uint64_t ends = lease->held && lease->granted ? lease->expires_at : UINT64_MAX;

	return lease->next != LEASE_REST && lease->due < ends ? lease->due : ends;
}

bool lease_is_over(const struct lease *lease, uint64_t now)
{
	return lease->granted && now >= lease->expires_at;
}

bool lease_has_ended(struct lease *lease, uint64_t now)
{
	if (!lease->held || !lease_is_over(lease, now))
		return false;
	lease->held = false;
	if (lease->next == LEASE_RENEW) {
		lease->next = lease->can_get ? LEASE_GET : LEASE_REST;
		lease->due = now;
	}
	return true;
}
