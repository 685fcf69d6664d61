/* SPDX-License-Identifier: MIT */
/* BEHAVIOUR, "Repeating": every row of it as a line of one table. */
#include "policy.h"
#include "clock.h"

#include <string.h>

#include "suite.h"

#define NOW (100 * SECOND)

/* A first try of an ordinary write, answered by nothing in particular. */
static const struct policy_input usual = {
	.kind = HVAC_OUTCOME_ANSWER, .sent = true, .retry_after = -1, .restartable = true, .tries = 1, .max_retries = 2, .allow_redirects = true,
	.wait_min = SECOND, .wait_max = 1500 * MILLISECOND, .now = NOW, .deadline = NOW + 120 * SECOND,
};

struct line {
	const char *promise;
	struct policy_input input;      /* members of zero are the usual ones */
	enum decision decision;
	uint64_t delay;                 /* with DECIDE_RETRY_AFTER */
};

#define ANSWER(...) { .kind = HVAC_OUTCOME_ANSWER, .http_status = __VA_ARGS__ }
#define OUTCOME(...) { .kind = HVAC_OUTCOME_ ## __VA_ARGS__ }

#define FINISH DECIDE_FINISH, 0
#define NEXT DECIDE_NEXT_ADDRESS, 0
#define REDIRECT DECIDE_REDIRECT, 0
#define RETRY DECIDE_RETRY_AFTER, SECOND

