/* SPDX-License-Identifier: MIT */
/* When something that ends is to be renewed, or got anew: as a table, and what holds for every history. */
#include "lease.h"
#include "clock.h"

#include <stdlib.h>

#include "suite.h"

#define START (1000 * SECOND)
#define HOUR 3600
#define NEVER UINT64_MAX
#define HISTORIES 400
#define STEPS 500

enum what { NOTHING, HAS_GOT, HAS_RENEWED, HAS_FAILED, WAS_REFUSED, WAS_LOOKED_AT };

struct happened {
	enum what what;
	uint64_t at;                    /* seconds after the begin; answers come at once */
	uint64_t lasts;
	bool fixed;                     /* not renewable */
};
#define GOT(time, life) { .what = HAS_GOT, .at = (time), .lasts = (life) }
#define GOT_FIXED(time, life) { .what = HAS_GOT, .at = (time), .lasts = (life), .fixed = true }
#define RENEWED(time, life) { .what = HAS_RENEWED, .at = (time), .lasts = (life) }
#define RENEWED_FIXED(time, life) { .what = HAS_RENEWED, .at = (time), .lasts = (life), .fixed = true }
#define FAILED(time) { .what = HAS_FAILED, .at = (time) }
#define REFUSED(time) { .what = WAS_REFUSED, .at = (time) }
#define LOOKED(time) { .what = WAS_LOOKED_AT, .at = (time) }

static const struct line {
	const char *promise;
	bool held, can_get;
	struct happened story[6];
	enum lease_step next;
	uint64_t due;                   /* milliseconds after the begin, by the least chance; NEVER */
} lines[] = {
	{ "what is there is asked about at once", true, true, { { .what = NOTHING } }, LEASE_LEARN, 0 },
	{ "what is not there is got at once", false, true, { { .what = NOTHING } }, LEASE_GET, 0 },
	{ "what cannot be had is let be", false, false, { { .what = NOTHING } }, LEASE_REST, NEVER },
	{ "it is renewed at two thirds", false, true, { GOT(0, 3000) }, LEASE_RENEW, 2000000 },
	{ "what cannot be renewed is got anew then", false, true, { GOT_FIXED(0, 3000) }, LEASE_GET, 2000000 },
	{ "what cannot be got either is looked at when it ends", true, false, { GOT_FIXED(0, 3000) }, LEASE_REST, 3000000 },
	{ "and is let be after that", true, false, { GOT_FIXED(0, 3000), LOOKED(3000) }, LEASE_REST, NEVER },
	{ "what does not end is let be", true, true, { GOT(0, 0) }, LEASE_REST, NEVER },
	{ "it is renewed again by what the renewal gave", false, true, { GOT(0, 3000), RENEWED(2000, 6000) }, LEASE_RENEW, 6000000 },
	{ "that counts as what it was given", true, true, { GOT(0, 60), RENEWED(40, 3600), RENEWED(2440, 1800) }, LEASE_GET, 3640000 },
	{ "near its last end it is got anew", false, true, { GOT(0, 3000), RENEWED(2000, 1500) }, LEASE_GET, 3000000 },
	{ "or renewed to that end", true, false, { GOT(0, 3000), RENEWED(2000, 1500) }, LEASE_RENEW, 3000000 },
	{ "without hurry", true, false, { GOT(0, 3000), RENEWED(2999, 1) }, LEASE_RENEW, 3000000 },
	{ "a little less is no end", false, true, { GOT(0, 3000), RENEWED(2000, 2990) }, LEASE_RENEW, 3993333 },
	{ "a renewal that gives nothing is the end", false, true, { GOT(0, 3000), RENEWED(2000, 0) }, LEASE_GET, 2000000 },
	{ "one that cannot be repeated, too", false, true, { GOT(0, 3000), RENEWED_FIXED(2000, 3000) }, LEASE_GET, 4000000 },
	{ "a second is renewed in time", false, true, { GOT(0, 1) }, LEASE_RENEW, 666 },
	{ "a failure is followed by another try", false, true, { GOT(0, 3000), FAILED(2000) }, LEASE_RENEW, 2001000 },
	{ "later each time", false, true, { GOT(0, 3000), FAILED(2000), FAILED(2001), FAILED(2003) }, LEASE_RENEW, 2007000 },
	{ "until a success", false, true, { GOT(0, 3000), FAILED(2000), FAILED(2001), RENEWED(2003, 3000), FAILED(4003) }, LEASE_RENEW, 4004000 },
	{ "but soon near the end", false, true, { GOT(0, 60), FAILED(40), FAILED(41), FAILED(43), FAILED(47) }, LEASE_RENEW, 50250 },
	{ "in the last moment it is got anew", false, true, { GOT(0, 12), FAILED(11) }, LEASE_GET, 11000 },
	{ "if it can be", true, false, { GOT(0, 12), FAILED(11) }, LEASE_RENEW, 12000 },
	{ "an end without a renewal is when it is got anew", false, true, { GOT(0, 12), LOOKED(12) }, LEASE_GET, 12000 },
	{ "what is refused for good is got anew at once", false, true, { GOT(0, 3000), REFUSED(2000) }, LEASE_GET, 2000000 },
	{ "if it can be: else it is left to its end", true, false, { GOT(0, 3000), REFUSED(2000) }, LEASE_REST, 3000000 },
	{ "a question that is refused, too", true, true, { REFUSED(0) }, LEASE_GET, 0 },
	{ "and is not asked again without that", true, false, { REFUSED(0) }, LEASE_REST, NEVER },
	{ "one that fails is asked again", true, true, { FAILED(0) }, LEASE_LEARN, 1000 },
	{ "what cannot be got is tried again, refused or not", false, true, { REFUSED(0), REFUSED(1) }, LEASE_GET, 3000 },
};

