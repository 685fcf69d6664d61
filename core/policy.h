/* SPDX-License-Identifier: MIT */
/* What to do about the outcome of one try: a pure function, tested as a table. */
#ifndef HVAC_CORE_POLICY_H
#define HVAC_CORE_POLICY_H

#include <stdbool.h>
#include <stdint.h>
#include <hvac/adapter.h>

enum decision {
	DECIDE_FINISH,          /* the outcome is the answer */
	DECIDE_RETRY_AFTER,     /* wait *delay, then the same address again */
	DECIDE_NEXT_ADDRESS,    /* at once */
	DECIDE_REDIRECT,        /* where the answer's Location says, if it may */
	DECIDE_DOUBT            /* the token may be dead: find out, and ask again with another */
};

struct policy_input {
	hvac_outcome_kind kind;
	bool sent;              /* a byte of the request had left */
	int http_status;
	bool success;           /* the operation counts the status as success */
	bool no_active_node;    /* a 500 whose text says that the cluster has no leader right now */
	bool has_location;
	int64_t retry_after;    /* seconds the server asked for; -1: none */

	bool idempotent;        /* may be repeated although it may have been carried out */
	bool single_use;        /* never repeated once a byte has left */
	bool external;          /* one address only, no redirect */
	bool replaceable_token; /* it carried one that may be replaced */
	bool restartable;       /* false: a stream whose bytes are gone */
	unsigned tries;         /* made so far, at least 1 */
	unsigned max_retries, redirects;
	bool allow_redirects;
	bool other_address;     /* one that was not tried since the last wait */
	uint64_t wait_min, wait_max; /* nanoseconds */
	uint64_t now, deadline; /* monotonic */
	uint64_t random;
};

enum decision policy_decide(const struct policy_input *input, uint64_t *delay);
/* What is to be done about a token with which a request was refused. */
enum doubt_verdict {
	DOUBT_STANDS,           /* the refusal does */
	DOUBT_REPLACED,         /* there is another token by now: ask again */
	DOUBT_ELSEWHERE,        /* another task finds out: it is waited for until *until */
	DOUBT_PROBE,            /* ask the server whether it lives */
	DOUBT_LOGIN,            /* log in anew */
	DOUBT_LATER,            /* log in anew at *until: the last login is too recent */
	DOUBT_FAILED            /* the last login failed, and is too recent */
};

/* Times are monotonic; 0 is never, or not known. */
struct doubt_input {
	bool can_login;         /* there is a login to be repeated */
	bool limited;           /* the token has limited uses: asking would use one up */
	bool dead;              /* the server does not know it any more */
	bool login_failed;      /* the last time */
	uint64_t now, refused_at, alive_at, expires_at, login_at, denied_until;
};

enum doubt_verdict policy_doubt(const struct doubt_input *input, uint64_t *until);
bool policy_is_redirect(int http_status);
/* Whether a request that was no success may have had its effect all the same. */
bool policy_may_have_been_carried_out(hvac_outcome_kind kind, bool sent, int http_status, bool no_active_node);
/* Whether the same call may succeed later. */
bool policy_is_retryable(hvac_outcome_kind kind, int http_status);

#endif