static const struct line lines[] = {
	/* success and what is final */
	{ "200 is final", ANSWER(200, .success = true), FINISH },
	{ "503 that the row counts as success is final", ANSWER(503, .success = true, .idempotent = true, .other_address = true), FINISH },
	{ "429 that the row counts as success is final", ANSWER(429, .success = true, .idempotent = true), FINISH },
	{ "400 is final", ANSWER(400, .idempotent = true), FINISH },
	{ "401 is final", ANSWER(401, .idempotent = true), FINISH },
	{ "403 is final", ANSWER(403, .idempotent = true), FINISH },
	{ "403 of a token that may be replaced is looked into", ANSWER(403, .replaceable_token = true), DECIDE_DOUBT, 0 },
	{ "403 of what is used once is final", ANSWER(403, .replaceable_token = true, .single_use = true), FINISH },
	{ "404 is final", ANSWER(404, .idempotent = true), FINISH },
	{ "405 is final", ANSWER(405, .idempotent = true), FINISH },
	{ "501 is never repeated", ANSWER(501, .idempotent = true), FINISH },
	{ "505 is final", ANSWER(505, .idempotent = true), FINISH },

	/* reads */
	{ "a read is repeated after 412", ANSWER(412, .idempotent = true), RETRY },
	{ "a read is repeated after 429", ANSWER(429, .idempotent = true), RETRY },
	{ "a read is repeated after 500", ANSWER(500, .idempotent = true), RETRY },
	{ "a read is repeated after 502", ANSWER(502, .idempotent = true), RETRY },
	{ "a read is repeated after 503", ANSWER(503, .idempotent = true), RETRY },
	{ "a read is repeated after 504", ANSWER(504, .idempotent = true), RETRY },
	{ "a read is repeated after a lost connection", OUTCOME(MAYBE_SENT, .idempotent = true), RETRY },
	{ "a read is repeated after a refused connection", OUTCOME(NOT_SENT, .idempotent = true), RETRY },
	{ "a read is not repeated after a timeout", OUTCOME(TIMEOUT, .idempotent = true), FINISH },

	/* writes */
	{ "a write is repeated after 412", ANSWER(412), RETRY },
	{ "a write is repeated after 429", ANSWER(429), RETRY },
	{ "a write is repeated after 503", ANSWER(503), RETRY },
	{ "a write is not repeated after 500", ANSWER(500), FINISH },
	{ "a write is not repeated after 502", ANSWER(502), FINISH },
	{ "a write is not repeated after 504", ANSWER(504), FINISH },
	{ "a write is not repeated after a lost connection", OUTCOME(MAYBE_SENT), FINISH },
	{ "a write is repeated when no byte had left", OUTCOME(NOT_SENT), RETRY },
	{ "a write without a leader is repeated", ANSWER(500, .no_active_node = true), RETRY },

	/* single use */
	{ "what is used once is not repeated after 503", ANSWER(503, .single_use = true), FINISH },
	{ "what is used once is not repeated after 429", ANSWER(429, .single_use = true), FINISH },
	{ "what is used once is not repeated after 412", ANSWER(412, .single_use = true), FINISH },
	{ "what is used once is not repeated after a lost connection", OUTCOME(MAYBE_SENT, .single_use = true), FINISH },
	{ "what is used once is repeated when no byte had left", OUTCOME(NOT_SENT, .single_use = true), RETRY },
	{ "what is used once is not given to the next address", ANSWER(503, .single_use = true, .other_address = true), FINISH },
	{ "what is used once is not repeated although it were idempotent", ANSWER(503, .single_use = true, .idempotent = true), FINISH },

	/* what never passes by itself */
	{ "a refused certificate is final", OUTCOME(TLS, .idempotent = true, .other_address = true), FINISH },
	{ "too large is final", OUTCOME(TOO_LARGE, .idempotent = true), FINISH },
	{ "a stream given up is final", OUTCOME(STREAM, .idempotent = true), FINISH },
	{ "what is no HTTP is final", OUTCOME(MALFORMED, .idempotent = true), FINISH },
	{ "no memory is final", OUTCOME(NO_MEMORY, .idempotent = true), FINISH },

	/* how often */
	{ "the second of three tries is repeated", ANSWER(503, .tries = 2), DECIDE_RETRY_AFTER, 2 * SECOND },
	{ "the third of three tries is final", ANSWER(503, .tries = 3), FINISH },
	{ "waits grow with the tries", ANSWER(503, .tries = 4, .max_retries = 9), DECIDE_RETRY_AFTER, 4 * SECOND },
	{ "chance lengthens a wait", ANSWER(503, .random = 250 * MILLISECOND), DECIDE_RETRY_AFTER, 1250 * MILLISECOND },
	{ "chance never passes the maximum", ANSWER(503, .random = 500 * MILLISECOND), DECIDE_RETRY_AFTER, 1500 * MILLISECOND },
	{ "chance begins anew behind the maximum", ANSWER(503, .random = 500 * MILLISECOND + 1), DECIDE_RETRY_AFTER, SECOND },

	/* what the server asks for */
	{ "Retry-After is obeyed", ANSWER(429, .retry_after = 7), DECIDE_RETRY_AFTER, 7 * SECOND },
	{ "Retry-After is obeyed up to a minute", ANSWER(503, .retry_after = 3600), DECIDE_RETRY_AFTER, 60 * SECOND },
	{ "Retry-After does not grow with the tries", ANSWER(429, .retry_after = 7, .tries = 2), DECIDE_RETRY_AFTER, 7 * SECOND },

	/* the deadline */
	{ "after the deadline nothing is repeated", ANSWER(503, .now = NOW + 120 * SECOND), FINISH },
	{ "after the deadline no other address is asked", OUTCOME(NOT_SENT, .other_address = true, .now = NOW + 121 * SECOND), FINISH },
	{ "a wait that would pass the deadline is not begun", ANSWER(503, .now = NOW + 119 * SECOND), FINISH },
	{ "a wait that ends before the deadline is begun", ANSWER(503, .now = NOW + 119 * SECOND - 1), RETRY },
	{ "Retry-After beyond the deadline ends the task", ANSWER(429, .retry_after = 50, .now = NOW + 100 * SECOND), FINISH },

	/* alternatives */
	{ "a refused connection goes to the next address", OUTCOME(NOT_SENT, .other_address = true), NEXT },
	{ "503 goes to the next address", ANSWER(503, .other_address = true), NEXT },
	{ "a standby's refusal goes to the next address", ANSWER(500, .no_active_node = true, .other_address = true), NEXT },
	{ "a read's 500 waits at its address", ANSWER(500, .idempotent = true, .other_address = true), RETRY },
	{ "429 waits at its address", ANSWER(429, .other_address = true), RETRY },
	{ "a lost connection of a write asks nobody else", OUTCOME(MAYBE_SENT, .other_address = true), FINISH },
	{ "another address is asked although the tries are over", OUTCOME(NOT_SENT, .other_address = true, .tries = 3), NEXT },
	{ "an external request has no other address", OUTCOME(NOT_SENT, .other_address = true, .external = true), RETRY },

	/* redirects */
	{ "301 is followed", ANSWER(301, .has_location = true), REDIRECT },
	{ "302 is followed", ANSWER(302, .has_location = true), REDIRECT },
	{ "307 is followed", ANSWER(307, .has_location = true), REDIRECT },
	{ "308 is followed", ANSWER(308, .has_location = true), REDIRECT },
	{ "304 is no redirect", ANSWER(304, .has_location = true), FINISH },
	{ "300 is no redirect", ANSWER(300, .has_location = true), FINISH },
	{ "a redirect to nowhere is final", ANSWER(307), FINISH },
	{ "a second redirect is final", ANSWER(307, .has_location = true, .redirects = 1), FINISH },
	{ "an external request's redirect is final", ANSWER(307, .has_location = true, .external = true), FINISH },
};