static void happen(struct lease *lease, const struct happened *event)
{
	uint64_t now = START + event->at * SECOND, lasts = event->lasts * SECOND;

	switch (event->what) {
	case HAS_GOT: lease_got(lease, now, now, lasts, !event->fixed, 0, 0); break;
	case HAS_RENEWED: lease_renewed(lease, now, now, lasts, !event->fixed, 0); break;
	case HAS_FAILED: lease_failed(lease, now, false, 0); break;
	case WAS_REFUSED: lease_failed(lease, now, true, 0); break;
	case WAS_LOOKED_AT: lease_has_ended(lease, now); break;
	case NOTHING: break;
	}
}

START_TEST(a_line)
{
	const struct line *line = &lines[_i];
	struct lease lease;
	uint64_t due;

	lease_begin(&lease, line->held, line->can_get, START);
	for (size_t i = 0; i < 6; i++)
		happen(&lease, &line->story[i]);
	due = lease_due(&lease);
	due = due == UINT64_MAX ? NEVER : (due - START) / MILLISECOND;
	ck_assert_msg(lease.next == line->next && due == line->due, "%s: step %d, due %llu", line->promise, lease.next, (unsigned long long)due);
}
END_TEST

START_TEST(an_end_is_told_once)
{
	struct lease lease;

	lease_begin(&lease, false, true, START);
	ck_assert(!lease_has_ended(&lease, START + HOUR * SECOND));
	lease_got(&lease, START, START, 10 * SECOND, true, 0, 0);
	ck_assert(!lease_has_ended(&lease, START + 10 * SECOND - 1));
	ck_assert(lease_has_ended(&lease, START + 10 * SECOND));
	ck_assert(!lease_has_ended(&lease, START + 11 * SECOND));
	lease_got(&lease, START, START, 0, false, 0, 0);
	ck_assert(!lease_has_ended(&lease, START + HOUR * SECOND));
}
END_TEST

START_TEST(what_does_not_end_is_got_again_when_it_was_said_to)
{
	struct lease lease;

	lease_begin(&lease, false, true, START);
	lease_got(&lease, START, START, 0, false, 300 * SECOND, 0);
	ck_assert_int_eq(lease.next, LEASE_GET);
	ck_assert_uint_eq(lease_due(&lease), START + 300 * SECOND);
}
END_TEST

START_TEST(what_comes_late_is_no_loop)
{
	struct lease lease;

	/* the answer takes longer than what it gives lives */
	lease_begin(&lease, false, true, START);
	lease_got(&lease, START, START + 5 * SECOND, 3 * SECOND, false, 0, 0);
	ck_assert(lease_has_ended(&lease, START + 5 * SECOND));
	ck_assert_uint_ge(lease_due(&lease), START + 6 * SECOND);
}
END_TEST

