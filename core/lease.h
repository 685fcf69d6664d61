/* SPDX-License-Identifier: MIT */
/*
 * When something that ends is to be renewed, or got anew: a token, or a leased secret. Pure: it is told what has happened and
 * when, and says what is due next, and when. Times are monotonic nanoseconds.
 */
#ifndef HVAC_CORE_LEASE_H
#define HVAC_CORE_LEASE_H

#include <stdbool.h>
#include <stdint.h>

enum lease_step {
	LEASE_REST,             /* nothing: it does not end, or cannot be had */
	LEASE_LEARN,            /* ask how long it lives */
	LEASE_GET,              /* log in, or read */
	LEASE_RENEW
};

struct lease {
	enum lease_step next;
	uint64_t due;
	bool can_get;           /* else it is renewed to its end */
	bool held;              /* it is there, as far as is known */
	uint64_t granted;       /* how long it was given for, at most; 0: it does not end */
	uint64_t expires_at;
	unsigned failures;      /* in a row */
};

/* To be got, or to be asked about when it is there already, at once. */
void lease_begin(struct lease *lease, bool held, bool can_get, uint64_t now);
/* It was got, or asked about: asked for at `asked`, for `lasts` (0: it does not end, and is got again after `again`; 0: never). */
void lease_got(struct lease *lease, uint64_t asked, uint64_t now, uint64_t lasts, bool renewable, uint64_t again, uint64_t random);
/* It was renewed. What is given clearly less than at first is near an end that it cannot pass. */
void lease_renewed(struct lease *lease, uint64_t asked, uint64_t now, uint64_t lasts, bool renewable, uint64_t random);
/* What was due has failed; for good: renewing it again is of no use. */
void lease_failed(struct lease *lease, uint64_t now, bool for_good, uint64_t random);
/* When something is to be looked at: what is due, or the end; UINT64_MAX for never. */
uint64_t lease_due(const struct lease *lease);
/* Whether its end, as far as it is known, has passed. */
bool lease_is_over(const struct lease *lease, uint64_t now);
/* Whether it has ended since it was last asked, which is said once. */
bool lease_has_ended(struct lease *lease, uint64_t now);

#endif