/* The lines' zeros are the usual values. */
static struct policy_input whole(const struct policy_input *given)
{
	struct policy_input input = *given;

	input.sent = given->kind != HVAC_OUTCOME_NOT_SENT;
	input.restartable = true;
	input.allow_redirects = true;
	input.retry_after = given->retry_after ? given->retry_after : -1;
	input.tries = given->tries ? given->tries : 1;
	input.max_retries = given->max_retries ? given->max_retries : usual.max_retries;
	input.wait_min = usual.wait_min;
	input.wait_max = usual.wait_max;
	input.now = given->now ? given->now : NOW;
	input.deadline = usual.deadline;
	return input;
}

START_TEST(each_line_of_the_table_is_decided_so)
{
	const struct line *line = &lines[_i];
	struct policy_input input = whole(&line->input);
	uint64_t delay = 1;
	enum decision decision = policy_decide(&input, &delay);

	ck_assert_msg(decision == line->decision && (decision != DECIDE_RETRY_AFTER || delay == line->delay), "%s: decision %d after %llu ns",
	              line->promise, (int)decision, (unsigned long long)delay);
}
END_TEST

START_TEST(redirects_can_be_switched_off)
{
	struct policy_input input = usual;
	uint64_t delay;

	input.http_status = 307;
	input.has_location = true;
	input.allow_redirects = false;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_FINISH);
}
END_TEST

START_TEST(retries_can_be_switched_off)
{
	struct policy_input input = usual;
	uint64_t delay;

	input.http_status = 503;
	input.max_retries = 0;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_FINISH);
}
END_TEST

START_TEST(a_stream_whose_bytes_are_gone_is_not_repeated)
{
	static const int statuses[] = { 503, 429, 412, 307 };
	struct policy_input input = usual;
	uint64_t delay;

	input.restartable = false;
	input.idempotent = true;
	input.has_location = true;
	input.other_address = true;
	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		input.http_status = statuses[i];
		ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_FINISH);
	}
}
END_TEST

START_TEST(a_timeout_before_a_byte_left_goes_to_the_next_address)
{
	struct policy_input input = usual;
	uint64_t delay;

	input.kind = HVAC_OUTCOME_TIMEOUT;
	input.sent = false;
	input.other_address = true;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_NEXT_ADDRESS);
	input.sent = true;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_FINISH);
}
END_TEST

START_TEST(retry_after_of_nothing_is_no_wait)
{
	struct policy_input input = usual;
	uint64_t delay = 9;

	input.http_status = 429;
	input.retry_after = 0;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_RETRY_AFTER);
	ck_assert_uint_eq(delay, 0);
}
END_TEST

START_TEST(every_wait_lies_between_its_bounds)
{
	struct policy_input input = usual;
	uint64_t delay;

	input.http_status = 503;
	input.max_retries = 100;
	for (unsigned tries = 1; tries < 50; tries++)
		for (uint64_t i = 0; i < 100; i++) {
			input.tries = tries;
			input.random = i * UINT64_C(0x9e3779b97f4a7c15);
			ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_RETRY_AFTER);
			ck_assert_uint_ge(delay, input.wait_min * tries);
			ck_assert_uint_le(delay, input.wait_max * tries);
		}
}
END_TEST

START_TEST(without_a_deadline_waits_are_begun)
{
	struct policy_input input = usual;
	uint64_t delay;

	input.http_status = 503;
	input.deadline = UINT64_MAX;
	ck_assert_int_eq(policy_decide(&input, &delay), DECIDE_RETRY_AFTER);
}
END_TEST