/* One history: a thing that lives `ttl` and at most `max` (0: no end), a server that is away at times. */
struct history {
	struct lease lease;
	uint64_t chance, now, ttl, max, last;
	bool can_get, fixed, up, punctual;
	uint64_t turns_at, last_down;   /* when the server goes or comes next, and when it was seen down last */
	bool failed;                    /* the last step */
	enum lease_step step;
	uint64_t stepped_at;
};

/* splitmix64 */
static uint64_t next_chance(struct history *history)
{
	uint64_t z = history->chance += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint64_t up_to(struct history *history, uint64_t limit)
{
	return next_chance(history) % limit + 1;
}

/* Time passes for the server. */
static void turn(struct history *history, uint64_t now)
{
	while (history->turns_at <= now) {
		history->up = !history->up;
		if (history->up)
			history->last_down = history->turns_at;
		history->turns_at += up_to(history, (history->up ? 20 : 2) * HOUR) * SECOND;
	}
	if (!history->up)
		history->last_down = now;
}

static uint64_t give(struct history *history)
{
	uint64_t left = history->max ? (history->last > history->now ? history->last - history->now : 0) : UINT64_MAX;

	return history->ttl < left ? history->ttl : left;
}

static void get(struct history *history)
{
	history->last = history->now + history->max;
	lease_got(&history->lease, history->now, history->now, give(history), !history->fixed, 0, next_chance(history));
}

static void assert_spaced(const struct history *history, enum lease_step next)
{
	uint64_t gap = history->now - history->stepped_at;

	if (!history->failed)
		return;
	/* renewing gives way to getting at once, which happens once */
	if (next == history->step)
		ck_assert_uint_ge(gap, SECOND);
	else
		ck_assert_int_eq(next, LEASE_GET);
}

static void take_step(struct history *history)
{
	struct lease *lease = &history->lease;
	enum lease_step step = lease->next;

	assert_spaced(history, step);
	history->failed = !history->up || (step == LEASE_RENEW && give(history) == 0);
	history->step = step;
	history->stepped_at = history->now;
	if (history->failed)
		lease_failed(lease, history->now, false, next_chance(history));
	else if (step == LEASE_RENEW)
		lease_renewed(lease, history->now, history->now, give(history), true, next_chance(history));
	else
		get(history);
	ck_assert_uint_ge(lease->due, history->now);
	if (history->failed)
		ck_assert_uint_le(lease->due - history->now, 300 * SECOND);
}

static void look(struct history *history)
{
	struct lease *lease = &history->lease;
	uint64_t due = lease_due(lease);

	history->now = due > history->now ? due : history->now;
	if (!history->punctual && next_chance(history) % 8 == 0)
		history->now += up_to(history, HOUR) * MILLISECOND;
	turn(history, history->now);
	/* only a server that was away lets it end */
	if (lease_has_ended(lease, history->now) && history->can_get && history->punctual)
		ck_assert_uint_gt(history->last_down + 2 * SECOND, lease->expires_at);
	if (lease->next != LEASE_REST && lease->due <= history->now)
		take_step(history);
}

START_TEST(every_history_is_calm_and_in_time)
{
	static const uint64_t lives[] = { 1, 5, 60, HOUR, 30 * 24 * HOUR };
	const char *seed = getenv("HVAC_TEST_SEED");

	for (uint64_t n = 0; n < (getenv("HVAC_TEST_SHORT") ? HISTORIES / 10 : HISTORIES); n++) {
		struct history history = { .chance = (seed ? strtoull(seed, NULL, 10) : 1) + n, .now = START, .turns_at = START, .up = false };

		history.ttl = lives[next_chance(&history) % 5] * SECOND;
		history.max = next_chance(&history) % 2 ? history.ttl * up_to(&history, 20) : 0;
		history.fixed = next_chance(&history) % 4 == 0;
		history.can_get = next_chance(&history) % 4 != 0;
		history.punctual = next_chance(&history) % 2;
		lease_begin(&history.lease, !history.can_get, history.can_get, START);
		for (int i = 0; i < STEPS && lease_due(&history.lease) != UINT64_MAX; i++)
			look(&history);
		/* what can be got is never given up */
		ck_assert(!history.can_get || lease_due(&history.lease) != UINT64_MAX);
	}
}
END_TEST

TABLE_SUITE("lease", a_line, sizeof lines / sizeof lines[0], an_end_is_told_once, what_does_not_end_is_got_again_when_it_was_said_to,
            what_comes_late_is_no_loop, every_history_is_calm_and_in_time)