START_TEST(retryable_says_whether_the_same_call_may_succeed_later)
{
	static const int yes[] = { 412, 429, 500, 502, 503, 504 }, no[] = { 200, 400, 401, 403, 404, 405, 501 };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		ck_assert(policy_is_retryable(HVAC_OUTCOME_ANSWER, yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		ck_assert(!policy_is_retryable(HVAC_OUTCOME_ANSWER, no[i]));
	ck_assert(policy_is_retryable(HVAC_OUTCOME_NOT_SENT, 0));
	ck_assert(policy_is_retryable(HVAC_OUTCOME_MAYBE_SENT, 0));
	ck_assert(policy_is_retryable(HVAC_OUTCOME_TIMEOUT, 0));
	ck_assert(!policy_is_retryable(HVAC_OUTCOME_TLS, 0));
	ck_assert(!policy_is_retryable(HVAC_OUTCOME_TOO_LARGE, 0));
	ck_assert(!policy_is_retryable(HVAC_OUTCOME_MALFORMED, 0));
}
END_TEST

/* BEHAVIOUR, "403 during a call": a refusal at NOW of a token of which nothing is known. */
static const struct doubt_line {
	const char *promise;
	struct doubt_input input;       /* `now` and `refused_at` are NOW */
	enum doubt_verdict verdict;
	uint64_t until;
} doubts[] = {
	{ "without a login the refusal stands", { .can_login = false }, DOUBT_STANDS, 0 },
	{ "without a login an expired token is refused as well", { .can_login = false, .expires_at = NOW }, DOUBT_STANDS, 0 },
	{ "of a token of which nothing is known the server is asked", { .can_login = true }, DOUBT_PROBE, 0 },
	{ "a token that lives long is asked about", { .can_login = true, .expires_at = NOW + 1 }, DOUBT_PROBE, 0 },
	{ "an expired token is not asked about", { .can_login = true, .expires_at = NOW }, DOUBT_LOGIN, 0 },
	{ "a dead token is not asked about again", { .can_login = true, .dead = true }, DOUBT_LOGIN, 0 },
	{ "a token with limited uses is not asked about", { .can_login = true, .limited = true }, DOUBT_LOGIN, 0 },
	{ "a token that the server has known since is denied", { .can_login = true, .alive_at = NOW }, DOUBT_STANDS, 0 },
	{ "a token that the server knew before is asked about", { .can_login = true, .alive_at = NOW - 1 }, DOUBT_PROBE, 0 },
	{ "a token that has expired since it was known is replaced", { .can_login = true, .alive_at = NOW, .expires_at = NOW }, DOUBT_LOGIN, 0 },
	{ "for a minute after a fresh token was refused too refusals stand", { .can_login = true, .denied_until = NOW + 1, .dead = true }, DOUBT_STANDS, 0 },
	{ "after that minute they are looked into", { .can_login = true, .denied_until = NOW }, DOUBT_PROBE, 0 },
	{ "within that minute an expired token is replaced", { .can_login = true, .denied_until = NOW + 1, .expires_at = NOW }, DOUBT_LOGIN, 0 },
	{ "ten seconds after a login there may be another", { .can_login = true, .dead = true, .login_at = NOW - 10 * SECOND }, DOUBT_LOGIN, 0 },
	{ "before that it is waited for", { .can_login = true, .dead = true, .login_at = NOW - SECOND }, DOUBT_LATER, NOW + 9 * SECOND },
	{ "but not after one that failed", { .can_login = true, .dead = true, .login_at = NOW - SECOND, .login_failed = true }, DOUBT_FAILED, NOW + 9 * SECOND },
	{ "one that another thread began since is waited for", { .can_login = true, .dead = true, .login_at = NOW + 1 }, DOUBT_LATER, NOW + 10 * SECOND + 1 },
	{ "a failed login says nothing of a token that may live", { .can_login = true, .login_at = NOW - SECOND, .login_failed = true }, DOUBT_PROBE, 0 },
	{ "ten seconds after a failed login there may be another", { .can_login = true, .dead = true, .login_at = NOW - 10 * SECOND, .login_failed = true }, DOUBT_LOGIN, 0 },
};

START_TEST(each_line_about_a_refused_token_is_decided_so)
{
	for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++) {
		struct doubt_input input = doubts[i].input;
		uint64_t until = 0;

		input.now = input.refused_at = NOW;
		ck_assert_msg(policy_doubt(&input, &until) == doubts[i].verdict && until == doubts[i].until, "%s", doubts[i].promise);
	}
}
END_TEST

TABLE_SUITE("policy", each_line_of_the_table_is_decided_so, sizeof lines / sizeof lines[0], each_line_about_a_refused_token_is_decided_so, redirects_can_be_switched_off, retries_can_be_switched_off,
      a_stream_whose_bytes_are_gone_is_not_repeated, a_timeout_before_a_byte_left_goes_to_the_next_address, retry_after_of_nothing_is_no_wait,
      every_wait_lies_between_its_bounds, without_a_deadline_waits_are_begun, retryable_says_whether_the_same_call_may_succeed_later)
